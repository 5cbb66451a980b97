/* The table of people. */
#include "pages/staff_people.h"

#include "model/format.h"

#include <string.h>

enum { ROWS = 50 };

/* How many assignments of a person stand where: a badge each. */
static enum db_result
view_tasks(struct request *rq, struct view *row, const struct staff_project *at, int64_t person)
{
    static const char *const counted[] = { "my.state.handed_in", "my.state.draft", "my.state.open",
                                           "survey.late" };
    static const char *const badges[] = { "done", "now", "", "attention" };
    int counts[LENGTH(counted)] = { 0 };
    struct assigned_list list;
    enum db_result result = assigned_list_person(page_db(rq), rq->arena, at->project.id, person, &list);

    if (result != DB_OK && result != DB_NONE)
        return result;
    for (size_t i = 0; i < list.count; i++) {
        const struct assigned *a = &list.items[i];

        if (a->assignment.cancelled)
            continue;
        if (part_late(rq, at, a))
            counts[3]++;
        else
            counts[a->progress == PROGRESS_HANDED_IN ? 0 : a->progress == PROGRESS_NONE ? 2 : 1]++;
    }
    for (size_t i = 0; i < LENGTH(counted); i++) {
        struct view *task;

        if (counts[i] == 0)
            continue;
        task = view_item(row, "tasks");
        view_text(task, "state", page_text(rq, counted[i]));
        view_text(task, "state_class", badges[i]);
        view_int(task, "count", counts[i]);
    }
    view_bool(row, "has_tasks", counts[0] + counts[1] + counts[2] + counts[3] > 0);
    return DB_OK;
}

static enum db_result
view_rows(struct request *rq, struct view *view, const struct staff_project *at,
          const struct person_list *people)
{
    for (size_t i = 0; i < people->count; i++) {
        const struct person *p = &people->items[i];
        struct name name = { p->family, p->given, p->patronymic };
        struct view *row = view_item(view, "people");

        view_text(row, "name", name_full(rq->arena, &name));
        view_text(row, "url", staff_url(rq, at, arena_printf(rq->arena, "/people/%lld", (long long)p->id)));
        view_text(row, "position", p->position);
        view_text(row, "department", p->department_name);
        view_text(row, "roles", part_role_words(rq, &p->roles, false));
        view_bool(row, "key_user", p->key_user);
        view_bool(row, "disabled", p->disabled);
        if (view_tasks(rq, row, at, p->id) != DB_OK)
            return DB_FAIL;
    }
    return DB_OK;
}

static bool
is_filtered(const struct person_filter *filter)
{
    return filter->department != 0 || filter->role != NULL || filter->search != NULL;
}

struct reply
people_page(struct request *rq)
{
    const char *department = part_query(rq, "department"), *role = part_query(rq, "role");
    const char *search = part_query(rq, "q");
    struct department_list departments;
    struct person_list people;
    struct staff_project at;
    struct view *view;
    int64_t total = 0;
    enum db_result result = staff_project(rq, PLACE_PEOPLE, &at);
    struct person_filter filter = { .department = page_number(department),
                                    .role = role[0] ? role : NULL,
                                    .search = search[0] ? search : NULL,
                                    .with_disabled = request_query(rq, "all") != NULL,
                                    .page = part_page(rq, ROWS) };

    if (result != DB_OK)
        return staff_refusal(rq, result);
    filter.project = at.project.id;
    view = staff_view(rq, &at, PLACE_PEOPLE, page_text(rq, "nav.people"));
    result = person_list(page_db(rq), rq->arena, &filter, &people, &total);
    if ((result != DB_OK && result != DB_NONE)
        || part_departments(rq, view, &at, department, &departments) != DB_OK
        || view_rows(rq, view, &at, &people) != DB_OK)
        return page_failed(rq);
    part_roles(rq, view, role);
    part_pager(rq, view, filter.page, total);
    view_text(view, "q", search);
    view_bool(view, "with_disabled", filter.with_disabled);
    view_bool(view, "nobody", total == 0 && !is_filtered(&filter));
    view_bool(view, "none_found", total == 0 && is_filtered(&filter));
    view_bool(view, "has_people", people.count > 0);
    view_text(view, "people_count", part_plural(rq, "people.count", total));
    view_int(view, "department_count", (int64_t)departments.count);
    view_text(view, "import_url", staff_url(rq, &at, "/people/import"));
    view_text(view, "new_url", staff_url(rq, &at, "/people/new"));
    return page_reply(rq, 200, "staff_people", view);
}
