/* Several choices of a list, kept in the order of the list. */
#include "model/type.h"

#include <string.h>

static bool
has_word(const struct row_ids *words, const char *value)
{
    for (size_t i = 0; i < words->count; i++)
        if (strcmp(words->items[i], value) == 0)
            return true;
    return false;
}

/* The picked ones in the order of the list, "other" last; each once. */
static const char *
in_order(struct arena *arena, const struct question *question, const struct row_ids *words, size_t *count)
{
    const char *out = "";

    *count = 0;
    for (size_t i = 0; i < question->choices.count; i++)
        if (has_word(words, question->choices.items[i].value)) {
            out = arena_printf(arena, "%s%s%s", out, *count > 0 ? " " : "", question->choices.items[i].value);
            ++*count;
        }
    if (question->other && choice_find(&question->choices, CHOICE_OTHER) == NULL
        && has_word(words, CHOICE_OTHER)) {
        out = arena_printf(arena, "%s%s%s", out, *count > 0 ? " " : "", CHOICE_OTHER);
        ++*count;
    }
    return out;
}

const char *
type_select_multiple(struct arena *arena, const struct question *question, const char *typed,
                     struct refusal *refusal)
{
    struct row_ids words = type_words(arena, typed);
    const char *stored;
    size_t count;

    for (size_t i = 0; i < words.count; i++)
        if (!type_has_choice(question, words.items[i]))
            return type_refuse(refusal, "refuse.choice", 0, 0);
    stored = in_order(arena, question, &words, &count);
    if (count > 1 && question->exclusive_choice != NULL && has_word(&words, question->exclusive_choice))
        return type_refuse(refusal, "refuse.exclusive", 0, 0);
    if (question->has_max && (double)count > question->max)
        return type_refuse(refusal, "refuse.ticks_most", 0, question->max);
    if (question->has_min && count > 0 && (double)count < question->min
        && !(question->exclusive_choice != NULL && has_word(&words, question->exclusive_choice)))
        return type_refuse(refusal, "refuse.ticks_least", question->min, 0);
    return stored;
}
