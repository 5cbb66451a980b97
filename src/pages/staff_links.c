/* Ways in, ready to be handed out: messages with links, a CSV of them, and slips to print and cut. */
#include "pages/staff_survey.h"

#include "base/csv.h"
#include "model/format.h"
#include "pages/mailing.h"
#include "store/db.h"

#include <string.h>

enum { MAX_TEXTS = 16 << 20, QUIET = 4, ROWS = 200 };

static struct view *
open_view(struct request *rq, const struct staff_project *at, const char *title)
{
    struct view *view = staff_view(rq, at, PLACE_SURVEY, page_text(rq, title));
    const char *query = strchr(part_query_url(rq, "page", NULL), '?');

    query = query != NULL ? query : "";
    view_text(view, "survey_url", staff_url(rq, at, "/survey"));
    view_text(view, "assign_url", staff_url(rq, at, "/survey/assign"));
    view_text(view, "links_url", arena_printf(rq->arena, "%s%s", staff_url(rq, at, "/links"), query));
    view_text(view, "slips_url", arena_printf(rq->arena, "%s%s", staff_url(rq, at, "/slips"), query));
    view_text(view, "csv_url", arena_printf(rq->arena, "%s%s", staff_url(rq, at, "/links.csv"), query));
    return view;
}

static void
run_mailing(struct page_job *job, struct db *reader)
{
    struct mailing *mailing = job->arg;

    mailing->result = DB_FAIL;
    if (!db_read_begin(reader))
        return;
    mailing->result = mailing_write(mailing, reader, job->arena);
    db_read_end(reader);
}

static handler send_csv;

/* Have the letters written; without the setting that they need, say which. */
static struct reply
start(struct request *rq, const struct mailing *wanted, handler *finish)
{
    struct mailing *mailing = ARENA_NEW(rq->arena, struct mailing);
    struct page_job *job = ARENA_NEW(rq->arena, struct page_job);
    const char *search = part_query(rq, "q");
    struct view *view;
    enum db_result result;
    bool nobody;

    *mailing = *wanted;
    result = staff_project(rq, PLACE_SURVEY, &mailing->at);
    if (result != DB_OK)
        return staff_refusal(rq, result);
    view = open_view(rq, &mailing->at, wanted->drawn ? "slips.title" : "links.title");
    if (part_nobody(rq, view, &mailing->at, &nobody) != DB_OK)
        return page_failed(rq);
    if (nobody && finish != send_csv)
        return page_reply(rq, 200, wanted->drawn ? "staff_slips" : "staff_links", view);
    mailing->home = part_public_url(rq);
    if (mailing->home == NULL) {
        staff_notice(view, "refused", page_text(rq, "links.no_public_url"));
        return page_reply(rq, 409, "staff_links_refused", view);
    }
    mailing->library = page_app(rq)->library;
    mailing->phrases = page_app(rq)->phrases;
    mailing->key = page_app(rq)->key;
    mailing->search = search[0] != '\0' ? search : NULL;
    mailing->department = page_number(request_query(rq, "department"));
    mailing->everybody = request_query(rq, "all") != NULL;
    *job = (struct page_job){
        .run = run_mailing, .finish = finish, .finish_runs = READ, .lane = LANE_DOCUMENTS, .arg = mailing
    };
    return page_job_start(rq, job);
}

/* The letters that the worker wrote; NULL with the reply that says why there are none. */
static const struct mailing *
written(struct request *rq, struct reply *refusal)
{
    const struct page_job *job = rq->job;
    const struct mailing *mailing = job->arg;

    if (!job->ran)
        *refusal = page_refused(rq, 503, "error.stopping");
    else if (mailing->result != DB_OK)
        *refusal = page_failed(rq);
    else
        return mailing;
    return NULL;
}

static bool
view_list(struct request *rq, struct view *view, const struct mailing *mailing)
{
    struct department_list departments;

    view_bool(view, "nobody", false);
    view_text(view, "q", part_query(rq, "q"));
    view_bool(view, "searched", mailing->search != NULL || mailing->department != 0);
    view_bool(view, "everybody", mailing->everybody);
    view_bool(view, "has_letters", mailing->total > 0);
    view_text(view, "letter_count", part_plural(rq, "people.count", mailing->total));
    part_pager(rq, view, mailing->page, mailing->total);
    return part_departments(rq, view, &mailing->at, part_query(rq, "department"), &departments) == DB_OK;
}

static const char *
whole_name(struct request *rq, const struct person *p)
{
    return name_full(rq->arena, &(struct name){ p->family, p->given, p->patronymic });
}

/* --- messages --- */

