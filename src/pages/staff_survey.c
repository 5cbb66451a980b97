/* The survey of a project: coverage by department and role, and the table of assignments. */
#include "pages/staff_survey.h"
#include "pages/staff_figures.h"

#include "audit/requirement.h"
#include "model/format.h"
#include "store/department.h"
#include <string.h>

enum { ROWS = 100 };

/* In the order of the filter; the words of assigned_filter.state. */
static const struct {
    const char *word, *text;
} states[] = {
    { "waiting", "survey.state.waiting" }, { "late", "survey.state.late" },
    { "none", "my.state.open" },           { "draft", "my.state.draft" },
    { "handed_in", "my.state.handed_in" }, { "returned", "my.state.returned" },
    { "cancelled", "survey.cancelled" },
};

static const char *
known_state(const char *word)
{
    for (size_t i = 0; i < LENGTH(states); i++)
        if (strcmp(states[i].word, word) == 0)
            return states[i].word;
    return NULL;
}

static void
view_filter(struct request *rq, struct view *view)
{
    const struct library *library = page_app(rq)->library;
    const char *form = part_query(rq, "form"), *state = part_query(rq, "state");

    for (size_t i = 0; i < library->surveys.count; i++) {
        const struct survey *s = library->surveys.items[i];

        part_option(view, "form_options", s->id, text_in(&s->title, page_lang(rq)), strcmp(s->id, form) == 0);
    }
    for (size_t i = 0; i < LENGTH(states); i++)
        part_option(view, "state_options", states[i].word, page_text(rq, states[i].text),
                    strcmp(states[i].word, state) == 0);
    view_text(view, "form", form);
    view_text(view, "asked_state", state);
    view_text(view, "asked_department", part_query(rq, "department"));
    view_text(view, "waiting_url", part_query_url(rq, "state", "waiting"));
    view_text(view, "handed_in_url", part_query_url(rq, "state", "handed_in"));
    view_text(view, "late_url", part_query_url(rq, "state", "late"));
    view_text(view, "any_url", part_query_url(rq, "state", NULL));
}

/* "41,67 %", as the summary prints it. */
static const char *
share(struct request *rq, int64_t part, int64_t whole)
{
    return whole > 0 ? staff_share(rq, share_of(part, whole)) : "—";
}

/* "не учитывается: 1"; NULL when all that was handed in counts. */
static const char *
excluded_text(struct request *rq, int64_t excluded)
{
    return excluded > 0 ? phrase_fill(rq->arena, page_app(rq)->phrases, page_lang(rq), "survey.excluded", "n",
                                      arena_int(rq->arena, excluded), NULL)
                        : NULL;
}

static struct view *
view_coverage_line(struct request *rq, struct view *view, const char *list, const struct coverage *c,
                   const char *title)
{
    struct view *line = view_item(view, list);
    const char *department = arena_int(rq->arena, c->department);

    view_text(line, "line_title", title);
    view_int(line, "people", c->people);
    view_int(line, "people_answered", c->answered);
    view_text(line, "share", share(rq, c->answered, c->people));
    view_int(line, "invited", c->invited);
    view_int(line, "handed_in", c->handed_in);
    view_text(line, "excluded", excluded_text(rq, c->excluded));
    view_text(line, "line_url", c->department != 0 ? part_query_url(rq, "department", department) : "");
    return line;
}

/* A department under the coverage of the method: its head may confirm that those who answered speak for it.
 */
static void
view_sample(struct request *rq, struct view *line, const struct staff_project *at, const struct coverage *c,
            const struct department_list *departments)
{
    const struct catalogue *catalogue = page_app(rq)->library->catalogue;
    const struct department_facts facts = { .id = c->department,
                                            .invited = (int)c->people,
                                            .counted = (int)c->answered };
    bool confirmed = false, small = catalogue != NULL && department_small(&catalogue->method, &facts);

    for (size_t i = 0; i < departments->count; i++)
        confirmed =
            confirmed || (departments->items[i].id == c->department && departments->items[i].confirmed);
    view_bool(line, "small", small && !confirmed);
    view_bool(line, "confirmed", small && confirmed);
    view_printf(line, "confirm_url", "/p/%s/departments/%lld/confirm",
                url_path(rq->arena, "%", at->project.code, NULL), (long long)c->department);
}

static const char *
role_title(struct request *rq, const char *id)
{
    const struct catalogue *catalogue = page_app(rq)->library->catalogue;

    for (size_t i = 0; catalogue != NULL && i < catalogue->roles.count; i++) {
        const struct role *role = &catalogue->roles.items[i];

        if (id[0] != '\0' ? strcmp(role->id, id) == 0 : role->key_user)
            return text_in(&role->title, page_lang(rq));
    }
    return id[0] != '\0' ? id : page_text(rq, "people.field.key_user");
}

