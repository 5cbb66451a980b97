/* What is shown, which rows there are, and what keeps a question from being handed in. */
#include "demo_survey.h"
#include "model/expr.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

struct fixture {
    struct arena arena;
    struct problems problems;
    struct survey *survey;
    struct answers answers;
    struct names roles;
    struct judge judge;
};

static void
fixture_open(struct fixture *f)
{
    *f = (struct fixture){ .problems = { 0 } };
    f->problems.arena = &f->arena;
    f->survey = demo_survey(&f->arena);
    f->judge = (struct judge){ f->survey, &f->answers, &f->roles, "2026-11-23", &f->arena };
}

static void
fixture_close(struct fixture *f)
{
    arena_close(&f->arena);
}

#define scoped_fixture struct fixture CLEANUP(fixture_close)

static struct question *
get(struct fixture *f, const char *id)
{
    for (size_t i = 0; i < f->survey->questions.count; i++)
        if (strcmp(f->survey->questions.items[i].id, id) == 0)
            return &f->survey->questions.items[i];
    fail_msg("there is no question %s", id);
    return NULL;
}

static void
put(struct fixture *f, const char *address, const char *value)
{
    demo_answer(&f->arena, &f->answers, address, value, CELL_ANSWERED);
}

static const struct expr *
made(struct fixture *f, const char *source, const struct question *question)
{
    const struct expr *expr = expr_parse(&f->arena, source, "x", 1, 1, &f->problems);
    struct expr_scope scope = {
        .survey = f->survey, .question = question, .has_row = question != NULL, .has_own = true
    };

    if (!expr_check(expr, &scope, &f->problems) || expr == NULL)
        fail_msg("%s", f->problems.items[0].sentence);
    return expr;
}

/* "refuse.required q_one  ; soft refuse.rows_least t r1 count": all findings in a line. */
static const char *
findings(struct fixture *f, const char *id)
{
    struct refusals found = { 0 };
    const char *out = "";

    if (id != NULL)
        question_refusals(&f->judge, get(f, id), &found);
    else
        survey_refusals(&f->judge, &found);
    for (size_t i = 0; i < found.count; i++)
        out = arena_printf(&f->arena, "%s%s%s%s%s%s%s%s", out, i > 0 ? "; " : "",
                           found.items[i].soft ? "soft " : "",
                           found.items[i].refusal.text_id + strlen("refuse."),
                           *found.items[i].refusal.row != '\0' ? " " : "", found.items[i].refusal.row,
                           *found.items[i].refusal.column != '\0' ? "/" : "", found.items[i].refusal.column);
    return out;
}

/* ---- what is shown --------------------------------------------------------------------------------------
 */

static void
a_question_without_a_condition_is_shown(void **state)
{
    scoped_fixture f;

    (void)state;
    fixture_open(&f);
    assert_true(question_relevant(&f.judge, get(&f, "q_one")));
}

static void
going_back_and_changing_an_answer_hides_all_that_hung_on_it(void **state)
{
    scoped_fixture f;
    const bool *shown;

    (void)state;
    fixture_open(&f);
    get(&f, "q_int")->relevant = made(&f, "${q_one} = 'a'", NULL);
    get(&f, "q_dec")->relevant = made(&f, "${q_int} > 5", NULL);
    put(&f, "q_one", "a");
    put(&f, "q_int", "6");
    put(&f, "q_dec", "7");
    assert_true(question_relevant(&f.judge, get(&f, "q_dec")));
    assert_int_equal(answers_relevant(&f.judge).count, 3);
    f.answers.items[2].value =
        "b"; /* q_one, the last of the sorted ones; the answers below stay in the draft */
    assert_string_equal(f.answers.items[2].question, "q_one");
    assert_false(question_relevant(&f.judge, get(&f, "q_int")));
    assert_false(question_relevant(&f.judge, get(&f, "q_dec")));
    assert_int_equal(answers_relevant(&f.judge).count, 1);
    shown = survey_relevance(&f.judge);
    assert_true(shown[0]);
    assert_false(shown[3]);
    assert_string_equal(f.survey->questions.items[3].id, "q_int");
}

