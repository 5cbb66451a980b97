/* What the files of http/ share with one another and with nobody else. */
#ifndef HTTP_INTERNAL_H
#define HTTP_INTERNAL_H

#include "base/buf.h"
#include "http/server.h"

#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>

enum {
    MAX_FORM = 64 * 1024,
    MAX_UPLOAD = 8 * 1024 * 1024,
    MAX_UPLOAD_BODY = MAX_UPLOAD + MAX_FORM, /* the file, and the fields around it */
    MAX_BATCH = 1024,                        /* so that pages are not kept waiting by one long batch */
    MAX_WATCHES = 8,
    MAX_SPARE = 256,            /* requests kept for reuse */
    SPARE_ARENA = 256 * 1024,   /* larger ones give their memory back */
    MEMORY_A_CONNECTION = 16384 /* MHD's pool: request line, headers, read buffer */
};

/* What a connection is doing, as far as its deadline is concerned. */
enum phase { PHASE_HEADERS, PHASE_BODY, PHASE_WAITING, PHASE_RESPONSE, PHASE_IDLE };

struct connection {
    struct server *server;
    struct connection *before, *after;
    struct exchange *current; /* NULL between requests */
    enum phase phase;
    int64_t deadline; /* 0: none */
    bool cut;         /* its socket was shut down; MHD will close it */
    int fd;
    char peer[INET6_ADDRSTRLEN];
};

enum stage { STAGE_NEW, STAGE_BODY, STAGE_PARKED, STAGE_LATER, STAGE_READY, STAGE_ANSWERED };

/* A request, its reply, and what the server knows about it. `request` is first: handlers see only that. */
struct exchange {
    struct request request;
    struct arena arena;
    struct arena adopted; /* of a job */
    struct buf body;
    struct server *server;
    struct connection *connection; /* NULL once the visitor's connection has ended */
    struct MHD_Connection *mhd;
    const struct route *route;
    const char *target, *target_end; /* as received: our copy, and where it ended in MHD's memory */
    struct reply reply;
    handler *finish; /* by server_finish() */
    enum stage stage;
    const char *token;    /* X-CSRF */
    const char *boundary; /* of a body in parts */
    bool head, close, suspended, slow_said;
    bool cut;     /* refused on the bare socket: MHD is only to close it */
    bool job_out; /* reply_later() was returned and server_finish() has not come yet */
    int64_t started;
    struct exchange *next;
};

struct queue {
    struct exchange *first, *last;
    unsigned count;
};

struct batch {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t work;
    /* under the lock */
    enum { TASK_NONE, TASK_COMMIT, TASK_CHECKPOINT } task;
    bool busy;   /* the writing connection is the committer's */
    bool wanted; /* the loop waits for it */
    bool done, ok, quit;
    /* the loop's own */
    struct queue parked, committing;
    bool sweep;
    unsigned kept;
    int64_t idle_since; /* 0: the idle checkpoint was asked for */
    bool started;
};

struct watch {
    int fd;
    void (*ready)(void *arg);
    void *arg;
};

struct server {
    struct server_options options;
    const struct backend *backend;
    struct MHD_Daemon *daemon;
    struct MHD_Response **files; /* one for each static file */
    int epoll, wake;
    unsigned port;
    struct watch watches[MAX_WATCHES];
    size_t watch_count;
    struct batch batch;
    struct connection *connections;
    struct exchange *spare;
    struct exchange *orphans; /* their connection ended before their job */
    struct exchange *dead;    /* orphans whose job has come back; freed once its callbacks have returned */
    unsigned spare_count;
    bool reading, again;
    atomic_uint stops;
    bool stopping, closed; /* closed: nothing runs any more, what waits is let go */
    int64_t stop_at, next_tick, next_sweep, drift;
    uint64_t last_id;
    struct server_figures figures;
};

/* limit.c: connections and their deadlines. */
void connection_notify(void *server, struct MHD_Connection *mhd, void **state,
                       enum MHD_ConnectionNotificationCode code);
struct connection *connection_of(struct MHD_Connection *mhd);
void connection_phase(struct connection *connection, enum phase phase, size_t reply_length);
void connection_sweep(struct server *server, int64_t now);
unsigned connection_limit(unsigned wanted);

/* exchange.c: requests are made, recycled, answered. */
struct exchange *exchange_new(struct server *server, struct connection *connection);
void exchange_free(struct exchange *exchange);
void exchange_destroy(struct exchange *exchange);
void exchange_refuse(struct exchange *exchange, int status, enum server_says what);
/* Who asks, may they, is the token right, then the handler; `*ran`: it came to the handler. */
struct reply exchange_handle(struct exchange *exchange, bool *ran);
/* Run in the read transaction; afterwards the stage is READY or LATER. */
void exchange_read(struct exchange *exchange);
/* Wait for a batch, or be READY with a refusal when too many do. */
void exchange_park(struct exchange *exchange);
/* From within MHD's call: let the connection wait. */
void exchange_suspend(struct exchange *exchange);
/* The reply stands: let MHD call again when it was waiting. */
void exchange_ready(struct exchange *exchange);

/* intake.c: MHD's callbacks. */
void *intake_target(void *server, const char *target, struct MHD_Connection *mhd);
enum MHD_Result intake(void *server, struct MHD_Connection *mhd, const char *url, const char *method,
                       const char *version, const char *data, size_t *size, void **state);
void intake_completed(void *server, struct MHD_Connection *mhd, void **state,
                      enum MHD_RequestTerminationCode code);

/* send.c: a reply becomes MHD's response, with the headers that every reply has. */
enum MHD_Result send_reply(struct exchange *exchange);
bool send_security(const struct server *server, struct MHD_Response *response);

/* static.c: files from memory. */
bool static_open(struct server *server);
bool static_known(const struct exchange *exchange);
void static_close(struct server *server);
/* Answer the request when its path is one of the files; `*result` is MHD's. */
bool static_send(struct exchange *exchange, enum MHD_Result *result);

/* batch.c: parked writes and the committer. */
bool batch_open(struct server *server);
/* False when the queue is full. */
bool batch_park(struct exchange *exchange);
void batch_start(struct server *server);
void batch_collect(struct server *server);
void batch_tick(struct server *server, int64_t now);
/* Refuse what is parked, wait for the commit on its way, and end the committer. */
void batch_stop(struct server *server);
void batch_close(struct server *server);

/* server.c: is there a read transaction in this turn? Begins one. */
bool server_reading(struct server *server);

#endif
