/* A text of several lines. */
#include "model/type.h"

const char *
type_long_text(struct arena *arena, const struct question *question, const char *typed,
               struct refusal *refusal)
{
    return type_line(arena, question, typed, true, refusal);
}
