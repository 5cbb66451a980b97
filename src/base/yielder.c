/* Letting others go first, by a timer whose signal comes to one thread. */
#include "base/yielder.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <unistd.h>

#ifndef sigev_notify_thread_id
#define sigev_notify_thread_id _sigev_un._tid /* as timer_create(2) calls it; older headers do not */
#endif

enum { EVERY_NS = 1000000 };

static void
step_aside(int number)
{
    int before = errno;

    (void)number;
    (void)sched_yield();
    errno = before;
}

void
yielder_open(struct yielder *yielder)
{
    const struct sigaction action = { .sa_handler = step_aside, .sa_flags = SA_RESTART };
    struct sigevent event = { .sigev_notify = SIGEV_THREAD_ID, .sigev_signo = SIGRTMIN };
    sigset_t only;

    event.sigev_notify_thread_id = gettid();
    sigemptyset(&only);
    sigaddset(&only, SIGRTMIN);
    yielder->opened = sigaction(SIGRTMIN, &action, NULL) == 0
                      && pthread_sigmask(SIG_UNBLOCK, &only, NULL) == 0
                      && timer_create(CLOCK_MONOTONIC, &event, &yielder->timer) == 0;
}

static void
set(struct yielder *yielder, long every)
{
    const struct itimerspec times = { { 0, every }, { 0, every } };

    if (yielder->opened)
        (void)timer_settime(yielder->timer, 0, &times, NULL);
}

void
yielder_run(struct yielder *yielder)
{
    set(yielder, EVERY_NS);
}

void
yielder_rest(struct yielder *yielder)
{
    set(yielder, 0);
}

void
yielder_close(struct yielder *yielder)
{
    if (yielder->opened)
        (void)timer_delete(yielder->timer);
    yielder->opened = false;
}
