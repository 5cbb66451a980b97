/* Goals of a project with their measures. */
#include "store/goal.h"

#include "store/event.h"
#include "store/internal.h"
#include "store/project.h"

enum { LIST, SET, REMOVE };

static const char *const sql[] = {
    [LIST] = "SELECT g.id, g.key, g.indicator, g.unit, g.current, g.target, g.due_date, g.owner, g.how,"
             " g.not_measured, g.state, g.rank, g.set_by, g.set_at, s.full_name FROM goal g"
             " LEFT JOIN staff s ON s.id = g.set_by WHERE g.project = ?1 ORDER BY g.key",
    [SET] = "INSERT INTO goal (project, key, indicator, unit, current, target, due_date, owner, how,"
            " not_measured, state, rank, set_by, set_at)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)"
            " ON CONFLICT (project, key) DO UPDATE SET indicator = excluded.indicator, unit = excluded.unit,"
            " current = excluded.current, target = excluded.target, due_date = excluded.due_date,"
            " owner = excluded.owner, how = excluded.how, not_measured = excluded.not_measured,"
            " state = excluded.state, rank = excluded.rank, set_by = excluded.set_by,"
            " set_at = excluded.set_at WHERE (indicator, unit, current, target, due_date, owner, how,"
            " not_measured, state, rank) IS NOT (excluded.indicator, excluded.unit, excluded.current,"
            " excluded.target, excluded.due_date, excluded.owner, excluded.how, excluded.not_measured,"
            " excluded.state, excluded.rank)",
    [REMOVE] = "DELETE FROM goal WHERE project = ?1 AND key = ?2",
};
const struct sql_set goal_sql = SQL_SET(SET_GOAL, sql);

enum db_result
goal_list(struct db *db, struct arena *arena, int64_t project, struct goal_rows *out)
{
    scoped_stmt *q = db_query(db, &goal_sql, LIST, BIND(INT(project)));

    *out = (struct goal_rows){ 0 };
    while (db_next(q)) {
        struct goal_row *goal = ARENA_PUSH(arena, out);

        goal->id = col_int(q, 0);
        goal->key = col_text(q, 1, arena);
        goal->indicator = col_text(q, 2, arena);
        goal->unit = col_text(q, 3, arena);
        goal->current = col_text(q, 4, arena);
        goal->target = col_text(q, 5, arena);
        goal->due_date = col_text(q, 6, arena);
        goal->owner = col_text(q, 7, arena);
        goal->how = col_text(q, 8, arena);
        goal->not_measured = col_int(q, 9) != 0;
        goal->approved = col_peek(q, 10)[0] == 'a';
        goal->rank = col_text(q, 11, arena);
        goal->set_by = col_int(q, 12);
        goal->set_at = col_int(q, 13);
        goal->by = col_text(q, 14, arena);
    }
    return db_end(q);
}

static enum db_result
note(struct db *db, const struct event *event)
{
    enum db_result result = event_add(db, event);

    return result == DB_OK ? project_bump(db, event->project, NULL) : result;
}

enum db_result
goal_set(struct db *db, int64_t project, const struct goal_row *goal, struct actor by)
{
    enum db_result result = db_change(
        db, &goal_sql, SET,
        BIND(INT(project), TEXT(goal->key), TEXT(goal->indicator), TEXT(goal->unit), TEXT(goal->current),
             TEXT(goal->target), TEXT(goal->due_date), TEXT(goal->owner), TEXT(goal->how),
             INT(goal->not_measured), TEXT(goal->approved ? "approved" : "proposed"), TEXT(goal->rank),
             INT(goal->set_by), INT(goal->set_at)));

    if (result == DB_NONE)
        return DB_OK; /* it stands so already */
    if (result != DB_OK)
        return result;
    return note(
        db, &(struct event){
                .project = project, .at = goal->set_at, .by = by, .kind = "goal_set", .detail = goal->key });
}

enum db_result
goal_remove(struct db *db, int64_t project, const char *key, struct actor by, int64_t now)
{
    enum db_result result = db_change(db, &goal_sql, REMOVE, BIND(INT(project), TEXT(key)));

    if (result != DB_OK)
        return result;
    return note(
        db, &(struct event){ .project = project, .at = now, .by = by, .kind = "goal_remove", .detail = key });
}
