/* Writing JSON on a buf. */
#include "base/json.h"

#include "base/attr.h"
#include "base/die.h"
#include "base/utf8.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

struct json
json_to(struct buf *buf)
{
    return (struct json){ .buf = buf, .first = { true } };
}

/* What has to stand before a value: a comma, unless it is the first or follows its key. */
static void
before_value(struct json *json)
{
    if (json->after_key) {
        json->after_key = false;
        return;
    }
    if (!json->first[json->depth])
        buf_putc(json->buf, ',');
    json->first[json->depth] = false;
}

static void
open_with(struct json *json, char bracket)
{
    before_value(json);
    ensure(json->depth + 1 < (int)LENGTH(json->first));
    json->first[++json->depth] = true;
    buf_putc(json->buf, bracket);
}

static void
close_with(struct json *json, char bracket)
{
    ensure(json->depth > 0 && !json->after_key);
    json->depth--;
    buf_putc(json->buf, bracket);
}

void
json_begin_object(struct json *json)
{
    open_with(json, '{');
}

void
json_end_object(struct json *json)
{
    close_with(json, '}');
}

void
json_begin_array(struct json *json)
{
    open_with(json, '[');
}

void
json_end_array(struct json *json)
{
    close_with(json, ']');
}

/* One code point that cannot stand as it is. */
static void
put_escape(struct buf *buf, uint32_t point)
{
    switch (point) {
    case '"': buf_puts(buf, "\\\""); break;
    case '\\': buf_puts(buf, "\\\\"); break;
    case '\n': buf_puts(buf, "\\n"); break;
    case '\r': buf_puts(buf, "\\r"); break;
    case '\t': buf_puts(buf, "\\t"); break;
    default: buf_printf(buf, "\\u%04x", (unsigned)point);
    }
}

static void
put_string(struct buf *buf, const char *text)
{
    const char *plain = text, *end = text + strlen(text);

    buf_putc(buf, '"');
    for (size_t size; text < end; text += size) {
        uint32_t point;

        size = utf8_decode(text, (size_t)(end - text), &point);
        if (size == 0) {
            point = 0xfffd;
            size = 1;
        } else if (point >= 0x20 && point != '"' && point != '\\' && point != '<' && point != 0x7f
                   && point != 0x2028 && point != 0x2029) {
            continue;
        }
        buf_add(buf, plain, (size_t)(text - plain));
        put_escape(buf, point);
        plain = text + size;
    }
    buf_add(buf, plain, (size_t)(end - plain));
    buf_putc(buf, '"');
}

void
json_key(struct json *json, const char *key)
{
    ensure(!json->after_key);
    before_value(json);
    put_string(json->buf, key);
    buf_putc(json->buf, ':');
    json->after_key = true;
}

void
json_text(struct json *json, const char *text)
{
    if (text == NULL) {
        json_put_null(json);
        return;
    }
    before_value(json);
    put_string(json->buf, text);
}

void
json_int(struct json *json, int64_t number)
{
    before_value(json);
    buf_int(json->buf, number);
}

void
json_number(struct json *json, double number)
{
    char text[400], *end;
    size_t whole;

    if (!isfinite(number)) {
        json_put_null(json);
        return;
    }
    before_value(json);
    ensure(snprintf(text, sizeof text, "%.6f", number) < (int)sizeof text);
    whole = strspn(text, "-0123456789");
    end = text + strlen(text) - 6; /* the decimals, behind whatever mark the locale puts there */
    memmove(text + whole + 1, end, 7);
    text[whole] = '.';
    for (end = text + whole + 6; *end == '0'; end--)
        *end = '\0';
    if (*end == '.')
        *end = '\0';
    buf_puts(json->buf, strcmp(text, "-0") == 0 ? "0" : text);
}

void
json_bool(struct json *json, bool value)
{
    before_value(json);
    buf_puts(json->buf, value ? "true" : "false");
}

void
json_put_null(struct json *json)
{
    before_value(json);
    buf_puts(json->buf, "null");
}

void
json_put_raw(struct json *json, const char *value)
{
    before_value(json);
    buf_puts(json->buf, value);
}

void
json_key_text(struct json *json, const char *key, const char *text)
{
    json_key(json, key);
    json_text(json, text);
}

void
json_key_int(struct json *json, const char *key, int64_t number)
{
    json_key(json, key);
    json_int(json, number);
}

void
json_key_bool(struct json *json, const char *key, bool value)
{
    json_key(json, key);
    json_bool(json, value);
}
