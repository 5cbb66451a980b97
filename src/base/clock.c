/* The server's time: the wall clock at start plus what CLOCK_BOOTTIME says has passed. */
#include "base/clock.h"

#include "base/die.h"

#include <time.h>

static int64_t wall_at_start, boot_at_start; /* set once by clock_start(), before any thread */

static int64_t
read_clock(clockid_t id)
{
    struct timespec now;

    ensure(clock_gettime(id, &now) == 0);
    return (int64_t)now.tv_sec * SECOND + now.tv_nsec / 1000000;
}

void
clock_start(void)
{
    wall_at_start = read_clock(CLOCK_REALTIME);
    boot_at_start = read_clock(CLOCK_BOOTTIME);
}

int64_t
clock_now(void)
{
    ensure(wall_at_start != 0);
    return wall_at_start + (read_clock(CLOCK_BOOTTIME) - boot_at_start);
}

int64_t
clock_drift(void)
{
    return read_clock(CLOCK_REALTIME) - clock_now();
}
