/* Choices in order of importance, the first place first. */
#include "model/type.h"

#include <string.h>

const char *
type_rank(struct arena *arena, const struct question *question, const char *typed, struct refusal *refusal)
{
    struct row_ids words = type_words(arena, typed);
    const char *stored = "";

    for (size_t i = 0; i < words.count; i++) {
        if (!type_has_choice(question, words.items[i]))
            return type_refuse(refusal, "refuse.choice", 0, 0);
        for (size_t j = 0; j < i; j++)
            if (strcmp(words.items[i], words.items[j]) == 0)
                return type_refuse(refusal, "refuse.rank_twice", 0, 0);
        if (question->has_max && (double)i >= question->max)
            return type_refuse(refusal, "refuse.rank_most", 0, question->max);
        stored = arena_printf(arena, "%s%s%s", stored, i > 0 ? " " : "", words.items[i]);
    }
    return stored;
}