static void
answers_of_another_version_are_not_counted(void **state)
{
    scoped_fixture f;

    (void)state;
    fixture_open(&f);
    put(&f, "removed_question", "x");
    assert_int_equal(answers_relevant(&f.judge).count, 0);
}

static void
a_section_hides_its_questions(void **state)
{
    scoped_fixture f;
    struct section *section;

    (void)state;
    fixture_open(&f);
    section = ARENA_PUSH(&f.arena, &f.survey->sections);
    *section = (struct section){ .id = "first", .first = 0, .count = 2 };
    section = ARENA_PUSH(&f.arena, &f.survey->sections);
    *section = (struct section){ .id = "second", .first = 2, .count = f.survey->questions.count - 2 };
    for (size_t i = 2; i < f.survey->questions.count; i++)
        f.survey->questions.items[i].section = 1;
    section->relevant = made(&f, "${q_one} = 'a'", NULL);
    assert_true(section_relevant(&f.judge, 0));
    assert_false(section_relevant(&f.judge, 1));
    assert_false(question_relevant(&f.judge, get(&f, "q_yes")));
    put(&f, "q_one", "a");
    assert_true(section_relevant(&f.judge, 1));
    for (size_t i = 2; i < f.survey->questions.count; i++)
        f.survey->questions.items[i].relevant = made(&f, "${q_one} = 'b'", NULL);
    assert_false(section_relevant(&f.judge, 1));
}

static void
a_circle_that_slipped_through_still_ends(void **state)
{
    scoped_fixture f;

    (void)state;
    fixture_open(&f);
    get(&f, "q_int")->relevant = made(&f, "${q_dec} = ''", NULL);
    get(&f, "q_dec")->relevant = made(&f, "${q_int} = ''", NULL);
    assert_true(question_relevant(&f.judge, get(&f, "q_int")));
    get(&f, "f")->rows_from = "ft";
    get(&f, "ft")->rows_from = "f";
    assert_int_equal(question_rows(&f.arena, f.survey, &f.answers, get(&f, "f")).count, 0);
}

static void
roles_decide_too(void **state)
{
    scoped_fixture f;

    (void)state;
    fixture_open(&f);
    get(&f, "q_int")->relevant = made(&f, "role = 'head'", NULL);
    assert_false(question_relevant(&f.judge, get(&f, "q_int")));
    *ARENA_PUSH(&f.arena, &f.roles) = "head";
    assert_true(question_relevant(&f.judge, get(&f, "q_int")));
}

/* ---- rows -----------------------------------------------------------------------------------------------
 */

static void
rows_come_from_choices_rows_and_orders(void **state)
{
    scoped_fixture f;
    struct row_ids rows;

    (void)state;
    fixture_open(&f);
    assert_int_equal(question_rows(&f.arena, f.survey, &f.answers, get(&f, "m")).count, 2);
    assert_int_equal(question_rows(&f.arena, f.survey, &f.answers, get(&f, "f")).count, 0);
    put(&f, "q_multi", "x z");
    rows = question_rows(&f.arena, f.survey, &f.answers, get(&f, "f"));
    assert_int_equal(rows.count, 2);
    assert_string_equal(rows.items[1], "z");
    put(&f, "t/r1/.order", "2");
    put(&f, "t/r2/.order", "1");
    put(&f, "t/r1/name", "Счёт");
    rows = question_rows(&f.arena, f.survey, &f.answers, get(&f, "ft"));
    assert_int_equal(rows.count, 1);
    assert_string_equal(rows.items[0], "r1");
    get(&f, "ft")->rows_from = "gone";
    assert_int_equal(question_rows(&f.arena, f.survey, &f.answers, get(&f, "ft")).count, 0);
}

static void
none_of_these_makes_no_row(void **state)
{
    scoped_fixture f;

    (void)state;
    fixture_open(&f);
    put(&f, "q_multi", "none");
    assert_int_equal(question_rows(&f.arena, f.survey, &f.answers, get(&f, "f")).count, 0);
}

