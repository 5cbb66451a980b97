/* Section 1 of the requirement summary, for the one who has a minute; and its essence for the title page. */
#include "report/internal.h"

#include <string.h>

enum { LISTED = 5, CONFLICTS_LISTED = 3, STATEMENT_MOST = 240 };

static const char *
coverage_shown(const struct pen *pen)
{
    const struct departments *all = &pen->input->summary->input->departments;
    int invited = 0, answered = 0;

    for (size_t i = 0; i < all->count; i++) {
        invited += all->items[i].invited;
        answered += all->items[i].counted;
    }
    return phrase_fill(pen->arena, pen->phrases, pen->lang, "report.coverage_line", "answered",
                       shown_int(pen, answered), "invited", shown_int(pen, invited), "share",
                       shown_percent(pen, share_of(answered, invited)), NULL);
}

/* "Обязательное (M) — 12, Важное (S) — 3" */
static const char *
priorities_shown(const struct pen *pen)
{
    const struct findings *findings = pen->input->summary->findings;
    const char *text = NULL;

    for (int i = 0; i < PRIORITY_COUNT; i++)
        text = joined(pen, text, ", ",
                      arena_printf(pen->arena, "%s \u2014 %s", priority_shown(pen, (enum priority)i),
                                   shown_int(pen, findings->by_priority[i])));
    return text;
}

static const char *
goals_shown(const struct pen *pen)
{
    const struct report_goals *goals = &pen->input->summary->goals;
    const char *text = NULL;

    for (size_t i = 0; i < goals->count; i++)
        if (goals->items[i].approved && goals->items[i].rank == GOAL_A)
            text = joined(pen, text, "; ", goals->items[i].title);
    return text ? text : say(pen, "report.no_goals");
}

static size_t decisions_count(const struct pen *pen, struct doc_list *list);

void
summary_main(const struct pen *pen)
{
    struct doc_keys *keys;
    struct doc_paragraph *head = block_paragraph(pen->doc, STYLE_LEAD, ALIGN_LEFT);

    block_span(pen->doc, head, SPAN_BOLD, say(pen, "report.main"));
    keys = block_keys(pen->doc);
    block_key(pen->doc, keys, say(pen, "report.main.goals"), goals_shown(pen));
    block_key(pen->doc, keys, say(pen, "report.main.coverage"), coverage_shown(pen));
    block_key(pen->doc, keys, say(pen, "report.main.requirements"),
              arena_printf(pen->arena, "%s: %s",
                           say_count(pen, "report.requirement_count",
                                     (int64_t)requirements_of(pen, REQUIREMENT_ARISEN)),
                           priorities_shown(pen)));
    block_key(pen->doc, keys, say(pen, "report.main.conflicts"),
              shown_int(pen, (int64_t)conflicts_open(pen)));
    block_key(pen->doc, keys, say(pen, "report.main.decisions"),
              shown_int(pen, (int64_t)decisions_count(pen, NULL)));
}

/* One bar a priority, as long as its share of all. */
static void
bars_build(const struct pen *pen)
{
    const struct findings *findings = pen->input->summary->findings;
    struct doc_figure *figure =
        block_figure(pen->doc, say(pen, "report.figure.priorities"), priorities_shown(pen));
    float label = 120, most = 1, row = 17, room = 300;

    for (int i = 0; i < PRIORITY_COUNT; i++)
        most = (float)findings->by_priority[i] > most ? (float)findings->by_priority[i] : most;
    figure->width = label + room + 40;
    figure->height = row * PRIORITY_COUNT;
    for (int i = 0; i < PRIORITY_COUNT; i++) {
        float length = (float)findings->by_priority[i] / most * room, top = row * (float)i;

        figure_shape(figure, &(struct doc_shape){ .kind = INK_LABEL,
                                                  .x = label - 8,
                                                  .y = top + 10,
                                                  .align = ALIGN_RIGHT,
                                                  .text = priority_shown(pen, (enum priority)i) });
        figure_shape(figure, &(struct doc_shape){ .kind = INK_BOX,
                                                  .x = label,
                                                  .y = top + 1,
                                                  .width = length + 0.5f,
                                                  .height = 11,
                                                  .ink = 0.75f - 0.15f * (float)i });
        figure_shape(figure, &(struct doc_shape){ .kind = INK_LABEL,
                                                  .x = label + length + 6,
                                                  .y = top + 10,
                                                  .text = shown_int(pen, findings->by_priority[i]) });
    }
}

static void
foremost_build(const struct pen *pen)
{
    const struct found_requirements *all = &pen->input->summary->findings->requirements;
    struct doc_list *list;
    int listed = 0;

    block_heading(pen->doc, 2, "1.1", say(pen, "report.overview.foremost"));
    list = block_list(pen->doc, true);
    for (size_t i = 0; i < all->count && listed < LISTED; i++) {
        const struct found_requirement *r = &all->items[i];

        if (r->state != REQUIREMENT_ARISEN)
            continue;
        block_item(pen->doc, list,
                   arena_printf(pen->arena, "%s, %s%s, %s. %s", r->code, priority_shown(pen, r->priority),
                                r->disputed ? "?" : "", shown_share(pen, r->score),
                                shortened(pen, r->statement, STATEMENT_MOST)));
        listed++;
    }
}

