/* Short turns on a processor. */
#include "base/slice.h"

#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cmocka.h>

/* struct sched_attr of the kernel, in its first version. */
struct attributes {
    uint32_t size, policy;
    uint64_t flags;
    int32_t nice;
    uint32_t priority;
    uint64_t runtime, deadline, period;
};

static void
only_the_turn_changes(void **state)
{
    struct attributes before = { 0 }, after = { 0 };

    (void)state;
    assert_int_equal(setpriority(PRIO_PROCESS, 0, getpriority(PRIO_PROCESS, 0) + 1), 0);
    assert_int_equal(syscall(SYS_sched_getattr, 0, &before, sizeof before, 0), 0);
    slice_short();
    assert_int_equal(syscall(SYS_sched_getattr, 0, &after, sizeof after, 0), 0);
    assert_int_equal(after.policy, before.policy);
    assert_int_equal(after.nice, before.nice);
    assert_true(after.runtime == 100000
                || after.runtime == before.runtime); /* an older kernel keeps its own */
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(only_the_turn_changes) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
