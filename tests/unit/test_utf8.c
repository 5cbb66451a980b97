/* UTF-8, strictly. */
#include "base/utf8.h"

#include "base/attr.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#define BYTES(literal) literal, sizeof(literal) - 1

static void
texts_of_our_languages_are_valid(void **state)
{
    (void)state;
    assert_true(utf8_valid(BYTES("")));
    assert_true(utf8_valid(BYTES("Ґанок, їжак, «ёлка» № 5 ≥ 3 €")));
    assert_true(utf8_valid(BYTES("\xf0\x9f\x98\x80")));
    assert_true(utf8_valid(BYTES("\xef\xbf\xbf\xf4\x8f\xbf\xbf")));
}

static void
what_is_not_utf8_is_refused(void **state)
{
    static const struct {
        const char *bytes;
        size_t length;
    } cases[] = {
        { BYTES("\xff") },
        { BYTES("\xfe") },
        { BYTES("\x80") },
        { BYTES("a\xbf") },
        { BYTES("\xc0\xaf") },
        { BYTES("\xc1\xbf") },
        { BYTES("\xe0\x80\xaf") },
        { BYTES("\xe0\x9f\xbf") },
        { BYTES("\xf0\x80\x80\xaf") },
        { BYTES("\xf0\x8f\xbf\xbf") }, /* overlong */
        { BYTES("\xed\xa0\x80") },
        { BYTES("\xed\xbf\xbf") }, /* surrogates */
        { BYTES("\xed\xa0\xbd\xed\xb8\x80") },
        { BYTES("\xf4\x90\x80\x80") },
        { BYTES("\xf5\x80\x80\x80") },
        { BYTES("\xd0") },
        { BYTES("abc\xd0") },
        { BYTES("\xe2\x82") },
        { BYTES("\xf0\x9f\x98") },
        { BYTES("\xd0g") },
        { BYTES("\xe2\x28\xa1") },
        { BYTES("a\0b") },
    };

    (void)state;
    for (size_t i = 0; i < LENGTH(cases); i++)
        assert_false(utf8_valid(cases[i].bytes, cases[i].length));
}

static void
a_cut_character_is_not_read_beyond_the_end(void **state)
{
    uint32_t point = 77;

    (void)state;
    assert_int_equal(utf8_decode("\xe2\x82\xac", 2, &point), 0);
    assert_int_equal(point, 77);
    assert_int_equal(utf8_decode("\xe2\x82\xac", 3, &point), 3);
    assert_int_equal(point, 0x20ac);
}

static void
every_code_point_survives_a_round_trip(void **state)
{
    (void)state;
    for (uint32_t point = 1; point <= 0x10ffff; point++) {
        char bytes[4];
        uint32_t back = 0;
        size_t size = utf8_encode(point, bytes);

        if (point >= 0xd800 && point < 0xe000) {
            assert_int_equal(utf8_decode(bytes, size, &back), 0);
            continue;
        }
        if (utf8_decode(bytes, size, &back) != size || back != point)
            fail_msg("U+%04X does not survive", (unsigned)point);
    }
}

static void
counting_is_by_code_points(void **state)
{
    (void)state;
    assert_int_equal(utf8_count("Їжак"), 4);
    assert_int_equal(utf8_count("a\xf0\x9f\x98\x80"), 2);
    assert_int_equal(utf8_prefix("Їжак", 2), 4);
    assert_int_equal(utf8_prefix("Їжак", 9), 8);
    assert_int_equal(utf8_prefix("", 3), 0);
}

static void
cp1251_becomes_utf8(void **state)
{
    char out[64];
    size_t length =
        utf8_from_cp1251(BYTES("\xcf\xf0\xe8\xe2\xb3\xf2, \xaf\xe6\xe0\xea \xb9 5 \xa5\xb4"), out);

    (void)state;
    out[length] = '\0';
    assert_string_equal(out, "Привіт, Їжак № 5 Ґґ");
    length = utf8_from_cp1251(BYTES("\x98\xa8\xb8\xff\x88"), out);
    out[length] = '\0';
    assert_string_equal(out, "\xef\xbf\xbdЁёя€");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_of_our_languages_are_valid),
        cmocka_unit_test(what_is_not_utf8_is_refused),
        cmocka_unit_test(a_cut_character_is_not_read_beyond_the_end),
        cmocka_unit_test(every_code_point_survives_a_round_trip),
        cmocka_unit_test(counting_is_by_code_points),
        cmocka_unit_test(cp1251_becomes_utf8),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
