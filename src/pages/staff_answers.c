/* One person's answers to a questionnaire, with everything that was changed, left out, or given back. */
#include "pages/staff_survey.h"

#include "model/format.h"
#include "model/question_type.h"
#include "pages/answer_lines.h"
#include "store/answer.h"
#include "store/event.h"
#include "store/response.h"

#include <string.h>

enum { REASON_MAX = 500, TABLE_COLUMNS = 5 };

struct reading {
    struct staff_project at;
    struct response response;
    struct person person;
    const struct survey *survey;
    struct answers answers;
    struct answer_changes changes;
};

static enum db_result
open_reading(struct request *rq, struct reading *r)
{
    enum db_result result = staff_project(rq, PLACE_SURVEY, &r->at);

    if (result == DB_OK)
        result = response_get(page_db(rq), rq->arena, r->at.project.id, staff_number(rq, 1), &r->response);
    if (result == DB_OK)
        result = person_get(page_db(rq), rq->arena, r->at.project.id, r->response.person, &r->person);
    if (result != DB_OK)
        return result;
    r->survey = library_survey_hash(page_app(rq)->library, r->response.form_hash);
    if (r->survey == NULL)
        return DB_FAIL;
    result = answer_list(page_db(rq), rq->arena, r->response.id, &r->answers);
    if (result == DB_NONE)
        result = DB_OK;
    if (result == DB_OK)
        result = answer_history(page_db(rq), rq->arena, r->response.id, NULL, &r->changes);
    return result == DB_NONE ? DB_OK : result;
}

static const char *
moment_words(struct request *rq, const struct reading *r, int64_t moment)
{
    return arena_printf(rq->arena, "%s, %s", format_date(rq->arena, page_lang(rq), r->at.zone, moment),
                        format_clock(rq->arena, r->at.zone, moment));
}

static const char *
value_words(struct request *rq, const struct question *question, const struct answer_change *change,
            const char *value, enum cell_state state)
{
    const struct cell cell = { .question = change->question,
                               .row = change->row,
                               .column = change->column,
                               .value = value,
                               .state = state };
    const char *words = cell_words(rq->arena, question, &cell, page_lang(rq));

    return words[0] != '\0' ? words : page_text(rq, "answers.empty");
}

static const char *
actor_words(struct request *rq, const struct reading *r, struct actor by)
{
    static const char *const words[] = {
        [ACTOR_PERSON] = "answers.by.person",
        [ACTOR_STAFF] = "answers.by.staff",
        [ACTOR_SERVER] = "answers.by.server",
        [ACTOR_COMMAND] = "answers.by.command",
    };

    if (by.kind == ACTOR_PERSON && by.id != r->person.id)
        return page_text(rq, "answers.by.other");
    return page_text(rq, words[by.kind]);
}

/* Changes after the first answer: what it was, what it became. */
static void
view_history(struct request *rq, const struct reading *r, const struct question *question, struct view *view)
{
    for (size_t i = 0; i < r->changes.count; i++) {
        const struct answer_change *c = &r->changes.items[i];
        struct view *item;
        const char *row = c->row;

        if (strcmp(c->question, question->id) != 0 || strcmp(c->column, COLUMN_ORDER) == 0)
            continue;
        item = view_item(view, "history");
        view_text(item, "at", moment_words(rq, r, c->at));
        view_text(item, "by", actor_words(rq, r, c->by));
        view_text(item, "cell", row[0] || c->column[0] ? cell_name(rq->arena, "", row, c->column) + 1 : "");
        view_bool(item, "has_before", c->old_value != NULL);
        view_text(item, "before",
                  c->old_value != NULL
                      ? value_words(rq, question, c, c->old_value, (enum cell_state)c->old_state)
                      : "");
        view_text(item, "after", value_words(rq, question, c, c->value, c->state));
        view_bool(view, "has_history", true);
        view_bool(view, "was_changed", c->old_value != NULL);
    }
}

/* --- rows of several columns --- */

static const struct answer_part *
part_in(const struct answer_line *line, size_t column)
{
    for (size_t i = 0; i < line->parts.count; i++)
        if (line->parts.items[i].column == column)
            return &line->parts.items[i];
    return NULL;
}

