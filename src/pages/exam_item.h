/* One question of a paper on a page: what is shown (never the key, never values in key order), and what comes
 * back. */
#ifndef PAGES_EXAM_ITEM_H
#define PAGES_EXAM_ITEM_H

#include "html/view.h"
#include "http/request.h"
#include "model/quiz.h"
#include "store/paper.h"

struct shown_item {
    const struct item *item;
    const struct kept_item *kept; /* options in the order of this paper */
    const char *answer;           /* stored form, "" none */
    const struct request *typed;  /* the form that was not kept, shown instead of the answer; NULL */
    enum lang lang;
};

/*
 * Put label, hint and controls into the view. Options go by their place on this paper (from 1), never by
 * their ids: `value` takes places (choices) or the text; match: m1… one for each left side takes the place of
 * a right side; order: p1… one for each step shown takes its number in the sequence.
 */
void exam_item_view(struct arena *arena, const struct shown_item *shown, struct view *view);

/*
 * The answer of a form in the typed form of item_answer(): places turned back into ids. NULL when a place is
 * not on the paper, two things stand in one place, or a single answer is given twice.
 */
const char *exam_item_typed(const struct request *rq, const struct shown_item *shown);

/* An answer in words: labels joined; "" for none; "true" and "false" of a statement as they are. */
const char *exam_item_words(struct arena *arena, const struct item *item, const char *answer, enum lang lang);

/* The right answer in words. Only where `feedback:` allows. */
const char *exam_item_key(struct arena *arena, const struct item *item, enum lang lang);

#endif
