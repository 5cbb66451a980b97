/* Letting others go first. */
#include "base/yielder.h"

#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static sigset_t
only_ours(void)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGRTMIN);
    return set;
}

/* Does a signal come, if one waits long enough? */
static bool
comes(int seconds)
{
    const sigset_t set = only_ours();
    const struct timespec most = { seconds, 20000000 };

    return sigtimedwait(&set, NULL, &most) == SIGRTMIN;
}

static void
signals_come_while_it_runs_and_not_while_it_rests(void **state)
{
    const sigset_t set = only_ours();
    struct yielder yielder;

    (void)state;
    yielder_open(&yielder);
    assert_true(yielder.opened);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    assert_false(comes(0));
    yielder_run(&yielder);
    for (int i = 0; i < 3; i++)
        assert_true(comes(30));
    yielder_rest(&yielder);
    while (comes(0))
        ;
    assert_false(comes(0));
    yielder_close(&yielder);
}

static void
the_computation_does_not_notice(void **state)
{
    const sigset_t set = only_ours();
    struct yielder yielder;

    (void)state;
    yielder_open(&yielder);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    yielder_run(&yielder);
    assert_true(comes(30)); /* so the next is on its way */
    errno = EXDEV;
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
    assert_int_equal(raise(SIGRTMIN), 0);
    assert_int_equal(errno, EXDEV);
    yielder_close(&yielder);
    yielder_rest(&yielder); /* closed: nothing happens */
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signals_come_while_it_runs_and_not_while_it_rests),
        cmocka_unit_test(the_computation_does_not_notice),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
