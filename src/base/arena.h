/*
 * Memory that is given back all at once: whatever a request, a job or a loaded file makes lives in one arena.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/attr.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

struct arena_block;
struct adopted;

/* Zero-initialise, or call arena_open(); close with arena_close(). Not for use by two threads at once. */
struct arena {
    struct arena_block *last;
    struct adopted *adopted;
    size_t used; /* bytes given out */
    size_t max; /* 0: no limit; beyond it the program aborts, so every input has a smaller limit of its own */
};

/* Start an arena that may give out at most `max` bytes (0: no limit). */
void arena_open(struct arena *arena, size_t max);

/* Give everything back; the arena can be used again. */
void arena_close(struct arena *arena);

/* Forget everything but keep one block for reuse. */
void arena_reset(struct arena *arena);

/* `size` zeroed bytes, aligned for any type; never NULL: out of memory aborts. */
void *arena_alloc(struct arena *arena, size_t size);

/* Let the arena own `memory`, which malloc gave: it is freed when everything is given back. */
void arena_adopt(struct arena *arena, void *memory);

/* Copies with a terminating NUL. NULL stays NULL. */
char *arena_copy(struct arena *arena, const char *text);
char *arena_copy_n(struct arena *arena, const char *text, size_t length);

/* A whole number in decimal digits. */
char *arena_int(struct arena *arena, int64_t number);

/* printf into the arena. */
char *arena_printf(struct arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);
char *arena_vprintf(struct arena *arena, const char *format, va_list args) PRINTF_LIKE(2, 0);

/* Grow the array `items` of `count` elements so that one more fits; used by ARENA_PUSH. */
void *arena_grow(struct arena *arena, void *items, size_t count, size_t *capacity, size_t size);

#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, type, count) ((type *)arena_alloc((arena), sizeof(type) * (size_t)(count)))

/* A list that grows in an arena: `struct things LIST_OF(struct thing);` has items, count, capacity. */
#define LIST_OF(type)                                                                                        \
    {                                                                                                        \
        type *items;                                                                                         \
        size_t count, capacity;                                                                              \
    }

/* A pointer to a new zeroed element at the end of `list`. Earlier element pointers may become stale. */
#define ARENA_PUSH(arena, list)                                                                              \
    ((list)->items =                                                                                         \
         arena_grow((arena), (list)->items, (list)->count, &(list)->capacity, sizeof *(list)->items),        \
     &(list)->items[(list)->count++])

/* `scoped_arena` closes at the end of its block. */
#define scoped_arena struct arena CLEANUP(arena_close)

#endif
