/* Filling a sheet: what a person answered goes into the holes of the questions. */
#include "model/format.h"
#include "model/question_type.h"
#include "pages/form_cells.h"
#include "pages/sheet_parts.h"

#include <string.h>

/* Neighbours in `struct answers`: the cells of a question, or of one row of it. */
struct run {
    const struct cell *cells;
    size_t count;
};

/* What answers a question: in all, outside rows, and in the row at hand. */
struct side {
    struct run all, own, row;
    /* the cell found last: holes of one cell stand together */
    const char *found_column;
    bool found_in_row;
    const struct cell *found;
};

/* One question being filled. */
struct filling {
    const struct sheet *sheet;
    const struct question *question;
    const struct sheet_fill *fill;
    struct buf *out;
    struct side shown;
    struct side stored; /* not used when it is the same as what is shown */
    bool same;
    const struct form_row *row; /* at hand, or NULL */
    size_t row_number;
    const char *row_html; /* its id, escaped: a row has it in each of its addresses */
    size_t row_length;
};

static const struct cell nothing = { .question = "", .row = "", .column = "", .value = "" };

static const char *
row_of(const struct filling *f, const struct hole *hole)
{
    return hole->in_row && f->row != NULL ? f->row->id : "";
}

/* The cells of a row stand together, and those of the next row mostly right behind them. */
static struct run
run_of_row(const struct run *all, const struct run *before, const char *row)
{
    size_t from = before->count > 0 ? (size_t)(before->cells - all->cells) + before->count : 0, to;

    if (from == all->count || strcmp(all->cells[from].row, row) != 0)
        from = 0;
    while (from < all->count && strcmp(all->cells[from].row, row) != 0)
        from++;
    for (to = from; to < all->count && strcmp(all->cells[to].row, row) == 0; to++)
        ;
    return to > from ? (struct run){ all->cells + from, to - from } : (struct run){ 0 };
}

static void
side_open(struct side *side, const struct answers *answers, const char *question)
{
    side->all.cells = answers_question(answers, question, &side->all.count);
    side->own = run_of_row(&side->all, &side->own, "");
}

static void
side_turn(struct side *side, const char *row)
{
    side->row = run_of_row(&side->all, side->row.count > 0 ? &side->row : &side->own, row);
    side->found = NULL;
}

static const struct cell *
side_cell(struct side *side, const struct hole *hole)
{
    const struct run *run = hole->in_row ? &side->row : &side->own;

    if (side->found != NULL && side->found_column == hole->column && side->found_in_row == hole->in_row)
        return side->found;
    side->found = &nothing;
    side->found_column = hole->column;
    side->found_in_row = hole->in_row;
    for (size_t i = 0; i < run->count; i++) {
        if (strcmp(run->cells[i].column, hole->column) == 0)
            side->found = &run->cells[i];
    }
    return side->found;
}

/* The cell as it is shown. */
static const struct cell *
shown(struct filling *f, const struct hole *hole)
{
    return side_cell(&f->shown, hole);
}

static const struct cell *
stored(struct filling *f, const struct hole *hole)
{
    return side_cell(f->same ? &f->shown : &f->stored, hole);
}

/* Is the hole's value one of the words here, which are separated by blanks? Its place 0: any of them. */
static bool
has_word(const char *value, const struct hole *hole)
{
    const size_t length = hole->value_length;

    for (int at = 1; *value != '\0'; at++) {
        if ((hole->place == 0 || hole->place == at) && *value == *hole->value
            && strncmp(value, hole->value, length) == 0 && (value[length] == ' ' || value[length] == '\0'))
            return true;
        while (*value != ' ' && *value != '\0')
            value++;
        value += *value == ' ';
    }
    return false;
}

static bool
is_chosen(struct filling *f, const struct hole *hole)
{
    const struct cell *cell = shown(f, hole);

    if (cell->state != CELL_ANSWERED)
        return strcmp(form_cell_was(cell), hole->value) == 0;
    return has_word(cell->value, hole);
}

const struct cell_note *
cell_note_find(const struct cell_notes *notes, const struct cell *cell)
{
    for (size_t i = 0; notes != NULL && i < notes->count; i++) {
        const struct cell_note *note = &notes->items[i];

        if (strcmp(note->question, cell->question) == 0 && strcmp(note->row, cell->row) == 0
            && strcmp(note->column, cell->column) == 0)
            return note;
    }
    return NULL;
}

