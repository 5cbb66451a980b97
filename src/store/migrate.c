/* Bringing a database to the newest version: each migration is one transaction, after a copy. */
#include "base/clock.h"
#include "base/log.h"
#include "store/internal.h"

#include <stdio.h>

static bool
copy_before(struct db *db, int version)
{
    char path[4096];
    int length =
        snprintf(path, sizeof path, "%s.before-%04d-%lld", db->path, version + 1, (long long)clock_now());

    if (length < 0 || (size_t)length >= sizeof path)
        return false;
    if (db_backup(db, path) != DB_OK)
        return false;
    log_info("copied the database before its migration: %s", path);
    return true;
}

static bool
run_one(struct db *db, const char *sql)
{
    if (sqlite3_exec(db->handle, sql, NULL, NULL, NULL) == SQLITE_OK)
        return true;
    log_error("migration: %s: %.60s", sqlite3_errmsg(db->handle), sql);
    return false;
}

/* The version is set inside the transaction: both are there, or neither. */
static bool
run_migration(struct db *db, const struct migration *migration, int number)
{
    char set_version[48];
    bool ok;

    snprintf(set_version, sizeof set_version, "PRAGMA user_version = %d", number);
    ok = run_one(db, "BEGIN IMMEDIATE") && run_one(db, migration->sql) && run_one(db, set_version)
         && run_one(db, "COMMIT");
    if (ok) {
        log_info("database brought to %s", migration->name);
        return true;
    }
    if (db_alive(db))
        run_one(db, "ROLLBACK");
    log_error("the database stays as it was: %s failed", migration->name);
    return false;
}

enum db_opened
db_migrate(struct db *db, const struct migration *all, int count)
{
    int version = db_version(db);

    if (version > 0 && version < count && !copy_before(db, version))
        return DB_UNUSABLE;
    for (int number = version + 1; number <= count; number++) {
        if (!run_migration(db, &all[number - 1], number))
            return DB_UNUSABLE;
    }
    return DB_OPENED;
}
