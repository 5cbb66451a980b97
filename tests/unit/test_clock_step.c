/* The server's time when somebody sets the system's clock: it goes on, and the step can be told. */
#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <time.h>

static int64_t wall, boot; /* milliseconds, as the system below tells them */

/* In place of libc's. */
int
clock_gettime(clockid_t id, struct timespec *now)
{
    int64_t at = id == CLOCK_REALTIME ? wall : boot;

    now->tv_sec = at / SECOND;
    now->tv_nsec = at % SECOND * 1000000;
    return 0;
}

static int
start(void **state)
{
    (void)state;
    wall = 1700000000000;
    boot = 5000;
    clock_start();
    return 0;
}

static void
a_clock_set_back_moves_no_deadline(void **state)
{
    int64_t deadline = clock_now() + (int64_t)10 * MINUTE;

    (void)state;
    boot += (int64_t)9 * MINUTE;
    wall += (int64_t)9 * MINUTE - HOUR;
    assert_true(clock_now() < deadline);
    assert_int_equal(deadline - clock_now(), MINUTE);
    assert_int_equal(clock_drift(), -HOUR);
    boot += 2 * MINUTE;
    assert_true(clock_now() > deadline);
}

static void
a_clock_set_forward_ends_nothing_early(void **state)
{
    int64_t before = clock_now();

    (void)state;
    wall += (int64_t)24 * HOUR;
    boot += SECOND;
    assert_int_equal(clock_now() - before, SECOND);
    assert_int_equal(clock_drift(), (int64_t)24 * HOUR - SECOND);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_clock_set_back_moves_no_deadline, start),
        cmocka_unit_test_setup(a_clock_set_forward_ends_nothing_early, start),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
