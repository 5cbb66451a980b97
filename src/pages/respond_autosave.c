/* Saving one cell for the script of a page: small, idempotent, answered in JSON. */
#include "base/json.h"
#include "pages/control.h"
#include "pages/keep.h"
#include "pages/respond.h"
#include "pages/row_removal.h"
#include "pages/sheet_parts.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_ANSWER_JSON = 256 << 10, MOST_PAGE = 40 };

static struct reply
json_reply(struct request *rq, int status, const struct buf *out)
{
    return reply_json(status, arena_copy_n(rq->arena, buf_text(out), out->length));
}

/* {"sentence": …}, and why in one word. */
static struct reply
say(struct request *rq, int status, const char *why, const char *text_id)
{
    scoped_buf out;
    struct json json;

    buf_open(&out, MAX_ANSWER_JSON);
    json = json_to(&out);
    json_begin_object(&json);
    json_key_bool(&json, why, true);
    json_key_text(&json, "sentence", page_text(rq, text_id));
    json_end_object(&json);
    return json_reply(rq, status, &out);
}

/* Where the question stands, for a page that does not show it. */
static void
add_place(struct request *rq, const struct visit *visit, const struct question *question, struct json *json)
{
    const char *label = text_in(&question->label, page_lang(rq));
    const char *section = visit->survey->sections.items[question->section].id;

    json_key_text(json, "title",
                  question->number > 0 ? arena_printf(rq->arena, "%d. %s", question->number, label) : label);
    json_key_text(json, "url",
                  arena_printf(rq->arena, "%s#q-%s", visit_path(rq, visit, section), question->id));
}

static struct reply
refused(struct request *rq, const struct visit *visit, const struct question *question,
        const struct keeping *keeping)
{
    struct field_of_cell field;
    scoped_buf out;
    struct json json;

    buf_open(&out, MAX_ANSWER_JSON);
    json = json_to(&out);
    json_begin_object(&json);
    json_key_text(&json, "refused", refusal_sentence(rq, &keeping->refusal));
    if (control_field(visit->survey, &keeping->cell, &field) && !field.part->type->takes_choices)
        json_key_text(&json, "yours", keeping->cell.value);
    add_place(rq, visit, question, &json);
    json_end_object(&json);
    return json_reply(rq, 422, &out);
}

static const char *const state_words[] = {
    [CELL_ANSWERED] = "answered",
    [CELL_DONT_KNOW] = "dont_know",
    [CELL_NOT_APPLICABLE] = "not_applicable",
};

/* What the form says; false when it says something impossible. */
static bool
read_form(const struct request *rq, struct keeping *out)
{
    const char *row = request_form(rq, "row"), *column = request_form(rq, "column");
    const char *value = request_form(rq, "value"), *state = request_form(rq, "state");
    const char *seen = request_form(rq, "seen"), *page = request_form(rq, "page");
    const char *sequence = request_form(rq, "seq");

    *out = (struct keeping){ .cell = { .question = rq->params[1],
                                       .row = row ? row : "",
                                       .column = column ? column : "",
                                       .value = value ? value : "" },
                             .page = page != NULL && strlen(page) <= MOST_PAGE ? page : "" };
    out->seen = page_number(seen);
    out->sequence = page_number(sequence);
    if ((seen != NULL && strcmp(seen, "0") != 0 && out->seen == 0)
        || (sequence != NULL && out->sequence == 0))
        return false;
    for (size_t i = 0; state != NULL && i < LENGTH(state_words); i++) {
        if (strcmp(state_words[i], state) == 0) {
            out->cell.state = (enum cell_state)i;
            return true;
        }
    }
    return state == NULL;
}

static void
add_cell(struct json *json, const struct cell *cell)
{
    json_key_int(json, "revision", cell->revision);
    json_key_text(json, "value", cell->value);
    json_key_text(json, "state", state_words[cell->state]);
}

/* The questions asked for now, when this answer may have changed that. */
static bool
add_asked(struct request *rq, struct visit *visit, const struct question *question, struct json *json)
{
    const struct survey *survey = visit->survey;

    if (!visit->sheet->looked_at[question - survey->questions.items])
        return true;
    if (visit_reload(rq, visit) != DB_OK)
        return false;
    json_key(json, "relevant");
    json_begin_array(json);
    for (size_t i = 0; i < survey->questions.count; i++) {
        if (visit->asked[i])
            json_text(json, survey->questions.items[i].id);
    }
    json_end_array(json);
    return true;
}

/* Does judging the question need the other answers? The cells of a table depend on one another. */
static bool
needs_answers(const struct question *question)
{
    return question->type->shape != SHAPE_SINGLE || question->constraint != NULL;
}

/* Is it about something that was written, and not about what is still to come? */
static bool
is_said_now(const struct visit *visit, const struct question *question, const struct refusal *why)
{
    if (why->row[0] != '\0')
        return row_filled(&visit->answers, question, why->row);
    return why->message != NULL || strcmp(why->text_id, "refuse.constraint") == 0;
}

/* What will keep the question from being handed in: it is kept all the same, and said at once. */
static void
add_findings(struct request *rq, const struct visit *visit, const struct question *question,
             struct json *json)
{
    struct refusals found = { 0 };

