/* Running prepared statements: values in, rows out, and what a failure means. */
#include "base/log.h"
#include "store/internal.h"

#include <string.h>

enum db_result
db_meaning(struct db *db, int code, const char *sql)
{
    switch (code) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE: return DB_OK;
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID: return DB_CONFLICT;
    case SQLITE_CONSTRAINT_FOREIGNKEY: return DB_NONE;
    case SQLITE_CONSTRAINT_TRIGGER:
        log_warning("database: %s: %.60s", sqlite3_errmsg(db->handle), sql);
        return DB_CONFLICT;
    default: log_error("database: %s (%d): %.60s", sqlite3_errmsg(db->handle), code, sql);
    }
    return (code & 0xff) == SQLITE_FULL ? DB_FULL : DB_FAIL;
}

static int
bind_one(sqlite3_stmt *stmt, int place, const struct bind *bind)
{
    switch (bind->kind) {
    case BIND_INT: return sqlite3_bind_int64(stmt, place, bind->integer);
    case BIND_ID_OR_NULL:
        return bind->integer ? sqlite3_bind_int64(stmt, place, bind->integer)
                             : sqlite3_bind_null(stmt, place);
    case BIND_TEXT: ensure(bind->text != NULL); break;
    case BIND_TEXT_OR_NULL: break;
    case BIND_END: ensure(bind->kind != BIND_END);
    }
    return sqlite3_bind_text(stmt, place, bind->text, -1, SQLITE_STATIC);
}

static void
bind_all(struct query *query, const struct bind *binds)
{
    int count = 0;
    int code = SQLITE_OK;

    for (; binds[count].kind != BIND_END; count++) {
        ensure(count < query->parameters);
        if (code == SQLITE_OK)
            code = bind_one(query->stmt, count + 1, &binds[count]);
    }
    ensure(count == query->parameters);
    if (code != SQLITE_OK)
        query->failed = db_meaning(query->db, code, sqlite3_sql(query->stmt));
}

struct query *
db_query(struct db *db, const struct sql_set *set, size_t index, const struct bind *binds)
{
    struct query *query = &db->queries[set->id][index];

    ensure(index < set->count && !query->busy);
    query->busy = true;
    query->seen = false;
    query->failed = DB_OK;
    db->busy++;
    if (query->writes) {
        ensure(db->writing);
        /* SQLite dropped the transaction: a write now would be committed on its own, half of a handler */
        if (!db_alive(db))
            query->failed = DB_FULL;
    }
    if (query->failed == DB_OK)
        bind_all(query, binds);
    return query;
}

bool
db_next(struct query *query)
{
    int code;

    if (query->failed != DB_OK)
        return false;
    code = sqlite3_step(query->stmt);
    if (code == SQLITE_ROW) {
        query->seen = true;
        return true;
    }
    query->failed = db_meaning(query->db, code, sqlite3_sql(query->stmt));
    return false;
}

static void
put_back(struct query *query)
{
    sqlite3_reset(query->stmt);
    query->busy = false;
    query->db->busy--;
}

enum db_result
db_end(struct query *query)
{
    ensure(query->busy);
    while (query->writes && db_next(query))
        ;
    put_back(query);
    if (query->failed != DB_OK)
        return query->failed;
    return query->seen ? DB_OK : DB_NONE;
}

void
query_close(struct query **query)
{
    if (*query != NULL && (*query)->busy)
        put_back(*query);
}

enum db_result
db_run(struct db *db, const struct sql_set *set, size_t index, const struct bind *binds)
{
    struct query *query = db_query(db, set, index, binds);
    enum db_result result = db_end(query);

    return result == DB_NONE && query->failed == DB_OK ? DB_OK : result;
}

enum db_result
db_change(struct db *db, const struct sql_set *set, size_t index, const struct bind *binds)
{
    enum db_result result = db_run(db, set, index, binds);

    return result == DB_OK && sqlite3_changes64(db->handle) == 0 ? DB_NONE : result;
}

enum db_result
db_number(struct db *db, const struct sql_set *set, size_t index, const struct bind *binds, int64_t *out)
{
    scoped_stmt *query = db_query(db, set, index, binds);

    *out = db_next(query) ? col_int(query, 0) : 0;
    return db_end(query);
}

int64_t
db_last_id(struct db *db)
{
    return sqlite3_last_insert_rowid(db->handle);
}

bool
db_settled(struct db *db)
{
    if (db->busy == 0)
        return true;
    for (size_t set = 0; set < SET_COUNT; set++) {
        for (size_t i = 0; i < all_sets[set]->count; i++) {
            struct query *query = &db->queries[set][i];

            if (!query->busy)
                continue;
            log_error("a statement was left busy: %.60s", sqlite3_sql(query->stmt));
            put_back(query);
        }
    }
    ensure(db->busy == 0);
    return false;
}

bool
col_is_null(struct query *query, int column)
{
    return sqlite3_column_type(query->stmt, column) == SQLITE_NULL;
}

int64_t
col_int(struct query *query, int column)
{
    return sqlite3_column_int64(query->stmt, column);
}

const char *
col_peek(struct query *query, int column)
{
    const char *text = (const char *)sqlite3_column_text(query->stmt, column);

    return text ? text : "";
}

/* The bytes where they lie: asked for as text, SQLite copies them for a NUL at the end. The value is looked
 * at by no other thread: a connection is one thread's. */
static const char *
col_bytes(struct query *query, int column, size_t *length)
{
    sqlite3_value *value = sqlite3_column_value(query->stmt, column);
    const char *text = sqlite3_value_blob(value);

    *length = (size_t)sqlite3_value_bytes(value);
    return text;
}

const char *
col_text(struct query *query, int column, struct arena *arena)
{
    size_t length;
    const char *text = col_bytes(query, column, &length);

    return length > 0 ? arena_copy_n(arena, text, length) : "";
}

const char *
col_same(struct query *query, int column, struct arena *arena, const char *before)
{
    size_t length;
    const char *text = col_bytes(query, column, &length);

    if (length == 0)
        return "";
    if (strncmp(before, text, length) == 0 && before[length] == '\0')
        return before;
    return arena_copy_n(arena, text, length);
}

void
col_names(struct query *query, int column, struct arena *arena, struct names *out)
{
    const char *text = col_peek(query, column);

    *out = (struct names){ 0 };
    for (text += strspn(text, " "); *text != '\0'; text += strspn(text, " ")) {
        size_t length = strcspn(text, " ");

        *ARENA_PUSH(arena, out) = arena_copy_n(arena, text, length);
        text += length;
    }
}

int
word_index(const char *const *words, size_t count, const char *word)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(words[i], word) == 0)
            return (int)i;
    }
    log_error("database: unknown word %s", word);
    return 0;
}

const char *
names_joined(struct arena *arena, const struct names *names)
{
    const char *all = "";

    for (size_t i = 0; i < names->count; i++)
        all = arena_printf(arena, "%s%s%s", all, i ? " " : "", names->items[i]);
    return all;
}
