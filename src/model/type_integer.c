/* A whole number. */
#include "model/type.h"

const char *
type_integer(struct arena *arena, const struct question *question, const char *typed, struct refusal *refusal)
{
    return type_number(arena, question, typed, true, refusal);
}
