/* Passed or not, on integers. */
#include "exam/verdict.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

static struct topic topic_list[] = { { .id = "BASE", .title = { .in = { "база" } } },
                                     { .id = "REP", .title = { .in = { "отчёты" } } } };
static struct mark_word words[] = {
    { .from = 95, .mark = { .in = { "отлично" } } },
    { .from = 85, .mark = { .in = { "хорошо" } } },
    { .from = 75, .mark = { .in = { "удовлетворительно" } } },
};
static const struct quiz quiz = { .topics = { topic_list, 2, 2 },
                                  .scale = { words, 3, 3 },
                                  .pass = { .percent = 75, .topic_percent = 50, .critical_all = true } };
static const struct item base = { .id = "k01", .topic = "BASE" };
static const struct item rep = { .id = "k20", .topic = "REP" };
static const struct item star = { .id = "k12", .topic = "BASE", .critical = true };
static const struct item second_star = { .id = "k15", .topic = "BASE", .critical = true };
static const struct item nowhere = { .id = "x", .topic = NULL };

static struct verdict
reach_by(struct arena *arena, int percent, struct marked_item *marks, size_t count)
{
    const struct marked_items list = { marks, count, count };
    struct quiz_variant variant = { .id = "", .pass = quiz.pass };
    struct verdict verdict;

    variant.pass.percent = percent;
    verdict_reach(arena, &quiz, &variant, &list, &verdict);
    return verdict;
}

/* The verdict on one figure, with no topics or critical questions in the way. */
static struct verdict
reach(struct arena *arena, int percent, int mark, int most)
{
    struct marked_item marks[] = { { .item = &nowhere, .mark = mark, .most = most } };

    return reach_by(arena, percent, marks, 1);
}

static void
mark_1040_of_1300_passes_80_percent_and_1039_does_not(void **state)
{
    scoped_arena arena = { 0 };

    (void)state;
    assert_int_equal(reach(&arena, 80, 1040, 1300).reason, PASSED);
    assert_int_equal(reach(&arena, 80, 1039, 1300).reason, FAILED_SCORE);
    assert_int_equal(reach(&arena, 80, 1039, 1300).percent, 7992);
    assert_int_equal(reach(&arena, 80, 1039, 1300).bar, 1040);
}

static void
mark_3299_of_4400_fails_75_percent_and_prints_74_97(void **state)
{
    scoped_arena arena = { 0 };
    struct verdict verdict = reach(&arena, 75, 3299, 4400);

    (void)state;
    assert_int_equal(verdict.reason, FAILED_SCORE);
    assert_int_equal(verdict.percent, 7497);
    assert_int_equal(verdict.bar, 3300);
    assert_null(verdict.word);
    assert_string_equal(percent_cut(&arena, LANG_RU, verdict.percent, 2), "74,97");
    assert_string_equal(percent_cut(&arena, LANG_RU, verdict.percent, 1), "74,9");
    assert_string_equal(percent_cut(&arena, LANG_UK, verdict.percent, 0), "74");
    assert_string_equal(percent_cut(&arena, LANG_EN, verdict.percent, 2), "74.97");
    assert_string_equal(percent_cut(&arena, LANG_RU, 7992, 2), "79,92");
    assert_string_equal(percent_cut(&arena, LANG_RU, 10000, 2), "100,00");
    assert_int_equal(reach(&arena, 75, 3300, 4400).reason, PASSED);
}

static void
bars_of_the_four_papers(void **state)
{
    scoped_arena arena = { 0 };

    (void)state;
    assert_int_equal(reach(&arena, 75, 0, 4400).bar, 3300);
    assert_int_equal(reach(&arena, 75, 0, 3600).bar, 2700);
    assert_int_equal(reach(&arena, 80, 0, 4400).bar, 3520);
    assert_int_equal(reach(&arena, 85, 0, 4400).bar, 3740);
    assert_int_equal(reach(&arena, 75, 0, 1001).bar, 751);
}

static void
failing_percent_never_shows_as_the_bar(void **state)
{
    (void)state;
    for (int most = 100; most <= 4400; most += 100) {
        for (int percent = 1; percent <= 100; percent += 11) {
            scoped_arena arena = { 0 };
            int mark = (percent * most + 99) / 100;

            assert_int_equal(reach(&arena, percent, mark, most).reason, PASSED);
            assert_int_equal(reach(&arena, percent, mark - 1, most).reason, FAILED_SCORE);
            assert_true(reach(&arena, percent, mark - 1, most).percent < percent * 100);
            assert_true(reach(&arena, percent, mark, most).percent >= percent * 100);
        }
    }
}

