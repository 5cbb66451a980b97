/* How each question type is asked for on a page. */
#include "pages/control.h"

#include "model/question_type.h"

#include <string.h>

struct control_row {
    const char *type;
    enum control control, in_row;
    const char *keyboard, *names;
};

static const struct control_row rows[] = {
    { "select_one", CONTROL_RADIOS, CONTROL_SELECT, NULL, NULL },
    { "select_multiple", CONTROL_TICKS, CONTROL_TICKS, NULL, NULL },
    { "yes_no", CONTROL_RADIOS, CONTROL_SELECT, NULL, NULL },
    { "scale", CONTROL_SCALE, CONTROL_SELECT, NULL, NULL },
    { "integer", CONTROL_LINE, CONTROL_LINE, "numeric", NULL },
    { "decimal", CONTROL_LINE, CONTROL_LINE, "decimal", NULL },
    { "percent", CONTROL_LINE, CONTROL_LINE, "decimal", NULL },
    { "date", CONTROL_DATE, CONTROL_DATE, NULL, NULL },
    { "text", CONTROL_LINE, CONTROL_LINE, NULL, NULL },
    { "long_text", CONTROL_AREA, CONTROL_AREA, NULL, NULL },
    { "rank", CONTROL_PLACES, CONTROL_NONE, NULL, NULL },
    { "matrix", CONTROL_MATRIX, CONTROL_NONE, NULL, NULL },
    { "table", CONTROL_TABLE, CONTROL_NONE, NULL, NULL },
    { "person", CONTROL_NAME, CONTROL_NAME, NULL, NAMES_PERSON },
    { "department", CONTROL_NAME, CONTROL_NAME, NULL, NAMES_DEPARTMENT },
    { "note", CONTROL_NONE, CONTROL_NONE, NULL, NULL },
};

static const struct control_row *
row_of(const char *type)
{
    for (size_t i = 0; i < LENGTH(rows); i++) {
        if (strcmp(rows[i].type, type) == 0)
            return &rows[i];
    }
    return NULL;
}

bool
controls_complete(const char **missing)
{
    for (size_t i = 0; i < question_type_count; i++) {
        if (row_of(question_types[i].name) == NULL) {
            *missing = question_types[i].name;
            return false;
        }
    }
    return true;
}

enum control
control_of(const struct question *question, bool in_row)
{
    const struct control_row *row = row_of(question->type->name);
    enum control control = row == NULL ? CONTROL_NONE : in_row ? row->in_row : row->control;

    if (control == CONTROL_RADIOS && question->choices.count > LONG_LIST)
        control = CONTROL_SELECT;
    return control;
}

const char *
control_keyboard(const struct question *question)
{
    const struct control_row *row = row_of(question->type->name);

    return row ? row->keyboard : NULL;
}

const char *
control_names(const struct question *question)
{
    const struct control_row *row = row_of(question->type->name);

    return row ? row->names : NULL;
}

int
control_places(const struct question *question)
{
    int most = (int)question->choices.count + (question->other ? 1 : 0);

    return question->has_max && question->max < most ? (int)question->max : most;
}

/* Which of the program's own columns is it? The text of "other" in a row stands in COLUMN.other. */
static bool
use_of(const char *column, enum cell_use *use)
{
    static const char *const names[] = {
        [USE_OTHER] = COLUMN_OTHER,
        [USE_COMMENT] = COLUMN_COMMENT,
        [USE_IMPORTANCE] = COLUMN_IMPORTANCE,
        [USE_ORDER] = COLUMN_ORDER,
    };
    const char *own = strchr(column, '.');

    for (size_t i = USE_OTHER; own != NULL && i < LENGTH(names); i++) {
        if (strcmp(names[i], own) == 0 && (own == column || i == USE_OTHER)) {
            *use = (enum cell_use)i;
            return true;
        }
    }
    return false;
}

/* The column of a question that COLUMN or COLUMN.other names. */
static const struct question *
column_of(const struct question *question, const char *column)
{
    size_t length = strcspn(column, ".");

    for (size_t i = 0; i < question->columns.count; i++) {
        const char *id = question->columns.items[i].id;

        if (strlen(id) == length && memcmp(id, column, length) == 0)
            return &question->columns.items[i];
    }
    return NULL;
}

/* A cell of the program's own columns: does the question have it? */
static bool
own_column(const struct question *question, const struct cell *cell, struct field_of_cell *out)
{
    bool in_row = cell->row[0] != '\0';

    switch (out->use) {
    case USE_OTHER:
        out->part = in_row ? column_of(question, cell->column) : question;
        return out->part != NULL && out->part->other && (in_row || cell->column[0] == '.');
    case USE_COMMENT: return !in_row && question->comment;
    case USE_IMPORTANCE: return !in_row && question->importance;
    case USE_ORDER: return in_row && question->type->shape == SHAPE_TABLE;
    case USE_VALUE: break;
    }
    return false;
}

bool
control_field(const struct survey *survey, const struct cell *cell, struct field_of_cell *out)
{
    const struct question *question = survey_question(survey, cell->question);
    bool in_row = cell->row[0] != '\0';

    *out = (struct field_of_cell){ .question = question, .part = question, .use = USE_VALUE };
    if (question == NULL || question->type->shape == SHAPE_NONE)
        return false;
    if (strchr(cell->column, '.') != NULL)
        return use_of(cell->column, &out->use) && own_column(question, cell, out);
    if (question->type->shape == SHAPE_SINGLE)
        return !in_row && cell->column[0] == '\0';
    if (!in_row) /* the question as a whole: don't know, not applicable */
        return cell->column[0] == '\0';
    out->part = column_of(question, cell->column);
    return out->part != NULL;
}
