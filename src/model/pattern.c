/*
 * Regular expressions of the YAML files. The source is checked against the subset and rewritten so that PCRE2
 * and JavaScript cannot read it differently; both are given the rewritten text.
 */
#define PCRE2_CODE_UNIT_WIDTH 8

#include "model/pattern.h"

#include "base/buf.h"
#include "base/die.h"
#include "base/utf8.h"

#include <pcre2.h>
#include <stdlib.h>
#include <string.h>

enum { MATCH_STEPS = 100000, MATCH_DEPTH = 2000, MATCH_HEAP_KIB = 8192, MAX_REPEAT = 1000 };

struct pattern {
    const char *portable;
    pcre2_code *code;
    pcre2_match_context *limits;
};

struct reader {
    struct buf *out;
    const char *source;
    size_t at;
    bool repeatable;   /* what was just read may take a quantifier */
    int open;          /* groups */
    const char *wrong; /* the first mistake, at `at` */
};

static void
wrong(struct reader *reader, const char *sentence)
{
    if (reader->wrong == NULL)
        reader->wrong = sentence;
}

static bool
is_punctuation(uint32_t point)
{
    return point > ' ' && point < 0x7f && strchr("_", (int)point) == NULL && !(point >= '0' && point <= '9')
           && !((point | 0x20) >= 'a' && (point | 0x20) <= 'z');
}

/* A character that means itself. As \xHH no flag and no engine reads more into it. */
static void
put_literal(struct reader *reader, uint32_t point)
{
    char bytes[4];

    if (is_punctuation(point))
        buf_printf(reader->out, "\\x%02x", (unsigned)point);
    else
        buf_add(reader->out, bytes, utf8_encode(point, bytes));
}

/* Read one code point; escaped punctuation is that character. Not for escapes such as \d. */
static uint32_t
read_literal(struct reader *reader)
{
    const char *text = reader->source + reader->at;
    uint32_t point = 0;

    if (text[0] == '\\') {
        reader->at += 2;
        return (unsigned char)text[1];
    }
    reader->at += utf8_decode(text, strlen(text), &point);
    return point;
}

/* \d \w \s and their opposites; `in_class` leaves the brackets out. */
static void
read_class_escape(struct reader *reader, bool in_class)
{
    char c = reader->source[reader->at + 1];

    switch (c) {
    case 'd':
    case 'D':
    case 'w':
    case 'W': buf_printf(reader->out, "\\%c", c); break;
    case 's': buf_puts(reader->out, in_class ? "\\t-\\r " : "[\\t-\\r ]"); break;
    case 'S':
        if (in_class) {
            wrong(reader, "\\S has no place inside brackets");
            return;
        }
        buf_puts(reader->out, "[^\\t-\\r ]");
        break;
    default:
        if (c == '\0')
            wrong(reader, "a backslash ends the pattern");
        if (c >= '0' && c <= '9')
            wrong(reader, "there are no back references");
        wrong(reader, "of the escapes with a letter only \\d \\w \\s \\D \\W \\S are known");
        return;
    }
    reader->at += 2;
}

static bool
at_class_escape(const struct reader *reader)
{
    const char *text = reader->source + reader->at;

    return text[0] == '\\' && !is_punctuation((unsigned char)text[1]);
}

/* One character or range inside brackets. */
static void
read_class_item(struct reader *reader)
{
    const char *source = reader->source;
    uint32_t from, to;

    if (at_class_escape(reader)) {
        read_class_escape(reader, true);
        if (source[reader->at] == '-' && source[reader->at + 1] != ']')
            wrong(reader, "a range runs from one character to another");
        return;
    }
    if (source[reader->at] == '[') {
        wrong(reader, "a bracket inside brackets is written \\[");
        return;
    }
    from = read_literal(reader);
    put_literal(reader, from);
    if (source[reader->at] != '-' || source[reader->at + 1] == ']' || source[reader->at + 1] == '\0')
        return;
    reader->at++;
    if (at_class_escape(reader)) {
        wrong(reader, "a range runs from one character to another");
        return;
    }
    to = read_literal(reader);
    if (to < from)
        wrong(reader, "the range runs backwards");
    buf_putc(reader->out, '-');
    put_literal(reader, to);
}

static void
read_class(struct reader *reader)
{
    size_t start = reader->at;

    reader->at++;
    buf_putc(reader->out, '[');
    if (reader->source[reader->at] == '^') {
        reader->at++;
        buf_putc(reader->out, '^');
    }
    if (reader->source[reader->at] == ']')
        wrong(reader, "the brackets are empty");
    while (reader->wrong == NULL && reader->source[reader->at] != ']') {
        if (reader->source[reader->at] == '\0') {
            reader->at = start;
            wrong(reader, "the bracket is never closed");
        } else {
            read_class_item(reader);
        }
    }
    if (reader->wrong != NULL)
        return;
    reader->at++;
    buf_putc(reader->out, ']');
    reader->repeatable = true;
}

/* {m}, {m,} or {m,n} at the brace. */
static void
read_counts(struct reader *reader)
{
    const char *text = reader->source + reader->at + 1;
    char *end;
    unsigned long least, most;
    size_t length = strspn(text, "0123456789,");

    if (text[0] < '0' || text[0] > '9' || text[length] != '}' || length > 9) {
        wrong(reader, "a count is written {2}, {2,} or {2,5}; a brace itself \\{");
        return;
    }
    least = most = strtoul(text, &end, 10);
    if (*end == ',' && end[1] != '}')
        most = strtoul(end + 1, &end, 10);
    else if (*end == ',')
        end++;
    if (*end != '}' || most < least || most > MAX_REPEAT) {
        wrong(reader, "a count is written {2}, {2,} or {2,5}, up to 1000");
        return;
    }
    buf_add(reader->out, text - 1, length + 2);
    reader->at += length + 2;
}

