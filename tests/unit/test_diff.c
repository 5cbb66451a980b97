/* Safe and breaking changes of a questionnaire. */
#include "model/diff.h"
#include "model/library.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct fixture {
    struct arena arena;
    struct problems problems;
    struct library library;
};

static int
set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    f->problems.arena = &f->arena;
    *state = f;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    library_close(&f->library);
    arena_close(&f->arena);
    free(f);
    return 0;
}

static const struct survey *
load_with(struct fixture *f, const char *id, const char *head, const char *questions)
{
    const char *source = arena_printf(&f->arena,
                                      "survey: %s\nversion: 1\ntitle: A\ndefault_language: en\n%ssections:\n"
                                      "  - section: one\n    title: One\n    questions:\n%s",
                                      id, head, questions);
    const struct survey *survey =
        library_add_survey(&f->library, "new.yaml", source, strlen(source), &f->problems);

    if (survey == NULL)
        fail_msg("%s", problem_line(&f->problems, &f->problems.items[0]));
    return survey;
}

static const struct survey *
load(struct fixture *f, const char *questions)
{
    return load_with(f, "a", "", questions);
}

#define TEXT(more) "      - {id: q, type: text, label: One" more "}\n"
#define PICK(choices) "      - {id: q, type: select_one, label: One, choices: [" choices "]}\n"
#define LIST(columns) "      - {id: q, type: table, label: One, rows: {max: 5}, columns: [" columns "]}\n"
#define NUMBER(more) "      - {id: q, type: integer, label: One" more "}\n"
#define DAY(more) "      - {id: q, type: date, label: One" more "}\n"
#define TABLE(rows) "      - {id: q, type: table, label: One, rows: " rows ", columns: [" C "]}\n"
#define GRID(rows) "      - {id: q, type: matrix, label: One, rows: [" rows "], columns: [" C "]}\n"
#define FIRST "      - {id: a, type: text, label: A}\n"
#define SOME                                                                                                 \
    "      - {id: a, type: select_one, label: A, choices: [" A "]}\n"                                        \
    "      - {id: b, type: select_one, label: B, choices: [" A "]}\n"
#define A "{value: a, label: A}"
#define B "{value: b, label: B}"
#define C "{id: c, type: text, label: C}"

static const struct {
    const char *old, *now, *finding; /* "": nothing to say */
} cases[] = {
    { TEXT(""), TEXT(""), "" },
    { TEXT(""), TEXT(", hint: More"), "" },
    { TEXT(""), "      - {id: q, type: text, label: Two}\n", "Safe: \"q\" is worded anew." },
    { TEXT(""), "      - {id: q, type: integer, label: One}\n",
      "Breaking: \"q\" changed its type from text to integer." },
    { TEXT(""), "      - {id: r, type: text, label: One}\n", "Breaking: the question \"q\" is gone." },
    { TEXT(""), TEXT("") "      - {id: r, type: text, label: R}\n", "Safe: the question \"r\" is new." },
    { TEXT(""), TEXT("") "      - {id: r, type: note, label: R}\n", "" },
    { TEXT(""), TEXT("") "      - {id: r, type: text, label: R, required: true}\n",
      "Breaking: the new question \"r\" is required." },
    { TEXT(""), TEXT(", required: true"), "Breaking: \"q\" has become required." },
    { TEXT(", required: true"), TEXT(""), "" },
    { TEXT(""), TEXT(", max_length: 10"), "Breaking: \"q\" refuses values that it took." },
    { TEXT(", max_length: 10"), TEXT(""), "" },
    { TEXT(""), TEXT(", pattern: \"a+\""), "Breaking: \"q\" refuses values that it took." },
    { TEXT(", dont_know: true"), TEXT(""),
      "Breaking: an answer that \"q\" allowed (other, don't know, not applicable) is gone." },
    { TEXT(""), TEXT(", dont_know: true"), "" },
    { PICK(A ", " B), PICK(B), "Breaking: the choice \"a\" of \"q\" is gone; answers may hold it." },
    { PICK(A ", " B), PICK(B ", " A),
      "Breaking: the choice \"a\" of \"q\" has another number, which printed codes use." },
    { PICK(A), PICK(A ", " B), "Safe: \"q\" has a new choice \"b\"." },
    { PICK(A), PICK("{value: a, label: Z}"),
      "Safe: the choice \"a\" of \"q\" is worded anew; if it means something else, give it another value." },
    { LIST(C), LIST("{id: d, type: text, label: D}"), "Breaking: the column \"q.c\" is gone." },
    { LIST(C), LIST(C ", {id: d, type: text, label: D}"), "Safe: the column \"q.d\" is new." },
    { LIST(C), LIST(C ", {id: d, type: text, label: D, required: true}"),
      "Breaking: the new column \"q.d\" is required." },
    { LIST(C), LIST("{id: c, type: integer, label: C}"),
      "Breaking: \"q.c\" changed its type from text to integer." },
    { TEXT(", comment: true"), TEXT(""),
      "Breaking: \"q\" no longer asks for a comment or importance that were kept." },
    { TEXT(", importance: true"), TEXT(""),
      "Breaking: \"q\" no longer asks for a comment or importance that were kept." },
    { TEXT(""), TEXT(", comment: true, importance: true"), "" },
    { TEXT(""), TEXT(", constraint: \". != 'x'\""), "Breaking: \"q\" has another constraint." },
    { TEXT(", constraint: \". != 'x'\""), TEXT(""), "Breaking: \"q\" has another constraint." },
    { TEXT(", constraint: \". != 'x'\""), TEXT(", constraint: \". != 'x'\", constraint_message: No."), "" },
    { FIRST TEXT(""), FIRST TEXT(", relevant: \"${a} = 'x'\""),
      "Safe: \"q\" is shown on another condition." },
    { FIRST TEXT(", relevant: \"${a} = 'x'\""), FIRST TEXT(""),
      "Safe: \"q\" is shown on another condition." },
    { NUMBER(", unit: min"), NUMBER(", unit: h"),
      "Breaking: \"q\" has another unit; the numbers mean something else." },
    { NUMBER(""), NUMBER(", unit: h"), "Breaking: \"q\" has another unit; the numbers mean something else." },
    { NUMBER(", min: 1"), NUMBER(", min: 2"), "Breaking: \"q\" refuses values that it took." },
    { NUMBER(", max: 9"), NUMBER(", max: 8"), "Breaking: \"q\" refuses values that it took." },
    { NUMBER(", min: 2, max: 8"), NUMBER(", min: 1, max: 9"), "" },
    { DAY(", min: 2026-01-01"), DAY(", min: 2026-01-02"), "Breaking: \"q\" refuses values that it took." },
    { DAY(", max: 2026-01-02"), DAY(", max: 2026-01-01"), "Breaking: \"q\" refuses values that it took." },
    { DAY(", min: 2026-01-02, max: 2026-02-01"), DAY(", min: 2026-01-01, max: 2026-02-02"), "" },
    { TABLE("{max: 5}"), TABLE("{max: 4}"), "Breaking: \"q\" refuses values that it took." },
    { TABLE("{max: 5}"), TABLE("{min: 1, max: 5}"), "Breaking: \"q\" refuses values that it took." },
    { TABLE("{min: 1, max: 5}"), TABLE("{max: 6}"), "" },
    { SOME TABLE("from a"), SOME TABLE("from b"), "Breaking: the rows of \"q\" come from elsewhere." },
    { SOME TABLE("{max: 1000}"), SOME TABLE("from a"), "Breaking: the rows of \"q\" come from elsewhere." },
    { GRID(A ", " B), GRID(A), "Breaking: the row \"b\" of \"q\" is gone; answers may hold it." },
    { GRID(A), GRID(A ", " B), "Safe: \"q\" has a new row \"b\"." },
    { GRID(A), GRID("{value: a, label: Z}"),
      "Safe: the row \"a\" of \"q\" is worded anew; if it means something else, give it another value." },
    { "      - {id: a, type: text, label: A}\n" TEXT(""), TEXT("") "      - {id: a, type: text, label: A}\n",
      "Safe: the questions stand in another order." },
};

