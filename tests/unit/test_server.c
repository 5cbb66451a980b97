/* The server with a backend that counts: batches, refusals, deadlines, stops, on raw sockets. */
#include "base/clock.h"
#include "base/die.h"
#include "base/log.h"
#include "http/server.h"
#include "job/lanes.h"
#include "raw_client.h"

#include <pthread.h>
#include <semaphore.h>
#include <setjmp.h>
#include <stdatomic.h>
#include <stdint.h>

#include <cmocka.h>

#define HOST "Host: 127.0.0.1\r\n"
#define ORIGIN "Origin: http://127.0.0.1\r\n"
#define TYPE "Content-Type: application/x-www-form-urlencoded\r\n"
#define FORM ORIGIN TYPE

/* A store of one number: what a transaction holds, what its savepoint remembers, what is on disk. */
struct store {
    int writing, savepoint;
    atomic_int disk;
    bool in_batch, dead;
    int batches, rolled_back, told_ok, told_failed, handled, reads, open_reads;
    atomic_bool fail_commit;
    atomic_int block_commit; /* commits wait while it is above 0 */
    sem_t in_commit, go_on;
    bool sweep_due;
    atomic_int swept;
    atomic_int stopping_told, submitted;
};

struct fixture {
    struct store store;
    struct backend backend;
    struct server_options options;
    struct server *server;
    struct lanes *lanes;
    pthread_t thread;
    unsigned port;
    sem_t work_may_run, work_runs;
};

static struct store *
store_of(void *app)
{
    return &((struct fixture *)app)->store;
}

static bool
read_begin(void *app)
{
    store_of(app)->reads++;
    store_of(app)->open_reads++;
    return true;
}

static void
read_end(void *app)
{
    store_of(app)->open_reads--;
}

static bool
batch_begin(void *app)
{
    struct store *store = store_of(app);

    ensure(!store->in_batch && store->open_reads == 0);
    store->in_batch = true;
    store->dead = false;
    store->batches++;
    store->writing = atomic_load(&store->disk);
    return true;
}

static bool
savepoint(void *app)
{
    store_of(app)->savepoint = store_of(app)->writing;
    return true;
}

static bool
release(void *app)
{
    ensure(!store_of(app)->dead); /* nothing more is said to a transaction that is gone */
    return true;
}

static bool
undo(void *app)
{
    ensure(!store_of(app)->dead);
    store_of(app)->writing = store_of(app)->savepoint;
    return true;
}

static bool
batch_alive(void *app)
{
    return !store_of(app)->dead;
}

static bool
commit(void *app)
{
    struct store *store = store_of(app);

    if (atomic_load(&store->block_commit) > 0) {
        atomic_fetch_sub(&store->block_commit, 1);
        sem_post(&store->in_commit);
        sem_wait(&store->go_on);
    }
    if (atomic_load(&store->fail_commit))
        return false;
    atomic_store(&store->disk, store->writing);
    store->in_batch = false;
    return true;
}

static void
rollback(void *app)
{
    store_of(app)->in_batch = false;
    store_of(app)->rolled_back++;
}

static void
committed(void *app, bool ok)
{
    store_of(app)->told_ok += ok;
    store_of(app)->told_failed += !ok;
}

static bool
due(void *app, int64_t now)
{
    (void)now;
    ensure(store_of(app)->open_reads == 1);
    return store_of(app)->sweep_due;
}

static void
sweep(void *app, int64_t now)
{
    (void)now;
    ensure(store_of(app)->in_batch);
    store_of(app)->sweep_due = false;
    store_of(app)->writing += 1000;
    atomic_fetch_add(&store_of(app)->swept, 1);
}

static void
stopping(void *app)
{
    struct fixture *f = app;

    atomic_fetch_add(&f->store.stopping_told, 1);
    lanes_cancel(f->lanes);
}

/* The cookie `who` names the caller; "gate" in it may call what is for 1. */
static const void *
identify(struct request *rq)
{
    struct store *store = store_of(rq->app);

    ensure(rq->writing ? store->in_batch : store->open_reads == 1);
    return request_cookie(rq, "who");
}

static bool
may_call(const struct request *rq, unsigned who)
{
    return who == 1 && rq->caller != NULL && strcmp(rq->caller, "gate") == 0;
}

static const char *
csrf_token(const struct request *rq)
{
    return rq->caller ? "token-of-the-session" : NULL;
}

static struct reply
says(struct request *rq, int status, enum server_says what)
{
    static const char *const names[] = { "bad request", "not found", "method",     "too large", "csrf",
                                         "forbidden",   "busy",      "not stored", "stopping" };

    return reply_text(status, arena_printf(rq->arena, "says %s in %s", names[what], rq->language));
}

static struct reply
page(struct request *rq)
{
    const char *html = arena_printf(rq->arena, "disk %d", atomic_load(&store_of(rq->app)->disk));

    return reply_html(200, html, strlen(html));
}

static struct reply
show_figures(struct request *rq)
{
    struct server_figures figures;

    server_figures(((struct fixture *)rq->app)->server, &figures);
    return reply_text(200, arena_printf(rq->arena, "parked %u", figures.parked));
}

static struct reply
show_connections(struct request *rq)
{
    struct server_figures figures;

    server_figures(((struct fixture *)rq->app)->server, &figures);
    return reply_text(200, arena_printf(rq->arena, "connections %u", figures.connections));
}

/* As long as a reply may be whose reader has no second more than `response_seconds`. */
enum { LONG_REPLY = 16000 };

static struct reply
long_page(struct request *rq)
{
    char *text = arena_alloc(rq->arena, LONG_REPLY + 1);

    memset(text, 'x', LONG_REPLY);
    text[LONG_REPLY] = '\0';
    return reply_text(200, text);
}

static struct reply
echo(struct request *rq)
{
    const char *text =
        arena_printf(rq->arena, "path=%s param=%s", rq->path, rq->params[0] ? rq->params[0] : "-");
    const struct field *field;

    for (field = rq->query.items; field < rq->query.items + rq->query.count; field++)
        text = arena_printf(rq->arena, "%s q:%s=%s", text, field->name, field->value);
    for (field = rq->form.items; field < rq->form.items + rq->form.count; field++)
        text = arena_printf(rq->arena, "%s f:%s=%s", text, field->name, field->value);
    if (rq->body != NULL)
        text = arena_printf(rq->arena, "%s file:%s=%zu", text, rq->body_name, rq->body_length);
    return reply_text(200, arena_printf(rq->arena, "%s peer=%s", text, rq->peer));
}

/* Adds `n`, then answers `status`; n = 666 loses the transaction, as a full disk does. */
static struct reply
add(struct request *rq)
{
    struct store *store = store_of(rq->app);
    const char *n = request_form(rq, "n"), *status = request_form(rq, "status");
    struct reply reply;

    ensure(store->in_batch);
    store->handled++;
    store->writing += n ? (int)strtol(n, NULL, 10) : 0;
    if (n != NULL && strcmp(n, "666") == 0)
        store->dead = true;
    reply = reply_text(status ? (int)strtol(status, NULL, 10) : 200,
                       arena_printf(rq->arena, "sum %d", store->writing));
    if (request_form(rq, "keep") != NULL)
        reply_keep(&reply);
    return reply;
}

