/* The loop: one epoll descriptor for connections, the committer and the workers; its start and its stop. */
#include "http/internal.h"

#include "base/clock.h"
#include "base/die.h"
#include "base/log.h"
#include "base/slice.h"

#include <errno.h>
#include <netdb.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum {
    WATCH_MHD,
    WATCH_WAKE,
    WATCH_FIRST,
    BACKLOG = 512,
    SWEEP = 250,
    SLOW = 5 * SECOND,
    DRIFT = 2 * SECOND
};

static bool
add_to_epoll(const struct server *server, int fd, size_t tag)
{
    struct epoll_event event = { .events = EPOLLIN, .data.u64 = tag };

    return epoll_ctl(server->epoll, EPOLL_CTL_ADD, fd, &event) == 0;
}

/* `host:port` with a numeric address; the socket, or -1. */
static int
listen_on(struct server *server, const char *where)
{
    const char *colon = strrchr(where, ':');
    size_t length = colon ? (size_t)(colon - where) : 0;
    struct addrinfo hints = { .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV, .ai_socktype = SOCK_STREAM };
    struct addrinfo *found = NULL;
    struct sockaddr_storage bound;
    socklen_t size = sizeof bound;
    char host[64] = "", port[8] = "";
    int fd = -1, on = 1;

    if (length >= 2 && where[0] == '[' && colon[-1] == ']')
        where++, length -= 2;
    if (colon == NULL || length == 0 || length >= sizeof host || strlen(colon + 1) >= sizeof port)
        return -1;
    memcpy(host, where, length);
    memcpy(port, colon + 1, strlen(colon + 1));
    if (getaddrinfo(host, port, &hints, &found) != 0)
        return -1;
    fd = socket(found->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd >= 0
        && (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0
            || bind(fd, found->ai_addr, found->ai_addrlen) != 0 || listen(fd, BACKLOG) != 0
            || getsockname(fd, (struct sockaddr *)&bound, &size) != 0)) {
        close(fd);
        fd = -1;
    }
    freeaddrinfo(found);
    if (fd >= 0)
        server->port =
            ntohs(bound.ss_family == AF_INET6 ? ((const struct sockaddr_in6 *)(const void *)&bound)->sin6_port
                                              : ((const struct sockaddr_in *)(const void *)&bound)->sin_port);
    return fd;
}

/* We decode the target ourselves, so MHD need not. */
static size_t
leave_encoded(void *unused, struct MHD_Connection *mhd, char *text)
{
    (void)unused, (void)mhd;
    return strlen(text);
}

static bool
start_daemon(struct server *server, int fd)
{
    const union MHD_DaemonInfo *info;

    server->daemon = MHD_start_daemon(
        MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, intake, server, MHD_OPTION_LISTEN_SOCKET, fd,
        MHD_OPTION_NOTIFY_COMPLETED, intake_completed, server, MHD_OPTION_NOTIFY_CONNECTION,
        connection_notify, server, MHD_OPTION_URI_LOG_CALLBACK, intake_target, server,
        MHD_OPTION_UNESCAPE_CALLBACK, leave_encoded, NULL, MHD_OPTION_CONNECTION_LIMIT,
        connection_limit(server->options.connection_limit), MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)MEMORY_A_CONNECTION, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_END);
    if (server->daemon == NULL)
        return false;
    info = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_EPOLL_FD);
    return info != NULL && add_to_epoll(server, info->epoll_fd, WATCH_MHD);
}

static void
fill_defaults(struct server_options *o)
{
    o->connection_limit = o->connection_limit ? o->connection_limit : 4000;
    o->parked_limit = o->parked_limit ? o->parked_limit : 4096;
    o->idle_seconds = o->idle_seconds ? o->idle_seconds : 5;
    o->header_seconds = o->header_seconds ? o->header_seconds : 10;
    o->body_seconds = o->body_seconds ? o->body_seconds : 30;
    o->response_seconds = o->response_seconds ? o->response_seconds : 60;
    o->drain_seconds = o->drain_seconds ? o->drain_seconds : 5;
    o->language = o->language ? o->language : "ru";
}

