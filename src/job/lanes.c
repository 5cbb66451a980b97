/* Worker lanes: one thread and one bounded queue each; results come back through an eventfd. */
#include "job/lanes.h"

#include "base/die.h"
#include "base/log.h"
#include "base/yielder.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <unistd.h>

enum { NICER_BY = 10 };

struct list {
    struct work *first, *last;
    unsigned count;
};

struct one_lane {
    struct lanes *lanes;
    enum lane lane;
    pthread_t thread;
    bool started;
    pthread_cond_t work;
    struct list waiting; /* under the lock */
};

struct lanes {
    struct lanes_options options;
    pthread_mutex_t lock;
    struct one_lane lane[LANE_COUNT];
    struct list finished; /* under the lock */
    bool stopping;        /* under the lock */
    int fd;
};

static void
list_push(struct list *list, struct work *work)
{
    work->next = NULL;
    if (list->last != NULL)
        list->last->next = work;
    else
        list->first = work;
    list->last = work;
    list->count++;
}

static struct work *
list_pop(struct list *list)
{
    struct work *work = list->first;

    if (work == NULL)
        return NULL;
    list->first = work->next;
    if (list->first == NULL)
        list->last = NULL;
    list->count--;
    work->next = NULL;
    return work;
}

static void
wake(const struct lanes *lanes)
{
    uint64_t one = 1;

    ensure(write(lanes->fd, &one, sizeof one) == (ssize_t)sizeof one);
}

static struct work *
next_work(struct one_lane *lane)
{
    struct lanes *lanes = lane->lanes;
    struct work *work;

    pthread_mutex_lock(&lanes->lock);
    while (lane->waiting.first == NULL && !lanes->stopping)
        pthread_cond_wait(&lane->work, &lanes->lock);
    work = lanes->stopping ? NULL : list_pop(&lane->waiting);
    pthread_mutex_unlock(&lanes->lock);
    return work;
}

/* Nicer than the loop that started the thread, whatever it has; beyond 19 the system takes 19. */
static void
be_nicer(void)
{
    int inherited;

    /* On Linux PRIO_PROCESS with 0 is this thread alone; -1 may be a priority. */
    errno = 0;
    inherited = getpriority(PRIO_PROCESS, 0);
    if (errno != 0 || setpriority(PRIO_PROCESS, 0, inherited + NICER_BY) != 0)
        log_warning("the documents lane keeps its priority: %s", strerror(errno));
}

static void *
worker(void *arg)
{
    struct one_lane *lane = arg;
    struct lanes *lanes = lane->lanes;
    const struct lanes_options *o = &lanes->options;
    struct yielder yielder = { .opened = false };
    void *reader;
    struct work *work;

    if (lane->lane == LANE_DOCUMENTS) {
        be_nicer();
        yielder_open(&yielder);
    }
    reader = o->reader_open ? o->reader_open(o->app, lane->lane) : NULL;
    while ((work = next_work(lane)) != NULL) {
        yielder_run(&yielder);
        work->run(work, reader);
        yielder_rest(&yielder);
        pthread_mutex_lock(&lanes->lock);
        list_push(&lanes->finished, work);
        pthread_mutex_unlock(&lanes->lock);
        wake(lanes);
    }
    if (o->reader_close != NULL)
        o->reader_close(o->app, reader);
    yielder_close(&yielder);
    return NULL;
}

static bool
start(struct lanes *lanes, enum lane which)
{
    struct one_lane *lane = &lanes->lane[which];
    sigset_t all, before;
    int failed;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    failed = pthread_create(&lane->thread, NULL, worker, lane);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (failed)
        log_error("lane %d did not start: %s", (int)which, strerror(failed));
    lane->started = !failed;
    return !failed;
}

struct lanes *
lanes_open(const struct lanes_options *options)
{
    struct lanes *lanes = calloc(1, sizeof *lanes);
    bool ok;

    ensure(lanes != NULL);
    lanes->options = *options;
    lanes->fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    pthread_mutex_init(&lanes->lock, NULL);
    for (int i = 0; i < LANE_COUNT; i++) {
        lanes->lane[i].lanes = lanes;
        lanes->lane[i].lane = (enum lane)i;
        pthread_cond_init(&lanes->lane[i].work, NULL);
    }
    ok = lanes->fd >= 0;
    if (!ok)
        log_error("no descriptor for the lanes: %s", strerror(errno));
    for (int i = 0; ok && i < LANE_COUNT; i++)
        ok = start(lanes, (enum lane)i);
    if (ok)
        return lanes;
    lanes_close(lanes);
    return NULL;
}

bool
lanes_submit(struct lanes *lanes, enum lane lane, struct work *work)
{
    bool room;

    pthread_mutex_lock(&lanes->lock);
    room = !lanes->stopping && lanes->lane[lane].waiting.count < lanes->options.most[lane];
    if (room) {
        list_push(&lanes->lane[lane].waiting, work);
        pthread_cond_signal(&lanes->lane[lane].work);
    }
    pthread_mutex_unlock(&lanes->lock);
    return room;
}

int
lanes_fd(const struct lanes *lanes)
{
    return lanes->fd;
}

static void
finish(struct list *list, bool ran)
{
    struct work *work;

    while ((work = list_pop(list)) != NULL) {
        work->done(work, ran);
        arena_close(&work->arena);
    }
}

void
lanes_ready(struct lanes *lanes)
{
    uint64_t ignored;
    struct list finished;

    if (read(lanes->fd, &ignored, sizeof ignored) < 0)
        ignored = 0; /* nothing new: whatever is there is taken all the same */
    pthread_mutex_lock(&lanes->lock);
    finished = lanes->finished;
    lanes->finished = (struct list){ 0 };
    pthread_mutex_unlock(&lanes->lock);
    finish(&finished, true);
}

void
lanes_cancel(struct lanes *lanes)
{
    struct list cancelled[LANE_COUNT];

    pthread_mutex_lock(&lanes->lock);
    lanes->stopping = true;
    for (int i = 0; i < LANE_COUNT; i++) {
        cancelled[i] = lanes->lane[i].waiting;
        lanes->lane[i].waiting = (struct list){ 0 };
        pthread_cond_signal(&lanes->lane[i].work);
    }
    pthread_mutex_unlock(&lanes->lock);
    for (int i = 0; i < LANE_COUNT; i++)
        finish(&cancelled[i], false);
}

void
lanes_close(struct lanes *lanes)
{
    lanes_cancel(lanes);
    for (int i = 0; i < LANE_COUNT; i++) {
        if (lanes->lane[i].started)
            pthread_join(lanes->lane[i].thread, NULL);
        pthread_cond_destroy(&lanes->lane[i].work);
    }
    finish(&lanes->finished, true);
    pthread_mutex_destroy(&lanes->lock);
    if (lanes->fd >= 0)
        close(lanes->fd);
    free(lanes);
}
