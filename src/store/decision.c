/* What people decided about requirements: the latest of a kind counts, all are kept. */
#include "store/event.h"
#include "store/internal.h"
#include "store/project.h"
#include "store/requirement.h"

enum { ADD, LIST, HISTORY };

#define COLUMNS                                                                                              \
    "SELECT e.id, e.requirement, e.staff, e.at, e.kind, e.value, e.reason, q.code, q.key, s.full_name"       \
    " FROM decision e JOIN requirement q ON q.id = e.requirement LEFT JOIN staff s ON s.id = e.staff"

static const char *const sql[] = {
    [ADD] = "INSERT INTO decision (project, requirement, kind, value, reason, staff, at)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    [LIST] = COLUMNS " WHERE e.project = ?1 AND e.value <> '' AND e.id = (SELECT max(l.id) FROM decision l"
                     " WHERE l.requirement = e.requirement AND l.kind = e.kind)"
                     " ORDER BY e.requirement, e.kind",
    [HISTORY] = COLUMNS " WHERE e.project = ?1 AND e.requirement = ?2 ORDER BY e.id",
};
const struct sql_set decision_sql = SQL_SET(SET_DECISION, sql);

enum db_result
decision_add(struct db *db, int64_t project, const struct decision_row *decision)
{
    enum db_result result =
        db_run(db, &decision_sql, ADD,
               BIND(INT(project), INT(decision->requirement), TEXT(decision->kind), TEXT(decision->value),
                    TEXT(decision->reason), INT(decision->staff), INT(decision->at)));

    if (result == DB_OK)
        result = event_add(
            db, &(struct event){ .project = project,
                                 .at = decision->at,
                                 .by = { decision->staff ? ACTOR_STAFF : ACTOR_COMMAND, decision->staff },
                                 .kind = "decision",
                                 .object = decision->requirement,
                                 .detail = decision->kind });
    return result == DB_OK ? project_bump(db, project, NULL) : result;
}

static enum db_result
read_all(struct query *query, struct arena *arena, struct decision_rows *out)
{
    *out = (struct decision_rows){ 0 };
    while (db_next(query)) {
        struct decision_row *decision = ARENA_PUSH(arena, out);

        decision->id = col_int(query, 0);
        decision->requirement = col_int(query, 1);
        decision->staff = col_int(query, 2);
        decision->at = col_int(query, 3);
        decision->kind = col_text(query, 4, arena);
        decision->value = col_text(query, 5, arena);
        decision->reason = col_text(query, 6, arena);
        decision->code = col_text(query, 7, arena);
        decision->key = col_text(query, 8, arena);
        decision->by = col_text(query, 9, arena);
    }
    return db_end(query);
}

enum db_result
decision_list(struct db *db, struct arena *arena, int64_t project, struct decision_rows *out)
{
    return read_all(db_query(db, &decision_sql, LIST, BIND(INT(project))), arena, out);
}

enum db_result
decision_history(struct db *db, struct arena *arena, int64_t project, int64_t requirement,
                 struct decision_rows *out)
{
    return read_all(db_query(db, &decision_sql, HISTORY, BIND(INT(project), INT(requirement))), arena, out);
}
