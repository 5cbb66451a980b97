/* CSV as office programs write it, and written back so that no spreadsheet runs it. */
#include "base/csv.h"

#include "base/utf8.h"

#include <string.h>

/* Where reading stands. Cells are unquoted in place: a cell is never longer than what it was read from. */
struct reader {
    struct arena *arena;
    const struct csv_limits *limits;
    struct csv *csv;
    char *at, *end;
    size_t line;
    char separator;
};

static bool
is_utf16(const char *bytes, size_t length)
{
    return length >= 2 && (memcmp(bytes, "\xff\xfe", 2) == 0 || memcmp(bytes, "\xfe\xff", 2) == 0);
}

/* The bytes as a NUL-terminated UTF-8 copy without BOM; NULL when they are no text. */
static char *
decode(struct arena *arena, const char *bytes, size_t length, struct csv *csv, size_t *decoded)
{
    if (is_utf16(bytes, length))
        return NULL;
    if (length > 0 && memchr(bytes, '\0', length) != NULL)
        return NULL;
    if (length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
        bytes += 3;
        length -= 3;
    }
    csv->was_cp1251 = !utf8_valid(bytes, length);
    if (csv->was_cp1251) {
        char *text = arena_alloc(arena, length * 3 + 1);

        *decoded = utf8_from_cp1251(bytes, length, text);
        return text;
    }
    *decoded = length;
    return arena_copy_n(arena, bytes, length);
}

/* Where the first NUL stands; UTF-16 begins with what is none of ours. */
static enum csv_result
no_text(const char *bytes, size_t length, struct csv_error *error)
{
    const char *nul = is_utf16(bytes, length) ? bytes : memchr(bytes, '\0', length);

    error->result = CSV_NOT_TEXT;
    text_place(bytes, (size_t)(nul - bytes), &error->line, &error->column);
    return CSV_NOT_TEXT;
}

static char
find_separator(const char *text, const char *end)
{
    size_t semicolons = 0, commas = 0, tabs = 0;
    bool quoted = false;

    while (text < end && (*text == '\n' || *text == '\r'))
        text++;
    for (; text < end && (quoted || (*text != '\n' && *text != '\r')); text++) {
        if (*text == '"')
            quoted = !quoted;
        if (quoted)
            continue;
        semicolons += *text == ';';
        commas += *text == ',';
        tabs += *text == '\t';
    }
    if (tabs > semicolons && tabs > commas)
        return '\t';
    return commas > semicolons ? ',' : ';';
}

static bool
ends_cell(const struct reader *reader)
{
    return reader->at == reader->end || *reader->at == reader->separator || *reader->at == '\n'
           || *reader->at == '\r';
}

/* Copy what stands between the quotes to `*out`; false when the closing one is missing. */
static bool
take_quoted(struct reader *reader, char **out)
{
    for (reader->at++; reader->at < reader->end; reader->at++) {
        if (*reader->at == '"' && (reader->at + 1 == reader->end || reader->at[1] != '"')) {
            reader->at++;
            return true;
        }
        if (*reader->at == '"')
            reader->at++;
        if (*reader->at == '\n' || (*reader->at == '\r' && reader->at[1] != '\n'))
            reader->line++;
        *(*out)++ = *reader->at;
    }
    return false;
}

/* Read the cell at `at`, leaving `at` on what ends it; its NUL may fall on that byte, so it is put later. */
static enum csv_result
take_cell(struct reader *reader, char **start, char **stop)
{
    char *out = reader->at;

    *start = out;
    if (!ends_cell(reader) && *reader->at == '"' && !take_quoted(reader, &out))
        return CSV_OPEN_QUOTE;
    while (!ends_cell(reader))
        *out++ = *reader->at++;
    *stop = out;
    return (size_t)(out - *start) > reader->limits->cell_bytes ? CSV_TOO_LONG : CSV_OK;
}

/* A line without separators and quotes that holds blanks at most. */
static bool
skip_blank_line(struct reader *reader)
{
    char *at = reader->at;

    while (at < reader->end && *at == ' ')
        at++;
    if (at < reader->end && *at != '\n' && *at != '\r')
        return false;
    if (at < reader->end) {
        at += at[0] == '\r' && at[1] == '\n' ? 2 : 1;
        reader->line++;
    }
    reader->at = at;
    return true;
}

