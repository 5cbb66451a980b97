/*
 * The server: one loop over one epoll descriptor, a committer thread, and the workers. The only folder that
 * knows libmicrohttpd. It knows nothing of databases: the backend's functions begin, keep, undo and commit.
 */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include "http/router.h"

struct server;

/* The error pages the server itself needs, in the visitor's language. */
enum server_says {
    SAYS_BAD_REQUEST,
    SAYS_NOT_FOUND,
    SAYS_METHOD,
    SAYS_TOO_LARGE,
    SAYS_CSRF,
    SAYS_FORBIDDEN,
    SAYS_BUSY,
    SAYS_NOT_STORED,
    SAYS_STOPPING
};

/* What the application gives the server. All but `commit` and the job's work are called on the loop thread.
 */
struct backend {
    void *app;

    /* One read transaction a turn of the loop, for all READ handlers of that turn. */
    bool (*read_begin)(void *app);
    void (*read_end)(void *app);

    /* A batch of WRITE handlers. batch_alive: the transaction still stands (disk full drops it). */
    bool (*batch_begin)(void *app);
    bool (*savepoint)(void *app);
    bool (*release)(void *app); /* keep what the handler wrote */
    bool (*undo)(void *app);    /* roll back to the savepoint */
    bool (*batch_alive)(void *app);
    bool (*commit)(void *app);   /* in the committer thread; true: on disk */
    void (*rollback)(void *app); /* after a failed commit or a dead batch */
    void (*committed)(
        void *app,
        bool ok); /* on the loop, after each batch, before its replies: hand over or drop queued work */
    void (*checkpoint)(void *app, bool idle); /* in the committer thread, between batches */

    /* Who asks? Called with the cookies parsed, inside the read transaction; the result is kept as
     * rq->caller. */
    const void *(*identify)(struct request *rq);
    bool (*may_call)(const struct request *rq, unsigned who);
    /* The token that a CSRF row compares with form field `csrf` (or header X-CSRF); NULL: refuse. */
    const char *(*csrf_token)(const struct request *rq);

    /* A page for what the server itself refuses. */
    struct reply (*says)(struct request *rq, int status, enum server_says what);

    /* Once a second on the loop, as a WRITE inside a batch of its own: deadlines. True if it wrote. */
    bool (*due)(void *app, int64_t now);   /* read only: is there something to sweep? */
    void (*sweep)(void *app, int64_t now); /* inside a batch */
};

struct server_options {
    const char *listen; /* "127.0.0.1:8080" or "[::1]:8080"; port 0 takes a free one */
    const struct route *routes;
    size_t route_count;
    const struct backend *backend;
    const char *static_prefix; /* "/static/" served from memory by name */
    const struct static_file *files;
    size_t file_count;
    const char *trusted_proxies;                             /* comma-separated addresses, "" none */
    bool secure_cookies;                                     /* public_url is https */
    const char *allowed_hosts;                               /* comma-separated; "" takes any */
    unsigned connection_limit;                               /* default 4000 */
    unsigned idle_seconds;                                   /* keep-alive, default 5 */
    unsigned header_seconds, body_seconds, response_seconds; /* deadlines swept by the loop: 10, 30, 60 */
};

struct static_file {
    const char *name, *type;
    const void *data;
    size_t length;
    const char *etag;
};

/* Listen and start the threads; NULL with the reason in the log. */
struct server *server_open(const struct server_options *options);

/* The port it listens on. */
unsigned server_port(const struct server *server);

/* Run until server_stop() or a signal that the caller routed to it; then drain as architecture.md says. */
void server_run(struct server *server);

/* Ask for a stop; async-signal-safe. The second call stops at once. */
void server_stop(struct server *server);

void server_close(struct server *server);

/* Watch a descriptor in the loop's epoll: `ready(arg)` is called on the loop whenever it can be read. For
 * results of workers. */
bool server_watch(struct server *server, int fd, void (*ready)(void *arg), void *arg);

/*
 * End a request that was answered with reply_later(): run `finish` on the loop as READ or WRITE and send its
 * reply (a WRITE is sent after its commit). Loop thread only. `rq` and its arena stay valid until then, even
 * when the visitor has gone.
 */
void server_finish(struct server *server, struct request *rq, handler *finish, enum run run);

struct server_figures {
    uint64_t requests, batches, writes_kept, writes_failed, refused_busy;
    unsigned connections, parked;
};
void server_figures(const struct server *server, struct server_figures *out);

#endif
