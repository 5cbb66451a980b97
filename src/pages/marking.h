/* The end of an attempt: handed in, marked, judged, and the paper of a retake drawn, all in one transaction.
 */
#ifndef PAGES_MARKING_H
#define PAGES_MARKING_H

#include "exam/verdict.h"
#include "model/library.h"
#include "store/attempt.h"

/* A paper's questions in order, with what was answered and what that earned. */
struct marked_paper {
    const struct quiz *quiz;
    const struct quiz_variant *variant;
    struct marked_items items;
    struct verdict verdict;
};

/* Mark the attempt as its answers stand now; nothing is written. */
enum db_result attempt_judge(struct db *db, struct arena *arena, const struct library *library,
                             const struct attempt *attempt, struct marked_paper *out) MUST_CHECK;

/* Has this attempt passed? */
bool attempt_passed(const struct attempt *attempt);

/* The attempt that counts for the person, of those of one assignment, at least one: by attempt_counts_over().
 */
const struct attempt *attempt_counting(const struct attempt_list *attempts);

struct attempt_finish {
    const struct library *library;
    int64_t attempt, now;
    enum attempt_ender ender;
    struct actor by;
};

/*
 * End an attempt, mark it, and when it was failed and attempts are left, draw the next paper. Twice is once.
 * DB_CONFLICT: it is not running. In the caller's transaction.
 */
enum db_result attempt_finish(struct db *db, struct arena *arena,
                              const struct attempt_finish *finish) MUST_CHECK;

/* Is there a running attempt whose time is over? And hand all of them in. */
bool deadlines_passed(struct db *reader, int64_t now);
void deadlines_sweep(struct db *writer, const struct library *library, int64_t now);

#endif
