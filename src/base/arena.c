/* Memory that is given back all at once. */
#include "base/arena.h"

#include "base/die.h"
#include "base/digits.h"

#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_BLOCK = 4096, LARGEST_STEP = 1 << 20 };

struct adopted {
    struct adopted *before;
    void *memory;
};

struct arena_block {
    struct arena_block *before;
    size_t size, used;
    alignas(max_align_t) unsigned char bytes[];
};

void
arena_open(struct arena *arena, size_t max)
{
    *arena = (struct arena){ .max = max };
}

/* The records of what was adopted live in the arena: they go before its blocks. */
static void
free_adopted(struct arena *arena)
{
    for (struct adopted *item = arena->adopted; item != NULL; item = item->before)
        free(item->memory);
    arena->adopted = NULL;
}

void
arena_close(struct arena *arena)
{
    free_adopted(arena);
    for (struct arena_block *block = arena->last, *before; block != NULL; block = before) {
        before = block->before;
        free(block);
    }
    *arena = (struct arena){ .max = arena->max };
}

void
arena_reset(struct arena *arena)
{
    struct arena_block *keep = arena->last;

    if (keep == NULL)
        return;
    free_adopted(arena);
    arena->last = keep->before;
    arena_close(arena);
    memset(keep->bytes, 0, keep->used);
    keep->before = NULL;
    keep->used = 0;
    arena->last = keep;
}

static void
add_block(struct arena *arena, size_t need)
{
    size_t size = arena->last ? arena->last->size * 2 : FIRST_BLOCK;
    struct arena_block *block;

    if (size > LARGEST_STEP)
        size = LARGEST_STEP;
    if (size < need)
        size = need;
    block = calloc(1, sizeof *block + size);
    ensure(block != NULL);
    block->size = size;
    block->before = arena->last;
    arena->last = block;
}

void *
arena_alloc(struct arena *arena, size_t size)
{
    const size_t align = alignof(max_align_t);
    void *memory;

    ensure(size <= SIZE_MAX / 2);
    size = (size + align - 1) / align * align;
    ensure(arena->max == 0 || arena->used + size <= arena->max);
    if (arena->last == NULL || arena->last->size - arena->last->used < size)
        add_block(arena, size);
    memory = arena->last->bytes + arena->last->used;
    arena->last->used += size;
    arena->used += size;
    return memory;
}

void
arena_adopt(struct arena *arena, void *memory)
{
    struct adopted *item = ARENA_NEW(arena, struct adopted);

    *item = (struct adopted){ arena->adopted, memory };
    arena->adopted = item;
}

char *
arena_copy_n(struct arena *arena, const char *text, size_t length)
{
    char *copy;

    if (text == NULL)
        return NULL;
    copy = arena_alloc(arena, length + 1);
    memcpy(copy, text, length);
    return copy;
}

char *
arena_copy(struct arena *arena, const char *text)
{
    return text ? arena_copy_n(arena, text, strlen(text)) : NULL;
}

char *
arena_int(struct arena *arena, int64_t number)
{
    char digits[DIGITS_MAX];
    size_t length = digits_of(number, digits);

    return arena_copy_n(arena, digits, length);
}

char *
arena_vprintf(struct arena *arena, const char *format, va_list args)
{
    char brief[256]; /* most texts are short, and formatting twice is slow */
    va_list again;
    int length;
    char *text;

    va_copy(again, args);
    length = vsnprintf(brief, sizeof brief, format, again);
    va_end(again);
    ensure(length >= 0);
    if ((size_t)length < sizeof brief)
        return arena_copy_n(arena, brief, (size_t)length);
    text = arena_alloc(arena, (size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, args);
    return text;
}

char *
arena_printf(struct arena *arena, const char *format, ...)
{
    va_list args;
    char *text;

    va_start(args, format);
    text = arena_vprintf(arena, format, args);
    va_end(args);
    return text;
}

void *
arena_grow(struct arena *arena, void *items, size_t count, size_t *capacity, size_t size)
{
    size_t room = *capacity ? *capacity * 2 : 8;
    void *grown;

    if (count < *capacity)
        return items;
    ensure(room <= SIZE_MAX / 2 / size);
    grown = arena_alloc(arena, room * size);
    if (count > 0)
        memcpy(grown, items, count * size);
    *capacity = room;
    return grown;
}
