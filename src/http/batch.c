/* Writes that arrive while a commit is on its way to the disk are parked, and make the next batch. */
#include "http/internal.h"

#include "base/clock.h"
#include "base/die.h"
#include "base/log.h"
#include "base/slice.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

enum { IDLE_CHECKPOINT = 5 * SECOND };

static void
queue_push(struct queue *queue, struct exchange *x)
{
    x->next = NULL;
    if (queue->last != NULL)
        queue->last->next = x;
    else
        queue->first = x;
    queue->last = x;
    queue->count++;
}

static struct exchange *
queue_pop(struct queue *queue)
{
    struct exchange *x = queue->first;

    if (x == NULL)
        return NULL;
    queue->first = x->next;
    if (queue->first == NULL)
        queue->last = NULL;
    queue->count--;
    x->next = NULL;
    return x;
}

static void
wake_loop(const struct server *server)
{
    uint64_t one = 1;

    ensure(write(server->wake, &one, sizeof one) == (ssize_t)sizeof one);
}

/* In the committer, unlocked: the whole life of one task. The lock is held on return. */
static void
perform(struct server *server, bool commit)
{
    const struct backend *backend = server->backend;
    struct batch *batch = &server->batch;
    bool ok = commit ? backend->commit(backend->app) : true;

    if (commit) {
        pthread_mutex_lock(&batch->lock);
        batch->done = true;
        batch->ok = ok;
        if (!ok || backend->checkpoint == NULL)
            batch->busy = false;
        wake_loop(server);
        if (!batch->busy)
            return;
        pthread_mutex_unlock(&batch->lock);
    }
    if (backend->checkpoint != NULL)
        backend->checkpoint(backend->app, !commit);
    pthread_mutex_lock(&batch->lock);
    batch->busy = false;
    if (batch->wanted)
        wake_loop(server);
}

static void *
committer(void *arg)
{
    struct server *server = arg;
    struct batch *batch = &server->batch;

    slice_short(); /* people wait for it; documents in the making do not */
    pthread_mutex_lock(&batch->lock);
    for (;;) {
        bool commit;

        while (batch->task == TASK_NONE && !batch->quit)
            pthread_cond_wait(&batch->work, &batch->lock);
        if (batch->task == TASK_NONE)
            break;
        commit = batch->task == TASK_COMMIT;
        batch->task = TASK_NONE;
        pthread_mutex_unlock(&batch->lock);
        perform(server, commit);
    }
    pthread_mutex_unlock(&batch->lock);
    return NULL;
}

bool
batch_open(struct server *server)
{
    struct batch *batch = &server->batch;
    sigset_t all, before;
    int failed;

    pthread_mutex_init(&batch->lock, NULL);
    pthread_cond_init(&batch->work, NULL);
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    failed = pthread_create(&batch->thread, NULL, committer, server);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (failed)
        log_error("the committer thread did not start: %s", strerror(failed));
    batch->started = !failed;
    batch->idle_since = clock_now();
    return !failed;
}

bool
batch_park(struct exchange *exchange)
{
    struct batch *batch = &exchange->server->batch;

    if (batch->parked.count >= exchange->server->options.parked_limit)
        return false;
    queue_push(&batch->parked, exchange);
    return true;
}

static void
hand_over(struct batch *batch, int task)
{
    pthread_mutex_lock(&batch->lock);
    batch->task = task == TASK_COMMIT ? TASK_COMMIT : TASK_CHECKPOINT;
    batch->busy = true;
    batch->wanted = false;
    pthread_cond_signal(&batch->work);
    pthread_mutex_unlock(&batch->lock);
}

/* Is the writing connection the loop's? If not, be woken when it is. */
static bool
is_free(struct batch *batch)
{
    bool busy;

    pthread_mutex_lock(&batch->lock);
    busy = batch->busy || batch->done;
    batch->wanted = busy;
    pthread_mutex_unlock(&batch->lock);
    return !busy;
}

