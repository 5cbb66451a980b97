/* Answers, a cell a row, with their whole history. */
#include "store/answer.h"

#include "store/internal.h"

#include <string.h>

enum { SEEN, HISTORY, PUT, EVENT, LIST, CHANGES };

static const char *const sql[] = {
    [SEEN] = "SELECT r.state, r.project, a.revision, a.value, a.state, a.saved_at, a.history FROM response r"
             " LEFT JOIN answer a ON a.response = r.id AND a.question = ?3 AND a.row_id = ?4"
             " AND a.column_id = ?5 WHERE r.id = ?1 AND (r.person = ?2 OR ?2 = 0)",
    [HISTORY] = "INSERT INTO answer_history (response, question, row_id, column_id, revision, before, value,"
                " state, at, actor_kind, actor, page, sequence)"
                " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    [PUT] = "INSERT INTO answer (response, question, row_id, column_id, value, state, revision, saved_at,"
            " history) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO UPDATE SET"
            " value = excluded.value, state = excluded.state, revision = excluded.revision,"
            " saved_at = excluded.saved_at, history = excluded.history",
    [EVENT] = "INSERT INTO event (project, at, actor_kind, actor, kind, object)"
              " VALUES (?1, ?2, ?3, ?4, 'answer', ?5)",
    [LIST] = "SELECT question, row_id, column_id, value, state, revision, saved_at FROM answer"
             " WHERE response = ?1 ORDER BY question, row_id, column_id",
    [CHANGES] = "WITH RECURSIVE chain (id) AS (SELECT history FROM answer WHERE response = ?1"
                " AND (?2 = '' OR question = ?2) UNION ALL SELECT h.before FROM chain"
                " JOIN answer_history h ON h.id = chain.id WHERE h.before > 0)"
                " SELECT h.question, h.row_id, h.column_id, b.value, h.value, b.state, h.state, h.revision,"
                " h.at, h.actor_kind, h.actor, h.page, h.sequence FROM chain"
                " JOIN answer_history h ON h.id = chain.id LEFT JOIN answer_history b ON b.id = h.before"
                " ORDER BY h.question, h.row_id, h.column_id, h.revision",
};
const struct sql_set answer_sql = SQL_SET(SET_ANSWER, sql);

/* What stands in the database. */
struct standing {
    int64_t project, history;
    bool handed_in;
    struct cell cell;
};

static void
read_standing(struct query *q, struct arena *arena, struct standing *out)
{
    out->handed_in = strcmp(col_peek(q, 0), "handed_in") == 0;
    out->project = col_int(q, 1);
    out->cell.revision = col_int(q, 2);
    out->cell.value = col_text(q, 3, arena);
    out->cell.state = (enum cell_state)col_int(q, 4);
    out->cell.saved_at = col_int(q, 5);
    out->history = col_int(q, 6);
}

static enum db_result
store_cell(struct db *db, const struct answer_save *save, const struct standing *old)
{
    const int64_t revision = old->cell.revision + 1;
    enum db_result result =
        db_run(db, &answer_sql, HISTORY,
               BIND(INT(save->response), TEXT(save->question), TEXT(save->row), TEXT(save->column),
                    INT(revision), INT(old->history), TEXT(save->value), INT(save->state), INT(save->now),
                    INT(save->by.kind), INT(save->by.id), TEXT(save->page), INT(save->sequence)));

    if (result == DB_OK)
        result = db_run(db, &answer_sql, PUT,
                        BIND(INT(save->response), TEXT(save->question), TEXT(save->row), TEXT(save->column),
                             TEXT(save->value), INT(save->state), INT(revision), INT(save->now),
                             INT(db_last_id(db))));
    if (result == DB_OK)
        result = db_run(db, &answer_sql, EVENT,
                        BIND(INT(old->project), INT(save->now), INT(save->by.kind), INT(save->by.id),
                             INT(save->response)));
    return result;
}

/* An answer that was never given and is empty is the same as none. */
static bool
is_same(const struct answer_save *save, const struct cell *old)
{
    return save->state == old->state && strcmp(save->value, old->value) == 0;
}

enum db_result
answer_put(struct db *db, struct arena *arena, const struct answer_save *save, struct answer_saved *saved)
{
    struct standing old = { 0 };
    enum db_result result;
    scoped_stmt *q = db_query(db, &answer_sql, SEEN,
                              BIND(INT(save->response), INT(save->person), TEXT(save->question),
                                   TEXT(save->row), TEXT(save->column)));

    *saved = (struct answer_saved){ 0 };
    if (!db_next(q))
        return db_end(q);
    read_standing(q, arena, &old);
    result = db_end(q);
    if (result != DB_OK)
        return result;
    saved->handed_in = old.handed_in;
    saved->cell = old.cell;
    saved->cell.question = save->question;
    saved->cell.row = save->row;
    saved->cell.column = save->column;
    if (is_same(save, &old.cell))
        return DB_OK;
    if (old.handed_in || save->seen != old.cell.revision)
        return DB_CONFLICT;
    result = store_cell(db, save, &old);
    saved->changed = result == DB_OK;
    saved->cell.value = save->value;
    saved->cell.state = save->state;
    saved->cell.revision = old.cell.revision + 1;
    saved->cell.saved_at = save->now;
    return result;
}

enum db_result
answer_list(struct db *db, struct arena *arena, int64_t response, struct answers *out)
{
    scoped_stmt *q = db_query(db, &answer_sql, LIST, BIND(INT(response)));
    const char *question = "", *row = "";

    *out = (struct answers){ 0 };
    while (db_next(q)) {
        struct cell *cell = ARENA_PUSH(arena, out);

        cell->question = question = col_same(q, 0, arena, question);
        cell->row = row = col_same(q, 1, arena, row);
        cell->column = col_text(q, 2, arena);
        cell->value = col_text(q, 3, arena);
        cell->state = (enum cell_state)col_int(q, 4);
        cell->revision = col_int(q, 5);
        cell->saved_at = col_int(q, 6);
    }
    return db_end(q);
}

enum db_result
answer_history(struct db *db, struct arena *arena, int64_t response, const char *question,
               struct answer_changes *out)
{
    scoped_stmt *q = db_query(db, &answer_sql, CHANGES, BIND(INT(response), TEXT(question ? question : "")));

    *out = (struct answer_changes){ 0 };
    while (db_next(q)) {
        struct answer_change *change = ARENA_PUSH(arena, out);

        change->question = col_text(q, 0, arena);
        change->row = col_text(q, 1, arena);
        change->column = col_text(q, 2, arena);
        change->old_value = col_is_null(q, 3) ? NULL : col_text(q, 3, arena);
        change->value = col_text(q, 4, arena);
        change->old_state = (int)col_int(q, 5);
        change->state = (enum cell_state)col_int(q, 6);
        change->revision = col_int(q, 7);
        change->at = col_int(q, 8);
        change->by = (struct actor){ .kind = (enum actor_kind)col_int(q, 9), .id = col_int(q, 10) };
        change->page = col_text(q, 11, arena);
        change->sequence = col_int(q, 12);
    }
    return db_end(q);
}
