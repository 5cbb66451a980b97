/* Marks by the named rules, against cases worked by hand elsewhere. */
#include "exam/score.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static int
mark(const struct item *item, const char *answer)
{
    scoped_arena arena = { 0 };

    return item_mark(&arena, item, answer);
}

/* Options a, b, c …; `key` tells the right ones, as "ace". */
static struct item
choices(struct item_option options[], size_t count, const char *key, enum item_rule rule, int points)
{
    static const char *const values[] = { "a", "b", "c", "d", "e", "f", "g", "h" };

    for (size_t i = 0; i < count; i++)
        options[i] = (struct item_option){ .value = values[i], .correct = strstr(key, values[i]) != NULL };
    return (struct item){ .id = "q",
                          .type = ITEM_SELECT_MULTIPLE,
                          .rule = rule,
                          .points = points,
                          .options = { options, count, count } };
}

static void
two_right_and_one_wrong_of_three_for_two_points_are_67_hundredths(void **state)
{
    struct item_option options[6];
    struct item item = choices(options, 6, "bce", MARK_MINUS_WRONG, 2);

    (void)state;
    assert_int_equal(mark(&item, "a b c"), 67);
}

static void
ticking_everything_gives_nothing_where_half_is_right(void **state)
{
    struct item_option options[8];
    struct item item = choices(options, 6, "bce", MARK_MINUS_WRONG, 2);

    (void)state;
    assert_int_equal(mark(&item, "a b c d e f"), 0);
    item = choices(options, 8, "bdeg", MARK_MINUS_WRONG, 2);
    assert_int_equal(mark(&item, "a b c d e f g h"), 0);
}

static void
minus_wrong_takes_off_but_not_below_zero(void **state)
{
    struct item_option options[6];
    struct item item = choices(options, 6, "bce", MARK_MINUS_WRONG, 2);

    (void)state;
    assert_int_equal(mark(&item, "b c e"), 200);
    assert_int_equal(mark(&item, "b c"), 133);
    assert_int_equal(mark(&item, "b"), 67);
    assert_int_equal(mark(&item, "a d b"), 0);
    assert_int_equal(mark(&item, ""), 0);
}

static void
all_or_nothing_wants_exactly_the_key(void **state)
{
    struct item_option options[4];
    struct item item = choices(options, 4, "ac", MARK_ALL_OR_NOTHING, 3);

    (void)state;
    assert_int_equal(mark(&item, "a c"), 300);
    assert_int_equal(mark(&item, "a"), 0);
    assert_int_equal(mark(&item, "a b c"), 0);
}

static void
every_decision_counts_the_ones_left_alone_but_an_empty_answer_earns_nothing(void **state)
{
    struct item_option options[4];
    struct item item = choices(options, 4, "a", MARK_EVERY_DECISION, 1);

    (void)state;
    assert_int_equal(mark(&item, "a"), 100);
    assert_int_equal(mark(&item, "a b"), 75);
    assert_int_equal(mark(&item, "b"), 50);
    assert_int_equal(mark(&item, "b c d"), 0);
    assert_int_equal(mark(&item, ""), 0);
    assert_int_equal(mark(&item, NULL), 0);
}

static void
weights_follow_the_qti_example_of_the_molecules(void **state)
{
    struct item_option options[] = { { .value = "H", .weight = 0.5 },
                                     { .value = "O", .weight = 0.5 },
                                     { .value = "Cl", .weight = -0.5 },
                                     { .value = "He", .weight = -1 } };
    const struct item item = {
        .type = ITEM_SELECT_MULTIPLE, .rule = MARK_WEIGHTS, .points = 2, .options = { options, 4, 4 }
    };

    (void)state;
    assert_int_equal(mark(&item, "H O"), 200);
    assert_int_equal(mark(&item, "H"), 100);
    assert_int_equal(mark(&item, "H O Cl"), 100);
    assert_int_equal(mark(&item, "H He"), 0);
    assert_int_equal(mark(&item, ""), 0);
}

