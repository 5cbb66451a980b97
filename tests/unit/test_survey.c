/* A questionnaire out of YAML, key by key, and looking things up in it. */
#include "model/library.h"
#include "model/question_type.h"

#include "model/expr.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct fixture {
    struct arena arena;
    struct library library;
    const struct survey *survey;
};

static int
set_up(void **state)
{
    static const char *const paths[] = { "tests/fixtures/good" };
    struct fixture *f = calloc(1, sizeof *f);
    struct problems problems = { .arena = &f->arena };

    library_load(&f->library, paths, 1, &problems);
    f->survey = library_survey(&f->library, "everything");
    *state = f;
    return f->survey == NULL;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    library_close(&f->library);
    arena_close(&f->arena);
    free(f);
    return 0;
}

static const struct question *
question(void **state, const char *id)
{
    const struct fixture *f = *state;
    const struct question *found = survey_question(f->survey, id);

    assert_non_null(found);
    return found;
}

static void
head_is_read(void **state)
{
    const struct fixture *f = *state;
    const struct survey *s = f->survey;

    assert_string_equal(s->id, "everything");
    assert_int_equal(s->version, 3);
    assert_string_equal(text_in(&s->title, LANG_UK), "Усе одразу");
    assert_int_equal(s->default_language, LANG_RU);
    assert_true(s->languages[LANG_RU] && s->languages[LANG_UK] && !s->languages[LANG_EN]);
    assert_int_equal(s->stage, 3);
    assert_int_equal(s->audience.count, 2);
    assert_int_equal(s->attribution, ATTRIBUTION_ROLE);
    assert_int_equal(s->min_group, 4);
    assert_int_equal(s->retention_months, 24);
    assert_int_equal(s->minutes, 20);
    assert_string_equal(text_in(&s->purpose, LANG_EN), "Одна анкета, в которой есть каждый ключ языка.");
    assert_int_equal(strlen(s->hash), 64);
    assert_int_equal(strlen(s->source), s->source_length);
}

static void
what_is_not_said_has_its_default(void **state)
{
    const struct fixture *f = *state;
    const struct survey *s = library_survey(&f->library, "second");

    assert_int_equal(s->attribution, ATTRIBUTION_NAME);
    assert_int_equal(s->min_group, 5);
    assert_int_equal(s->audience.count, 0);
    assert_false(text_present(&s->purpose));
    assert_string_equal(text_in(&s->purpose, LANG_RU), "");
}

static void
sections_know_their_questions(void **state)
{
    const struct fixture *f = *state;
    const struct section *section = survey_section(f->survey, "values");

    assert_int_equal(f->survey->sections.count, 3);
    assert_string_equal(f->survey->questions.items[section->first].id, "note");
    assert_int_equal(section->count, 10);
    assert_string_equal(expr_source(section->relevant), "${one} != 'never'");
    assert_null(survey_section(f->survey, "nowhere"));
    assert_int_equal(question(state, "grid")->section, 2);
}

static void
questions_are_numbered_without_the_notes(void **state)
{
    assert_int_equal(question(state, "one")->number, 1);
    assert_int_equal(question(state, "places")->number, 4);
    assert_int_equal(question(state, "note")->number, 0);
    assert_int_equal(question(state, "grade")->number, 5);
    assert_null(survey_question(((struct fixture *)*state)->survey, "nothing"));
}

static void
shared_choices_carry_the_strengths_of_their_question(void **state)
{
    const struct question *one = question(state, "one"), *places = question(state, "places");

    assert_string_equal(one->type->name, "select_one");
    assert_int_equal(one->choices.count, 3);
    assert_float_equal(choice_find(&one->choices, "never")->strength, 0, 0);
    assert_float_equal(choice_find(&one->choices, "weekly")->strength, 0.5, 0);
    assert_true(one->has_strength);
    assert_float_equal(choice_find(&places->choices, "never")->strength, 1, 0);
    assert_false(places->has_strength);
    assert_true(choice_find(&one->choices, "never")->no_trigger);
    assert_int_equal(choice_find(&one->choices, "never")->number, 2);
    assert_int_equal(choice_find(&one->choices, "12")->number, 3);
    assert_null(choice_find(&one->choices, "daily"));
}

static void
flags_of_a_question_are_read(void **state)
{
    const struct question *one = question(state, "one"), *several = question(state, "several");

    assert_true(one->other && one->dont_know && one->not_applicable && one->comment && one->importance);
    assert_false(several->other || several->dont_know || several->comment || several->policy);
    assert_int_equal(one->required, REQUIRED_YES);
    assert_int_equal(several->required, REQUIRED_SOFT);
    assert_int_equal(question(state, "agreed")->required, REQUIRED_WHEN);
    assert_non_null(question(state, "agreed")->required_when);
    assert_int_equal(question(state, "places")->required, REQUIRED_NO);
    assert_string_equal(several->exclusive_choice, "none");
    assert_string_equal(question(state, "agreed")->compare_with.items[0], "second.rule");
    assert_string_equal(one->target, "D1");
    assert_string_equal(question(state, "grade")->maturity, "1.1");
    assert_int_equal(one->risks.count, 1);
    assert_string_equal(text_in(&one->risks.items[0].title, LANG_UK), "Ризик");
}