struct task {
    struct work work;
    struct request *rq;
    const char *made;
};

static void
task_run(struct work *work, void *reader)
{
    struct task *task = work->arg;
    struct fixture *f = task->rq->app;

    (void)reader;
    sem_post(&f->work_runs);
    sem_wait(&f->work_may_run);
    task->made = arena_printf(&work->arena, "made by the worker");
}

static struct reply
task_finish(struct request *rq)
{
    struct task *task = rq->job;

    if (rq->writing)
        store_of(rq->app)->writing += 7;
    return task->made ? reply_text(200, task->made) : reply_text(503, "cancelled");
}

static void
task_done(struct work *work, bool ran)
{
    struct task *task = work->arg;
    struct fixture *f = task->rq->app;

    if (ran)
        request_adopt(task->rq, &work->arena);
    server_finish(f->server, task->rq, task_finish, ran ? WRITE : READ);
}

static struct reply
job(struct request *rq)
{
    struct fixture *f = rq->app;
    struct task *task = ARENA_NEW(rq->arena, struct task);

    *task = (struct task){ .work = { .run = task_run, .done = task_done, .arg = task }, .rq = rq };
    rq->job = task;
    if (!lanes_submit(f->lanes, LANE_SHORT, &task->work))
        return reply_text(503, "the lane is full");
    atomic_fetch_add(&f->store.submitted, 1);
    return reply_later(rq);
}

static void
lanes_are_ready(void *arg)
{
    lanes_ready(arg);
}

static const struct route routes[] = {
    { METHOD_GET, "/", page, 0, 0, READ },
    { METHOD_GET, "/echo/{what}", echo, 0, 0, READ },
    { METHOD_GET, "/figures", show_figures, 0, 0, READ },
    { METHOD_GET, "/connections", show_connections, 0, 0, READ },
    { METHOD_GET, "/long", long_page, 0, 0, READ },
    { METHOD_GET, "/many", echo, 0, MANY_FIELDS, READ },
    { METHOD_GET, "/gate", page, 1, 0, READ },
    { METHOD_POST, "/echo", echo, 0, 0, READ },
    { METHOD_POST, "/upload", echo, 0, UPLOAD, READ },
    { METHOD_POST, "/add", add, 0, 0, WRITE },
    { METHOD_POST, "/gate", add, 1, 0, WRITE },
    { METHOD_POST, "/csrf", add, 0, CSRF, WRITE },
    { METHOD_POST, "/job", job, 0, 0, JOB },
};

static const struct static_file files[] = {
    { "style.css", "text/css; charset=utf-8", "body{}", 6, "\"abc\"" },
};

static void *
run(void *arg)
{
    server_run(arg);
    return NULL;
}

static void
open_with(struct fixture *f, struct server_options options)
{
    const struct backend backend = {
        f,           read_begin, read_end, batch_begin, savepoint, release,  undo,
        batch_alive, commit,     rollback, committed,   NULL,      identify, may_call,
        csrf_token,  says,       due,      sweep,       stopping,
    };
    const struct lanes_options lanes = { .most = { 2, 2, 2 }, .app = f };

    f->backend = backend;
    sem_init(&f->store.in_commit, 0, 0);
    sem_init(&f->store.go_on, 0, 0);
    sem_init(&f->work_may_run, 0, 0);
    sem_init(&f->work_runs, 0, 0);
    options.listen = "127.0.0.1:0";
    options.routes = routes;
    options.route_count = LENGTH(routes);
    options.backend = &f->backend;
    options.static_prefix = "/static/";
    options.files = files;
    options.file_count = LENGTH(files);
    f->lanes = lanes_open(&lanes);
    f->server = server_open(&options);
    assert_non_null(f->lanes);
    assert_non_null(f->server);
    assert_true(server_watch(f->server, lanes_fd(f->lanes), lanes_are_ready, f->lanes));
    f->port = server_port(f->server);
    assert_int_equal(pthread_create(&f->thread, NULL, run, f->server), 0);
}

/* Stop and free; afterwards the store can be looked at without a race. */
static void
close_all(struct fixture *f)
{
    server_stop(f->server);
    pthread_join(f->thread, NULL);
    lanes_close(f->lanes);
    server_close(f->server);
}

#define WITH(...)                                                                                            \
    struct fixture f = { 0 };                                                                                \
    struct raw_reply reply;                                                                                  \
    open_with(&f, (struct server_options){ __VA_ARGS__ })

static void
post_on(int fd, const char *path, const char *headers, const char *form)
{
    char text[4096];

    snprintf(text, sizeof text, "POST %s HTTP/1.1\r\n" HOST TYPE "%sContent-Length: %zu\r\n\r\n%s", path,
             headers, strlen(form), form);
    raw_send(fd, text);
}

static void
post(unsigned port, const char *path, const char *form, struct raw_reply *reply)
{
    int fd = raw_open(port);

    post_on(fd, path, ORIGIN, form);
    raw_read(fd, reply);
    close(fd);
}

static void
page_is_served_with_the_security_headers(void **state)
{
    WITH(0);

    (void)state;
    raw_ask(f.port, "GET / HTTP/1.1\r\n" HOST "\r\n", &reply);
    assert_int_equal(reply.status, 200);
    assert_string_equal(reply.body, "disk 0");
    assert_string_equal(raw_header(&reply, "Content-Type"), "text/html; charset=utf-8");
    assert_string_equal(raw_header(&reply, "Cache-Control"), "no-store");
    assert_string_equal(raw_header(&reply, "X-Content-Type-Options"), "nosniff");
    assert_string_equal(raw_header(&reply, "Referrer-Policy"), "same-origin");
    assert_string_equal(raw_header(&reply, "Cross-Origin-Opener-Policy"), "same-origin");
    assert_non_null(
        strstr(raw_header(&reply, "Content-Security-Policy"), "default-src 'none'; script-src 'self';"));
    assert_non_null(raw_header(&reply, "Permissions-Policy"));
    assert_null(raw_header(&reply, "Strict-Transport-Security"));
    close_all(&f);
}

static void
hsts_is_sent_behind_tls(void **state)
{
    WITH(.secure_cookies = true);

    (void)state;
    raw_ask(f.port, "GET / HTTP/1.1\r\n" HOST "\r\n", &reply);
    assert_string_equal(raw_header(&reply, "Strict-Transport-Security"), "max-age=31536000");
    close_all(&f);
}

static void
write_is_answered_after_its_commit(void **state)
{
    WITH(0);

    (void)state;
    post(f.port, "/add", "n=5", &reply);
    assert_int_equal(reply.status, 200);
    assert_string_equal(reply.body, "sum 5");
    assert_int_equal(atomic_load(&f.store.disk), 5);
    close_all(&f);
    assert_int_equal(f.store.told_ok, 1);
}

