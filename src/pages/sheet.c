/* Making a sheet: the questions of a survey rendered by the templates, with holes where answers go. */
#include "base/die.h"
#include "base/utf8.h"
#include "model/question_type.h"
#include "pages/control.h"
#include "pages/form_cells.h"
#include "pages/sheet_parts.h"

#include <stdlib.h>
#include <string.h>

/* Around the number of a hole in what the templates render; no author's text can hold these bytes. */
#define HOLE_OPENS '\x02'
#define HOLE_CLOSES '\x03'

/* A hole that is a whole attribute stands in the templates as data-if="{{name}}". */
static const char attribute[] = " data-if=\"";

enum {
    MAX_QUESTION_HTML = 4 << 20,
    MAX_SCALE = 100,
    MOST_HEADS = 6,
    LONGEST_HEAD = 16,
    MOST_GRID_MATRIX = 6,
    MOST_GRID_TABLE = 4
};

struct hole_list LIST_OF(const struct hole *);

struct maker {
    struct arena *arena;
    struct arena scratch; /* views, and text before it is cut */
    struct sheet *sheet;
    struct hole_list holes; /* of the question being made */
};

/* A cell to be asked for. */
struct spec {
    struct maker *maker;
    const struct question *question, *part;
    const char *column;
    bool in_row;
    const char *label_id; /* of what names the control */
    int place;            /* of a rank; else 0 */
};

static const char *
say(const struct maker *maker, const struct text *text)
{
    return text_present(text) ? text_in(text, maker->sheet->words.lang) : NULL;
}

/* A mark in the text where the hole will be. */
static const char *
put_hole(struct maker *maker, struct hole hole)
{
    struct hole *kept = ARENA_NEW(maker->arena, struct hole);

    *kept = hole;
    *ARENA_PUSH(&maker->scratch, &maker->holes) = kept;
    return arena_printf(&maker->scratch, "%c%zu%c", HOLE_OPENS, maker->holes.count - 1, HOLE_CLOSES);
}

static const char *
cell_hole(const struct spec *spec, enum hole_kind kind, const char *value)
{
    return put_hole(spec->maker, (struct hole){ .kind = kind,
                                                .in_row = spec->in_row,
                                                .column = spec->column,
                                                .part = spec->part,
                                                .value = value,
                                                .place = spec->place });
}

/* The address of the cell, with a hole where the row is. */
static const char *
address(const struct spec *spec)
{
    struct arena *scratch = &spec->maker->scratch;
    const char *row = spec->in_row ? put_hole(spec->maker, (struct hole){ .kind = HOLE_ROW }) : "";

    if (spec->column[0] != '\0')
        return arena_printf(scratch, "%s/%s/%s", spec->question->id, row, spec->column);
    return spec->in_row ? arena_printf(scratch, "%s/%s", spec->question->id, row) : spec->question->id;
}

static struct view *
add_option(const struct spec *spec, struct view *list, const char *value, const char *label)
{
    struct view *option = view_item(list, "options");

    view_text(option, "value", value);
    view_text(option, "label", label);
    view_text(option, "checked", cell_hole(spec, HOLE_CHECKED, value));
    view_text(option, "selected", cell_hole(spec, HOLE_SELECTED, value));
    view_bool(option, "asks", spec->part->other && strcmp(value, CHOICE_OTHER) == 0);
    view_bool(option, "exclusive",
              spec->part->exclusive_choice != NULL && strcmp(spec->part->exclusive_choice, value) == 0);
    return option;
}

static const char *
phrase_of(const struct maker *maker, const char *key)
{
    const char *text = phrase(maker->sheet->words.phrases, maker->sheet->words.lang, key);

    ensure(text != NULL);
    return text;
}

/* yes and no are choices that no file lists. */
static void
add_yes_no(const struct spec *spec, struct view *list)
{
    add_option(spec, list, "yes", phrase_of(spec->maker, "respond.yes"));
    add_option(spec, list, "no", phrase_of(spec->maker, "respond.no"));
}

static void
add_scale(const struct spec *spec, struct view *list)
{
    double from, to;
    int least = question_least(spec->part, &from) ? (int)from : 1;
    int most = question_most(spec->part, &to) ? (int)to : 5;

    for (int at = least; at <= most && at - least <= MAX_SCALE; at++) {
        const char *number = arena_printf(spec->maker->arena, "%d", at);

        add_option(spec, list, number, number);
    }
    view_bool(list, "anchors_any", spec->part->anchors.count > 0);
    for (size_t i = 0; i < spec->part->anchors.count; i++) {
        struct view *anchor = view_item(list, "anchors");

        view_printf(anchor, "at", "%g", spec->part->anchors.items[i].at);
        view_text(anchor, "label", say(spec->maker, &spec->part->anchors.items[i].label));
    }
}

