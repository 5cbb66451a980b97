/* What the tests of the audit share: the questionnaires of tests/fixtures/audit, and people who answer them.
 */
#ifndef TESTS_UNIT_AUDIT_KIT_H
#define TESTS_UNIT_AUDIT_KIT_H

#include "audit/requirement.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { SALES = 1, SERVICE = 2, THIRD = 3 };

struct kit {
    struct library library;
    struct problems problems;
    struct arena arena;
    struct audit_input input;
    struct findings found;
    int64_t clock;
};

/* Open the fixtures; for cmocka's setup. */
static inline int
kit_open(void **state)
{
    static const char *const paths[] = { "tests/fixtures/audit" };
    struct kit *kit = calloc(1, sizeof *kit);

    kit->problems.arena = &kit->arena;
    library_load(&kit->library, paths, 1, &kit->problems);
    for (size_t i = 0; i < kit->problems.count; i++)
        if (!kit->problems.items[i].warning)
            fprintf(stderr, "%s:%zu: %s\n", kit->problems.items[i].path, kit->problems.items[i].line,
                    kit->problems.items[i].sentence);
    assert_int_equal(kit->problems.errors, 0);
    assert_non_null(kit->library.catalogue);
    kit->input.library = &kit->library;
    kit->input.today = "2026-11-23";
    kit->input.lang = LANG_RU;
    kit->input.equal = true;
    *state = kit;
    return 0;
}

static inline int
kit_close(void **state)
{
    struct kit *kit = *state;

    library_close(&kit->library);
    arena_close(&kit->arena);
    free(kit);
    return 0;
}

static inline const struct names *
kit_names(struct kit *kit, const char *words)
{
    struct names *names = ARENA_NEW(&kit->arena, struct names);

    for (size_t length; *words != '\0'; words += length) {
        words += strspn(words, " ");
        length = strcspn(words, " ");
        *ARENA_PUSH(&kit->arena, names) = arena_copy_n(&kit->arena, words, length);
    }
    return names;
}

/* A response that was handed in after all before it; its answers follow by kit_put(). */
static inline struct counted *
kit_response(struct kit *kit, int64_t person, int64_t department, const char *roles, const char *survey)
{
    struct counted *response = ARENA_PUSH(&kit->arena, &kit->input.responses);

    *response = (struct counted){ .id = (int64_t)kit->input.responses.count,
                                  .person = person,
                                  .department = department,
                                  .survey = library_survey(&kit->library, survey),
                                  .roles = kit_names(kit, roles),
                                  .name = "Иванова А. П.",
                                  .submitted_at = ++kit->clock };
    assert_non_null(response->survey);
    return response;
}

static inline struct counted *
kit_put(struct kit *kit, struct counted *response, const char *address, const char *value)
{
    struct cell *cell = ARENA_PUSH(&kit->arena, &response->answers);

    assert_true(cell_parse(&kit->arena, address, cell));
    cell->value = value;
    cell->state = CELL_ANSWERED;
    return response;
}

/* One answer to "wishes" from somebody of a department. */
static inline struct counted *
kit_says(struct kit *kit, int64_t person, int64_t department, const char *roles, const char *address,
         const char *value)
{
    return kit_put(kit, kit_response(kit, person, department, roles, "wishes"), address, value);
}

static inline void
kit_department(struct kit *kit, int64_t id, int invited, int counted, bool confirmed)
{
    *ARENA_PUSH(&kit->arena, &kit->input.departments) = (struct department_facts){
        .id = id, .name = "Отдел", .invited = invited, .counted = counted, .confirmed = confirmed
    };
}

static inline void
kit_invite(struct kit *kit, int64_t person, const char *roles)
{
    *ARENA_PUSH(&kit->arena, &kit->input.invitations) = (struct invited){
        .person = person, .department = SALES, .name = "", .roles = kit_names(kit, roles), .survey = "wishes"
    };
}

