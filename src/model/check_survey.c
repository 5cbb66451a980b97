/* Whether a questionnaire's expressions and references name things that exist. */
#include "model/check.h"
#include "model/question_type.h"

#include <string.h>

/* The error or warning that something is not there, with the nearest name. */
static void
check_missing(const struct check *check, const struct place *place, const char *what,
              const struct yguess *guess)
{
    problem_error(check->problems, place, "There is no %s \"%s\".%s", what, guess->wrong, yguess_text(guess));
}

static struct place
place_of(const struct check *check, const struct question *question)
{
    return (struct place){ check->survey->path, question->line, question->column };
}

static struct expr_scope
scope_of(const struct check *check)
{
    return (struct expr_scope){ .survey = check->survey,
                                .surveys = (const struct survey *const *)check->library->surveys.items,
                                .survey_count = check->library->surveys.count,
                                .roles = check->roles,
                                .skip_others = check->library->catalogue == NULL };
}

static bool
has_rows(const struct question *question)
{
    return question->type->shape == SHAPE_TABLE || question->type->shape == SHAPE_MATRIX;
}

static void
check_role(const struct check *check, const char *role)
{
    struct place place = { .path = check->survey->path };
    struct yguess guess = yguess_for(check->arena, role);

    for (size_t i = 0; i < check->roles->count; i++) {
        if (strcmp(check->roles->items[i], role) == 0)
            return;
        yguess_try(&guess, check->roles->items[i]);
    }
    check_missing(check, &place, "role", &guess);
}

static void
check_code(const struct check *check, const struct trigger *trigger)
{
    const struct requirement_defs *defs = &check->library->catalogue->requirements;
    struct place place = { check->survey->path, trigger->line, trigger->column };
    struct yguess guess = yguess_for(check->arena, trigger->code);

    if (catalogue_requirement(check->library->catalogue, trigger->code) != NULL)
        return;
    for (size_t i = 0; i < defs->count; i++)
        yguess_try(&guess, defs->items[i].code);
    check_missing(check, &place, "requirement in the catalogue", &guess);
}

static void
check_marks(const struct check *check, const struct trigger *trigger)
{
    const struct titles *marks = &check->library->catalogue->method.statement_marks;
    struct place place = { check->survey->path, trigger->line, trigger->column };

    for (size_t i = 0; i < trigger->mark_when.count; i++) {
        struct yguess guess = yguess_for(check->arena, trigger->mark_when.items[i].mark);

        if (titled_find(marks, guess.wrong) != NULL)
            continue;
        for (size_t j = 0; j < marks->count; j++)
            yguess_try(&guess, marks->items[j].id);
        check_missing(check, &place, "statement mark", &guess);
    }
}

static void
check_trigger(const struct check *check, const struct question *question, const struct trigger *trigger)
{
    struct expr_scope one = scope_of(check), group;

    one.question = question;
    one.has_row = has_rows(question);
    one.has_choice = question->choices.count > 0;
    group = one;
    group.group = true;
    expr_check(trigger->when, &one, check->problems);
    expr_check(trigger->gate, &group, check->problems);
    expr_check(trigger->norm, &group, check->problems);
    for (size_t i = 0; i < trigger->values.count; i++)
        expr_check(trigger->values.items[i].value, &group, check->problems);
    for (size_t i = 0; i < trigger->mark_when.count; i++)
        expr_check(trigger->mark_when.items[i].when, &one, check->problems);
    if (check->library->catalogue == NULL)
        return;
    check_code(check, trigger);
    check_marks(check, trigger);
}

static void
check_expressions(const struct check *check, const struct question *question)
{
    struct expr_scope plain = scope_of(check), own = plain;

    expr_check(question->relevant, &plain, check->problems);
    expr_check(question->required_when, &plain, check->problems);
    own.own = question;
    own.has_own = true;
    expr_check(question->constraint, &own, check->problems);
    own.question = question;
    own.has_row = has_rows(question);
    for (size_t i = 0; i < question->columns.count; i++) {
        own.own = &question->columns.items[i];
        expr_check(own.own->constraint, &own, check->problems);
    }
    for (size_t i = 0; i < question->risks.count; i++)
        expr_check(question->risks.items[i].when, &plain, check->problems);
}

