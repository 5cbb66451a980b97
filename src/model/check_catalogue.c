/* Whether what the catalogue says of questionnaires is there, and who reaches its codes. */
#include "model/check.h"

#include "base/buf.h"
#include "model/question_type.h"

#include <string.h>

enum { UNREACHED_MAX_BYTES = 1 << 16 };

struct context {
    const struct library *library;
    const struct catalogue *catalogue;
    struct problems *problems;
    struct place method;
};

/* "goals.g_01": the question; NULL when its questionnaire is not loaded, or with an error. */
static const struct question *
find_question(const struct context *context, const char *reference)
{
    const char *point = reference ? strchr(reference, '.') : NULL;
    const struct survey *survey;
    const struct question *question;
    struct yguess guess;

    if (point == NULL)
        return NULL;
    survey = library_survey(context->library,
                            arena_copy_n(context->problems->arena, reference, (size_t)(point - reference)));
    if (survey == NULL)
        return NULL;
    question = survey_question(survey, point + 1);
    if (question != NULL)
        return question;
    guess = yguess_for(context->problems->arena, point + 1);
    for (size_t i = 0; i < survey->questions.count; i++)
        yguess_try(&guess, survey->questions.items[i].id);
    problem_error(context->problems, &context->method, "The questionnaire \"%s\" has no question \"%s\".%s",
                  survey->id, point + 1, yguess_text(&guess));
    return NULL;
}

static void
check_column(const struct context *context, const struct question *question, const char *id)
{
    struct yguess guess;

    if (id == NULL || question_column(question, id) != NULL)
        return;
    guess = yguess_for(context->problems->arena, id);
    for (size_t i = 0; i < question->columns.count; i++)
        yguess_try(&guess, question->columns.items[i].id);
    problem_error(context->problems, &context->method, "The question \"%s\" has no column \"%s\".%s",
                  question->id, id, yguess_text(&guess));
}

static void
check_goals(const struct context *context)
{
    const struct method_rules *method = &context->catalogue->method;
    const struct question *ranking = find_question(context, method->goal_question);
    const struct question *table = find_question(context, method->goal_table);
    const char *const columns[] = { method->goal_column.goal,         method->goal_column.indicator,
                                    method->goal_column.unit,         method->goal_column.current,
                                    method->goal_column.not_measured, method->goal_column.measured,
                                    method->goal_column.source,       method->goal_column.target,
                                    method->goal_column.due,          method->goal_column.owner,
                                    method->goal_column.how,          method->goal_column.priority };

    for (size_t i = 0; table != NULL && i < LENGTH(columns); i++)
        check_column(context, table, columns[i]);
    for (size_t i = 0; ranking != NULL && i < ranking->choices.count; i++) {
        const char *value = ranking->choices.items[i].value;

        if (titled_find(&context->catalogue->goals, value) == NULL)
            problem_warning(context->problems, &context->method,
                            "The goal \"%s\" of the question \"%s\" is not among the catalogue's goals.",
                            value, ranking->id);
    }
}

static void
check_method(const struct context *context)
{
    const struct method_rules *method = &context->catalogue->method;
    const struct question *deciders = find_question(context, method->deciders.question);
    const struct question *risks = find_question(context, method->risk_register.question);

    if (deciders != NULL)
        check_column(context, deciders, method->deciders.column);
    for (size_t i = 0; deciders != NULL && i < method->deciders.topics.count; i++) {
        const char *topic = method->deciders.topics.items[i].topic;

        if (choice_find(&deciders->rows, topic) == NULL)
            problem_error(context->problems, &context->method, "The question \"%s\" has no row \"%s\".",
                          deciders->id, topic);
    }
    if (risks != NULL) {
        check_column(context, risks, method->risk_register.probability);
        check_column(context, risks, method->risk_register.impact);
    }
}

