/*
 * Leave a database with a write-ahead log of a given size, as a kill in the middle of much work does:
 * `make_wal DATABASE BYTES` writes, commits, and is gone without a checkpoint.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void
must(int ok, sqlite3 *db)
{
    if (!ok) {
        fprintf(stderr, "make_wal: %s\n", db ? sqlite3_errmsg(db) : "usage: make_wal DATABASE BYTES");
        exit(1);
    }
}

int
main(int argc, char **argv)
{
    char wal[4096];
    struct stat size = { 0 };
    sqlite3 *db = NULL;

    must(argc == 3 && snprintf(wal, sizeof wal, "%s-wal", argv[1]) < (int)sizeof wal, NULL);
    must(sqlite3_open(argv[1], &db) == SQLITE_OK, db);
    must(sqlite3_exec(db, "PRAGMA wal_autocheckpoint = 0; PRAGMA synchronous = OFF", NULL, NULL, NULL)
             == SQLITE_OK,
         db);
    for (long n = 0; size.st_size < atol(argv[2]); n++) {
        char sql[160];

        snprintf(sql, sizeof sql,
                 "UPDATE answer SET saved_at = saved_at + 1 WHERE response BETWEEN %ld AND %ld",
                 n * 50 % 20000, n * 50 % 20000 + 49);
        must(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK, db);
        must(stat(wal, &size) == 0, db);
    }
    _exit(0);
}
