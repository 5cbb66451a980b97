/* One requirement: how its priority came about, in figures and words, and from which answers. */
#include "pages/staff_audit.h"
#include "pages/staff_requirement.h"

#include "model/format.h"
#include "model/question_type.h"
#include "report/report.h"

#include <string.h>

enum db_result
story_open(struct request *rq, const struct findings_use *use, struct story *out)
{
    const struct project_findings *f = use->findings;
    const int64_t number = staff_number(rq, 1);
    const size_t index = findings_numbered(f, number);

    *out = (struct story){ .use = use, .number = number };
    if (index < f->found.requirements.count) {
        out->found = &f->found.requirements.items[index];
        return requirement_find(page_db(rq), rq->arena, f->data.project.id, out->found->def->code,
                                out->found->key, &out->row);
    }
    for (size_t i = 0; i < f->data.rows.count; i++)
        if (f->data.rows.items[i].number == number) {
            out->row = f->data.rows.items[i];
            return DB_OK;
        }
    return DB_NONE;
}

/* ---- the figures ---- */

/* "(4 × 80,00 + 3 × 25,00) / 7 = 56,43" */
static const char *
share_formula(struct request *rq, const struct found_requirement *r)
{
    scoped_buf out;
    double total = 0;

    buf_open(&out, 16384);
    buf_putc(&out, '(');
    for (size_t i = 0; i < r->departments.count; i++) {
        const struct department_support *d = &r->departments.items[i];

        buf_printf(&out, "%s%s × %s", i > 0 ? " + " : "",
                   format_hundredths(rq->arena, page_lang(rq), (int64_t)(d->users * 100 + 0.5), 0),
                   staff_hundredths(rq, d->share));
        total += d->users;
    }
    buf_printf(&out, ") / %s = %s",
               format_hundredths(rq->arena, page_lang(rq), (int64_t)(total * 100 + 0.5), 0),
               staff_hundredths(rq, r->share));
    return out.full ? "" : buf_keep(&out, rq->arena);
}

/* "(5 × 56,43 + 3 × 85,00 + 2 × 100,00) / 10 = 73,72" */
static const char *
score_formula(struct request *rq, const struct method_rules *method, const struct found_requirement *r)
{
    return arena_printf(rq->arena, "(%d × %s + %d × %s + %d × %s) / %d = %s", method->weight_share,
                        staff_hundredths(rq, r->share), method->weight_importance,
                        staff_hundredths(rq, r->importance), method->weight_goal,
                        staff_hundredths(rq, r->goal),
                        method->weight_share + method->weight_importance + method->weight_goal,
                        staff_hundredths(rq, r->score));
}

/* "Обязательное (M) от 65; Важное (S) от 40; …" */
static const char *
bounds_text(struct request *rq, const struct method_rules *method)
{
    const char *text = "";

    for (int p = 0; p < PRIORITY_COUNT; p++)
        text = arena_printf(
            rq->arena, "%s%s%s", text, p > 0 ? "; " : "",
            phrase_fill(rq->arena, page_app(rq)->phrases, page_lang(rq), "requirements.from", "priority",
                        staff_priority(rq, (enum priority)p), "from",
                        format_hundredths(rq->arena, page_lang(rq), method->priority_from[p], 0), NULL));
    return text;
}

/* "связано с целью «единая база клиентов» — A; связано с целью …, цель ещё не утверждена" */
static const char *
goals_text(struct request *rq, const struct story *story)
{
    const struct audit_input *input = &story->use->findings->data.input;
    const struct names *goals = &story->found->def->goals;
    const char *text = "";

    for (size_t i = 0; i < goals->count; i++) {
        const struct titled *goal = titled_find(&input->library->catalogue->goals, goals->items[i]);
        const char *rank = NULL, *title;

        for (size_t g = 0; g < input->goals.count; g++)
            if (strcmp(input->goals.items[g].key, goals->items[i]) == 0)
                rank = goal_rank_letter(input->goals.items[g].rank);
        title = format_quoted(rq->arena, page_lang(rq),
                              goal != NULL ? text_in(&goal->title, page_lang(rq)) : goals->items[i]);
        text =
            arena_printf(rq->arena, "%s%s%s %s%s%s", text, i > 0 ? "; " : "",
                         page_text(rq, "requirements.goal.linked"), title, rank != NULL ? "\u00a0— " : ", ",
                         rank != NULL ? rank : page_text(rq, "requirements.goal.open"));
    }
    return text;
}

