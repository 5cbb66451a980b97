/* From the source of an expression to its tree. */
#include "base/utf8.h"
#include "model/expr_token.h"
#include "model/fold.h"

#include <string.h>

static const char about_role[] = "role is compared with a role in quotes: role = 'x' or role != 'x'.";

static struct expr_node *parse_or(struct parser *parser);

/* ---- nodes --------------------------------------------------------------------------------------------- */

static bool
at_word(const struct parser *parser, enum token token, const char *text)
{
    return parser->token == token && strcmp(parser->text, text) == 0;
}

static struct expr_node *
node_new(struct parser *parser, enum expr_op op, size_t offset)
{
    struct expr_node *node = ARENA_NEW(parser->arena, struct expr_node);
    struct place place = expr_place(parser, offset);

    node->op = op;
    node->line = place.line;
    node->column = place.column;
    node->height = 1;
    return node;
}

static void
node_add(struct parser *parser, struct expr_node *node, struct expr_node *arg)
{
    struct expr_node **args = ARENA_ARRAY(parser->arena, struct expr_node *, node->count + 1);

    if (arg->op == EXPR_ROLE && node->op != EXPR_EQ && node->op != EXPR_NE)
        fail_at(parser, parser->from, "%s", about_role);
    if (node->count > 0)
        memcpy(args, node->args, node->count * sizeof *args);
    args[node->count++] = arg;
    node->args = args;
    if (arg->height >= node->height)
        node->height = arg->height + 1;
    if (node->height > EXPR_MAX_DEPTH)
        fail_at(parser, parser->from, "The expression is nested deeper than %d levels.", EXPR_MAX_DEPTH);
}

/* The operator of the sign or word at hand among `ops`; EXPR_OP_COUNT when it is none of them. */
static enum expr_op
operator_at(const struct parser *parser, const enum expr_op *ops, size_t count)
{
    if (parser->token == T_SIGN || parser->token == T_WORD)
        for (size_t i = 0; i < count; i++)
            if (strcmp(parser->text, expr_op_word[ops[i]]) == 0)
                return ops[i];
    return EXPR_OP_COUNT;
}

/* ---- the grammar, from the loosest to the tightest ------------------------------------------------------
 */

static struct expr_node *
parse_call(struct parser *parser)
{
    const char *word = parser->text;
    size_t offset = parser->from, arity;
    enum expr_op op = expr_function(word, &arity);
    struct expr_node *node = node_new(parser, op, offset);

    expr_next(parser);
    expr_next(parser); /* the parenthesis, seen by the caller */
    while (!parser->failed && parser->token != T_CLOSE) {
        node_add(parser, node, parse_or(parser));
        if (parser->token == T_CLOSE || parser->failed)
            break;
        if (parser->token != T_COMMA)
            fail_at(parser, parser->from, "A comma or \")\" is missing in %s().", word);
        expr_next(parser);
        if (parser->token == T_CLOSE)
            fail_at(parser, parser->from, "Something is missing behind the last comma of %s().", word);
    }
    if (!parser->failed && node->count != arity)
        fail_at(parser, offset, "%s() takes %zu argument%s, not %zu.", word, arity, arity == 1 ? "" : "s",
                node->count);
    expr_next(parser);
    if (op == EXPR_REGEX && !parser->failed) {
        const struct expr_node *pattern = node->args[1];
        struct place place = { parser->start.path, pattern->line, pattern->column + 1 };

        if (pattern->op != EXPR_TEXT)
            fail_at(parser, offset, "The pattern of regex() is a text in quotes.");
        else if ((node->pattern = pattern_parse(parser->arena, pattern->text, &place, parser->problems))
                 == NULL)
            parser->failed = true;
    }
    return node;
}

/* " Did you mean "sum"?" or nothing. */
static const char *
nearest_function(struct parser *parser, const char *word)
{
    const char *best = NULL;
    int least = 4;

    for (enum expr_op op = EXPR_NOT; op < EXPR_OP_COUNT; op++) {
        int distance = text_distance(parser->arena, word, expr_op_word[op], least - 1);

        if (distance < least && (size_t)distance * 2 < strlen(word)) {
            least = distance;
            best = expr_op_word[op];
        }
    }
    return best ? arena_printf(parser->arena, " Did you mean \"%s\"?", best) : "";
}

