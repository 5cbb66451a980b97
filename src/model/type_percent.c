/* A percentage, 0 to 100 unless the question says otherwise; the sign may be typed. */
#include "model/type.h"

#include <string.h>

const char *
type_percent(struct arena *arena, const struct question *question, const char *typed, struct refusal *refusal)
{
    size_t length = strlen(typed);

    while (length > 0 && (typed[length - 1] == ' ' || typed[length - 1] == '\n'))
        length--;
    if (length > 1 && typed[length - 1] == '%')
        typed = arena_copy_n(arena, typed, length - 1);
    return type_number(arena, question, typed, false, refusal);
}