/* Everything but the committer's thread; false when something is missing, and then the caller closes. */
static bool
prepare(struct server *server)
{
    int fd = listen_on(server, server->options.listen);

    if (fd < 0) {
        log_error("cannot listen on %s: %s", server->options.listen,
                  errno ? strerror(errno) : "not an address");
        return false;
    }
    if (server->epoll < 0 || server->wake < 0 || !add_to_epoll(server, server->wake, WATCH_WAKE)
        || !static_open(server) || !start_daemon(server, fd)) {
        log_error("the server did not start: %s", strerror(errno));
        if (server->daemon == NULL)
            close(fd);
        return false;
    }
    return true;
}

struct server *
server_open(const struct server_options *options)
{
    struct server *server;

    if (!router_check(options->routes, options->route_count))
        return NULL;
    signal(SIGPIPE, SIG_IGN);
    server = calloc(1, sizeof *server);
    ensure(server != NULL);
    server->options = *options;
    fill_defaults(&server->options);
    server->backend = options->backend;
    server->epoll = epoll_create1(EPOLL_CLOEXEC);
    server->wake = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    server->drift = clock_drift();
    errno = 0;
    if (!batch_open(server) || !prepare(server)) {
        server_close(server);
        return NULL;
    }
    return server;
}

unsigned
server_port(const struct server *server)
{
    return server->port;
}

bool
server_watch(struct server *server, int fd, void (*ready)(void *arg), void *arg)
{
    if (server->watch_count == MAX_WATCHES || !add_to_epoll(server, fd, WATCH_FIRST + server->watch_count))
        return false;
    server->watches[server->watch_count++] = (struct watch){ fd, ready, arg };
    return true;
}

bool
server_reading(struct server *server)
{
    if (!server->reading)
        server->reading = server->backend->read_begin(server->backend->app);
    return server->reading;
}

void
server_figures(const struct server *server, struct server_figures *out)
{
    *out = server->figures;
    out->parked = server->batch.parked.count + server->batch.committing.count;
}

void
server_stop(struct server *server)
{
    uint64_t one = 1;
    int before = errno;

    atomic_fetch_add(&server->stops, 1);
    if (write(server->wake, &one, sizeof one) < 0)
        errno = 0; /* the counter is full: the loop is awake anyway */
    errno = before;
}

/* The job of a request that a stop has answered already, or whose connection is gone. */
static void
forget_job(struct server *server, struct exchange *x)
{
    x->job_out = false;
    if (x->connection != NULL)
        return;
    for (struct exchange **link = &server->orphans; *link != NULL; link = &(*link)->next) {
        if (*link == x) {
            *link = x->next;
            break;
        }
    }
    x->next = server->dead;
    server->dead = x;
}

void
server_finish(struct server *server, struct request *rq, handler *finish, enum run run)
{
    struct exchange *x = (struct exchange *)(void *)rq;

    ensure(x->job_out && run != JOB);
    if (x->stage != STAGE_LATER) {
        forget_job(server, x);
        return;
    }
    x->job_out = false;
    x->finish = finish;
    if (run == WRITE)
        exchange_park(x);
    else
        exchange_read(x);
    server->again = true;
    if (x->stage == STAGE_READY)
        exchange_ready(x);
}

static void
warn_of_slow(struct server *server, int64_t now)
{
    for (struct connection *c = server->connections; c != NULL; c = c->after) {
        struct exchange *x = c->current;

        if (x == NULL || c->phase != PHASE_WAITING || x->slow_said || now - x->started < SLOW)
            continue;
        x->slow_said = true;
        log_warning("request id=%llu route=%s waits for %lld ms: %s", (unsigned long long)x->request.id,
                    x->route->path, (long long)(now - x->started),
                    x->stage == STAGE_LATER ? "its job" : "its commit");
    }
}

static void
tick(struct server *server, int64_t now)
{
    int64_t drift = clock_drift();

    server->next_tick = now + SECOND;
    if (drift - server->drift > DRIFT || server->drift - drift > DRIFT)
        log_warning("the wall clock stepped by %lld ms; deadlines do not follow it",
                    (long long)(drift - server->drift));
    server->drift = drift;
    warn_of_slow(server, now);
    batch_tick(server, now);
}

