/* What the audit computes from, read out of the store: for pages, jobs and commands alike. */
#include "pages/audit_data.h"

#include "base/log.h"
#include "model/format.h"
#include "model/question_type.h"
#include "store/assignment.h"
#include "store/department.h"
#include "store/response.h"

#include <stdlib.h>
#include <string.h>

/* A list of the store that may be empty. */
static enum db_result
or_empty(enum db_result result)
{
    return result == DB_NONE ? DB_OK : result;
}

enum goal_rank
goal_rank_parse(const char *letter)
{
    static const char letters[] = "ABC";
    const char *at = letter[0] != '\0' && letter[1] == '\0' ? strchr(letters, letter[0]) : NULL;

    return at != NULL ? (enum goal_rank)(GOAL_A + (at - letters)) : GOAL_NONE;
}

const char *
goal_rank_letter(enum goal_rank rank)
{
    static const char *const letters[] = { [GOAL_NONE] = "", [GOAL_A] = "A", [GOAL_B] = "B", [GOAL_C] = "C" };

    return letters[rank];
}

const char *
goal_base(struct arena *arena, const char *key)
{
    return arena_copy_n(arena, key, strcspn(key, "/"));
}

static const char *
author_of(struct arena *arena, const struct audit_ask *ask, const struct survey *survey,
          const struct response_answers *from)
{
    switch (survey->attribution) {
    case ATTRIBUTION_NAME:
        return name_short(arena, &(struct name){ from->family, from->given, from->patronymic });
    case ATTRIBUTION_ROLE:
        for (size_t i = 0; i < from->roles.count; i++) {
            const struct role *role = catalogue_role(ask->library->catalogue, from->roles.items[i]);

            if (role != NULL)
                return text_in(&role->title, ask->lang);
        }
        return "";
    default: return "";
    }
}

/* Answers to questions that were shown on the day of the hand-in; the others are taken out in place. */
static struct answers
shown_answers(struct arena *scratch, const struct audit_data *data, const struct survey *survey,
              const struct response_answers *from, const struct names *roles)
{
    struct answers kept = from->answers;
    const struct judge judge = { .survey = survey,
                                 .answers = &from->answers,
                                 .roles = roles,
                                 .today = iso_today(scratch, data->zone, from->response.handed_in_at),
                                 .arena = scratch };
    const bool *shown = survey_relevance(&judge);
    const char *id = NULL;
    bool keep = false;

    kept.count = 0;
    for (size_t i = 0; i < from->answers.count; i++) {
        const struct cell *cell = &from->answers.items[i];

        if (id == NULL || strcmp(id, cell->question) != 0) {
            const struct question *question = survey_question(survey, cell->question);

            id = cell->question;
            keep = question != NULL && shown[question - survey->questions.items];
        }
        if (keep)
            kept.items[kept.count++] = *cell;
    }
    return kept;
}

/* Who left responses out, and when. */
static enum db_result
read_exclusions(struct db *db, struct arena *arena, const struct audit_ask *ask, struct audit_data *data)
{
    struct counted_list *all = &data->input.responses;
    struct exclusions list;
    enum db_result result = or_empty(response_exclusions(db, arena, ask->project, &list));

    for (size_t i = 0; result == DB_OK && i < all->count; i++)
        for (size_t k = 0; all->items[i].excluded && k < list.count; k++)
            if (list.items[k].response == all->items[i].id) {
                all->items[i].excluded_by = list.items[k].by;
                all->items[i].excluded_at = list.items[k].at;
            }
    return result;
}

