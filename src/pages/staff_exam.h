/* What the pages of tests for staff share: states, results and reasons in words. */
#ifndef PAGES_STAFF_EXAM_H
#define PAGES_STAFF_EXAM_H

#include "model/quiz.h"
#include "pages/staff_figures.h"
#include "store/assignment.h"
#include "store/attempt.h"

/* "state" and "state_class" of an attempt (of a badge). */
void exam_view_state(struct request *rq, const struct attempt *attempt, struct view *view);

/* A marked attempt: "mark", "percent", "passed", "verdict" (a word), "reason" (why not). */
void exam_view_result(struct request *rq, const struct attempt *attempt, struct view *view);

/* "Продажи и маркетинг"; the test's own for the test as it stands. */
const char *exam_variant(struct request *rq, const struct attempt *attempt);

/*
 * Take due date and close of the form into the assignment: "due" a day, "closes" whether the test closes at
 * its end. NULL, or the text that says why not: no day, a day that has passed.
 */
const char *exam_due(struct request *rq, const struct staff_project *at, struct assignment *out);

/* Keep a changed assignment, with an event of this kind. */
enum db_result exam_assignment_change(struct request *rq, const struct staff_project *at,
                                      const struct assignment *assignment, const char *event) MUST_CHECK;

/* A press of "move the day": of everybody the test is assigned to, those who have handed in too, since keys
 * open when it is closed for all. */
struct reply exam_move_due(struct request *rq, const struct staff_project *at, const struct quiz *quiz);

/* To the page of this test, with what was done and to how many. */
struct reply exam_done(struct request *rq, const struct staff_project *at, const struct quiz *quiz,
                       const char *key, int64_t count);

/* The page again with the text that says why nothing was done. */
struct reply exam_show(struct request *rq, const struct staff_project *at, const struct quiz *quiz,
                       const char *refused);

#endif