static int
wait_time(struct server *server)
{
    MHD_UNSIGNED_LONG_LONG next;
    int64_t most = server->next_tick - clock_now();

    if (server->again)
        return 0;
    if (server->connections != NULL && most > SWEEP)
        most = SWEEP;
    if (MHD_get_timeout(server->daemon, &next) == MHD_YES && (int64_t)next < most)
        most = (int64_t)next;
    return most < 0 ? 0 : (int)most;
}

static void
free_dead(struct server *server)
{
    struct exchange *x;

    while ((x = server->dead) != NULL) {
        server->dead = x->next;
        exchange_free(x);
    }
}

/* Take what is ready from the committer and the workers. */
static void
collect(struct server *server)
{
    struct epoll_event events[WATCH_FIRST + MAX_WATCHES];
    int count = epoll_wait(server->epoll, events, LENGTH(events), wait_time(server));
    uint64_t ignored;

    for (int i = 0; i < count; i++)
        if (events[i].data.u64 == WATCH_WAKE && read(server->wake, &ignored, sizeof ignored) > 0)
            batch_collect(server);
    for (int i = 0; i < count; i++) {
        size_t tag = events[i].data.u64;

        if (tag >= WATCH_FIRST)
            server->watches[tag - WATCH_FIRST].ready(server->watches[tag - WATCH_FIRST].arg);
    }
    free_dead(server);
    server->again = false;
}

/*
 * One turn. The read transaction begins after the commits of this turn were collected, so whoever got their
 * reply in it sees what they wrote.
 */
static void
turn(struct server *server)
{
    int64_t now;

    collect(server);
    MHD_run(server->daemon);
    now = clock_now();
    if (now >= server->next_sweep) {
        server->next_sweep = now + SWEEP;
        connection_sweep(server, now);
    }
    if (now >= server->next_tick)
        tick(server, now);
    if (server->reading)
        server->backend->read_end(server->backend->app);
    server->reading = false;
    batch_start(server);
}

static void
begin_stop(struct server *server)
{
    int fd = MHD_quiesce_daemon(server->daemon);

    if (fd >= 0)
        close(fd);
    server->stopping = true;
    server->stop_at = clock_now() + (int64_t)server->options.drain_seconds * SECOND;
    if (server->backend->stopping != NULL)
        server->backend->stopping(server->backend->app);
}

/* Is any request read, waited for or being answered? */
static bool
is_active(const struct server *server)
{
    for (const struct connection *c = server->connections; c != NULL; c = c->after)
        if (c->current != NULL && c->phase != PHASE_HEADERS)
            return true;
    return false;
}

/* Let every waiting connection go, as MHD must not be stopped with one that waits. */
static void
release_all(struct server *server)
{
    server->stopping = server->closed = true;
    batch_stop(server);
    for (struct connection *c = server->connections; c != NULL; c = c->after) {
        if (c->current != NULL && c->current->stage == STAGE_LATER) {
            exchange_refuse(c->current, 503, SAYS_STOPPING);
            exchange_ready(c->current);
        }
    }
    MHD_run(server->daemon); /* resumes and answers */
    MHD_run(server->daemon);
}

void
server_run(struct server *server)
{
    slice_short();
    for (;;) {
        turn(server);
        if (atomic_load(&server->stops) > 0 && !server->stopping)
            begin_stop(server);
        if (server->stopping
            && (atomic_load(&server->stops) > 1 || clock_now() > server->stop_at || !is_active(server)))
            break;
    }
    release_all(server);
}

void
server_close(struct server *server)
{
    struct exchange *x;

    if (server->daemon != NULL) {
        release_all(server);
        MHD_stop_daemon(server->daemon);
    } else {
        batch_stop(server);
    }
    batch_close(server);
    static_close(server);
    free_dead(server);
    while ((x = server->orphans) != NULL) {
        server->orphans = x->next;
        exchange_destroy(x);
    }
    while ((x = server->spare) != NULL) {
        server->spare = x->next;
        exchange_destroy(x);
    }
    close(server->epoll);
    close(server->wake);
    free(server);
}