/* The list of an open matrix may stand at the matrix itself. */
static const struct choices *
choices_of(const struct question *question, const struct question *part)
{
    return part->choices.count > 0 ? &part->choices : &question->choices;
}

/* Choices, or what stands for them; the "other" that asks for a text comes last. */
static void
add_options(const struct spec *spec, struct view *list)
{
    const struct choices *choices = choices_of(spec->question, spec->part);

    if (strcmp(spec->part->type->name, "scale") == 0)
        add_scale(spec, list);
    else if (strcmp(spec->part->type->name, "yes_no") == 0)
        add_yes_no(spec, list);
    for (size_t i = 0; i < choices->count; i++)
        add_option(spec, list, choices->items[i].value, say(spec->maker, &choices->items[i].label));
    if (spec->part->other && choice_find(choices, CHOICE_OTHER) == NULL)
        add_option(spec, list, CHOICE_OTHER, phrase_of(spec->maker, "respond.other"));
}

/* A text of the program's own beside an answer: other, comment. */
static void
add_own_text(const struct spec *spec, struct view *view, const char *name, const char *column)
{
    struct spec own = *spec;
    struct view *into = view_object(view, name);

    own.column = arena_printf(spec->maker->arena, "%s%s", spec->column, column);
    view_text(into, "own_open", cell_hole(&own, HOLE_OPEN, NULL));
    view_text(into, "own_name", address(&own));
    view_text(into, "own_value", cell_hole(&own, HOLE_VALUE, NULL));
    view_text(into, "own_was", cell_hole(&own, HOLE_WAS, NULL));
    view_text(into, "own_revision", cell_hole(&own, HOLE_REVISION, NULL));
    view_text(into, "own_note_html", cell_hole(&own, HOLE_NOTE, NULL));
    view_text(into, "own_described", cell_hole(&own, HOLE_DESCRIBED, NULL));
}

static void
add_places(const struct spec *spec, struct view *view)
{
    for (int n = 1; n <= control_places(spec->question); n++) {
        struct spec at = *spec;
        struct view *place = view_item(view, "places");

        at.place = n;
        view_int(place, "place", n);
        add_options(&at, place);
    }
}

/* "Don't know" and "not applicable", where they are offered. */
static void
add_states(const struct spec *spec, struct view *view, bool dont_know, bool not_applicable)
{
    const char *const values[] = { FORM_DONT_KNOW, FORM_NOT_APPLICABLE };
    const char *const keys[] = { "respond.dont_know", "respond.not_applicable" };
    const bool offered[] = { dont_know, not_applicable };

    view_bool(view, "has_states", dont_know || not_applicable);
    for (size_t i = 0; i < LENGTH(values); i++) {
        struct view *state;

        if (!offered[i])
            continue;
        state = view_item(view, "states");
        view_text(state, "value", values[i]);
        view_text(state, "label", phrase_of(spec->maker, keys[i]));
        view_text(state, "checked", cell_hole(spec, HOLE_CHECKED, values[i]));
        view_text(state, "selected", cell_hole(spec, HOLE_SELECTED, values[i]));
    }
}

static bool
has_states(const struct question *question)
{
    return question->dont_know || question->not_applicable;
}

/* A matrix of one list shows its choices openly; in other rows a choice is a list that opens. */
static enum control
control_in_row(const struct question *question, const struct question *part)
{
    return control_of(part, !matrix_is_open(question));
}

static enum control
control_of_spec(const struct spec *spec)
{
    return spec->in_row ? control_in_row(spec->question, spec->part) : control_of(spec->part, false);
}

static const char *const control_names_in_templates[] = {
    [CONTROL_NONE] = NULL,       [CONTROL_RADIOS] = "radios", [CONTROL_SELECT] = "select",
    [CONTROL_TICKS] = "ticks",   [CONTROL_SCALE] = "scale",   [CONTROL_LINE] = "line",
    [CONTROL_AREA] = "area",     [CONTROL_DATE] = "date",     [CONTROL_NAME] = "line",
    [CONTROL_PLACES] = "ranked", [CONTROL_MATRIX] = NULL,     [CONTROL_TABLE] = NULL,
};

