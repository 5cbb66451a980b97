/* A date, kept as 2026-11-23; typed so or as 23.11.2026. */
#include "base/zone.h"
#include "model/type.h"

#include <stdlib.h>
#include <string.h>

/* d.m.yyyy, each part of any length, to ISO; NULL when it is nothing of the kind. */
static const char *
from_dots(struct arena *arena, const char *typed)
{
    unsigned part[3];
    char *end;

    for (size_t i = 0; i < LENGTH(part); i++) {
        size_t digits = strspn(typed, "0123456789");

        if (digits == 0 || digits > 4 || (i == 2 && digits != 4))
            return NULL;
        part[i] = (unsigned)strtoul(typed, &end, 10);
        if (i < 2 && *end != '.')
            return NULL;
        typed = end + (i < 2);
    }
    return *typed == '\0' ? arena_printf(arena, "%04u-%02u-%02u", part[2], part[1], part[0]) : NULL;
}

const char *
type_date(struct arena *arena, const struct question *question, const char *typed, struct refusal *refusal)
{
    struct row_ids words = type_words(arena, typed);
    const char *iso;
    struct civil civil;

    if (words.count == 0)
        return "";
    iso = from_dots(arena, words.items[0]);
    if (iso == NULL)
        iso = words.items[0];
    if (words.count > 1 || !date_parse(iso, &civil))
        return type_refuse(refusal, "refuse.date", 0, 0);
    if ((question->min_date != NULL && strcmp(iso, question->min_date) < 0)
        || (question->max_date != NULL && strcmp(iso, question->max_date) > 0)) {
        bool both = question->min_date != NULL && question->max_date != NULL;

        type_refuse(refusal,
                    both                         ? "refuse.date_range"
                    : question->min_date != NULL ? "refuse.date_least"
                                                 : "refuse.date_most",
                    0, 0);
        refusal->from = question->min_date;
        refusal->to = question->max_date;
        return NULL;
    }
    return iso;
}
