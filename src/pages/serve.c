/* Serving: the server with its workers and signals, from the first request to a clean stop. */
#include "pages/internal.h"

#include "base/clock.h"
#include "base/log.h"
#include "store/attempt.h"
#include "store/db.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

static void *
reader_open(void *arg, enum lane lane)
{
    struct app *app = arg;
    enum db_opened opened;
    struct db *reader;

    if (lane == LANE_SHORT)
        return app; /* passwords need no data; anything but NULL will do */
    reader = db_open(app->settings.db_path, DB_READER, &opened);
    if (reader == NULL)
        log_error("a worker's reader: %s", db_opened_text(opened));
    return reader;
}

static void
reader_close(void *arg, void *reader)
{
    if (reader != arg)
        db_close(reader);
}

static void
lanes_are_ready(void *arg)
{
    struct app *app = arg;

    lanes_ready(app->lanes);
}

static void
take_signal(void *arg)
{
    struct app *app = arg;
    struct signalfd_siginfo info;

    if (read(app->signals, &info, sizeof info) != (ssize_t)sizeof info)
        return;
    if (info.ssi_signo == SIGHUP)
        app->reload = true; /* done in the next batch, by the sweep */
    else
        server_stop(app->server);
}

/* Signals come through a descriptor that the loop watches; blocked before the first thread starts. */
static bool
open_signals(struct app *app)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    if (sigprocmask(SIG_BLOCK, &set, NULL) != 0)
        return false;
    app->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    return app->signals >= 0;
}

/* Attempts whose time ran out while nobody watched wait for the trainer. */
static bool
interrupt_expired(struct app *app)
{
    int64_t count = 0;

    if (!db_begin(app->writer) || attempt_interrupt_expired(app->writer, clock_now(), &count) != DB_OK
        || !db_commit(app->writer)) {
        db_rollback(app->writer);
        return false;
    }
    if (count > 0)
        log_warning("%lld attempts ran out while the server was down; they wait for the trainer",
                    (long long)count);
    return true;
}

/* "https://audit.example/anketa" -> "https://audit.example"; "" stays "". */
static const char *
origin_of(struct app *app)
{
    const char *url = app->settings.public_url, *host = strstr(url, "://");
    const char *slash = host ? strchr(host + 3, '/') : NULL;

    return slash ? arena_copy_n(&app->arena, url, (size_t)(slash - url)) : url;
}

/* The hosts that requests may name: that of public_url, and this machine's own for whoever sits at it.
 * Another name that somebody points at us (DNS rebinding) is refused. Without public_url nobody has said what
 * we are called. */
static const char *
hosts_of(struct app *app)
{
    const char *origin = origin_of(app), *host = strstr(origin, "://");
    size_t listens = strcspn(app->settings.listen, ":");

    if (host == NULL)
        return "";
    return arena_printf(&app->arena, "%s, %.*s, localhost, 127.0.0.1, [::1]", host + 3, (int)listens,
                        app->settings.listen);
}

static bool
open_server(struct app *app, struct backend *backend)
{
    const struct settings *s = &app->settings;
    struct server_options options = {
        .listen = s->listen,
        .routes = routes,
        .route_count = route_count,
        .backend = backend,
        .static_prefix = "/static/",
        .files = app->files,
        .file_count = app->file_count,
        .trusted_proxies = s->trusted_proxies,
        .secure_cookies = strncmp(s->public_url, "https://", 8) == 0,
        .public_origin = origin_of(app),
        .language = lang_code(s->default_language),
        .allowed_hosts = hosts_of(app),
    };
    struct lanes_options lanes = {
        .most = { [LANE_SHORT] = 64, [LANE_DOCUMENTS] = 32, [LANE_MAIL] = 64 },
        .reader_open = reader_open,
        .reader_close = reader_close,
        .app = app,
    };

    app->lanes = lanes_open(&lanes);
    if (app->lanes == NULL)
        return false;
    app->server = server_open(&options);
    return app->server != NULL && server_watch(app->server, lanes_fd(app->lanes), lanes_are_ready, app)
           && server_watch(app->server, app->signals, take_signal, app);
}

int
app_serve(struct app *app)
{
    const struct settings *s = &app->settings;
    struct backend backend;
    bool open;

    backend_fill(app, &backend);
    open = open_signals(app) && interrupt_expired(app) && open_server(app, &backend);
    if (open) {
        printf("listening on http://%.*s:%u\n", (int)(strrchr(s->listen, ':') - s->listen), s->listen,
               server_port(app->server));
        fflush(stdout);
        server_run(app->server);
        if (!db_checkpoint(app->writer, true))
            log_warning("the log was not emptied at the stop");
    }
    if (app->lanes != NULL)
        lanes_close(app->lanes);
    if (app->server != NULL)
        server_close(app->server);
    if (app->signals >= 0)
        close(app->signals);
    return open ? 0 : 1;
}