static void
show_figures(struct request *rq, const struct story *story, struct view *view)
{
    const struct found_requirement *r = story->found;
    const struct method_rules *method = &story->use->findings->data.input.library->catalogue->method;

    view_text(view, "share", staff_share(rq, r->share));
    view_text(view, "share_formula", r->departments.count > 0 ? share_formula(rq, r) : NULL);
    view_text(view, "importance", staff_share(rq, r->importance));
    view_bool(view, "importance_asked", r->importance_asked);
    view_text(view, "goal", staff_share(rq, r->goal));
    view_text(view, "goals_text", goals_text(rq, story));
    view_text(view, "score", staff_hundredths(rq, r->score));
    view_text(view, "score_formula", score_formula(rq, method, r));
    view_text(view, "bounds_text", bounds_text(rq, method));
}

static void
show_departments(struct request *rq, const struct story *story, struct view *view)
{
    const struct supports *all = &story->found->departments;

    view_bool(view, "has_departments", all->count > 0);
    for (size_t i = 0; i < all->count; i++) {
        const struct department_support *d = &all->items[i];
        struct view *row = view_item(view, "departments");

        view_text(row, "name", staff_department(rq, &story->use->findings->data.input, d->department));
        view_text(row, "users",
                  format_hundredths(rq->arena, page_lang(rq), (int64_t)(d->users * 100 + 0.5), 0));
        view_printf(row, "votes", "%d/%d", d->in_favour, d->answered);
        view_text(row, "share", staff_share(rq, d->share));
        view_int(row, "percent", d->share / 100);
        view_bool(row, "small", d->small_sample);
    }
}

/* ---- contradictions ---- */

static const char *
side_of(struct request *rq, const struct story *story, int64_t department, const char *position, int share)
{
    return arena_printf(rq->arena, "%s: %s",
                        staff_department(rq, &story->use->findings->data.input, department),
                        position != NULL && *position != '\0' ? position : staff_share(rq, share));
}

static bool
concerns(const struct story *story, const struct found_conflict *c)
{
    const struct found_requirement *r = story->found;

    return (strcmp(c->code, r->code) == 0 && strcmp(c->key, r->key) == 0)
           || (c->kind == CONFLICT_T3 && c->other_code != NULL && strcmp(c->other_code, r->code) == 0
               && strcmp(c->other_key, r->key) == 0);
}

static void
show_conflicts(struct request *rq, const struct story *story, struct view *view)
{
    static const char *const kinds[] = { [CONFLICT_T1] = "requirements.conflict.t1",
                                         [CONFLICT_T2] = "requirements.conflict.t2",
                                         [CONFLICT_T3] = "requirements.conflict.t3",
                                         [CONFLICT_T5] = "requirements.conflict.t5" };
    const struct found_conflicts *all = &story->use->findings->found.conflicts;
    bool any = false;

    for (size_t i = 0; i < all->count; i++) {
        const struct found_conflict *c = &all->items[i];
        struct view *item;

        if (!concerns(story, c))
            continue;
        any = true;
        item = view_item(view, "conflicts");
        view_text(item, "kind", page_text(rq, kinds[c->kind]));
        view_bool(item, "settled", c->settled);
        if (c->kind == CONFLICT_T3) {
            view_text(item, "one", c->code);
            view_text(item, "other", c->other_code);
        } else {
            view_text(item, "one", side_of(rq, story, c->department, c->position, c->share));
            view_text(item, "other",
                      side_of(rq, story, c->other_department, c->other_position, c->other_share));
        }
    }
    view_bool(view, "has_conflicts", any);
}

