/* The value of an expression over one response. web/static/expr.js says the same in another language. */
#include "base/utf8.h"
#include "base/zone.h"
#include "model/expr_tree.h"
#include "model/question_type.h"
#include "model/survey.h"

#include <math.h>
#include <string.h>

/* Beyond it a double no longer tells millionths apart from their neighbours: such a result is empty. */
static const double largest = 1e15;

static struct value
number_value(double number)
{
    if (!(fabs(number) < largest))
        return (struct value){ .kind = VALUE_EMPTY };
    return (struct value){ .kind = VALUE_NUMBER, .number = number };
}

static struct value
text_value(const char *text)
{
    if (text == NULL || *text == '\0')
        return (struct value){ .kind = VALUE_EMPTY };
    return (struct value){ .kind = VALUE_TEXT, .text = text };
}

static struct value
truth_value(bool truth)
{
    return (struct value){ .kind = VALUE_TRUTH, .truth = truth };
}

/* ---- names ----------------------------------------------------------------------------------------------
 */

static void
add_cell(struct value_list *values, const struct expr_name *name, const char *row, const struct expr_env *env)
{
    const char *text = answers_value(env->answers, name->question, row, name->column_id);

    if (*text != '\0')
        *ARENA_PUSH(env->arena, values) = text_value(text);
}

struct value_list
expr_name_values(const struct expr_name *name, const struct expr_env *env)
{
    struct value_list values = { 0 };
    const struct question *question;
    struct row_ids rows;
    double filled = 0;

    if (name->reach == REACH_NOTHING || env->survey == NULL || strcmp(env->survey->id, name->survey) != 0
        || (env->relevant != NULL && !env->relevant(env->context, name->question)))
        return values;
    if (name->reach == REACH_CELL) {
        add_cell(&values, name, name->row, env);
        return values;
    }
    if (name->reach == REACH_ROW) {
        if (env->row != NULL && (env->table == NULL || strcmp(env->table, name->question) == 0))
            add_cell(&values, name, env->row, env);
        return values;
    }
    question = survey_question(env->survey, name->question);
    if (question == NULL)
        return values;
    rows = question_rows(env->arena, env->survey, env->answers, question);
    for (size_t i = 0; i < rows.count; i++) {
        if (name->reach == REACH_COLUMN)
            add_cell(&values, name, rows.items[i], env);
        else
            filled += row_filled(env->answers, question, rows.items[i]);
    }
    if (filled > 0)
        *ARENA_PUSH(env->arena, &values) = number_value(filled);
    return values;
}

static struct value
name_value(const struct expr_name *name, const struct expr_env *env)
{
    struct value_list values = expr_name_values(name, env);

    return values.count == 1 ? values.items[0] : text_value("");
}

/* ---- operators over values ------------------------------------------------------------------------------
 */

static bool
ordered(enum expr_op op, double a, double b)
{
    switch (op) {
    case EXPR_EQ: return a == b;
    case EXPR_NE: return a != b;
    case EXPR_LT: return a < b;
    case EXPR_LE: return a <= b;
    case EXPR_GT: return a > b;
    default: return a >= b;
    }
}

static struct value
compare(const struct expr_node *node, const struct value *args, const struct expr_env *env)
{
    const char *a, *b;
    struct civil civil;
    double x, y;

    if (expr_is_nothing(node->args[0]) || expr_is_nothing(node->args[1])) {
        bool empty = args[expr_is_nothing(node->args[1]) ? 0 : 1].kind == VALUE_EMPTY;

        return truth_value(node->op == EXPR_EQ ? empty : node->op == EXPR_NE && !empty);
    }
    if (args[0].kind == VALUE_EMPTY || args[1].kind == VALUE_EMPTY)
        return truth_value(false);
    if (args[0].kind == VALUE_TRUTH || args[1].kind == VALUE_TRUTH) {
        bool same = value_true(&args[0]) == value_true(&args[1]);

        return truth_value(node->op == EXPR_EQ ? same : node->op == EXPR_NE && !same);
    }
    if (value_number(&args[0], &x) && value_number(&args[1], &y))
        return truth_value(ordered(node->op, round_half_up(x, 6), round_half_up(y, 6)));
    a = value_text(env->arena, &args[0]);
    b = value_text(env->arena, &args[1]);
    if (node->op != EXPR_EQ && node->op != EXPR_NE && !(date_parse(a, &civil) && date_parse(b, &civil)))
        return truth_value(false);
    return truth_value(ordered(node->op, strcmp(a, b), 0));
}

