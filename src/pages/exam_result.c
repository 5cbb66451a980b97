/* The result of an attempt: score, verdict, weak topics, what to read; keys only when `feedback:` allows. */
#include "pages/exam.h"

#include "model/format.h"
#include "pages/exam_turn.h"
#include "pages/marking.h"
#include "pages/sitting.h"

#include <string.h>

static const char *
points_text(struct request *rq, int hundredths)
{
    return format_hundredths(rq->arena, page_lang(rq), hundredths, 2);
}

static const char *
whole_points(struct request *rq, int hundredths)
{
    return format_hundredths(rq->arena, page_lang(rq), hundredths, 0);
}

/* Why it was not passed, in the words of the certification sheet. */
static const char *
reason_text(struct request *rq, const struct marked_paper *paper)
{
    const struct verdict *v = &paper->verdict;
    const struct phrases *phrases = page_app(rq)->phrases;
    enum lang lang = page_lang(rq);

    switch (v->reason) {
    case FAILED_CRITICAL:
        return phrase_fill(rq->arena, phrases, lang, "exam.reason.critical", "question",
                           verdict_detail(rq->arena, paper->quiz, v->critical_missed->id, lang), NULL);
    case FAILED_SCORE:
        return phrase_fill(rq->arena, phrases, lang, "exam.reason.score", "mark", points_text(rq, v->mark),
                           "most", whole_points(rq, v->most), "bar", points_text(rq, v->bar), NULL);
    case FAILED_TOPIC:
        return phrase_fill(rq->arena, phrases, lang, "exam.reason.topic", "percent",
                           arena_int(rq->arena, paper->variant->pass.topic_percent), "topic",
                           text_in(&v->topic_missed->topic->title, lang), "mark",
                           points_text(rq, v->topic_missed->mark), "most",
                           whole_points(rq, v->topic_missed->most), NULL);
    default: return NULL;
    }
}

static void
view_topics(struct request *rq, const struct verdict *v, struct view *view)
{
    for (size_t i = 0; i < v->topics.count; i++) {
        const struct topic_score *t = &v->topics.items[i];
        struct view *item = view_item(view, "topics");

        view_text(item, "title", text_in(&t->topic->title, page_lang(rq)));
        view_text(item, "title_lang", text_foreign(&t->topic->title, page_lang(rq)));
        view_text(item, "mark", points_text(rq, t->mark));
        view_text(item, "most", whole_points(rq, t->most));
        view_int(item, "percent", t->most > 0 ? (int64_t)t->mark * 100 / t->most : 0);
        view_bool(item, "weak", t->below);
    }
}

/* What to read after a mistake: each chapter once, in the order of their numbers. */
static void
view_reading(struct request *rq, const struct marked_paper *paper, struct view *view)
{
    struct names chapters = { 0 };

    for (size_t i = 0; i < paper->items.count; i++) {
        const struct marked_item *m = &paper->items.items[i];
        const char *read = text_in(&m->item->read, page_lang(rq));
        size_t at = chapters.count;

        if (read[0] == '\0' || m->mark == m->most)
            continue;
        while (at > 0 && strverscmp(chapters.items[at - 1], read) > 0)
            at--;
        if (at > 0 && strcmp(chapters.items[at - 1], read) == 0)
            continue;
        *ARENA_PUSH(rq->arena, &chapters) = read;
        memmove(&chapters.items[at + 1], &chapters.items[at],
                (chapters.count - 1 - at) * sizeof chapters.items[0]);
        chapters.items[at] = read;
    }
    for (size_t i = 0; i < chapters.count; i++)
        view_text(view_item(view, "reading"), "chapter", chapters.items[i]);
    view_bool(view, "has_reading", chapters.count > 0);
}

static const char *
legal_line(const struct sitting *sitting, const struct item *item, enum lang lang)
{
    if (strcmp(sitting->project.country, "RU") == 0)
        return text_in(&item->legal_ru, lang);
    if (strcmp(sitting->project.country, "UA") == 0)
        return text_in(&item->legal_ua, lang);
    return "";
}

static void
view_keys(struct request *rq, const struct sitting *sitting, const struct marked_paper *paper,
          struct view *view)
{
    enum lang lang = page_lang(rq);

