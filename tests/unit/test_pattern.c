/* Patterns: the subset, the same in PCRE2 and in browsers. */
#include "model/pattern.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static const struct place here = { "x.yaml", 3, 10 };

static const struct pattern *
compiled(struct arena *arena, const char *source)
{
    struct problems problems = { .arena = arena };
    const struct pattern *pattern = pattern_parse(arena, source, &here, &problems);

    if (pattern == NULL)
        fail_msg("%s: %s", source, problems.items[0].sentence);
    return pattern;
}

static void
matches(const char *source, const char *text, bool expected)
{
    scoped_arena arena = { 0 };

    if (pattern_matches(compiled(&arena, source), text) != expected)
        fail_msg("%s %s %s", source, expected ? "does not match" : "matches", text);
}

static void
the_whole_value_must_match(void **state)
{
    (void)state;
    matches("[0-9]{3}", "123", true);
    matches("[0-9]{3}", "1234", false);
    matches("[0-9]{3}", "a123", false);
    matches("a|bc", "bc", true);
    matches("a|ab", "ab", true);
    matches("(?:да|нет)+", "данетда", true);
    matches("^a$", "a", true);
    matches("a", "a\n", false);
    matches("a*", "", true);
}

static void
a_search_finds_a_part(void **state)
{
    scoped_arena arena = { 0 };

    (void)state;
    assert_true(pattern_found(compiled(&arena, "[0-9]{2}"), "ab12c"));
    assert_false(pattern_found(compiled(&arena, "^[0-9]{2}"), "ab12c"));
}

static void
classes_are_ascii_and_a_point_is_any_character(void **state)
{
    (void)state;
    matches("\\d\\w\\s", "1a ", true);
    matches("\\d", "٣", false);
    matches("\\w", "ж", false);
    matches("\\s", "\u00a0", false);
    matches("\\D\\W\\S", "a- ", false);
    matches("\\D\\W\\S", "a-b", true);
    matches("[\\s\\d]+", "1 2", true);
    matches("[^\\D]+", "12", true);
    matches(".", "😀", true);
    matches(".", "\n", false);
    matches("[а-яё]{2,}", "ёж", true);
    matches("[😀-😂]", "😁", true);
}

static void
escaped_punctuation_is_itself(void **state)
{
    (void)state;
    matches("\\+7 \\(\\d{3}\\) \\d{3}\\-\\d{2}", "+7 (495) 123-45", true);
    matches("[\\]\\[\\\\^-]+", "[]\\^-", true);
    matches("[a-]+", "a-a", true);
    matches("[^-]", "-", false);
    matches("a&&b~@#", "a&&b~@#", true);
    matches("[.+*?(){}|$]+", ".+*?(){}|$", true);
}

static void
a_finding_names_the_very_character(void **state)
{
    static const struct {
        const char *source;
        size_t column;
        const char *says;
    } cases[] = {
        { "", 10, "empty" },
        { "(a", 12, "never closed" },
        { "a)", 11, "never opened" },
        { "ж)", 11, "never opened" },
        { "[a", 10, "never closed" },
        { "[]", 11, "brackets are empty" },
        { "[^]", 12, "brackets are empty" },
        { "[[a]", 11, "inside brackets" },
        { "[z-a]", 14, "backwards" },
        { "[a-\\d]", 13, "range" },
        { "[\\d-z]", 13, "range" },
        { "[\\S]", 11, "\\S" },
        { "]", 10, "backslash" },
        { "}", 10, "backslash" },
        { "*a", 10, "nothing here to repeat" },
        { "a|*", 12, "nothing here to repeat" },
        { "^*", 11, "nothing here to repeat" },
        { "a*?", 12, "lazy" },
        { "a++", 12, "possessive" },
        { "a{2}{3}", 14, "nothing here to repeat" },
        { "a{", 11, "count" },
        { "a{x}", 11, "count" },
        { "a{3,2}", 11, "up to 1000" },
        { "a{1001}", 11, "up to 1000" },
        { "a{1,2,3}", 11, "up to 1000" },
        { "a{,3}", 11, "count" },
        { "\\1", 10, "back references" },
        { "\\b", 10, "escapes with a letter" },
        { "\\p{L}", 10, "escapes with a letter" },
        { "a\\", 11, "backslash ends" },
        { "(?=a)", 10, "(?: )" },
        { "(?i)a", 10, "(?: )" },
        { "(?<a>b)", 10, "(?: )" },
        { "((((((((((((((((((a))))))))))))))))))", 26, "too deep" },
        { "\xff", 10, "UTF-8" },
    };

    (void)state;
    for (size_t i = 0; i < LENGTH(cases); i++) {
        scoped_arena arena = { 0 };
        struct problems problems = { .arena = &arena };

        if (pattern_parse(&arena, cases[i].source, &here, &problems) != NULL)
            fail_msg("%s was let through", cases[i].source);
        if (strstr(problems.items[0].sentence, cases[i].says) == NULL
            || problems.items[0].column != cases[i].column)
            fail_msg("%s: %zu %s", cases[i].source, problems.items[0].column, problems.items[0].sentence);
        assert_int_equal(problems.count, 1);
    }
}

static void
what_is_too_large_is_refused(void **state)
{
    scoped_arena arena = { 0 };
    struct problems problems = { .arena = &arena };
    char source[PATTERN_MAX_BYTES + 2];

    (void)state;
    memset(source, 'a', sizeof source - 1);
    source[sizeof source - 1] = '\0';
    assert_null(pattern_parse(&arena, source, &here, &problems));
    assert_null(pattern_parse(&arena, "(((a{1000}){1000}){1000}){1000}", &here, &problems));
    assert_int_equal(problems.errors, 2);
}

static void
a_match_that_takes_too_many_steps_is_none(void **state)
{
    (void)state;
    matches("(a+)+b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac", false);
}

static void
text_that_is_not_utf8_does_not_match(void **state)
{
    (void)state;
    matches(".*", "\xc0\xaf", false);
    matches(".*", "\xed\xa0\x80", false);
    matches(".*", "a\xd0", false);
}

static void
browsers_get_a_text_that_no_flag_reads_differently(void **state)
{
    scoped_arena arena = { 0 };

    (void)state;
    assert_string_equal(pattern_portable(compiled(&arena, "[a-z0-9_-]+@(x|y)\\.ru/$")),
                        "[a-z0-9_\\x2d]+\\x40(?:x|y)\\x2eru\\x2f$");
    assert_string_equal(pattern_portable(compiled(&arena, ".\\s[^\\s]\\S")),
                        "[^\\n][\\t-\\r ][^\\t-\\r ][^\\t-\\r ]");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_whole_value_must_match),
        cmocka_unit_test(a_search_finds_a_part),
        cmocka_unit_test(classes_are_ascii_and_a_point_is_any_character),
        cmocka_unit_test(escaped_punctuation_is_itself),
        cmocka_unit_test(a_finding_names_the_very_character),
        cmocka_unit_test(what_is_too_large_is_refused),
        cmocka_unit_test(a_match_that_takes_too_many_steps_is_none),
        cmocka_unit_test(text_that_is_not_utf8_does_not_match),
        cmocka_unit_test(browsers_get_a_text_that_no_flag_reads_differently),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
