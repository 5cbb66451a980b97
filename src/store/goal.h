/* Goals of a project with their measures; only approved ones count in priorities. */
#ifndef STORE_GOAL_H
#define STORE_GOAL_H

#include "store/db.h"

struct goal_row {
    int64_t id;
    const char *key; /* a goal's key, or key and row of the table of measures */
    const char *indicator, *unit, *current, *target, *due_date, *owner, *how;
    bool not_measured, approved;
    const char *rank;       /* "A", "B", "C" or "" */
    int64_t set_by, set_at; /* staff; 0: agreed by the answers */
    const char *by;         /* read only: the staff user's full name */
};

struct goal_rows LIST_OF(struct goal_row);

/* By key. */
enum db_result goal_list(struct db *db, struct arena *arena, int64_t project,
                         struct goal_rows *out) MUST_CHECK;

/* Set a goal (found by key), with an event; bumps the revision when something changed. */
enum db_result goal_set(struct db *db, int64_t project, const struct goal_row *goal,
                        struct actor by) MUST_CHECK;

/* Take a goal away, with an event; bumps the revision. */
enum db_result goal_remove(struct db *db, int64_t project, const char *key, struct actor by,
                           int64_t now) MUST_CHECK;

#endif
