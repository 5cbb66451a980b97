/* Connections, transactions and checkpoints. */
#include "store/db.h"

#include "base/clock.h"
#include "base/log.h"
#include "store/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    APPLICATION = 0x416e6b74, /* "Ankt", in the file's header */
    PAGE_BYTES = 4096,
    PAGES_BEFORE_CHECKPOINT = 4000,
    MORE_PAGES = 1000, /* before another try while a reader holds the log */
    LARGE_WAL = 256 << 20
};

static const char writer_setup[] = "PRAGMA journal_mode = WAL;"
                                   "PRAGMA synchronous = FULL;"
                                   "PRAGMA wal_autocheckpoint = 0;"
                                   "PRAGMA journal_size_limit = 67108864;"
                                   "PRAGMA mmap_size = 0;"
                                   "PRAGMA temp_store = MEMORY;"
                                   "PRAGMA cache_size = -6144;"
                                   "PRAGMA trusted_schema = OFF;"
                                   "PRAGMA foreign_keys = ON;";

static const char reader_setup[] = "PRAGMA query_only = ON;"
                                   "PRAGMA wal_autocheckpoint = 0;"
                                   "PRAGMA mmap_size = 0;"
                                   "PRAGMA temp_store = MEMORY;"
                                   "PRAGMA cache_size = -3072;"
                                   "PRAGMA trusted_schema = OFF;"
                                   "PRAGMA foreign_keys = ON;";

bool
db_execute(struct db *db, const char *sql)
{
    return sqlite3_exec(db->handle, sql, NULL, NULL, NULL) == SQLITE_OK
           || (log_error("database: %s: %s", sqlite3_errmsg(db->handle), sql), false);
}

/* The number a pragma gives; -1 when it cannot be read: the file is no database, or locked. */
static int64_t
pragma(struct db *db, const char *sql)
{
    sqlite3_stmt *stmt = NULL;
    int64_t number = -1;

    if (sqlite3_prepare_v2(db->handle, sql, -1, &stmt, NULL) == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW)
        number = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    return number;
}

static bool
in_memory(const char *path)
{
    return strcmp(path, ":memory:") == 0;
}

static char *
path_with(const char *path, const char *suffix)
{
    size_t size = strlen(path) + strlen(suffix) + 1;
    char *whole = malloc(size);

    ensure(whole != NULL);
    snprintf(whole, size, "%s%s", path, suffix);
    return whole;
}

int64_t
db_wal_bytes(const struct db *db)
{
    char *path = path_with(db->path, "-wal");
    struct stat found;
    int64_t bytes = stat(path, &found) == 0 ? (int64_t)found.st_size : 0;

    free(path);
    return bytes;
}

/* The lock is on a file of its own: SQLite's locks are on the database, and are lost with any close of it. */
static enum db_opened
take_lock(struct db *db)
{
    char *path = path_with(db->path, ".lock");
    enum db_opened opened = DB_OPENED;

    db->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (db->lock < 0) {
        log_error("cannot make the lock file %s: %s", path, strerror(errno));
        opened = DB_UNUSABLE;
    } else if (flock(db->lock, LOCK_EX | LOCK_NB) != 0) {
        opened = DB_LOCKED;
    }
    free(path);
    return opened;
}

static int
after_commit(void *db, sqlite3 *handle, const char *name, int pages)
{
    (void)handle, (void)name;
    ((struct db *)db)->wal_pages = pages;
    return SQLITE_OK;
}

static enum db_opened
connect_to(struct db *db)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;

    if (db->mode == DB_WRITER)
        flags |= SQLITE_OPEN_CREATE;
    else if (access(db->path, F_OK) != 0)
        return DB_MISSING;
    /* nobody asks how much memory SQLite has, and counting it takes a lock at each allocation; only before
       the first connection does this change anything */
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    if (sqlite3_open_v2(db->path, &db->handle, flags, NULL) != SQLITE_OK) {
        log_error("cannot open %s: %s", db->path, sqlite3_errmsg(db->handle));
        return DB_UNUSABLE;
    }
    sqlite3_busy_timeout(db->handle, 0);
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    if (db->mode == DB_READER)
        sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    return DB_OPENED;
}

