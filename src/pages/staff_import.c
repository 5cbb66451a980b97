/* Bringing a list in on a page: choose a file, see line by line what would change, then do just that. */
#include "pages/staff_people.h"

#include "base/utf8.h"
#include "model/format.h"
#include "pages/people_intake.h"
#include "store/db.h"

#include <string.h>

enum {
    PART = 60 << 10, /* the file goes with the form in parts that fields may have */
    SHOWN = 300,
    SHOWN_REFUSALS = 100
};

struct upload {
    struct staff_project at;
    const char *text; /* UTF-8 */
    bool was_cp1251;
    const char *plan; /* agreed to; NULL: only show it */
    struct intake in;
    enum db_result result;
};

static struct view *
import_view(struct request *rq, const struct staff_project *at, const char *title)
{
    struct view *view = staff_view(rq, at, PLACE_PEOPLE, page_text(rq, title));

    view_text(view, "people_url", staff_url(rq, at, "/people"));
    view_text(view, "import_url", staff_url(rq, at, "/people/import"));
    return view;
}

static struct reply
choose_page(struct request *rq, const struct staff_project *at, int status, const char *refusal)
{
    const struct catalogue *catalogue = page_app(rq)->library->catalogue;
    struct view *view = import_view(rq, at, "import.title");
    const char *roles = "";

    for (size_t i = 0; catalogue != NULL && i < catalogue->roles.count; i++)
        roles = arena_printf(rq->arena, "%s%s%s", roles, i > 0 ? "; " : "",
                             text_in(&catalogue->roles.items[i].title, page_lang(rq)));
    view_text(view, "roles", roles);
    view_text(view, "refusal", refusal);
    view_int(view, "page_mb", PEOPLE_PAGE_MAX >> 20);
    view_int(view, "file_mb", PEOPLE_FILE_MAX >> 20);
    return page_reply(rq, status, "staff_import", view);
}

struct reply
people_import_page(struct request *rq)
{
    struct staff_project at;
    enum db_result result = staff_project(rq, PLACE_PEOPLE, &at);

    return result == DB_OK ? choose_page(rq, &at, 200, NULL) : staff_refusal(rq, result);
}

/* --- what would change --- */

static void
view_changes(struct request *rq, struct view *row, const struct intake *in, const struct intake_line *l)
{
    struct intake_changes all = intake_changes(in, l, page_app(rq)->phrases, page_lang(rq));

    for (size_t i = 0; i < all.count; i++) {
        struct view *change = view_item(row, "changes");

        view_text(change, "label", page_text(rq, people_field_text(all.items[i].field)));
        view_text(change, "before", all.items[i].before);
        view_bool(change, "has_before", all.items[i].before != NULL);
        view_text(change, "after", all.items[i].after);
    }
}

static void
view_lines(struct request *rq, struct view *view, const struct intake *in)
{
    size_t shown = 0, total = in->count[IMPORT_NEW] + in->count[IMPORT_CHANGED];

    for (size_t i = 0; i < in->lines.count && shown < SHOWN; i++) {
        const struct intake_line *l = &in->lines.items[i];
        struct view *row;

        if (l->kind == IMPORT_SAME)
            continue;
        shown++;
        row = view_item(view, "lines");
        view_int(row, "line", (int64_t)l->line->line);
        view_text(row, "name", l->name);
        view_text(row, "state",
                  page_text(rq, l->kind == IMPORT_NEW ? "import.kind.new" : "import.kind.changed"));
        view_text(row, "state_class", l->kind == IMPORT_NEW ? "now" : "attention");
        view_bool(row, "new_department", l->new_department);
        view_changes(rq, row, in, l);
    }
    view_bool(view, "cut", shown < total);
    view_int(view, "shown", (int64_t)shown);
    view_int(view, "total", (int64_t)total);
    view_bool(view, "has_lines", total > 0);
}

