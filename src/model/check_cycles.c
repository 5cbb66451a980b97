/* Relevance that depends on itself. */
#include "model/check.h"

#include <string.h>

struct edge {
    size_t from, to; /* `from` can be shown only when `to` says so */
};

struct edges LIST_OF(struct edge);

static void
add_names(const struct check *check, const struct expr *expr, size_t from, struct edges *edges)
{
    const struct survey *survey = check->survey;

    if (expr == NULL)
        return;
    for (size_t i = 0; i < expr_names(expr)->count; i++) {
        const struct expr_name *name = expr_names(expr)->items[i];
        const struct question *to;

        if (name->reach == REACH_NOTHING || strcmp(name->survey, survey->id) != 0)
            continue;
        to = survey_question(survey, name->question);
        if (to != NULL)
            *ARENA_PUSH(check->arena, edges) = (struct edge){ from, (size_t)(to - survey->questions.items) };
    }
}

/*
 * Take away, as long as there are any, questions that depend on none of those left (or, the other way round,
 * on which none of those left depends). What stays is in a cycle or between two.
 */
static void
strip(const struct check *check, const struct edges *edges, bool backwards, bool *gone)
{
    size_t count = check->survey->questions.count, top = 0;
    size_t *degree = ARENA_ARRAY(check->arena, size_t, count + 1);
    size_t *stack = ARENA_ARRAY(check->arena, size_t, count + 1);
    size_t *head = ARENA_ARRAY(check->arena, size_t, count + 1); /* number + 1 of an edge; 0: none */
    size_t *next = ARENA_ARRAY(check->arena, size_t, edges->count + 1);

    for (size_t i = 0; i < edges->count; i++) {
        const struct edge *edge = &edges->items[i];
        size_t at = backwards ? edge->from : edge->to;

        next[i] = head[at];
        head[at] = i + 1;
        if (!gone[edge->from] && !gone[edge->to])
            degree[backwards ? edge->to : edge->from]++;
    }
    for (size_t i = 0; i < count; i++) {
        if (!gone[i] && degree[i] == 0)
            stack[top++] = i;
    }
    while (top > 0) {
        size_t at = stack[--top];

        gone[at] = true;
        for (size_t i = head[at]; i > 0; i = next[i - 1]) {
            const struct edge *edge = &edges->items[i - 1];
            size_t other = backwards ? edge->to : edge->from;

            if (!gone[other] && --degree[other] == 0)
                stack[top++] = other;
        }
    }
}

void
check_cycles(const struct check *check)
{
    const struct survey *survey = check->survey;
    bool *gone = ARENA_ARRAY(check->arena, bool, survey->questions.count + 1);
    struct edges edges = { 0 };

    for (size_t i = 0; i < survey->questions.count; i++) {
        const struct question *question = &survey->questions.items[i];

        add_names(check, question->relevant, i, &edges);
        add_names(check, survey->sections.items[question->section].relevant, i, &edges);
    }
    strip(check, &edges, false, gone);
    strip(check, &edges, true, gone);
    for (size_t i = 0; i < survey->questions.count; i++) {
        const struct question *question = &survey->questions.items[i];
        struct place place = { survey->path, question->line, question->column };

        if (!gone[i])
            problem_error(check->problems, &place,
                          "Whether \"%s\" is shown depends on itself, by its own \"relevant\" or others'.",
                          question->id);
    }
}