static struct reply
show_links(struct request *rq)
{
    struct reply refusal;
    const struct mailing *mailing = written(rq, &refusal);
    struct view *view;
    scoped_buf texts;

    buf_open(&texts, MAX_TEXTS);
    if (mailing == NULL)
        return refusal;
    view = open_view(rq, &mailing->at, "links.title");
    if (!view_list(rq, view, mailing))
        return page_failed(rq);
    for (size_t i = 0; i < mailing->letters.count; i++) {
        const struct letter *l = &mailing->letters.items[i];
        struct view *row = view_item(view, "letters");

        view_text(row, "name", whole_name(rq, &l->person));
        view_text(
            row, "url",
            staff_url(rq, &mailing->at, arena_printf(rq->arena, "/people/%lld", (long long)l->person.id)));
        view_text(row, "department", l->person.department_name);
        view_text(row, "email", l->person.email);
        view_text(row, "letter_lang", lang_code(l->lang));
        view_text(row, "text", l->text);
        view_printf(row, "letter_id", "letter-%zu", i + 1);
        buf_printf(&texts, "%s%s\n%s", i > 0 ? "\n\n" : "", whole_name(rq, &l->person), l->text);
    }
    view_text(view, "all_texts", buf_keep(&texts, rq->arena));
    return page_reply(rq, 200, "staff_links", view);
}

struct reply
links_page(struct request *rq)
{
    return start(rq, &(struct mailing){ .page = part_page(rq, ROWS) }, show_links);
}

/* --- CSV --- */

static struct reply
send_csv(struct request *rq)
{
    static const char *const heads[] = { "people.field.name",     "people.field.department",
                                         "people.field.email",    "people.field.phone",
                                         "people.field.language", "people.link",
                                         "people.code",           "links.text.title" };
    struct reply refusal;
    const struct mailing *mailing = written(rq, &refusal);
    scoped_buf out;

    buf_open(&out, MAX_TEXTS);
    if (mailing == NULL)
        return refusal;
    buf_puts(&out, "\xef\xbb\xbf"); /* spreadsheets take it for UTF-8 then */
    for (size_t i = 0; i < LENGTH(heads); i++)
        csv_write(&out, page_text(rq, heads[i]), i == 0);
    csv_end_row(&out);
    for (size_t i = 0; i < mailing->letters.count; i++) {
        const struct letter *l = &mailing->letters.items[i];
        const struct person *p = &l->person;
        const char *cells[] = { whole_name(rq, p),
                                p->department_name,
                                p->email,
                                p->phone,
                                lang_code(l->lang),
                                l->link,
                                l->code,
                                l->text };

        for (size_t c = 0; c < LENGTH(cells); c++)
            csv_write(&out, cells[c], c == 0);
        csv_end_row(&out);
    }
    if (out.full)
        return page_refused(rq, 413, "error.page_too_large");
    return reply_file(rq, "text/csv; charset=utf-8", arena_copy_n(rq->arena, buf_text(&out), out.length),
                      out.length, arena_printf(rq->arena, "links-%s.csv", mailing->at.project.code));
}

struct reply
links_csv(struct request *rq)
{
    return start(rq, &(struct mailing){ .page = { .limit = 0 } }, send_csv);
}

/* --- slips --- */

/* A text in the language of the person, not of the page. */
static const char *
in_language(struct request *rq, enum lang lang, const char *key)
{
    return phrase_fill(rq->arena, page_app(rq)->phrases, lang, key, NULL);
}

/* What is typed into a browser: it adds the scheme by itself. */
static const char *
shown_address(const char *url)
{
    const char *after = strstr(url, "://");

    return after != NULL ? after + 3 : url;
}

static struct reply
show_slips(struct request *rq)
{
    struct reply refusal;
    const struct mailing *mailing = written(rq, &refusal);
    struct view *view;

    if (mailing == NULL)
        return refusal;
    view = open_view(rq, &mailing->at, "slips.title");
    if (!view_list(rq, view, mailing))
        return page_failed(rq);
    view_text(view, "organisation", mailing->at.project.organisation);
    view_text(view, "home", shown_address(mailing->home));
    for (size_t i = 0; i < mailing->letters.count; i++) {
        const struct letter *l = &mailing->letters.items[i];
        struct name name = { l->person.family, l->person.given, l->person.patronymic };
        struct view *slip = view_item(view, "slips");

        view_text(slip, "name", name_short(rq->arena, &name));
        view_text(slip, "department", l->person.department_name);
        view_text(slip, "slip_lang", lang_code(l->lang));
        view_text(slip, "tasks", l->tasks);
        view_text(slip, "how", in_language(rq, l->lang, "slips.how"));
        view_text(slip, "private", in_language(rq, l->lang, "slips.private"));
        view_text(slip, "code", l->code);
        view_text(slip, "qr_path", l->qr.path);
        view_printf(slip, "qr_box", "%d %d %d %d", -QUIET, -QUIET, l->qr.side + 2 * QUIET,
                    l->qr.side + 2 * QUIET);
    }
    return page_reply(rq, 200, "staff_slips", view);
}

struct reply
slips_page(struct request *rq)
{
    return start(rq, &(struct mailing){ .drawn = true, .page = part_page(rq, ROWS) }, show_slips);
}