/* ---- prerequisites ---- */

static void
show_related(struct request *rq, const struct story *story, const char *list, const char *code,
             struct view *view)
{
    const struct project_findings *f = story->use->findings;

    for (size_t i = 0; i < f->found.requirements.count; i++) {
        const struct found_requirement *r = &f->found.requirements.items[i];
        struct view *item;

        if (strcmp(r->def->code, code) != 0)
            continue;
        item = view_item(view, list);
        view_text(item, "code", r->code);
        view_text(item, "statement", r->statement);
        view_text(item, "url",
                  staff_url(rq, story->use->at,
                            arena_printf(rq->arena, "/requirements/%lld", (long long)f->numbers[i])));
        return;
    }
}

static void
show_prerequisites(struct request *rq, const struct story *story, struct view *view)
{
    const struct names *all = &story->found->def->requires;

    for (size_t i = 0; i < all->count; i++)
        show_related(rq, story, "prerequisites", all->items[i], view);
    if (story->found->prerequisite_of != NULL)
        show_related(rq, story, "dependents", story->found->prerequisite_of, view);
}

/* ---- the choices of a rule ---- */

static void
add_choices(struct arena *arena, const struct choices *choices, struct choice_list *out)
{
    for (size_t c = 0; c < choices->count; c++) {
        bool seen = choices->items[c].no_trigger;

        for (size_t i = 0; i < out->count && !seen; i++)
            seen = strcmp(out->items[i]->value, choices->items[c].value) == 0;
        if (!seen)
            *ARENA_PUSH(arena, out) = &choices->items[c];
    }
}

struct choice_list
story_choices(struct arena *arena, const struct story *story)
{
    const struct surveys *surveys = &story->use->findings->data.input.library->surveys;
    struct choice_list out = { 0 };

    for (size_t s = 0; s < surveys->count; s++)
        for (size_t q = 0; q < surveys->items[s]->questions.count; q++) {
            const struct question *question = &surveys->items[s]->questions.items[q];

            for (size_t t = 0; t < question->triggers.count; t++)
                if (question->triggers.items[t].rule == RULE_POLICY && question->type->shape == SHAPE_SINGLE
                    && strcmp(question->triggers.items[t].code, story->row.code) == 0)
                    add_choices(arena, &question->choices, &out);
        }
    return out;
}

/* ---- decisions ---- */

static const char *
decision_words(struct request *rq, const struct story *story, const struct decision_row *d)
{
    struct choice_list choices;
    enum priority priority;

    if (*d->value == '\0')
        return page_text(rq, "requirements.taken_back");
    if (strcmp(d->kind, "priority") == 0 && priority_parse(d->value, &priority))
        return staff_priority(rq, priority);
    if (strcmp(d->kind, "rule") != 0)
        return strcmp(d->kind, "reject") == 0 ? "" : d->value;
    choices = story_choices(rq->arena, story);
    for (size_t i = 0; i < choices.count; i++)
        if (strcmp(choices.items[i]->value, d->value) == 0)
            return text_in(&choices.items[i]->label, page_lang(rq));
    return d->value;
}

static enum db_result
show_history(struct request *rq, const struct story *story, struct view *view)
{
    struct decision_rows rows;
    enum db_result result =
        decision_history(page_db(rq), rq->arena, story->use->findings->data.project.id, story->row.id, &rows);

    view_int(view, "seen", rows.count > 0 ? rows.items[rows.count - 1].id : 0);
    if (result != DB_OK)
        return result == DB_NONE ? DB_OK : result;
    for (size_t i = rows.count; i-- > 0;) {
        const struct decision_row *d = &rows.items[i];
        struct view *item = view_item(view, "history");

        view_text(item, "when", staff_moment(rq, story->use->at, d->at));
        view_text(item, "who", d->by);
        view_text(item, "kind", page_text(rq, arena_printf(rq->arena, "requirements.kind.%s", d->kind)));
        view_text(item, "value", decision_words(rq, story, d));
        view_text(item, "reason", d->reason);
    }
    view_bool(view, "has_history", true);
    return DB_OK;
}