/* The file goes along with the form; no part ends inside a letter. */
static void
view_parts(struct request *rq, struct view *view, const char *text)
{
    size_t length = strlen(text);

    for (int n = 1; length > 0; n++) {
        size_t piece = length < PART ? length : PART;
        struct view *part = view_item(view, "parts");

        while (piece < length && ((unsigned char)text[piece] & 0xc0) == 0x80)
            piece--;
        while (piece < length && piece > 1 && text[piece - 1] == '\r') /* nor inside a line's end */
            piece--;
        view_printf(part, "part_name", "part%d", n);
        view_text(part, "value", arena_copy_n(rq->arena, text, piece));
        text += piece;
        length -= piece;
    }
}

static struct reply
plan_page(struct request *rq, const struct upload *up, int status)
{
    const struct intake *in = &up->in;
    struct view *view = import_view(rq, &up->at, "import.plan.title");
    const char *ignored = "";

    for (size_t i = 0; i < in->file.ignored.count; i++)
        ignored = arena_printf(rq->arena, "%s%s«%s»", ignored, i > 0 ? ", " : "", in->file.ignored.items[i]);
    if (status == 409)
        staff_notice(view, "attention", page_text(rq, "import.plan.again"));
    view_text(view, "ignored", ignored);
    view_bool(view, "cp1251", up->was_cp1251);
    view_int(view, "new_count", (int64_t)in->count[IMPORT_NEW]);
    view_int(view, "changed_count", (int64_t)in->count[IMPORT_CHANGED]);
    view_int(view, "same_count", (int64_t)in->count[IMPORT_SAME]);
    view_text(view, "plan", in->plan);
    view_lines(rq, view, in);
    view_parts(rq, view, up->text);
    return page_reply(rq, status, "staff_import_plan", view);
}

static struct reply
refused_page(struct request *rq, const struct upload *up)
{
    const struct people_refusals *refusals = &up->in.file.refusals;
    struct view *view = import_view(rq, &up->at, "import.refused.title");

    for (size_t i = 0; i < refusals->count && i < SHOWN_REFUSALS; i++) {
        const struct people_refusal *r = &refusals->items[i];
        struct view *row = view_item(view, "refusals");

        view_int(row, "line", (int64_t)r->line);
        view_text(row, "column",
                  r->heading != NULL && r->heading[0] != '\0' ? r->heading
                                                              : arena_printf(rq->arena, "%zu", r->column));
        view_text(row, "refusal", people_refusal_words(rq->arena, page_app(rq)->phrases, page_lang(rq), r));
    }
    view_int(view, "more", refusals->count > SHOWN_REFUSALS ? (int64_t)refusals->count - SHOWN_REFUSALS : 0);
    return page_reply(rq, 422, "staff_import_refused", view);
}

/* --- the two steps --- */

static void
run_dry(struct page_job *job, struct db *reader)
{
    struct upload *up = job->arg;

    up->in.db = reader;
    up->in.arena = job->arena;
    up->in.dry = true;
    up->result = DB_FAIL;
    if (!db_read_begin(reader))
        return;
    up->result = people_intake(&up->in);
    db_read_end(reader);
}

static struct reply
show_plan(struct request *rq)
{
    struct page_job *job = rq->job;
    const struct upload *up = job->arg;

    if (!job->ran)
        return page_refused(rq, 503, "error.stopping");
    if (up->result != DB_OK)
        return page_failed(rq);
    return up->in.file.refusals.count > 0 ? refused_page(rq, up) : plan_page(rq, up, 200);
}

/* What is done is what was shown: another plan is shown again, and this transaction is undone. */
static struct reply
carry_out(struct request *rq)
{
    struct page_job *job = rq->job;
    struct upload *up = job->arg;
    struct intake shown = up->in;

    if (!job->ran)
        return page_refused(rq, 503, "error.stopping");
    if (up->result != DB_OK)
        return page_failed(rq);
    if (shown.file.refusals.count > 0)
        return refused_page(rq, up);
    if (strcmp(shown.plan, up->plan) != 0)
        return plan_page(rq, up, 409);
    up->in.db = page_db(rq);
    up->in.arena = rq->arena;
    up->in.dry = false;
    if (people_intake(&up->in) != DB_OK)
        return page_failed(rq);
    if (up->in.file.refusals.count > 0)
        return refused_page(rq, up);
    if (strcmp(up->in.plan, up->plan) != 0) { /* somebody was faster than this job */
        up->in = shown;
        return plan_page(rq, up, 409);
    }
    return staff_done_count(rq, staff_url(rq, &up->at, "/people"), "imported",
                            (int64_t)(up->in.count[IMPORT_NEW] + up->in.count[IMPORT_CHANGED]));
}

