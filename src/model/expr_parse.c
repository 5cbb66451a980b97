/* From the source of an expression to its tree. */
#include "base/utf8.h"
#include "model/expr_tree.h"
#include "model/fold.h"

#include <stdlib.h>
#include <string.h>

enum token { T_END, T_NUMBER, T_TEXT, T_NAME, T_WORD, T_DOT, T_OPEN, T_CLOSE, T_COMMA, T_SIGN };

struct parser {
    struct arena *arena;
    struct problems *problems;
    struct expr *expr;
    struct place start; /* of the source in the file */
    const char *source;
    size_t at;   /* behind the token at hand */
    size_t from; /* where the token at hand begins */
    enum token token;
    const char *text; /* of the token: the word, sign, quoted text or name */
    double number;
    int depth;
    bool failed;
};

static const char about_role[] = "role is compared with a role in quotes: role = 'x' or role != 'x'.";

static struct expr_node *parse_or(struct parser *parser);

/* ---- places and findings ------------------------------------------------------------------------------- */

static struct place
place_of(const struct parser *parser, size_t offset)
{
    struct place place = parser->start;

    for (size_t i = 0; i < offset; i++) {
        if (parser->source[i] == '\n') {
            place.line++;
            place.column = parser->start.column;
        } else if (((unsigned char)parser->source[i] & 0xc0) != 0x80) {
            place.column++;
        }
    }
    return place;
}

/* Only the first mistake is told: what follows it would be guesses. */
#define fail_at(parser, offset, ...)                                                                         \
    do {                                                                                                     \
        if (!(parser)->failed) {                                                                             \
            struct place place_ = place_of((parser), (offset));                                              \
            problem_error((parser)->problems, &place_, __VA_ARGS__);                                         \
        }                                                                                                    \
        (parser)->failed = true;                                                                             \
        (parser)->token = T_END;                                                                             \
    } while (0)

/* ---- tokens -------------------------------------------------------------------------------------------- */

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool
is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The length of an id at `text`, or of digits where they may stand for one. */
static size_t
id_length(const char *text, bool digits)
{
    size_t length = 0;

    if (!is_letter(text[0]) && !(digits && is_digit(text[0])))
        return 0;
    while (is_letter(text[length]) || is_digit(text[length]) || text[length] == '_')
        length++;
    return length;
}

static void
take(struct parser *parser, enum token token, size_t length)
{
    parser->token = token;
    parser->text = arena_copy_n(parser->arena, parser->source + parser->at, length);
    parser->at += length;
}

static void
next_number(struct parser *parser)
{
    const char *text = parser->source + parser->at;
    size_t length = 0, digits = 0, decimals = 0;

    while (is_digit(text[length]))
        length++;
    digits = length;
    if (text[length] == '.' && is_digit(text[length + 1])) {
        while (is_digit(text[length + 1 + decimals]))
            decimals++;
        length += 1 + decimals;
    }
    take(parser, T_NUMBER, length);
    if (digits + decimals > 15 || decimals > 6)
        fail_at(parser, parser->from, "A number has at most 15 digits, 6 of them after the point.");
    else if (is_letter(text[length]) || text[length] == '_')
        fail_at(parser, parser->from, "\"%s\" is followed by a letter; put a text in quotes.", parser->text);
    parser->number = strtod(parser->text, NULL);
}

static void
next_text(struct parser *parser)
{
    char quote = parser->source[parser->at];
    const char *end = strchr(parser->source + parser->at + 1, quote);

    if (end == NULL) {
        fail_at(parser, parser->from, "The quote is never closed.");
        return;
    }
    parser->at++;
    take(parser, T_TEXT, (size_t)(end - (parser->source + parser->at)));
    parser->at++;
}

static void
next_name(struct parser *parser)
{
    const char *name = parser->source + parser->at + 2;
    const char *end = strchr(name, '}');
    size_t length = 0, parts = 0, part;

    if (end == NULL) {
        fail_at(parser, parser->from, "\"${\" is never closed by \"}\".");
        return;
    }
    while ((part = id_length(name + length, parts > 0)) > 0 && parts < 4) {
        parts++;
        length += part;
        if (name[length] != '.')
            break;
        length++;
    }
    if (name + length != end || parts == 0 || name[length - 1] == '.') {
        fail_at(parser, parser->from, "\"%.*s\" is no name; write ${question} or ${question.column}.",
                (int)(end + 1 - (name - 2)), name - 2);
        return;
    }
    parser->at += 2;
    take(parser, T_NAME, length);
    parser->at++;
}