static struct cell
address_of(const struct filling *f, const struct hole *hole)
{
    return (struct cell){
        .question = f->question->id, .row = row_of(f, hole), .column = hole->column, .value = ""
    };
}

static void
put_note(const struct filling *f, const struct hole *hole)
{
    struct cell cell = address_of(f, hole);
    const struct cell_note *note = cell_note_find(f->fill->notes, &cell);
    struct view *view;

    if (note == NULL)
        return;
    view = view_new(f->fill->arena);
    view_text(view, "name", cell_name(f->fill->arena, cell.question, cell.row, cell.column));
    view_text(view, "sentence", note->sentence);
    view_bool(view, "conflict", note->conflict);
    view_bool(view, "of_row", note->of_row);
    view_text(view, "stored", note->stored);
    view_text(view, "saved", note->saved);
    view_int(view, "revision", note->revision);
    tmpl_render(f->sheet->words.templates, "question_note", view, f->out);
}

static void
put_described(const struct filling *f, const struct hole *hole)
{
    struct cell cell = address_of(f, hole);
    bool noted = cell_note_find(f->fill->notes, &cell) != NULL;
    const char *name;

    if (!noted && hole->value == NULL)
        return;
    name = cell_name(f->fill->arena, cell.question, cell.row, cell.column);
    buf_puts(f->out, " aria-describedby=\"");
    if (hole->value != NULL) {
        buf_puts(f->out, "hint-");
        html_escape(f->out, name);
    }
    if (noted) {
        buf_puts(f->out, hole->value ? " note-" : "note-");
        html_escape(f->out, name);
    }
    buf_putc(f->out, '"');
    if (noted && hole->kind == HOLE_DESCRIBED)
        buf_puts(f->out, " aria-invalid=\"true\"");
}

/* What the page saw of the cell. Until the person picks between two answers that is not the stored one. */
static void
put_seen(struct filling *f, const struct hole *hole)
{
    struct cell cell = address_of(f, hole);
    const struct cell_note *note = cell_note_find(f->fill->notes, &cell);
    bool open = note != NULL && note->conflict;

    if (hole->kind == HOLE_WAS)
        html_escape(f->out, open ? note->was : form_cell_was(stored(f, hole)));
    else
        buf_int(f->out, open ? 0 : stored(f, hole)->revision);
}

/* A number is kept with a point and shown with a comma where people write one. */
static void
put_value(struct filling *f, const struct hole *hole)
{
    const struct cell *cell = shown(f, hole);
    char *copy, *point;

    /* a state has no value, unless both were posted and come back refused */
    if (hole->column[0] == '.' || hole->part == NULL || !hole->part->type->numeric
        || f->sheet->words.lang == LANG_EN || strchr(cell->value, '.') == NULL) {
        html_escape(f->out, cell->value);
        return;
    }
    copy = arena_copy(f->fill->arena, cell->value);
    point = strchr(copy, '.');
    *point = ',';
    html_escape(f->out, copy);
}

static int64_t
saved_last(const struct filling *f)
{
    const struct run *all = f->same ? &f->shown.all : &f->stored.all;
    int64_t last = 0;

    for (size_t i = 0; i < all->count; i++)
        last = all->cells[i].saved_at > last ? all->cells[i].saved_at : last;
    return last;
}

/* "Saved at 14:03:21" of the cell that was saved last. */
static void
put_saved(const struct filling *f)
{
    int64_t last = saved_last(f);

    if (last == 0)
        return;
    buf_puts(f->out, f->sheet->saved_before);
    buf_puts(f->out, format_clock(f->fill->arena, f->fill->zone, last));
    buf_puts(f->out, f->sheet->saved_after);
}

static void
put_refused(const struct filling *f)
{
    const struct cell_notes *notes = f->fill->notes;

    for (size_t i = 0; notes != NULL && i < notes->count; i++) {
        if (strcmp(notes->items[i].question, f->question->id) == 0) {
            buf_puts(f->out, " refused");
            return;
        }
    }
}

static void fill_pieces(struct filling *f, const struct pieces *pieces);

/* One row: what stands in it is looked up and escaped once. */
static void
fill_row(struct filling *f, const struct form_row *row, const struct pieces *pieces)
{
    scoped_buf html;

    buf_open(&html, 6 * (ROW_ID_MAX + 1));
    html_escape(&html, row->id);
    f->row = row;
    f->row_html = buf_text(&html);
    f->row_length = html.length;
    side_turn(&f->shown, row->id);
    if (!f->same)
        side_turn(&f->stored, row->id);
    fill_pieces(f, pieces);
    f->row = NULL;
    f->row_length = 0;
}

