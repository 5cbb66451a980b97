/*
 * Worker lanes for what takes longer than a few milliseconds: one thread and one bounded queue a lane. A
 * worker never touches the loop: what it finished goes to a queue and an eventfd that the loop watches.
 */
#ifndef JOB_LANES_H
#define JOB_LANES_H

#include "base/arena.h"

#include <stdbool.h>

enum lane { LANE_SHORT, LANE_DOCUMENTS, LANE_MAIL, LANE_COUNT };

/*
 * One thing to do. It must stay where it is until `done` has returned; in the arena of a request that waits
 * it does, as server_finish() gives that back only after the callbacks of its turn. `arena` is opened by
 * whoever submits and closed by the lanes after `done`; a reply that is made of what lies there takes it over
 * with request_adopt().
 */
struct work {
    void (*run)(struct work *work, void *reader); /* in the worker; `reader` is the lane's own handle */
    void (*done)(struct work *work, bool ran); /* on the loop; ran is false when it was cancelled by a stop */
    struct arena arena;                        /* for what `run` makes */
    void *arg;
    struct work *next; /* the lanes' own */
};

struct lanes_options {
    unsigned most[LANE_COUNT]; /* queue bounds; documents run nicer than the loop, by 10 */
    void *(*reader_open)(void *app, enum lane lane); /* both in the lane's thread; may be NULL */
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

/* Cancel what waits (their `done` gets false) and take nothing more; what runs goes on. Loop thread. */
void lanes_cancel(struct lanes *lanes);

/* lanes_cancel(), let what runs finish, call its `done`, join the threads. */
void lanes_close(struct lanes *lanes);

#endif
