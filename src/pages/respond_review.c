/* The end of a questionnaire: review, hand-in, and what happens next. */
#include "model/format.h"
#include "pages/answer_lines.h"
#include "pages/respond.h"
#include "pages/section_page.h"

#include <string.h>

static void
add_question(struct request *rq, const struct visit *visit, const struct question *question,
             struct view *part)
{
    struct answer_reading reading = { .arena = rq->arena,
                                      .phrases = page_app(rq)->phrases,
                                      .lang = page_lang(rq),
                                      .survey = visit->survey,
                                      .answers = &visit->answers };
    struct answer_lines lines = answer_lines(&reading, question);
    const struct section *section = &visit->survey->sections.items[question->section];
    struct view *view = view_item(part, "questions");

    view_text(view, "id", question->id);
    view_int(view, "number", question->number);
    view_text(view, "label", text_in(&question->label, page_lang(rq)));
    view_text(view, "change",
              visit_is_open(visit)
                  ? arena_printf(rq->arena, "%s#q-%s", visit_path(rq, visit, section->id), question->id)
                  : NULL);
    for (size_t i = 0; i < lines.count; i++) {
        struct view *line = view_item(view, "lines");

        view_text(line, "title", lines.items[i].title);
        view_text(line, "words", lines.items[i].words);
        view_bool(line, "quiet", lines.items[i].quiet);
    }
}

/* All that is asked for, by section. */
static void
add_answers(struct request *rq, const struct visit *visit, struct view *view)
{
    for (size_t i = visit_section(visit, 0, 1); i != SIZE_MAX; i = visit_section(visit, i + 1, 1)) {
        const struct section *section = &visit->survey->sections.items[i];
        struct view *part = view_item(view, "parts");

        view_text(part, "title", text_in(&section->title, page_lang(rq)));
        for (size_t q = section->first; q < section->first + section->count; q++) {
            if (visit_asks(visit, &visit->survey->questions.items[q]))
                add_question(rq, visit, &visit->survey->questions.items[q], part);
        }
    }
}

/* One finding, with a link that shows it beside its field. */
static void
add_finding(struct request *rq, const struct visit *visit, const struct finding *finding, struct view *list)
{
    const struct question *question = finding->question;
    const struct refusal *why = &finding->refusal;
    const struct section *section = &visit->survey->sections.items[question->section];
    const struct cell at = { .question = question->id, .row = why->row, .column = why->column };

    view_printf(list, "url", "%s?check=%s#q-%s", visit_path(rq, visit, section->id), question->id,
                question->id);
    view_text(list, "label", cell_title(rq, visit, &at));
    view_text(list, "refusal", refusal_sentence(rq, why));
}

/* What keeps the questionnaire from being handed in, and what was left, each question once. */
static void
add_findings(struct request *rq, const struct visit *visit, struct view *view)
{
    const struct question *last = NULL;
    struct refusals found = { 0 };

    survey_refusals(&visit->judge, &found);
    for (size_t i = 0; i < found.count; i++) {
        const struct finding *finding = &found.items[i];

        if (finding->soft && finding->question == last)
            continue;
        if (finding->soft)
            last = finding->question;
        add_finding(rq, visit, finding, view_item(view, finding->soft ? "soft" : "missing"));
        view_bool(view, finding->soft ? "soft_any" : "missing_any", true);
    }
}

static struct reply
review_page(struct request *rq, const struct visit *visit, bool refused)
{
    struct view *view = visit_view(rq, visit, page_text(rq, "respond.review.title"));
    size_t last = visit_section(visit, visit->survey->sections.count - 1, -1);

    add_findings(rq, visit, view);
    add_answers(rq, visit, view);
    view_bool(view, "refused", refused);
    view_text(view, "hand_in_path", visit_path(rq, visit, "hand-in"));
    view_text(view, "back_path",
              last == SIZE_MAX ? "/my" : visit_path(rq, visit, visit->survey->sections.items[last].id));
    view_printf(view, "save_path", "/response/%lld", (long long)visit->response.id);
    view_text(view, "data_html", section_data(rq, visit, SIZE_MAX));
    return page_reply(rq, refused && rq->method == METHOD_POST ? 422 : 200, "respond_review", view);
}

static struct reply
review(struct request *rq, bool refused)
{
    struct visit visit;

    switch (visit_open(rq, &visit)) {
    case DB_OK: break;
    case DB_NONE: return page_not_found(rq);
    default: return page_failed(rq);
    }
    if (!visit_is_open(&visit))
        return reply_see_other(visit_path(rq, &visit, "done"));
    return review_page(rq, &visit, refused);
}

struct reply
respond_review(struct request *rq)
{
    return review(rq, false);
}

struct reply
respond_refused(struct request *rq)
{
    return review(rq, true);
}

/* Is there something that must be answered first? */
static bool
must_wait(const struct visit *visit)
{
    struct refusals found = { 0 };

    survey_refusals(&visit->judge, &found);
    for (size_t i = 0; i < found.count; i++) {
        if (!found.items[i].soft)
            return true;
    }
    return false;
}

struct reply
respond_hand_in(struct request *rq)
{
    struct actor by;
    struct visit visit;
    bool first;

    switch (visit_open(rq, &visit)) {
    case DB_OK: break;
    case DB_NONE: return page_not_found(rq);
    default: return page_failed(rq);
    }
    by = (struct actor){ ACTOR_PERSON, visit.response.person };
    if (visit_is_open(&visit) && must_wait(&visit))
        return review_page(rq, &visit, true);
    if (response_hand_in(page_db(rq), visit.response.person, visit.response.id, by, rq->now, &first) != DB_OK)
        return page_failed(rq);
    return reply_see_other(visit_path(rq, &visit, "done"));
}

struct reply
respond_done(struct request *rq)
{
    struct visit visit;
    struct view *view;

    switch (visit_open(rq, &visit)) {
    case DB_OK: break;
    case DB_NONE: return page_not_found(rq);
    default: return page_failed(rq);
    }
    if (visit_is_open(&visit))
        return reply_see_other(visit_path(rq, &visit, "review"));
    view = visit_view(rq, &visit, page_text(rq, "respond.done.title"));
    view_text(
        view, "handed_in",
        phrase_fill(rq->arena, page_app(rq)->phrases, page_lang(rq), "respond.done.at", "date",
                    format_date(rq->arena, page_lang(rq), visit.zone, visit.response.handed_in_at), "time",
                    format_time(rq->arena, page_lang(rq), visit.zone, visit.response.handed_in_at), NULL));
    view_text(view, "copy_path", visit_path(rq, &visit, "copy.pdf"));
    add_answers(rq, &visit, view);
    return page_reply(rq, 200, "respond_done", view);
}
