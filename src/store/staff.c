/* Staff users and their rights in projects. */
#include "store/staff.h"

#include "store/internal.h"
#include "store/session.h"

#include <string.h>

enum {
    ADD,
    BY_NAME,
    GET,
    LIST,
    LAST_LOGIN,
    COUNT,
    SET_PASSWORD,
    DISABLE,
    RIGHT_GIVE,
    RIGHT_TAKE,
    RIGHT_LIST,
    RIGHTS
};

#define COLUMNS "SELECT id, created_at, name, full_name, password, admin, disabled FROM staff"

static const char *const sql[] = {
    [ADD] = "INSERT INTO staff (name, full_name, password, admin, created_at) VALUES (?1, ?2, ?3, ?4, ?5)",
    [BY_NAME] = COLUMNS " WHERE name = ?1",
    [GET] = COLUMNS " WHERE id = ?1",
    [LIST] = COLUMNS " ORDER BY disabled, name",
    [LAST_LOGIN] = "SELECT object, max(at) FROM (SELECT kind, object, at FROM event"
                   " WHERE project IS NULL AND kind <> 'answer' ORDER BY id DESC LIMIT 5000)"
                   " WHERE kind = 'login' GROUP BY object",
    [COUNT] = "SELECT count(*) FROM staff WHERE id = ?1",
    [SET_PASSWORD] = "UPDATE staff SET password = ?2 WHERE id = ?1",
    [DISABLE] = "UPDATE staff SET disabled = ?2 WHERE id = ?1 AND (?2 = 0 OR admin = 0"
                " OR EXISTS (SELECT 1 FROM staff o WHERE o.admin = 1 AND o.disabled = 0 AND o.id <> ?1))",
    [RIGHT_GIVE] = "INSERT INTO staff_right (staff, project, role) VALUES (?1, ?2, ?3)"
                   " ON CONFLICT DO NOTHING",
    [RIGHT_TAKE] = "DELETE FROM staff_right WHERE staff = ?1 AND project = ?2 AND role = ?3",
    [RIGHT_LIST] = "SELECT r.staff, r.project, r.role, p.code, p.organisation FROM staff_right r"
                   " JOIN project p ON p.id = r.project WHERE ?1 = 0 OR r.staff = ?1"
                   " ORDER BY r.staff, p.organisation, p.code, r.role",
    [RIGHTS] = "SELECT s.admin, r.role FROM staff s"
               " LEFT JOIN staff_right r ON r.staff = s.id AND r.project = ?2"
               " WHERE s.id = ?1 AND s.disabled = 0",
};
const struct sql_set staff_sql = SQL_SET(SET_STAFF, sql);

static const char *const roles[STAFF_ROLE_COUNT] = {
    [STAFF_CONSULTANT] = "consultant",
    [STAFF_TRAINER] = "trainer",
    [STAFF_COMMISSION] = "commission",
};

const char *
staff_role_word(enum staff_role role)
{
    return roles[role];
}

bool
staff_role_parse(const char *word, enum staff_role *out)
{
    for (int i = 0; i < STAFF_ROLE_COUNT; i++) {
        if (strcmp(word, roles[i]) == 0)
            return *out = (enum staff_role)i, true;
    }
    return false;
}

enum db_result
staff_add(struct db *db, struct staff *staff)
{
    enum db_result result = db_run(db, &staff_sql, ADD,
                                   BIND(TEXT(staff->name), TEXT(staff->full_name), TEXT(staff->password),
                                        INT(staff->admin), INT(staff->created_at)));

    if (result == DB_OK)
        staff->id = db_last_id(db);
    return result;
}

static void
read_staff(struct query *q, struct arena *arena, struct staff *out)
{
    out->id = col_int(q, 0);
    out->created_at = col_int(q, 1);
    out->name = col_text(q, 2, arena);
    out->full_name = col_text(q, 3, arena);
    out->password = col_text(q, 4, arena);
    out->admin = col_int(q, 5) != 0;
    out->disabled = col_int(q, 6) != 0;
}

static enum db_result
read_one(struct query *q, struct arena *arena, struct staff *out)
{
    *out = (struct staff){ 0 };
    if (db_next(q))
        read_staff(q, arena, out);
    return db_end(q);
}