/* Signs of other languages that authors type, and what is meant. */
static const struct {
    const char *sign, *sentence;
} foreign[] = {
    { "==", "Equality is one \"=\"." },
    { "<>", "\"Not equal\" is \"!=\"." },
    { "&&", "Write \"and\"." },
    { "||", "Write \"or\"." },
    { "‘", "Use straight quotes: 'text'." },
    { "’", "Use straight quotes: 'text'." },
    { "“", "Use straight quotes: \"text\"." },
    { "”", "Use straight quotes: \"text\"." },
    { "«", "Use straight quotes: 'text'." },
    { "»", "Use straight quotes: 'text'." },
    { "≤", "Write \"<=\"." },
    { "≥", "Write \">=\"." },
    { "≠", "Write \"!=\"." },
    { "/", "Division is \"div\"." },
    { "%", "A remainder is \"mod\"; a percentage is a plain number." },
};

static void
next_sign(struct parser *parser)
{
    static const char *const signs[] = { "!=", "<=", ">=", "=", "<", ">", "+", "-", "*" };
    const char *text = parser->source + parser->at;
    size_t length;

    for (size_t i = 0; i < LENGTH(foreign); i++)
        if (strncmp(text, foreign[i].sign, strlen(foreign[i].sign)) == 0) {
            fail_at(parser, parser->from, "%s", foreign[i].sentence);
            return;
        }
    for (size_t i = 0; i < LENGTH(signs); i++)
        if (strncmp(text, signs[i], strlen(signs[i])) == 0) {
            take(parser, T_SIGN, strlen(signs[i]));
            return;
        }
    if (text[0] == '!') {
        fail_at(parser, parser->from, "Write \"not(…)\".");
        return;
    }
    for (length = 1; ((unsigned char)text[length] & 0xc0) == 0x80; length++)
        ;
    fail_at(parser, parser->from, "\"%.*s\" has no place in an expression.", (int)length, text);
}

static void
next(struct parser *parser)
{
    const char *text;
    size_t length;

    if (parser->failed)
        return;
    while (is_blank(parser->source[parser->at]))
        parser->at++;
    parser->from = parser->at;
    text = parser->source + parser->at;
    switch (text[0]) {
    case '\0': parser->token = T_END; return;
    case '(': take(parser, T_OPEN, 1); return;
    case ')': take(parser, T_CLOSE, 1); return;
    case ',': take(parser, T_COMMA, 1); return;
    case '.': take(parser, T_DOT, 1); return;
    case '\'':
    case '"': next_text(parser); return;
    default: break;
    }
    if (text[0] == '$' && text[1] == '{') {
        next_name(parser);
    } else if (is_digit(text[0])) {
        next_number(parser);
    } else if (is_letter(text[0])) {
        for (length = 1; is_letter(text[length]) || is_digit(text[length]) || text[length] == '_'
                         || (text[length] == '-' && is_letter(text[length + 1]));
             length++)
            ;
        take(parser, T_WORD, length);
    } else {
        next_sign(parser);
    }
}

static bool
at_word(const struct parser *parser, enum token token, const char *text)
{
    return parser->token == token && strcmp(parser->text, text) == 0;
}

/* ---- nodes --------------------------------------------------------------------------------------------- */

static struct expr_node *
node_new(struct parser *parser, enum expr_op op, size_t offset)
{
    struct expr_node *node = ARENA_NEW(parser->arena, struct expr_node);
    struct place place = place_of(parser, offset);

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

    next(parser);
    next(parser); /* the parenthesis, seen by the caller */
    while (!parser->failed && parser->token != T_CLOSE) {
        node_add(parser, node, parse_or(parser));
        if (parser->token == T_CLOSE || parser->failed)
            break;
        if (parser->token != T_COMMA)
            fail_at(parser, parser->from, "A comma or \")\" is missing in %s().", word);
        next(parser);
        if (parser->token == T_CLOSE)
            fail_at(parser, parser->from, "Something is missing behind the last comma of %s().", word);
    }
    if (!parser->failed && node->count != arity)
        fail_at(parser, offset, "%s() takes %zu argument%s, not %zu.", word, arity, arity == 1 ? "" : "s",
                node->count);
    next(parser);
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
    size_t offset = parser->from, arity, ahead = parser->at;
    const char *word = parser->text;

    while (is_blank(parser->source[ahead]))
        ahead++;
    if (parser->source[ahead] == '(') {
        if (expr_function(word, &arity) != EXPR_OP_COUNT)
            return parse_call(parser);
        fail_at(parser, offset, "There is no function %s().%s", word, nearest_function(parser, word));
    } else if (strcmp(word, "role") == 0) {
        next(parser);
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
        next(parser);
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
    next(parser);
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
        next(parser);
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

        next(parser);
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

        next(parser);
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
    next(parser);
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
        next(parser);
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
    next(&parser);
    if (!parser.failed && parser.token == T_END)
        fail_at(&parser, 0, "The expression is empty.");
    if (parser.failed)
        return NULL;
    expr->root = parse_or(&parser);
    if (!parser.failed && parser.token != T_END)
        fail_at(&parser, parser.from, "An operator is expected before \"%s\".", parser.text);
    return parser.failed ? NULL : expr;
}
