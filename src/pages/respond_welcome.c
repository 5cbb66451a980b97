/* Before a questionnaire: what it is for, who will see the answers; and its beginning. */
#include "model/format.h"
#include "pages/respond.h"
#include "pages/visit.h"

/* The form of an assignment: the version it was begun with, or the newest; DB_NONE when there is none. The
 * response's id is 0 before it is begun. */
static enum db_result
form_of(struct request *rq, const struct assignment *assignment, const struct survey **out,
        struct response *response)
{
    const struct library *library = page_app(rq)->library;
    enum db_result result =
        response_of_assignment(page_db(rq), rq->arena, page_caller(rq)->id, assignment->id, response);

    if (result != DB_OK && result != DB_NONE)
        return result;
    if (result == DB_NONE)
        *response = (struct response){ 0 };
    *out = response->id != 0 ? library_survey_hash(library, response->form_hash)
                             : library_survey(library, assignment->form);
    return *out != NULL ? DB_OK : DB_NONE;
}

static const char *
counted(struct request *rq, const char *key, int n)
{
    return text_plural(rq->arena, page_app(rq)->phrases, page_lang(rq), key, n);
}

static const char *
free_text(struct request *rq, const struct survey *survey)
{
    static const char *const keys[] = {
        [ATTRIBUTION_NAME] = "respond.welcome.free_text.name",
        [ATTRIBUTION_ROLE] = "respond.welcome.free_text.role",
        [ATTRIBUTION_NONE] = "respond.welcome.free_text.none",
    };

    return page_text(rq, keys[survey->attribution]);
}

struct reply
respond_welcome(struct request *rq, const struct assignment *assignment)
{
    enum lang lang = page_lang(rq);
    struct project project;
    struct project_facts facts = { 0 };
    const struct survey *survey;
    const char *author;
    struct response response;
    struct view *view;

    switch (form_of(rq, assignment, &survey, &response)) {
    case DB_OK: break;
    case DB_NONE: return page_not_found(rq);
    default: return page_failed(rq);
    }
    if (response.id != 0 && response.state == RESPONSE_HANDED_IN)
        return reply_see_other(arena_printf(rq->arena, "/r/%lld/done", (long long)response.id));
    if (project_get(page_db(rq), rq->arena, assignment->project, &project) != DB_OK)
        return page_failed(rq);
    if (project_fact_list(page_db(rq), rq->arena, project.id, &facts) == DB_FAIL)
        return page_failed(rq);
    author = project_fact(&facts, FACT_AUTHOR);
    view = page_view(rq, text_in(&survey->title, lang));
    view_text(view, "organisation", project.organisation);
    view_text(view, "form_title", text_in(&survey->title, lang));
    view_text(view, "sign_out_url", "/leave");
    view_text(view, "purpose", text_present(&survey->purpose) ? text_in(&survey->purpose, lang) : NULL);
    view_bool(view, "minutes", survey->minutes > 0);
    view_text(view, "minutes_text", counted(rq, "respond.minutes", survey->minutes));
    view_text(view, "due",
              assignment->due_date[0] ? format_iso_date(rq->arena, lang, assignment->due_date) : NULL);
    view_text(view, "retention",
              survey->retention_months > 0 ? counted(rq, "respond.months", survey->retention_months) : NULL);
    view_text(view, "free_text", free_text(rq, survey));
    view_text(view, "runs", author[0] ? author : project.organisation);
    view_text(view, "notes", project_fact(&facts, FACT_PUBLIC_NOTES));
    view_printf(view, "start_path", "/my/%lld/start", (long long)assignment->id);
    view_bool(view, "begun", response.id != 0);
    return page_reply(rq, 200, "respond_welcome", view);
}

static struct reply
begin(struct request *rq, const struct assignment *assignment)
{
    const struct survey *survey = library_survey(page_app(rq)->library, assignment->form);
    struct response response = { .assignment = assignment->id,
                                 .person = page_caller(rq)->id,
                                 .language = lang_code(page_lang(rq)),
                                 .mode = MODE_SELF,
                                 .started_at = rq->now };

    if (survey == NULL || assignment->kind != FORM_SURVEY)
        return page_not_found(rq);
    response.form_hash = survey->hash;
    switch (response_start(page_db(rq), rq->arena, &response)) {
    case DB_OK: return reply_see_other(url_path(rq->arena, "/r/%", arena_int(rq->arena, response.id), NULL));
    case DB_NONE:
    case DB_CONFLICT: return page_not_found(rq);
    default: return page_failed(rq);
    }
}

struct reply
respond_start(struct request *rq)
{
    const struct caller *caller = page_caller(rq);
    struct assignment_list list;
    const int64_t id = page_number(rq->params[0]);

    switch (assignment_list_person(page_db(rq), rq->arena, caller->id, &list)) {
    case DB_OK: break;
    case DB_NONE: return page_not_found(rq);
    default: return page_failed(rq);
    }
    for (size_t i = 0; i < list.count; i++) {
        if (list.items[i].id == id)
            return begin(rq, &list.items[i]);
    }
    return page_not_found(rq);
}
