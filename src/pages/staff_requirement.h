/* What the story of a requirement and the decisions about it share. */
#ifndef PAGES_STAFF_REQUIREMENT_H
#define PAGES_STAFF_REQUIREMENT_H

#include "pages/staff_figures.h"

/* A requirement of this revision with its row; `found` NULL: it came of answers that are no more. */
struct story {
    const struct findings_use *use;
    int64_t number;
    struct requirement_row row;
    const struct found_requirement *found;
};

/* A decision that was refused: what was typed, and why. */
struct refused_decision {
    const char *act, *value, *reason; /* act: the kind of decision */
    const char *text_id;
    const struct decision_row *newer; /* what somebody decided since the page was made; NULL: nothing */
};

/* The one of rq->params[1]; DB_NONE when it never was. */
enum db_result story_open(struct request *rq, const struct findings_use *use, struct story *out) MUST_CHECK;

/* The page; `refused` NULL: none. */
struct reply story_show(struct request *rq, const struct story *story,
                        const struct refused_decision *refused);

/* Whose answers the requirement comes from, and who answered the same questions otherwise, with figures. */
void story_voices(struct request *rq, const struct story *story, struct view *view);

/* The choices that may be approved for a rule: of every question whose answers decide about it, each value
 * once. */
struct choice_list LIST_OF(const struct choice *);
struct choice_list story_choices(struct arena *arena, const struct story *story);

#endif
