/* Assigning a test: the assignment, and its paper drawn at once, so that nothing is drawn when thirty people
 * press Start. */
#ifndef PAGES_PAPERS_H
#define PAGES_PAPERS_H

#include "model/quiz.h"
#include "store/assignment.h"
#include "store/attempt.h"
#include "store/person.h"

/*
 * Assign `quiz` to a person and draw the paper of the first attempt, for the variant of their roles (key-user
 * role included in `roles`). `assignment` has project, person, due_date and closes_at; the rest is filled in.
 * DB_CONFLICT: assigned already.
 */
enum db_result test_assign(struct db *db, struct arena *arena, const struct quiz *quiz,
                           const struct names *roles, struct assignment *assignment) MUST_CHECK;

/* Draw and keep the paper of attempt `number` with the seed of the person's first one. */
struct next_paper {
    const struct quiz *quiz;
    int64_t project, assignment;
    const char *variant;
    int64_t seed, now;
    int number;
};
enum db_result paper_make(struct db *db, struct arena *arena, const struct next_paper *next,
                          int64_t *attempt) MUST_CHECK;

#endif
