/* Every file of statements: a new one is one line here and one in internal.h. */
#include "store/internal.h"

const struct sql_set *const all_sets[SET_COUNT] = {
    [SET_EVENT] = &event_sql,
    [SET_PROJECT] = &project_sql,
};
