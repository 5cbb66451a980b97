/* Expressions: the table of cases that the browser runs too, and what a table cannot say. */
#include "model/expr.h"

#include "base/json.h"
#include "demo_survey.h"

#include <jansson.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { LINE = 7, COLUMN = 5 };

/* One case with everything it needs. */
struct trial {
    struct arena arena;
    struct problems problems;
    const struct survey *survey, *surveys[2];
    struct answers answers;
    struct names roles;
    const struct expr *expr;
    bool checked;
};

static json_t *
load_cases(const char *list)
{
    json_error_t error;
    json_t *all = json_load_file("tests/fixtures/expr_cases.json", 0, &error);
    json_t *cases = json_incref(json_object_get(all, list));

    if (all == NULL)
        fail_msg("%d: %s", error.line, error.text);
    json_decref(all);
    return cases;
}

static void
read_answers(struct trial *trial, json_t *answers)
{
    const char *address;
    json_t *value;

    json_object_foreach(answers, address, value)
    {
        const char *state = json_string_value(json_object_get(value, "state"));
        const char *text = json_string_value(value);

        demo_answer(&trial->arena, &trial->answers, address, text ? text : "",
                    state == NULL                     ? CELL_ANSWERED
                    : strcmp(state, "dont_know") == 0 ? CELL_DONT_KNOW
                                                      : CELL_NOT_APPLICABLE);
    }
}

static struct expr_env
read_env(struct trial *trial, json_t *from)
{
    struct expr_env env = { .survey = trial->survey, .answers = &trial->answers, .roles = &trial->roles };
    const char *row = json_string_value(json_object_get(from, "row"));
    size_t index;
    json_t *role;

    read_answers(trial, json_object_get(from, "answers"));
    json_array_foreach(json_object_get(from, "roles"), index, role)
        * ARENA_PUSH(&trial->arena, &trial->roles) = json_string_value(role);
    env.today = json_string_value(json_object_get(from, "today"));
    env.choice = json_string_value(json_object_get(from, "choice"));
    env.own = json_string_value(json_object_get(from, "own"));
    env.arena = &trial->arena;
    if (row != NULL) {
        env.table = arena_copy_n(&trial->arena, row, strcspn(row, "/"));
        env.row = strchr(row, '/') + 1;
    }
    return env;
}

static bool
flag(json_t *from, const char *name)
{
    return json_is_true(json_object_get(from, name));
}

static void
trial_open(struct trial *trial, json_t *from, bool group)
{
    static const char *const role_ids[] = { "head", "sales", "it" };
    struct names roles = { 0 };
    struct expr_scope scope = { .group = group || flag(from, "group") };
    const char *own = json_string_value(json_object_get(from, "own_question"));

    *trial = (struct trial){ .problems = { 0 } };
    trial->problems.arena = &trial->arena;
    trial->survey = trial->surveys[0] = demo_survey(&trial->arena);
    trial->surveys[1] = demo_goals(&trial->arena);
    for (size_t i = 0; i < LENGTH(role_ids); i++)
        *ARENA_PUSH(&trial->arena, &roles) = role_ids[i];
    scope.survey = trial->survey;
    scope.surveys = trial->surveys;
    scope.survey_count = LENGTH(trial->surveys);
    scope.question = survey_question(trial->survey, "t");
    scope.own = own ? survey_question(trial->survey, own) : NULL;
    scope.roles = &roles;
    scope.has_row = !flag(from, "no_row");
    scope.has_choice = !flag(from, "no_choice");
    scope.has_own = !flag(from, "no_own");
    trial->expr = expr_parse(&trial->arena, json_string_value(json_object_get(from, "source")), "x.yaml",
                             LINE, COLUMN, &trial->problems);
    trial->checked = trial->expr != NULL && expr_check(trial->expr, &scope, &trial->problems);
}

static bool
same(struct arena *arena, const struct value *got, json_t *expected)
{
    if (json_is_boolean(expected))
        return got->kind == VALUE_TRUTH && got->truth == json_is_true(expected);
    if (json_is_number(expected))
        return got->kind == VALUE_NUMBER
               && strcmp(expr_number_text(arena, got->number),
                         expr_number_text(arena, json_number_value(expected)))
                      == 0;
    if (json_is_string(expected))
        return got->kind == VALUE_TEXT && strcmp(got->text, json_string_value(expected)) == 0;
    return got->kind == VALUE_EMPTY;
}

