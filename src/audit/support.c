/* Who is for a requirement: by department, by importance, and from which answers. */
#include "audit/internal.h"

#include <stdlib.h>

/* One voter's picks for a key: they are neighbours. */
static size_t
voter_end(const struct tally *tally, const struct tally_key *key, size_t from)
{
    size_t to = from + 1;

    while (to < key->first + key->count && tally->picks.items[to].voter == tally->picks.items[from].voter)
        to++;
    return to;
}

/* The importance, 0 … 10000, that a ballot gives to a question; -1: none. */
static double
importance_of(const struct audit *audit, const struct tally *tally, const struct pick *pick)
{
    const struct method_rules *method = &audit->catalogue->method;
    const struct counted *response = audit->electorate.ballots.items[pick->ballot].response;
    const char *value = answers_value(&response->answers, tally->origins.items[pick->origin].question->id, "",
                                      COLUMN_IMPORTANCE);

    if (*value == '\0' || method->importance_max <= method->importance_min)
        return -1;
    return (strtod(value, NULL) - method->importance_min) / (method->importance_max - method->importance_min)
           * HUNDRED;
}

static void
favour_voter(const struct subject *subject, size_t from, size_t to, struct favour *favour)
{
    struct audit *audit = subject->audit;
    const struct tally *tally = subject->tally;
    const struct pick *picks = tally->picks.items;
    const struct voter *voter = &audit->electorate.voters.items[picks[from].voter];
    int64_t weight = audit->weights[picks[from].voter];
    double importance = -1;
    int strength = 0;

    for (size_t i = from; i < to; i++) {
        double given = importance_of(audit, tally, &picks[i]);

        strength = picks[i].strength > strength ? picks[i].strength : strength;
        importance = given > importance ? given : importance;
        favour->alone =
            favour->alone || voter->owner || audit->electorate.ballots.items[picks[i].ballot].sole;
    }
    favour->sums[voter->area] += weight * strength;
    favour->people[voter->area]++;
    favour->total++;
    if (importance >= 0) {
        favour->important += (double)weight * importance;
        favour->important_weight += (double)weight;
    }
}

static void
add_departments(const struct subject *subject, const struct favour *favour)
{
    struct audit *audit = subject->audit;
    const struct tally *tally = subject->tally;
    struct found_requirement *found = subject->found;
    const struct areas *areas = &audit->electorate.areas;
    size_t count = 0;

    for (size_t a = 0; a < areas->count; a++)
        count += tally->base[a].people > 0;
    found->departments.items = ARENA_ARRAY(audit->arena, struct department_support, count + 1);
    for (size_t a = 0; a < areas->count; a++) {
        const struct stand *base = &tally->base[a];

        if (base->people == 0)
            continue;
        found->departments.items[found->departments.count++] = (struct department_support){
            .department = areas->items[a].id,
            .users = areas->items[a].users,
            .share = base->all > 0 ? (int)half_up((double)favour->sums[a] * 100 / (double)base->all) : 0,
            .answered = base->people,
            .in_favour = favour->people[a],
            .small_sample = areas->items[a].small
        };
        found->answered += base->people;
        if (areas->items[a].small && !areas->items[a].confirmed && favour->people[a] > 0)
            found->small_sample = true;
    }
    found->in_favour = favour->total;
}

static void
add_sources(const struct subject *subject)
{
    struct audit *audit = subject->audit;
    const struct tally *tally = subject->tally;
    const struct tally_key *key = subject->key;
    struct found_requirement *found = subject->found;
    found->sources.items = ARENA_ARRAY(audit->arena, struct source, key->count + 1);
    found->sources.count = key->count;
    for (size_t i = 0; i < key->count; i++) {
        const struct pick *pick = &tally->picks.items[key->first + i];

        found->sources.items[i] =
            (struct source){ .response = audit->electorate.ballots.items[pick->ballot].response,
                             .question = tally->origins.items[pick->origin].question,
                             .row = pick->row,
                             .strength = pick->strength / 100.0 };
    }
}

void
support_measure(const struct subject *subject, struct favour *favour)
{
    struct audit *audit = subject->audit;
    const struct tally *tally = subject->tally;
    const struct tally_key *key = subject->key;
    struct found_requirement *found = subject->found;
    size_t areas = audit->electorate.areas.count, end = key->first + key->count;

    *favour = (struct favour){ .sums = ARENA_ARRAY(audit->passing, int64_t, areas + 1),
                               .people = ARENA_ARRAY(audit->passing, int, areas + 1) };
    for (size_t i = key->first, to; i < end; i = to) {
        to = voter_end(tally, key, i);
        favour_voter(subject, i, to, favour);
    }
    found->share = (int)half_up(tally_share(audit, tally, favour->sums));
    found->importance_asked = favour->important_weight > 0;
    if (found->importance_asked)
        found->importance = (int)half_up(favour->important / favour->important_weight);
    add_departments(subject, favour);
    add_sources(subject);
}
