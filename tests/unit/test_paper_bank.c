/* Papers drawn from the tests that are shipped: every one has the same points. */
#include "exam/paper.h"

#include "model/library.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { SEEDS = 200 };

struct bank {
    struct library library;
    struct problems problems;
    struct arena arena;
};

static int
open_bank(void **state)
{
    static const char *const paths[] = { "quizzes" };
    struct bank *bank = calloc(1, sizeof *bank);

    bank->problems.arena = &bank->arena;
    library_load(&bank->library, paths, 1, &bank->problems);
    assert_int_equal(bank->problems.errors, 0);
    *state = bank;
    return 0;
}

static int
close_bank(void **state)
{
    struct bank *bank = *state;

    library_close(&bank->library);
    arena_close(&bank->arena);
    free(bank);
    return 0;
}

static int
points_of(const struct quiz *quiz, const struct paper *paper, const char *topic)
{
    int points = 0;

    for (size_t i = 0; i < paper->items.count; i++) {
        const struct item *item = quiz_item(quiz, paper->items.items[i].item);

        if (topic == NULL || strcmp(item->topic, topic) == 0)
            points += item->points;
    }
    return points;
}

static size_t
critical_of(const struct quiz *quiz, const struct paper *paper)
{
    size_t critical = 0;

    for (size_t i = 0; i < paper->items.count; i++)
        critical += quiz_item(quiz, paper->items.items[i].item)->critical;
    return critical;
}

struct expected {
    const char *variant;
    size_t questions;
    int points, base, deal, event, rep, disc;
};

static void
draw_all(const struct quiz *quiz, const struct expected *expected, size_t critical)
{
    const struct quiz_variant *variant = quiz_variant(quiz, expected->variant);

    assert_non_null(variant);
    for (uint64_t seed = 1; seed <= SEEDS; seed++)
        for (int number = 1; number <= 3; number++) {
            scoped_arena arena = { 0 };
            struct paper paper;

            paper_draw(&arena, quiz, variant, seed, number, &paper);
            assert_int_equal(paper.items.count, expected->questions);
            assert_int_equal(points_of(quiz, &paper, NULL), expected->points);
            assert_int_equal(points_of(quiz, &paper, "BASE"), expected->base);
            assert_int_equal(points_of(quiz, &paper, "DEAL"), expected->deal);
            assert_int_equal(points_of(quiz, &paper, "EVENT"), expected->event);
            assert_int_equal(points_of(quiz, &paper, "REP"), expected->rep);
            assert_int_equal(points_of(quiz, &paper, "DISC"), expected->disc);
            assert_int_equal(critical_of(quiz, &paper), critical);
        }
}

static void
every_paper_on_crm_has_44_points_and_36_for_service(void **state)
{
    static const struct expected papers[] = {
        { "", 30, 44, 13, 10, 7, 7, 7 },        { "sales", 30, 44, 13, 10, 7, 7, 7 },
        { "service", 26, 36, 13, 4, 7, 5, 7 },  { "head", 30, 44, 13, 10, 7, 7, 7 },
        { "trainer", 30, 44, 13, 10, 7, 7, 7 },
    };
    struct bank *bank = *state;

    for (size_t i = 0; i < LENGTH(papers); i++)
        draw_all(library_quiz(&bank->library, "crm_base"), &papers[i], 4);
}

static void
every_paper_on_discipline_has_13_points(void **state)
{
    static const struct expected paper = { "", 10, 13, 0, 0, 0, 0, 13 };
    struct bank *bank = *state;

    draw_all(library_quiz(&bank->library, "discipline"), &paper, 3);
}

static void
second_attempt_shares_no_question_with_the_first(void **state)
{
    struct bank *bank = *state;
    const struct quiz *quiz = library_quiz(&bank->library, "crm_base");

    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        scoped_arena arena = { 0 };
        struct paper first, second;

        paper_draw(&arena, quiz, NULL, seed, 1, &first);
        paper_draw(&arena, quiz, NULL, seed, 2, &second);
        for (size_t i = 0; i < first.items.count; i++)
            for (size_t k = 0; k < second.items.count; k++)
                assert_string_not_equal(first.items.items[i].item, second.items.items[k].item);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_paper_on_crm_has_44_points_and_36_for_service),
        cmocka_unit_test(every_paper_on_discipline_has_13_points),
        cmocka_unit_test(second_attempt_shares_no_question_with_the_first),
    };

    return cmocka_run_group_tests(tests, open_bank, close_bank);
}