static const struct raw_case {
    const char *name, *request;
    size_t length; /* when it holds a NUL */
    int status;
} refused[] = {
    { "two Content-Length",
      "POST /echo HTTP/1.1\r\n" HOST FORM "Content-Length: 3\r\nContent-Length: 0\r\n\r\na=1", 0, 400 },
    { "Content-Length and chunked",
      "POST /echo HTTP/1.1\r\n" HOST FORM "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      0, 400 },
    { "unknown coding", "POST /echo HTTP/1.1\r\n" HOST FORM "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 0,
      400 },
    { "two codings",
      "POST /echo HTTP/1.1\r\n" HOST FORM "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", 0, 400 },
    { "two Host", "GET / HTTP/1.1\r\n" HOST HOST "\r\n", 0, 400 },
    { "no Host", "GET / HTTP/1.1\r\n\r\n", 0, 400 },
    { "a Host that is none", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 0, 400 },
    { "negative length", "POST /echo HTTP/1.1\r\n" HOST FORM "Content-Length: -1\r\n\r\n", 0, 400 },
    { "signed length", "POST /echo HTTP/1.1\r\n" HOST FORM "Content-Length: +3\r\n\r\na=1", 0, 400 },
    { "blank before the colon", "GET / HTTP/1.1\r\nHost : 127.0.0.1\r\n\r\n", 0, 400 },
    { "NUL in the path", "GET /\0/../../etc/passwd HTTP/1.1\r\n" HOST "\r\n",
      sizeof "GET /\0/../../etc/passwd HTTP/1.1\r\n" HOST "\r\n" - 1, 400 },
    { "bare LF after the request line", "GET / HTTP/1.1\n" HOST "\r\n", 0, 400 },
    { "bare LF after a header", "GET / HTTP/1.1\r\nX-A: b\n" HOST "\r\n", 0, 400 },
    { "folded header", "GET / HTTP/1.1\r\n" HOST "X-A: b\r\n c\r\nX-D: e\r\n\r\n", 0, 400 },
    { "folded last header", "GET / HTTP/1.1\r\n" HOST "X-A: b\r\n\tc\r\n\r\n", 0, 400 },
    { "%00 in the path", "GET /%00/../../etc/passwd HTTP/1.1\r\n" HOST "\r\n", 0, 400 },
    { "%0d%0a in the path", "GET /a%0d%0aX:1 HTTP/1.1\r\n" HOST "\r\n", 0, 400 },
    { "bad percent in the path", "GET /%zz HTTP/1.1\r\n" HOST "\r\n", 0, 400 },
    { "encoded slash", "GET /echo%2fa HTTP/1.1\r\n" HOST "\r\n", 0, 400 },
    { "another scheme", "GET http://elsewhere/ HTTP/1.1\r\n" HOST "\r\n", 0, 400 },
    { "%ff in the path", "GET /echo/%ff HTTP/1.1\r\n" HOST "\r\n", 0, 400 },
    { "overlong in the path", "GET /echo/%c0%af HTTP/1.1\r\n" HOST "\r\n", 0, 400 },
    { "surrogate in the query", "GET /echo/a?b=%ed%a0%80 HTTP/1.1\r\n" HOST "\r\n", 0, 400 },
    { "%00 in the query", "GET /echo/a?b=%00 HTTP/1.1\r\n" HOST "\r\n", 0, 400 },
    { "newline in the query", "GET /echo/a?b=%0a HTTP/1.1\r\n" HOST "\r\n", 0, 400 },
    { "a query name twice", "GET /echo/a?b=1&b=2 HTTP/1.1\r\n" HOST "\r\n", 0, 400 },
    { "%00 in the form", "POST /echo HTTP/1.1\r\n" HOST FORM "Content-Length: 5\r\n\r\na=%00", 0, 400 },
    { "%ff in the form", "POST /echo HTTP/1.1\r\n" HOST FORM "Content-Length: 5\r\n\r\na=%ff", 0, 400 },
    { "a form name twice", "POST /echo HTTP/1.1\r\n" HOST FORM "Content-Length: 7\r\n\r\na=1&a=2", 0, 400 },
    { "control byte in a header", "GET / HTTP/1.1\r\n" HOST "X-Any: a\x01z\r\n\r\n", 0, 400 },
    { "JSON",
      "POST /echo HTTP/1.1\r\n" HOST ORIGIN "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
      0, 415 },
    { "text/plain",
      "POST /echo HTTP/1.1\r\n" HOST ORIGIN "Content-Type: text/plain\r\nContent-Length: 3\r\n\r\na=1", 0,
      415 },
    { "no type", "POST /echo HTTP/1.1\r\n" HOST ORIGIN "Content-Length: 3\r\n\r\na=1", 0, 415 },
    { "parts where none are taken",
      "POST /echo HTTP/1.1\r\n" HOST ORIGIN
      "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 3\r\n\r\na=1",
      0, 415 },
    { "a body too large", "POST /echo HTTP/1.1\r\n" HOST FORM "Content-Length: 65537\r\n\r\n", 0, 413 },
    { "a body that is absurd", "POST /echo HTTP/1.1\r\n" HOST FORM "Content-Length: 999999999999\r\n\r\n", 0,
      413 },
    { "a GET with a body", "GET / HTTP/1.1\r\n" HOST "Content-Length: 3\r\n\r\nabc", 0, 413 },
    { "a GET in chunks", "GET / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 0, 413 },
};

static void
what_two_programs_could_read_differently_is_refused_and_closed(void **state)
{
    WITH(0);

    (void)state;
    for (size_t i = 0; i < LENGTH(refused); i++) {
        const struct raw_case *c = &refused[i];
        int fd = raw_open(f.port);

        raw_send_bytes(fd, c->request, c->length ? c->length : strlen(c->request));
        raw_read(fd, &reply);
        if (reply.status != c->status)
            print_error("%s: %d, not %d\n", c->name, reply.status, c->status);
        assert_int_equal(reply.status, c->status);
        if (reply.status == 400 && !reply.closed && !raw_ends(fd))
            fail_msg("%s: the connection stayed open", c->name);
        close(fd);
    }
    raw_ask(f.port, "GET / HTTP/1.1\r\n" HOST "\r\n", &reply);
    assert_int_equal(reply.status, 200);
    close_all(&f);
}

static void
keep_alive_serves_pipelined_requests_in_order(void **state)
{
    WITH(0);
    int fd = raw_open(f.port);

    (void)state;
    raw_send(fd, "GET /echo/one HTTP/1.1\r\n" HOST "\r\nGET /nowhere HTTP/1.1\r\n" HOST
                 "\r\nPOST /add HTTP/1.1\r\n" HOST FORM "Content-Length: 3\r\n\r\nn=2"
                 "GET / HTTP/1.1\r\n" HOST "\r\n");
    raw_read(fd, &reply);
    assert_non_null(strstr(reply.body, "param=one"));
    raw_read(fd, &reply);
    assert_int_equal(reply.status, 404);
    assert_string_equal(reply.body, "says not found in ru");
    raw_read(fd, &reply);
    assert_string_equal(reply.body, "sum 2");
    raw_read(fd, &reply);
    assert_string_equal(reply.body, "disk 2"); /* who got the reply of a write sees it in the next page */
    close(fd);
    close_all(&f);
}

static void
head_is_get_without_its_body(void **state)
{
    WITH(0);
    int fd = raw_open(f.port);

    (void)state;
    raw_send(fd, "HEAD / HTTP/1.1\r\n" HOST "\r\n");
    raw_read_as(fd, &reply, true);
    assert_int_equal(reply.status, 200);
    assert_string_equal(raw_header(&reply, "Content-Length"), "6");
    raw_send(fd, "GET /echo/next HTTP/1.1\r\n" HOST "\r\n");
    raw_read(fd, &reply);
    assert_int_equal(reply.status, 200);
    assert_non_null(strstr(reply.body, "param=next"));
    close(fd);
    close_all(&f);
}

static void
other_methods_are_told_what_is_allowed(void **state)
{
    static const char *const methods[] = { "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "BREW" };
    char text[256];
    WITH(0);

    (void)state;
    for (size_t i = 0; i < LENGTH(methods); i++) {
        snprintf(text, sizeof text, "%s /gate HTTP/1.1\r\n" HOST "\r\n", methods[i]);
        raw_ask(f.port, text, &reply);
        assert_int_equal(reply.status, 405);
        assert_string_equal(raw_header(&reply, "Allow"), "GET, HEAD, POST");
    }
    raw_ask(f.port, "GET /add?n=5 HTTP/1.1\r\n" HOST "\r\n", &reply);
    assert_int_equal(reply.status, 405);
    assert_string_equal(raw_header(&reply, "Allow"), "POST");
    raw_ask(f.port, "HEAD /add?n=5 HTTP/1.1\r\n" HOST "\r\n", &reply);
    assert_int_equal(reply.status, 405);
    close_all(&f);
    assert_int_equal(f.store.handled, 0);
}

static void
more_than_64_parameters_are_refused_at_once(void **state)
{
    static char text[16000];
    size_t length;
    WITH(.header_seconds = 60);

    (void)state;
    length = (size_t)snprintf(text, sizeof text, "GET /many?a=1");
    for (int i = 1; i < 64; i++)
        length += (size_t)snprintf(text + length, sizeof text - length, "&a=%d", i);
    snprintf(text + length, sizeof text - length, " HTTP/1.1\r\n" HOST "\r\n");
    raw_ask(f.port, text, &reply);
    assert_int_equal(reply.status, 200);
    for (int i = 0; i < 800; i++)
        length += (size_t)snprintf(text + length, sizeof text - length, "&a=%d", i);
    snprintf(text + length, sizeof text - length, " HTTP/1.1\r\n" HOST "\r\n");
    raw_ask(f.port, text, &reply);
    assert_int_equal(reply.status, 400);
    assert_true(reply.closed);
    close_all(&f);
}

static void
chunked_form_is_read_and_an_endless_one_is_cut(void **state)
{
    static char chunk[8192];
    WITH(.body_seconds = 60);
    int fd = raw_open(f.port);

    (void)state;
    raw_send(fd, "POST /echo HTTP/1.1\r\n" HOST FORM
                 "Transfer-Encoding: chunked\r\n\r\n3\r\na=1\r\n4;x=y\r\n&b=2\r\n0\r\n\r\n");
    raw_read(fd, &reply);
    assert_int_equal(reply.status, 200);
    assert_non_null(strstr(reply.body, "f:a=1 f:b=2"));
    close(fd);

    fd = raw_open(f.port);
    memset(chunk, 'x', sizeof chunk);
    raw_send(fd, "POST /echo HTTP/1.1\r\n" HOST FORM "Transfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 9; i++) {
        raw_send(fd, "2000\r\n");
        raw_send_bytes(fd, chunk, sizeof chunk);
        raw_send(fd, "\r\n");
    }
    assert_true(raw_ends(fd));
    close(fd);
    close_all(&f);
}

static void
upload_gives_the_file_and_the_fields(void **state)
{
    static const char body[] =
        "--XX\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\nabc\r\n"
        "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"C:\\tmp\\a.csv\"\r\n"
        "Content-Type: text/csv\r\n\r\n1;2\r\n3\r\n--XX--\r\n";
    char text[1024];
    WITH(0);

    (void)state;
    snprintf(text, sizeof text,
             "POST /upload HTTP/1.1\r\n" HOST ORIGIN
             "Content-Type: multipart/form-data; boundary=XX\r\nContent-Length: %zu\r\n\r\n%s",
             sizeof body - 1, body);
    raw_ask(f.port, text, &reply);
    assert_int_equal(reply.status, 200);
    assert_non_null(strstr(reply.body, "f:csrf=abc file:a.csv=6"));
    raw_ask(f.port,
            "POST /upload HTTP/1.1\r\n" HOST ORIGIN
            "Content-Type: multipart/form-data; boundary=XX\r\nContent-Length: 9000000\r\n\r\n",
            &reply);
    assert_int_equal(reply.status, 413);
    close_all(&f);
}

static void
static_file_is_served_and_recognised(void **state)
{
    WITH(0);
    int fd = raw_open(f.port);

    (void)state;
    raw_send(fd, "GET /static/style.css HTTP/1.1\r\n" HOST "\r\n");
    raw_read(fd, &reply);
    assert_int_equal(reply.status, 200);
    assert_string_equal(reply.body, "body{}");
    assert_string_equal(raw_header(&reply, "ETag"), "\"abc\"");
    assert_string_equal(raw_header(&reply, "Cache-Control"), "no-cache");
    assert_string_equal(raw_header(&reply, "X-Content-Type-Options"), "nosniff");
    raw_send(fd, "GET /static/style.css?v=1 HTTP/1.1\r\n" HOST "\r\n");
    raw_read(fd, &reply);
    assert_string_equal(raw_header(&reply, "Cache-Control"), "public, max-age=31536000, immutable");
    raw_send(fd, "GET /static/style.css HTTP/1.1\r\n" HOST "If-None-Match: \"abc\"\r\n\r\n");
    raw_read_as(fd, &reply, true);
    assert_int_equal(reply.status, 304);
    raw_send(fd, "GET /static/../secret HTTP/1.1\r\n" HOST "\r\n");
    raw_read(fd, &reply);
    assert_int_equal(reply.status, 404);
    close(fd);
    raw_ask(f.port, "POST /static/style.css HTTP/1.1\r\n" HOST "Content-Length: 0\r\n\r\n", &reply);
    assert_int_equal(reply.status, 404);
    close_all(&f);
}

static void
caller_without_the_right_does_not_reach_the_handler(void **state)
{
    WITH(0);
    int fd = raw_open(f.port);

    (void)state;
    raw_ask(f.port, "GET /gate HTTP/1.1\r\n" HOST "Cookie: language=uk\r\n\r\n", &reply);
    assert_int_equal(reply.status, 403);
    assert_string_equal(reply.body, "says forbidden in uk");
    post(f.port, "/gate", "n=3", &reply);
    assert_int_equal(reply.status, 403);
    post_on(fd, "/gate", ORIGIN "Cookie: who=gate\r\n", "n=4");
    raw_read(fd, &reply);
    assert_string_equal(reply.body, "sum 4");
    close(fd);
    close_all(&f);
    assert_int_equal(f.store.handled, 1);
}

static void
csrf_row_wants_our_origin_and_the_token(void **state)
{
    static const struct {
        const char *headers, *form;
        int status;
    } cases[] = {
        { "Cookie: who=a\r\nOrigin: http://127.0.0.1\r\n", "n=1&csrf=token-of-the-session", 200 },
        { "Cookie: who=a\r\nOrigin: http://127.0.0.1\r\nX-CSRF: token-of-the-session\r\n", "n=1", 200 },
        { "Cookie: who=a\r\nSec-Fetch-Site: same-origin\r\n", "n=1&csrf=token-of-the-session", 200 },
        { "Cookie: who=a\r\nReferer: http://127.0.0.1/form\r\n", "n=1&csrf=token-of-the-session", 200 },
        { "Cookie: who=a\r\nOrigin: http://127.0.0.1\r\n", "n=1&csrf=another", 403 },
        { "Cookie: who=a\r\nOrigin: http://127.0.0.1\r\n", "n=1", 403 },
        { "Origin: http://127.0.0.1\r\n", "n=1&csrf=token-of-the-session", 403 },
        { "Cookie: who=a\r\n", "n=1&csrf=token-of-the-session", 403 },
        { "Cookie: who=a\r\nOrigin: null\r\n", "n=1&csrf=token-of-the-session", 403 },
        { "Cookie: who=a\r\nOrigin: http://evil.example\r\n", "n=1&csrf=token-of-the-session", 403 },
        { "Cookie: who=a\r\nOrigin: http://127.0.0.1\r\nSec-Fetch-Site: cross-site\r\n",
          "n=1&csrf=token-of-the-session", 403 },
        { "Cookie: who=a\r\nOrigin: http://127.0.0.1\r\nSec-Fetch-Site: same-site\r\n",
          "n=1&csrf=token-of-the-session", 403 },
    };
    WITH(0);

    (void)state;
    for (size_t i = 0; i < LENGTH(cases); i++) {
        int fd = raw_open(f.port);

        post_on(fd, "/csrf", cases[i].headers, cases[i].form);
        raw_read(fd, &reply);
        assert_int_equal(reply.status, cases[i].status);
        close(fd);
    }
    close_all(&f);
    assert_int_equal(atomic_load(&f.store.disk), 4);
}

static void
half_done_work_of_a_refused_handler_is_undone(void **state)
{
    WITH(0);

    (void)state;
    post(f.port, "/add", "n=5", &reply);
    post(f.port, "/add", "n=100&status=422", &reply);
    assert_int_equal(reply.status, 422);
    assert_string_equal(reply.body, "sum 105");
    assert_int_equal(atomic_load(&f.store.disk), 5);
    post(f.port, "/add", "n=10&status=403&keep=1", &reply);
    assert_int_equal(reply.status, 403);
    assert_int_equal(atomic_load(&f.store.disk), 15); /* reply_keep() */
    close_all(&f);
}

/* Wait until the server has so many writes parked or on their way. */
static void
await_parked(unsigned port, int count)
{
    struct raw_reply *reply = calloc(1, sizeof *reply);
    char want[32];

    assert_non_null(reply);
    snprintf(want, sizeof want, "parked %d", count);
    do
        raw_ask(port, "GET /figures HTTP/1.1\r\n" HOST "\r\n", reply);
    while (reply->status == 200 && strcmp(reply->body, want) != 0);
    assert_int_equal(reply->status, 200);
    free(reply);
}

/* Posts that all come to one batch, in order: a commit before them is held until they are parked. */
enum { CROWD = 6 };

static void
park_crowd(struct fixture *f, int fds[CROWD + 1], const char *const forms[CROWD])
{
    atomic_store(&f->store.block_commit, 1);
    fds[CROWD] = raw_open(f->port);
    post_on(fds[CROWD], "/add", ORIGIN, "n=1");
    sem_wait(&f->store.in_commit);
    for (int i = 0; i < CROWD; i++) {
        fds[i] = raw_open(f->port);
        post_on(fds[i], "/add", ORIGIN, forms[i]);
        await_parked(f->port, i + 2);
    }
}

static void
pages_are_served_and_no_write_is_answered_while_a_commit_is_on_its_way(void **state)
{
    static const char *const forms[CROWD] = { "n=1", "n=1", "n=1", "n=1", "n=1", "n=1" };
    int fds[CROWD + 1];
    WITH(0);

    (void)state;
    park_crowd(&f, fds, forms);
    for (int i = 0; i <= CROWD; i++)
        assert_false(raw_readable(fds[i], 20));
    sem_post(&f.store.go_on);
    for (int i = CROWD; i >= 0; i--) {
        raw_read(fds[i], &reply);
        assert_int_equal(reply.status, 200);
        close(fds[i]);
    }
    close_all(&f);
    assert_int_equal(atomic_load(&f.store.disk), 1 + CROWD);
    assert_int_equal(f.store.batches, 2); /* the one that was held, and the crowd */
}

static void
refused_handler_of_a_batch_is_undone_alone(void **state)
{
    static const char *const forms[CROWD] = {
        "n=1", "n=100&status=422", "n=1", "n=200&status=409", "n=400&status=403&keep=1", "n=1"
    };
    static const int statuses[CROWD] = { 200, 422, 200, 409, 403, 200 };
    int fds[CROWD + 1];
    WITH(0);

    (void)state;
    park_crowd(&f, fds, forms);
    sem_post(&f.store.go_on);
    for (int i = 0; i < CROWD; i++) {
        raw_read(fds[i], &reply);
        assert_int_equal(reply.status, statuses[i]);
        close(fds[i]);
    }
    close(fds[CROWD]);
    close_all(&f);
    assert_int_equal(f.store.batches, 2); /* the one that was held, and the crowd */
    assert_int_equal(f.store.rolled_back, 0);
    assert_int_equal(f.store.told_ok, 2);
    assert_int_equal(atomic_load(&f.store.disk), 1 + 3 + 400); /* the 403 had something to keep */
}

static void
failed_commit_is_told_to_every_writer_and_nothing_is_stored(void **state)
{
    static const char *const forms[CROWD] = { "n=1", "n=1&status=422", "n=1", "n=1", "n=1", "n=1" };
    int fds[CROWD + 1];
    WITH(0);

    (void)state;
    park_crowd(&f, fds, forms);
    atomic_store(&f.store.fail_commit, true);
    sem_post(&f.store.go_on);
    for (int i = 0; i <= CROWD; i++) {
        raw_read(fds[i], &reply);
        assert_int_equal(reply.status, 503);
        assert_string_equal(reply.body, "says not stored in ru");
        assert_string_equal(raw_header(&reply, "Retry-After"), "2");
        close(fds[i]);
    }
    atomic_store(&f.store.fail_commit, false);
    raw_ask(f.port, "GET / HTTP/1.1\r\n" HOST "\r\n", &reply);
    assert_string_equal(reply.body, "disk 0");
    post(f.port, "/add", "n=9", &reply);
    assert_string_equal(reply.body, "sum 9");
    close_all(&f);
    assert_int_equal(f.store.told_ok, 1);
    assert_int_equal(f.store.told_failed, 2);
    assert_int_equal(f.store.rolled_back, 2);
}

static void
lost_transaction_stops_the_handlers_after_it(void **state)
{
    static const char *const forms[CROWD] = { "n=1", "n=666", "n=1", "n=1", "n=1", "n=1" };
    int fds[CROWD + 1], refusals = 0;
    WITH(0);

    (void)state;
    park_crowd(&f, fds, forms);
    sem_post(&f.store.go_on);
    raw_read(fds[CROWD], &reply);
    assert_int_equal(reply.status, 200);
    for (int i = 0; i < CROWD; i++) {
        raw_read(fds[i], &reply);
        refusals += reply.status == 503;
        close(fds[i]);
    }
    close(fds[CROWD]);
    close_all(&f);
    assert_int_equal(f.store.rolled_back, 1);
    assert_int_equal(refusals, CROWD);
    assert_int_equal(f.store.handled, 3); /* the held one, the first of the crowd, and the one that lost it */
    assert_int_equal(atomic_load(&f.store.disk), 1);
}

static void
sweep_is_committed_although_nobody_asks(void **state)
{
    WITH(0);

    (void)state, (void)reply;
    close_all(&f);
    memset(&f, 0, sizeof f);
    f.store.sweep_due = true;
    open_with(&f, (struct server_options){ 0 });
    for (int i = 0; i < 1000 && atomic_load(&f.store.disk) == 0; i++)
        poll(NULL, 0, 10);
    assert_int_equal(atomic_load(&f.store.disk), 1000);
    close_all(&f);
    assert_int_equal(atomic_load(&f.store.swept), 1);
}

static void
job_is_finished_by_a_write_and_pages_go_on(void **state)
{
    WITH(0);
    int fd = raw_open(f.port);

    (void)state;
    post_on(fd, "/job", ORIGIN, "");
    sem_wait(&f.work_runs);
    raw_ask(f.port, "GET / HTTP/1.1\r\n" HOST "\r\n", &reply);
    assert_int_equal(reply.status, 200);
    assert_false(raw_readable(fd, 20));
    sem_post(&f.work_may_run);
    raw_read(fd, &reply);
    assert_string_equal(reply.body, "made by the worker");
    assert_int_equal(atomic_load(&f.store.disk), 7);
    close(fd);
    close_all(&f);
}

static void
job_of_a_visitor_who_left_is_finished_all_the_same(void **state)
{
    WITH(0);
    int fd = raw_open(f.port);

    (void)state, (void)reply;
    post_on(fd, "/job", ORIGIN, "");
    sem_wait(&f.work_runs);
    close(fd);
    sem_post(&f.work_may_run);
    for (int i = 0; i < 1000 && atomic_load(&f.store.disk) == 0; i++)
        poll(NULL, 0, 10);
    assert_int_equal(atomic_load(&f.store.disk), 7);
    close_all(&f);
}

static void
full_lane_is_said_in_words(void **state)
{
    int fds[3];
    WITH(0);

    (void)state;
    fds[0] = raw_open(f.port);
    post_on(fds[0], "/job", ORIGIN, "");
    sem_wait(&f.work_runs);
    for (int i = 1; i < 3; i++) {
        fds[i] = raw_open(f.port);
        post_on(fds[i], "/job", ORIGIN, "");
    }
    while (atomic_load(&f.store.submitted) < 3)
        poll(NULL, 0, 1);
    post(f.port, "/job", "", &reply);
    assert_string_equal(reply.body, "the lane is full");
    for (int i = 0; i < 3; i++)
        sem_post(&f.work_may_run);
    for (int i = 0; i < 3; i++) {
        raw_read(fds[i], &reply);
        assert_int_equal(reply.status, 200);
        close(fds[i]);
    }
    close_all(&f);
}

/* Send a byte now and then; true when the server ended the connection although bytes kept coming. */
static bool
trickle_is_cut(int fd, const char *text)
{
    for (int i = 0; i < 60; i++) {
        char byte;

        if (raw_readable(fd, 100) && recv(fd, &byte, 1, MSG_DONTWAIT) <= 0)
            return true;
        raw_send_bytes(fd, text + (size_t)i % strlen(text), 1);
    }
    return false;
}

static void
trickled_headers_are_cut(void **state)
{
    WITH(.header_seconds = 1);
    int fd = raw_open(f.port);

    (void)state, (void)reply;
    raw_send(fd, "GET / HTTP/1.1\r\n" HOST "X-A: ");
    assert_true(trickle_is_cut(fd, "a"));
    close(fd);
    close_all(&f);
}

static void
trickled_body_is_cut(void **state)
{
    WITH(.body_seconds = 1);
    int fd = raw_open(f.port);

    (void)state, (void)reply;
    raw_send(fd, "POST /add HTTP/1.1\r\n" HOST FORM "Content-Length: 1000\r\n\r\n");
    assert_true(trickle_is_cut(fd, "n"));
    close(fd);
    close_all(&f);
    assert_int_equal(f.store.handled, 0);
}

/* Ask for `count` long pages at once, on a connection that takes little at a time. */
static int
ask_for_much(unsigned port, int count)
{
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((unsigned short)port) };
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), room = 4096;

    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof room), 0);
    assert_int_equal(connect(fd, (const struct sockaddr *)&to, sizeof to), 0);
    for (int i = 0; i < count; i++)
        raw_send(fd, "GET /long HTTP/1.1\r\n" HOST "\r\n");
    return fd;
}

