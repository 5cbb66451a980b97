/* What is done with ticked assignments, and asking people in the first place. */
#include "pages/staff_survey.h"

#include "model/format.h"
#include "store/department.h"
#include "store/event.h"
#include "store/response.h"

#include <stdlib.h>
#include <string.h>

enum { LISTED = 1500 }; /* people on the page that assigns: what one form may carry */

enum act { ACT_DUE, ACT_CANCEL, ACT_REOPEN, ACT_RETURN, ACT_COUNT };

static const struct {
    const char *word, *event, *done;
} acts[ACT_COUNT] = {
    [ACT_DUE] = { "due", "assignment_due", "due_changed" },
    [ACT_CANCEL] = { "cancel", "assignment_cancel", "assignments_cancelled" },
    [ACT_REOPEN] = { "reopen", "assignment_reopen", "assignments_reopened" },
    [ACT_RETURN] = { "return", "response_return", "responses_returned" },
};

struct change {
    const struct staff_project *at;
    enum act act;
    const char *due; /* ISO, or "" */
    int64_t count;   /* that changed */
};

static enum db_result
give_back(struct request *rq, struct change *change, const struct assignment *a)
{
    struct response response;
    enum db_result result = response_of_assignment(page_db(rq), rq->arena, a->person, a->id, &response);

    if (result != DB_OK || response.state != RESPONSE_HANDED_IN)
        return result == DB_NONE ? DB_OK : result;
    change->count++;
    return response_return(page_db(rq), change->at->project.id, response.id, staff_actor(rq), rq->now);
}

static enum db_result
change_one(struct request *rq, struct change *change, int64_t id)
{
    struct assignment a;
    const struct event event = { .project = change->at->project.id,
                                 .at = rq->now,
                                 .by = staff_actor(rq),
                                 .kind = acts[change->act].event,
                                 .object = id };
    enum db_result result = assignment_get(page_db(rq), rq->arena, change->at->project.id, id, &a);

    if (result != DB_OK || a.kind != FORM_SURVEY)
        return result == DB_OK ? DB_NONE : result;
    if (change->act == ACT_RETURN)
        return give_back(rq, change, &a);
    if (change->act == ACT_DUE ? strcmp(a.due_date, change->due) == 0
                               : a.cancelled == (change->act == ACT_CANCEL))
        return DB_OK;
    if (change->act == ACT_DUE)
        a.due_date = change->due;
    else
        a.cancelled = change->act == ACT_CANCEL;
    change->count++;
    result = assignment_change(page_db(rq), &a);
    return result == DB_OK ? event_add(page_db(rq), &event) : result;
}

/* Back to the table as it was filtered. */
static const char *
table_url(struct request *rq, const struct staff_project *at, const char *key, int64_t n)
{
    return arena_printf(rq->arena, "%s?%s&done=%s&n=%lld", staff_url(rq, at, "/survey"),
                        url_path(rq->arena, "form=%&department=%&state=%", part_form(rq, "form"),
                                 part_form(rq, "department"), part_form(rq, "state"), NULL),
                        key, (long long)n);
}

/* A due date as typed: what is wrong with it as a text id, or NULL. Nobody can keep one that is over. */
static const char *
due_refusal(struct request *rq, const struct staff_project *at, const char **iso)
{
    if (!part_date(rq->arena, part_form(rq, "due"), iso))
        return "survey.refuse.due";
    return **iso != '\0' && strcmp(*iso, iso_today(rq->arena, at->zone, rq->now)) < 0 ? "survey.refuse.past"
                                                                                      : NULL;
}

struct reply
survey_change(struct request *rq)
{
    struct staff_project at;
    struct change change = { .at = &at, .act = ACT_COUNT };
    const char *refusal;
    enum db_result result = staff_project(rq, PLACE_SURVEY, &at);

    if (result != DB_OK)
        return staff_refusal(rq, result);
    for (int i = 0; i < ACT_COUNT; i++)
        if (strcmp(part_form(rq, "do"), acts[i].word) == 0)
            change.act = (enum act)i;
    if (change.act == ACT_COUNT)
        return page_refused(rq, 422, "error.bad_request");
    refusal = change.act == ACT_DUE ? due_refusal(rq, &at, &change.due) : NULL;
    if (refusal != NULL)
        return page_refused(rq, 422, refusal);
    for (size_t i = 0; i < rq->form.count; i++) {
        if (strcmp(rq->form.items[i].name, "a") != 0)
            continue;
        result = change_one(rq, &change, page_number(rq->form.items[i].value));
        if (result != DB_OK)
            return staff_refusal(rq, result);
    }
    if (change.count > 0 && project_bump(page_db(rq), at.project.id, NULL) != DB_OK)
        return page_failed(rq);
    return reply_see_other(
        table_url(rq, &at, change.count > 0 ? acts[change.act].done : "nothing_changed", change.count));
}