static enum db_result
view_coverage(struct request *rq, struct view *view, const struct staff_project *at, const char *form)
{
    struct coverage_list departments, roles;
    struct department_list all_departments = { 0 };
    struct coverage all = { 0 };
    enum db_result result =
        coverage_count(page_db(rq), rq->arena, at->project.id, form, &departments, &roles);

    if (result == DB_OK)
        result = department_list(page_db(rq), rq->arena, at->project.id, &all_departments);
    if (result != DB_OK && result != DB_NONE)
        return result;
    for (size_t i = 0; i < departments.count; i++) {
        const struct coverage *c = &departments.items[i];
        struct view *line = view_coverage_line(
            rq, view, "departments", c, c->name[0] != '\0' ? c->name : page_text(rq, "people.no_department"));

        all.people += c->people;
        all.answered += c->answered;
        all.invited += c->invited;
        all.handed_in += c->handed_in;
        all.excluded += c->excluded;
        if (form == NULL) /* the head vouches for all that the department said */
            view_sample(rq, line, at, c, &all_departments);
    }
    for (size_t i = 0; i < roles.count; i++)
        view_coverage_line(rq, view, "roles", &roles.items[i], role_title(rq, roles.items[i].name));
    view_int(view, "people", all.people);
    view_int(view, "people_answered", all.answered);
    view_text(view, "share", share(rq, all.answered, all.people));
    view_int(view, "invited", all.invited);
    view_int(view, "handed_in", all.handed_in);
    view_int(view, "waiting", all.invited - all.handed_in);
    view_text(view, "excluded", excluded_text(rq, all.excluded));
    view_bool(view, "has_coverage", departments.count > 0);
    view_bool(view, "has_roles", roles.count > 0);
    return DB_OK;
}

static void
view_row(struct request *rq, struct view *view, const struct staff_project *at, const struct assigned *a)
{
    struct view *row = view_item(view, "rows");
    struct name name = { a->family, a->given, a->patronymic };

    view_int(row, "id", a->assignment.id);
    view_text(row, "name", name_full(rq->arena, &name));
    view_text(row, "url",
              staff_url(rq, at, arena_printf(rq->arena, "/people/%lld", (long long)a->assignment.person)));
    view_text(row, "department", a->department_name);
    view_text(row, "form_title", part_form_title(rq, FORM_SURVEY, a->assignment.form, page_lang(rq)));
    part_progress(rq, row, at, a);
    view_int(row, "answered", a->answered);
    view_text(row, "answers_url",
              a->response
                  ? staff_url(rq, at, arena_printf(rq->arena, "/answers/%lld", (long long)a->response))
                  : "");
}

static enum db_result
view_rows(struct request *rq, struct view *view, const struct staff_project *at)
{
    struct assigned_filter filter = { .project = at->project.id,
                                      .form = part_query(rq, "form"),
                                      .kind = FORM_SURVEY,
                                      .department = page_number(request_query(rq, "department")),
                                      .state = known_state(part_query(rq, "state")),
                                      .today = part_today(rq, at),
                                      .page = part_page(rq, ROWS) };
    struct assigned_list list;
    int64_t total = 0;
    enum db_result result = assignment_list(page_db(rq), rq->arena, &filter, &list, &total);

    if (result != DB_OK && result != DB_NONE)
        return result;
    for (size_t i = 0; i < list.count; i++)
        view_row(rq, view, at, &list.items[i]);
    part_pager(rq, view, filter.page, total);
    view_bool(view, "has_rows", list.count > 0);
    view_text(view, "found",
              phrase_fill(rq->arena, page_app(rq)->phrases, page_lang(rq), "people.found", "n",
                          arena_int(rq->arena, total), NULL));
    view_bool(view, "filtered", filter.form[0] != '\0' || filter.department != 0 || filter.state != NULL);
    return DB_OK;
}

static enum db_result
view_late(struct request *rq, struct view *view, const struct staff_project *at)
{
    struct assigned_filter filter = { .project = at->project.id,
                                      .form = part_query(rq, "form"),
                                      .kind = FORM_SURVEY,
                                      .state = "late",
                                      .today = part_today(rq, at),
                                      .page = { .limit = 1 } };
    struct assigned_list list;
    int64_t total = 0;
    enum db_result result = assignment_list(page_db(rq), rq->arena, &filter, &list, &total);

    view_int(view, "late_count", total);
    return result == DB_NONE ? DB_OK : result;
}

static struct reply
show(struct request *rq, const struct staff_project *at)
{
    struct view *view = staff_view(rq, at, PLACE_SURVEY, page_text(rq, "nav.survey"));
    const char *form = part_query(rq, "form");
    struct department_list departments;
    bool nobody;

    if (part_nobody(rq, view, at, &nobody) != DB_OK
        || part_departments(rq, view, at, part_query(rq, "department"), &departments) != DB_OK
        || view_coverage(rq, view, at, form[0] != '\0' ? form : NULL) != DB_OK
        || view_rows(rq, view, at) != DB_OK || view_late(rq, view, at) != DB_OK)
        return page_failed(rq);
    view_filter(rq, view);
    view_bool(view, "has_address", part_public_url(rq) != NULL);
    view_text(view, "assign_url", staff_url(rq, at, "/survey/assign"));
    view_text(view, "change_url", staff_url(rq, at, "/survey"));
    view_text(view, "links_url", staff_url(rq, at, "/links"));
    view_text(view, "slips_url", staff_url(rq, at, "/slips"));
    return page_reply(rq, 200, "staff_survey", view);
}

struct reply
survey_page(struct request *rq)
{
    struct staff_project at;
    enum db_result result = staff_project(rq, PLACE_SURVEY, &at);

    return result == DB_OK ? show(rq, &at) : staff_refusal(rq, result);
}