/* All bytes until the end of the connection. */
static size_t
read_to_the_end(int fd)
{
    static char bytes[65536];
    size_t all = 0;

    while (raw_readable(fd, RAW_PATIENCE)) {
        ssize_t got = recv(fd, bytes, sizeof bytes, 0);

        if (got <= 0)
            return all;
        all += (size_t)got;
    }
    fail_msg("the connection neither ends nor goes on");
    return all;
}

static void
slow_reader_is_cut_and_a_steady_one_gets_everything(void **state)
{
    enum { PAGES = 400 };
    int slow, steady;
    WITH(.response_seconds = 1, .idle_seconds = 60);

    (void)state;
    slow = ask_for_much(f.port, PAGES);
    steady = ask_for_much(f.port, PAGES);
    for (int i = 0; i < PAGES; i++) {
        raw_read(steady, &reply);
        assert_int_equal(reply.status, 200);
        assert_int_equal(strlen(reply.body), LONG_REPLY);
    }
    close(steady);
    reply.body = "";
    for (int i = 0; i < 1000 && strcmp(reply.body, "connections 1") != 0; i++) { /* only who asks */
        poll(NULL, 0, 10);
        raw_ask(f.port, "GET /connections HTTP/1.1\r\n" HOST "\r\n", &reply);
        assert_int_equal(reply.status, 200);
    }
    assert_string_equal(reply.body, "connections 1");
    assert_true(read_to_the_end(slow) < (size_t)PAGES * LONG_REPLY);
    close(slow);
    close_all(&f);
}

