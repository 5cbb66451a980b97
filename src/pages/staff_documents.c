/* Documents: what each lacks and when it was last given out; its preview; its files; giving it out. */
#include "pages/document_make.h"
#include "pages/staff_audit.h"
#include "pages/staff_figures.h"

#include "model/format.h"
#include "store/issued.h"

#include <string.h>

enum { MAX_PREVIEW = 3 << 20 };

/* One document of a request: what is wanted of whom, and what came of it. */
struct errand {
    struct staff_project at;
    struct sheet_order sheet;
    enum weighing weighing;
    bool issue;
    struct document_made made;
    enum db_result result;
    struct app *app;
};

static bool
may_issue(const struct staff_project *at)
{
    return (at->rights & (1U << STAFF_CONSULTANT | 1U << STAFF_TRAINER)) != 0;
}

/* ---- the list ---- */

/* What is missing, and where whoever may fill it in does so: a trainer's settings have the attestation only.
 */
static void
show_missing(struct request *rq, const struct staff_project *at, const struct document_order *order,
             const struct missing_facts *missing, struct view *view)
{
    const struct report *report = order->report;

    if (staff_may(at, PLACE_SETTINGS) && report->needs_quiz)
        view_text(view, "settings_url",
                  staff_url(rq, at, arena_printf(rq->arena, "/settings#test-%s", order->test)));
    else if ((at->rights & 1U << STAFF_CONSULTANT) != 0)
        view_text(view, "settings_url", staff_url(rq, at, "/settings"));
    view_bool(view, "has_missing", missing->count > 0);
    for (size_t i = 0; i < missing->count; i++)
        view_text(view_item(view, "missing"), "name", page_text(rq, missing->items[i].label));
}

static const char *
report_url(struct request *rq, const struct staff_project *at, const struct report *report,
           const char *ending, const char *test)
{
    const char *tail = arena_printf(rq->arena, "/documents/%s%s", report->name, ending);

    if (*test != '\0')
        tail = arena_printf(rq->arena, "%s?test=%s", tail, url_path(rq->arena, "%", test, NULL));
    return staff_url(rq, at, tail);
}

static void
show_files(struct request *rq, const struct staff_project *at, const struct report *report, const char *test,
           struct view *view)
{
    view_text(view, "preview_url", report_url(rq, at, report, "", test));
    view_text(view, "pdf_url", report_url(rq, at, report, ".pdf", test));
    view_text(view, "csv_url", report_url(rq, at, report, ".csv", test));
    view_text(view, "json_url", report_url(rq, at, report, ".json", test));
    view_text(view, "issue_url", report_url(rq, at, report, "", ""));
    view_text(view, "test", test);
    view_bool(view, "may_issue", may_issue(at));
}

static void
show_last_issue(struct request *rq, const struct staff_project *at, const struct issued_documents *issued,
                const char *kind, struct view *view)
{
    for (size_t i = 0; i < issued->count; i++) {
        const struct issued_document *d = &issued->items[i];

        if (strcmp(d->kind, kind) != 0)
            continue;
        view_bool(view, "was_issued", true);
        view_printf(view, "issue_number", "%lld", (long long)d->number);
        view_text(view, "issued_on", staff_moment(rq, at, d->created_at));
        return;
    }
}

/* What a document of a test is kept under: its sheets are numbered apart. */
static const char *
issue_kind(struct arena *arena, const struct report *report, const char *test)
{
    return *test != '\0' ? arena_printf(arena, "%s/%s", report->name, test) : report->name;
}

static const char *
issue_title(struct request *rq, const char *kind)
{
    const char *slash = strchr(kind, '/');
    const struct report *report =
        report_find(slash != NULL ? arena_copy_n(rq->arena, kind, (size_t)(slash - kind)) : kind);
    const struct quiz *quiz = slash != NULL ? library_quiz(page_app(rq)->library, slash + 1) : NULL;
    const char *title = report != NULL ? page_text(rq, report->title) : kind;

    if (quiz == NULL)
        return title;
    return arena_printf(rq->arena, "%s · %s", title, text_in(&quiz->title, page_lang(rq)));
}

