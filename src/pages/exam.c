/* Taking a test: a question a page with the clock, saved as it is answered, handed in once. */
#include "pages/exam.h"

#include "base/json.h"
#include "exam/score.h"
#include "model/format.h"
#include "pages/marking.h"
#include "pages/sitting.h"

#include <stdlib.h>
#include <string.h>

/* Not running any more: the result says how it ended. */
static struct reply
go_to_result(struct request *rq, const struct sitting *sitting)
{
    return reply_see_other(sitting_url(rq, sitting, "result"));
}

/* Open the sitting of this address, or answer; true: `*reply` is the answer. */
static bool
refused(struct request *rq, struct sitting *sitting, struct reply *reply)
{
    switch (sitting_open(rq, sitting)) {
    case DB_OK: break;
    case DB_NONE: *reply = page_not_found(rq); return true;
    default: *reply = page_failed(rq); return true;
    }
    if (sitting->attempt.state == ATTEMPT_READY) {
        *reply = reply_see_other(arena_printf(rq->arena, "/my/%lld", (long long)sitting->attempt.assignment));
        return true;
    }
    return false;
}

/* What a page shows beside the stored answer. */
struct shown_page {
    const char *refusal; /* why the form was not kept */
    const char *stored;  /* in words: what another window saved meanwhile */
    int status;
};

static struct reply
question_page(struct request *rq, const struct sitting *sitting, size_t n, struct shown_item *shown,
              const struct shown_page *extra)
{
    const struct attempt_answer *kept = sitting_answer(sitting, shown->item->id);
    struct view *view = sitting_view(rq, sitting, n);
    bool marked = shown->typed ? request_form(rq, "marked") != NULL : kept != NULL && kept->marked;

    exam_item_view(rq->arena, shown, view);
    view_int(view, "seen", kept ? kept->revision : 0);
    view_bool(view, "marked", marked);
    view_text(view, "saved_at", kept ? format_clock(rq->arena, sitting->zone, kept->saved_at) : NULL);
    view_text(view, "refusal", extra->refusal);
    view_bool(view, "conflict", extra->stored != NULL);
    view_text(view, "stored", extra->stored);
    view_text(view, "save_url", sitting_url(rq, sitting, rq->params[1]));
    view_bool(view, "first", n == 1);
    view_bool(view, "last", n == sitting->paper.count);
    return page_reply(rq, extra->status, "exam_question", view);
}

struct reply
exam_question_page(struct request *rq)
{
    struct shown_page extra = { .status = 200 };
    struct shown_item shown;
    struct sitting sitting;
    struct reply reply;
    size_t n;

    if (refused(rq, &sitting, &reply))
        return reply;
    if (!sitting_runs(rq, &sitting))
        return go_to_result(rq, &sitting);
    if (!sitting_item(rq, &sitting, &n, &shown))
        return page_not_found(rq);
    return question_page(rq, &sitting, n, &shown, &extra);
}

enum { MOST_PAGE = 40 }; /* a script calls its page by fewer letters */

/* What became of a save. */
enum kept { KEPT, KEPT_NOT_OFFERED, KEPT_NEWER_THERE, KEPT_ENDED, KEPT_GONE, KEPT_FAILED };

static enum kept
keep_answer(struct request *rq, const struct sitting *sitting, const struct shown_item *shown,
            struct attempt_saved *saved)
{
    const char *page = request_form(rq, "page"), *typed = exam_item_typed(rq, shown);
    struct attempt_save save = { .attempt = sitting->attempt.id,
                                 .person = page_caller(rq)->id,
                                 .item = shown->item->id,
                                 .seen = page_number(request_form(rq, "seen")),
                                 .now = rq->now,
                                 .marked = request_form(rq, "marked") != NULL,
                                 .page = page && strlen(page) <= MOST_PAGE ? page : "",
                                 .sequence = page_number(request_form(rq, "seq")) };
    bool not_offered = true;

