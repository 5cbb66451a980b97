/*
 * Questions that can never be shown and triggers that can never fire: conditions are tried with every mix of
 * the values they name.
 */
#include "model/check.h"
#include "model/question_type.h"

#include <string.h>

enum { MOST_VARIABLES = 6, MOST_VALUES = 40, MOST_MIXES = 5000, BUDGET = 200000 };

struct variable {
    const struct question *kind; /* the question, or a column of it */
    struct cell cell;
    const char *values[MOST_VALUES];
    size_t count;
};

struct trial {
    const struct check *check;
    struct variable variables[MOST_VARIABLES];
    size_t count;
    struct names literals; /* texts and numbers of the conditions */
    bool unsure;           /* something that trying cannot decide */
    struct cell cells[MOST_VARIABLES];
};

/* What a condition may hold beside names and values is more than trying can tell. */
static bool
can_try(const char *source)
{
    static const char *const words[] = {
        "role", "today", "regex", "string-length", "${choice", "add-months"
    };

    for (size_t i = 0; i < LENGTH(words); i++) {
        if (strstr(source, words[i]) != NULL)
            return false;
    }
    return true;
}

static void
add_literals(struct trial *trial, const char *source)
{
    while (*source != '\0') {
        size_t length = strcspn(source, "'\"0123456789$");

        source += length;
        if (*source == '$') {
            source += strcspn(source, "}");
        } else if (*source == '\'' || *source == '"') {
            char quote[2] = { *source, '\0' };

            length = strcspn(source + 1, quote);
            *ARENA_PUSH(trial->check->arena, &trial->literals) =
                arena_copy_n(trial->check->arena, source + 1, length);
            source += length + 1 + (source[length + 1] != '\0');
        } else if (*source != '\0') {
            length = strspn(source, "0123456789.");
            *ARENA_PUSH(trial->check->arena, &trial->literals) =
                arena_copy_n(trial->check->arena, source, length);
            source += length;
        }
    }
}

static void
add_variable(struct trial *trial, const struct question *kind, const struct cell *cell)
{
    for (size_t i = 0; i < trial->count; i++) {
        const struct cell *known = &trial->variables[i].cell;

        if (strcmp(known->question, cell->question) == 0 && strcmp(known->row, cell->row) == 0
            && strcmp(known->column, cell->column) == 0)
            return;
    }
    if (trial->count == MOST_VARIABLES) {
        trial->unsure = true;
        return;
    }
    trial->variables[trial->count++] = (struct variable){ .kind = kind, .cell = *cell };
}

/* The cells that a condition looks at; `row` is the one at hand. */
static void
add_condition(struct trial *trial, const struct expr *expr, const char *row)
{
    const struct survey *survey = trial->check->survey;

    if (expr == NULL || trial->unsure)
        return;
    trial->unsure = !can_try(expr_source(expr));
    add_literals(trial, expr_source(expr));
    for (size_t i = 0; i < expr_names(expr)->count && !trial->unsure; i++) {
        const struct expr_name *name = expr_names(expr)->items[i];
        const struct question *question = survey_question(survey, name->question ? name->question : "");
        struct cell cell = { "", "", "", "", CELL_ANSWERED, 0, 0 };

        trial->unsure = (name->reach != REACH_CELL && name->reach != REACH_ROW) || question == NULL
                        || strcmp(name->survey, survey->id) != 0;
        if (trial->unsure)
            return;
        cell.question = question->id;
        cell.row = name->reach == REACH_ROW ? row : name->row;
        cell.column = name->column_id;
        if (cell.row[0] != '\0')
            question = question_column(question, cell.column);
        trial->unsure =
            question == NULL || question->type == NULL || question->type->dates || cell.column[0] == '.';
        if (!trial->unsure)
            add_variable(trial, question, &cell);
    }
}

static void
add_value(struct variable *variable, const char *value)
{
    if (variable->count < MOST_VALUES)
        variable->values[variable->count++] = value;
}

static bool
mentioned(const struct trial *trial, const char *value)
{
    for (size_t i = 0; i < trial->literals.count; i++) {
        if (strcmp(trial->literals.items[i], value) == 0)
            return true;
    }
    return false;
}

/* Choices that conditions name, and one that they do not. Sets are all mixes of a few. */
static void
choose_choices(struct trial *trial, struct variable *variable, bool several)
{
    const struct choices *choices = &variable->kind->choices;
    const char *named[5];
    size_t count = 0;
    bool other = false;

    for (size_t i = 0; i < choices->count; i++) {
        const char *value = choices->items[i].value;
        bool use = mentioned(trial, value) || !other;

        other |= !mentioned(trial, value);
        if (use && !several)
            add_value(variable, value);
        if (use && several && count < LENGTH(named))
            named[count++] = value;
        else if (use && several)
            trial->unsure = true;
    }
    if (variable->kind->other)
        add_value(variable, "other");
    for (size_t mix = 1; several && mix < (size_t)1 << count; mix++) {
        const char *set = "";

        for (size_t i = 0; i < count; i++) {
            if (mix >> i & 1)
                set = arena_printf(trial->check->arena, "%s%s%s", set, *set ? " " : "", named[i]);
        }
        add_value(variable, set);
    }
}