struct reply
department_confirmation(struct request *rq)
{
    bool confirm = strcmp(part_form(rq, "do"), "confirm") == 0;
    struct staff_project at;
    enum db_result result = staff_project(rq, PLACE_SURVEY, &at);
    struct event event = { .at = rq->now, .by = staff_actor(rq), .object = staff_number(rq, 1) };

    if (result == DB_OK)
        result = department_confirm(page_db(rq), at.project.id, event.object, confirm);
    event.project = at.project.id;
    event.kind = confirm ? "sample_confirm" : "sample_withdraw";
    if (result == DB_OK)
        result = event_add(page_db(rq), &event);
    if (result == DB_OK)
        result = project_bump(page_db(rq), at.project.id, NULL);
    if (result != DB_OK)
        return staff_refusal(rq, result);
    return staff_done(rq, url_path(rq->arena, "/p/%/survey", at.project.code, NULL),
                      confirm ? "sample_confirmed" : "sample_withdrawn");
}

/* --- asking --- */

/* Who is asked this already, sorted by person. */
static int
compare_numbers(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static enum db_result
list_asked(struct request *rq, const struct staff_project *at, const char *form, struct id_list *out)
{
    struct assigned_filter filter = { .project = at->project.id, .form = form, .kind = FORM_SURVEY };
    struct assigned_list list;
    enum db_result result = assignment_list(page_db(rq), rq->arena, &filter, &list, NULL);

    *out = (struct id_list){ 0 };
    if (result != DB_OK)
        return result == DB_NONE ? DB_OK : result;
    for (size_t i = 0; i < list.count; i++)
        *ARENA_PUSH(rq->arena, out) = list.items[i].assignment.person;
    qsort(out->items, out->count, sizeof *out->items, compare_numbers);
    return DB_OK;
}

static bool
is_asked(const struct id_list *asked, int64_t person)
{
    return asked->count > 0
           && bsearch(&person, asked->items, asked->count, sizeof person, compare_numbers) != NULL;
}

/* People of the filter: those whom the questionnaire is for come ticked. */
static enum db_result
view_people(struct request *rq, struct view *view, const struct staff_project *at,
            const struct survey *survey)
{
    const char *role = part_query(rq, "role");
    bool everybody = request_query(rq, "all") != NULL;
    struct person_filter filter = { .project = at->project.id,
                                    .department = page_number(request_query(rq, "department")),
                                    .role = role[0] != '\0' ? role : NULL,
                                    .page = { .limit = LISTED } };
    struct person_list people;
    struct id_list asked;
    int64_t total = 0, count = 0, ready = 0;
    enum db_result result = person_list(page_db(rq), rq->arena, &filter, &people, &total);

    if ((result != DB_OK && result != DB_NONE) || list_asked(rq, at, survey->id, &asked) != DB_OK)
        return DB_FAIL;
    for (size_t i = 0; i < people.count; i++) {
        const struct person *p = &people.items[i];
        struct names roles = part_role_ids(rq, &p->roles, p->key_user);
        bool invited = survey_invites(survey, &roles), has = is_asked(&asked, p->id);
        struct name name = { p->family, p->given, p->patronymic };
        struct view *row;

        if (!invited && !everybody)
            continue;
        row = view_item(view, "people");
        view_int(row, "id", p->id);
        view_text(row, "name", name_full(rq->arena, &name));
        view_text(row, "department", p->department_name);
        view_text(row, "roles", part_role_words(rq, &p->roles, p->key_user));
        view_bool(row, "asked", has);
        view_bool(row, "ticked", invited && !has);
        count++;
        ready += invited && !has;
    }
    view_bool(view, "has_people", count > 0);
    view_bool(view, "none_invited", count == 0 && total > 0);
    view_bool(view, "cut", total > LISTED);
    view_int(view, "listed", LISTED);
    view_int(view, "total", total);
    view_text(view, "ready", part_plural(rq, "people.count", ready));
    view_bool(view, "everybody", everybody);
    return DB_OK;
}

static const char *
audience_words(struct request *rq, const struct survey *survey)
{
    return survey->audience.count > 0 ? part_role_words(rq, &survey->audience, false)
                                      : page_text(rq, "survey.audience.all");
}

static struct reply
assign_page(struct request *rq, const struct staff_project *at, int status, const char *refusal)
{
    struct view *view = staff_view(rq, at, PLACE_SURVEY, page_text(rq, "survey.assign.title"));
    const struct library *library = page_app(rq)->library;
    const char *form = rq->method == METHOD_POST ? part_form(rq, "form") : part_query(rq, "form");
    const struct survey *survey = library_survey(library, form);
    struct department_list departments;
    bool nobody;

    if (part_nobody(rq, view, at, &nobody) != DB_OK)
        return page_failed(rq);
    for (size_t i = 0; i < library->surveys.count; i++) {
        const struct survey *s = library->surveys.items[i];

        part_option(view, "form_options", s->id, text_in(&s->title, page_lang(rq)), s == survey);
    }
    if (part_departments(rq, view, at, part_query(rq, "department"), &departments) != DB_OK)
        return page_failed(rq);
    part_roles(rq, view, part_query(rq, "role"));
    view_text(view, "survey_url", staff_url(rq, at, "/survey"));
    view_text(view, "assign_url", staff_url(rq, at, "/survey/assign"));
    view_bool(view, "chosen", survey != NULL);
    view_bool(view, "no_forms", library->surveys.count == 0);
    view_text(view, "refusal", refusal);
    view_text(view, "due", part_form(rq, "due"));
    if (survey != NULL && !nobody) {
        view_text(view, "form", survey->id);
        view_text(view, "audience", audience_words(rq, survey));
        view_text(view, "minutes", part_plural(rq, "exam.minutes", survey->minutes));
        if (view_people(rq, view, at, survey) != DB_OK)
            return page_failed(rq);
    }
    return page_reply(rq, status, "staff_assign", view);
}

struct reply
survey_assign_page(struct request *rq)
{
    struct staff_project at;
    enum db_result result = staff_project(rq, PLACE_SURVEY, &at);

    return result == DB_OK ? assign_page(rq, &at, 200, NULL) : staff_refusal(rq, result);
}

/* Somebody who was asked already stays as they are; a cancelled assignment is opened again. */
static enum db_result
ask(struct request *rq, const struct staff_project *at, struct assignment assignment, int64_t *count)
{
    struct assignment there;
    struct event event = {
        .project = at->project.id, .at = rq->now, .by = staff_actor(rq), .kind = "assign"
    };
    enum db_result result = assignment_add(page_db(rq), &assignment);

    if (result == DB_CONFLICT) {
        result = assignment_get(page_db(rq), rq->arena, at->project.id, assignment.id, &there);
        if (result != DB_OK || !there.cancelled)
            return result;
        there.cancelled = false;
        there.due_date = assignment.due_date;
        result = assignment_change(page_db(rq), &there);
    }
    if (result != DB_OK)
        return result;
    ++*count;
    event.object = assignment.id;
    return event_add(page_db(rq), &event);
}

struct reply
survey_assign(struct request *rq)
{
    struct staff_project at;
    struct assignment assignment = {
        .kind = FORM_SURVEY, .subject = "", .variant = "", .created_at = rq->now
    };
    const char *refusal;
    int64_t count = 0;
    enum db_result result = staff_project(rq, PLACE_SURVEY, &at);

    if (result != DB_OK)
        return staff_refusal(rq, result);
    assignment.project = at.project.id;
    assignment.form = part_form(rq, "form");
    if (library_survey(page_app(rq)->library, assignment.form) == NULL)
        return page_not_found(rq);
    refusal = due_refusal(rq, &at, &assignment.due_date);
    if (refusal != NULL)
        return assign_page(rq, &at, 422, page_text(rq, refusal));
    for (size_t i = 0; i < rq->form.count; i++) {
        if (strcmp(rq->form.items[i].name, "person") != 0)
            continue;
        assignment.person = page_number(rq->form.items[i].value);
        result = ask(rq, &at, assignment, &count);
        if (result != DB_OK)
            return staff_refusal(rq, result);
    }
    if (count == 0)
        return assign_page(rq, &at, 422, page_text(rq, "survey.refuse.nobody"));
    if (project_bump(page_db(rq), at.project.id, NULL) != DB_OK)
        return page_failed(rq);
    return staff_done_count(rq, staff_url(rq, &at, "/survey"), "assigned", count);
}
