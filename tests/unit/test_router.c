/* The route table. */
#include "http/router.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
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

static struct reply
handle(struct request *rq)
{
    (void)rq;
    return reply_text(200, "");
}

static const struct route routes[] = {
    { METHOD_GET, "/", handle, 0, 0, READ },
    { METHOD_GET, "/p/{project}/people", handle, 0, 0, READ },
    { METHOD_POST, "/p/{project}/people", handle, 0, CSRF, WRITE },
    { METHOD_GET, "/p/new", handle, 0, 0, READ },
    { METHOD_GET, "/p/{project}", handle, 0, 0, READ },
    { METHOD_POST, "/response/{response}/{question}", handle, 0, CSRF, WRITE },
};

static const struct route *
find(enum method method, const char *path, struct request *rq)
{
    const char *allow;
    int status;

    *rq = (struct request){ .path = path, .arena = &arena };
    return router_find(routes, LENGTH(routes), method, rq, &status, &allow);
}

static void
path_finds_its_row_and_parameters(void **state)
{
    struct request rq;

    (void)state;
    assert_ptr_equal(find(METHOD_GET, "/", &rq), &routes[0]);
    assert_null(rq.params[0]);
    assert_ptr_equal(find(METHOD_GET, "/p/север/people", &rq), &routes[1]);
    assert_string_equal(rq.params[0], "север");
    assert_null(rq.params[1]);
    assert_ptr_equal(find(METHOD_POST, "/p/a/people", &rq), &routes[2]);
    assert_ptr_equal(find(METHOD_POST, "/response/12/q-3", &rq), &routes[5]);
    assert_string_equal(rq.params[0], "12");
    assert_string_equal(rq.params[1], "q-3");
}

static void
first_row_that_fits_wins(void **state)
{
    struct request rq;

    (void)state;
    assert_ptr_equal(find(METHOD_GET, "/p/new", &rq), &routes[3]);
    assert_ptr_equal(find(METHOD_GET, "/p/newer", &rq), &routes[4]);
}

static void
segment_must_not_be_empty_or_long(void **state)
{
    struct request rq;
    char path[120] = "/p/";

    (void)state;
    assert_null(find(METHOD_GET, "/p/", &rq));
    assert_null(find(METHOD_GET, "/p//people", &rq));
    assert_null(find(METHOD_GET, "/p/a/", &rq));
    assert_null(find(METHOD_GET, "/p/a/b", &rq));
    assert_null(find(METHOD_GET, "", &rq));
    memset(path + 3, 'x', 100);
    assert_non_null(find(METHOD_GET, path, &rq));
    path[103] = 'x';
    assert_null(find(METHOD_GET, path, &rq));
}

static void
unknown_path_and_wrong_method_are_told_apart(void **state)
{
    struct request rq = { .path = "/nowhere", .arena = &arena };
    const char *allow = "";
    int status = 0;

    (void)state;
    assert_null(router_find(routes, LENGTH(routes), METHOD_GET, &rq, &status, &allow));
    assert_int_equal(status, 404);
    assert_null(allow);
    rq.path = "/p/new";
    assert_null(router_find(routes, LENGTH(routes), METHOD_POST, &rq, &status, &allow));
    assert_int_equal(status, 405);
    assert_string_equal(allow, "GET, HEAD");
    assert_string_equal(router_allow(routes, LENGTH(routes), "/p/a/people"), "GET, HEAD, POST");
    assert_string_equal(router_allow(routes, LENGTH(routes), "/response/1/2"), "POST");
}

static void
table_with_a_wrong_row_is_refused(void **state)
{
    static const struct route bad[] = {
        { METHOD_GET, "/x", handle, 0, 0, WRITE },
        { METHOD_GET, "x", handle, 0, 0, READ },
        { METHOD_GET, "/x", NULL, 0, 0, READ },
        { METHOD_GET, "/{a", handle, 0, 0, READ },
        { METHOD_GET, "/{}", handle, 0, 0, READ },
        { METHOD_GET, "/x{a}", handle, 0, 0, READ },
        { METHOD_GET, "/{a}x", handle, 0, 0, READ },
        { METHOD_GET, "/{a}/{b}/{c}/{d}/{e}/{f}", handle, 0, 0, READ },
        { METHOD_GET, "/x", handle, 0, UPLOAD, READ },
    };

    (void)state;
    assert_true(router_check(routes, LENGTH(routes)));
    for (size_t i = 0; i < LENGTH(bad); i++)
        assert_false(router_check(&bad[i], 1));
}

static void
table_with_a_row_twice_is_refused(void **state)
{
    static const struct route twice[] = {
        { METHOD_GET, "/x", handle, 0, 0, READ },
        { METHOD_POST, "/x", handle, 0, CSRF, WRITE },
        { METHOD_GET, "/x", handle, 0, 0, READ },
    };

    (void)state;
    assert_true(router_check(twice, 2));
    assert_false(router_check(twice, 3));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(path_finds_its_row_and_parameters),
        cmocka_unit_test(first_row_that_fits_wins),
        cmocka_unit_test(segment_must_not_be_empty_or_long),
        cmocka_unit_test(unknown_path_and_wrong_method_are_told_apart),
        cmocka_unit_test(table_with_a_wrong_row_is_refused),
        cmocka_unit_test(table_with_a_row_twice_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, close_arena);
}
