/* What a handler returns: a status, headers, and bytes that live in the request's arena or for ever. */
#ifndef HTTP_REPLY_H
#define HTTP_REPLY_H

#include "http/request.h"

enum { MAX_REPLY_HEADERS = 8 };

struct reply {
    int status;
    const char *type; /* Content-Type with charset */
    const char *body;
    size_t length;
    struct field headers[MAX_REPLY_HEADERS]; /* besides the server's security headers */
    size_t header_count;
    bool cacheable; /* static files only; everything else is no-store */
    bool later;     /* the answer comes by server_finish(); the connection waits */
    bool kept;      /* reply_keep() was called */
};

/* An HTML page of `length` bytes, which live in the request's arena. */
struct reply reply_html(int status, const char *html, size_t length);

/* Plain text, JSON, or any bytes (with a download name when not NULL: ASCII fallback and filename*). */
struct reply reply_text(int status, const char *text);
struct reply reply_json(int status, const char *json);
struct reply reply_file(const struct request *rq, const char *type, const void *data, size_t length,
                        const char *download_name);

/* 303 to a path of our own; `path` starts with one `/` and is percent-encoded. Anything else goes to `/`,
 * logged. */
struct reply reply_see_other(const char *path);

/*
 * The answer of a JOB route that comes later: the connection is parked, and whoever does the work ends it
 * with server_finish() on the loop thread. Only JOB routes may return it.
 */
struct reply reply_later(struct request *rq);

/*
 * Add a header; `value` lives in the request's arena or for ever. One with control bytes, or one too many, is
 * left out and logged: what a visitor typed must neither split a reply nor stop the server.
 */
void reply_header(struct reply *reply, const char *name, const char *value);

/* Set-Cookie: HttpOnly, SameSite=Lax, Path=/, Secure and the __Host- prefix where the server is behind TLS.
 * max_age 0: for the session; negative: delete. */
void reply_cookie(const struct request *rq, struct reply *reply, const char *name, const char *value,
                  int max_age);

/* Keep what a WRITE handler wrote although it answers 400 or more: a failure that must be counted. */
void reply_keep(struct reply *reply);

/* Should the transaction of the WRITE handler be kept? True below 400, and where reply_keep() was called. */
bool reply_commits(const struct reply *reply);

#endif