static void
weights_of_a_third_each_make_a_whole(void **state)
{
    struct item_option options[] = { { .value = "a", .weight = 0.3333333 },
                                     { .value = "b", .weight = 0.3333333 },
                                     { .value = "c", .weight = 0.3333333 },
                                     { .value = "d", .weight = 0.5 } };
    const struct item item = {
        .type = ITEM_SELECT_MULTIPLE, .rule = MARK_WEIGHTS, .points = 1, .options = { options, 4, 4 }
    };

    (void)state;
    assert_int_equal(mark(&item, "a b c"), 100);
    assert_int_equal(mark(&item, "a"), 33);
    assert_int_equal(mark(&item, "a b c d"), 100);
}

static void
single_choice_is_all_or_nothing(void **state)
{
    struct item_option options[4];
    struct item item = choices(options, 4, "c", MARK_ALL_OR_NOTHING, 1);

    (void)state;
    item.type = ITEM_SELECT_ONE;
    assert_int_equal(mark(&item, "c"), 100);
    assert_int_equal(mark(&item, "a"), 0);
    assert_int_equal(mark(&item, ""), 0);
}

static void
true_false_is_all_or_nothing(void **state)
{
    struct item item = { .type = ITEM_TRUE_FALSE, .points = 1, .answer_true = false };

    (void)state;
    assert_int_equal(mark(&item, "false"), 100);
    assert_int_equal(mark(&item, "true"), 0);
    item.answer_true = true;
    assert_int_equal(mark(&item, "true"), 100);
}

static struct item
ordered(struct item_option options[], size_t count, enum item_rule rule)
{
    struct item item = choices(options, count, "", rule, 2);

    item.type = ITEM_ORDER;
    return item;
}

static void
two_neighbours_of_six_swapped_are_173_hundredths(void **state)
{
    struct item_option options[6];
    struct item item = ordered(options, 6, MARK_ORDER_PAIRS);

    (void)state;
    assert_int_equal(mark(&item, "a b d c e f"), 173);
    assert_int_equal(mark(&item, "b a c d e f"), 173);
}

static void
right_order_is_full_and_reversed_order_is_nothing(void **state)
{
    struct item_option options[6];
    struct item item = ordered(options, 6, MARK_ORDER_PAIRS);

    (void)state;
    assert_int_equal(mark(&item, "a b c d e f"), 200);
    assert_int_equal(mark(&item, "f e d c b a"), 0);
    assert_int_equal(mark(&item, "b c d e f a"), 67); /* q = 10/15 */
    item.rule = MARK_ALL_OR_NOTHING;
    assert_int_equal(mark(&item, "a b c d e f"), 200);
    assert_int_equal(mark(&item, "b a c d e f"), 0);
}

static void
guessing_an_order_earns_less_than_a_fifth_of_the_points_on_average(void **state)
{
    struct item_option options[4];
    struct item item = ordered(options, 4, MARK_ORDER_PAIRS);
    static const char letters[] = "abcd";
    int sum = 0, all = 0;
    char answer[8] = "x x x x";

    (void)state;
    for (int i = 0; i < 256; i++) {
        int p[4] = { i & 3, i >> 2 & 3, i >> 4 & 3, i >> 6 & 3 };

        if ((1 << p[0] | 1 << p[1] | 1 << p[2] | 1 << p[3]) != 15)
            continue;
        for (int k = 0; k < 4; k++)
            answer[2 * k] = letters[p[k]];
        sum += mark(&item, answer);
        all++;
    }
    assert_int_equal(all, 24);
    assert_true(sum < all * 40);
}

static struct item
matched(struct item_option options[5], enum item_rule rule)
{
    options[0] = (struct item_option){ .value = "tax",
                                       .label = { .in = { "налоговый номер" } },
                                       .right = { .in = { "организация" } } };
    options[1] = (struct item_option){ .value = "mobile",
                                       .label = { .in = { "телефон" } },
                                       .right = { .in = { "контактное лицо" } } };
    options[2] = (struct item_option){ .value = "recall",
                                       .label = { .in = { "перезвонить" } },
                                       .right = { .in = { "событие" } } };
    options[3] = (struct item_option){ .value = "tax2",
                                       .label = { .in = { "ЄДРПОУ" } },
                                       .right = { .in = { "организация" } } };
    options[4] = (struct item_option){ .value = "extra", .right = { .in = { "склад" } } };
    return (struct item){ .type = ITEM_MATCH, .rule = rule, .points = 2, .options = { options, 5, 5 } };
}

