/*
 * A growing run of bytes with a maximum; once full it stays full and says so, so a writer need not look at
 * each step.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/arena.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct buf {
    char *data; /* NUL-terminated once anything was added */
    size_t length, capacity, max;
    bool full; /* something did not fit; the content is cut and must not be used */
};

/* An empty buffer that may hold `max` bytes. Free with buf_close(). */
void buf_open(struct buf *buf, size_t max);
void buf_close(struct buf *buf);

/* Forget the content, keep the memory. */
void buf_reset(struct buf *buf);

/* Make room for `bytes` at once, where so much is expected; less than the maximum of the buffer. */
void buf_reserve(struct buf *buf, size_t bytes);

void buf_add(struct buf *buf, const void *data, size_t length);
void buf_puts(struct buf *buf, const char *text);
void buf_putc(struct buf *buf, char byte);
void buf_int(struct buf *buf, int64_t number);
void buf_printf(struct buf *buf, const char *format, ...) PRINTF_LIKE(2, 3);

/* The content as a string; "" when nothing was added. Owned by the buffer. */
const char *buf_text(const struct buf *buf);

/* Hand the content to the arena, without copying it; the buffer is empty then. Never NULL. */
const char *buf_keep(struct buf *buf, struct arena *arena);

#define scoped_buf struct buf CLEANUP(buf_close)

#endif
