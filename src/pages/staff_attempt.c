/* One attempt as the trainer sees it: how it goes, how it ended, and what may be done about it. */
#include "pages/staff_attempt.h"

#include "model/format.h"
#include "pages/exam_turn.h"
#include "pages/marking.h"
#include "pages/staff_audit.h"

#include <string.h>

enum db_result
desk_open(struct request *rq, struct desk *out)
{
    struct db *db = page_db(rq);
    enum db_result result = staff_project(rq, PLACE_EXAM, &out->at);

    if (result == DB_OK)
        result = attempt_get(db, rq->arena, out->at.project.id, staff_number(rq, 1), &out->attempt);
    if (result == DB_OK)
        result = person_get(db, rq->arena, out->at.project.id, out->attempt.person, &out->person);
    if (result == DB_OK)
        result = assignment_get(db, rq->arena, out->at.project.id, out->attempt.assignment, &out->assignment);
    if (result == DB_OK)
        result = attempt_list(db, rq->arena, out->attempt.assignment, &out->all);
    out->quiz = result == DB_OK ? library_quiz_hash(page_app(rq)->library, out->attempt.form_hash) : NULL;
    return result == DB_OK && out->quiz == NULL ? DB_NONE : result;
}

static bool
has_ended(const struct attempt *a)
{
    return a->state == ATTEMPT_HANDED_IN || a->state == ATTEMPT_EXPIRED;
}

const struct attempt *
desk_last(const struct desk *desk)
{
    return &desk->all.items[desk->all.count - 1];
}

/* One more could be drawn, if nobody passed. */
static bool
has_more(const struct desk *desk)
{
    const struct attempt *last = desk_last(desk);

    return last->id == desk->attempt.id && has_ended(last) && last->number < desk->quiz->attempts
           && !desk->assignment.cancelled;
}

bool
desk_may_retake(const struct desk *desk)
{
    return has_more(desk) && !attempt_passed(attempt_counting(&desk->all));
}

bool
desk_may_cancel(const struct desk *desk)
{
    return !desk->assignment.cancelled && desk_last(desk)->state == ATTEMPT_READY;
}

/* ---- the page ---- */

static void
show_others(struct request *rq, const struct desk *desk, struct view *view)
{
    view_bool(view, "has_others", desk->all.count > 1);
    for (size_t i = 0; i < desk->all.count; i++) {
        const struct attempt *a = &desk->all.items[i];
        struct view *item = view_item(view, "others");

        view_int(item, "attempt_number", a->number);
        view_text(item, "url",
                  staff_url(rq, &desk->at, arena_printf(rq->arena, "/exam/%lld", (long long)a->id)));
        view_bool(item, "current", a->id == desk->attempt.id);
        exam_view_state(rq, a, item);
        exam_view_result(rq, a, item);
    }
}

static enum db_result
show_topics(struct request *rq, const struct desk *desk, struct view *view)
{
    struct marked_paper paper;
    enum db_result result;

    if (!desk->attempt.marked)
        return DB_OK;
    result = attempt_judge(page_db(rq), rq->arena, page_app(rq)->library, &desk->attempt, &paper);
    for (size_t i = 0; result == DB_OK && i < paper.verdict.topics.count; i++) {
        const struct topic_score *t = &paper.verdict.topics.items[i];
        struct view *row = view_item(view, "topics");

        view_text(row, "title", text_in(&t->topic->title, page_lang(rq)));
        view_text(row, "mark", staff_hundredths(rq, t->mark));
        view_text(row, "most", format_hundredths(rq->arena, page_lang(rq), t->most, 0));
        view_bool(row, "weak", t->below);
    }
    return result;
}