/* Is it ours, and of which version? Looked at before anything is changed. */
static enum db_opened
recognise(struct db *db)
{
    int64_t application = pragma(db, "PRAGMA application_id");
    int64_t version = pragma(db, "PRAGMA user_version");
    int64_t tables = pragma(db, "SELECT count(*) FROM sqlite_schema");

    if (application < 0 || version < 0 || tables < 0)
        return DB_FOREIGN;
    if (application != APPLICATION && (tables > 0 || version > 0 || db->mode == DB_READER))
        return DB_FOREIGN;
    if (version > migration_count)
        return DB_NEWER;
    if (db->mode == DB_READER && version < migration_count)
        return DB_OLDER;
    return DB_OPENED;
}

static enum db_opened
set_up(struct db *db)
{
    if (db->mode == DB_READER)
        return db_execute(db, reader_setup) ? DB_OPENED : DB_UNUSABLE;
    if (!db_execute(db, writer_setup))
        return DB_UNUSABLE;
    sqlite3_wal_hook(db->handle, after_commit, db);
    db->wal_pages = (int)(db_wal_bytes(db) / PAGE_BYTES); /* what a crash left is brought in when idle */
    if (pragma(db, "PRAGMA application_id") != APPLICATION
        && !db_execute(db, "PRAGMA application_id = 0x416e6b74"))
        return DB_UNUSABLE;
    return db_migrate(db, migrations, migration_count);
}

static bool
prepare(struct db *db, const char *sql, sqlite3_stmt **stmt)
{
    if (sqlite3_prepare_v3(db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, stmt, NULL) == SQLITE_OK)
        return true;
    log_error("database: %s: %s", sqlite3_errmsg(db->handle), sql);
    return false;
}

static bool
prepare_set(struct db *db, const struct sql_set *set)
{
    struct query *queries = calloc(set->count, sizeof *queries);

    ensure(queries != NULL);
    db->queries[set->id] = queries;
    for (size_t i = 0; i < set->count; i++) {
        if (!prepare(db, set->sql[i], &queries[i].stmt))
            return false;
        queries[i].db = db;
        queries[i].parameters = sqlite3_bind_parameter_count(queries[i].stmt);
        queries[i].writes = !sqlite3_stmt_readonly(queries[i].stmt);
    }
    return true;
}

static bool
prepare_all(struct db *db)
{
    bool ok = prepare(db, "BEGIN IMMEDIATE", &db->begin) && prepare(db, "SAVEPOINT handler", &db->savepoint)
              && prepare(db, "RELEASE handler", &db->release) && prepare(db, "ROLLBACK TO handler", &db->undo)
              && prepare(db, "COMMIT", &db->commit) && prepare(db, "ROLLBACK", &db->rollback)
              && prepare(db, "BEGIN", &db->read_begin);

    for (size_t i = 0; ok && i < SET_COUNT; i++) {
        ensure(all_sets[i]->id == i);
        ok = prepare_set(db, all_sets[i]);
    }
    return ok;
}

struct db *
db_open(const char *path, enum db_mode mode, enum db_opened *opened)
{
    struct db *db = calloc(1, sizeof *db);

    ensure(db != NULL);
    db->mode = mode;
    db->lock = -1;
    db->path = path_with(path, "");
    *opened = mode == DB_WRITER && !in_memory(path) ? take_lock(db) : DB_OPENED;
    if (*opened == DB_OPENED)
        *opened = connect_to(db);
    if (*opened == DB_OPENED)
        *opened = recognise(db);
    if (*opened == DB_OPENED)
        *opened = set_up(db);
    if (*opened == DB_OPENED && !prepare_all(db))
        *opened = DB_UNUSABLE;
    if (*opened != DB_OPENED) {
        db_close(db);
        return NULL;
    }
    if (mode == DB_WRITER && !in_memory(path))
        place_keep(db);
    return db;
}

const char *
db_opened_text(enum db_opened opened)
{
    switch (opened) {
    case DB_OPENED: return "The database is open.";
    case DB_LOCKED:
        return "Another process writes to this database: a server is running on it, or another command. Use "
               "its pages instead, or stop it first.";
    case DB_NEWER: return "This database was made by a newer version of the program. Install that version.";
    case DB_OLDER:
        return "This database was made by an older version of the program. Start the server on it once to "
               "bring it up to date.";
    case DB_MISSING: return "There is no such database file.";
    case DB_FOREIGN: return "This file is not a database of this program.";
    case DB_UNUSABLE: break;
    }
    return "The database cannot be opened; the log says why.";
}