static void
answered_means_any_cell_of_its_own(void **state)
{
    scoped_fixture f;

    (void)state;
    fixture_open(&f);
    assert_false(question_answered(&f.answers, get(&f, "q_one")));
    put(&f, "q_one//.comment", "x");
    assert_false(question_answered(&f.answers, get(&f, "q_one")));
    demo_answer(&f.arena, &f.answers, "q_one", "", CELL_DONT_KNOW);
    assert_true(question_answered(&f.answers, get(&f, "q_one")));
    put(&f, "t/gone/name", "x");
    assert_false(question_answered(&f.answers, get(&f, "t")));
    put(&f, "t/r1/.order", "1");
    assert_false(question_answered(&f.answers, get(&f, "t")));
    put(&f, "t/r1/name", "x");
    assert_true(question_answered(&f.answers, get(&f, "t")));
    put(&f, "m/r_a", "often");
    assert_true(question_answered(&f.answers, get(&f, "m")));
}

static bool
complete(struct fixture *f, const char *id)
{
    return survey_complete(&f->judge)[get(f, id) - f->survey->questions.items];
}

static void
complete_means_that_nothing_is_left_to_do(void **state)
{
    scoped_fixture f;

    (void)state;
    fixture_open(&f);
    get(&f, "m")->required = REQUIRED_SOFT;
    assert_false(complete(&f, "m"));
    put(&f, "m/r_a", "often");
    assert_false(complete(&f, "m"));
    put(&f, "m/r_b", "often");
    assert_true(complete(&f, "m"));
    assert_false(complete(&f, "q_one"));
    put(&f, "q_one", "a");
    assert_true(complete(&f, "q_one"));
    put(&f, "t/r1/.order", "1");
    put(&f, "t/r1/kind", "a");
    assert_true(complete(&f, "t"));
    get(&f, "t")->columns.items[0].required = REQUIRED_YES;
    assert_false(complete(&f, "t"));
}

/* ---- what keeps it from being handed in ------------------------------------------------------------------
 */

static void
a_required_question_wants_an_answer(void **state)
{
    scoped_fixture f;

    (void)state;
    fixture_open(&f);
    assert_string_equal(findings(&f, "q_one"), "");
    get(&f, "q_one")->required = REQUIRED_YES;
    assert_string_equal(findings(&f, "q_one"), "required");
    demo_answer(&f.arena, &f.answers, "q_one", "", CELL_DONT_KNOW);
    assert_string_equal(findings(&f, "q_one"), "");
    get(&f, "q_int")->required = REQUIRED_SOFT;
    assert_string_equal(findings(&f, "q_int"), "soft required");
    get(&f, "q_dec")->required = REQUIRED_WHEN;
    get(&f, "q_dec")->required_when = made(&f, "${q_text} != ''", NULL);
    assert_string_equal(findings(&f, "q_dec"), "");
    put(&f, "q_text", "x");
    assert_string_equal(findings(&f, "q_dec"), "required");
    assert_string_equal(findings(&f, NULL), "soft required; required");
    get(&f, "note")->required = REQUIRED_YES;
    assert_string_equal(findings(&f, "note"), "");
}

static void
a_hidden_question_wants_nothing(void **state)
{
    scoped_fixture f;

    (void)state;
    fixture_open(&f);
    get(&f, "q_int")->required = REQUIRED_YES;
    get(&f, "q_int")->relevant = made(&f, "${q_one} = 'a'", NULL);
    assert_string_equal(findings(&f, "q_int"), "");
    assert_string_equal(findings(&f, NULL), "");
    put(&f, "q_one", "a");
    assert_string_equal(findings(&f, NULL), "required");
}