static enum db_result
read_responses(struct db *db, struct arena *arena, const struct audit_ask *ask, struct audit_data *data)
{
    scoped_arena scratch = { 0 };
    struct response_answers_list list;
    enum db_result result = or_empty(response_list_counted(db, arena, ask->project, &list));
    bool any_excluded = false;

    for (size_t i = 0; result == DB_OK && i < list.count; i++) {
        const struct response_answers *from = &list.items[i];
        const struct survey *survey = library_survey_hash(ask->library, from->response.form_hash);
        struct counted *counted;

        if (survey == NULL) {
            log_error("response %lld: its questionnaire is not loaded", (long long)from->response.id);
            continue;
        }
        counted = ARENA_PUSH(arena, &data->input.responses);
        counted->id = from->response.id;
        counted->person = from->response.person;
        counted->department = from->department;
        counted->survey = survey;
        counted->roles = catalogue_person_roles(arena, ask->library->catalogue, &from->roles, from->key_user);
        counted->answers = shown_answers(&scratch, data, survey, from, counted->roles);
        counted->name = author_of(arena, ask, survey, from);
        counted->submitted_at = from->response.handed_in_at;
        counted->seconds = from->response.seconds;
        counted->excluded = from->response.excluded;
        counted->excluded_reason = from->response.excluded_reason;
        counted->mode = response_mode_word(from->response.mode);
        any_excluded = any_excluded || counted->excluded;
        arena_reset(&scratch);
    }
    return any_excluded && result == DB_OK ? read_exclusions(db, arena, ask, data) : result;
}

/* Answers that somebody handed in, but a consultant left out, do not count as handed in. */
static bool
counts(const struct audit_data *data, int64_t response)
{
    for (size_t i = 0; i < data->input.responses.count; i++)
        if (data->input.responses.items[i].excluded && data->input.responses.items[i].id == response)
            return false;
    return true;
}

static enum db_result
read_invitations(struct db *db, struct arena *arena, const struct audit_ask *ask, struct audit_data *data)
{
    struct assigned_filter filter = { .project = ask->project, .kind = FORM_SURVEY };
    struct assigned_list list;
    enum db_result result = or_empty(assignment_list(db, arena, &filter, &list, NULL));

    for (size_t i = 0; result == DB_OK && i < list.count; i++) {
        const struct assigned *a = &list.items[i];
        struct name name = { a->family, a->given, a->patronymic };
        bool handed_in = a->progress == PROGRESS_HANDED_IN;

        if ((a->assignment.cancelled || a->disabled) && !handed_in)
            continue; /* as coverage_count() has it */
        *ARENA_PUSH(arena, &data->input.invitations) =
            (struct invited){ .person = a->assignment.person,
                              .department = a->department,
                              .name = name_full(arena, &name),
                              .roles = catalogue_person_roles(arena, ask->library->catalogue, &a->roles,
                                                              a->key_user),
                              .survey = a->assignment.form,
                              .handed_in = handed_in && counts(data, a->response) };
    }
    return result;
}

static bool
is_confirmed(const struct department_list *list, int64_t department)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].id == department)
            return list->items[i].confirmed;
    return false;
}

/* Those where somebody was invited, as the page of the survey counts them; the last one stands for people
 * without a department. */
static enum db_result
read_departments(struct db *db, struct arena *arena, const struct audit_ask *ask, struct audit_data *data)
{
    struct coverage_list lines, roles;
    struct department_list list;
    enum db_result result = or_empty(department_list(db, arena, ask->project, &list));

    if (result == DB_OK)
        result = or_empty(coverage_count(db, arena, ask->project, NULL, &lines, &roles));
    for (size_t i = 0; result == DB_OK && i < lines.count; i++)
        *ARENA_PUSH(arena, &data->input.departments) =
            (struct department_facts){ .id = lines.items[i].department,
                                       .name = lines.items[i].name,
                                       .invited = (int)lines.items[i].people,
                                       .counted = (int)lines.items[i].answered,
                                       .confirmed = is_confirmed(&list, lines.items[i].department) };
    return result;
}

static const struct goal_row *
row_keyed(const struct goal_rows *rows, const char *key)
{
    for (size_t i = 0; i < rows->count; i++)
        if (strcmp(rows->items[i].key, key) == 0)
            return &rows->items[i];
    return NULL;
}