static void
put_rows(struct filling *f)
{
    const struct sheet *sheet = f->sheet;
    const struct pieces *pieces = &sheet->questions[f->question - sheet->survey->questions.items].row;
    struct form_rows rows =
        form_rows_of(f->fill->arena, sheet->survey, f->fill->shown, f->question, sheet->words.lang);

    for (size_t i = 0; i < rows.count; i++) {
        f->row_number = i + 1;
        fill_row(f, &rows.items[i], pieces);
    }
}

/* Does nothing come into the hole? Most stay empty. */
static bool
is_empty(struct filling *f, const struct hole *hole)
{
    bool noted = f->fill->notes != NULL && f->fill->notes->count > 0;

    switch (hole->kind) {
    case HOLE_CHECKED:
    case HOLE_SELECTED: return !is_chosen(f, hole);
    case HOLE_HIDDEN:
        return f->fill->asked == NULL || f->fill->asked[f->question - f->sheet->survey->questions.items];
    case HOLE_OPEN: return shown(f, hole)->value[0] == '\0';
    case HOLE_REFUSED:
    case HOLE_NOTE: return !noted;
    case HOLE_DESCRIBED_GROUP:
    case HOLE_DESCRIBED: return !noted && hole->value == NULL;
    default: return false;
    }
}

static void
put_hole(struct filling *f, const struct hole *hole)
{
    switch (hole->kind) {
    case HOLE_CHECKED: buf_puts(f->out, " checked"); break;
    case HOLE_SELECTED: buf_puts(f->out, " selected"); break;
    case HOLE_HIDDEN: buf_puts(f->out, " hidden"); break;
    case HOLE_OPEN: buf_puts(f->out, " open"); break;
    case HOLE_REFUSED: put_refused(f); break;
    case HOLE_DESCRIBED_GROUP:
    case HOLE_DESCRIBED: put_described(f, hole); break;
    case HOLE_SAVED: put_saved(f); break;
    case HOLE_VALUE: put_value(f, hole); break;
    case HOLE_WAS:
    case HOLE_REVISION: put_seen(f, hole); break;
    case HOLE_NOTE: put_note(f, hole); break;
    case HOLE_ROW: buf_add(f->out, f->row_html, f->row_length); break;
    case HOLE_ROW_NUMBER: buf_int(f->out, (int64_t)f->row_number); break;
    case HOLE_ROW_TITLE: html_escape(f->out, f->row && f->row->title ? f->row->title : ""); break;
    case HOLE_ROWS: put_rows(f); break;
    }
}

/* The texts of pieces stand behind one another: over empty holes they are added as one. */
static void
fill_pieces(struct filling *f, const struct pieces *pieces)
{
    const char *text = pieces->items[0].text;
    size_t length = 0;

    for (const struct piece *piece = pieces->items; piece < pieces->items + pieces->count; piece++) {
        length += piece->length;
        if (piece->hole == NULL || is_empty(f, piece->hole))
            continue;
        buf_add(f->out, text, length);
        put_hole(f, piece->hole);
        text += length;
        length = 0;
    }
    buf_add(f->out, text, length);
}

void
sheet_question(const struct sheet *sheet, const struct question *question, const struct sheet_fill *fill,
               struct buf *out)
{
    struct filling f = { .sheet = sheet, .question = question, .fill = fill, .out = out };

    side_open(&f.shown, fill->shown, question->id);
    f.same = fill->shown == fill->stored;
    if (!f.same)
        side_open(&f.stored, fill->stored, question->id);
    fill_pieces(&f, &sheet->questions[question - sheet->survey->questions.items].whole);
}

void
sheet_empty_row(const struct sheet *sheet, const struct question *question, const char *row, struct buf *out)
{
    const struct form_row empty = { .id = row };
    const struct answers none = { 0 };
    struct arena arena = { 0 };
    struct sheet_fill fill = { .arena = &arena, .shown = &none, .stored = &none };
    struct filling f = { .sheet = sheet, .question = question, .fill = &fill, .out = out };

    fill_row(&f, &empty, &sheet->questions[question - sheet->survey->questions.items].row);
    arena_close(&arena);
}