static void
a_constraint_that_is_false_is_told_with_the_authors_message(void **state)
{
    scoped_fixture f;
    struct refusals found = { 0 };

    (void)state;
    fixture_open(&f);
    get(&f, "q_date")->constraint = made(&f, ". > today() and . <= add-months(today(), 36)", NULL);
    assert_string_equal(findings(&f, "q_date"), "");
    put(&f, "q_date", "2026-11-24");
    assert_string_equal(findings(&f, "q_date"), "");
    f.answers.items[0].value = "2026-11-23";
    assert_string_equal(findings(&f, "q_date"), "constraint");
    question_refusals(&f.judge, get(&f, "q_date"), &found);
    assert_null(found.items[0].refusal.message);
    get(&f, "q_date")->constraint_message.in[LANG_RU] = "Срок уже прошёл.";
    question_refusals(&f.judge, get(&f, "q_date"), &found);
    assert_string_equal(found.items[1].refusal.message->in[LANG_RU], "Срок уже прошёл.");
}

static void
other_asks_for_its_text(void **state)
{
    scoped_fixture f;

    (void)state;
    fixture_open(&f);
    put(&f, "q_one", "a");
    assert_string_equal(findings(&f, "q_one"), "");
    f.answers.items[0].value = "other";
    assert_string_equal(findings(&f, "q_one"), "soft other_text/.other");
    put(&f, "q_one//.other", "чат");
    assert_string_equal(findings(&f, "q_one"), "");
    put(&f, "t/r1/.order", "1");
    put(&f, "t/r1/kind", "other");
    assert_string_equal(findings(&f, "t"), "soft other_text r1/kind.other");
    put(&f, "t/r1/kind.other", "x");
    assert_string_equal(findings(&f, "t"), "");
}

static void
a_matrix_wants_every_row(void **state)
{
    scoped_fixture f;

    (void)state;
    fixture_open(&f);
    get(&f, "m")->required = REQUIRED_YES;
    assert_string_equal(findings(&f, "m"), "required r_a; required r_b");
    put(&f, "m/r_a", "often");
    assert_string_equal(findings(&f, "m"), "required r_b");
    demo_answer(&f.arena, &f.answers, "m", "", CELL_NOT_APPLICABLE);
    assert_string_equal(findings(&f, "m"), "");
    get(&f, "mc")->required = REQUIRED_SOFT;
    get(&f, "mc")->columns.items[1].required = REQUIRED_YES;
    assert_string_equal(findings(&f, "mc"), "soft required"); /* who cannot judge a row leaves it */
    put(&f, "mc/r_a/who", "x");
    assert_string_equal(findings(&f, "mc"), "required r_a/days");
    get(&f, "mc")->required = REQUIRED_YES;
    assert_string_equal(findings(&f, "mc"), "required r_a/days; required r_b/who");
}

static void
a_table_wants_rows_and_their_required_columns(void **state)
{
    scoped_fixture f;
    struct question *t;

    (void)state;
    fixture_open(&f);
    t = get(&f, "t");
    assert_string_equal(findings(&f, "t"), "");
    t->required = REQUIRED_SOFT;
    assert_string_equal(findings(&f, "t"), "soft required");
    t->rows_min = 2;
    t->rows_max = 2;
    assert_string_equal(findings(&f, "t"), "soft rows_least");
    t->columns.items[1].required = REQUIRED_YES;
    put(&f, "t/r1/.order", "1");
    put(&f, "t/r1/name", "x");
    assert_string_equal(findings(&f, "t"), "required r1/count; rows_least");
    put(&f, "t/r1/count", "1");
    put(&f, "t/r2/.order", "2");
    put(&f, "t/r2/count", "2");
    assert_string_equal(findings(&f, "t"), "");
    put(&f, "t/r3/.order", "3");
    assert_string_equal(findings(&f, "t"), "rows_most");
}