static void
silent_and_idle_connections_are_closed(void **state)
{
    WITH(.header_seconds = 1, .idle_seconds = 1);
    int silent = raw_open(f.port), idle = raw_open(f.port);

    (void)state;
    raw_send(idle, "GET / HTTP/1.1\r\n" HOST "\r\n");
    raw_read(idle, &reply);
    assert_int_equal(reply.status, 200);
    assert_true(raw_ends(idle));
    assert_true(raw_ends(silent));
    close(idle);
    close(silent);
    close_all(&f);
}

static void
waiting_for_a_commit_is_not_cut_by_a_deadline(void **state)
{
    WITH(.header_seconds = 1, .body_seconds = 1, .response_seconds = 1, .idle_seconds = 1);
    int fd = raw_open(f.port);

    (void)state;
    atomic_store(&f.store.block_commit, 1);
    post_on(fd, "/add", ORIGIN, "n=3");
    sem_wait(&f.store.in_commit);
    assert_false(raw_readable(fd, 1800));
    sem_post(&f.store.go_on);
    raw_read(fd, &reply);
    assert_string_equal(reply.body, "sum 3");
    close(fd);
    close_all(&f);
}

static void
forwarded_address_counts_only_from_a_trusted_proxy(void **state)
{
    WITH(.trusted_proxies = "127.0.0.1");

    (void)state;
    raw_ask(f.port, "GET /echo/a HTTP/1.1\r\n" HOST "X-Forwarded-For: 9.9.9.9, 203.0.113.7\r\n\r\n", &reply);
    assert_non_null(strstr(reply.body, "peer=203.0.113.7"));
    close_all(&f);
    memset(&f, 0, sizeof f);
    open_with(&f, (struct server_options){ 0 });
    raw_ask(f.port, "GET /echo/a HTTP/1.1\r\n" HOST "X-Forwarded-For: 203.0.113.7\r\n\r\n", &reply);
    assert_non_null(strstr(reply.body, "peer=127.0.0.1"));
    close_all(&f);
}