static inline void
kit_goal(struct kit *kit, const char *key, enum goal_rank rank)
{
    *ARENA_PUSH(&kit->arena, &kit->input.goals) = (struct approved_goal){ key, rank };
}

static inline void
kit_decide(struct kit *kit, enum decision_kind kind, const char *code, const char *key, const char *value)
{
    *ARENA_PUSH(&kit->arena, &kit->input.decisions) =
        (struct decision){ kind, code, key, value, "причина", "Петров", ++kit->clock };
}

static inline void
kit_compute(struct kit *kit)
{
    for (size_t i = 0; i < kit->input.responses.count; i++)
        answers_sort(&kit->input.responses.items[i].answers);
    findings_compute(&kit->arena, &kit->input, &kit->found);
}

/* The requirement, or NULL. */
static inline const struct found_requirement *
kit_find(const struct kit *kit, const char *code, const char *key)
{
    for (size_t i = 0; i < kit->found.requirements.count; i++) {
        const struct found_requirement *found = &kit->found.requirements.items[i];

        if (strcmp(found->def->code, code) == 0 && strcmp(found->key, key) == 0)
            return found;
    }
    return NULL;
}

static inline const struct found_requirement *
kit_get(const struct kit *kit, const char *code, const char *key)
{
    const struct found_requirement *found = kit_find(kit, code, key);

    assert_non_null(found);
    return found;
}

/* How many conflicts of a kind concern the code. */
static inline size_t
kit_conflicts(const struct kit *kit, enum conflict_kind kind, const char *code)
{
    size_t count = 0;

    for (size_t i = 0; i < kit->found.conflicts.count; i++)
        count += kit->found.conflicts.items[i].kind == kind
                 && strncmp(kit->found.conflicts.items[i].code, code, strlen(code)) == 0;
    return count;
}

static inline const struct found_conflict *
kit_conflict(const struct kit *kit, enum conflict_kind kind, const char *code)
{
    for (size_t i = 0; i < kit->found.conflicts.count; i++)
        if (kit->found.conflicts.items[i].kind == kind
            && strncmp(kit->found.conflicts.items[i].code, code, strlen(code)) == 0)
            return &kit->found.conflicts.items[i];
    fail_msg("no conflict of kind %d for %s", (int)kind, code);
    return NULL;
}

/* Future users of a department, as its head gives them in "leaders". */
static inline void
kit_users(struct kit *kit, int64_t person, int64_t department, const char *users)
{
    struct counted *response = kit_response(kit, person, department, "head", "leaders");

    kit_put(kit, response, "people/r1/.order", "1");
    kit_put(kit, response, "people/r1/position", "менеджер");
    kit_put(kit, response, "people/r1/users", users);
}

static inline void
kit_vote(struct kit *kit, int64_t person, int64_t department, const char *roles, const char *vote,
         const char *importance)
{
    struct counted *response = kit_says(kit, person, department, roles, "duplicates", vote);

    if (importance != NULL)
        kit_put(kit, response, "duplicates//.importance", importance);
}

/* The worked example of the method: CLI-02 there, AAA-01 here. */
static inline void
kit_example(struct kit *kit, bool ask_service)
{
    kit->input.equal = false;
    kit_department(kit, SALES, 4, 4, false);
    kit_department(kit, SERVICE, 3, 3, false);
    kit_users(kit, 1, SALES, "4");
    kit_users(kit, 5, SERVICE, "3");
    kit_vote(kit, 1, SALES, "head", "yes", "5");
    kit_vote(kit, 2, SALES, "staff", "yes", "5");
    kit_vote(kit, 3, SALES, "staff", "yes", "4");
    kit_vote(kit, 4, SALES, "staff", "no", NULL);
    if (!ask_service)
        return;
    kit_vote(kit, 5, SERVICE, "head", "no", NULL);
    kit_vote(kit, 6, SERVICE, "staff", "yes", "3");
    kit_vote(kit, 7, SERVICE, "staff", "no", NULL);
}

#define kit_test(test) cmocka_unit_test_setup_teardown(test, kit_open, kit_close)

#endif
