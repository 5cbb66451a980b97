/* Writing JSON on a buf. */
#include "base/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <jansson.h>
#include <math.h>
#include <string.h>

static void
commas_come_by_themselves(void **state)
{
    scoped_buf buf = { 0 };
    struct json json = json_to(&buf);

    (void)state;
    buf_open(&buf, 1000);
    json_begin_object(&json);
    json_key_text(&json, "a", "b");
    json_key(&json, "list");
    json_begin_array(&json);
    json_int(&json, 1);
    json_begin_object(&json);
    json_end_object(&json);
    json_begin_array(&json);
    json_end_array(&json);
    json_text(&json, NULL);
    json_end_array(&json);
    json_key_int(&json, "n", -9223372036854775807 - 1);
    json_key_bool(&json, "yes", true);
    json_key_bool(&json, "no", false);
    json_key(&json, "null");
    json_put_null(&json);
    json_end_object(&json);
    assert_string_equal(buf_text(&buf), "{\"a\":\"b\",\"list\":[1,{},[],null],\"n\":-9223372036854775808,"
                                        "\"yes\":true,\"no\":false,\"null\":null}");
}

static void
expect_text(const char *text, const char *written)
{
    scoped_buf buf = { 0 };
    struct json json = json_to(&buf);

    buf_open(&buf, 1000);
    json_text(&json, text);
    assert_string_equal(buf_text(&buf), written);
}

static void
texts_are_escaped_also_for_a_script_element(void **state)
{
    (void)state;
    expect_text("", "\"\"");
    expect_text("Їжак «ёж» / 100 %", "\"Їжак «ёж» / 100 %\"");
    expect_text("a\"b\\c", "\"a\\\"b\\\\c\"");
    expect_text("</script><!--", "\"\\u003c/script>\\u003c!--\"");
    expect_text("\n\r\t\x01\x1f\x7f", "\"\\n\\r\\t\\u0001\\u001f\\u007f\"");
    expect_text("\xe2\x80\xa8\xe2\x80\xa9", "\"\\u2028\\u2029\"");
    expect_text("a\xc0\xaf"
                "b\xd0",
                "\"a\\ufffd\\ufffdb\\ufffd\"");
}

static void
expect_number(double number, const char *written)
{
    scoped_buf buf = { 0 };
    struct json json = json_to(&buf);

    buf_open(&buf, 1000);
    json_number(&json, number);
    assert_string_equal(buf_text(&buf), written);
}

static void
numbers_have_at_most_six_decimals_and_no_idle_zeros(void **state)
{
    (void)state;
    expect_number(0, "0");
    expect_number(-0.0, "0");
    expect_number(-0.0000001, "0");
    expect_number(1, "1");
    expect_number(100, "100");
    expect_number(-12.5, "-12.5");
    expect_number(0.1 + 0.2, "0.3");
    expect_number(1.0 / 3, "0.333333");
    expect_number(2.0 / 3, "0.666667");
    expect_number(0.0000005, "0");
    expect_number(0.000001, "0.000001");
    expect_number(9007199254740992.0, "9007199254740992");
    expect_number(NAN, "null");
    expect_number(INFINITY, "null");
}

static void
the_largest_number_is_written_whole(void **state)
{
    scoped_buf buf = { 0 };
    struct json json = json_to(&buf);

    (void)state;
    buf_open(&buf, 1000);
    json_number(&json, -1.7976931348623157e308);
    assert_int_equal(buf.length, 310);
    assert_int_equal(strspn(buf_text(&buf) + 1, "0123456789"), 309);
}

static void
a_reader_gets_every_text_back(void **state)
{
    scoped_buf buf = { 0 };
    char text[0x80];

    (void)state;
    buf_open(&buf, 10000);
    for (int i = 1; i < 0x80; i++)
        text[i - 1] = (char)i;
    text[0x7f] = '\0';
    for (int offset = 0; offset < 0x7f; offset++) {
        struct json json = json_to(&buf);
        json_t *read;

        buf_reset(&buf);
        json_text(&json, text + offset);
        read = json_loads(buf_text(&buf), JSON_DECODE_ANY, NULL);
        assert_non_null(read);
        assert_string_equal(json_string_value(read), text + offset);
        json_decref(read);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(commas_come_by_themselves),
        cmocka_unit_test(texts_are_escaped_also_for_a_script_element),
        cmocka_unit_test(numbers_have_at_most_six_decimals_and_no_idle_zeros),
        cmocka_unit_test(the_largest_number_is_written_whole),
        cmocka_unit_test(a_reader_gets_every_text_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
