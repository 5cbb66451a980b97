/* Texts that repeat a thousand times kept once. */
#include "store/intern.h"

#include <string.h>

enum { FIRST_SLOTS = 1024, LONGEST = 40 };

void
intern_close(struct intern *intern)
{
    arena_close(&intern->table);
}

static size_t
slot_of(const char *const *slots, size_t capacity, const char *text)
{
    uint64_t hash = 14695981039346656037u; /* FNV-1a */
    size_t at;

    for (const char *c = text; *c != '\0'; c++)
        hash = (hash ^ (unsigned char)*c) * 1099511628211u;
    at = (size_t)hash & (capacity - 1);
    while (slots[at] != NULL && strcmp(slots[at], text) != 0)
        at = (at + 1) & (capacity - 1);
    return at;
}

static void
widen(struct intern *intern)
{
    size_t capacity = intern->capacity > 0 ? intern->capacity * 2 : FIRST_SLOTS;
    const char **slots = ARENA_ARRAY(&intern->table, const char *, capacity);

    for (size_t i = 0; i < intern->capacity; i++)
        if (intern->slots[i] != NULL)
            slots[slot_of(slots, capacity, intern->slots[i])] = intern->slots[i];
    intern->slots = slots;
    intern->capacity = capacity;
}

const char *
intern_text(struct intern *intern, const char *text)
{
    size_t at;

    if (text[0] == '\0')
        return "";
    if (strlen(text) > LONGEST)
        return arena_copy(intern->arena, text);
    if (intern->count * 2 >= intern->capacity)
        widen(intern);
    at = slot_of(intern->slots, intern->capacity, text);
    if (intern->slots[at] == NULL) {
        intern->slots[at] = arena_copy(intern->arena, text);
        intern->count++;
    }
    return intern->slots[at];
}
