/* Rule 4: what becomes a requirement, and which choice a rule is about. */
#include "audit/internal.h"

#include <stdlib.h>
#include <string.h>

struct found_requirement *
requirement_new(struct audit *audit, const struct requirement_def *def)
{
    struct found_requirement *found = ARENA_PUSH(audit->arena, &audit->out->requirements);

    *found = (struct found_requirement){ .def = def, .code = def->code, .key = "" };
    while (found->category < audit->catalogue->categories.count
           && strcmp(audit->catalogue->categories.items[found->category].id, def->category) != 0)
        found->category++;
    for (size_t i = 0; i < def->goals.count; i++) {
        enum goal_rank rank = goal_rank_of(audit->input, def->goals.items[i]);
        int points = audit->catalogue->method.goal_points[rank];

        if (rank == GOAL_NONE)
            continue;
        *ARENA_PUSH(audit->arena, &found->goals) = def->goals.items[i];
        found->goal = points > found->goal ? points : found->goal;
    }
    return found;
}

/* Does the condition of any trigger of this requirement hold for the group; NULL counts as `none`. */
static bool
gate_open(struct audit *audit, const struct trigger *trigger, const char *choice)
{
    struct value value;

    if (trigger->gate == NULL)
        return true;
    if (!trigger->gate_by_department) {
        value = group_value(audit, trigger->gate, choice, MAP_NONE);
        return value_true(&value);
    }
    for (size_t a = 0; a < audit->electorate.areas.count; a++) {
        value = group_value(audit, trigger->gate, choice, (long)a);
        if (value_true(&value))
            return true;
    }
    return false;
}

bool
group_asked(const struct subject *subject, size_t origin, enum asked what)
{
    struct audit *audit = subject->audit;
    struct tally *tally = subject->tally;
    const struct tally_key *key = subject->key;
    const struct trigger *trigger = tally->origins.items[origin].trigger;
    const char *choice = key->choice != NULL ? key->choice->value : NULL;
    const char *name =
        arena_printf(audit->passing, "%d %zu %s", (int)what, origin, choice != NULL ? choice : "");
    long known = map_find(&tally->value_index, name);
    struct value value;
    bool holds;

    if (known != MAP_NONE)
        return known != 0;
    if (what == ASK_GATE) {
        holds = gate_open(audit, trigger, choice);
    } else {
        value = group_value(audit, trigger->norm, choice, MAP_NONE);
        holds = trigger->norm != NULL && value_true(&value);
    }
    map_add(audit->scratch, &tally->value_index, name, holds);
    return holds;
}

static void
judge(const struct subject *subject, const struct favour *favour)
{
    struct audit *audit = subject->audit;
    const struct tally *tally = subject->tally;
    struct found_requirement *found = subject->found;
    const struct method_rules *method = &audit->catalogue->method;
    bool gate = false;

    for (size_t o = 0; o < tally->origins.count; o++) {
        gate = gate || group_asked(subject, o, ASK_GATE);
        if (found->unconditional == NULL && tally->origins.items[o].trigger->norm != NULL
            && group_asked(subject, o, ASK_NORM))
            found->unconditional = text_in(&tally->origins.items[o].trigger->norm_basis, audit->input->lang);
    }
    found->single_voice = favour->total == 1 && !favour->alone;
    if (found->unconditional != NULL
        || (gate
            && (found->share >= method->arises_share || favour->total >= method->arises_respondents
                || favour->alone)))
        found->state = REQUIREMENT_ARISEN;
    else
        found->state = REQUIREMENT_SINGLE_VOICE;
}

static int
by_place(const void *a, const void *b)
{
    const struct option_tally *x = *(const struct option_tally *const *)a,
                              *y = *(const struct option_tally *const *)b;

    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    return strcmp(x->value, y->value);
}

static int
by_share(const void *a, const void *b)
{
    const struct option_tally *x = *(const struct option_tally *const *)a,
                              *y = *(const struct option_tally *const *)b;

    if (x->share != y->share)
        return x->share > y->share ? -1 : 1;
    if (x->people != y->people)
        return x->people > y->people ? -1 : 1;
    return by_place(a, b);
}

static const struct option_tally **
sorted_options(struct audit *audit, const struct tally *tally, int (*by)(const void *, const void *))
{
    const struct option_tally **sorted =
        ARENA_ARRAY(audit->scratch, const struct option_tally *, tally->options.count + 1);

    for (size_t i = 0; i < tally->options.count; i++)
        sorted[i] = &tally->options.items[i];
    if (tally->options.count > 0)
        qsort(sorted, tally->options.count, sizeof *sorted, by);
    return sorted;
}

const struct option_tally **
options_by_share(struct audit *audit, const struct tally *tally)
{
    return sorted_options(audit, tally, by_share);
}

const struct option_tally **
options_by_place(struct audit *audit, const struct tally *tally)
{
    return sorted_options(audit, tally, by_place);
}

static void
take_words(struct arena *arena, const char *value, struct names *out)
{
    for (size_t length; *value != '\0'; value += length) {
        value += strspn(value, " ");
        length = strcspn(value, " ");
        if (length > 0)
            *ARENA_PUSH(arena, out) = arena_copy_n(arena, value, length);
    }
}

