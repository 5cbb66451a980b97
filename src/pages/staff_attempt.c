/* One attempt as the trainer sees it: how it goes, how it ended, and what may be done about it. */
#include "pages/staff_exam.h"

#include "base/clock.h"
#include "model/format.h"
#include "pages/marking.h"
#include "pages/papers.h"
#include "pages/staff_audit.h"
#include "store/paper.h"

#include <stdlib.h>
#include <string.h>

enum { MINUTES_MOST = 240, NOTE_MOST = 500 };

/* An attempt with its person and test. */
struct desk {
    struct staff_project at;
    struct attempt attempt;
    struct person person;
    const struct quiz *quiz;
    struct attempt_list all; /* of the assignment */
};

static enum db_result
open_desk(struct request *rq, struct desk *out)
{
    struct db *db = page_db(rq);
    enum db_result result = staff_project(rq, PLACE_EXAM, &out->at);

    if (result == DB_OK)
        result = attempt_get(db, rq->arena, out->at.project.id, staff_number(rq, 1), &out->attempt);
    if (result == DB_OK)
        result = person_get(db, rq->arena, out->at.project.id, out->attempt.person, &out->person);
    if (result == DB_OK)
        result = attempt_list(db, rq->arena, out->attempt.assignment, &out->all);
    out->quiz = result == DB_OK ? library_quiz_hash(page_app(rq)->library, out->attempt.form_hash) : NULL;
    return result == DB_OK && out->quiz == NULL ? DB_NONE : result;
}

static bool
has_ended(const struct attempt *a)
{
    return a->state == ATTEMPT_HANDED_IN || a->state == ATTEMPT_EXPIRED;
}

/* Another attempt: the last one has ended, and the test allows one more. */
static bool
may_retake(const struct desk *desk)
{
    const struct attempt *last = &desk->all.items[desk->all.count - 1];

    return last->id == desk->attempt.id && has_ended(last) && last->number < desk->quiz->attempts;
}

/* ---- the page ---- */

static void
show_others(struct request *rq, const struct desk *desk, struct view *view)
{
    view_bool(view, "has_others", desk->all.count > 1);
    for (size_t i = 0; i < desk->all.count; i++) {
        const struct attempt *a = &desk->all.items[i];
        struct view *item = view_item(view, "others");

        view_int(item, "attempt_number", a->number);
        view_text(item, "url",
                  staff_url(rq, &desk->at, arena_printf(rq->arena, "/exam/%lld", (long long)a->id)));
        view_bool(item, "current", a->id == desk->attempt.id);
        exam_view_state(rq, a, item);
        exam_view_result(rq, a, item);
    }
}

static enum db_result
show_topics(struct request *rq, const struct desk *desk, struct view *view)
{
    struct marked_paper paper;
    enum db_result result;

    if (!desk->attempt.marked)
        return DB_OK;
    result = attempt_judge(page_db(rq), rq->arena, page_app(rq)->library, &desk->attempt, &paper);
    for (size_t i = 0; result == DB_OK && i < paper.verdict.topics.count; i++) {
        const struct topic_score *t = &paper.verdict.topics.items[i];
        struct view *row = view_item(view, "topics");

        view_text(row, "title", text_in(&t->topic->title, page_lang(rq)));
        view_text(row, "mark", staff_hundredths(rq, t->mark));
        view_text(row, "most", format_hundredths(rq->arena, page_lang(rq), t->most, 0));
        view_bool(row, "weak", t->below);
    }
    return result;
}

static void
show_facts(struct request *rq, const struct desk *desk, struct view *view)
{
    const struct attempt *a = &desk->attempt;
    struct name name = { desk->person.family, desk->person.given, desk->person.patronymic };

    view_text(view, "name", name_full(rq->arena, &name));
    view_text(view, "position", desk->person.position);
    view_text(view, "department", desk->person.department_name);
    view_text(view, "test_title", text_in(&desk->quiz->title, page_lang(rq)));
    view_text(view, "variant", exam_variant(rq, a));
    view_int(view, "attempt_number", a->number);
    view_int(view, "attempts", desk->quiz->attempts);
    view_text(view, "started", staff_moment(rq, &desk->at, a->started_at));
    view_text(view, "deadline", a->state == ATTEMPT_RUNNING ? staff_moment(rq, &desk->at, a->deadline) : "");
    view_text(view, "handed_in", staff_moment(rq, &desk->at, a->handed_in_at));
    view_bool(view, "by_server", strcmp(a->handed_in_by, "server") == 0);
    view_int(view, "extra", a->extra_minutes);
    view_text(view, "note", a->note);
    view_text(view, "bar", a->marked ? staff_hundredths(rq, a->bar) : NULL);
    exam_view_state(rq, a, view);
    exam_view_result(rq, a, view);
}

