/* Tests of exchange/responses_file: what is written is read again, and what is wrong is named with its place.
 */
#include "exchange/responses_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct cell sample[] = {
    { .question = "city", .row = "", .column = "", .value = "Київ; «Поділ»\n\"лівий\"" },
    { .question = "city", .row = "", .column = ".comment", .value = "=1+1" },
    { .question = "clients", .row = "", .column = "", .value = ":dk" },
    { .question = "papers", .row = "r1", .column = "title", .value = "-5" },
    { .question = "size", .row = "", .column = "", .value = "", .state = CELL_DONT_KNOW },
    { .question = "term", .row = "", .column = "", .value = "", .state = CELL_NOT_APPLICABLE },
};

static struct response_record
sample_record(struct arena *arena)
{
    struct response_record record = { .survey = "visit",
                                      .subject = "",
                                      .external_id = "007",
                                      .email = "a@b.example",
                                      .name = "Ґалаґан Єва",
                                      .language = "uk",
                                      .state = "handed_in",
                                      .mode = "self",
                                      .started_at = 1794830400000,
                                      .handed_in_at = 1794830460000,
                                      .seconds = 60 };

    for (size_t i = 0; i < sizeof sample / sizeof sample[0]; i++)
        *ARENA_PUSH(arena, &record.answers) = sample[i];
    return record;
}

static void
assert_same_record(const struct response_record *got)
{
    assert_string_equal(got->survey, "visit");
    assert_string_equal(got->external_id, "007");
    assert_string_equal(got->email, "a@b.example");
    assert_string_equal(got->name, "Ґалаґан Єва");
    assert_string_equal(got->language, "uk");
    assert_string_equal(got->state, "handed_in");
    assert_string_equal(got->mode, "self");
    assert_int_equal(got->started_at, 1794830400000);
    assert_int_equal(got->handed_in_at, 1794830460000);
    assert_int_equal(got->seconds, 60);
    assert_int_equal(got->answers.count, sizeof sample / sizeof sample[0]);
    for (size_t i = 0; i < got->answers.count; i++) {
        assert_string_equal(got->answers.items[i].question, sample[i].question);
        assert_string_equal(got->answers.items[i].row, sample[i].row);
        assert_string_equal(got->answers.items[i].column, sample[i].column);
        assert_string_equal(got->answers.items[i].value, sample[i].value);
        assert_int_equal(got->answers.items[i].state, sample[i].state);
    }
}

static void
json_lines_bring_everything_back(void **state)
{
    scoped_arena arena = { 0 };
    struct response_record record = sample_record(&arena);
    struct response_records got;
    struct file_fault fault;
    scoped_buf out;

    (void)state;
    buf_open(&out, 10000);
    response_write_jsonl(&out, &record);
    assert_true(responses_read_jsonl(&arena, buf_text(&out), out.length, &got, &fault));
    assert_int_equal(got.count, 1);
    assert_same_record(&got.items[0]);
}

static void
csv_brings_everything_back(void **state)
{
    scoped_arena arena = { 0 };
    struct response_records records = { 0 }, got;
    struct file_fault fault;
    scoped_buf out;

    (void)state;
    *ARENA_PUSH(&arena, &records) = sample_record(&arena);
    buf_open(&out, 10000);
    responses_write_csv(&arena, &out, &records);
    assert_non_null(strstr(buf_text(&out), "'=1+1"));
    assert_true(responses_read_csv(&arena, buf_text(&out), out.length, &got, &fault));
    assert_int_equal(got.count, 1);
    assert_same_record(&got.items[0]);
}

static void
faults_of_json_lines_name_the_line(void **state)
{
    static const struct {
        const char *bytes;
        size_t line;
        const char *part;
    } cases[] = {
        { "{\"survey\":\"a\",\"person\":{},\"answers\":{}}\n{", 2, "expected" },
        { "[]", 1, "an object" },
        { "{\"survey\":\"a\",\"person\":{},\"answers\":{},\"score\":1}", 1, "\"score\"" },
        { "{\"survey\":1,\"person\":{},\"answers\":{}}", 1, "texts" },
        { "{\"survey\":\"a\",\"person\":{},\"answers\":{},\"seconds\":-1}", 1, "whole numbers" },
        { "{\"survey\":\"a\",\"person\":{},\"answers\":{\"A b\":\"x\"}}", 1, "\"A b\"" },
        { "{\"survey\":\"a\",\"person\":{},\"answers\":{\"a\":{\"state\":\"maybe\"}}}", 1, "not an answer" },
        { "{\"survey\":\"a\",\"survey\":\"b\",\"person\":{},\"answers\":{}}", 1, "duplicate" },
        { "\xff", 1, "UTF-8" },
        { "{\"survey\":\"a\",\"person\":{},\"answers\":{}}\na\xff", 2, "UTF-8" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        scoped_arena arena = { 0 };
        struct response_records got;
        struct file_fault fault;

        assert_false(responses_read_jsonl(&arena, cases[i].bytes, strlen(cases[i].bytes), &got, &fault));
        assert_int_equal(fault.line, cases[i].line);
        assert_true(fault.column > 0);
        assert_non_null(strstr(fault.sentence, cases[i].part));
    }
}

static void
faults_of_csv_name_line_and_column(void **state)
{
    static const struct {
        const char *bytes;
        size_t line, column;
    } cases[] = {
        { "survey;name;Nonsense column\n", 1, 3 },
        { "survey;seconds\na;soon\n", 2, 2 },
        { "survey;name\na;b;c\n", 2, 3 },
        { "survey;\"name\na;b\n", 1, 2 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        scoped_arena arena = { 0 };
        struct response_records got;
        struct file_fault fault;

        assert_false(responses_read_csv(&arena, cases[i].bytes, strlen(cases[i].bytes), &got, &fault));
        assert_int_equal(fault.line, cases[i].line);
        assert_int_equal(fault.column, cases[i].column);
    }
}

static void
empty_files_hold_no_responses(void **state)
{
    scoped_arena arena = { 0 };
    struct response_records got;
    struct file_fault fault;

    (void)state;
    assert_true(responses_read_jsonl(&arena, "", 0, &got, &fault));
    assert_int_equal(got.count, 0);
    assert_true(responses_read_csv(&arena, "\n\n", 2, &got, &fault));
    assert_int_equal(got.count, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_lines_bring_everything_back),
        cmocka_unit_test(csv_brings_everything_back),
        cmocka_unit_test(faults_of_json_lines_name_the_line),
        cmocka_unit_test(faults_of_csv_name_line_and_column),
        cmocka_unit_test(empty_files_hold_no_responses),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
