/* The form of the settings: its fields, as they are kept and as they were typed. */
#include "pages/settings_form.h"

#include "model/format.h"

#include <stdlib.h>
#include <string.h>

enum { NOTES_MOST = 2000, HOURS_MOST = 4 };

static const struct setting_choice countries[] = { { "RU", "settings.country.ru" },
                                                   { "UA", "settings.country.ua" },
                                                   { "other", "settings.country.other" },
                                                   { NULL, NULL } };

/* What the kind of an attestation may be; "" is decided by the attempts. */
static const struct setting_choice kinds[] = { { "", "settings.kind.auto" },
                                               { "final", "report.sheet.kind.final" },
                                               { "interim", "report.sheet.kind.interim" },
                                               { "repeat", "report.sheet.kind.repeat" },
                                               { NULL, NULL } };

/* In the order of the page; those of GROUP_TEST again for each test. */
static const struct setting settings[] = {
    { "organisation", "staff.project.organisation", SETTING_TEXT, GROUP_PROJECT, NULL,
      "staff.project.no_organisation" },
    { "project_title", "staff.project.title", SETTING_TEXT, GROUP_PROJECT, NULL, "staff.project.no_title" },
    { "city", "settings.city", SETTING_TEXT, GROUP_PROJECT, NULL, NULL },
    { "country", "settings.country", SETTING_CHOICE, GROUP_PROJECT, countries, NULL },
    { "time_zone", "settings.time_zone", SETTING_ZONE, GROUP_PROJECT, NULL, NULL },
    { "languages", "settings.languages", SETTING_LANGUAGES, GROUP_PROJECT, NULL, NULL },
    { "language", "settings.language", SETTING_LANGUAGE, GROUP_PROJECT, NULL, NULL },
    { FACT_APPROVER_NAME, "settings.approver_name", SETTING_TEXT, GROUP_ORDER, NULL, NULL },
    { FACT_APPROVER_POSITION, "settings.approver_position", SETTING_TEXT, GROUP_ORDER, NULL, NULL },
    { FACT_ORDER_NUMBER, "settings.order_number", SETTING_TEXT, GROUP_ORDER, NULL, NULL },
    { FACT_ORDER_DATE, "settings.order_date", SETTING_DATE, GROUP_ORDER, NULL, NULL },
    { FACT_AUTHOR, "settings.author", SETTING_TEXT, GROUP_ORDER, NULL, NULL },
    { FACT_AUTHOR_POSITION, "settings.author_position", SETTING_TEXT, GROUP_ORDER, NULL, NULL },
    { FACT_AGREEING, "settings.agreeing", SETTING_PEOPLE, GROUP_ORDER, NULL, NULL },
    { FACT_PUBLIC_NOTES, "settings.public_notes", SETTING_LONG, GROUP_SURVEY, NULL, NULL },
    { FACT_EQUAL_WEIGHT, "settings.equal_weight", SETTING_CHECK, GROUP_SURVEY, NULL, NULL },
    { FACT_GROUP, "settings.group", SETTING_TEXT, GROUP_ATTESTATION, NULL, NULL },
    { FACT_PLACE, "settings.place", SETTING_TEXT, GROUP_ATTESTATION, NULL, NULL },
    { FACT_TRAINER, "settings.trainer", SETTING_TEXT, GROUP_ATTESTATION, NULL, NULL },
    { FACT_SECRETARY_NAME, "settings.secretary_name", SETTING_TEXT, GROUP_ATTESTATION, NULL, NULL },
    { FACT_CHAIR_NAME, "settings.chair_name", SETTING_TEXT, GROUP_ATTESTATION, NULL, NULL },
    { FACT_CHAIR_POSITION, "settings.chair_position", SETTING_TEXT, GROUP_ATTESTATION, NULL, NULL },
    { FACT_MEMBERS, "settings.members", SETTING_PEOPLE, GROUP_ATTESTATION, NULL, NULL },
    { FACT_PROGRAMME, "settings.programme", SETTING_TEXT, GROUP_TEST, NULL, NULL },
    { FACT_HOURS, "settings.hours", SETTING_NUMBER, GROUP_TEST, NULL, NULL },
    { FACT_PERIOD_FROM, "settings.period_from", SETTING_DATE, GROUP_TEST, NULL, NULL },
    { FACT_PERIOD_TO, "settings.period_to", SETTING_DATE, GROUP_TEST, NULL, NULL },
    { FACT_KIND, "settings.kind", SETTING_CHOICE, GROUP_TEST, kinds, NULL },
    { FACT_SHEET_NUMBER, "settings.sheet_number", SETTING_TEXT, GROUP_TEST, NULL, NULL },
    { FACT_SHEET_DATE, "settings.sheet_date", SETTING_DATE, GROUP_TEST, NULL, NULL },
};

/* --- what is stored --- */

static const char *
languages_text(struct arena *arena, const struct names *languages)
{
    const char *text = "";

    for (size_t i = 0; i < languages->count; i++)
        text = arena_printf(arena, "%s%s%s", text, i > 0 ? " " : "", languages->items[i]);
    return text;
}

