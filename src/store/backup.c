/* A copy of the database, and whether it is sound. */
#include "base/log.h"
#include "store/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* fsync a file, then the folder that names it. */
static bool
bring_to_disk(const char *path)
{
    char *folder = strdup(path);
    char *slash;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    int parent;
    bool ok;

    ensure(folder != NULL);
    slash = strrchr(folder, '/');
    if (slash != NULL)
        slash[slash == folder ? 1 : 0] = '\0';
    parent = open(slash != NULL ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    ok = file >= 0 && parent >= 0 && fsync(file) == 0 && fsync(parent) == 0;
    if (file >= 0)
        close(file);
    if (parent >= 0)
        close(parent);
    free(folder);
    return ok;
}

/* VACUUM INTO writes to the copy alone, but query_only does not know that. */
static int
copy_into(struct db *db, const char *path)
{
    sqlite3_stmt *stmt = NULL;
    int code;

    if (db->mode == DB_READER && !db_execute(db, "PRAGMA query_only = OFF"))
        return SQLITE_ERROR;
    code = sqlite3_prepare_v2(db->handle, "VACUUM INTO ?1", -1, &stmt, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_bind_text(stmt, 1, path, -1, SQLITE_STATIC);
    if (code == SQLITE_OK)
        code = sqlite3_step(stmt);
    if (code != SQLITE_DONE)
        log_error("database: cannot copy to %s: %s", path, sqlite3_errmsg(db->handle));
    sqlite3_finalize(stmt);
    if (db->mode == DB_READER)
        ensure(db_execute(db, "PRAGMA query_only = ON"));
    return code;
}

enum db_result
db_backup(struct db *db, const char *path)
{
    int code;

    if (access(path, F_OK) == 0)
        return DB_CONFLICT;
    code = copy_into(db, path);
    if (code != SQLITE_DONE) {
        unlink(path);
        return (code & 0xff) == SQLITE_FULL ? DB_FULL : DB_FAIL;
    }
    if (bring_to_disk(path))
        return DB_OK;
    log_error("cannot bring the copy %s to the disk: %s", path, strerror(errno));
    return DB_FAIL;
}

static bool
quiet(struct db *db, const char *sql, const char *good)
{
    sqlite3_stmt *stmt = NULL;
    bool ok = sqlite3_prepare_v2(db->handle, sql, -1, &stmt, NULL) == SQLITE_OK;
    int code = SQLITE_DONE;

    while (ok && (code = sqlite3_step(stmt)) == SQLITE_ROW) {
        const char *found = (const char *)sqlite3_column_text(stmt, 0);

        if (found == NULL || strcmp(found, good) != 0) {
            log_error("%s: %s", sql, found ? found : "?");
            ok = false;
        }
    }
    sqlite3_finalize(stmt);
    return ok && code == SQLITE_DONE;
}

bool
db_sound(struct db *db)
{
    bool whole = quiet(db, "PRAGMA integrity_check(20)", "ok");

    return quiet(db, "PRAGMA foreign_key_check", "") && whole;
}
