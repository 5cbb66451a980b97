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

/*
 * What the application gives the server. All but `commit` and `checkpoint` are called on the loop thread. The
 * writing connection is the loop's from batch_begin to the hand-over, and the committer's from there until
 * commit (and the checkpoint after it) has returned: never both.
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
    void (*rollback)(void *app); /* after a failed commit or a dead batch; may find nothing to roll back */
    void (*committed)(
        void *app,
        bool ok); /* on the loop, after each batch, before its replies: hand over or drop queued work */
    /* In the committer thread between batches; may be NULL. After every commit with idle = false: must return
     * at once while the log is short, since the next batch waits for it. Once after 5 s without a batch with
     * idle = true. */
    void (*checkpoint)(void *app, bool idle);

    /* Who asks? Called with the cookies parsed: inside the read transaction for READ and JOB, inside the
     * batch for WRITE (rq->writing tells which connection to use), and again before a finish. The result is
     * kept as rq->caller. May be NULL: nobody ever. */
    const void *(*identify)(struct request *rq);
    bool (*may_call)(const struct request *rq, unsigned who);
    /* The token that a CSRF row compares with form field `csrf` (or header X-CSRF); NULL: refuse. */
    const char *(*csrf_token)(const struct request *rq);

    /*
     * A page for what the server itself refuses. Called outside any transaction and possibly with little
     * known (path "", no cookies): it must not read data. For SAYS_FORBIDDEN it may answer otherwise than
     * `status`, with a way to the login for instance.
     */
    struct reply (*says)(struct request *rq, int status, enum server_says what);

    /* Once a second: deadlines. `due` inside the read transaction; when it says so, `sweep` runs first in the
     * next batch, in a savepoint of its own, and is committed with it. Both may be NULL. */
    bool (*due)(void *app, int64_t now);
    void (*sweep)(void *app, int64_t now);

    /* Once on the loop when a stop begins: cancel the jobs that wait. May be NULL. */
    void (*stopping)(void *app);
};

struct server_options {
    const char *listen; /* "127.0.0.1:8080" or "[::1]:8080"; port 0 takes a free one */
    const struct route *routes;
    size_t route_count;
    const struct backend *backend;
    const char *static_prefix; /* "/static/" served from memory by name */
    const struct static_file *files;
    size_t file_count;
    const char *trusted_proxies; /* comma-separated addresses, "" none */
    bool secure_cookies;         /* public_url is https */
    const char *public_origin;   /* "https://audit.example" of public_url; "" or NULL: only Host is known */
    const char *language;        /* of visitors who ask for none of ours; NULL: "ru" */
    const char *allowed_hosts;   /* comma-separated; "" takes any */
    /* 0 takes the default. */
    unsigned connection_limit;                               /* 4000 */
    unsigned parked_limit;                                   /* writes that wait for a batch: 4096 */
    unsigned idle_seconds;                                   /* keep-alive: 5 */
    unsigned header_seconds, body_seconds, response_seconds; /* deadlines swept by the loop: 10, 30, 60 (and a
                                                                second more for each 16 KB of a long reply) */
    unsigned drain_seconds;                                  /* of a stop: 5 */
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

/*
 * Ask for a stop; async-signal-safe. The second call stops at once: what is parked gets 503, and only a
 * commit that is on its way is waited for, because nobody could say whether it was stored.
 */
void server_stop(struct server *server);

/*
 * Free everything, after server_run() has returned (or was never called). Close the lanes before: a
 * server_finish() after the run only gives the request's memory back.
 */
void server_close(struct server *server);

/* Watch a descriptor in the loop's epoll: `ready(arg)` is called on the loop whenever it can be read. For
 * results of workers. False when there are too many (8). */
bool server_watch(struct server *server, int fd, void (*ready)(void *arg), void *arg);

/*
 * End a request that was answered with reply_later(): run `finish` on the loop as READ or WRITE and send its
 * reply (a WRITE is sent after its commit). Loop thread only, and once for each reply_later(), also when the
 * work was cancelled. `rq` and its arena stay valid until then, even when the visitor has gone. A READ finish
 * may return reply_later() again.
 */
void server_finish(struct server *server, struct request *rq, handler *finish, enum run run);

/* Loop thread only. */
struct server_figures {
    uint64_t requests, batches, writes_kept, writes_failed, refused_busy;
    unsigned connections, parked;
};
void server_figures(const struct server *server, struct server_figures *out);

#endif
