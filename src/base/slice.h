/* How a thread shares a processor with those that compute for long. */
#ifndef BASE_SLICE_H
#define BASE_SLICE_H

/*
 * Ask the scheduler for short turns: the calling thread works for microseconds and is then waited for, so
 * when it wakes it goes before a thread in the middle of a long turn. A request alone: kernels before 6.12
 * pass over it.
 */
void slice_short(void);

#endif
