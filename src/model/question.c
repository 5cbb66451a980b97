/* Looking things up in a question. */
#include "model/question.h"

#include <string.h>

const struct choice *
choice_find(const struct choices *choices, const char *value)
{
    for (size_t i = 0; i < choices->count; i++) {
        if (strcmp(choices->items[i].value, value) == 0)
            return &choices->items[i];
    }
    return NULL;
}

const struct question *
question_column(const struct question *question, const char *id)
{
    for (size_t i = 0; i < question->columns.count; i++) {
        if (strcmp(question->columns.items[i].id, id) == 0)
            return &question->columns.items[i];
    }
    return NULL;
}
