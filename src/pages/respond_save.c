/* Saving a section without a script: what differs is kept, what is refused comes back with the reason. */
#include "base/clock.h"
#include "pages/keep.h"
#include "pages/respond.h"
#include "pages/section_page.h"

#include <string.h>

enum { LONGEST_STAY = 3600, MOST_ASKED = 200 };

/* One posted section. */
struct posted {
    struct request *rq;
    struct visit visit;
    struct section_page page;
    struct answers shown; /* stored, and over it what could not be kept */
    bool conflict;
    const char *mine;         /* the cell whose own answer the person keeps against a stored one, or NULL */
    int64_t over;             /* the revision of that stored answer */
    const bool *asked_before; /* which questions were asked for before this save */
};

static struct cell_note *
add_note(struct posted *p, const struct cell *cell, const char *sentence)
{
    struct cell_note *note = ARENA_PUSH(p->rq->arena, &p->page.notes);

    *note = (struct cell_note){
        .question = cell->question, .row = cell->row, .column = cell->column, .sentence = sentence
    };
    return note;
}

static void
refuse(struct posted *p, const struct cell *cell, const struct refusal *refusal)
{
    add_note(p, cell, refusal_sentence(p->rq, refusal));
    *ARENA_PUSH(p->rq->arena, &p->shown) = *cell;
}

/* Another answer is stored than the page showed: both are shown, and the person picks. */
static void
note_conflict(struct posted *p, const struct form_cell *form, const struct cell *stored)
{
    const struct cell *typed = &form->cell;
    struct cell_note *note = add_note(p, typed, page_text(p->rq, "respond.changed_elsewhere"));
    const char *words = stored_words(p->rq, &p->visit, stored);

    note->conflict = true;
    note->stored = words[0] != '\0' ? words : page_text(p->rq, "respond.stored_nothing");
    note->revision = stored->revision;
    note->was = form_cell_was(&form->was);
    note->saved = stored->saved_at ? visit_clock(p->rq, &p->visit, stored->saved_at) : "";
    *ARENA_PUSH(p->rq->arena, &p->shown) = *typed;
    p->conflict = true;
}

/* Is what was typed stored already, in its stored form? */
static bool
is_stored(const struct posted *p, const struct form_cell *form, const struct cell *stored)
{
    struct cell cell = form->cell;
    struct refusal refusal;

    return !cell_refused(p->rq->arena, p->visit.survey, &cell, &refusal) && form_cells_same(stored, &cell);
}

/* Did the person pick the own answer, having seen the one that is stored? */
static bool
is_picked(const struct posted *p, const struct form_cell *form, const struct cell *stored)
{
    const struct cell *cell = &form->cell;

    return p->mine != NULL && stored->revision == p->over
           && strcmp(cell_name(p->rq->arena, cell->question, cell->row, cell->column), p->mine) == 0;
}

static enum kept
keep(struct posted *p, const struct form_cell *form)
{
    static const struct cell never = { .value = "" };
    const struct cell *stored =
        answers_cell(&p->visit.answers, form->cell.question, form->cell.row, form->cell.column);
    struct keeping keeping = { .cell = form->cell };
    enum kept kept;

    if (stored == NULL)
        stored = &never;
    keeping.seen = stored->revision;
    if (!form_cells_same(stored, &form->was) && !is_stored(p, form, stored) && !is_picked(p, form, stored))
        keeping.seen = -1; /* the page saw something else */
    kept = keep_cell(p->rq, &p->visit, &keeping);
    if (kept == KEPT_REFUSED)
        refuse(p, &form->cell, &keeping.refusal);
    else if (kept == KEPT_CHANGED)
        note_conflict(p, form, &keeping.saved.cell);
    return kept;
}

/* "Not applicable" to a whole table is taken back: that goes first, so that rows may be filled. */
static bool
takes_back(const struct form_cell *form)
{
    return form->cell.row[0] == '\0' && form->cell.column[0] == '\0' && form->cell.state == CELL_ANSWERED
           && form->was.state != CELL_ANSWERED;
}

