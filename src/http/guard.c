/* What is refused before anything is looked at. */
#include "http/guard.h"

#include "base/utf8.h"
#include "http/form.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const struct known {
    const char *name;
    size_t at;
} known[] = {
    { "Host", offsetof(struct heard, host) },
    { "Content-Length", offsetof(struct heard, length) },
    { "Transfer-Encoding", offsetof(struct heard, coding) },
    { "Content-Type", offsetof(struct heard, type) },
    { "Cookie", offsetof(struct heard, cookie) },
    { "Origin", offsetof(struct heard, origin) },
    { "Sec-Fetch-Site", offsetof(struct heard, site) },
    { "Referer", offsetof(struct heard, referer) },
    { "Accept-Language", offsetof(struct heard, language) },
    { "User-Agent", offsetof(struct heard, agent) },
    { "If-None-Match", offsetof(struct heard, match) },
    { "X-CSRF", offsetof(struct heard, token) },
    { "X-Forwarded-For", offsetof(struct heard, forwarded_for) },
    { "X-Forwarded-Host", offsetof(struct heard, forwarded_host) },
};

void
guard_hear(struct heard *heard, const char *name, const char *value, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (((unsigned char)value[i] < 0x20 && value[i] != '\t') || value[i] == 0x7f)
            heard->wrong = true;
    for (size_t i = 0; i < LENGTH(known); i++) {
        const char **slot = (const char **)(void *)((char *)heard + known[i].at);

        if (strcasecmp(known[i].name, name) != 0)
            continue;
        if (*slot != NULL)
            heard->wrong = true;
        *slot = value;
        return;
    }
}

bool
guard_framing(const struct heard *heard, uint64_t *length, bool *chunked)
{
    size_t digits = heard->length ? strspn(heard->length, "0123456789") : 0;

    *length = 0;
    *chunked = heard->coding != NULL;
    if (heard->wrong || (heard->coding && heard->length))
        return false;
    if (heard->coding != NULL)
        return strcasecmp(heard->coding, "chunked") == 0;
    if (heard->length == NULL)
        return true;
    if (digits == 0 || digits > 18 || heard->length[digits] != '\0')
        return false;
    *length = strtoull(heard->length, NULL, 10);
    return true;
}

bool
guard_target(struct arena *arena, const char *target, char **path, char **query)
{
    size_t length = strcspn(target, "?");
    long decoded;

    if (target[0] != '/')
        return false;
    *path = arena_copy_n(arena, target, length);
    *query = arena_copy(arena, target + length + (target[length] == '?'));
    for (const char *at = *path; (at = strchr(at, '%')) != NULL; at++)
        if (strncasecmp(at, "%2f", 3) == 0)
            return false;
    decoded = form_decode(*path, length, false, false);
    if (decoded < 0)
        return false;
    (*path)[decoded] = '\0';
    return true;
}

size_t
guard_parameters(const char *target)
{
    const char *at = strchr(target, '?');
    size_t count = 0;

    for (; at != NULL; at = strchr(at + 1, '&'))
        count++;
    return count;
}

/* The next of a comma-separated list, without blanks; an empty one at the end. */
static const char *
next_item(const char **list, size_t *length)
{
    const char *item = *list + strspn(*list, ", \t");

    *length = strcspn(item, ",");
    *list = item + *length;
    while (*length > 0 && (item[*length - 1] == ' ' || item[*length - 1] == '\t'))
        --*length;
    return item;
}

static bool
is_listed(const char *list, const char *text, size_t length)
{
    size_t have;

    for (const char *item = next_item(&list, &have); have > 0; item = next_item(&list, &have))
        if (have == length && strncasecmp(item, text, length) == 0)
            return true;
    return false;
}

bool
guard_listed(const char *list, const char *address)
{
    return list != NULL && is_listed(list, address, strlen(address));
}