/* What every kind of control shows. */
static void
add_cell(const struct spec *spec, struct view *view)
{
    const char *hint = say(spec->maker, &spec->part->hint);

    view_text(view, "name", address(spec));
    view_text(view, "was", cell_hole(spec, HOLE_WAS, NULL));
    view_text(view, "revision", cell_hole(spec, HOLE_REVISION, NULL));
    view_text(view, "value", cell_hole(spec, HOLE_VALUE, NULL));
    view_text(view, "note_html", cell_hole(spec, HOLE_NOTE, NULL));
    view_text(view, "described", cell_hole(spec, HOLE_DESCRIBED, hint));
    view_text(view, "hint", hint);
    view_text(view, "label_id", spec->label_id);
    view_text(view, "unit",
              text_present(&spec->part->unit)
                  ? question_unit(&spec->maker->scratch, spec->part, spec->maker->sheet->words.lang, NULL)
                  : NULL);
    view_text(view, "keyboard", control_keyboard(spec->part));
    view_text(view, "names", control_names(spec->part));
    view_bool(view, "percent", strcmp(spec->part->type->name, "percent") == 0);
}

static void
fill_control(const struct spec *spec, struct view *view)
{
    enum control control = control_of_spec(spec);
    bool matrix_row = spec->in_row && matrix_is_open(spec->question);
    const struct question *asks = matrix_row ? spec->question : spec->part;
    static const bool below[] = { [CONTROL_TABLE] = false, [CONTROL_LINE] = true, [CONTROL_AREA] = true,
                                  [CONTROL_DATE] = true,   [CONTROL_NAME] = true, [CONTROL_PLACES] = true };

    add_cell(spec, view);
    for (size_t i = 0; i < LENGTH(control_names_in_templates); i++) {
        if (control_names_in_templates[i] != NULL && (i != CONTROL_NAME || control == CONTROL_NAME)
            && (i != CONTROL_LINE || control != CONTROL_NAME))
            view_bool(view, control_names_in_templates[i], i == (size_t)control);
    }
    view_bool(view, "search", spec->part->choices.count > LONG_LIST);
    view_bool(view, "brief", spec->in_row);
    view_bool(view, "bare", matrix_row && control == CONTROL_RADIOS && !spec->part->other);
    if (control == CONTROL_PLACES)
        add_places(spec, view);
    else
        add_options(spec, view);
    add_states(spec, view, asks->dont_know, asks->not_applicable);
    /* radios, boxes and lists hold these answers among their own */
    view_bool(view, "states_below", has_states(asks) && below[control]);
    if (spec->part->other)
        add_own_text(spec, view, "other_text", COLUMN_OTHER);
    else
        view_text(view, "other_text", NULL);
}

/* A label for one control, or a heading over a group of them. */
static void
name_cell(const struct spec *spec, struct view *cell)
{
    static const bool one[] = { [CONTROL_TABLE] = false, [CONTROL_SELECT] = true, [CONTROL_LINE] = true,
                                [CONTROL_AREA] = true,   [CONTROL_DATE] = true,   [CONTROL_NAME] = true };
    const char *label = say(spec->maker, &spec->part->label);
    bool single = one[control_of_spec(spec)];

    view_text(cell, "label", label);
    view_text(cell, "for_id",
              single && label ? arena_printf(&spec->maker->scratch, "f-%s", address(spec)) : NULL);
    view_bool(cell, "group_label", !single && label != NULL);
}

/* The way a row's place is kept. */
static void
add_order(struct maker *maker, const struct question *question, struct view *view)
{
    struct spec order = {
        .maker = maker, .question = question, .part = question, .column = COLUMN_ORDER, .in_row = true
    };

    view_text(view, "order_name", address(&order));
    view_text(view, "order_was", cell_hole(&order, HOLE_WAS, NULL));
    view_text(view, "order_revision", cell_hole(&order, HOLE_REVISION, NULL));
}

/* The row of a table or matrix: its cells, each with its label. */
static void
fill_row(struct maker *maker, const struct question *question, struct view *view)
{
    const char *row = put_hole(maker, (struct hole){ .kind = HOLE_ROW });
    const char *row_label = arena_printf(&maker->scratch, "row-%s/%s", question->id, row);
    bool some_required = false;

    view_text(view, "question_id", question->id);
    view_text(view, "row", row);
    view_text(view, "row_label_id", row_label);
    view_text(view, "row_number", put_hole(maker, (struct hole){ .kind = HOLE_ROW_NUMBER }));
    view_text(view, "row_title", put_hole(maker, (struct hole){ .kind = HOLE_ROW_TITLE }));
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
        name_cell(&spec, cell);
        view_bool(cell, "optional", part->required == REQUIRED_NO && some_required);
        fill_control(&spec, view_object(cell, "control"));
    }
}

