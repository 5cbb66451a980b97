/* The route table: the only place that knows paths, methods, who may call, CSRF, and where a handler runs. */
#ifndef HTTP_ROUTER_H
#define HTTP_ROUTER_H

#include "http/reply.h"

enum run { READ, WRITE, JOB };

enum {
    CSRF = 1,
    MANY_FIELDS = 2 /* names may repeat: checkboxes */,
    UPLOAD = 4 /* multipart, up to 8 MiB */,
    SMALL_REPLY = 8
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

/* The row for a path and method, its parameters put into rq->params. NULL: `*status` is 404, or 405 and
 * `*allow` the methods. HEAD is asked for as GET. */
const struct route *router_find(const struct route *routes, size_t count, enum method method,
                                struct request *rq, int *status, const char **allow);

#endif