static void
unknown_host_is_refused_where_hosts_are_listed(void **state)
{
    WITH(.allowed_hosts = "audit.example, 127.0.0.1");

    (void)state;
    raw_ask(f.port, "GET / HTTP/1.1\r\nHost: rebound.example\r\n\r\n", &reply);
    assert_int_equal(reply.status, 400);
    raw_ask(f.port, "GET / HTTP/1.1\r\nHost: audit.example:8080\r\n\r\n", &reply);
    assert_int_equal(reply.status, 200);
    close_all(&f);
}

static void
stop_answers_what_waits_and_refuses_what_comes(void **state)
{
    static const char *const forms[CROWD] = { "n=1", "n=1", "n=1", "n=1", "n=1", "n=1" };
    int fds[CROWD + 1], idle;
    WITH(.idle_seconds = 60);

    (void)state;
    idle = raw_open(f.port);
    raw_send(idle, "GET / HTTP/1.1\r\n" HOST "\r\n");
    raw_read(idle, &reply);
    park_crowd(&f, fds, forms);
    server_stop(f.server);
    while (atomic_load(&f.store.stopping_told) == 0)
        poll(NULL, 0, 1);
    raw_send(idle, "GET / HTTP/1.1\r\n" HOST "\r\n");
    raw_read(idle, &reply);
    assert_int_equal(reply.status, 503);
    assert_string_equal(reply.body, "says stopping in ru");
    assert_true(reply.closed);
    assert_int_equal(raw_open(f.port), -1); /* nobody listens any more */
    sem_post(&f.store.go_on);
    for (int i = 0; i <= CROWD; i++) {
        raw_read(fds[i], &reply);
        assert_int_equal(reply.status, 200);
        close(fds[i]);
    }
    close(idle);
    pthread_join(f.thread, NULL);
    lanes_close(f.lanes);
    server_close(f.server);
    assert_int_equal(atomic_load(&f.store.disk), 1 + CROWD);
    assert_int_equal(atomic_load(&f.store.stopping_told), 1);
}

