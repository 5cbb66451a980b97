/* Answers, a cell a row, with their whole history. */
#ifndef STORE_ANSWER_H
#define STORE_ANSWER_H

#include "model/cell.h"
#include "store/db.h"

/* One save from a page. */
struct answer_save {
    int64_t response, person; /* the response must be this person's; person 0: of any (staff, import) */
    const char *question, *row, *column; /* never NULL */
    const char *value;                   /* "" empties the cell */
    enum cell_state state;
    int64_t seen; /* revision of the cell that the page last saw; 0: never stored */
    int64_t now;
    struct actor by;
    const char *page; /* the browser page's id, "" none */
    int64_t sequence; /* its number among that page's saves */
};

struct answer_saved {
    struct cell cell; /* as it is stored now; revision 0: it is not */
    bool changed;     /* this save stored something */
    bool handed_in;   /* why DB_CONFLICT: nothing may be changed any more */
};

/*
 * Keep one cell, with its history and an event. The same value again is DB_OK without a new row, whatever
 * `seen` is. DB_CONFLICT: the cell was changed since the page saw it, or the response was handed in; nothing
 * is stored, and `saved->cell` is what is. DB_NONE: no such response of this person.
 */
enum db_result answer_put(struct db *db, struct arena *arena, const struct answer_save *save,
                          struct answer_saved *saved) MUST_CHECK;

/* All cells of a response, sorted, emptied ones too (their revision counts). DB_NONE when there is none. The
 * caller has checked whose response it is. */
enum db_result answer_list(struct db *db, struct arena *arena, int64_t response,
                           struct answers *out) MUST_CHECK;

struct answer_change {
    const char *question, *row, *column, *old_value, *value; /* old_value NULL: there was none */
    int old_state;
    enum cell_state state;
    int64_t revision, at;
    struct actor by;
    const char *page;
    int64_t sequence;
};

struct answer_changes LIST_OF(struct answer_change);

/* What was changed, in order of question and revision. `question` NULL: of all questions. */
enum db_result answer_history(struct db *db, struct arena *arena, int64_t response, const char *question,
                              struct answer_changes *out) MUST_CHECK;

#endif