/* Keep what differs of one cell; false: stop, with the reply to give in `*reply`. */
static bool
keep_changed(struct posted *p, const struct form_cell *form, struct reply *reply)
{
    struct refusal mixed = { .text_id = form->both ? "refuse.both" : "refuse.several" };

    if (!form_cell_changed(p->visit.survey, form))
        return true;
    if (form->both || form->several) {
        refuse(p, &form->cell, &mixed);
        return true;
    }
    switch (keep(p, form)) {
    case KEPT_CLOSED: *reply = page_refused(p->rq, 409, "respond.closed"); return false;
    case KEPT_FAILED: *reply = page_failed(p->rq); return false;
    default: return true;
    }
}

static bool
keep_all(struct posted *p, const struct form_cells *cells, struct reply *reply)
{
    for (int back = 1; back >= 0; back--) {
        for (size_t i = 0; i < cells->count; i++) {
            if (takes_back(&cells->items[i]) == (back == 1) && !keep_changed(p, &cells->items[i], reply))
                return false;
        }
    }
    return true;
}

/* What stands behind a prefix of `go`, or NULL. */
static const char *
behind(const char *go, const char *prefix)
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

/* "remove:sm_07/r2" */
static struct reply
remove_row(struct posted *p, const char *address)
{
    struct cell cell;
    const struct question *question;

    if (!cell_parse(p->rq->arena, address, &cell))
        return page_not_found(p->rq);
    question = survey_question(p->visit.survey, cell.question);
    if (!in_section(p, question) || !form_rows_free(question))
        return page_not_found(p->rq);
    if (form_row_kept(&p->visit.answers, cell.question, cell.row)
        && keep_order(p->rq, &p->visit, question, cell.row, 0) != KEPT)
        return page_failed(p->rq);
    return reply_see_other(
        arena_printf(p->rq->arena, "%s#q-%s", visit_path(p->rq, &p->visit, p->rq->params[1]), question->id));
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
            add_note(p, &at, refusal_sentence(p->rq, why));
        else if (last != question)
            *ARENA_PUSH(p->rq->arena, &p->page.unanswered) = question->id;
        if (last != question)
            now = arena_printf(p->rq->arena, "%s%s%s", now, now[0] ? " " : "", question->id);
        last = question;
    }
    p->page.asked = now;
    p->page.kept = p->page.notes.count > 0;
}

/* Rows that hold only what could not be kept have no place yet, and are shown all the same. */
static void
place_typed_rows(struct posted *p)
{
    size_t count = p->shown.count;

    for (size_t i = 0; i < count; i++) {
        struct cell cell = p->shown.items[i];
        const struct question *question = survey_question(p->visit.survey, cell.question);
        bool placed = cell.row[0] == '\0' || !form_rows_free(question)
                      || form_row_kept(&p->visit.answers, cell.question, cell.row);

        for (size_t j = count; j < p->shown.count && !placed; j++)
            placed = strcmp(p->shown.items[j].question, cell.question) == 0
                     && strcmp(p->shown.items[j].row, cell.row) == 0;
        if (placed || cell_note_find(&p->page.notes, &cell) == NULL)
            continue;
        cell.column = COLUMN_ORDER;
        cell.state = CELL_ANSWERED;
        cell.value = arena_printf(p->rq->arena, "%zu", 100000 + i);
        *ARENA_PUSH(p->rq->arena, &p->shown) = cell;
    }
}

/* The page again, with what could not be kept. */
static struct reply
show_again(struct posted *p, int status)
{
    struct reply reply;

    /* stored answers under what was typed */
    for (size_t i = 0; i < p->visit.answers.count; i++) {
        const struct cell *cell = &p->visit.answers.items[i];

        if (cell_note_find(&p->page.notes, cell) == NULL)
            *ARENA_PUSH(p->rq->arena, &p->shown) = *cell;
    }
    place_typed_rows(p);
    answers_sort(&p->shown);
    p->page.shown = &p->shown;
    p->page.status = status;
    reply = section_page_reply(p->rq, &p->page);
    reply_keep(&reply); /* what was right is kept */
    return reply;
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
        return show_again(p, 422);
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

/* Everything is kept: go where the button says. */
static struct reply
go_on(struct posted *p, const char *go)
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
    if ((what = behind(go, "section:")) != NULL)
        return go_section(p, what);
    if ((what = behind(go, "lang:")) != NULL)
        return go_language(p, what);
    if ((what = behind(go, "add:")) != NULL)
        return add_row(p, what);
    if ((what = behind(go, "remove:")) != NULL)
        return remove_row(p, what);
    if ((what = behind(go, "clear:")) != NULL)
        return go_to(p, p->page.section,
                     arena_printf(p->rq->arena, "%s#q-%s", visit_path(p->rq, &p->visit, p->rq->params[1]),
                                  arena_copy_n(p->rq->arena, what, strcspn(what, "/"))));
    return go_to(p, p->page.section,
                 arena_printf(p->rq->arena, "%s?saved", visit_path(p->rq, &p->visit, p->rq->params[1])));
}