static void
match_is_marked_by_the_pair(void **state)
{
    struct item_option options[5];
    struct item item = matched(options, MARK_PAIRS);

    (void)state;
    assert_int_equal(mark(&item, "tax=tax mobile=mobile recall=recall tax2=tax2"), 200);
    assert_int_equal(mark(&item, "tax=tax mobile=mobile recall=extra tax2=tax2"), 150);
    assert_int_equal(mark(&item, "tax=tax"), 50);
    assert_int_equal(mark(&item, "mobile=recall recall=mobile"), 0);
    item.rule = MARK_ALL_OR_NOTHING;
    assert_int_equal(mark(&item, "tax=tax mobile=mobile recall=recall"), 0);
    assert_int_equal(mark(&item, "tax=tax mobile=mobile recall=recall tax2=tax2"), 200);
}

static void
sides_that_read_the_same_are_both_right(void **state)
{
    struct item_option options[5];
    struct item item = matched(options, MARK_PAIRS);

    (void)state;
    assert_int_equal(mark(&item, "tax=tax2 tax2=tax"), 100);
    assert_int_equal(mark(&item, "tax=unknown tax2=tax"), 50);
}

static int
number_mark(double value, double tolerance, bool relative, const char *answer)
{
    struct numeric_key key = { value, tolerance, relative };
    struct item item = { .type = ITEM_NUMERIC, .points = 1, .numbers = { &key, 1, 1 } };

    return mark(&item, answer);
}

static void
number_is_right_within_its_tolerance_ends_included(void **state)
{
    (void)state;
    assert_int_equal(number_mark(15, 0.1, false, "15.1"), 100);
    assert_int_equal(number_mark(15, 0.1, false, "14.9"), 100);
    assert_int_equal(number_mark(15, 0.1, false, "15.11"), 0);
    assert_int_equal(number_mark(15, 0.1, false, "14.89"), 0);
    assert_int_equal(number_mark(460000, 0, false, "460000"), 100);
    assert_int_equal(number_mark(460000, 0, false, "460000.01"), 0);
    assert_int_equal(number_mark(0, 0, false, "0"), 100);
}

static void
relative_tolerance_is_a_share_of_the_value(void **state)
{
    (void)state;
    assert_int_equal(number_mark(200, 0.05, true, "210"), 100);
    assert_int_equal(number_mark(200, 0.05, true, "190"), 100);
    assert_int_equal(number_mark(200, 0.05, true, "210.1"), 0);
    assert_int_equal(number_mark(-200, 0.05, true, "-210"), 100);
}

static void
any_of_several_numbers_will_do(void **state)
{
    struct numeric_key keys[] = { { 11, 0, false }, { 23, 0, false } };
    struct item item = { .type = ITEM_NUMERIC, .points = 2, .numbers = { keys, 2, 2 } };

    (void)state;
    assert_int_equal(mark(&item, "23"), 200);
    assert_int_equal(mark(&item, "12"), 0);
}

static int
text_mark(const char *accept, const char *answer, int typos)
{
    struct item item = { .type = ITEM_SHORT_TEXT,
                         .points = 1,
                         .accept = { &accept, 1, 1 },
                         .ignore_case = true,
                         .ignore_yo = true,
                         .ignore_lookalikes = typos >= 0,
                         .typos = typos < 0 ? 0 : typos };

    return mark(&item, answer);
}

static void
short_text_ignores_case_yo_and_extra_blanks(void **state)
{
    (void)state;
    assert_int_equal(text_mark("дубль карточки", "  ДУБЛЬ   Карточки ", -1), 100);
    assert_int_equal(text_mark("учетная", "учётная", -1), 100);
    assert_int_equal(text_mark("учётная", "УЧЕТНАЯ", -1), 100);
    assert_int_equal(text_mark("дубль", "дубли", -1), 0);
    assert_int_equal(text_mark("дубль", "  ", -1), 0);
}

static void
short_text_takes_any_apostrophe(void **state)
{
    (void)state;
    assert_int_equal(text_mark("об’єднання", "об'єднання", -1), 100);
    assert_int_equal(text_mark("об’єднання", "обʼєднання", -1), 100);
    assert_int_equal(text_mark("об'єднання", "об’єднання", -1), 100);
}

