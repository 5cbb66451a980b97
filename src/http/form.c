/* Forms as browsers send them, urlencoded. */
#include "http/form.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

static int
hex(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (digit >= 'a' && digit <= 'f')
        return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F')
        return digit - 'A' + 10;
    return -1;
}

static bool
is_control(unsigned char byte, bool lines)
{
    if (lines && (byte == '\t' || byte == '\r' || byte == '\n'))
        return false;
    return byte < 0x20 || byte == 0x7f;
}

long
form_decode(char *text, size_t length, bool plus, bool lines)
{
    size_t to = 0;

    for (size_t from = 0; from < length; from++) {
        char byte = text[from];

        if (byte == '+' && plus) {
            byte = ' ';
        } else if (byte == '%') {
            int high = from + 2 < length ? hex(text[from + 1]) : -1;
            int low = high >= 0 ? hex(text[from + 2]) : -1;

            if (low < 0)
                return -1;
            byte = (char)(high << 4 | low);
            from += 2;
        }
        if (is_control((unsigned char)byte, lines))
            return -1;
        text[to++] = byte;
    }
    return utf8_valid(text, to) ? (long)to : -1;
}

static int
by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

bool
form_repeats(struct arena *arena, const struct fields *fields)
{
    const char **names;

    if (fields->count < 2)
        return false;
    names = ARENA_ARRAY(arena, const char *, fields->count);
    for (size_t i = 0; i < fields->count; i++)
        names[i] = fields->items[i].name;
    qsort(names, fields->count, sizeof *names, by_name);
    for (size_t i = 1; i < fields->count; i++)
        if (strcmp(names[i - 1], names[i]) == 0)
            return true;
    return false;
}

/* `name=value` of `length` bytes; text[length] becomes the NUL. */
static bool
read_field(char *text, size_t length, bool lines, struct field *out)
{
    char *equals = memchr(text, '=', length);
    size_t name = equals ? (size_t)(equals - text) : length;
    char *value = text + name + (equals != NULL);
    long decoded = form_decode(text, name, true, false);
    long rest = form_decode(value, (size_t)(text + length - value), true, lines);

    if (decoded <= 0 || rest < 0)
        return false;
    value[rest] = '\0';
    if (equals != NULL)
        text[decoded] = '\0';
    else
        value = text + decoded, *value = '\0';
    *out = (struct field){ text, value };
    return true;
}

static bool
read_all(struct arena *arena, char *text, size_t length, const struct form_limits *limits, struct fields *out)
{
    char *end = text + length;

    while (text < end) {
        char *and = memchr(text, '&', (size_t)(end - text));
        char *stop = and? and : end;

        if (stop > text) {
            if (out->count == limits->fields)
                return false;
            if (!read_field(text, (size_t)(stop - text), limits->lines, ARENA_PUSH(arena, out)))
                return false;
        }
        text = stop + 1;
    }
    return limits->repeat || !form_repeats(arena, out);
}

bool
form_parse(struct arena *arena, char *text, size_t length, const struct form_limits *limits,
           struct fields *out)
{
    *out = (struct fields){ 0 };
    if (read_all(arena, text, length, limits, out))
        return true;
    *out = (struct fields){ 0 }; /* half a field may be the last of it */
    return false;
}
