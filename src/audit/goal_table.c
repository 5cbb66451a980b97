/* The table of goals and measures: what leaders gave, side by side, and where they agree. Pure. */
#include "audit/goal_table.h"

#include "audit/requirement.h"

#include <string.h>

/* "goals.g_02" taken apart. */
struct table_name {
    size_t survey; /* length of the questionnaire's id */
    const char *text, *question;
};

static bool
table_named(const struct method_rules *method, struct table_name *out)
{
    const char *dot = method->goal_table != NULL ? strchr(method->goal_table, '.') : NULL;

    if (dot == NULL)
        return false;
    *out = (struct table_name){ (size_t)(dot - method->goal_table), method->goal_table, dot + 1 };
    return true;
}

static bool
is_of(const struct table_name *table, const struct survey *survey)
{
    return survey != NULL && strlen(survey->id) == table->survey
           && strncmp(survey->id, table->text, table->survey) == 0;
}

/* The columns of the method, a measure_part each. */
static void
list_columns(const struct method_rules *method, const char *columns[MEASURE_PARTS])
{
    columns[MEASURE_UNIT] = method->goal_column.unit;
    columns[MEASURE_CURRENT] = method->goal_column.current;
    columns[MEASURE_TARGET] = method->goal_column.target;
    columns[MEASURE_DUE] = method->goal_column.due;
    columns[MEASURE_OWNER] = method->goal_column.owner;
    columns[MEASURE_HOW] = method->goal_column.how;
    columns[MEASURE_RANK] = method->goal_column.priority;
}

static const char *
value_of(const struct answers *answers, const char *question, const char *row, const char *column)
{
    return column != NULL ? answers_value(answers, question, row, column) : "";
}

/* The values of the priority column are a, b and c. */
static const char *
rank_letter(const char *value)
{
    static const char *const letters[] = { "A", "B", "C" };

    return value[0] >= 'a' && value[0] <= 'c' && value[1] == '\0' ? letters[value[0] - 'a'] : "";
}

static struct goal_measure *
measure_keyed(struct arena *arena, struct goal_measures *all, const char *key)
{
    struct goal_measure *measure;

    for (size_t i = 0; i < all->count; i++)
        if (strcmp(all->items[i].key, key) == 0)
            return &all->items[i];
    measure = ARENA_PUSH(arena, all);
    measure->key = key;
    return measure;
}

static void
take_row(struct arena *arena, const struct method_rules *method, const struct measure_answer *from,
         const char *row, struct goal_measures *out)
{
    struct measure_answer answer = *from;
    const struct answers *answers = &answer.response->answers;
    const char *question = strchr(method->goal_table, '.') + 1;
    const char *goal = answers_value(answers, question, row, method->goal_column.goal);
    const char *columns[MEASURE_PARTS];
    struct goal_measure *measure;

    if (*goal == '\0')
        return;
    list_columns(method, columns);
    answer.indicator = value_of(answers, question, row, method->goal_column.indicator);
    for (int p = 0; p < MEASURE_PARTS; p++)
        answer.part[p] = value_of(answers, question, row, columns[p]);
    answer.part[MEASURE_RANK] = rank_letter(answer.part[MEASURE_RANK]);
    measure = measure_keyed(arena, out, arena_printf(arena, "%s/%s", goal, row_key(arena, answer.indicator)));
    if (measure->answers.count == 0) {
        measure->goal = goal;
        measure->indicator = answer.indicator;
    }
    *ARENA_PUSH(arena, &measure->answers) = answer;
}

static void
find_agreement(struct arena *arena, struct goal_measure *measure)
{
    measure->agrees = true;
    for (int p = 0; p < MEASURE_PARTS; p++) {
        const char *first = measure->answers.items[0].part[p];
        bool same = true;

        for (size_t i = 1; i < measure->answers.count; i++)
            same =
                same && strcmp(row_key(arena, first), row_key(arena, measure->answers.items[i].part[p])) == 0;
        measure->agreed[p] = same ? first : NULL;
        measure->agrees = measure->agrees && (same || p == MEASURE_HOW);
    }
}

void
goal_measures_list(struct arena *arena, const struct audit_input *input, struct goal_measures *out)
{
    const struct method_rules *method = &input->library->catalogue->method;
    struct table_name table;

    *out = (struct goal_measures){ 0 };
    if (!table_named(method, &table))
        return;
    for (size_t i = 0; i < input->responses.count; i++) {
        const struct counted *response = &input->responses.items[i];
        const struct measure_answer from = { .response = response };
        struct row_ids rows;

        if (response->excluded || !is_of(&table, response->survey))
            continue;
        rows = answers_rows(arena, &response->answers, table.question);
        for (size_t r = 0; r < rows.count; r++)
            take_row(arena, method, &from, rows.items[r], out);
    }
    for (size_t i = 0; i < out->count; i++)
        find_agreement(arena, &out->items[i]);
}