static void
case_and_yo_matter_when_the_author_says_so(void **state)
{
    const char *accept = "Ёлка";
    struct item item = { .type = ITEM_SHORT_TEXT, .points = 1, .accept = { &accept, 1, 1 } };

    (void)state;
    assert_int_equal(mark(&item, "Ёлка"), 100);
    assert_int_equal(mark(&item, "ёлка"), 0);
    assert_int_equal(mark(&item, "Елка"), 0);
}

static void
look_alike_letters_are_let_pass_when_the_author_says_so(void **state)
{
    (void)state;
    assert_int_equal(text_mark("срок", "cpoк", 0), 100);
    assert_int_equal(text_mark("срок", "cpoк", -1), 0);
    assert_int_equal(text_mark("duplicate", "DUPLICATE", 0), 100);
}

static void
typos_are_let_pass_up_to_their_number(void **state)
{
    (void)state;
    assert_int_equal(text_mark("объединение", "обьединение", 1), 100);
    assert_int_equal(text_mark("объединение", "обьеденение", 1), 0);
    assert_int_equal(text_mark("объединение", "обьеденение", 2), 100);
    assert_int_equal(text_mark("объединение", "обьединение", 0), 0);
}

static void
star_stands_for_anything_and_can_be_escaped(void **state)
{
    (void)state;
    assert_int_equal(text_mark("дубл*", "дублирующая карточка", -1), 100);
    assert_int_equal(text_mark("*карточк*", "вторая карточка клиента", -1), 100);
    assert_int_equal(text_mark("а*б*в", "ааббв", -1), 100);
    assert_int_equal(text_mark("а*б*в", "ааббвг", -1), 0);
    assert_int_equal(text_mark("дубл*", "карточка", -1), 0);
    assert_int_equal(text_mark("дубл*", "дубл", -1), 100);
    assert_int_equal(text_mark("2 \\* 2", "2 * 2", -1), 100);
    assert_int_equal(text_mark("2 \\* 2", "2 x 2", -1), 0);
    assert_int_equal(text_mark("дубл*", "рубль", 2), 0); /* no typos beside a star */
}

static void
first_of_several_spellings_is_enough(void **state)
{
    const char *accept[] = { "11:30", "11.30", "11 ч 30 мин" };
    struct item item = { .type = ITEM_SHORT_TEXT, .points = 2, .accept = { accept, 3, 3 } };

    (void)state;
    assert_int_equal(mark(&item, "11.30"), 200);
    assert_int_equal(mark(&item, "11:31"), 0);
}

static const char *
taken(struct arena *arena, const struct item *item, const char *typed)
{
    bool refused;
    const char *answer = item_answer(arena, item, typed, &refused);

    assert_int_equal(refused, answer == NULL);
    return answer;
}

static void
answer_of_one_choice_must_be_offered(void **state)
{
    scoped_arena arena = { 0 };
    struct item_option options[4];
    struct item item = choices(options, 4, "c", MARK_ALL_OR_NOTHING, 1);

    (void)state;
    item.type = ITEM_SELECT_ONE;
    assert_string_equal(taken(&arena, &item, "c"), "c");
    assert_string_equal(taken(&arena, &item, ""), "");
    assert_null(taken(&arena, &item, "z"));
    assert_null(taken(&arena, &item, "a b"));
}

static void
answer_of_several_choices_is_kept_in_the_order_of_the_list(void **state)
{
    scoped_arena arena = { 0 };
    struct item_option options[4];
    struct item item = choices(options, 4, "ac", MARK_MINUS_WRONG, 1);

    (void)state;
    assert_string_equal(taken(&arena, &item, " c  a "), "a c");
    assert_string_equal(taken(&arena, &item, ""), "");
    assert_null(taken(&arena, &item, "a z"));
    assert_null(taken(&arena, &item, "a a"));
}

