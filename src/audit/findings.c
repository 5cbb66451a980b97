/* From answers to findings, code by code. */
#include "audit/internal.h"

#include "model/question_type.h"

#include <stdlib.h>
#include <string.h>

static const char *const priority_ids[PRIORITY_COUNT] = { [PRIORITY_MUST] = "must",
                                                          [PRIORITY_SHOULD] = "should",
                                                          [PRIORITY_COULD] = "could",
                                                          [PRIORITY_WONT] = "wont" };

int64_t
share_of(int64_t part, int64_t whole)
{
    return whole > 0 ? (part * 2 * HUNDRED + whole) / (2 * whole) : 0;
}

bool
department_small(const struct method_rules *method, const struct department_facts *department)
{
    return department->id != 0 && share_of(department->counted, department->invited) < method->coverage;
}

const char *
priority_id(enum priority priority)
{
    return priority_ids[priority];
}

bool
priority_parse(const char *id, enum priority *out)
{
    for (unsigned p = 0; p < PRIORITY_COUNT; p++)
        if (strcmp(id, priority_ids[p]) == 0) {
            *out = (enum priority)p;
            return true;
        }
    return false;
}

bool
names_include(const struct names *names, const char *name)
{
    for (size_t i = 0; name != NULL && i < names->count; i++)
        if (strcmp(names->items[i], name) == 0)
            return true;
    return false;
}

static const char *
decision_key(struct arena *arena, enum decision_kind kind, const char *code, const char *key)
{
    return arena_printf(arena, "%d\x1f%s\x1f%s", (int)kind, code, key);
}

static void
index_decisions(struct audit *audit)
{
    const struct decisions *all = &audit->input->decisions;
    struct map *map = &audit->decided;

    /* the last one made stands */
    for (size_t i = 0; i < all->count; i++) {
        const struct decision *decision = &all->items[i];
        const char *key = decision_key(audit->arena, decision->kind, decision->code, decision->key);
        long at = map_add(audit->arena, map, key, (long)i);

        if (decision->at >= all->items[at].at)
            map_set(map, key, (long)i);
    }
}

const struct decision *
decision_on(const struct audit *audit, enum decision_kind kind, const struct found_requirement *found)
{
    const char *const codes[] = { found->def->code, found->code };

    for (size_t i = 0; i < LENGTH(codes); i++) {
        long at = map_find(&audit->decided, decision_key(audit->passing, kind, codes[i], found->key));

        if (at != MAP_NONE)
            return &audit->input->decisions.items[at];
    }
    return NULL;
}

static bool
is_choice_question(const struct question *question)
{
    return question->type->shape == SHAPE_SINGLE && question->choices.count > 0;
}

static void
list_origins(struct audit *audit, struct tally *tally)
{
    tally->choices = tally->single = true;
    for (size_t v = 0; v < audit->electorate.versions.count; v++) {
        const struct survey *survey = audit->electorate.versions.items[v];

        for (size_t q = 0; q < survey->questions.count; q++) {
            const struct question *question = &survey->questions.items[q];

            for (size_t t = 0; t < question->triggers.count; t++) {
                const struct trigger *trigger = &question->triggers.items[t];

                if (trigger->rule == RULE_INFO || strcmp(trigger->code, tally->def->code) != 0)
                    continue;
                *ARENA_PUSH(audit->scratch, &tally->origins) = (struct origin){ survey, question, trigger };
                tally->policy = tally->policy || trigger->rule == RULE_POLICY;
                tally->choices = tally->choices && is_choice_question(question);
                tally->single = tally->single && is_choice_question(question)
                                && strcmp(question->type->name, "select_one") == 0;
            }
        }
    }
}

/* A norm may hold though nobody asked for the requirement. */
static void
add_norms(struct audit *audit, struct tally *tally)
{
    struct tally_key whole = { .key = "" };
    const struct subject subject = { .audit = audit, .tally = tally, .key = &whole };

    if (map_find(&tally->key_index, "") != MAP_NONE)
        return;
    for (size_t o = 0; o < tally->origins.count; o++)
        if (tally->origins.items[o].trigger->each == EACH_NONE
            && tally->origins.items[o].trigger->norm != NULL && group_asked(&subject, o, ASK_NORM)) {
            requirement_add(audit, tally, &whole);
            return;
        }
}

static void
compute_code(struct audit *audit, const struct requirement_def *def)
{
    struct tally tally = { .def = def };

    arena_reset(audit->scratch);
    list_origins(audit, &tally);
    if (tally.origins.count == 0)
        return;
    tally_take(audit, &tally);
    for (size_t k = 0; k < tally.keys.count; k++)
        requirement_add(audit, &tally, &tally.keys.items[k]);
    add_norms(audit, &tally);
}

static int
by_priority(const void *a, const void *b)
{
    const struct found_requirement *x = a, *y = b;

    if (x->priority != y->priority)
        return x->priority < y->priority ? -1 : 1;
    if (x->category != y->category)
        return x->category < y->category ? -1 : 1;
    if (x->def != y->def)
        return x->def < y->def ? -1 : 1;
    return x->number != y->number ? (x->number < y->number ? -1 : 1) : strcmp(x->key, y->key);
}

/* (e) What a consultant decided is printed beside what was computed; then order and count. */
static void
put_in_order(struct audit *audit)
{
    struct found_requirements *all = &audit->out->requirements;

    for (size_t i = 0; i < all->count; i++)
        if (all->items[i].decided != NULL)
            (void)priority_parse(all->items[i].decided->value, &all->items[i].priority);
    if (all->count > 0)
        qsort(all->items, all->count, sizeof *all->items, by_priority);
    for (size_t i = 0; i < all->count; i++)
        if (all->items[i].state == REQUIREMENT_ARISEN)
            audit->out->by_priority[all->items[i].priority]++;
}

/* Named only where answers to several versions of a questionnaire were joined. */
static void
name_versions(struct audit *audit)
{
    const struct versions *versions = &audit->electorate.versions;
    struct survey_versions *out = &audit->out->versions;

    out->items = ARENA_ARRAY(audit->arena, const char *, versions->count + 1);
    for (size_t i = 0; i < versions->count; i++) {
        const struct survey *survey = versions->items[i];
        size_t same = 0;

        for (size_t k = 0; k < versions->count; k++)
            same += strcmp(versions->items[k]->id, survey->id) == 0;
        if (same > 1)
            out->items[out->count++] =
                arena_printf(audit->arena, "%s v%d (%.8s)", survey->id, survey->version,
                             survey->hash != NULL ? survey->hash : "");
    }
}

void
findings_compute(struct arena *arena, const struct audit_input *input, struct findings *out)
{
    scoped_arena scratch = { 0 };
    scoped_arena passing = { 0 };
    struct audit audit = { .input = input,
                           .catalogue = input->library->catalogue,
                           .arena = arena,
                           .scratch = &scratch,
                           .passing = &passing,
                           .out = out };

    *out = (struct findings){ 0 };
    electorate_gather(&audit);
    index_decisions(&audit);
    for (size_t a = 0; a < audit.electorate.areas.count; a++)
        out->department_users_total += audit.electorate.areas.items[a].users;
    for (size_t i = 0; i < audit.catalogue->requirements.count; i++)
        compute_code(&audit, &audit.catalogue->requirements.items[i]);
    conflicts_exclusive(&audit);
    prerequisites_lift(&audit);
    put_in_order(&audit);
    free_texts_list(&audit);
    name_versions(&audit);
}
