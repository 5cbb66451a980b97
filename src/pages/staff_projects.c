/* My projects; an admin makes new ones. */
#include "pages/staff_people.h"

#include "model/format.h"
#include "store/event.h"

#include <string.h>

enum { CODE_MAX = 40, TITLE_MAX = 200 };

struct new_project {
    const char *code, *organisation, *title;
    const char *refusals[3]; /* text ids, in that order */
};

static enum db_result
view_projects(struct request *rq, struct view *view)
{
    struct project_list list;
    enum db_result result = project_list_of_staff(page_db(rq), rq->arena, page_caller(rq)->id, &list);

    if (result != DB_OK && result != DB_NONE)
        return result;
    for (size_t i = 0; i < list.count; i++) {
        const struct project *p = &list.items[i];
        struct view *item = view_item(view, "projects");
        struct staff_project at = { .project = *p };
        struct coverage_list departments, roles;
        int64_t invited = 0, done = 0;

        if (staff_rights(page_db(rq), page_caller(rq)->id, p->id, &at.rights) != DB_OK)
            return DB_FAIL;
        result = coverage_count(page_db(rq), rq->arena, p->id, NULL, &departments, &roles);
        if (result != DB_OK && result != DB_NONE)
            return result;
        for (size_t d = 0; d < departments.count; d++) {
            invited += departments.items[d].invited;
            done += departments.items[d].handed_in;
        }
        view_text(item, "organisation", p->organisation);
        view_text(item, "project_title", p->title);
        view_text(item, "code", p->code);
        view_text(item, "city", p->city);
        view_text(item, "url", staff_home(rq, &at));
        view_int(item, "invited", invited);
        view_int(item, "handed_in", done);
    }
    view_bool(view, "has_projects", list.count > 0);
    return DB_OK;
}

static struct reply
projects(struct request *rq, int status, const struct new_project *form)
{
    static const char *const names[] = { "code", "organisation", "title" };
    static const char *const labels[] = { "staff.project.code", "staff.project.organisation",
                                          "staff.project.title" };
    const char *values[] = { form->code, form->organisation, form->title };
    struct view *view = staff_plain_view(rq, page_text(rq, "nav.projects"));
    bool refused = false;

    if (view_projects(rq, view) != DB_OK)
        return page_failed(rq);
    for (size_t i = 0; i < LENGTH(names); i++) {
        struct view *field = view_item(view, "fields");

        view_text(field, "field_name", names[i]);
        view_text(field, "label", page_text(rq, labels[i]));
        view_text(field, "value", values[i]);
        view_text(field, "refusal", form->refusals[i] != NULL ? page_text(rq, form->refusals[i]) : "");
        view_text(field, "hint", i == 0 ? page_text(rq, "staff.project.code_hint") : "");
        refused |= form->refusals[i] != NULL;
    }
    view_bool(view, "refused", refused);
    return page_reply(rq, status, "staff_projects", view);
}

struct reply
staff_projects_page(struct request *rq)
{
    return projects(rq, 200, &(struct new_project){ .code = "", .organisation = "", .title = "" });
}

static bool
code_fits(const char *code)
{
    size_t length = strspn(code, "abcdefghijklmnopqrstuvwxyz0123456789-");

    return length > 0 && length <= CODE_MAX && code[length] == '\0' && code[0] != '-';
}

static const char *
clean(struct request *rq, const char *name)
{
    const char *text = text_clean(rq->arena, part_form(rq, name), TITLE_MAX);

    return text != NULL ? text : "";
}

struct reply
staff_project_add(struct request *rq)
{
    struct new_project form = {
        part_form(rq, "code"), clean(rq, "organisation"), clean(rq, "title"), { NULL }
    };
    struct project project = { .code = form.code,
                               .title = form.title,
                               .organisation = form.organisation,
                               .city = "",
                               .country = "other",
                               .time_zone = "UTC",
                               .language = lang_code(page_lang(rq)),
                               .created_at = rq->now };
    struct event event = { .at = rq->now, .by = staff_actor(rq), .kind = "project_add" };

    if (!page_caller(rq)->admin)
        return page_not_found(rq);
    if (!code_fits(form.code))
        form.refusals[0] = "staff.project.bad_code";
    if (form.organisation[0] == '\0')
        form.refusals[1] = "staff.project.no_organisation";
    if (form.title[0] == '\0')
        form.refusals[2] = "staff.project.no_title";
    if (form.refusals[0] != NULL || form.refusals[1] != NULL || form.refusals[2] != NULL)
        return projects(rq, 422, &form);
    for (int lang = 0; lang < LANG_COUNT; lang++)
        *ARENA_PUSH(rq->arena, &project.languages) = lang_code((enum lang)lang);
    switch (project_add(page_db(rq), rq->arena, &project)) {
    case DB_OK: break;
    case DB_CONFLICT: form.refusals[0] = "staff.project.taken"; return projects(rq, 422, &form);
    default: return page_failed(rq);
    }
    event.project = event.object = project.id;
    if (staff_right_give(page_db(rq), page_caller(rq)->id, project.id, STAFF_CONSULTANT) != DB_OK
        || event_add(page_db(rq), &event) != DB_OK)
        return page_failed(rq);
    return staff_done(rq, url_path(rq->arena, "/p/%/settings", project.code, NULL), "project_made");
}
