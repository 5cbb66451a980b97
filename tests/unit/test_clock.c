/* The server's time. */
#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <time.h>

static void
now_is_the_wall_time(void **state)
{
    int64_t wall = (int64_t)time(NULL) * SECOND, drift = clock_drift();

    (void)state;
    assert_true(clock_now() > wall - MINUTE && clock_now() < wall + MINUTE);
    assert_true(drift > -MINUTE && drift < MINUTE);
}

static void
now_never_steps_back(void **state)
{
    int64_t before = clock_now();

    (void)state;
    for (int i = 0; i < 1000; i++) {
        int64_t now = clock_now();

        assert_true(now >= before);
        before = now;
    }
}

static int
start(void **state)
{
    (void)state;
    clock_start();
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(now_is_the_wall_time),
        cmocka_unit_test(now_never_steps_back),
    };

    return cmocka_run_group_tests(tests, start, NULL);
}
