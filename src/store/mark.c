/* What the questions of an attempt earned, and the verdict. */
#include "store/attempt.h"
#include "store/event.h"
#include "store/internal.h"
#include "store/project.h"

enum { RESULT, PUT, LIST };

static const char *const sql[] = {
    [RESULT] = "UPDATE attempt SET mark = ?2, most = ?3, percent = ?4, bar = ?5, reason = ?6, detail = ?7,"
               " key_version = ?8 WHERE id = ?1 AND state IN ('handed_in', 'expired') RETURNING project",
    [PUT] = "INSERT INTO mark (attempt, item, mark, most, key_version) VALUES (?1, ?2, ?3, ?4, ?5)"
            " ON CONFLICT DO UPDATE SET mark = excluded.mark, most = excluded.most,"
            " key_version = excluded.key_version",
    [LIST] = "SELECT item, mark, most FROM mark WHERE attempt = ?1 ORDER BY item",
};
const struct sql_set mark_sql = SQL_SET(SET_MARK, sql);

enum db_result
attempt_mark(struct db *db, const struct attempt_result *result)
{
    int64_t project;
    enum db_result done = db_number(db, &mark_sql, RESULT,
                                    BIND(INT(result->attempt), INT(result->mark), INT(result->most),
                                         INT(result->percent), INT(result->bar), TEXT(result->reason),
                                         TEXT(result->detail), INT(result->key_version)),
                                    &project);

    for (size_t i = 0; done == DB_OK && i < result->marks.count; i++) {
        const struct mark_row *mark = &result->marks.items[i];

        done = db_run(db, &mark_sql, PUT,
                      BIND(INT(result->attempt), TEXT(mark->item), INT(mark->mark), INT(mark->most),
                           INT(result->key_version)));
    }
    if (done == DB_OK)
        done = event_add(db, &(struct event){ .project = project,
                                              .at = result->now,
                                              .by = { ACTOR_SERVER, 0 },
                                              .kind = "attempt_mark",
                                              .object = result->attempt,
                                              .detail = result->reason });
    return done == DB_OK ? project_bump(db, project, NULL) : done;
}

enum db_result
mark_list(struct db *db, struct arena *arena, int64_t attempt, struct mark_rows *out)
{
    scoped_stmt *q = db_query(db, &mark_sql, LIST, BIND(INT(attempt)));

    *out = (struct mark_rows){ 0 };
    while (db_next(q)) {
        struct mark_row *mark = ARENA_PUSH(arena, out);

        mark->item = col_text(q, 0, arena);
        mark->mark = (int)col_int(q, 1);
        mark->most = (int)col_int(q, 2);
    }
    return db_end(q);
}
