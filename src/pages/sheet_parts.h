/* What making a sheet and filling it share; for src/pages/sheet*.c alone. */
#ifndef PAGES_SHEET_PARTS_H
#define PAGES_SHEET_PARTS_H

#include "pages/sheet.h"

/* What a page puts in. Those up to HOLE_DESCRIBED are whole attributes. */
enum hole_kind {
    HOLE_CHECKED,         /* ` checked` when the cell holds `value` */
    HOLE_SELECTED,        /* ` selected`; `place` of a rank, else 0 */
    HOLE_HIDDEN,          /* ` hidden` when the question is not asked for */
    HOLE_OPEN,            /* ` open` when the cell holds a text */
    HOLE_DESCRIBED_GROUP, /* the ids of what describes the group */
    HOLE_DESCRIBED,       /* the same for one control, and that its value was refused */
    HOLE_SAVED,           /* that and when the question was saved, "" when never */
    HOLE_REFUSED,         /* ` refused` when something is said beside one of its cells */
    HOLE_VALUE,           /* the value as people write it */
    HOLE_WAS,             /* value or state as the page was made */
    HOLE_REVISION,
    HOLE_NOTE, /* what is said beside the cell */
    HOLE_ROW,  /* id of the row at hand */
    HOLE_ROW_NUMBER,
    HOLE_ROW_TITLE,
    HOLE_ROWS /* all rows */
};

struct hole {
    enum hole_kind kind;
    bool in_row;                 /* the cell is in the row at hand */
    const char *column;          /* of the cell */
    const struct question *part; /* what the value of the cell is; NULL where that does not matter */
    const char *value; /* HOLE_CHECKED, HOLE_SELECTED; of HOLE_DESCRIBED not NULL: there is a hint */
    size_t value_length;
    int place;
};

/* Text, and a hole behind it (NULL at the end). The text of the next piece stands right behind this one's. */
struct piece {
    const char *text;
    size_t length;
    const struct hole *hole;
};

struct pieces LIST_OF(struct piece);

struct question_sheet {
    struct pieces whole, row;
};

struct sheet {
    const struct survey *survey;
    struct sheet_words words;
    struct question_sheet *questions;       /* as in the survey */
    struct names *names;                    /* by section: the kinds of names it asks for */
    const char *saved_before, *saved_after; /* HTML around the time in "saved at" */
    const char *words_json;                 /* for the script: its texts */
    const char *shared_json; /* texts and conditions, without the brace that closes the object */
    bool conditional;        /* some question has a condition */
    bool *looked_at;         /* by question: some condition names it */
};

/* sheet_data.c: fill in what stands under `words_json`. */
void sheet_make_data(struct arena *arena, struct sheet *sheet);

#endif
