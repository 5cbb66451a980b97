/* CSV as office programs write it: `;`, `,` or tab, quotes of RFC 4180, BOM, UTF-8 or cp1251; and written
 * back safely. */
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include "base/arena.h"
#include "base/buf.h"

#include <stdbool.h>

struct csv_row {
    char **cells;
    size_t count;
    size_t line; /* of its first character, from 1 */
};

struct csv {
    struct csv_row *items; /* blank lines are left out */
    size_t count, capacity;
    char separator;
    bool was_cp1251;
};

struct csv_limits {
    size_t rows, columns, cell_bytes;
};

enum csv_result { CSV_OK, CSV_NOT_TEXT, CSV_OPEN_QUOTE, CSV_TOO_LONG };

struct csv_error {
    enum csv_result result;
    size_t line, column; /* from 1; column counts cells, of what is no text bytes */
};

/*
 * Read the bytes into `csv`, all in `arena`. Text that is not UTF-8 is taken for cp1251; NUL and UTF-16 are
 * CSV_NOT_TEXT. The separator is the one of `; , tab` that the first row has most of outside quotes. `error`
 * tells where it stopped.
 */
enum csv_result csv_read(struct arena *arena, const char *bytes, size_t length,
                         const struct csv_limits *limits, struct csv *csv,
                         struct csv_error *error) MUST_CHECK;

/*
 * Write one cell: quoted when needed; a text that a spreadsheet would run (starts with = + - @ tab CR,
 * full-width forms of them, or blanks and then one of them) gets an apostrophe in front, which csv_unguard()
 * takes off. csv_write_raw() is for numbers and dates that we made ourselves.
 */
void csv_write(struct buf *buf, const char *text, bool first);
void csv_write_raw(struct buf *buf, const char *text, bool first);
void csv_end_row(struct buf *buf);

/* The text without the apostrophe that csv_write() put in front; other texts as they are. Points into `text`.
 */
const char *csv_unguard(const char *text);

#endif
