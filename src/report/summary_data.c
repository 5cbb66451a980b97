/* What stands behind the printed figures of the requirement summary, for programs: tables that are not
 * printed. */
#include "report/internal.h"

#include <math.h>

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

static void
decisions_build(const struct pen *pen)
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

/* D, I, G and P as the rules have them, before anything is printed; the marks; the numbers behind a median.
 */
static void
figures_row(const struct pen *pen, struct doc_table *table, const struct found_requirement *r)
{
    static const char *const states[] = { [REQUIREMENT_ARISEN] = "arisen",
                                          [REQUIREMENT_SINGLE_VOICE] = "single_voice",
                                          [REQUIREMENT_OFFERED] = "offered",
                                          [REQUIREMENT_REJECTED] = "rejected" };
    const double numbers[] = { r->numbers.median, r->numbers.least, r->numbers.most };

    table_row(table);
    cell_int(pen, table, requirement_number(pen, r));
    table_text(table, r->code);
    table_text(table, r->key);
    table_text(table, r->def->category);
    table_text(table, states[r->state]);
    cell_int(pen, table, r->share);
    cell_int(pen, table, r->importance);
    cell_int(pen, table, r->goal);
    cell_int(pen, table, r->score);
    table_flag(table, r->importance_asked);
    table_text(table, priority_id(r->computed));
    table_text(table, priority_id(r->priority));
    table_flag(table, r->unconditional != NULL);
    table_flag(table, r->single_voice);
    table_flag(table, r->small_sample);
    table_flag(table, (r->causes & CAUSE_POLICY) != 0);
    table_text(table, r->prerequisite_of);
    table_flag(table, r->disputed);
    table_flag(table, r->acceptance_by_default);
    cell_int(pen, table, r->in_favour);
    cell_int(pen, table, r->answered);
    for (size_t i = 0; i < LENGTH(numbers); i++)
        if (r->numbers.count > 0)
            table_number(table, llround(numbers[i] * 100), 2, NULL);
        else
            table_empty(table);
    cell_int(pen, table, r->numbers.count);
}

static void
figures_build(const struct pen *pen)
{
    static const char *const columns[] = { "number",
                                           "code",
                                           "key",
                                           "category",
                                           "state",
                                           "d_hundredths",
                                           "i_hundredths",
                                           "g_hundredths",
                                           "p_hundredths",
                                           "i_asked",
                                           "computed",
                                           "priority",
                                           "unconditional",
                                           "single_voice",
                                           "small_sample",
                                           "policy_floor",
                                           "prerequisite_of",
                                           "disputed",
                                           "by_default",
                                           "in_favour",
                                           "answered",
                                           "median",
                                           "min",
                                           "max",
                                           "n" };
    const struct found_requirements *all = &pen->input->summary->findings->requirements;
    struct doc_table *table = table_data(pen, "requirements", columns, LENGTH(columns));

    for (size_t i = 0; i < all->count; i++)
        figures_row(pen, table, &all->items[i]);
}

/* Support by department: its weight W and its share D. */
static void
support_build(const struct pen *pen)
{
    static const char *const columns[] = { "code",         "key",       "department", "w_hundredths",
                                           "d_hundredths", "in_favour", "answered",   "small_sample" };
    const struct found_requirements *all = &pen->input->summary->findings->requirements;
    struct doc_table *table = table_data(pen, "support", columns, LENGTH(columns));

    for (size_t i = 0; i < all->count; i++)
        for (size_t k = 0; k < all->items[i].departments.count; k++) {
            const struct department_support *d = &all->items[i].departments.items[k];

            table_row(table);
            table_text(table, all->items[i].code);
            table_text(table, all->items[i].key);
            table_text(table, department_shown(pen, d->department));
            cell_int(pen, table, llround(d->users * 100));
            cell_int(pen, table, d->share);
            cell_int(pen, table, d->in_favour);
            cell_int(pen, table, d->answered);
            table_flag(table, d->small_sample);
        }
}

void
summary_figures(const struct pen *pen)
{
    figures_build(pen);
    support_build(pen);
    decisions_build(pen);
}
