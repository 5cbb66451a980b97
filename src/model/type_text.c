/* A text of one line. */
#include "model/type.h"

const char *
type_text(struct arena *arena, const struct question *question, const char *typed, struct refusal *refusal)
{
    return type_line(arena, question, typed, false, refusal);
}
