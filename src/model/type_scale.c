/* A point of a scale, 1 to 5 unless the question says otherwise. */
#include "model/type.h"

const char *
type_scale(struct arena *arena, const struct question *question, const char *typed, struct refusal *refusal)
{
    return type_number(arena, question, typed, true, refusal);
}
