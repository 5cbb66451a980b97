/*
 * The database: connections, transactions, checkpoints, backup. One connection writes (and checkpoints); any
 * number of readers see committed data only. A struct db is used by one thread at a time; handing the writer
 * to the committer thread and back goes through a lock of the caller's.
 */
#ifndef STORE_DB_H
#define STORE_DB_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

struct db;

/* What every function of store/ returns. Whatever is not DB_OK changed nothing by itself. */
enum db_result {
    DB_OK,
    DB_NONE,     /* there is no such row, or it is not yours; an empty list */
    DB_CONFLICT, /* somebody was faster, it exists already, or it may not be changed any more */
    DB_FULL,     /* no room on the disk: the whole transaction is gone */
    DB_FAIL      /* anything else; the log says what */
};

enum db_mode {
    DB_WRITER, /* makes the file when there is none, migrates it, holds FILE.lock */
    DB_READER  /* of an existing file of this version; cannot write, never checkpoints */
};

enum db_opened {
    DB_OPENED,
    DB_LOCKED,  /* another process writes */
    DB_NEWER,   /* made by a newer program */
    DB_OLDER,   /* reader: not migrated yet */
    DB_MISSING, /* reader: no such file */
    DB_FOREIGN, /* a database of another program, or no database at all */
    DB_UNUSABLE /* cannot be opened or migrated; the log says why */
};

/*
 * Open `path`; ":memory:" gives a writer that lives as long as the handle. NULL with `*opened` saying why.
 * An existing database of an older version is copied beside itself (PATH.before-NNNN-MOMENT) before it is
 * migrated.
 */
struct db *db_open(const char *path, enum db_mode mode, enum db_opened *opened);

/* Why it was not opened, as a sentence for the operator. */
const char *db_opened_text(enum db_opened opened);

/* Close; NULL is allowed. */
void db_close(struct db *db);
void db_close_at(struct db **db);
#define scoped_db CLEANUP(db_close_at) struct db

/* The newest migration this program knows, and the one the database has. */
int db_version_known(void);
int db_version(struct db *db);

/*
 * One batch (or one command) of writing. db_begin() is BEGIN IMMEDIATE. After db_savepoint() either
 * db_release() keeps what was written since, or db_undo() takes it back; nested, the innermost. db_release()
 * is false, too, when a statement was left busy (it is reset and logged): undo then. db_commit() may run in
 * another thread; after it returned true everything is on disk, after false call db_rollback(); it refuses
 * when the file or its log are not any more where they were opened (deleted, moved, replaced). db_alive()
 * tells whether the transaction still stands: SQLite drops it by itself when the disk is full. Once it was
 * dropped every write is refused until db_rollback().
 */
bool db_begin(struct db *db) MUST_CHECK;
bool db_savepoint(struct db *db) MUST_CHECK;
bool db_release(struct db *db) MUST_CHECK;
bool db_undo(struct db *db) MUST_CHECK;
bool db_alive(const struct db *db);
bool db_commit(struct db *db) MUST_CHECK;
void db_rollback(struct db *db);

/* One read transaction: everything read between sees the same moment. */
bool db_read_begin(struct db *db) MUST_CHECK;
void db_read_end(struct db *db);

/* True when no statement is left busy; else each one is logged and reset. */
bool db_settled(struct db *db);

/*
 * Writer, outside a transaction: bring the log of written pages (WAL) into the database. Between batches
 * (`idle` false) it does something only once enough has gathered, and never waits; idle, it empties the log.
 * Over 256 MiB of log a warning is written. False when SQLite failed.
 */
bool db_checkpoint(struct db *db, bool idle);

/* Bytes in the WAL file now. */
int64_t db_wal_bytes(const struct db *db);

/* Write a whole, consistent copy to `path`, which must not exist, and bring it to the disk. Any connection,
 * outside a transaction. */
enum db_result db_backup(struct db *db, const char *path) MUST_CHECK;

/* PRAGMA integrity_check and foreign_key_check; the findings go to the log. */
bool db_sound(struct db *db);

/* Who did it: kept with history and events. */
enum actor_kind { ACTOR_PERSON, ACTOR_STAFF, ACTOR_SERVER, ACTOR_COMMAND };

struct actor {
    enum actor_kind kind;
    int64_t id; /* person or staff; 0 for server and command */
};

/* A page of a long list: `limit` rows (0: all) after the first `offset`. */
struct page {
    int64_t limit, offset;
};

/* A list of ids. */
struct id_list LIST_OF(int64_t);

#endif
