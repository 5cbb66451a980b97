/* A reply becomes libmicrohttpd's response, with the headers that every reply has. */
#include "http/internal.h"

#include "base/clock.h"
#include "base/log.h"

#include <string.h>

/*
 * Referrer-Policy is same-origin and not no-referrer: with the latter browsers send `Origin: null` with the
 * forms of our own pages, and nothing would tell them from foreign ones.
 */
static const struct field security[] = {
    { "Content-Security-Policy",
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
      "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'" },
    { "X-Content-Type-Options", "nosniff" },
    { "Referrer-Policy", "same-origin" },
    { "Cross-Origin-Opener-Policy", "same-origin" },
    { "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()" },
};

bool
send_security(const struct server *server, struct MHD_Response *response)
{
    bool ok = true;

    for (size_t i = 0; i < LENGTH(security); i++)
        ok = MHD_add_response_header(response, security[i].name, security[i].value) == MHD_YES && ok;
    if (server->options.secure_cookies)
        ok = MHD_add_response_header(response, "Strict-Transport-Security", "max-age=31536000") == MHD_YES
             && ok;
    return ok;
}

static bool
add_headers(const struct exchange *exchange, struct MHD_Response *response)
{
    const struct reply *reply = &exchange->reply;
    bool ok = send_security(exchange->server, response);

    if (reply->type != NULL)
        ok = MHD_add_response_header(response, "Content-Type", reply->type) == MHD_YES && ok;
    ok = MHD_add_response_header(response, "Cache-Control",
                                 reply->cacheable ? "private, max-age=3600" : "no-store")
             == MHD_YES
         && ok;
    for (size_t i = 0; i < reply->header_count; i++)
        ok = MHD_add_response_header(response, reply->headers[i].name, reply->headers[i].value) == MHD_YES
             && ok;
    if (exchange->close)
        ok = MHD_add_response_header(response, "Connection", "close") == MHD_YES && ok;
    return ok;
}

static void
log_access(const struct exchange *exchange)
{
    const struct exchange *x = exchange;

    log_debug("request id=%llu method=%s route=%s status=%d ms=%lld", (unsigned long long)x->request.id,
              x->head                           ? "HEAD"
              : x->request.method == METHOD_GET ? "GET"
                                                : "POST",
              x->route ? x->route->path : "-", x->reply.status, (long long)(clock_now() - x->started));
}

enum MHD_Result
send_reply(struct exchange *exchange)
{
    const struct reply *reply = &exchange->reply;
    /* libmicrohttpd only reads it: the arena outlives the response, see intake_completed(). */
    void *body = (void *)(uintptr_t)reply->body;
    struct MHD_Response *response =
        MHD_create_response_from_buffer(reply->length, body, MHD_RESPMEM_PERSISTENT);
    enum MHD_Result result = MHD_NO;

    if (response != NULL && add_headers(exchange, response)) {
        connection_phase(exchange->connection, PHASE_RESPONSE, reply->length);
        result = MHD_queue_response(exchange->mhd, (unsigned)reply->status, response);
    }
    if (response != NULL)
        MHD_destroy_response(response);
    if (result != MHD_YES)
        log_error("a reply with status %d could not be sent", reply->status);
    exchange->stage = STAGE_ANSWERED;
    log_access(exchange);
    return result;
}
