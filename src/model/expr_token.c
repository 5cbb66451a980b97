/* The source of an expression taken apart into words. */
#include "model/expr_token.h"

#include <stdlib.h>
#include <string.h>

/* ---- places and findings ------------------------------------------------------------------------------- */

struct place
expr_place(const struct parser *parser, size_t offset)
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

void
expr_next(struct parser *parser)
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

bool
expr_opens(const struct parser *parser)
{
    size_t ahead = parser->at;

    while (is_blank(parser->source[ahead]))
        ahead++;
    return parser->source[ahead] == '(';
}
