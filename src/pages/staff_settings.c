/* What is printed about a project and its attestation: one form, each refused value with its reason. */
#include "pages/staff_settings.h"

#include "model/format.h"
#include "pages/report_data.h"
#include "store/event.h"

#include <stdlib.h>
#include <string.h>

enum { TEXT_MAX = 200, NOTES_MAX = 2000, LIST_LEAST = 3, LIST_SPARE = 2, LIST_MOST = 20 };

enum kind { KIND_TEXT, KIND_DATE, KIND_NUMBER, KIND_LONG, KIND_PEOPLE, KIND_CHECK, KIND_CHOICE };
enum group { GROUP_ORDER, GROUP_SURVEY, GROUP_ATTESTATION, GROUP_TEST };

/* Facts in the order of the page; those of GROUP_TEST again for each test. */
static const struct fact {
    const char *key, *label;
    enum kind kind;
    enum group group;
} facts[] = {
    { FACT_APPROVER_NAME, "settings.approver_name", KIND_TEXT, GROUP_ORDER },
    { FACT_APPROVER_POSITION, "settings.approver_position", KIND_TEXT, GROUP_ORDER },
    { FACT_ORDER_NUMBER, "settings.order_number", KIND_TEXT, GROUP_ORDER },
    { FACT_ORDER_DATE, "settings.order_date", KIND_DATE, GROUP_ORDER },
    { FACT_AUTHOR, "settings.author", KIND_TEXT, GROUP_ORDER },
    { FACT_AUTHOR_POSITION, "settings.author_position", KIND_TEXT, GROUP_ORDER },
    { FACT_AGREEING, "settings.agreeing", KIND_PEOPLE, GROUP_ORDER },
    { FACT_PUBLIC_NOTES, "settings.public_notes", KIND_LONG, GROUP_SURVEY },
    { FACT_EQUAL_WEIGHT, "settings.equal_weight", KIND_CHECK, GROUP_SURVEY },
    { FACT_GROUP, "settings.group", KIND_TEXT, GROUP_ATTESTATION },
    { FACT_PLACE, "settings.place", KIND_TEXT, GROUP_ATTESTATION },
    { FACT_TRAINER, "settings.trainer", KIND_TEXT, GROUP_ATTESTATION },
    { FACT_SECRETARY_NAME, "settings.secretary_name", KIND_TEXT, GROUP_ATTESTATION },
    { FACT_CHAIR_NAME, "settings.chair_name", KIND_TEXT, GROUP_ATTESTATION },
    { FACT_CHAIR_POSITION, "settings.chair_position", KIND_TEXT, GROUP_ATTESTATION },
    { FACT_MEMBERS, "settings.members", KIND_PEOPLE, GROUP_ATTESTATION },
    { FACT_PROGRAMME, "settings.programme", KIND_TEXT, GROUP_TEST },
    { FACT_HOURS, "settings.hours", KIND_NUMBER, GROUP_TEST },
    { FACT_PERIOD_FROM, "settings.period_from", KIND_DATE, GROUP_TEST },
    { FACT_PERIOD_TO, "settings.period_to", KIND_DATE, GROUP_TEST },
    { FACT_KIND, "settings.kind", KIND_CHOICE, GROUP_TEST },
    { FACT_SHEET_NUMBER, "settings.sheet_number", KIND_TEXT, GROUP_TEST },
    { FACT_SHEET_DATE, "settings.sheet_date", KIND_DATE, GROUP_TEST },
};

/* What the kind of an attestation may be; "" is decided by the attempts. */
static const struct {
    const char *value, *label;
} kinds[] = {
    { "", "settings.kind.auto" },
    { "final", "report.sheet.kind.final" },
    { "interim", "report.sheet.kind.interim" },
    { "repeat", "report.sheet.kind.repeat" },
};

/* A fact on the page: its kept value, or what was typed with what is refused of it. */
struct fact_field {
    const struct fact *fact;
    const struct quiz *quiz; /* whose fact; NULL: the project's */
    const char *key, *value;
    const char *refusal; /* a text id; NULL: not refused */
};

struct fact_fields LIST_OF(struct fact_field);