/* The file as UTF-8 without BOM, to go along with the form; NULL when it is no text. */
static const char *
file_text(struct request *rq, const char *bytes, size_t length, bool *was_cp1251)
{
    char *text;

    if (length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
        bytes += 3;
        length -= 3;
    }
    if (memchr(bytes, '\0', length) != NULL)
        return NULL;
    *was_cp1251 = !utf8_valid(bytes, length);
    if (*was_cp1251) {
        text = arena_alloc(rq->arena, 3 * length + 1);
        utf8_from_cp1251(bytes, length, text);
    } else {
        text = arena_copy_n(rq->arena, bytes, length);
    }
    return text;
}

/* The parts that the page with the plan sent back. */
static const char *
parts_text(struct request *rq)
{
    scoped_buf text;

    buf_open(&text, 3 * PEOPLE_PAGE_MAX);
    for (int n = 1; n < 100; n++) {
        const char *part = request_form(rq, arena_printf(rq->arena, "part%d", n));

        if (part == NULL)
            break;
        buf_puts(&text, part);
    }
    return text.full ? NULL : buf_keep(&text, rq->arena);
}

static struct reply
too_large(struct request *rq, const struct staff_project *at)
{
    const char *page = arena_int(rq->arena, PEOPLE_PAGE_MAX >> 20);
    const char *file = arena_int(rq->arena, PEOPLE_FILE_MAX >> 20);

    return choose_page(rq, at, 422,
                       phrase_fill(rq->arena, page_app(rq)->phrases, page_lang(rq), "import.too_large",
                                   "page_mb", page, "file_mb", file, NULL));
}

struct reply
people_import_check(struct request *rq)
{
    struct upload *up = ARENA_NEW(rq->arena, struct upload);
    struct page_job *job = ARENA_NEW(rq->arena, struct page_job);
    enum db_result result = staff_project(rq, PLACE_PEOPLE, &up->at);

    if (result != DB_OK)
        return staff_refusal(rq, result);
    up->plan = request_form(rq, "plan");
    if (up->plan == NULL && (rq->body_name == NULL || rq->body_name[0] == '\0'))
        return choose_page(rq, &up->at, 422, page_text(rq, "import.no_file"));
    if (up->plan == NULL && rq->body_length == 0)
        return choose_page(rq, &up->at, 422, page_text(rq, people_fault_text(PEOPLE_EMPTY)));
    if (rq->body_length > PEOPLE_PAGE_MAX)
        return too_large(rq, &up->at);
    up->text = up->plan != NULL ? parts_text(rq) : file_text(rq, rq->body, rq->body_length, &up->was_cp1251);
    if (up->text == NULL && up->plan != NULL)
        return too_large(rq, &up->at);
    up->in = (struct intake){ .key = page_app(rq)->key,
                              .catalogue = page_app(rq)->library->catalogue,
                              .project = up->at.project.id,
                              .bytes = up->text != NULL ? up->text : rq->body, /* to say what is no text */
                              .length = up->text != NULL ? strlen(up->text) : rq->body_length,
                              .by = staff_actor(rq),
                              .now = rq->now };
    *job = (struct page_job){ .run = run_dry,
                              .finish = up->plan != NULL ? carry_out : show_plan,
                              .finish_runs = up->plan != NULL ? WRITE : READ,
                              .lane = LANE_DOCUMENTS,
                              .arg = up };
    return page_job_start(rq, job);
}
