/* A person: a name of the project's list, or another one. */
#include "model/type.h"

const char *
type_person(struct arena *arena, const struct question *question, const char *typed, struct refusal *refusal)
{
    return type_line(arena, question, typed, false, refusal);
}
