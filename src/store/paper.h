/* The questions of one attempt as they were drawn, kept for ever. */
#ifndef STORE_PAPER_H
#define STORE_PAPER_H

#include "model/question.h"
#include "store/db.h"

struct paper_row {
    int64_t id, assignment;
    int number; /* of the attempt, from 1 */
    const char *form_hash, *variant;
    int64_t seed, made_at;
};

/* A question of a kept paper; the same shape as exam's paper_item. */
struct kept_item {
    const char *item;
    struct names options; /* values in the order shown */
};

struct kept_items LIST_OF(struct kept_item);

/*
 * Keep a paper with its questions in order, and the attempt that will use it, ready. `paper->id` and
 * `*attempt` are set. DB_CONFLICT: this attempt of the assignment has its paper already. DB_NONE: no such
 * assignment in the project, or the form's version is not kept.
 */
enum db_result paper_keep(struct db *db, struct arena *arena, int64_t project, struct paper_row *paper,
                          const struct kept_items *items, int64_t *attempt) MUST_CHECK;

enum db_result paper_get(struct db *db, struct arena *arena, int64_t id, struct paper_row *out) MUST_CHECK;

/* Its questions, in order. */
enum db_result paper_items_list(struct db *db, struct arena *arena, int64_t paper,
                                struct kept_items *out) MUST_CHECK;

/* Items of earlier papers of an assignment: a retake may avoid them. */
enum db_result paper_items_before(struct db *db, struct arena *arena, int64_t assignment, int number,
                                  struct names *out) MUST_CHECK;

#endif
