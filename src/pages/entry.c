/* How visitors come in: a link or a typed code, "is this you?", a session; and how they leave. */
#include "pages/entry.h"

#include "base/clock.h"
#include "base/log.h"
#include "model/format.h"
#include "store/event.h"
#include "store/person.h"
#include "store/project.h"
#include "store/session.h"

#include <string.h>

enum {
    TOKEN_BYTES = 32,
    CSRF_BYTES = 16,
    FREE_OF_CODES = 20 /* an office shares one address, and people mistype */
};

/* Nothing expires under a person who is typing: a month without any use, half a year at most. */
static const int64_t visitor_idle = (int64_t)30 * 24 * HOUR, visitor_longest = (int64_t)183 * 24 * HOUR;

struct reply
landing_page(struct request *rq)
{
    return page_reply(rq, 200, "landing", page_view(rq, page_text(rq, "landing.title")));
}

/* "Is this you?": initials and the organisation, and nothing that a stranger could use. */
static struct reply
confirm_page(struct request *rq, const struct person *person, const char *token)
{
    struct view *view = page_view(rq, page_text(rq, "confirm.title"));
    struct name name = { person->family, person->given, person->patronymic };
    struct project project;

    if (project_get(page_db(rq), rq->arena, person->project, &project) != DB_OK)
        return page_failed(rq);
    view_text(view, "initials", name_initials(rq->arena, &name));
    view_text(view, "organisation", project.organisation);
    view_text(view, "token", token);
    return page_reply(rq, 200, "confirm", view);
}

struct reply
link_page(struct request *rq)
{
    struct app *app = page_app(rq);
    struct person person;

    switch (person_by_link(page_db(rq), rq->arena, app->key, rq->params[0], &person)) {
    case DB_OK: return confirm_page(rq, &person, rq->params[0]);
    case DB_NONE: return page_not_found(rq);
    default: return page_failed(rq);
    }
}

static struct reply
code_again(struct request *rq, int status, const char *sentence)
{
    struct view *view = page_view(rq, page_text(rq, "landing.title"));
    struct reply reply;

    view_text(view, "code", request_form(rq, "code"));
    view_text(view, "refusal", sentence);
    reply = page_reply(rq, status, "landing", view);
    reply_keep(&reply);
    return reply;
}

struct reply
wait_a_little(struct request *rq, int64_t wait,
              struct reply (*again)(struct request *rq, int status, const char *sentence))
{
    const char *seconds = arena_int(rq->arena, (wait / SECOND + 1));
    struct reply reply = again(rq, 429,
                               phrase_fill(rq->arena, page_app(rq)->phrases, page_lang(rq), "landing.wait",
                                           "seconds", seconds, NULL));

    reply_header(&reply, "Retry-After", seconds);
    return reply;
}

struct reply
code_check(struct request *rq)
{
    struct app *app = page_app(rq);
    const char *typed = request_form(rq, "code"), *throttle = arena_printf(rq->arena, "code %s", rq->peer);
    const char *token;
    struct person person;
    int64_t wait;

    if (throttle_wait(page_db(rq), throttle, rq->now, &wait) != DB_OK)
        return page_failed(rq);
    if (wait > 0)
        return wait_a_little(rq, wait, code_again);
    switch (person_by_code(page_db(rq), rq->arena, app->key, typed ? typed : "", &person)) {
    case DB_OK: break;
    case DB_NONE:
        if (throttle_failed(page_db(rq), throttle, FREE_OF_CODES, rq->now) != DB_OK)
            return page_failed(rq);
        return code_again(rq, 422, page_text(rq, "landing.unknown_code"));
    default: return page_failed(rq);
    }
    if (throttle_passed(page_db(rq), throttle) != DB_OK)
        return page_failed(rq);
    token = person_link(rq->arena, app->key, &person);
    rq->path = url_path(rq->arena, "/i/%", token, NULL); /* the same page, for who changes its language */
    return confirm_page(rq, &person, token);
}

/* A session begins with a token that only the cookie holds. */
struct reply
session_begin(struct request *rq, struct session *session, const char *go_to)
{
    const char *token = rng_token(rq->arena, TOKEN_BYTES);
    const char *old = request_cookie(rq, SESSION_COOKIE);
    struct reply reply = reply_see_other(go_to);
    char hash[HASH_HEX], old_hash[HASH_HEX];

    if (old != NULL) {
        hash_hex(old, strlen(old), old_hash);
        if (session_end(page_db(rq), old_hash) != DB_OK)
            return page_failed(rq);
    }
    hash_hex(token, strlen(token), hash);
    session->hash = hash;
    session->csrf = rng_token(rq->arena, CSRF_BYTES);
    session->created_at = session->seen_at = rq->now;
    if (session_add(page_db(rq), session) != DB_OK)
        return page_failed(rq);
    reply_cookie(rq, &reply, SESSION_COOKIE, token, (int)((session->expires_at - rq->now) / SECOND));
    return reply;
}

struct reply
enter(struct request *rq)
{
    const char *token = request_form(rq, "token");
    struct session session = { .idle = visitor_idle, .expires_at = rq->now + visitor_longest };
    struct person person;

    switch (person_by_link(page_db(rq), rq->arena, page_app(rq)->key, token ? token : "", &person)) {
    case DB_OK: break;
    case DB_NONE: return page_not_found(rq);
    default: return page_failed(rq);
    }
    session.person = person.id;
    if (event_add(page_db(rq), &(struct event){ .project = person.project,
                                                .at = rq->now,
                                                .by = { ACTOR_PERSON, person.id },
                                                .kind = "enter",
                                                .object = person.id })
        != DB_OK)
        return page_failed(rq);
    return session_begin(rq, &session, "/my");
}

struct reply
leave(struct request *rq)
{
    struct reply reply = reply_see_other("/left");

    if (session_end(page_db(rq), page_caller(rq)->session_hash) != DB_OK)
        return page_failed(rq);
    reply_cookie(rq, &reply, SESSION_COOKIE, "", -1);
    return reply;
}

struct reply
left_page(struct request *rq)
{
    /* the page wipes what the browser keeps: a link to it must not do that to somebody at work */
    if (page_caller(rq) != NULL)
        return reply_see_other("/");
    return page_reply(rq, 200, "left", page_view(rq, page_text(rq, "left.title")));
}
