/* Section 1 of the requirement summary, for the one who has a minute; and its essence for the title page. */
#include "report/internal.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

/* Section 1 has one page, whatever the project: five requirements, three contradictions, five decisions. */
enum { LISTED = 5, CONFLICTS_LISTED = 3, STATEMENT_MOST = 115, DECIDE_MOST = 36, LINE_MOST = 84 };

static const char *
coverage_shown(const struct pen *pen)
{
    const struct departments *all = &pen->input->summary->input->departments;
    int invited = 0, answered = 0;

    for (size_t i = 0; i < all->count; i++) {
        invited += all->items[i].invited;
        answered += all->items[i].counted;
    }
    if (invited == 0)
        return say(pen, "report.coverage_none");
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
        text =
            joined(pen, text, ", ",
                   arena_printf(pen->arena, "%s\u00a0\u2014\u00a0%s", priority_shown(pen, (enum priority)i),
                                shown_int(pen, findings->by_priority[i])));
    return text;
}

static const char *
goals_shown(const struct pen *pen)
{
    const struct report_goals *goals = &pen->input->summary->goals;
    const char *text = NULL;
    int64_t more = 0;

    for (size_t i = 0; i < goals->count; i++) {
        const struct report_goal *goal = &goals->items[i];

        if (!goal->approved || goal->rank != GOAL_A)
            continue;
        if (text && utf8_count(text) + utf8_count(goal->title) > LINE_MOST)
            more++;
        else
            text = joined(pen, text, "; ", goal->title);
    }
    if (more > 0)
        text = joined(pen, text, "; ", say_count(pen, "report.more", more));
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

/* Requirements of the register by priority, then by score. */
static int
by_weight(const void *a, const void *b)
{
    const struct found_requirement *x = *(const struct found_requirement *const *)a,
                                   *y = *(const struct found_requirement *const *)b;

    if (x->priority != y->priority)
        return x->priority < y->priority ? -1 : 1;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return x < y ? -1 : x > y; /* as in the register */
}

static void
foremost_build(const struct pen *pen)
{
    const struct found_requirements *all = &pen->input->summary->findings->requirements;
    const struct found_requirement **sorted =
        ARENA_ARRAY(pen->arena, const struct found_requirement *, all->count + 1);
    struct doc_list *list;
    size_t count = 0;

    for (size_t i = 0; i < all->count; i++)
        if (all->items[i].state == REQUIREMENT_ARISEN)
            sorted[count++] = &all->items[i];
    qsort(sorted, count, sizeof *sorted, by_weight);
    block_heading(pen->doc, 3, "1.1", say(pen, "report.overview.foremost"));
    list = block_list(pen->doc, true);
    list->compact = true;
    for (size_t i = 0; i < count && i < LISTED; i++) {
        const struct found_requirement *r = sorted[i];

        block_item(pen->doc, list,
                   arena_printf(pen->arena, "%s, %s%s, %s. %s", r->code, priority_shown(pen, r->priority),
                                r->disputed ? "?" : "", shown_share(pen, r->score),
                                shortened(pen, r->statement, STATEMENT_MOST)));
    }
}

static void
categories_build(const struct pen *pen)
{
    static const struct column_spec columns[] = {
        { "category", 50, ALIGN_LEFT }, { "must", 30, ALIGN_RIGHT }, { "should", 24, ALIGN_RIGHT },
        { "could", 30, ALIGN_RIGHT },   { "wont", 32, ALIGN_RIGHT }, { "total", 16, ALIGN_RIGHT },
    };
    const struct titles *categories = &pen->input->summary->input->library->catalogue->categories;
    const struct found_requirements *all = &pen->input->summary->findings->requirements;
    struct doc_table *table = table_open(pen, "1.1", "categories", columns, LENGTH(columns));
    int64_t sums[PRIORITY_COUNT] = { 0 }, total = 0;

    table->tight = true;
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

    block_heading(pen->doc, 3, "1.2",
                  open == 0
                      ? say(pen, "report.overview.conflicts")
                      : phrase_fill(pen->arena, pen->phrases, pen->lang, "report.overview.conflicts_open",
                                    "n", shown_int(pen, (int64_t)open), NULL));
    if (open == 0) {
        block_text(pen->doc, say(pen, "report.overview.no_conflicts"));
        return;
    }
    list = block_list(pen->doc, false);
    list->compact = true;
    for (size_t i = 0; i < open && i < CONFLICTS_LISTED; i++)
        block_item(pen->doc, list, conflict_line(pen, cards[i]));
}

/* What somebody has to decide of one kind: the first few in words, the rest counted. */
struct decide {
    const char *key, *text;
    size_t shown, count;
};

static void
decide_add(const struct pen *pen, struct decide *decide, const char *code, const char *words)
{
    const char *text;

    if (code)
        words = arena_printf(pen->arena, "%s\u00a0(%s)", code, shortened(pen, words, DECIDE_MOST));
    text = joined(pen, decide->text, "; ", words);
    if (decide->count++ == 0 || (decide->shown + 1 == decide->count && utf8_count(text) <= LINE_MOST)) {
        decide->text = text;
        decide->shown++;
    }
}

static size_t
decide_line(const struct pen *pen, struct doc_list *list, const struct decide *decide)
{
    const char *text = decide->text;

    if (decide->count == 0)
        return 0;
    if (decide->count > decide->shown)
        text =
            joined(pen, text, "; ", say_count(pen, "report.more", (int64_t)(decide->count - decide->shown)));
    if (list)
        block_item(pen->doc, list, joined(pen, say(pen, decide->key), ": ", text));
    return 1;
}

static void
decide_requirements(const struct pen *pen, struct decide *disputed, struct decide *criteria,
                    struct decide *offered)
{
    const struct found_requirements *all = &pen->input->summary->findings->requirements;

    for (size_t i = 0; i < all->count; i++) {
        const struct found_requirement *r = &all->items[i];

        if (r->state == REQUIREMENT_OFFERED)
            decide_add(pen, offered, r->code, requirement_short(r));
        if (r->state != REQUIREMENT_ARISEN)
            continue;
        if (r->disputed)
            decide_add(pen, disputed, r->code, requirement_short(r));
        if (r->acceptance_by_default && r->priority == PRIORITY_MUST)
            decide_add(pen, criteria, r->code, requirement_short(r));
    }
}

/* What somebody has to decide, a line a kind; returns how many kinds. `list` NULL only counts. */
static size_t
decisions_count(const struct pen *pen, struct doc_list *list)
{
    const struct summary_source *source = pen->input->summary;
    struct decide disputed = { .key = "report.decide.disputed" }, goals = { .key = "report.decide.goals" },
                  criteria = { .key = "report.decide.criteria" },
                  offered = { .key = "report.decide.offered" }, small = { .key = "report.decide.small" };

    decide_requirements(pen, &disputed, &criteria, &offered);
    for (size_t i = 0; i < source->input->departments.count; i++) {
        const struct department_facts *d = &source->input->departments.items[i];

        if (!d->confirmed && department_small(&source->input->library->catalogue->method, d))
            decide_add(pen, &small, NULL, d->name);
    }
    for (size_t i = 0; i < source->goals.count; i++)
        if (!source->goals.items[i].approved)
            decide_add(pen, &goals, NULL, source->goals.items[i].title);
    return decide_line(pen, list, &disputed) + decide_line(pen, list, &goals)
           + decide_line(pen, list, &criteria) + decide_line(pen, list, &offered)
           + decide_line(pen, list, &small);
}

static void
decisions_build(const struct pen *pen)
{
    struct doc_list *list;

    block_heading(pen->doc, 3, "1.3", say(pen, "report.overview.decisions"));
    if (decisions_count(pen, NULL) == 0) {
        block_text(pen->doc, say(pen, "report.overview.no_decisions"));
        return;
    }
    list = block_list(pen->doc, false);
    list->compact = true;
    decisions_count(pen, list);
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
    if (requirements_of(pen, REQUIREMENT_ARISEN) == 0) {
        block_notice(pen->doc, say(pen, "report.empty.requirements"));
        return;
    }
    foremost_build(pen);
    conflicts_build(pen);
    decisions_build(pen);
    categories_build(pen);
}
