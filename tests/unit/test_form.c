/* Forms, urlencoded and in parts. */
#include "base/buf.h"
#include "http/form.h"

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

static bool
parse(const char *text, const struct form_limits *limits, struct fields *out)
{
    return form_parse(&arena, arena_copy(&arena, text), strlen(text), limits, out);
}

static const struct form_limits few = { .fields = 3, .lines = true }, query = { .fields = 3, .repeat = true };

static void
fields_are_decoded_in_order(void **state)
{
    struct fields got;

    (void)state;
    assert_true(parse("a=1&%d0%b8%D0%BC%D1%8F=%D0%AF+b%2b&empty=", &few, &got));
    assert_int_equal(got.count, 3);
    assert_string_equal(got.items[0].name, "a");
    assert_string_equal(got.items[0].value, "1");
    assert_string_equal(got.items[1].name, "имя");
    assert_string_equal(got.items[1].value, "Я b+");
    assert_string_equal(got.items[2].value, "");
}

static void
name_without_equals_has_an_empty_value(void **state)
{
    struct fields got;

    (void)state;
    assert_true(parse("a&&b=x=y&", &few, &got));
    assert_int_equal(got.count, 2);
    assert_string_equal(got.items[0].name, "a");
    assert_string_equal(got.items[0].value, "");
    assert_string_equal(got.items[1].name, "b");
    assert_string_equal(got.items[1].value, "x=y");
}

static void
empty_body_is_an_empty_form(void **state)
{
    struct fields got;

    (void)state;
    assert_true(parse("", &few, &got));
    assert_int_equal(got.count, 0);
}

static void
what_is_no_form_is_refused(void **state)
{
    static const char *const bad[] = {
        "a=%",    "a=%4",   "a=%zz",    "a=%00",     "a=%01",           "a=%7f",          "a=\x01",
        "a=\xff", "a=%ff",  "a=%c0%af", "a=%d0",     "a=%ed%a0%80",     "a=%f5%80%80%80", "=1",
        "%00=1",  "a%0a=1", "a=1&a=2",  "a=1&%61=2", "a=1&b=2&c=3&d=4",
    };
    struct fields got;

    (void)state;
    for (size_t i = 0; i < LENGTH(bad); i++) {
        if (parse(bad[i], &few, &got))
            fail_msg("%s was taken", bad[i]);
        assert_int_equal(got.count, 0); /* the page that refuses looks for fields, too */
    }
}

static void
nul_byte_is_refused(void **state)
{
    char text[] = "a=1\0&b=2";
    struct fields got;

    (void)state;
    assert_false(form_parse(&arena, text, sizeof text - 1, &few, &got));
}

static void
lines_are_for_forms_only_and_names_may_repeat_where_allowed(void **state)
{
    struct fields got;

    (void)state;
    assert_true(parse("a=1%0d%0a2%09", &few, &got));
    assert_string_equal(got.items[0].value, "1\r\n2\t");
    assert_false(parse("a=1%0d%0a2", &query, &got));
    assert_true(parse("a=1&a=2", &query, &got));
    assert_string_equal(got.items[1].value, "2");
}

static void
boundary_is_read_only_where_it_is_beyond_doubt(void **state)
{
    (void)state;
    assert_string_equal(form_boundary(&arena, "multipart/form-data; boundary=----abc"), "----abc");
    assert_null(form_boundary(&arena, "Multipart/Form-Data;boundary=\"a b\""));
    assert_string_equal(form_boundary(&arena, "multipart/form-data; boundary=\"ab\""), "ab");
    assert_null(form_boundary(&arena, "multipart/form-data"));
    assert_null(form_boundary(&arena, "multipart/form-data; boundary="));
    assert_null(form_boundary(&arena, "multipart/form-data; boundary=x; charset=utf-8"));
    assert_null(form_boundary(&arena, "multipart/mixed; boundary=x"));
    assert_null(form_boundary(&arena,
                              "multipart/form-data; boundary="
                              "12345678901234567890123456789012345678901234567890123456789012345678901"));
}

