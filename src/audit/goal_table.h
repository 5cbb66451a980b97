/* The table of goals and measures: what leaders gave, side by side, and where they agree. Pure. */
#ifndef AUDIT_GOAL_TABLE_H
#define AUDIT_GOAL_TABLE_H

#include "audit/input.h"

/* What is compared. */
enum measure_part {
    MEASURE_UNIT,
    MEASURE_CURRENT, /* "" is not measured */
    MEASURE_TARGET,
    MEASURE_DUE,
    MEASURE_OWNER,
    MEASURE_HOW,
    MEASURE_RANK, /* "A", "B", "C" */
    MEASURE_PARTS
};

/* One row as somebody filled it. */
struct measure_answer {
    const struct counted *response;
    const char *indicator;
    const char *part[MEASURE_PARTS]; /* as stored; "" where nothing was given */
};

struct measure_answers LIST_OF(struct measure_answer);

/* Rows that speak of the same indicator of the same goal. */
struct goal_measure {
    const char *key;  /* goal and normalised indicator: "repeat/доля повторных заказов" */
    const char *goal; /* the goal's key */
    const char *indicator; /* as first written */
    struct measure_answers answers;
    const char *agreed[MEASURE_PARTS]; /* the one value that all gave; NULL where they differ */
    bool agrees;                       /* in everything but the wording of `how` */
};

struct goal_measures LIST_OF(struct goal_measure);

/* From the questionnaire's table that the method names; in order of first appearance, excluded responses left
 * out. Empty when the method names none. */
void goal_measures_list(struct arena *arena, const struct audit_input *input, struct goal_measures *out);

#endif
