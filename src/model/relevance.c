/* Which questions and rows are shown, as a pure function of the answers. */
#include "model/relevance.h"

#include "model/survey.h"
#include "model/type.h"

#include <string.h>

enum { NOT_KNOWN, AT_WORK, HIDDEN, SHOWN };

/* Rows may come from rows that come from rows; the loader refuses circles, this stops at them. */
enum { MOST_SOURCES = 8 };

struct relevance
relevance_of(const struct judge *judge)
{
    return (struct relevance){ .judge = judge,
                               .questions = arena_alloc(judge->arena, judge->survey->questions.count + 1),
                               .sections = arena_alloc(judge->arena, judge->survey->sections.count + 1) };
}

static bool
shows_id(void *context, const char *id)
{
    struct relevance *relevance = context;
    const struct question *question = survey_question(relevance->judge->survey, id);

    return question != NULL && relevance_shows(relevance, question);
}

struct expr_env
relevance_env(struct relevance *relevance)
{
    const struct judge *judge = relevance->judge;

    return (struct expr_env){ .survey = judge->survey,
                              .answers = judge->answers,
                              .roles = judge->roles,
                              .today = judge->today,
                              .arena = judge->arena,
                              .relevant = shows_id,
                              .context = relevance };
}

static bool
section_holds(struct relevance *relevance, size_t index)
{
    const struct survey *survey = relevance->judge->survey;
    unsigned char *state = &relevance->sections[index];
    struct expr_env env = relevance_env(relevance);

    if (index >= survey->sections.count)
        return true; /* a survey put together by hand may have none */
    if (*state == NOT_KNOWN) {
        *state = AT_WORK;
        *state = expr_holds(survey->sections.items[index].relevant, &env) ? SHOWN : HIDDEN;
    }
    return *state != HIDDEN;
}

bool
relevance_shows(struct relevance *relevance, const struct question *question)
{
    size_t index = (size_t)(question - relevance->judge->survey->questions.items);
    unsigned char *state = &relevance->questions[index];
    struct expr_env env = relevance_env(relevance);

    if (*state == NOT_KNOWN) {
        *state = AT_WORK;
        *state = section_holds(relevance, (size_t)question->section) && expr_holds(question->relevant, &env)
                     ? SHOWN
                     : HIDDEN;
    }
    return *state != HIDDEN;
}

static bool
relevance_shows_section(struct relevance *relevance, size_t section)
{
    const struct survey *survey = relevance->judge->survey;
    const struct section *it = &survey->sections.items[section];

    for (size_t i = it->first; i < it->first + it->count; i++)
        if (relevance_shows(relevance, &survey->questions.items[i]))
            return true;
    return false;
}

bool
question_relevant(const struct judge *judge, const struct question *question)
{
    struct relevance relevance = relevance_of(judge);

    return relevance_shows(&relevance, question);
}

bool
section_relevant(const struct judge *judge, size_t section)
{
    struct relevance relevance = relevance_of(judge);

    return relevance_shows_section(&relevance, section);
}

const bool *
survey_relevance(const struct judge *judge)
{
    struct relevance relevance = relevance_of(judge);
    bool *shown = ARENA_ARRAY(judge->arena, bool, judge->survey->questions.count + 1);

    for (size_t i = 0; i < judge->survey->questions.count; i++)
        shown[i] = relevance_shows(&relevance, &judge->survey->questions.items[i]);
    return shown;
}

struct answers
answers_relevant(const struct judge *judge)
{
    struct relevance relevance = relevance_of(judge);
    struct answers kept = { 0 };

    for (size_t i = 0; i < judge->answers->count; i++)
        if (shows_id(&relevance, judge->answers->items[i].question))
            *ARENA_PUSH(judge->arena, &kept) = judge->answers->items[i];
    return kept;
}

/* ---- rows -----------------------------------------------------------------------------------------------
 */

static bool
is_own_column(const char *column)
{
    return *column == '.';
}

static bool
is_there(const struct cell *cell)
{
    return cell->state != CELL_ANSWERED || *cell->value != '\0';
}

bool
row_filled(const struct answers *answers, const struct question *question, const char *row)
{
    size_t count;
    const struct cell *cells = answers_row(answers, question->id, row, &count);

    for (size_t i = 0; i < count; i++)
        if (!is_own_column(cells[i].column) && is_there(&cells[i]))
            return true;
    return false;
}

static struct row_ids rows_of(struct arena *arena, const struct survey *survey, const struct answers *answers,
                              const struct question *question, int sources);

/* One row for each choice picked, or each filled row, of the question that `rows: from` names. */
static struct row_ids
rows_from(struct arena *arena, const struct survey *survey, const struct answers *answers,
          const struct question *source, int sources)
{
    struct row_ids all, kept = { 0 };

    if (source == NULL || sources == 0)
        return kept;
    if (source->type->shape == SHAPE_SINGLE)
        all = type_words(arena, answers_value(answers, source->id, "", ""));
    else
        all = rows_of(arena, survey, answers, source, sources - 1);
    for (size_t i = 0; i < all.count; i++) {
        bool none = source->exclusive_choice != NULL && strcmp(all.items[i], source->exclusive_choice) == 0;

        if (source->type->shape == SHAPE_SINGLE ? !none : row_filled(answers, source, all.items[i]))
            *ARENA_PUSH(arena, &kept) = all.items[i];
    }
    return kept;
}

static struct row_ids
rows_of(struct arena *arena, const struct survey *survey, const struct answers *answers,
        const struct question *question, int sources)
{
    struct row_ids rows = { 0 };

    if (question->rows_from != NULL)
        return rows_from(arena, survey, answers, survey_question(survey, question->rows_from), sources);
    if (question->type->shape == SHAPE_TABLE)
        return answers_rows(arena, answers, question->id);
    for (size_t i = 0; i < question->rows.count; i++)
        *ARENA_PUSH(arena, &rows) = question->rows.items[i].value;
    return rows;
}

struct row_ids
question_rows(struct arena *arena, const struct survey *survey, const struct answers *answers,
              const struct question *question)
{
    return rows_of(arena, survey, answers, question, MOST_SOURCES);
}

bool
cell_clashes(struct arena *arena, const struct survey *survey, const struct answers *answers,
             const struct cell *cell)
{
    const struct question *question = survey_question(survey, cell->question);
    const struct cell *whole = answers_cell(answers, cell->question, "", "");
    struct row_ids rows;

    if (question == NULL || question->type->shape == SHAPE_SINGLE || is_own_column(cell->column)
        || !is_there(cell))
        return false;
    if (*cell->row != '\0')
        return whole != NULL && is_there(whole);
    rows = question_rows(arena, survey, answers, question);
    for (size_t i = 0; i < rows.count; i++)
        if (row_filled(answers, question, rows.items[i]))
            return true;
    return false;
}

bool
matrix_is_open(const struct question *question)
{
    return question->type->shape == SHAPE_MATRIX && question->columns.count == 1
           && question->columns.items[0].id[0] == '\0';
}

bool
question_answered(const struct answers *answers, const struct question *question)
{
    size_t count;
    const struct cell *cells = answers_question(answers, question->id, &count);
    bool comes_and_goes = question->type->shape == SHAPE_TABLE && question->rows_from == NULL;

    for (size_t i = 0; i < count; i++) {
        if (is_own_column(cells[i].column) || !is_there(&cells[i]))
            continue;
        if (!comes_and_goes || *cells[i].row == '\0'
            || *answers_value(answers, question->id, cells[i].row, COLUMN_ORDER) != '\0')
            return true;
    }
    return false;
}
