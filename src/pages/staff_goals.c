/* Goals: what leaders named and measured, side by side; what the moderator proposes and approves. */
#include "pages/goal_typed.h"
#include "pages/staff_audit.h"
#include "pages/staff_figures.h"

#include "model/format.h"

#include <string.h>

/* ---- the page ---- */

static const char *
state_of(const struct goal_entry *entry)
{
    if (entry->row != NULL)
        return entry->row->approved ? "approved" : "proposed";
    if (entry->measure == NULL)
        return "named";
    return goal_entry_automatic(entry) ? "automatic" : "open";
}

/* "поддержали 1 из 2; ответственные разные": why leaders have to agree on it themselves. */
static const char *
open_text(struct request *rq, const struct goal_measure *measure)
{
    static const struct {
        enum goal_open why;
        const char *text;
    } reasons[] = { { OPEN_TARGET, "goals.open.target" },
                    { OPEN_DUE, "goals.open.due" },
                    { OPEN_OWNER, "goals.open.owner" },
                    { OPEN_MISSING, "goals.open.missing" } };
    const char *text = "";

    if (measure->open & OPEN_SUPPORT)
        text = phrase_fill(rq->arena, page_app(rq)->phrases, page_lang(rq), "goals.open.support", "n",
                           arena_int(rq->arena, measure->supporters), "of",
                           arena_int(rq->arena, measure->leaders), NULL);
    for (size_t i = 0; i < LENGTH(reasons); i++)
        if (measure->open & reasons[i].why)
            text = arena_printf(rq->arena, "%s%s%s", text, *text != '\0' ? "; " : "",
                                page_text(rq, reasons[i].text));
    return text;
}

/* The letter of the places, where another one counts: a reader of both lists asks which. */
static const char *
other_letter(struct request *rq, const struct goal_entry *entry, const char *counts)
{
    const char *places = entry->ranked != NULL ? goal_rank_letter(entry->ranked->rank) : "";

    if (*counts == '\0' || *places == '\0' || strcmp(places, counts) == 0)
        return NULL;
    return phrase_fill(rq->arena, page_app(rq)->phrases, page_lang(rq), "goals.other_letter", "letter",
                       places, NULL);
}

static const char *
edit_url(struct request *rq, const struct findings_use *use, const char *key)
{
    return staff_url(rq, use->at, url_path(rq->arena, "/goals?edit=%", key, NULL));
}

static const char *
shown_current(struct request *rq, const struct goal_row *row)
{
    if (row->not_measured)
        return page_text(rq, "goals.not_measured");
    return format_number(rq->arena, page_lang(rq), row->current);
}

static void
show_entry(struct request *rq, const struct findings_use *use, const struct goal_entry *entry, bool open,
           struct view *view)
{
    const struct goal_row values = goal_entry_values(entry);
    const char *state = state_of(entry);
    struct view *row = view_item(view, "entries");

    view_text(row, "url", arena_printf(rq->arena, "%s#edit", edit_url(rq, use, entry->key)));
    view_bool(row, "open", open);
    view_text(row, "title", entry->title);
    view_text(row, "indicator", values.indicator);
    view_text(row, "unit", values.unit);
    view_text(row, "current", shown_current(rq, &values));
    view_text(row, "target", format_number(rq->arena, page_lang(rq), values.target));
    view_text(row, "due",
              *values.due_date != '\0' ? format_iso_date(rq->arena, page_lang(rq), values.due_date) : "");
    view_text(row, "owner", values.owner);
    view_text(row, "rank", values.rank);
    view_text(row, "other_letter", other_letter(rq, entry, values.rank));
    view_text(row, "state", page_text(rq, arena_printf(rq->arena, "goals.state.%s", state)));
    if (goal_entry_automatic(entry))
        view_text(row, "why",
                  phrase_fill(rq->arena, page_app(rq)->phrases, page_lang(rq), "goals.automatic_on", "date",
                              staff_date(rq, use->at, entry->measure->agreed_at), NULL));
    else if (strcmp(state, "open") == 0)
        view_text(row, "why", open_text(rq, entry->measure));
    view_bool(row, "approved", goal_entry_approved(entry));
    view_bool(row, "proposed", strcmp(state, "proposed") == 0);
    view_bool(row, "differ", strcmp(state, "open") == 0);
}

static void
show_ranks(struct request *rq, const struct findings_use *use, struct view *view)
{
    const struct ranked_goals *all = &use->findings->data.ranked;

    view_bool(view, "has_ranks", all->count > 0);
    for (size_t i = 0; i < all->count; i++) {
        const struct ranked_goal *goal = &all->items[i];
        const struct titled *titled =
            titled_find(&use->findings->data.input.library->catalogue->goals, goal->key);
        struct view *row = view_item(view, "ranks");

        view_int(row, "place", (int64_t)i + 1);
        view_text(row, "title", titled != NULL ? text_in(&titled->title, page_lang(rq)) : goal->key);
        view_text(row, "points",
                  format_hundredths(rq->arena, page_lang(rq), (int64_t)(goal->points * 100 + 0.5), 0));
        view_int(row, "named", goal->named);
        view_text(row, "rank", goal_rank_letter(goal->rank));
    }
}

