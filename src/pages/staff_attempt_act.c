/* What a trainer does about an attempt and its assignment: time, absence, the end, another day. */
#include "pages/staff_attempt.h"

#include "base/clock.h"
#include "model/format.h"
#include "pages/exam_turn.h"
#include "pages/marking.h"
#include "pages/papers.h"
#include "pages/staff_audit.h"
#include "store/event.h"
#include "store/paper.h"

#include <stdlib.h>
#include <string.h>

enum { MINUTES_MOST = 240, NOTE_MOST = 500 };

/* What came of an act: done with a text (and a number for it), refused with a sentence, or a failure of the
 * store. */
struct outcome {
    const char *done, *refused;
    int64_t count; /* 0: the text has none */
    enum db_result result;
};

static struct outcome
refuse(struct request *rq, const char *text)
{
    return (struct outcome){ .refused = page_text(rq, text) };
}

static struct outcome
done_or(struct request *rq, enum db_result result, const char *done)
{
    if (result == DB_CONFLICT)
        return refuse(rq, "exam_staff.refuse.state");
    return (struct outcome){ .done = result == DB_OK ? done : NULL, .result = result };
}

/* Whole minutes within bounds; 0 when they are none. */
static int
typed_minutes(const struct request *rq)
{
    const char *text = part_form(rq, "minutes");
    char *end;
    long minutes = strtol(text, &end, 10);

    return end != text && *end == '\0' && minutes > 0 && minutes <= MINUTES_MOST ? (int)minutes : 0;
}

/* How many of the minutes fit between `end` and the close of the assignment. */
static int
minutes_until_close(const struct desk *desk, int64_t end, int minutes)
{
    const int64_t closes = desk->attempt.closes_at, room = (closes - end) / MINUTE;

    if (closes == 0 || room >= minutes)
        return minutes;
    return room > 0 ? (int)room : 0;
}

static struct outcome
closed(struct request *rq, const struct desk *desk)
{
    return (struct outcome){ .refused = phrase_fill(
                                 rq->arena, page_app(rq)->phrases, page_lang(rq), "exam_staff.refuse.close",
                                 "close", turn_moment(rq, desk->at.zone, desk->attempt.closes_at), NULL) };
}

static struct outcome
give_time(struct request *rq, struct desk *desk)
{
    const struct attempt *a = &desk->attempt;
    const int minutes = typed_minutes(rq);
    const int64_t end =
        a->state == ATTEMPT_RUNNING ? a->deadline : deadline_of(desk->quiz, rq->now, a->extra_minutes, 0);
    const int given = minutes_until_close(desk, end, minutes);
    struct outcome outcome;

    if (minutes == 0)
        return refuse(rq, "exam_staff.refuse.minutes");
    if (given == 0)
        return closed(rq, desk);
    outcome = done_or(
        rq, attempt_give_time(page_db(rq), desk->at.project.id, a->id, given, staff_actor(rq), rq->now),
        given < minutes ? "exam_time_cut" : "exam_time");
    outcome.count = given < minutes ? given : 0;
    return outcome;
}

static struct outcome
resume(struct request *rq, struct desk *desk)
{
    const int minutes = typed_minutes(rq), given = minutes_until_close(desk, rq->now, minutes);
    struct outcome outcome;

    if (minutes == 0)
        return refuse(rq, "exam_staff.refuse.minutes");
    if (given == 0)
        return closed(rq, desk);
    outcome = done_or(
        rq,
        attempt_resume(page_db(rq), desk->at.project.id, desk->attempt.id, given, staff_actor(rq), rq->now),
        given < minutes ? "exam_time_cut" : "exam_resumed");
    outcome.count = given < minutes ? given : 0;
    return outcome;
}

/* An interrupted attempt is handed in with the answers it has; why stands in its story. */
static struct outcome
hand_in(struct request *rq, struct desk *desk)
{
    const char *reason = text_clean(rq->arena, part_form(rq, "reason"), NOTE_MOST);
    const struct event event = { .project = desk->at.project.id,
                                 .at = rq->now,
                                 .by = staff_actor(rq),
                                 .kind = "attempt_reason",
                                 .object = desk->attempt.id,
                                 .detail = reason };
    const struct attempt_finish finish = { .library = page_app(rq)->library,
                                           .attempt = desk->attempt.id,
                                           .now = rq->now,
                                           .ender = ENDED_BY_STAFF,
                                           .by = staff_actor(rq) };
    enum db_result result;

    if (reason == NULL)
        return refuse(rq, "requirements.refuse.long");
    if (*reason == '\0')
        return refuse(rq, "exam_staff.refuse.reason");
    if (desk->attempt.state != ATTEMPT_INTERRUPTED)
        return refuse(rq, "exam_staff.refuse.state");
    result = attempt_finish(page_db(rq), rq->arena, &finish);
    if (result == DB_OK)
        result = event_add(page_db(rq), &event);
    return done_or(rq, result, "exam_handed_in");
}

