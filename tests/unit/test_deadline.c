/* The clock of an attempt. */
#include "exam/deadline.h"

#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const int64_t start = 1780000000000;

static void
attempt_ends_after_its_minutes(void **state)
{
    const struct quiz quiz = { .minutes = 45 };

    (void)state;
    assert_int_equal(deadline_of(&quiz, start, 0, 0), start + 45 * MINUTE);
}

static void
granted_minutes_are_added(void **state)
{
    const struct quiz quiz = { .minutes = 45 };

    (void)state;
    assert_int_equal(deadline_of(&quiz, start, 15, 0), start + 60 * MINUTE);
}

static void
attempt_never_outlives_the_assignment(void **state)
{
    const struct quiz quiz = { .minutes = 45 };

    (void)state;
    assert_int_equal(deadline_of(&quiz, start, 0, start + 10 * MINUTE), start + 10 * MINUTE);
    assert_int_equal(deadline_of(&quiz, start, 0, start + HOUR), start + 45 * MINUTE);
    assert_int_equal(deadline_of(&quiz, start, 30, start + HOUR), start + HOUR);
}

static void
first_attempt_may_start_at_once(void **state)
{
    const struct quiz quiz = { .attempts = 2, .cooldown = 24 * HOUR };

    (void)state;
    assert_int_equal(next_attempt_from(&quiz, 0, 0, 5), 0);
}

static void
next_attempt_waits_for_the_cooldown(void **state)
{
    const struct quiz quiz = { .attempts = 2, .cooldown = 24 * HOUR };

    (void)state;
    assert_int_equal(next_attempt_from(&quiz, 1, start, start), start + 24 * HOUR);
    assert_int_equal(next_attempt_from(&quiz, 1, start, start + 24 * HOUR - 1), start + 24 * HOUR);
    assert_int_equal(next_attempt_from(&quiz, 1, start, start + 24 * HOUR), 0);
}

static void
no_attempt_is_left_after_the_last(void **state)
{
    const struct quiz quiz = { .attempts = 2 };

    (void)state;
    assert_int_equal(next_attempt_from(&quiz, 2, start, start + 100 * (int64_t)HOUR), -1);
    assert_int_equal(next_attempt_from(&quiz, 3, start, start), -1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(attempt_ends_after_its_minutes),
        cmocka_unit_test(granted_minutes_are_added),
        cmocka_unit_test(attempt_never_outlives_the_assignment),
        cmocka_unit_test(first_attempt_may_start_at_once),
        cmocka_unit_test(next_attempt_waits_for_the_cooldown),
        cmocka_unit_test(no_attempt_is_left_after_the_last),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
