/* The table of goals and measures: what leaders gave, side by side, and where they agree. Pure. */
#include "audit/goal_table.h"

#include "base/zone.h"

#include <math.h>
#include <stdlib.h>
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
    columns[MEASURE_MEASURED] = method->goal_column.measured;
    columns[MEASURE_SOURCE] = method->goal_column.source;
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
        measure->agrees = measure->agrees && (same || p == MEASURE_HOW || p >= MEASURE_MEASURED);
    }
}

/* ---- agreement ---- */

/* What most gave; of equally many the first, "" never. */
static const char *
most_given(struct arena *arena, const struct goal_measure *measure, enum measure_part part, bool *tied)
{
    const struct measure_answers *all = &measure->answers;
    const char *best = "";
    size_t most = 0;

    *tied = false;
    for (size_t i = 0; i < all->count; i++) {
        const char *key = row_key(arena, all->items[i].part[part]);
        size_t same = 0, before = 0;

        for (size_t k = 0; k < all->count && *key != '\0'; k++)
            if (strcmp(key, row_key(arena, all->items[k].part[part])) == 0) {
                same++;
                before += k < i;
            }
        if (before > 0)
            continue;
        *tied = (same == most && most > 0) || (*tied && same < most);
        if (same > most) {
            best = all->items[i].part[part];
            most = same;
        }
    }
    return best;
}

