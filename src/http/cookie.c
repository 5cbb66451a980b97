/* Reading the Cookie header. */
#include "http/cookie.h"

#include <string.h>

static bool
is_name(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (text[i] <= ' ' || text[i] > '~' || strchr("()<>@,;:\\\"/[]?={}", text[i]) != NULL)
            return false;
    return length > 0;
}

static bool
is_value(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (text[i] <= ' ' || text[i] > '~' || strchr("\",;\\", text[i]) != NULL)
            return false;
    return true;
}

/* Keep the pair unless its name was there already: then mark the first one as worthless. */
static void
add(struct arena *arena, struct fields *out, struct field pair)
{
    for (size_t i = 0; i < out->count; i++) {
        if (strcmp(out->items[i].name, pair.name) == 0) {
            out->items[i].value = NULL;
            return;
        }
    }
    if (out->count < MAX_COOKIES)
        *ARENA_PUSH(arena, out) = pair;
}

static void
read_pair(struct arena *arena, const char *text, size_t length, struct fields *out)
{
    const char *equals;
    size_t name, value;

    while (length > 0 && (*text == ' ' || *text == '\t'))
        text++, length--;
    while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t'))
        length--;
    equals = memchr(text, '=', length);
    if (equals == NULL)
        return;
    name = (size_t)(equals - text);
    value = length - name - 1;
    equals++;
    if (value >= 2 && equals[0] == '"' && equals[value - 1] == '"')
        equals++, value -= 2;
    if (is_name(text, name) && is_value(equals, value))
        add(arena, out,
            (struct field){ arena_copy_n(arena, text, name), arena_copy_n(arena, equals, value) });
}

void
cookie_parse(struct arena *arena, const char *header, struct fields *out)
{
    size_t kept = 0;

    *out = (struct fields){ 0 };
    while (header != NULL && *header != '\0') {
        size_t length = strcspn(header, ";");

        read_pair(arena, header, length, out);
        header += length + (header[length] == ';');
    }
    for (size_t i = 0; i < out->count; i++)
        if (out->items[i].value != NULL)
            out->items[kept++] = out->items[i];
    out->count = kept;
}
