/* What an expression names is looked up, and what cannot be meant is found, before anybody answers. */
#include "base/zone.h"
#include "model/expr_tree.h"
#include "model/fold.h"
#include "model/question_type.h"
#include "model/survey.h"

#include <string.h>

struct checker {
    const struct expr *expr;
    const struct expr_scope *scope;
    struct problems *problems;
    bool failed;
    bool grouped; /* inside median() and the like */
};

#define wrong(checker, line_, column_, ...)                                                                  \
    do {                                                                                                     \
        struct place place_ = { (checker)->expr->path, (line_), (column_) };                                 \
        problem_error((checker)->problems, &place_, __VA_ARGS__);                                            \
        (checker)->failed = true;                                                                            \
    } while (0)
#define wrong_at(checker, node, ...) wrong(checker, (node)->line, (node)->column, __VA_ARGS__)

/* ---- the nearest known word -----------------------------------------------------------------------------
 */

struct nearest {
    struct arena *arena;
    const char *word, *best;
    int distance;
};

static void
nearest_try(struct nearest *nearest, const char *candidate)
{
    int distance = text_distance(nearest->arena, nearest->word, candidate, nearest->distance - 1);

    if (distance < nearest->distance) {
        nearest->distance = distance;
        nearest->best = candidate;
    }
}

static struct nearest
nearest_to(const struct checker *checker, const char *word)
{
    return (struct nearest){ .arena = checker->problems->arena,
                             .word = word,
                             .distance = strlen(word) < 3   ? 2
                                         : strlen(word) < 7 ? 3
                                                            : 4 };
}

/* " Did you mean "x"?" or nothing. */
static const char *
hint(const struct nearest *nearest)
{
    return nearest->best ? arena_printf(nearest->arena, " Did you mean \"%s\"?", nearest->best) : "";
}

static const char *
hint_question(const struct checker *checker, const struct survey *survey, const char *id)
{
    struct nearest nearest = nearest_to(checker, id);

    for (size_t i = 0; i < survey->questions.count; i++)
        nearest_try(&nearest, survey->questions.items[i].id);
    return hint(&nearest);
}

static const char *
hint_part(const struct checker *checker, const struct question *question, const char *id)
{
    struct nearest nearest = nearest_to(checker, id);

    for (size_t i = 0; i < question->rows.count; i++)
        nearest_try(&nearest, question->rows.items[i].value);
    for (size_t i = 0; i < question->columns.count; i++)
        if (*question->columns.items[i].id != '\0')
            nearest_try(&nearest, question->columns.items[i].id);
    return hint(&nearest);
}

/* ---- names ----------------------------------------------------------------------------------------------
 */

static void
reach(struct expr_name *name, enum expr_reach how, const char *row, const char *column)
{
    name->reach = how;
    name->row = row;
    name->column_id = column;
}

static bool
has_row(const struct question *question, const char *id)
{
    /* rows that come from another question are only known with the answers */
    return question->rows_from != NULL || choice_find(&question->rows, id) != NULL;
}

/* `first` and `second` are what follows the question's id. */
static void
resolve_matrix(struct checker *checker, struct expr_name *name, const struct question *question,
               const char *first, const char *second)
{
    bool one_list = question_column(question, "") != NULL;

    if (*first == '\0')
        reach(name, REACH_ROWS, "", "");
    else if (one_list && *second == '\0' && has_row(question, first))
        reach(name, REACH_CELL, first, "");
    else if (!one_list && *second == '\0' && question_column(question, first) != NULL)
        reach(name, REACH_COLUMN, "", first);
    else if (!one_list && has_row(question, first) && question_column(question, second) != NULL)
        reach(name, REACH_CELL, first, second);
    else if (!one_list && *second == '\0' && has_row(question, first))
        wrong_at(checker, name, "${%s} names a row; name its column too: ${%s.column}.", name->text,
                 name->text);
    else
        wrong_at(checker, name, "${%s}: \"%s\" has no such row or column.%s", name->text, question->id,
                 hint_part(checker, question, *second != '\0' && has_row(question, first) ? second : first));
}

