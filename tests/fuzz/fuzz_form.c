/* Form bodies: urlencoded with every limit, the request target, and bodies in parts. */
#include "base/arena.h"
#include "base/die.h"
#include "base/utf8.h"
#include "http/form.h"
#include "http/guard.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What came through must be text without control bytes other than those of a text area. */
static void
look_at(const struct fields *fields)
{
    for (size_t i = 0; i < fields->count; i++) {
        ensure(fields->items[i].name[0] != '\0');
        ensure(utf8_valid(fields->items[i].name, strlen(fields->items[i].name)));
        ensure(utf8_valid(fields->items[i].value, strlen(fields->items[i].value)));
    }
}

/* A copy of exactly the size, so that the sanitizer sees a byte too many. */
static char *
copy_of(const uint8_t *data, size_t size)
{
    char *copy = malloc(size + 1);

    ensure(copy != NULL);
    memcpy(copy, data, size);
    copy[size] = '\0';
    return copy;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct form_limits limits[] = { { MAX_QUERY, true, false }, { MAX_FIELDS, false, true } };
    struct multipart parts = { .boundary = "X", .repeat = true };
    struct fields fields;
    char *text, *path, *query;
    scoped_arena arena = { 0 };

    for (size_t i = 0; i < LENGTH(limits); i++) {
        text = copy_of(data, size);
        if (form_parse(&arena, text, size, &limits[i], &fields))
            look_at(&fields);
        free(text);
    }
    text = copy_of(data, size);
    if (form_parts(&arena, text, size, &parts)) {
        look_at(&parts.fields);
        ensure(parts.file.name == NULL
               || (parts.file.data >= text && parts.file.data + parts.file.length <= text + size));
    }
    free(text);
    text = copy_of(data, size);
    if (guard_target(&arena, text, &path, &query))
        ensure(path[0] == '/' && utf8_valid(path, strlen(path)));
    form_boundary(&arena, text);
    free(text);
    return 0;
}
