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

/* A record whose questionnaire and person are known. */
struct placed {
    const struct response_record *record;
    const struct survey *survey;
    const struct person *person;
    bool there;          /* the person has answered this already */
    const char *differs; /* and otherwise: in words; NULL not */
};

struct placed_list LIST_OF(struct placed);

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

/* Rows and a state of the whole table: a page lets only one of them in. */
static const char *
find_clash(struct arena *arena, const struct responses_import *import, const struct survey *survey,
           const struct answers *kept)
{
    static const struct refusal both = { .text_id = "refuse.both" };

    for (size_t i = 0; i < kept->count; i++) {
        const struct cell *cell = &kept->items[i];

        if (cell->state != CELL_ANSWERED && *cell->row == '\0' && cell_clashes(arena, survey, kept, cell))
            return arena_printf(arena, "%s: %s", cell->question, refusal_sentence(arena, import, &both));
    }
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
apply_one(struct arena *arena, const struct responses_import *import, const struct placed *placed)
{
    struct response response = { .person = placed->person->id };
    struct answers kept = { 0 };
    const char *complaint = start_response(arena, import, placed->survey, placed->record, &response);

    if (complaint == NULL)
        complaint = store_cells(arena, import, placed->survey, placed->record, &response, &kept);
    if (complaint == NULL)
        complaint = find_clash(arena, import, placed->survey, &kept);
    if (complaint == NULL)
        complaint = hand_in(arena, import, placed->survey, placed->record, &response, placed->person, &kept);
    return complaint;
}

/* --- which is which --- */

static void
complain(struct arena *arena, struct responses_import *import, size_t line, const char *sentence)
{
    *ARENA_PUSH(arena, &import->faults) = (struct file_fault){ line, 1, arena_copy(arena, sentence) };
}

static int
compare_keys(int64_t person, const char *survey, const char *subject, const struct placed *at)
{
    int order =
        person != at->person->id ? (person < at->person->id ? -1 : 1) : strcmp(survey, at->survey->id);

    return order != 0 ? order : strcmp(subject, at->record->subject);
}

static int
compare_placed(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;
    int order = compare_keys(x->person->id, x->survey->id, x->record->subject, y);

    return order != 0 ? order : (x->record->line > y->record->line) - (x->record->line < y->record->line);
}

static int
compare_lines(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;

    return (x->record->line > y->record->line) - (x->record->line < y->record->line);
}

static int
compare_faults(const void *a, const void *b)
{
    const struct file_fault *x = a, *y = b;

    return (x->line > y->line) - (x->line < y->line);
}

/* Find questionnaire and person of each record; sorted by them. */
static void
place_records(struct arena *arena, struct responses_import *import, const struct response_records *records,
              struct placed_list *out)
{
    struct people people = { .count = 0 };

    *out = (struct placed_list){ 0 };
    if (!load_people(arena, import, &people)) {
        complain(arena, import, 1, "the database refused");
        return;
    }
    for (size_t i = 0; i < records->count; i++) {
        const struct response_record *r = &records->items[i];
        struct placed placed = { .record = r, .survey = library_survey(import->library, r->survey) };
        const char *complaint = NULL;

        if (placed.survey == NULL)
            complaint = arena_printf(arena, "there is no questionnaire \"%.60s\"", r->survey);
        else
            placed.person = find_person(arena, &people, r, &complaint);
        if (placed.person != NULL)
            *ARENA_PUSH(arena, out) = placed;
        else
            complain(arena, import, r->line, complaint);
    }
    if (out->count > 0)
        qsort(out->items, out->count, sizeof *out->items, compare_placed);
    for (size_t i = 1; i < out->count; i++) {
        const struct placed *at = &out->items[i], *before = at - 1;

        if (compare_keys(at->person->id, at->survey->id, at->record->subject, before) == 0)
            complain(arena, import, at->record->line,
                     arena_printf(arena, "the same person and questionnaire stand in line %zu already",
                                  before->record->line));
    }
}

/* --- what is there already --- */

struct comparing {
    struct arena *arena;
    const struct responses_import *import;
    struct placed_list *placed;
};

/* The answers of a record as they would be stored, sorted. */
static struct answers
stored_form(struct arena *arena, const struct survey *survey, const struct answers *from)
{
    struct answers out = { 0 };

    for (size_t i = 0; i < from->count; i++) {
        struct cell cell = from->items[i];
        struct refusal refusal;

        (void)cell_refused(arena, survey, &cell, &refusal); /* then it differs from whatever is stored */
        if (cell.value[0] != '\0' || cell.state != CELL_ANSWERED)
            *ARENA_PUSH(arena, &out) = cell;
    }
    answers_sort(&out);
    return out;
}

static int
compare_cells(const struct cell *a, const struct cell *b)
{
    int order = strcmp(a->question, b->question);

    if (order == 0)
        order = strcmp(a->row, b->row);
    return order != 0 ? order : strcmp(a->column, b->column);
}

/* The first cell in which they differ; NULL when there is none. Both are sorted. */
static const struct cell *
first_difference(const struct answers *a, const struct answers *b)
{
    for (size_t i = 0;; i++) {
        const struct cell *x = i < a->count ? &a->items[i] : NULL, *y = i < b->count ? &b->items[i] : NULL;
        int order;

        if (x == NULL || y == NULL)
            return x != NULL ? x : y;
        order = compare_cells(x, y);
        if (order != 0)
            return order < 0 ? x : y;
        if (x->state != y->state || strcmp(x->value, y->value) != 0)
            return x;
    }
}

static bool
compare_stored(void *context, const struct response_answers *stored)
{
    const struct comparing *c = context;
    const struct response *r = &stored->response;
    size_t low = 0, high = c->placed->count;
    scoped_arena scratch = { 0 };
    struct response_record there;
    const struct cell *cell;
    struct answers ours;
    struct placed *at;
    bool draft;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (compare_keys(r->person, r->form, r->subject, &c->placed->items[middle]) > 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == c->placed->count || compare_keys(r->person, r->form, r->subject, &c->placed->items[low]) != 0)
        return true;
    at = &c->placed->items[low];
    at->there = true;
    response_record_of(&scratch, c->import->library, stored, &there);
    answers_sort(&there.answers);
    ours = stored_form(&scratch, at->survey, &at->record->answers);
    cell = first_difference(&ours, &there.answers);
    draft = strcmp(at->record->state, "draft") == 0;
    if (cell != NULL)
        at->differs = arena_printf(c->arena, "other answers: %s is the first",
                                   cell_name(&scratch, cell->question, cell->row, cell->column));
    else if (draft != (strcmp(there.state, "draft") == 0))
        at->differs = draft ? "the same answers handed in" : "the same answers as a draft";
    return true;
}

bool
responses_apply(struct arena *arena, struct responses_import *import, const struct response_records *records)
{
    struct placed_list placed;
    struct comparing comparing = { arena, import, &placed };
    enum db_result result;

    if (form_keep_library(import->db, import->library, import->now) != DB_OK) {
        complain(arena, import, 1, "the database refused");
        return false;
    }
    place_records(arena, import, records, &placed);
    result = response_export(import->db, import->project->id, compare_stored, &comparing);
    if (result != DB_OK && result != DB_NONE)
        complain(arena, import, 1, "the database refused");
    if (placed.count > 0)
        qsort(placed.items, placed.count, sizeof *placed.items, compare_lines);
    for (size_t i = 0; i < placed.count; i++) {
        const struct placed *at = &placed.items[i];
        scoped_arena scratch = { 0 };
        const char *complaint = NULL;

        if (!at->there)
            complaint = apply_one(&scratch, import, at);
        else if (at->differs != NULL)
            complaint = arena_printf(&scratch, "this person has answered this questionnaire already, with %s",
                                     at->differs);
        if (complaint != NULL)
            complain(arena, import, at->record->line, complaint);
        import->stored += !at->there;
        import->unchanged += at->there;
    }
    if (import->faults.count > 0)
        qsort(import->faults.items, import->faults.count, sizeof *import->faults.items, compare_faults);
    return import->faults.count == 0;
}
