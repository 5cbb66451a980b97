/* A line of the goals page: what leaders gave for a goal, and what the moderator set. */
#ifndef PAGES_GOAL_ENTRY_H
#define PAGES_GOAL_ENTRY_H

#include "audit/goal_table.h"
#include "pages/findings.h"

struct goal_entry {
    const char *key;  /* of the row: a goal's key, or goal and indicator */
    const char *goal; /* the goal's key */
    const char *title;
    const struct ranked_goal *ranked;   /* by places (G-01); NULL: nobody named it */
    const struct goal_measure *measure; /* by answers (G-02); NULL: none */
    const struct goal_row *row;         /* kept; NULL: not yet */
};

struct goal_entries LIST_OF(struct goal_entry);

/* All goals that were named, measured or set: in the order of their ranks, then of the catalogue. */
void goal_entries_list(struct arena *arena, const struct project_findings *findings, enum lang lang,
                       struct goal_entries *out);

/* The one with this key; made for a goal of the catalogue that nobody named. NULL: no such goal. */
const struct goal_entry *goal_entry_find(struct arena *arena, const struct project_findings *findings,
                                         struct goal_entries *entries, const char *key, enum lang lang);

/* What stands in the form: the row; else what is agreed automatically; else what all answers say. */
struct goal_row goal_entry_values(const struct goal_entry *entry);

/* Agreed by the answers alone, as the method has it; and by them or by the moderator. */
bool goal_entry_automatic(const struct goal_entry *entry);
bool goal_entry_approved(const struct goal_entry *entry);

#endif
