/* Marks answers in integer hundredths of a point, by the named rule of each question. */
#include "exam/score.h"

#include "exam/internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Ticked options, and how they stand to the key. */
struct ticks {
    int options, keys, right, wrong;
    double weight;
};

static bool
answer_has(const char *answer, const char *value)
{
    struct word word;

    while (word_next(&answer, &word))
        if (word_is(&word, value))
            return true;
    return false;
}

static struct ticks
ticks_of(const struct item *item, const char *answer)
{
    struct ticks ticks = { .options = (int)item->options.count };

    for (size_t i = 0; i < item->options.count; i++) {
        const struct item_option *option = &item->options.items[i];
        bool ticked = answer_has(answer, option->value);

        ticks.keys += option->correct;
        ticks.right += ticked && option->correct;
        ticks.wrong += ticked && !option->correct;
        ticks.weight += ticked ? option->weight : 0;
    }
    return ticks;
}

/* `points` hundredfold times part / whole, half up; nothing below zero. */
static int
share_of(int points, int64_t part, int64_t whole)
{
    return part <= 0 || whole <= 0 ? 0 : (int)((200 * points * part + whole) / (2 * whole));
}

static int
mark_choices(const struct item *item, const char *answer)
{
    struct ticks ticks = ticks_of(item, answer);
    bool all = ticks.right == ticks.keys && ticks.wrong == 0;
    double weight = fmin(1, fmax(0, ticks.weight));

    switch (item->rule) {
    case MARK_MINUS_WRONG: return share_of(item->points, ticks.right - ticks.wrong, ticks.keys);
    case MARK_EVERY_DECISION:
        return share_of(item->points, ticks.options - ticks.keys - ticks.wrong + ticks.right, ticks.options);
    case MARK_WEIGHTS:
        /* weights such as 33.33333 % add up to a hair under one */
        return (int)floor(weight * 100 * item->points + 0.5 + 1e-4);
    default: return all ? 100 * item->points : 0;
    }
}

static bool
same_right(const struct item_option *a, const struct item_option *b)
{
    const char *x = a->right.in[a->right.fallback], *y = b->right.in[b->right.fallback];

    return a == b || (x != NULL && y != NULL && strcmp(x, y) == 0);
}

/* A pair counts when the side chosen reads the same as its own, whichever id it has. */
static bool
pair_right(const struct item *item, const struct item_option *pair, const char *answer)
{
    struct word word;
    size_t length = strlen(pair->value);

    while (word_next(&answer, &word)) {
        struct word side = { word.text + length + 1, 0 };

        if (word.length <= length || word.text[length] != '=' || memcmp(word.text, pair->value, length) != 0)
            continue;
        side.length = word.length - length - 1;
        for (size_t i = 0; i < item->options.count; i++)
            if (word_is(&side, item->options.items[i].value))
                return same_right(pair, &item->options.items[i]);
    }
    return false;
}

static int
mark_pairs(const struct item *item, const char *answer)
{
    int pairs = 0, right = 0;

    for (size_t i = 0; i < item->options.count; i++) {
        const struct item_option *pair = &item->options.items[i];

        if (pair->label.in[pair->label.fallback] == NULL)
            continue;
        pairs++;
        right += pair_right(item, pair, answer);
    }
    if (item->rule == MARK_ALL_OR_NOTHING)
        return right == pairs ? 100 * item->points : 0;
    return share_of(item->points, right, pairs);
}

/* Where an item stands in the answer; -1: nowhere. */
static int
place_in(const char *answer, const char *value)
{
    struct word word;

    for (int place = 0; word_next(&answer, &word); place++)
        if (word_is(&word, value))
            return place;
    return -1;
}

/* 2q - 1 of the points, q: the share of pairs of items that stand in the right order to each other. */
static int
mark_order(const struct item *item, const char *answer)
{
    int64_t right = 0, wrong = 0;

    for (size_t i = 0; i < item->options.count; i++) {
        int earlier = place_in(answer, item->options.items[i].value);

        for (size_t j = i + 1; j < item->options.count; j++) {
            int later = place_in(answer, item->options.items[j].value);

            if (earlier >= 0 && earlier < later)
                right++;
            else
                wrong++;
        }
    }
    if (item->rule == MARK_ALL_OR_NOTHING)
        return wrong == 0 ? 100 * item->points : 0;
    return share_of(item->points, right - wrong, right + wrong);
}

/* The interval has both ends; as in Moodle it is wider by a hair, so that 15.1 is within 15 +- 0.1. */
static bool
number_fits(const struct numeric_key *key, double number)
{
    const double hair = 1e-14;
    double tolerance = fabs(key->tolerance), size = fabs(key->value);

    if (key->relative)
        tolerance = size * (tolerance + hair);
    else
        tolerance += hair * fmax(fmax(tolerance, size), hair);
    return number >= key->value - tolerance && number <= key->value + tolerance;
}

static bool
number_accepted(const struct item *item, const char *answer)
{
    double number = strtod(answer, NULL);

    for (size_t i = 0; i < item->numbers.count; i++)
        if (number_fits(&item->numbers.items[i], number))
            return true;
    return false;
}

int
item_mark(struct arena *arena, const struct item *item, const char *answer)
{
    bool right = false;

    if (answer == NULL || answer[0] == '\0')
        return 0;
    switch (item->type) {
    case ITEM_SELECT_ONE:
    case ITEM_SELECT_MULTIPLE: return mark_choices(item, answer);
    case ITEM_MATCH: return mark_pairs(item, answer);
    case ITEM_ORDER: return mark_order(item, answer);
    case ITEM_TRUE_FALSE: right = strcmp(answer, item->answer_true ? "true" : "false") == 0; break;
    case ITEM_NUMERIC: right = number_accepted(item, answer); break;
    case ITEM_SHORT_TEXT: right = short_text_accepted(arena, item, answer); break;
    default: break;
    }
    return right ? 100 * item->points : 0;
}
