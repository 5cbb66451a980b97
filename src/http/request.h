/* What a handler is given: one parsed request within its limits, and the arena that owns everything it makes.
 */
#ifndef HTTP_REQUEST_H
#define HTTP_REQUEST_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum method { METHOD_GET, METHOD_POST };

enum { MAX_PARAMS = 5 };

struct field {
    const char *name, *value; /* decoded UTF-8 without NUL */
};

struct fields LIST_OF(struct field);

struct request {
    enum method method;
    const char *path;               /* decoded, as routed */
    const char *params[MAX_PARAMS]; /* the {…} of the route, in order; NULL past the end */
    struct fields query, form;      /* names may repeat only where the route says so */
    const char *body;               /* the bytes of the one file of an UPLOAD route, else NULL */
    size_t body_length;
    const char *body_name; /* what the browser called that file, without its folder; never a path of ours */
    struct fields cookies;
    struct fields
        headers;      /* the few that handlers may see: accept-language, user-agent, if-none-match, origin */
    const char *peer; /* address of the client, forwarded headers of trusted proxies resolved */
    const char *language; /* "ru", "uk" or "en": cookie, then Accept-Language, then the default */
    int64_t now;          /* clock_now() when the request was complete */
    uint64_t id;          /* for the log */
    struct arena *arena;
    void *app;          /* what server_open() was given */
    const void *caller; /* what backend.identify() returned; NULL for nobody */
    void *job;          /* what a JOB handler leaves for its finish */
    bool writing;       /* inside a batch: use the writing connection; otherwise the reading one */
    bool secure;        /* behind TLS: cookies carry the __Host- prefix, which request_cookie() hides */
};

/*
 * The value of a field, or NULL. request_cookie() puts the __Host- prefix before the name where the server is
 * behind TLS, as reply_cookie() does; a cookie that came twice was dropped, because a neighbouring site may
 * have set it.
 */
const char *request_query(const struct request *rq, const char *name);
const char *request_form(const struct request *rq, const char *name);
const char *request_cookie(const struct request *rq, const char *name);

/* Let the request own what lies in `arena`, which is empty afterwards: what a job made, for the reply. */
void request_adopt(struct request *rq, struct arena *arena);

/* One of the few headers that handlers may see, by its name in lower case; NULL when it did not come. */
const char *request_header(const struct request *rq, const char *name);

#endif
