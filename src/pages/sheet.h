/*
 * The questions of a survey as HTML. What does not depend on answers is rendered by the templates once for a
 * survey and a language, with holes; a page only fills the holes.
 */
#ifndef PAGES_SHEET_H
#define PAGES_SHEET_H

#include "base/zone.h"
#include "html/tmpl.h"
#include "model/phrases.h"
#include "model/survey.h"
#include "pages/form_rows.h"

struct sheet; /* a survey in a language; immutable */

struct sheet_words {
    const struct tmpl_set *templates; /* of the language; must outlive the sheet */
    const struct phrases *phrases;
    enum lang lang;
};

/* Render every question of the survey; the sheet lives in the arena. */
struct sheet *sheet_make(struct arena *arena, const struct survey *survey, const struct sheet_words *words);

/* Something said beside a cell, or beside the question when row and column are "". */
struct cell_note {
    const char *question, *row, *column;
    const char *sentence;
    bool conflict;      /* somebody else's answer is stored: let the person pick */
    const char *stored; /* that answer in words, and when it was saved */
    const char *saved;
    int64_t revision; /* of that answer: what the person picks between */
    const char *was;  /* what the page showed: it goes on saying so until the person picks */
    bool of_row;      /* the answer is a whole row, which the person takes away */
};

struct cell_notes LIST_OF(struct cell_note);

/* What a page puts into the holes. */
struct sheet_fill {
    struct arena *arena;
    const struct answers *shown;    /* sorted: stored answers, with what was typed and not stored over them */
    const struct answers *stored;   /* sorted: what `was:` says */
    const bool *asked;              /* by index of the question in the survey; NULL: all are */
    const struct cell_notes *notes; /* NULL: none */
    const struct zone *zone;
};

/* The kinds of names (control.h) that a section asks for: each once. */
const struct names *sheet_names(const struct sheet *sheet, size_t section);

/* Append one question. */
void sheet_question(const struct sheet *sheet, const struct question *question, const struct sheet_fill *fill,
                    struct buf *out);

/* Stands for the id of a row that the script adds. */
#define SHEET_NEW_ROW "__row__"

/* Append an empty row of a table with the id `row`: what "add a row" puts in. */
void sheet_empty_row(const struct sheet *sheet, const struct question *question, const char *row,
                     struct buf *out);

/* The note beside a cell, or NULL. */
const struct cell_note *cell_note_find(const struct cell_notes *notes, const struct cell *cell);

#endif
