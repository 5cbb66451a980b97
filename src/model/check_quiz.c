/* What holds between the parts of a knowledge test, and whether somebody who knows nothing would pass it. */
#include "model/quiz_load.h"

#include "base/utf8.h"

#include <math.h>
#include <string.h>

static void
check_topic(struct load *load, const struct ynode *node, const struct quiz *quiz, const char *id)
{
    struct yguess guess = yguess_for(load->arena, id);

    if (quiz_topic(quiz, id) != NULL)
        return;
    for (size_t i = 0; i < quiz->topics.count; i++)
        yguess_try(&guess, quiz->topics.items[i].id);
    ybind_fault(&load->bind, node, "There is no topic \"%s\".%s", id, yguess_text(&guess));
}

static void
unknown_item(struct load *load, const struct ynode *node, const struct quiz *quiz)
{
    struct yguess guess = yguess_for(load->arena, node->text);

    for (size_t i = 0; i < quiz->items.count; i++)
        yguess_try(&guess, quiz->items.items[i].id);
    ybind_fault(&load->bind, node, "There is no question \"%s\".%s", node->text, yguess_text(&guess));
}

/* Either twin may be on a paper: they must weigh the same. */
static void
check_twin(struct load *load, const struct ynode *node, const struct quiz *quiz, const struct item *item)
{
    const struct item *twin = quiz_item(quiz, item->parallel);

    if (twin == NULL)
        unknown_item(load, node, quiz);
    else if (twin == item)
        ybind_fault(&load->bind, node, "A question cannot be its own twin.");
    else if (twin->parallel == NULL || strcmp(twin->parallel, item->id) != 0)
        ybind_fault(&load->bind, node, "The twin \"%s\" does not name \"%s\" as its \"parallel\".", twin->id,
                    item->id);
    else if (twin->points != item->points || strcmp(twin->topic, item->topic) != 0
             || twin->critical != item->critical)
        ybind_fault(&load->bind, node,
                    "The twin \"%s\" has other points, another topic, or is not critical alike.", twin->id);
}

static void
check_items(struct load *load, const struct ynode *nodes, const struct quiz *quiz)
{
    for (size_t i = 0; i < quiz->items.count; i++) {
        const struct item *item = &quiz->items.items[i];

        check_topic(load, ynode_get(&nodes->items[i], "topic"), quiz, item->topic);
        if (item->parallel != NULL)
            check_twin(load, ynode_get(&nodes->items[i], "parallel"), quiz, item);
    }
}

static void
check_quotas(struct load *load, const struct ynode *nodes, const struct quiz *quiz)
{
    for (size_t i = 0; i < quiz->quotas.count; i++) {
        const struct quota *quota = &quiz->quotas.items[i];
        int count = 0, critical = 0;

        check_topic(load, ynode_get(&nodes->items[i], "topic"), quiz, quota->topic);
        for (size_t j = 0; j < quiz->items.count; j++) {
            bool same = strcmp(quiz->items.items[j].topic, quota->topic) == 0;

            count += same;
            critical += same && quiz->items.items[j].critical;
        }
        if (count < quota->count)
            ybind_fault(&load->bind, &nodes->items[i], "The topic %s has only %d questions.", quota->topic,
                        count);
        else if (critical > quota->count)
            load_warn(load, &nodes->items[i],
                      "The topic %s has %d critical questions, which are always in; the quota is %d.",
                      quota->topic, critical, quota->count);
    }
}

static void
check_variants(struct load *load, const struct ynode *nodes, const struct quiz *quiz)
{
    for (size_t i = 0; nodes != NULL && i < nodes->count; i++) {
        const struct ynode *without = ynode_get(&nodes->items[i], "without");

        for (size_t j = 0; without != NULL && j < without->count; j++) {
            if (quiz_item(quiz, without->items[j].text) == NULL)
                unknown_item(load, &without->items[j], quiz);
        }
    }
}

/* Everybody who passed gets a word. */
static void
check_scale(struct load *load, const struct ynode *node, const struct quiz *quiz)
{
    int least;

    if (quiz->scale.count == 0)
        return;
    least = quiz->scale.items[quiz->scale.count - 1].from;
    for (size_t i = 0; i < quiz->variants.count; i++) {
        if (quiz->variants.items[i].pass.percent < least) {
            load_warn(load, node, "Who passes with %d %% has no mark: the lowest one starts at %d.",
                      quiz->variants.items[i].pass.percent, least);
            return;
        }
    }
}

void
quiz_check(struct load *load, const struct ynode *root, struct quiz *quiz)
{
    const struct ynode *draw = ynode_get(root, "draw"), *pass = ynode_get(root, "pass");
    struct place place = { load->path, pass->line, pass->column };

    check_items(load, ynode_get(root, "questions"), quiz);
    if (quiz->quotas.count > 0)
        check_quotas(load, ynode_get(draw, "quotas"), quiz);
    check_variants(load, ynode_get(root, "variants"), quiz);
    check_scale(load, ynode_get(root, "scale"), quiz);
    if (load->faults.count == 0)
        quiz_check_blind(quiz, &place, load->problems);
}

enum strategy { TICK_ALL, TICK_NONE, FIRST, LONGEST, SAY_FALSE, SAY_TRUE, STRATEGY_COUNT };

static const char *const names[STRATEGY_COUNT] = {
    "ticks everything",
    "leaves everything empty",
    "always takes the first choice",
    "always takes the longest choice",
    "always says false",
    "always says true",
};

static double
between(double low, double value, double high)
{
    return value < low ? low : value > high ? high : value;
}

