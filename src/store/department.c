/* Departments of a project. */
#include "store/department.h"

#include "model/format.h"
#include "store/internal.h"

enum { LIST, FIND, ADD, RENAME, CONFIRM };

static const char *const sql[] = {
    [LIST] = "SELECT d.id, d.name, d.confirmed,"
             " (SELECT count(*) FROM person p WHERE p.department = d.id AND p.disabled = 0)"
             " FROM department d WHERE d.project = ?1 ORDER BY d.sort_key, d.id",
    [FIND] = "SELECT id FROM department WHERE project = ?1 AND name = ?2",
    [ADD] = "INSERT INTO department (project, name, sort_key) VALUES (?1, ?2, ?3)",
    [RENAME] = "UPDATE department SET name = ?3, sort_key = ?4 WHERE project = ?1 AND id = ?2",
    [CONFIRM] = "UPDATE department SET confirmed = ?3 WHERE project = ?1 AND id = ?2",
};
const struct sql_set department_sql = SQL_SET(SET_DEPARTMENT, sql);

enum db_result
department_list(struct db *db, struct arena *arena, int64_t project, struct department_list *out)
{
    scoped_stmt *q = db_query(db, &department_sql, LIST, BIND(INT(project)));

    *out = (struct department_list){ 0 };
    while (db_next(q)) {
        struct department *department = ARENA_PUSH(arena, out);

        department->id = col_int(q, 0);
        department->name = col_text(q, 1, arena);
        department->confirmed = col_int(q, 2) != 0;
        department->people = col_int(q, 3);
    }
    return db_end(q);
}

enum db_result
department_find(struct db *db, int64_t project, const char *name, int64_t *id)
{
    return db_number(db, &department_sql, FIND, BIND(INT(project), TEXT(name)), id);
}

enum db_result
department_named(struct db *db, struct arena *arena, int64_t project, const char *name, int64_t *id)
{
    enum db_result result = department_find(db, project, name, id);

    if (result != DB_NONE)
        return result;
    result = db_run(db, &department_sql, ADD, BIND(INT(project), TEXT(name), TEXT(sort_key(arena, name))));
    if (result == DB_OK)
        *id = db_last_id(db);
    return result;
}

enum db_result
department_rename(struct db *db, struct arena *arena, int64_t project, int64_t id, const char *name)
{
    return db_change(db, &department_sql, RENAME,
                     BIND(INT(project), INT(id), TEXT(name), TEXT(sort_key(arena, name))));
}

enum db_result
department_confirm(struct db *db, int64_t project, int64_t id, bool confirmed)
{
    return db_change(db, &department_sql, CONFIRM, BIND(INT(project), INT(id), INT(confirmed)));
}
