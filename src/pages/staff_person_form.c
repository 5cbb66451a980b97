/* Adding a person and changing what is known of them: the form, and what is refused in it. */
#include "pages/staff_people.h"

#include "exchange/people_csv.h"
#include "model/format.h"
#include "store/event.h"

#include <string.h>

/* The texts of the form, in its order. */
static const struct {
    const char *name, *type;
    enum people_field field;
    size_t offset;
    bool wide;
} texts[] = {
    { "family", "text", PEOPLE_FAMILY, offsetof(struct person, family), false },
    { "given", "text", PEOPLE_GIVEN, offsetof(struct person, given), false },
    { "patronymic", "text", PEOPLE_PATRONYMIC, offsetof(struct person, patronymic), false },
    { "external_id", "text", PEOPLE_EXTERNAL_ID, offsetof(struct person, external_id), false },
    { "position", "text", PEOPLE_POSITION, offsetof(struct person, position), true },
    { "department", "text", PEOPLE_DEPARTMENT, offsetof(struct person, department_name), true },
    { "email", "email", PEOPLE_EMAIL, offsetof(struct person, email), false },
    { "phone", "tel", PEOPLE_PHONE, offsetof(struct person, phone), false },
};

static const char **
text_of(struct person *person, size_t i)
{
    return (const char **)(void *)((char *)person + texts[i].offset);
}

static const char *
refusal_words(struct request *rq, const struct person_form *form, enum people_field field)
{
    const char *value = "", *other = field == PEOPLE_EMAIL ? form->email_of : form->like;

    if (form->refusals[field] == NULL)
        return NULL;
    for (size_t i = 0; i < LENGTH(texts); i++)
        if (texts[i].field == field)
            value = *text_of(&((struct person_form *)(uintptr_t)form)->person, i);
    return phrase_fill(rq->arena, page_app(rq)->phrases, page_lang(rq), form->refusals[field], "value", value,
                       "other", other ? other : "", NULL);
}

static bool
has_role(const struct person *person, const char *role)
{
    for (size_t i = 0; i < person->roles.count; i++)
        if (strcmp(person->roles.items[i], role) == 0)
            return true;
    return false;
}

static void
view_roles(struct request *rq, struct view *view, const struct person *person)
{
    const struct catalogue *catalogue = page_app(rq)->library->catalogue;

    for (size_t i = 0; catalogue != NULL && i < catalogue->roles.count; i++) {
        const struct role *role = &catalogue->roles.items[i];

        if (!role->key_user)
            part_option(view, "role_boxes", role->id, text_in(&role->title, page_lang(rq)),
                        has_role(person, role->id));
    }
}

enum db_result
person_form_view(struct request *rq, struct view *view, const struct staff_project *at,
                 const struct person_form *form)
{
    struct person person = form->person;
    struct department_list departments;

    for (size_t i = 0; i < LENGTH(texts); i++) {
        struct view *field = view_item(view, "fields");
        bool place = texts[i].field == PEOPLE_DEPARTMENT;

        view_text(field, "field_name", texts[i].name);
        view_text(field, "type", texts[i].type);
        view_text(field, "label", page_text(rq, people_field_text(texts[i].field)));
        view_text(field, "value", *text_of(&person, i));
        view_text(field, "refusal", refusal_words(rq, form, texts[i].field));
        view_text(field, "hint", place ? page_text(rq, "people.department.hint") : "");
        view_text(field, "suggestions", place ? "departments" : "");
        view_bool(field, "wide", texts[i].wide);
        view_bool(field, "must", texts[i].field == PEOPLE_FAMILY);
    }
    part_option(view, "language_options", "", page_text(rq, "people.language.project"),
                person.language[0] == 0);
    for (int lang = 0; lang < LANG_COUNT; lang++) {
        const char *code = lang_code((enum lang)lang);

        part_option(view, "language_options", code, code, strcmp(person.language, code) == 0);
    }
    view_roles(rq, view, &person);
    view_bool(view, "key_user", person.key_user);
    view_bool(view, "refused", form->refused);
    return part_departments(rq, view, at, NULL, &departments);
}

/* --- reading it --- */

static void
refuse(struct person_form *form, enum people_field field, const char *text_id)
{
    form->refusals[field] = text_id;
    form->refused = true;
}

static void
read_roles(struct request *rq, struct person *person)
{
    const struct catalogue *catalogue = page_app(rq)->library->catalogue;

    person->roles = (struct names){ 0 };
    for (size_t i = 0; i < rq->form.count; i++) {
        const struct field *f = &rq->form.items[i];
        const struct role *role =
            catalogue != NULL && strcmp(f->name, "role") == 0 ? catalogue_role(catalogue, f->value) : NULL;

        if (role != NULL && !role->key_user && !has_role(person, role->id))
            *ARENA_PUSH(rq->arena, &person->roles) = role->id;
    }
    person->key_user = request_form(rq, "key_user") != NULL;
}

/* A department that is only spelt otherwise would become a second one. */
static enum db_result
check_department(struct request *rq, const struct staff_project *at, struct person_form *form)
{
    const char *name = form->person.department_name, *likeness = people_likeness(rq->arena, name);
    struct department_list list;
    enum db_result result = department_list(page_db(rq), rq->arena, at->project.id, &list);

    if (result != DB_OK && result != DB_NONE)
        return result;
    for (size_t i = 0; i < list.count; i++) {
        if (strcmp(list.items[i].name, name) == 0)
            return DB_OK;
        if (strcmp(people_likeness(rq->arena, list.items[i].name), likeness) == 0)
            form->like = list.items[i].name;
    }
    if (form->like != NULL)
        refuse(form, PEOPLE_DEPARTMENT, people_fault_text(PEOPLE_LIKE_DEPARTMENT));
    return DB_OK;
}

