/* Rule 8 as far as priorities need it: T1 different rules, T2 different support or figures, T3 what excludes
 * each other, T5 the head against the department. */
#include "audit/internal.h"

#include "model/question_type.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A decision ends a dispute: the approved rule, or for support and exclusion a priority set by hand. */
static bool
is_settled(const struct audit *audit, enum conflict_kind kind, const struct found_requirement *found)
{
    bool rule = kind == CONFLICT_T1 || kind == CONFLICT_T5;

    return (rule && decision_on(audit, DECISION_RULE, found) != NULL)
           || (kind != CONFLICT_T1 && decision_on(audit, DECISION_PRIORITY, found) != NULL);
}

static struct found_conflict *
conflict_add(struct audit *audit, enum conflict_kind kind, struct found_requirement *found)
{
    struct found_conflict *conflict = ARENA_PUSH(audit->arena, &audit->out->conflicts);

    *conflict = (struct found_conflict){
        .kind = kind, .code = found->code, .key = found->key, .settled = is_settled(audit, kind, found)
    };
    found->disputed = found->disputed || !conflict->settled;
    return conflict;
}

static bool
may_speak(const struct audit *audit, const struct stand *stand)
{
    return stand->people >= audit->catalogue->method.prevails_respondents || stand->head_count > 0;
}

/* Whose choice is asked: of a whole department, or of all but its head; and which share prevails. */
struct camp {
    bool staff;
    int share;
};

/* The option that at least half of a weight chose, and more than chose any other; NULL: none prevails. */
static const struct option_tally *
prevailing(const struct tally *tally, const char *group, size_t area, const struct camp *camp)
{
    const struct stand *base = &tally->base[area];
    int64_t whole = camp->staff ? base->all - base->heads : base->all, most = 0;
    const struct option_tally *best = NULL;

    for (size_t i = 0; i < tally->options.count; i++) {
        const struct option_tally *option = &tally->options.items[i];
        int64_t weight = option->stands[area].all - (camp->staff ? option->stands[area].heads : 0);

        if (weight == 0 || strcmp(option->group, group) != 0)
            continue;
        if (weight == most)
            best = NULL;
        if (weight > most) {
            best = option;
            most = weight;
        }
    }
    return best != NULL && most * HUNDRED >= whole * camp->share ? best : NULL;
}

/* What a department says of one cell, or of the whole where there are none; NULL when it has no position. */
static const struct option_tally *
position(const struct audit *audit, const struct tally *tally, const char *group, size_t area)
{
    const struct camp all = { .share = audit->catalogue->method.prevails_share };

    return may_speak(audit, &tally->base[area]) ? prevailing(tally, group, area, &all) : NULL;
}

static const char *
append(struct audit *audit, const char *list, const char *label)
{
    return list == NULL ? label : arena_printf(audit->arena, "%s; %s", list, label);
}

/* The first two departments that have different positions on anything. */
static bool
differing_pair(const struct audit *audit, const struct tally *tally, size_t *one, size_t *other)
{
    size_t areas = audit->electorate.areas.count;

    for (size_t i = 0; i < tally->options.count; i++) {
        const struct option_tally *option = &tally->options.items[i];

        for (*one = 0; *one < areas; ++*one) {
            if (position(audit, tally, option->group, *one) != option)
                continue;
            for (*other = *one + 1; *other < areas; ++*other) {
                const struct option_tally *theirs = position(audit, tally, option->group, *other);

                if (theirs != NULL && theirs != option)
                    return true;
            }
        }
    }
    return false;
}

/* Part of a whole, hundredths. */
static int
part_of(int64_t part, int64_t whole)
{
    return whole > 0 ? (int)half_up((double)part * HUNDRED / (double)whole) : 0;
}