static bool
is_used(const struct answer_lines *lines, size_t column)
{
    for (size_t i = 0; i < lines->count; i++)
        if (part_in(&lines->items[i], column) != NULL)
            return true;
    return false;
}

static void
view_cells(struct request *rq, const struct question *question, const struct answer_lines *lines,
           const struct answer_line *line, struct view *row)
{
    for (size_t c = 0; c < question->columns.count; c++) {
        const struct answer_part *part = part_in(line, c);
        struct view *cell;

        if (!is_used(lines, c))
            continue;
        cell = view_item(row, "cells");
        view_text(cell, "label", text_in(&question->columns.items[c].label, page_lang(rq)));
        view_text(cell, "words", part != NULL ? part->words : "");
        view_bool(cell, "quiet", part == NULL || part->quiet);
    }
}

/* A table of the columns that are answered; with many of them a card a row, at any width. */
static void
view_rows(struct request *rq, const struct question *question, const struct answer_lines *lines,
          struct view *view)
{
    struct view *table = NULL;
    size_t used = 0;

    for (size_t c = 0; c < question->columns.count; c++)
        used += is_used(lines, c);
    if (used == 0)
        return;
    if (used <= TABLE_COLUMNS)
        table = view_object(view, "table");
    for (size_t c = 0; table != NULL && c < question->columns.count; c++)
        if (is_used(lines, c))
            view_text(view_item(table, "heads"), "label",
                      text_in(&question->columns.items[c].label, page_lang(rq)));
    for (size_t i = 0; i < lines->count; i++) {
        struct view *row;

        if (lines->items[i].parts.count == 0)
            continue;
        row = table != NULL ? view_item(table, "rows") : view_item(view, "cards");
        view_text(row, "row_title", lines->items[i].title);
        view_cells(rq, question, lines, &lines->items[i], row);
    }
}

static void
view_question(struct request *rq, const struct reading *r, const struct question *question, struct view *part)
{
    const struct answer_reading reading = { .arena = rq->arena,
                                            .phrases = page_app(rq)->phrases,
                                            .lang = page_lang(rq),
                                            .survey = r->survey,
                                            .answers = &r->answers };
    struct answer_lines lines = answer_lines(&reading, question);
    struct view *view = view_item(part, "questions");

    view_int(view, "number", question->number);
    view_text(view, "label", text_in(&question->label, page_lang(rq)));
    view_rows(rq, question, &lines, view);
    for (size_t i = 0; i < lines.count; i++) {
        struct view *line;

        if (lines.items[i].parts.count > 0)
            continue;
        line = view_item(view, "lines");
        view_text(line, "row_title", lines.items[i].title != NULL ? lines.items[i].title : "");
        view_text(line, "words", lines.items[i].words);
        view_bool(line, "quiet", lines.items[i].quiet);
    }
    view_bool(view, "has_history", false);
    view_bool(view, "was_changed", false);
    view_history(rq, r, question, view);
}

static void
view_answers(struct request *rq, const struct reading *r, struct view *view)
{
    struct names roles = part_role_ids(rq, &r->person.roles, r->person.key_user);
    struct judge judge = { .survey = r->survey,
                           .answers = &r->answers,
                           .roles = &roles,
                           .today = part_today(rq, &r->at),
                           .arena = rq->arena };
    const bool *shown = survey_relevance(&judge);

    for (size_t s = 0; s < r->survey->sections.count; s++) {
        const struct section *section = &r->survey->sections.items[s];
        struct view *part = view_item(view, "parts");

        view_text(part, "part_title", text_in(&section->title, page_lang(rq)));
        view_bool(part, "hidden", true);
        for (size_t q = section->first; q < section->first + section->count; q++) {
            const struct question *question = &r->survey->questions.items[q];

            if (!shown[q] || question->number == 0)
                continue;
            view_bool(part, "hidden", false);
            view_question(rq, r, question, part);
        }
    }
}

