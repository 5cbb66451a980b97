/* What the pages of tests for staff share: states, results and reasons in words. */
#ifndef PAGES_STAFF_EXAM_H
#define PAGES_STAFF_EXAM_H

#include "model/quiz.h"
#include "pages/staff_figures.h"
#include "store/attempt.h"

/* "state" and "state_class" of an attempt (of a badge). */
void exam_view_state(struct request *rq, const struct attempt *attempt, struct view *view);

/* A marked attempt: "mark", "percent", "passed", "verdict" (a word), "reason" (why not). */
void exam_view_result(struct request *rq, const struct attempt *attempt, struct view *view);

/* "Продажи и маркетинг"; the test's own for the test as it stands. */
const char *exam_variant(struct request *rq, const struct attempt *attempt);

#endif
