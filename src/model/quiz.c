/* A knowledge test: looking things up in it. */
#include "model/quiz.h"

#include <string.h>

const struct item *
quiz_item(const struct quiz *quiz, const char *id)
{
    for (size_t i = 0; i < quiz->items.count; i++) {
        if (strcmp(quiz->items.items[i].id, id) == 0)
            return &quiz->items.items[i];
    }
    return NULL;
}

const char *
item_code(struct arena *arena, const struct item *item)
{
    char *code = arena_copy(arena, item->id);

    for (char *c = code; *c; c++)
        if (*c >= 'a' && *c <= 'z')
            *c = (char)(*c - 'a' + 'A');
    return code;
}

const struct topic *
quiz_topic(const struct quiz *quiz, const char *id)
{
    for (size_t i = 0; i < quiz->topics.count; i++) {
        if (strcmp(quiz->topics.items[i].id, id) == 0)
            return &quiz->topics.items[i];
    }
    return NULL;
}

static bool
meets(const struct names *audience, const struct names *roles)
{
    for (size_t i = 0; i < audience->count; i++) {
        for (size_t j = 0; j < roles->count; j++) {
            if (strcmp(audience->items[i], roles->items[j]) == 0)
                return true;
        }
    }
    return false;
}

const struct quiz_variant *
quiz_variant_for(const struct quiz *quiz, const struct names *roles)
{
    for (size_t i = 1; i < quiz->variants.count; i++) {
        if (meets(&quiz->variants.items[i].audience, roles))
            return &quiz->variants.items[i];
    }
    return &quiz->variants.items[0];
}

const struct quiz_variant *
quiz_variant(const struct quiz *quiz, const char *id)
{
    for (size_t i = 0; i < quiz->variants.count; i++) {
        if (strcmp(quiz->variants.items[i].id, id) == 0)
            return &quiz->variants.items[i];
    }
    return NULL;
}
