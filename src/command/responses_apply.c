/* Bringing responses in: the same validation as the page, all or nothing. */
#include "command/responses.h"

#include "model/format.h"
#include "model/question_type.h"
#include "store/answer.h"
#include "store/assignment.h"
#include "store/form.h"
#include "store/person.h"
#include "store/response.h"

#include <stdlib.h>
#include <string.h>

/* A way to find a person: "x:external id", "e:e-mail", "n:name". */
struct way {
    const char *key;
    size_t person;
};

struct people {
    struct person_list list;
    struct way *ways;
    size_t count;
};

static int
by_key(const void *a, const void *b)
{
    return strcmp(((const struct way *)a)->key, ((const struct way *)b)->key);
}

static void
add_way(struct arena *arena, struct people *people, const char *kind, const char *value, size_t person)
{
    if (value[0] != '\0')
        people->ways[people->count++] = (struct way){ arena_printf(arena, "%s%s", kind, value), person };
}

static bool
load_people(struct arena *arena, const struct responses_import *import, struct people *out)
{
    struct person_filter filter = { .project = import->project->id, .with_disabled = true };
    enum db_result result = person_list(import->db, arena, &filter, &out->list, NULL);

    if (result != DB_OK && result != DB_NONE)
        return false;
    out->ways = ARENA_ARRAY(arena, struct way, out->list.count * 3 + 1);
    for (size_t i = 0; i < out->list.count; i++) {
        const struct person *p = &out->list.items[i];
        struct name name = { p->family, p->given, p->patronymic };

        add_way(arena, out, "x:", p->external_id, i);
        add_way(arena, out, "e:", search_key(arena, p->email), i);
        add_way(arena, out, "n:", search_key(arena, name_full(arena, &name)), i);
    }
    qsort(out->ways, out->count, sizeof *out->ways, by_key);
    return true;
}

/* The one person with this key; NULL for none, and for several (`*several`). */
static const struct person *
find_by(struct arena *arena, const struct people *people, const char *kind, const char *value, bool *several)
{
    struct way wanted = { arena_printf(arena, "%s%s", kind, value), 0 };
    const struct way *found = bsearch(&wanted, people->ways, people->count, sizeof wanted, by_key);

    if (found == NULL)
        return NULL;
    *several = (found > people->ways && by_key(found - 1, &wanted) == 0)
               || (found + 1 < people->ways + people->count && by_key(found + 1, &wanted) == 0);
    return *several ? NULL : &people->list.items[found->person];
}

static const struct person *
find_person(struct arena *arena, const struct people *people, const struct response_record *record,
            const char **complaint)
{
    const struct person *person = NULL;
    bool several = false;

    if (record->external_id[0] != '\0')
        person = find_by(arena, people, "x:", record->external_id, &several);
    else if (record->email[0] != '\0')
        person = find_by(arena, people, "e:", search_key(arena, record->email), &several);
    else if (record->name[0] != '\0')
        person = find_by(arena, people, "n:", search_key(arena, record->name), &several);
    if (person == NULL)
        *complaint = several ? "several people fit; give external_id or e-mail"
                             : "there is no such person in this project";
    return person;
}

/* A refusal as an English sentence for the operator. */
static const char *
refusal_sentence(struct arena *arena, const struct responses_import *import, const struct refusal *refusal)
{
    if (refusal->message != NULL && text_present(refusal->message))
        return text_in(refusal->message, LANG_EN);
    return phrase_fill(
        arena, import->phrases, LANG_EN, refusal->text_id, "least", arena_printf(arena, "%g", refusal->least),
        "most", arena_printf(arena, "%g", refusal->most), "from", refusal->from, "to", refusal->to, NULL);
}

static const char *
start_response(struct arena *arena, const struct responses_import *import, const struct survey *survey,
               const struct response_record *record, struct response *out)
{
    struct assignment assignment = { .project = import->project->id,
                                     .person = out->person,
                                     .kind = FORM_SURVEY,
                                     .form = survey->id,
                                     .subject = record->subject,
                                     .variant = "",
                                     .due_date = "",
                                     .created_at = import->now };
    enum db_result result = assignment_add(import->db, &assignment);
    struct response before;

    if (result != DB_OK && result != DB_CONFLICT)
        return "the database refused the assignment";
    if (response_of_assignment(import->db, arena, out->person, assignment.id, &before) == DB_OK)
        return "this person has answered this questionnaire already";
    out->assignment = assignment.id;
    out->form_hash = survey->hash;
    out->language = record->language[0] != '\0' ? record->language : import->project->language;
    out->started_at = record->started_at > 0 ? record->started_at : import->now;
    out->mode = MODE_IMPORT;
    if (record->mode[0] != '\0' && !response_mode_parse(record->mode, &out->mode))
        return "mode is none of self, interview, paper, import";
    return response_start(import->db, arena, out) == DB_OK ? NULL : "the database refused the response";
}

