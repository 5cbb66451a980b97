/* Section 9 of the requirement summary: the register, with where each requirement comes from. */
#include "report/internal.h"

#include "model/fold.h"
#include "model/question_type.h"

#include <stdlib.h>
#include <string.h>

enum { ANSWERS_SHOWN = 4, ANSWER_MOST = 60, QUESTION_MOST = 70, ANSWERS_READ = 20 };

static bool
has_text(const struct names *list, const char *text)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i] == text || strcmp(list->items[i], text) == 0)
            return true;
    return false;
}

/* The titles of the roles that spoke for it. */
static const char *
roles_of(const struct pen *pen, const struct found_requirement *r)
{
    const struct catalogue *catalogue = pen->input->summary->input->library->catalogue;
    struct names seen = { 0 };
    const char *text = NULL;

    for (size_t i = 0; i < r->sources.count; i++) {
        const struct names *roles = r->sources.items[i].response->roles;

        for (size_t k = 0; roles && k < roles->count; k++) {
            const struct role *role;

            if (has_text(&seen, roles->items[k]))
                continue;
            *ARENA_PUSH(pen->arena, &seen) = roles->items[k];
            role = catalogue_role(catalogue, roles->items[k]);
            text = joined(pen, text, ", ", role ? text_in(&role->title, pen->lang) : roles->items[k]);
        }
    }
    return text;
}

/* "Продажи 3/4 (80 %)", "Сервис 1/3 (25 %)", a line each */
static const char *
departments_of(const struct pen *pen, const struct found_requirement *r)
{
    const char *text = NULL;

    for (size_t i = 0; i < r->departments.count; i++) {
        const struct department_support *d = &r->departments.items[i];

        text = joined(pen, text, "\n",
                      arena_printf(pen->arena, "%s %d/%d (%s)%s", department_shown(pen, d->department),
                                   d->in_favour, d->answered, shown_percent(pen, d->share),
                                   d->small_sample ? "*" : ""));
    }
    return text;
}

/* A question with what was answered to it for the requirement. */
struct asked {
    const struct survey *survey;
    const struct question *question;
    const char *said, *folded; /* the first answers; all, as folded lines */
    int answers, read;         /* different ones; looked at */
};

struct asked_list LIST_OF(struct asked);

static int
by_place(const void *a, const void *b)
{
    const struct asked *x = a, *y = b;
    int surveys = strcmp(x->survey->id, y->survey->id);

    if (surveys != 0)
        return surveys;
    return x->question->number != y->question->number ? x->question->number - y->question->number
                                                      : strcmp(x->question->id, y->question->id);
}

/* The answer that speaks for it, in words; NULL where there is more than a line of it. */
static const char *
answer_of(const struct pen *pen, const struct source *source)
{
    size_t count;
    const struct cell *cells = answers_question(&source->response->answers, source->question->id, &count);

    for (size_t i = 0; i < count; i++)
        if (strcmp(cells[i].row, source->row) == 0 && cells[i].column[0] != '.')
            return cell_words(pen->arena, source->question, &cells[i], pen->lang);
    return NULL;
}

/* Add the parts of an answer that were not said yet, in whatever case; of several choices each is a part. */
static void
said_add(const struct pen *pen, struct asked *asked, const char *said)
{
    while (*said != '\0') {
        const char *end = strstr(said, "; "), *part, *line;

        part = end ? arena_copy_n(pen->arena, said, (size_t)(end - said)) : said;
        said = end ? end + 2 : "";
        line = arena_printf(pen->arena, "\n%s\n", text_fold(pen->arena, part, FOLD_CASE));
        if (asked->folded && strstr(asked->folded, line))
            continue;
        asked->folded = joined(pen, asked->folded, "", line);
        if (asked->answers++ < ANSWERS_SHOWN)
            asked->said = joined(pen, asked->said, "; ", shortened(pen, part, ANSWER_MOST));
    }
}

static void
asked_add(const struct pen *pen, const struct source *source, bool quoted, struct asked_list *list)
{
    struct asked *asked = NULL;
    const char *said;

    for (size_t i = 0; i < list->count && asked == NULL; i++)
        if (list->items[i].question == source->question)
            asked = &list->items[i];
    if (asked == NULL) {
        asked = ARENA_PUSH(pen->arena, list);
        *asked = (struct asked){ .survey = source->response->survey, .question = source->question };
    }
    if (!quoted || asked->read++ >= ANSWERS_READ)
        return;
    said = answer_of(pen, source);
    if (given(said))
        said_add(pen, asked, said);
}

