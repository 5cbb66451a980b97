/* A stored response as a file has it. */
#include "command/responses.h"

#include "model/format.h"
#include "model/question_type.h"
#include "store/response.h"

/* What was handed in: answers to questions that were not shown stay behind. */
static struct answers
answers_to_export(struct arena *arena, const struct library *library, const struct response_answers *from)
{
    const struct survey *survey = library_survey_hash(library, from->response.form_hash);
    struct judge judge = { .survey = survey,
                           .answers = &from->answers,
                           .roles = catalogue_person_roles(arena, library->catalogue, &from->roles,
                                                           from->key_user),
                           .arena = arena };

    if (survey == NULL || from->response.state != RESPONSE_HANDED_IN)
        return from->answers;
    judge.today = iso_today(arena, NULL, from->response.handed_in_at);
    return answers_relevant(&judge);
}

void
response_record_of(struct arena *arena, const struct library *library, const struct response_answers *from,
                   struct response_record *out)
{
    struct answers answers = answers_to_export(arena, library, from);
    struct name name = { from->family, from->given, from->patronymic };

    *out =
        (struct response_record){ .survey = from->response.form,
                                  .subject = from->response.subject,
                                  .external_id = from->external_id,
                                  .email = from->email,
                                  .name = name_full(arena, &name),
                                  .language = from->response.language,
                                  .state = from->response.state == RESPONSE_HANDED_IN ? "handed_in" : "draft",
                                  .mode = response_mode_word(from->response.mode),
                                  .started_at = from->response.started_at,
                                  .handed_in_at = from->response.handed_in_at,
                                  .seconds = from->response.seconds };
    for (size_t i = 0; i < answers.count; i++) {
        const struct cell *cell = &answers.items[i];

        if (cell->value[0] != '\0' || cell->state != CELL_ANSWERED)
            *ARENA_PUSH(arena, &out->answers) = *cell;
    }
}
