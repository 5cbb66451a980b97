/* The table of question types, and what several of them share. */
#include "model/question_type.h"

#include "model/format.h"
#include "model/type.h"

#include <math.h>
#include <string.h>

/* clang-format off: a row a type */
const struct question_type question_types[] = {
    { .name = "select_one",
      .shape = SHAPE_SINGLE,
      .normalise = type_select_one,
      .keys = "choices other strength",
      .takes_choices = true,
      .column_ok = true },
    { .name = "select_multiple",
      .shape = SHAPE_SINGLE,
      .normalise = type_select_multiple,
      .keys = "choices other exclusive_choice strength min max",
      .takes_choices = true,
      .column_ok = true },
    { .name = "yes_no", .shape = SHAPE_SINGLE, .normalise = type_yes_no, .keys = "", .column_ok = true },
    { .name = "scale",
      .shape = SHAPE_SINGLE,
      .normalise = type_scale,
      .keys = "min max anchors",
      .column_ok = true,
      .numeric = true,
      .ordered = true,
      .bounded = true,
      .least = 1,
      .most = 5 },
    { .name = "integer",
      .shape = SHAPE_SINGLE,
      .normalise = type_integer,
      .keys = "min max unit",
      .column_ok = true,
      .numeric = true,
      .ordered = true },
    { .name = "decimal",
      .shape = SHAPE_SINGLE,
      .normalise = type_decimal,
      .keys = "min max unit",
      .column_ok = true,
      .numeric = true,
      .ordered = true },
    { .name = "percent",
      .shape = SHAPE_SINGLE,
      .normalise = type_percent,
      .keys = "min max unit",
      .column_ok = true,
      .numeric = true,
      .ordered = true,
      .bounded = true,
      .least = 0,
      .most = 100 },
    { .name = "date",
      .shape = SHAPE_SINGLE,
      .normalise = type_date,
      .keys = "min max",
      .column_ok = true,
      .ordered = true,
      .dates = true },
    { .name = "text",
      .shape = SHAPE_SINGLE,
      .normalise = type_text,
      .keys = "max_length pattern",
      .column_ok = true,
      .max_length = 200 },
    { .name = "long_text",
      .shape = SHAPE_SINGLE,
      .normalise = type_long_text,
      .keys = "max_length pattern",
      .column_ok = true,
      .max_length = 4000 },
    { .name = "rank",
      .shape = SHAPE_SINGLE,
      .normalise = type_rank,
      .keys = "choices other max",
      .takes_choices = true },
    { .name = "matrix",
      .shape = SHAPE_MATRIX,
      .normalise = type_matrix,
      .keys = "choices other exclusive_choice strength rows columns",
      .takes_choices = true },
    { .name = "table", .shape = SHAPE_TABLE, .normalise = type_table, .keys = "rows columns" },
    { .name = "person",
      .shape = SHAPE_SINGLE,
      .normalise = type_person,
      .keys = "max_length",
      .column_ok = true,
      .max_length = 200 },
    { .name = "department",
      .shape = SHAPE_SINGLE,
      .normalise = type_department,
      .keys = "max_length",
      .column_ok = true,
      .max_length = 200 },
    { .name = "note", .shape = SHAPE_NONE, .normalise = type_note, .keys = "" },
};
/* clang-format on */
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
    *least = question->has_min ? question->min : question->type->bounded ? question->type->least : -INFINITY;
    return isfinite(*least);
}

bool
question_most(const struct question *question, double *most)
{
    *most = question->has_max ? question->max : question->type->bounded ? question->type->most : INFINITY;
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