static enum csv_result
take_row(struct reader *reader, struct csv_error *error)
{
    struct {
        char **items;
        size_t count, capacity;
    } cells = { 0 };
    struct csv_row *row;
    size_t line = reader->line;
    char ending;

    do {
        char *start, *stop;
        size_t cell_line = reader->line;
        enum csv_result result = cells.count < reader->limits->columns ? CSV_OK : CSV_TOO_LONG;

        if (result == CSV_OK)
            result = take_cell(reader, &start, &stop);
        if (result != CSV_OK) {
            *error = (struct csv_error){ result, cell_line, cells.count + 1 };
            return result;
        }
        ending = reader->at < reader->end ? *reader->at : '\0';
        if (ending == '\r' && reader->at[1] == '\n')
            reader->at++;
        if (ending != '\0')
            reader->at++;
        *stop = '\0';
        *ARENA_PUSH(reader->arena, &cells) = start;
    } while (ending == reader->separator);
    reader->line += ending != '\0';
    row = ARENA_PUSH(reader->arena, reader->csv);
    *row = (struct csv_row){ cells.items, cells.count, line };
    return CSV_OK;
}

enum csv_result
csv_read(struct arena *arena, const char *bytes, size_t length, const struct csv_limits *limits,
         struct csv *csv, struct csv_error *error)
{
    struct reader reader = { .arena = arena, .limits = limits, .csv = csv, .line = 1 };
    enum csv_result result = CSV_OK;

    *csv = (struct csv){ 0 };
    *error = (struct csv_error){ 0 };
    reader.at = decode(arena, bytes, length, csv, &length);
    if (reader.at == NULL)
        return no_text(bytes, length, error);
    reader.end = reader.at + length;
    reader.separator = csv->separator = find_separator(reader.at, reader.end);
    while (reader.at < reader.end && result == CSV_OK) {
        if (skip_blank_line(&reader))
            continue;
        if (csv->count == limits->rows) {
            *error = (struct csv_error){ CSV_TOO_LONG, reader.line, 1 };
            return CSV_TOO_LONG;
        }
        result = take_row(&reader, error);
    }
    return result;
}

static bool
is_blank(uint32_t point)
{
    return point == ' ' || point == '\n' || point == '\v' || point == '\f' || point == 0xa0 || point == 0x1680
           || (point >= 0x2000 && point <= 0x200f) || point == 0x2028 || point == 0x2029 || point == 0x202f
           || point == 0x205f || point == 0x2060 || point == 0x3000 || point == 0xfeff;
}

/* Would a spreadsheet take this text for a formula? */
static bool
is_formula(const char *text)
{
    size_t left = strlen(text), size;
    uint32_t point = 0;

    for (; left > 0 && (size = utf8_decode(text, left, &point)) > 0 && is_blank(point); left -= size)
        text += size;
    if (left == 0 || size == 0)
        return false;
    switch (point) {
    case '=':
    case '+':
    case '-':
    case '@':
    case '\t':
    case '\r':
    case 0xff1d:
    case 0xff0b:
    case 0xff0d:
    case 0xff20: return true;
    default: return false;
    }
}

/* Apostrophes of the text's own count as harmless here, so that taking one off never meets one of theirs. */
static bool
needs_guard(const char *text)
{
    return is_formula(text + strspn(text, "'"));
}

static void
write_cell(struct buf *buf, const char *text, const char *special, bool guard, bool first)
{
    /* a quoted nothing, so that a row of one empty cell is not a blank line */
    bool quote = text[strcspn(text, special)] != '\0' || (first && text[strspn(text, " ")] == '\0');

    if (!first)
        buf_putc(buf, ';');
    if (quote)
        buf_putc(buf, '"');
    if (guard)
        buf_putc(buf, '\'');
    for (; quote && *text != '\0'; text++) {
        if (*text == '"')
            buf_putc(buf, '"');
        buf_putc(buf, *text);
    }
    buf_puts(buf, text);
    if (quote)
        buf_putc(buf, '"');
}

void
csv_write(struct buf *buf, const char *text, bool first)
{
    write_cell(buf, text, "\";,\t\r\n", needs_guard(text), first);
}

void
csv_write_raw(struct buf *buf, const char *text, bool first)
{
    write_cell(buf, text, "\";\t\r\n", false, first); /* 2,5 is one number, quoted it may be a text */
}

void
csv_end_row(struct buf *buf)
{
    buf_puts(buf, "\r\n");
}

const char *
csv_unguard(const char *text)
{
    return text[0] == '\'' && needs_guard(text + 1) ? text + 1 : text;
}