/* One form: what stands in it, whether there is something to take back, and why it was refused. */
static struct view *
show_form(struct request *rq, const struct story *story, enum decision_kind kind, const char *act,
          const struct refused_decision *refused, struct view *view)
{
    struct view *form = view_object(view, act);
    bool this = refused != NULL && strcmp(refused->act, act) == 0;

    view_bool(form, "standing", findings_decision(story->use->findings, kind, story->found) != NULL);
    view_text(form, "reason", this ? refused->reason : "");
    view_text(form, "refusal", this && refused->text_id != NULL ? page_text(rq, refused->text_id) : NULL);
    view_bool(form, "open", this);
    return form;
}

/* A decision in one line: "Приоритет: Обязательное (M); нужно складу с первого дня". */
static const char *
decision_line(struct request *rq, const struct story *story, const struct decision_row *d)
{
    const char *value = decision_words(rq, story, d);
    const char *kind = page_text(rq, arena_printf(rq->arena, "requirements.kind.%s", d->kind));

    return arena_printf(rq->arena, "%s%s%s%s%s", kind, *value != '\0' ? ": " : "", value,
                        *d->reason != '\0' ? "; " : "", d->reason);
}

/* Somebody decided meanwhile: theirs and what was typed here, beside one another. */
static void
show_newer(struct request *rq, const struct story *story, const struct refused_decision *refused,
           struct view *view)
{
    struct view *newer = view_object(view, "newer");
    const struct decision_row yours = { .kind = refused->act,
                                        .value = refused->value,
                                        .reason = refused->reason };

    view_text(newer, "who", refused->newer->by);
    view_text(newer, "when", staff_moment(rq, story->use->at, refused->newer->at));
    view_text(newer, "theirs", decision_line(rq, story, refused->newer));
    view_text(newer, "yours", decision_line(rq, story, &yours));
}

static void
show_forms(struct request *rq, const struct story *story, const struct refused_decision *refused,
           struct view *view)
{
    const struct found_requirement *r = story->found;
    const struct choice_list choices = story_choices(rq->arena, story);
    struct view *form = show_form(rq, story, DECISION_PRIORITY, "priority", refused, view);
    bool typed = refused != NULL && strcmp(refused->act, "acceptance") == 0;
    const char *chosen = refused != NULL && strcmp(refused->act, "rule") == 0 ? refused->value
                         : r->choice != NULL                                  ? r->choice
                                                                              : "";

    for (int p = 0; p < PRIORITY_COUNT; p++)
        part_option(form, "choices", priority_id((enum priority)p), staff_priority(rq, (enum priority)p),
                    refused != NULL && strcmp(refused->act, "priority") == 0
                        ? strcmp(refused->value, priority_id((enum priority)p)) == 0
                        : r->priority == (enum priority)p);
    if (choices.count > 0) {
        form = show_form(rq, story, DECISION_RULE, "rule", refused, view);
        for (size_t i = 0; i < choices.count; i++)
            part_option(form, "choices", choices.items[i]->value,
                        text_in(&choices.items[i]->label, page_lang(rq)),
                        strcmp(chosen, choices.items[i]->value) == 0);
    }
    form = show_form(rq, story, DECISION_ACCEPTANCE, "criterion", refused, view);
    view_text(form, "typed", typed ? refused->value : r->acceptance);
    view_bool(form, "by_default", r->acceptance_by_default);
    if (typed && refused->text_id != NULL)
        view_text(form, "refusal", page_text(rq, refused->text_id));
    show_form(rq, story, DECISION_REJECT, "reject", refused, view);
}

/* ---- the page ---- */

