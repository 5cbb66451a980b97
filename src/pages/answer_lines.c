/* The answer to a question as lines for a person to read. */
#include "pages/answer_lines.h"

#include "base/die.h"
#include "model/question_type.h"
#include "pages/form_rows.h"

#include <string.h>

struct writer {
    const struct answer_reading *reading;
    const struct question *question;
    struct answer_lines lines;
};

static const char *
text_of(const struct writer *w, const char *key)
{
    const char *text = phrase(w->reading->phrases, w->reading->lang, key);

    ensure(text != NULL);
    return text;
}

static struct answer_line *
add_line(struct writer *w, const char *title, const char *words, bool quiet)
{
    struct answer_line *line = ARENA_PUSH(w->reading->arena, &w->lines);

    *line = (struct answer_line){ .title = title, .words = words, .quiet = quiet };
    return line;
}

/* A cell in words, with what was written beside "other"; NULL when it is empty. */
static const char *
words_of(const struct writer *w, const char *row, const char *column, bool *quiet)
{
    const struct answer_reading *r = w->reading;
    const struct cell *cell = answers_cell(r->answers, w->question->id, row, column);
    const char *words, *other;

    *quiet = cell != NULL && cell->state != CELL_ANSWERED;
    if (cell == NULL || (cell->state == CELL_ANSWERED && cell->value[0] == '\0'))
        return NULL;
    words = cell_words(r->arena, w->question, cell, r->lang);
    other =
        answers_value(r->answers, w->question->id, row, arena_printf(r->arena, "%s" COLUMN_OTHER, column));
    if (!*quiet && other[0] != '\0')
        words = arena_printf(r->arena, "%s (%s)", words, other);
    return words;
}

/* The cells of a row in one sentence: "Document: invoice; Minutes: 30". */
static const char *
row_words(const struct writer *w, const char *row, struct answer_parts *parts, bool *quiet)
{
    const struct questions *columns = &w->question->columns;
    const char *out = "";

    if (columns->count == 1)
        return words_of(w, row, columns->items[0].id, quiet);
    *quiet = false;
    for (size_t i = 0; i < columns->count; i++) {
        bool state;
        const char *words = words_of(w, row, columns->items[i].id, &state);

        if (words == NULL)
            continue;
        out = arena_printf(w->reading->arena, "%s%s%s: %s", out, out[0] ? "; " : "",
                           text_in(&columns->items[i].label, w->reading->lang), words);
        *ARENA_PUSH(w->reading->arena, parts) = (struct answer_part){ i, words, state };
    }
    return out[0] ? out : NULL;
}

static void
add_rows(struct writer *w)
{
    const struct answer_reading *r = w->reading;
    struct form_rows rows = form_rows_of(r->arena, r->survey, r->answers, w->question, r->lang);

    for (size_t i = 0; i < rows.count; i++) {
        const struct form_row *row = &rows.items[i];
        struct answer_parts parts = { 0 };
        bool quiet;
        const char *words = row->kept ? row_words(w, row->id, &parts, &quiet) : NULL;

        if (words != NULL)
            add_line(w, row->title ? row->title : arena_printf(r->arena, "%zu", i + 1), words, quiet)->parts =
                parts;
    }
}

static void
add_own(struct writer *w, const char *column, const char *key)
{
    const char *value = answers_value(w->reading->answers, w->question->id, "", column);

    if (value[0] != '\0')
        add_line(w, text_of(w, key), value, false);
}

const char *
answer_row(const struct answer_reading *reading, const struct question *question, const char *row)
{
    const struct writer w = { .reading = reading, .question = question };
    struct answer_parts parts = { 0 };
    bool quiet;

    return row_words(&w, row, &parts, &quiet);
}

struct answer_lines
answer_lines(const struct answer_reading *reading, const struct question *question)
{
    struct writer w = { .reading = reading, .question = question };
    const char *whole;
    bool quiet;

    if (question->type->shape == SHAPE_NONE)
        return w.lines;
    whole = words_of(&w, "", "", &quiet);
    if (whole != NULL)
        add_line(&w, NULL, whole, quiet);
    else if (question->type->shape != SHAPE_SINGLE)
        add_rows(&w);
    if (w.lines.count == 0)
        add_line(&w, NULL, text_of(&w, "respond.unanswered"), true);
    add_own(&w, COLUMN_IMPORTANCE, "respond.importance_short");
    add_own(&w, COLUMN_COMMENT, "respond.comment");
    return w.lines;
}
