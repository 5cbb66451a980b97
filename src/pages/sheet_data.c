/* What the script of a questionnaire's pages is told: texts, conditions, and answers that conditions look at.
 */
#include "base/die.h"
#include "base/json.h"
#include "model/expr.h"
#include "pages/section_page.h"
#include "pages/sheet_parts.h"

#include <string.h>

enum { MAX_DATA = 1 << 20 };

/* Texts of the script: their names there, and their keys. */
static const char *const words[][2] = {
    { "saved_at", "form.saved_at" },
    { "saving", "form.saving" },
    { "offline", "form.offline" },
    { "busy", "respond.busy" },
    { "other_person", "respond.other_person" },
    { "closed", "respond.closed" },
    { "not_sent", "respond.not_sent" },
    { "let_go", "respond.let_go" },
    { "choose", "respond.choose" },
    { "rows_ask", "respond.rows_ask" },
    { "rows_yes", "respond.rows_yes" },
    { "rows_no", "respond.rows_no" },
    { "send_ask", "respond.send_ask" },
    { "send_yes", "respond.send_yes" },
    { "send_no", "respond.send_no" },
    { "leave_offline", "respond.leave_offline" },
    { "send_offline", "respond.send_offline" },
    { "go_offline", "respond.go_offline" },
    { "sent", "respond.sent" },
    { "stored_now", "respond.stored_now" },
    { "stored_nothing", "respond.stored_nothing" },
    { "take_stored", "respond.take_stored" },
    { "keep_mine", "respond.keep_mine" },
    { "keep_row", "respond.keep_row" },
    { "remove_row", "form.remove_row" },
    { "dont_know", "respond.dont_know" },
    { "not_applicable", "respond.not_applicable" },
};

static void
add_words(struct json *json, const struct sheet_words *of)
{
    json_key(json, "words");
    json_begin_object(json);
    for (size_t i = 0; i < LENGTH(words); i++) {
        const char *text = phrase(of->phrases, of->lang, words[i][1]);

        ensure(text != NULL);
        json_key_text(json, words[i][0], text);
    }
    json_end_object(json);
}

static void
note_names(struct sheet *sheet, const struct expr *expr)
{
    const struct expr_names *names = expr ? expr_names(expr) : NULL;

    for (size_t i = 0; names != NULL && i < names->count; i++) {
        const struct question *question =
            names->items[i]->reach != REACH_NOTHING && strcmp(names->items[i]->survey, sheet->survey->id) == 0
                ? survey_question(sheet->survey, names->items[i]->question)
                : NULL;

        if (question != NULL)
            sheet->looked_at[question - sheet->survey->questions.items] = true;
    }
}

/* A tree is JSON already. */
static void
add_tree(struct json *json, const struct expr *expr)
{
    scoped_buf out;

    buf_open(&out, MAX_DATA);
    expr_json(expr, &out);
    json_put_raw(json, buf_text(&out));
}

/* By question: the conditions of its section and its own. */
static void
add_conditions(struct json *json, struct sheet *sheet)
{
    const struct survey *survey = sheet->survey;

    json_key(json, "conditions");
    json_begin_object(json);
    for (size_t i = 0; i < survey->questions.count; i++) {
        const struct question *question = &survey->questions.items[i];
        const struct expr *section = survey->sections.items[question->section].relevant;

        if (section == NULL && question->relevant == NULL)
            continue;
        sheet->conditional = true;
        note_names(sheet, section);
        note_names(sheet, question->relevant);
        json_key(json, question->id);
        json_begin_array(json);
        add_tree(json, section);
        add_tree(json, question->relevant);
        json_end_array(json);
    }
    json_end_object(json);
}

void
sheet_make_data(struct arena *arena, struct sheet *sheet)
{
    scoped_buf words_alone, shared;
    struct json json;

    sheet->looked_at = ARENA_ARRAY(arena, bool, sheet->survey->questions.count + 1);
    buf_open(&words_alone, MAX_DATA);
    json = json_to(&words_alone);
    json_begin_object(&json);
    add_words(&json, &sheet->words);
    json_end_object(&json);
    buf_open(&shared, MAX_DATA);
    json = json_to(&shared);
    json_begin_object(&json);
    add_words(&json, &sheet->words);
    add_conditions(&json, sheet);
    ensure(!words_alone.full && !shared.full);
    sheet->words_json = buf_keep(&words_alone, arena);
    sheet->shared_json = buf_keep(&shared, arena);
}

/* Answers on other pages that conditions look at. */
static void
add_elsewhere(struct json *json, const struct visit *visit, size_t section)
{
    const struct survey *survey = visit->survey;

    json_key(json, "elsewhere");
    json_begin_array(json);
    for (size_t i = 0; i < survey->questions.count; i++) {
        size_t count;
        const struct cell *cells;

        if (!visit->sheet->looked_at[i] || survey->questions.items[i].section == (int)section)
            continue;
        cells = answers_question(&visit->answers, survey->questions.items[i].id, &count);
        for (size_t c = 0; c < count; c++) {
            if (cells[c].state != CELL_ANSWERED || cells[c].value[0] == '\0')
                continue;
            json_begin_array(json);
            json_text(json, cells[c].question);
            json_text(json, cells[c].row);
            json_text(json, cells[c].column);
            json_text(json, cells[c].value);
            json_end_array(json);
        }
    }
    json_end_array(json);
}

const char *
section_data(struct request *rq, const struct visit *visit, size_t section)
{
    const struct sheet *sheet = visit->sheet;
    scoped_buf own, out;
    struct json json;

    buf_open(&own, MAX_DATA);
    buf_open(&out, MAX_DATA);
    if (section == SIZE_MAX || !sheet->conditional)
        return sheet->words_json;
    json = json_to(&own);
    json_begin_object(&json);
    json_key_text(&json, "survey", visit->survey->id);
    json_key_text(&json, "today", visit->judge.today);
    json_key(&json, "roles");
    json_begin_array(&json);
    for (size_t i = 0; i < visit->judge.roles->count; i++)
        json_text(&json, visit->judge.roles->items[i]);
    json_end_array(&json);
    add_elsewhere(&json, visit, section);
    json_end_object(&json);
    buf_puts(&out, sheet->shared_json);
    buf_putc(&out, ',');
    buf_puts(&out, buf_text(&own) + 1);
    return buf_keep(&out, rq->arena);
}
