/* Drawing papers. */
#include "exam/paper.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { PAIRS = 30, SEEDS = 200 };

struct bank {
    struct arena arena;
    struct quiz quiz;
};

static struct item_option *
make_options(struct arena *arena, size_t count)
{
    struct item_option *options = ARENA_ARRAY(arena, struct item_option, count);

    for (size_t i = 0; i < count; i++)
        options[i].value = arena_printf(arena, "o%zu", i);
    return options;
}

/* Thirty pairs as in the shipped test: sums of points and topics are the same on both sides of a pair. */
static int
make_bank(void **state)
{
    static const char *const topics[] = { "BASE", "DEAL", "EVENT", "REP", "DISC" };
    static struct bank bank;
    struct quiz *quiz = &bank.quiz;

    memset(&bank, 0, sizeof bank);
    quiz->draw = DRAW_PAIRS;
    quiz->shuffle_questions = quiz->shuffle_choices = true;
    for (int i = 0; i < 2 * PAIRS; i++) {
        struct item *item = ARENA_PUSH(&bank.arena, &quiz->items);
        int pair = i % PAIRS;

        item->id = arena_printf(&bank.arena, "k%02d", i + 1);
        item->parallel = arena_printf(&bank.arena, "k%02d", (i + PAIRS) % (2 * PAIRS) + 1);
        item->topic = topics[pair % 5];
        item->points = pair < 14 ? 2 : 1;
        item->critical = pair % 8 == 4;
        item->type = pair % 5 == 0   ? ITEM_ORDER
                     : pair % 5 == 1 ? ITEM_MATCH
                     : pair % 5 == 2 ? ITEM_TRUE_FALSE
                     : pair % 5 == 3 ? ITEM_NUMERIC
                                     : ITEM_SELECT_ONE;
        if (pair % 5 == 0 || pair % 5 == 1 || pair % 5 == 4)
            item->options = (struct options){ make_options(&bank.arena, 6), 6, 6 };
    }
    *state = &bank;
    return 0;
}

static int
drop_bank(void **state)
{
    struct bank *bank = *state;

    arena_close(&bank->arena);
    return 0;
}

static size_t
index_of(const struct quiz *quiz, const char *id)
{
    for (size_t i = 0; i < quiz->items.count; i++)
        if (strcmp(quiz->items.items[i].id, id) == 0)
            return i;
    fail_msg("no item %s", id);
    return 0;
}

static bool
has(const struct quiz *quiz, const struct paper *paper, size_t item)
{
    for (size_t i = 0; i < paper->items.count; i++)
        if (index_of(quiz, paper->items.items[i].item) == item)
            return true;
    return false;
}

static void
same_paper(const struct paper *a, const struct paper *b)
{
    assert_int_equal(a->items.count, b->items.count);
    for (size_t i = 0; i < a->items.count; i++) {
        const struct paper_item *x = &a->items.items[i], *y = &b->items.items[i];

        assert_string_equal(x->item, y->item);
        assert_int_equal(x->options.count, y->options.count);
        for (size_t k = 0; k < x->options.count; k++)
            assert_string_equal(x->options.items[k], y->options.items[k]);
    }
}

static void
paper_is_always_the_same_for_a_seed(void **state)
{
    struct bank *bank = *state;
    scoped_arena arena = { 0 };

    for (int number = 1; number <= 4; number++) {
        struct paper a, b;

        paper_draw(&arena, &bank->quiz, NULL, 42, number, &a);
        paper_draw(&arena, &bank->quiz, NULL, 42, number, &b);
        same_paper(&a, &b);
    }
}

static void
every_paper_has_one_of_each_pair_and_44_points(void **state)
{
    struct bank *bank = *state;

    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        scoped_arena arena = { 0 };
        struct paper paper;
        int points = 0;

        paper_draw(&arena, &bank->quiz, NULL, seed, 1, &paper);
        assert_int_equal(paper.items.count, PAIRS);
        for (size_t i = 0; i < PAIRS; i++) {
            assert_true(has(&bank->quiz, &paper, i) != has(&bank->quiz, &paper, i + PAIRS));
            points += bank->quiz.items.items[index_of(&bank->quiz, paper.items.items[i].item)].points;
        }
        assert_int_equal(points, 44);
    }
}

