/* What the parts of an expression are called, and its values. */
#include "model/expr_tree.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *const expr_op_word[EXPR_OP_COUNT] = {
    [EXPR_NUMBER] = "number",
    [EXPR_TEXT] = "text",
    [EXPR_NAME] = "name",
    [EXPR_CHOICE] = "choice",
    [EXPR_OWN] = ".",
    [EXPR_ROLE] = "role",
    [EXPR_OR] = "or",
    [EXPR_AND] = "and",
    [EXPR_EQ] = "=",
    [EXPR_NE] = "!=",
    [EXPR_LT] = "<",
    [EXPR_LE] = "<=",
    [EXPR_GT] = ">",
    [EXPR_GE] = ">=",
    [EXPR_ADD] = "+",
    [EXPR_SUB] = "-",
    [EXPR_MUL] = "*",
    [EXPR_DIV] = "div",
    [EXPR_MOD] = "mod",
    [EXPR_NEGATE] = "negate",
    [EXPR_NOT] = "not",
    [EXPR_SELECTED] = "selected",
    [EXPR_COUNT_SELECTED] = "count-selected",
    [EXPR_IF] = "if",
    [EXPR_COALESCE] = "coalesce",
    [EXPR_REGEX] = "regex",
    [EXPR_ROUND] = "round",
    [EXPR_LENGTH] = "string-length",
    [EXPR_TODAY] = "today",
    [EXPR_ADD_MONTHS] = "add-months",
    [EXPR_SUM] = "sum",
    [EXPR_COUNT] = "count",
    [EXPR_MEDIAN] = "median",
    [EXPR_MIN] = "min",
    [EXPR_MAX] = "max",
    [EXPR_N] = "n",
    [EXPR_SHARE] = "share",
};

static const unsigned char arities[EXPR_OP_COUNT] = {
    [EXPR_NOT] = 1,   [EXPR_SELECTED] = 2, [EXPR_COUNT_SELECTED] = 1, [EXPR_IF] = 3,    [EXPR_COALESCE] = 2,
    [EXPR_REGEX] = 2, [EXPR_ROUND] = 2,    [EXPR_LENGTH] = 1,         [EXPR_TODAY] = 0, [EXPR_ADD_MONTHS] = 2,
    [EXPR_SUM] = 1,   [EXPR_COUNT] = 1,    [EXPR_MEDIAN] = 1,         [EXPR_MIN] = 1,   [EXPR_MAX] = 1,
    [EXPR_N] = 1,     [EXPR_SHARE] = 1,
};

enum expr_op
expr_function(const char *name, size_t *arity)
{
    for (enum expr_op op = EXPR_NOT; op < EXPR_OP_COUNT; op++)
        if (strcmp(expr_op_word[op], name) == 0) {
            *arity = arities[op];
            return op;
        }
    return EXPR_OP_COUNT;
}

bool
expr_is_nothing(const struct expr_node *node)
{
    return node->op == EXPR_TEXT && *node->text == '\0';
}

const struct expr_names *
expr_names(const struct expr *expr)
{
    return &expr->names;
}

const char *
expr_source(const struct expr *expr)
{
    return expr->source;
}

/* How many of `places` decimals a double of this size can still tell apart. */
static int
places_of(double number, int places)
{
    static const double power[] = { 1, 10, 100, 1000, 10000, 100000, 1000000 };

    places = places < 0 ? 0 : places > 6 ? 6 : places;
    for (; places > 0; places--)
        if (fabs(number) * power[places] < 4503599627370496.0) /* 2^52 */
            break;
    return places;
}

double
round_half_up(double number, int places)
{
    static const double power[] = { 1, 10, 100, 1000, 10000, 100000, 1000000 };
    double scaled, tolerance;

    places = places_of(number, places);
    scaled = number * power[places];
    if (fabs(scaled) >= 4503599627370496.0)
        return number;
    /* one operation a statement: fused ones would differ from the browser */
    tolerance = fabs(scaled) * 1e-15;
    tolerance += 1e-9;
    if (tolerance > 1e-3)
        tolerance = 1e-3;
    scaled += 0.5;
    scaled += tolerance;
    scaled = floor(scaled);
    return scaled / power[places] + 0.0; /* + 0.0: never -0 */
}

const char *
expr_number_text(struct arena *arena, double number)
{
    int places = places_of(number, 6);
    char *text = arena_printf(arena, "%.*f", places, round_half_up(number, places));
    size_t length = strlen(text);

    if (strchr(text, '.') != NULL) {
        while (text[length - 1] == '0')
            length--;
        if (text[length - 1] == '.')
            length--;
        text[length] = '\0';
    }
    return text;
}

bool
expr_number_parse(const char *text, double *out)
{
    const char *at = text + (*text == '-');
    size_t digits = strspn(at, "0123456789"), decimals = 0;

    if (digits == 0 || (digits > 1 && *at == '0'))
        return false;
    if (at[digits] == '.') {
        decimals = strspn(at + digits + 1, "0123456789");
        if (decimals == 0 || decimals > 6 || at[digits + decimals] == '0')
            return false;
    }
    if (at[digits + (decimals ? 1 + decimals : 0)] != '\0' || digits + decimals > 15
        || strcmp(text, "-0") == 0)
        return false;
    *out = strtod(text, NULL);
    return true;
}

bool
value_true(const struct value *value)
{
    double number;

    switch (value->kind) {
    case VALUE_TRUTH: return value->truth;
    case VALUE_NUMBER: return value->number != 0;
    case VALUE_TEXT: return *value->text != '\0' && !(value_number(value, &number) && number == 0);
    default: return false;
    }
}

bool
value_number(const struct value *value, double *out)
{
    if (value->kind == VALUE_NUMBER) {
        *out = value->number;
        return true;
    }
    return value->kind == VALUE_TEXT && expr_number_parse(value->text, out);
}

const char *
value_text(struct arena *arena, const struct value *value)
{
    switch (value->kind) {
    case VALUE_NUMBER: return expr_number_text(arena, value->number);
    case VALUE_TEXT: return value->text;
    case VALUE_TRUTH: return value->truth ? "true" : "false";
    default: return "";
    }
}
