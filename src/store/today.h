/* What needs a consultant today. */
#ifndef STORE_TODAY_H
#define STORE_TODAY_H

#include "store/assignment.h"
#include "store/attempt.h"

struct today {
    struct assigned_list handed_in;  /* questionnaires since a moment, the newest first */
    struct assigned_list unanswered; /* questionnaires not handed in, the earliest due date first */
    struct sheet_lines running;      /* attempts now, by deadline */
    struct sheet_lines interrupted;  /* attempts that wait for the trainer */
    int64_t handed_in_total, unanswered_total;
};

/* At most `limit` lines in each list; the totals count all. DB_OK also when there is nothing. */
enum db_result today_list(struct db *db, struct arena *arena, int64_t project, int64_t since, int64_t limit,
                          struct today *out) MUST_CHECK;

#endif
