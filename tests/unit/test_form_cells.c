/* Form fields as cells: names, states, several values, and what counts as a change. */
#include "pages/control.h"
#include "pages/form_cells.h"

#include "model/question_type.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static struct choice frequencies[] = { { .value = "never" }, { .value = "weekly" }, { .value = "daily" } };
static struct choice matrix_rows[] = { { .value = "calls" }, { .value = "letters" } };
static struct question matrix_columns[] = { { .id = "" } };
static struct question table_columns[] = { { .id = "document" },
                                           { .id = "minutes" },
                                           { .id = "kind", .other = true } };
static struct question questions[] = {
    { .id = "often", .dont_know = true, .importance = true },
    { .id = "where", .other = true, .not_applicable = true },
    { .id = "years", .dont_know = true },
    { .id = "goals", .has_max = true, .max = 3 },
    { .id = "happened", .dont_know = true },
    { .id = "papers", .not_applicable = true },
    { .id = "words", .comment = true },
    { .id = "elsewhere", .section = 1 },
};
static struct survey survey;

struct fixture {
    struct arena arena;
    struct fields form;
    struct form_cells cells;
};

static void
give_choices(struct question *question)
{
    question->choices.items = frequencies;
    question->choices.count = LENGTH(frequencies);
}

static int
set_up_survey(void **state)
{
    static const char *const types[] = { "select_one", "select_multiple", "decimal", "rank",
                                         "matrix",     "table",           "text",    "text" };

    (void)state;
    for (size_t i = 0; i < LENGTH(questions); i++)
        questions[i].type = question_type_find(types[i]);
    give_choices(&questions[0]);
    give_choices(&questions[1]);
    give_choices(&questions[3]);
    give_choices(&matrix_columns[0]);
    give_choices(&table_columns[2]);
    matrix_columns[0].type = question_type_find("select_one");
    table_columns[0].type = question_type_find("text");
    table_columns[1].type = question_type_find("integer");
    table_columns[2].type = question_type_find("select_one");
    questions[4].rows.items = matrix_rows;
    questions[4].rows.count = LENGTH(matrix_rows);
    questions[4].columns.items = matrix_columns;
    questions[4].columns.count = LENGTH(matrix_columns);
    questions[5].columns.items = table_columns;
    questions[5].columns.count = LENGTH(table_columns);
    survey.questions.items = questions;
    survey.questions.count = LENGTH(questions);
    return 0;
}

static int
open_fixture(void **state)
{
    static struct fixture fixture;

    fixture = (struct fixture){ 0 };
    *state = &fixture;
    return 0;
}

static int
close_fixture(void **state)
{
    struct fixture *f = *state;

    arena_close(&f->arena);
    return 0;
}

static void
field(struct fixture *f, const char *name, const char *value)
{
    *ARENA_PUSH(&f->arena, &f->form) = (struct field){ name, value };
}

static bool
collect(struct fixture *f)
{
    return form_cells_collect(&f->arena, &survey, 0, &f->form, &f->cells);
}

static bool
changed(const struct fixture *f, size_t i)
{
    return form_cell_changed(&survey, &f->cells.items[i]);
}

static void
a_radio_becomes_the_value_of_its_cell(void **state)
{
    struct fixture *f = *state;

    field(f, "csrf", "x");
    field(f, "was:often", "never");
    field(f, "often", "weekly");
    assert_true(collect(f));
    assert_int_equal(f->cells.count, 1);
    assert_string_equal(f->cells.items[0].cell.question, "often");
    assert_string_equal(f->cells.items[0].cell.value, "weekly");
    assert_string_equal(f->cells.items[0].was.value, "never");
    assert_true(changed(f, 0));
}

static void
what_stands_as_it_was_is_no_change(void **state)
{
    struct fixture *f = *state;

    field(f, "was:often", "weekly");
    field(f, "often", "weekly");
    field(f, "was:where", "never daily");
    field(f, "where", "never");
    field(f, "where", "daily");
    assert_true(collect(f));
    assert_false(changed(f, 0));
    assert_false(changed(f, 1));
}

