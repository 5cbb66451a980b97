/* The start page of a test: what awaits the trainee, and the one button that starts the clock. */
#include "pages/exam.h"

#include "base/clock.h"
#include "base/die.h"
#include "model/format.h"
#include "pages/exam_turn.h"
#include "pages/sitting.h"
#include "store/paper.h"

/* The latest attempt of an assignment, and whether it may start. */
struct turn {
    struct attempt_list attempts;
    const struct attempt *latest;
    const struct quiz *quiz;
    struct begin begin;
};

static enum db_result
turn_open(struct request *rq, const struct assignment *assignment, struct turn *out)
{
    enum db_result result;

    *out = (struct turn){ .quiz = NULL };
    result = attempt_list(page_db(rq), rq->arena, assignment->id, &out->attempts);
    if (result != DB_OK)
        return result;
    out->latest = &out->attempts.items[out->attempts.count - 1];
    out->quiz = library_quiz_hash(page_app(rq)->library, out->latest->form_hash);
    ensure(out->quiz != NULL); /* every version in use was loaded at start */
    out->begin = turn_begin(rq, out->quiz, &out->attempts, out->attempts.count - 1);
    return DB_OK;
}

static int
paper_points(struct request *rq, const struct turn *turn, size_t *count)
{
    struct kept_items items = { 0 };
    int points = 0;

    if (paper_items_list(page_db(rq), rq->arena, turn->latest->paper, &items) != DB_OK)
        return 0;
    for (size_t i = 0; i < items.count; i++)
        points += quiz_item(turn->quiz, items.items[i].item)->points;
    *count = items.count;
    return points;
}

static const char *
minutes_text(struct request *rq, int64_t minutes)
{
    return minutes > 0 ? text_plural(rq->arena, page_app(rq)->phrases, page_lang(rq), "exam.minutes", minutes)
                       : page_text(rq, "exam.under_a_minute");
}

/* How long it takes; less than the test grants when it closes before. */
static void
view_time(struct request *rq, const struct turn *turn, const struct zone *zone, struct view *view)
{
    const struct attempt *a = turn->latest;
    const int64_t granted = turn->quiz->minutes + a->extra_minutes;
    const int64_t given =
        (deadline_of(turn->quiz, rq->now, a->extra_minutes, a->closes_at) - rq->now) / MINUTE;
    const bool cut = turn->begin.may == BEGIN_NOW && a->state == ATTEMPT_READY && given < granted;

    view_text(view, "minutes", minutes_text(rq, cut ? given : granted));
    view_text(view, "cut_minutes", cut ? minutes_text(rq, given) : NULL);
    view_text(view, "granted_minutes", minutes_text(rq, granted));
    view_text(view, "closes", a->closes_at != 0 ? turn_moment(rq, zone, a->closes_at) : NULL);
}

/* Questions that the visitor's language lacks are shown in another one. */
static void
view_other_language(const struct request *rq, const struct quiz *quiz, struct view *view)
{
    for (size_t i = 0; i < quiz->items.count; i++) {
        const struct text *label = &quiz->items.items[i].label;

        if (*text_foreign(label, page_lang(rq)) == '\0')
            continue;
        view_text(view, "other_language", lang_name(label->fallback));
        view_text(view, "other_lang", lang_code(label->fallback));
        return;
    }
}

static void
view_rules(struct request *rq, const struct turn *turn, struct view *view)
{
    const struct quiz_variant *variant = quiz_variant(turn->quiz, turn->latest->variant);
    const struct phrases *phrases = page_app(rq)->phrases;
    enum lang lang = page_lang(rq);
    size_t count = 0;
    int points = paper_points(rq, turn, &count);

    view_text(view, "questions", text_plural(rq->arena, phrases, lang, "exam.questions", (int64_t)count));
    view_int(view, "percent", variant->pass.percent);
    view_text(view, "bar", format_hundredths(rq->arena, lang, (int64_t)points * variant->pass.percent, 2));
    view_int(view, "points", points);
    view_bool(view, "critical", variant->pass.critical_all);
    view_int(view, "topic_percent", variant->pass.topic_percent);
    view_int(view, "attempt_number", turn->latest->number);
    view_int(view, "attempts", turn->quiz->attempts);
}