static void
each_change_has_its_finding(void **state)
{
    struct fixture *f = *state;

    for (size_t i = 0; i < LENGTH(cases); i++) {
        const struct survey *old = load(f, cases[i].old), *now = load(f, cases[i].now);

        f->problems.count = f->problems.errors = 0;
        survey_diff(old, now, &f->problems);
        assert_string_equal(f->problems.count ? f->problems.items[0].sentence : "", cases[i].finding);
        assert_int_equal(f->problems.errors > 0, strncmp(cases[i].finding, "Breaking", 8) == 0);
    }
}

static void
findings_stand_at_the_question(void **state)
{
    struct fixture *f = *state;
    const struct survey *old = load(f, TEXT("")), *now = load(f, TEXT(", required: true"));

    survey_diff(old, now, &f->problems);
    assert_string_equal(problem_line(&f->problems, &f->problems.items[0]),
                        "new.yaml:9:9: error: Breaking: \"q\" has become required.");
}

static void
another_id_and_another_attribution_are_breaking(void **state)
{
    struct fixture *f = *state;
    const struct survey *old = load(f, TEXT(""));

    survey_diff(old, load_with(f, "b", "", TEXT("")), &f->problems);
    survey_diff(old, load_with(f, "a", "attribution: role\n", TEXT("")), &f->problems);
    survey_diff(old, load_with(f, "a", "attribution: name\n", TEXT("")), &f->problems);
    survey_diff(old, load_with(f, "a", "stage: 2\nminutes: 5\n", TEXT("")), &f->problems);
    assert_int_equal(f->problems.count, 2);
    assert_string_equal(problem_line(&f->problems, &f->problems.items[0]),
                        "new.yaml: error: Breaking: \"b\" was \"a\".");
    assert_string_equal(problem_line(&f->problems, &f->problems.items[1]),
                        "new.yaml: error: Breaking: people were promised another attribution.");
}

static void
every_finding_of_a_change_is_listed(void **state)
{
    struct fixture *f = *state;
    const struct survey *old = load(f, TEXT(", comment: true, dont_know: true"));
    const struct survey *now = load(f, FIRST TEXT(", required: true, max_length: 10"));

    survey_diff(old, now, &f->problems);
    assert_int_equal(f->problems.count, 5); /* a is new; don't know and comment gone; narrower; required */
    assert_int_equal(f->problems.errors, 4);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_change_has_its_finding),
        TEST(findings_stand_at_the_question),
        TEST(another_id_and_another_attribution_are_breaking),
        TEST(every_finding_of_a_change_is_listed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