    if (!needs_answers(question))
        return;
    question_refusals(&visit->judge, question, &found);
    json_key(json, "findings");
    json_begin_array(json);
    for (size_t i = 0; i < found.count; i++) {
        const struct refusal *why = &found.items[i].refusal;

        if (!is_said_now(visit, question, why))
            continue;
        json_begin_object(json);
        json_key_text(json, "name", cell_name(rq->arena, question->id, why->row, why->column));
        json_key_text(json, "sentence", refusal_sentence(rq, why));
        json_end_object(json);
    }
    json_end_array(json);
}

static struct reply
saved(struct request *rq, struct visit *visit, const struct question *question, const struct keeping *keeping)
{
    scoped_buf out;
    struct json json;

    buf_open(&out, MAX_ANSWER_JSON);
    json = json_to(&out);
    json_begin_object(&json);
    json_key_bool(&json, "ok", true);
    add_cell(&json, &keeping->saved.cell);
    json_key_text(&json, "saved", visit_clock(rq, visit, rq->now));
    json_key_int(&json, "response_revision", visit->response.revision);
    add_findings(rq, visit, question, &json);
    if (!add_asked(rq, visit, question, &json))
        return page_json_refused(rq, 503, "respond.busy");
    json_end_object(&json);
    return json_reply(rq, 200, &out);
}

static struct reply
conflict(struct request *rq, const struct visit *visit, const struct question *question,
         const struct keeping *keeping)
{
    const struct cell *stored = &keeping->saved.cell;
    scoped_buf out;
    struct json json;

    buf_open(&out, MAX_ANSWER_JSON);
    json = json_to(&out);
    json_begin_object(&json);
    json_key(&json, "stored");
    json_begin_object(&json);
    add_cell(&json, stored);
    json_key_text(&json, "words", stored_words(rq, visit, stored));
    json_key_text(&json, "at", stored->saved_at ? visit_clock(rq, visit, stored->saved_at) : "");
    json_end_object(&json);
    json_key_text(&json, "yours", stored_words(rq, visit, &keeping->cell));
    add_place(rq, visit, question, &json);
    json_key_text(&json, "sentence", page_text(rq, "respond.changed_elsewhere"));
    json_end_object(&json);
    return json_reply(rq, 409, &out);
}

/* The row that was to be taken away, as somebody else has written into it since. */
static struct reply
row_conflict(struct request *rq, const struct visit *visit, const struct row_removal *removal)
{
    scoped_buf out;
    struct json json;

    buf_open(&out, MAX_ANSWER_JSON);
    json = json_to(&out);
    json_begin_object(&json);
    json_key_bool(&json, "row", true);
    json_key(&json, "stored");
    json_begin_object(&json);
    json_key_int(&json, "revision", removal->revision);
    json_key_text(&json, "words", row_removal_words(rq, visit, removal));
    json_key_text(&json, "at", removal->saved_at ? visit_clock(rq, visit, removal->saved_at) : "");
    json_end_object(&json);
    add_place(rq, visit, removal->question, &json);
    json_key_text(&json, "sentence", page_text(rq, "respond.row_changed"));
    json_end_object(&json);
    return json_reply(rq, 409, &out);
}

static int64_t
revision_of(const struct visit *visit, const struct cell *at)
{
    const struct cell *cell = answers_cell(&visit->answers, at->question, at->row, at->column);

    return cell ? cell->revision : 0;
}

static struct reply
keep_one(struct request *rq, struct visit *visit, const struct question *question)
{
    struct row_removal removal;
    struct keeping keeping;

    if (!read_form(rq, &keeping))
        return page_json_refused(rq, 422, "refuse.cell");
    form_cell_close(rq->arena, visit->survey, page_typed_lang(rq), &keeping.cell);
    if (strcmp(keeping.cell.column, COLUMN_ORDER) == 0) {
        /* the server gives places, pages take them away: having seen the row, not its place */
        removal = row_removal_of(visit, question, keeping.cell.row);
        if (removal.kept && keeping.cell.value[0] == '\0' && keeping.seen != removal.revision)
            return row_conflict(rq, visit, &removal);
        keeping.seen = revision_of(visit, &keeping.cell);
    }
    switch (keep_cell(rq, visit, &keeping)) {
    case KEPT: return saved(rq, visit, question, &keeping);
    case KEPT_REFUSED: return refused(rq, visit, question, &keeping);
    case KEPT_CHANGED: return conflict(rq, visit, question, &keeping);
    case KEPT_CLOSED: return say(rq, 409, "closed", "respond.closed");
    default: return page_json_refused(rq, 503, "respond.busy");
    }
}

struct reply
respond_autosave(struct request *rq)
{
    const struct question *question;
    struct visit visit;

    switch (visit_find(rq, &visit)) {
    case DB_OK: break;
    case DB_NONE: return say(rq, 403, "other_person", "respond.other_person");
    default: return page_json_refused(rq, 503, "respond.busy");
    }
    question = survey_question(visit.survey, rq->params[1]);
    if (question == NULL)
        return page_json_refused(rq, 404, "refuse.question");
    if (!visit_is_open(&visit))
        return say(rq, 409, "closed", "respond.closed");
    if (needs_answers(question) && visit_reload(rq, &visit) != DB_OK)
        return page_json_refused(rq, 503, "respond.busy");
    return keep_one(rq, &visit, question);
}