static struct form_cell *
find_cell(struct posted *p, struct form_cells *cells, const char *name)
{
    for (size_t i = 0; i < cells->count; i++) {
        const struct cell *cell = &cells->items[i].cell;

        if (strcmp(cell_name(p->rq->arena, cell->question, cell->row, cell->column), name) == 0)
            return &cells->items[i];
    }
    return NULL;
}

/* "stored:sm_03" takes the stored answer, so the cell is left out; "clear:sm_03" takes the answer back. */
static void
set_cell(struct posted *p, struct form_cells *cells, const char *go)
{
    const char *taken = behind(go, "stored:"), *cleared = behind(go, "clear:");
    struct form_cell *form = taken || cleared ? find_cell(p, cells, taken ? taken : cleared) : NULL;

    if (form == NULL)
        return;
    form->both = form->several = false;
    if (taken != NULL) {
        form->cell = form->was;
    } else {
        form->cell.value = "";
        form->cell.state = CELL_ANSWERED;
    }
}

/* "mine:7:sm_03//.other": the own answer stays, over revision 7 of the stored one. */
static void
read_pick(struct posted *p, const char *pick)
{
    const char *name = strchr(pick, ':');

    if (name == NULL)
        return;
    p->over = page_number(arena_copy_n(p->rq->arena, pick, (size_t)(name - pick)));
    p->mine = name + 1;
}

static struct reply
save(struct posted *p, struct form_cells *cells)
{
    const char *go = request_form(p->rq, "go");
    struct reply reply;

    if (go == NULL)
        go = "save";
    set_cell(p, cells, go);
    if (behind(go, "mine:") != NULL)
        read_pick(p, behind(go, "mine:"));
    p->asked_before = p->visit.asked;
    if (!keep_all(p, cells, &reply))
        return reply;
    if (visit_reload(p->rq, &p->visit) != DB_OK)
        return page_failed(p->rq);
    if (p->page.notes.count > 0)
        return show_again(p, p->conflict ? 409 : 422);
    return go_on(p, go);
}

/* "lang:uk": what keeps the page from being left is said in that language already. True: it was asked for. */
static bool
speak(struct request *rq)
{
    const char *go = request_form(rq, "go"), *code = go ? behind(go, "lang:") : NULL;
    enum lang lang;

    if (code == NULL || !lang_parse(code, &lang))
        return false;
    rq->language = lang_code(lang);
    return true;
}

struct reply
respond_save(struct request *rq)
{
    struct posted p = { .rq = rq };
    struct form_cells cells;
    const struct section *section;
    struct reply reply;
    bool speaks = speak(rq);

    switch (visit_open(rq, &p.visit)) {
    case DB_OK: break;
    case DB_NONE: return page_not_found(rq);
    default: return page_failed(rq);
    }
    section = survey_section(p.visit.survey, rq->params[1]);
    if (section == NULL)
        return page_not_found(rq);
    if (!visit_is_open(&p.visit))
        return page_refused(rq, 409, "respond.closed");
    p.page.visit = &p.visit;
    p.page.section = (size_t)(section - p.visit.survey->sections.items);
    if (!form_cells_collect(rq->arena, p.visit.survey, p.page.section, &rq->form, &cells))
        return page_not_found(rq);
    form_cells_close(rq->arena, p.visit.survey, page_typed_lang(rq), &cells);
    reply = save(&p, &cells);
    if (speaks)
        page_keep_language(rq, &reply);
    return reply;
}
