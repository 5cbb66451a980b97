/* A table: rows that come and go, a cell for each column; its columns judge the values. */
#include "model/type.h"

#include <math.h>

const char *
type_table(struct arena *arena, const struct question *question, const char *typed, struct refusal *refusal)
{
    (void)arena;
    (void)question;
    return *typed == '\0' ? "" : type_refuse(refusal, "refuse.no_value", 0, 0);
}
