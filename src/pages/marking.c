/* The end of an attempt: handed in, marked, judged, and the paper of a retake drawn. */
#include "pages/marking.h"

#include "base/die.h"
#include "base/log.h"
#include "exam/score.h"
#include "pages/papers.h"
#include "store/paper.h"

#include <string.h>

static const char *
answer_to(const struct attempt_answers *answers, const char *item)
{
    for (size_t i = 0; i < answers->count; i++)
        if (strcmp(answers->items[i].item, item) == 0)
            return answers->items[i].value;
    return "";
}

enum db_result
attempt_judge(struct db *db, struct arena *arena, const struct library *library,
              const struct attempt *attempt, struct marked_paper *out)
{
    struct attempt_answers answers = { 0 };
    struct kept_items paper;
    enum db_result result;

    *out = (struct marked_paper){ .quiz = library_quiz_hash(library, attempt->form_hash) };
    ensure(out->quiz != NULL); /* every version in use was loaded at start */
    out->variant = quiz_variant(out->quiz, attempt->variant);
    ensure(out->variant != NULL);
    result = paper_items_list(db, arena, attempt->paper, &paper);
    if (result != DB_OK)
        return result;
    result = attempt_answer_list(db, arena, attempt->id, &answers);
    if (result != DB_OK && result != DB_NONE)
        return result;
    for (size_t i = 0; i < paper.count; i++) {
        const struct item *item = quiz_item(out->quiz, paper.items[i].item);
        const char *answer;

        ensure(item != NULL);
        answer = answer_to(&answers, item->id);
        *ARENA_PUSH(arena, &out->items) =
            (struct marked_item){ item, answer, item_mark(arena, item, answer), item->points * 100 };
    }
    verdict_reach(arena, out->quiz, out->variant, &out->items, &out->verdict);
    return DB_OK;
}

static enum db_result
keep_marks(struct db *db, struct arena *arena, const struct attempt *attempt,
           const struct marked_paper *paper, int64_t now)
{
    const struct verdict *v = &paper->verdict;
    struct attempt_result result = { .attempt = attempt->id,
                                     .now = now,
                                     .mark = v->mark,
                                     .most = v->most,
                                     .percent = v->percent,
                                     .bar = v->bar,
                                     .reason = verdict_reason_word(v->reason),
                                     .detail = "" };

    if (v->reason == FAILED_CRITICAL)
        result.detail = v->critical_missed->id;
    if (v->reason == FAILED_TOPIC)
        result.detail = v->topic_missed->topic->id;
    for (size_t i = 0; i < paper->items.count; i++)
        *ARENA_PUSH(arena, &result.marks) =
            (struct mark_row){ paper->items.items[i].item->id, paper->items.items[i].mark,
                               paper->items.items[i].most };
    return attempt_mark(db, &result);
}

/* The twin questions, ready before the person comes back. */
static enum db_result
prepare_retake(struct db *db, struct arena *arena, const struct attempt *attempt, const struct quiz *quiz,
               int64_t now)
{
    struct next_paper next = { .quiz = quiz,
                               .project = attempt->project,
                               .assignment = attempt->assignment,
                               .variant = attempt->variant,
                               .now = now,
                               .number = attempt->number + 1 };
    struct paper_row row;
    enum db_result result;
    int64_t made;

    if (attempt->number >= quiz->attempts)
        return DB_OK;
    result = paper_get(db, arena, attempt->paper, &row);
    if (result != DB_OK)
        return result;
    next.seed = row.seed;
    result = paper_make(db, arena, &next, &made);
    return result == DB_CONFLICT ? DB_OK : result;
}

enum db_result
attempt_finish(struct db *db, struct arena *arena, const struct attempt_finish *finish)
{
    struct marked_paper paper;
    struct attempt attempt;
    enum db_result result;
    bool first;

    result = attempt_end(db, finish->attempt, finish->ender, finish->by, finish->now, &first);
    if (result != DB_OK || !first)
        return result;
    result = attempt_any(db, arena, finish->attempt, &attempt);
    if (result == DB_OK)
        result = attempt_judge(db, arena, finish->library, &attempt, &paper);
    if (result == DB_OK)
        result = keep_marks(db, arena, &attempt, &paper, finish->now);
    if (result == DB_OK && paper.verdict.reason != PASSED)
        result = prepare_retake(db, arena, &attempt, paper.quiz, finish->now);
    return result;
}

bool
attempt_passed(const struct attempt *attempt)
{
    return attempt->marked && verdict_reason_parse(attempt->reason) == PASSED;
}

static enum attempt_weight
weight_of(const struct attempt *attempt)
{
    if (attempt->marked)
        return attempt_passed(attempt) ? WEIGHS_PASSED : WEIGHS_MARKED;
    return attempt->state == ATTEMPT_RUNNING || attempt->state == ATTEMPT_INTERRUPTED ? WEIGHS_BEGUN
                                                                                      : WEIGHS_NOTHING;
}

const struct attempt *
attempt_counting(const struct attempt_list *attempts)
{
    const struct attempt *counting = &attempts->items[0];

    for (size_t i = 1; i < attempts->count; i++)
        if (attempt_counts_over(weight_of(&attempts->items[i]), weight_of(counting)))
            counting = &attempts->items[i];
    return counting;
}

bool
deadlines_passed(struct db *reader, int64_t now)
{
    scoped_arena arena = { 0 };
    struct id_list due;

    return attempt_due(reader, &arena, now, &due) == DB_OK;
}

void
deadlines_sweep(struct db *writer, const struct library *library, int64_t now)
{
    scoped_arena arena = { 0 };
    struct id_list due;

    if (attempt_due(writer, &arena, now, &due) != DB_OK)
        return;
    for (size_t i = 0; i < due.count; i++) {
        struct attempt_finish finish = { .library = library,
                                         .attempt = due.items[i],
                                         .now = now,
                                         .ender = ENDED_BY_SERVER,
                                         .by = { ACTOR_SERVER, 0 } };

        if (!db_savepoint(writer))
            return;
        if (attempt_finish(writer, &arena, &finish) == DB_OK && db_release(writer))
            continue;
        log_error("attempt %lld could not be handed in at its deadline; the next sweep tries again",
                  (long long)due.items[i]);
        if (!db_undo(writer))
            return;
    }
}
