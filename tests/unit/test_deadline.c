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

static void
an_attempt_begins_between_the_pause_and_the_close(void **state)
{
    const struct quiz quiz = { .attempts = 2, .cooldown = 24 * HOUR };
    const int64_t from = start + 24 * HOUR, closes = start + 48 * HOUR;

    (void)state;
    assert_int_equal(begin_of(&quiz, 0, 0, closes, start).may, BEGIN_NOW);
    assert_int_equal(begin_of(&quiz, 0, 0, 0, start).may, BEGIN_NOW);
    assert_int_equal(begin_of(&quiz, 1, start, closes, start).may, BEGIN_LATER);
    assert_int_equal(begin_of(&quiz, 1, start, closes, start).from, from);
    assert_int_equal(begin_of(&quiz, 1, start, closes, from).may, BEGIN_NOW);
    assert_int_equal(begin_of(&quiz, 1, start, closes, closes - 1).may, BEGIN_NOW);
    assert_int_equal(begin_of(&quiz, 1, start, closes, closes).may, BEGIN_CLOSED);
    assert_int_equal(begin_of(&quiz, 2, start, closes, from).may, BEGIN_NEVER);
}

static void
a_close_within_the_pause_leaves_no_attempt(void **state)
{
    const struct quiz quiz = { .attempts = 2, .cooldown = 24 * HOUR };
    const int64_t from = start + 24 * HOUR;

    (void)state;
    assert_int_equal(begin_of(&quiz, 1, start, from, start).may, BEGIN_TOO_LATE);
    assert_int_equal(begin_of(&quiz, 1, start, from - 1, start).from, from);
    assert_int_equal(begin_of(&quiz, 1, start, from - 1, from - 1).may, BEGIN_CLOSED);
    assert_int_equal(begin_of(&quiz, 1, start, from + 1, start).may, BEGIN_LATER);
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
        cmocka_unit_test(an_attempt_begins_between_the_pause_and_the_close),
        cmocka_unit_test(a_close_within_the_pause_leaves_no_attempt),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
