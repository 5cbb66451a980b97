/* Whether a person may start the next attempt, when a test closes, and when its keys open: in words. */
#include "pages/exam_turn.h"

#include "base/clock.h"
#include "model/format.h"

const char *
turn_moment(struct request *rq, const struct zone *zone, int64_t moment)
{
    const struct phrases *phrases = page_app(rq)->phrases;
    const enum lang lang = page_lang(rq);
    const struct civil civil = zone_civil(zone, moment);

    if (civil.hour == 0 && civil.minute == 0 && civil.second == 0)
        return phrase_fill(rq->arena, phrases, lang, "exam.day_end", "date",
                           format_date(rq->arena, lang, zone, moment - SECOND), NULL);
    return phrase_fill(rq->arena, phrases, lang, "exam.moment", "date",
                       format_date(rq->arena, lang, zone, moment), "time",
                       format_time(rq->arena, lang, zone, moment), NULL);
}

struct begin
turn_begin(const struct request *rq, const struct quiz *quiz, const struct attempt_list *attempts,
           size_t place)
{
    const struct attempt *attempt = &attempts->items[place];
    const int64_t previous_end = place > 0 ? attempts->items[place - 1].handed_in_at : 0;

    return begin_of(quiz, attempt->number - 1, previous_end, attempt->closes_at, rq->now);
}

const char *
turn_sentence(struct request *rq, const struct zone *zone, const struct begin *begin, int64_t closes_at)
{
    const struct phrases *phrases = page_app(rq)->phrases;
    const enum lang lang = page_lang(rq);

    switch (begin->may) {
    case BEGIN_LATER:
        return phrase_fill(rq->arena, phrases, lang, "exam.start.from", "from",
                           turn_moment(rq, zone, begin->from), NULL);
    case BEGIN_TOO_LATE:
        return phrase_fill(rq->arena, phrases, lang, "exam.start.too_late", "from",
                           turn_moment(rq, zone, begin->from), "close", turn_moment(rq, zone, closes_at),
                           NULL);
    case BEGIN_CLOSED: return page_text(rq, "exam.start.closed");
    case BEGIN_NEVER: return page_text(rq, "exam.start.no_more");
    default: return NULL;
    }
}

enum db_result
turn_keys(struct request *rq, const struct quiz *quiz, int64_t project, struct turn_keys *out)
{
    struct test_ends ends;
    enum db_result result;

    *out = (struct turn_keys){ .open = quiz->feedback == FEEDBACK_AFTER_SUBMIT };
    if (quiz->feedback != FEEDBACK_AFTER_CLOSE)
        return DB_OK;
    result = attempt_test_ends(page_db(rq), project, quiz->id, &ends);
    if (result != DB_OK)
        return result;
    out->endless = ends.endless > 0;
    out->from = rq->now < ends.closes_at ? ends.closes_at : 0;
    out->awaited = !out->endless && out->from == 0 && ends.going > 0;
    out->open = !out->endless && out->from == 0 && ends.going == 0;
    return DB_OK;
}

const char *
turn_keys_sentence(struct request *rq, const struct quiz *quiz, const struct zone *zone,
                   const struct turn_keys *keys)
{
    if (keys->open || quiz->feedback != FEEDBACK_AFTER_CLOSE)
        return NULL;
    if (keys->endless)
        return page_text(rq, "exam.keys.endless");
    if (keys->awaited)
        return page_text(rq, "exam.keys.awaited");
    return phrase_fill(rq->arena, page_app(rq)->phrases, page_lang(rq), "exam.keys.from", "from",
                       turn_moment(rq, zone, keys->from), NULL);
}