static void
show_issued(struct request *rq, const struct staff_project *at, const struct issued_documents *issued,
            struct view *view)
{
    view_bool(view, "has_issued", issued->count > 0);
    for (size_t i = 0; i < issued->count; i++) {
        const struct issued_document *d = &issued->items[i];
        struct view *row = view_item(view, "issued");
        struct staff staff;

        view_text(row, "title", issue_title(rq, d->kind));
        view_printf(row, "number", "%lld", (long long)d->number);
        view_printf(row, "revision", "%lld", (long long)d->revision);
        view_text(row, "language", d->language);
        view_text(row, "when", staff_moment(rq, at, d->created_at));
        view_text(row, "who",
                  d->staff != 0 && staff_get(page_db(rq), rq->arena, d->staff, &staff) == DB_OK
                      ? staff.full_name
                      : "");
        view_text(row, "sum", arena_copy_n(rq->arena, d->sha256, 16));
        view_text(row, "url", staff_url(rq, at, arena_printf(rq->arena, "/issued/%lld", (long long)d->id)));
    }
}

/* A line of the list for each report, and for a sheet each test. */
static void
show_report(struct request *rq, const struct staff_project *at, const struct report *report,
            const struct quiz *quiz, struct view *item)
{
    const char *test = quiz != NULL ? quiz->id : "";

    view_text(item, "title", issue_title(rq, issue_kind(rq->arena, report, test)));
    view_text(item, "lead", page_text(rq, quiz != NULL ? "documents.sheet.lead" : "documents.summary.lead"));
    show_files(rq, at, report, test, item);
}

static struct reply
show_list(struct request *rq, const struct staff_project *at)
{
    struct view *view = staff_view(rq, at, PLACE_DOCUMENTS, page_text(rq, "documents.title"));
    const struct quizzes *quizzes = &page_app(rq)->library->quizzes;
    struct issued_documents issued;
    struct project_facts facts = { 0 };
    struct report_facts printed;
    struct missing_facts missing;
    enum db_result result = issued_list(page_db(rq), rq->arena, at->project.id, &issued);

    if (result == DB_OK || result == DB_NONE)
        result = project_fact_list(page_db(rq), rq->arena, at->project.id, &facts);
    if (result != DB_OK && result != DB_NONE)
        return page_failed(rq);
    for (size_t i = 0; i < report_count; i++)
        for (size_t q = 0; q < (reports[i].needs_quiz ? quizzes->count : 1); q++) {
            const struct quiz *quiz = reports[i].needs_quiz ? quizzes->items[q] : NULL;
            const struct document_order order = { .report = &reports[i],
                                                  .test = quiz != NULL ? quiz->id : "" };
            struct view *item = view_item(view, "documents");

            show_report(rq, at, &reports[i], quiz, item);
            report_facts_fill(rq->arena, &at->project, &facts, order.test, &printed);
            report_missing_facts(rq->arena, order.report, &printed, &missing);
            show_missing(rq, at, &order, &missing, item);
            show_last_issue(rq, at, &issued, issue_kind(rq->arena, &reports[i], order.test), item);
        }
    show_issued(rq, at, &issued, view);
    return page_reply(rq, 200, "staff_documents", view);
}

struct reply
documents_page(struct request *rq)
{
    struct staff_project at;
    enum db_result result = staff_project(rq, PLACE_DOCUMENTS, &at);

    return result == DB_OK ? show_list(rq, &at) : staff_refusal(rq, result);
}

/* ---- one document ---- */

/* The preview's address in another language or weighing. */
static const char *
variant_url(struct request *rq, const struct errand *errand, const char *language, bool equal)
{
    const char *tail =
        arena_printf(rq->arena, "/documents/%s?language=%s", errand->sheet.order.report->name, language);

    if (errand->sheet.order.report->needs_quiz)
        tail = arena_printf(rq->arena, "%s&test=%s", tail,
                            url_path(rq->arena, "%", errand->sheet.order.test, NULL));
    else if (errand->weighing != WEIGH_AS_FACT || equal)
        tail = arena_printf(rq->arena, "%s&equal=%d", tail, equal);
    return staff_url(rq, &errand->at, tail);
}