/* Every writer of the batch hears the same. */
static void
answer(struct server *server, bool ok)
{
    struct batch *batch = &server->batch;
    const struct backend *backend = server->backend;
    struct exchange *x;

    if (backend->committed != NULL)
        backend->committed(backend->app, ok);
    if (ok)
        server->figures.writes_kept += batch->kept;
    else
        server->figures.writes_failed += batch->committing.count;
    while ((x = queue_pop(&batch->committing)) != NULL) {
        if (!ok)
            exchange_refuse(x, 503, SAYS_NOT_STORED);
        exchange_ready(x);
    }
    batch->idle_since = clock_now();
}

/* One handler in a savepoint of its own; false: the transaction is gone. */
static bool
run_one(struct server *server, struct exchange *x)
{
    const struct backend *backend = server->backend;
    bool ran, keep;

    if (!backend->savepoint(backend->app))
        return false;
    x->request.writing = true;
    x->reply = exchange_handle(x, &ran);
    x->request.writing = false;
    x->finish = NULL;
    ensure(!x->reply.later);
    if (!backend->batch_alive(backend->app))
        return false;
    keep = ran && reply_commits(&x->reply);
    server->batch.kept += keep;
    return (keep ? backend->release(backend->app) : backend->undo(backend->app))
           && backend->batch_alive(backend->app);
}

static bool
run_sweep(struct server *server)
{
    const struct backend *backend = server->backend;

    if (!backend->savepoint(backend->app))
        return false;
    backend->sweep(backend->app, clock_now());
    return backend->batch_alive(backend->app) && backend->release(backend->app)
           && backend->batch_alive(backend->app);
}

/* All handlers of the batch; false: it must be rolled back as a whole. */
static bool
run_all(struct server *server)
{
    bool sweep = server->batch.sweep;

    server->batch.sweep = false;
    if (sweep && !run_sweep(server))
        return false;
    for (struct exchange *x = server->batch.committing.first; x != NULL; x = x->next)
        if (!run_one(server, x))
            return false;
    return true;
}

void
batch_start(struct server *server)
{
    struct batch *batch = &server->batch;
    const struct backend *backend = server->backend;

    if ((batch->parked.count == 0 && !batch->sweep) || !is_free(batch))
        return;
    while (batch->parked.count > 0 && batch->committing.count < MAX_BATCH)
        queue_push(&batch->committing, queue_pop(&batch->parked));
    batch->kept = 0;
    server->figures.batches++;
    if (backend->batch_begin(backend->app) && run_all(server)) {
        hand_over(batch, TASK_COMMIT);
        return;
    }
    log_error("a batch of %u writes was dropped", batch->committing.count);
    backend->rollback(backend->app);
    answer(server, false);
    server->again = true;
}

void
batch_collect(struct server *server)
{
    struct batch *batch = &server->batch;
    bool done, ok;

    pthread_mutex_lock(&batch->lock);
    done = batch->done;
    ok = batch->ok;
    batch->done = false;
    pthread_mutex_unlock(&batch->lock);
    if (!done)
        return;
    if (!ok) {
        log_error("the commit of a batch of %u writes failed", batch->committing.count);
        server->backend->rollback(server->backend->app);
    }
    answer(server, ok);
}

void
batch_tick(struct server *server, int64_t now)
{
    struct batch *batch = &server->batch;
    const struct backend *backend = server->backend;

    if (backend->due != NULL && !batch->sweep && server_reading(server))
        batch->sweep = backend->due(backend->app, now);
    if (backend->checkpoint == NULL || batch->idle_since == 0 || now - batch->idle_since < IDLE_CHECKPOINT
        || batch->parked.count > 0 || batch->committing.count > 0 || !is_free(batch))
        return;
    batch->idle_since = 0;
    hand_over(batch, TASK_CHECKPOINT);
}

void
batch_stop(struct server *server)
{
    struct batch *batch = &server->batch;
    struct exchange *x;

    while ((x = queue_pop(&batch->parked)) != NULL) {
        exchange_refuse(x, 503, SAYS_STOPPING);
        exchange_ready(x);
    }
    if (!batch->started)
        return;
    pthread_mutex_lock(&batch->lock);
    batch->quit = true;
    pthread_cond_signal(&batch->work);
    pthread_mutex_unlock(&batch->lock);
    pthread_join(batch->thread, NULL);
    batch->started = false;
    batch_collect(server);
}

void
batch_close(struct server *server)
{
    pthread_cond_destroy(&server->batch.work);
    pthread_mutex_destroy(&server->batch.lock);
}