/* "вопр. 6 «Какие сведения нужны в карточке?» — контактные лица" a line, in the order of the questionnaires.
 */
static const char *
questions_of(const struct pen *pen, const struct found_requirement *r)
{
    struct asked_list list = { 0 };
    const struct survey *survey = NULL;
    const char *text = NULL;

    for (size_t i = 0; i < r->sources.count; i++)
        asked_add(pen, &r->sources.items[i], given(r->label) == NULL, &list);
    if (list.count > 0)
        qsort(list.items, list.count, sizeof *list.items, by_place);
    for (size_t i = 0; i < list.count; i++) {
        const struct asked *asked = &list.items[i];
        const char *label = shortened(pen, text_in(&asked->question->label, pen->lang), QUESTION_MOST);
        const char *said = given(r->label) ? shortened(pen, r->label, ANSWER_MOST) : asked->said;
        const char *line = arena_printf(pen->arena, "%s\u00a0%d %s", say(pen, "report.question_short"),
                                        asked->question->number, format_quoted(pen->arena, pen->lang, label));

        if (asked->survey != survey)
            line = joined(pen, text_in(&asked->survey->title, pen->lang), ": ", line);
        survey = asked->survey;
        if (asked->answers > ANSWERS_SHOWN)
            said = joined(pen, said, "", "…");
        text = joined(pen, text, "\n", joined(pen, line, "\u00a0— ", said));
    }
    return text;
}

static const char *
goals_of(const struct pen *pen, const struct found_requirement *r)
{
    const struct titles *titles = &pen->input->summary->input->library->catalogue->goals;
    const char *text = NULL;

    for (size_t i = 0; i < r->goals.count; i++) {
        const struct titled *goal = titled_find(titles, r->goals.items[i]);

        text = joined(pen, text, ", ", goal ? text_in(&goal->title, pen->lang) : r->goals.items[i]);
    }
    return text;
}

static const char *
labelled(const struct pen *pen, const char *to, const char *key, const char *text)
{
    if (given(text) == NULL)
        return to;
    return joined(pen, to, "\n", arena_printf(pen->arena, "%s: %s", say(pen, key), text));
}

static const char *
reasons_of(const struct pen *pen, const struct found_requirement *r)
{
    const char *text = questions_of(pen, r);

    text = labelled(pen, text, "report.reason.goals", goals_of(pen, r));
    text = labelled(pen, text, "report.reason.norm", r->unconditional);
    for (size_t i = 0; i < r->marks.count; i++)
        text = joined(pen, text, "\n", r->marks.items[i]);
    return text;
}

const char *
priority_causes(struct arena *arena, const struct phrases *phrases, enum lang lang,
                const struct found_requirement *r)
{
    const struct {
        bool holds;
        const char *key;
    } causes[] = {
        { r->causes & CAUSE_NORM, "report.cause.norm" },
        { r->single_voice, "report.cause.voice" },
        { r->small_sample, "report.cause.small" },
        { r->causes & CAUSE_POLICY, "report.cause.policy" },
    };
    const char *text = NULL;

    for (size_t i = 0; i < LENGTH(causes); i++)
        if (causes[i].holds)
            text = arena_printf(arena, "%s%s%s", text ? text : "", text ? ", " : "",
                                phrase(phrases, lang, causes[i].key));
    if (r->prerequisite_of && r->state == REQUIREMENT_ARISEN)
        text = arena_printf(
            arena, "%s%s%s", text ? text : "", text ? ", " : "",
            phrase_fill(arena, phrases, lang, "report.cause.required", "code", r->prerequisite_of, NULL));
    return text;
}

/* "нет бюджета; Петров И. И., 23.11.2026" */
static const char *
decision_shown(const struct pen *pen, const struct decision *decision)
{
    const char *who = joined(pen, given(decision->by), ", ", shown_moment_date(pen, decision->at));

    return joined(pen, given(decision->reason), "; ", who);
}