static void
categories_build(const struct pen *pen)
{
    static const struct column_spec columns[] = {
        { "category", 60, ALIGN_LEFT }, { "must", 28, ALIGN_RIGHT }, { "should", 24, ALIGN_RIGHT },
        { "could", 28, ALIGN_RIGHT },   { "wont", 28, ALIGN_RIGHT }, { "total", 18, ALIGN_RIGHT },
    };
    const struct titles *categories = &pen->input->summary->input->library->catalogue->categories;
    const struct found_requirements *all = &pen->input->summary->findings->requirements;
    struct doc_table *table = table_open(pen, "1.1", "categories", columns, LENGTH(columns));
    int64_t sums[PRIORITY_COUNT] = { 0 }, total = 0;

    for (size_t i = 0; i < categories->count; i++) {
        int64_t counts[PRIORITY_COUNT] = { 0 }, row = 0;

        for (size_t k = 0; k < all->count; k++)
            if (all->items[k].state == REQUIREMENT_ARISEN
                && strcmp(all->items[k].def->category, categories->items[i].id) == 0)
                counts[all->items[k].priority]++, row++;
        if (row == 0)
            continue;
        table_row(table);
        table_text(table, text_in(&categories->items[i].title, pen->lang));
        for (int p = 0; p < PRIORITY_COUNT; p++) {
            cell_int(pen, table, counts[p]);
            sums[p] += counts[p];
        }
        cell_int(pen, table, row);
        total += row;
    }
    table_row(table)->strong = true;
    table_text(table, say(pen, "report.total"));
    for (int p = 0; p < PRIORITY_COUNT; p++)
        cell_int(pen, table, sums[p]);
    cell_int(pen, table, total);
}

static void
conflicts_build(const struct pen *pen)
{
    size_t open = conflicts_open(pen), all;
    const struct found_conflict **cards = conflicts_sorted(pen, &all);
    struct doc_list *list;

    block_heading(pen->doc, 2, "1.2", say(pen, "report.overview.conflicts"));
    if (open == 0) {
        block_text(pen->doc, say(pen, "report.overview.no_conflicts"));
        return;
    }
    list = block_list(pen->doc, false);
    for (size_t i = 0; i < open && i < CONFLICTS_LISTED; i++)
        block_item(pen->doc, list, conflict_line(pen, cards[i]));
    if (open > CONFLICTS_LISTED)
        block_item(pen->doc, list,
                   say_count(pen, "report.overview.more_conflicts", (int64_t)(open - CONFLICTS_LISTED)));
}

static size_t
decision_add_line(const struct pen *pen, struct doc_list *list, const char *key, const char *codes)
{
    if (given(codes) == NULL)
        return 0;
    if (list)
        block_item(pen->doc, list, arena_printf(pen->arena, "%s: %s", say(pen, key), codes));
    return 1;
}

/* What somebody has to decide, a line a kind; returns how many kinds. `list` NULL only counts. */
static size_t
decisions_count(const struct pen *pen, struct doc_list *list)
{
    const struct summary_source *source = pen->input->summary;
    const char *disputed = NULL, *criteria = NULL, *offered = NULL, *small = NULL, *goals = NULL;
    const struct found_requirements *all = &source->findings->requirements;

    for (size_t i = 0; i < all->count; i++) {
        const struct found_requirement *r = &all->items[i];

        if (r->state == REQUIREMENT_OFFERED)
            offered = joined(pen, offered, ", ", r->code);
        if (r->state != REQUIREMENT_ARISEN)
            continue;
        if (r->disputed)
            disputed = joined(pen, disputed, ", ", r->code);
        if (r->acceptance_by_default && r->priority == PRIORITY_MUST)
            criteria = joined(pen, criteria, ", ", r->code);
    }
    for (size_t i = 0; i < source->input->departments.count; i++) {
        const struct department_facts *d = &source->input->departments.items[i];

        if (!d->confirmed
            && share_of(d->counted, d->invited) < source->input->library->catalogue->method.coverage)
            small = joined(pen, small, ", ", d->name);
    }
    for (size_t i = 0; i < source->goals.count; i++)
        if (!source->goals.items[i].approved)
            goals = joined(pen, goals, "; ", source->goals.items[i].title);
    return decision_add_line(pen, list, "report.decide.disputed", disputed)
           + decision_add_line(pen, list, "report.decide.goals", goals)
           + decision_add_line(pen, list, "report.decide.criteria", criteria)
           + decision_add_line(pen, list, "report.decide.offered", offered)
           + decision_add_line(pen, list, "report.decide.small", small);
}

void
summary_overview(const struct pen *pen)
{
    struct doc_keys *keys;

    block_heading(pen->doc, 1, "1", say(pen, "report.section.overview"));
    keys = block_keys(pen->doc);
    block_key(pen->doc, keys, say(pen, "report.main.goals"), goals_shown(pen));
    block_key(pen->doc, keys, say(pen, "report.main.coverage"), coverage_shown(pen));
    block_key(pen->doc, keys, say(pen, "report.main.maturity"),
              given(pen->input->summary->maturity) ? pen->input->summary->maturity
                                                   : say(pen, "report.no_maturity"));
    block_key(pen->doc, keys, say(pen, "report.main.conflicts"),
              shown_int(pen, (int64_t)conflicts_open(pen)));
    if (requirements_of(pen, REQUIREMENT_ARISEN) == 0) {
        block_notice(pen->doc, say(pen, "report.empty.requirements"));
        return;
    }
    bars_build(pen);
    foremost_build(pen);
    conflicts_build(pen);
    block_heading(pen->doc, 2, "1.3", say(pen, "report.overview.decisions"));
    if (decisions_count(pen, NULL) > 0)
        decisions_count(pen, block_list(pen->doc, false));
    else
        block_text(pen->doc, say(pen, "report.overview.no_decisions"));
    categories_build(pen);
}