static void
show_head(struct request *rq, const struct story *story, struct view *view)
{
    static const char *const verifications[] = { [VERIFY_INSPECTION] = "report.verification.inspection",
                                                 [VERIFY_ANALYSIS] = "report.verification.analysis",
                                                 [VERIFY_DEMONSTRATION] = "report.verification.demonstration",
                                                 [VERIFY_TEST] = "report.verification.test" };
    static const char *const states[] = { [REQUIREMENT_ARISEN] = "requirements.state.arisen",
                                          [REQUIREMENT_SINGLE_VOICE] = "requirements.state.single",
                                          [REQUIREMENT_OFFERED] = "requirements.state.offered",
                                          [REQUIREMENT_REJECTED] = "requirements.state.rejected" };
    const struct found_requirement *r = story->found;
    const struct titled *category =
        titled_find(&story->use->findings->data.input.library->catalogue->categories, r->def->category);

    view_text(view, "code", r->code);
    view_text(view, "statement", r->statement);
    view_text(view, "state", page_text(rq, states[r->state]));
    view_bool(view, "arisen", r->state == REQUIREMENT_ARISEN);
    view_bool(view, "rejected", r->state == REQUIREMENT_REJECTED);
    view_text(view, "priority_text", staff_priority(rq, r->priority));
    view_text(view, "computed", r->computed != r->priority ? staff_priority(rq, r->computed) : NULL);
    view_bool(view, "disputed", r->disputed);
    view_text(view, "unconditional", r->unconditional);
    view_text(view, "causes", priority_causes(rq->arena, page_app(rq)->phrases, page_lang(rq), r));
    view_text(view, "category", category != NULL ? text_in(&category->title, page_lang(rq)) : "");
    view_text(view, "verification", page_text(rq, verifications[r->def->verification]));
    view_text(view, "acceptance", r->acceptance);
    view_bool(view, "by_default", r->acceptance_by_default);
    if (r->decided != NULL) {
        view_text(view, "decided_by", r->decided->by);
        view_text(view, "decided_on", staff_date(rq, story->use->at, r->decided->at));
        view_text(view, "decided_reason", r->decided->reason);
    }
}

struct reply
story_show(struct request *rq, const struct story *story, const struct refused_decision *refused)
{
    struct view *view = staff_view(rq, story->use->at, PLACE_REQUIREMENTS,
                                   arena_printf(rq->arena, "№ %lld %s", (long long)story->number,
                                                story->found != NULL ? story->found->code : story->row.code));

    view_text(view, "list_url", staff_url(rq, story->use->at, "/requirements"));
    view_text(view, "goals_url", staff_url(rq, story->use->at, "/goals"));
    view_printf(view, "number", "%lld", (long long)story->number);
    view_text(view, "act_url", url_path(rq->arena, "%", rq->path, NULL));
    view_bool(view, "gone", story->found == NULL);
    if (show_history(rq, story, view) != DB_OK)
        return page_failed(rq);
    if (story->found != NULL) {
        show_head(rq, story, view);
        show_figures(rq, story, view);
        show_departments(rq, story, view);
        story_voices(rq, story, view);
        show_conflicts(rq, story, view);
        show_prerequisites(rq, story, view);
        show_forms(rq, story, refused, view);
        if (refused != NULL && refused->newer != NULL)
            show_newer(rq, story, refused, view);
    }
    return page_reply(rq,
                      refused == NULL          ? 200
                      : refused->newer != NULL ? 409
                                               : 422,
                      "staff_requirement", view);
}

static struct reply
show(struct request *rq, struct findings_use *use)
{
    struct story story;
    enum db_result result = story_open(rq, use, &story);

    return result == DB_OK ? story_show(rq, &story, NULL) : staff_refusal(rq, result);
}

struct reply
requirement_page(struct request *rq)
{
    struct staff_project at;
    enum db_result result = staff_project(rq, PLACE_REQUIREMENTS, &at);

    return result == DB_OK ? staff_findings(rq, &at, NULL, show) : staff_refusal(rq, result);
}
