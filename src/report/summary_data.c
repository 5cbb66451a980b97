/* What stands behind the printed figures of the requirement summary, for programs: tables that are not
 * printed. */
#include "report/internal.h"

/* A decision and, where it is an approved rule, the rule in words. */
static void
decision_row(const struct pen *pen, struct doc_table *table, const struct found_requirement *r,
             const struct decision *decision)
{
    static const char *const kinds[] = { [DECISION_PRIORITY] = "priority",
                                         [DECISION_RULE] = "rule",
                                         [DECISION_REJECT] = "reject",
                                         [DECISION_ACCEPTANCE] = "acceptance" };

    if (decision == NULL)
        return;
    table_row(table);
    table_text(table, r->code);
    table_text(table, r->key);
    table_text(table, kinds[decision->kind]);
    table_text(table, decision->value);
    table_text(table, decision->kind == DECISION_RULE ? r->ruled_words : NULL);
    table_text(table, decision->reason);
    table_text(table, decision->by);
    cell_moment(pen, table, decision->at);
}

void
summary_decisions(const struct pen *pen)
{
    static const char *const columns[] = { "code", "key", "kind", "value", "words", "reason", "by", "date" };
    const struct found_requirements *all = &pen->input->summary->findings->requirements;
    struct doc_table *table = table_data(pen, "decisions", columns, LENGTH(columns));

    for (size_t i = 0; i < all->count; i++) {
        const struct found_requirement *r = &all->items[i];

        decision_row(pen, table, r, r->decided);
        decision_row(pen, table, r, r->ruled);
        decision_row(pen, table, r, r->confirmed);
        decision_row(pen, table, r, r->rejected);
    }
}