/* `rows: from`: a question in front of this one that has choices or rows. */
static void
check_rows_from(const struct check *check, const struct question *question)
{
    struct place place = place_of(check, question);
    const struct question *from = survey_question(check->survey, question->rows_from);
    struct yguess guess = yguess_for(check->arena, question->rows_from);

    if (from == NULL) {
        for (size_t i = 0; i < check->survey->questions.count; i++)
            yguess_try(&guess, check->survey->questions.items[i].id);
        check_missing(check, &place, "question", &guess);
    } else if (from >= question)
        problem_error(check->problems, &place, "The rows come from \"%s\", which must stand before \"%s\".",
                      from->id, question->id);
    else if (from->choices.count == 0 && !has_rows(from))
        problem_error(check->problems, &place,
                      "The rows come from \"%s\", which has neither choices nor rows.", from->id);
}

static void
check_compare(const struct check *check, const struct question *question, const char *reference)
{
    struct place place = place_of(check, question);
    const char *point = strchr(reference, '.');
    const char *id = arena_copy_n(check->arena, reference, (size_t)(point - reference));
    const struct survey *survey =
        strcmp(id, check->survey->id) == 0 ? check->survey : library_survey(check->library, id);
    struct yguess guess = yguess_for(check->arena, reference);

    if (survey != NULL && survey_question(survey, point + 1) != NULL)
        return;
    if (survey == NULL && check->library->catalogue == NULL)
        return;
    for (size_t i = 0; survey != NULL && i < survey->questions.count; i++)
        yguess_try(&guess, arena_printf(check->arena, "%s.%s", id, survey->questions.items[i].id));
    check_missing(check, &place, "question", &guess);
}

static void
check_rating(const struct check *check, const struct place *place, const char *statement, const char *target)
{
    const struct dimensions *dimensions = &check->library->catalogue->dimensions;
    struct yguess of_statement = yguess_for(check->arena, statement ? statement : "");
    struct yguess of_target = yguess_for(check->arena, target ? target : "");
    bool found = false;

    for (size_t i = 0; i < dimensions->count; i++) {
        const struct dimension *dimension = &dimensions->items[i];

        found |= target != NULL && strcmp(dimension->id, target) == 0;
        yguess_try(&of_target, dimension->id);
        for (size_t j = 0; j < dimension->statements.count; j++) {
            found |= statement != NULL && strcmp(dimension->statements.items[j].id, statement) == 0;
            yguess_try(&of_statement, dimension->statements.items[j].id);
        }
    }
    if (!found && statement != NULL)
        check_missing(check, place, "maturity statement", &of_statement);
    else if (!found && target != NULL)
        check_missing(check, place, "maturity dimension", &of_target);
}

static void
check_ratings(const struct check *check, const struct question *question)
{
    struct place place = place_of(check, question);

    check_rating(check, &place, question->maturity, question->target);
    for (size_t i = 0; i < question->rows.count; i++) {
        const struct choice *row = &question->rows.items[i];

        place = (struct place){ check->survey->path, row->line, row->column };
        check_rating(check, &place, row->maturity, row->target);
    }
}

void
survey_check(const struct check *check)
{
    const struct survey *survey = check->survey;
    struct expr_scope plain = scope_of(check);

    for (size_t i = 0; i < survey->sections.count; i++)
        expr_check(survey->sections.items[i].relevant, &plain, check->problems);
    for (size_t i = 0; check->roles != NULL && i < survey->audience.count; i++)
        check_role(check, survey->audience.items[i]);
    for (size_t i = 0; i < survey->questions.count; i++) {
        const struct question *question = &survey->questions.items[i];

        check_expressions(check, question);
        for (size_t j = 0; j < question->triggers.count; j++)
            check_trigger(check, question, &question->triggers.items[j]);
        if (question->rows_from != NULL)
            check_rows_from(check, question);
        for (size_t j = 0; j < question->compare_with.count; j++)
            check_compare(check, question, question->compare_with.items[j]);
        if (check->library->catalogue != NULL)
            check_ratings(check, question);
    }
}
