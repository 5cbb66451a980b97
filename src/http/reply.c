/* Making replies. */
#include "http/reply.h"

#include "base/log.h"
#include "base/utf8.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static bool
is_plain(const char *value)
{
    for (; *value != '\0'; value++)
        if ((unsigned char)*value < 0x20 || *value == 0x7f)
            return false;
    return true;
}

static struct reply
reply_string(int status, const char *type, const char *text)
{
    return (struct reply){ .status = status, .type = type, .body = text, .length = strlen(text) };
}

struct reply
reply_html(int status, const char *html, size_t length)
{
    return (
        struct reply){ .status = status, .type = "text/html; charset=utf-8", .body = html, .length = length };
}

struct reply
reply_text(int status, const char *text)
{
    return reply_string(status, "text/plain; charset=utf-8", text);
}

struct reply
reply_json(int status, const char *json)
{
    return reply_string(status, "application/json; charset=utf-8", json);
}

/* attachment with an ASCII fallback and the name itself in UTF-8 (RFC 6266). */
static const char *
disposition(struct arena *arena, const char *name)
{
    size_t length = strlen(name);
    char *ascii = arena_alloc(arena, length + 1), *encoded = arena_alloc(arena, 3 * length + 1);
    size_t a = 0, e = 0;

    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)name[i];
        bool simple = (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z')
                      || (byte >= 'A' && byte <= 'Z') || (byte != 0 && strchr("-._", byte) != NULL);

        if (simple)
            ascii[a++] = encoded[e++] = (char)byte;
        else
            e += (size_t)snprintf(encoded + e, 4, "%%%02X", (unsigned)byte);
        if (!simple && (byte & 0xc0) != 0x80) /* one `_` a character, not a byte */
            ascii[a++] = '_';
    }
    return arena_printf(arena, "attachment; filename=\"%s\"; filename*=UTF-8''%s", ascii, encoded);
}

struct reply
reply_file(const struct request *rq, const char *type, const void *data, size_t length,
           const char *download_name)
{
    struct reply reply = { .status = 200, .type = type, .body = data, .length = length };

    if (download_name != NULL)
        reply_header(&reply, "Content-Disposition", disposition(rq->arena, download_name));
    return reply;
}

struct reply
reply_see_other(const char *path)
{
    struct reply reply = { .status = 303 };

    if (path[0] != '/' || path[1] == '/' || strchr(path, '\\') != NULL || !is_plain(path)) {
        log_error("a redirect that is no path of ours was turned to /");
        path = "/";
    }
    reply_header(&reply, "Location", path);
    return reply;
}

struct reply
reply_later(struct request *rq)
{
    (void)rq;
    return (struct reply){ .later = true };
}

void
reply_header(struct reply *reply, const char *name, const char *value)
{
    if (reply->header_count == MAX_REPLY_HEADERS || !is_plain(value)) {
        log_error("header %s left out: %s", name, is_plain(value) ? "too many" : "control bytes");
        return;
    }
    reply->headers[reply->header_count++] = (struct field){ name, value };
}

static bool
is_cookie_value(const char *value)
{
    for (; *value != '\0'; value++)
        if (*value <= ' ' || *value > '~' || strchr("\",;\\", *value) != NULL)
            return false;
    return true;
}

void
reply_cookie(const struct request *rq, struct reply *reply, const char *name, const char *value, int max_age)
{
    const char *age = max_age == 0  ? ""
                      : max_age < 0 ? "; Max-Age=0"
                                    : arena_printf(rq->arena, "; Max-Age=%d", max_age);

    if (!is_cookie_value(value)) {
        log_error("cookie %s left out: its value cannot be one", name);
        return;
    }
    reply_header(reply, "Set-Cookie",
                 arena_printf(rq->arena, "%s%s=%s; Path=/; HttpOnly; SameSite=Lax%s%s",
                              rq->secure ? "__Host-" : "", name, max_age < 0 ? "" : value,
                              rq->secure ? "; Secure" : "", age));
}

void
reply_keep(struct reply *reply)
{
    reply->kept = true;
}

bool
reply_commits(const struct reply *reply)
{
    return reply->kept || (reply->status > 0 && reply->status < 400);
}