/* Where the project has it; the languages are a list. */
static const char **
column_of(struct project *project, const char *key)
{
    const struct {
        const char *key, **value;
    } columns[] = { { "organisation", &project->organisation },
                    { "project_title", &project->title },
                    { "city", &project->city },
                    { "country", &project->country },
                    { "time_zone", &project->time_zone },
                    { "language", &project->language } };

    for (size_t i = 0; i < LENGTH(columns); i++)
        if (strcmp(columns[i].key, key) == 0)
            return columns[i].value;
    return NULL;
}

static void
add_field(struct request *rq, struct settings_form *form, const struct setting *setting,
          const struct quiz *quiz)
{
    struct setting_field *field = ARENA_PUSH(rq->arena, &form->fields);

    *field = (struct setting_field){ .setting = setting, .quiz = quiz, .key = setting->key };
    if (quiz != NULL)
        field->key = test_fact_key(rq->arena, setting->key, quiz->id);
    if (setting->group != GROUP_PROJECT)
        field->stored = project_fact(&form->kept, field->key);
    else if (setting->kind == SETTING_LANGUAGES)
        field->stored = languages_text(rq->arena, &form->project.languages);
    else
        field->stored = *column_of(&form->project, setting->key);
    field->value = field->stored;
}

void
settings_form_list(struct request *rq, struct settings_form *form)
{
    const struct quizzes *quizzes = &page_app(rq)->library->quizzes;

    for (size_t i = 0; i < LENGTH(settings); i++)
        if (settings[i].group == GROUP_ATTESTATION || (form->whole && settings[i].group != GROUP_TEST))
            add_field(rq, form, &settings[i], NULL);
    for (size_t q = 0; q < quizzes->count; q++)
        for (size_t i = 0; i < LENGTH(settings); i++)
            if (settings[i].group == GROUP_TEST)
                add_field(rq, form, &settings[i], quizzes->items[q]);
}

static struct setting_field *
find_field(const struct settings_form *form, const char *key)
{
    for (size_t i = 0; i < form->fields.count; i++)
        if (strcmp(form->fields.items[i].key, key) == 0)
            return &form->fields.items[i];
    return NULL;
}

const struct setting_field *
settings_form_field(const struct settings_form *form, const char *key)
{
    return find_field(form, key);
}

/* "Name, position; name" */
static const char *
people_words(struct arena *arena, const char *list)
{
    const char *words = "";

    while (*list != '\0') {
        size_t length = strcspn(list, "\n"), name = strcspn(list, "\t\n");

        words = arena_printf(arena, "%s%s%.*s%s%.*s", words, *words != '\0' ? "; " : "", (int)name, list,
                             name < length ? ", " : "", name < length ? (int)(length - name - 1) : 0,
                             name < length ? list + name + 1 : "");
        list += length;
        list += *list == '\n';
    }
    return words;
}

const char *
setting_words(struct request *rq, const struct setting_field *field)
{
    const struct setting_choice *choice = field->setting->choices;

    switch (field->setting->kind) {
    case SETTING_DATE:
        return *field->stored != '\0' ? format_iso_date(rq->arena, page_lang(rq), field->stored) : "";
    case SETTING_PEOPLE: return people_words(rq->arena, field->stored);
    case SETTING_CHECK: return page_text(rq, *field->stored != '\0' ? "common.yes" : "common.no");
    case SETTING_CHOICE:
        for (; choice->value != NULL; choice++)
            if (strcmp(choice->value, field->stored) == 0)
                return page_text(rq, choice->label);
        return field->stored;
    default: return field->stored;
    }
}

struct seen_fields
settings_form_seen(struct arena *arena, const struct settings_form *form)
{
    struct seen_fields out = { 0 };

    for (size_t i = 0; i < form->fields.count; i++)
        *ARENA_PUSH(arena, &out) =
            (struct seen_field){ form->fields.items[i].key, form->fields.items[i].stored,
                                 form->fields.items[i].value };
    return out;
}