/* How far it came: what somebody decided, or the approved document. */
static const char *
state_of(const struct pen *pen, const struct found_requirement *r)
{
    if (r->ruled)
        return joined(
            pen,
            phrase_fill(pen->arena, pen->phrases, pen->lang, "report.ruled", "rule", r->ruled_words, NULL),
            "\n", decision_shown(pen, r->ruled));
    if (pen->input->approved)
        return say(pen, "report.state.approved");
    return say(pen, r->decided || r->confirmed ? "report.state.confirmed" : "report.state.found");
}

static const char *
priority_of(const struct pen *pen, const struct found_requirement *r)
{
    const char *text =
        arena_printf(pen->arena, "%s%s", priority_shown(pen, r->priority), r->disputed ? "?" : "");

    if (r->decided || r->computed != r->priority)
        text =
            joined(pen, text, "\n",
                   joined(pen, say(pen, "report.reason.computed"), ": ", priority_shown(pen, r->computed)));
    text = joined(pen, text, "\n", priority_causes(pen->arena, pen->phrases, pen->lang, r));
    if (r->decided)
        text = joined(pen, text, "\n",
                      joined(pen, say(pen, "report.changed"), ": ", decision_shown(pen, r->decided)));
    return text;
}

static const char *
verification_of(const struct pen *pen, const struct found_requirement *r)
{
    static const char *const ids[] = { [VERIFY_INSPECTION] = "inspection",
                                       [VERIFY_ANALYSIS] = "analysis",
                                       [VERIFY_DEMONSTRATION] = "demonstration",
                                       [VERIFY_TEST] = "test" };

    return say_of(pen, "report.verification", ids[r->def->verification]);
}

static const char *
category_of(const struct pen *pen, const struct found_requirement *r)
{
    const struct titled *category =
        titled_find(&pen->input->summary->input->library->catalogue->categories, r->def->category);

    return category ? text_in(&category->title, pen->lang) : r->def->category;
}

static void
register_row(const struct pen *pen, struct doc_table *table, const struct found_requirement *r, int64_t place)
{
    int64_t number = requirement_number(pen, r);
    const char *for_whom = phrase_fill(pen->arena, pen->phrases, pen->lang, "report.in_favour", "n",
                                       shown_int(pen, r->in_favour), "of", shown_int(pen, r->answered),
                                       "share", shown_percent(pen, r->share), NULL);

    table_row(table);
    cell_int(pen, table, number ? number : place);
    table_text(table, r->code);
    table_text(table, r->statement);
    table_text(table, category_of(pen, r));
    table_text(table, priority_of(pen, r));
    cell_score(pen, table, r->score);
    table_text(table,
               joined(pen, joined(pen, roles_of(pen, r), "\n", departments_of(pen, r)), "\n", for_whom));
    table_text(table, reasons_of(pen, r));
    table_text(table, r->acceptance_by_default
                          ? arena_printf(pen->arena, "%s (%s)", r->acceptance, say(pen, "report.by_default"))
                          : r->acceptance);
    table_text(table, verification_of(pen, r));
    table_text(table, state_of(pen, r));
    table_text(table, r->key);
    cell_share(pen, table, r->share);
    cell_share(pen, table, r->importance);
    cell_share(pen, table, r->goal);
    cell_int(pen, table, r->in_favour);
    cell_int(pen, table, r->answered);
    table_text(table, priority_shown(pen, r->computed));
}

static void
register_build(const struct pen *pen)
{
    static const struct column_spec columns[] = {
        { "n", 7, ALIGN_RIGHT },          { "code", 20, ALIGN_LEFT },
        { "statement", 48, ALIGN_LEFT },  { "category", 20, ALIGN_LEFT },
        { "priority", 25, ALIGN_LEFT },   { "score", 11, ALIGN_RIGHT },
        { "source", 50, ALIGN_LEFT },     { "reasons", 48, ALIGN_LEFT },
        { "acceptance", 34, ALIGN_LEFT }, { "verification", 24, ALIGN_LEFT },
        { "state", 22, ALIGN_LEFT },      { "key", 0, ALIGN_LEFT },
        { "share", 0, ALIGN_RIGHT },      { "importance", 0, ALIGN_RIGHT },
        { "goal", 0, ALIGN_RIGHT },       { "in_favour", 0, ALIGN_RIGHT },
        { "answered", 0, ALIGN_RIGHT },   { "computed", 0, ALIGN_LEFT },
    };
    const struct found_requirements *all = &pen->input->summary->findings->requirements;
    struct doc_table *table = table_open(pen, "9.1", "register", columns, LENGTH(columns));
    bool small = false;
    int64_t place = 0;

    for (size_t i = 0; i < all->count; i++)
        if (all->items[i].state == REQUIREMENT_ARISEN) {
            register_row(pen, table, &all->items[i], ++place);
            for (size_t k = 0; k < all->items[i].departments.count; k++)
                small = small || all->items[i].departments.items[k].small_sample;
        }
    if (small)
        block_span(pen->doc, block_paragraph(pen->doc, STYLE_NOTE, ALIGN_LEFT), SPAN_PLAIN,
                   say(pen, "report.register.star"));
}

