/* What a visitor is asked to fill and to take: the list, and the way to each. */
#include "pages/my.h"

#include "base/die.h"
#include "base/zone.h"
#include "model/format.h"
#include "pages/exam.h"
#include "pages/marking.h"
#include "pages/respond.h"
#include "pages/sitting.h"
#include "store/attempt.h"
#include "store/project.h"
#include "store/response.h"

#include <string.h>

static const char *
survey_state(struct request *rq, const struct response *response, bool begun)
{
    if (!begun)
        return page_text(rq, "my.state.open");
    switch (response->state) {
    case RESPONSE_HANDED_IN: return page_text(rq, "my.state.handed_in");
    case RESPONSE_RETURNED: return page_text(rq, "my.state.returned");
    default: return page_text(rq, "my.state.draft");
    }
}

static const char *
test_state(struct request *rq, const struct attempt *latest, bool passed)
{
    if (passed && latest->state != ATTEMPT_RUNNING && latest->state != ATTEMPT_INTERRUPTED)
        return page_text(rq, "exam.result.passed");
    switch (latest->state) {
    case ATTEMPT_RUNNING: return page_text(rq, "my.state.running");
    case ATTEMPT_INTERRUPTED: return page_text(rq, "my.state.interrupted");
    case ATTEMPT_HANDED_IN:
    case ATTEMPT_EXPIRED: return page_text(rq, "exam.result.failed");
    case ATTEMPT_NO_SHOW:
    case ATTEMPT_NOT_ADMITTED: return page_text(rq, "my.state.absent");
    default: return page_text(rq, latest->number > 1 ? "my.state.retake" : "my.state.open");
    }
}

/* The title and state of one assignment; false when the store failed. */
static bool
view_survey(struct request *rq, const struct assignment *assignment, struct view *item)
{
    const struct library *library = page_app(rq)->library;
    const struct survey *survey = library_survey(library, assignment->form);
    struct response response;
    enum db_result result =
        response_of_assignment(page_db(rq), rq->arena, assignment->person, assignment->id, &response);

    if (result != DB_OK && result != DB_NONE)
        return false;
    if (result == DB_OK)
        survey = library_survey_hash(library, response.form_hash);
    view_text(item, "title", survey ? text_in(&survey->title, page_lang(rq)) : assignment->form);
    view_text(item, "size",
              survey && survey->minutes > 0 ? text_plural(rq->arena, page_app(rq)->phrases, page_lang(rq),
                                                          "exam.minutes", survey->minutes)
                                            : "");
    view_text(item, "state", survey_state(rq, &response, result == DB_OK));
    view_bool(item, "done", result == DB_OK && response.state == RESPONSE_HANDED_IN);
    return true;
}

static bool
view_test(struct request *rq, const struct assignment *assignment, struct view *item)
{
    struct attempt_list attempts;
    const struct attempt *latest;
    const struct quiz *quiz;
    bool ended, passed;

    if (attempt_list(page_db(rq), rq->arena, assignment->id, &attempts) != DB_OK)
        return false;
    latest = &attempts.items[attempts.count - 1];
    ended = latest->state == ATTEMPT_HANDED_IN || latest->state == ATTEMPT_EXPIRED;
    passed = attempt_passed(attempt_counting(&attempts));
    quiz = library_quiz_hash(page_app(rq)->library, latest->form_hash);
    ensure(quiz != NULL); /* every version in use was loaded at start */
    view_text(item, "title", text_in(&quiz->title, page_lang(rq)));
    view_text(item, "size",
              text_plural(rq->arena, page_app(rq)->phrases, page_lang(rq), "exam.minutes",
                          quiz->minutes + latest->extra_minutes));
    view_text(item, "state", test_state(rq, latest, passed));
    view_bool(item, "done", passed);
    view_bool(item, "failed", ended && !passed);
    view_bool(item, "now", latest->state == ATTEMPT_RUNNING);
    return true;
}

static bool
view_assignments(struct request *rq, const struct project *project, struct view *view)
{
    const struct zone *zone = zone_load(rq->arena, project->time_zone);
    const char *today = iso_today(rq->arena, zone, rq->now);
    struct assignment_list list = { 0 };
    enum db_result result = assignment_list_person(page_db(rq), rq->arena, page_caller(rq)->id, &list);

    if (result != DB_OK && result != DB_NONE)
        return false;
    for (size_t i = 0; i < list.count; i++) {
        const struct assignment *a = &list.items[i];
        struct view *item = view_item(view, a->kind == FORM_SURVEY ? "surveys" : "tests");

        view_printf(item, "url", "/my/%lld", (long long)a->id);
        view_text(item, "due",
                  a->due_date[0] != '\0' ? format_iso_date(rq->arena, page_lang(rq), a->due_date) : "");
        view_bool(item, "late", a->due_date[0] != '\0' && strcmp(a->due_date, today) < 0);
        if (!(a->kind == FORM_SURVEY ? view_survey(rq, a, item) : view_test(rq, a, item)))
            return false;
        view_bool(view, a->kind == FORM_SURVEY ? "has_surveys" : "has_tests", true);
    }
    view_bool(view, "nothing", list.count == 0);
    return true;
}

struct reply
my_page(struct request *rq)
{
    struct view *view = page_view(rq, page_text(rq, "my.title"));
    struct project project;

    if (project_get(page_db(rq), rq->arena, page_caller(rq)->project, &project) != DB_OK
        || !view_assignments(rq, &project, view))
        return page_failed(rq);
    view_text(view, "organisation", project.organisation);
    view_text(view, "form_title", project.title);
    view_text(view, "sign_out_url", "/leave");
    return page_reply(rq, 200, "my", view);
}

struct reply
my_assignment(struct request *rq)
{
    const struct caller *caller = page_caller(rq);
    struct assignment assignment;

    switch (
        assignment_get(page_db(rq), rq->arena, caller->project, page_number(rq->params[0]), &assignment)) {
    case DB_OK: break;
    case DB_NONE: return page_not_found(rq);
    default: return page_failed(rq);
    }
    if (assignment.person != caller->id || assignment.cancelled)
        return page_not_found(rq);
    return assignment.kind == FORM_QUIZ ? exam_start_page(rq, &assignment) : respond_welcome(rq, &assignment);
}