void
db_close(struct db *db)
{
    if (db == NULL)
        return;
    sqlite3_stmt *own[] = { db->begin,  db->savepoint, db->release,   db->undo,
                            db->commit, db->rollback,  db->read_begin };

    for (size_t i = 0; i < LENGTH(own); i++)
        sqlite3_finalize(own[i]);
    for (size_t i = 0; i < SET_COUNT; i++) {
        for (size_t k = 0; db->queries[i] != NULL && k < all_sets[i]->count; k++)
            sqlite3_finalize(db->queries[i][k].stmt);
        free(db->queries[i]);
    }
    sqlite3_close_v2(db->handle);
    if (db->lock >= 0)
        close(db->lock);
    free(db->path);
    free(db);
}

void
db_close_at(struct db **db)
{
    db_close(*db);
}

int
db_version_known(void)
{
    return migration_count;
}

int
db_version(struct db *db)
{
    return (int)pragma(db, "PRAGMA user_version");
}

/* One of the seven statements of this file: they give no rows. */
static bool
step(struct db *db, sqlite3_stmt *stmt)
{
    int code = sqlite3_step(stmt);

    sqlite3_reset(stmt);
    if (code == SQLITE_DONE)
        return true;
    log_error("database: %s: %s", sqlite3_sql(stmt), sqlite3_errmsg(db->handle));
    return false;
}

bool
db_begin(struct db *db)
{
    ensure(db->mode == DB_WRITER && !db->writing);
    db->writing = step(db, db->begin);
    return db->writing;
}

bool
db_savepoint(struct db *db)
{
    return db_alive(db) && step(db, db->savepoint);
}

bool
db_release(struct db *db)
{
    return db_settled(db) && db_alive(db) && step(db, db->release);
}

bool
db_undo(struct db *db)
{
    db_settled(db);
    return db_alive(db) && step(db, db->undo) && step(db, db->release);
}

bool
db_alive(const struct db *db)
{
    return sqlite3_get_autocommit(db->handle) == 0;
}

bool
db_commit(struct db *db)
{
    if (!db_settled(db) || !db_alive(db) || !place_is_kept(db) || !step(db, db->commit))
        return false;
    db->writing = false;
    return true;
}

void
db_rollback(struct db *db)
{
    db_settled(db);
    if (db_alive(db))
        step(db, db->rollback);
    ensure(!db_alive(db)); /* a ROLLBACK ends the transaction even where it reports an error */
    db->writing = false;
}

bool
db_read_begin(struct db *db)
{
    return step(db, db->read_begin);
}

void
db_read_end(struct db *db)
{
    db_settled(db);
    if (db_alive(db))
        step(db, db->rollback);
    ensure(!db_alive(db));
}

static void
warn_of_large_wal(struct db *db)
{
    int64_t bytes = db_wal_bytes(db);

    if (bytes > LARGE_WAL && !db->warned)
        log_warning("the write-ahead log has grown: bytes=%lld; a reader has been open for long",
                    (long long)bytes);
    db->warned = bytes > LARGE_WAL;
}

bool
db_checkpoint(struct db *db, bool idle)
{
    int mode = idle ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE;
    int code;

    ensure(db->mode == DB_WRITER && !db_alive(db));
    if (db->wal_pages < db->tried)
        db->tried = 0; /* the log has started anew */
    if (db->wal_pages == 0 || (!idle && db->wal_pages < PAGES_BEFORE_CHECKPOINT)
        || (!idle && db->tried > 0 && db->wal_pages < db->tried + MORE_PAGES))
        return true;
    code = sqlite3_wal_checkpoint_v2(db->handle, NULL, mode, NULL, NULL);
    db->tried = db->wal_pages;
    if (idle && code == SQLITE_OK)
        db->wal_pages = db->tried = 0;
    if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY)
        log_error("checkpoint: %s", sqlite3_errmsg(db->handle));
    warn_of_large_wal(db);
    return code == SQLITE_OK || (code & 0xff) == SQLITE_BUSY;
}
