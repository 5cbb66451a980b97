/* CSV as office programs write it. */
#include "base/csv.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#define BYTES(literal) literal, sizeof(literal) - 1

static const struct csv_limits limits = { .rows = 100, .columns = 20, .cell_bytes = 200 };

static struct csv
read_ok(struct arena *arena, const char *bytes, size_t length)
{
    struct csv csv;
    struct csv_error error;

    assert_int_equal(csv_read(arena, bytes, length, &limits, &csv, &error), CSV_OK);
    return csv;
}

static struct csv_error
read_bad(const char *bytes, size_t length)
{
    scoped_arena arena = { 0 };
    struct csv csv;
    struct csv_error error;

    assert_int_not_equal(csv_read(&arena, bytes, length, &limits, &csv, &error), CSV_OK);
    return error;
}

static void
expect_cell(const struct csv *csv, size_t row, size_t column, const char *text)
{
    assert_true(row < csv->count && column < csv->items[row].count);
    assert_string_equal(csv->items[row].cells[column], text);
}

static void
semicolons_commas_and_tabs_are_found(void **state)
{
    scoped_arena arena = { 0 };
    struct csv csv;

    (void)state;
    csv = read_ok(&arena, BYTES("a;b,c;d\n1;2;3\n"));
    assert_int_equal(csv.separator, ';');
    expect_cell(&csv, 0, 1, "b,c");
    csv = read_ok(&arena, BYTES("\"a;;;\",b,c\n1,2,3"));
    assert_int_equal(csv.separator, ',');
    expect_cell(&csv, 0, 0, "a;;;");
    expect_cell(&csv, 1, 2, "3");
    csv = read_ok(&arena, BYTES("a\tb\tc\n1,5\t2\t3"));
    assert_int_equal(csv.separator, '\t');
    expect_cell(&csv, 1, 0, "1,5");
    csv = read_ok(&arena, BYTES("only"));
    assert_int_equal(csv.separator, ';');
}

static void
quotes_follow_rfc_4180(void **state)
{
    scoped_arena arena = { 0 };
    struct csv csv = read_ok(&arena, BYTES("\"a\"\";b\nc\";\"\";x\"y\r\nsecond;;\r\n"));

    (void)state;
    assert_int_equal(csv.count, 2);
    expect_cell(&csv, 0, 0, "a\";b\nc");
    expect_cell(&csv, 0, 1, "");
    expect_cell(&csv, 0, 2, "x\"y");
    assert_int_equal(csv.items[1].count, 3);
    assert_int_equal(csv.items[1].line, 3);
}

static void
line_ends_of_every_system_are_read(void **state)
{
    scoped_arena arena = { 0 };
    struct csv csv = read_ok(&arena, BYTES("a;1\r\n\r\n  \nb;2\rc;3\n\nd;"));

    (void)state;
    assert_int_equal(csv.count, 4);
    expect_cell(&csv, 1, 0, "b");
    assert_int_equal(csv.items[1].line, 4);
    expect_cell(&csv, 2, 1, "3");
    assert_int_equal(csv.items[2].line, 5);
    expect_cell(&csv, 3, 1, "");
    assert_int_equal(csv.items[3].line, 7);
}

static void
bom_and_cp1251_are_understood(void **state)
{
    scoped_arena arena = { 0 };
    struct csv csv = read_ok(&arena, BYTES("\xef\xbb\xbfимя;должность"));

    (void)state;
    assert_false(csv.was_cp1251);
    expect_cell(&csv, 0, 0, "имя");
    csv = read_ok(&arena, BYTES("\xc8\xec\xff;\xaf\xe6\xe0\xea\n"));
    assert_true(csv.was_cp1251);
    expect_cell(&csv, 0, 0, "Имя");
    expect_cell(&csv, 0, 1, "Їжак");
}

static void
nothing_at_all_is_an_empty_table(void **state)
{
    scoped_arena arena = { 0 };

    (void)state;
    assert_int_equal(read_ok(&arena, BYTES("")).count, 0);
    assert_int_equal(read_ok(&arena, BYTES("\xef\xbb\xbf")).count, 0);
    assert_int_equal(read_ok(&arena, BYTES("\n\r\n\n")).count, 0);
}

static void
nul_and_utf16_are_no_text(void **state)
{
    struct csv_error error = read_bad(BYTES("a;b\nc\0;d"));

    (void)state;
    assert_int_equal(error.result, CSV_NOT_TEXT);
    assert_true(error.line > 0 && error.column > 0);
    assert_int_equal(error.line, 2);
    assert_int_equal(read_bad(BYTES("\xff\xfe\x61\0\x3b\0")).result, CSV_NOT_TEXT);
    assert_int_equal(read_bad(BYTES("\xfe\xff\0\x61\0\x3b")).result, CSV_NOT_TEXT);
}

static void
an_open_quote_names_the_cell_where_it_began(void **state)
{
    struct csv_error error = read_bad(BYTES("a;b\nc;\"d\ne\nf"));

    (void)state;
    assert_int_equal(error.result, CSV_OPEN_QUOTE);
    assert_int_equal(error.line, 2);
    assert_int_equal(error.column, 2);
}