struct settings_form {
    struct project project;
    struct fact_fields fields;
    struct project_facts kept; /* as they are in the database */
    const char *organisation_refusal, *title_refusal, *zone_refusal, *languages_refusal;
    bool whole; /* a consultant's; a trainer has only the attestation */
    bool refused;
};

/* --- showing --- */

static void
view_people(struct request *rq, struct view *field, const char *key, const char *list)
{
    int n = 0, spare = 0;

    while (n < LIST_MOST && (*list != '\0' || n < LIST_LEAST || spare < LIST_SPARE)) {
        size_t length = strcspn(list, "\n"), name = strcspn(list, "\t\n");
        struct view *row = view_item(field, "people");

        spare += *list == '\0';
        n++;
        view_int(row, "n", n);
        view_printf(row, "name_name", "%s_name_%d", key, n);
        view_printf(row, "position_name", "%s_position_%d", key, n);
        view_text(row, "name", arena_copy_n(rq->arena, list, name));
        view_text(row, "position",
                  name < length ? arena_copy_n(rq->arena, list + name + 1, length - name - 1) : "");
        list += length + (list[length] == '\n');
    }
}

static void
view_field(struct request *rq, const struct fact_field *from, struct view *field)
{
    enum kind kind = from->fact->kind;

    view_text(field, "field_name", from->key);
    view_text(field, "label", page_text(rq, from->fact->label));
    view_text(field, "value", from->value);
    view_text(field, "refusal", from->refusal ? page_text(rq, from->refusal) : "");
    view_text(field, "type", kind == KIND_DATE ? "date" : "text");
    view_bool(field, "is_line", kind <= KIND_NUMBER);
    view_bool(field, "is_number", kind == KIND_NUMBER);
    view_bool(field, "is_long", kind == KIND_LONG);
    view_bool(field, "is_check", kind == KIND_CHECK);
    view_bool(field, "is_people", kind == KIND_PEOPLE);
    view_bool(field, "is_choice", kind == KIND_CHOICE);
    if (kind == KIND_PEOPLE)
        view_people(rq, field, from->key, from->value);
    for (size_t i = 0; kind == KIND_CHOICE && i < LENGTH(kinds); i++)
        part_option(field, "choices", kinds[i].value, page_text(rq, kinds[i].label),
                    strcmp(kinds[i].value, from->value) == 0);
}

/* A panel a group, and one a test. */
static void
view_facts(struct request *rq, struct view *view, const struct settings_form *form)
{
    static const char *const titles[] = { [GROUP_ORDER] = "settings.group.order",
                                          [GROUP_SURVEY] = "settings.group.survey",
                                          [GROUP_ATTESTATION] = "settings.group.attestation",
                                          [GROUP_TEST] = "settings.group.test" };
    static const char *const ids[] = {
        [GROUP_ORDER] = "order", [GROUP_SURVEY] = "survey", [GROUP_ATTESTATION] = "attestation"
    };
    struct view *part = NULL;

    for (size_t i = 0; i < form->fields.count; i++) {
        const struct fact_field *field = &form->fields.items[i], *before = i > 0 ? field - 1 : NULL;
        enum group group = field->fact->group;

        if (before == NULL || before->fact->group != group || before->quiz != field->quiz) {
            part = view_item(view, "groups");
            view_text(part, "group_id",
                      field->quiz ? arena_printf(rq->arena, "test-%s", field->quiz->id) : ids[group]);
            view_text(part, "group_title", page_text(rq, titles[group]));
            view_text(part, "group_test", field->quiz ? text_in(&field->quiz->title, page_lang(rq)) : NULL);
        }
        view_field(rq, field, view_item(part, "fields"));
    }
}

static bool
has_language(const struct project *project, const char *code)
{
    for (size_t i = 0; i < project->languages.count; i++)
        if (strcmp(project->languages.items[i], code) == 0)
            return true;
    return false;
}