static int
by_number(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* A number, or the day of a date; false for neither. */
static bool
part_number(enum measure_part part, const char *text, double *out)
{
    struct civil day;
    char *end;

    if (part == MEASURE_DUE) {
        if (!date_parse(text, &day))
            return false;
        *out = (double)days_of_civil(day.year, day.month, day.day);
        return true;
    }
    *out = strtod(text, &end);
    return *text != '\0' && *end == '\0';
}

/* All numbers of a part, sorted. */
static size_t
part_numbers(struct arena *arena, const struct goal_measure *measure, enum measure_part part, double **out)
{
    size_t count = 0;

    *out = ARENA_ARRAY(arena, double, measure->answers.count + 1);
    for (size_t i = 0; i < measure->answers.count; i++)
        count += part_number(part, measure->answers.items[i].part[part], &(*out)[count]);
    if (count > 0)
        qsort(*out, count, sizeof **out, by_number);
    return count;
}

static const char *
median_text(struct arena *arena, enum measure_part part, const double *numbers, size_t count)
{
    double median = count % 2 == 1 ? numbers[count / 2] : (numbers[count / 2 - 1] + numbers[count / 2]) / 2;
    struct civil day;

    if (part != MEASURE_DUE)
        return arena_printf(arena, "%.10g", median);
    day = civil_of_days((int64_t)floor(median));
    return arena_printf(arena, "%04d-%02d-%02d", day.year, day.month, day.day);
}

static bool
too_far(double low, double high, enum measure_part part, const struct method_rules *method)
{
    if (part == MEASURE_DUE)
        return high - low > method->goal_agreement.due_days;
    return (high - low) * HUNDRED > fabs(low) * method->goal_agreement.target;
}

static enum goal_rank
rank_by_places(const struct ranked_goals *ranked, const char *goal)
{
    for (size_t i = 0; ranked != NULL && i < ranked->count; i++)
        if (strcmp(ranked->items[i].key, goal) == 0)
            return ranked->items[i].rank;
    return GOAL_NONE;
}

/* The value of each part that stands when leaders differ within bounds. */
static void
settle_parts(struct arena *arena, const struct ranked_goals *ranked, struct goal_measure *measure)
{
    static const char *const letters[] = { [GOAL_NONE] = "", [GOAL_A] = "A", [GOAL_B] = "B", [GOAL_C] = "C" };

    for (int p = 0; p < MEASURE_PARTS; p++) {
        enum measure_part part = (enum measure_part)p;
        bool middle = part == MEASURE_CURRENT || part == MEASURE_TARGET || part == MEASURE_DUE, tied = false;
        double *numbers;
        size_t count = middle ? part_numbers(arena, measure, part, &numbers) : 0;

        if (measure->agreed[p] != NULL)
            measure->settled[p] = measure->agreed[p];
        else
            measure->settled[p] = count > 0 ? median_text(arena, part, numbers, count)
                                            : most_given(arena, measure, part, &tied);
        if (part == MEASURE_RANK && (*measure->settled[p] == '\0' || (measure->agreed[p] == NULL && tied)))
            measure->settled[p] = letters[rank_by_places(ranked, measure->goal)];
    }
}

static bool
apart(struct arena *arena, const struct method_rules *method, const struct goal_measure *measure,
      enum measure_part part)
{
    double *numbers;
    size_t count = part_numbers(arena, measure, part, &numbers);

    return count > 1 && too_far(numbers[0], numbers[count - 1], part, method);
}

/* Supported by enough leaders, and nothing lies too far apart (stage 1 of the method). */
static void
judge_agreement(struct arena *arena, const struct method_rules *method, struct goal_measure *measure)
{
    static const enum measure_part needed[] = { MEASURE_UNIT, MEASURE_TARGET, MEASURE_DUE, MEASURE_OWNER,
                                                MEASURE_RANK };
    bool enough = method->goal_agreement.support > 0
                  && share_of(measure->supporters, measure->leaders) >= method->goal_agreement.support;

    measure->open = enough ? 0 : OPEN_SUPPORT;
    if (measure->agreed[MEASURE_UNIT] == NULL || apart(arena, method, measure, MEASURE_TARGET))
        measure->open |= OPEN_TARGET;
    if (apart(arena, method, measure, MEASURE_DUE))
        measure->open |= OPEN_DUE;
    if (measure->agreed[MEASURE_OWNER] == NULL)
        measure->open |= OPEN_OWNER;
    for (size_t i = 0; i < LENGTH(needed); i++)
        if (*measure->settled[needed[i]] == '\0')
            measure->open |= OPEN_MISSING;
    if (measure->open != 0)
        measure->agreed_at = 0;
}

static bool
names_goal(struct arena *arena, const struct method_rules *method, const struct counted *response,
           const struct table_name *table, const char *goal)
{
    const char *asked = method->goal_question != NULL ? strchr(method->goal_question, '.') : NULL;
    const char *places = asked != NULL ? answers_value(&response->answers, asked + 1, "", "") : "";
    size_t length = strlen(goal);
    struct row_ids rows;

    for (const char *at = places; (at = strstr(at, goal)) != NULL; at += length)
        if ((at == places || at[-1] == ' ') && (at[length] == '\0' || at[length] == ' '))
            return true;
    rows = answers_rows(arena, &response->answers, table->question);
    for (size_t r = 0; r < rows.count; r++)
        if (strcmp(
                answers_value(&response->answers, table->question, rows.items[r], method->goal_column.goal),
                goal)
            == 0)
            return true;
    return false;
}

static void
count_support(struct arena *arena, const struct audit_input *input, const struct table_name *table,
              struct goal_measure *measure)
{
    for (size_t i = 0; i < input->responses.count; i++) {
        const struct counted *response = &input->responses.items[i];

        if (response->excluded || !is_of(table, response->survey))
            continue;
        measure->leaders++;
        if (!names_goal(arena, &input->library->catalogue->method, response, table, measure->goal))
            continue;
        measure->supporters++;
        if (response->submitted_at > measure->agreed_at)
            measure->agreed_at = response->submitted_at;
    }
}

void
goal_measures_list(struct arena *arena, const struct audit_input *input, const struct ranked_goals *ranked,
                   struct goal_measures *out)
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
    for (size_t i = 0; i < out->count; i++) {
        find_agreement(arena, &out->items[i]);
        count_support(arena, input, &table, &out->items[i]);
        settle_parts(arena, ranked, &out->items[i]);
        judge_agreement(arena, method, &out->items[i]);
    }
}