static void
read_quantifier(struct reader *reader)
{
    char c = reader->source[reader->at];

    if (!reader->repeatable) {
        wrong(reader, "there is nothing here to repeat");
        return;
    }
    if (c == '{') {
        read_counts(reader);
    } else {
        buf_putc(reader->out, c);
        reader->at++;
    }
    reader->repeatable = false;
    c = reader->source[reader->at];
    if (c == '?' || c == '+' || c == '*')
        wrong(reader, "a quantifier stands alone: no lazy and no possessive ones");
}

static void
read_group(struct reader *reader)
{
    const char *text = reader->source + reader->at;

    if (text[1] == '?' && text[2] != ':') {
        wrong(reader, "of the groups with ? only (?: ) is known");
        return;
    }
    if (++reader->open > PATTERN_MAX_GROUPS) {
        wrong(reader, "groups are nested too deep");
        return;
    }
    buf_puts(reader->out, "(?:");
    reader->at += text[1] == '?' ? 3 : 1;
    reader->repeatable = false;
}

static void
read_one(struct reader *reader)
{
    char c = reader->source[reader->at];

    switch (c) {
    case '(': read_group(reader); return;
    case '[': read_class(reader); return;
    case '*':
    case '+':
    case '?':
    case '{': read_quantifier(reader); return;
    case ']':
    case '}': wrong(reader, "a closing bracket or brace needs a backslash"); return;
    case ')':
        if (reader->open == 0) {
            wrong(reader, "the parenthesis was never opened");
            return;
        }
        reader->open--;
        reader->repeatable = true;
        break;
    case '|':
    case '^':
    case '$': reader->repeatable = false; break;
    case '.':
        buf_puts(reader->out, "[^\\n]");
        reader->at++;
        reader->repeatable = true;
        return;
    default:
        if (at_class_escape(reader))
            read_class_escape(reader, false);
        else
            put_literal(reader, read_literal(reader));
        reader->repeatable = true;
        return;
    }
    buf_putc(reader->out, c);
    reader->at++;
}

static void *
arena_malloc(size_t size, void *arena)
{
    return arena_alloc(arena, size);
}

static void
arena_free(void *memory, void *arena)
{
    (void)memory;
    (void)arena;
}

static const char *
compile(struct arena *arena, struct pattern *pattern)
{
    pcre2_general_context *memory = pcre2_general_context_create(arena_malloc, arena_free, arena);
    PCRE2_SIZE offset;
    PCRE2_UCHAR why[120];
    int error;

    pattern->limits = pcre2_match_context_create(memory);
    pcre2_set_match_limit(pattern->limits, MATCH_STEPS);
    pcre2_set_depth_limit(pattern->limits, MATCH_DEPTH);
    pcre2_set_heap_limit(pattern->limits, MATCH_HEAP_KIB);
    pattern->code =
        pcre2_compile((PCRE2_SPTR)pattern->portable, PCRE2_ZERO_TERMINATED, PCRE2_UTF | PCRE2_DOLLAR_ENDONLY,
                      &error, &offset, pcre2_compile_context_create(memory));
    if (pattern->code != NULL)
        return NULL;
    pcre2_get_error_message(error, why, sizeof why);
    return arena_copy(arena, (const char *)why);
}

const struct pattern *
pattern_parse(struct arena *arena, const char *source, const struct place *place, struct problems *problems)
{
    scoped_buf out;
    struct pattern *pattern = ARENA_NEW(arena, struct pattern);
    struct reader reader = { .out = &out, .source = source };
    struct place there = *place;

    buf_open(&out, (size_t)16 * PATTERN_MAX_BYTES);
    if (strlen(source) > PATTERN_MAX_BYTES)
        wrong(&reader, "it is longer than 500 bytes");
    else if (*source == '\0')
        wrong(&reader, "it is empty");
    else if (!utf8_valid(source, strlen(source)))
        wrong(&reader, "it is not UTF-8");
    while (reader.wrong == NULL && source[reader.at] != '\0')
        read_one(&reader);
    if (reader.open > 0)
        wrong(&reader, "a parenthesis is never closed");
    if (reader.wrong == NULL) {
        ensure(!out.full);
        pattern->portable = arena_copy(arena, buf_text(&out));
        reader.at = 0;
        reader.wrong = compile(arena, pattern);
    }
    if (reader.wrong == NULL)
        return pattern;
    for (size_t i = 0; i < reader.at && source[i] != '\0'; i++)
        there.column += ((unsigned char)source[i] & 0xc0) != 0x80;
    problem_error(problems, &there, "The pattern cannot be used: %s.", reader.wrong);
    return NULL;
}

static bool
match(const struct pattern *pattern, const char *text, uint32_t options)
{
    size_t length = strlen(text);
    pcre2_match_data *data;
    int count;

    if (!utf8_valid(text, length))
        return false;
    data = pcre2_match_data_create(1, NULL);
    ensure(data != NULL);
    count = pcre2_match(pattern->code, (PCRE2_SPTR)text, length, 0, options | PCRE2_NO_UTF_CHECK, data,
                        pattern->limits);
    pcre2_match_data_free(data);
    return count >= 0;
}

bool
pattern_matches(const struct pattern *pattern, const char *text)
{
    return match(pattern, text, PCRE2_ANCHORED | PCRE2_ENDANCHORED);
}

bool
pattern_found(const struct pattern *pattern, const char *text)
{
    return match(pattern, text, 0);
}

const char *
pattern_portable(const struct pattern *pattern)
{
    return pattern->portable;
}