static bool
found_as_said(const struct trial *trial, json_t *from)
{
    const char *says = json_string_value(json_object_get(from, "says"));
    size_t column = (size_t)json_integer_value(json_object_get(from, "column"));
    const struct problem *problem = trial->problems.items;

    return !trial->checked && trial->problems.errors > 0 && strstr(problem->sentence, says) != NULL
           && problem->line == LINE && strcmp(problem->path, "x.yaml") == 0
           && (column == 0 || problem->column == column);
}

static int
complain(struct trial *trial, json_t *from, const struct value *got)
{
    print_error("%s\n", json_string_value(json_object_get(from, "source")));
    for (size_t i = 0; i < trial->problems.count; i++)
        print_error("    %s\n", problem_line(&trial->problems, &trial->problems.items[i]));
    if (got != NULL)
        print_error("    gives %d %s\n", (int)got->kind, value_text(&trial->arena, got));
    return 1;
}

/* ---- the file for the browser ---------------------------------------------------------------------------
 */

static void
write_env(struct json *json, struct trial *trial, const struct expr_env *env)
{
    json_key(json, "cells");
    json_begin_object(json);
    for (size_t i = 0; i < trial->answers.count; i++) {
        const struct cell *cell = &trial->answers.items[i];

        if (cell->state == CELL_ANSWERED)
            json_key_text(json, cell_name(&trial->arena, cell->question, cell->row, cell->column),
                          cell->value);
    }
    json_end_object(json);
    json_key(json, "rows");
    json_begin_object(json);
    for (size_t i = 0; i < trial->survey->questions.count; i++) {
        const struct question *question = &trial->survey->questions.items[i];
        struct row_ids rows = question_rows(&trial->arena, trial->survey, &trial->answers, question);

        json_key(json, question->id);
        json_begin_array(json);
        for (size_t j = 0; j < rows.count; j++)
            json_text(json, rows.items[j]);
        json_end_array(json);
    }
    json_end_object(json);
    json_key(json, "roles");
    json_begin_array(json);
    for (size_t i = 0; i < trial->roles.count; i++)
        json_text(json, trial->roles.items[i]);
    json_end_array(json);
    json_key_text(json, "today", env->today);
    json_key_text(json, "row", env->row);
    json_key_text(json, "table", env->table);
    json_key_text(json, "choice", env->choice);
    json_key_text(json, "own", env->own);
}

