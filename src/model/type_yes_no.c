/* Yes or no. */
#include "model/type.h"

#include <string.h>

static bool
is_yes_or_no(const char *text)
{
    return strcmp(text, "yes") == 0 || strcmp(text, "no") == 0;
}

const char *
type_yes_no(struct arena *arena, const struct question *question, const char *typed, struct refusal *refusal)
{
    struct row_ids words = type_words(arena, typed);

    (void)question;
    if (words.count == 0)
        return "";
    if (words.count > 1 || !is_yes_or_no(words.items[0]))
        return type_refuse(refusal, "refuse.choice", 0, 0);
    return words.items[0];
}