static void
view_head(struct request *rq, const struct reading *r, struct view *view)
{
    static const char *const words[] = { [RESPONSE_DRAFT] = "my.state.draft",
                                         [RESPONSE_HANDED_IN] = "my.state.handed_in",
                                         [RESPONSE_RETURNED] = "my.state.returned" };
    static const char *const badges[] = {
        [RESPONSE_DRAFT] = "now", [RESPONSE_HANDED_IN] = "done", [RESPONSE_RETURNED] = "attention"
    };
    const char *url =
        staff_url(rq, &r->at, arena_printf(rq->arena, "/answers/%lld", (long long)r->response.id));

    view_text(view, "form_title", text_in(&r->survey->title, page_lang(rq)));
    view_int(view, "form_version", r->survey->version);
    view_text(view, "state", page_text(rq, words[r->response.state]));
    view_text(view, "state_class", badges[r->response.state]);
    view_text(view, "started_at", moment_words(rq, r, r->response.started_at));
    view_text(view, "handed_in_at",
              r->response.handed_in_at ? moment_words(rq, r, r->response.handed_in_at) : "");
    view_bool(view, "may_return", r->response.state == RESPONSE_HANDED_IN);
    view_bool(view, "excluded", r->response.excluded);
    view_text(view, "excluded_reason", r->response.excluded_reason);
    view_text(view, "department", r->person.department_name);
    view_text(view, "roles", part_role_words(rq, &r->person.roles, r->person.key_user));
    view_text(view, "person_url",
              staff_url(rq, &r->at, arena_printf(rq->arena, "/people/%lld", (long long)r->person.id)));
    view_text(view, "survey_url", staff_url(rq, &r->at, "/survey"));
    view_text(view, "exclude_url", arena_printf(rq->arena, "%s/exclude", url));
    view_text(view, "return_url", arena_printf(rq->arena, "%s/return", url));
}

static struct reply
show(struct request *rq, int status, const char *refusal)
{
    struct reading r = { .survey = NULL };
    struct name name;
    struct view *view;
    enum db_result result = open_reading(rq, &r);

    if (result != DB_OK)
        return staff_refusal(rq, result);
    name = (struct name){ r.person.family, r.person.given, r.person.patronymic };
    view = staff_view(rq, &r.at, PLACE_SURVEY, name_full(rq->arena, &name));
    view_head(rq, &r, view);
    view_answers(rq, &r, view);
    view_text(view, "refusal", refusal);
    view_text(view, "reason", part_form(rq, "reason"));
    return page_reply(rq, status, "staff_answers", view);
}

struct reply
answers_page(struct request *rq)
{
    return show(rq, 200, "");
}

static struct reply
back(struct request *rq, const struct staff_project *at, const char *done)
{
    return staff_done(
        rq, staff_url(rq, at, arena_printf(rq->arena, "/answers/%lld", (long long)staff_number(rq, 1))),
        done);
}

struct reply
answers_exclude(struct request *rq)
{
    bool include = strcmp(part_form(rq, "do"), "include") == 0;
    const char *reason = include ? "" : text_clean(rq->arena, part_form(rq, "reason"), REASON_MAX);
    struct staff_project at;
    enum db_result result = staff_project(rq, PLACE_SURVEY, &at);

    if (result != DB_OK)
        return staff_refusal(rq, result);
    if (reason == NULL || (!include && reason[0] == '\0'))
        return show(rq, 422, page_text(rq, reason == NULL ? "answers.refuse.long" : "answers.refuse.reason"));
    result =
        response_exclude(page_db(rq), at.project.id, staff_number(rq, 1), reason, staff_actor(rq), rq->now);
    return result == DB_OK ? back(rq, &at, include ? "included" : "excluded") : staff_refusal(rq, result);
}

struct reply
answers_return(struct request *rq)
{
    struct staff_project at;
    enum db_result result = staff_project(rq, PLACE_SURVEY, &at);

    if (result == DB_OK)
        result = response_return(page_db(rq), at.project.id, staff_number(rq, 1), staff_actor(rq), rq->now);
    return result == DB_OK ? back(rq, &at, "returned") : staff_refusal(rq, result);
}
