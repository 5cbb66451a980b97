/* Draws a paper: which questions, in which order, with which shuffles; always the same for a seed. */
#include "exam/paper.h"

#include "base/rng.h"

#include <string.h>

/* One place of a paper: an item alone, or a pair of twins of which one is taken. */
struct position {
    const struct item *first, *second; /* second: NULL for an item alone */
    const struct item *taken;
    size_t order; /* of the file */
};

struct positions LIST_OF(struct position);

/* One paper while it is drawn. */
struct draw_job {
    struct arena *arena;
    const struct quiz *quiz;
    const struct quiz_variant *variant;
    uint64_t seed;
    int number;
};

enum stream { STREAM_TWINS = 1, STREAM_QUOTAS, STREAM_QUESTIONS, STREAM_OPTIONS };

/* Independent streams: a variant that leaves questions out draws the others as everybody does. */
static struct seeded
stream_of(uint64_t seed, enum stream stream, int round)
{
    struct seeded from = { seed ^ ((uint64_t)stream << 32 | (uint32_t)round) };

    return (struct seeded){ seeded_next(&from) };
}

/* The attempts of one round, two of them, are counterparts: the second takes what the first left. */
static int
round_of(int number)
{
    return (number - 1) / 2;
}

static bool
is_second(int number)
{
    return number % 2 == 0;
}

static bool
names_have(const struct names *names, const char *name)
{
    for (size_t i = 0; name != NULL && i < names->count; i++)
        if (strcmp(names->items[i], name) == 0)
            return true;
    return false;
}

static const struct item *
twin_of(const struct quiz *quiz, const struct item *item)
{
    for (size_t i = 0; i < quiz->items.count; i++) {
        const struct item *other = &quiz->items.items[i];

        if (other == item)
            continue;
        if (item->parallel != NULL && strcmp(item->parallel, other->id) == 0)
            return other;
        if (other->parallel != NULL && strcmp(other->parallel, item->id) == 0)
            return other;
    }
    return NULL;
}

static bool
left_out(const struct quiz_variant *variant, const struct item *item, const struct item *twin)
{
    if (variant == NULL || item->critical)
        return false;
    return names_have(&variant->without, item->id)
           || (twin != NULL && names_have(&variant->without, twin->id));
}

/* Twins as one place each, with the one this attempt takes; `all` keeps every item a place of its own. */
static void
list_places(const struct draw_job *job, struct positions *out)
{
    const struct quiz *quiz = job->quiz;
    struct seeded lot = stream_of(job->seed, STREAM_TWINS, round_of(job->number));

    for (size_t i = 0; i < quiz->items.count; i++) {
        const struct item *item = &quiz->items.items[i], *twin = twin_of(quiz, item);
        struct position place = { .first = item, .taken = item, .order = i };

        if (quiz->draw != DRAW_ALL && twin != NULL) {
            if (twin < item)
                continue;
            place.second = twin;
            if ((seeded_below(&lot, 2) == 1) != is_second(job->number))
                place.taken = twin;
        }
        if (!left_out(job->variant, item, twin))
            *ARENA_PUSH(job->arena, out) = place;
    }
}

static void
shuffle_places(struct seeded *seeded, struct position *places, size_t count)
{
    for (size_t i = count; i > 1; i--) {
        size_t j = seeded_below(seeded, (uint32_t)i);
        struct position kept = places[i - 1];

        places[i - 1] = places[j];
        places[j] = kept;
    }
}

static void
shuffle_names(struct seeded *seeded, const char **names, size_t count)
{
    for (size_t i = count; i > 1; i--) {
        size_t j = seeded_below(seeded, (uint32_t)i);
        const char *kept = names[i - 1];

        names[i - 1] = names[j];
        names[j] = kept;
    }
}

static bool
is_topic(const struct item *item, const char *topic)
{
    return item->topic != NULL && strcmp(item->topic, topic) == 0;
}

/*
 * `count` places of a topic: the critical ones, then others by lot; the second attempt of a round goes on
 * where the first stopped, so that it repeats as little as the bank allows.
 */
static void
take_quota(const struct draw_job *job, const struct positions *from, const struct quota *quota,
           struct positions *out)
{
    struct seeded lot = stream_of(job->seed ^ (uint64_t)(quota - job->quiz->quotas.items), STREAM_QUOTAS,
                                  round_of(job->number));
    struct positions others = { 0 };
    size_t wanted = quota->count > 0 ? (size_t)quota->count : 0, start;

