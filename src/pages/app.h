/* The application: what every page needs, and who is asking. The only folder where HTTP and data meet. */
#ifndef PAGES_APP_H
#define PAGES_APP_H

#include "base/rng.h"
#include "html/tmpl.h"
#include "http/server.h"
#include "job/lanes.h"
#include "model/library.h"
#include "model/phrases.h"

struct db;
struct findings_cache;
struct fonts;

struct settings {
    const char *db_path, *listen, *public_url, *trusted_proxies, *key_path, *forms, *language;
    const char *const *form_paths; /* questionnaires, tests, catalogue */
    size_t form_path_count;
    enum lang default_language;
};

struct libraries LIST_OF(struct library *);

struct app {
    struct settings settings;
    struct arena arena; /* lives as long as the program: phrases, templates, settings */
    struct db *writer, *reader;
    struct library
        *library; /* the newest that loaded without errors; older ones stay for those who point into them */
    struct libraries older;   /* freed at the end alone */
    struct library *incoming; /* loaded again, waiting for its commit */
    bool reload;              /* asked for by a signal */
    int64_t sessions_due;     /* when sessions and throttles that ended are next swept */
    struct phrases *phrases;
    struct tmpl_set *templates[LANG_COUNT];
    unsigned char key[KEY_BYTES];
    struct lanes *lanes;
    struct findings_cache *findings; /* pages/findings.h */
    struct fonts *fonts;             /* app_fonts() */
    struct server *server;
    const char *asset_version; /* in the addresses of css and js, so that they may be cached */
    const char *dummy_hash;    /* a password hash for names that do not exist: the same work for all */
    int signals;               /* signalfd: stop and reload */
    struct sheets *sheets;     /* questionnaires as HTML, made when first asked for (visit.c) */
    struct static_file *files; /* of web/static */
    size_t file_count;
};

enum caller_kind { CALLER_VISITOR, CALLER_STAFF };

/* Who asks: found by the session cookie, in the request's arena. */
struct caller {
    enum caller_kind kind;
    int64_t id;      /* person or staff */
    int64_t project; /* of a visitor */
    bool admin;
    const char *csrf;
    const char *session_hash;
    const char *name;
};

/* The bits of a route's `who`. 0: anybody. */
enum { FOR_VISITOR = 1, FOR_STAFF = 2, FOR_ADMIN = 4 };

/* Open everything and check the forms: false with the reasons in the log and on stderr. Close with
 * app_close(). */
bool app_open(struct app *app, const struct settings *settings);
void app_close(struct app *app);

/* Serve until a signal: prints "listening on http://…" once it does. Returns the exit status. */
int app_serve(struct app *app);

/* The interface texts of the program; aborts when they do not load: our own mistake. */
struct phrases *app_phrases(struct arena *arena);

/* The typefaces of documents, opened at their first use. Only in the lane of documents, one thread; NULL when
 * they cannot be read. */
const struct fonts *app_fonts(struct app *app);

/* Load every version that a response or a paper of the database is pinned to; false with the reason in the
 * log. */
bool forms_add_used(struct db *db, struct library *library);

/* The route table (routes.c). */
extern const struct route routes[];
extern const size_t route_count;

/* --- what handlers use --- */
struct app *page_app(const struct request *rq);
struct db *page_db(const struct request *rq);
const struct caller *page_caller(const struct request *rq);
enum lang page_lang(const struct request *rq);

/* The language of the page that a form was filled in on: its hidden field `typed-in`, which no question can
 * be called; else page_lang(). A button or another window may have changed the language since. */
enum lang page_typed_lang(const struct request *rq);

/* The language of this reply stays: a preference, not a right. */
void page_keep_language(struct request *rq, struct reply *reply);

/* An interface text in the visitor's language; aborts on an unknown key. */
const char *page_text(const struct request *rq, const char *key);

/*
 * A view with what the frames need: lang, languages for the switch, csrf, asset version, caller's name, path.
 * `title` is the page's name.
 */
struct view *page_view(struct request *rq, const char *title);

/* Render a template into a reply. */
struct reply page_reply(struct request *rq, int status, const char *template, const struct view *view);

/* The page for a refusal: a sentence by text id, and where to go. 404 pages are all the same. */
struct reply page_not_found(struct request *rq);
struct reply page_refused(struct request *rq, int status, const char *text_id);

/* A store failure: logged by the store; says that nothing was stored. */
struct reply page_failed(struct request *rq);

/* The same for a script that asked (autosave): {"refused": sentence}. */
struct reply page_json_refused(struct request *rq, int status, const char *text_id);

/*
 * What takes longer than a few milliseconds: `run` in the lane's worker, then `finish` on the loop with
 * rq->job pointing here. `run` may use its reader, `arena` (which the request keeps until its reply is sent)
 * and `arg`, nothing of the loop. `ran` is false when a stop cancelled it, or the lane has no
 * reader.
 */
struct page_job {
    void (*run)(struct page_job *job, struct db *reader);
    handler *finish;
    enum run finish_runs; /* READ or WRITE */
    enum lane lane;
    void *arg;
    struct arena *arena;
    bool ran;
    struct work work; /* page_job_start()'s own */
    struct request *rq;
};

/* Hand the request to a lane; the job (in the request's arena) has run, finish, finish_runs, lane and arg
 * filled in. A full lane is said in words, 503. */
struct reply page_job_start(struct request *rq, struct page_job *job);

/* The positive number that a path segment or field is; 0 when it is none. NULL is none. */
int64_t page_number(const char *text);

/* A path of our own, percent-encoded: url("/p/%/people/%", code, id, NULL): each % takes a text. */
const char *url_path(struct arena *arena, const char *pattern, ...) __attribute__((sentinel));

#endif