static void
answer_of_true_false_is_a_word(void **state)
{
    scoped_arena arena = { 0 };
    struct item item = { .type = ITEM_TRUE_FALSE };

    (void)state;
    assert_string_equal(taken(&arena, &item, "true"), "true");
    assert_string_equal(taken(&arena, &item, "false"), "false");
    assert_string_equal(taken(&arena, &item, ""), "");
    assert_null(taken(&arena, &item, "maybe"));
}

static void
answer_of_an_order_has_every_item_once(void **state)
{
    scoped_arena arena = { 0 };
    struct item_option options[3];
    struct item item = ordered(options, 3, MARK_ORDER_PAIRS);

    (void)state;
    assert_string_equal(taken(&arena, &item, "c a b"), "c a b");
    assert_string_equal(taken(&arena, &item, ""), "");
    assert_string_equal(taken(&arena, &item, "c a"), "c a");
    assert_string_equal(taken(&arena, &item, "- c a"), "- c a");
    assert_string_equal(taken(&arena, &item, "- - -"), "");
    assert_null(taken(&arena, &item, "- c a b"));
    assert_null(taken(&arena, &item, "c a a"));
    assert_null(taken(&arena, &item, "c a z"));
}

static void
answer_of_a_match_names_each_left_side_once(void **state)
{
    scoped_arena arena = { 0 };
    struct item_option options[5];
    struct item item = matched(options, MARK_PAIRS);

    (void)state;
    assert_string_equal(taken(&arena, &item, "mobile=extra tax=tax"), "tax=tax mobile=extra");
    assert_string_equal(taken(&arena, &item, "tax=extra mobile=extra"), "tax=extra mobile=extra");
    assert_string_equal(taken(&arena, &item, ""), "");
    assert_null(taken(&arena, &item, "tax=tax tax=mobile"));
    assert_null(taken(&arena, &item, "extra=tax"));
    assert_null(taken(&arena, &item, "tax"));
    assert_null(taken(&arena, &item, "tax=nothing"));
    assert_null(taken(&arena, &item, "nothing=tax"));
}

static void
answer_of_a_number_is_made_plain(void **state)
{
    scoped_arena arena = { 0 };
    struct item item = { .type = ITEM_NUMERIC, .unit = { .in = { "%", "%", "per cent" } } };

    (void)state;
    assert_string_equal(taken(&arena, &item, "14,5"), "14.5");
    assert_string_equal(taken(&arena, &item, "14.50"), "14.5");
    assert_string_equal(taken(&arena, &item, "460 000"), "460000");
    assert_string_equal(taken(&arena, &item, "460\u2009000"), "460000");
    assert_string_equal(taken(&arena, &item, "460\u202F000,25"), "460000.25");
    assert_string_equal(taken(&arena, &item, "1\u00A0234\u00A0567"), "1234567");
    assert_string_equal(taken(&arena, &item, " \u221212 "), "-12");
    assert_string_equal(taken(&arena, &item, "-0,0"), "0");
    assert_string_equal(taken(&arena, &item, "007"), "7");
    assert_string_equal(taken(&arena, &item, "0,10"), "0.1");
    assert_string_equal(taken(&arena, &item, "15 %"), "15");
    assert_string_equal(taken(&arena, &item, "15 per cent "), "15");
    assert_string_equal(taken(&arena, &item, "  "), "");
}

static void
percents_may_be_written_where_they_are_asked_for(void **state)
{
    static const char *const typed[] = { "12,5%", "12,5 %", " 12.5\u00A0% ", "12,5\u202F%", "12,5" };
    struct item item = { .type = ITEM_NUMERIC,
                         .label = { .in = { "Обращений 160, продаж 20. Конверсия, %?" } } };
    scoped_arena arena = { 0 };
    bool refused;

    (void)state;
    for (size_t i = 0; i < LENGTH(typed); i++) {
        assert_string_equal(item_answer(&arena, &item, typed[i], &refused), "12.5");
        assert_false(refused);
    }
    item_answer(&arena, &item, "12,5 %%", &refused);
    assert_true(refused);
    item_answer(&arena, &item, "12,5 шт.", &refused);
    assert_true(refused);
    item.label.in[LANG_RU] = "400 000 с вероятностью 50 %. Прогноз?";
    item_answer(&arena, &item, "200000 %", &refused);
    assert_true(refused);
}