/* The mark of 0…1 when `from` … `to` - 1 of the choices are ticked. */
static double
mark_ticks(const struct item *item, size_t from, size_t to)
{
    double right = 0, wrong = 0, keys = 0, weight = 0, all = (double)item->options.count;

    for (size_t i = 0; i < item->options.count; i++) {
        const struct item_option *option = &item->options.items[i];
        bool ticked = i >= from && i < to;

        keys += option->correct;
        right += ticked && option->correct;
        wrong += ticked && !option->correct;
        weight += ticked ? option->weight : 0;
    }
    switch (item->rule) {
    case MARK_MINUS_WRONG: return between(0, (right - wrong) / keys, 1);
    case MARK_EVERY_DECISION: return (all - keys - wrong + right) / all;
    case MARK_WEIGHTS: return between(0, weight, 1);
    default: return right == keys && wrong == 0;
    }
}

/* Where the choices are shuffled the first one may be any: the mean over them. */
static double
mark_first(const struct quiz *quiz, const struct item *item)
{
    double sum = 0;

    if (!quiz->shuffle_choices)
        return mark_ticks(item, 0, 1);
    for (size_t i = 0; i < item->options.count; i++)
        sum += mark_ticks(item, i, i + 1);
    return sum / (double)item->options.count;
}

static double
mark_longest(const struct quiz *quiz, const struct item *item)
{
    size_t longest = 0, most = 0;

    for (size_t i = 0; i < item->options.count; i++) {
        size_t length = utf8_count(text_in(&item->options.items[i].label, quiz->default_language));

        if (length > most) {
            most = length;
            longest = i;
        }
    }
    return mark_ticks(item, longest, longest + 1);
}

/* What the strategy gets for a question, of 1. Numbers, words, pairs and orders cannot be had blindly. */
static double
mark_blind(const struct quiz *quiz, const struct item *item, enum strategy strategy)
{
    bool multiple = item->type == ITEM_SELECT_MULTIPLE;

    if (item->type == ITEM_TRUE_FALSE)
        return strategy == SAY_FALSE ? !item->answer_true : strategy == TICK_NONE ? 0 : item->answer_true;
    if (item->type != ITEM_SELECT_ONE && !multiple)
        return 0;
    switch (strategy) {
    case TICK_ALL: return multiple ? mark_ticks(item, 0, item->options.count) : mark_first(quiz, item);
    case TICK_NONE: return multiple ? mark_ticks(item, 0, 0) : 0;
    case FIRST: return mark_first(quiz, item);
    case LONGEST: return mark_longest(quiz, item);
    default: return 0;
    }
}

static bool
left_out(const struct quiz_variant *variant, const struct item *item)
{
    for (size_t i = 0; i < variant->without.count; i++) {
        const char *id = variant->without.items[i];

        if (strcmp(id, item->id) == 0 || (item->parallel != NULL && strcmp(id, item->parallel) == 0))
            return true;
    }
    return false;
}

struct blind {
    double marks, most;
    size_t critical, satisfied;
};

/* Of twins either may be drawn: both count half, which keeps the shares. */
static struct blind
take_blind(const struct quiz *quiz, const struct quiz_variant *variant, enum strategy strategy,
           const char *topic)
{
    struct blind blind = { 0 };

    for (size_t i = 0; i < quiz->items.count; i++) {
        const struct item *item = &quiz->items.items[i];
        double share = quiz->draw == DRAW_PAIRS && item->parallel != NULL ? 0.5 : 1, mark;

        if (left_out(variant, item) || (topic != NULL && strcmp(topic, item->topic) != 0))
            continue;
        mark = mark_blind(quiz, item, strategy);
        blind.marks += mark * item->points * share;
        blind.most += item->points * share;
        blind.critical += item->critical;
        blind.satisfied += item->critical && mark > 0.9999;
    }
    return blind;
}

static bool
passes_topics(const struct quiz *quiz, const struct quiz_variant *variant, enum strategy strategy)
{
    for (size_t i = 0; i < quiz->topics.count; i++) {
        struct blind blind = take_blind(quiz, variant, strategy, quiz->topics.items[i].id);

        if (blind.marks * 100 < variant->pass.topic_percent * blind.most - 1e-9)
            return false;
    }
    return true;
}

/* Is there anything to tick or to say? Else the strategy is another one under a second name. */
static bool
has_use(const struct quiz *quiz, enum strategy strategy)
{
    if (strategy != TICK_ALL && strategy != SAY_FALSE && strategy != SAY_TRUE)
        return true;
    for (size_t i = 0; i < quiz->items.count; i++) {
        if (quiz->items.items[i].type == (strategy == TICK_ALL ? ITEM_SELECT_MULTIPLE : ITEM_TRUE_FALSE))
            return true;
    }
    return false;
}

void
quiz_check_blind(const struct quiz *quiz, const struct place *place, struct problems *problems)
{
    for (size_t s = 0; s < STRATEGY_COUNT; s++) {
        for (size_t i = 0; i < quiz->variants.count && has_use(quiz, (enum strategy)s); i++) {
            const struct quiz_variant *variant = &quiz->variants.items[i];
            const char *which = i ? arena_printf(problems->arena, " (variant %s)", variant->id) : "";
            struct blind blind = take_blind(quiz, variant, (enum strategy)s, NULL);
            bool critical = blind.satisfied == blind.critical;

            if (blind.most > 0 && blind.marks * 100 >= variant->pass.percent * blind.most - 1e-9
                && (critical || !variant->pass.critical_all)
                && passes_topics(quiz, variant, (enum strategy)s))
                problem_warning(problems, place, "Who %s passes this test%s.", names[s], which);
            else if (critical && blind.critical > 0 && variant->pass.critical_all)
                problem_warning(problems, place, "Who %s satisfies every critical question%s.", names[s],
                                which);
            else
                continue;
            break; /* one finding a strategy is enough */
        }
    }
}
