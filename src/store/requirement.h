/* Requirements that ever appeared in a project, their numbers, merges, and what people decided about them. */
#ifndef STORE_REQUIREMENT_H
#define STORE_REQUIREMENT_H

#include "store/db.h"

struct requirement_row {
    int64_t id, number; /* number: printed, never reused */
    const char *code, *key;
    int64_t first_seen_at;
    int64_t into; /* the row that stands for it after a merge; 0 none */
};

struct requirement_rows LIST_OF(struct requirement_row);

/* The row of (code, key), made with the next number when it appears for the first time. */
enum db_result requirement_keep(struct db *db, struct arena *arena, int64_t project, const char *code,
                                const char *key, int64_t now, struct requirement_row *out) MUST_CHECK;

/* The row, without making it. */
enum db_result requirement_find(struct db *db, struct arena *arena, int64_t project, const char *code,
                                const char *key, struct requirement_row *out) MUST_CHECK;

/* By number. */
enum db_result requirement_list(struct db *db, struct arena *arena, int64_t project,
                                struct requirement_rows *out) MUST_CHECK;

/* `id` is printed as `into` from now on (into 0: on its own again), with an event; bumps the revision.
 * DB_CONFLICT: `into` was itself merged, or others were merged into `id`. */
enum db_result requirement_merge(struct db *db, int64_t project, int64_t id, int64_t into, struct actor by,
                                 int64_t now) MUST_CHECK;

/* A decision; kinds are "priority", "rule", "reject", "acceptance". The latest of a kind counts; value ""
 * takes it back. */
struct decision_row {
    int64_t id, requirement, staff, at;
    const char *kind, *value, *reason;
    const char *code, *key, *by; /* read only: of the requirement; the staff user's full name */
};

struct decision_rows LIST_OF(struct decision_row);

/* Keep a decision, with an event; bumps the revision. DB_NONE: no such requirement in this project. */
enum db_result decision_add(struct db *db, int64_t project, const struct decision_row *decision) MUST_CHECK;

/* Those that count, by requirement and kind. */
enum db_result decision_list(struct db *db, struct arena *arena, int64_t project,
                             struct decision_rows *out) MUST_CHECK;

/* All ever taken about a requirement, the oldest first. */
enum db_result decision_history(struct db *db, struct arena *arena, int64_t project, int64_t requirement,
                                struct decision_rows *out) MUST_CHECK;

#endif
