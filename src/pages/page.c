/* What handlers use to answer: texts, views, replies, refusals, addresses. */
#include "pages/app.h"

#include "base/die.h"
#include "base/json.h"
#include "base/log.h"
#include "http/router.h"
#include "pages/internal.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum {
    MAX_PAGE = 4 << 20,
    USUAL_PAGE = 60 << 10, /* grown from nothing, a page is copied again and again */
    MAX_URL = 64 << 10     /* what was asked for has at most 16 KB, and a byte becomes three */
};

struct app *
page_app(const struct request *rq)
{
    return rq->app;
}

struct db *
page_db(const struct request *rq)
{
    struct app *app = rq->app;

    return rq->writing ? app->writer : app->reader;
}

const struct caller *
page_caller(const struct request *rq)
{
    return rq->caller;
}

enum lang
page_lang(const struct request *rq)
{
    const char *asked = rq->method == METHOD_GET ? request_query(rq, "lang") : NULL;
    enum lang lang;

    if (asked != NULL && lang_parse(asked, &lang))
        return lang;
    return rq->language != NULL && lang_parse(rq->language, &lang) ? lang
                                                                   : page_app(rq)->settings.default_language;
}

enum lang
page_typed_lang(const struct request *rq)
{
    const char *code = request_form(rq, "typed-in");
    enum lang lang;

    return code != NULL && lang_parse(code, &lang) ? lang : page_lang(rq);
}

const char *
page_text(const struct request *rq, const char *key)
{
    const char *text = phrase(page_app(rq)->phrases, page_lang(rq), key);

    ensure(text != NULL);
    return text;
}

/* The language switch: the same page in each language. */
static void
add_languages(struct request *rq, struct view *view)
{
    for (int lang = 0; lang < LANG_COUNT; lang++) {
        struct view *item = view_item(view, "languages");

        view_text(item, "code", lang_code((enum lang)lang));
        view_text(item, "name", lang_name((enum lang)lang));
        view_bool(item, "current", (enum lang)lang == page_lang(rq));
    }
}

/* Where this page is found by GET, for the language links: a page that answers a POST may have no such place.
 */
static const char *
page_path(struct request *rq)
{
    const struct caller *caller = page_caller(rq);
    struct request twin = *rq;
    const char *allow;
    int status;

    if (strncmp(rq->path, "//", 2) == 0) /* a link to "//host/" would lead to another site */
        return "/";
    if (rq->method == METHOD_POST
        && router_find(routes, route_count, METHOD_GET, &twin, &status, &allow) == NULL)
        return caller == NULL ? "/" : caller->kind == CALLER_VISITOR ? "/my" : "/staff";
    return url_path(rq->arena, "%", rq->path, NULL);
}

struct view *
page_view(struct request *rq, const char *title)
{
    struct view *view = view_new(rq->arena);
    const struct caller *caller = page_caller(rq);

    view_text(view, "title", title);
    view_text(view, "lang", lang_code(page_lang(rq)));
    view_text(view, "assets", page_app(rq)->asset_version);
    view_text(view, "path", page_path(rq));
    view_bool(view, "on_get", rq->method == METHOD_GET);
    add_languages(rq, view);
    view_bool(view, "visitor", caller != NULL && caller->kind == CALLER_VISITOR);
    view_bool(view, "staff", caller != NULL && caller->kind == CALLER_STAFF);
    view_bool(view, "admin", caller != NULL && caller->kind == CALLER_STAFF && caller->admin);
    view_text(view, "csrf", caller != NULL ? caller->csrf : "");
    view_text(view, "caller_name", caller != NULL ? caller->name : "");
    return view;
}

void
page_keep_language(struct request *rq, struct reply *reply)
{
    reply_cookie(rq, reply, LANGUAGE_COOKIE, lang_code(page_lang(rq)), 365 * 24 * 3600);
}

/* A language asked for by address stays: the cookie is a preference, not a right. */
static void
keep_language(struct request *rq, struct reply *reply)
{
    const char *asked = rq->method == METHOD_GET ? request_query(rq, "lang") : NULL;
    enum lang lang;

    if (asked != NULL && lang_parse(asked, &lang))
        reply_cookie(rq, reply, LANGUAGE_COOKIE, lang_code(lang), 365 * 24 * 3600);
}

struct reply
page_reply(struct request *rq, int status, const char *template, const struct view *view)
{
    scoped_buf out;
    const char *missing;
    struct reply reply;
    size_t length;

    buf_open(&out, MAX_PAGE);
    buf_reserve(&out, USUAL_PAGE);
    missing = tmpl_render(page_app(rq)->templates[page_lang(rq)], template, view, &out);
    if (missing != NULL)
        log_debug("template %s: no value %s", template, missing);
    if (out.full) {
        log_error("template %s: the page is larger than %d bytes", template, MAX_PAGE);
        return reply_text(500, page_text(rq, "error.page_too_large"));
    }
    length = out.length;
    reply = reply_html(status, buf_keep(&out, rq->arena), length);
    keep_language(rq, &reply);
    return reply;
}

static struct reply
error_page(struct request *rq, int status, const char *title_key, const char *sentence_key)
{
    struct view *view = page_view(rq, page_text(rq, title_key));

    view_text(view, "sentence", page_text(rq, sentence_key));
    return page_reply(rq, status, "error", view);
}

struct reply
page_not_found(struct request *rq)
{
    return error_page(rq, 404, "error.not_found.title", "error.not_found");
}

struct reply
page_refused(struct request *rq, int status, const char *text_id)
{
    return error_page(rq, status, "error.refused.title", text_id);
}

struct reply
page_failed(struct request *rq)
{
    return error_page(rq, 503, "error.not_stored.title", "error.not_stored");
}

int64_t
page_number(const char *text)
{
    char *end;
    long long number;

    if (text == NULL || text[0] < '1' || text[0] > '9')
        return 0;
    errno = 0;
    number = strtoll(text, &end, 10);
    return *end == '\0' && errno == 0 ? number : 0;
}

/* Unreserved characters of RFC 3986 stay, and the slash where it is ours. */
static void
add_encoded(struct buf *out, const char *text, bool keep_slash)
{
    for (; *text != '\0'; text++) {
        unsigned char byte = (unsigned char)*text;
        bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z')
                     || (byte >= '0' && byte <= '9') || strchr("-._~", byte) != NULL
                     || (keep_slash && byte == '/');

        if (plain)
            buf_putc(out, (char)byte);
        else
            buf_printf(out, "%%%02X", byte);
    }
}

const char *
url_path(struct arena *arena, const char *pattern, ...)
{
    bool whole = strcmp(pattern, "%") == 0; /* a path as it was routed */
    scoped_buf out;
    va_list args;

    buf_open(&out, MAX_URL);
    va_start(args, pattern);
    for (; *pattern != '\0'; pattern++) {
        if (*pattern == '%') {
            const char *text = va_arg(args, const char *);

            ensure(text != NULL);
            add_encoded(&out, text, whole);
        } else {
            buf_putc(&out, *pattern);
        }
    }
    va_end(args);
    ensure(!out.full);
    return buf_keep(&out, arena);
}

struct reply
page_json_refused(struct request *rq, int status, const char *text_id)
{
    scoped_buf out;
    struct json json;

    buf_open(&out, 4096);
    json = json_to(&out);
    json_begin_object(&json);
    json_key_text(&json, "refused", page_text(rq, text_id));
    json_end_object(&json);
    return reply_json(status, buf_keep(&out, rq->arena));
}