static struct outcome
set_absent(struct request *rq, struct desk *desk, enum attempt_state state)
{
    return done_or(rq,
                   attempt_set_absent(page_db(rq), desk->at.project.id, desk->attempt.id, state,
                                      staff_actor(rq), rq->now),
                   state == ATTEMPT_READY ? "exam_back" : "exam_absent");
}

static struct outcome
no_show(struct request *rq, struct desk *desk)
{
    return set_absent(rq, desk, ATTEMPT_NO_SHOW);
}

static struct outcome
not_admitted(struct request *rq, struct desk *desk)
{
    return set_absent(rq, desk, ATTEMPT_NOT_ADMITTED);
}

static struct outcome
back(struct request *rq, struct desk *desk)
{
    return set_absent(rq, desk, ATTEMPT_READY);
}

static struct outcome
keep_note(struct request *rq, struct desk *desk)
{
    const char *note = text_clean(rq->arena, part_form(rq, "note"), NOTE_MOST);

    if (note == NULL)
        return refuse(rq, "requirements.refuse.long");
    return done_or(rq, attempt_note(page_db(rq), desk->at.project.id, desk->attempt.id, note), "exam_note");
}

static struct outcome
retake(struct request *rq, struct desk *desk)
{
    struct next_paper next = { .quiz = desk->quiz,
                               .project = desk->at.project.id,
                               .assignment = desk->attempt.assignment,
                               .variant = desk->attempt.variant,
                               .now = rq->now,
                               .number = desk->attempt.number + 1 };
    struct paper_row row;
    int64_t made;
    enum db_result result;

    if (attempt_passed(attempt_counting(&desk->all)))
        return refuse(rq, "exam_staff.refuse.passed");
    if (!desk_may_retake(desk))
        return refuse(rq, "exam_staff.refuse.retake");
    if (minutes_until_close(desk, rq->now, 1) == 0)
        return closed(rq, desk);
    result = paper_get(page_db(rq), rq->arena, desk->attempt.paper, &row);
    if (result == DB_OK) {
        next.seed = row.seed;
        result = paper_make(page_db(rq), rq->arena, &next, &made);
    }
    return done_or(rq, result, "exam_retake");
}

/* ---- the assignment ---- */

static struct outcome
change(struct request *rq, struct desk *desk, const char *event, const char *done)
{
    enum db_result result = exam_assignment_change(rq, &desk->at, &desk->assignment, event);

    if (result == DB_OK)
        result = project_bump(page_db(rq), desk->at.project.id, NULL);
    return done_or(rq, result, done);
}

static struct outcome
move_due(struct request *rq, struct desk *desk)
{
    const char *refused = exam_due(rq, &desk->at, &desk->assignment);

    if (refused != NULL)
        return refuse(rq, refused);
    return change(rq, desk, "assignment_due", "exam_due");
}

static struct outcome
cancel(struct request *rq, struct desk *desk)
{
    if (!desk_may_cancel(desk))
        return refuse(rq, "exam_staff.refuse.state");
    desk->assignment.cancelled = true;
    return change(rq, desk, "assignment_cancel", "exam_cancelled");
}

static struct outcome
reopen(struct request *rq, struct desk *desk)
{
    desk->assignment.cancelled = false;
    return change(rq, desk, "assignment_reopen", "exam_reopened");
}

static const struct {
    const char *word;
    struct outcome (*act)(struct request *rq, struct desk *desk);
    bool cancelled; /* also when the assignment is cancelled */
} acts[] = { { "time", give_time, false },
             { "resume", resume, false },
             { "hand_in", hand_in, false },
             { "no_show", no_show, false },
             { "not_admitted", not_admitted, false },
             { "back", back, false },
             { "note", keep_note, true },
             { "retake", retake, false },
             { "due", move_due, false },
             { "cancel", cancel, false },
             { "reopen", reopen, true } };

struct reply
staff_attempt_act(struct request *rq)
{
    struct outcome outcome = { .result = DB_NONE };
    const char *path;
    struct desk desk;
    enum db_result result = desk_open(rq, &desk);

    if (result != DB_OK)
        return staff_refusal(rq, result);
    for (size_t i = 0; i < LENGTH(acts); i++)
        if (strcmp(acts[i].word, part_form(rq, "act")) == 0)
            outcome = desk.assignment.cancelled && !acts[i].cancelled ? refuse(rq, "exam_staff.refuse.state")
                                                                      : acts[i].act(rq, &desk);
    if (outcome.refused != NULL)
        return desk_show(rq, &desk, outcome.refused);
    if (outcome.done == NULL)
        return staff_refusal(rq, outcome.result);
    path = url_path(rq->arena, "%", rq->path, NULL);
    return outcome.count > 0 ? staff_done_count(rq, path, outcome.done, outcome.count)
                             : staff_done(rq, path, outcome.done);
}