static void
show_answers(struct request *rq, const struct findings_use *use, const struct goal_measure *measure,
             struct view *view)
{
    static const char *const names[MEASURE_PARTS] = {
        [MEASURE_UNIT] = "unit_differs",     [MEASURE_CURRENT] = "current_differs",
        [MEASURE_TARGET] = "target_differs", [MEASURE_DUE] = "due_differs",
        [MEASURE_OWNER] = "owner_differs",   [MEASURE_HOW] = "how_differs",
        [MEASURE_RANK] = "rank_differs"
    };

    view_bool(view, "has_answers", measure->answers.count > 0);
    for (int p = 0; p < MEASURE_PARTS; p++)
        if (names[p] != NULL)
            view_bool(view, names[p], measure->agreed[p] == NULL);
    for (size_t i = 0; i < measure->answers.count; i++) {
        const struct measure_answer *a = &measure->answers.items[i];
        struct view *row = view_item(view, "answers");

        view_text(row, "who", a->response->name);
        view_text(
            row, "url",
            staff_url(rq, use->at, arena_printf(rq->arena, "/answers/%lld", (long long)a->response->id)));
        view_text(row, "unit", a->part[MEASURE_UNIT]);
        view_text(row, "current",
                  *a->part[MEASURE_CURRENT] != '\0'
                      ? format_number(rq->arena, page_lang(rq), a->part[MEASURE_CURRENT])
                      : page_text(rq, "goals.not_measured"));
        view_text(row, "target", format_number(rq->arena, page_lang(rq), a->part[MEASURE_TARGET]));
        view_text(row, "due",
                  *a->part[MEASURE_DUE] != '\0'
                      ? format_iso_date(rq->arena, page_lang(rq), a->part[MEASURE_DUE])
                      : "");
        view_text(row, "owner", a->part[MEASURE_OWNER]);
        view_text(row, "rank", a->part[MEASURE_RANK]);
    }
}

static const char *
refusal_text(struct request *rq, const char *text_id)
{
    return text_id != NULL ? page_text(rq, text_id) : NULL;
}

static void
show_form(struct request *rq, const struct findings_use *use, const struct goal_entry *entry,
          const struct typed_goal *typed, struct view *view)
{
    const struct goal_row values = typed != NULL ? typed->values : goal_entry_values(entry);
    struct view *form = view_object(view, "form");
    static const char *const letters[] = { "A", "B", "C" };

    view_text(form, "key", entry->key);
    view_text(form, "title", entry->title);
    view_text(form, "indicator", values.indicator);
    view_text(form, "unit", values.unit);
    view_text(form, "current", values.current);
    view_bool(form, "not_measured", values.not_measured);
    view_text(form, "target", values.target);
    view_text(form, "due", values.due_date);
    view_text(form, "owner", values.owner);
    view_text(form, "how", values.how);
    for (size_t i = 0; i < LENGTH(letters); i++)
        part_option(form, "letters", letters[i],
                    page_text(rq, arena_printf(rq->arena, "goals.rank.%s",
                                               i == 0   ? "a"
                                               : i == 1 ? "b"
                                                        : "c")),
                    strcmp(values.rank, letters[i]) == 0);
    view_bool(form, "kept", entry->row != NULL);
    view_bool(form, "approved", goal_entry_approved(entry));
    view_bool(form, "automatic", goal_entry_automatic(entry));
    view_bool(form, "refused", typed != NULL && typed->refused);
    view_text(form, "seen", goal_seen(rq->arena, entry->row));
    if (entry->row != NULL)
        view_text(form, "set_at", staff_date(rq, use->at, entry->row->set_at));
    if (typed != NULL) {
        view_text(form, "current_refusal", refusal_text(rq, typed->current));
        view_text(form, "target_refusal", refusal_text(rq, typed->target));
        view_text(form, "due_refusal", refusal_text(rq, typed->due));
        view_text(form, "rank_refusal", refusal_text(rq, typed->rank));
        goal_typed_show(rq, typed, form);
    }
    if (entry->measure != NULL)
        show_answers(rq, use, entry->measure, form);
}

static void
show_add(struct request *rq, const struct findings_use *use, const struct goal_entries *entries,
         struct view *view)
{
    const struct titles *goals = &use->findings->data.input.library->catalogue->goals;
    bool any = false;

    for (size_t i = 0; i < goals->count; i++) {
        bool there = false;

        for (size_t e = 0; e < entries->count && !there; e++)
            there = strcmp(entries->items[e].goal, goals->items[i].id) == 0;
        if (there)
            continue;
        part_option(view, "others", goals->items[i].id, text_in(&goals->items[i].title, page_lang(rq)),
                    false);
        any = true;
    }
    view_bool(view, "has_others", any);
}