    for (size_t i = 0; i < paper->items.count; i++) {
        const struct marked_item *m = &paper->items.items[i];
        struct view *item = view_item(view, "keys");

        view_int(item, "n", (int64_t)i + 1);
        view_text(item, "label", text_in(&m->item->label, lang));
        view_text(item, "label_lang", text_foreign(&m->item->label, lang));
        view_text(item, "words_lang", m->item->options.count > 0 ? text_foreign(&m->item->label, lang) : "");
        view_text(item, "explanation_lang", text_foreign(&m->item->explanation, lang));
        view_text(item, "answer",
                  sitting_words(rq, m->item, exam_item_words(rq->arena, m->item, m->answer, lang)));
        view_text(item, "key", sitting_words(rq, m->item, exam_item_key(rq->arena, m->item, lang)));
        view_text(item, "explanation", text_in(&m->item->explanation, lang));
        view_text(item, "legal", legal_line(sitting, m->item, lang));
        view_text(item, "mark", points_text(rq, m->mark));
        view_int(item, "most", m->most / 100);
        view_bool(item, "right", m->mark == m->most);
    }
}

static void
view_verdict(struct request *rq, const struct marked_paper *paper, struct view *view)
{
    const struct verdict *v = &paper->verdict;

    view_bool(view, "marked", true);
    view_bool(view, "passed", v->reason == PASSED);
    view_text(view, "word", v->word ? text_in(v->word, page_lang(rq)) : NULL);
    view_text(view, "reason", reason_text(rq, paper));
    view_text(view, "mark", points_text(rq, v->mark));
    view_text(view, "most", whole_points(rq, v->most));
    view_text(view, "percent",
              format_percent(rq->arena, page_lang(rq), percent_cut(rq->arena, page_lang(rq), v->percent, 2)));
    view_text(view, "bar", points_text(rq, v->bar));
    view_topics(rq, v, view);
    view_reading(rq, paper, view);
}

/* Keys and explanations, or when they open. */
static enum db_result
view_opened(struct request *rq, const struct sitting *sitting, const struct marked_paper *paper,
            struct view *view)
{
    struct turn_keys keys;
    enum db_result result = turn_keys(rq, sitting->quiz, sitting->project.id, &keys);

    if (result != DB_OK)
        return result;
    view_bool(view, "has_keys", keys.open);
    if (keys.open)
        view_keys(rq, sitting, paper, view);
    view_text(view, "keys_from", turn_keys_sentence(rq, sitting->quiz, sitting->zone, &keys));
    return DB_OK;
}

/* After a failed attempt: whether and when the next one may start. */
static enum db_result
view_next(struct request *rq, const struct sitting *sitting, struct view *view)
{
    struct attempt_list attempts;
    const struct attempt *next;
    struct begin begin;
    enum db_result result = attempt_list(page_db(rq), rq->arena, sitting->attempt.assignment, &attempts);

    if (result != DB_OK)
        return result;
    next = &attempts.items[attempts.count - 1];
    if (next->number != sitting->attempt.number + 1 || next->state != ATTEMPT_READY)
        return DB_OK;
    begin = turn_begin(rq, sitting->quiz, &attempts, attempts.count - 1);
    view_text(view, "next",
              begin.may == BEGIN_NOW ? page_text(rq, "exam.result.retake")
                                     : turn_sentence(rq, sitting->zone, &begin, next->closes_at));
    return DB_OK;
}

struct reply
exam_result_page(struct request *rq)
{
    struct marked_paper paper;
    struct sitting sitting;
    struct view *view;

    switch (sitting_open(rq, &sitting)) {
    case DB_OK: break;
    case DB_NONE: return page_not_found(rq);
    default: return page_failed(rq);
    }
    if (sitting_runs(rq, &sitting))
        return reply_see_other(sitting_url(rq, &sitting, "finish"));
    if (sitting.attempt.state == ATTEMPT_READY)
        return reply_see_other(arena_printf(rq->arena, "/my/%lld", (long long)sitting.attempt.assignment));
    view = sitting_view(rq, &sitting, 0);
    view_bool(view, "over",
              sitting.attempt.state == ATTEMPT_HANDED_IN || sitting.attempt.state == ATTEMPT_EXPIRED);
    view_bool(view, "by_server", sitting.attempt.state == ATTEMPT_EXPIRED);
    view_bool(view, "by_staff", strcmp(sitting.attempt.handed_in_by, "staff") == 0);
    view_bool(view, "waiting",
              sitting.attempt.state == ATTEMPT_RUNNING); /* the sweep comes within a second */
    view_bool(view, "interrupted", sitting.attempt.state == ATTEMPT_INTERRUPTED);
    view_printf(view, "assignment_url", "/my/%lld", (long long)sitting.attempt.assignment);
    if (sitting.attempt.marked) {
        if (attempt_judge(page_db(rq), rq->arena, page_app(rq)->library, &sitting.attempt, &paper) != DB_OK)
            return page_failed(rq);
        view_verdict(rq, &paper, view);
        if (view_opened(rq, &sitting, &paper, view) != DB_OK || view_next(rq, &sitting, view) != DB_OK)
            return page_failed(rq);
    }
    return page_reply(rq, 200, "exam_result", view);
}
