/* Answers as they are kept: one cell a row, addressed question/row/column. */
#ifndef MODEL_CELL_H
#define MODEL_CELL_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

enum cell_state { CELL_ANSWERED, CELL_DONT_KNOW, CELL_NOT_APPLICABLE };

/* The program's own columns. */
#define COLUMN_OTHER ".other"
#define COLUMN_COMMENT ".comment"
#define COLUMN_IMPORTANCE ".importance"
#define COLUMN_ORDER ".order"

struct cell {
    const char *question, *row, *column; /* never NULL; "" where there is none */
    const char *value;                   /* "" when empty or state is not CELL_ANSWERED */
    enum cell_state state;
    int64_t revision; /* of the stored cell; rises with every change; 0: never stored */
    int64_t saved_at; /* moment; 0: never stored */
};

/* Sorted by question, row, column (strcmp) once answers_sort() ran. */
struct answers LIST_OF(struct cell);

/* "sm_07/r1/document", "sm_03//.other", "sm_03": trailing empty parts left out. In the arena. */
const char *cell_name(struct arena *arena, const char *question, const char *row, const char *column);

/* Take an address apart (into the arena); false unless it has the shape of one. */
bool cell_parse(struct arena *arena, const char *name, struct cell *out);

void answers_sort(struct answers *answers);

/* The cell, or NULL. The answers are sorted. */
const struct cell *answers_cell(const struct answers *answers, const char *question, const char *row,
                                const char *column);

/* The value of an answered cell, or "" for none, don't know, not applicable. */
const char *answers_value(const struct answers *answers, const char *question, const char *row,
                          const char *column);

/* The cells of one question: a pointer into `answers` and their count. */
const struct cell *answers_question(const struct answers *answers, const char *question, size_t *count);

/* The same of one row of it; row "": of what belongs to no row. */
const struct cell *answers_row(const struct answers *answers, const char *question, const char *row,
                               size_t *count);

/* Row ids of a table in their `.order`, removed rows left out. */
struct row_ids LIST_OF(const char *);
struct row_ids answers_rows(struct arena *arena, const struct answers *answers, const char *question);

#endif