/* When leaders agree by themselves, in the method's figures. */
static void
show_rule(struct request *rq, const struct findings_use *use, struct view *view)
{
    const struct method_rules *method = &use->findings->data.input.library->catalogue->method;

    if (method->goal_agreement.support == 0)
        return;
    view_text(view, "rule_text",
              phrase_fill(rq->arena, page_app(rq)->phrases, page_lang(rq), "goals.rule", "support",
                          staff_share(rq, method->goal_agreement.support), "target",
                          format_percent(
                              rq->arena, page_lang(rq),
                              format_hundredths(rq->arena, page_lang(rq), method->goal_agreement.target, 0)),
                          "days", arena_int(rq->arena, method->goal_agreement.due_days), NULL));
}

static struct reply
show_goals(struct request *rq, struct findings_use *use, const struct typed_goal *typed)
{
    const char *edit = typed != NULL ? typed->key : request_query(rq, "edit");
    struct view *view = staff_view(rq, use->at, PLACE_GOALS, page_text(rq, "goals.title"));
    struct goal_entries entries;
    const struct goal_entry *open = NULL;
    int64_t approved = 0;

    goal_entries_list(rq->arena, use->findings, page_lang(rq), &entries);
    view_bool(view, "has_entries", entries.count > 0);
    show_add(rq, use, &entries, view);
    if (edit != NULL && strlen(edit) <= GOAL_KEY_MOST)
        open = goal_entry_find(rq->arena, use->findings, &entries, edit, page_lang(rq));
    for (size_t i = 0; i < entries.count; i++) {
        struct goal_entry *entry = &entries.items[i];

        if (typed != NULL && entry == open)
            entry->row = typed->at; /* newer than the findings may be */
        approved += goal_entry_approved(entry);
        show_entry(rq, use, entry, entry == open, view);
    }
    view_text(view, "approved_text", part_plural(rq, "goals.approved", approved));
    view_text(view, "points_a",
              staff_share(rq, use->findings->data.input.library->catalogue->method.goal_points[GOAL_A]));
    view_text(view, "points_b",
              staff_share(rq, use->findings->data.input.library->catalogue->method.goal_points[GOAL_B]));
    show_rule(rq, use, view);
    view_text(view, "goals_url", staff_url(rq, use->at, "/goals"));
    view_text(view, "survey_url", staff_url(rq, use->at, "/survey"));
    show_ranks(rq, use, view);
    if (open != NULL)
        show_form(rq, use, open, typed, view);
    return page_reply(rq, typed == NULL ? 200 : typed->any_changed ? 409 : 422, "staff_goals", view);
}

static struct reply
show(struct request *rq, struct findings_use *use)
{
    return show_goals(rq, use, NULL);
}

struct reply
goals_page(struct request *rq)
{
    struct staff_project at;
    enum db_result result = staff_project(rq, PLACE_GOALS, &at);

    return result == DB_OK ? staff_findings(rq, &at, NULL, show) : staff_refusal(rq, result);
}

/* ---- setting ---- */

/* The row as it is stored now: the findings were read before this save's turn came. NULL: there is none. */
static enum db_result
row_now(struct request *rq, const struct findings_use *use, const char *key, struct goal_row **out)
{
    struct goal_rows rows;
    enum db_result result = goal_list(page_db(rq), rq->arena, use->at->project.id, &rows);

    *out = NULL;
    for (size_t i = 0; i < rows.count; i++)
        if (strcmp(rows.items[i].key, key) == 0) {
            *out = ARENA_NEW(rq->arena, struct goal_row);
            **out = rows.items[i];
        }
    return result == DB_NONE ? DB_OK : result;
}

static struct reply
set_goal(struct request *rq, struct findings_use *use, const struct goal_entry *entry)
{
    const int64_t project = use->at->project.id;
    struct goal_row *at;
    struct typed_goal typed;
    enum db_result result = row_now(rq, use, entry->key, &at);

    if (result != DB_OK)
        return page_failed(rq);
    goal_typed_read(rq, at, &typed);
    if (typed.refused || typed.any_changed)
        return show_goals(rq, use, &typed);
    typed.values.set_by = page_caller(rq)->id;
    if (typed.remove)
        result = goal_remove(page_db(rq), project, entry->key, staff_actor(rq), rq->now);
    else
        result = goal_set(page_db(rq), project, &typed.values, staff_actor(rq));
    if (result != DB_OK && !(typed.remove && result == DB_NONE))
        return page_failed(rq);
    return staff_done(rq, staff_url(rq, use->at, "/goals"),
                      typed.remove            ? "goal_removed"
                      : typed.values.approved ? "goal_approved"
                                              : "goal_proposed");
}

static struct reply
set(struct request *rq, struct findings_use *use)
{
    struct goal_entries entries;
    const struct goal_entry *entry = NULL;
    const char *key = part_form(rq, "key");

    goal_entries_list(rq->arena, use->findings, page_lang(rq), &entries);
    if (*key != '\0' && strlen(key) <= GOAL_KEY_MOST)
        entry = goal_entry_find(rq->arena, use->findings, &entries, key, page_lang(rq));
    return entry != NULL ? set_goal(rq, use, entry) : page_not_found(rq);
}

struct reply
goals_set(struct request *rq)
{
    struct staff_project at;
    enum db_result result = staff_project(rq, PLACE_GOALS, &at);

    return result == DB_OK ? staff_findings(rq, &at, NULL, set) : staff_refusal(rq, result);
}