/* One card a rule: two departments and every cell, or the choice, on which they differ. */
static void
different_rules(struct audit *audit, const struct tally *tally, struct found_requirement *found)
{
    const struct option_tally **options = options_by_place(audit, tally);
    struct found_conflict *card;
    size_t one, other;

    if (!differing_pair(audit, tally, &one, &other))
        return;
    card = conflict_add(audit, CONFLICT_T1, found);
    card->department = audit->electorate.areas.items[one].id;
    card->other_department = audit->electorate.areas.items[other].id;
    card->question = tally->origins.items[0].question;
    card->people = tally->base[one].people;
    card->other_people = tally->base[other].people;
    card->shares = tally->single;
    for (size_t i = 0; i < tally->options.count; i++) {
        const struct option_tally *ours = options[i], *theirs;

        if (position(audit, tally, ours->group, one) != ours)
            continue;
        theirs = position(audit, tally, ours->group, other);
        if (theirs == NULL || theirs == ours)
            continue;
        card->position = append(audit, card->position, ours->label);
        card->other_position = append(audit, card->other_position, theirs->label);
        card->share = part_of(ours->stands[one].all, tally->base[one].all);
        card->other_share = part_of(theirs->stands[other].all, tally->base[other].all);
    }
}

/* A set of choices as a department has it: what at least half of it ticked. */
static const char *
set_of(struct audit *audit, const struct tally *tally, size_t area)
{
    const struct stand *base = &tally->base[area];
    const char *set = NULL;

    for (size_t i = 0; i < tally->options.count; i++) {
        const struct option_tally *option = &tally->options.items[i];

        if (option->stands[area].all * HUNDRED >= base->all * audit->catalogue->method.prevails_share)
            set = append(audit, set, option->label);
    }
    return set;
}

static void
different_sets(struct audit *audit, const struct tally *tally, struct found_requirement *found)
{
    const char *first = NULL;
    size_t from = 0;

    for (size_t a = 0; a < audit->electorate.areas.count; a++) {
        const char *set;
        struct found_conflict *card;

        if (tally->base[a].all == 0 || !may_speak(audit, &tally->base[a]))
            continue;
        set = set_of(audit, tally, a);
        if (first == NULL) {
            first = set;
            from = a;
        }
        if (set == NULL || first == NULL || strcmp(set, first) == 0)
            continue;
        card = conflict_add(audit, CONFLICT_T1, found);
        card->department = audit->electorate.areas.items[from].id;
        card->other_department = audit->electorate.areas.items[a].id;
        card->question = tally->origins.items[0].question;
        card->position = first;
        card->other_position = set;
        card->people = tally->base[from].people;
        card->other_people = tally->base[a].people;
        return;
    }
}

/* T2 of support: the department most for it and the one least for it. */
static void
different_support(struct audit *audit, const struct tally *tally, struct found_requirement *found)
{
    const struct department_support *most = NULL, *least = NULL;
    struct found_conflict *card;

    for (size_t i = 0; i < found->departments.count; i++) {
        const struct department_support *support = &found->departments.items[i];

        if (most == NULL || support->share > most->share)
            most = support;
        if (least == NULL || support->share < least->share)
            least = support;
    }
    if (most == NULL || most->share - least->share < audit->catalogue->method.differs_support)
        return;
    card = conflict_add(audit, CONFLICT_T2, found);
    card->department = most->department;
    card->other_department = least->department;
    card->share = most->share;
    card->other_share = least->share;
    card->shares = true;
    card->people = most->answered;
    card->other_people = least->answered;
    card->question = tally->origins.items[0].question;
}

