/* What the documents of a project will print as ruled blanks: counted once, for every page that says so. */
#include "pages/lacking.h"

#include <string.h>

static bool
has_fact(const struct lacking_facts *facts, const struct lacking_fact *fact)
{
    for (size_t i = 0; i < facts->count; i++)
        if (facts->items[i].quiz == fact->quiz && strcmp(facts->items[i].key, fact->key) == 0)
            return true;
    return false;
}

static void
add_facts(struct arena *arena, const struct lacking_document *document, struct lacking_facts *out)
{
    for (size_t i = 0; i < document->missing.count; i++) {
        const struct missing_fact *missing = &document->missing.items[i];
        const struct lacking_fact fact = { missing->key, missing->label,
                                           missing->of_test ? document->quiz : NULL };

        if (!has_fact(out, &fact))
            *ARENA_PUSH(arena, out) = fact;
    }
}

void
lacking_find(struct arena *arena, const struct lacking_ask *ask, struct lacking *out)
{
    const struct quizzes *quizzes = &ask->library->quizzes;

    *out = (struct lacking){ 0 };
    for (size_t r = 0; r < report_count; r++) {
        if (ask->sheets_only && !reports[r].needs_quiz)
            continue;
        for (size_t q = 0; q < (reports[r].needs_quiz ? quizzes->count : 1); q++) {
            struct lacking_document document = { .report = &reports[r],
                                                 .quiz = reports[r].needs_quiz ? quizzes->items[q] : NULL };
            struct report_facts printed;

            report_facts_fill(arena, ask->project, ask->facts, document.quiz != NULL ? document.quiz->id : "",
                              &printed);
            report_missing_facts(arena, document.report, &printed, &document.missing);
            if (document.missing.count == 0)
                continue;
            *ARENA_PUSH(arena, &out->documents) = document;
            add_facts(arena, &document, &out->facts);
        }
    }
}