    *saved = (struct attempt_saved){ .deadline = sitting->attempt.deadline };
    if (!sitting_runs(rq, sitting))
        return KEPT_ENDED; /* whatever was sent */
    if (typed != NULL && shown->item->type == ITEM_NUMERIC)
        typed = number_closed(rq->arena, page_typed_lang(rq), typed);
    if (typed != NULL)
        save.value = item_answer(rq->arena, shown->item, typed, &not_offered);
    if (not_offered)
        return KEPT_NOT_OFFERED;
    switch (attempt_answer_put(page_db(rq), rq->arena, &save, saved)) {
    case DB_OK: return KEPT;
    case DB_CONFLICT: return saved->ended ? KEPT_ENDED : KEPT_NEWER_THERE;
    case DB_NONE: return KEPT_GONE;
    default: return KEPT_FAILED;
    }
}

/* Why a form is refused, by what the question asks for: a text id. */
static const char *
not_offered_text(const struct shown_item *shown)
{
    switch (shown->item->type) {
    case ITEM_NUMERIC: return "exam.refuse.number";
    case ITEM_ORDER: return "exam.refuse.order";
    case ITEM_SHORT_TEXT: return "exam.refuse.text";
    default: return "exam.refuse.choice";
    }
}

/* Where a button leads: the number of a question; past the last one is the finish. */
static size_t
place_after(const struct sitting *sitting, size_t n, const char *go)
{
    char *end;
    unsigned long to;

    if (go == NULL || strcmp(go, "next") == 0)
        return n + 1;
    if (strcmp(go, "back") == 0)
        return n > 1 ? n - 1 : 1;
    if (strcmp(go, "finish") == 0)
        return sitting->paper.count + 1;
    to = strtoul(go, &end, 10);
    return go[0] >= '1' && go[0] <= '9' && *end == '\0' && to <= sitting->paper.count ? to : n;
}

static struct reply
go_on(struct request *rq, const struct sitting *sitting, size_t n)
{
    const char *go = request_form(rq, "go");
    size_t to = place_after(sitting, n, go);
    enum lang lang;

    if (to > sitting->paper.count)
        return reply_see_other(sitting_url(rq, sitting, "finish"));
    if (go != NULL && strncmp(go, "lang:", 5) == 0 && lang_parse(go + 5, &lang))
        return reply_see_other(
            sitting_url(rq, sitting, arena_printf(rq->arena, "%zu?lang=%s", n, lang_code(lang))));
    return reply_see_other(sitting_url(rq, sitting, arena_printf(rq->arena, "%zu", to)));
}

/* "—" stands for an answer that was taken away. */
static const char *
stored_words(struct request *rq, const struct shown_item *shown, const struct attempt_answer *answer)
{
    const char *words = exam_item_words(rq->arena, shown->item, answer->value, shown->lang);

    return words[0] != '\0' ? sitting_words(rq, shown->item, words) : "—";
}

/* Another window was faster: both answers are shown, and saving again takes this one. */
static struct reply
newer_there(struct request *rq, struct sitting *sitting, size_t n, struct shown_item *shown,
            const struct attempt_answer *stored)
{
    struct shown_page extra = { .stored = stored_words(rq, shown, stored), .status = 409 };

    sitting_put(rq, sitting, stored);
    return question_page(rq, sitting, n, shown, &extra);
}

struct reply
exam_save(struct request *rq)
{
    struct shown_page extra = { .status = 422 };
    struct attempt_saved saved;
    struct shown_item shown;
    struct sitting sitting;
    struct reply reply;
    size_t n;

    if (refused(rq, &sitting, &reply))
        return reply;
    if (!sitting_runs(rq, &sitting))
        return go_to_result(rq, &sitting); /* a refused answer would show the question again */
    if (!sitting_item(rq, &sitting, &n, &shown))
        return page_not_found(rq);
    shown.typed = rq;
    switch (keep_answer(rq, &sitting, &shown, &saved)) {
    case KEPT: return go_on(rq, &sitting, n);
    case KEPT_NOT_OFFERED:
        extra.refusal = page_text(rq, not_offered_text(&shown));
        return question_page(rq, &sitting, n, &shown, &extra);
    case KEPT_NEWER_THERE: return newer_there(rq, &sitting, n, &shown, &saved.answer);
    case KEPT_ENDED: return go_to_result(rq, &sitting);
    case KEPT_GONE: return page_not_found(rq);
    default: return page_failed(rq);
    }
}