static void
second_attempt_takes_the_twins(void **state)
{
    struct bank *bank = *state;

    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        scoped_arena arena = { 0 };
        struct paper first, second;

        paper_draw(&arena, &bank->quiz, NULL, seed, 1, &first);
        paper_draw(&arena, &bank->quiz, NULL, seed, 2, &second);
        for (size_t i = 0; i < 2 * PAIRS; i++)
            assert_true(has(&bank->quiz, &first, i) != has(&bank->quiz, &second, i));
    }
}

static void
third_attempt_is_by_lot_again_and_the_fourth_takes_its_twins(void **state)
{
    struct bank *bank = *state;
    scoped_arena arena = { 0 };
    struct paper first, third, fourth;
    size_t shared = 0;

    paper_draw(&arena, &bank->quiz, NULL, 7, 1, &first);
    paper_draw(&arena, &bank->quiz, NULL, 7, 3, &third);
    paper_draw(&arena, &bank->quiz, NULL, 7, 4, &fourth);
    for (size_t i = 0; i < 2 * PAIRS; i++) {
        shared += has(&bank->quiz, &first, i) && has(&bank->quiz, &third, i);
        assert_true(has(&bank->quiz, &third, i) != has(&bank->quiz, &fourth, i));
    }
    assert_in_range(shared, 1, PAIRS - 1);
}

static void
each_twin_comes_about_as_often(void **state)
{
    struct bank *bank = *state;

    for (size_t i = 0; i < PAIRS; i++) {
        int taken = 0;

        for (uint64_t seed = 0; seed < SEEDS; seed++) {
            scoped_arena arena = { 0 };
            struct paper paper;

            paper_draw(&arena, &bank->quiz, NULL, seed, 1, &paper);
            taken += has(&bank->quiz, &paper, i);
        }
        assert_in_range(taken, SEEDS / 2 - 40, SEEDS / 2 + 40);
    }
}

static void
question_left_out_takes_its_twin_along(void **state)
{
    struct bank *bank = *state;
    const char *without[] = { "k08", "k40" };
    const struct quiz_variant variant = { .id = "service", .without = { without, 2, 2 } };

    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        for (int number = 1; number <= 2; number++) {
            scoped_arena arena = { 0 };
            struct paper paper;

            paper_draw(&arena, &bank->quiz, &variant, seed, number, &paper);
            assert_int_equal(paper.items.count, PAIRS - 2);
            assert_false(has(&bank->quiz, &paper, 7) || has(&bank->quiz, &paper, 37));
            assert_false(has(&bank->quiz, &paper, 9) || has(&bank->quiz, &paper, 39));
        }
    }
}

static void
critical_questions_stay_even_when_left_out(void **state)
{
    struct bank *bank = *state;
    scoped_arena arena = { 0 };
    const char *without[] = { "k05" };
    const struct quiz_variant variant = { .id = "x", .without = { without, 1, 1 } };
    struct paper paper;

    paper_draw(&arena, &bank->quiz, &variant, 3, 1, &paper);
    assert_int_equal(paper.items.count, PAIRS);
}

static void
unshuffled_paper_is_in_the_order_of_the_file(void **state)
{
    struct bank *bank = *state;
    scoped_arena arena = { 0 };
    struct paper paper;

    bank->quiz.shuffle_questions = false;
    paper_draw(&arena, &bank->quiz, NULL, 9, 1, &paper);
    for (size_t i = 0; i < PAIRS; i++)
        assert_int_equal(index_of(&bank->quiz, paper.items.items[i].item) % PAIRS, i);
}

static void
shuffled_paper_is_not_in_the_order_of_the_file(void **state)
{
    struct bank *bank = *state;
    scoped_arena arena = { 0 };
    struct paper paper;
    size_t moved = 0;

    paper_draw(&arena, &bank->quiz, NULL, 9, 1, &paper);
    for (size_t i = 0; i < PAIRS; i++)
        moved += index_of(&bank->quiz, paper.items.items[i].item) % PAIRS != i;
    assert_true(moved > PAIRS / 2);
}

