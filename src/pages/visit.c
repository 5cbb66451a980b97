/* A response as its person sees it. */
#include "pages/visit.h"

#include "base/log.h"
#include "model/expr.h"
#include "model/format.h"
#include "pages/control.h"
#include "pages/form_rows.h"
#include "store/answer.h"
#include "store/person.h"

#include <string.h>

struct sheet_entry {
    const struct survey *survey;
    enum lang lang;
    const struct sheet *sheet;
};

struct zone_entry {
    const char *name;
    const struct zone *zone;
};

struct sheet_entries LIST_OF(struct sheet_entry);
struct zone_entries LIST_OF(struct zone_entry);

/* Made when first asked for, on the loop alone; as many as there are versions of forms and zones. */
struct sheets {
    struct sheet_entries sheets;
    struct zone_entries zones;
};

static struct sheets *
sheets_of(struct app *app)
{
    if (app->sheets == NULL)
        app->sheets = ARENA_NEW(&app->arena, struct sheets);
    return app->sheets;
}

/* The questions of a survey in a language: made once, kept by the app. */
static const struct sheet *
visit_sheet(struct app *app, const struct survey *survey, enum lang lang)
{
    struct sheets *kept = sheets_of(app);
    struct sheet_words words = { app->templates[lang], app->phrases, lang };
    struct sheet_entry *entry;

    for (size_t i = 0; i < kept->sheets.count; i++) {
        if (kept->sheets.items[i].survey == survey && kept->sheets.items[i].lang == lang)
            return kept->sheets.items[i].sheet;
    }
    entry = ARENA_PUSH(&app->arena, &kept->sheets);
    *entry = (struct sheet_entry){ survey, lang, sheet_make(&app->arena, survey, &words) };
    return entry->sheet;
}

/* A time zone by name, kept likewise. */
static const struct zone *
visit_zone(struct app *app, const char *name)
{
    struct sheets *kept = sheets_of(app);
    struct zone_entry *entry;

    for (size_t i = 0; i < kept->zones.count; i++) {
        if (strcmp(kept->zones.items[i].name, name) == 0)
            return kept->zones.items[i].zone;
    }
    entry = ARENA_PUSH(&app->arena, &kept->zones);
    *entry = (struct zone_entry){ arena_copy(&app->arena, name), zone_load(&app->arena, name) };
    return entry->zone;
}

static enum db_result
read_roles(struct request *rq, struct visit *visit)
{
    struct names roles;
    bool key_user;
    enum db_result result = person_roles(page_db(rq), rq->arena, visit->response.person, &roles, &key_user);

    if (result == DB_OK)
        visit->judge.roles =
            catalogue_person_roles(rq->arena, page_app(rq)->library->catalogue, &roles, key_user);
    return result;
}

enum db_result
visit_reload(struct request *rq, struct visit *visit)
{
    enum db_result result = answer_list(page_db(rq), rq->arena, visit->response.id, &visit->answers);

    if (result == DB_NONE)
        visit->answers = (struct answers){ 0 };
    else if (result != DB_OK)
        return result;
    if (visit->judge.roles == NULL && (result = read_roles(rq, visit)) != DB_OK)
        return result;
    visit->asked = survey_relevance(&visit->judge);
    return DB_OK;
}

static enum db_result
open_form(struct request *rq, struct visit *visit)
{
    struct app *app = page_app(rq);

    visit->survey = library_survey_hash(app->library, visit->response.form_hash);
    if (visit->survey == NULL) {
        log_error("response %lld is pinned to a form that is not loaded: %s", (long long)visit->response.id,
                  visit->response.form_hash);
        return DB_FAIL;
    }
    visit->sheet = visit_sheet(app, visit->survey, page_lang(rq));
    visit->zone = visit_zone(app, visit->project.time_zone);
    visit->judge = (struct judge){ .survey = visit->survey,
                                   .answers = &visit->answers,
                                   .today = iso_today(rq->arena, visit->zone, rq->now),
                                   .arena = rq->arena };
    return DB_OK;
}

enum db_result
visit_find(struct request *rq, struct visit *visit)
{
    const struct caller *caller = page_caller(rq);
    enum db_result result;

    *visit = (struct visit){ 0 };
    result = response_own(page_db(rq), rq->arena, caller->id, page_number(rq->params[0]), &visit->response);
    if (result == DB_OK)
        result = project_get(page_db(rq), rq->arena, visit->response.project, &visit->project);
    return result == DB_OK ? open_form(rq, visit) : result;
}

enum db_result
visit_open(struct request *rq, struct visit *visit)
{
    enum db_result result = visit_find(rq, visit);

    return result == DB_OK ? visit_reload(rq, visit) : result;
}

