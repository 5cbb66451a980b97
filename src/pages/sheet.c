/* Making a sheet: the questions of a survey rendered by the templates, with holes where answers go. */
#include "base/die.h"
#include "base/utf8.h"
#include "model/question_type.h"
#include "pages/control.h"
#include "pages/form_cells.h"
#include "pages/sheet_make.h"

#include <stdlib.h>
#include <string.h>

/* A hole that is a whole attribute stands in the templates as data-if="{{name}}". */
static const char attribute[] = " data-if=\"";

enum {
    MAX_QUESTION_HTML = 4 << 20,
    MOST_HEADS = 6,
    LONGEST_HEAD = 16,
    MOST_GRID_MATRIX = 6,
    MOST_GRID_TABLE = 4
};

/* The way a row's place is kept. */
static void
add_order(struct maker *maker, const struct question *question, struct view *view)
{
    struct spec order = {
        .maker = maker, .question = question, .part = question, .column = COLUMN_ORDER, .in_row = true
    };

    view_text(view, "order_name", spec_address(&order));
    view_text(view, "order_was", spec_hole(&order, HOLE_WAS, NULL));
    view_text(view, "order_revision", spec_hole(&order, HOLE_REVISION, NULL));
    view_text(view, "order_note_html", spec_hole(&order, HOLE_NOTE, NULL));
}

/* The row of a table or matrix: its cells, each with its label. */
static void
fill_row(struct maker *maker, const struct question *question, struct view *view)
{
    const char *row = maker_hole(maker, (struct hole){ .kind = HOLE_ROW });
    const char *row_label = arena_printf(&maker->scratch, "row-%s/%s", question->id, row);
    bool some_required = false;

    view_text(view, "question_id", question->id);
    view_text(view, "row", row);
    view_text(view, "row_label_id", row_label);
    view_text(view, "row_number", maker_hole(maker, (struct hole){ .kind = HOLE_ROW_NUMBER }));
    view_text(view, "row_title", maker_hole(maker, (struct hole){ .kind = HOLE_ROW_TITLE }));
    view_bool(view, "open", matrix_is_open(question));
    view_bool(view, "free", form_rows_free(question));
    view_bool(view, "titled", !form_rows_free(question));
    add_order(maker, question, view);
    for (size_t i = 0; i < question->columns.count; i++)
        some_required |= question->columns.items[i].required != REQUIRED_NO;
    for (size_t i = 0; i < question->columns.count; i++) {
        const struct question *part = &question->columns.items[i];
        struct view *cell = view_item(view, "cells");
        struct spec spec = {
            .maker = maker, .question = question, .part = part, .column = part->id, .in_row = true
        };
        const char *label_id = arena_printf(&maker->scratch, "label-%s/%s/%s", question->id, row, part->id);

        view_text(cell, "own_label_id", label_id);
        spec.label_id =
            part->id[0] == '\0' ? row_label : arena_printf(&maker->scratch, "%s %s", row_label, label_id);
        spec_label(&spec, cell);
        view_bool(cell, "optional", part->required == REQUIRED_NO && some_required);
        spec_control(&spec, view_object(cell, "control"));
    }
}

/* Take the rendered text apart at its holes. */
static struct pieces
cut(struct maker *maker, const char *html)
{
    struct pieces pieces = { 0 };
    char *text = arena_alloc(maker->arena, strlen(html) + 1);

    for (;;) {
        const char *mark = strchr(html, HOLE_OPENS);
        size_t length = mark ? (size_t)(mark - html) : strlen(html);
        struct piece *piece = ARENA_PUSH(maker->arena, &pieces);
        size_t tail = sizeof attribute - 1;
        char *end;

        *piece = (struct piece){ .length = length };
        if (mark != NULL) {
            piece->hole = maker->holes.items[strtoul(mark + 1, &end, 10)];
            ensure(*end == HOLE_CLOSES);
            if (piece->hole->kind <= HOLE_DESCRIBED) {
                ensure(length >= tail && memcmp(mark - tail, attribute, tail) == 0 && end[1] == '"');
                piece->length -= tail;
                end++;
            }
        }
        piece->text = memcpy(text, html, piece->length);
        text += piece->length;
        if (mark == NULL)
            return pieces;
        html = end + 1;
    }
}

