/*
 * The floor under our numbers: one libmicrohttpd loop, one thread that commits, nothing else. `floor PORT
 * NEW-DATABASE PAGE-BYTES` serves a constant page and keeps one answer a POST, each on disk before its reply;
 * port 0 takes a free one and prints it.
 */
#include <microhttpd.h>
#include <pthread.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { MAX_BATCH = 4096, MAX_BODY = 256 };

struct request {
    struct MHD_Connection *connection;
    int status; /* 0 until the answer is on disk or refused */
    size_t length;
    char body[MAX_BODY];
};

struct batch {
    struct request *items[MAX_BATCH];
    int count;
};

static struct {
    sqlite3 *db;
    sqlite3_stmt *save;
    struct MHD_Response *page, *empty;
    struct batch parked, committing;
    int stopping;
    long commits, rows;
    pthread_mutex_t lock;
    pthread_cond_t work;
    int busy, done_status, done_fd, quit; /* under lock, done_fd aside */
} g = { .lock = PTHREAD_MUTEX_INITIALIZER, .work = PTHREAD_COND_INITIALIZER };
static volatile sig_atomic_t stop;

static void
on_signal(int signal_number)
{
    (void)signal_number;
    stop = 1;
}

static void
must(int ok, const char *what)
{
    if (!ok) {
        fprintf(stderr, "floor: %s: %s\n", what, g.db ? sqlite3_errmsg(g.db) : "failed");
        exit(1);
    }
}

