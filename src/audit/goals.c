/* Goals: their ranks from the leaders' places (G-01), and the approved ones. */
#include "audit/internal.h"

#include <stdlib.h>
#include <string.h>

enum goal_rank
goal_rank_of(const struct audit_input *input, const char *key)
{
    for (size_t i = 0; i < input->goals.count; i++)
        if (strcmp(input->goals.items[i].key, key) == 0)
            return input->goals.items[i].rank;
    return GOAL_NONE;
}

static struct ranked_goal *
goal_named(struct arena *arena, struct ranked_goals *goals, const char *key, size_t length)
{
    struct ranked_goal *goal;

    for (size_t i = 0; i < goals->count; i++)
        if (strlen(goals->items[i].key) == length && memcmp(goals->items[i].key, key, length) == 0)
            return &goals->items[i];
    goal = ARENA_PUSH(arena, goals);
    goal->key = arena_copy_n(arena, key, length);
    return goal;
}

static void
add_places(struct arena *arena, const struct method_rules *method, const char *places, double weight,
           struct ranked_goals *goals)
{
    size_t length;

    for (size_t place = 0; *places != '\0'; places += length) {
        struct ranked_goal *goal;

        places += strspn(places, " ");
        length = strcspn(places, " ");
        if (length == 0)
            continue;
        goal = goal_named(arena, goals, places, length);
        goal->named++;
        if (place < method->goal_ranking_points.count)
            goal->points += weight * method->goal_ranking_points.items[place];
        place++;
    }
}

static int
by_points(const void *a, const void *b)
{
    const struct ranked_goal *x = a, *y = b;

    if (x->points != y->points)
        return x->points > y->points ? -1 : 1;
    if (x->named != y->named)
        return x->named > y->named ? -1 : 1;
    return strcmp(x->key, y->key);
}

/* Thirds of those named, from the top; goals with equal points get the rank of the first of them. */
static void
rank_thirds(const struct ranks *thirds, struct ranked_goals *goals)
{
    for (size_t i = 0; i < goals->count; i++) {
        struct ranked_goal *goal = &goals->items[i];
        size_t third = i * 3 / goals->count;

        goal->rank = third < thirds->count ? thirds->items[third] : GOAL_NONE;
        if (i > 0 && goal->points == goals->items[i - 1].points)
            goal->rank = goals->items[i - 1].rank;
    }
}

void
goals_rank(struct arena *arena, const struct audit_input *input, struct ranked_goals *out)
{
    scoped_arena scratch = { 0 };
    scoped_arena passing = { 0 };
    struct audit audit = { .input = input,
                           .catalogue = input->library->catalogue,
                           .arena = &scratch,
                           .scratch = &scratch,
                           .passing = &passing };
    const char *asked = audit.catalogue->method.goal_question, *dot;

    *out = (struct ranked_goals){ 0 };
    dot = asked != NULL ? strchr(asked, '.') : NULL;
    if (dot == NULL)
        return;
    electorate_gather(&audit);
    for (size_t i = 0; i < audit.electorate.ballots.count; i++) {
        const struct counted *response = audit.electorate.ballots.items[i].response;
        const struct voter *voter = &audit.electorate.voters.items[audit.electorate.ballots.items[i].voter];

        if (strlen(response->survey->id) == (size_t)(dot - asked)
            && strncmp(response->survey->id, asked, (size_t)(dot - asked)) == 0)
            add_places(arena, &audit.catalogue->method, answers_value(&response->answers, dot + 1, "", ""),
                       catalogue_weight(audit.catalogue, voter->latest->roles, ""), out);
    }
    if (out->count > 0)
        qsort(out->items, out->count, sizeof *out->items, by_points);
    rank_thirds(&audit.catalogue->method.goal_ranking_thirds, out);
}