static struct pieces
render(struct maker *maker, const char *template, const struct view *view)
{
    scoped_buf out;

    buf_open(&out, MAX_QUESTION_HTML);
    tmpl_render(maker->sheet->words.templates, template, view, &out);
    ensure(!out.full);
    return cut(maker, buf_text(&out));
}

static struct view *
question_object(struct maker *maker, const struct question *question)
{
    struct view *view = view_new(&maker->scratch);

    view_text(view, "id", question->id);
    view_text(view, "type", question->type->name);
    view_int(view, "number", question->number);
    view_text(view, "label", maker_say(maker, &question->label));
    view_text(view, "question_hint", maker_say(maker, &question->hint));
    view_bool(view, "optional", question->required == REQUIRED_NO && question->type->shape != SHAPE_NONE);
    view_text(view, "hidden", maker_hole(maker, (struct hole){ .kind = HOLE_HIDDEN }));
    view_text(view, "refused", maker_hole(maker, (struct hole){ .kind = HOLE_REFUSED }));
    view_text(view, "saved_html", maker_hole(maker, (struct hole){ .kind = HOLE_SAVED }));
    view_bool(view, "note", question->type->shape == SHAPE_NONE);
    return view;
}

/* What stands under every kind of question: importance, comment. */
static void
add_extras(const struct spec *spec, struct view *view)
{
    if (spec->question->importance) {
        struct view *importance = view_object(view, "importance");
        struct spec own = *spec;

        own.column = COLUMN_IMPORTANCE;
        spec_cell(&own, importance);
        for (int at = 1; at <= 5; at++) {
            const char *number = arena_int(spec->maker->arena, at);

            spec_option(&own, importance, number, number);
        }
    }
    if (spec->question->comment)
        spec_own_text(spec, view, "comment", COLUMN_COMMENT);
}

/* The choices of an open matrix as heads of columns, when they are few and short; else each row lists them.
 */
static void
add_heads(struct maker *maker, const struct question *question, struct view *rows)
{
    const struct question *part = &question->columns.items[0];
    const struct choices *choices = choices_of_part(question, part);
    bool fits = control_of(part, false) == CONTROL_RADIOS && !part->other && choices->count <= MOST_HEADS;
    struct view *head;

    for (size_t i = 0; i < choices->count; i++)
        fits = fits && utf8_count(maker_say(maker, &choices->items[i].label)) <= LONGEST_HEAD;
    view_bool(rows, "loose", !fits);
    view_bool(rows, "heads_any", fits);
    for (size_t i = 0; i < choices->count; i++)
        view_text(view_item(rows, "heads"), "label", maker_say(maker, &choices->items[i].label));
    for (int i = 0; i < 2; i++) {
        if (i == 0 ? question->dont_know : question->not_applicable) {
            head = view_item(rows, "heads");
            view_text(head, "label",
                      maker_phrase(maker, i == 0 ? "respond.dont_know" : "respond.not_applicable"));
        }
    }
}

/* Few enough columns for rows of a grid; those of a free table are mostly typed, and want more room. */
static bool
is_grid(const struct question *question)
{
    return question->columns.count
           <= (size_t)(question->type->shape == SHAPE_MATRIX ? MOST_GRID_MATRIX : MOST_GRID_TABLE);
}

