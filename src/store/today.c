/* What needs a consultant today. */
#include "store/today.h"

#include "store/rows.h"

enum { HANDED_IN, HANDED_IN_TOTAL, UNANSWERED, UNANSWERED_TOTAL, RUNNING, INTERRUPTED };

#define SINCE " WHERE s.project = ?1 AND r.state = 'handed_in' AND r.handed_in_at >= ?2"
#define WAITING                                                                                              \
    " WHERE s.project = ?1 AND s.kind = 'survey' AND s.state = 'open' AND p.disabled = 0"                    \
    " AND coalesce(r.state, '') <> 'handed_in'"

static const char *const sql[] = {
    [HANDED_IN] = ASSIGNED_SELECT SINCE " ORDER BY r.handed_in_at DESC LIMIT ?3",
    [HANDED_IN_TOTAL] = "SELECT count(*)" ASSIGNED_FROM SINCE,
    [UNANSWERED] = ASSIGNED_SELECT WAITING " ORDER BY s.due_date = '', s.due_date, p.sort_key LIMIT ?2",
    [UNANSWERED_TOTAL] = "SELECT count(*)" ASSIGNED_FROM WAITING,
    [RUNNING] = SHEET_SELECT " WHERE t.project = ?1 AND t.state = 'running' ORDER BY t.deadline LIMIT ?2",
    [INTERRUPTED] = SHEET_SELECT " WHERE t.project = ?1 AND t.state = 'interrupted'"
                                 " ORDER BY p.sort_key LIMIT ?2",
};
const struct sql_set today_sql = SQL_SET(SET_TODAY, sql);

static bool
read_assigned_list(struct query *query, struct arena *arena, struct assigned_list *out)
{
    enum db_result result;

    while (db_next(query))
        read_assigned(query, arena, ARENA_PUSH(arena, out));
    result = db_end(query);
    return result == DB_OK || result == DB_NONE;
}

static bool
read_sheet_list(struct query *query, struct arena *arena, struct sheet_lines *out)
{
    enum db_result result;

    while (db_next(query))
        read_sheet_line(query, arena, ARENA_PUSH(arena, out));
    result = db_end(query);
    return result == DB_OK || result == DB_NONE;
}

enum db_result
today_list(struct db *db, struct arena *arena, int64_t project, int64_t since, int64_t limit,
           struct today *out)
{
    const struct bind *some = BIND(INT(project), INT(limit));
    bool ok;

    *out = (struct today){ 0 };
    ok = read_assigned_list(db_query(db, &today_sql, HANDED_IN, BIND(INT(project), INT(since), INT(limit))),
                            arena, &out->handed_in)
         && read_assigned_list(db_query(db, &today_sql, UNANSWERED, some), arena, &out->unanswered)
         && read_sheet_list(db_query(db, &today_sql, RUNNING, some), arena, &out->running)
         && read_sheet_list(db_query(db, &today_sql, INTERRUPTED, some), arena, &out->interrupted)
         && db_number(db, &today_sql, HANDED_IN_TOTAL, BIND(INT(project), INT(since)), &out->handed_in_total)
                == DB_OK
         && db_number(db, &today_sql, UNANSWERED_TOTAL, BIND(INT(project)), &out->unanswered_total) == DB_OK;
    return ok ? DB_OK : DB_FAIL;
}
