/* «Сводка требований к CRM-системе»: title page, goals, and the sheet of agreement. */
#include "report/internal.h"

#include <stdlib.h>
#include <string.h>

const char *
priority_shown(const struct pen *pen, enum priority priority)
{
    static const char *const ids[PRIORITY_COUNT] = { "must", "should", "could", "wont" };

    return say_of(pen, "priority", ids[priority]);
}

const char *
requirement_short(const struct found_requirement *r)
{
    return given(r->label) ? r->label : r->statement;
}

const char *
department_shown(const struct pen *pen, int64_t id)
{
    const struct departments *all = &pen->input->summary->input->departments;

    for (size_t i = 0; i < all->count; i++)
        if (all->items[i].id == id && id != 0)
            return all->items[i].name;
    return say(pen, "report.no_department");
}

int64_t
requirement_number(const struct pen *pen, const struct found_requirement *requirement)
{
    const struct report_numbers *numbers = &pen->input->summary->numbers;
    const char *code = requirement->def ? requirement->def->code : requirement->code;

    for (size_t i = 0; i < numbers->count; i++)
        if (strcmp(numbers->items[i].key, requirement->key) == 0 && strcmp(numbers->items[i].code, code) == 0)
            return numbers->items[i].number;
    return 0;
}

size_t
requirements_of(const struct pen *pen, enum requirement_state state)
{
    const struct found_requirements *all = &pen->input->summary->findings->requirements;
    size_t count = 0;

    for (size_t i = 0; i < all->count; i++)
        count += all->items[i].state == state;
    return count;
}

static void
approval_build(const struct pen *pen)
{
    const struct report_facts *facts = pen->input->facts;
    struct doc_approval *approval =
        block_approval(pen->doc, say(pen, "report.approved"), say(pen, "report.agreed"));
    const char *date = say(pen, "report.date_blank");
    size_t shown = facts->agreeing.count;

    approval_add(
        pen->doc, &approval->left,
        &(struct doc_approver){ facts->approver.position, person_signed(pen, facts->approver.name), date });
    if (shown == 0)
        approval_add(pen->doc, &approval->right, &(struct doc_approver){ NULL, NULL, date });
    if (shown > 3) /* the rest sign on the sheet of agreement */
        shown = 3;
    for (size_t i = 0; i < shown; i++) {
        const struct report_person *person = &facts->agreeing.items[i];

        approval_add(pen->doc, &approval->right,
                     &(struct doc_approver){ person->position, person_signed(pen, person->name), date });
    }
}

static void
line_add(const struct pen *pen, enum doc_style style, const char *text)
{
    block_span(pen->doc, block_paragraph(pen->doc, style, ALIGN_CENTRE), SPAN_PLAIN, text);
}

static void
title_page(const struct pen *pen)
{
    const struct report_facts *facts = pen->input->facts;
    struct section_setup setup = section_usual(pen, false);
    struct doc_keys *keys;

    setup.header = NULL;
    block_section(pen->doc, &setup);
    if (given(facts->organisation))
        line_add(pen, STYLE_LEAD, facts->organisation);
    block_space(pen->doc, 14);
    approval_build(pen);
    block_space(pen->doc, 60);
    line_add(pen, STYLE_TITLE, pen->doc->facts.title);
    line_add(pen, STYLE_SUBTITLE,
             say(pen, pen->input->approved ? "report.requirements.baseline" : "report.requirements.draft"));
    block_space(pen->doc, 16);
    keys = block_keys(pen->doc);
    if (given(facts->organisation) == NULL)
        block_key(pen->doc, keys, say(pen, "fact.organisation"), NULL);
    block_key(pen->doc, keys, say(pen, "report.key.code"),
              arena_printf(pen->arena, "%s, %s", pen->code, pen->version));
    block_key(pen->doc, keys, say(pen, "report.key.date"), pen->date);
    block_key(pen->doc, keys, say(pen, "report.key.author"),
              joined(pen, person_signed(pen, facts->author.name), ", ",
                     text_small(pen->arena, facts->author.position)));
    block_key(pen->doc, keys, say(pen, "fact.city"), facts->city);
    summary_main(pen);
    block_space(pen->doc, 10);
    block_qr(pen->doc, proof_text(pen),
             joined(pen,
                    given(pen->input->checksum)
                        ? phrase_fill(pen->arena, pen->phrases, pen->lang, "report.checksum", "sum",
                                      pen->input->checksum, NULL)
                        : NULL,
                    "\n", pen->input->verify_url),
             62);
}

static const char *
goal_rank_shown(enum goal_rank rank)
{
    return rank == GOAL_A ? "A" : rank == GOAL_B ? "B" : rank == GOAL_C ? "C" : "";
}

/* "A, утверждена: Яценко Вера Павловна, 29.11.2026"; "B, согласована автоматически, 14.11.2026" */
static const char *
goal_state(const struct pen *pen, const struct report_goal *goal)
{
    const char *state = say(pen, !goal->approved   ? "report.goals.open"
                                 : goal->automatic ? "report.goals.automatic"
                                                   : "report.goals.agreed");

    if (goal->approved && !goal->automatic)
        state = joined(pen, state, ": ", given(goal->approved_by));
    return goal->approved ? joined(pen, state, ", ", shown_moment_date(pen, goal->approved_at)) : state;
}

