/* A request from its first byte to its reply: made, run, parked, answered, recycled. */
#include "http/internal.h"

#include "base/clock.h"
#include "base/die.h"
#include "base/rng.h"

#include <stdlib.h>

struct exchange *
exchange_new(struct server *server, struct connection *connection)
{
    struct exchange *x = server->spare;

    if (x != NULL) {
        server->spare = x->next;
        server->spare_count--;
    } else {
        x = calloc(1, sizeof *x);
        ensure(x != NULL);
        buf_open(&x->body, MAX_FORM);
    }
    x->server = server;
    x->connection = connection;
    x->started = clock_now();
    x->request = (struct request){
        .path = "",
        .language = server->options.language,
        .peer = connection->peer,
        .now = x->started,
        .id = ++server->last_id,
        .arena = &x->arena,
        .app = server->backend->app,
        .secure = server->options.secure_cookies,
    };
    connection->current = x;
    return x;
}

void
exchange_destroy(struct exchange *exchange)
{
    arena_close(&exchange->arena);
    arena_close(&exchange->adopted);
    buf_close(&exchange->body);
    free(exchange);
}

void
exchange_free(struct exchange *exchange)
{
    struct server *server = exchange->server;
    struct arena arena = exchange->arena;
    struct buf body = exchange->body;

    if (server->spare_count == MAX_SPARE) {
        exchange_destroy(exchange);
        return;
    }
    arena_close(&exchange->adopted);
    if (arena.used > SPARE_ARENA)
        arena_close(&arena);
    else
        arena_reset(&arena);
    if (body.capacity > MAX_FORM)
        buf_close(&body);
    else
        buf_reset(&body);
    *exchange = (struct exchange){ .arena = arena, .body = body, .next = server->spare };
    server->spare = exchange;
    server->spare_count++;
}

void
request_adopt(struct request *rq, struct arena *arena)
{
    struct exchange *x = (struct exchange *)(void *)rq;

    arena_close(&x->adopted);
    x->adopted = *arena;
    *arena = (struct arena){ .max = arena->max };
}

void
exchange_refuse(struct exchange *exchange, int status, enum server_says what)
{
    exchange->reply = exchange->server->backend->says(&exchange->request, status, what);
    if (status == 503)
        reply_header(&exchange->reply, "Retry-After", "2");
    exchange->stage = STAGE_READY;
}

static bool
token_fits(struct exchange *exchange)
{
    const struct backend *backend = exchange->server->backend;
    const char *token = backend->csrf_token ? backend->csrf_token(&exchange->request) : NULL;
    const char *given = exchange->token ? exchange->token : request_form(&exchange->request, "csrf");

    return token != NULL && token[0] != '\0' && given != NULL && same_secret(token, given);
}

struct reply
exchange_handle(struct exchange *exchange, bool *ran)
{
    const struct backend *backend = exchange->server->backend;
    const struct route *route = exchange->route;
    struct request *rq = &exchange->request;

    *ran = false;
    rq->caller = backend->identify ? backend->identify(rq) : NULL;
    if (route->who != 0 && (backend->may_call == NULL || !backend->may_call(rq, route->who)))
        return backend->says(rq, 403, SAYS_FORBIDDEN);
    if (exchange->finish == NULL && route->needs & CSRF && !token_fits(exchange))
        return backend->says(rq, 403, SAYS_CSRF);
    *ran = true;
    return exchange->finish ? exchange->finish(rq) : route->handler(rq);
}

void
exchange_read(struct exchange *exchange)
{
    bool ran;

    if (!server_reading(exchange->server)) {
        exchange_refuse(exchange, 503, SAYS_BUSY);
        return;
    }
    exchange->reply = exchange_handle(exchange, &ran);
    exchange->finish = NULL;
    if (exchange->reply.later) {
        ensure(exchange->route->run == JOB);
        exchange->job_out = true;
        exchange->stage = STAGE_LATER;
        return;
    }
    exchange->stage = STAGE_READY;
}

void
exchange_park(struct exchange *exchange)
{
    exchange->stage = STAGE_PARKED;
    if (batch_park(exchange))
        return;
    exchange->server->figures.refused_busy++;
    exchange_refuse(exchange, 503, SAYS_BUSY);
}

void
exchange_suspend(struct exchange *exchange)
{
    connection_phase(exchange->connection, PHASE_WAITING, 0);
    exchange->suspended = true;
    MHD_suspend_connection(exchange->mhd);
}

void
exchange_ready(struct exchange *exchange)
{
    exchange->stage = STAGE_READY;
    if (!exchange->suspended)
        return;
    exchange->suspended = false;
    exchange->server->again = true;
    connection_phase(exchange->connection, PHASE_RESPONSE, exchange->reply.length);
    MHD_resume_connection(exchange->mhd);
}
