/* Answers of an attempt: kept as they are given, until the server's clock says it is over. */
#include "store/attempt.h"
#include "store/internal.h"

#include <string.h>

enum { SEEN, PUT, HISTORY, EVENT, LIST };

static const char *const sql[] = {
    [SEEN] = "SELECT t.state, t.deadline, t.project, a.revision, a.value, a.marked, a.saved_at FROM attempt t"
             " LEFT JOIN attempt_answer a ON a.attempt = t.id AND a.item = ?3"
             " WHERE t.id = ?1 AND t.person = ?2"
             " AND EXISTS (SELECT 1 FROM paper_item i WHERE i.paper = t.paper AND i.item = ?3)",
    [PUT] = "INSERT INTO attempt_answer (attempt, item, value, marked, revision, saved_at)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE SET value = excluded.value,"
            " marked = excluded.marked, revision = excluded.revision, saved_at = excluded.saved_at",
    [HISTORY] = "INSERT INTO attempt_answer_history (attempt, item, revision, old_value, value, marked, at,"
                " page, sequence) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    [EVENT] = "INSERT INTO event (project, at, actor_kind, actor, kind, object)"
              " VALUES (?1, ?2, 0, ?3, 'answer', ?4)",
    [LIST] = "SELECT item, value, marked, revision, saved_at FROM attempt_answer WHERE attempt = ?1"
             " ORDER BY item",
};
const struct sql_set attempt_answer_sql = SQL_SET(SET_ATTEMPT_ANSWER, sql);

static enum db_result
read_standing(struct db *db, struct arena *arena, const struct attempt_save *save,
              struct attempt_saved *saved, int64_t *project)
{
    scoped_stmt *q = db_query(db, &attempt_answer_sql, SEEN,
                              BIND(INT(save->attempt), INT(save->person), TEXT(save->item)));

    if (db_next(q)) {
        saved->deadline = col_int(q, 1);
        saved->ended = strcmp(col_peek(q, 0), "running") != 0 || save->now > saved->deadline;
        *project = col_int(q, 2);
        saved->answer.item = save->item;
        saved->answer.revision = col_int(q, 3);
        saved->answer.value = col_text(q, 4, arena);
        saved->answer.marked = col_int(q, 5) != 0;
        saved->answer.saved_at = col_int(q, 6);
    }
    return db_end(q);
}

static enum db_result
store_answer(struct db *db, const struct attempt_save *save, const struct attempt_answer *old,
             int64_t project)
{
    const int64_t revision = old->revision + 1;
    enum db_result result = db_run(db, &attempt_answer_sql, PUT,
                                   BIND(INT(save->attempt), TEXT(save->item), TEXT(save->value),
                                        INT(save->marked), INT(revision), INT(save->now)));

    if (result == DB_OK)
        result = db_run(db, &attempt_answer_sql, HISTORY,
                        BIND(INT(save->attempt), TEXT(save->item), INT(revision),
                             TEXT_OR_NULL(old->revision ? old->value : NULL), TEXT(save->value),
                             INT(save->marked), INT(save->now), TEXT(save->page), INT(save->sequence)));
    if (result == DB_OK)
        result = db_run(db, &attempt_answer_sql, EVENT,
                        BIND(INT(project), INT(save->now), INT(save->person), INT(save->attempt)));
    return result;
}

/* Nothing that an older window could overwrite: a question that was only seen. */
static bool
is_blank(const struct attempt_answer *answer)
{
    return answer->revision == 1 && answer->value[0] == '\0' && !answer->marked;
}

enum db_result
attempt_answer_put(struct db *db, struct arena *arena, const struct attempt_save *save,
                   struct attempt_saved *saved)
{
    int64_t project = 0;
    struct attempt_answer *answer = &saved->answer;
    enum db_result result;
    bool same, seen_first;

    *saved = (struct attempt_saved){ 0 };
    result = read_standing(db, arena, save, saved, &project);
    if (result != DB_OK)
        return result;
    same = strcmp(save->value, answer->value) == 0 && save->marked == answer->marked;
    seen_first = answer->revision == 0 && !saved->ended; /* a question left without an answer was seen */
    if (same && !seen_first)
        return DB_OK;
    if (saved->ended || (save->seen != answer->revision && !is_blank(answer)))
        return DB_CONFLICT;
    result = store_answer(db, save, answer, project);
    saved->changed = result == DB_OK;
    answer->value = save->value;
    answer->marked = save->marked;
    answer->revision++;
    answer->saved_at = save->now;
    return result;
}

enum db_result
attempt_answer_list(struct db *db, struct arena *arena, int64_t attempt, struct attempt_answers *out)
{
    scoped_stmt *q = db_query(db, &attempt_answer_sql, LIST, BIND(INT(attempt)));

    *out = (struct attempt_answers){ 0 };
    while (db_next(q)) {
        struct attempt_answer *answer = ARENA_PUSH(arena, out);

        answer->item = col_text(q, 0, arena);
        answer->value = col_text(q, 1, arena);
        answer->marked = col_int(q, 2) != 0;
        answer->revision = col_int(q, 3);
        answer->saved_at = col_int(q, 4);
    }
    return db_end(q);
}
