/* Addresses of cells, and looking answers up. */
#include "model/cell.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void
put(struct arena *arena, struct answers *answers, const char *address, const char *value)
{
    struct cell cell;

    assert_true(cell_parse(arena, address, &cell));
    cell.value = value;
    *ARENA_PUSH(arena, answers) = cell;
    answers_sort(answers);
}

static void
an_address_is_taken_apart_and_put_together(void **state)
{
    static const char *const good[] = { "sm_03",
                                        "sm_06/forgot_call",
                                        "sm_07/r1/document",
                                        "sm_03//.other",
                                        "sm_03//.comment",
                                        "sm_03//.importance",
                                        "sm_07/r1/.order",
                                        "g_02/1/goal.other",
                                        "m/r/.other",
                                        "a/0" };
    scoped_arena arena = { 0 };
    struct cell cell;

    (void)state;
    for (size_t i = 0; i < LENGTH(good); i++) {
        if (!cell_parse(&arena, good[i], &cell))
            fail_msg("%s", good[i]);
        assert_string_equal(cell_name(&arena, cell.question, cell.row, cell.column), good[i]);
        assert_string_equal(cell.value, "");
    }
    assert_true(cell_parse(&arena, "t/r1/c", &cell));
    assert_string_equal(cell.question, "t");
    assert_string_equal(cell.row, "r1");
    assert_string_equal(cell.column, "c");
}

static void
what_is_no_address_is_refused(void **state)
{
    static const char *const bad[] = { "",
                                       "/",
                                       "a/",
                                       "a//",
                                       "1a",
                                       "A",
                                       "a/b/c/d",
                                       "a/b/",
                                       "a/../b",
                                       "a//.what",
                                       "a/b/.orderly",
                                       "a/b/c.comment",
                                       "a b",
                                       "a/Ж",
                                       "\"><script>",
                                       "a%00",
                                       "a\xff",
                                       "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijk" };
    scoped_arena arena = { 0 };
    struct cell cell;

    (void)state;
    for (size_t i = 0; i < LENGTH(bad); i++)
        if (cell_parse(&arena, bad[i], &cell))
            fail_msg("\"%s\" passed for an address", bad[i]);
}

static void
cells_are_found_by_their_address(void **state)
{
    scoped_arena arena = { 0 };
    struct answers answers = { 0 };
    size_t count;

    (void)state;
    assert_null(answers_cell(&answers, "a", "", ""));
    assert_null(answers_question(&answers, "a", &count));
    put(&arena, &answers, "b/r2/x", "3");
    put(&arena, &answers, "b/r1/x", "2");
    put(&arena, &answers, "a", "1");
    put(&arena, &answers, "c//.comment", "4");
    assert_string_equal(answers_value(&answers, "a", "", ""), "1");
    assert_string_equal(answers_value(&answers, "b", "r2", "x"), "3");
    assert_string_equal(answers_value(&answers, "c", "", ".comment"), "4");
    assert_string_equal(answers_value(&answers, "c", "", ""), "");
    assert_null(answers_cell(&answers, "b", "r3", "x"));
    assert_string_equal(answers_question(&answers, "b", &count)->row, "r1");
    assert_int_equal(count, 2);
    assert_null(answers_question(&answers, "zz", &count));
    assert_int_equal(count, 0);
}

static void
dont_know_has_no_value(void **state)
{
    scoped_arena arena = { 0 };
    struct answers answers = { 0 };

    (void)state;
    put(&arena, &answers, "a", "left over");
    answers.items[0].state = CELL_DONT_KNOW;
    assert_string_equal(answers_value(&answers, "a", "", ""), "");
    answers.items[0].state = CELL_NOT_APPLICABLE;
    assert_string_equal(answers_value(&answers, "a", "", ""), "");
}

static void
rows_stand_in_their_order_and_removed_ones_are_left_out(void **state)
{
    scoped_arena arena = { 0 };
    struct answers answers = { 0 };
    struct row_ids rows;

    (void)state;
    put(&arena, &answers, "t/a/.order", "10");
    put(&arena, &answers, "t/b/.order", "9");
    put(&arena, &answers, "t/d/.order", "9");
    put(&arena, &answers, "t/gone/.order", "");
    put(&arena, &answers, "t/gone/x", "1");
    put(&arena, &answers, "t/odd/.order", "x");
    rows = answers_rows(&arena, &answers, "t");
    assert_int_equal(rows.count, 3);
    assert_string_equal(rows.items[0], "b");
    assert_string_equal(rows.items[1], "d");
    assert_string_equal(rows.items[2], "a");
    assert_int_equal(answers_rows(&arena, &answers, "none").count, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_address_is_taken_apart_and_put_together),
        cmocka_unit_test(what_is_no_address_is_refused),
        cmocka_unit_test(cells_are_found_by_their_address),
        cmocka_unit_test(dont_know_has_no_value),
        cmocka_unit_test(rows_stand_in_their_order_and_removed_ones_are_left_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
