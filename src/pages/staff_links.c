/* Ways in, ready to be handed out: messages with links, a CSV of them, and slips to print and cut. */
#include "pages/staff_survey.h"

#include "base/csv.h"
#include "doc/qr.h"
#include "model/format.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_CSV = 16 << 20, QUIET = 4 };

/* A person with what they are still asked. */
struct letter {
    const struct person *person;
    enum lang lang;
    const char *link, *code;
    const char *tasks; /* in the person's language: «Title» (due 27.11.2026); … */
    size_t waiting;
};

struct letters LIST_OF(struct letter);

static bool
waits(const struct assigned *a)
{
    return !a->assignment.cancelled && a->progress != PROGRESS_HANDED_IN && a->progress != PROGRESS_ABSENT;
}

static const char *
task_words(struct request *rq, const struct assigned *a, enum lang lang)
{
    const struct phrases *phrases = page_app(rq)->phrases;
    const char *title = part_form_title(rq, a->assignment.kind, a->assignment.form, lang);

    if (a->assignment.due_date[0] == '\0')
        return phrase_fill(rq->arena, phrases, lang, "links.task", "title", title, NULL);
    return phrase_fill(rq->arena, phrases, lang, "links.task_due", "title", title, "due",
                       format_iso_date(rq->arena, lang, a->assignment.due_date), NULL);
}

static enum db_result
write_letter(struct request *rq, const struct staff_project *at, const struct person *person,
             struct letter *out)
{
    const unsigned char *key = page_app(rq)->key;
    struct assigned_list list;
    enum db_result result = assigned_list_person(page_db(rq), rq->arena, at->project.id, person->id, &list);

    *out = (struct letter){ .person = person, .lang = page_lang(rq), .tasks = "" };
    if (!lang_parse(person->language, &out->lang))
        (void)lang_parse(at->project.language, &out->lang);
    if (result != DB_OK && result != DB_NONE)
        return result;
    for (size_t i = 0; i < list.count; i++) {
        if (!waits(&list.items[i]))
            continue;
        out->tasks = arena_printf(rq->arena, "%s%s%s", out->tasks, out->waiting > 0 ? "; " : "",
                                  task_words(rq, &list.items[i], out->lang));
        out->waiting++;
    }
    out->link = arena_printf(rq->arena, "%s/i/%s", part_public_url(rq), person_link(rq->arena, key, person));
    out->code = person_code(rq->arena, key, person);
    return DB_OK;
}

/* Those who are still asked something; with ?all=1 everybody. */
static enum db_result
write_letters(struct request *rq, const struct staff_project *at, struct letters *out)
{
    bool everybody = request_query(rq, "all") != NULL;
    struct person_filter filter = { .project = at->project.id,
                                    .department = strtoll(part_query(rq, "department"), NULL, 10) };
    struct person_list people;
    enum db_result result = person_list(page_db(rq), rq->arena, &filter, &people, NULL);

    *out = (struct letters){ 0 };
    if (result != DB_OK)
        return result == DB_NONE ? DB_OK : result;
    for (size_t i = 0; i < people.count; i++) {
        struct letter letter;

        result = write_letter(rq, at, &people.items[i], &letter);
        if (result != DB_OK)
            return result;
        if (letter.waiting > 0 || everybody)
            *ARENA_PUSH(rq->arena, out) = letter;
    }
    return DB_OK;
}

static const char *
letter_text(struct request *rq, const struct staff_project *at, const struct letter *l)
{
    const struct person *p = l->person;
    const char *name = p->given[0] == '\0'        ? p->family
                       : p->patronymic[0] == '\0' ? p->given
                                                  : arena_printf(rq->arena, "%s %s", p->given, p->patronymic);

    return phrase_fill(rq->arena, page_app(rq)->phrases, l->lang,
                       l->waiting > 0 ? "links.text" : "links.text_no_tasks", "name", name, "organisation",
                       at->project.organisation, "tasks", l->tasks, "link", l->link, "code", l->code, "home",
                       part_public_url(rq), NULL);
}

/* --- pages --- */

/* A page of links or slips, or why there is none. */
static struct reply
open_page(struct request *rq, const struct staff_project *at, const char *title, struct view **view,
          struct letters *letters)
{
    struct department_list departments;
    struct reply opened = { .status = 0 };

    *view = staff_view(rq, at, PLACE_SURVEY, page_text(rq, title));
    view_text(*view, "survey_url", staff_url(rq, at, "/survey"));
    view_text(*view, "assign_url", staff_url(rq, at, "/survey/assign"));
    view_text(*view, "links_url", staff_url(rq, at, "/links"));
    view_text(*view, "slips_url", staff_url(rq, at, "/slips"));
    view_text(*view, "csv_url",
              arena_printf(rq->arena, "%s.csv%s", staff_url(rq, at, "/links"),
                           strchr(part_query_url(rq, "x", NULL), '?')
                               ? strchr(part_query_url(rq, "x", NULL), '?')
                               : ""));
    if (part_public_url(rq) == NULL) {
        view_bool(*view, "refused", true);
        staff_notice(*view, "refused", page_text(rq, "links.no_public_url"));
        return page_reply(rq, 409, "staff_links_refused", *view);
    }
    if (write_letters(rq, at, letters) != DB_OK
        || part_departments(rq, *view, at, part_query(rq, "department"), &departments) != DB_OK)
        return page_failed(rq);
    view_bool(*view, "everybody", request_query(rq, "all") != NULL);
    view_bool(*view, "has_letters", letters->count > 0);
    view_text(*view, "letter_count", part_plural(rq, "people.count", (int64_t)letters->count));
    return opened;
}

