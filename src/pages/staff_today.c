/* What needs somebody today: who answered and who is late, attempts that run or wait, what waits for a
 * decision. */
#include "pages/lacking.h"
#include "pages/staff_audit.h"
#include "pages/staff_exam.h"

#include "model/format.h"
#include "store/today.h"

#include <string.h>

enum { READ_MOST = 500, SHOWN = 8 };

static const char *
whole_name(struct request *rq, const char *family, const char *given, const char *patronymic)
{
    return name_full(rq->arena, &(struct name){ family, given, patronymic });
}

static void
add_figure(struct request *rq, struct view *view, const char *text, int64_t count, const char *url)
{
    struct view *item;

    if (count == 0)
        return;
    item = view_item(view, "figures");
    view_printf(item, "figure", "%lld", (long long)count);
    view_text(item, "name", part_plural(rq, text, count));
    view_text(item, "url", url);
}

/* The first moment of yesterday in the project's zone. */
static int64_t
since_yesterday(const struct zone *zone, int64_t now)
{
    struct civil civil = zone_civil(zone, now);

    civil = civil_of_days(days_of_civil(civil.year, civil.month, civil.day) - 1);
    return zone_moment(zone, &civil);
}

/* ---- people ---- */

static void
show_assigned(struct request *rq, const struct staff_project *at, const struct assigned *a, const char *list,
              struct view *view)
{
    struct view *item = view_item(view, list);

    view_text(item, "name", whole_name(rq, a->family, a->given, a->patronymic));
    view_text(item, "department", a->department_name);
    view_text(item, "form", part_form_title(rq, a->assignment.kind, a->assignment.form, page_lang(rq)));
    view_text(
        item, "url",
        a->progress == PROGRESS_HANDED_IN
            ? staff_url(rq, at, arena_printf(rq->arena, "/answers/%lld", (long long)a->response))
            : staff_url(rq, at, arena_printf(rq->arena, "/people/%lld", (long long)a->assignment.person)));
    view_text(item, "when", staff_moment(rq, at, a->handed_in_at));
    part_progress(rq, item, at, a);
}

static void
show_handed_in(struct request *rq, const struct staff_project *at, const struct today *today,
               struct view *view)
{
    const int64_t more = today->handed_in_total - SHOWN;

    view_bool(view, "has_handed_in", today->handed_in.count > 0);
    for (size_t i = 0; i < today->handed_in.count && i < SHOWN; i++)
        show_assigned(rq, at, &today->handed_in.items[i], "handed_in", view);
    view_text(view, "handed_in_more", more > 0 ? part_plural(rq, "today.more", more) : NULL);
}

/* The earliest due dates come first, so the late ones are the first. */
static int64_t
show_late(struct request *rq, const struct staff_project *at, const struct today *today, struct view *view)
{
    int64_t late = 0;

    while ((size_t)late < today->unanswered.count && part_late(rq, at, &today->unanswered.items[late])) {
        if (late < SHOWN)
            show_assigned(rq, at, &today->unanswered.items[late], "late_people", view);
        late++;
    }
    view_bool(view, "has_late", late > 0);
    view_text(view, "late_more", late > SHOWN ? part_plural(rq, "today.more", late - SHOWN) : NULL);
    return late;
}

static void
show_attempts(struct request *rq, const struct staff_project *at, const struct sheet_lines *lines,
              const char *list, struct view *view)
{
    for (size_t i = 0; i < lines->count && i < SHOWN; i++) {
        const struct sheet_line *line = &lines->items[i];
        struct view *item = view_item(view, list);

        view_text(item, "name", whole_name(rq, line->family, line->given, line->patronymic));
        view_text(item, "department", line->department_name);
        view_text(item, "form", part_form_title(rq, FORM_QUIZ, line->attempt.form, page_lang(rq)));
        view_text(item, "url",
                  staff_url(rq, at, arena_printf(rq->arena, "/exam/%lld", (long long)line->attempt.id)));
        view_text(item, "until", format_time(rq->arena, page_lang(rq), at->zone, line->attempt.deadline));
    }
}

/* ---- decisions ---- */

static int64_t
show_disputed(struct request *rq, const struct findings_use *use, struct view *view)
{
    const struct found_requirements *all = &use->findings->found.requirements;
    int64_t count = 0;

    for (size_t i = 0; i < all->count; i++) {
        const struct found_requirement *r = &all->items[i];
        struct view *item;

        if (!r->disputed || r->state != REQUIREMENT_ARISEN || count++ >= SHOWN)
            continue;
        item = view_item(view, "disputed");
        view_text(item, "code", r->code);
        view_text(item, "statement", r->statement);
        view_text(item, "priority_text", staff_priority(rq, r->priority));
        view_text(
            item, "url",
            staff_url(rq, use->at,
                      arena_printf(rq->arena, "/requirements/%lld", (long long)use->findings->numbers[i])));
    }
    view_bool(view, "has_disputed", count > 0);
    view_text(view, "disputed_more", count > SHOWN ? part_plural(rq, "today.more", count - SHOWN) : NULL);
    return count;
}

