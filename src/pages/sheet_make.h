/*
 * What making a sheet is divided into; for sheet.c, which makes the questions, and sheet_control.c, which
 * makes the controls of one cell.
 */
#ifndef PAGES_SHEET_MAKE_H
#define PAGES_SHEET_MAKE_H

#include "html/view.h"
#include "pages/sheet_parts.h"

/* Around the number of a hole in what the templates render; no author's text can hold these bytes. */
#define HOLE_OPENS '\x02'
#define HOLE_CLOSES '\x03'

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

/* A text of the questionnaire in the language of the sheet, or NULL; a text of the program's, which exists.
 */
const char *maker_say(const struct maker *maker, const struct text *text);
const char *maker_phrase(const struct maker *maker, const char *key);

/* A mark in the text where the hole will be; spec_hole: of this cell, with the value it is about, or NULL. */
const char *maker_hole(struct maker *maker, struct hole hole);
const char *spec_hole(const struct spec *spec, enum hole_kind kind, const char *value);

/* The address of the cell, with a hole where the row is. */
const char *spec_address(const struct spec *spec);

/* The choices of a part. The list of an open matrix may stand at the matrix itself. */
const struct choices *choices_of_part(const struct question *question, const struct question *part);

/* Add what templates show: one option of a list; "don't know" and "not applicable", where they are offered; a
 * text of the program's own beside an answer (other, comment); what every kind of control shows; the whole
 * control. */
void spec_option(const struct spec *spec, struct view *list, const char *value, const char *label);
void spec_states(const struct spec *spec, struct view *view, bool dont_know, bool not_applicable);
void spec_own_text(const struct spec *spec, struct view *view, const char *name, const char *column);
void spec_cell(const struct spec *spec, struct view *view);
void spec_control(const struct spec *spec, struct view *view);

/* A label for one control, or a heading over a group of them. */
void spec_label(const struct spec *spec, struct view *cell);

#endif