struct reply
links_page(struct request *rq)
{
    struct staff_project at;
    struct letters letters;
    struct view *view;
    struct reply reply;
    const char *all = "";
    scoped_buf texts;
    enum db_result result = staff_project(rq, PLACE_SURVEY, &at);

    buf_open(&texts, MAX_CSV);
    if (result != DB_OK)
        return staff_refusal(rq, result);
    reply = open_page(rq, &at, "links.title", &view, &letters);
    if (reply.status != 0)
        return reply;
    for (size_t i = 0; i < letters.count; i++) {
        const struct letter *l = &letters.items[i];
        struct name name = { l->person->family, l->person->given, l->person->patronymic };
        struct view *row = view_item(view, "letters");
        const char *text = letter_text(rq, &at, l);

        view_text(row, "name", name_full(rq->arena, &name));
        view_text(row, "department", l->person->department_name);
        view_text(row, "email", l->person->email);
        view_text(row, "letter_lang", lang_code(l->lang));
        view_text(row, "text", text);
        view_printf(row, "letter_id", "letter-%zu", i + 1);
        buf_printf(&texts, "%s%s\n%s", i > 0 ? "\n\n" : "", name_full(rq->arena, &name), text);
    }
    all = arena_copy(rq->arena, buf_text(&texts));
    view_text(view, "all_texts", all);
    return page_reply(rq, 200, "staff_links", view);
}

struct reply
links_csv(struct request *rq)
{
    static const char *const heads[] = { "people.field.name",     "people.field.department",
                                         "people.field.email",    "people.field.phone",
                                         "people.field.language", "people.link",
                                         "people.code",           "links.text.title" };
    struct staff_project at;
    struct letters letters;
    struct view *view;
    struct reply reply;
    scoped_buf out = { 0 };
    enum db_result result = staff_project(rq, PLACE_SURVEY, &at);

    buf_open(&out, MAX_CSV);
    if (result != DB_OK)
        return staff_refusal(rq, result);
    reply = open_page(rq, &at, "links.title", &view, &letters);
    if (reply.status != 0)
        return reply;
    buf_puts(&out, "\xef\xbb\xbf"); /* spreadsheets take it for UTF-8 then */
    for (size_t i = 0; i < LENGTH(heads); i++)
        csv_write(&out, page_text(rq, heads[i]), i == 0);
    csv_end_row(&out);
    for (size_t i = 0; i < letters.count; i++) {
        const struct letter *l = &letters.items[i];
        const struct person *p = l->person;
        struct name name = { p->family, p->given, p->patronymic };
        const char *cells[] = { name_full(rq->arena, &name),
                                p->department_name,
                                p->email,
                                p->phone,
                                lang_code(l->lang),
                                l->link,
                                l->code,
                                letter_text(rq, &at, l) };

        for (size_t c = 0; c < LENGTH(cells); c++)
            csv_write(&out, cells[c], c == 0);
        csv_end_row(&out);
    }
    if (out.full)
        return page_refused(rq, 413, "error.page_too_large");
    return reply_file(rq, "text/csv; charset=utf-8", arena_copy_n(rq->arena, buf_text(&out), out.length),
                      out.length, arena_printf(rq->arena, "links-%s.csv", at.project.code));
}

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

struct reply
slips_page(struct request *rq)
{
    struct staff_project at;
    struct letters letters;
    struct view *view;
    struct reply reply;
    enum db_result result = staff_project(rq, PLACE_SURVEY, &at);

    if (result != DB_OK)
        return staff_refusal(rq, result);
    reply = open_page(rq, &at, "slips.title", &view, &letters);
    if (reply.status != 0)
        return reply;
    view_text(view, "organisation", at.project.organisation);
    view_text(view, "home", shown_address(part_public_url(rq)));
    for (size_t i = 0; i < letters.count; i++) {
        const struct letter *l = &letters.items[i];
        struct name name = { l->person->family, l->person->given, l->person->patronymic };
        struct qr_drawing qr = qr_draw(rq->arena, l->link);
        struct view *slip = view_item(view, "slips");

        view_text(slip, "name", name_short(rq->arena, &name));
        view_text(slip, "department", l->person->department_name);
        view_text(slip, "slip_lang", lang_code(l->lang));
        view_text(slip, "tasks", l->tasks);
        view_text(slip, "how", in_language(rq, l->lang, "slips.how"));
        view_text(slip, "private", in_language(rq, l->lang, "slips.private"));
        view_text(slip, "code", l->code);
        view_text(slip, "qr_path", qr.path);
        view_printf(slip, "qr_box", "%d %d %d %d", -QUIET, -QUIET, qr.side + 2 * QUIET, qr.side + 2 * QUIET);
    }
    return page_reply(rq, 200, "staff_slips", view);
}