static void *
committer(void *unused)
{
    (void)unused;
    pthread_mutex_lock(&g.lock);
    for (;;) {
        uint64_t one = 1;
        int status;

        while (!g.busy && !g.quit)
            pthread_cond_wait(&g.work, &g.lock);
        if (!g.busy)
            break;
        pthread_mutex_unlock(&g.lock);
        status = sqlite3_exec(g.db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK ? 204 : 503;
        pthread_mutex_lock(&g.lock);
        g.busy = 0;
        g.done_status = status;
        must(write(g.done_fd, &one, sizeof one) == sizeof one, "wake");
    }
    pthread_mutex_unlock(&g.lock);
    return NULL;
}

static enum MHD_Result
answer(void *cls, struct MHD_Connection *connection, const char *url, const char *method, const char *version,
       const char *data, size_t *size, void **state)
{
    struct request *rq = *state;

    (void)cls, (void)url, (void)version;
    if (rq == NULL) {
        *state = rq = calloc(1, sizeof *rq);
        if (rq != NULL)
            rq->connection = connection;
        return rq ? MHD_YES : MHD_NO;
    }
    if (method[0] == 'G')
        return MHD_queue_response(connection, 200, g.page);
    if (*size > 0) {
        size_t room = sizeof rq->body - rq->length;
        size_t take = *size < room ? *size : room;

        memcpy(rq->body + rq->length, data, take);
        rq->length += take;
        *size = 0;
        return MHD_YES;
    }
    if (rq->status == 0 && !g.stopping && g.parked.count < MAX_BATCH) {
        MHD_suspend_connection(connection);
        g.parked.items[g.parked.count++] = rq;
        return MHD_YES;
    }
    return MHD_queue_response(connection, rq->status ? (unsigned)rq->status : 503u, g.empty);
}

static void
finish(void *cls, struct MHD_Connection *connection, void **state, enum MHD_RequestTerminationCode code)
{
    (void)cls, (void)connection, (void)code;
    free(*state);
    *state = NULL;
}

/* Answer the batch whose commit has returned. */
static void
answer_committed(void)
{
    uint64_t count;
    int status;

    if (read(g.done_fd, &count, sizeof count) != sizeof count)
        return;
    pthread_mutex_lock(&g.lock);
    status = g.done_status;
    pthread_mutex_unlock(&g.lock);
    if (status != 204)
        sqlite3_exec(g.db, "ROLLBACK", NULL, NULL, NULL);
    for (int i = 0; i < g.committing.count; i++) {
        g.committing.items[i]->status = status;
        MHD_resume_connection(g.committing.items[i]->connection);
    }
    g.committing.count = 0;
}

/* Write what is parked and hand the transaction to the committer. */
static void
start_batch(void)
{
    if (g.committing.count > 0 || g.parked.count == 0)
        return;
    must(sqlite3_exec(g.db, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK, "begin");
    for (int i = 0; i < g.parked.count; i++) {
        struct request *rq = g.parked.items[i];

        sqlite3_bind_int(g.save, 1, rand() % 100000);
        sqlite3_bind_int(g.save, 2, rand() % 40);
        sqlite3_bind_text(g.save, 3, rq->body, (int)rq->length, SQLITE_STATIC);
        must(sqlite3_step(g.save) == SQLITE_DONE, "save");
        sqlite3_reset(g.save);
    }
    g.rows += g.parked.count;
    g.commits++;
    g.committing = g.parked;
    g.parked.count = 0;
    pthread_mutex_lock(&g.lock);
    g.busy = 1;
    pthread_cond_signal(&g.work);
    pthread_mutex_unlock(&g.lock);
}

static void
watch(int loop, int fd)
{
    struct epoll_event event = { .events = EPOLLIN, .data.fd = fd };

    must(epoll_ctl(loop, EPOLL_CTL_ADD, fd, &event) == 0, "epoll");
}

int
main(int argc, char **argv)
{
    static char body[1 << 20];
    struct MHD_Daemon *daemon;
    pthread_t thread;
    int loop = epoll_create1(0);

    must(argc == 4 && atoi(argv[3]) > 0 && atoi(argv[3]) <= (int)sizeof body,
         "usage: floor PORT NEW-DATABASE PAGE-BYTES");
    signal(SIGTERM, on_signal);
    signal(SIGINT, on_signal);
    must(sqlite3_open(argv[2], &g.db) == SQLITE_OK, "open");
    must(sqlite3_exec(
             g.db,
             "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE answer"
             " (response INT, question INT, value TEXT, PRIMARY KEY (response, question)) WITHOUT ROWID",
             NULL, NULL, NULL)
             == SQLITE_OK,
         "setup");
    must(sqlite3_prepare_v2(
             g.db, "INSERT INTO answer VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET value = excluded.value",
             -1, &g.save, NULL)
             == SQLITE_OK,
         "prepare");
    memset(body, 'x', sizeof body);
    g.page = MHD_create_response_from_buffer((size_t)atoi(argv[3]), body, MHD_RESPMEM_PERSISTENT);
    g.empty = MHD_create_response_from_buffer(0, body, MHD_RESPMEM_PERSISTENT);
    g.done_fd = eventfd(0, EFD_NONBLOCK);
    daemon =
        MHD_start_daemon(MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG,
                         (unsigned short)atoi(argv[1]), NULL, NULL, answer, NULL, MHD_OPTION_NOTIFY_COMPLETED,
                         finish, NULL, MHD_OPTION_CONNECTION_LIMIT, 2000u, MHD_OPTION_END);
    must(daemon != NULL, "listen");
    printf("%u\n", (unsigned)MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
    fflush(stdout);
    must(pthread_create(&thread, NULL, committer, NULL) == 0, "start");
    watch(loop, MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd);
    watch(loop, g.done_fd);
    while (!g.stopping || g.parked.count > 0 || g.committing.count > 0) {
        struct epoll_event events[2];
        MHD_UNSIGNED_LONG_LONG next;
        int timeout = MHD_get_timeout(daemon, &next) == MHD_YES && next < 1000 ? (int)next : 1000;

        epoll_wait(loop, events, 2, timeout);
        answer_committed();
        MHD_run(daemon);
        start_batch();
        if (stop && !g.stopping) {
            close(MHD_quiesce_daemon(daemon));
            g.stopping = 1;
        }
    }
    MHD_run(daemon);
    pthread_mutex_lock(&g.lock);
    g.quit = 1;
    pthread_cond_signal(&g.work);
    pthread_mutex_unlock(&g.lock);
    pthread_join(thread, NULL);
    MHD_stop_daemon(daemon);
    fprintf(stderr, "%ld rows in %ld commits\n", g.rows, g.commits);
    sqlite3_finalize(g.save);
    sqlite3_close(g.db);
    return 0;
}