static void
totals_build(const struct pen *pen)
{
    static const struct column_spec columns[] = { { "priority", 40, ALIGN_LEFT },
                                                  { "count", 20, ALIGN_RIGHT },
                                                  { "share", 20, ALIGN_RIGHT } };
    const struct findings *findings = pen->input->summary->findings;
    struct doc_table *table = table_open(pen, "9.2", "totals", columns, LENGTH(columns));
    int64_t total = (int64_t)requirements_of(pen, REQUIREMENT_ARISEN);

    table->fraction = 0.45f;
    for (int i = 0; i < PRIORITY_COUNT; i++) {
        table_row(table);
        table_text(table, priority_shown(pen, (enum priority)i));
        cell_int(pen, table, findings->by_priority[i]);
        cell_share(pen, table, share_of(findings->by_priority[i], total));
    }
    table_row(table)->strong = true;
    table_text(table, say(pen, "report.total"));
    cell_int(pen, table, total);
    cell_share(pen, table, share_of(total, total));
}

/* Prerequisites that the method offers. */
static void
offered_build(const struct pen *pen)
{
    static const struct column_spec columns[] = { { "code", 18, ALIGN_LEFT },
                                                  { "statement", 90, ALIGN_LEFT },
                                                  { "why", 80, ALIGN_LEFT } };
    const struct found_requirements *all = &pen->input->summary->findings->requirements;
    struct doc_table *table;

    if (requirements_of(pen, REQUIREMENT_OFFERED) == 0)
        return;
    table = table_open(pen, "9.3", "offered", columns, LENGTH(columns));
    for (size_t i = 0; i < all->count; i++) {
        const struct found_requirement *r = &all->items[i];

        if (r->state != REQUIREMENT_OFFERED)
            continue;
        table_row(table);
        table_text(table, r->code);
        table_text(table, r->statement);
        table_text(table, r->prerequisite_of);
    }
}

/* What was taken out of the register: why, who, when. */
static void
rejected_build(const struct pen *pen)
{
    static const struct column_spec columns[] = { { "code", 18, ALIGN_LEFT },
                                                  { "statement", 80, ALIGN_LEFT },
                                                  { "why", 60, ALIGN_LEFT },
                                                  { "by", 32, ALIGN_LEFT },
                                                  { "date", 20, ALIGN_LEFT } };
    const struct found_requirements *all = &pen->input->summary->findings->requirements;
    struct doc_table *table;

    if (requirements_of(pen, REQUIREMENT_REJECTED) == 0)
        return;
    table = table_open(pen, "9.4", "rejected", columns, LENGTH(columns));
    for (size_t i = 0; i < all->count; i++) {
        const struct found_requirement *r = &all->items[i];

        if (r->state != REQUIREMENT_REJECTED)
            continue;
        table_row(table);
        table_text(table, r->code);
        table_text(table, r->statement);
        table_text(table, r->rejected ? r->rejected->reason : NULL);
        table_text(table, r->rejected ? r->rejected->by : NULL);
        cell_moment(pen, table, r->rejected ? r->rejected->at : 0);
    }
}

void
summary_register(const struct pen *pen)
{
    block_heading(pen->doc, 1, "9", say(pen, "report.section.register"));
    if (requirements_of(pen, REQUIREMENT_ARISEN) == 0) {
        block_notice(pen->doc, say(pen, "report.empty.requirements"));
    } else {
        register_build(pen);
        totals_build(pen);
    }
    offered_build(pen);
    rejected_build(pen);
    summary_conflicts(pen);
    summary_figures(pen);
}
