/* Browsers that have come in, and waits after failures. */
#include "store/session.h"

#include "base/clock.h"
#include "store/internal.h"

enum {
    ADD,
    GET,
    TOUCH,
    END,
    END_STAFF,
    END_PERSON,
    SWEEP,
    THROTTLE_GET,
    THROTTLE_FAILED,
    THROTTLE_PASSED,
    THROTTLE_SWEEP
};

static const char *const sql[] = {
    [ADD] = "INSERT INTO session (token_hash, staff, person, csrf, created_at, seen_at, idle, expires_at)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6, ?7)",
    [GET] = "SELECT e.staff, e.person, e.csrf, e.created_at, e.seen_at, e.idle, e.expires_at, p.project,"
            " s.admin, coalesce(s.full_name, p.family || ' ' || p.given) FROM session e"
            " LEFT JOIN staff s ON s.id = e.staff LEFT JOIN person p ON p.id = e.person"
            " WHERE e.token_hash = ?1 AND e.expires_at > ?2 AND e.seen_at + e.idle > ?2"
            " AND coalesce(s.disabled, p.disabled) = 0",
    [TOUCH] = "UPDATE session SET seen_at = ?2 WHERE token_hash = ?1 AND seen_at < ?2",
    [END] = "DELETE FROM session WHERE token_hash = ?1",
    [END_STAFF] = "DELETE FROM session WHERE staff = ?1",
    [END_PERSON] = "DELETE FROM session WHERE person = ?1",
    [SWEEP] = "DELETE FROM session WHERE expires_at <= ?1 OR seen_at + idle <= ?1",
    [THROTTLE_GET] = "SELECT until, failures, last_at FROM throttle WHERE key = ?1",
    [THROTTLE_FAILED] = "INSERT INTO throttle (key, failures, last_at, until) VALUES (?1, ?2, ?3, ?4)"
                        " ON CONFLICT DO UPDATE SET failures = excluded.failures,"
                        " last_at = excluded.last_at, until = excluded.until",
    [THROTTLE_PASSED] = "DELETE FROM throttle WHERE key = ?1",
    [THROTTLE_SWEEP] = "DELETE FROM throttle WHERE last_at < ?1",
};
const struct sql_set session_sql = SQL_SET(SET_SESSION, sql);

enum { MOST_WAIT = 60 * SECOND, FORGET_AFTER = 24 * HOUR };

enum db_result
session_add(struct db *db, const struct session *session)
{
    return db_run(db, &session_sql, ADD,
                  BIND(TEXT(session->hash), ID_OR_NULL(session->staff), ID_OR_NULL(session->person),
                       TEXT(session->csrf), INT(session->created_at), INT(session->idle),
                       INT(session->expires_at)));
}

enum db_result
session_get(struct db *db, struct arena *arena, const char *hash, int64_t now, struct session *out)
{
    scoped_stmt *q = db_query(db, &session_sql, GET, BIND(TEXT(hash), INT(now)));

    *out = (struct session){ 0 };
    if (db_next(q)) {
        out->hash = arena_copy(arena, hash);
        out->staff = col_int(q, 0);
        out->person = col_int(q, 1);
        out->csrf = col_text(q, 2, arena);
        out->created_at = col_int(q, 3);
        out->seen_at = col_int(q, 4);
        out->idle = col_int(q, 5);
        out->expires_at = col_int(q, 6);
        out->project = col_int(q, 7);
        out->admin = col_int(q, 8) != 0;
        out->name = col_text(q, 9, arena);
    }
    return db_end(q);
}

enum db_result
session_touch(struct db *db, const struct session *session, int64_t now)
{
    if (now - session->seen_at < MINUTE)
        return DB_OK;
    return db_run(db, &session_sql, TOUCH, BIND(TEXT(session->hash), INT(now)));
}

enum db_result
session_end(struct db *db, const char *hash)
{
    return db_run(db, &session_sql, END, BIND(TEXT(hash)));
}

enum db_result
session_end_staff(struct db *db, int64_t staff)
{
    return db_run(db, &session_sql, END_STAFF, BIND(INT(staff)));
}

enum db_result
session_end_person(struct db *db, int64_t person)
{
    return db_run(db, &session_sql, END_PERSON, BIND(INT(person)));
}

enum db_result
session_sweep(struct db *db, int64_t now)
{
    enum db_result result = db_run(db, &session_sql, SWEEP, BIND(INT(now)));

    if (result != DB_OK)
        return result;
    return db_run(db, &session_sql, THROTTLE_SWEEP, BIND(INT(now - FORGET_AFTER)));
}

struct failures {
    int64_t until, count, last_at;
};

static enum db_result
failures_of(struct db *db, const char *key, int64_t now, struct failures *out)
{
    scoped_stmt *q = db_query(db, &session_sql, THROTTLE_GET, BIND(TEXT(key)));
    enum db_result result;

    *out = (struct failures){ 0 };
    if (db_next(q))
        *out = (struct failures){ col_int(q, 0), col_int(q, 1), col_int(q, 2) };
    result = db_end(q);
    if (out->last_at < now - FORGET_AFTER)
        *out = (struct failures){ 0 };
    return result == DB_NONE ? DB_OK : result;
}

enum db_result
throttle_wait(struct db *db, const char *key, int64_t now, int64_t *wait)
{
    struct failures failures;
    enum db_result result = failures_of(db, key, now, &failures);

    /* after a step back of the clock a moment kept before it must not wait longer than any failure may */
    *wait = failures.until > now ? failures.until - now : 0;
    if (*wait > MOST_WAIT)
        *wait = MOST_WAIT;
    return result;
}

enum db_result
throttle_failed(struct db *db, const char *key, int free, int64_t now)
{
    struct failures failures;
    enum db_result result = failures_of(db, key, now, &failures);
    int64_t over, wait = 0;

    if (result != DB_OK)
        return result;
    failures.count++;
    over = failures.count - free;
    if (over > 0)
        wait = over > 6 ? MOST_WAIT : SECOND << (over - 1);
    return db_run(db, &session_sql, THROTTLE_FAILED,
                  BIND(TEXT(key), INT(failures.count), INT(now), INT(now + wait)));
}

enum db_result
throttle_passed(struct db *db, const char *key)
{
    return db_run(db, &session_sql, THROTTLE_PASSED, BIND(TEXT(key)));
}
