/* What the audit computes from, read out of the store: for pages, jobs and commands alike. */
#ifndef PAGES_AUDIT_DATA_H
#define PAGES_AUDIT_DATA_H

#include "audit/goal_table.h"
#include "base/zone.h"
#include "store/goal.h"
#include "store/project.h"
#include "store/requirement.h"

/* Whose audit, in which language, and how departments weigh. */
enum weighing { WEIGH_AS_FACT, WEIGH_USERS, WEIGH_EQUAL };

struct audit_ask {
    const struct library *library; /* holds every version that an answer is pinned to */
    int64_t project, now;
    enum lang lang;
    enum weighing weighing;
};

/* One moment of a project. */
struct audit_data {
    struct project project;
    const struct zone *zone; /* NULL: UTC */
    struct project_facts facts;
    struct goal_rows goals;
    struct requirement_rows rows; /* numbers given so far */
    struct ranked_goals ranked;
    struct goal_measures measures;
    struct audit_input input;
};

/*
 * Read it, all in one read transaction of the caller's, into the arena. Of each response only answers to
 * questions that were shown; the author by the questionnaire's attribution ("" where it gives none); a key
 * user has the catalogue's key-user role. DB_NONE: there is no such project.
 */
enum db_result audit_data_read(struct db *db, struct arena *arena, const struct audit_ask *ask,
                               struct audit_data *out) MUST_CHECK;

/* The goal that a row of goals belongs to: its key up to the slash. */
const char *goal_base(struct arena *arena, const char *key);

/* "A" -> GOAL_A; anything else GOAL_NONE. And back: "A", "B", "C", "". */
enum goal_rank goal_rank_parse(const char *letter);
const char *goal_rank_letter(enum goal_rank rank);

#endif