/* Take the rendered text apart at its holes. */
static struct pieces
cut(struct maker *maker, const char *html)
{
    struct pieces pieces = { 0 };

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
        piece->text = arena_copy_n(maker->arena, html, piece->length);
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
    view_text(view, "label", say(maker, &question->label));
    view_text(view, "question_hint", say(maker, &question->hint));
    view_bool(view, "optional", question->required == REQUIRED_NO && question->type->shape != SHAPE_NONE);
    view_text(view, "hidden", put_hole(maker, (struct hole){ .kind = HOLE_HIDDEN }));
    view_text(view, "refused", put_hole(maker, (struct hole){ .kind = HOLE_REFUSED }));
    view_text(view, "saved_html", put_hole(maker, (struct hole){ .kind = HOLE_SAVED }));
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
        add_cell(&own, importance);
        for (int at = 1; at <= 5; at++) {
            const char *number = arena_printf(spec->maker->arena, "%d", at);

            add_option(&own, importance, number, number);
        }
    }
    if (spec->question->comment)
        add_own_text(spec, view, "comment", COLUMN_COMMENT);
}

/* The choices of an open matrix as heads of columns, when they are few and short; else each row lists them.
 */
static void
add_heads(struct maker *maker, const struct question *question, struct view *rows)
{
    const struct question *part = &question->columns.items[0];
    const struct choices *choices = choices_of(question, part);
    bool fits = control_of(part, false) == CONTROL_RADIOS && !part->other && choices->count <= MOST_HEADS;
    struct view *head;

    for (size_t i = 0; i < choices->count; i++)
        fits = fits && utf8_count(say(maker, &choices->items[i].label)) <= LONGEST_HEAD;
    view_bool(rows, "loose", !fits);
    view_bool(rows, "heads_any", fits);
    for (size_t i = 0; i < choices->count; i++)
        view_text(view_item(rows, "heads"), "label", say(maker, &choices->items[i].label));
    for (int i = 0; i < 2; i++) {
        if (i == 0 ? question->dont_know : question->not_applicable) {
            head = view_item(rows, "heads");
            view_text(head, "label",
                      phrase_of(maker, i == 0 ? "respond.dont_know" : "respond.not_applicable"));
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
    view_text(rows, "rows_html", put_hole(maker, (struct hole){ .kind = HOLE_ROWS }));
    add_cell(spec, rows);
    /* in an open matrix each row has these answers of its own */
    add_states(spec, rows, question->dont_know && !open, question->not_applicable && !open);
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
              cell_hole(&spec, HOLE_DESCRIBED_GROUP, text_present(&question->hint) ? "hint" : NULL));
    view_text(view, "legend_id", spec.label_id);
    if (question->type->shape == SHAPE_SINGLE)
        fill_control(&spec, view_object(view, "single"));
    if (question->type->shape == SHAPE_MATRIX || question->type->shape == SHAPE_TABLE)
        fill_rows(&spec, view_object(view, "rows"), out);
    add_extras(&spec, view);
    out->whole = render(maker, "question_card", view);
}

struct sheet *
sheet_make(struct arena *arena, const struct survey *survey, const struct sheet_words *words)
{
    struct sheet *sheet = ARENA_NEW(arena, struct sheet);
    struct maker maker = { .arena = arena, .sheet = sheet };
    const char *saved, *time;

    *sheet = (struct sheet){ .survey = survey, .words = *words };
    saved = phrase_of(&maker, "form.saved_at");
    time = strstr(saved, "{{time}}");
    ensure(time != NULL);
    sheet->saved_before = arena_copy_n(arena, saved, (size_t)(time - saved));
    sheet->saved_after = time + strlen("{{time}}");
    sheet->questions = ARENA_ARRAY(arena, struct question_sheet, survey->questions.count);
    for (size_t i = 0; i < survey->questions.count; i++) {
        maker.holes = (struct hole_list){ 0 };
        make_question(&maker, &survey->questions.items[i], &sheet->questions[i]);
        arena_reset(&maker.scratch);
    }
    arena_close(&maker.scratch);
    sheet_make_data(arena, sheet);
    return sheet;
}
