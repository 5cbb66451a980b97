/* Reading a questionnaire: the section asked for, or the one last open. */
#include "pages/respond.h"
#include "pages/section_page.h"

#include <string.h>

/* The first section that is asked for and has something without an answer; else SIZE_MAX. */
static size_t
first_unfinished(const struct visit *visit)
{
    const bool *complete = survey_complete(&visit->judge);

    for (size_t i = visit_section(visit, 0, 1); i != SIZE_MAX; i = visit_section(visit, i + 1, 1)) {
        if (visit_left(visit, complete, i) > 0)
            return i;
    }
    return SIZE_MAX;
}

struct reply
respond_resume(struct request *rq)
{
    struct visit visit;
    size_t section;

    switch (visit_open(rq, &visit)) {
    case DB_OK: break;
    case DB_NONE: return page_not_found(rq);
    default: return page_failed(rq);
    }
    if (!visit_is_open(&visit))
        return reply_see_other(visit_path(rq, &visit, "done"));
    if (survey_section(visit.survey, visit.response.page) != NULL)
        return reply_see_other(visit_path(rq, &visit, visit.response.page));
    section = first_unfinished(&visit);
    return reply_see_other(
        visit_path(rq, &visit, section == SIZE_MAX ? "review" : visit.survey->sections.items[section].id));
}

/* Come from the review: what is wrong with the question stands beside its fields. */
static void
show_findings(struct request *rq, const struct visit *visit, struct section_page *page)
{
    const char *id = request_query(rq, "check");
    const struct question *question = id ? survey_question(visit->survey, id) : NULL;
    struct refusals found = { 0 };

    if (question == NULL || question->section != (int)page->section)
        return;
    question_refusals(&visit->judge, question, &found);
    for (size_t i = 0; i < found.count; i++) {
        const struct refusal *why = &found.items[i].refusal;

        if (!found.items[i].soft)
            *ARENA_PUSH(rq->arena, &page->notes) = (struct cell_note){
                .question = id, .row = why->row, .column = why->column, .sentence = refusal_sentence(rq, why)
            };
    }
    page->kept = true;
}

struct reply
respond_section(struct request *rq)
{
    const struct section *section;
    struct section_page page = { .status = 200 };
    struct visit visit;

    switch (visit_open(rq, &visit)) {
    case DB_OK: break;
    case DB_NONE: return page_not_found(rq);
    default: return page_failed(rq);
    }
    section = survey_section(visit.survey, rq->params[1]);
    if (section == NULL)
        return page_not_found(rq);
    if (!visit_is_open(&visit))
        return reply_see_other(visit_path(rq, &visit, "done"));
    page.visit = &visit;
    page.section = (size_t)(section - visit.survey->sections.items);
    show_findings(rq, &visit, &page);
    page.saved = request_query(rq, "saved") != NULL;
    return section_page_reply(rq, &page);
}
