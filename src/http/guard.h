/* What is refused before anything is looked at: messages whose end or meaning two programs could see
 * otherwise, and posts that other sites send in a visitor's name. Knows no libmicrohttpd. */
#ifndef HTTP_GUARD_H
#define HTTP_GUARD_H

#include "http/request.h"

/* The headers that the server looks at, as they came; NULL when they did not. */
struct heard {
    const char *host, *length, *coding, *type, *cookie, *origin, *site, *referer, *language, *agent, *match,
        *token, *forwarded_for, *forwarded_host;
    bool wrong; /* one of these came twice, or a control byte in any */
};

/* Take note of one header; value[length] is NUL. */
void guard_hear(struct heard *heard, const char *name, const char *value, size_t length);

/* Are the headers that tell where the message ends beyond doubt? Then `*length` is the body's (0 when there
 * is none), and `*chunked` says that it comes without one. */
bool guard_framing(const struct heard *heard, uint64_t *length, bool *chunked) MUST_CHECK;

/* Take the request target apart: `*path` decoded, `*query` as it came ("" when none), both writable copies in
 * the arena. False when it is not a plain path: not from `/`, control bytes, not UTF-8, an encoded slash. */
bool guard_target(struct arena *arena, const char *target, char **path, char **query) MUST_CHECK;

/* Parameters in a raw target. */
size_t guard_parameters(const char *target);

/* Is `host` (of a Host header) a host name, and among the comma-separated `allowed` ("" any)? */
bool guard_host(const char *allowed, const char *host);

/*
 * Does the post come from a page of ours? Origin decides; without one Sec-Fetch-Site, then Referer; without
 * any of them no: every browser sends one of the three. Ours is what `public_origin` says, or the host that
 * was asked (by https where `secure`).
 */
bool guard_same_origin(const struct heard *heard, const char *public_origin, bool secure);

/* "ru", "uk" or "en": the cookie, then Accept-Language, then `fallback`. */
const char *guard_language(const char *cookie, const char *accept, const char *fallback);

/* Is the address among the comma-separated ones? */
bool guard_listed(const char *list, const char *address);

/* The client's address: where `peer` is a trusted proxy, the last of X-Forwarded-For that is none. */
const char *guard_peer(struct arena *arena, const char *trusted, const char *peer, const char *forwarded);

#endif
