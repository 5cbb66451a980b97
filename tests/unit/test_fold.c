/* Texts made alike for comparing. */
#include "model/fold.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void
folds_to(const char *text, unsigned flags, const char *expected)
{
    scoped_arena arena = { 0 };

    assert_string_equal(text_fold(&arena, text, flags), expected);
}

static void
case_is_folded_only_when_asked(void **state)
{
    (void)state;
    folds_to("ДУБЛЬ", FOLD_CASE, "дубль");
    folds_to("ДУБЛЬ", 0, "ДУБЛЬ");
    folds_to("Їжак", FOLD_CASE, "їжак");
}

static void
yo_is_ye_only_when_asked(void **state)
{
    (void)state;
    folds_to("учёт Ёлка", FOLD_YO, "учет Елка");
    folds_to("учёт", 0, "учёт");
    folds_to("уче\u0308т", FOLD_YO, "учет");
}

static void
apostrophes_are_one(void **state)
{
    (void)state;
    folds_to("об’єднання", 0, "об'єднання");
    folds_to("обʼєднання", 0, "об'єднання");
    folds_to("об'єднання", 0, "об'єднання");
}

static void
blanks_are_cut_and_made_one(void **state)
{
    (void)state;
    folds_to(" \t дубль\u00A0 \u2009карточки \n", 0, "дубль карточки");
    folds_to("", 0, "");
    folds_to("   ", 0, "");
}

static void
invisible_and_wide_characters_do_not_matter(void **state)
{
    (void)state;
    folds_to("ду\u00ADбль\u200B", 0, "дубль");
    folds_to("１１：３０", 0, "11:30");
}

static void
look_alikes_become_cyrillic_only_when_asked(void **state)
{
    (void)state;
    folds_to("cчёт ABC", FOLD_LOOKALIKES, "счёт АВС");
    folds_to("cчёт", 0, "cчёт");
}

static void
bytes_that_are_not_text_give_nothing(void **state)
{
    (void)state;
    folds_to("\xff\xfe", FOLD_CASE, "");
}

static void
distance_counts_edits_and_swaps(void **state)
{
    scoped_arena arena = { 0 };

    (void)state;
    assert_int_equal(text_distance(&arena, "дубль", "дубль", 2), 0);
    assert_int_equal(text_distance(&arena, "дубль", "дубл", 2), 1);
    assert_int_equal(text_distance(&arena, "дубль", "дуубль", 2), 1);
    assert_int_equal(text_distance(&arena, "дубль", "рубль", 2), 1);
    assert_int_equal(text_distance(&arena, "дубль", "удбль", 2), 1);
    assert_int_equal(text_distance(&arena, "слияние", "сляине", 2), 2);
    assert_int_equal(text_distance(&arena, "", "аб", 2), 2);
}

static void
distance_stops_beyond_the_most(void **state)
{
    scoped_arena arena = { 0 };

    (void)state;
    assert_int_equal(text_distance(&arena, "дубль", "карточка клиента", 2), 3);
    assert_int_equal(text_distance(&arena, "абвг", "деёж", 2), 3);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(case_is_folded_only_when_asked),
        cmocka_unit_test(yo_is_ye_only_when_asked),
        cmocka_unit_test(apostrophes_are_one),
        cmocka_unit_test(blanks_are_cut_and_made_one),
        cmocka_unit_test(invisible_and_wide_characters_do_not_matter),
        cmocka_unit_test(look_alikes_become_cyrillic_only_when_asked),
        cmocka_unit_test(bytes_that_are_not_text_give_nothing),
        cmocka_unit_test(distance_counts_edits_and_swaps),
        cmocka_unit_test(distance_stops_beyond_the_most),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