static void
resolve_in(struct checker *checker, struct expr_name *name, const struct question *question,
           const char *first, const char *second)
{
    switch (question->type->shape) {
    case SHAPE_MATRIX: resolve_matrix(checker, name, question, first, second); break;
    case SHAPE_TABLE:
        if (*first == '\0')
            reach(name, REACH_ROWS, "", "");
        else if (*second == '\0' && question_column(question, first) != NULL)
            reach(name, REACH_COLUMN, "", first);
        else
            wrong_at(checker, name, "${%s}: \"%s\" has no such column.%s", name->text, question->id,
                     hint_part(checker, question, first));
        break;
    case SHAPE_SINGLE:
        if (*first == '\0')
            reach(name, REACH_CELL, "", "");
        else
            wrong_at(checker, name, "${%s}: \"%s\" has neither rows nor columns.", name->text, question->id);
        break;
    default: wrong_at(checker, name, "${%s} is a note and has no answer.", name->text);
    }
    if (checker->failed)
        name->reach = REACH_NOTHING;
}

static void
resolve_row(struct checker *checker, struct expr_name *name)
{
    const struct question *table = checker->scope->question;
    const char *id = name->part[1];

    if (!checker->scope->has_row || table == NULL) {
        wrong_at(checker, name, "${%s} stands outside a table: no row is at hand.", name->text);
    } else if (*id == '\0' || *name->part[2] != '\0') {
        wrong_at(checker, name, "${%s} names no column; write ${row.column}.", name->text);
    } else if (question_column(table, id) == NULL) {
        wrong_at(checker, name, "${%s}: \"%s\" has no column \"%s\".%s", name->text, table->id, id,
                 hint_part(checker, table, id));
    } else {
        name->survey = checker->scope->survey->id;
        name->question = table->id;
        reach(name, REACH_ROW, "", id);
    }
}

static const struct survey *
other_survey(const struct checker *checker, const char *id)
{
    const struct expr_scope *scope = checker->scope;

    if (strcmp(scope->survey->id, id) == 0)
        return scope->survey;
    for (size_t i = 0; i < scope->survey_count; i++)
        if (strcmp(scope->surveys[i]->id, id) == 0)
            return scope->surveys[i];
    return NULL;
}

static void
resolve(struct checker *checker, struct expr_name *name)
{
    const struct survey *survey = checker->scope->survey;
    const char *const *part = name->part;
    const struct question *question = survey_question(survey, part[0]);

    name->reach = REACH_NOTHING;
    if (strcmp(part[0], "row") == 0) {
        resolve_row(checker, name);
        return;
    }
    if (question == NULL && *part[1] != '\0') {
        survey = other_survey(checker, part[0]);
        if (survey == NULL && checker->scope->skip_others)
            return;
        if (survey != NULL) {
            part++;
            question = survey_question(survey, part[0]);
        }
    }
    if (question == NULL) {
        if (survey == NULL)
            survey = checker->scope->survey;
        wrong_at(checker, name, "${%s}: there is no question \"%s\" in \"%s\".%s", name->text, part[0],
                 survey->id, hint_question(checker, survey, part[0]));
        return;
    }
    name->survey = survey->id;
    name->question = question->id;
    if (part == name->part && *part[3] != '\0')
        wrong_at(checker, name, "${%s} has too many parts.", name->text);
    else
        resolve_in(checker, name, question, part[1], part[2]);
}

/* ---- what is compared with what -------------------------------------------------------------------------
 */

/* The question or column whose value the node is; NULL when it is none, or not known. */
static const struct question *
answer_of(const struct checker *checker, const struct expr_node *node)
{
    const struct question *question;
    const struct survey *survey;

    if (node->op == EXPR_OWN)
        return checker->scope->own;
    if (node->op == EXPR_CHOICE)
        return NULL;
    if (node->op != EXPR_NAME || node->name->reach == REACH_NOTHING || node->name->reach == REACH_ROWS)
        return NULL;
    survey = other_survey(checker, node->name->survey);
    question = survey_question(survey, node->name->question);
    if (question->type->shape == SHAPE_SINGLE)
        return question;
    return question_column(question, node->name->column_id);
}