static void
show_variants(struct request *rq, const struct errand *errand, struct view *view)
{
    const struct document_order *order = &errand->sheet.order;
    const char *code = lang_code(order->lang);
    const char *more = arena_printf(rq->arena, "%slanguage=%s%s", *order->test != '\0' ? "&" : "?", code,
                                    errand->weighing == WEIGH_EQUAL   ? "&equal=1"
                                    : errand->weighing == WEIGH_USERS ? "&equal=0"
                                                                      : "");

    for (size_t i = 0; i < errand->at.project.languages.count; i++) {
        struct view *item = view_item(view, "printed_in");

        view_text(item, "code", errand->at.project.languages.items[i]);
        view_text(
            item, "url",
            variant_url(rq, errand, errand->at.project.languages.items[i], errand->weighing == WEIGH_EQUAL));
        view_bool(item, "current", strcmp(errand->at.project.languages.items[i], code) == 0);
    }
    view_bool(view, "equal", errand->weighing == WEIGH_EQUAL);
    if (!order->report->needs_quiz)
        view_text(view, "weigh_url", variant_url(rq, errand, code, errand->weighing != WEIGH_EQUAL));
    view_text(view, "language", code);
    view_text(view, "pdf_url",
              arena_printf(rq->arena, "%s%s", report_url(rq, &errand->at, order->report, ".pdf", order->test),
                           more));
    view_text(view, "csv_url",
              arena_printf(rq->arena, "%s%s", report_url(rq, &errand->at, order->report, ".csv", order->test),
                           more));
    view_text(view, "json_url",
              arena_printf(rq->arena, "%s%s",
                           report_url(rq, &errand->at, order->report, ".json", order->test), more));
}

static struct reply
show_preview(struct request *rq, const struct errand *errand)
{
    const struct document_order *order = &errand->sheet.order;
    const char *kind = issue_kind(rq->arena, order->report, order->test);
    struct view *view = staff_view(rq, &errand->at, PLACE_DOCUMENTS, issue_title(rq, kind));

    show_files(rq, &errand->at, order->report, order->test, view);
    show_missing(rq, &errand->at, order, &errand->made.missing, view);
    show_variants(rq, errand, view);
    view_bool(view, "has_odd", errand->made.odd.count > 0);
    for (size_t i = 0; i < errand->made.odd.count; i++)
        view_text(view_item(view, "odd"), "name", errand->made.odd.items[i]);
    view_text(view, "list_url", staff_url(rq, &errand->at, "/documents"));
    view_bool(view, "too_large", errand->made.length > MAX_PREVIEW);
    view_text(view, "doc_html", errand->made.length > MAX_PREVIEW ? "" : errand->made.bytes);
    return page_reply(rq, 200, "staff_document", view);
}

static const char *
file_name(struct request *rq, const struct errand *errand)
{
    const struct document_order *order = &errand->sheet.order;

    return arena_printf(rq->arena, "%s-%s%s%s-%lld.%s", errand->at.project.code, order->report->name,
                        *order->test != '\0' ? "-" : "", order->test, (long long)errand->made.revision,
                        document_format_word(order->format));
}

/* Keep what is given out, and give it out. */
static struct reply
give_out(struct request *rq, struct errand *errand)
{
    struct issued_document document = { .project = errand->at.project.id,
                                        .kind = issue_kind(rq->arena, errand->sheet.order.report,
                                                           errand->sheet.order.test),
                                        .revision = errand->made.revision,
                                        .language = lang_code(errand->sheet.order.lang),
                                        .sha256 = errand->made.sha256,
                                        .figures = errand->made.figures,
                                        .staff = page_caller(rq)->id,
                                        .created_at = rq->now };

    if (issued_next_number(page_db(rq), document.project, document.kind, &document.number) != DB_OK)
        return page_failed(rq);
    if (errand->made.number != 0 && errand->made.number != document.number)
        return page_refused(rq, 409, "documents.issue.again"); /* somebody else issued it meanwhile */
    if (issued_add(page_db(rq), &document) != DB_OK)
        return page_failed(rq);
    return reply_file(rq, document_format_type(REPORT_PDF), errand->made.bytes, errand->made.length,
                      arena_printf(rq->arena, "%s-%s%s%s-no-%lld.pdf", errand->at.project.code,
                                   errand->sheet.order.report->name,
                                   *errand->sheet.order.test != '\0' ? "-" : "", errand->sheet.order.test,
                                   (long long)document.number));
}