static struct reply
show_attempt(struct request *rq, const struct desk *desk, const char *refused)
{
    const struct attempt *a = &desk->attempt;
    struct view *view = staff_view(rq, &desk->at, PLACE_EXAM, page_text(rq, "exam_staff.attempt.title"));

    if (show_topics(rq, desk, view) != DB_OK)
        return page_failed(rq);
    show_facts(rq, desk, view);
    show_others(rq, desk, view);
    view_text(view, "exam_url",
              staff_url(rq, &desk->at,
                        arena_printf(rq->arena, "/exam?test=%s", url_path(rq->arena, "%", a->form, NULL))));
    view_text(view, "act_url", url_path(rq->arena, "%", rq->path, NULL));
    view_bool(view, "may_time", a->state == ATTEMPT_READY || a->state == ATTEMPT_RUNNING);
    view_bool(view, "may_absent", a->state == ATTEMPT_READY);
    view_bool(view, "is_absent", a->state == ATTEMPT_NO_SHOW || a->state == ATTEMPT_NOT_ADMITTED);
    view_bool(view, "may_resume", a->state == ATTEMPT_INTERRUPTED);
    view_bool(view, "may_retake", may_retake(desk));
    view_text(view, "typed_minutes", part_form(rq, "minutes"));
    view_text(view, "refusal", refused != NULL ? page_text(rq, refused) : NULL);
    return page_reply(rq, refused != NULL ? 422 : 200, "staff_attempt", view);
}

struct reply
staff_attempt_page(struct request *rq)
{
    struct desk desk;
    enum db_result result = open_desk(rq, &desk);

    return result == DB_OK ? show_attempt(rq, &desk, NULL) : staff_refusal(rq, result);
}

/* ---- acts ---- */

/* What came of an act: done with a text, refused with one, or a failure of the store. */
struct outcome {
    const char *done, *refused;
    enum db_result result;
};

static struct outcome
done_or(enum db_result result, const char *done)
{
    if (result == DB_CONFLICT)
        return (struct outcome){ .refused = "exam_staff.refuse.state" };
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

static struct outcome
give_time(struct request *rq, struct desk *desk)
{
    int minutes = typed_minutes(rq);

    if (minutes == 0)
        return (struct outcome){ .refused = "exam_staff.refuse.minutes" };
    return done_or(attempt_give_time(page_db(rq), desk->at.project.id, desk->attempt.id, minutes,
                                     staff_actor(rq), rq->now),
                   "exam_time");
}

static struct outcome
resume(struct request *rq, struct desk *desk)
{
    int minutes = typed_minutes(rq);

    if (minutes == 0)
        return (struct outcome){ .refused = "exam_staff.refuse.minutes" };
    return done_or(
        attempt_resume(page_db(rq), desk->at.project.id, desk->attempt.id, minutes, staff_actor(rq), rq->now),
        "exam_resumed");
}

static struct outcome
set_absent(struct request *rq, struct desk *desk, enum attempt_state state)
{
    return done_or(attempt_set_absent(page_db(rq), desk->at.project.id, desk->attempt.id, state,
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
        return (struct outcome){ .refused = "requirements.refuse.long" };
    return done_or(attempt_note(page_db(rq), desk->at.project.id, desk->attempt.id, note), "exam_note");
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

    if (!may_retake(desk))
        return (struct outcome){ .refused = "exam_staff.refuse.retake" };
    result = paper_get(page_db(rq), rq->arena, desk->attempt.paper, &row);
    if (result == DB_OK) {
        next.seed = row.seed;
        result = paper_make(page_db(rq), rq->arena, &next, &made);
    }
    return done_or(result, "exam_retake");
}

static const struct {
    const char *word;
    struct outcome (*act)(struct request *rq, struct desk *desk);
} acts[] = { { "time", give_time },  { "resume", resume },
             { "no_show", no_show }, { "not_admitted", not_admitted },
             { "back", back },       { "note", keep_note },
             { "retake", retake } };

struct reply
staff_attempt_act(struct request *rq)
{
    struct outcome outcome = { .result = DB_NONE };
    struct desk desk;
    enum db_result result = open_desk(rq, &desk);

    if (result != DB_OK)
        return staff_refusal(rq, result);
    for (size_t i = 0; i < LENGTH(acts); i++)
        if (strcmp(acts[i].word, part_form(rq, "act")) == 0)
            outcome = acts[i].act(rq, &desk);
    if (outcome.refused != NULL)
        return show_attempt(rq, &desk, outcome.refused);
    if (outcome.done == NULL)
        return staff_refusal(rq, outcome.result);
    return staff_done(rq, url_path(rq->arena, "%", rq->path, NULL), outcome.done);
}