enum db_result
staff_by_name(struct db *db, struct arena *arena, const char *name, struct staff *out)
{
    return read_one(db_query(db, &staff_sql, BY_NAME, BIND(TEXT(name))), arena, out);
}

enum db_result
staff_get(struct db *db, struct arena *arena, int64_t id, struct staff *out)
{
    return read_one(db_query(db, &staff_sql, GET, BIND(INT(id))), arena, out);
}

enum db_result
staff_list(struct db *db, struct arena *arena, struct staff_list *out)
{
    scoped_stmt *q = db_query(db, &staff_sql, LIST, BIND_NOTHING);

    *out = (struct staff_list){ 0 };
    while (db_next(q))
        read_staff(q, arena, ARENA_PUSH(arena, out));
    return db_end(q);
}

enum db_result
staff_logins(struct db *db, struct arena *arena, struct staff_login_list *out)
{
    scoped_stmt *q = db_query(db, &staff_sql, LAST_LOGIN, BIND_NOTHING);

    *out = (struct staff_login_list){ 0 };
    while (db_next(q))
        *ARENA_PUSH(arena, out) = (struct staff_login){ col_int(q, 0), col_int(q, 1) };
    return db_end(q);
}

int64_t
staff_login_of(const struct staff_login_list *logins, int64_t staff)
{
    for (size_t i = 0; i < logins->count; i++) {
        if (logins->items[i].staff == staff)
            return logins->items[i].at;
    }
    return 0;
}

enum db_result
staff_set_password(struct db *db, int64_t id, const char *hash)
{
    enum db_result result = db_change(db, &staff_sql, SET_PASSWORD, BIND(INT(id), TEXT(hash)));

    return result == DB_OK ? session_end_staff(db, id) : result;
}

enum db_result
staff_disable(struct db *db, int64_t id, bool disabled)
{
    enum db_result result = db_change(db, &staff_sql, DISABLE, BIND(INT(id), INT(disabled)));
    int64_t there;

    if (result == DB_NONE && disabled) {
        result = db_number(db, &staff_sql, COUNT, BIND(INT(id)), &there);
        if (result == DB_OK)
            result = there != 0 ? DB_CONFLICT : DB_NONE;
        return result;
    }
    return result == DB_OK && disabled ? session_end_staff(db, id) : result;
}

enum db_result
staff_right_give(struct db *db, int64_t staff, int64_t project, enum staff_role role)
{
    enum db_result result =
        db_change(db, &staff_sql, RIGHT_GIVE, BIND(INT(staff), INT(project), TEXT(roles[role])));

    return result == DB_NONE ? DB_CONFLICT : result;
}

enum db_result
staff_right_take(struct db *db, int64_t staff, int64_t project, enum staff_role role)
{
    return db_change(db, &staff_sql, RIGHT_TAKE, BIND(INT(staff), INT(project), TEXT(roles[role])));
}

enum db_result
staff_right_list(struct db *db, struct arena *arena, int64_t staff, struct staff_right_list *out)
{
    scoped_stmt *q = db_query(db, &staff_sql, RIGHT_LIST, BIND(INT(staff)));

    *out = (struct staff_right_list){ 0 };
    while (db_next(q)) {
        struct staff_right *right = ARENA_PUSH(arena, out);

        right->staff = col_int(q, 0);
        right->project = col_int(q, 1);
        right->role = (enum staff_role)COL_ENUM(q, 2, roles);
        right->code = col_text(q, 3, arena);
        right->organisation = col_text(q, 4, arena);
    }
    return db_end(q);
}

enum db_result
staff_rights(struct db *db, int64_t staff, int64_t project, unsigned *bits)
{
    scoped_stmt *q = db_query(db, &staff_sql, RIGHTS, BIND(INT(staff), INT(project)));
    enum staff_role role;
    enum db_result result;

    *bits = 0;
    while (db_next(q)) {
        if (col_int(q, 0) != 0)
            *bits = (1U << STAFF_ROLE_COUNT) - 1;
        else if (staff_role_parse(col_peek(q, 1), &role))
            *bits |= 1U << role;
    }
    result = db_end(q);
    return result == DB_NONE ? DB_OK : result;
}