static void
check_users(const struct context *context)
{
    const struct method_rules *method = &context->catalogue->method;
    const struct library *library = context->library;
    const struct survey *survey =
        method->department_users_survey ? library_survey(library, method->department_users_survey) : NULL;
    const struct expr_scope scope = { .survey = survey,
                                      .surveys = (const struct survey *const *)library->surveys.items,
                                      .survey_count = library->surveys.count };

    if (survey != NULL)
        expr_check(method->department_users, &scope, context->problems);
}

/* What the questionnaires do with a code. */
struct reach {
    bool triggered, chosen; /* by any question; by one that has the choice */
    bool has_choices;
};

static void
reach_question(const struct question *question, const char *code, const char *choice, struct reach *reach)
{
    for (size_t i = 0; i < question->triggers.count; i++) {
        if (strcmp(question->triggers.items[i].code, code) != 0)
            continue;
        reach->triggered = true;
        reach->has_choices |= question->choices.count > 0;
        reach->chosen |= choice != NULL && choice_find(&question->choices, choice) != NULL;
    }
}

static struct reach
reach_code(const struct library *library, const char *code, const char *choice)
{
    struct reach reach = { 0 };

    for (size_t i = 0; i < library->surveys.count; i++) {
        const struct survey *survey = library->surveys.items[i];

        for (size_t j = 0; j < survey->questions.count; j++)
            reach_question(&survey->questions.items[j], code, choice, &reach);
    }
    return reach;
}

static void
check_choice(const struct context *context, const struct place *place, const char *code, const char *choice)
{
    struct reach reach;

    if (choice == NULL)
        return;
    reach = reach_code(context->library, code, choice);
    if (reach.has_choices && !reach.chosen)
        problem_warning(context->problems, place, "No question that triggers %s has the choice \"%s\".", code,
                        choice);
}

static void
check_requirement(const struct context *context, const struct requirement_def *def)
{
    struct place place = { context->catalogue->path, def->line, def->column };

    for (size_t i = 0; i < def->variants.count; i++)
        check_choice(context, &place, def->code, def->variants.items[i].choice);
    for (size_t i = 0; i < def->conflicts.count; i++) {
        const struct conflict *conflict = &def->conflicts.items[i];

        place = (struct place){ context->catalogue->path, conflict->line, conflict->column };
        check_choice(context, &place, conflict->code, conflict->choice);
        check_choice(context, &place, conflict->code, conflict->choice_without);
        check_choice(context, &place, def->code, conflict->own);
        check_choice(context, &place, def->code, conflict->own_without);
    }
}

/* One finding for all of them: while questionnaires are being added there are many. */
static void
check_unreached(const struct context *context)
{
    const struct requirement_defs *defs = &context->catalogue->requirements;
    struct place place = { .path = context->catalogue->path };
    scoped_buf list;

    buf_open(&list, UNREACHED_MAX_BYTES);
    for (size_t i = 0; i < defs->count; i++) {
        const struct requirement_def *def = &defs->items[i];

        if (reach_code(context->library, def->code, NULL).triggered)
            continue;
        if (list.length == 0)
            place = (struct place){ context->catalogue->path, def->line, def->column };
        buf_printf(&list, "%s%s", list.length ? ", " : "", def->code);
    }
    if (list.length > 0)
        problem_warning(context->problems, &place, "No question triggers these requirements: %s.",
                        list.full ? "more than can be listed" : buf_text(&list));
}

void
catalogue_check_library(const struct library *library, struct problems *problems)
{
    const struct catalogue *catalogue = library->catalogue;
    const struct context context = {
        library, catalogue, problems, { catalogue->path, catalogue->method_line, 1 }
    };
    size_t first = problems->count;

    check_goals(&context);
    check_method(&context);
    check_users(&context);
    if (library->surveys.count > 0)
        check_unreached(&context);
    for (size_t i = 0; library->surveys.count > 0 && i < catalogue->requirements.count; i++)
        check_requirement(&context, &catalogue->requirements.items[i]);
    problems_sort(problems, first);
}
