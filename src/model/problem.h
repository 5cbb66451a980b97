/* What is wrong with an author's file: every finding with its place and a sentence. */
#ifndef MODEL_PROBLEM_H
#define MODEL_PROBLEM_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>

/* Where something stands in a file. */
struct place {
    const char *path;
    size_t line, column; /* from 1; 0 when it is about the file as a whole */
};

struct problem {
    const char *path;
    size_t line, column; /* from 1; 0 when the finding is about the file as a whole */
    bool warning;
    const char *sentence;
};

struct problems {
    struct problem *items;
    size_t count, capacity;
    size_t errors;
    struct arena *arena; /* where sentences live */
};

/* Note an error or a warning; the sentence is English, for authors, and ends with a full stop. */
void problem_error(struct problems *problems, const struct place *place, const char *format, ...)
    PRINTF_LIKE(3, 4);
void problem_warning(struct problems *problems, const struct place *place, const char *format, ...)
    PRINTF_LIKE(3, 4);

/* Put the findings from `first` on in the order of the file: by line, then column. */
void problems_sort(struct problems *problems, size_t first);

/* "path:line:column: error: sentence", in the arena of `problems`. */
const char *problem_line(const struct problems *problems, const struct problem *problem);

/* A line for each error on stderr, warnings left out: for who only wants to know why it does not start. */
void problems_print_errors(const struct problems *problems);

#endif