static void
view_project(struct request *rq, struct view *view, const struct settings_form *form)
{
    static const char *const countries[] = { "RU", "UA", "other" };
    static const char *const names[] = { "settings.country.ru", "settings.country.ua",
                                         "settings.country.other" };
    static const char *const zones[] = { "Europe/Kyiv",      "Europe/Moscow",      "Europe/Kaliningrad",
                                         "Europe/Samara",    "Asia/Yekaterinburg", "Asia/Omsk",
                                         "Asia/Novosibirsk", "Asia/Krasnoyarsk",   "Asia/Irkutsk",
                                         "Asia/Vladivostok", "Asia/Almaty",        "Europe/Minsk",
                                         "Europe/Warsaw",    "Europe/Berlin",      "UTC" };
    const struct project *p = &form->project;

    for (size_t i = 0; i < LENGTH(countries); i++)
        part_option(view, "country_options", countries[i], page_text(rq, names[i]),
                    strcmp(p->country, countries[i]) == 0);
    for (size_t i = 0; i < LENGTH(zones); i++)
        part_option(view, "zone_options", zones[i], zones[i], false);
    for (int lang = 0; lang < LANG_COUNT; lang++) {
        const char *code = lang_code((enum lang)lang);

        part_option(view, "language_boxes", code, code, has_language(p, code));
        part_option(view, "language_options", code, code, strcmp(p->language, code) == 0);
    }
    view_text(view, "organisation", p->organisation);
    view_text(view, "organisation_refusal",
              form->organisation_refusal ? page_text(rq, form->organisation_refusal) : "");
    view_text(view, "project_title", p->title);
    view_text(view, "title_refusal", form->title_refusal ? page_text(rq, form->title_refusal) : "");
    view_text(view, "city", p->city);
    view_text(view, "time_zone", p->time_zone);
    view_text(view, "zone_refusal", form->zone_refusal ? page_text(rq, form->zone_refusal) : "");
    view_text(view, "languages_refusal",
              form->languages_refusal ? page_text(rq, form->languages_refusal) : "");
}

/* How many facts each document will print as a blank, as the documents themselves count them. */
static void
view_missing(struct request *rq, struct view *view, const struct settings_form *form)
{
    const struct quizzes *quizzes = &page_app(rq)->library->quizzes;
    struct project_facts kept = { 0 };
    bool any = false;

    for (size_t i = 0; i < form->fields.count; i++) /* as the page shows them, before what it does not show */
        *ARENA_PUSH(rq->arena, &kept) =
            (struct project_fact){ .key = form->fields.items[i].key, .value = form->fields.items[i].value };
    for (size_t i = 0; i < form->kept.count; i++)
        *ARENA_PUSH(rq->arena, &kept) = form->kept.items[i];
    for (size_t i = 0; i < report_count; i++)
        for (size_t q = 0; q < (reports[i].needs_quiz ? quizzes->count : 1); q++) {
            const struct quiz *quiz = reports[i].needs_quiz ? quizzes->items[q] : NULL;
            const char *title = page_text(rq, reports[i].title);
            struct missing_facts missing;
            struct report_facts printed;
            struct view *item;

            if (quiz == NULL && !form->whole)
                continue;
            report_facts_fill(rq->arena, &form->project, &kept, quiz != NULL ? quiz->id : "", &printed);
            report_missing_facts(rq->arena, &reports[i], &printed, &missing);
            if (missing.count == 0)
                continue;
            any = true;
            item = view_item(view, "missing_in");
            view_text(item, "document",
                      quiz == NULL
                          ? title
                          : arena_printf(rq->arena, "%s · %s", title, text_in(&quiz->title, page_lang(rq))));
            view_int(item, "missing", (int64_t)missing.count);
        }
    view_bool(view, "any_missing", any);
}

static struct reply
show(struct request *rq, const struct staff_project *at, int status, const struct settings_form *form)
{
    struct view *view = staff_view(rq, at, PLACE_SETTINGS, page_text(rq, "nav.settings"));

    view_bool(view, "whole", form->whole);
    view_project(rq, view, form);
    view_facts(rq, view, form);
    view_missing(rq, view, form);
    view_bool(view, "refused", form->refused);
    view_text(view, "save_url", staff_url(rq, at, "/settings"));
    return page_reply(rq, status, "staff_settings", view);
}

static void
add_field(struct request *rq, struct settings_form *form, size_t fact, const struct quiz *quiz)
{
    struct fact_field *field = ARENA_PUSH(rq->arena, &form->fields);

    *field = (struct fact_field){ .fact = &facts[fact], .quiz = quiz, .key = facts[fact].key };
    if (quiz != NULL)
        field->key = test_fact_key(rq->arena, facts[fact].key, quiz->id);
    field->value = project_fact(&form->kept, field->key);
}