static void
a_row_is_checked_by_its_own_values(void **state)
{
    scoped_fixture f;
    struct question *t;

    (void)state;
    fixture_open(&f);
    t = get(&f, "t");
    t->columns.items[2].constraint = made(&f, "${row.count} = '' or . >= ${row.count}", t);
    t->columns.items[0].required = REQUIRED_WHEN;
    t->columns.items[0].required_when = made(&f, "${row.count} > 5", t);
    put(&f, "t/r1/.order", "1");
    put(&f, "t/r1/minutes", "3");
    assert_string_equal(findings(&f, "t"), "");
    put(&f, "t/r1/count", "4");
    assert_string_equal(findings(&f, "t"), "constraint r1/minutes");
    put(&f, "t/r2/.order", "2");
    put(&f, "t/r2/count", "6");
    assert_string_equal(findings(&f, "t"), "constraint r1/minutes; required r2/name");
    demo_answer(&f.arena, &f.answers, "t/r2/name", "", CELL_DONT_KNOW);
    assert_string_equal(findings(&f, "t"), "constraint r1/minutes");
}

static void
a_table_as_a_whole_may_have_a_constraint(void **state)
{
    scoped_fixture f;

    (void)state;
    fixture_open(&f);
    get(&f, "t")->constraint = made(&f, "sum(${t.count}) = 100", NULL);
    assert_string_equal(findings(&f, "t"), "");
    put(&f, "t/r1/.order", "1");
    put(&f, "t/r1/count", "40");
    assert_string_equal(findings(&f, "t"), "constraint");
    put(&f, "t/r2/.order", "2");
    put(&f, "t/r2/count", "60");
    assert_string_equal(findings(&f, "t"), "");
}

static bool
clashes(struct fixture *f, const char *address, const char *value, enum cell_state state)
{
    struct cell cell;

    assert_true(cell_parse(&f->arena, address, &cell));
    cell.value = value;
    cell.state = state;
    return cell_clashes(&f->arena, f->survey, &f->answers, &cell);
}

static void
rows_and_a_state_of_the_whole_clash(void **state)
{
    scoped_fixture f;

    (void)state;
    fixture_open(&f);
    put(&f, "t/r1/name", "x"); /* a row that was taken away: it has no place */
    assert_false(clashes(&f, "t", "", CELL_DONT_KNOW));
    put(&f, "t/r1/.order", "1");
    assert_true(clashes(&f, "t", "", CELL_DONT_KNOW));
    assert_false(clashes(&f, "t", "", CELL_ANSWERED));
    put(&f, "m/r_a/.comment", "x");
    assert_false(clashes(&f, "m", "", CELL_NOT_APPLICABLE));
    demo_answer(&f.arena, &f.answers, "m", "", CELL_NOT_APPLICABLE);
    assert_true(clashes(&f, "m/r_a", "never", CELL_ANSWERED));
    assert_false(clashes(&f, "m/r_a", "", CELL_ANSWERED));
    assert_false(clashes(&f, "m//.comment", "x", CELL_ANSWERED));
    assert_false(clashes(&f, "q_yes", "", CELL_DONT_KNOW));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_question_without_a_condition_is_shown),
        cmocka_unit_test(going_back_and_changing_an_answer_hides_all_that_hung_on_it),
        cmocka_unit_test(answers_of_another_version_are_not_counted),
        cmocka_unit_test(a_section_hides_its_questions),
        cmocka_unit_test(a_circle_that_slipped_through_still_ends),
        cmocka_unit_test(roles_decide_too),
        cmocka_unit_test(rows_come_from_choices_rows_and_orders),
        cmocka_unit_test(none_of_these_makes_no_row),
        cmocka_unit_test(answered_means_any_cell_of_its_own),
        cmocka_unit_test(complete_means_that_nothing_is_left_to_do),
        cmocka_unit_test(a_required_question_wants_an_answer),
        cmocka_unit_test(a_hidden_question_wants_nothing),
        cmocka_unit_test(a_constraint_that_is_false_is_told_with_the_authors_message),
        cmocka_unit_test(other_asks_for_its_text),
        cmocka_unit_test(a_matrix_wants_every_row),
        cmocka_unit_test(a_table_wants_rows_and_their_required_columns),
        cmocka_unit_test(a_row_is_checked_by_its_own_values),
        cmocka_unit_test(a_table_as_a_whole_may_have_a_constraint),
        cmocka_unit_test(rows_and_a_state_of_the_whole_clash),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