static void
critical_question_is_the_first_reason(void **state)
{
    scoped_arena arena = { 0 };
    struct marked_item marks[] = {
        { .item = &base, .mark = 0, .most = 1000 },
        { .item = &star, .mark = 0, .most = 100 },
        { .item = &second_star, .mark = 0, .most = 100 },
        { .item = &rep, .mark = 0, .most = 700 },
    };
    struct verdict verdict = reach_by(&arena, 75, marks, 4);

    (void)state;
    assert_int_equal(verdict.reason, FAILED_CRITICAL);
    assert_ptr_equal(verdict.critical_missed, &star);
}

static void
one_missed_critical_question_fails_a_good_score(void **state)
{
    scoped_arena arena = { 0 };
    struct marked_item marks[] = {
        { .item = &base, .mark = 4300, .most = 4300 },
        { .item = &star, .mark = 0, .most = 100 },
    };

    (void)state;
    assert_int_equal(reach_by(&arena, 75, marks, 2).reason, FAILED_CRITICAL);
    assert_null(reach_by(&arena, 75, marks, 2).word);
}

static void
score_is_the_second_reason_and_topic_the_third(void **state)
{
    scoped_arena arena = { 0 };
    struct marked_item low[] = {
        { .item = &base, .mark = 2850, .most = 3700 },
        { .item = &rep, .mark = 300, .most = 700 },
    };
    struct marked_item weak[] = {
        { .item = &base, .mark = 3700, .most = 3700 },
        { .item = &rep, .mark = 300, .most = 700 },
    };
    struct verdict verdict = reach_by(&arena, 75, low, 2);

    (void)state;
    assert_int_equal(verdict.reason, FAILED_SCORE);
    assert_int_equal(verdict.mark, 3150);
    assert_int_equal(verdict.most, 4400);
    assert_int_equal(verdict.bar, 3300);

    verdict = reach_by(&arena, 75, weak, 2);
    assert_int_equal(verdict.reason, FAILED_TOPIC);
    assert_string_equal(verdict.topic_missed->topic->id, "REP");
    assert_int_equal(verdict.topic_missed->mark, 300);
    assert_int_equal(verdict.topic_missed->most, 700);
}

static void
half_of_a_topic_is_enough(void **state)
{
    scoped_arena arena = { 0 };
    struct marked_item marks[] = {
        { .item = &base, .mark = 3700, .most = 3700 },
        { .item = &rep, .mark = 350, .most = 700 },
    };
    struct verdict verdict = reach_by(&arena, 75, marks, 2);

    (void)state;
    assert_int_equal(verdict.reason, PASSED);
    assert_int_equal(verdict.topics.count, 2);
    assert_false(verdict.topics.items[1].below);
    marks[1].mark = 349;
    assert_int_equal(reach_by(&arena, 75, marks, 2).reason, FAILED_TOPIC);
}

static void
topic_without_questions_in_the_paper_is_left_out(void **state)
{
    scoped_arena arena = { 0 };
    struct marked_item marks[] = { { .item = &base, .mark = 100, .most = 100 } };

    (void)state;
    assert_int_equal(reach_by(&arena, 75, marks, 1).topics.count, 1);
}

static void
word_is_by_the_scale_and_only_for_those_who_passed(void **state)
{
    scoped_arena arena = { 0 };

    (void)state;
    assert_string_equal(reach(&arena, 75, 9500, 10000).word->in[LANG_RU], "отлично");
    assert_string_equal(reach(&arena, 75, 9499, 10000).word->in[LANG_RU], "хорошо");
    assert_string_equal(reach(&arena, 75, 8500, 10000).word->in[LANG_RU], "хорошо");
    assert_string_equal(reach(&arena, 75, 8499, 10000).word->in[LANG_RU], "удовлетворительно");
    assert_string_equal(reach(&arena, 75, 7500, 10000).word->in[LANG_RU], "удовлетворительно");
    assert_null(reach(&arena, 80, 7900, 10000).word);
    assert_string_equal(reach(&arena, 85, 8500, 10000).word->in[LANG_RU], "хорошо");
}