static const struct paper_item *
drawn(const struct paper *paper, const char *id)
{
    for (size_t i = 0; i < paper->items.count; i++)
        if (strcmp(paper->items.items[i].item, id) == 0)
            return &paper->items.items[i];
    return NULL;
}

static void
order_and_match_never_come_in_key_order_even_unshuffled(void **state)
{
    struct bank *bank = *state;

    bank->quiz.shuffle_choices = bank->quiz.shuffle_questions = false;
    bank->quiz.draw = DRAW_ALL;
    bank->quiz.items.items[0].options.count = 3; /* one of six shuffles is the key */
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        scoped_arena arena = { 0 };
        struct paper paper;

        paper_draw(&arena, &bank->quiz, NULL, seed, 1, &paper);
        for (size_t i = 0; i < 2; i++) {
            const struct item *item = &bank->quiz.items.items[i];
            const struct paper_item *shown = drawn(&paper, item->id);
            size_t same = 0;

            assert_int_equal(shown->options.count, item->options.count);
            for (size_t k = 0; k < shown->options.count; k++)
                same += strcmp(shown->options.items[k], item->options.items[k].value) == 0;
            assert_true(same < shown->options.count);
        }
    }
}

static void
two_items_to_order_come_either_way(void **state)
{
    struct bank *bank = *state;
    int key_order = 0;

    bank->quiz.items.items[0].options.count = 2;
    bank->quiz.draw = DRAW_ALL;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        scoped_arena arena = { 0 };
        struct paper paper;

        paper_draw(&arena, &bank->quiz, NULL, seed, 1, &paper);
        key_order += strcmp(drawn(&paper, "k01")->options.items[0], "o0") == 0;
    }
    assert_in_range(key_order, SEEDS / 4, SEEDS * 3 / 4);
}

static void
choice_fixed_last_stays_last(void **state)
{
    struct bank *bank = *state;
    struct item_option *options = bank->quiz.items.items[4].options.items; /* k05, one of several */
    int moved = 0;

    options[2].fixed_last = true;
    bank->quiz.draw = DRAW_ALL;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        scoped_arena arena = { 0 };
        struct paper paper;
        const struct paper_item *shown;

        paper_draw(&arena, &bank->quiz, NULL, seed, 1, &paper);
        shown = drawn(&paper, "k05");
        assert_int_equal(shown->options.count, 6);
        assert_string_equal(shown->options.items[5], "o2");
        moved += strcmp(shown->options.items[0], "o0") != 0;
    }
    assert_true(moved > SEEDS / 2);
}

static void
choices_keep_their_order_when_not_shuffled(void **state)
{
    struct bank *bank = *state;
    scoped_arena arena = { 0 };
    struct paper paper;

    bank->quiz.shuffle_choices = false;
    bank->quiz.draw = DRAW_ALL;
    paper_draw(&arena, &bank->quiz, NULL, 1, 1, &paper);
    for (size_t k = 0; k < 6; k++)
        assert_string_equal(drawn(&paper, "k05")->options.items[k],
                            bank->quiz.items.items[4].options.items[k].value);
}

static void
true_false_offers_both_words_and_a_number_offers_none(void **state)
{
    struct bank *bank = *state;
    scoped_arena arena = { 0 };
    struct paper paper;

    bank->quiz.draw = DRAW_ALL;
    paper_draw(&arena, &bank->quiz, NULL, 1, 1, &paper);
    assert_int_equal(paper.items.count, 2 * PAIRS);
    assert_string_equal(drawn(&paper, "k03")->options.items[0], "true");
    assert_string_equal(drawn(&paper, "k03")->options.items[1], "false");
    assert_int_equal(drawn(&paper, "k04")->options.count, 0);
}

static int
of_topic(const struct quiz *quiz, const struct paper *paper, const char *topic)
{
    int count = 0;

    for (size_t i = 0; i < paper->items.count; i++)
        count += strcmp(quiz->items.items[index_of(quiz, paper->items.items[i].item)].topic, topic) == 0;
    return count;
}

