/* Rules 5 and 6: the score of a requirement, its priority, and the corrections in their order. */
#include "audit/internal.h"

#include <string.h>

/* P from D, I and G, each already whole hundredths; rounded once, half up. */
void
priority_score(const struct audit *audit, struct found_requirement *found)
{
    const struct method_rules *method = &audit->catalogue->method;
    int64_t weights = (int64_t)method->weight_share + method->weight_importance + method->weight_goal;
    int64_t sum;

    if (!found->importance_asked)
        found->importance = found->share;
    sum = (int64_t)method->weight_share * found->share
          + (int64_t)method->weight_importance * found->importance
          + (int64_t)method->weight_goal * found->goal;
    found->score = weights > 0 ? (int)((2 * sum + weights) / (2 * weights)) : 0;
    found->computed = PRIORITY_WONT;
    for (int p = PRIORITY_WONT; p >= PRIORITY_MUST; p--)
        if (found->score >= method->priority_from[p])
            found->computed = (enum priority)p;
    found->priority = found->computed;
}

static enum priority
lower_of(enum priority a, enum priority b)
{
    return a > b ? a : b;
}

static enum priority
higher_of(enum priority a, enum priority b)
{
    return a < b ? a : b;
}

static void
move_to(struct found_requirement *found, enum priority priority, enum priority_cause cause)
{
    if (priority != found->priority)
        found->causes |= cause;
    found->priority = priority;
}

/*
 * (a) a norm is a Must whatever else holds; (b) a single voice and (c) a small sample are kept down; a rule
 * has to be set in any case, so its floor comes after them.
 */
void
priority_correct(const struct audit *audit, struct found_requirement *found, bool policy)
{
    const struct method_rules *method = &audit->catalogue->method;

    if (found->unconditional != NULL) {
        move_to(found, PRIORITY_MUST, CAUSE_NORM);
        return;
    }
    if (found->single_voice)
        move_to(found, lower_of(found->priority, method->single_voice_at_most), CAUSE_VOICE);
    if (found->small_sample)
        move_to(found, lower_of(found->priority, method->low_coverage_at_most), CAUSE_SMALL);
    if (policy)
        move_to(found, higher_of(found->priority, method->policy_at_least), CAUSE_POLICY);
}

void
decisions_take(const struct audit *audit, struct found_requirement *found)
{
    found->decided = decision_on(audit, DECISION_PRIORITY, found);
    found->ruled = decision_on(audit, DECISION_RULE, found);
    found->confirmed = decision_on(audit, DECISION_ACCEPTANCE, found);
    found->rejected = decision_on(audit, DECISION_REJECT, found);
    if (found->decided != NULL)
        found->state = REQUIREMENT_ARISEN;
    if (found->rejected != NULL)
        found->state = REQUIREMENT_REJECTED;
}

/* What requirements of one code have and need, for (d). */
struct need {
    bool active;        /* one of them is in the register */
    bool known;         /* one of them is anywhere, also rejected or in section 21 */
    bool lifted;        /* something in the register requires it */
    enum priority best; /* of those in the register */
    enum priority lift; /* least that a dependent asks */
    const char *by;     /* that dependent's code */
};

static long
need_of(const struct audit *audit, const char *code)
{
    const struct requirement_def *def = catalogue_requirement(audit->catalogue, code);

    return def != NULL ? (long)(def - audit->catalogue->requirements.items) : MAP_NONE;
}

static void
list_needs(const struct audit *audit, struct need *needs)
{
    const struct found_requirements *all = &audit->out->requirements;

    for (size_t i = 0; i < all->count; i++) {
        const struct found_requirement *found = &all->items[i];
        struct need *need = &needs[found->def - audit->catalogue->requirements.items];

        need->known = true;
        if (found->state != REQUIREMENT_ARISEN)
            continue;
        need->best = need->active ? higher_of(need->best, found->priority) : found->priority;
        need->active = true;
    }
}

/* Pass one code's priority on to what it requires; true when that changed something. */
static bool
pass_on(const struct audit *audit, struct need *needs, size_t d)
{
    const struct requirement_def *def = &audit->catalogue->requirements.items[d];
    const struct need *from = &needs[d];
    bool changed = false;

    if (!from->active && !from->lifted)
        return false;
    for (size_t r = 0; r < def->requires.count; r++) {
        long at = need_of(audit, def->requires.items[r]);
        enum priority asked = !from->active   ? from->lift
                              : !from->lifted ? from->best
                                              : higher_of(from->best, from->lift);

        if (at == MAP_NONE || (needs[at].lifted && needs[at].lift <= asked))
            continue;
        needs[at].lifted = changed = true;
        needs[at].lift = asked;
        needs[at].by = def->code;
    }
    return changed;
}

static void
offer(struct audit *audit, const struct requirement_def *def, const struct need *need)
{
    struct found_requirement *found = requirement_new(audit, def);
    const struct subject subject = { .audit = audit, .found = found };

    found->state = REQUIREMENT_OFFERED;
    found->computed = found->priority = need->lift;
    found->prerequisite_of = need->by;
    decisions_take(audit, found);
    requirement_fill(&subject);
}

/* (d) A prerequisite is not below what requires it; one that did not arise is offered. Over all codes at
 * once. */
void
prerequisites_lift(struct audit *audit)
{
    const struct requirement_defs *defs = &audit->catalogue->requirements;
    struct found_requirements *all = &audit->out->requirements;
    struct need *needs = ARENA_ARRAY(audit->scratch, struct need, defs->count + 1);
    bool changed;

    list_needs(audit, needs);
    do {
        changed = false;
        for (size_t d = 0; d < defs->count; d++)
            changed = pass_on(audit, needs, d) || changed;
    } while (changed);
    for (size_t i = 0; i < all->count; i++) {
        struct found_requirement *found = &all->items[i];
        const struct need *need = &needs[found->def - defs->items];

        if (!need->lifted || found->state == REQUIREMENT_REJECTED)
            continue;
        if (found->state == REQUIREMENT_SINGLE_VOICE && !need->active)
            found->state = REQUIREMENT_OFFERED;
        if (found->state == REQUIREMENT_SINGLE_VOICE || found->priority <= need->lift)
            continue;
        found->priority = need->lift;
        found->prerequisite_of = need->by;
    }
    for (size_t d = 0; d < defs->count; d++)
        if (needs[d].lifted && !needs[d].known)
            offer(audit, &defs->items[d], &needs[d]);
}
