/* The Cookie header. */
#include "http/cookie.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static int
close_arena(void **state)
{
    (void)state;
    arena_close(&arena);
    return 0;
}

static void
pairs_are_read(void **state)
{
    struct fields got;

    (void)state;
    cookie_parse(&arena, "a=1; b=\"x y\";c=\"z\" ;d=", &got);
    assert_int_equal(got.count, 3); /* b holds a blank: no cookie of ours */
    assert_string_equal(got.items[0].name, "a");
    assert_string_equal(got.items[0].value, "1");
    assert_string_equal(got.items[1].name, "c");
    assert_string_equal(got.items[1].value, "z");
    assert_string_equal(got.items[2].name, "d");
    assert_string_equal(got.items[2].value, "");
}

static void
no_header_is_no_cookies(void **state)
{
    struct fields got;

    (void)state;
    cookie_parse(&arena, NULL, &got);
    assert_int_equal(got.count, 0);
    cookie_parse(&arena, " ; ;=; =x; a", &got);
    assert_int_equal(got.count, 0);
}

static void
name_that_comes_twice_is_dropped(void **state)
{
    struct fields got;

    (void)state;
    cookie_parse(&arena, "s=mine; t=1; s=tossed; s=again", &got);
    assert_int_equal(got.count, 1);
    assert_string_equal(got.items[0].name, "t");
}

static void
no_more_than_the_limit_are_read(void **state)
{
    struct fields got;
    char text[2000] = "";
    size_t length = 0;

    (void)state;
    for (int i = 0; i < 100; i++)
        length += (size_t)snprintf(text + length, sizeof text - length, "c%d=%d; ", i, i);
    cookie_parse(&arena, text, &got);
    assert_int_equal(got.count, MAX_COOKIES);
}

static void
prefix_is_wanted_behind_tls(void **state)
{
    struct request rq = { .secure = false };

    (void)state;
    cookie_parse(&arena, "s=plain; __Host-s=safe", &rq.cookies);
    assert_string_equal(request_cookie(&rq, "s"), "plain");
    rq.secure = true;
    assert_string_equal(request_cookie(&rq, "s"), "safe");
    assert_null(request_cookie(&rq, "t"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairs_are_read),
        cmocka_unit_test(no_header_is_no_cookies),
        cmocka_unit_test(name_that_comes_twice_is_dropped),
        cmocka_unit_test(no_more_than_the_limit_are_read),
        cmocka_unit_test(prefix_is_wanted_behind_tls),
    };

    return cmocka_run_group_tests(tests, NULL, close_arena);
}
