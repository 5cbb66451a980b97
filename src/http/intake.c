/* What libmicrohttpd calls: the request is checked, read within its limits, and handed on. */
#include "http/internal.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/utf8.h"
#include "http/cookie.h"
#include "http/form.h"
#include "http/guard.h"

#include <string.h>
#include <strings.h>
#include <sys/socket.h>

/*
 * Refuse where MHD cannot: before it has parsed the request, or in the middle of a body. Whatever was
 * answered before on this connection has left it, so these are the next bytes.
 */
static void
refuse_raw(struct exchange *x, const char *status)
{
    const char *text = arena_printf(&x->arena,
                                    "HTTP/1.1 %s\r\nConnection: close\r\nContent-Length: 0\r\n"
                                    "Cache-Control: no-store\r\n\r\n",
                                    status);
    int fd = x->connection->fd;

    x->cut = true;
    x->connection->cut = true;
    if (send(fd, text, strlen(text), MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
        log_debug("a refusal could not be sent");
    shutdown(fd, SHUT_RDWR);
}

void *
intake_target(void *server, const char *target, struct MHD_Connection *mhd)
{
    struct connection *connection = connection_of(mhd);
    struct exchange *x = exchange_new(server, connection);

    x->mhd = mhd;
    x->target = arena_copy(&x->arena, target);
    x->target_end = target + strlen(target);
    connection_phase(connection, PHASE_HEADERS, 0);
    /* MHD keeps each parameter in the connection's pool; when that is full it never answers. */
    if (guard_parameters(target) > MAX_QUERY)
        refuse_raw(x, "400 Bad Request");
    return x;
}

/*
 * MHD 0.9 takes a bare LF for a line's end, joins folded lines, and ends the target at a NUL. Nothing tells
 * but where things lie in the buffer that it parses in place, so we look at the distances. Should another
 * version lay them out otherwise, these checks see nothing rather than refuse everything.
 */
struct layout {
    struct heard *heard;
    uintptr_t line_end; /* of the line before */
    bool odd;
};

enum { MOST_BLANKS = 64 };

/* Is `at` between `least` and `most` bytes behind `from`? */
static bool
is_behind(uintptr_t at, uintptr_t from, size_t least, size_t most)
{
    return at >= from + least && at <= from + most;
}

static enum MHD_Result
hear(void *cls, enum MHD_ValueKind kind, const char *name, size_t name_length, const char *value,
     size_t length)
{
    struct layout *layout = cls;
    uintptr_t name_end = (uintptr_t)name + name_length;

    (void)kind;
    if (is_behind((uintptr_t)name, layout->line_end, 1, 1))
        layout->odd = true; /* one byte between two lines: a bare LF */
    if (length > 0 && !is_behind((uintptr_t)value, name_end, 1, 1 + MOST_BLANKS))
        layout->odd = true; /* not behind its name: it was moved to be joined */
    layout->line_end = (uintptr_t)value + length;
    guard_hear(layout->heard, name, value ? value : "", length);
    return MHD_YES;
}

static void
show_header(struct request *rq, const char *name, const char *value)
{
    if (value != NULL && utf8_valid(value, strlen(value)))
        *ARENA_PUSH(rq->arena, &rq->headers) = (struct field){ name, arena_copy(rq->arena, value) };
}

/* Fill in what handlers may know of the headers. */
static void
describe(struct exchange *x, const struct heard *heard)
{
    struct request *rq = &x->request;

    cookie_parse(rq->arena, heard->cookie, &rq->cookies);
    show_header(rq, "accept-language", heard->language);
    show_header(rq, "user-agent", heard->agent);
    show_header(rq, "if-none-match", heard->match);
    show_header(rq, "origin", heard->origin);
    x->token = arena_copy(rq->arena, heard->token);
    rq->language =
        guard_language(request_cookie(rq, "language"), heard->language, x->server->options.language);
    /* A copy, because a job may outlive the connection. */
    rq->peer = arena_copy(rq->arena, guard_peer(rq->arena, x->server->options.trusted_proxies,
                                                x->connection->peer, heard->forwarded_for));
}

/* Take note of all headers; false when the head is laid out as no honest client's is. */
static bool
hear_all(const struct exchange *x, const char *version, struct heard *heard)
{
    struct layout layout = { .heard = heard, .line_end = (uintptr_t)version + strlen(version) };

    /* A target that ended early at a NUL does not reach to the version. */
    layout.odd = is_behind((uintptr_t)version, (uintptr_t)x->target_end, 2, MEMORY_A_CONNECTION);
    MHD_get_connection_values_n(x->mhd, MHD_HEADER_KIND, hear, &layout);
    return !layout.odd;
}

/* Path and query, taken apart from the target as it was received and not as MHD decodes it. */
static bool
read_target(struct exchange *x)
{
    const struct form_limits limits = { .fields = MAX_QUERY, .repeat = true };
    struct request *rq = &x->request;
    char *path, *query;

    if (!guard_target(rq->arena, x->target, &path, &query))
        return false;
    rq->path = path;
    return form_parse(rq->arena, query, strlen(query), &limits, &rq->query);
}

static bool
is_form(const char *type)
{
    static const char form[] = "application/x-www-form-urlencoded";
    size_t length = sizeof form - 1;

    return type != NULL && strncasecmp(type, form, length) == 0
           && (type[length] == '\0' || type[length] == ';' || type[length] == ' ');
}

/* May a body of this length and type come to this row? Refuses otherwise. */
static void
expect_body(struct exchange *x, const struct heard *heard, uint64_t length, bool chunked)
{
    bool upload = x->route != NULL && x->route->needs & UPLOAD;
    size_t most = x->request.method == METHOD_GET ? 0 : upload ? MAX_UPLOAD_BODY : MAX_FORM;

    x->body.max = most > MAX_FORM ? most : MAX_FORM;
    if (length > most || (chunked && most == 0)) {
        exchange_refuse(x, 413, SAYS_TOO_LARGE);
        return;
    }
    if (length == 0 && !chunked)
        return;
    if (upload)
        x->boundary = heard->type ? form_boundary(&x->arena, heard->type) : NULL;
    if (upload ? x->boundary == NULL : !is_form(heard->type))
        exchange_refuse(x, 415, SAYS_BAD_REQUEST);
}

static void
find_row(struct exchange *x, const char *method)
{
    const struct server_options *o = &x->server->options;
    const char *allow = NULL;
    int status = 404;

    if (strcmp(method, "GET") == 0 || x->head || strcmp(method, "POST") == 0) {
        x->route = router_find(o->routes, o->route_count, x->request.method, &x->request, &status, &allow);
        if (x->route != NULL)
            return;
    } else {
        allow = router_allow(o->routes, o->route_count, x->request.path);
        status = allow ? 405 : 404;
    }
    exchange_refuse(x, status, status == 405 ? SAYS_METHOD : SAYS_NOT_FOUND);
    if (allow != NULL)
        reply_header(&x->reply, "Allow", allow);
}

/* The name that the visitor's browser used: behind a trusted proxy, what the proxy says it was. */
static void
resolve_host(const struct exchange *x, struct heard *heard)
{
    if (heard->forwarded_host != NULL
        && guard_listed(x->server->options.trusted_proxies, x->connection->peer))
        heard->host = heard->forwarded_host;
}

/* Everything that can be said before the body. Leaves the stage READY when it was refused. */
static void
examine(struct exchange *x, const char *method, const char *version)
{
    const struct server_options *o = &x->server->options;
    struct heard heard = { 0 };
    uint64_t length;
    bool chunked, sound, newer = strcmp(version, "HTTP/1.0") != 0;

    sound = hear_all(x, version, &heard);
    x->head = strcmp(method, "HEAD") == 0;
    x->request.method = strcmp(method, "POST") == 0 ? METHOD_POST : METHOD_GET;
    sound = guard_framing(&heard, &length, &chunked) && sound && read_target(x);
    resolve_host(x, &heard);
    if (!sound || (heard.host == NULL ? newer : !guard_host(o->allowed_hosts, heard.host))) {
        x->close = true;
        exchange_refuse(x, 400, SAYS_BAD_REQUEST);
        return;
    }
    describe(x, &heard);
    if (x->server->stopping) {
        x->close = true;
        exchange_refuse(x, 503, SAYS_STOPPING);
        return;
    }
    if (x->request.method == METHOD_GET && length == 0 && !chunked && static_known(x))
        return;
    find_row(x, method);
    if (x->stage != STAGE_READY && !(x->route->needs & MANY_FIELDS)
        && form_repeats(&x->arena, &x->request.query))
        exchange_refuse(x, 400, SAYS_BAD_REQUEST);
    if (x->stage != STAGE_READY)
        expect_body(x, &heard, length, chunked);
    if (x->stage != STAGE_READY && x->request.method == METHOD_POST
        && !guard_same_origin(&heard, o->public_origin, o->secure_cookies))
        exchange_refuse(x, 403, SAYS_CSRF);
    x->close = x->close || (x->stage == STAGE_READY && (length > 0 || chunked));
}

static enum MHD_Result
begin(struct exchange *x, const char *method, const char *version)
{
    x->server->figures.requests++;
    if (x->cut)
        return MHD_NO;
    connection_phase(x->connection, PHASE_BODY, 0);
    examine(x, method, version);
    /* A reply in the first call makes MHD close the connection: right where a body would follow. */
    if (x->stage == STAGE_READY && x->close)
        return send_reply(x);
    if (x->stage == STAGE_NEW)
        x->stage = STAGE_BODY;
    return MHD_YES;
}

static enum MHD_Result
take_body(struct exchange *x, const char *data, size_t *size)
{
    if (x->request.method == METHOD_GET)
        x->body.full = true;
    buf_add(&x->body, data, *size);
    *size = 0;
    if (!x->body.full)
        return MHD_YES;
    refuse_raw(x, "413 Content Too Large");
    return MHD_NO;
}

static bool
read_body(struct exchange *x)
{
    struct request *rq = &x->request;
    bool repeat = x->route->needs & MANY_FIELDS;

    if (x->body.length == 0)
        return x->boundary == NULL;
    if (x->boundary != NULL) {
        struct multipart parts = { .boundary = x->boundary, .repeat = repeat };

        if (!form_parts(&x->arena, x->body.data, x->body.length, &parts) || parts.file.length > MAX_UPLOAD)
            return false;
        rq->form = parts.fields;
        rq->body = parts.file.data;
        rq->body_length = parts.file.length;
        rq->body_name = parts.file.title;
        return true;
    }
    return form_parse(&x->arena, x->body.data, x->body.length,
                      &(struct form_limits){ MAX_FIELDS, repeat, true }, &rq->form);
}

/* The request is complete: run it now, or let it wait. */
static enum MHD_Result
dispatch(struct exchange *x)
{
    enum MHD_Result result;

    x->started = x->request.now = clock_now();
    if (x->route == NULL)
        return static_send(x, &result) ? result : MHD_NO;
    if (x->server->closed) {
        x->close = true;
        exchange_refuse(x, 503, SAYS_STOPPING);
    } else if (!read_body(x)) {
        x->close = true;
        exchange_refuse(x, 400, SAYS_BAD_REQUEST);
    } else if (x->route->run == WRITE) {
        exchange_park(x);
    } else {
        exchange_read(x);
    }
    if (x->stage == STAGE_READY)
        return send_reply(x);
    exchange_suspend(x);
    return MHD_YES;
}

enum MHD_Result
intake(void *server, struct MHD_Connection *mhd, const char *url, const char *method, const char *version,
       const char *data, size_t *size, void **state)
{
    struct exchange *x = *state;

    (void)server, (void)mhd, (void)url;
    switch (x->stage) {
    case STAGE_NEW: return begin(x, method, version);
    case STAGE_BODY: return *size > 0 ? take_body(x, data, size) : dispatch(x);
    case STAGE_READY: *size = 0; return send_reply(x);
    default: *size = 0; return MHD_YES;
    }
}

void
intake_completed(void *server, struct MHD_Connection *mhd, void **state, enum MHD_RequestTerminationCode code)
{
    struct exchange *x = *state;
    struct server *s = server;

    (void)mhd, (void)code;
    if (x == NULL)
        return;
    *state = NULL;
    x->connection->current = NULL;
    connection_phase(x->connection, PHASE_IDLE, 0);
    x->connection = NULL;
    x->mhd = NULL;
    if (!x->job_out) {
        exchange_free(x);
        return;
    }
    x->next = s->orphans;
    s->orphans = x;
}
