/* Parts that the pages for staff have in common. */
#include "pages/staff_parts.h"

#include "model/format.h"

#include <string.h>

void
part_option(struct view *view, const char *list, const char *value, const char *label, bool selected)
{
    struct view *option = view_item(view, list);

    view_text(option, "value", value);
    view_text(option, "label", label);
    view_bool(option, "selected", selected);
}

enum db_result
part_departments(struct request *rq, struct view *view, const struct staff_project *at, const char *selected,
                 struct department_list *out)
{
    enum db_result result = department_list(page_db(rq), rq->arena, at->project.id, out);

    if (result != DB_OK && result != DB_NONE)
        return result;
    for (size_t i = 0; i < out->count; i++) {
        const char *id = arena_int(rq->arena, out->items[i].id);

        part_option(view, "department_options", id, out->items[i].name,
                    selected != NULL && strcmp(selected, id) == 0);
    }
    return DB_OK;
}

void
part_roles(struct request *rq, struct view *view, const char *selected)
{
    const struct catalogue *catalogue = page_app(rq)->library->catalogue;

    for (size_t i = 0; catalogue != NULL && i < catalogue->roles.count; i++) {
        const struct role *role = &catalogue->roles.items[i];

        if (!role->key_user)
            part_option(view, "role_options", role->id, text_in(&role->title, page_lang(rq)),
                        selected != NULL && strcmp(selected, role->id) == 0);
    }
}

struct names
part_role_ids(struct request *rq, const struct names *roles, bool key_user)
{
    return *catalogue_person_roles(rq->arena, page_app(rq)->library->catalogue, roles, key_user);
}

const char *
part_role_words(struct request *rq, const struct names *roles, bool key_user)
{
    const struct catalogue *catalogue = page_app(rq)->library->catalogue;
    struct names ids = part_role_ids(rq, roles, key_user);
    const char *words = "";

    for (size_t i = 0; i < ids.count; i++) {
        const struct role *role = catalogue != NULL ? catalogue_role(catalogue, ids.items[i]) : NULL;

        words = arena_printf(rq->arena, "%s%s%s", words, i > 0 ? ", " : "",
                             role != NULL ? text_in(&role->title, page_lang(rq)) : ids.items[i]);
    }
    return words;
}

const char *
part_title_in(const struct library *library, enum form_kind kind, const char *form, enum lang lang)
{
    const struct survey *survey = kind == FORM_SURVEY ? library_survey(library, form) : NULL;
    const struct quiz *quiz = kind == FORM_QUIZ ? library_quiz(library, form) : NULL;

    if (survey != NULL)
        return text_in(&survey->title, lang);
    return quiz != NULL ? text_in(&quiz->title, lang) : form;
}

const char *
part_form_title(struct request *rq, enum form_kind kind, const char *form, enum lang lang)
{
    return part_title_in(page_app(rq)->library, kind, form, lang);
}

const char *
part_today(struct request *rq, const struct staff_project *at)
{
    return iso_today(rq->arena, at->zone, rq->now);
}

bool
part_late(struct request *rq, const struct staff_project *at, const struct assigned *assigned)
{
    const char *due = assigned->assignment.due_date;
    enum progress progress = assigned->progress;

    return !assigned->assignment.cancelled && due[0] != '\0' && strcmp(due, part_today(rq, at)) < 0
           && progress != PROGRESS_HANDED_IN && progress != PROGRESS_ABSENT;
}

void
part_progress(struct request *rq, struct view *item, const struct staff_project *at,
              const struct assigned *assigned)
{
    static const struct {
        const char *text, *badge;
    } states[] = {
        [PROGRESS_NONE] = { "my.state.open", "" },
        [PROGRESS_DRAFT] = { "my.state.draft", "now" },
        [PROGRESS_HANDED_IN] = { "my.state.handed_in", "done" },
        [PROGRESS_RETURNED] = { "my.state.returned", "attention" },
        [PROGRESS_INTERRUPTED] = { "my.state.interrupted", "attention" },
        [PROGRESS_ABSENT] = { "my.state.absent", "" },
    };
    const char *text = states[assigned->progress].text, *badge = states[assigned->progress].badge;
    bool late = part_late(rq, at, assigned);

    if (assigned->progress == PROGRESS_DRAFT && assigned->assignment.kind == FORM_QUIZ)
        text = "my.state.running";
    if (assigned->assignment.cancelled) {
        text = "survey.cancelled";
        badge = "";
    }
    view_text(item, "state", page_text(rq, text));
    view_text(item, "state_class", badge);
    view_text(item, "due", format_iso_date(rq->arena, page_lang(rq), assigned->assignment.due_date));
    view_bool(item, "late", late);
}

