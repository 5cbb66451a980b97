/* Assigning a test: the assignment, and its paper drawn at once. */
#include "pages/papers.h"

#include "base/die.h"
#include "base/rng.h"
#include "exam/paper.h"
#include "store/paper.h"

enum db_result
paper_make(struct db *db, struct arena *arena, const struct next_paper *next, int64_t *attempt)
{
    const struct quiz_variant *variant = quiz_variant(next->quiz, next->variant);
    struct paper_row row = { .assignment = next->assignment,
                             .number = next->number,
                             .form_hash = next->quiz->hash,
                             .variant = next->variant,
                             .seed = next->seed,
                             .made_at = next->now };
    struct kept_items kept = { 0 };
    struct paper paper;

    ensure(variant != NULL);
    paper_draw(arena, next->quiz, variant, (uint64_t)next->seed, next->number, &paper);
    for (size_t i = 0; i < paper.items.count; i++)
        *ARENA_PUSH(arena, &kept) =
            (struct kept_item){ paper.items.items[i].item, paper.items.items[i].options };
    return paper_keep(db, arena, next->project, &row, &kept, attempt);
}

enum db_result
test_assign(struct db *db, struct arena *arena, const struct quiz *quiz, const struct names *roles,
            struct assignment *assignment)
{
    struct next_paper next = { .quiz = quiz,
                               .project = assignment->project,
                               .seed = rng_int63(),
                               .now = assignment->created_at,
                               .number = 1 };
    enum db_result result;
    int64_t attempt;

    assignment->kind = FORM_QUIZ;
    assignment->form = quiz->id;
    assignment->subject = "";
    assignment->variant = quiz_variant_for(quiz, roles)->id;
    result = assignment_add(db, assignment);
    if (result != DB_OK)
        return result;
    next.assignment = assignment->id;
    next.variant = assignment->variant;
    return paper_make(db, arena, &next, &attempt);
}
