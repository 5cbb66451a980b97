/* How each question type is asked for on a page: one row a type. A type without a row stops the start. */
#ifndef PAGES_CONTROL_H
#define PAGES_CONTROL_H

#include "model/cell.h"
#include "model/survey.h"

enum control {
    CONTROL_NONE, /* a note */
    CONTROL_RADIOS,
    CONTROL_SELECT, /* a long list, or a choice inside a row */
    CONTROL_TICKS,
    CONTROL_SCALE,
    CONTROL_LINE,
    CONTROL_AREA,
    CONTROL_DATE,
    CONTROL_NAME, /* a line with names to pick from */
    CONTROL_PLACES,
    CONTROL_MATRIX,
    CONTROL_TABLE
};

/* What a cell of a question is for. */
enum cell_use { USE_VALUE, USE_OTHER, USE_COMMENT, USE_IMPORTANCE, USE_ORDER };

/* One thing that can be filled in: the question or column that judges the value, and what the cell is for. */
struct field_of_cell {
    const struct question *question; /* of the survey */
    const struct question *part;     /* the column of a table or matrix, else the question itself */
    enum cell_use use;
};

/* More choices than this become one list with a search field. */
enum { LONG_LIST = 15 };

/* Every question type has its row? False with its name in `*missing`. */
bool controls_complete(const char **missing);

/* The control of a question that stands for itself, or of a column inside a row. */
enum control control_of(const struct question *question, bool in_row);

/* "decimal" or "numeric" for the keyboard of a phone, or NULL. */
const char *control_keyboard(const struct question *question);

/* Kinds of names of the project that may be picked; or NULL. */
#define NAMES_PERSON "person"
#define NAMES_DEPARTMENT "department"
const char *control_names(const struct question *question);

/* The places of a rank question. */
int control_places(const struct question *question);

/* What a cell of this survey is; false when the survey has no such cell. Rows are not looked at. */
bool control_field(const struct survey *survey, const struct cell *cell, struct field_of_cell *out);

#endif