/* A goal with several measures counts with the best rank of those approved. */
static void
take_goal(struct arena *arena, struct audit_data *data, const char *key, enum goal_rank rank)
{
    for (size_t g = 0; g < data->input.goals.count; g++)
        if (strcmp(data->input.goals.items[g].key, key) == 0) {
            if (rank < data->input.goals.items[g].rank)
                data->input.goals.items[g].rank = rank;
            return;
        }
    if (rank != GOAL_NONE)
        *ARENA_PUSH(arena, &data->input.goals) = (struct approved_goal){ key, rank };
}

/* What the moderator approved; and what leaders agree on by themselves, unless the moderator set it. */
static void
take_goals(struct arena *arena, struct audit_data *data)
{
    goals_rank(arena, &data->input, &data->ranked);
    goal_measures_list(arena, &data->input, &data->ranked, &data->measures);
    for (size_t i = 0; i < data->goals.count; i++) {
        const struct goal_row *row = &data->goals.items[i];

        if (row->approved && goal_rank_parse(row->rank) != GOAL_NONE)
            take_goal(arena, data, goal_base(arena, row->key), goal_rank_parse(row->rank));
    }
    for (size_t i = 0; i < data->measures.count; i++) {
        const struct goal_measure *measure = &data->measures.items[i];

        if (measure->agreed_at != 0 && row_keyed(&data->goals, measure->key) == NULL)
            take_goal(arena, data, measure->goal, goal_rank_parse(measure->settled[MEASURE_RANK]));
    }
}

static enum db_result
read_decisions(struct db *db, struct arena *arena, const struct audit_ask *ask, struct audit_data *data)
{
    static const char *const kinds[] = { [DECISION_PRIORITY] = "priority",
                                         [DECISION_RULE] = "rule",
                                         [DECISION_REJECT] = "reject",
                                         [DECISION_ACCEPTANCE] = "acceptance" };
    struct decision_rows rows;
    enum db_result result = or_empty(decision_list(db, arena, ask->project, &rows));

    for (size_t i = 0; result == DB_OK && i < rows.count; i++) {
        const struct decision_row *row = &rows.items[i];

        for (size_t k = 0; k < LENGTH(kinds); k++)
            if (strcmp(kinds[k], row->kind) == 0)
                *ARENA_PUSH(arena, &data->input.decisions) =
                    (struct decision){ (enum decision_kind)k, row->code, row->key, row->value,
                                       row->reason,           row->by,   row->at };
    }
    return result;
}

static bool
weighs_equal(const struct audit_ask *ask, const struct audit_data *data)
{
    if (ask->weighing == WEIGH_AS_FACT)
        return strcmp(project_fact(&data->facts, FACT_EQUAL_WEIGHT), "1") == 0;
    return ask->weighing == WEIGH_EQUAL;
}

enum db_result
audit_data_read(struct db *db, struct arena *arena, const struct audit_ask *ask, struct audit_data *out)
{
    enum db_result result;

    *out = (struct audit_data){ .input = { .library = ask->library, .lang = ask->lang } };
    result = project_get(db, arena, ask->project, &out->project);
    if (result != DB_OK)
        return result;
    out->zone = zone_load(arena, out->project.time_zone);
    out->input.today = iso_today(arena, out->zone, ask->now);
    result = or_empty(project_fact_list(db, arena, ask->project, &out->facts));
    out->input.equal = weighs_equal(ask, out);
    if (result == DB_OK)
        result = or_empty(goal_list(db, arena, ask->project, &out->goals));
    if (result == DB_OK)
        result = or_empty(requirement_list(db, arena, ask->project, &out->rows));
    if (result == DB_OK)
        result = read_responses(db, arena, ask, out);
    if (result == DB_OK)
        result = read_invitations(db, arena, ask, out);
    if (result == DB_OK)
        result = read_departments(db, arena, ask, out);
    if (result == DB_OK)
        result = read_decisions(db, arena, ask, out);
    if (result == DB_OK)
        take_goals(arena, out);
    return result;
}
