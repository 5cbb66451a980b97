/* How staff come in: name and password, the same work and words for a wrong name and a wrong password. */
#include "pages/login.h"

#include "base/clock.h"
#include "pages/entry.h"
#include "store/event.h"
#include "store/session.h"
#include "store/staff.h"
#include "store/user.h"

#include <string.h>

static const int64_t staff_idle = (int64_t)8 * HOUR, staff_longest = (int64_t)24 * HOUR;

struct login {
    const char *name, *hash, *password;
    int64_t staff;
    bool may, fits;
};

struct reply
login_page(struct request *rq)
{
    return page_reply(rq, 200, "login", page_view(rq, page_text(rq, "login.title")));
}

static struct reply
login_again(struct request *rq, int status, const char *sentence)
{
    struct view *view = page_view(rq, page_text(rq, "login.title"));
    struct reply reply;

    view_text(view, "name", request_form(rq, "name"));
    view_text(view, "refusal", sentence);
    reply = page_reply(rq, status, "login", view);
    reply_keep(&reply);
    return reply;
}

/* Tries that cost no wait: of one name, where people mistype, and of an address, where they share one. */
enum { FREE_OF_NAME = 3, FREE_OF_ADDRESS = 20 };

/* What failures are counted by. The name is folded as the database compares names, and hashed: what somebody
 * types there may be long, or a password. */
struct throttles {
    const char *name, *address;
};

static struct throttles
throttles_of(struct request *rq, const char *name)
{
    char *folded = arena_copy(rq->arena, name), hash[HASH_HEX];

    for (char *c = folded; *c != '\0'; c++)
        *c = (char)(*c >= 'A' && *c <= 'Z' ? *c - 'A' + 'a' : *c);
    hash_hex(folded, strlen(folded), hash);
    return (struct throttles){ arena_printf(rq->arena, "login %s %.16s", rq->peer, hash),
                               arena_printf(rq->arena, "login %s", rq->peer) };
}

/* How long the next try waits. */
static enum db_result
login_wait(struct request *rq, const struct throttles *by, int64_t *wait)
{
    int64_t other;
    enum db_result result = throttle_wait(page_db(rq), by->name, rq->now, wait);

    if (result == DB_OK)
        result = throttle_wait(page_db(rq), by->address, rq->now, &other);
    if (result == DB_OK && other > *wait)
        *wait = other;
    return result;
}

static enum db_result
login_failed(struct request *rq, const struct throttles *by)
{
    enum db_result result = throttle_failed(page_db(rq), by->name, FREE_OF_NAME, rq->now);

    return result == DB_OK ? throttle_failed(page_db(rq), by->address, FREE_OF_ADDRESS, rq->now) : result;
}

static enum db_result
login_passed(struct request *rq, const struct throttles *by)
{
    enum db_result result = throttle_passed(page_db(rq), by->name);

    return result == DB_OK ? throttle_passed(page_db(rq), by->address) : result;
}

static void
check_password(struct page_job *job, struct db *reader)
{
    struct login *login = job->arg;

    (void)reader;
    login->fits = user_password_fits(login->hash, login->password);
}

/* Is the user still who the password was looked at for? It may have been renewed, or they shut out,
 * meanwhile. */
static bool
is_still_right(struct request *rq, const struct login *login)
{
    struct staff now;

    return login->fits && login->may && staff_get(page_db(rq), rq->arena, login->staff, &now) == DB_OK
           && !now.disabled && strcmp(now.password, login->hash) == 0;
}

static struct reply
login_finish(struct request *rq)
{
    const struct page_job *job = rq->job;
    const struct login *login = job->arg;
    struct session session = { .staff = login->staff,
                               .idle = staff_idle,
                               .expires_at = rq->now + staff_longest };
    const struct throttles by = throttles_of(rq, login->name);
    int64_t wait;

    if (!job->ran)
        return page_refused(rq, 503, "error.stopping");
    /* asked again: of many tries sent at once, those behind the failures count for nothing, right or wrong */
    if (login_wait(rq, &by, &wait) != DB_OK)
        return page_failed(rq);
    if (wait > 0)
        return wait_a_little(rq, wait, login_again);
    if (!is_still_right(rq, login)) {
        if (login_failed(rq, &by) != DB_OK)
            return page_failed(rq);
        return login_again(rq, 422, page_text(rq, "login.refused"));
    }
    if (login_passed(rq, &by) != DB_OK
        || event_add(page_db(rq), &(struct event){ .at = rq->now,
                                                   .by = { ACTOR_STAFF, login->staff },
                                                   .kind = "login",
                                                   .object = login->staff })
               != DB_OK)
        return page_failed(rq);
    return session_begin(rq, &session, "/staff");
}

struct reply
login_check(struct request *rq)
{
    struct login *login = ARENA_NEW(rq->arena, struct login);
    struct page_job *job = ARENA_NEW(rq->arena, struct page_job);
    const char *name = request_form(rq, "name"), *password = request_form(rq, "password");
    struct throttles by;
    struct staff staff;
    int64_t wait;

    name = name ? name : "";
    by = throttles_of(rq, name);
    if (login_wait(rq, &by, &wait) != DB_OK)
        return page_failed(rq);
    if (wait > 0)
        return wait_a_little(rq, wait, login_again);
    *login = (struct login){ .name = name,
                             .hash = page_app(rq)->dummy_hash,
                             .password = password ? password : "" };
    switch (staff_by_name(page_db(rq), rq->arena, name, &staff)) {
    case DB_OK:
        login->hash = staff.password;
        login->staff = staff.id;
        login->may = !staff.disabled;
        break;
    case DB_NONE: break;
    default: return page_failed(rq);
    }
    *job = (struct page_job){
        .run = check_password, .finish = login_finish, .finish_runs = WRITE, .lane = LANE_SHORT, .arg = login
    };
    return page_job_start(rq, job);
}

struct reply
logout(struct request *rq)
{
    struct reply reply = reply_see_other("/staff/login");

    if (session_end(page_db(rq), page_caller(rq)->session_hash) != DB_OK)
        return page_failed(rq);
    reply_cookie(rq, &reply, SESSION_COOKIE, "", -1);
    return reply;
}
