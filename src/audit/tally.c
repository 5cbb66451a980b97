/* Rules 2 and 3: weights, the support in each department, and D over all of them. */
#include "audit/internal.h"

#include <math.h>

int64_t
half_up(double number)
{
    return (int64_t)floor(number + 0.5 + 1e-7);
}

double
tally_share(const struct audit *audit, const struct tally *tally, const int64_t *sums)
{
    const struct areas *areas = &audit->electorate.areas;
    double users = 0, total = 0;

    for (size_t a = 0; a < areas->count; a++) {
        if (tally->base[a].all <= 0)
            continue;
        users += areas->items[a].users;
        total += areas->items[a].users * ((double)sums[a] * 100 / (double)tally->base[a].all);
    }
    return users > 0 ? total / users : 0;
}

/* Picks by key; those of one key stay in the order of voters. */
static void
sort_picks(struct audit *audit, struct tally *tally)
{
    struct pick *sorted = ARENA_ARRAY(audit->scratch, struct pick, tally->picks.count + 1);
    size_t start = 0;

    for (size_t i = 0; i < tally->picks.count; i++)
        tally->keys.items[tally->picks.items[i].key].count++;
    for (size_t k = 0; k < tally->keys.count; k++) {
        tally->keys.items[k].first = start;
        start += tally->keys.items[k].count;
        tally->keys.items[k].count = 0;
    }
    for (size_t i = 0; i < tally->picks.count; i++) {
        struct tally_key *key = &tally->keys.items[tally->picks.items[i].key];

        sorted[key->first + key->count++] = tally->picks.items[i];
    }
    tally->picks.items = sorted;
}

static void
share_options(struct audit *audit, struct tally *tally)
{
    size_t areas = audit->electorate.areas.count;
    int64_t *sums = ARENA_ARRAY(audit->scratch, int64_t, areas + 1);

    for (size_t i = 0; i < tally->options.count; i++) {
        struct option_tally *option = &tally->options.items[i];

        for (size_t a = 0; a < areas; a++) {
            sums[a] = option->stands[a].all * 100;
            option->people += option->stands[a].people;
        }
        option->share = tally_share(audit, tally, sums);
    }
}

static void
take_voter(struct audit *audit, struct tally *tally, size_t v)
{
    const struct voter *voter = &audit->electorate.voters.items[v];
    struct says says = { .audit = audit, .tally = tally, .voter = v };

    for (size_t b = voter->first; b < voter->first + voter->count; b++)
        for (size_t o = 0; o < tally->origins.count; o++) {
            says.ballot = b;
            says.origin = o;
            if (tally->origins.items[o].survey != audit->electorate.ballots.items[b].response->survey
                || !ballot_answers(&says))
                continue;
            tally->answered[v] = true;
            ballot_picks(&says);
        }
    if (tally->answered[v]) {
        struct stand *base = &tally->base[voter->area];

        base->all += audit->weights[v];
        base->people++;
        base->heads += voter->head ? audit->weights[v] : 0;
        base->head_count += voter->head;
    }
    arena_reset(audit->passing);
}

void
tally_take(struct audit *audit, struct tally *tally)
{
    tally->answered = ARENA_ARRAY(audit->scratch, bool, audit->electorate.voters.count + 1);
    tally->base = ARENA_ARRAY(audit->scratch, struct stand, audit->electorate.areas.count + 1);
    weights_for(audit, tally->def->category);
    for (size_t v = 0; v < audit->electorate.voters.count; v++)
        take_voter(audit, tally, v);
    sort_picks(audit, tally);
    share_options(audit, tally);
}

struct value
group_value(struct audit *audit, const struct expr *expr, const char *choice, long area)
{
    const struct electorate *all = &audit->electorate;
    struct expr_member *group = ARENA_ARRAY(audit->passing, struct expr_member, all->ballots.count + 1);
    size_t count = 0;

    for (size_t i = 0; i < all->ballots.count; i++) {
        if (area != MAP_NONE && all->voters.items[all->ballots.items[i].voter].area != (size_t)area)
            continue;
        group[count] = all->members[i];
        group[count++].env.choice = choice;
    }
    return expr_group_value(expr, group, count, audit->passing);
}