/* The facts of the project, then of each test. A trainer's page has the attestation only. */
static void
list_fields(struct request *rq, struct settings_form *form)
{
    const struct quizzes *quizzes = &page_app(rq)->library->quizzes;

    for (size_t i = 0; i < LENGTH(facts); i++)
        if (facts[i].group == GROUP_ATTESTATION || (form->whole && facts[i].group != GROUP_TEST))
            add_field(rq, form, i, NULL);
    for (size_t q = 0; q < quizzes->count; q++)
        for (size_t i = 0; i < LENGTH(facts); i++)
            if (facts[i].group == GROUP_TEST)
                add_field(rq, form, i, quizzes->items[q]);
}

static enum db_result
open_form(struct request *rq, struct staff_project *at, struct settings_form *form)
{
    enum db_result result = staff_project(rq, PLACE_SETTINGS, at);

    *form = (struct settings_form){ .refused = false };
    if (result != DB_OK)
        return result;
    form->project = at->project;
    form->whole = (at->rights & 1U << STAFF_CONSULTANT) != 0;
    result = project_fact_list(page_db(rq), rq->arena, at->project.id, &form->kept);
    if (result != DB_OK && result != DB_NONE)
        return result;
    list_fields(rq, form);
    return DB_OK;
}

struct reply
settings_page(struct request *rq)
{
    struct settings_form form;
    struct staff_project at;
    enum db_result result = open_form(rq, &at, &form);

    return result == DB_OK ? show(rq, &at, 200, &form) : staff_refusal(rq, result);
}

/* --- reading --- */

/* What was typed, clean; as it was typed, with a refusal, when it cannot be kept. */
static const char *
read_text(struct request *rq, const char *name, size_t most, const char **refusal)
{
    const char *typed = part_form(rq, name), *text = text_clean(rq->arena, typed, most);

    if (text == NULL)
        *refusal = "settings.refuse.long";
    return text != NULL ? text : typed;
}

/* Rows of name and position as the fact has them: a line each, empty rows left out. */
static const char *
read_people(struct request *rq, const char *key, const char **refusal)
{
    const char *list = "";

    for (int n = 1; n <= LIST_MOST; n++) {
        const char *name = read_text(rq, arena_printf(rq->arena, "%s_name_%d", key, n), TEXT_MAX, refusal);
        const char *position =
            read_text(rq, arena_printf(rq->arena, "%s_position_%d", key, n), TEXT_MAX, refusal);

        if (name[0] == '\0' && position[0] == '\0')
            continue;
        if (name[0] == '\0')
            *refusal = "settings.refuse.no_name";
        if (strpbrk(name, "\t\n") != NULL || strpbrk(position, "\t\n") != NULL)
            *refusal = "settings.refuse.long";
        list = arena_printf(rq->arena, "%s%s%s%s%s", list, list[0] ? "\n" : "", name, position[0] ? "\t" : "",
                            position);
    }
    return list;
}

static const char *
read_choice(struct request *rq, const char *key)
{
    for (size_t i = 0; i < LENGTH(kinds); i++)
        if (strcmp(kinds[i].value, part_form(rq, key)) == 0)
            return kinds[i].value;
    return "";
}

static const char *
read_fact(struct request *rq, const struct fact_field *field, const char **refusal)
{
    const char *value, *iso;

    switch (field->fact->kind) {
    case KIND_CHECK: return request_form(rq, field->key) != NULL ? "1" : "";
    case KIND_CHOICE: return read_choice(rq, field->key);
    case KIND_PEOPLE: return read_people(rq, field->key, refusal);
    case KIND_LONG: return read_text(rq, field->key, NOTES_MAX, refusal);
    case KIND_DATE:
        value = part_form(rq, field->key);
        if (part_date(rq->arena, value, &iso))
            return iso;
        *refusal = "settings.refuse.date";
        return value;
    case KIND_NUMBER:
        value = read_text(rq, field->key, 4, refusal);
        if (value[strspn(value, "0123456789")] != '\0' || (value[0] != '\0' && strtol(value, NULL, 10) == 0))
            *refusal = "settings.refuse.number";
        return value;
    default: return read_text(rq, field->key, TEXT_MAX, refusal);
    }
}