static void
write_case(struct buf *out, struct trial *trial, json_t *from, const struct expr_env *env)
{
    char *is = json_dumps(json_object_get(from, "is"), JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
    struct json json = json_to(out);

    if (out->length > 2)
        buf_puts(out, ",\n");
    json_begin_object(&json);
    json_key_text(&json, "source", json_string_value(json_object_get(from, "source")));
    write_env(&json, trial, env);
    buf_printf(out, ",\"is\":%s,\"tree\":", is);
    expr_json(trial->expr, out);
    buf_puts(out, "}");
    free(is);
}

static void
every_case_of_the_table_holds(void **state)
{
    json_t *cases = load_cases("cases"), *from;
    struct buf out = { .max = 1 << 24 };
    size_t index;
    int bad = 0;
    FILE *file;

    (void)state;
    buf_puts(&out, "[\n");
    assert_true(json_array_size(cases) >= 150);
    json_array_foreach(cases, index, from)
    {
        struct trial trial;
        struct expr_env env;
        struct value got;

        trial_open(&trial, from, false);
        env = read_env(&trial, from);
        if (json_object_get(from, "says") != NULL) {
            if (!found_as_said(&trial, from))
                bad += complain(&trial, from, NULL);
        } else if (!trial.checked) {
            bad += complain(&trial, from, NULL);
        } else {
            got = expr_value(trial.expr, &env);
            if (!same(&trial.arena, &got, json_object_get(from, "is"))
                || expr_holds(trial.expr, &env) != value_true(&got))
                bad += complain(&trial, from, &got);
            write_case(&out, &trial, from, &env);
        }
        arena_close(&trial.arena);
    }
    buf_puts(&out, "\n]\n");
    assert_false(out.full);
    file = fopen("build/expr_trees.json", "w");
    assert_non_null(file);
    assert_int_equal(fwrite(out.data, 1, out.length, file), out.length);
    assert_int_equal(fclose(file), 0);
    buf_close(&out);
    json_decref(cases);
    assert_int_equal(bad, 0);
}

static void
every_case_over_a_group_holds(void **state)
{
    json_t *cases = load_cases("groups"), *from;
    size_t index;
    int bad = 0;

    (void)state;
    json_array_foreach(cases, index, from)
    {
        json_t *members = json_object_get(from, "members"), *member;
        struct trial trial, each[16];
        struct expr_member group[16] = { 0 };
        struct value got;
        size_t i;

        trial_open(&trial, from, true);
        json_array_foreach(members, i, member)
        {
            each[i] = (struct trial){ .survey = trial.survey };
            if (json_object_get(member, "survey") != NULL)
                each[i].survey = trial.surveys[1];
            group[i].env = read_env(&each[i], member);
            group[i].weight = json_number_value(json_object_get(member, "weight"));
        }
        if (!trial.checked) {
            bad += complain(&trial, from, NULL);
        } else {
            got = expr_group_value(trial.expr, group, json_array_size(members), &trial.arena);
            if (!same(&trial.arena, &got, json_object_get(from, "is")))
                bad += complain(&trial, from, &got);
        }
        for (i = 0; i < json_array_size(members); i++)
            arena_close(&each[i].arena);
        arena_close(&trial.arena);
    }
    json_decref(cases);
    assert_int_equal(bad, 0);
}

/* ---- one by one -----------------------------------------------------------------------------------------
 */

static void
names_are_listed_in_the_order_of_the_source(void **state)
{
    scoped_arena arena = { 0 };
    struct problems problems = { .arena = &arena };
    const char *source = "${q_one} = 'a' and ${goals.g_07} = 'own' or ${row.count} > 1";
    const struct expr *expr = expr_parse(&arena, source, "x.yaml", 1, 1, &problems);
    const struct survey *survey = demo_survey(&arena);
    struct expr_scope scope = {
        .survey = survey, .question = survey_question(survey, "t"), .has_row = true, .skip_others = true
    };
    const struct expr_names *names;

    (void)state;
    assert_non_null(expr);
    names = expr_names(expr);
    assert_int_equal(names->count, 3);
    assert_string_equal(names->items[1]->text, "goals.g_07");
    assert_int_equal(names->items[1]->column, 20);
    assert_true(expr_check(expr, &scope, &problems));
    assert_string_equal(names->items[0]->question, "q_one");
    assert_int_equal(names->items[0]->reach, REACH_CELL);
    assert_int_equal(names->items[1]->reach, REACH_NOTHING);
    assert_int_equal(names->items[2]->reach, REACH_ROW);
    assert_string_equal(names->items[2]->column_id, "count");
    assert_string_equal(expr_source(expr), source);
}

static void
a_name_left_for_later_is_empty(void **state)
{
    scoped_arena arena = { 0 };
    struct problems problems = { .arena = &arena };
    const struct expr *expr = expr_parse(&arena, "${goals.g_07} = ''", "x.yaml", 1, 1, &problems);
    struct answers answers = { 0 };
    struct expr_scope scope = { .survey = demo_survey(&arena), .skip_others = true };
    struct expr_env env = { .survey = scope.survey, .answers = &answers, .arena = &arena };
    scoped_buf out = { .max = 1000 };

    (void)state;
    assert_true(expr_check(expr, &scope, &problems));
    assert_true(expr_holds(expr, &env));
    expr_json(expr, &out);
    assert_string_equal(buf_text(&out), "[\"=\",\"\",\"\"]");
}

static void
the_tree_is_written_as_json(void **state)
{
    scoped_arena arena = { 0 };
    struct problems problems = { .arena = &arena };
    const char *source = "selected(${q_multi}, 'x') and sum(${t.count}) >= 1.5 or regex(., 'a-b') and "
                         "${row.count} = ${mc.r_a.days} and count(${t}) > 0 and ${choice} = today()";
    const struct expr *expr = expr_parse(&arena, source, "x.yaml", 1, 1, &problems);
    struct expr_scope scope = {
        .survey = demo_survey(&arena), .has_row = true, .has_choice = true, .has_own = true
    };
    scoped_buf out = { .max = 10000 };

    (void)state;
    scope.question = survey_question(scope.survey, "t");
    assert_true(expr_check(expr, &scope, &problems));
    expr_json(expr, &out);
    assert_string_equal(
        buf_text(&out),
        "[\"or\",[\"and\",[\"selected\",[\"cell\",\"demo\",\"q_multi\",\"\",\"\"],\"x\"],"
        "[\">=\",[\"sum\",[\"column\",\"demo\",\"t\",\"count\"]],1.5]],"
        "[\"and\",[\"regex\",[\".\"],\"a\\\\x2db\"],"
        "[\"=\",[\"row\",\"demo\",\"t\",\"count\"],[\"cell\",\"demo\",\"mc\",\"r_a\",\"days\"]],"
        "[\">\",[\"count\",[\"rows\",\"demo\",\"t\"]],0],[\"=\",[\"choice\"],[\"today\"]]]]");
    buf_reset(&out);
    expr_json(NULL, &out);
    assert_string_equal(buf_text(&out), "null");
}

static void
no_expression_is_always_true(void **state)
{
    (void)state;
    assert_true(expr_holds(NULL, NULL));
    assert_true(expr_check(NULL, NULL, NULL));
}

static bool
only_q_int(void *context, const char *question)
{
    (void)context;
    return strcmp(question, "q_int") == 0;
}

static void
answers_to_hidden_questions_are_empty(void **state)
{
    scoped_arena arena = { 0 };
    struct problems problems = { .arena = &arena };
    struct expr_scope scope = { .survey = demo_survey(&arena) };
    struct answers answers = { 0 };
    struct expr_env env = {
        .survey = scope.survey, .answers = &answers, .arena = &arena, .relevant = only_q_int
    };
    const struct expr *expr = expr_parse(&arena, "${q_int} = 5 and ${q_dec} = ''", "x", 1, 1, &problems);

    (void)state;
    demo_answer(&arena, &answers, "q_int", "5", CELL_ANSWERED);
    demo_answer(&arena, &answers, "q_dec", "5", CELL_ANSWERED);
    assert_true(expr_check(expr, &scope, &problems));
    assert_true(expr_holds(expr, &env));
    env.relevant = NULL;
    assert_false(expr_holds(expr, &env));
}

static void
numbers_are_printed_with_at_most_six_decimals(void **state)
{
    scoped_arena arena = { 0 };
    static const struct {
        double number;
        const char *text;
    } cases[] = { { 0, "0" },
                  { -0.0, "0" },
                  { 1, "1" },
                  { -1.5, "-1.5" },
                  { 0.1, "0.1" },
                  { 1.0 / 3, "0.333333" },
                  { 0.0000005, "0.000001" },
                  { 0.0000004, "0" },
                  { -0.0000004, "0" },
                  { 100, "100" },
                  { 123456789012345, "123456789012345" },
                  { 4503599627370496.0, "4503599627370496" },
                  { 45035996273.70497, "45035996273.705" } };

    (void)state;
    for (size_t i = 0; i < LENGTH(cases); i++)
        assert_string_equal(expr_number_text(&arena, cases[i].number), cases[i].text);
}

static void
rounding_is_half_up(void **state)
{
    (void)state;
    assert_true(round_half_up(0.5, 0) == 1 && round_half_up(-0.5, 0) == 0 && round_half_up(2.5, 0) == 3);
    assert_true(round_half_up(1.005, 2) == 1.01 && round_half_up(7371.5, 0) == 7372);
    assert_true(round_half_up(5642.857142, 0) == 5643 && round_half_up(8812.5, 0) == 8813);
    assert_true(round_half_up(999999999999999, 6) == 999999999999999);
    assert_true(round_half_up(1e17, 2) == 1e17 && round_half_up(1.234, -3) == 1);
    assert_true(signbit(round_half_up(-0.2, 0)) == 0);
}

static void
only_texts_as_printed_are_numbers(void **state)
{
    static const char *const good[] = { "0", "5", "-5", "10", "0.5", "-0.5", "12.000001", "123456789012345" };
    static const char *const bad[] = { "",    "-",   "-0",  "00",  "05",  "+5",        "5.",
                                       ".5",  "5.0", "1e3", " 5",  "5 ",  "0.1234567", "1234567890123456",
                                       "1,5", "nan", "inf", "0x1", "1.50" };
    double number;

    (void)state;
    for (size_t i = 0; i < LENGTH(good); i++)
        assert_true(expr_number_parse(good[i], &number));
    for (size_t i = 0; i < LENGTH(bad); i++)
        assert_false(expr_number_parse(bad[i], &number));
}

static void
values_have_a_text(void **state)
{
    scoped_arena arena = { 0 };
    struct value truth = { .kind = VALUE_TRUTH, .truth = true }, empty = { 0 };
    double number;

    (void)state;
    assert_string_equal(value_text(&arena, &truth), "true");
    truth.truth = false;
    assert_string_equal(value_text(&arena, &truth), "false");
    assert_string_equal(value_text(&arena, &empty), "");
    assert_false(value_number(&truth, &number));
}

static void
places_in_a_literal_block_follow_its_lines(void **state)
{
    scoped_arena arena = { 0 };
    struct problems problems = { .arena = &arena };

    (void)state;
    assert_null(expr_parse(&arena, "${q_int} = 1\nand «", "x.yaml", 10, 15, &problems));
    assert_int_equal(problems.items[0].line, 11);
    assert_int_equal(problems.items[0].column, 19);
    assert_null(expr_parse(&arena, "'ёж' = ", "x.yaml", 1, 1, &problems));
    assert_int_equal(problems.items[1].column, 8);
}

static void
what_is_not_utf8_is_refused(void **state)
{
    scoped_arena arena = { 0 };
    struct problems problems = { .arena = &arena };

    (void)state;
    assert_null(expr_parse(&arena, "'\xff'", "x.yaml", 1, 1, &problems));
    assert_non_null(strstr(problems.items[0].sentence, "UTF-8"));
}

static void
a_name_of_a_missing_question_is_empty(void **state)
{
    scoped_arena arena = { 0 };
    struct problems problems = { .arena = &arena };
    struct survey *survey = demo_survey(&arena), *other = demo_goals(&arena);
    struct expr_scope scope = { .survey = survey };
    struct answers answers = { 0 };
    struct expr_env env = { .survey = survey, .answers = &answers, .arena = &arena };
    const struct expr *expr = expr_parse(&arena, "sum(${t.count})", "x", 1, 1, &problems);

    (void)state;
    assert_true(expr_check(expr, &scope, &problems));
    other->id = "demo"; /* an older version without the table */
    env.survey = other;
    assert_true(expr_value(expr, &env).number == 0);
    env.survey = NULL;
    assert_true(expr_value(expr, &env).number == 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_case_of_the_table_holds),
        cmocka_unit_test(every_case_over_a_group_holds),
        cmocka_unit_test(names_are_listed_in_the_order_of_the_source),
        cmocka_unit_test(a_name_left_for_later_is_empty),
        cmocka_unit_test(the_tree_is_written_as_json),
        cmocka_unit_test(no_expression_is_always_true),
        cmocka_unit_test(answers_to_hidden_questions_are_empty),
        cmocka_unit_test(numbers_are_printed_with_at_most_six_decimals),
        cmocka_unit_test(rounding_is_half_up),
        cmocka_unit_test(only_texts_as_printed_are_numbers),
        cmocka_unit_test(values_have_a_text),
        cmocka_unit_test(places_in_a_literal_block_follow_its_lines),
        cmocka_unit_test(what_is_not_utf8_is_refused),
        cmocka_unit_test(a_name_of_a_missing_question_is_empty),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