static void
lower_bar_than_the_scale_still_gives_its_lowest_word(void **state)
{
    scoped_arena arena = { 0 };

    (void)state;
    assert_string_equal(reach(&arena, 60, 6500, 10000).word->in[LANG_RU], "удовлетворительно");
}

static void
test_without_words_gives_none(void **state)
{
    scoped_arena arena = { 0 };
    struct marked_item mark = { .item = &nowhere, .mark = 100, .most = 100 };
    const struct marked_items marks = { &mark, 1, 1 };
    const struct quiz plain = { .pass = { .percent = 50 } };
    struct verdict verdict;

    (void)state;
    verdict_reach(&arena, &plain, NULL, &marks, &verdict);
    assert_int_equal(verdict.reason, PASSED);
    assert_null(verdict.word);
}

static void
critical_questions_may_be_let_off(void **state)
{
    scoped_arena arena = { 0 };
    struct marked_item marks[] = { { .item = &base, .mark = 900, .most = 900 },
                                   { .item = &star, .mark = 0, .most = 100 } };
    const struct marked_items list = { marks, 2, 2 };
    const struct quiz lenient = { .pass = { .percent = 75 } };
    struct verdict verdict;

    (void)state;
    verdict_reach(&arena, &lenient, NULL, &list, &verdict);
    assert_int_equal(verdict.reason, PASSED);
    assert_ptr_equal(verdict.critical_missed, &star);
}

static void
empty_paper_has_no_percent(void **state)
{
    scoped_arena arena = { 0 };

    (void)state;
    assert_int_equal(reach_by(&arena, 75, NULL, 0).percent, 0);
}

static void
reasons_come_back_from_their_words_and_an_unknown_word_has_not_passed(void **state)
{
    (void)state;
    for (int reason = PASSED; reason <= FAILED_TOPIC; reason++)
        assert_int_equal(verdict_reason_parse(verdict_reason_word((enum verdict_reason)reason)), reason);
    assert_int_not_equal(verdict_reason_parse(""), PASSED);
    assert_int_not_equal(verdict_reason_parse("pass"), PASSED);
}

/* On paper and on the page of the result: by code and topic, never by the question's text. */
static void
what_was_missed_is_named_by_its_code(void **state)
{
    static struct item items[] = { { .id = "k12", .topic = "BASE" }, { .id = "x", .topic = NULL } };
    const struct quiz bank = { .topics = { topic_list, 2, 2 }, .items = { items, 2, 2 } };
    scoped_arena arena = { 0 };

    (void)state;
    assert_string_equal(verdict_detail(&arena, &bank, "k12", LANG_RU), "K12 (база)");
    assert_string_equal(verdict_detail(&arena, &bank, "x", LANG_RU), "X");
    assert_string_equal(verdict_detail(&arena, &bank, "REP", LANG_RU), "отчёты");
    assert_null(verdict_detail(&arena, &bank, "", LANG_RU));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mark_1040_of_1300_passes_80_percent_and_1039_does_not),
        cmocka_unit_test(mark_3299_of_4400_fails_75_percent_and_prints_74_97),
        cmocka_unit_test(bars_of_the_four_papers),
        cmocka_unit_test(failing_percent_never_shows_as_the_bar),
        cmocka_unit_test(critical_question_is_the_first_reason),
        cmocka_unit_test(one_missed_critical_question_fails_a_good_score),
        cmocka_unit_test(score_is_the_second_reason_and_topic_the_third),
        cmocka_unit_test(half_of_a_topic_is_enough),
        cmocka_unit_test(topic_without_questions_in_the_paper_is_left_out),
        cmocka_unit_test(word_is_by_the_scale_and_only_for_those_who_passed),
        cmocka_unit_test(lower_bar_than_the_scale_still_gives_its_lowest_word),
        cmocka_unit_test(test_without_words_gives_none),
        cmocka_unit_test(critical_questions_may_be_let_off),
        cmocka_unit_test(empty_paper_has_no_percent),
        cmocka_unit_test(reasons_come_back_from_their_words_and_an_unknown_word_has_not_passed),
        cmocka_unit_test(what_was_missed_is_named_by_its_code),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