/* Check and store each cell; the checked ones are collected in `kept`. */
static const char *
store_cells(struct arena *arena, const struct responses_import *import, const struct survey *survey,
            const struct response_record *record, const struct response *response, struct answers *kept)
{
    for (size_t i = 0; i < record->answers.count; i++) {
        struct cell cell = record->answers.items[i];
        const char *address = cell_name(arena, cell.question, cell.row, cell.column);
        struct answer_saved saved;
        struct refusal refusal;
        struct answer_save save;

        if (cell_refused(arena, survey, &cell, &refusal))
            return arena_printf(arena, "%s: %s", address, refusal_sentence(arena, import, &refusal));
        save = (struct answer_save){ .response = response->id,
                                     .question = cell.question,
                                     .row = cell.row,
                                     .column = cell.column,
                                     .value = cell.value,
                                     .state = cell.state,
                                     .now = import->now,
                                     .by = { ACTOR_COMMAND, 0 },
                                     .page = "" };
        switch (answer_put(import->db, arena, &save, &saved)) {
        case DB_OK: break;
        case DB_CONFLICT: return arena_printf(arena, "%s stands twice", address);
        default: return "the database refused an answer";
        }
        *ARENA_PUSH(arena, kept) = cell;
    }
    answers_sort(kept);
    return NULL;
}

static const char *
hand_in(struct arena *arena, const struct responses_import *import, const struct survey *survey,
        const struct response_record *record, const struct response *response, const struct person *person,
        const struct answers *answers)
{
    const struct zone *zone = zone_load(arena, import->project->time_zone);
    struct judge judge = { .survey = survey,
                           .answers = answers,
                           .roles = catalogue_person_roles(arena, import->library->catalogue, &person->roles,
                                                           person->key_user),
                           .arena = arena };
    struct refusals refusals = { 0 };
    int64_t at = record->handed_in_at > 0 ? record->handed_in_at : import->now;
    bool first;

    if (strcmp(record->state, "draft") == 0)
        return NULL;
    if (record->state[0] != '\0' && strcmp(record->state, "handed_in") != 0)
        return "state is none of draft, handed_in";
    judge.today = iso_today(arena, zone, at);
    survey_refusals(&judge, &refusals);
    for (size_t i = 0; i < refusals.count; i++)
        if (!refusals.items[i].soft)
            return arena_printf(arena, "%s: %s",
                                cell_name(arena, refusals.items[i].question->id,
                                          refusals.items[i].refusal.row, refusals.items[i].refusal.column),
                                refusal_sentence(arena, import, &refusals.items[i].refusal));
    if (response_at_page(import->db, response->person, response->id, "", response->language, record->seconds)
        != DB_OK)
        return "the database refused the hand-in";
    return response_hand_in(import->db, response->person, response->id, (struct actor){ ACTOR_COMMAND, 0 },
                            at, &first)
                   == DB_OK
               ? NULL
               : "the database refused the hand-in";
}

static const char *
apply_one(struct arena *arena, const struct responses_import *import, const struct people *people,
          const struct response_record *record)
{
    const struct survey *survey = library_survey(import->library, record->survey);
    const char *complaint = NULL;
    const struct person *person;
    struct response response;
    struct answers kept = { 0 };

    if (survey == NULL)
        return arena_printf(arena, "there is no questionnaire \"%.60s\"", record->survey);
    person = find_person(arena, people, record, &complaint);
    if (person == NULL)
        return complaint;
    response = (struct response){ .person = person->id };
    complaint = start_response(arena, import, survey, record, &response);
    if (complaint == NULL)
        complaint = store_cells(arena, import, survey, record, &response, &kept);
    if (complaint == NULL)
        complaint = hand_in(arena, import, survey, record, &response, person, &kept);
    return complaint;
}

bool
responses_apply(struct arena *arena, const struct responses_import *import,
                const struct response_records *records, struct file_fault *fault)
{
    struct people people = { .count = 0 };

    if (form_keep_library(import->db, import->library, import->now) != DB_OK
        || !load_people(arena, import, &people)) {
        *fault = (struct file_fault){ 0, 0, "the database refused" };
        return false;
    }
    for (size_t i = 0; i < records->count; i++) {
        scoped_arena scratch = { 0 };
        const char *complaint = apply_one(&scratch, import, &people, &records->items[i]);

        if (complaint != NULL) {
            *fault = (struct file_fault){ records->items[i].line, 0, arena_copy(arena, complaint) };
            return false;
        }
    }
    return true;
}
