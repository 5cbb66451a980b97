/* The interface texts: the same keys in three files, names filled in, plural forms. */
#include "model/phrases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *const sources[LANG_COUNT] = {
    "hello: \"Здравствуйте, {{name}}\"\ndays.one: \"{{n}} день\"\ndays.few: \"{{n}} дня\"\ndays.many: "
    "\"{{n}} дней\"\n",
    "hello: \"Вітаємо, {{name}}\"\ndays.one: \"{{n}} день\"\ndays.few: \"{{n}} дні\"\ndays.many: \"{{n}} "
    "днів\"\n",
    "hello: \"Hello, {{name}}\"\ndays.one: \"{{n}} day\"\ndays.many: \"{{n}} days\"\n",
};

struct fixture {
    struct arena arena;
    struct problems problems;
    struct phrases *phrases;
};

static int
set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    f->problems.arena = &f->arena;
    f->phrases = phrases_load(&f->arena, sources, &f->problems);
    *state = f;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    arena_close(&f->arena);
    free(f);
    return 0;
}

static void
texts_are_found_by_key_and_language(void **state)
{
    struct fixture *f = *state;

    assert_non_null(f->phrases);
    assert_int_equal(f->problems.count, 0);
    assert_string_equal(phrase(f->phrases, LANG_UK, "days.few"), "{{n}} дні");
    assert_null(phrase(f->phrases, LANG_UK, "days.none"));
    assert_null(phrase(f->phrases, LANG_UK, ""));
}

static void
names_are_filled_in(void **state)
{
    struct fixture *f = *state;

    assert_string_equal(
        phrase_fill(&f->arena, f->phrases, LANG_EN, "hello", "other", "x", "name", "{{name}}", (char *)NULL),
        "Hello, {{name}}");
    assert_string_equal(phrase_fill(&f->arena, f->phrases, LANG_RU, "hello", "name", "", (char *)NULL),
                        "Здравствуйте, ");
    assert_string_equal(phrase_fill(&f->arena, f->phrases, LANG_EN, "hello", (char *)NULL),
                        "Hello, {{name}}");
}

static void
numbers_take_the_form_of_their_language(void **state)
{
    struct fixture *f = *state;
    static const struct {
        int64_t n;
        const char *ru, *uk, *en;
    } cases[] = {
        { 0, "0 дней", "0 днів", "0 days" },         { 1, "1 день", "1 день", "1 day" },
        { 2, "2 дня", "2 дні", "2 days" },           { 4, "4 дня", "4 дні", "4 days" },
        { 5, "5 дней", "5 днів", "5 days" },         { 11, "11 дней", "11 днів", "11 days" },
        { 12, "12 дней", "12 днів", "12 days" },     { 14, "14 дней", "14 днів", "14 days" },
        { 21, "21 день", "21 день", "21 days" },     { 22, "22 дня", "22 дні", "22 days" },
        { 25, "25 дней", "25 днів", "25 days" },     { 101, "101 день", "101 день", "101 days" },
        { 111, "111 дней", "111 днів", "111 days" }, { 1002, "1002 дня", "1002 дні", "1002 days" },
        { -1, "-1 день", "-1 день", "-1 days" },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        assert_string_equal(text_plural(&f->arena, f->phrases, LANG_RU, "days", cases[i].n), cases[i].ru);
        assert_string_equal(text_plural(&f->arena, f->phrases, LANG_UK, "days", cases[i].n), cases[i].uk);
        assert_string_equal(text_plural(&f->arena, f->phrases, LANG_EN, "days", cases[i].n), cases[i].en);
    }
}

static void
assert_refused(struct fixture *f, const char *const files[LANG_COUNT], const char *line)
{
    f->problems.count = f->problems.errors = 0;
    assert_null(phrases_load(&f->arena, files, &f->problems));
    assert_int_not_equal(f->problems.count, 0);
    assert_string_equal(problem_line(&f->problems, &f->problems.items[0]), line);
}

static void
a_key_is_in_all_three_files(void **state)
{
    struct fixture *f = *state;

    assert_refused(f, (const char *const[]){ "a: x\nb: y\n", "a: x\n", "a: x\nb: y\n" },
                   "web/lang/ru.yaml:2:4: error: The key \"b\" is missing from web/lang/uk.yaml.");
    assert_refused(f, (const char *const[]){ "a: x\n", "a: x\n", "a: x\nb: y\n" },
                   "web/lang/en.yaml:2:4: error: The key \"b\" is missing from web/lang/ru.yaml.");
}

static void
a_file_is_a_flat_map_of_texts(void **state)
{
    struct fixture *f = *state;

    assert_refused(f, (const char *const[]){ "a: {b: c}\n", "a: x\n", "a: x\n" },
                   "web/lang/ru.yaml:1:4: error: The text of \"a\" must be a single value.");
    assert_refused(f, (const char *const[]){ "a: x\n", "- a\n", "a: x\n" },
                   "web/lang/uk.yaml:1:1: error: The file must be a map of keys.");
    assert_refused(f, (const char *const[]){ "a: x\n", "a: x\n", "a: x\na: y\n" },
                   "web/lang/en.yaml:2:1: error: The key \"a\" stands here twice; the first is in line 1.");
}

static char *
read_file(const char *path)
{
    FILE *file = fopen(path, "r");
    char *text = calloc(1, 1 << 20);

    assert_non_null(file);
    assert_true(fread(text, 1, (1 << 20) - 1, file) > 0);
    fclose(file);
    return text;
}

static void
the_files_of_the_interface_are_complete(void **state)
{
    struct fixture *f = *state;
    char *files[LANG_COUNT] = { read_file("web/lang/ru.yaml"), read_file("web/lang/uk.yaml"),
                                read_file("web/lang/en.yaml") };

    f->problems.count = f->problems.errors = 0;
    assert_non_null(
        phrases_load(&f->arena, (const char *const[]){ files[0], files[1], files[2] }, &f->problems));
    for (int i = 0; i < LANG_COUNT; i++)
        free(files[i]);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(texts_are_found_by_key_and_language),     TEST(names_are_filled_in),
        TEST(numbers_take_the_form_of_their_language), TEST(a_key_is_in_all_three_files),
        TEST(a_file_is_a_flat_map_of_texts),           TEST(the_files_of_the_interface_are_complete),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
