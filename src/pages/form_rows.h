/* The rows of a table or matrix as a page shows them: kept ones, and empty ones to begin with. */
#ifndef PAGES_FORM_ROWS_H
#define PAGES_FORM_ROWS_H

#include "model/cell.h"
#include "model/survey.h"

struct form_row {
    const char *id;
    const char *title; /* of the row of a matrix, or of the answer it comes from; NULL: only its number */
    bool kept;         /* it is there already; an empty one to begin with is not */
};

struct form_rows LIST_OF(struct form_row);

/* The rows in their order. The answers are sorted. In the arena. */
struct form_rows form_rows_of(struct arena *arena, const struct survey *survey, const struct answers *answers,
                              const struct question *question, enum lang lang);

/* Does the person add and remove rows here, as a table without `rows: from`? */
bool form_rows_free(const struct question *question);

/* An id that no row of the question ever had: r1, r2 … */
const char *form_row_new(struct arena *arena, const struct answers *answers, const struct question *question);

/* What the next row's `.order` is: one more than the highest. */
int form_row_order(const struct answers *answers, const struct question *question);

/* How many rows the person has. */
size_t form_rows_kept(struct arena *arena, const struct answers *answers, const struct question *question);

/* Has the row its place already? */
bool form_row_kept(const struct answers *answers, const char *question, const char *row);

#endif
