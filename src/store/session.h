/* Browsers that have come in, and how long the next try waits after failures. */
#ifndef STORE_SESSION_H
#define STORE_SESSION_H

#include "store/db.h"

struct session {
    const char *hash;      /* hash_hex() of the cookie's token: the token itself is never kept */
    int64_t staff, person; /* one of them, the other 0 */
    const char *csrf;
    int64_t created_at, seen_at;
    int64_t idle;       /* milliseconds without use after which it ends */
    int64_t expires_at; /* moment it ends whatever happens */
    int64_t project;    /* of a person; read only */
    bool admin;         /* of staff; read only */
    const char *name;   /* staff: full name; person: family and given name; read only */
};

enum db_result session_add(struct db *db, const struct session *session) MUST_CHECK;

/* The live session; DB_NONE when there is none, it has ended, or its owner is disabled. Reads only. */
enum db_result session_get(struct db *db, struct arena *arena, const char *hash, int64_t now,
                           struct session *out) MUST_CHECK;

/* Used now: kept to the minute, so most calls write nothing. DB_OK in any case but a failure. */
enum db_result session_touch(struct db *db, const struct session *session, int64_t now) MUST_CHECK;

/* DB_OK also when it was gone already. */
enum db_result session_end(struct db *db, const char *hash) MUST_CHECK;
enum db_result session_end_staff(struct db *db, int64_t staff) MUST_CHECK;
enum db_result session_end_person(struct db *db, int64_t person) MUST_CHECK;

/* Take away what has ended, and failures older than a day. */
enum db_result session_sweep(struct db *db, int64_t now) MUST_CHECK;

/* Milliseconds that the next try of `key` has to wait; 0: none. Reads only; never for ever. */
enum db_result throttle_wait(struct db *db, const char *key, int64_t now, int64_t *wait) MUST_CHECK;

/* A try of `key` failed: after `free` failures in a row the wait is 1, 2, 4 … 60 s. A day without failures
 * forgets. */
enum db_result throttle_failed(struct db *db, const char *key, int free, int64_t now) MUST_CHECK;
enum db_result throttle_passed(struct db *db, const char *key) MUST_CHECK;

#endif
