/* Replies. */
#include "http/reply.h"

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

static const char *
header(const struct reply *reply, const char *name)
{
    for (size_t i = 0; i < reply->header_count; i++)
        if (strcmp(reply->headers[i].name, name) == 0)
            return reply->headers[i].value;
    return NULL;
}

static void
refusal_is_not_committed_unless_it_is_kept(void **state)
{
    struct reply reply = reply_text(403, "no");

    (void)state;
    assert_false(reply_commits(&reply));
    reply_keep(&reply);
    assert_true(reply_commits(&reply));
    assert_true(reply_commits(&(struct reply){ .status = 303 }));
    assert_false(reply_commits(&(struct reply){ .status = 400 }));
    assert_false(reply_commits(&(struct reply){ 0 }));
}

static void
redirect_goes_only_to_paths_of_ours(void **state)
{
    static const char *const foreign[] = { "//evil", "/\\evil", "http://evil", "", "/a\r\nX: 1" };
    struct reply reply = reply_see_other("/p/a?b=1");

    (void)state;
    assert_int_equal(reply.status, 303);
    assert_string_equal(header(&reply, "Location"), "/p/a?b=1");
    for (size_t i = 0; i < LENGTH(foreign); i++) {
        reply = reply_see_other(foreign[i]);
        assert_string_equal(header(&reply, "Location"), "/");
    }
}

static void
header_with_a_line_break_is_left_out(void **state)
{
    struct reply reply = reply_text(200, "");

    (void)state;
    reply_header(&reply, "X-A", "a\r\nSet-Cookie: b=c");
    assert_int_equal(reply.header_count, 0);
    for (int i = 0; i < MAX_REPLY_HEADERS + 3; i++)
        reply_header(&reply, "X-A", "a");
    assert_int_equal(reply.header_count, MAX_REPLY_HEADERS);
}

static void
download_name_is_safe_and_kept_in_utf8(void **state)
{
    struct request rq = { .arena = &arena };
    struct reply reply = reply_file(&rq, "application/pdf", "x", 1, "Отчёт \"1\".pdf");

    (void)state;
    assert_int_equal(reply.length, 1);
    assert_string_equal(header(&reply, "Content-Disposition"),
                        "attachment; filename=\"_______1_.pdf\"; "
                        "filename*=UTF-8''%D0%9E%D1%82%D1%87%D1%91%D1%82%20%221%22.pdf");
    reply = reply_file(&rq, "image/png", "x", 1, NULL);
    assert_null(header(&reply, "Content-Disposition"));
}

static void
cookie_is_strict_and_prefixed_behind_tls(void **state)
{
    struct request rq = { .arena = &arena };
    struct reply reply = reply_text(200, "");

    (void)state;
    reply_cookie(&rq, &reply, "s", "abc", 0);
    assert_string_equal(reply.headers[0].value, "s=abc; Path=/; HttpOnly; SameSite=Lax");
    rq.secure = true;
    reply_cookie(&rq, &reply, "s", "abc", 60);
    assert_string_equal(reply.headers[1].value,
                        "__Host-s=abc; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=60");
    reply_cookie(&rq, &reply, "s", "abc", -1);
    assert_string_equal(reply.headers[2].value,
                        "__Host-s=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0");
    reply_cookie(&rq, &reply, "s", "a; Domain=evil", 0);
    assert_int_equal(reply.header_count, 3);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refusal_is_not_committed_unless_it_is_kept),
        cmocka_unit_test(redirect_goes_only_to_paths_of_ours),
        cmocka_unit_test(header_with_a_line_break_is_left_out),
        cmocka_unit_test(download_name_is_safe_and_kept_in_utf8),
        cmocka_unit_test(cookie_is_strict_and_prefixed_behind_tls),
    };

    return cmocka_run_group_tests(tests, NULL, close_arena);
}
