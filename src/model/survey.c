/* Looking things up in a questionnaire. */
#include "model/survey.h"

#include <stdlib.h>
#include <string.h>

static int
id_of(const void *key, const void *item)
{
    const struct question *const *question = item;

    return strcmp(key, (*question)->id);
}

const struct question *
survey_question(const struct survey *survey, const char *id)
{
    const struct question *const *found;

    if (survey->by_id == NULL) {
        for (size_t i = 0; i < survey->questions.count; i++) {
            if (strcmp(survey->questions.items[i].id, id) == 0)
                return &survey->questions.items[i];
        }
        return NULL;
    }
    found = bsearch(id, survey->by_id, survey->questions.count, sizeof *survey->by_id, id_of);
    return found ? *found : NULL;
}

const struct section *
survey_section(const struct survey *survey, const char *id)
{
    for (size_t i = 0; i < survey->sections.count; i++) {
        if (strcmp(survey->sections.items[i].id, id) == 0)
            return &survey->sections.items[i];
    }
    return NULL;
}

bool
survey_invites(const struct survey *survey, const struct names *roles)
{
    if (survey->audience.count == 0)
        return true;
    for (size_t i = 0; i < survey->audience.count; i++) {
        for (size_t j = 0; j < roles->count; j++) {
            if (strcmp(survey->audience.items[i], roles->items[j]) == 0)
                return true;
        }
    }
    return false;
}
