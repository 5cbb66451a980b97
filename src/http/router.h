/* The route table: the only place that knows paths, methods, who may call, CSRF, and where a handler runs. */
#ifndef HTTP_ROUTER_H
#define HTTP_ROUTER_H

#include "http/reply.h"

/*
 * Where a handler runs. READ: at once, in the turn's read transaction. WRITE: in a batch; its reply waits for
 * the commit. JOB: as READ, and it may hand work to a lane and return reply_later(). A GET row never writes.
 */
enum run { READ, WRITE, JOB };

enum {
    CSRF = 1,        /* the token is compared; where a POST comes from is looked at in any case */
    MANY_FIELDS = 2, /* names may repeat: checkboxes */
    UPLOAD = 4       /* multipart/form-data with one file, up to 8 MiB */
};

typedef struct reply handler(struct request *rq);

struct route {
    enum method method;
    const char *path; /* "/p/{project}/people": {name} matches one segment, not empty, at most 100 bytes */
    handler *handler;
    unsigned who; /* bits that the application defines; 0: anyone. Compared with backend.may_call() */
    unsigned needs;
    enum run run;
};

/* The row for a path (rq->path) and method, its parameters put into rq->params. NULL: `*status` is 404, or
 * 405 and `*allow` the methods. HEAD is asked for as GET. */
const struct route *router_find(const struct route *routes, size_t count, enum method method,
                                struct request *rq, int *status, const char **allow);

/* The methods that the rows of this path allow, as an Allow header says them; NULL when there is no row. */
const char *router_allow(const struct route *routes, size_t count, const char *path);

/* Is every row in order? False with the row in the log: a GET that writes, a path not starting with `/`, too
 * many parameters, no handler, the same row twice. server_open() asks. */
bool router_check(const struct route *routes, size_t count);

#endif