bool
visit_is_open(const struct visit *visit)
{
    return visit->response.state != RESPONSE_HANDED_IN;
}

bool
visit_asks(const struct visit *visit, const struct question *question)
{
    return question->type->shape != SHAPE_NONE && visit->asked[question - visit->survey->questions.items];
}

size_t
visit_left(const struct visit *visit, const bool *complete, size_t section)
{
    const struct section *of = &visit->survey->sections.items[section];
    size_t left = 0;

    for (size_t i = of->first; i < of->first + of->count; i++) {
        const struct question *question = &visit->survey->questions.items[i];

        left += visit_asks(visit, question) && !complete[i];
    }
    return left;
}

/* A section is shown when one of its questions or notes is. */
static bool
section_asked(const struct visit *visit, size_t section)
{
    const struct section *of = &visit->survey->sections.items[section];

    for (size_t i = of->first; i < of->first + of->count; i++) {
        if (visit->asked[i])
            return true;
    }
    return false;
}

size_t
visit_section(const struct visit *visit, size_t section, int step)
{
    for (; section < visit->survey->sections.count; section += (size_t)step) {
        if (section_asked(visit, section))
            return section;
    }
    return SIZE_MAX;
}

const char *
visit_path(struct request *rq, const struct visit *visit, const char *page)
{
    const char *id = arena_int(rq->arena, visit->response.id);

    return url_path(rq->arena, "/r/%/%", id, page, NULL);
}

struct view *
visit_view(struct request *rq, const struct visit *visit, const char *title)
{
    struct view *view = page_view(rq, title);

    view_text(view, "organisation", visit->project.organisation);
    view_text(view, "form_title", text_in(&visit->survey->title, page_lang(rq)));
    view_text(view, "sign_out_url", "/leave");
    view_int(view, "response", visit->response.id);
    view_int(view, "person", visit->response.person);
    return view;
}

static const char *
number_bound(struct request *rq, double number)
{
    return format_number(rq->arena, page_lang(rq), expr_number_text(rq->arena, number));
}

static const char *
date_bound(struct request *rq, const char *date)
{
    return date != NULL ? format_iso_date(rq->arena, page_lang(rq), date) : "";
}

const char *
refusal_sentence(struct request *rq, const struct refusal *refusal)
{
    enum lang lang = page_lang(rq);

    if (refusal->message != NULL && text_present(refusal->message))
        return text_in(refusal->message, lang);
    return phrase_fill(rq->arena, page_app(rq)->phrases, lang, refusal->text_id, "least",
                       number_bound(rq, refusal->least), "most", number_bound(rq, refusal->most), "from",
                       date_bound(rq, refusal->from), "to", date_bound(rq, refusal->to), NULL);
}

/* What a row is called: by the form, by the answer it comes from, or by its place. */
static const char *
row_title(struct request *rq, const struct visit *visit, const struct question *question, const char *row)
{
    struct form_rows rows = form_rows_of(rq->arena, visit->survey, &visit->answers, question, page_lang(rq));

    for (size_t i = 0; i < rows.count; i++) {
        if (strcmp(rows.items[i].id, row) == 0)
            return rows.items[i].title != NULL
                       ? rows.items[i].title
                       : arena_printf(rq->arena, "%s %zu", page_text(rq, "respond.row"), i + 1);
    }
    return page_text(rq, "respond.row");
}

const char *
cell_title(struct request *rq, const struct visit *visit, const struct cell *at)
{
    const struct question *question = survey_question(visit->survey, at->question);
    const struct question *column = question_column(question, at->column);
    const char *title = text_in(&question->label, page_lang(rq));

    if (question->number > 0)
        title = arena_printf(rq->arena, "%d. %s", question->number, title);
    if (at->row[0] != '\0')
        title = arena_printf(rq->arena, "%s — %s", title, row_title(rq, visit, question, at->row));
    if (column != NULL && column->id[0] != '\0')
        title = arena_printf(rq->arena, "%s — %s", title, text_in(&column->label, page_lang(rq)));
    return title;
}

const char *
stored_words(struct request *rq, const struct visit *visit, const struct cell *cell)
{
    struct field_of_cell field;

    if (cell->state == CELL_DONT_KNOW)
        return page_text(rq, "respond.dont_know");
    if (cell->state == CELL_NOT_APPLICABLE)
        return page_text(rq, "respond.not_applicable");
    if (cell->value[0] == '\0' || !control_field(visit->survey, cell, &field))
        return "";
    return field.use == USE_VALUE ? cell_words(rq->arena, field.question, cell, page_lang(rq)) : cell->value;
}

const char *
visit_clock(struct request *rq, const struct visit *visit, int64_t moment)
{
    return format_clock(rq->arena, visit->zone, moment);
}