static struct value
calculate(enum expr_op op, const struct value *args)
{
    double x, y = 0;

    if (!value_number(&args[0], &x) || (op != EXPR_NEGATE && !value_number(&args[1], &y)))
        return text_value("");
    switch (op) {
    case EXPR_ADD: return number_value(x + y);
    case EXPR_SUB: return number_value(x - y);
    case EXPR_MUL: return number_value(x * y);
    case EXPR_DIV: return y == 0 ? text_value("") : number_value(x / y);
    case EXPR_MOD: return y == 0 ? text_value("") : number_value(fmod(x, y));
    default: return number_value(-x);
    }
}

static struct value
round_value(const struct value *args)
{
    double number, places;

    if (!value_number(&args[0], &number) || !value_number(&args[1], &places))
        return text_value("");
    return number_value(round_half_up(number, places < 0 ? 0 : places > 6 ? 6 : (int)places));
}

static struct value
add_months(const struct value *args, const struct expr_env *env)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    struct civil civil;
    double months;
    int month, last;

    if (args[0].kind != VALUE_TEXT || !date_parse(args[0].text, &civil) || !value_number(&args[1], &months)
        || months != floor(months) || fabs(months) > 120000)
        return text_value("");
    month = civil.year * 12 + civil.month - 1 + (int)months;
    civil.year = month / 12;
    civil.month = month % 12 + 1;
    if (month < 0 || civil.year < 1000 || civil.year > 9999)
        return text_value("");
    last = days[civil.month - 1]
           + (civil.month == 2 && civil.year % 4 == 0 && (civil.year % 100 != 0 || civil.year % 400 == 0));
    if (civil.day > last)
        civil.day = last;
    return text_value(arena_printf(env->arena, "%04d-%02d-%02d", civil.year, civil.month, civil.day));
}

/* Is `word` among the words of `set`? */
static bool
holds_word(const char *set, const char *word)
{
    size_t length = strlen(word);

    for (; *set != '\0'; set += strspn(set, " ")) {
        size_t size = strcspn(set, " ");

        if (size == length && memcmp(set, word, size) == 0)
            return true;
        set += size;
    }
    return false;
}

static double
count_words(const char *set)
{
    double count = 0;

    for (set += strspn(set, " "); *set != '\0'; set += strspn(set, " ")) {
        set += strcspn(set, " ");
        count++;
    }
    return count;
}

struct value
expr_apply(const struct expr_node *node, const struct value *args, const struct expr_env *env)
{
    switch (node->op) {
    case EXPR_EQ:
    case EXPR_NE:
    case EXPR_LT:
    case EXPR_LE:
    case EXPR_GT:
    case EXPR_GE: return compare(node, args, env);
    case EXPR_ADD:
    case EXPR_SUB:
    case EXPR_MUL:
    case EXPR_DIV:
    case EXPR_MOD:
    case EXPR_NEGATE: return calculate(node->op, args);
    case EXPR_NOT: return truth_value(!value_true(&args[0]));
    case EXPR_SELECTED:
        return truth_value(args[1].kind != VALUE_EMPTY
                           && holds_word(value_text(env->arena, &args[0]), value_text(env->arena, &args[1])));
    case EXPR_COUNT_SELECTED: return number_value(count_words(value_text(env->arena, &args[0])));
    case EXPR_IF: return args[value_true(&args[0]) ? 1 : 2];
    case EXPR_COALESCE: return args[args[0].kind == VALUE_EMPTY ? 1 : 0];
    case EXPR_REGEX:
        return truth_value(args[0].kind != VALUE_EMPTY
                           && pattern_found(node->pattern, value_text(env->arena, &args[0])));
    case EXPR_ROUND: return round_value(args);
    case EXPR_LENGTH: return number_value((double)utf8_count(value_text(env->arena, &args[0])));
    case EXPR_ADD_MONTHS: return add_months(args, env);
    default: return text_value("");
    }
}

