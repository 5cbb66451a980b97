/* What is wrong with an author's file: every finding with its place and a sentence. */
#ifndef MODEL_PROBLEM_H
#define MODEL_PROBLEM_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>

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

#endif
