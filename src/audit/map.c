/* Texts to small numbers, by open addressing. */
#include "audit/internal.h"

#include <string.h>

struct map_slot {
    const char *key; /* NULL: free */
    uint64_t hash;
    long number;
};

static uint64_t
hash_of(const char *key)
{
    uint64_t hash = 14695981039346656037u; /* FNV-1a */

    for (; *key != '\0'; key++)
        hash = (hash ^ (unsigned char)*key) * 1099511628211u;
    return hash;
}

/* The slot of the key, or the free one where it would stand. */
static struct map_slot *
slot_of(const struct map *map, const char *key, uint64_t hash)
{
    size_t at = (size_t)hash & (map->capacity - 1);

    while (map->slots[at].key != NULL
           && (map->slots[at].hash != hash || strcmp(map->slots[at].key, key) != 0))
        at = (at + 1) & (map->capacity - 1);
    return &map->slots[at];
}

long
map_find(const struct map *map, const char *key)
{
    const struct map_slot *slot;

    if (map->capacity == 0)
        return MAP_NONE;
    slot = slot_of(map, key, hash_of(key));
    return slot->key != NULL ? slot->number : MAP_NONE;
}

static void
map_widen(struct arena *arena, struct map *map)
{
    struct map wider = { .count = map->count, .capacity = map->capacity > 0 ? map->capacity * 2 : 64 };

    wider.slots = ARENA_ARRAY(arena, struct map_slot, wider.capacity);
    for (size_t i = 0; i < map->capacity; i++)
        if (map->slots[i].key != NULL)
            *slot_of(&wider, map->slots[i].key, map->slots[i].hash) = map->slots[i];
    *map = wider;
}

long
map_add(struct arena *arena, struct map *map, const char *key, long number)
{
    uint64_t hash = hash_of(key);
    struct map_slot *slot;

    if (map->count * 2 >= map->capacity)
        map_widen(arena, map);
    slot = slot_of(map, key, hash);
    if (slot->key == NULL) {
        *slot = (struct map_slot){ arena_copy(arena, key), hash, number };
        map->count++;
    }
    return slot->number;
}

void
map_set(struct map *map, const char *key, long number)
{
    slot_of(map, key, hash_of(key))->number = number;
}
