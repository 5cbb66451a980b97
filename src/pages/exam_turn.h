/* Whether a person may start the next attempt, when a test closes, and when its keys open: in words. */
#ifndef PAGES_EXAM_TURN_H
#define PAGES_EXAM_TURN_H

#include "base/zone.h"
#include "exam/deadline.h"
#include "pages/internal.h"
#include "store/attempt.h"

/* "30.11.2026 в 18:00"; midnight, when a day of the calendar ends: "29.11.2026, до конца дня". */
const char *turn_moment(struct request *rq, const struct zone *zone, int64_t moment);

/* The attempt at `place` of an assignment's attempts: may it begin now? */
struct begin turn_begin(const struct request *rq, const struct quiz *quiz,
                        const struct attempt_list *attempts, size_t place);

/* Why it may not, in one sentence; NULL when it may. */
const char *turn_sentence(struct request *rq, const struct zone *zone, const struct begin *begin,
                          int64_t closes_at);

/* The keys of a test in a project. */
struct turn_keys {
    bool open;    /* to those who have handed in */
    int64_t from; /* not before this moment; 0: it has passed, or nobody can say yet */
    bool endless; /* somebody's assignment never closes */
    bool awaited; /* only attempts that go are waited for */
};

/*
 * `feedback: after_close`: when nobody of the project can answer the test any more, so that nobody can be
 * told its keys: every assignment has closed, and no attempt runs or waits to be resumed.
 */
enum db_result turn_keys(struct request *rq, const struct quiz *quiz, int64_t project,
                         struct turn_keys *out) MUST_CHECK;

/* What is to be said while they are shut; NULL when they are open, or never open. */
const char *turn_keys_sentence(struct request *rq, const struct quiz *quiz, const struct zone *zone,
                               const struct turn_keys *keys);

#endif