static void
quotas_give_each_topic_its_number_with_every_critical_question(void **state)
{
    struct bank *bank = *state;
    struct quota quotas[] = { { "BASE", 3 }, { "EVENT", 2 } };

    bank->quiz.draw = DRAW_QUOTAS;
    bank->quiz.quotas = (struct quotas){ quotas, 2, 2 };
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        scoped_arena arena = { 0 };
        struct paper paper;

        paper_draw(&arena, &bank->quiz, NULL, seed, 1, &paper);
        assert_int_equal(of_topic(&bank->quiz, &paper, "BASE"), 3);
        assert_int_equal(of_topic(&bank->quiz, &paper, "EVENT"), 2);
        for (size_t i = 0; i < PAIRS; i++) {
            bool there = has(&bank->quiz, &paper, i) || has(&bank->quiz, &paper, i + PAIRS);

            if (bank->quiz.items.items[i].critical)
                assert_true(there);
        }
    }
}

static void
second_attempt_of_quotas_repeats_nothing_while_the_bank_lasts(void **state)
{
    struct bank *bank = *state;
    struct quota quotas[] = { { "DEAL", 3 } };

    for (size_t i = 0; i < 2 * PAIRS; i++) {
        bank->quiz.items.items[i].parallel = NULL;
        bank->quiz.items.items[i].critical = false;
    }
    bank->quiz.draw = DRAW_QUOTAS;
    bank->quiz.quotas = (struct quotas){ quotas, 1, 1 };
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        scoped_arena arena = { 0 };
        struct paper first, second;

        paper_draw(&arena, &bank->quiz, NULL, seed, 1, &first);
        paper_draw(&arena, &bank->quiz, NULL, seed, 2, &second);
        assert_int_equal(first.items.count, 3);
        assert_int_equal(second.items.count, 3);
        for (size_t i = 0; i < 3; i++)
            assert_null(drawn(&first, second.items.items[i].item));
    }
}

static void
quota_beyond_the_bank_takes_what_there_is(void **state)
{
    struct bank *bank = *state;
    scoped_arena arena = { 0 };
    struct quota quotas[] = { { "BASE", 100 } };
    struct paper paper;

    bank->quiz.draw = DRAW_QUOTAS;
    bank->quiz.quotas = (struct quotas){ quotas, 1, 1 };
    paper_draw(&arena, &bank->quiz, NULL, 1, 2, &paper);
    assert_int_equal(of_topic(&bank->quiz, &paper, "BASE"), PAIRS / 5);
}

static void
one_named_twin_is_enough_to_make_a_pair(void **state)
{
    struct bank *bank = *state;
    scoped_arena arena = { 0 };
    struct paper paper;

    bank->quiz.items.items[0].parallel = NULL;
    paper_draw(&arena, &bank->quiz, NULL, 1, 1, &paper);
    assert_int_equal(paper.items.count, PAIRS);
}

#define bank_test(test) cmocka_unit_test_setup_teardown(test, make_bank, drop_bank)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        bank_test(paper_is_always_the_same_for_a_seed),
        bank_test(every_paper_has_one_of_each_pair_and_44_points),
        bank_test(second_attempt_takes_the_twins),
        bank_test(third_attempt_is_by_lot_again_and_the_fourth_takes_its_twins),
        bank_test(each_twin_comes_about_as_often),
        bank_test(question_left_out_takes_its_twin_along),
        bank_test(critical_questions_stay_even_when_left_out),
        bank_test(unshuffled_paper_is_in_the_order_of_the_file),
        bank_test(shuffled_paper_is_not_in_the_order_of_the_file),
        bank_test(order_and_match_never_come_in_key_order_even_unshuffled),
        bank_test(two_items_to_order_come_either_way),
        bank_test(choice_fixed_last_stays_last),
        bank_test(choices_keep_their_order_when_not_shuffled),
        bank_test(true_false_offers_both_words_and_a_number_offers_none),
        bank_test(quotas_give_each_topic_its_number_with_every_critical_question),
        bank_test(second_attempt_of_quotas_repeats_nothing_while_the_bank_lasts),
        bank_test(quota_beyond_the_bank_takes_what_there_is),
        bank_test(one_named_twin_is_enough_to_make_a_pair),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