/* The last choice of the list, which runs from least to most demanding, that passes by its own share. */
static const char *
strictest(const struct audit *audit, const struct tally *tally)
{
    const struct option_tally *best = NULL;

    for (size_t i = 0; i < tally->options.count; i++) {
        const struct option_tally *option = &tally->options.items[i];

        if (option->triggers && half_up(option->share) >= audit->catalogue->method.arises_share
            && (best == NULL || option->place > best->place))
            best = option;
    }
    return best != NULL ? best->value : NULL;
}

/* Which choice a requirement as a whole is about: approved, strictest or prevailing. */
static void
settle_choice(struct audit *audit, const struct tally *tally, struct found_requirement *found)
{
    const struct decision *rule = tally->policy ? decision_on(audit, DECISION_RULE, found) : NULL;
    const struct option_tally **sorted = options_by_share(audit, tally);

    if (rule != NULL && rule->value != NULL) {
        take_words(audit->arena, rule->value, &found->choices);
        found->passed = found->choices;
        found->choice = found->choices.count > 0 ? found->choices.items[0] : NULL;
        return;
    }
    for (size_t i = 0; i < tally->options.count; i++) {
        if (!sorted[i]->triggers)
            continue;
        *ARENA_PUSH(audit->arena, &found->choices) = sorted[i]->value;
        if (half_up(sorted[i]->share) >= audit->catalogue->method.arises_share
            && !(tally->policy && tally->single && found->passed.count > 0))
            *ARENA_PUSH(audit->arena, &found->passed) = sorted[i]->value;
    }
    for (size_t o = 0; o < tally->origins.count && found->choice == NULL; o++)
        if (tally->origins.items[o].trigger->pick_strictest)
            found->choice = strictest(audit, tally);
    if (found->choice == NULL && found->choices.count > 0)
        found->choice = found->choices.items[0];
}

/* Of a rule only those count who are for the choice it is about. */
static void
keep_choice(struct tally *tally, struct tally_key *key, const char *choice)
{
    long option = choice != NULL ? map_find(&tally->option_index, choice) : MAP_NONE;
    size_t kept = key->first;

    for (size_t i = key->first; i < key->first + key->count; i++)
        if (tally->picks.items[i].option == option)
            tally->picks.items[kept++] = tally->picks.items[i];
    key->count = kept - key->first;
}

static bool
mark_holds(const struct audit *audit, const struct origin *origin, const struct pick *pick,
           const struct mark *mark)
{
    struct expr_env env = audit->electorate.members[pick->ballot].env;

    env.row = *pick->row != '\0' ? pick->row : NULL;
    env.table = env.row != NULL ? origin->question->id : NULL;
    return expr_holds(mark->when, &env);
}

/* A mark is printed when it holds for every row merged here: one that was filled in better is enough. */
static void
add_marks(const struct subject *subject)
{
    struct audit *audit = subject->audit;
    const struct tally *tally = subject->tally;
    const struct tally_key *key = subject->key;
    struct found_requirement *found = subject->found;
    const struct titles *texts = &audit->catalogue->method.statement_marks;

    if (key->count == 0)
        return;
    for (size_t t = 0; t < texts->count; t++) {
        size_t asked = 0, held = 0;

        for (size_t i = key->first; i < key->first + key->count; i++) {
            const struct pick *pick = &tally->picks.items[i];
            const struct origin *origin = &tally->origins.items[pick->origin];

            for (size_t m = 0; m < origin->trigger->mark_when.count; m++) {
                const struct mark *mark = &origin->trigger->mark_when.items[m];

                if (strcmp(mark->mark, texts->items[t].id) != 0)
                    continue;
                asked++;
                held += mark_holds(audit, origin, pick, mark);
            }
        }
        if (asked > 0 && asked == held)
            *ARENA_PUSH(audit->arena, &found->marks) = text_in(&texts->items[t].title, audit->input->lang);
    }
}

static const char *
printed_code(struct audit *audit, const struct tally *tally, const struct tally_key *key)
{
    if (key->number == 0)
        return tally->def->code;
    if (key->column_number == 0)
        return arena_printf(audit->arena, "%s.%d", tally->def->code, key->number);
    return arena_printf(audit->arena, "%s.%d.%d", tally->def->code, key->number, key->column_number);
}

void
requirement_add(struct audit *audit, struct tally *tally, struct tally_key *key)
{
    struct found_requirement *found = requirement_new(audit, tally->def);
    const struct subject subject = { .audit = audit, .tally = tally, .key = key, .found = found };
    struct favour favour;

    found->code = printed_code(audit, tally, key);
    found->key = key->key;
    found->label = *key->key != '\0' && key->label != NULL ? arena_copy(audit->arena, key->label) : NULL;
    found->number = key->number;
    if (*key->key == '\0' && tally->choices)
        settle_choice(audit, tally, found);
    if (*key->key == '\0' && tally->policy && tally->single)
        keep_choice(tally, key, found->choice);
    support_measure(&subject, &favour);
    judge(&subject, &favour);
    priority_score(audit, found);
    priority_correct(audit, found, tally->policy);
    decisions_take(audit, found);
    add_marks(&subject);
    requirement_fill(&subject);
    conflicts_of(&subject);
    arena_reset(audit->passing);
}
