/* The table of goals and measures: what leaders gave, side by side, and where they agree. Pure. */
#ifndef AUDIT_GOAL_TABLE_H
#define AUDIT_GOAL_TABLE_H

#include "audit/requirement.h"

/* What is compared. */
enum measure_part {
    MEASURE_UNIT,
    MEASURE_CURRENT, /* "" is not measured */
    MEASURE_TARGET,
    MEASURE_DUE,
    MEASURE_OWNER,
    MEASURE_HOW,
    MEASURE_RANK,     /* "A", "B", "C" */
    MEASURE_MEASURED, /* ISO date; this and the next are not compared */
    MEASURE_SOURCE,
    MEASURE_PARTS
};

/* One row as somebody filled it. */
struct measure_answer {
    const struct counted *response;
    const char *indicator;
    const char *part[MEASURE_PARTS]; /* as stored; "" where nothing was given */
};

struct measure_answers LIST_OF(struct measure_answer);

/* Why leaders have to agree on a measure themselves. */
enum goal_open {
    OPEN_SUPPORT = 1, /* too few of them named the goal */
    OPEN_TARGET = 2,  /* targets lie too far apart, or have different units */
    OPEN_DUE = 4,     /* due dates lie too far apart */
    OPEN_OWNER = 8,   /* different owners */
    OPEN_MISSING = 16 /* no target, unit, due date, owner or letter */
};

/* Rows that speak of the same indicator of the same goal. */
struct goal_measure {
    const char *key;  /* goal and normalised indicator: "repeat/доля повторных заказов" */
    const char *goal; /* the goal's key */
    const char *indicator; /* as first written */
    struct measure_answers answers;
    const char *agreed[MEASURE_PARTS];  /* the one value that all gave; NULL where they differ */
    bool agrees;                        /* in everything but the wording of `how` */
    const char *settled[MEASURE_PARTS]; /* the median, or what most gave; "" where nobody gave anything */
    int supporters, leaders;            /* people who named the goal, of those who answered */
    unsigned open;                      /* enum goal_open, together; 0: agreed automatically */
    int64_t agreed_at;                  /* the hand-in that made it so; 0: it is not */
};

struct goal_measures LIST_OF(struct goal_measure);

/*
 * From the questionnaire's table that the method names; in order of first appearance, excluded responses left
 * out. Empty when the method names none. `ranked` gives the letter where the table's are tied or missing.
 */
void goal_measures_list(struct arena *arena, const struct audit_input *input,
                        const struct ranked_goals *ranked, struct goal_measures *out);

#endif