static struct reply
kept_json(struct request *rq, const struct sitting *sitting, const struct shown_item *shown,
          const struct attempt_saved *saved, enum kept kept)
{
    static const int statuses[] = { [KEPT] = 200, [KEPT_NEWER_THERE] = 409, [KEPT_ENDED] = 409 };
    const struct attempt_answer *answer = &saved->answer;
    scoped_buf out;
    struct json json;

    buf_open(&out, 64 * 1024);
    json = json_to(&out);
    json_begin_object(&json);
    json_key_bool(&json, "ok", kept == KEPT);
    json_key_int(&json, "left", kept == KEPT_ENDED ? 0 : sitting_left(rq, saved->deadline));
    if (kept == KEPT_ENDED)
        json_key_text(&json, "go", sitting_url(rq, sitting, "result"));
    if (kept != KEPT_ENDED) {
        json_key_int(&json, "revision", answer->revision);
        json_key_text(&json, "saved", format_clock(rq->arena, sitting->zone, answer->saved_at));
    }
    if (kept == KEPT_NEWER_THERE)
        json_key_text(&json, "stored", stored_words(rq, shown, answer));
    json_end_object(&json);
    return reply_json(statuses[kept], buf_keep(&out, rq->arena));
}

struct reply
exam_autosave(struct request *rq)
{
    struct attempt_saved saved;
    struct shown_item shown;
    struct sitting sitting;
    enum kept kept;
    size_t n;

    switch (sitting_open(rq, &sitting)) {
    case DB_OK: break;
    case DB_NONE: return page_json_refused(rq, 403, "exam.other_person");
    default: return page_json_refused(rq, 503, "error.not_stored");
    }
    if (!sitting_item(rq, &sitting, &n, &shown))
        return page_json_refused(rq, 404, "error.not_found");
    kept = keep_answer(rq, &sitting, &shown, &saved);
    switch (kept) {
    case KEPT_NOT_OFFERED: return page_json_refused(rq, 422, not_offered_text(&shown));
    case KEPT_GONE: return page_json_refused(rq, 403, "exam.other_person");
    case KEPT_FAILED: return page_json_refused(rq, 503, "error.not_stored");
    default: return kept_json(rq, &sitting, &shown, &saved, kept);
    }
}

/* The first question without an answer; the last of the paper when all have one. */
static size_t
first_unanswered(const struct sitting *sitting)
{
    for (size_t i = 0; i < sitting->paper.count; i++) {
        const struct attempt_answer *kept = sitting_answer(sitting, sitting->paper.items[i].item);

        if (kept == NULL || kept->value[0] == '\0')
            return i + 1;
    }
    return sitting->paper.count;
}

struct reply
exam_finish_page(struct request *rq)
{
    struct sitting sitting;
    struct reply reply;
    struct view *view;

    if (refused(rq, &sitting, &reply))
        return reply;
    if (!sitting_runs(rq, &sitting))
        return go_to_result(rq, &sitting);
    view = sitting_view(rq, &sitting, 0);
    view_text(view, "title", page_text(rq, "exam.finish.title"));
    view_text(view, "hand_in_url", sitting_url(rq, &sitting, "hand-in"));
    view_text(view, "back_url",
              sitting_url(rq, &sitting, arena_printf(rq->arena, "%zu", first_unanswered(&sitting))));
    return page_reply(rq, 200, "exam_finish", view);
}

struct reply
exam_hand_in(struct request *rq)
{
    struct sitting sitting;
    struct reply reply;

    if (refused(rq, &sitting, &reply))
        return reply;
    switch (attempt_finish(page_db(rq), rq->arena,
                           &(struct attempt_finish){ .library = page_app(rq)->library,
                                                     .attempt = sitting.attempt.id,
                                                     .now = rq->now,
                                                     .ender = ENDED_BY_PERSON,
                                                     .by = { ACTOR_PERSON, page_caller(rq)->id } })) {
    case DB_OK:
    case DB_CONFLICT: return go_to_result(rq, &sitting);
    case DB_NONE: return page_not_found(rq);
    default: return page_failed(rq);
    }
}
