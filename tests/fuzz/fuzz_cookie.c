/* Headers that are taken apart: Cookie, Accept-Language, Host, Origin, X-Forwarded-For. */
#include "base/arena.h"
#include "base/die.h"
#include "http/cookie.h"
#include "http/guard.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    scoped_arena arena = { 0 };
    const char *text = arena_copy_n(&arena, (const char *)data, size);
    struct heard heard = { 0 };
    struct fields cookies;
    uint64_t length;
    bool chunked;

    cookie_parse(&arena, text, &cookies);
    ensure(cookies.count <= MAX_COOKIES);
    for (size_t i = 0; i < cookies.count; i++)
        ensure(strpbrk(cookies.items[i].value, " \";,\\") == NULL);
    ensure(strlen(guard_language(text, text, "en")) == 2);
    ensure(guard_peer(&arena, "127.0.0.1", "127.0.0.1", text) != NULL);
    guard_hear(&heard, "Origin", text, strlen(text));
    guard_hear(&heard, "Content-Length", text, strlen(text));
    if (guard_host("", text))
        guard_hear(&heard, "Host", text, strlen(text));
    guard_same_origin(&heard, "https://a.example", false);
    if (guard_framing(&heard, &length, &chunked))
        ensure(!chunked);
    return 0;
}