/* "18 (31.10.2026, учётная система)" */
static const char *
goal_current(const struct pen *pen, const struct report_goal *goal)
{
    const char *when = joined(pen, shown_date(pen, goal->measured), ", ", goal->source);

    if (goal->not_measured)
        return say(pen, "report.goals.not_measured");
    if (given(goal->current) == NULL)
        return NULL;
    return joined(pen, format_number(pen->arena, pen->lang, goal->current), "\n", when);
}

static void
goal_row(const struct pen *pen, struct doc_table *table, const struct report_goal *goal, int64_t n)
{
    table_row(table);
    cell_int(pen, table, n);
    table_text(table, goal->title);
    table_text(table, joined(pen, goal->indicator, ", ", goal->unit));
    table_text(table, goal_current(pen, goal));
    table_text(table, given(goal->target) ? format_number(pen->arena, pen->lang, goal->target) : NULL);
    table_date(table, goal->due, shown_date(pen, goal->due));
    table_text(table, person_short(pen, goal->owner));
    table_text(table, goal->how);
    table_text(table, joined(pen, goal_rank_shown(goal->rank), ", ", goal_state(pen, goal)));
    table_text(table, goal->unit);
    table_text(table, goal->not_measured ? NULL : goal->current);
    table_date(table, goal->measured, NULL);
    table_text(table, goal->source);
    table_text(table, goal->target);
    table_text(table, goal_rank_shown(goal->rank));
    table_flag(table, goal->approved);
    table_flag(table, goal->automatic);
    table_text(table, goal->approved_by);
    cell_moment(pen, table, goal->approved ? goal->approved_at : 0);
}

static void
goals_build(const struct pen *pen)
{
    static const struct column_spec columns[] = {
        { "n", 7, ALIGN_RIGHT },
        { "goal", 26, ALIGN_LEFT },
        { "indicator", 30, ALIGN_LEFT },
        { "current", 27, ALIGN_LEFT },
        { "target", 15, ALIGN_RIGHT },
        { "due", 18, ALIGN_LEFT },
        { "owner", 25, ALIGN_LEFT },
        { "how", 26, ALIGN_LEFT },
        { "rank", 30, ALIGN_LEFT },
        { "unit", 0, ALIGN_LEFT },
        { "current_value", 0, ALIGN_LEFT },
        { "measured", 0, ALIGN_LEFT },
        { "source", 0, ALIGN_LEFT },
        { "target_value", 0, ALIGN_LEFT },
        { "letter", 0, ALIGN_LEFT },
        { "approved", 0, ALIGN_LEFT },
        { "automatic_flag", 0, ALIGN_LEFT },
        { "approved_by", 0, ALIGN_LEFT },
        { "approved_on", 0, ALIGN_LEFT },
    };
    const struct report_goals *goals = &pen->input->summary->goals;
    struct doc_table *table;

    block_heading(pen->doc, 1, "3", say(pen, "report.section.goals"));
    if (goals->count == 0) {
        block_notice(pen->doc, say(pen, "report.empty.goals"));
        return;
    }
    table = table_open(pen, "3.1", "goals", columns, LENGTH(columns));
    for (size_t i = 0; i < goals->count; i++)
        goal_row(pen, table, &goals->items[i], (int64_t)i + 1);
}

/* Who agrees signs here; room for three when nobody is named. */
static void
agreement_build(const struct pen *pen)
{
    static const struct column_spec columns[] = {
        { "position", 42, ALIGN_LEFT },  { "name", 36, ALIGN_LEFT }, { "remarks", 48, ALIGN_LEFT },
        { "signature", 26, ALIGN_LEFT }, { "date", 20, ALIGN_LEFT },
    };
    const struct report_facts *facts = pen->input->facts;
    size_t count = facts->agreeing.count ? facts->agreeing.count : 3;
    struct doc_table *table;

    block_heading(pen->doc, 1, "", say(pen, "report.section.agreement"));
    table = table_open(pen, "agreement", "agreement", columns, LENGTH(columns));
    for (size_t i = 0; i < count; i++) {
        bool named = i < facts->agreeing.count;

        table_row(table)->tall = true;
        table_text(table, named ? facts->agreeing.items[i].position : NULL);
        table_text(table, named ? person_short(pen, facts->agreeing.items[i].name) : NULL);
        table_blank(table);
        table_blank(table);
        table_blank(table);
    }
    block_signature(
        pen->doc, block_signatures(pen->doc),
        joined(pen, say(pen, "report.compiled"), ": ", text_small(pen->arena, facts->author.position)),
        person_signed(pen, facts->author.name), say(pen, "report.date_blank"));
}

struct doc *
requirement_summary(struct arena *arena, const struct report_input *input)
{
    struct pen pen = pen_open(arena, input, "requirements", NULL);
    struct section_setup portrait = section_usual(&pen, false), landscape = section_usual(&pen, true);

    title_page(&pen);
    block_section(pen.doc, &portrait);
    summary_overview(&pen);
    block_page_break(pen.doc); /* the director's page may be taken out */
    summary_grounds(&pen);
    goals_build(&pen);
    block_section(pen.doc, &landscape);
    summary_register(&pen);
    block_section(pen.doc, &portrait);
    summary_voices(&pen);
    agreement_build(&pen);
    return pen.doc;
}