static struct expr_node *
parse_word(struct parser *parser)
{
    size_t offset = parser->from, arity;
    const char *word = parser->text;

    if (expr_opens(parser)) {
        if (expr_function(word, &arity) != EXPR_OP_COUNT)
            return parse_call(parser);
        fail_at(parser, offset, "There is no function %s().%s", word, nearest_function(parser, word));
    } else if (strcmp(word, "role") == 0) {
        expr_next(parser);
        return node_new(parser, EXPR_ROLE, offset);
    } else if (expr_function(word, &arity) != EXPR_OP_COUNT) {
        fail_at(parser, offset, "%s needs parentheses: %s(…).", word, word);
    } else {
        fail_at(parser, offset, "\"%s\" is neither a name nor a text: write ${%s} or '%s'.", word, word,
                word);
    }
    return node_new(parser, EXPR_TEXT, offset);
}

static struct expr_node *
parse_name(struct parser *parser)
{
    struct expr_node *node = node_new(parser, EXPR_NAME, parser->from);
    struct expr_name *name;
    const char *at = parser->text;

    if (strcmp(at, "choice") == 0) {
        node->op = EXPR_CHOICE;
        return node;
    }
    name = ARENA_NEW(parser->arena, struct expr_name);
    *name = (struct expr_name){ .text = at,
                                .part = { "", "", "", "" },
                                .line = node->line,
                                .column = node->column,
                                .survey = "",
                                .question = "",
                                .row = "",
                                .column_id = "" };
    for (size_t i = 0; i < LENGTH(name->part) && *at != '\0'; i++) {
        size_t length = strcspn(at, ".");

        name->part[i] = arena_copy_n(parser->arena, at, length);
        at += length + (at[length] == '.');
    }
    *ARENA_PUSH(parser->arena, &parser->expr->names) = name;
    node->name = name;
    return node;
}

static struct expr_node *
parse_primary(struct parser *parser)
{
    struct expr_node *node;
    size_t offset = parser->from;

    switch (parser->token) {
    case T_NUMBER:
        node = node_new(parser, EXPR_NUMBER, offset);
        node->number = parser->number;
        break;
    case T_TEXT:
        node = node_new(parser, EXPR_TEXT, offset);
        node->text = parser->text;
        break;
    case T_NAME: node = parse_name(parser); break;
    case T_DOT: node = node_new(parser, EXPR_OWN, offset); break;
    case T_WORD: return parse_word(parser);
    case T_OPEN:
        expr_next(parser);
        node = parse_or(parser);
        if (parser->token != T_CLOSE)
            fail_at(parser, offset, "The parenthesis is never closed.");
        break;
    default:
        if (parser->token == T_END)
            fail_at(parser, offset, "The expression ends where a value is expected.");
        else
            fail_at(parser, offset, "A value is expected before \"%s\".", parser->text);
        return node_new(parser, EXPR_TEXT, offset);
    }
    expr_next(parser);
    return node;
}

static struct expr_node *
parse_unary(struct parser *parser)
{
    struct expr_node *node;

    if (++parser->depth > EXPR_MAX_DEPTH)
        fail_at(parser, parser->from, "The expression is nested deeper than %d levels.", EXPR_MAX_DEPTH);
    if (at_word(parser, T_SIGN, "-")) {
        node = node_new(parser, EXPR_NEGATE, parser->from);
        expr_next(parser);
        node_add(parser, node, parse_unary(parser));
    } else {
        node = parse_primary(parser);
    }
    parser->depth--;
    return node;
}

static struct expr_node *
parse_product(struct parser *parser)
{
    static const enum expr_op ops[] = { EXPR_MUL, EXPR_DIV, EXPR_MOD };
    struct expr_node *left = parse_unary(parser);
    enum expr_op op;

    while ((op = operator_at(parser, ops, LENGTH(ops))) != EXPR_OP_COUNT) {
        struct expr_node *node = node_new(parser, op, parser->from);

        expr_next(parser);
        node_add(parser, node, left);
        node_add(parser, node, parse_unary(parser));
        left = node;
    }
    return left;
}