/* Facts that documents will print as ruled blanks, each once. */
static int64_t
show_missing(struct request *rq, const struct findings_use *use, struct view *view)
{
    const struct audit_data *data = &use->findings->data;
    const struct lacking_ask ask = { page_app(rq)->library, &data->project, &data->facts, false };
    struct lacking lacking;

    lacking_find(rq->arena, &ask, &lacking);
    for (size_t i = 0; i < lacking.facts.count; i++) {
        const struct lacking_fact *fact = &lacking.facts.items[i];
        const char *name = page_text(rq, fact->label);

        if (fact->quiz != NULL)
            name = arena_printf(rq->arena, "%s · %s", name, text_in(&fact->quiz->title, page_lang(rq)));
        view_text(view_item(view, "missing"), "name", name);
    }
    view_bool(view, "has_missing", lacking.facts.count > 0);
    return (int64_t)lacking.facts.count;
}

static int64_t
goals_waiting(const struct findings_use *use)
{
    const struct ranked_goals *named = &use->findings->data.ranked;
    const struct approved_goals *approved = &use->findings->data.input.goals;
    int64_t waiting = (int64_t)named->count;

    for (size_t i = 0; i < named->count; i++)
        for (size_t g = 0; g < approved->count; g++)
            waiting -= strcmp(named->items[i].key, approved->items[g].key) == 0;
    return waiting;
}

static void
show_decisions(struct request *rq, const struct findings_use *use, struct view *view)
{
    const struct staff_project *at = use->at;
    int64_t goals = goals_waiting(use);

    add_figure(rq, view, "today.disputed", show_disputed(rq, use, view),
               staff_url(rq, at, "/requirements?disputed=1"));
    add_figure(rq, view, "today.missing", show_missing(rq, use, view), staff_url(rq, at, "/settings"));
    view_text(view, "goals_text", goals > 0 ? part_plural(rq, "today.goals", goals) : NULL);
}

/* ---- the page ---- */

static enum db_result
count_people(struct request *rq, const struct staff_project *at, int64_t *count)
{
    const struct person_filter filter = { .project = at->project.id, .page = { .limit = 1 } };
    struct person_list list;
    enum db_result result = person_list(page_db(rq), rq->arena, &filter, &list, count);

    return result == DB_NONE ? DB_OK : result;
}

/* `use` NULL: for a trainer, without what the survey found. */
static struct reply
show_today(struct request *rq, const struct staff_project *at, const struct findings_use *use)
{
    struct view *view = staff_view(rq, at, PLACE_TODAY, page_text(rq, "today.title"));
    struct today today;
    int64_t people = 0;

    if (today_list(page_db(rq), rq->arena, at->project.id, since_yesterday(at->zone, rq->now), READ_MOST,
                   &today)
            != DB_OK
        || count_people(rq, at, &people) != DB_OK)
        return page_failed(rq);
    view_text(view, "date", staff_date(rq, at, rq->now));
    view_bool(view, "nobody", people == 0);
    view_bool(view, "consultant", use != NULL);
    view_text(view, "people_url", staff_url(rq, at, "/people"));
    view_text(view, "survey_url", staff_url(rq, at, "/survey"));
    view_text(view, "goals_url", staff_url(rq, at, "/goals"));
    view_text(view, "settings_url", staff_url(rq, at, "/settings"));
    view_text(view, "requirements_url", staff_url(rq, at, "/requirements"));
    view_text(view, "exam_url", staff_url(rq, at, "/exam"));
    if (use != NULL) {
        show_handed_in(rq, at, &today, view);
        add_figure(rq, view, "today.handed_in", today.handed_in_total,
                   staff_url(rq, at, "/survey?state=handed_in"));
        add_figure(rq, view, "today.waiting", today.unanswered_total,
                   staff_url(rq, at, "/survey?state=waiting"));
        add_figure(rq, view, "today.late", show_late(rq, at, &today, view),
                   staff_url(rq, at, "/survey?state=late"));
    }
    add_figure(rq, view, "today.running", (int64_t)today.running.count, staff_url(rq, at, "/exam"));
    add_figure(rq, view, "today.interrupted", (int64_t)today.interrupted.count, staff_url(rq, at, "/exam"));
    view_bool(view, "has_running", today.running.count > 0);
    view_bool(view, "has_interrupted", today.interrupted.count > 0);
    show_attempts(rq, at, &today.running, "running", view);
    show_attempts(rq, at, &today.interrupted, "interrupted", view);
    if (use != NULL)
        show_decisions(rq, use, view);
    return page_reply(rq, 200, "staff_today", view);
}

static struct reply
show(struct request *rq, struct findings_use *use)
{
    return show_today(rq, use->at, use);
}

struct reply
today_page(struct request *rq)
{
    struct staff_project at;
    enum db_result result = staff_project(rq, PLACE_TODAY, &at);

    if (result != DB_OK)
        return staff_refusal(rq, result);
    return staff_may(&at, PLACE_REQUIREMENTS) ? staff_findings(rq, &at, NULL, show)
                                              : show_today(rq, &at, NULL);
}
