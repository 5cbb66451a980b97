/* One's own answers as a PDF, made by the documents lane. */
#include "base/log.h"
#include "doc/write.h"
#include "model/format.h"
#include "pages/answer_lines.h"
#include "pages/respond.h"
#include "pages/visit.h"
#include "store/person.h"

enum { MAX_COPY = 16 << 20 };

struct copy {
    struct app *app;
    struct visit visit;
    enum lang lang;
    const char *respondent;
    const char *pdf; /* NULL: it could not be made */
    size_t length;
};

static const char *
say(const struct copy *copy, const char *key)
{
    return phrase(copy->app->phrases, copy->lang, key);
}

static struct doc *
begin(const struct copy *copy, struct arena *arena)
{
    const struct visit *visit = &copy->visit;
    int64_t at = visit->response.handed_in_at;
    const char *title = text_in(&visit->survey->title, copy->lang);
    struct doc *doc = doc_new(arena, &(struct doc_facts){
                                         .lang = copy->lang,
                                         .title = title,
                                         .code = arena_int(arena, visit->response.id),
                                         .version = arena_int(arena, visit->survey->version),
                                         .date = format_date(arena, copy->lang, visit->zone, at),
                                         .made = zone_civil(visit->zone, at),
                                         .country = visit->project.country,
                                         .words = { say(copy, "report.page"), say(copy, "report.continued"),
                                                    say(copy, "report.blank") },
                                     });
    struct doc_paragraph *name;
    struct doc_keys *keys;

    block_section(doc, &(struct section_setup){
                           .foot = phrase_fill(arena, copy->app->phrases, copy->lang, "respond.copy.foot",
                                               "number", doc->facts.code, "version", doc->facts.version,
                                               "date", doc->facts.date, NULL) });
    name = block_paragraph(doc, STYLE_TITLE, ALIGN_LEFT);
    block_span(doc, name, SPAN_PLAIN, title);
    keys = block_keys(doc);
    block_key(doc, keys, say(copy, "respond.copy.organisation"), visit->project.organisation);
    block_key(doc, keys, say(copy, "respond.copy.respondent"), copy->respondent);
    block_key(doc, keys, say(copy, "respond.copy.handed_in"),
              arena_printf(arena, "%s, %s", format_date(arena, copy->lang, visit->zone, at),
                           format_time(arena, copy->lang, visit->zone, at)));
    return doc;
}

static void
add_question(const struct copy *copy, struct doc *doc, const struct question *question)
{
    struct answer_reading reading = { .arena = doc->arena,
                                      .phrases = copy->app->phrases,
                                      .lang = copy->lang,
                                      .survey = copy->visit.survey,
                                      .answers = &copy->visit.answers };
    struct answer_lines lines = answer_lines(&reading, question);
    struct doc_paragraph *label = block_paragraph(doc, STYLE_BODY, ALIGN_LEFT);

    label->heads = true;
    if (question->number > 0)
        block_span(doc, label, SPAN_BOLD, arena_printf(doc->arena, "%d. ", question->number));
    block_span(doc, label, SPAN_BOLD, text_in(&question->label, copy->lang));
    for (size_t i = 0; i < lines.count; i++) {
        struct doc_paragraph *line = block_paragraph(doc, STYLE_BODY, ALIGN_LEFT);

        if (lines.items[i].title != NULL)
            block_span(doc, line, SPAN_PLAIN, arena_printf(doc->arena, "%s: ", lines.items[i].title));
        block_span(doc, line, lines.items[i].quiet ? SPAN_ITALIC : SPAN_PLAIN, lines.items[i].words);
    }
}

static void
make_copy(struct page_job *job, struct db *reader)
{
    struct copy *copy = job->arg;
    const struct visit *visit = &copy->visit;
    const struct fonts *fonts = app_fonts(copy->app);
    struct doc *doc = begin(copy, job->arena);
    scoped_buf out;

    (void)reader; /* everything was read before */
    buf_open(&out, MAX_COPY);
    for (size_t i = visit_section(visit, 0, 1); i != SIZE_MAX; i = visit_section(visit, i + 1, 1)) {
        const struct section *section = &visit->survey->sections.items[i];

        block_heading(doc, 2, "", text_in(&section->title, copy->lang));
        for (size_t q = section->first; q < section->first + section->count; q++) {
            if (visit_asks(visit, &visit->survey->questions.items[q]))
                add_question(copy, doc, &visit->survey->questions.items[q]);
        }
    }
    if (fonts == NULL || doc_pdf(doc, fonts, &out, NULL) != DOC_OK) {
        log_error("the copy of response %lld could not be made", (long long)visit->response.id);
        return;
    }
    copy->length = out.length;
    copy->pdf = buf_keep(&out, job->arena);
}

static struct reply
send_copy(struct request *rq)
{
    const struct page_job *job = rq->job;
    const struct copy *copy = job->arg;

    if (!job->ran)
        return page_refused(rq, 503, "error.busy");
    if (copy->pdf == NULL)
        return page_failed(rq);
    return reply_file(
        rq, "application/pdf", copy->pdf, copy->length,
        arena_printf(rq->arena, "%s.pdf", phrase(copy->app->phrases, copy->lang, "respond.copy.title")));
}

struct reply
respond_copy(struct request *rq)
{
    struct copy *copy = ARENA_NEW(rq->arena, struct copy);
    struct page_job *job = ARENA_NEW(rq->arena, struct page_job);
    struct person person;
    struct name name;

    switch (visit_open(rq, &copy->visit)) {
    case DB_OK: break;
    case DB_NONE: return page_not_found(rq);
    default: return page_failed(rq);
    }
    if (visit_is_open(&copy->visit))
        return reply_see_other(visit_path(rq, &copy->visit, "review"));
    if (person_self(page_db(rq), rq->arena, copy->visit.response.person, &person) != DB_OK)
        return page_failed(rq);
    name = (struct name){ person.family, person.given, person.patronymic };
    copy->app = page_app(rq);
    copy->lang = page_lang(rq);
    copy->respondent = name_full(rq->arena, &name);
    *job = (struct page_job){
        .run = make_copy, .finish = send_copy, .finish_runs = READ, .lane = LANE_DOCUMENTS, .arg = copy
    };
    return page_job_start(rq, job);
}
