/* The answer to a question as lines for a person to read: review, copy, and the pages of staff. */
#ifndef PAGES_ANSWER_LINES_H
#define PAGES_ANSWER_LINES_H

#include "model/cell.h"
#include "model/phrases.h"
#include "model/survey.h"

/* A cell of a row of several columns. */
struct answer_part {
    size_t column; /* of the question */
    const char *words;
    bool quiet;
};

struct answer_parts LIST_OF(struct answer_part);

struct answer_line {
    const char *title; /* of the row, or of what is said beside the answer; NULL: the answer itself */
    const char *words;
    bool quiet;                /* no answer, don't know, not applicable */
    struct answer_parts parts; /* the same as `words`, cell by cell, where the row has several columns */
};

struct answer_lines LIST_OF(struct answer_line);

struct answer_reading {
    struct arena *arena;
    const struct phrases *phrases;
    enum lang lang;
    const struct survey *survey;
    const struct answers *answers; /* sorted */
};

/* One row of a table in words: "Document: invoice; Minutes: 30"; NULL when it is empty. */
const char *answer_row(const struct answer_reading *reading, const struct question *question,
                       const char *row);

/* At least one line; none for a note. */
struct answer_lines answer_lines(const struct answer_reading *reading, const struct question *question);

#endif
