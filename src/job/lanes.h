/*
 * Worker lanes for what takes longer than a few milliseconds: one thread and one bounded queue a lane. A
 * worker never touches the loop: what it finished goes to a queue and an eventfd that the loop watches.
 */
#ifndef JOB_LANES_H
#define JOB_LANES_H

#include "base/arena.h"

#include <stdbool.h>

enum lane { LANE_SHORT, LANE_DOCUMENTS, LANE_MAIL, LANE_COUNT };

struct work {
    void (*run)(struct work *work, void *reader); /* in the worker; `reader` is the lane's own handle */
    void (*done)(struct work *work, bool ran); /* on the loop; ran is false when it was cancelled by a stop */
    struct arena arena;                        /* for what `run` makes; closed by the lanes after `done` */
    void *arg;
    struct work *next; /* the lanes' own */
};

struct lanes_options {
    unsigned most[LANE_COUNT]; /* queue bounds; the documents lane runs at nice 10 */
    void *(*reader_open)(void *app, enum lane lane);
    void (*reader_close)(void *app, void *reader);
    void *app;
};

struct lanes;

/* Start the threads; NULL with the reason in the log. */
struct lanes *lanes_open(const struct lanes_options *options);

/* Queue work; false when the lane is full or stopping: say so to the visitor. Loop thread only. */
bool lanes_submit(struct lanes *lanes, enum lane lane, struct work *work);

/* The descriptor to watch, and what to call when it is readable: calls `done` of everything finished. */
int lanes_fd(const struct lanes *lanes);
void lanes_ready(struct lanes *lanes);

/* Cancel what waits (their `done` gets false), let what runs finish, join the threads. */
void lanes_close(struct lanes *lanes);

#endif