    for (size_t i = 0; i < from->count; i++) {
        const struct position *place = &from->items[i];

        if (!is_topic(place->taken, quota->topic))
            continue;
        if (!place->taken->critical) {
            *ARENA_PUSH(job->arena, &others) = *place;
            continue;
        }
        *ARENA_PUSH(job->arena, out) = *place;
        wanted -= wanted > 0;
    }
    shuffle_places(&lot, others.items, others.count);
    wanted = wanted < others.count ? wanted : others.count;
    start = is_second(job->number) ? wanted : 0;
    for (size_t i = 0; i < wanted; i++)
        *ARENA_PUSH(job->arena, out) = others.items[(start + i) % others.count];
}

static void
sort_places(struct position *places, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct position moving = places[i];
        size_t j = i;

        for (; j > 0 && places[j - 1].order > moving.order; j--)
            places[j] = places[j - 1];
        places[j] = moving;
    }
}

static void
apply_quotas(const struct draw_job *job, struct positions *places)
{
    const struct quotas *quotas = &job->quiz->quotas;
    struct positions kept = { 0 };

    for (size_t i = 0; i < quotas->count; i++)
        take_quota(job, places, &quotas->items[i], &kept);
    for (size_t i = 0; i < places->count; i++) {
        bool counted = false;

        for (size_t q = 0; q < quotas->count; q++)
            counted = counted || is_topic(places->items[i].taken, quotas->items[q].topic);
        if (places->items[i].taken->critical && !counted)
            *ARENA_PUSH(job->arena, &kept) = places->items[i];
    }
    sort_places(kept.items, kept.count);
    *places = kept;
}

static bool
in_key_order(const struct item *item, const struct names *names)
{
    for (size_t i = 0; i < names->count; i++)
        if (strcmp(names->items[i], item->options.items[i].value) != 0)
            return false;
    return true;
}

static void
draw_choices(const struct draw_job *job, const struct item *item, struct seeded *lot, struct names *out)
{
    size_t loose;

    for (int last = 0; last < 2; last++) {
        for (size_t i = 0; i < item->options.count; i++)
            if (item->options.items[i].fixed_last == (last == 1))
                *ARENA_PUSH(job->arena, out) = item->options.items[i].value;
        if (last == 0) {
            loose = out->count;
            if (job->quiz->shuffle_choices)
                shuffle_names(lot, out->items, loose);
        }
    }
}

/* With two options a shuffle that never keeps the order would always turn it round, and so tell it. */
static void
draw_mixed(const struct draw_job *job, const struct item *item, struct seeded *lot, struct names *out)
{
    for (size_t i = 0; i < item->options.count; i++)
        *ARENA_PUSH(job->arena, out) = item->options.items[i].value;
    do
        shuffle_names(lot, out->items, out->count);
    while (out->count > 2 && in_key_order(item, out));
}

static void
draw_options(const struct draw_job *job, const struct item *item, struct seeded *lot, struct names *out)
{
    switch (item->type) {
    case ITEM_SELECT_ONE:
    case ITEM_SELECT_MULTIPLE: draw_choices(job, item, lot, out); break;
    case ITEM_TRUE_FALSE:
        *ARENA_PUSH(job->arena, out) = "true";
        *ARENA_PUSH(job->arena, out) = "false";
        break;
    case ITEM_MATCH:
    case ITEM_ORDER: draw_mixed(job, item, lot, out); break;
    default: break;
    }
}

void
paper_draw(struct arena *arena, const struct quiz *quiz, const struct quiz_variant *variant, uint64_t seed,
           int number, struct paper *out)
{
    const struct draw_job job = { arena, quiz, variant, seed, number };
    struct seeded questions = stream_of(seed, STREAM_QUESTIONS, number),
                  options = stream_of(seed, STREAM_OPTIONS, number);
    struct positions places = { 0 };

    *out = (struct paper){ 0 };
    list_places(&job, &places);
    if (quiz->draw == DRAW_QUOTAS)
        apply_quotas(&job, &places);
    if (quiz->shuffle_questions)
        shuffle_places(&questions, places.items, places.count);
    for (size_t i = 0; i < places.count; i++) {
        struct paper_item *drawn = ARENA_PUSH(arena, &out->items);

        drawn->item = places.items[i].taken->id;
        draw_options(&job, places.items[i].taken, &options, &drawn->options);
    }
}
