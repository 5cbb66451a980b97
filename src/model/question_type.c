/* The table of question types, and what several of them share. */
#include "model/question_type.h"

#include "model/format.h"
#include "model/type.h"

#include <math.h>
#include <string.h>

const struct question_type question_types[] = {
    { .name = "select_one",
      .shape = SHAPE_SINGLE,
      .normalise = type_select_one,
      .takes_choices = true,
      .column_ok = true,
      .least = -INFINITY,
      .most = INFINITY },
    { .name = "select_multiple",
      .shape = SHAPE_SINGLE,
      .normalise = type_select_multiple,
      .takes_choices = true,
      .column_ok = true,
      .least = -INFINITY,
      .most = INFINITY },
    { .name = "yes_no",
      .shape = SHAPE_SINGLE,
      .normalise = type_yes_no,
      .column_ok = true,
      .least = -INFINITY,
      .most = INFINITY },
    { .name = "scale",
      .shape = SHAPE_SINGLE,
      .normalise = type_scale,
      .column_ok = true,
      .numeric = true,
      .ordered = true,
      .least = 1,
      .most = 5 },
    { .name = "integer",
      .shape = SHAPE_SINGLE,
      .normalise = type_integer,
      .column_ok = true,
      .numeric = true,
      .ordered = true,
      .least = -INFINITY,
      .most = INFINITY },
    { .name = "decimal",
      .shape = SHAPE_SINGLE,
      .normalise = type_decimal,
      .column_ok = true,
      .numeric = true,
      .ordered = true,
      .least = -INFINITY,
      .most = INFINITY },
    { .name = "percent",
      .shape = SHAPE_SINGLE,
      .normalise = type_percent,
      .column_ok = true,
      .numeric = true,
      .ordered = true,
      .least = 0,
      .most = 100 },
    { .name = "date",
      .shape = SHAPE_SINGLE,
      .normalise = type_date,
      .column_ok = true,
      .ordered = true,
      .least = -INFINITY,
      .most = INFINITY },
    { .name = "text",
      .shape = SHAPE_SINGLE,
      .normalise = type_text,
      .column_ok = true,
      .max_length = 200,
      .least = -INFINITY,
      .most = INFINITY },
    { .name = "long_text",
      .shape = SHAPE_SINGLE,
      .normalise = type_long_text,
      .column_ok = true,
      .max_length = COMMENT_MAX_LENGTH,
      .least = -INFINITY,
      .most = INFINITY },
    { .name = "rank",
      .shape = SHAPE_SINGLE,
      .normalise = type_rank,
      .takes_choices = true,
      .least = -INFINITY,
      .most = INFINITY },
    { .name = "matrix",
      .shape = SHAPE_MATRIX,
      .normalise = type_matrix,
      .takes_choices = true,
      .least = -INFINITY,
      .most = INFINITY },
    { .name = "table", .shape = SHAPE_TABLE, .normalise = type_table, .least = -INFINITY, .most = INFINITY },
    { .name = "person",
      .shape = SHAPE_SINGLE,
      .normalise = type_person,
      .column_ok = true,
      .max_length = 200,
      .least = -INFINITY,
      .most = INFINITY },
    { .name = "department",
      .shape = SHAPE_SINGLE,
      .normalise = type_department,
      .column_ok = true,
      .max_length = 200,
      .least = -INFINITY,
      .most = INFINITY },
    { .name = "note", .shape = SHAPE_NONE, .normalise = type_note, .least = -INFINITY, .most = INFINITY },
};
const size_t question_type_count = LENGTH(question_types);

const struct question_type *
question_type_find(const char *name)
{
    for (size_t i = 0; i < question_type_count; i++)
        if (strcmp(question_types[i].name, name) == 0)
            return &question_types[i];
    return NULL;
}

bool
question_least(const struct question *question, double *least)
{
    *least = question->has_min ? question->min : question->type->least;
    return isfinite(*least);
}

bool
question_most(const struct question *question, double *most)
{
    *most = question->has_max ? question->max : question->type->most;
    return isfinite(*most);
}

int
question_max_length(const struct question *question)
{
    if (question->max_length > 0)
        return question->max_length;
    return question->type->max_length > 0 ? question->type->max_length : COMMENT_MAX_LENGTH;
}

const char *
type_refuse(struct refusal *refusal, const char *text_id, double least, double most)
{
    *refusal = (struct refusal){ .text_id = text_id, .least = least, .most = most, .row = "", .column = "" };
    return NULL;
}

bool
type_has_choice(const struct question *question, const char *value)
{
    return choice_find(&question->choices, value) != NULL
           || (question->other && strcmp(value, CHOICE_OTHER) == 0);
}

struct row_ids
type_words(struct arena *arena, const char *typed)
{
    struct row_ids words = { 0 };
    static const char blanks[] = " \t\r\n";

    for (const char *at = typed + strspn(typed, blanks); *at != '\0'; at += strspn(at, blanks)) {
        size_t length = strcspn(at, blanks);

        *ARENA_PUSH(arena, &words) = arena_copy_n(arena, at, length);
        at += length;
    }
    return words;
}
