/* Saving a section without a script: what differs is kept, what is refused comes back with the reason. */
#include "pages/keep.h"
#include "pages/respond.h"
#include "pages/respond_posted.h"

#include <string.h>

struct cell_note *
posted_note(struct posted *p, const struct cell *cell, const char *sentence)
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
    posted_note(p, cell, refusal_sentence(p->rq, refusal));
    *ARENA_PUSH(p->rq->arena, &p->shown) = *cell;
}

/* Another answer is stored than the page showed: both are shown, and the person picks. */
static void
note_conflict(struct posted *p, const struct form_cell *form, const struct cell *stored)
{
    const struct cell *typed = &form->cell;
    struct cell_note *note = posted_note(p, typed, page_text(p->rq, "respond.changed_elsewhere"));
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

struct reply
posted_show_again(struct posted *p, int status)
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
    const char *taken = posted_behind(go, "stored:"), *cleared = posted_behind(go, "clear:");
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

/* Is something else stored in the row than the page showed? */
static bool
row_changed(struct posted *p, struct form_cells *cells, const char *address)
{
    static const struct cell never = { .value = "" };
    struct cell row;

    if (!cell_parse(p->rq->arena, address, &row))
        return false;
    for (size_t i = 0; i < p->visit.answers.count; i++) {
        const struct cell *stored = &p->visit.answers.items[i];
        const struct form_cell *form;

        if (strcmp(stored->question, row.question) != 0 || strcmp(stored->row, row.row) != 0
            || strcmp(stored->column, COLUMN_ORDER) == 0)
            continue;
        form = find_cell(p, cells, cell_name(p->rq->arena, stored->question, stored->row, stored->column));
        if (!form_cells_same(stored, form != NULL ? &form->was : &never)
            && (form == NULL || !is_stored(p, form, stored)))
            return true;
    }
    return false;
}

static struct reply
save(struct posted *p, struct form_cells *cells)
{
    const char *go = request_form(p->rq, "go");
    struct reply reply;

    if (go == NULL)
        go = "save";
    set_cell(p, cells, go);
    if (posted_behind(go, "mine:") != NULL)
        read_pick(p, posted_behind(go, "mine:"));
    if (posted_behind(go, "remove:") != NULL)
        p->row_changed = row_changed(p, cells, posted_behind(go, "remove:"));
    p->asked_before = p->visit.asked;
    if (!keep_all(p, cells, &reply))
        return reply;
    if (visit_reload(p->rq, &p->visit) != DB_OK)
        return page_failed(p->rq);
    if (p->page.notes.count > 0)
        return posted_show_again(p, p->conflict ? 409 : 422);
    return posted_go(p, go);
}

/* "lang:uk": what keeps the page from being left is said in that language already. True: it was asked for. */
static bool
speak(struct request *rq)
{
    const char *go = request_form(rq, "go"), *code = go ? posted_behind(go, "lang:") : NULL;
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