static int
by_number(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

struct middle {
    double median;
    int people;
};

/* The median of a number in a department; false where nobody gave one. */
static bool
median_of(struct audit *audit, const struct origin *origin, size_t area, struct middle *out)
{
    const struct electorate *all = &audit->electorate;
    double *numbers = ARENA_ARRAY(audit->passing, double, all->ballots.count + 1);
    size_t count = 0;

    for (size_t i = 0; i < all->ballots.count; i++) {
        const struct counted *response = all->ballots.items[i].response;
        const char *value;

        if (response->survey != origin->survey || all->voters.items[all->ballots.items[i].voter].area != area)
            continue;
        value = answers_value(&response->answers, origin->question->id, "", "");
        if (*value != '\0')
            numbers[count++] = strtod(value, NULL);
    }
    if (count == 0)
        return false;
    qsort(numbers, count, sizeof *numbers, by_number);
    out->median = count % 2 == 1 ? numbers[count / 2] : (numbers[count / 2 - 1] + numbers[count / 2]) / 2;
    out->people = (int)count;
    return true;
}

static bool
far_apart(const struct method_rules *method, const struct question *question, double low, double high)
{
    if (strcmp(question->type->name, "scale") == 0)
        return high - low >= method->differs_scale;
    return (high - low) * HUNDRED > fabs(low) * method->differs_number;
}

/* T2 of figures: medians of scales and numbers. */
static void
different_figures(struct audit *audit, const struct origin *origin, struct found_requirement *found)
{
    struct middle low = { 0 }, high = { 0 }, median;
    size_t lowest = 0, highest = 0, seen = 0;
    struct found_conflict *card;

    for (size_t a = 0; a < audit->electorate.areas.count; a++) {
        if (!median_of(audit, origin, a, &median))
            continue;
        if (seen == 0 || median.median < low.median) {
            low = median;
            lowest = a;
        }
        if (seen++ == 0 || median.median > high.median) {
            high = median;
            highest = a;
        }
    }
    if (seen < 2 || !far_apart(&audit->catalogue->method, origin->question, low.median, high.median))
        return;
    card = conflict_add(audit, CONFLICT_T2, found);
    card->department = audit->electorate.areas.items[highest].id;
    card->other_department = audit->electorate.areas.items[lowest].id;
    card->question = origin->question;
    card->figures = true;
    card->people = high.people;
    card->other_people = low.people;
    card->position = expr_number_text(audit->arena, high.median);
    card->other_position = expr_number_text(audit->arena, low.median);
}

/* T5 on a rule: the head's choice against what prevails among the others. */
static void
head_against_rule(const struct subject *subject, size_t area)
{
    struct audit *audit = subject->audit;
    const struct tally *tally = subject->tally;
    const struct stand *base = &tally->base[area];
    const struct camp others = { .staff = true, .share = audit->catalogue->method.prevails_share };
    const struct option_tally *staff = prevailing(tally, "", area, &others), *head = NULL;
    struct found_conflict *card;

    for (size_t i = 0; i < tally->options.count; i++)
        if (base->head_count > 0 && tally->options.items[i].stands[area].head_count == base->head_count)
            head = &tally->options.items[i];
    if (head == NULL || staff == NULL || head == staff
        || base->people - base->head_count < audit->catalogue->method.prevails_respondents)
        return;
    card = conflict_add(audit, CONFLICT_T5, subject->found);
    card->department = card->other_department = audit->electorate.areas.items[area].id;
    card->position = head->label;
    card->other_position = staff->label;
    card->shares = true;
    card->share = HUNDRED;
    card->other_share = part_of(staff->stands[area].all - staff->stands[area].heads, base->all - base->heads);
    card->people = base->head_count;
    card->other_people = base->people - base->head_count;
    card->question = tally->origins.items[0].question;
}

/* Those of a department who support a requirement: heads and the others. */
static struct stand
supporters(const struct subject *subject, size_t area)
{
    struct audit *audit = subject->audit;
    const struct tally *tally = subject->tally;
    const struct tally_key *key = subject->key;
    struct stand stand = { 0 };

    for (size_t i = key->first; i < key->first + key->count; i++) {
        size_t v = tally->picks.items[i].voter;
        const struct voter *voter = &audit->electorate.voters.items[v];

        if (voter->area != area || tally->picks.items[i].strength < 50
            || (i > key->first && tally->picks.items[i - 1].voter == v))
            continue;
        stand.all += audit->weights[v];
        stand.people++;
        stand.heads += voter->head ? audit->weights[v] : 0;
        stand.head_count += voter->head;
    }
    return stand;
}

/* T5 on support: the head for and most of the others against, or the other way round. */
static void
head_against_support(const struct subject *subject, size_t area)
{
    struct audit *audit = subject->audit;
    const struct tally *tally = subject->tally;
    const struct stand *base = &tally->base[area];
    struct stand support = supporters(subject, area);
    int64_t staff = base->all - base->heads, in_favour = support.all - support.heads;
    bool head_for = support.head_count == base->head_count;
    struct found_conflict *card;

    if (base->head_count == 0
        || base->people - base->head_count < audit->catalogue->method.prevails_respondents
        || (!head_for && support.head_count > 0) || in_favour * 2 == staff
        || head_for == (in_favour * 2 > staff))
        return;
    card = conflict_add(audit, CONFLICT_T5, subject->found);
    card->department = card->other_department = audit->electorate.areas.items[area].id;
    card->share = head_for ? HUNDRED : 0;
    card->other_share = part_of(in_favour, staff);
    card->shares = true;
    card->people = base->head_count;
    card->other_people = base->people - base->head_count;
    card->question = tally->origins.items[0].question;
}

static void
conflicts_of_whole(const struct subject *subject)
{
    struct audit *audit = subject->audit;
    const struct tally *tally = subject->tally;
    struct found_requirement *found = subject->found;
    for (size_t o = 0; o < tally->origins.count; o++) {
        const struct question_type *type = tally->origins.items[o].question->type;

        if (type->numeric && type->shape == SHAPE_SINGLE)
            different_figures(audit, &tally->origins.items[o], found);
    }
    for (size_t a = 0; a < audit->electorate.areas.count; a++) {
        if (tally->policy && tally->single)
            head_against_rule(subject, a);
        if (!tally->policy)
            head_against_support(subject, a);
    }
}

/*
 * A row that others did not write into their table, or a choice they did not tick, is no opinion of theirs
 * against it: rows are compared with nothing, choices by support alone.
 */
void
conflicts_of(const struct subject *subject)
{
    struct audit *audit = subject->audit;
    const struct tally *tally = subject->tally;
    const struct tally_key *key = subject->key;
    struct found_requirement *found = subject->found;
    bool whole = *key->key == '\0', rows = !whole && key->choice == NULL;

    if (found->state != REQUIREMENT_ARISEN)
        return;
    if (whole)
        conflicts_of_whole(subject);
    if (!tally->policy && !rows)
        different_support(audit, tally, found);
    if (tally->policy && whole && tally->choices && !tally->single)
        different_sets(audit, tally, found);
    else if (tally->policy && whole && tally->origins.items[0].question->type->shape != SHAPE_TABLE)
        different_rules(audit, tally, found);
}

/* Is this side of a pair what the catalogue speaks of? */
static bool
side_fits(const struct found_requirement *found, const char *choice, const char *without)
{
    if (choice != NULL)
        return strcmp(found->key, choice) == 0
               || (*found->key == '\0' && names_include(&found->passed, choice));
    return without == NULL || !names_include(&found->passed, without);
}

static bool
card_exists(const struct audit *audit, const struct found_requirement *a, const struct found_requirement *b)
{
    const struct found_conflicts *cards = &audit->out->conflicts;

    for (size_t i = 0; i < cards->count; i++)
        if (cards->items[i].kind == CONFLICT_T3 && strcmp(cards->items[i].code, b->code) == 0
            && strcmp(cards->items[i].other_code, a->code) == 0 && strcmp(cards->items[i].key, b->key) == 0
            && strcmp(cards->items[i].other_key, a->key) == 0)
            return true;
    return false;
}

static void
exclude(struct audit *audit, struct found_requirement *ours, const struct conflict *conflict)
{
    struct found_requirements *all = &audit->out->requirements;

    if (!side_fits(ours, conflict->own, conflict->own_without))
        return;
    for (size_t i = 0; i < all->count; i++) {
        struct found_requirement *theirs = &all->items[i];
        struct found_conflict *card;

        if (theirs->state != REQUIREMENT_ARISEN || strcmp(theirs->def->code, conflict->code) != 0
            || !side_fits(theirs, conflict->choice, conflict->choice_without)
            || card_exists(audit, ours, theirs))
            continue;
        card = conflict_add(audit, CONFLICT_T3, is_settled(audit, CONFLICT_T3, theirs) ? theirs : ours);
        card->code = ours->code;
        card->key = ours->key;
        card->other_code = theirs->code;
        card->other_key = theirs->key;
        card->shares = true;
        card->share = ours->share;
        card->other_share = theirs->share;
        card->people = ours->answered;
        card->other_people = theirs->answered;
        ours->disputed = ours->disputed || !card->settled;
        theirs->disputed = theirs->disputed || !card->settled;
    }
}

/* T3, once all requirements are there. */
void
conflicts_exclusive(struct audit *audit)
{
    struct found_requirements *all = &audit->out->requirements;

    for (size_t i = 0; i < all->count; i++)
        for (size_t c = 0; c < all->items[i].def->conflicts.count; c++)
            if (all->items[i].state == REQUIREMENT_ARISEN)
                exclude(audit, &all->items[i], &all->items[i].def->conflicts.items[c]);
}
