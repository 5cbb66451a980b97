/* Where the buttons of a section lead once everything on it is kept. */
#include "base/clock.h"
#include "pages/keep.h"
#include "pages/respond_posted.h"
#include "pages/row_removal.h"

#include <string.h>

enum { LONGEST_STAY = 3600, MOST_ASKED = 200 };

const char *
posted_behind(const char *go, const char *prefix)
{
    size_t length = strlen(prefix);

    return strncmp(go, prefix, length) == 0 ? go + length : NULL;
}

static bool
in_section(const struct posted *p, const struct question *question)
{
    return question != NULL && question->section == (int)p->page.section;
}

/* "add:sm_07": a row more, and the focus on it. */
static struct reply
add_row(struct posted *p, const char *id)
{
    const struct question *question = survey_question(p->visit.survey, id);
    const char *path = visit_path(p->rq, &p->visit, p->rq->params[1]), *row;
    struct form_rows rows;

    if (!in_section(p, question) || !form_rows_free(question))
        return page_not_found(p->rq);
    rows = form_rows_of(p->rq->arena, p->visit.survey, &p->visit.answers, question, page_lang(p->rq));
    for (size_t i = 0; i <= rows.count; i++) {
        /* the empty rows to begin with become rows, so that the new one comes after them */
        row = i < rows.count ? rows.items[i].id : form_row_new(p->rq->arena, &p->visit.answers, question);
        if ((i < rows.count && rows.items[i].kept)
            || (question->rows_max > 0 && i >= (size_t)question->rows_max))
            continue;
        if (keep_order(p->rq, &p->visit, question, row, form_row_order(&p->visit.answers, question)) != KEPT)
            return page_failed(p->rq);
        path = arena_printf(p->rq->arena, "%s#row-%s/%s", visit_path(p->rq, &p->visit, p->rq->params[1]),
                            question->id, row);
    }
    return reply_see_other(path);
}

/* Somebody wrote into the row since: it is shown as it is, and the person picks. */
static struct reply
show_changed(struct posted *p, const struct row_removal *removal)
{
    const struct cell *place =
        answers_cell(&p->visit.answers, removal->question->id, removal->row, COLUMN_ORDER);
    struct cell_note *note = posted_note(p, place, page_text(p->rq, "respond.row_changed"));

    note->conflict = note->of_row = true;
    note->stored = row_removal_words(p->rq, &p->visit, removal);
    note->saved = removal->saved_at ? visit_clock(p->rq, &p->visit, removal->saved_at) : "";
    note->revision = removal->revision;
    note->was = place->value;
    *ARENA_PUSH(p->rq->arena, &p->shown) = *place;
    return posted_show_again(p, 409);
}

/* "remove:sm_07/r2", or with the place's own address what the person picked, over the row that was seen. */
static struct reply
remove_row(struct posted *p, const char *address)
{
    struct row_removal removal;
    const struct question *question;
    struct cell cell;

    if (!cell_parse(p->rq->arena, address, &cell))
        return page_not_found(p->rq);
    question = survey_question(p->visit.survey, cell.question);
    if (!in_section(p, question) || !form_rows_free(question))
        return page_not_found(p->rq);
    removal = row_removal_of(&p->visit, question, cell.row);
    if (removal.kept && (p->mine != NULL ? removal.revision != p->over : p->row_changed))
        return show_changed(p, &removal);
    if (row_remove(p->rq, &p->visit, &removal) != KEPT)
        return page_failed(p->rq);
    return reply_see_other(
        arena_printf(p->rq->arena, "%s#q-%s", visit_path(p->rq, &p->visit, p->rq->params[1]), question->id));
}

/* The address of the place of a row. */
static bool
is_place(const char *address)
{
    const char *column = address != NULL ? strrchr(address, '/') : NULL;

    return column != NULL && strcmp(column + 1, COLUMN_ORDER) == 0;
}

