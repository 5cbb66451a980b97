/* Bad files with their findings beside them, good files without any, and checks across files. */
#include "model/library.h"

#include "base/buf.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char bad[] = "tests/fixtures/bad";

static void
read_file(const char *path, struct buf *out)
{
    FILE *file = fopen(path, "r");
    char bytes[4096];
    size_t got;

    if (file == NULL)
        fail_msg("%s is not there", path);
    while ((got = fread(bytes, 1, sizeof bytes, file)) > 0)
        buf_add(out, bytes, got);
    fclose(file);
}

/* "line:column: error: sentence" lines, as the .expect files have them. */
static void
list_findings(const struct problems *problems, size_t prefix, struct buf *out)
{
    for (size_t i = 0; i < problems->count; i++)
        buf_printf(out, "%s\n", problem_line(problems, &problems->items[i]) + prefix + 1);
}

static bool
check_bad_file(const char *name)
{
    scoped_arena arena = { 0 };
    scoped_buf found, expected;
    struct problems problems = { .arena = &arena };
    struct library library;
    const char *path = arena_printf(&arena, "%s/%s", bad, name);
    bool same;

    buf_open(&found, 1 << 20);
    buf_open(&expected, 1 << 20);
    library_load(&library, &path, 1, &problems);
    list_findings(&problems, strlen(path), &found);
    read_file(arena_printf(&arena, "%s/%.*s.expect", bad, (int)(strlen(name) - 5), name), &expected);
    same = problems.count > 0 && strcmp(buf_text(&found), buf_text(&expected)) == 0;
    if (!same)
        print_error("%s: found\n%sexpected\n%s", name, buf_text(&found), buf_text(&expected));
    library_close(&library);
    return same;
}

static int
is_yaml(const struct dirent *entry)
{
    const char *end = strrchr(entry->d_name, '.');

    return end != NULL && strcmp(end, ".yaml") == 0;
}

static void
every_bad_file_has_the_findings_beside_it(void **state)
{
    struct dirent **entries;
    int count = scandir(bad, &entries, is_yaml, alphasort), wrong = 0;

    (void)state;
    assert_true(count > 40);
    for (int i = 0; i < count; i++) {
        wrong += !check_bad_file(entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    assert_int_equal(wrong, 0);
}

static void
assert_silent(const char *const *paths, size_t count, size_t warnings)
{
    scoped_arena arena = { 0 };
    struct problems problems = { .arena = &arena };
    struct library library;

    library_load(&library, paths, count, &problems);
    for (size_t i = 0; i < problems.count && problems.count > warnings; i++)
        print_error("%s\n", problem_line(&problems, &problems.items[i]));
    assert_int_equal(problems.errors, 0);
    assert_int_equal(problems.count, warnings);
    library_close(&library);
}

static void
good_files_have_no_findings(void **state)
{
    static const char *const paths[] = { "tests/fixtures/good" };

    (void)state;
    assert_silent(paths, 1, 0);
}

static void
good_files_have_no_findings_one_by_one(void **state)
{
    static const char *const paths[] = { "tests/fixtures/good/everything.yaml",
                                         "tests/fixtures/good/second.yaml", "tests/fixtures/good/quiz.yaml",
                                         "tests/fixtures/good/catalogue.yaml" };

    (void)state;
    for (size_t i = 0; i < LENGTH(paths); i++)
        assert_silent(&paths[i], 1, 0);
}

/* Questionnaires for further roles are still to be written: one finding lists the codes they will trigger. */
static void
forms_that_are_shipped_have_no_errors(void **state)
{
    static const char *const paths[] = { "surveys", "quizzes" };
    scoped_arena arena = { 0 };
    struct problems problems = { .arena = &arena };
    struct library library;

    (void)state;
    library_load(&library, paths, LENGTH(paths), &problems);
    for (size_t i = 0; i < problems.count; i++) {
        if (strstr(problems.items[i].sentence, "No question triggers these requirements") == NULL)
            fail_msg("%s", problem_line(&problems, &problems.items[i]));
    }
    assert_true(library.surveys.count >= 3);
    assert_true(library.quizzes.count >= 2);
    assert_non_null(library.catalogue);
    library_close(&library);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_bad_file_has_the_findings_beside_it),
        cmocka_unit_test(good_files_have_no_findings),
        cmocka_unit_test(good_files_have_no_findings_one_by_one),
        cmocka_unit_test(forms_that_are_shipped_have_no_errors),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