/* The choices a value of this question comes from; a matrix of one list may keep them itself. */
static const struct choices *
choices_of(const struct checker *checker, const struct expr_node *node, const struct question *answer)
{
    const struct survey *survey;

    if (answer->choices.count > 0 || node->op != EXPR_NAME)
        return &answer->choices;
    survey = other_survey(checker, node->name->survey);
    return &survey_question(survey, node->name->question)->choices;
}

static bool
is_type(const struct question *question, const char *name)
{
    return strcmp(question->type->name, name) == 0;
}

static bool
is_set(const struct question *question)
{
    return is_type(question, "select_multiple") || is_type(question, "rank");
}

/* A literal beside an answer with choices is one of them. */
static void
check_choice(struct checker *checker, const struct expr_node *node, const struct question *answer,
             const struct expr_node *literal)
{
    const struct choices *choices = choices_of(checker, node, answer);
    const char *value = literal->op == EXPR_NUMBER
                            ? expr_number_text(checker->problems->arena, literal->number)
                            : literal->text;
    struct nearest nearest = nearest_to(checker, value);

    if (is_type(answer, "yes_no")) {
        if (strcmp(value, "yes") != 0 && strcmp(value, "no") != 0)
            wrong_at(checker, literal, "The answer is 'yes' or 'no', never '%s'.", value);
        return;
    }
    if (choice_find(choices, value) != NULL || (answer->other && strcmp(value, CHOICE_OTHER) == 0))
        return;
    for (size_t i = 0; i < choices->count; i++)
        nearest_try(&nearest, choices->items[i].value);
    wrong_at(checker, literal, "There is no choice '%s' here.%s", value, hint(&nearest));
}

static bool
all_numbers(const struct choices *choices)
{
    double number;

    for (size_t i = 0; i < choices->count; i++)
        if (!expr_number_parse(choices->items[i].value, &number))
            return false;
    return true;
}

static bool
has_choices(const struct question *answer)
{
    return is_type(answer, "select_one") || is_type(answer, "yes_no") || is_set(answer);
}

static void
check_literal(struct checker *checker, const struct expr_node *node, const struct question *answer,
              const struct expr_node *literal)
{
    struct civil civil;
    double number;

    if (literal->op != EXPR_TEXT && literal->op != EXPR_NUMBER)
        return;
    if (has_choices(answer))
        check_choice(checker, node, answer, literal);
    else if (answer->type->numeric && literal->op == EXPR_TEXT && !expr_number_parse(literal->text, &number))
        wrong_at(checker, literal, "The answer is a number, and '%s' is none.", literal->text);
    else if (is_type(answer, "date") && (literal->op == EXPR_NUMBER || !date_parse(literal->text, &civil)))
        wrong_at(checker, literal, "The answer is a date; write it as '2026-11-23'.");
}

static void
check_compare(struct checker *checker, const struct expr_node *node)
{
    if (expr_is_nothing(node->args[0]) || expr_is_nothing(node->args[1]))
        return;
    for (size_t i = 0; i < 2; i++) {
        const struct expr_node *side = node->args[i];
        const struct question *answer = answer_of(checker, side);

        if (answer == NULL)
            continue;
        if (is_set(answer)) {
            wrong_at(checker, node,
                     "A set of choices is compared with selected(…, 'choice'), not with \"%s\".",
                     expr_op_word[node->op]);
            return;
        }
        if (node->op != EXPR_EQ && node->op != EXPR_NE && has_choices(answer)
            && (is_type(answer, "yes_no") || !all_numbers(choices_of(checker, side, answer)))) {
            wrong_at(checker, node, "Choices have no order: \"%s\" has no meaning here.",
                     expr_op_word[node->op]);
            return;
        }
        if (has_choices(answer) && node->op != EXPR_EQ && node->op != EXPR_NE)
            continue; /* choices that are numbers: any number may be the bar */
        check_literal(checker, side, answer, node->args[1 - i]);
    }
}

