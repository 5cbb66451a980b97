/* Requirements that ever appeared in a project, and merges of them. */
#include "store/requirement.h"

#include "store/event.h"
#include "store/internal.h"
#include "store/project.h"

enum { FIND, ADD, LIST, UNMERGE, MERGED_INTO, MERGES, MERGE };

#define COLUMNS                                                                                              \
    "SELECT q.id, q.number, q.code, q.key, q.first_seen_at, a.into_requirement FROM requirement q"           \
    " LEFT JOIN requirement_alias a ON a.requirement = q.id"

static const char *const sql[] = {
    [FIND] = COLUMNS " WHERE q.project = ?1 AND q.code = ?2 AND q.key = ?3",
    [ADD] = "INSERT INTO requirement (project, number, code, key, first_seen_at)"
            " SELECT ?1, coalesce(max(number), 0) + 1, ?2, ?3, ?4 FROM requirement WHERE project = ?1",
    [LIST] = COLUMNS " WHERE q.project = ?1 ORDER BY q.number",
    [UNMERGE] = "DELETE FROM requirement_alias WHERE project = ?1 AND requirement = ?2",
    [MERGED_INTO] = "SELECT count(*) FROM requirement_alias WHERE project = ?1"
                    " AND (requirement = ?3 OR into_requirement = ?2)",
    [MERGES] = "SELECT count(*) FROM requirement WHERE project = ?1 AND id IN (?2, ?3)",
    [MERGE] = "INSERT INTO requirement_alias (requirement, project, into_requirement, staff, at)"
              " VALUES (?2, ?1, ?3, ?4, ?5) ON CONFLICT DO UPDATE SET"
              " into_requirement = excluded.into_requirement, staff = excluded.staff, at = excluded.at",
};
const struct sql_set requirement_sql = SQL_SET(SET_REQUIREMENT, sql);

static void
read_requirement(struct query *q, struct arena *arena, struct requirement_row *out)
{
    out->id = col_int(q, 0);
    out->number = col_int(q, 1);
    out->code = col_text(q, 2, arena);
    out->key = col_text(q, 3, arena);
    out->first_seen_at = col_int(q, 4);
    out->into = col_int(q, 5);
}

enum db_result
requirement_find(struct db *db, struct arena *arena, int64_t project, const char *code, const char *key,
                 struct requirement_row *out)
{
    scoped_stmt *q = db_query(db, &requirement_sql, FIND, BIND(INT(project), TEXT(code), TEXT(key)));

    *out = (struct requirement_row){ 0 };
    if (db_next(q))
        read_requirement(q, arena, out);
    return db_end(q);
}

enum db_result
requirement_keep(struct db *db, struct arena *arena, int64_t project, const char *code, const char *key,
                 int64_t now, struct requirement_row *out)
{
    enum db_result result = requirement_find(db, arena, project, code, key, out);

    if (result != DB_NONE)
        return result;
    result = db_run(db, &requirement_sql, ADD, BIND(INT(project), TEXT(code), TEXT(key), INT(now)));
    return result == DB_OK ? requirement_find(db, arena, project, code, key, out) : result;
}

enum db_result
requirement_list(struct db *db, struct arena *arena, int64_t project, struct requirement_rows *out)
{
    scoped_stmt *q = db_query(db, &requirement_sql, LIST, BIND(INT(project)));

    *out = (struct requirement_rows){ 0 };
    while (db_next(q))
        read_requirement(q, arena, ARENA_PUSH(arena, out));
    return db_end(q);
}

/* Both rows are of this project, and no chain comes of it. */
static enum db_result
may_merge(struct db *db, int64_t project, int64_t id, int64_t into)
{
    int64_t count;
    enum db_result result =
        db_number(db, &requirement_sql, MERGES, BIND(INT(project), INT(id), INT(into)), &count);

    if (result != DB_OK || count != 2)
        return result == DB_OK ? DB_NONE : result;
    result = db_number(db, &requirement_sql, MERGED_INTO, BIND(INT(project), INT(id), INT(into)), &count);
    return result == DB_OK && count > 0 ? DB_CONFLICT : result;
}

enum db_result
requirement_merge(struct db *db, int64_t project, int64_t id, int64_t into, struct actor by, int64_t now)
{
    enum db_result result;

    if (into == 0) {
        result = db_change(db, &requirement_sql, UNMERGE, BIND(INT(project), INT(id)));
    } else {
        result = may_merge(db, project, id, into);
        if (result == DB_OK)
            result = db_run(
                db, &requirement_sql, MERGE,
                BIND(INT(project), INT(id), INT(into), INT(by.kind == ACTOR_STAFF ? by.id : 0), INT(now)));
    }
    if (result == DB_OK)
        result = event_add(db, &(struct event){ .project = project,
                                                .at = now,
                                                .by = by,
                                                .kind = into ? "requirement_merge" : "requirement_part",
                                                .object = id });
    return result == DB_OK ? project_bump(db, project, NULL) : result;
}
