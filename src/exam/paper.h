/* Drawing a paper: which questions, in which order, with which shuffles; always the same for a seed. */
#ifndef EXAM_PAPER_H
#define EXAM_PAPER_H

#include "model/quiz.h"

#include <stdint.h>

struct paper_item {
    const char *item;     /* question id */
    struct names options; /* option values in the order shown; order and match: the shuffled items (match:
                             right sides) */
};

struct paper_items LIST_OF(struct paper_item);

struct paper {
    struct paper_items items;
};

/*
 * Draw the paper of attempt `number` (from 1) for a variant. Of each parallel pair exactly one: attempt 1 by
 * the seed, attempt 2 the other ones, attempt 3 by lot again. `without` leaves both twins out. Critical
 * questions are always in. Never sends values in key order: options of order and match are shuffled whatever
 * `shuffle` says.
 */
void paper_draw(struct arena *arena, const struct quiz *quiz, const struct quiz_variant *variant,
                uint64_t seed, int number, struct paper *out);

#endif