static bool
was_asked(const char *asked, const char *id)
{
    size_t length = strlen(id);

    for (const char *at = asked; (at = strstr(at, id)) != NULL; at += length) {
        if ((at == asked || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0'))
            return true;
    }
    return false;
}

/* Questions of the section that need an answer and were not asked for yet; each is asked for once. */
static void
ask_once(struct posted *p)
{
    const struct section *section = &p->visit.survey->sections.items[p->page.section];
    const char *asked = request_form(p->rq, "asked");
    const char *now = asked ? asked : "";
    const struct question *last = NULL;
    struct refusals found = { 0 };

    p->page.asked = now;
    for (size_t i = section->first; i < section->first + section->count; i++)
        question_refusals(&p->visit.judge, &p->visit.survey->questions.items[i], &found);
    for (size_t i = 0; i < found.count; i++) {
        const struct question *question = found.items[i].question;
        const struct refusal *why = &found.items[i].refusal;
        const struct cell at = { .question = question->id, .row = why->row, .column = why->column };

        if (was_asked(p->page.asked, question->id) || p->page.unanswered.count >= MOST_ASKED)
            continue;
        if (question_answered(&p->visit.answers, question))
            posted_note(p, &at, refusal_sentence(p->rq, why));
        else if (last != question)
            *ARENA_PUSH(p->rq->arena, &p->page.unanswered) = question->id;
        if (last != question)
            now = arena_printf(p->rq->arena, "%s%s%s", now, now[0] ? " " : "", question->id);
        last = question;
    }
    p->page.asked = now;
    p->page.kept = p->page.notes.count > 0;
}

/* A question of this section that the answers just given brought up. */
static const struct question *
brought_up(const struct posted *p)
{
    const struct section *section = &p->visit.survey->sections.items[p->page.section];

    for (size_t i = section->first; i < section->first + section->count; i++) {
        const struct question *question = &p->visit.survey->questions.items[i];

        if (visit_asks(&p->visit, question) && !p->asked_before[i]
            && !question_answered(&p->visit.answers, question))
            return question;
    }
    return NULL;
}

/* Remember where the person is, and go there. `section` SIZE_MAX: the page `page`. */
static struct reply
go_to(struct posted *p, size_t section, const char *page)
{
    struct request *rq = p->rq;
    const struct sections *sections = &p->visit.survey->sections;
    size_t last = section == SIZE_MAX ? p->page.section : section;
    int64_t from = page_number(request_form(rq, "since")), seconds = 0;

    if (from > 0 && from <= rq->now)
        seconds = (rq->now - from) / SECOND;
    switch (response_at_page(page_db(rq), p->visit.response.person, p->visit.response.id,
                             sections->items[last].id, lang_code(page_lang(rq)),
                             seconds < LONGEST_STAY ? seconds : LONGEST_STAY)) {
    case DB_OK: break;
    case DB_CONFLICT: return page_refused(rq, 409, "respond.closed");
    default: return page_failed(rq);
    }
    return reply_see_other(page ? page : visit_path(rq, &p->visit, sections->items[last].id));
}

static struct reply
go_next(struct posted *p)
{
    const struct question *question;
    size_t next = visit_section(&p->visit, p->page.section + 1, 1);

    ask_once(p);
    if (p->page.unanswered.count > 0 || p->page.notes.count > 0)
        return posted_show_again(p, 422);
    question = brought_up(p);
    if (question != NULL)
        return go_to(p, p->page.section,
                     arena_printf(p->rq->arena, "%s#q-%s", visit_path(p->rq, &p->visit, p->rq->params[1]),
                                  question->id));
    return go_to(p, next, next == SIZE_MAX ? visit_path(p->rq, &p->visit, "review") : NULL);
}

/* "section:clients" */
static struct reply
go_section(struct posted *p, const char *id)
{
    const struct section *section = survey_section(p->visit.survey, id);

    if (section == NULL)
        return page_not_found(p->rq);
    return go_to(p, (size_t)(section - p->visit.survey->sections.items), NULL);
}

/* "lang:uk": the same page in another language. */
static struct reply
go_language(struct posted *p, const char *code)
{
    const char *path = visit_path(p->rq, &p->visit, p->rq->params[1]);
    enum lang lang;

    if (!lang_parse(code, &lang))
        return page_not_found(p->rq);
    return go_to(p, p->page.section, arena_printf(p->rq->arena, "%s?lang=%s", path, lang_code(lang)));
}

struct reply
posted_go(struct posted *p, const char *go)
{
    const char *what;
    size_t section;

    if (strcmp(go, "next") == 0)
        return go_next(p);
    if (strcmp(go, "back") == 0) {
        section = visit_section(&p->visit, p->page.section - 1, -1);
        return go_to(p, section, section == SIZE_MAX ? "/my" : NULL);
    }
    if (strcmp(go, "review") == 0)
        return go_to(p, SIZE_MAX, visit_path(p->rq, &p->visit, "review"));
    if ((what = posted_behind(go, "section:")) != NULL)
        return go_section(p, what);
    if ((what = posted_behind(go, "lang:")) != NULL)
        return go_language(p, what);
    if ((what = posted_behind(go, "add:")) != NULL)
        return add_row(p, what);
    if ((what = posted_behind(go, "remove:")) != NULL)
        return remove_row(p, what);
    if (is_place(p->mine))
        return remove_row(p, p->mine);
    if ((what = posted_behind(go, "clear:")) != NULL)
        return go_to(p, p->page.section,
                     arena_printf(p->rq->arena, "%s#q-%s", visit_path(p->rq, &p->visit, p->rq->params[1]),
                                  arena_copy_n(p->rq->arena, what, strcspn(what, "/"))));
    return go_to(p, p->page.section,
                 arena_printf(p->rq->arena, "%s?saved", visit_path(p->rq, &p->visit, p->rq->params[1])));
}