static void
second_stop_refuses_what_is_parked_but_waits_for_the_commit(void **state)
{
    static const char *const forms[CROWD] = { "n=1", "n=1", "n=1", "n=1", "n=1", "n=1" };
    int fds[CROWD + 1];
    WITH(.drain_seconds = 600);

    (void)state;
    park_crowd(&f, fds, forms);
    server_stop(f.server);
    server_stop(f.server);
    sem_post(&f.store.go_on);
    pthread_join(f.thread, NULL);
    raw_read(fds[CROWD], &reply);
    assert_int_equal(reply.status, 200);
    for (int i = 0; i < CROWD; i++) {
        raw_read(fds[i], &reply);
        /* 200: the commit came before the stop */
        assert_true(reply.status == 503 || reply.status == 200);
        close(fds[i]);
    }
    close(fds[CROWD]);
    lanes_close(f.lanes);
    server_close(f.server);
}

static void
job_that_outlasts_the_drain_is_answered_and_forgotten(void **state)
{
    WITH(.drain_seconds = 1);
    int fd = raw_open(f.port);

    (void)state;
    post_on(fd, "/job", ORIGIN, "");
    sem_wait(&f.work_runs);
    server_stop(f.server);
    raw_read(fd, &reply);
    assert_int_equal(reply.status, 503);
    assert_string_equal(reply.body, "says stopping in ru");
    pthread_join(f.thread, NULL);
    sem_post(&f.work_may_run);
    lanes_close(f.lanes);
    server_close(f.server);
    close(fd);
    assert_int_equal(atomic_load(&f.store.disk), 0);
}

static void
job_that_waits_is_cancelled_by_a_stop(void **state)
{
    WITH(.drain_seconds = 60);
    int runs = raw_open(f.port), waits = raw_open(f.port);

    (void)state;
    post_on(runs, "/job", ORIGIN, "");
    sem_wait(&f.work_runs);
    post_on(waits, "/job", ORIGIN, "");
    while (atomic_load(&f.store.submitted) < 2)
        poll(NULL, 0, 1);
    server_stop(f.server);
    raw_read(waits, &reply);
    assert_int_equal(reply.status, 503);
    sem_post(&f.work_may_run);
    raw_read(runs, &reply);
    assert_int_equal(reply.status, 200);
    pthread_join(f.thread, NULL);
    lanes_close(f.lanes);
    server_close(f.server);
    close(runs);
    close(waits);
}

