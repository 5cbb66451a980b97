/* Loading all forms together: folders, what is in two files, older versions, names across files. */
#include "model/library.h"

#include "base/buf.h"
#include "base/csv.h"
#include "model/question_type.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

struct fixture {
    struct arena arena;
    struct problems problems;
    struct library library;
    char folder[32];
};

static int
set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    snprintf(f->folder, sizeof f->folder, "/tmp/test_library.XXXXXX");
    f->problems.arena = &f->arena;
    *state = f;
    return mkdtemp(f->folder) == NULL;
}

static const char *const names[] = { "a.yaml", "b.yaml", "c.yaml", "notes.txt", ".hidden.yaml" };

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    for (size_t i = 0; i < LENGTH(names); i++)
        unlink(arena_printf(&f->arena, "%s/%s", f->folder, names[i]));
    rmdir(f->folder);
    library_close(&f->library);
    arena_close(&f->arena);
    free(f);
    return 0;
}

static void
write_file(struct fixture *f, const char *name, const char *text)
{
    FILE *file = fopen(arena_printf(&f->arena, "%s/%s", f->folder, name), "w");

    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static const char *
survey_with(struct fixture *f, const char *head, const char *question)
{
    return arena_printf(&f->arena,
                        "survey: a\nversion: 1\ntitle: A\ndefault_language: en\n%ssections:\n"
                        "  - section: one\n    title: One\n    questions:\n"
                        "      - {id: q1, type: yes_no, label: One%s}\n",
                        head, question);
}

static void
load(struct fixture *f)
{
    const char *path = f->folder;

    library_load(&f->library, &path, 1, &f->problems);
}

static void
assert_found(struct fixture *f, const char *words)
{
    for (size_t i = 0; i < f->problems.count; i++) {
        if (strstr(f->problems.items[i].sentence, words) != NULL)
            return;
    }
    for (size_t i = 0; i < f->problems.count; i++)
        print_error("%s\n", problem_line(&f->problems, &f->problems.items[i]));
    fail_msg("nobody said \"%s\"", words);
}

static void
a_folder_gives_its_yaml_files_alone(void **state)
{
    struct fixture *f = *state;

    write_file(f, "a.yaml", survey_with(f, "", ""));
    write_file(f, "notes.txt", "\t not YAML");
    write_file(f, ".hidden.yaml", "\t not YAML");
    load(f);
    assert_int_equal(f->problems.count, 0);
    assert_non_null(library_survey(&f->library, "a"));
    assert_null(library_survey(&f->library, "b"));
    assert_null(library_quiz(&f->library, "a"));
}

static void
a_file_with_errors_is_left_out_and_the_others_stay(void **state)
{
    struct fixture *f = *state;

    write_file(f, "a.yaml", survey_with(f, "", ""));
    write_file(f, "b.yaml", "survey: b\n");
    load(f);
    assert_non_null(library_survey(&f->library, "a"));
    assert_null(library_survey(&f->library, "b"));
    assert_int_not_equal(f->problems.errors, 0);
}

static void
one_id_stands_in_one_file(void **state)
{
    struct fixture *f = *state;

    write_file(f, "a.yaml", survey_with(f, "", ""));
    write_file(f, "b.yaml", survey_with(f, "", ", hint: Other"));
    load(f);
    assert_found(f, "The questionnaire \"a\" stands in");
    assert_int_equal(f->library.surveys.count, 1);
}

static void
links_and_missing_files_are_refused(void **state)
{
    struct fixture *f = *state;
    const char *const paths[] = { arena_printf(&f->arena, "%s/b.yaml", f->folder), "/nowhere.yaml",
                                  "/dev/zero" };

    assert_int_equal(symlink("/etc/passwd", paths[0]), 0);
    library_load(&f->library, paths, 3, &f->problems);
    assert_int_equal(f->problems.errors, 3);
    assert_found(f, "symbolic link");
    assert_found(f, "cannot be opened");
    assert_found(f, "not a regular file");
}

static void
older_versions_stay_although_what_they_name_is_gone(void **state)
{
    struct fixture *f = *state;
    const char *old = survey_with(f, "", ", relevant: \"${gone_question} = 'x'\"");

    write_file(f, "a.yaml", survey_with(f, "", ""));
    load(f);
    assert_non_null(library_add_survey(&f->library, "kept", old, strlen(old), &f->problems));
    assert_int_equal(f->problems.errors, 0);
}

static void
older_versions_are_found_by_their_hash(void **state)
{
    struct fixture *f = *state;
    const char *old = survey_with(f, "", ", hint: Old");
    const struct survey *added, *now;

    write_file(f, "a.yaml", survey_with(f, "", ""));
    load(f);
    added = library_add_survey(&f->library, "kept", old, strlen(old), &f->problems);
    now = library_survey(&f->library, "a");
    assert_non_null(added);
    assert_ptr_not_equal(added, now);
    assert_ptr_equal(library_survey_hash(&f->library, added->hash), added);
    assert_ptr_equal(library_survey_hash(&f->library, now->hash), now);
    assert_null(library_survey_hash(&f->library, "00"));
    assert_null(library_add_survey(&f->library, "kept", "survey: a", 9, &f->problems));
}

static void
older_tests_are_found_by_their_hash(void **state)
{
    struct fixture *f = *state;
    static const char quiz[] =
        "quiz: z\nversion: 1\ntitle: T\ndefault_language: en\nminutes: 10\npass: {percent: 60}\n"
        "topics: [{id: T, title: T}]\nquestions:\n"
        "  - {id: k, type: numeric, topic: T, label: L, explanation: E, answers: [{value: 1}]}\n";
    const struct quiz *added;

    load(f);
    added = library_add_quiz(&f->library, "kept", quiz, sizeof quiz - 1, &f->problems);
    assert_non_null(added);
    assert_ptr_equal(library_quiz_hash(&f->library, added->hash), added);
    assert_null(library_quiz_hash(&f->library, "00"));
    assert_null(library_quiz(&f->library, "z"));
}

static const char catalogue_path[] = "tests/fixtures/good/catalogue.yaml";

static void
load_with_catalogue(struct fixture *f)
{
    const char *const paths[] = { f->folder, catalogue_path };

    library_load(&f->library, paths, 2, &f->problems);
}

static void
names_of_the_catalogue_are_looked_up(void **state)
{
    struct fixture *f = *state;

    write_file(
        f, "a.yaml",
        survey_with(f, "audience: [sale]\n",
                    ", maturity: {statement: \"1.9\"}, compare_with: [b.q1], relevant: \"role = 'hed'\","
                    " requirement: [{code: CLI-10, rule: share}]"));
    load_with_catalogue(f);
    assert_found(f, "There is no role \"sale\". Did you mean \"sales\"?");
    assert_found(f, "There is no maturity statement \"1.9\".");
    assert_found(f, "There is no question \"b.q1\".");
    assert_found(f, "There is no requirement in the catalogue \"CLI-10\". Did you mean \"CLI-01\"?");
    assert_found(f, "hed");
    assert_int_equal(f->problems.errors, 5);
}

static void
without_a_catalogue_they_are_let_pass(void **state)
{
    struct fixture *f = *state;

    write_file(
        f, "a.yaml",
        survey_with(f, "audience: [sale]\n",
                    ", maturity: {statement: \"1.9\"}, compare_with: [b.q1], relevant: \"${b.q1} = 'yes'\","
                    " requirement: [{code: CLI-10, rule: share}]"));
    load(f);
    assert_int_equal(f->problems.count, 0);
}

static void
what_the_catalogue_names_is_looked_up(void **state)
{
    struct fixture *f = *state;
    static const char second[] = "survey: second\nversion: 1\ntitle: A\ndefault_language: en\nsections:\n"
                                 "  - section: one\n    title: One\n    questions:\n"
                                 "      - {id: goals, type: rank, label: L, choices: [{value: base, label: "
                                 "B}, {value: fame, label: F}],"
                                 " requirement: [{code: CLI-03, rule: share}]}\n"
                                 "      - {id: goal_table, type: table, label: L, rows: {max: 3}, columns: "
                                 "[{id: goal, type: text, label: G}]}\n"
                                 "      - {id: deciders, type: matrix, label: L, rows: [{value: x, label: "
                                 "X}], columns: [{id: decide, type: text,"
                                 " label: G}]}\n";

    write_file(f, "a.yaml", second);
    load_with_catalogue(f);
    assert_found(f, "The goal \"fame\" of the question \"goals\" is not among the catalogue's goals.");
    assert_found(f, "The question \"goal_table\" has no column \"target\".");
    assert_found(f, "The question \"deciders\" has no column \"decides\". Did you mean \"decide\"?");
    assert_found(f, "The question \"deciders\" has no row \"clients\".");
    assert_found(f, "The questionnaire \"second\" has no question \"risks\".");
    assert_found(f, "No question that triggers CLI-03 has the choice \"a\".");
    assert_found(f,
                 "No question triggers these requirements: CLI-01, CLI-02, CLI-04, CLI-05, CLI-06, CLI-07.");
}

static void
there_is_one_catalogue(void **state)
{
    struct fixture *f = *state;
    const char *const paths[] = { catalogue_path, "surveys/catalogue.yaml" };

    library_load(&f->library, paths, 2, &f->problems);
    assert_found(f, "There is one catalogue");
    assert_string_equal(f->library.catalogue->id, "sample");
}

/* The rows of a TSV file of tests/content; an empty list when it is not there. */
static struct csv
read_rows(struct fixture *f, const char *path)
{
    const struct csv_limits limits = { 10000, 20, 1000 };
    char *bytes = arena_alloc(&f->arena, 1 << 18);
    FILE *file = fopen(path, "r");
    struct csv csv = { 0 };
    struct csv_error error;

    if (file == NULL)
        return csv;
    assert_int_equal(csv_read(&f->arena, bytes, fread(bytes, 1, 1 << 18, file), &limits, &csv, &error),
                     CSV_OK);
    fclose(file);
    return csv;
}

static const char *
file_id(struct fixture *f, const char *path)
{
    const char *name = strrchr(path, '/') + 1;

    return arena_copy_n(&f->arena, name, strcspn(name, "."));
}

static void
every_question_of_the_banks_exists(void **state)
{
    struct fixture *f = *state;
    const char *const paths[] = { "surveys" };
    struct csv rows = read_rows(f, "tests/content/banks.tsv");

    library_load(&f->library, paths, 1, &f->problems);
    assert_true(rows.count > 40);
    for (size_t i = 1; i < rows.count; i++) {
        char **row = rows.items[i].cells;
        const struct survey *survey = library_survey(&f->library, file_id(f, row[0]));
        const struct question *question = survey ? survey_question(survey, row[1]) : NULL;

        if (question == NULL)
            fail_msg("%s has no question %s", row[0], row[1]);
        assert_string_equal(question->type->name, row[2]);
    }
}

static enum item_type
item_type(const char *name)
{
    static const char *const types[] = { "select_one", "select_multiple", "true_false", "numeric",
                                         "short_text", "match",           "order" };
    unsigned i = 0;

    while (i < LENGTH(types) && strcmp(types[i], name) != 0)
        i++;
    assert_true(i < LENGTH(types));
    return (enum item_type)i;
}

static void
every_question_of_the_tests_exists(void **state)
{
    struct fixture *f = *state;
    const char *const paths[] = { "quizzes" };
    struct csv rows = read_rows(f, "tests/content/quiz_banks.tsv");

    library_load(&f->library, paths, 1, &f->problems);
    assert_true(rows.count > 70);
    for (size_t i = 1; i < rows.count; i++) {
        char **row = rows.items[i].cells;
        const struct quiz *quiz = library_quiz(&f->library, file_id(f, row[0]));
        const struct item *item = quiz ? quiz_item(quiz, row[1]) : NULL;

        if (item == NULL)
            fail_msg("%s has no question %s", row[0], row[1]);
        assert_int_equal(item->type, item_type(row[2]));
        assert_int_equal(item->points, strtol(row[3], NULL, 10));
        assert_int_equal(item->critical, strcmp(row[4], "1") == 0);
        assert_string_equal(item->topic, row[5]);
    }
}

static void
questions_are_counted_before_they_are_read(void **state)
{
    struct fixture *f = *state;
    scoped_buf text;

    buf_open(&text, 1 << 20);
    buf_puts(&text, survey_with(f, "", ""));
    for (int i = 0; i < 2000; i++)
        buf_printf(&text, "      - {id: x%d, type: text, label: X}\n", i);
    assert_null(library_add_survey(&f->library, "big", text.data, text.length, &f->problems));
    assert_int_equal(f->problems.count, 1);
    assert_found(f, "at most 2000 questions");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_folder_gives_its_yaml_files_alone),
        TEST(a_file_with_errors_is_left_out_and_the_others_stay),
        TEST(one_id_stands_in_one_file),
        TEST(links_and_missing_files_are_refused),
        TEST(older_versions_stay_although_what_they_name_is_gone),
        TEST(older_versions_are_found_by_their_hash),
        TEST(older_tests_are_found_by_their_hash),
        TEST(names_of_the_catalogue_are_looked_up),
        TEST(without_a_catalogue_they_are_let_pass),
        TEST(what_the_catalogue_names_is_looked_up),
        TEST(there_is_one_catalogue),
        TEST(questions_are_counted_before_they_are_read),
        TEST(every_question_of_the_banks_exists),
        TEST(every_question_of_the_tests_exists),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
