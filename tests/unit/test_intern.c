/* Tests of store/intern: one copy of what repeats. */
#include "store/intern.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void
a_text_that_repeats_is_kept_once(void **state)
{
    scoped_arena arena = { 0 };
    struct intern intern = { .arena = &arena };
    char again[] = "monthly";
    const char *first = intern_text(&intern, "monthly");

    (void)state;
    assert_string_equal(first, "monthly");
    assert_ptr_equal(intern_text(&intern, again), first);
    assert_ptr_not_equal(intern_text(&intern, "weekly"), first);
    assert_string_equal(intern_text(&intern, ""), "");
    intern_close(&intern);
    assert_string_equal(first, "monthly");
}

static void
many_different_texts_are_all_found_again(void **state)
{
    scoped_arena arena = { 0 };
    scoped_intern intern = { .arena = &arena };
    static const char *kept[5000];
    char text[20];

    (void)state;
    for (int i = 0; i < 5000; i++) {
        snprintf(text, sizeof text, "r%d", i);
        kept[i] = intern_text(&intern, text);
    }
    for (int i = 0; i < 5000; i++) {
        snprintf(text, sizeof text, "r%d", i);
        assert_ptr_equal(intern_text(&intern, text), kept[i]);
        assert_string_equal(kept[i], text);
    }
}

static void
long_texts_are_copied_each_time(void **state)
{
    static const char words[] = "Чтобы история клиента была видна за один взгляд.";
    scoped_arena arena = { 0 };
    scoped_intern intern = { .arena = &arena };
    const char *first = intern_text(&intern, words);

    (void)state;
    assert_string_equal(first, words);
    assert_ptr_not_equal(intern_text(&intern, words), first);
    assert_int_equal(intern.count, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_that_repeats_is_kept_once),
        cmocka_unit_test(many_different_texts_are_all_found_again),
        cmocka_unit_test(long_texts_are_copied_each_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
