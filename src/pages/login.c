/* How staff come in: name and password, the same work and words for a wrong name and a wrong password. */
#include "pages/login.h"

#include "base/clock.h"
#include "pages/entry.h"
#include "store/event.h"
#include "store/session.h"
#include "store/staff.h"
#include "store/user.h"

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

static const char *
throttle_of(struct request *rq, const char *name)
{
    return arena_printf(rq->arena, "login %s %s", rq->peer, name);
}

static void
check_password(struct page_job *job, struct db *reader)
{
    struct login *login = job->arg;

    (void)reader;
    login->fits = user_password_fits(login->hash, login->password);
}

static struct reply
login_finish(struct request *rq)
{
    const struct page_job *job = rq->job;
    const struct login *login = job->arg;
    struct session session = { .staff = login->staff,
                               .idle = staff_idle,
                               .expires_at = rq->now + staff_longest };
    const char *throttle = throttle_of(rq, login->name);

    if (!job->ran)
        return page_refused(rq, 503, "error.stopping");
    if (!login->fits || !login->may) {
        if (throttle_failed(page_db(rq), throttle, rq->now) != DB_OK)
            return page_failed(rq);
        return login_again(rq, 422, page_text(rq, "login.refused"));
    }
    if (throttle_passed(page_db(rq), throttle) != DB_OK
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
    struct staff staff;
    int64_t wait;

    name = name ? name : "";
    if (throttle_wait(page_db(rq), throttle_of(rq, name), rq->now, &wait) != DB_OK)
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