static void
check_role(struct checker *checker, const struct expr_node *node)
{
    const struct names *roles = checker->scope->roles;
    const struct expr_node *literal = node->args[node->args[0]->op == EXPR_ROLE ? 1 : 0];
    struct nearest nearest = nearest_to(checker, literal->text);

    if (roles == NULL)
        return;
    for (size_t i = 0; i < roles->count; i++) {
        if (strcmp(roles->items[i], literal->text) == 0)
            return;
        nearest_try(&nearest, roles->items[i]);
    }
    wrong_at(checker, literal, "There is no role '%s'.%s", literal->text, hint(&nearest));
}

/* ---- the walk -------------------------------------------------------------------------------------------
 */

/* May a whole column stand as the argument `index` of `op`? */
static bool
takes_column(enum expr_op op, size_t index)
{
    return op == EXPR_SUM || op == EXPR_COUNT || (op == EXPR_SELECTED && index == 0)
           || (op >= EXPR_MEDIAN && op <= EXPR_N);
}

static void
check_leaf(struct checker *checker, const struct expr_node *node, const struct expr_node *parent,
           size_t index)
{
    if (node->op == EXPR_OWN && !checker->scope->has_own)
        wrong_at(checker, node, "\".\" stands only in a constraint: there is no value at hand.");
    if (node->op == EXPR_CHOICE && !checker->scope->has_choice)
        wrong_at(checker, node, "${choice} stands only where there is one requirement for each choice.");
    if (node->op != EXPR_NAME)
        return;
    resolve(checker, node->name);
    if (checker->scope->group && !checker->grouped)
        wrong_at(checker, node, "Over a group, ${%s} stands inside median(), share(), n(), min() or max().",
                 node->name->text);
    else if (node->name->reach == REACH_COLUMN && (parent == NULL || !takes_column(parent->op, index)))
        wrong_at(checker, node, "${%s} is a whole column: put it into sum(), count() or selected().",
                 node->name->text);
}

static void
check_call(struct checker *checker, const struct expr_node *node)
{
    const struct question *answer;

    if (node->op == EXPR_SUM || node->op == EXPR_COUNT) {
        if (node->args[0]->op != EXPR_NAME)
            wrong_at(checker, node, "%s() takes a name such as ${table.column}.", expr_op_word[node->op]);
        else if (node->op == EXPR_SUM && (answer = answer_of(checker, node->args[0])) != NULL
                 && !answer->type->numeric)
            wrong_at(checker, node->args[0], "sum() adds numbers, and \"%s\" is none.",
                     node->args[0]->name->text);
    }
    if (node->op == EXPR_SELECTED && (answer = answer_of(checker, node->args[0])) != NULL) {
        if (!has_choices(answer))
            wrong_at(checker, node->args[0], "selected() is about a question with choices.");
        else if (node->args[1]->op == EXPR_TEXT || node->args[1]->op == EXPR_NUMBER)
            check_choice(checker, node->args[0], answer, node->args[1]);
    }
}

static void
check_node(struct checker *checker, const struct expr_node *node, const struct expr_node *parent,
           size_t index)
{
    bool was_grouped = checker->grouped, group = node->op >= EXPR_MEDIAN;

    if (group && !checker->scope->group)
        wrong_at(checker, node, "%s() is over a group; it stands in gate, norm and values.",
                 expr_op_word[node->op]);
    else if (group && checker->grouped)
        wrong_at(checker, node, "%s() inside another function over a group has no meaning.",
                 expr_op_word[node->op]);
    checker->grouped |= group;
    check_leaf(checker, node, parent, index);
    for (size_t i = 0; i < node->count; i++)
        check_node(checker, node->args[i], node, i);
    if (node->op >= EXPR_EQ && node->op <= EXPR_GE) {
        if (node->args[0]->op == EXPR_ROLE || node->args[1]->op == EXPR_ROLE)
            check_role(checker, node);
        else
            check_compare(checker, node);
    }
    check_call(checker, node);
    checker->grouped = was_grouped;
}

bool
expr_check(const struct expr *expr, const struct expr_scope *scope, struct problems *problems)
{
    struct checker checker = { .expr = expr, .scope = scope, .problems = problems };

    if (expr == NULL)
        return true;
    check_node(&checker, expr->root, NULL, 0);
    return !checker.failed;
}