static const char *
one_of(const char *value, const char *a, const char *b, const char *otherwise)
{
    return strcmp(value, a) == 0 ? a : strcmp(value, b) == 0 ? b : otherwise;
}

static void
read_languages(struct request *rq, struct settings_form *form)
{
    struct project *p = &form->project;

    p->languages = (struct names){ 0 };
    for (int lang = 0; lang < LANG_COUNT; lang++) {
        const char *code = lang_code((enum lang)lang);

        for (size_t i = 0; i < rq->form.count; i++)
            if (strcmp(rq->form.items[i].name, "languages") == 0
                && strcmp(rq->form.items[i].value, code) == 0) {
                *ARENA_PUSH(rq->arena, &p->languages) = code;
                break;
            }
    }
    p->language = part_form(rq, "language");
    if (!has_language(p, p->language))
        form->languages_refusal = "settings.refuse.languages";
}

static void
read_project(struct request *rq, struct settings_form *form)
{
    struct project *p = &form->project;
    const char *city_refusal = NULL;

    p->organisation = read_text(rq, "organisation", TEXT_MAX, &form->organisation_refusal);
    p->title = read_text(rq, "project_title", TEXT_MAX, &form->title_refusal);
    p->city = read_text(rq, "city", TEXT_MAX, &city_refusal);
    p->country = one_of(part_form(rq, "country"), "RU", "UA", "other");
    p->time_zone = part_form(rq, "time_zone");
    if (p->organisation[0] == '\0')
        form->organisation_refusal = "staff.project.no_organisation";
    if (p->title[0] == '\0')
        form->title_refusal = "staff.project.no_title";
    if (p->time_zone[0] == '\0' || zone_load(rq->arena, p->time_zone) == NULL)
        form->zone_refusal = "settings.refuse.zone";
    read_languages(rq, form);
    form->refused = form->organisation_refusal != NULL || form->title_refusal != NULL
                    || form->zone_refusal != NULL || form->languages_refusal != NULL || city_refusal != NULL;
}

/* The end of a period follows its beginning among the fields. */
static void
read_facts(struct request *rq, struct settings_form *form)
{
    const char *from = "";

    for (size_t i = 0; i < form->fields.count; i++) {
        struct fact_field *field = &form->fields.items[i];

        field->value = read_fact(rq, field, &field->refusal);
        if (strcmp(field->fact->key, FACT_PERIOD_FROM) == 0)
            from = field->refusal == NULL ? field->value : "";
        if (strcmp(field->fact->key, FACT_PERIOD_TO) == 0 && field->refusal == NULL && from[0] != '\0'
            && field->value[0] != '\0' && strcmp(field->value, from) < 0)
            field->refusal = "settings.refuse.period";
        form->refused |= field->refusal != NULL;
    }
}

static enum db_result
keep(struct request *rq, const struct staff_project *at, const struct settings_form *form)
{
    const struct event event = {
        .project = at->project.id, .at = rq->now, .by = staff_actor(rq), .kind = "settings"
    };
    enum db_result result = form->whole ? project_change(page_db(rq), rq->arena, &form->project) : DB_OK;

    for (size_t i = 0; i < form->fields.count && result == DB_OK; i++)
        result =
            project_fact_set(page_db(rq), at->project.id,
                             &(struct project_fact){ form->fields.items[i].key, form->fields.items[i].value,
                                                     rq->now, page_caller(rq)->id });
    if (result == DB_OK)
        result = event_add(page_db(rq), &event);
    return result == DB_OK ? project_bump(page_db(rq), at->project.id, NULL) : result;
}

struct reply
settings_save(struct request *rq)
{
    struct settings_form form;
    struct staff_project at;
    enum db_result result = open_form(rq, &at, &form);

    if (result != DB_OK)
        return staff_refusal(rq, result);
    if (form.whole)
        read_project(rq, &form);
    read_facts(rq, &form);
    if (form.refused)
        return show(rq, &at, 422, &form);
    if (keep(rq, &at, &form) != DB_OK)
        return page_failed(rq);
    return staff_done(rq, staff_url(rq, &at, "/settings"), "saved");
}
