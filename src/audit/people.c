/* Who counts, once a person, with which weight, in which department. */
#include "audit/internal.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool
names_have(const struct names *names, const char *name)
{
    for (size_t i = 0; names != NULL && i < names->count; i++)
        if (strcmp(names->items[i], name) == 0)
            return true;
    return false;
}

static int
by_time(const void *a, const void *b)
{
    const struct counted *x = *(const struct counted *const *)a, *y = *(const struct counted *const *)b;

    if (x->submitted_at != y->submitted_at)
        return x->submitted_at < y->submitted_at ? -1 : 1;
    return (x->id > y->id) - (x->id < y->id);
}

struct hand_ins LIST_OF(const struct counted *);

static const char *
hand_in_key(struct arena *arena, const struct counted *response)
{
    return arena_printf(arena, "%" PRId64 " %s", response->person, response->survey->id);
}

/* Handed-in responses by time; of each person and questionnaire only the last one. */
static struct hand_ins
last_hand_ins(struct audit *audit)
{
    const struct counted_list *all = &audit->input->responses;
    struct hand_ins list = { 0 }, last = { 0 };
    struct map latest = { 0 };

    for (size_t i = 0; i < all->count; i++)
        if (!all->items[i].excluded && all->items[i].survey != NULL)
            *ARENA_PUSH(audit->scratch, &list) = &all->items[i];
    if (list.count > 0)
        qsort(list.items, list.count, sizeof *list.items, by_time);
    for (size_t i = list.count; i-- > 0;) {
        const struct counted *response = list.items[i];

        if (response->person != 0
            && map_add(audit->scratch, &latest, hand_in_key(audit->scratch, response), (long)i) != (long)i)
            list.items[i] = NULL;
    }
    for (size_t i = 0; i < list.count; i++)
        if (list.items[i] != NULL)
            *ARENA_PUSH(audit->scratch, &last) = list.items[i];
    return last;
}

static size_t
area_of(struct audit *audit, struct map *index, int64_t id)
{
    struct areas *areas = &audit->electorate.areas;
    char key[32];
    long at;

    snprintf(key, sizeof key, "%" PRId64, id);
    at = map_add(audit->scratch, index, key, (long)areas->count);
    if ((size_t)at == areas->count)
        *ARENA_PUSH(audit->arena, areas) = (struct area){ .id = id, .users = 1 };
    return (size_t)at;
}

static bool
has_role(const struct audit *audit, const struct names *roles, bool (*is)(const struct role *))
{
    for (size_t i = 0; roles != NULL && i < roles->count; i++) {
        const struct role *role = catalogue_role(audit->catalogue, roles->items[i]);

        if (role != NULL && is(role))
            return true;
    }
    return false;
}

static bool
leads(const struct role *role)
{
    return role->head;
}

static bool
owns(const struct role *role)
{
    return role->process_owner;
}

static void
add_voters(struct audit *audit, const struct hand_ins *last, size_t *voter_of, struct map *areas)
{
    struct voters *voters = &audit->electorate.voters;
    struct map index = { 0 };
    char key[32];

    for (size_t i = 0; i < last->count; i++) {
        const struct counted *response = last->items[i];
        long at = (long)voters->count;
        struct voter *voter;

        snprintf(key, sizeof key, "%" PRId64, response->person);
        if (response->person != 0)
            at = map_add(audit->scratch, &index, key, at);
        voter = (size_t)at == voters->count ? ARENA_PUSH(audit->arena, voters) : &voters->items[at];
        voter->person = response->person;
        voter->latest = response;
        voter->area = area_of(audit, areas, response->department);
        voter->head = has_role(audit, response->roles, leads);
        voter->owner = has_role(audit, response->roles, owns);
        voter->count++;
        voter_of[i] = (size_t)at;
    }
}

/* The ballots of each voter stand together. */
static void
add_ballots(struct audit *audit, const struct hand_ins *last, const size_t *voter_of)
{
    struct electorate *all = &audit->electorate;
    size_t start = 0;

    all->ballots.items = ARENA_ARRAY(audit->arena, struct ballot, last->count + 1);
    all->ballots.count = last->count;
    for (size_t i = 0; i < all->voters.count; i++) {
        all->voters.items[i].first = start;
        start += all->voters.items[i].count;
        all->voters.items[i].count = 0;
    }
    for (size_t i = 0; i < last->count; i++) {
        struct voter *voter = &all->voters.items[voter_of[i]];

        all->ballots.items[voter->first + voter->count++] =
            (struct ballot){ .response = last->items[i], .voter = voter_of[i] };
    }
}

/* People with each role: of those invited, and where nobody was, of those who answered. */
static void
count_bearers(struct audit *audit, struct map *role_index, int *bearers)
{
    const struct invitations *invited = &audit->input->invitations;
    const struct voters *voters = &audit->electorate.voters;
    size_t people = invited->count > 0 ? invited->count : voters->count;
    struct map seen = { 0 };
    char key[32];

    for (size_t i = 0; i < people; i++) {
        int64_t person = invited->count > 0 ? invited->items[i].person : voters->items[i].person;
        const struct names *roles =
            invited->count > 0 ? invited->items[i].roles : voters->items[i].latest->roles;

        snprintf(key, sizeof key, "%" PRId64, person);
        if (person == 0 || map_add(audit->scratch, &seen, key, (long)i) != (long)i)
            continue;
        for (size_t r = 0; roles != NULL && r < roles->count; r++) {
            long at = map_find(role_index, roles->items[r]);

            if (at != MAP_NONE)
                bearers[at]++;
        }
    }
}

