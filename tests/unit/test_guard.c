/* What is refused before anything is looked at. */
#include "http/guard.h"

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

static void
message_has_one_length_or_comes_in_chunks(void **state)
{
    static const struct {
        struct heard heard;
        bool sound;
        uint64_t length;
    } cases[] = {
        { { 0 }, true, 0 },
        { { .length = "0" }, true, 0 },
        { { .length = "123" }, true, 123 },
        { { .coding = "chunked" }, true, 0 },
        { { .length = "" }, false, 0 },
        { { .length = "+1" }, false, 0 },
        { { .length = "-1" }, false, 0 },
        { { .length = "1a" }, false, 0 },
        { { .length = "1, 1" }, false, 0 },
        { { .length = "100000000000000000000" }, false, 0 },
        { { .length = "1", .coding = "chunked" }, false, 0 },
        { { .coding = "gzip, chunked" }, false, 0 },
        { { .coding = "identity" }, false, 0 },
        { { .length = "1", .wrong = true }, false, 0 },
    };

    (void)state;
    for (size_t i = 0; i < LENGTH(cases); i++) {
        uint64_t length = 99;
        bool chunked;

        assert_int_equal(guard_framing(&cases[i].heard, &length, &chunked), cases[i].sound);
        if (cases[i].sound)
            assert_int_equal(length, cases[i].length);
    }
}

static void
header_that_comes_twice_is_noted(void **state)
{
    struct heard heard = { 0 };

    (void)state;
    guard_hear(&heard, "host", "a", 1);
    guard_hear(&heard, "X-Other", "a", 1);
    guard_hear(&heard, "X-Other", "a", 1);
    assert_false(heard.wrong);
    assert_string_equal(heard.host, "a");
    guard_hear(&heard, "HOST", "a", 1);
    assert_true(heard.wrong);
}

static void
target_is_taken_apart(void **state)
{
    char *path, *query;

    (void)state;
    assert_true(guard_target(&arena, "/p/%D1%8F+b?a=%31&b", &path, &query));
    assert_string_equal(path, "/p/я+b");
    assert_string_equal(query, "a=%31&b");
    assert_true(guard_target(&arena, "/", &path, &query));
    assert_string_equal(query, "");
    assert_false(guard_target(&arena, "*", &path, &query));
    assert_false(guard_target(&arena, "/a%2Fb", &path, &query));
    assert_false(guard_target(&arena, "/%", &path, &query));
    assert_int_equal(guard_parameters("/a"), 0);
    assert_int_equal(guard_parameters("/a?"), 1);
    assert_int_equal(guard_parameters("/a&b?c&d&"), 3);
}

static void
host_must_be_a_name_and_listed(void **state)
{
    (void)state;
    assert_true(guard_host("", "a.example:80"));
    assert_true(guard_host(NULL, "[::1]:80"));
    assert_false(guard_host("", ""));
    assert_false(guard_host("", "a b"));
    assert_false(guard_host("", "user@a"));
    assert_true(guard_host("b.example, a.example", "A.example:8080"));
    assert_true(guard_host("[::1]", "[::1]:80"));
    assert_true(guard_host("[::1]", "[::1]"));
    assert_false(guard_host("a.example", "evil.a.example"));
    assert_false(guard_host("a.example", "a.example.evil"));
}

static void
foreign_origins_are_told_from_ours(void **state)
{
    const struct heard none = { .host = "a.example" };
    struct heard heard = none;

    (void)state;
    assert_false(guard_same_origin(&none, NULL, false));
    heard.origin = "http://a.example";
    assert_true(guard_same_origin(&heard, NULL, false));
    assert_false(guard_same_origin(&heard, NULL, true));
    heard.origin = "https://A.example";
    assert_true(guard_same_origin(&heard, NULL, true));
    heard.origin = "https://a.example:444";
    assert_false(guard_same_origin(&heard, NULL, true));
    heard.origin = "https://sub.a.example";
    assert_false(guard_same_origin(&heard, NULL, true));
    heard.origin = "null";
    assert_false(guard_same_origin(&heard, NULL, false));
    heard.origin = "https://public.example";
    assert_true(guard_same_origin(&heard, "https://public.example", true));
    assert_false(guard_same_origin(&heard, "https://public.exampl", true));
    heard = none;
    heard.referer = "http://a.example.evil/a.example";
    assert_false(guard_same_origin(&heard, NULL, false));
    heard.referer = "http://a.example/form?x";
    assert_true(guard_same_origin(&heard, NULL, false));
    heard.site = "cross-site";
    assert_false(guard_same_origin(&heard, NULL, false));
}

static void
language_is_chosen(void **state)
{
    (void)state;
    assert_string_equal(guard_language("uk", "en", "ru"), "uk");
    assert_string_equal(guard_language("xx", "en-GB,ru;q=0.5", "ru"), "en");
    assert_string_equal(guard_language(NULL, "de, en;q=0.3, uk-UA;q=0.75", "ru"), "uk");
    assert_string_equal(guard_language(NULL, "en;q=0, de", "ru"), "ru");
    assert_string_equal(guard_language(NULL, "de", "ru"), "ru");
    assert_string_equal(guard_language(NULL, "eng, en ;q=1", "ru"), "en");
    assert_string_equal(guard_language(NULL, NULL, "ru"), "ru");
    assert_string_equal(guard_language("", ",;,q=", "ru"), "ru");
}

static void
forwarded_addresses_are_believed_up_to_the_first_stranger(void **state)
{
    (void)state;
    assert_string_equal(guard_peer(&arena, "", "10.0.0.1", "1.2.3.4"), "10.0.0.1");
    assert_string_equal(guard_peer(&arena, NULL, "10.0.0.1", "1.2.3.4"), "10.0.0.1");
    assert_string_equal(guard_peer(&arena, "10.0.0.1", "10.0.0.1", "1.2.3.4"), "1.2.3.4");
    assert_string_equal(guard_peer(&arena, "10.0.0.1", "10.0.0.1", "9.9.9.9, 1.2.3.4"), "1.2.3.4");
    assert_string_equal(guard_peer(&arena, "10.0.0.1, 10.0.0.2", "10.0.0.1", "1.2.3.4,10.0.0.2"), "1.2.3.4");
    assert_string_equal(guard_peer(&arena, "10.0.0.1", "10.0.0.1", "<script>"), "10.0.0.1");
    assert_string_equal(guard_peer(&arena, "10.0.0.1", "10.0.0.1", NULL), "10.0.0.1");
    assert_string_equal(guard_peer(&arena, "::1", "::1", "2001:db8::7"), "2001:db8::7");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(message_has_one_length_or_comes_in_chunks),
        cmocka_unit_test(header_that_comes_twice_is_noted),
        cmocka_unit_test(target_is_taken_apart),
        cmocka_unit_test(host_must_be_a_name_and_listed),
        cmocka_unit_test(foreign_origins_are_told_from_ours),
        cmocka_unit_test(language_is_chosen),
        cmocka_unit_test(forwarded_addresses_are_believed_up_to_the_first_stranger),
    };

    return cmocka_run_group_tests(tests, NULL, close_arena);
}
