/* What is wrong with an author's file. */
#include "model/problem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
add(struct problems *problems, const struct place *place, bool warning, const char *sentence)
{
    struct problem *problem = ARENA_PUSH(problems->arena, problems);

    *problem = (struct problem){ .path = place->path,
                                 .line = place->line,
                                 .column = place->column,
                                 .warning = warning,
                                 .sentence = sentence };
    problems->errors += !warning;
}

void
problem_error(struct problems *problems, const struct place *place, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    add(problems, place, false, arena_vprintf(problems->arena, format, args));
    va_end(args);
}

void
problem_warning(struct problems *problems, const struct place *place, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    add(problems, place, true, arena_vprintf(problems->arena, format, args));
    va_end(args);
}

static int
by_place(const void *a, const void *b)
{
    const struct problem *left = a, *right = b;

    if (left->line != right->line)
        return left->line < right->line ? -1 : 1;
    if (left->column != right->column)
        return left->column < right->column ? -1 : 1;
    return strcmp(left->sentence, right->sentence);
}

void
problems_sort(struct problems *problems, size_t first)
{
    if (problems->count - first > 1)
        qsort(problems->items + first, problems->count - first, sizeof *problems->items, by_place);
}

const char *
problem_line(const struct problems *problems, const struct problem *problem)
{
    const char *kind = problem->warning ? "warning" : "error";

    if (problem->line == 0)
        return arena_printf(problems->arena, "%s: %s: %s", problem->path, kind, problem->sentence);
    return arena_printf(problems->arena, "%s:%zu:%zu: %s: %s", problem->path, problem->line, problem->column,
                        kind, problem->sentence);
}

void
problems_print_errors(const struct problems *problems)
{
    for (size_t i = 0; i < problems->count; i++)
        if (!problems->items[i].warning)
            fprintf(stderr, "%s\n", problem_line(problems, &problems->items[i]));
}