static void
ranges_come_from_the_file_or_the_type(void **state)
{
    const struct question *count = question(state, "count"), *exact = question(state, "exact");
    const struct question *share = question(state, "share"), *day = question(state, "day");

    assert_true(count->has_min && count->has_max);
    assert_float_equal(count->max, 100, 0);
    assert_true(exact->has_min && !exact->has_max);
    assert_float_equal(exact->min, -0.5, 0);
    assert_true(share->has_min && share->has_max);
    assert_float_equal(share->max, 100, 0);
    assert_string_equal(day->min_date, "2020-01-01");
    assert_string_equal(day->max_date, "2030-12-31");
    assert_int_equal(question(state, "word")->max_length, 20);
    assert_int_equal(question_max_length(question(state, "words")), 4000);
    assert_int_equal(question(state, "grade")->anchors.count, 2);
    assert_float_equal(question(state, "grade")->anchors.items[1].at, 10, 0);
    assert_non_null(question(state, "word")->pattern);
}

static void
matrix_of_a_list_has_one_column_without_a_name(void **state)
{
    const struct question *grid = question(state, "grid"), *wide = question(state, "wide");

    assert_int_equal(grid->columns.count, 1);
    assert_string_equal(grid->columns.items[0].id, "");
    assert_string_equal(grid->columns.items[0].type->name, "select_one");
    assert_int_equal(grid->columns.items[0].choices.count, 3);
    assert_int_equal(grid->rows.count, 2);
    assert_string_equal(choice_find(&grid->rows, "first")->maturity, "1.2");
    assert_string_equal(wide->rows_from, "several");
    assert_int_equal(wide->columns.count, 2);
    assert_true(question_column(wide, "many")->dont_know);
    assert_null(question_column(wide, "few"));
}

static void
table_has_rows_and_columns(void **state)
{
    const struct question *list = question(state, "list");

    assert_int_equal(list->rows_min, 1);
    assert_int_equal(list->rows_max, 5);
    assert_int_equal(question_column(list, "document")->required, REQUIRED_YES);
    assert_int_equal(question_column(list, "document")->max_length, 80);
    assert_non_null(question_column(list, "pieces")->constraint);
    assert_true(text_present(&question_column(list, "pieces")->constraint_message));
}

static void
triggers_are_read(void **state)
{
    const struct trigger *first = &question(state, "one")->triggers.items[0];
    const struct trigger *second = &question(state, "one")->triggers.items[1];
    const struct trigger *picked = &question(state, "several")->triggers.items[0];
    const struct trigger *row = &question(state, "grid")->triggers.items[0];
    const struct trigger *rows = &question(state, "list")->triggers.items[0];

    assert_string_equal(first->code, "CLI-01");
    assert_int_equal(first->rule, RULE_THRESHOLD);
    assert_string_equal(expr_source(first->when), "${one} = 'weekly'");
    assert_non_null(first->gate);
    assert_true(first->gate_by_department);
    assert_non_null(first->norm);
    assert_string_equal(text_in(&first->norm_basis, LANG_RU), "Закон");
    assert_int_equal(first->values.count, 2);
    assert_string_equal(first->values.items[0].name, "median");
    assert_int_equal(first->each, EACH_NONE);
    assert_int_equal(second->each, EACH_CHOICE);
    assert_null(second->when);
    assert_false(second->gate_by_department);
    assert_true(picked->pick_strictest);
    assert_int_equal(picked->rule, RULE_POLICY);
    assert_string_equal(row->row, "first");
    assert_int_equal(rows->each, EACH_ROW);
    assert_true(text_present(&rows->row_text));
    assert_string_equal(rows->mark_when.items[0].mark, "no_name");
    assert_int_equal(question(state, "agreed")->triggers.items[0].rule, RULE_INFO);
}

static void
places_in_the_file_are_known(void **state)
{
    const struct question *one = question(state, "one");

    assert_int_equal(one->line, 28);
    assert_int_equal(one->column, 9);
    assert_true(one->triggers.items[0].line > one->line);
}

static void
invitations_follow_the_audience(void **state)
{
    const struct fixture *f = *state;
    const char *sales[] = { "employee", "sales" }, *nobody[] = { "it" };
    const struct names with = { sales, 2, 2 }, without = { nobody, 1, 1 }, none = { 0 };

    assert_true(survey_invites(f->survey, &with));
    assert_false(survey_invites(f->survey, &without));
    assert_false(survey_invites(f->survey, &none));
    assert_true(survey_invites(library_survey(&f->library, "second"), &none));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(head_is_read),
        cmocka_unit_test(what_is_not_said_has_its_default),
        cmocka_unit_test(sections_know_their_questions),
        cmocka_unit_test(questions_are_numbered_without_the_notes),
        cmocka_unit_test(shared_choices_carry_the_strengths_of_their_question),
        cmocka_unit_test(flags_of_a_question_are_read),
        cmocka_unit_test(ranges_come_from_the_file_or_the_type),
        cmocka_unit_test(matrix_of_a_list_has_one_column_without_a_name),
        cmocka_unit_test(table_has_rows_and_columns),
        cmocka_unit_test(triggers_are_read),
        cmocka_unit_test(places_in_the_file_are_known),
        cmocka_unit_test(invitations_follow_the_audience),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