/* A ballot is its person's alone when nobody else has one of the roles that the questionnaire is for. */
static void
mark_sole(struct audit *audit)
{
    const struct roles *roles = &audit->catalogue->roles;
    int *bearers = ARENA_ARRAY(audit->scratch, int, roles->count + 1);
    struct map index = { 0 };

    for (size_t r = 0; r < roles->count; r++)
        map_add(audit->scratch, &index, roles->items[r].id, (long)r);
    count_bearers(audit, &index, bearers);
    for (size_t i = 0; i < audit->electorate.ballots.count; i++) {
        struct ballot *ballot = &audit->electorate.ballots.items[i];
        const struct voter *voter = &audit->electorate.voters.items[ballot->voter];
        const struct names *has = voter->latest->roles, *asked = &ballot->response->survey->audience;

        for (size_t r = 0; voter->person != 0 && has != NULL && r < has->count; r++) {
            long at = map_find(&index, has->items[r]);

            if (at != MAP_NONE && bearers[at] == 1 && (asked->count == 0 || names_have(asked, has->items[r])))
                ballot->sole = true;
        }
    }
}

static void
add_versions(struct audit *audit)
{
    const struct surveys *surveys = &audit->input->library->surveys;
    struct versions *versions = &audit->electorate.versions, found = { 0 };

    for (size_t i = 0; i < audit->electorate.ballots.count; i++) {
        const struct survey *survey = audit->electorate.ballots.items[i].response->survey;
        size_t at = 0;

        while (at < found.count && found.items[at] != survey)
            at++;
        if (at == found.count)
            *ARENA_PUSH(audit->scratch, &found) = survey;
    }
    for (size_t s = 0; s <= surveys->count; s++)
        for (size_t i = 0; i < found.count; i++)
            if (found.items[i] != NULL
                && (s == surveys->count || strcmp(surveys->items[s]->id, found.items[i]->id) == 0)) {
                *ARENA_PUSH(audit->arena, versions) = found.items[i];
                found.items[i] = NULL;
            }
}

static void
weigh_areas(struct audit *audit)
{
    const struct method_rules *method = &audit->catalogue->method;
    struct electorate *all = &audit->electorate;
    int64_t *known = ARENA_ARRAY(audit->scratch, int64_t, all->areas.count + 1);

    for (size_t i = 0; i < all->ballots.count && !audit->input->equal; i++) {
        const struct counted *response = all->ballots.items[i].response;
        size_t area = all->voters.items[all->ballots.items[i].voter].area;
        struct value users;
        double number;

        if (method->department_users == NULL || method->department_users_survey == NULL
            || strcmp(response->survey->id, method->department_users_survey) != 0
            || response->submitted_at < known[area])
            continue;
        users = expr_value(method->department_users, &all->members[i].env);
        if (!value_number(&users, &number) || number <= 0)
            continue;
        all->areas.items[area].users = number;
        known[area] = response->submitted_at;
    }
}

static void
judge_coverage(struct audit *audit)
{
    const struct departments *facts = &audit->input->departments;
    struct areas *areas = &audit->electorate.areas;

    for (size_t i = 0; i < areas->count; i++)
        for (size_t d = 0; d < facts->count; d++)
            if (facts->items[d].id == areas->items[i].id) {
                areas->items[i].confirmed = facts->items[d].confirmed;
                areas->items[i].small = department_small(&audit->catalogue->method, &facts->items[d]);
            }
}

static void
add_members(struct audit *audit)
{
    struct electorate *all = &audit->electorate;

    all->members = ARENA_ARRAY(audit->arena, struct expr_member, all->ballots.count + 1);
    for (size_t i = 0; i < all->ballots.count; i++) {
        const struct counted *response = all->ballots.items[i].response;

        all->members[i] = (struct expr_member){ .env = { .survey = response->survey,
                                                         .answers = &response->answers,
                                                         .roles = response->roles,
                                                         .today = audit->input->today,
                                                         .arena = audit->passing },
                                                .department = response->department };
    }
}

void
electorate_gather(struct audit *audit)
{
    struct hand_ins last = last_hand_ins(audit);
    size_t *voter_of = ARENA_ARRAY(audit->scratch, size_t, last.count + 1);
    struct map areas = { 0 };

    for (size_t i = 0; i < audit->input->departments.count; i++)
        area_of(audit, &areas, audit->input->departments.items[i].id);
    add_voters(audit, &last, voter_of, &areas);
    add_ballots(audit, &last, voter_of);
    add_members(audit);
    mark_sole(audit);
    add_versions(audit);
    weigh_areas(audit);
    judge_coverage(audit);
    audit->weights = ARENA_ARRAY(audit->arena, int64_t, audit->electorate.voters.count + 1);
}

void
weights_for(struct audit *audit, const char *category)
{
    struct electorate *all = &audit->electorate;

    if (audit->category != NULL && strcmp(audit->category, category) == 0)
        return;
    audit->category = category;
    for (size_t i = 0; i < all->voters.count; i++) {
        const struct voter *voter = &all->voters.items[i];
        double weight = catalogue_weight(audit->catalogue, voter->latest->roles, category);

        audit->weights[i] = (int64_t)floor(weight * 100 + 0.5);
        for (size_t b = voter->first; b < voter->first + voter->count; b++)
            all->members[b].weight = weight;
    }
}