static void
rows_columns_and_cells_have_limits(void **state)
{
    scoped_arena arena = { 0 };
    scoped_buf buf = { 0 };
    struct csv_error error;

    (void)state;
    buf_open(&buf, 10000);
    for (int i = 0; i < 100; i++)
        buf_puts(&buf, "x\n");
    assert_int_equal(read_ok(&arena, buf.data, buf.length).count, 100);
    buf_puts(&buf, "\n\nx\n");
    error = read_bad(buf.data, buf.length);
    assert_int_equal(error.result, CSV_TOO_LONG);
    assert_int_equal(error.line, 103);
    error = read_bad(BYTES("1\n1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16;17;18;19;20;21"));
    assert_int_equal(error.line, 2);
    assert_int_equal(error.column, 21);
    buf_reset(&buf);
    for (int i = 0; i < 201; i++)
        buf_putc(&buf, 'x');
    error = read_bad(buf.data, buf.length);
    assert_int_equal(error.result, CSV_TOO_LONG);
    assert_int_equal(error.column, 1);
}

static void
formulas_get_an_apostrophe(void **state)
{
    static const struct {
        const char *text, *written;
    } cases[] = {
        { "=1+1", "'=1+1" },
        { "+1", "'+1" },
        { "-1", "'-1" },
        { "@x", "'@x" },
        { "\t=1", "\"'\t=1\"" },
        { "\r=1", "\"'\r=1\"" },
        { " =1", "' =1" },
        { "\n=1", "\"'\n=1\"" },
        { "\xc2\xa0=1", "'\xc2\xa0=1" },
        { "\xe2\x80\x8b=1", "'\xe2\x80\x8b=1" },
        { "＝1", "'＝1" },
        { "＋1", "'＋1" },
        { "－1", "'－1" },
        { "＠x", "'＠x" },
        { "'=1", "''=1" },
        { "''=1", "'''=1" },
        { "=\"a;b\"", "\"'=\"\"a;b\"\"\"" },
        { "'quoted'", "'quoted'" },
        { "a=1", "a=1" },
        { "1-1", "1-1" },
        { "a\";b\nc", "\"a\"\";b\nc\"" },
        { "a,b", "\"a,b\"" },
        { "", "\"\"" },
    };
    scoped_buf buf = { 0 };

    (void)state;
    buf_open(&buf, 1000);
    for (size_t i = 0; i < LENGTH(cases); i++) {
        buf_reset(&buf);
        csv_write(&buf, cases[i].text, true);
        assert_string_equal(buf_text(&buf), cases[i].written);
    }
}

static void
numbers_of_our_own_stay_numbers(void **state)
{
    scoped_buf buf = { 0 };

    (void)state;
    buf_open(&buf, 1000);
    csv_write(&buf, "Прибыль", true);
    csv_write_raw(&buf, "-12,5", false);
    csv_write_raw(&buf, "-3", false);
    csv_write(&buf, "", false);
    csv_end_row(&buf);
    assert_string_equal(buf_text(&buf), "Прибыль;-12,5;-3;\r\n");
}

/* Every text of up to five letters from those that matter. */
static void
what_is_written_is_read_back_unchanged(void **state)
{
    static const char letters[] = "'= \"\n;a\t";
    scoped_arena arena = { 0 };
    scoped_buf buf = { 0 };

    (void)state;
    buf_open(&buf, 1000);
    for (unsigned number = 0; number < 8u * 8 * 8 * 8 * 8; number++) {
        char text[6] = { 0 };
        struct csv csv;
        unsigned rest = number;

        for (int i = 0; i < 5 && rest > 0; i++, rest /= 8)
            text[i] = letters[rest % 8];
        buf_reset(&buf);
        csv_write(&buf, text, true);
        csv_write(&buf, "x", false);
        csv_write(&buf, text, false);
        csv_end_row(&buf);
        arena_reset(&arena);
        csv = read_ok(&arena, buf.data, buf.length);
        assert_int_equal(csv.count, 1);
        assert_int_equal(csv.separator, ';');
        assert_int_equal(csv.items[0].count, 3);
        assert_string_equal(csv_unguard(csv.items[0].cells[0]), text);
        assert_string_equal(csv_unguard(csv.items[0].cells[2]), text);
    }
}

static void
a_row_of_one_empty_cell_is_not_lost(void **state)
{
    scoped_arena arena = { 0 };
    scoped_buf buf = { 0 };
    struct csv csv;

    (void)state;
    buf_open(&buf, 1000);
    csv_write(&buf, "", true);
    csv_end_row(&buf);
    csv_write(&buf, "  ", true);
    csv_end_row(&buf);
    csv = read_ok(&arena, buf.data, buf.length);
    assert_int_equal(csv.count, 2);
    expect_cell(&csv, 0, 0, "");
    expect_cell(&csv, 1, 0, "  ");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(semicolons_commas_and_tabs_are_found),
        cmocka_unit_test(quotes_follow_rfc_4180),
        cmocka_unit_test(line_ends_of_every_system_are_read),
        cmocka_unit_test(bom_and_cp1251_are_understood),
        cmocka_unit_test(nothing_at_all_is_an_empty_table),
        cmocka_unit_test(nul_and_utf16_are_no_text),
        cmocka_unit_test(an_open_quote_names_the_cell_where_it_began),
        cmocka_unit_test(rows_columns_and_cells_have_limits),
        cmocka_unit_test(formulas_get_an_apostrophe),
        cmocka_unit_test(numbers_of_our_own_stay_numbers),
        cmocka_unit_test(what_is_written_is_read_back_unchanged),
        cmocka_unit_test(a_row_of_one_empty_cell_is_not_lost),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