static struct reply
deliver(struct request *rq, struct errand *errand)
{
    if (errand->made.result == DOC_TOO_LONG || errand->made.result == DOC_TOO_LARGE)
        return page_refused(rq, 422, "documents.too_long");
    if (errand->made.result != DOC_OK)
        return page_refused(rq, 503, "documents.failed");
    if (errand->issue)
        return give_out(rq, errand);
    if (errand->sheet.order.format == REPORT_HTML)
        return show_preview(rq, errand);
    return reply_file(rq, document_format_type(errand->sheet.order.format), errand->made.bytes,
                      errand->made.length, file_name(rq, errand));
}

/* ---- in the worker ---- */

static void
need_fonts(struct errand *errand)
{
    if (errand->sheet.order.format == REPORT_PDF || errand->sheet.order.format == REPORT_HTML)
        errand->sheet.order.fonts = app_fonts(errand->app);
}

static void
make_summary(struct findings_use *use, struct arena *arena)
{
    struct errand *errand = use->arg;

    need_fonts(errand);
    document_from_findings(arena, &errand->sheet.order, use->findings, errand->issue, &errand->made);
}

static struct reply
summary_page(struct request *rq, struct findings_use *use)
{
    return deliver(rq, use->arg);
}

static void
make_sheet(struct page_job *job, struct db *reader)
{
    struct errand *errand = job->arg;

    need_fonts(errand);
    errand->result = document_from_sheet(reader, job->arena, &errand->sheet, &errand->made);
}

static struct reply
sheet_page(struct request *rq)
{
    const struct page_job *job = rq->job;
    struct errand *errand = job->arg;

    if (!job->ran)
        return page_refused(rq, 503, "error.stopping");
    return errand->result == DB_OK ? deliver(rq, errand) : staff_refusal(rq, errand->result);
}

static struct reply
start(struct request *rq, struct errand *errand)
{
    struct findings_use *use = ARENA_NEW(rq->arena, struct findings_use);
    struct page_job *job = ARENA_NEW(rq->arena, struct page_job);

    if (!errand->sheet.order.report->needs_quiz) {
        *use = (struct findings_use){ .at = &errand->at,
                                      .lang = errand->sheet.order.lang,
                                      .weighing = errand->weighing,
                                      .writes = errand->issue,
                                      .work = make_summary,
                                      .page = summary_page,
                                      .arg = errand };
        return findings_serve(rq, use);
    }
    *job = (struct page_job){ .run = make_sheet,
                              .finish = sheet_page,
                              .finish_runs = errand->issue ? WRITE : READ,
                              .lane = LANE_DOCUMENTS,
                              .arg = errand };
    return page_job_start(rq, job);
}

/* ---- asking ---- */

/* A field of the form or, on GET, of the address. */
static const char *
wanted(const struct request *rq, const char *name)
{
    const char *value = rq->method == METHOD_POST ? request_form(rq, name) : request_query(rq, name);

    return value != NULL ? value : "";
}

/* "requirements.pdf" of the address; false when there is no such document or format. */
static bool
read_name(struct request *rq, struct document_order *order)
{
    const char *name = rq->params[1], *dot = strrchr(name, '.');

    order->format = REPORT_HTML;
    if (dot != NULL && (!document_format_parse(dot + 1, &order->format) || order->format == REPORT_HTML))
        return false;
    order->report = report_find(dot != NULL ? arena_copy_n(rq->arena, name, (size_t)(dot - name)) : name);
    return order->report != NULL && (order->report->formats & order->format) != 0;
}

static bool
printed_in(const struct project *project, const char *code)
{
    for (size_t i = 0; i < project->languages.count; i++)
        if (strcmp(project->languages.items[i], code) == 0)
            return true;
    return false;
}

