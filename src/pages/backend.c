/* The functions the server calls: transactions of the database, who asks, what is said, deadlines. */
#include "pages/findings.h"
#include "pages/internal.h"

#include "pages/marking.h"

#include "base/clock.h"
#include "base/log.h"
#include "store/db.h"
#include "store/session.h"

#include <string.h>

static bool
read_begin(void *arg)
{
    return db_read_begin(((struct app *)arg)->reader);
}

static void
read_end(void *arg)
{
    db_read_end(((struct app *)arg)->reader);
}

static bool
batch_begin(void *arg)
{
    return db_begin(((struct app *)arg)->writer);
}

static bool
savepoint(void *arg)
{
    return db_savepoint(((struct app *)arg)->writer);
}

static bool
release(void *arg)
{
    return db_release(((struct app *)arg)->writer);
}

static bool
undo(void *arg)
{
    return db_undo(((struct app *)arg)->writer);
}

static bool
batch_alive(void *arg)
{
    return db_alive(((struct app *)arg)->writer);
}

static bool
commit(void *arg)
{
    return db_commit(((struct app *)arg)->writer);
}

static void
rollback(void *arg)
{
    db_rollback(((struct app *)arg)->writer);
}

static void
committed(void *arg, bool ok)
{
    struct app *app = arg;

    findings_cache_committed(app->findings, ok);
    app_committed(app, ok);
}

static bool
due(void *arg, int64_t now)
{
    struct app *app = arg;

    findings_cache_tidy(app->findings, now);
    return app->reload || now >= app->sessions_due || deadlines_passed(app->reader, now);
}

static void
sweep(void *arg, int64_t now)
{
    struct app *app = arg;

    if (app->reload)
        app_reload(app);
    if (now >= app->sessions_due) {
        app->sessions_due = now + HOUR;
        if (session_sweep(app->writer, now) != DB_OK)
            log_warning("old sessions stay until the next hour");
    }
    deadlines_sweep(app->writer, app->library, now);
}

static void
checkpoint(void *arg, bool idle)
{
    if (!db_checkpoint(((struct app *)arg)->writer, idle))
        log_warning("the checkpoint failed; the next one tries again");
}

/* The session of the cookie, alive; NULL for nobody. */
static const void *
identify(struct request *rq)
{
    const char *token = request_cookie(rq, SESSION_COOKIE);
    struct session session;
    struct caller *caller;
    char hash[HASH_HEX];

    if (token == NULL || token[0] == '\0')
        return NULL;
    hash_hex(token, strlen(token), hash);
    if (session_get(page_db(rq), rq->arena, hash, rq->now, &session) != DB_OK)
        return NULL;
    if (rq->writing && session_touch(page_db(rq), &session, rq->now) != DB_OK)
        log_warning("a session could not be kept alive");
    caller = ARENA_NEW(rq->arena, struct caller);
    *caller = (struct caller){
        .kind = session.staff != 0 ? CALLER_STAFF : CALLER_VISITOR,
        .id = session.staff != 0 ? session.staff : session.person,
        .project = session.project,
        .admin = session.admin,
        .csrf = session.csrf,
        .session_hash = session.hash,
        .name = session.name,
    };
    return caller;
}

static bool
may_call(const struct request *rq, unsigned who)
{
    const struct caller *caller = page_caller(rq);

    if (who == 0)
        return true;
    if (caller == NULL)
        return false;
    if (caller->kind == CALLER_VISITOR)
        return (who & FOR_VISITOR) != 0;
    return (who & FOR_STAFF) != 0 || ((who & FOR_ADMIN) != 0 && caller->admin);
}

static const char *
csrf_token(const struct request *rq)
{
    const struct caller *caller = page_caller(rq);

    return caller != NULL ? caller->csrf : NULL;
}

static struct reply
says(struct request *rq, int status, enum server_says what)
{
    static const char *const texts[] = {
        [SAYS_BAD_REQUEST] = "error.bad_request",
        [SAYS_NOT_FOUND] = "error.not_found",
        [SAYS_METHOD] = "error.method",
        [SAYS_TOO_LARGE] = "error.too_large",
        [SAYS_CSRF] = "error.csrf",
        [SAYS_FORBIDDEN] = "error.forbidden",
        [SAYS_BUSY] = "error.busy",
        [SAYS_NOT_STORED] = "error.not_stored",
        [SAYS_STOPPING] = "error.stopping",
    };
    /* the autosave of both kinds of forms is a script, which shows the sentence itself */
    bool wants_json = strncmp(rq->path, "/response/", 10) == 0 || strncmp(rq->path, "/attempt/", 9) == 0;

    if (wants_json)
        return page_json_refused(rq, status, texts[what]);
    if (what == SAYS_FORBIDDEN && page_caller(rq) == NULL
        && (strncmp(rq->path, "/p/", 3) == 0 || strcmp(rq->path, "/staff") == 0
            || strncmp(rq->path, "/staff/", 7) == 0))
        return reply_see_other("/staff/login");
    if (what == SAYS_NOT_FOUND || (what == SAYS_FORBIDDEN && page_caller(rq) != NULL))
        return page_not_found(rq);
    return page_refused(rq, status, texts[what]);
}

static void
stopping(void *arg)
{
    struct app *app = arg;

    lanes_cancel(app->lanes);
}

void
backend_fill(struct app *app, struct backend *backend)
{
    *backend = (struct backend){
        .app = app,
        .read_begin = read_begin,
        .read_end = read_end,
        .batch_begin = batch_begin,
        .savepoint = savepoint,
        .release = release,
        .undo = undo,
        .batch_alive = batch_alive,
        .commit = commit,
        .rollback = rollback,
        .committed = committed,
        .checkpoint = checkpoint,
        .identify = identify,
        .may_call = may_call,
        .csrf_token = csrf_token,
        .says = says,
        .due = due,
        .sweep = sweep,
        .stopping = stopping,
    };
}
