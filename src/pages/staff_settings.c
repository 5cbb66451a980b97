/* What is printed about a project and its attestation: one form, each refused value with its reason. */
#include "pages/staff_settings.h"

#include "pages/lacking.h"
#include "pages/settings_form.h"
#include "store/event.h"

#include <string.h>

enum { LIST_LEAST = 3, LIST_SPARE = 2 };

/* --- showing --- */

static void
view_people(struct request *rq, struct view *field, const char *key, const char *list)
{
    int n = 0, spare = 0;

    while (n < SETTING_PEOPLE_MOST && (*list != '\0' || n < LIST_LEAST || spare < LIST_SPARE)) {
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

/* Why it was not kept: what is wrong with it, or what somebody else stored meanwhile. */
static const char *
refusal_words(struct request *rq, const struct setting_field *field)
{
    const char *words;

    if (field->refusal != NULL)
        return page_text(rq, field->refusal);
    if (!field->changed)
        return "";
    words = setting_words(rq, field);
    return phrase_fill(rq->arena, page_app(rq)->phrases, page_lang(rq), "changed.now", "value",
                       *words != '\0' ? words : page_text(rq, "changed.empty"), NULL);
}

static void
view_choices(struct request *rq, const struct setting_field *from, const char *list, struct view *view)
{
    for (const struct setting_choice *choice = from->setting->choices; choice->value != NULL; choice++)
        part_option(view, list, choice->value, page_text(rq, choice->label),
                    strcmp(choice->value, from->value) == 0);
}

static void
view_field(struct request *rq, const struct setting_field *from, struct view *field)
{
    enum setting_kind kind = from->setting->kind;

    view_text(field, "field_name", from->key);
    view_text(field, "label", page_text(rq, from->setting->label));
    view_text(field, "value", from->value);
    view_text(field, "refusal", refusal_words(rq, from));
    view_text(field, "type", kind == SETTING_DATE ? "date" : "text");
    view_bool(field, "is_line", kind <= SETTING_NUMBER);
    view_bool(field, "is_number", kind == SETTING_NUMBER);
    view_bool(field, "is_long", kind == SETTING_LONG);
    view_bool(field, "is_check", kind == SETTING_CHECK);
    view_bool(field, "is_people", kind == SETTING_PEOPLE);
    view_bool(field, "is_choice", kind == SETTING_CHOICE);
    if (kind == SETTING_PEOPLE)
        view_people(rq, field, from->key, from->value);
    if (kind == SETTING_CHOICE)
        view_choices(rq, from, "choices", field);
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
        const struct setting_field *field = &form->fields.items[i], *before = i > 0 ? field - 1 : NULL;
        enum setting_group group = field->setting->group;

        if (group == GROUP_PROJECT)
            continue;
        if (before == NULL || before->setting->group != group || before->quiz != field->quiz) {
            part = view_item(view, "groups");
            view_text(part, "group_id",
                      field->quiz ? arena_printf(rq->arena, "test-%s", field->quiz->id) : ids[group]);
            view_text(part, "group_title", page_text(rq, titles[group]));
            view_text(part, "group_test", field->quiz ? text_in(&field->quiz->title, page_lang(rq)) : NULL);
        }
        view_field(rq, field, view_item(part, "fields"));
    }
}

static void
view_zones(struct view *view)
{
    static const char *const zones[] = { "Europe/Kyiv",      "Europe/Moscow",      "Europe/Kaliningrad",
                                         "Europe/Samara",    "Asia/Yekaterinburg", "Asia/Omsk",
                                         "Asia/Novosibirsk", "Asia/Krasnoyarsk",   "Asia/Irkutsk",
                                         "Asia/Vladivostok", "Asia/Almaty",        "Europe/Minsk",
                                         "Europe/Warsaw",    "Europe/Berlin",      "UTC" };

    for (size_t i = 0; i < LENGTH(zones); i++)
        part_option(view, "zone_options", zones[i], zones[i], false);
}

/* The project's own columns, whose controls stand in the template one by one. */
static void
view_project(struct request *rq, struct view *view, const struct settings_form *form)
{
    static const struct {
        const char *key, *refusal;
    } columns[] = { { "organisation", "organisation_refusal" },
                    { "project_title", "title_refusal" },
                    { "city", "city_refusal" },
                    { "country", "country_refusal" },
                    { "time_zone", "zone_refusal" },
                    { "languages", "languages_refusal" },
                    { "language", "language_refusal" } };

    for (size_t i = 0; i < LENGTH(columns); i++) {
        const struct setting_field *field = settings_form_field(form, columns[i].key);

        if (field->setting->kind == SETTING_TEXT || field->setting->kind == SETTING_ZONE)
            view_text(view, columns[i].key, field->value); /* the others are options, below */
        view_text(view, columns[i].refusal, refusal_words(rq, field));
    }
    view_choices(rq, settings_form_field(form, "country"), "country_options", view);
    view_zones(view);
    for (int lang = 0; lang < LANG_COUNT; lang++) {
        const char *code = lang_code((enum lang)lang);

        part_option(view, "language_boxes", code, code,
                    strstr(settings_form_field(form, "languages")->value, code) != NULL);
        part_option(view, "language_options", code, code,
                    strcmp(settings_form_field(form, "language")->value, code) == 0);
    }
}

/* What will print as a blank: how many facts, and in which documents. */
static void
view_missing(struct request *rq, struct view *view, const struct settings_form *form)
{
    struct project_facts kept = { 0 };
    const struct lacking_ask ask = { page_app(rq)->library, &form->project, &kept, !form->whole };
    struct lacking lacking;

    for (size_t i = 0; i < form->fields.count; i++) /* as the page shows them, before what it does not show */
        *ARENA_PUSH(rq->arena, &kept) =
            (struct project_fact){ .key = form->fields.items[i].key, .value = form->fields.items[i].value };
    for (size_t i = 0; i < form->kept.count; i++)
        *ARENA_PUSH(rq->arena, &kept) = form->kept.items[i];
    lacking_find(rq->arena, &ask, &lacking);
    view_text(view, "missing_text",
              lacking.facts.count > 0 ? part_plural(rq, "settings.missing", (int64_t)lacking.facts.count)
                                      : NULL);
    for (size_t i = 0; i < lacking.documents.count; i++) {
        const struct lacking_document *document = &lacking.documents.items[i];
        const char *title = page_text(rq, document->report->title);
        struct view *item = view_item(view, "missing_in");

        if (document->quiz != NULL)
            title = arena_printf(rq->arena, "%s · %s", title, text_in(&document->quiz->title, page_lang(rq)));
        view_text(item, "document", title);
        view_int(item, "missing", (int64_t)document->missing.count);
    }
}

static void
view_changes(struct request *rq, struct view *view, const struct settings_form *form)
{
    for (size_t i = 0; i < form->fields.count; i++) {
        const struct setting_field *field = &form->fields.items[i];
        const char *label = page_text(rq, field->setting->label);

        if (field->quiz != NULL)
            label = arena_printf(rq->arena, "%s · %s", label, text_in(&field->quiz->title, page_lang(rq)));
        if (field->changed)
            seen_show(rq, view, &(struct seen_change){ field->key, label, setting_words(rq, field) });
    }
}

static struct reply
show(struct request *rq, const struct staff_project *at, int status, const struct settings_form *form)
{
    struct view *view = staff_view(rq, at, PLACE_SETTINGS, page_text(rq, "nav.settings"));
    const struct seen_fields seen = settings_form_seen(rq->arena, form);

    view_bool(view, "whole", form->whole);
    if (form->whole)
        view_project(rq, view, form);
    view_facts(rq, view, form);
    view_missing(rq, view, form);
    view_bool(view, "refused", form->refused);
    view_changes(rq, view, form);
    view_text(view, "seen", seen_text(rq->arena, &seen));
    view_text(view, "save_url", staff_url(rq, at, "/settings"));
    return page_reply(rq, status, "staff_settings", view);
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
    settings_form_list(rq, form);
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

/* --- keeping --- */

static enum db_result
keep(struct request *rq, const struct staff_project *at, const struct settings_form *form)
{
    const struct event event = {
        .project = at->project.id, .at = rq->now, .by = staff_actor(rq), .kind = "settings"
    };
    enum db_result result = form->whole ? project_change(page_db(rq), rq->arena, &form->project) : DB_OK;

    for (size_t i = 0; i < form->fields.count && result == DB_OK; i++) {
        const struct setting_field *field = &form->fields.items[i];

        if (field->setting->group != GROUP_PROJECT)
            result = project_fact_set(
                page_db(rq), at->project.id,
                &(struct project_fact){ field->key, field->value, rq->now, page_caller(rq)->id });
    }
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
    settings_form_read(rq, &form);
    if (form.refused || form.changed)
        return show(rq, &at, form.changed ? 409 : 422, &form);
    if (keep(rq, &at, &form) != DB_OK)
        return page_failed(rq);
    return staff_done(rq, staff_url(rq, &at, "/settings"), "saved");
}
