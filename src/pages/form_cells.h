/* What a page of a questionnaire sends back, as cells: the only place that knows how a form encodes them. */
#ifndef PAGES_FORM_CELLS_H
#define PAGES_FORM_CELLS_H

#include "http/request.h"
#include "model/cell.h"
#include "model/survey.h"

/*
 * A field is named by the address of its cell; the fields of the places of a rank by the address and `/1`,
 * `/2` … "Don't know" and "not applicable" are the values below; no choice starts with a colon. Beside each
 * cell stands a hidden field `was:ADDRESS` with what the page showed.
 */
#define FORM_DONT_KNOW ":dk"
#define FORM_NOT_APPLICABLE ":na"
#define FORM_WAS "was:"

/* Stands for an empty place of a rank before a filled one. */
#define FORM_NO_PLACE "-"

struct form_cell {
    struct cell cell; /* as it was typed: not normalised, not checked */
    struct cell was;  /* what the page showed; "" where the form does not say */
    bool both;        /* a new answer and a new "don't know" at once: one must go */
    bool several;     /* more than one value for a single answer */
};

struct form_cells LIST_OF(struct form_cell);

/*
 * All cells a posted form speaks of, in its order, each once; other fields (no slash, dot or question id in
 * their names, such as `csrf` and `go`) are passed over. False when a field names a cell that section
 * `section` of the survey does not have.
 */
bool form_cells_collect(struct arena *arena, const struct survey *survey, size_t section,
                        const struct fields *form, struct form_cells *out);

/* A number with its thousands closed up, as the page's language parts them: number_closed(). */
void form_cell_close(struct arena *arena, const struct survey *survey, enum lang lang, struct cell *cell);
void form_cells_close(struct arena *arena, const struct survey *survey, enum lang lang,
                      struct form_cells *cells);

/* Did the person change it? Ways of writing the same number, and line ends are no change. */
bool form_cell_changed(const struct survey *survey, const struct form_cell *cell);

/* Value and state as `was:` carries them: the value, `:dk` or `:na`. */
const char *form_cell_was(const struct cell *cell);

/* Do two cells hold the same answer? */
bool form_cells_same(const struct cell *a, const struct cell *b);

/* Is there an empty place before a filled one? */
bool form_rank_gap(const char *value);

#endif