static void
boxes_that_are_all_unticked_send_nothing_and_empty_the_cell(void **state)
{
    struct fixture *f = *state;

    field(f, "was:where", "never daily");
    assert_true(collect(f));
    assert_string_equal(f->cells.items[0].cell.value, "");
    assert_true(changed(f, 0));
}

static void
a_comma_and_blanks_in_a_number_are_no_change(void **state)
{
    struct fixture *f = *state;

    field(f, "was:years", "1000.5");
    field(f, "years", "1 000,5");
    assert_true(collect(f));
    assert_false(changed(f, 0));
}

static void
dont_know_is_a_state_and_not_a_value(void **state)
{
    struct fixture *f = *state;

    field(f, "was:often", "never");
    field(f, "often", ":dk");
    assert_true(collect(f));
    assert_int_equal(f->cells.items[0].cell.state, CELL_DONT_KNOW);
    assert_string_equal(f->cells.items[0].cell.value, "");
    assert_true(changed(f, 0));
}

static void
a_state_that_is_not_offered_stays_a_value_to_be_refused(void **state)
{
    struct fixture *f = *state;

    field(f, "was:often", "");
    field(f, "often", ":na");
    assert_true(collect(f));
    assert_int_equal(f->cells.items[0].cell.state, CELL_ANSWERED);
    assert_string_equal(f->cells.items[0].cell.value, ":na");
}

static void
dont_know_ticked_beside_the_old_number_replaces_it(void **state)
{
    struct fixture *f = *state;

    field(f, "was:years", "3");
    field(f, "years", "3");
    field(f, "years", ":dk");
    assert_true(collect(f));
    assert_int_equal(f->cells.items[0].cell.state, CELL_DONT_KNOW);
    assert_false(f->cells.items[0].both);
}

static void
a_number_typed_beside_the_old_dont_know_replaces_it(void **state)
{
    struct fixture *f = *state;

    field(f, "was:years", ":dk");
    field(f, "years", "4");
    field(f, "years", ":dk");
    assert_true(collect(f));
    assert_int_equal(f->cells.items[0].cell.state, CELL_ANSWERED);
    assert_string_equal(f->cells.items[0].cell.value, "4");
    assert_true(changed(f, 0));
}

static void
a_new_number_and_a_new_dont_know_are_both_kept_for_the_person_to_choose(void **state)
{
    struct fixture *f = *state;

    field(f, "was:years", "3");
    field(f, "years", "4");
    field(f, "years", ":dk");
    assert_true(collect(f));
    assert_true(f->cells.items[0].both);
}

static void
two_radios_of_one_question_are_noticed(void **state)
{
    struct fixture *f = *state;

    field(f, "was:often", "");
    field(f, "often", "never");
    field(f, "often", "weekly");
    assert_true(collect(f));
    assert_true(f->cells.items[0].several);
}

static void
places_of_a_rank_become_one_value_in_their_order(void **state)
{
    struct fixture *f = *state;

    field(f, "was:goals", "never");
    field(f, "goals/2", "daily");
    field(f, "goals/1", "weekly");
    field(f, "goals/3", "");
    assert_true(collect(f));
    assert_int_equal(f->cells.count, 1);
    assert_string_equal(f->cells.items[0].cell.value, "weekly daily");
    assert_false(form_rank_gap(f->cells.items[0].cell.value));
}

static void
an_empty_place_before_a_filled_one_is_a_gap(void **state)
{
    struct fixture *f = *state;

    field(f, "goals/1", "weekly");
    field(f, "goals/2", "");
    field(f, "goals/3", "daily");
    assert_true(collect(f));
    assert_string_equal(f->cells.items[0].cell.value, "weekly - daily");
    assert_true(form_rank_gap("weekly - daily"));
    assert_true(form_rank_gap("- daily"));
    assert_false(form_rank_gap("a-b daily"));
}