/* An e-mail that somebody else has would make two people one for the next list. */
static enum db_result
check_email(struct request *rq, struct person_form *form, const char *before)
{
    struct person other;
    enum db_result result;

    if (form->person.email[0] == '\0' || form->refusals[PEOPLE_EMAIL] != NULL
        || strcmp(form->person.email, before) == 0)
        return DB_OK;
    result = person_with_email(page_db(rq), rq->arena, &form->person, &other);
    if (result != DB_OK)
        return result == DB_NONE ? DB_OK : result;
    form->email_of = name_full(rq->arena, &(struct name){ other.family, other.given, other.patronymic });
    refuse(form, PEOPLE_EMAIL, people_fault_text(PEOPLE_TAKEN_EMAIL));
    return DB_OK;
}

static enum db_result
read_form(struct request *rq, const struct staff_project *at, struct person_form *form)
{
    struct person *person = &form->person;
    const char *email_before = person->email;
    enum people_fault fault;
    enum lang lang;

    for (size_t i = 0; i < LENGTH(texts); i++) {
        const char **text = text_of(person, i);

        *text = part_form(rq, texts[i].name);
        if (!people_field_read(rq->arena, texts[i].field, text, &fault))
            refuse(form, texts[i].field, people_fault_text(fault));
    }
    if (person->family[0] == '\0')
        refuse(form, PEOPLE_FAMILY, people_fault_text(PEOPLE_NO_NAME));
    person->language = part_form(rq, "language");
    if (!lang_parse(person->language, &lang))
        person->language = "";
    read_roles(rq, person);
    if (check_email(rq, form, email_before) != DB_OK)
        return DB_FAIL;
    return person->department_name[0] != '\0' ? check_department(rq, at, form) : DB_OK;
}

/* --- keeping it --- */

static enum db_result
place(struct request *rq, const struct staff_project *at, struct person *person)
{
    person->department = 0;
    if (person->department_name[0] == '\0')
        return DB_OK;
    return department_named(page_db(rq), rq->arena, at->project.id, person->department_name,
                            &person->department);
}

static enum db_result
record(struct request *rq, const struct staff_project *at, const char *kind, int64_t person)
{
    const struct event event = {
        .project = at->project.id, .at = rq->now, .by = staff_actor(rq), .kind = kind, .object = person
    };
    enum db_result result = event_add(page_db(rq), &event);

    return result == DB_OK ? project_bump(page_db(rq), at->project.id, NULL) : result;
}

static struct reply
new_page(struct request *rq, const struct staff_project *at, int status, const struct person_form *form)
{
    struct view *view = staff_view(rq, at, PLACE_PEOPLE, page_text(rq, "people.new.title"));

    view_text(view, "save_url", staff_url(rq, at, "/people/new"));
    view_text(view, "people_url", staff_url(rq, at, "/people"));
    if (person_form_view(rq, view, at, form) != DB_OK)
        return page_failed(rq);
    return page_reply(rq, status, "staff_person_new", view);
}

static const struct person nobody = { .family = "",
                                      .given = "",
                                      .patronymic = "",
                                      .position = "",
                                      .department_name = "",
                                      .email = "",
                                      .phone = "",
                                      .language = "",
                                      .external_id = "" };

struct reply
people_new_page(struct request *rq)
{
    struct person_form form = { .person = nobody };
    struct staff_project at;
    enum db_result result = staff_project(rq, PLACE_PEOPLE, &at);

    return result == DB_OK ? new_page(rq, &at, 200, &form) : staff_refusal(rq, result);
}

struct reply
people_add(struct request *rq)
{
    struct person_form form = { .person = nobody };
    struct staff_project at;
    enum db_result result = staff_project(rq, PLACE_PEOPLE, &at);

    if (result != DB_OK)
        return staff_refusal(rq, result);
    form.person.project = at.project.id;
    if (read_form(rq, &at, &form) != DB_OK)
        return page_failed(rq);
    if (form.refused)
        return new_page(rq, &at, 422, &form);
    result = place(rq, &at, &form.person);
    if (result == DB_OK)
        result = person_add(page_db(rq), rq->arena, page_app(rq)->key, &form.person);
    if (result == DB_CONFLICT) {
        refuse(&form, PEOPLE_EXTERNAL_ID, "people.refuse.taken");
        return new_page(rq, &at, 422, &form);
    }
    if (result != DB_OK || record(rq, &at, "person_add", form.person.id) != DB_OK)
        return page_failed(rq);
    return staff_done(rq,
                      staff_url(rq, &at, arena_printf(rq->arena, "/people/%lld", (long long)form.person.id)),
                      "person_added");
}

struct reply
person_save(struct request *rq)
{
    struct person_form form = { .refused = false };
    struct staff_project at;
    enum db_result result = staff_project(rq, PLACE_PEOPLE, &at);

    if (result == DB_OK)
        result = part_person(rq, &at, 1, &form.person);
    if (result != DB_OK)
        return staff_refusal(rq, result);
    if (read_form(rq, &at, &form) != DB_OK)
        return page_failed(rq);
    if (form.refused)
        return person_show(rq, &at, 422, &form);
    result = place(rq, &at, &form.person);
    if (result == DB_OK)
        result = person_change(page_db(rq), rq->arena, &form.person);
    if (result == DB_CONFLICT) {
        refuse(&form, PEOPLE_EXTERNAL_ID, "people.refuse.taken");
        return person_show(rq, &at, 422, &form);
    }
    if (result != DB_OK || record(rq, &at, "person_change", form.person.id) != DB_OK)
        return page_failed(rq);
    return staff_done(
        rq, staff_url(rq, &at, arena_printf(rq->arena, "/people/%lld", (long long)form.person.id)), "saved");
}
