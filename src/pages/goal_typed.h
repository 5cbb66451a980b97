/* What was typed into the form of a goal, and what somebody else kept of it meanwhile. */
#ifndef PAGES_GOAL_TYPED_H
#define PAGES_GOAL_TYPED_H

#include "pages/goal_entry.h"
#include "pages/seen.h"

enum { GOAL_KEY_MOST = 400, GOAL_FIELDS = 10 };

struct typed_goal {
    const char *key;
    struct goal_row values;
    const char *current, *target, *due, *rank; /* refusals, text ids; NULL: fine */
    bool refused;
    bool remove;               /* the goal is to be taken away */
    const struct goal_row *at; /* the row as it is stored now; NULL: there is none */
    bool changed[GOAL_FIELDS]; /* by somebody else, since the page was made */
    bool any_changed;
};

/*
 * Read the form, beside the row as it is stored now (NULL: none). A field that the sender did not touch and
 * that somebody changed has what is stored.
 */
void goal_typed_read(struct request *rq, const struct goal_row *at, struct typed_goal *out);

/* For the form's hidden field `seen`, of the row that the page shows (NULL: none). */
const char *goal_seen(struct arena *arena, const struct goal_row *row);

/* What was changed meanwhile, in words, for changed_meanwhile.html. */
void goal_typed_show(struct request *rq, const struct typed_goal *typed, struct view *view);

#endif