static struct expr_node *
parse_sum(struct parser *parser)
{
    static const enum expr_op ops[] = { EXPR_ADD, EXPR_SUB };
    struct expr_node *left = parse_product(parser);
    enum expr_op op;

    while ((op = operator_at(parser, ops, LENGTH(ops))) != EXPR_OP_COUNT) {
        struct expr_node *node = node_new(parser, op, parser->from);

        expr_next(parser);
        node_add(parser, node, left);
        node_add(parser, node, parse_product(parser));
        left = node;
    }
    return left;
}

/* role stands only beside a quoted role id. */
static void
check_role(struct parser *parser, const struct expr_node *node)
{
    bool left = node->args[0]->op == EXPR_ROLE, right = node->args[1]->op == EXPR_ROLE;
    const struct expr_node *other = node->args[left ? 1 : 0];

    if ((left || right)
        && ((node->op != EXPR_EQ && node->op != EXPR_NE) || other->op != EXPR_TEXT || *other->text == '\0'))
        fail_at(parser, parser->from, "%s", about_role);
}

static struct expr_node *
parse_compare(struct parser *parser)
{
    static const enum expr_op ops[] = { EXPR_EQ, EXPR_NE, EXPR_LT, EXPR_LE, EXPR_GT, EXPR_GE };
    size_t offset = parser->from;
    struct expr_node *left = parse_sum(parser), *node;
    enum expr_op op = operator_at(parser, ops, LENGTH(ops));

    if (op == EXPR_OP_COUNT) {
        if (left->op == EXPR_ROLE)
            fail_at(parser, offset, "%s", about_role);
        return left;
    }
    node = node_new(parser, op, parser->from);
    expr_next(parser);
    node_add(parser, node, left);
    node_add(parser, node, parse_sum(parser));
    if (!parser->failed)
        check_role(parser, node);
    if (operator_at(parser, ops, LENGTH(ops)) != EXPR_OP_COUNT)
        fail_at(parser, parser->from, "Comparisons are not chained: join two of them with \"and\".");
    return node;
}

/* `a and b and c` is one node: a long list does not nest. */
static struct expr_node *
parse_list(struct parser *parser, enum expr_op op, struct expr_node *(*operand)(struct parser *))
{
    struct expr_node *left = operand(parser), *node;

    if (operator_at(parser, &op, 1) == EXPR_OP_COUNT)
        return left;
    node = node_new(parser, op, parser->from);
    node_add(parser, node, left);
    while (operator_at(parser, &op, 1) != EXPR_OP_COUNT) {
        expr_next(parser);
        node_add(parser, node, operand(parser));
    }
    return node;
}

static struct expr_node *
parse_and(struct parser *parser)
{
    return parse_list(parser, EXPR_AND, parse_compare);
}

static struct expr_node *
parse_or(struct parser *parser)
{
    return parse_list(parser, EXPR_OR, parse_and);
}

const struct expr *
expr_parse(struct arena *arena, const char *source, const char *path, size_t line, size_t column,
           struct problems *problems)
{
    struct expr *expr = ARENA_NEW(arena, struct expr);
    struct parser parser = { .arena = arena,
                             .problems = problems,
                             .expr = expr,
                             .start = { path, line, column },
                             .source = arena_copy(arena, source) };

    expr->source = parser.source;
    expr->path = path;
    if (strlen(source) > EXPR_MAX_BYTES)
        fail_at(&parser, 0, "An expression is at most %d bytes long.", EXPR_MAX_BYTES);
    else if (!utf8_valid(source, strlen(source)))
        fail_at(&parser, 0, "The expression is not UTF-8.");
    expr_next(&parser);
    if (!parser.failed && parser.token == T_END)
        fail_at(&parser, 0, "The expression is empty.");
    if (parser.failed)
        return NULL;
    expr->root = parse_or(&parser);
    if (!parser.failed && parser.token != T_END)
        fail_at(&parser, parser.from, "An operator is expected before \"%s\".", parser.text);
    return parser.failed ? NULL : expr;
}
