/* A growing run of bytes with a maximum. */
#include "base/buf.h"

#include "base/die.h"
#include "base/digits.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
buf_open(struct buf *buf, size_t max)
{
    *buf = (struct buf){ .max = max };
}

void
buf_close(struct buf *buf)
{
    free(buf->data);
    *buf = (struct buf){ .max = buf->max };
}

void
buf_reset(struct buf *buf)
{
    buf->length = 0;
    buf->full = false;
    if (buf->data != NULL)
        buf->data[0] = '\0';
}

/* Room for `more` bytes and a NUL, or the buffer is marked full. */
static bool
make_room(struct buf *buf, size_t more)
{
    size_t need, capacity;

    if (buf->full || more > buf->max - buf->length) {
        buf->full = true;
        return false;
    }
    need = buf->length + more + 1;
    if (need <= buf->capacity)
        return true;
    capacity = buf->capacity ? buf->capacity : 256;
    while (capacity < need)
        capacity *= 2;
    if (capacity > buf->max + 1) /* so that what fits in the capacity fits */
        capacity = buf->max + 1;
    buf->data = realloc(buf->data, capacity);
    ensure(buf->data != NULL);
    buf->capacity = capacity;
    return true;
}

void
buf_reserve(struct buf *buf, size_t bytes)
{
    if (make_room(buf, bytes))
        buf->data[buf->length] = '\0';
}

void
buf_add(struct buf *buf, const void *data, size_t length)
{
    char *end;

    if (length == 0 || ((buf->full || length >= buf->capacity - buf->length) && !make_room(buf, length)))
        return;
    end = buf->data + buf->length;
    memcpy(end, data, length);
    end[length] = '\0';
    buf->length += length;
}

void
buf_puts(struct buf *buf, const char *text)
{
    buf_add(buf, text, strlen(text));
}

void
buf_putc(struct buf *buf, char byte)
{
    buf_add(buf, &byte, 1);
}

void
buf_int(struct buf *buf, int64_t number)
{
    char digits[DIGITS_MAX];
    size_t length = digits_of(number, digits);

    buf_add(buf, digits, length);
}

void
buf_printf(struct buf *buf, const char *format, ...)
{
    va_list args;
    int length;

    va_start(args, format);
    length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    ensure(length >= 0);
    if (!make_room(buf, (size_t)length))
        return;
    va_start(args, format);
    vsnprintf(buf->data + buf->length, (size_t)length + 1, format, args);
    va_end(args);
    buf->length += (size_t)length;
}

const char *
buf_text(const struct buf *buf)
{
    return buf->data ? buf->data : "";
}

const char *
buf_keep(struct buf *buf, struct arena *arena)
{
    const char *text = buf_text(buf);

    if (buf->data != NULL)
        arena_adopt(arena, buf->data);
    *buf = (struct buf){ .max = buf->max };
    return text;
}