static void
cells_of_rows_keep_their_addresses(void **state)
{
    struct fixture *f = *state;

    field(f, "was:happened/calls", "");
    field(f, "happened/calls", ":dk");
    field(f, "was:papers/r1/document", "");
    field(f, "papers/r1/document", "Invoice");
    field(f, "was:papers/r1/kind.other", "");
    field(f, "papers/r1/kind.other", "my own");
    field(f, "was:papers", "");
    field(f, "papers", ":na");
    assert_true(collect(f));
    assert_int_equal(f->cells.count, 4);
    assert_int_equal(f->cells.items[0].cell.state, CELL_DONT_KNOW);
    assert_string_equal(f->cells.items[1].cell.row, "r1");
    assert_string_equal(f->cells.items[1].cell.column, "document");
    assert_string_equal(f->cells.items[2].cell.column, "kind.other");
    assert_int_equal(f->cells.items[3].cell.state, CELL_NOT_APPLICABLE);
}

static void
the_place_of_a_row_is_never_typed(void **state)
{
    struct fixture *f = *state;

    field(f, "was:papers/r1/.order", "1");
    assert_true(collect(f));
    assert_int_equal(f->cells.count, 0);
    field(f, "papers/r1/.order", "7");
    assert_false(collect(f));
}

static void
line_ends_are_kept_as_line_feeds(void **state)
{
    struct fixture *f = *state;

    field(f, "was:words//.comment", "one\r\ntwo");
    field(f, "words//.comment", "one\ntwo");
    field(f, "was:words", "");
    field(f, "words", "a\r\nb\rc");
    assert_true(collect(f));
    assert_false(changed(f, 0));
    assert_string_equal(f->cells.items[1].cell.value, "a\nb\nc");
}

static void
cells_that_the_section_does_not_have_are_refused(void **state)
{
    static const char *const names[] = { "elsewhere",        "was:elsewhere",     "often/row",
                                         "often//.comment",  "papers/r1/nothing", "papers/r1/document.other",
                                         "words//.other",    "nothing/at/all",    "was:nothing",
                                         "happened/calls/x", "goals/4x",          "papers/../document" };

    for (size_t i = 0; i < LENGTH(names); i++) {
        struct fixture *f = *state;

        f->form.count = 0;
        field(f, names[i], "x");
        if (collect(f))
            fail_msg("%s was taken", names[i]);
    }
}

static void
other_fields_are_passed_over(void **state)
{
    struct fixture *f = *state;

    field(f, "csrf", "1");
    field(f, "go", "next");
    field(f, "since", "5");
    assert_true(collect(f));
    assert_int_equal(f->cells.count, 0);
}

static void
every_question_type_has_a_control(void **state)
{
    const char *missing = "";

    (void)state;
    if (!controls_complete(&missing))
        fail_msg("%s has none", missing);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_fixture, close_fixture)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_radio_becomes_the_value_of_its_cell),
        TEST(what_stands_as_it_was_is_no_change),
        TEST(boxes_that_are_all_unticked_send_nothing_and_empty_the_cell),
        TEST(a_comma_and_blanks_in_a_number_are_no_change),
        TEST(dont_know_is_a_state_and_not_a_value),
        TEST(a_state_that_is_not_offered_stays_a_value_to_be_refused),
        TEST(dont_know_ticked_beside_the_old_number_replaces_it),
        TEST(a_number_typed_beside_the_old_dont_know_replaces_it),
        TEST(a_new_number_and_a_new_dont_know_are_both_kept_for_the_person_to_choose),
        TEST(two_radios_of_one_question_are_noticed),
        TEST(places_of_a_rank_become_one_value_in_their_order),
        TEST(an_empty_place_before_a_filled_one_is_a_gap),
        TEST(cells_of_rows_keep_their_addresses),
        TEST(the_place_of_a_row_is_never_typed),
        TEST(line_ends_are_kept_as_line_feeds),
        TEST(cells_that_the_section_does_not_have_are_refused),
        TEST(other_fields_are_passed_over),
        TEST(every_question_type_has_a_control),
    };

    return cmocka_run_group_tests(tests, set_up_survey, NULL);
}
