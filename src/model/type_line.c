/* Texts as people type them. */
#include "base/utf8.h"
#include "model/format.h"
#include "model/pattern.h"
#include "model/type.h"

#include <string.h>

const char *
type_line(struct arena *arena, const struct question *question, const char *typed, bool lines,
          struct refusal *refusal)
{
    int max = question_max_length(question);
    const char *text;
    char *line;

    if (!utf8_valid(typed, strlen(typed)))
        return type_refuse(refusal, "refuse.text", 0, 0);
    text = text_clean(arena, typed, (size_t)max);
    if (text == NULL)
        return type_refuse(refusal, "refuse.length", 0, max);
    if (*text == '\0')
        return "";
    line = arena_copy(arena, text);
    if (!lines)
        for (char *at = line; *at != '\0'; at++)
            if (*at == '\n' || *at == '\t')
                *at = ' ';
    if (question->pattern != NULL && !pattern_matches(question->pattern, line))
        return type_refuse(refusal, "refuse.pattern", 0, 0);
    return line;
}
