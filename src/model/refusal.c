/* What keeps a question from being handed in. */
#include "model/relevance.h"
#include "model/survey.h"

#include <string.h>

struct round {
    struct relevance *relevance;
    const struct judge *judge;
    const struct question *question;
    struct refusals *out;
};

static void
find(const struct round *round, bool soft, struct refusal refusal)
{
    *ARENA_PUSH(round->judge->arena, round->out) =
        (struct finding){ .question = round->question, .refusal = refusal, .soft = soft };
}

static void
find_at(const struct round *round, bool soft, const char *text_id, const char *row, const char *column)
{
    find(round, soft, (struct refusal){ .text_id = text_id, .row = row, .column = column });
}

static bool
is_required(const struct question *question, const struct expr_env *env, bool *soft)
{
    *soft = question->required == REQUIRED_SOFT;
    return question->required == REQUIRED_YES || *soft
           || (question->required == REQUIRED_WHEN && expr_holds(question->required_when, env));
}

static bool
has_cell(const struct round *round, const char *row, const char *column)
{
    const struct cell *cell = answers_cell(round->judge->answers, round->question->id, row, column);

    return cell != NULL && (cell->state != CELL_ANSWERED || *cell->value != '\0');
}

/* "other" was picked and not said. */
static void
check_other(const struct round *round, const struct question *asked, const char *row, const char *value)
{
    const char *column, *at = value;

    if (!asked->other)
        return;
    column =
        arena_printf(round->judge->arena, "%s%s", asked == round->question ? "" : asked->id, COLUMN_OTHER);
    for (; *at != '\0'; at += strspn(at, " ")) {
        size_t length = strcspn(at, " ");

        if (length == strlen(CHOICE_OTHER) && memcmp(at, CHOICE_OTHER, length) == 0
            && !has_cell(round, row, column))
            find_at(round, true, "refuse.other_text", row, column);
        at += length;
    }
}

static void
check_constraint(const struct round *round, const struct question *asked, struct expr_env *env,
                 const char *column)
{
    const struct text *message = &asked->constraint_message;
    const char *row = env->row != NULL ? env->row : "";

    if (expr_holds(asked->constraint, env))
        return;
    find(round, false,
         (struct refusal){ .text_id = "refuse.constraint",
                           .row = row,
                           .column = column,
                           .message = text_present(message) ? message : NULL });
}

/* One cell of a row that has something in it. */
static void
check_cell(const struct round *round, const struct question *column, const char *row)
{
    struct expr_env env;
    bool soft;

    if (column->required == REQUIRED_NO && column->constraint == NULL && !column->other)
        return;
    env = relevance_env(round->relevance);
    env.row = row;
    env.table = round->question->id;
    env.own = answers_value(round->judge->answers, round->question->id, row, column->id);
    if (!has_cell(round, row, column->id)) {
        if (is_required(column, &env, &soft))
            find_at(round, soft, "refuse.required", row, column->id);
        return;
    }
    if (*env.own == '\0')
        return;
    check_other(round, column, row, env.own);
    check_constraint(round, column, &env, column->id);
}

static void
check_rows(const struct round *round, bool required, bool soft)
{
    const struct judge *judge = round->judge;
    const struct question *question = round->question;
    struct row_ids rows = question_rows(judge->arena, judge->survey, judge->answers, question);
    bool table = question->type->shape == SHAPE_TABLE, fixed = !table || question->rows_from != NULL;
    bool each = required && (!soft || table || matrix_is_open(question));
    int filled = 0;

    for (size_t i = 0; i < rows.count; i++) {
        if (!row_filled(judge->answers, question, rows.items[i])) {
            if (fixed && each)
                find_at(round, soft, "refuse.required", rows.items[i],
                        question->columns.count > 0 ? question->columns.items[0].id : "");
            continue;
        }
        filled++;
        for (size_t j = 0; j < question->columns.count; j++)
            check_cell(round, &question->columns.items[j], rows.items[i]);
    }
    if (fixed && required && !each && filled == 0)
        find_at(round, soft, "refuse.required", "", "");
    if (fixed)
        return;
    if (filled < question->rows_min && (required || filled > 0))
        find(round, soft && filled == 0,
             (struct refusal){
                 .text_id = "refuse.rows_least", .least = question->rows_min, .row = "", .column = "" });
    else if (filled == 0 && required)
        find_at(round, soft, "refuse.required", "", "");
    if (question->rows_max > 0 && rows.count > (size_t)question->rows_max)
        find(round, false,
             (struct refusal){
                 .text_id = "refuse.rows_most", .most = question->rows_max, .row = "", .column = "" });
}

static void
check_question(const struct round *round)
{
    const struct question *question = round->question;
    struct expr_env env = relevance_env(round->relevance);
    bool soft, required = is_required(question, &env, &soft);
    bool whole = has_cell(round, "", ""); /* its value, or "don't know" for a matrix or table as a whole */

    if (question->type->shape == SHAPE_NONE)
        return;
    if (question->type->shape == SHAPE_SINGLE) {
        if (required && !whole)
            find_at(round, soft, "refuse.required", "", "");
        if (!question->other && question->constraint == NULL)
            return;
        env.own = answers_value(round->judge->answers, question->id, "", "");
        check_other(round, question, "", env.own);
        if (*env.own != '\0')
            check_constraint(round, question, &env, "");
        return;
    }
    if (whole)
        return;
    check_rows(round, required, soft);
    if (question_answered(round->judge->answers, question))
        check_constraint(round, question, &env, "");
}

void
question_refusals(const struct judge *judge, const struct question *question, struct refusals *out)
{
    struct relevance relevance = relevance_of(judge);
    struct round round = { &relevance, judge, question, out };

    if (relevance_shows(&relevance, question))
        check_question(&round);
}

void
survey_refusals(const struct judge *judge, struct refusals *out)
{
    struct relevance relevance = relevance_of(judge);

    for (size_t i = 0; i < judge->survey->questions.count; i++) {
        struct round round = { &relevance, judge, &judge->survey->questions.items[i], out };

        if (relevance_shows(&relevance, round.question))
            check_question(&round);
    }
}

const bool *
survey_complete(const struct judge *judge)
{
    const struct questions *questions = &judge->survey->questions;
    bool *complete = ARENA_ARRAY(judge->arena, bool, questions->count + 1);
    struct refusals found = { 0 };

    for (size_t i = 0; i < questions->count; i++)
        complete[i] = question_answered(judge->answers, &questions->items[i]);
    survey_refusals(judge, &found);
    for (size_t i = 0; i < found.count; i++)
        complete[found.items[i].question - questions->items] = false;
    return complete;
}