/* --- what was typed --- */

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

    for (int n = 1; n <= SETTING_PEOPLE_MOST; n++) {
        const char *name =
            read_text(rq, arena_printf(rq->arena, "%s_name_%d", key, n), SETTING_TEXT_MOST, refusal);
        const char *position =
            read_text(rq, arena_printf(rq->arena, "%s_position_%d", key, n), SETTING_TEXT_MOST, refusal);

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
read_date(struct request *rq, const char *name, const char **refusal)
{
    const char *iso;

    if (part_date(rq->arena, part_form(rq, name), &iso))
        return iso;
    *refusal = "settings.refuse.date";
    return part_form(rq, name);
}

static const char *
read_hours(struct request *rq, const char *name, const char **refusal)
{
    const char *value = read_text(rq, name, HOURS_MOST, refusal);

    if (value[strspn(value, "0123456789")] != '\0' || (value[0] != '\0' && strtol(value, NULL, 10) == 0))
        *refusal = "settings.refuse.number";
    return value;
}

/* One of the choices; anything else did not come from the page, and changes nothing. */
static const char *
read_choice(struct request *rq, const struct setting_field *field)
{
    for (const struct setting_choice *choice = field->setting->choices; choice->value != NULL; choice++)
        if (strcmp(choice->value, part_form(rq, field->key)) == 0)
            return choice->value;
    return field->stored;
}

static const char *
read_zone(struct request *rq, const char *name, const char **refusal)
{
    const char *zone = part_form(rq, name);

    if (zone[0] == '\0' || zone_load(rq->arena, zone) == NULL)
        *refusal = "settings.refuse.zone";
    return zone;
}

static const char *
read_languages(struct request *rq, struct names *out)
{
    *out = (struct names){ 0 };
    for (int lang = 0; lang < LANG_COUNT; lang++) {
        const char *code = lang_code((enum lang)lang);

        for (size_t i = 0; i < rq->form.count; i++)
            if (strcmp(rq->form.items[i].name, "languages") == 0
                && strcmp(rq->form.items[i].value, code) == 0) {
                *ARENA_PUSH(rq->arena, out) = code;
                break;
            }
    }
    return languages_text(rq->arena, out);
}

static const char *
read_field(struct request *rq, const struct setting_field *field, const char **refusal)
{
    struct names languages;

    switch (field->setting->kind) {
    case SETTING_CHECK: return request_form(rq, field->key) != NULL ? "1" : "";
    case SETTING_CHOICE: return read_choice(rq, field);
    case SETTING_PEOPLE: return read_people(rq, field->key, refusal);
    case SETTING_LONG: return read_text(rq, field->key, NOTES_MOST, refusal);
    case SETTING_DATE: return read_date(rq, field->key, refusal);
    case SETTING_NUMBER: return read_hours(rq, field->key, refusal);
    case SETTING_ZONE: return read_zone(rq, field->key, refusal);
    case SETTING_LANGUAGES: return read_languages(rq, &languages);
    case SETTING_LANGUAGE: return part_form(rq, field->key);
    default: return read_text(rq, field->key, SETTING_TEXT_MOST, refusal);
    }
}

/* What somebody else stored meanwhile: it stands in the field, unless the sender typed something there. */
static void
mark_changed(struct request *rq, struct settings_form *form)
{
    const char *seen = part_form(rq, "seen");

    for (size_t i = 0; i < form->fields.count; i++) {
        struct setting_field *field = &form->fields.items[i];

        field->changed = seen_changed(seen, &(struct seen_field){ field->key, field->stored, field->value });
        form->changed |= field->changed;
        if (field->changed && field->refusal == NULL && seen_value(seen, field->key, field->value))
            field->value = field->stored;
    }
}

/* The end of a period follows its beginning among the fields. */
static void
check_periods(struct settings_form *form)
{
    const char *from = "";

    for (size_t i = 0; i < form->fields.count; i++) {
        struct setting_field *field = &form->fields.items[i];

        if (strcmp(field->setting->key, FACT_PERIOD_FROM) == 0)
            from = field->refusal == NULL ? field->value : "";
        if (strcmp(field->setting->key, FACT_PERIOD_TO) == 0 && field->refusal == NULL && from[0] != '\0'
            && field->value[0] != '\0' && strcmp(field->value, from) < 0)
            field->refusal = "settings.refuse.period";
    }
}

static bool
has_word(const char *words, const char *word)
{
    size_t length = strlen(word);

    for (; *words != '\0'; words += strcspn(words, " "), words += strspn(words, " "))
        if (length > 0 && strcspn(words, " ") == length && strncmp(words, word, length) == 0)
            return true;
    return false;
}

/* The columns of the project as they would be kept. */
static void
fill_project(struct request *rq, struct settings_form *form, const char *languages)
{
    for (size_t i = 0; i < form->fields.count; i++) {
        const struct setting_field *field = &form->fields.items[i];
        const char **column =
            field->setting->group == GROUP_PROJECT ? column_of(&form->project, field->key) : NULL;

        if (column != NULL)
            *column = field->value;
    }
    form->project.languages = (struct names){ 0 };
    for (int lang = 0; lang < LANG_COUNT; lang++)
        if (has_word(languages, lang_code((enum lang)lang)))
            *ARENA_PUSH(rq->arena, &form->project.languages) = lang_code((enum lang)lang);
}

void
settings_form_read(struct request *rq, struct settings_form *form)
{
    struct setting_field *languages = find_field(form, "languages");

    for (size_t i = 0; i < form->fields.count; i++) {
        struct setting_field *field = &form->fields.items[i];

        field->value = read_field(rq, field, &field->refusal);
        if (field->setting->must != NULL && field->value[0] == '\0')
            field->refusal = field->setting->must;
    }
    mark_changed(rq, form);
    check_periods(form);
    if (languages != NULL && !has_word(languages->value, find_field(form, "language")->value))
        languages->refusal = "settings.refuse.languages";
    if (languages != NULL)
        fill_project(rq, form, languages->value);
    for (size_t i = 0; i < form->fields.count; i++)
        form->refused |= form->fields.items[i].refusal != NULL;
}
