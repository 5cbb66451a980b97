/* The server's time. A moment is an int64_t: milliseconds since 1970-01-01 UTC. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

enum { SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE };

/* Take the wall clock once; every later moment is that plus CLOCK_BOOTTIME. Called once at start. */
void clock_start(void);

/* Now. Never steps back while the process lives, whatever the wall clock does. */
int64_t clock_now(void);

/* How far the wall clock has moved away from clock_now(), in milliseconds; the loop logs a step. */
int64_t clock_drift(void);

#endif
