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
#define FORM "Content-Type: application/x-www-form-urlencoded\r\n"

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
    atomic_int stopping_told;
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
    (void)app;
    return true;
}

static bool
undo(void *app)
{
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
    return reply_html(200, arena_printf(rq->arena, "disk %d", atomic_load(&store_of(rq->app)->disk)));
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

    snprintf(text, sizeof text, "POST %s HTTP/1.1\r\n" HOST FORM "%sContent-Length: %zu\r\n\r\n%s", path,
             headers, strlen(form), form);
    raw_send(fd, text);
}

static void
post(unsigned port, const char *path, const char *form, struct raw_reply *reply)
{
    int fd = raw_open(port);

    post_on(fd, path, "", form);
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
    { "JSON", "POST /echo HTTP/1.1\r\n" HOST "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
      0, 415 },
    { "text/plain", "POST /echo HTTP/1.1\r\n" HOST "Content-Type: text/plain\r\nContent-Length: 3\r\n\r\na=1",
      0, 415 },
    { "no type", "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 3\r\n\r\na=1", 0, 415 },
    { "parts where none are taken",
      "POST /echo HTTP/1.1\r\n" HOST
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

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(page_is_served_with_the_security_headers),
        cmocka_unit_test(hsts_is_sent_behind_tls),
        cmocka_unit_test(write_is_answered_after_its_commit),
        cmocka_unit_test(what_two_programs_could_read_differently_is_refused_and_closed),
    };

    clock_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