static bool
read_order(struct request *rq, struct errand *errand)
{
    struct document_order *order = &errand->sheet.order;
    const char *language = wanted(rq, "language"), *equal = wanted(rq, "equal");

    if (!read_name(rq, order))
        return false;
    order->test = order->report->needs_quiz ? wanted(rq, "test") : "";
    order->phrases = page_app(rq)->phrases;
    order->now = rq->now;
    if (!printed_in(&errand->at.project, language) || !lang_parse(language, &order->lang))
        if (!lang_parse(errand->at.project.language, &order->lang))
            order->lang = page_app(rq)->settings.default_language;
    errand->weighing = *equal == '1' ? WEIGH_EQUAL : *equal == '0' ? WEIGH_USERS : WEIGH_AS_FACT;
    errand->sheet.library = page_app(rq)->library;
    errand->sheet.project = errand->at.project.id;
    errand->app = page_app(rq);
    return true;
}

struct reply
document_page(struct request *rq)
{
    struct errand *errand = ARENA_NEW(rq->arena, struct errand);
    enum db_result result = staff_project(rq, PLACE_DOCUMENTS, &errand->at);

    if (result != DB_OK)
        return staff_refusal(rq, result);
    return read_order(rq, errand) ? start(rq, errand) : page_not_found(rq);
}

/* ---- giving it out ---- */

static enum db_result
count_unfinished(struct request *rq, const struct errand *errand, struct sheet_count *out)
{
    const struct sheet_ask ask = { errand->sheet.library, errand->sheet.project, errand->sheet.order.test,
                                   errand->sheet.order.lang, rq->now };
    struct sheet_source source;
    enum db_result result = report_sheet_read(page_db(rq), rq->arena, &ask, &source);

    if (result == DB_OK)
        *out = sheet_count(&source.people);
    return result;
}

/* Some are still at it: an issue is for good, so it is asked for once more. */
static struct reply
ask_first(struct request *rq, const struct errand *errand, const struct sheet_count *count)
{
    const struct document_order *order = &errand->sheet.order;
    struct view *view = staff_view(rq, &errand->at, PLACE_DOCUMENTS,
                                   issue_title(rq, issue_kind(rq->arena, order->report, order->test)));

    show_files(rq, &errand->at, order->report, order->test, view);
    view_text(view, "language", lang_code(order->lang));
    view_text(view, "running",
              count->running > 0 ? part_plural(rq, "documents.issue.running", count->running) : NULL);
    view_text(view, "interrupted",
              count->interrupted > 0 ? part_plural(rq, "documents.issue.interrupted", count->interrupted)
                                     : NULL);
    return page_reply(rq, 200, "staff_issue", view);
}

struct reply
document_issue(struct request *rq)
{
    struct errand *errand = ARENA_NEW(rq->arena, struct errand);
    struct sheet_count count;
    enum db_result result = staff_project(rq, PLACE_DOCUMENTS, &errand->at);

    if (result != DB_OK)
        return staff_refusal(rq, result);
    if (!read_order(rq, errand) || errand->sheet.order.format != REPORT_HTML)
        return page_not_found(rq);
    errand->sheet.order.format = REPORT_PDF;
    errand->issue = errand->sheet.figures = true;
    errand->sheet.issue = issue_kind(rq->arena, errand->sheet.order.report, errand->sheet.order.test);
    if (!errand->sheet.order.report->needs_quiz || *wanted(rq, "confirmed") == '1')
        return start(rq, errand);
    result = count_unfinished(rq, errand, &count);
    if (result != DB_OK)
        return staff_refusal(rq, result);
    return count.running + count.interrupted > 0 ? ask_first(rq, errand, &count) : start(rq, errand);
}

struct reply
issued_page(struct request *rq)
{
    struct issued_document document;
    struct staff_project at;
    enum db_result result = staff_project(rq, PLACE_DOCUMENTS, &at);

    if (result == DB_OK)
        result = issued_get(page_db(rq), rq->arena, at.project.id, staff_number(rq, 1), &document);
    if (result != DB_OK)
        return staff_refusal(rq, result);
    return reply_file(
        rq, document_format_type(REPORT_JSON), document.figures, strlen(document.figures),
        arena_printf(rq->arena, "%s-issue-%lld.json", at.project.code, (long long)document.number));
}
