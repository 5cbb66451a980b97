/* One attempt at the trainer's desk: its page, its story, and what may be done about it. */
#ifndef PAGES_STAFF_ATTEMPT_H
#define PAGES_STAFF_ATTEMPT_H

#include "pages/staff_exam.h"
#include "store/person.h"

/* An attempt with its person, test and assignment. */
struct desk {
    struct staff_project at;
    struct attempt attempt;
    struct person person;
    struct assignment assignment;
    const struct quiz *quiz;
    struct attempt_list all; /* of the assignment */
};

/* The attempt of the address. */
enum db_result desk_open(struct request *rq, struct desk *out) MUST_CHECK;

/* Its page; with a refused act the sentence that says why. */
struct reply desk_show(struct request *rq, const struct desk *desk, const char *refusal);

/* The last attempt of the assignment, and is it this one? */
const struct attempt *desk_last(const struct desk *desk);

/* Is one more attempt allowed: this is the last, it has ended, nobody passed, and the test has more? */
bool desk_may_retake(const struct desk *desk);

/* May the assignment be cancelled, and may it be closed on another day? */
bool desk_may_cancel(const struct desk *desk);

/* "history": what happened to the attempt, from its start. */
enum db_result desk_story(struct request *rq, const struct desk *desk, struct view *view) MUST_CHECK;

#endif