/* ---- the tree -------------------------------------------------------------------------------------------
 */

static struct value
role_value(const struct expr_node *node, const struct expr_env *env)
{
    const char *wanted = node->args[node->args[0]->op == EXPR_ROLE ? 1 : 0]->text;
    bool found = false;

    for (size_t i = 0; env->roles != NULL && i < env->roles->count; i++)
        found |= strcmp(env->roles->items[i], wanted) == 0;
    return truth_value(found == (node->op == EXPR_EQ));
}

static struct value
any_or_all(const struct expr_node *node, const struct expr_env *env)
{
    bool any = node->op == EXPR_OR;

    for (size_t i = 0; i < node->count; i++) {
        struct value value = expr_node_value(node->args[i], env);

        if (value_true(&value) == any)
            return truth_value(any);
    }
    return truth_value(!any);
}

/* selected(), sum() and count() see every row of a column. */
static struct value
over_rows(const struct expr_node *node, const struct expr_env *env)
{
    struct value_list values = expr_name_values(node->args[0]->name, env);
    struct value args[2] = { 0 };
    double total = 0, number;

    if (node->op == EXPR_COUNT && node->args[0]->name->reach == REACH_ROWS)
        return values.count > 0 ? values.items[0] : number_value(0);
    if (node->op == EXPR_SELECTED)
        args[1] = expr_node_value(node->args[1], env);
    for (size_t i = 0; i < values.count; i++) {
        args[0] = values.items[i];
        if (node->op == EXPR_SELECTED) {
            struct value found = expr_apply(node, args, env);

            if (found.truth)
                return found;
        } else if (node->op == EXPR_COUNT) {
            total++;
        } else if (value_number(&args[0], &number)) {
            total += number;
        }
    }
    return node->op == EXPR_SELECTED ? truth_value(false) : number_value(total);
}

struct value
expr_node_value(const struct expr_node *node, const struct expr_env *env)
{
    struct value args[3] = { 0 };

    switch (node->op) {
    case EXPR_NUMBER: return number_value(node->number);
    case EXPR_TEXT: return text_value(node->text);
    case EXPR_NAME: return name_value(node->name, env);
    case EXPR_CHOICE: return text_value(env->choice);
    case EXPR_OWN: return text_value(env->own);
    case EXPR_TODAY: return text_value(env->today);
    case EXPR_OR:
    case EXPR_AND: return any_or_all(node, env);
    case EXPR_EQ:
    case EXPR_NE:
        if (node->args[0]->op == EXPR_ROLE || node->args[1]->op == EXPR_ROLE)
            return role_value(node, env);
        break;
    case EXPR_SELECTED:
    case EXPR_SUM:
    case EXPR_COUNT:
        if (node->args[0]->op == EXPR_NAME)
            return over_rows(node, env);
        break;
    default: break;
    }
    for (size_t i = 0; i < node->count; i++)
        args[i] = expr_node_value(node->args[i], env);
    return expr_apply(node, args, env);
}

struct value
expr_value(const struct expr *expr, const struct expr_env *env)
{
    return expr_node_value(expr->root, env);
}

bool
expr_holds(const struct expr *expr, const struct expr_env *env)
{
    struct value value;

    if (expr == NULL)
        return true;
    value = expr_value(expr, env);
    return value_true(&value);
}