static void
answer_that_is_no_number_is_refused(void **state)
{
    static const char *const bad[] = { "много", "-",   ",5",   "1,",  "46 0000", "1.234,5", "1,234,567",
                                       "15 кг", "1e5", "0x10", "nan", "inf",     "1 2" };
    scoped_arena arena = { 0 };
    struct item item = { .type = ITEM_NUMERIC };

    (void)state;
    for (size_t i = 0; i < LENGTH(bad); i++)
        assert_null(taken(&arena, &item, bad[i]));
    assert_null(taken(&arena, &item, "12345678901234567890123456789012345678901234567890"));
}

static void
answer_in_words_is_trimmed_and_limited(void **state)
{
    scoped_arena arena = { 0 };
    struct item item = { .type = ITEM_SHORT_TEXT };
    char text[300];

    (void)state;
    memset(text, 'x', sizeof text);
    text[200] = '\0';
    assert_string_equal(taken(&arena, &item, "  дубль "), "дубль");
    assert_string_equal(taken(&arena, &item, text), text);
    text[200] = 'x';
    text[201] = '\0';
    assert_null(taken(&arena, &item, text));
    assert_null(taken(&arena, &item, "\xff"));
}

static void
unknown_type_takes_and_marks_nothing(void **state)
{
    scoped_arena arena = { 0 };
    struct item item = { .type = ITEM_TYPE_COUNT, .points = 1 };

    (void)state;
    assert_null(taken(&arena, &item, "a"));
    assert_int_equal(mark(&item, "a"), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_right_and_one_wrong_of_three_for_two_points_are_67_hundredths),
        cmocka_unit_test(ticking_everything_gives_nothing_where_half_is_right),
        cmocka_unit_test(minus_wrong_takes_off_but_not_below_zero),
        cmocka_unit_test(all_or_nothing_wants_exactly_the_key),
        cmocka_unit_test(every_decision_counts_the_ones_left_alone_but_an_empty_answer_earns_nothing),
        cmocka_unit_test(weights_follow_the_qti_example_of_the_molecules),
        cmocka_unit_test(weights_of_a_third_each_make_a_whole),
        cmocka_unit_test(single_choice_is_all_or_nothing),
        cmocka_unit_test(true_false_is_all_or_nothing),
        cmocka_unit_test(two_neighbours_of_six_swapped_are_173_hundredths),
        cmocka_unit_test(right_order_is_full_and_reversed_order_is_nothing),
        cmocka_unit_test(guessing_an_order_earns_less_than_a_fifth_of_the_points_on_average),
        cmocka_unit_test(match_is_marked_by_the_pair),
        cmocka_unit_test(sides_that_read_the_same_are_both_right),
        cmocka_unit_test(number_is_right_within_its_tolerance_ends_included),
        cmocka_unit_test(relative_tolerance_is_a_share_of_the_value),
        cmocka_unit_test(any_of_several_numbers_will_do),
        cmocka_unit_test(short_text_ignores_case_yo_and_extra_blanks),
        cmocka_unit_test(short_text_takes_any_apostrophe),
        cmocka_unit_test(case_and_yo_matter_when_the_author_says_so),
        cmocka_unit_test(look_alike_letters_are_let_pass_when_the_author_says_so),
        cmocka_unit_test(typos_are_let_pass_up_to_their_number),
        cmocka_unit_test(star_stands_for_anything_and_can_be_escaped),
        cmocka_unit_test(first_of_several_spellings_is_enough),
        cmocka_unit_test(answer_of_one_choice_must_be_offered),
        cmocka_unit_test(answer_of_several_choices_is_kept_in_the_order_of_the_list),
        cmocka_unit_test(answer_of_true_false_is_a_word),
        cmocka_unit_test(answer_of_an_order_has_every_item_once),
        cmocka_unit_test(answer_of_a_match_names_each_left_side_once),
        cmocka_unit_test(answer_of_a_number_is_made_plain),
        cmocka_unit_test(percents_may_be_written_where_they_are_asked_for),
        cmocka_unit_test(answer_that_is_no_number_is_refused),
        cmocka_unit_test(answer_in_words_is_trimmed_and_limited),
        cmocka_unit_test(unknown_type_takes_and_marks_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
