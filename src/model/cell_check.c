/* May this cell be stored as it came? */
#include "model/survey.h"
#include "model/type.h"

#include <string.h>

struct check {
    struct arena *arena;
    const struct survey *survey;
    const struct question *question;
    struct cell *cell;
    struct refusal *refusal;
};

static bool
refuse(const struct check *check, const char *text_id)
{
    type_refuse(check->refusal, text_id, 0, 0);
    return true;
}

/* Judge the value as an answer to `asked`; true when it is refused. */
static bool
judge_value(const struct check *check, const struct question *asked)
{
    const char *stored = asked->type->normalise(check->arena, asked, check->cell->value, check->refusal);

    if (stored == NULL)
        return true;
    check->cell->value = stored;
    return false;
}

/* As judge_value(), for a question of the program's own. */
static bool
judge_as(const struct check *check, const char *type, double least, double most)
{
    struct question asked = { .id = "", .type = question_type_find(type) };

    if (asked.type->numeric) {
        asked.has_min = asked.has_max = true;
        asked.min = least;
        asked.max = most;
    } else {
        asked.max_length = (int)most;
    }
    if (check->cell->state != CELL_ANSWERED)
        return refuse(check, "refuse.state");
    return judge_value(check, &asked);
}

static bool
is_row_id(const char *row)
{
    size_t length = strspn(row, "abcdefghijklmnopqrstuvwxyz0123456789_");

    return length > 0 && length <= ROW_ID_MAX && row[length] == '\0';
}

/* May the question have such a row? Which of them exist now is a matter of the answers. */
static bool
may_have_row(const struct check *check, const char *row)
{
    const struct question *question = check->question, *source;

    if (!is_row_id(row))
        return false;
    if (question->rows_from == NULL)
        return question->type->shape == SHAPE_TABLE || choice_find(&question->rows, row) != NULL;
    source = survey_question(check->survey, question->rows_from);
    if (source == NULL || source->type->shape != SHAPE_SINGLE)
        return source != NULL
               && (source->type->shape == SHAPE_TABLE || source->rows_from != NULL
                   || choice_find(&source->rows, row) != NULL);
    return type_has_choice(source, row);
}

/* The text beside "other": of the question, or of a column. */
static bool
other_refused(const struct check *check)
{
    const struct cell *cell = check->cell;
    const char *id = arena_copy_n(check->arena, cell->column, strlen(cell->column) - strlen(COLUMN_OTHER));
    const struct question *asked = check->question;

    if (asked->type->shape == SHAPE_SINGLE ? *cell->row != '\0' || *id != '\0'
                                           : !may_have_row(check, cell->row))
        return refuse(check, "refuse.cell");
    if (asked->type->shape != SHAPE_SINGLE)
        asked = question_column(asked, id);
    if (asked == NULL || !asked->other)
        return refuse(check, "refuse.cell");
    return judge_as(check, "text", 0, asked->max_length > 0 ? asked->max_length : COMMENT_MAX_LENGTH);
}

static bool
order_refused(const struct check *check)
{
    if (check->question->type->shape != SHAPE_TABLE || check->question->rows_from != NULL
        || !is_row_id(check->cell->row))
        return refuse(check, "refuse.cell");
    return judge_as(check, "integer", 0, 1000000);
}

static bool
has_ending(const char *text, const char *ending)
{
    size_t length = strlen(text), tail = strlen(ending);

    return length >= tail && strcmp(text + length - tail, ending) == 0;
}

/* The question or column that the cell answers; NULL when there is no such cell. */
static const struct question *
asked_by(const struct check *check)
{
    const struct question *question = check->question;
    const struct cell *cell = check->cell;
    bool whole = *cell->row == '\0' && *cell->column == '\0';

    switch (question->type->shape) {
    case SHAPE_SINGLE: return whole ? question : NULL;
    case SHAPE_NONE: return NULL;
    default: break;
    }
    if (whole)
        return question;
    return may_have_row(check, cell->row) ? question_column(question, cell->column) : NULL;
}

static bool
state_refused(const struct check *check, const struct question *asked)
{
    const struct question *question = check->question;
    bool dont_know = check->cell->state == CELL_DONT_KNOW;

    if (dont_know ? !asked->dont_know && !question->dont_know
                  : !asked->not_applicable && !question->not_applicable)
        return refuse(check, "refuse.state");
    check->cell->value = "";
    return false;
}

static bool
is_refused(const struct check *check)
{
    const struct cell *cell = check->cell;
    const struct question *asked;

    if (check->question == NULL)
        return refuse(check, "refuse.question");
    if (strcmp(cell->column, COLUMN_COMMENT) == 0 && *cell->row == '\0' && check->question->comment)
        return judge_as(check, "long_text", 0, COMMENT_MAX_LENGTH);
    if (strcmp(cell->column, COLUMN_IMPORTANCE) == 0 && *cell->row == '\0' && check->question->importance)
        return judge_as(check, "integer", IMPORTANCE_LEAST, IMPORTANCE_MOST);
    if (strcmp(cell->column, COLUMN_ORDER) == 0)
        return order_refused(check);
    if (has_ending(cell->column, COLUMN_OTHER))
        return other_refused(check);
    asked = asked_by(check);
    if (asked == NULL)
        return refuse(check, "refuse.cell");
    return cell->state == CELL_ANSWERED ? judge_value(check, asked) : state_refused(check, asked);
}

bool
cell_refused(struct arena *arena, const struct survey *survey, struct cell *cell, struct refusal *refusal)
{
    struct check check = { arena, survey, survey_question(survey, cell->question), cell, refusal };

    *refusal = (struct refusal){ .row = "", .column = "" };
    if (!is_refused(&check))
        return false;
    refusal->row = cell->row;
    refusal->column = cell->column;
    return true;
}