#define NAME(name) "Content-Disposition: form-data; name=\"" name "\""
#define PART(head, content) "--X\r\n" head "\r\n\r\n" content "\r\n"

static bool
parts(const char *body, struct multipart *out)
{
    *out = (struct multipart){ .boundary = "X" };
    return form_parts(&arena, arena_copy(&arena, body), strlen(body), out);
}

static void
parts_give_one_file_and_fields(void **state)
{
    struct multipart got;

    (void)state;
    assert_true(parts(PART(NAME("a"), "1\r\n2")
                          PART(NAME("f") "; filename=\"/home/u/имя.csv\"\r\nContent-Type: text/csv",
                               "\r\n--\r\n--Y\r\n") PART(NAME("b"), "") "--X--\r\n",
                      &got));
    assert_int_equal(got.fields.count, 2);
    assert_string_equal(got.fields.items[0].value, "1\r\n2");
    assert_string_equal(got.fields.items[1].name, "b");
    assert_string_equal(got.fields.items[1].value, "");
    assert_string_equal(got.file.name, "f");
    assert_string_equal(got.file.title, "имя.csv");
    assert_int_equal(got.file.length, 11);
    assert_memory_equal(got.file.data, "\r\n--\r\n--Y\r\n", 11);
}

static void
parts_that_are_malformed_are_refused(void **state)
{
    static const char *const bad[] = {
        "",
        "--X--\r\n",
        "--X\r\n",
        PART(NAME("a"), "1"),
        PART(NAME("a"), "1") "--X-",
        PART(NAME("a"), "1") "--X--\r\nmore",
        "preamble\r\n" PART(NAME("a"), "1") "--X--",
        "--X\r\n\r\n1\r\n--X--",
        PART(NAME(""), "1") "--X--",
        PART(NAME("a") "; x=\"y\"", "1") "--X--",
        PART(NAME("a\x01"), "1") "--X--",
        PART(NAME("a") "; filename=\"f", "1") "--X--",
        PART(NAME("a") "\r\nContent-Transfer-Encoding: base64", "1") "--X--",
        PART(NAME("a") "\r\n" NAME("b"), "1") "--X--",
        PART(NAME("a"), "\xff") "--X--",
        PART(NAME("a"), "\x01") "--X--",
        PART(NAME("a"), "1") PART(NAME("a"), "2") "--X--",
        PART(NAME("a") "; filename=\"1\"", "1") PART(NAME("b") "; filename=\"2\"", "2") "--X--",
    };
    struct multipart got;

    (void)state;
    for (size_t i = 0; i < LENGTH(bad); i++)
        if (parts(bad[i], &got))
            fail_msg("case %zu was taken: %s", i, bad[i]);
}

static void
more_than_a_hundred_parts_are_refused(void **state)
{
    struct buf body;
    struct multipart got = { .boundary = "X", .repeat = true };

    (void)state;
    buf_open(&body, 1 << 20);
    for (int i = 0; i < MAX_PARTS + 1; i++)
        buf_puts(&body, PART(NAME("a"), "1"));
    buf_puts(&body, "--X--");
    assert_false(form_parts(&arena, body.data, body.length, &got));
    buf_close(&body);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_are_decoded_in_order),
        cmocka_unit_test(name_without_equals_has_an_empty_value),
        cmocka_unit_test(empty_body_is_an_empty_form),
        cmocka_unit_test(what_is_no_form_is_refused),
        cmocka_unit_test(nul_byte_is_refused),
        cmocka_unit_test(lines_are_for_forms_only_and_names_may_repeat_where_allowed),
        cmocka_unit_test(boundary_is_read_only_where_it_is_beyond_doubt),
        cmocka_unit_test(parts_give_one_file_and_fields),
        cmocka_unit_test(parts_that_are_malformed_are_refused),
        cmocka_unit_test(more_than_a_hundred_parts_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, close_arena);
}
