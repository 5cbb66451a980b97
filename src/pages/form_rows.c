/* The rows of a table or matrix as a page shows them. */
#include "pages/form_rows.h"

#include "model/question_type.h"

#include <stdlib.h>
#include <string.h>

static struct form_row *
add_row(struct arena *arena, struct form_rows *rows, const char *id, const char *title)
{
    struct form_row *row = ARENA_PUSH(arena, rows);

    *row = (struct form_row){ .id = id, .title = title, .kept = true };
    return row;
}

/* One row for each choice picked, in the order of the value. */
static void
rows_from_choices(struct arena *arena, struct form_rows *rows, const struct answers *answers,
                  const struct question *source, enum lang lang)
{
    const char *value = answers_value(answers, source->id, "", "");

    while (*value != '\0') {
        size_t length = strcspn(value, " ");
        const char *id = arena_copy_n(arena, value, length);
        const struct choice *choice = choice_find(&source->choices, id);

        if (choice != NULL)
            add_row(arena, rows, id, text_in(&choice->label, lang));
        else if (length > 0)
            add_row(arena, rows, id, answers_value(answers, source->id, "", COLUMN_OTHER));
        value += length + strspn(value + length, " ");
    }
}

/* What names a row of another table: its first filled cell. */
static const char *
row_name(const struct answers *answers, const struct question *source, const char *row)
{
    for (size_t i = 0; i < source->columns.count; i++) {
        const char *value = answers_value(answers, source->id, row, source->columns.items[i].id);

        if (value[0] != '\0')
            return value;
    }
    return "";
}

static void
rows_from(struct arena *arena, struct form_rows *rows, const struct answers *answers,
          const struct question *source, enum lang lang)
{
    struct row_ids ids;

    if (source->type->shape == SHAPE_SINGLE) {
        rows_from_choices(arena, rows, answers, source, lang);
    } else if (source->type->shape == SHAPE_MATRIX) {
        for (size_t i = 0; i < source->rows.count; i++)
            add_row(arena, rows, source->rows.items[i].value, text_in(&source->rows.items[i].label, lang));
    } else {
        ids = answers_rows(arena, answers, source->id);
        for (size_t i = 0; i < ids.count; i++)
            add_row(arena, rows, ids.items[i], row_name(answers, source, ids.items[i]));
    }
}

bool
form_rows_free(const struct question *question)
{
    return question->type->shape == SHAPE_TABLE && question->rows_from == NULL;
}

static bool
row_is_used(const struct answers *answers, const struct question *question, const char *id)
{
    size_t count;
    const struct cell *cells = answers_question(answers, question->id, &count);

    for (size_t i = 0; i < count; i++) {
        if (strcmp(cells[i].row, id) == 0)
            return true;
    }
    return false;
}

static const char *
unused_row(struct arena *arena, const struct answers *answers, const struct question *question, int *from)
{
    const char *id;

    do {
        id = arena_printf(arena, "r%d", ++*from);
    } while (row_is_used(answers, question, id));
    return id;
}

const char *
form_row_new(struct arena *arena, const struct answers *answers, const struct question *question)
{
    int from = 0;

    return unused_row(arena, answers, question, &from);
}

struct form_rows
form_rows_of(struct arena *arena, const struct survey *survey, const struct answers *answers,
             const struct question *question, enum lang lang)
{
    struct form_rows rows = { 0 };
    struct row_ids ids;
    int from = 0, least;

    if (question->rows_from != NULL) {
        const struct question *source = survey_question(survey, question->rows_from);

        if (source != NULL)
            rows_from(arena, &rows, answers, source, lang);
        return rows;
    }
    if (question->type->shape == SHAPE_MATRIX) {
        for (size_t i = 0; i < question->rows.count; i++)
            add_row(arena, &rows, question->rows.items[i].value,
                    text_in(&question->rows.items[i].label, lang));
        return rows;
    }
    ids = answers_rows(arena, answers, question->id);
    for (size_t i = 0; i < ids.count; i++)
        add_row(arena, &rows, ids.items[i], NULL);
    least = question->rows_min > 1 ? question->rows_min : 1;
    while (rows.count < (size_t)least)
        add_row(arena, &rows, unused_row(arena, answers, question, &from), NULL)->kept = false;
    return rows;
}

int
form_row_order(const struct answers *answers, const struct question *question)
{
    size_t count;
    const struct cell *cells = answers_question(answers, question->id, &count);
    long most = 0;

    for (size_t i = 0; i < count; i++) {
        if (strcmp(cells[i].column, COLUMN_ORDER) == 0) {
            long order = strtol(cells[i].value, NULL, 10);

            most = order > most && order < 1000000 ? order : most;
        }
    }
    return (int)most + 1;
}

size_t
form_rows_kept(struct arena *arena, const struct answers *answers, const struct question *question)
{
    return answers_rows(arena, answers, question->id).count;
}

bool
form_row_kept(const struct answers *answers, const char *question, const char *row)
{
    return answers_value(answers, question, row, COLUMN_ORDER)[0] != '\0';
}
