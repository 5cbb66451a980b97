/* A growing run of bytes with a maximum. */
#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static void
a_new_buffer_is_an_empty_string(void **state)
{
    scoped_buf buf = { 0 };

    (void)state;
    buf_open(&buf, 10);
    assert_string_equal(buf_text(&buf), "");
    buf_add(&buf, NULL, 0);
    assert_false(buf.full);
    assert_string_equal(buf_text(&buf), "");
}

static void
everything_written_stands_in_order(void **state)
{
    scoped_buf buf = { 0 };

    (void)state;
    buf_open(&buf, 10000);
    buf_puts(&buf, "a");
    buf_putc(&buf, 'b');
    buf_printf(&buf, "%03d%s", 7, "c");
    assert_string_equal(buf_text(&buf), "ab007c");
    for (int i = 0; i < 999; i++)
        buf_puts(&buf, "123456789");
    assert_int_equal(buf.length, 6 + 9 * 999);
    assert_false(buf.full);
    assert_int_equal(strlen(buf_text(&buf)), buf.length);
}

static void
the_last_byte_fits_and_the_next_one_does_not(void **state)
{
    scoped_buf buf = { 0 };

    (void)state;
    buf_open(&buf, 5);
    buf_puts(&buf, "12345");
    assert_false(buf.full);
    buf_putc(&buf, '6');
    assert_true(buf.full);
    assert_int_equal(buf.length, 5);
}

static void
a_full_buffer_stays_full_until_reset(void **state)
{
    scoped_buf buf = { 0 };

    (void)state;
    buf_open(&buf, 5);
    buf_printf(&buf, "%s", "1234567");
    assert_true(buf.full);
    buf_putc(&buf, 'x');
    assert_int_equal(buf.length, 0);
    buf_reset(&buf);
    buf_puts(&buf, "ok");
    assert_false(buf.full);
    assert_string_equal(buf_text(&buf), "ok");
}

static void
room_made_at_once_changes_nothing_but_the_room(void **state)
{
    scoped_buf buf = { 0 };

    (void)state;
    buf_open(&buf, 5000);
    buf_reserve(&buf, 4000);
    assert_true(buf.capacity > 4000);
    assert_int_equal(buf.length, 0);
    assert_false(buf.full);
    assert_string_equal(buf_text(&buf), "");
    buf_puts(&buf, "text");
    assert_string_equal(buf_text(&buf), "text");
}

static void
a_kept_content_outlives_its_buffer(void **state)
{
    scoped_arena arena = { 0 };
    const char *kept, *nothing;

    (void)state;
    for (int round = 0; round < 2; round++) {
        scoped_buf buf = { 0 };

        buf_open(&buf, 100);
        nothing = buf_keep(&buf, &arena);
        buf_puts(&buf, "mine");
        kept = buf_keep(&buf, &arena);
        assert_string_equal(buf_text(&buf), "");
        buf_puts(&buf, "another");
        assert_string_equal(kept, "mine");
        assert_string_equal(nothing, "");
        arena_reset(&arena); /* frees it: the sanitizers look */
    }
}

static void
whole_numbers_are_digits(void **state)
{
    const struct {
        int64_t number;
        const char *text;
    } cases[] = { { 0, "0" },
                  { 7, "7" },
                  { -10, "-10" },
                  { 1234567890, "1234567890" },
                  { INT64_MAX, "9223372036854775807" },
                  { INT64_MIN, "-9223372036854775808" } };
    struct arena arena = { 0 };
    scoped_buf buf = { 0 };

    (void)state;
    buf_open(&buf, 100);
    for (size_t i = 0; i < LENGTH(cases); i++) {
        assert_string_equal(arena_int(&arena, cases[i].number), cases[i].text);
        buf_reset(&buf);
        buf_int(&buf, cases[i].number);
        assert_string_equal(buf_text(&buf), cases[i].text);
    }
    arena_close(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_buffer_is_an_empty_string),
        cmocka_unit_test(everything_written_stands_in_order),
        cmocka_unit_test(the_last_byte_fits_and_the_next_one_does_not),
        cmocka_unit_test(a_full_buffer_stays_full_until_reset),
        cmocka_unit_test(room_made_at_once_changes_nothing_but_the_room),
        cmocka_unit_test(a_kept_content_outlives_its_buffer),
        cmocka_unit_test(whole_numbers_are_digits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
