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
load(struct fixture *f, const char *questions)
{
    const char *source = arena_printf(&f->arena,
                                      "survey: a\nversion: 1\ntitle: A\ndefault_language: en\nsections:\n"
                                      "  - section: one\n    title: One\n    questions:\n%s",
                                      questions);
    const struct survey *survey =
        library_add_survey(&f->library, "new.yaml", source, strlen(source), &f->problems);

    if (survey == NULL)
        fail_msg("%s", problem_line(&f->problems, &f->problems.items[0]));
    return survey;
}

#define TEXT(more) "      - {id: q, type: text, label: One" more "}\n"
#define PICK(choices) "      - {id: q, type: select_one, label: One, choices: [" choices "]}\n"
#define LIST(columns) "      - {id: q, type: table, label: One, rows: {max: 5}, columns: [" columns "]}\n"
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

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_change_has_its_finding),
        TEST(findings_stand_at_the_question),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