bool
guard_host(const char *allowed, const char *host)
{
    size_t length = strlen(host), name = length;
    const char *colon = strrchr(host, ':');

    if (length == 0 || length > 255
        || strspn(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:[]") != length)
        return false;
    if (colon != NULL && colon[1] != '\0' && strspn(colon + 1, "0123456789") == strlen(colon + 1)
        && (host[0] != '[' || colon[-1] == ']'))
        name = (size_t)(colon - host);
    return allowed == NULL || allowed[strspn(allowed, ", \t")] == '\0' || is_listed(allowed, host, length)
           || is_listed(allowed, host, name);
}

/* Is `url` of the origin that is ours? */
static bool
is_ours(const char *url, const struct heard *heard, const char *public_origin, bool secure)
{
    size_t scheme = strcspn(url, ":"), host;
    const char *at = url + scheme;

    if (strncmp(at, "://", 3) != 0)
        return false;
    host = strcspn(at + 3, "/?#");
    if (public_origin != NULL && strlen(public_origin) == scheme + 3 + host
        && strncasecmp(url, public_origin, scheme + 3 + host) == 0)
        return true;
    if (!(scheme == 5 && strncasecmp(url, "https", 5) == 0)
        && (secure || scheme != 4 || strncasecmp(url, "http", 4) != 0))
        return false;
    return heard->host != NULL && strlen(heard->host) == host && strncasecmp(at + 3, heard->host, host) == 0;
}

bool
guard_same_origin(const struct heard *heard, const char *public_origin, bool secure)
{
    if (heard->site != NULL && strcmp(heard->site, "same-origin") != 0 && strcmp(heard->site, "none") != 0)
        return false;
    if (heard->origin != NULL)
        return is_ours(heard->origin, heard, public_origin, secure);
    if (heard->site != NULL)
        return strcmp(heard->site, "same-origin") == 0;
    return heard->referer != NULL && is_ours(heard->referer, heard, public_origin, secure);
}

/* Our own constant for a language tag, or NULL. */
static const char *
our_language(const char *tag, size_t length)
{
    static const char *const ours[] = { "ru", "uk", "en" };

    for (size_t i = 0; tag != NULL && i < LENGTH(ours); i++)
        if (length >= 2 && strncasecmp(tag, ours[i], 2) == 0 && (length == 2 || tag[2] == '-'))
            return ours[i];
    return NULL;
}

/* The thousandths of `;q=0.8`; 1000 when there is none. */
static int
quality(const char *item, size_t length)
{
    const char *q = memchr(item, ';', length);
    int value = 0, digit = 100;

    if (q == NULL)
        return 1000;
    q += 1 + strspn(q + 1, " \t");
    if (q + 3 > item + length || strncasecmp(q, "q=", 2) != 0)
        return 0;
    if (q[2] == '1')
        return 1000;
    for (const char *at = q + 4; at < item + length && digit > 0 && *at >= '0' && *at <= '9';
         at++, digit /= 10)
        value += (*at - '0') * digit;
    return value;
}

const char *
guard_language(const char *cookie, const char *accept, const char *fallback)
{
    const char *best = cookie ? our_language(cookie, strlen(cookie)) : NULL;
    int most = 0;
    size_t length;

    if (best != NULL || accept == NULL)
        return best ? best : fallback;
    for (const char *item = next_item(&accept, &length); length > 0; item = next_item(&accept, &length)) {
        const char *language = our_language(item, strcspn(item, ";, \t"));
        int q = quality(item, length);

        if (language != NULL && q > most) {
            most = q;
            best = language;
        }
    }
    return best ? best : fallback;
}

static bool
is_address(const char *text)
{
    unsigned char address[16];

    return inet_pton(AF_INET, text, address) == 1 || inet_pton(AF_INET6, text, address) == 1;
}

const char *
guard_peer(struct arena *arena, const char *trusted, const char *peer, const char *forwarded)
{
    size_t end = forwarded ? strlen(forwarded) : 0;

    if (!guard_listed(trusted, peer))
        return peer;
    while (end > 0) {
        size_t start = end;
        const char *item;
        char *address;

        while (start > 0 && forwarded[start - 1] != ',')
            start--;
        item = forwarded + start + strspn(forwarded + start, " \t");
        address = arena_copy_n(arena, item, strcspn(item, ", \t"));
        if (!is_address(address))
            return peer;
        peer = address;
        if (!guard_listed(trusted, peer))
            return peer;
        end = start > 0 ? start - 1 : 0;
    }
    return peer;
}