struct page
part_page(struct request *rq, int64_t rows)
{
    int64_t number = page_number(request_query(rq, "page"));

    if (number < 1 || number > 100000)
        number = 1;
    return (struct page){ .limit = rows, .offset = (number - 1) * rows };
}

const char *
part_query_url(struct request *rq, const char *name, const char *value)
{
    const char *url = "";

    for (size_t i = 0; i < rq->query.count; i++) {
        const struct field *f = &rq->query.items[i];

        if (strcmp(f->name, name) == 0 || strcmp(f->name, "done") == 0 || strcmp(f->name, "n") == 0
            || strcmp(f->name, "lang") == 0 || strcmp(f->name, "page") == 0)
            continue;
        url = arena_printf(rq->arena, "%s&%s", url, url_path(rq->arena, "%=%", f->name, f->value, NULL));
    }
    if (value != NULL)
        url = arena_printf(rq->arena, "%s&%s", url, url_path(rq->arena, "%=%", name, value, NULL));
    return arena_printf(rq->arena, "%s%s%s", url_path(rq->arena, "%", rq->path, NULL), url[0] ? "?" : "",
                        url[0] ? url + 1 : "");
}

void
part_pager(struct request *rq, struct view *view, struct page page, int64_t total)
{
    int64_t pages = (total + page.limit - 1) / page.limit, at = page.offset / page.limit + 1;
    const char *number = arena_int(rq->arena, at);
    const char *all = arena_int(rq->arena, pages);

    view_bool(view, "has_pages", pages > 1);
    view_text(view, "page_text",
              phrase_fill(rq->arena, page_app(rq)->phrases, page_lang(rq), "people.page", "page", number,
                          "pages", all, NULL));
    if (at > 1)
        view_text(view, "page_back_url", part_query_url(rq, "page", arena_int(rq->arena, at - 1)));
    if (at < pages)
        view_text(view, "page_next_url", part_query_url(rq, "page", arena_int(rq->arena, at + 1)));
}

bool
part_date(struct arena *arena, const char *typed, const char **iso)
{
    struct civil civil;
    const char *at = typed + strspn(typed, " ");
    size_t length = strcspn(at, " ");

    *iso = arena_copy_n(arena, at, length);
    if (length == 0)
        return true;
    if (length == 10 && at[2] == '.' && at[5] == '.')
        *iso = arena_printf(arena, "%.4s-%.2s-%.2s", at + 6, at + 3, at);
    return date_parse(*iso, &civil);
}

const char *
part_form(const struct request *rq, const char *name)
{
    const char *value = request_form(rq, name);

    return value != NULL ? value : "";
}

const char *
part_query(const struct request *rq, const char *name)
{
    const char *value = request_query(rq, name);

    return value != NULL ? value : "";
}

const char *
part_public_url(struct request *rq)
{
    const char *url = page_app(rq)->settings.public_url;
    size_t length = url != NULL ? strlen(url) : 0;

    while (length > 0 && url[length - 1] == '/')
        length--;
    return length > 0 ? arena_copy_n(rq->arena, url, length) : NULL;
}

const char *
part_plural(struct request *rq, const char *key, int64_t n)
{
    return text_plural(rq->arena, page_app(rq)->phrases, page_lang(rq), key, n);
}

enum db_result
part_person(struct request *rq, const struct staff_project *at, int index, struct person *out)
{
    int64_t id = staff_number(rq, index);

    return id > 0 ? person_get(page_db(rq), rq->arena, at->project.id, id, out) : DB_NONE;
}

enum db_result
part_nobody(struct request *rq, struct view *view, const struct staff_project *at, bool *nobody)
{
    struct person_filter anybody = { .project = at->project.id, .page = { .limit = 1 } };
    struct person_list people;
    enum db_result result = person_list(page_db(rq), rq->arena, &anybody, &people, NULL);

    *nobody = people.count == 0;
    view_bool(view, "nobody", *nobody);
    view_text(view, "import_url", staff_url(rq, at, "/people/import"));
    return result == DB_NONE ? DB_OK : result;
}