static void
view_state(struct request *rq, const struct turn *turn, const struct zone *zone, struct view *view)
{
    const struct attempt *a = turn->latest;
    const bool ready = a->state == ATTEMPT_READY;

    view_bool(view, "may_begin", ready && turn->begin.may == BEGIN_NOW);
    view_text(view, "hindered", ready ? turn_sentence(rq, zone, &turn->begin, a->closes_at) : NULL);
    view_bool(view, "running", a->state == ATTEMPT_RUNNING);
    view_bool(view, "interrupted", a->state == ATTEMPT_INTERRUPTED);
    view_bool(view, "absent", a->state == ATTEMPT_NO_SHOW || a->state == ATTEMPT_NOT_ADMITTED);
    view_bool(view, "ended", a->state == ATTEMPT_HANDED_IN || a->state == ATTEMPT_EXPIRED);
    view_printf(view, "continue_url", "/t/%lld/1", (long long)a->id);
    for (size_t i = 0; i < turn->attempts.count; i++) {
        const struct attempt *past = &turn->attempts.items[i];
        struct view *item;

        if (past->handed_in_at == 0)
            continue;
        view_bool(view, "has_past", true);
        item = view_item(view, "past");
        view_int(item, "number", past->number);
        view_printf(item, "url", "/t/%lld/result", (long long)past->id);
        view_text(item, "date", format_date(rq->arena, page_lang(rq), zone, past->handed_in_at));
        view_text(item, "mark", format_hundredths(rq->arena, page_lang(rq), past->mark, 2));
        view_int(item, "most", past->most / 100);
    }
}

struct reply
exam_start_page(struct request *rq, const struct assignment *assignment)
{
    const struct zone *zone;
    struct project project;
    struct turn turn;
    struct view *view;

    switch (turn_open(rq, assignment, &turn)) {
    case DB_OK: break;
    case DB_NONE: return page_not_found(rq);
    default: return page_failed(rq);
    }
    if (project_get(page_db(rq), rq->arena, assignment->project, &project) != DB_OK)
        return page_failed(rq);
    zone = zone_load(rq->arena, project.time_zone);
    view = page_view(rq, text_in(&turn.quiz->title, page_lang(rq)));
    view_text(view, "organisation", project.organisation);
    view_text(view, "form_title", text_in(&turn.quiz->title, page_lang(rq)));
    view_text(view, "form_lang", text_foreign(&turn.quiz->title, page_lang(rq)));
    view_text(view, "purpose_lang", text_foreign(&turn.quiz->purpose, page_lang(rq)));
    view_text(view, "purpose",
              text_present(&turn.quiz->purpose) ? text_in(&turn.quiz->purpose, page_lang(rq)) : NULL);
    view_printf(view, "begin_url", "/my/%lld/begin", (long long)assignment->id);
    view_rules(rq, &turn, view);
    view_other_language(rq, turn.quiz, view);
    view_time(rq, &turn, zone, view);
    view_state(rq, &turn, zone, view);
    return page_reply(rq, 200, "exam_start", view);
}

static struct reply
back_to_start(struct request *rq)
{
    return reply_see_other(url_path(rq->arena, "/my/%", rq->params[0], NULL));
}

struct reply
exam_begin(struct request *rq)
{
    const struct caller *caller = page_caller(rq);
    struct attempt_begin begin = { .person = caller->id,
                                   .now = rq->now,
                                   .language = lang_code(page_lang(rq)) };
    struct assignment assignment;
    struct turn turn;
    bool first;

    switch (
        assignment_get(page_db(rq), rq->arena, caller->project, page_number(rq->params[0]), &assignment)) {
    case DB_OK: break;
    case DB_NONE: return page_not_found(rq);
    default: return page_failed(rq);
    }
    if (assignment.person != caller->id || assignment.kind != FORM_QUIZ || assignment.cancelled)
        return page_not_found(rq);
    if (turn_open(rq, &assignment, &turn) != DB_OK)
        return page_failed(rq);
    if (turn.latest->state == ATTEMPT_READY && turn.begin.may != BEGIN_NOW)
        return back_to_start(rq);
    begin.attempt = turn.latest->id;
    begin.deadline = deadline_of(turn.quiz, rq->now, turn.latest->extra_minutes, assignment.closes_at);
    switch (attempt_start(page_db(rq), &begin, &first)) {
    case DB_OK: return reply_see_other(arena_printf(rq->arena, "/t/%lld/1", (long long)begin.attempt));
    case DB_CONFLICT: return back_to_start(rq);
    case DB_NONE: return page_not_found(rq);
    default: return page_failed(rq);
    }
}