static void
headers_of_all_shapes_are_taken(void **state)
{
    static char text[12000];
    size_t length;
    int fd;
    WITH(0);

    (void)state;
    raw_ask(f.port,
            "GET /echo/a HTTP/1.1\r\nHost:127.0.0.1\r\nX-Empty:\r\nX-Blank: \r\nX-Tail: a b \t \r\n"
            "X-Far:                a\r\nX-Colon: :::\r\nCookie: a=1; b=2\r\nX-Same: 1\r\nX-Same: 2\r\n\r\n",
            &reply);
    assert_int_equal(reply.status, 200);
    length = (size_t)snprintf(text, sizeof text, "GET /echo/a HTTP/1.1\r\n" HOST);
    for (int i = 0; i < 60; i++)
        length +=
            (size_t)snprintf(text + length, sizeof text - length, "X-Header-%d: value %0*d\r\n", i, i + 1, i);
    snprintf(text + length, sizeof text - length, "\r\n");
    raw_ask(f.port, text, &reply);
    assert_int_equal(reply.status, 200);
    fd = raw_open(f.port);
    for (size_t at = 0; at < length + 2; at += 97) { /* in pieces, so that the buffer grows between them */
        raw_send_bytes(fd, text + at, length + 2 - at < 97 ? length + 2 - at : 97);
        poll(NULL, 0, 2);
    }
    raw_read(fd, &reply);
    assert_int_equal(reply.status, 200);
    close(fd);
    raw_ask(f.port, "GET / HTTP/1.0\r\n\r\n", &reply);
    assert_int_equal(reply.status, 200);
    close_all(&f);
}

static void
write_beyond_the_queue_is_refused_in_words(void **state)
{
    int fds[3];
    WITH(.parked_limit = 2);

    (void)state;
    atomic_store(&f.store.block_commit, 1);
    for (int i = 0; i < 3; i++) {
        fds[i] = raw_open(f.port);
        post_on(fds[i], "/add", ORIGIN, "n=1");
        await_parked(f.port, i + 1);
    }
    post(f.port, "/add", "n=1", &reply);
    assert_int_equal(reply.status, 503);
    assert_string_equal(reply.body, "says busy in ru");
    assert_string_equal(raw_header(&reply, "Retry-After"), "2");
    sem_post(&f.store.go_on);
    for (int i = 0; i < 3; i++) {
        raw_read(fds[i], &reply);
        assert_int_equal(reply.status, 200);
        close(fds[i]);
    }
    close_all(&f);
    assert_int_equal(atomic_load(&f.store.disk), 3);
}

static void
connections_beyond_the_limit_do_not_disturb_the_others(void **state)
{
    int fds[8];
    WITH(.connection_limit = 4, .header_seconds = 1);

    (void)state;
    for (size_t i = 0; i < LENGTH(fds); i++)
        fds[i] = raw_open(f.port);
    raw_send(fds[0], "GET / HTTP/1.1\r\n" HOST "\r\n");
    raw_read(fds[0], &reply);
    assert_int_equal(reply.status, 200);
    for (size_t i = 0; i < LENGTH(fds); i++)
        close(fds[i]);
    raw_ask(f.port, "GET / HTTP/1.1\r\n" HOST "\r\n", &reply);
    assert_int_equal(reply.status, 200);
    close_all(&f);
}

static void
route_table_that_would_let_a_get_write_is_refused(void **state)
{
    static const struct route bad[] = { { METHOD_GET, "/add", add, 0, 0, WRITE } };
    static const struct backend backend = { 0 };

    (void)state;
    assert_null(server_open(&(struct server_options){
        .listen = "127.0.0.1:0", .routes = bad, .route_count = 1, .backend = &backend }));
    assert_null(server_open(&(struct server_options){ .listen = "not an address", .backend = &backend }));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(page_is_served_with_the_security_headers),
        cmocka_unit_test(hsts_is_sent_behind_tls),
        cmocka_unit_test(write_is_answered_after_its_commit),
        cmocka_unit_test(what_two_programs_could_read_differently_is_refused_and_closed),
        cmocka_unit_test(keep_alive_serves_pipelined_requests_in_order),
        cmocka_unit_test(head_is_get_without_its_body),
        cmocka_unit_test(other_methods_are_told_what_is_allowed),
        cmocka_unit_test(more_than_64_parameters_are_refused_at_once),
        cmocka_unit_test(chunked_form_is_read_and_an_endless_one_is_cut),
        cmocka_unit_test(upload_gives_the_file_and_the_fields),
        cmocka_unit_test(static_file_is_served_and_recognised),
        cmocka_unit_test(caller_without_the_right_does_not_reach_the_handler),
        cmocka_unit_test(csrf_row_wants_our_origin_and_the_token),
        cmocka_unit_test(half_done_work_of_a_refused_handler_is_undone),
        cmocka_unit_test(pages_are_served_and_no_write_is_answered_while_a_commit_is_on_its_way),
        cmocka_unit_test(refused_handler_of_a_batch_is_undone_alone),
        cmocka_unit_test(failed_commit_is_told_to_every_writer_and_nothing_is_stored),
        cmocka_unit_test(lost_transaction_stops_the_handlers_after_it),
        cmocka_unit_test(sweep_is_committed_although_nobody_asks),
        cmocka_unit_test(job_is_finished_by_a_write_and_pages_go_on),
        cmocka_unit_test(job_of_a_visitor_who_left_is_finished_all_the_same),
        cmocka_unit_test(full_lane_is_said_in_words),
        cmocka_unit_test(trickled_headers_are_cut),
        cmocka_unit_test(trickled_body_is_cut),
        cmocka_unit_test(slow_reader_is_cut_and_a_steady_one_gets_everything),
        cmocka_unit_test(silent_and_idle_connections_are_closed),
        cmocka_unit_test(waiting_for_a_commit_is_not_cut_by_a_deadline),
        cmocka_unit_test(forwarded_address_counts_only_from_a_trusted_proxy),
        cmocka_unit_test(unknown_host_is_refused_where_hosts_are_listed),
        cmocka_unit_test(stop_answers_what_waits_and_refuses_what_comes),
        cmocka_unit_test(second_stop_refuses_what_is_parked_but_waits_for_the_commit),
        cmocka_unit_test(job_that_outlasts_the_drain_is_answered_and_forgotten),
        cmocka_unit_test(job_that_waits_is_cancelled_by_a_stop),
        cmocka_unit_test(headers_of_all_shapes_are_taken),
        cmocka_unit_test(write_beyond_the_queue_is_refused_in_words),
        cmocka_unit_test(connections_beyond_the_limit_do_not_disturb_the_others),
        cmocka_unit_test(route_table_that_would_let_a_get_write_is_refused),
    };

    clock_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