static void
choose_numbers(struct trial *trial, struct variable *variable)
{
    double least = -1e6, most = 1e6, numbers[MOST_VALUES] = { 0, 1, -1e6, 1e6 };
    size_t count = 4;

    question_least(variable->kind, &least);
    question_most(variable->kind, &most);
    numbers[count++] = least;
    numbers[count++] = most;
    for (size_t i = 0; i < trial->literals.count && count + 3 < LENGTH(numbers); i++) {
        double number;

        if (!expr_number_parse(trial->literals.items[i], &number))
            continue;
        numbers[count++] = number - 1;
        numbers[count++] = number;
        numbers[count++] = number + 1;
    }
    for (size_t i = 0; i < count; i++) {
        if (numbers[i] >= least && numbers[i] <= most)
            add_value(variable, expr_number_text(trial->check->arena, numbers[i]));
    }
}

static void
choose_values(struct trial *trial, struct variable *variable)
{
    const struct question *kind = variable->kind;

    variable->count = 0;
    add_value(variable, "");
    if (kind->choices.count > 0)
        choose_choices(trial, variable, strcmp(kind->type->name, "select_one") != 0);
    else if (kind->type->numeric)
        choose_numbers(trial, variable);
    else if (strcmp(kind->type->name, "yes_no") == 0) {
        add_value(variable, "yes");
        add_value(variable, "no");
    } else {
        add_value(variable, "x");
        for (size_t i = 0; i < trial->literals.count; i++)
            add_value(variable, trial->literals.items[i]);
    }
    if (variable->count == MOST_VALUES)
        trial->unsure = true;
}

/* Choose the values; the number of mixes, 0 when they are too many or nothing can be said. */
static size_t
prepare(struct trial *trial)
{
    size_t mixes = 1;

    for (size_t i = 0; i < trial->count && !trial->unsure; i++) {
        choose_values(trial, &trial->variables[i]);
        mixes *= trial->variables[i].count;
        if (mixes > MOST_MIXES)
            return 0;
    }
    return trial->unsure ? 0 : mixes;
}

static struct answers
mix(struct trial *trial, size_t number)
{
    struct answers answers = { trial->cells, trial->count, trial->count };

    for (size_t i = 0; i < trial->count; i++) {
        const struct variable *variable = &trial->variables[i];

        trial->cells[i] = variable->cell;
        trial->cells[i].value = variable->values[number % variable->count];
        number /= variable->count;
    }
    answers_sort(&answers);
    return answers;
}

/* The conditions of the question and, as answers to hidden questions are empty, of those they look at. */
static void
add_relevance(struct trial *trial, const struct question *question)
{
    const struct survey *survey = trial->check->survey;

    add_condition(trial, survey->sections.items[question->section].relevant, "");
    add_condition(trial, question->relevant, "");
    for (size_t i = 0; i < trial->count && !trial->unsure; i++) {
        const struct question *other = survey_question(survey, trial->variables[i].cell.question);

        add_condition(trial, survey->sections.items[other->section].relevant, "");
        add_condition(trial, other->relevant, "");
    }
}

static void
check_shown(const struct check *check, const struct question *question, size_t *budget)
{
    struct trial trial = { .check = check };
    struct place place = { check->survey->path, question->line, question->column };
    size_t mixes;

    add_relevance(&trial, question);
    mixes = prepare(&trial);
    if (mixes == 0 || mixes > *budget)
        return;
    *budget -= mixes;
    for (size_t i = 0; i < mixes; i++) {
        scoped_arena arena = { 0 };
        struct answers answers = mix(&trial, i);
        struct judge judge = { .survey = check->survey, .answers = &answers, .arena = &arena };

        if (section_relevant(&judge, (size_t)question->section) && question_relevant(&judge, question))
            return;
    }
    problem_warning(check->problems, &place, "The question \"%s\" can never be shown.", question->id);
}

static bool
all_silent(const struct question *question)
{
    for (size_t i = 0; i < question->choices.count; i++) {
        if (!question->choices.items[i].no_trigger)
            return false;
    }
    return question->choices.count > 0 && !question->other;
}

static void
check_fires(const struct check *check, const struct question *question, const struct trigger *trigger,
            size_t *budget)
{
    struct trial trial = { .check = check };
    struct place place = { check->survey->path, trigger->line, trigger->column };
    const char *row = trigger->row           ? trigger->row
                      : question->rows.count ? question->rows.items[0].value
                                             : "r";
    size_t mixes;

    if (trigger->when == NULL) {
        if (all_silent(question))
            problem_warning(check->problems, &place,
                            "The requirement %s can never arise: every choice has \"trigger: false\".",
                            trigger->code);
        return;
    }
    add_condition(&trial, trigger->when, row);
    mixes = prepare(&trial);
    if (mixes == 0 || mixes > *budget)
        return;
    *budget -= mixes;
    for (size_t i = 0; i < mixes; i++) {
        scoped_arena arena = { 0 };
        struct answers answers = mix(&trial, i);
        struct expr_env env = {
            .survey = check->survey, .answers = &answers, .row = row, .table = question->id, .arena = &arena
        };

        if (expr_holds(trigger->when, &env))
            return;
    }
    problem_warning(check->problems, &place,
                    "The requirement %s can never arise: its \"when\" is never true.", trigger->code);
}

void
check_reach(const struct check *check)
{
    const struct survey *survey = check->survey;
    size_t budget = BUDGET;

    for (size_t i = 0; i < survey->questions.count; i++) {
        const struct question *question = &survey->questions.items[i];

        if (question->relevant != NULL || survey->sections.items[question->section].relevant != NULL)
            check_shown(check, question, &budget);
        for (size_t j = 0; j < question->triggers.count; j++)
            check_fires(check, question, &question->triggers.items[j], &budget);
    }
}