static void
show_facts(struct request *rq, const struct desk *desk, struct view *view)
{
    const struct attempt *a = &desk->attempt;
    struct name name = { desk->person.family, desk->person.given, desk->person.patronymic };

    view_text(view, "name", name_full(rq->arena, &name));
    view_text(view, "position", desk->person.position);
    view_text(view, "department", desk->person.department_name);
    view_text(view, "test_title", text_in(&desk->quiz->title, page_lang(rq)));
    view_text(view, "variant", exam_variant(rq, a));
    view_int(view, "attempt_number", a->number);
    view_int(view, "attempts", desk->quiz->attempts);
    view_text(view, "started", staff_moment(rq, &desk->at, a->started_at));
    view_text(view, "deadline", a->state == ATTEMPT_RUNNING ? staff_moment(rq, &desk->at, a->deadline) : "");
    view_text(view, "handed_in", staff_moment(rq, &desk->at, a->handed_in_at));
    view_bool(view, "by_server", strcmp(a->handed_in_by, "server") == 0);
    view_bool(view, "by_staff", strcmp(a->handed_in_by, "staff") == 0);
    view_int(view, "extra", a->extra_minutes);
    view_text(view, "note", a->note);
    view_text(view, "bar", a->marked ? staff_hundredths(rq, a->bar) : NULL);
    view_text(view, "due_shown", format_iso_date(rq->arena, page_lang(rq), desk->assignment.due_date));
    view_text(view, "closes", a->closes_at != 0 ? turn_moment(rq, desk->at.zone, a->closes_at) : NULL);
    exam_view_state(rq, a, view);
    exam_view_result(rq, a, view);
    if (desk->assignment.cancelled && a->state == ATTEMPT_READY)
        view_text(view, "state", page_text(rq, "exam_staff.state.cancelled"));
}

/* Which forms the page has. */
static void
show_forms(struct request *rq, const struct desk *desk, struct view *view)
{
    const struct attempt *a = &desk->attempt;
    const bool open = !desk->assignment.cancelled, refused = rq->method == METHOD_POST;

    view_bool(view, "may_time", open && (a->state == ATTEMPT_READY || a->state == ATTEMPT_RUNNING));
    view_bool(view, "may_absent", open && a->state == ATTEMPT_READY);
    view_bool(view, "is_absent", open && (a->state == ATTEMPT_NO_SHOW || a->state == ATTEMPT_NOT_ADMITTED));
    view_bool(view, "may_resume", a->state == ATTEMPT_INTERRUPTED);
    view_bool(view, "may_retake", desk_may_retake(desk));
    view_bool(view, "passed_already", has_more(desk) && !desk_may_retake(desk));
    view_bool(view, "may_due", open);
    view_bool(view, "may_cancel", desk_may_cancel(desk));
    view_bool(view, "cancelled", desk->assignment.cancelled);
    view_text(view, "typed_minutes", part_form(rq, "minutes"));
    view_text(view, "typed_reason", part_form(rq, "reason"));
    view_text(view, "due", refused ? part_form(rq, "due") : desk->assignment.due_date);
    view_bool(view, "closes_ticked", refused ? *part_form(rq, "closes") != '\0' : a->closes_at != 0);
    view_text(view, "today", part_today(rq, &desk->at));
}

struct reply
desk_show(struct request *rq, const struct desk *desk, const char *refusal)
{
    const struct attempt *a = &desk->attempt;
    struct turn_keys keys;
    struct view *view = staff_view(rq, &desk->at, PLACE_EXAM, page_text(rq, "exam_staff.attempt.title"));

    if (show_topics(rq, desk, view) != DB_OK || desk_story(rq, desk, view) != DB_OK
        || turn_keys(rq, desk->quiz, desk->at.project.id, &keys) != DB_OK)
        return page_failed(rq);
    show_facts(rq, desk, view);
    show_others(rq, desk, view);
    view_text(view, "exam_url",
              staff_url(rq, &desk->at,
                        arena_printf(rq->arena, "/exam?test=%s", url_path(rq->arena, "%", a->form, NULL))));
    view_text(view, "act_url", url_path(rq->arena, "%", rq->path, NULL));
    show_forms(rq, desk, view);
    view_bool(view, "keys_open", keys.open);
    view_text(view, "refusal", refusal);
    return page_reply(rq, refusal != NULL ? 422 : 200, "staff_attempt", view);
}

struct reply
staff_attempt_page(struct request *rq)
{
    struct desk desk;
    enum db_result result = desk_open(rq, &desk);

    return result == DB_OK ? desk_show(rq, &desk, NULL) : staff_refusal(rq, result);
}
