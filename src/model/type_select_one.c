/* One choice of a list. */
#include "model/type.h"

const char *
type_select_one(struct arena *arena, const struct question *question, const char *typed,
                struct refusal *refusal)
{
    struct row_ids words = type_words(arena, typed);

    if (words.count == 0)
        return "";
    if (words.count > 1 || !type_has_choice(question, words.items[0]))
        return type_refuse(refusal, "refuse.choice", 0, 0);
    return words.items[0];
}
