/* Compares a typed text with the spellings an author accepts. */
#include "exam/internal.h"

#include "model/fold.h"

#include <string.h>

/* Does all of `text` fit `pattern`, where `*` stands for anything and `\*` for itself? */
static bool
pattern_fits(const char *pattern, const char *text)
{
    const char *star = NULL, *resume = NULL;

    while (*text != '\0' || *pattern != '\0') {
        const char *literal = pattern[0] == '\\' && pattern[1] == '*' ? pattern + 1 : pattern;

        if (*pattern == '*') {
            star = ++pattern;
            resume = text;
        } else if (*text != '\0' && *literal == *text) {
            pattern = literal + 1;
            text++;
        } else if (star != NULL && *resume != '\0') {
            pattern = star;
            text = ++resume;
        } else {
            return false;
        }
    }
    return true;
}

bool
short_text_accepted(struct arena *arena, const struct item *item, const char *answer)
{
    unsigned flags = (item->ignore_case ? (unsigned)FOLD_CASE : 0u)
                     | (item->ignore_yo ? (unsigned)FOLD_YO : 0u)
                     | (item->ignore_lookalikes ? (unsigned)FOLD_LOOKALIKES : 0u);
    const char *said = text_fold(arena, answer, flags);

    if (*said == '\0')
        return false;
    for (size_t i = 0; i < item->accept.count; i++) {
        const char *accepted = text_fold(arena, item->accept.items[i], flags);

        if (pattern_fits(accepted, said))
            return true;
        if (item->typos > 0 && strchr(accepted, '*') == NULL
            && text_distance(arena, accepted, said, item->typos) <= item->typos)
            return true;
    }
    return false;
}
