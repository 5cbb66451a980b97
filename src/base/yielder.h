/* How a thread that computes for long lets others go first. */
#ifndef BASE_YIELDER_H
#define BASE_YIELDER_H

#include <stdbool.h>
#include <time.h>

/*
 * While it runs, the thread that opened it calls sched_yield() every millisecond. Without, a thread that has
 * to wait for the processor may wait for the clock tick of the kernel, 4 ms on many. It costs nothing when
 * nobody waits.
 */
struct yielder {
    timer_t timer;
    bool opened;
};

/* For the calling thread, which gets the signal SIGRTMIN from then on. Where there is no timer it does
 * nothing. */
void yielder_open(struct yielder *yielder);
void yielder_run(struct yielder *yielder);
void yielder_rest(struct yielder *yielder);
void yielder_close(struct yielder *yielder);

#endif
