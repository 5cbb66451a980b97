/* One attempt as its pages need it: the attempt, its test, paper and answers. */
#ifndef PAGES_SITTING_H
#define PAGES_SITTING_H

#include "base/zone.h"
#include "pages/exam_item.h"
#include "pages/internal.h"
#include "store/attempt.h"
#include "store/project.h"

struct sitting {
    struct attempt attempt;
    const struct quiz *quiz;
    struct kept_items paper;
    struct attempt_answers answers;
    struct project project;
    const struct zone *zone;
};

/* The caller's own attempt of rq->params[0]; DB_NONE for anybody else's. */
enum db_result sitting_open(struct request *rq, struct sitting *out) MUST_CHECK;

/* Can it be answered now? */
bool sitting_runs(const struct request *rq, const struct sitting *sitting);

/* The question at place `n` (from 1) of the paper, as rq->params[1] says; false when there is none. */
bool sitting_item(const struct request *rq, const struct sitting *sitting, size_t *n, struct shown_item *out);

/* What was kept for a question; NULL when nothing yet. */
const struct attempt_answer *sitting_answer(const struct sitting *sitting, const char *item);

/* Show this answer as the stored one of its question from here on. */
void sitting_put(struct request *rq, struct sitting *sitting, const struct attempt_answer *answer);

/* Words of exam_item_words() or exam_item_key() in the visitor's language: a statement is true or false. */
const char *sitting_words(const struct request *rq, const struct item *item, const char *words);

/* The frame of its pages: organisation, title, clock, navigator. `current` 0: none. */
struct view *sitting_view(struct request *rq, const struct sitting *sitting, size_t current);

/* An address below /t/{attempt}/. */
const char *sitting_url(struct request *rq, const struct sitting *sitting, const char *page);

/* Seconds left on the clock; 0 when it is over. */
int64_t sitting_left(const struct request *rq, int64_t deadline);

#endif
