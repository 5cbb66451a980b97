/* A small questionnaire put together by hand, with a question of each type; and another one beside it. */
#ifndef TESTS_DEMO_SURVEY_H
#define TESTS_DEMO_SURVEY_H

#include "model/question_type.h"
#include "model/survey.h"

#include <stdio.h>
#include <string.h>

/* "a b c" to choices with labels «A», «B», «C» in Russian. */
static inline struct choices
demo_choices(struct arena *arena, const char *values)
{
    struct choices choices = { 0 };

    while (*values != '\0') {
        size_t length = strcspn(values, " ");
        struct choice *choice = ARENA_PUSH(arena, &choices);

        choice->value = arena_copy_n(arena, values, length);
        choice->label.in[LANG_RU] = arena_printf(arena, "«%s»", choice->value);
        choice->strength = 1;
        choice->number = (int)choices.count;
        values += length;
        values += strspn(values, " ");
    }
    return choices;
}

static inline struct question
demo_new(struct arena *arena, const char *id, const char *type, const char *choices)
{
    return (struct question){
        .id = id, .type = question_type_find(type), .choices = demo_choices(arena, choices), .rows_min = 0
    };
}

static inline struct question *
demo_add(struct arena *arena, struct survey *survey, const char *id, const char *type, const char *choices)
{
    struct question *question = ARENA_PUSH(arena, &survey->questions);

    *question = demo_new(arena, id, type, choices);
    return question;
}

static inline struct question *
demo_column(struct arena *arena, struct question *question, const char *id, const char *type,
            const char *choices)
{
    struct question *column = ARENA_PUSH(arena, &question->columns);

    *column = demo_new(arena, id, type, choices);
    return column;
}

static inline void
demo_tables(struct arena *arena, struct survey *survey)
{
    static const double strengths[] = { 0, 0.33, 0.67, 1 };
    struct question *q;

    q = demo_add(arena, survey, "m", "matrix", "never rarely often always");
    q->rows = demo_choices(arena, "r_a r_b");
    q->has_strength = true;
    for (size_t i = 0; i < q->choices.count; i++)
        q->choices.items[i].strength = strengths[i];
    demo_column(arena, q, "", "select_one", "")->choices = q->choices;
    q->columns.items[0].has_strength = true;
    q = demo_add(arena, survey, "mc", "matrix", "");
    q->rows = demo_choices(arena, "r_a r_b");
    demo_column(arena, q, "who", "text", "");
    demo_column(arena, q, "days", "integer", "");
    demo_column(arena, q, "kind", "select_one", "p q");
    q = demo_add(arena, survey, "t", "table", "");
    demo_column(arena, q, "name", "text", "");
    demo_column(arena, q, "count", "decimal", "");
    demo_column(arena, q, "minutes", "integer", "");
    demo_column(arena, q, "kind", "select_one", "p q")->other = true;
    demo_column(arena, q, "marks", "select_multiple", "x y z");
    q = demo_add(arena, survey, "f", "table", "");
    q->rows_from = "q_multi";
    demo_column(arena, q, "days", "integer", "");
    q = demo_add(arena, survey, "ft", "matrix", "");
    q->rows_from = "t";
    demo_column(arena, q, "days", "integer", "");
}

static inline struct survey *
demo_survey(struct arena *arena)
{
    struct survey *survey = ARENA_NEW(arena, struct survey);
    struct question *q;

    survey->id = "demo";
    demo_add(arena, survey, "q_one", "select_one", "a b c")->other = true;
    q = demo_add(arena, survey, "q_multi", "select_multiple", "x y z none");
    q->exclusive_choice = "none";
    demo_add(arena, survey, "q_yes", "yes_no", "")->dont_know = true;
    demo_add(arena, survey, "q_int", "integer", "");
    demo_add(arena, survey, "q_dec", "decimal", "");
    demo_add(arena, survey, "q_pct", "percent", "");
    demo_add(arena, survey, "q_scale", "scale", "");
    demo_add(arena, survey, "q_date", "date", "");
    demo_add(arena, survey, "q_text", "text", "");
    demo_add(arena, survey, "q_long", "long_text", "");
    demo_add(arena, survey, "q_rank", "rank", "x y z");
    demo_add(arena, survey, "q_level", "select_one", "0 1 2 3 4 5");
    q = demo_add(arena, survey, "q_strong", "select_multiple", "no half x");
    q->has_strength = true;
    q->choices.items[0].strength = 0;
    q->choices.items[1].strength = 0.5;
    demo_add(arena, survey, "q_person", "person", "");
    demo_add(arena, survey, "q_dept", "department", "");
    demo_add(arena, survey, "note", "note", "");
    demo_tables(arena, survey);
    return survey;
}

static inline struct survey *
demo_goals(struct arena *arena)
{
    struct survey *survey = ARENA_NEW(arena, struct survey);

    survey->id = "goals";
    demo_add(arena, survey, "g_07", "select_one", "own shared");
    return survey;
}

/* Push a cell by its address; a state other than answered has no value. */
static inline void
demo_answer(struct arena *arena, struct answers *answers, const char *address, const char *value,
            enum cell_state state)
{
    struct cell cell;

    if (!cell_parse(arena, address, &cell)) {
        fprintf(stderr, "%s is no address\n", address);
        return;
    }
    cell.value = value;
    cell.state = state;
    *ARENA_PUSH(arena, answers) = cell;
    answers_sort(answers);
}

#endif