/* The rows of a table or matrix, and what may be said of the question as a whole. */
static void
fill_rows(const struct spec *spec, struct view *rows, struct question_sheet *out)
{
    struct maker *maker = spec->maker;
    const struct question *question = spec->question;
    struct view *row = view_new(&maker->scratch);
    bool open = matrix_is_open(question);
    scoped_buf empty;

    fill_row(maker, question, row);
    out->row = render(maker, "question_row", row);
    view_bool(rows, "open", open);
    view_bool(rows, "grid", is_grid(question));
    view_bool(rows, "each", open && question->required != REQUIRED_NO);
    if (open)
        add_heads(maker, question, rows);
    view_bool(rows, "free", form_rows_free(question));
    view_int(rows, "rows_most", question->rows_max);
    view_text(rows, "rows_html", maker_hole(maker, (struct hole){ .kind = HOLE_ROWS }));
    spec_cell(spec, rows);
    /* in an open matrix each row has these answers of its own */
    spec_states(spec, rows, question->dont_know && !open, question->not_applicable && !open);
    buf_open(&empty, MAX_QUESTION_HTML);
    sheet_empty_row(maker->sheet, question, SHEET_NEW_ROW, &empty);
    view_text(rows, "empty_row_html", arena_copy(&maker->scratch, buf_text(&empty)));
}

static void
make_question(struct maker *maker, const struct question *question, struct question_sheet *out)
{
    struct view *view = question_object(maker, question);
    struct spec spec = { .maker = maker, .question = question, .part = question, .column = "" };

    spec.label_id = arena_printf(&maker->scratch, "legend-%s", question->id);
    view_text(view, "question_described",
              spec_hole(&spec, HOLE_DESCRIBED_GROUP, text_present(&question->hint) ? "hint" : NULL));
    view_text(view, "legend_id", spec.label_id);
    if (question->type->shape == SHAPE_SINGLE)
        spec_control(&spec, view_object(view, "single"));
    if (question->type->shape == SHAPE_MATRIX || question->type->shape == SHAPE_TABLE)
        fill_rows(&spec, view_object(view, "rows"), out);
    add_extras(&spec, view);
    out->whole = render(maker, "question_card", view);
}

static void
add_names(struct arena *arena, const struct question *question, struct names *out)
{
    const char *names = control_names(question);

    for (size_t i = 0; i < out->count; i++) {
        if (names != NULL && strcmp(out->items[i], names) == 0)
            return;
    }
    if (names != NULL)
        *ARENA_PUSH(arena, out) = names;
}

/* The kinds of names that each section asks for. */
static void
make_names(struct arena *arena, struct sheet *sheet)
{
    sheet->names = ARENA_ARRAY(arena, struct names, sheet->survey->sections.count);
    for (size_t s = 0; s < sheet->survey->sections.count; s++) {
        const struct section *of = &sheet->survey->sections.items[s];

        for (size_t i = of->first; i < of->first + of->count; i++) {
            const struct question *question = &sheet->survey->questions.items[i];

            add_names(arena, question, &sheet->names[s]);
            for (size_t c = 0; c < question->columns.count; c++)
                add_names(arena, &question->columns.items[c], &sheet->names[s]);
        }
    }
}

const struct names *
sheet_names(const struct sheet *sheet, size_t section)
{
    return &sheet->names[section];
}

static const char *
escaped(struct arena *arena, const char *text)
{
    scoped_buf html;

    buf_open(&html, MAX_QUESTION_HTML);
    html_escape(&html, text);
    return buf_keep(&html, arena);
}

struct sheet *
sheet_make(struct arena *arena, const struct survey *survey, const struct sheet_words *words)
{
    struct sheet *sheet = ARENA_NEW(arena, struct sheet);
    struct maker maker = { .arena = arena, .sheet = sheet };
    const char *saved, *time;

    *sheet = (struct sheet){ .survey = survey, .words = *words };
    saved = maker_phrase(&maker, "form.saved_at");
    time = strstr(saved, "{{time}}");
    ensure(time != NULL);
    sheet->saved_before = escaped(arena, arena_copy_n(arena, saved, (size_t)(time - saved)));
    sheet->saved_after = escaped(arena, time + strlen("{{time}}"));
    sheet->questions = ARENA_ARRAY(arena, struct question_sheet, survey->questions.count);
    for (size_t i = 0; i < survey->questions.count; i++) {
        maker.holes = (struct hole_list){ 0 };
        make_question(&maker, &survey->questions.items[i], &sheet->questions[i]);
        arena_reset(&maker.scratch);
    }
    arena_close(&maker.scratch);
    make_names(arena, sheet);
    sheet_make_data(arena, sheet);
    return sheet;
}
