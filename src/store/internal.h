/* What the files of store/ share: statements with typed values. SQL stands in tables at the head of each
 * file. */
#ifndef STORE_INTERNAL_H
#define STORE_INTERNAL_H

#include "base/die.h"
#include "model/question.h"
#include "store/db.h"

#include <sqlite3.h>
#include <stddef.h>
#include <sys/types.h>

/* The statements of one file: an entry each in `all_sets` (sets.c); db_open() prepares them all. */
enum set_id {
    SET_PROJECT,
    SET_DEPARTMENT,
    SET_PERSON,
    SET_PERSON_IMPORT,
    SET_STAFF,
    SET_SESSION,
    SET_FORM,
    SET_ASSIGNMENT,
    SET_RESPONSE,
    SET_ANSWER,
    SET_EVENT,
    SET_PAPER,
    SET_ATTEMPT,
    SET_ATTEMPT_ANSWER,
    SET_MARK,
    SET_GOAL,
    SET_REQUIREMENT,
    SET_DECISION,
    SET_ISSUED,
    SET_TODAY,
    SET_COUNT
};

struct sql_set {
    const char *const *sql;
    size_t count;
    enum set_id id;
};

#define SQL_SET(set, table)                                                                                  \
    {                                                                                                        \
        .sql = (table), .count = LENGTH(table), .id = (set)                                                  \
    }

extern const struct sql_set project_sql, department_sql, person_sql, person_import_sql, staff_sql,
    session_sql, form_sql, assignment_sql, response_sql, answer_sql, event_sql, paper_sql, attempt_sql,
    attempt_answer_sql, mark_sql, goal_sql, requirement_sql, decision_sql, issued_sql, today_sql;
extern const struct sql_set *const all_sets[SET_COUNT];

/* One value for a statement. INT() of a text, or TEXT() of a number, does not compile. */
struct bind {
    enum { BIND_INT, BIND_TEXT, BIND_TEXT_OR_NULL, BIND_ID_OR_NULL, BIND_END } kind;
    int64_t integer;
    const char *text;
};

#define INT(x)                                                                                               \
    {                                                                                                        \
        .kind = BIND_INT, .integer = (x)                                                                     \
    }
#define TEXT(x)                                                                                              \
    {                                                                                                        \
        .kind = BIND_TEXT, .text = (x)                                                                       \
    }
#define TEXT_OR_NULL(x)                                                                                      \
    {                                                                                                        \
        .kind = BIND_TEXT_OR_NULL, .text = (x)                                                               \
    }
#define ID_OR_NULL(x)                                                                                        \
    {                                                                                                        \
        .kind = BIND_ID_OR_NULL, .integer = (x)                                                              \
    } /* 0 becomes NULL */
#define BIND(...) ((const struct bind[]){ __VA_ARGS__, { .kind = BIND_END } })
#define BIND_NOTHING ((const struct bind[]){ { .kind = BIND_END } })

/* A prepared statement, and how far it has run. */
struct query {
    struct db *db;
    sqlite3_stmt *stmt;
    int parameters;
    bool writes, busy, seen;
    enum db_result failed; /* DB_OK while nothing went wrong */
};

/* Start statement `index` of the set. The texts must outlive the query. Never NULL; a failure shows in
 * db_next() and db_end(). */
struct query *db_query(struct db *db, const struct sql_set *set, size_t index, const struct bind *binds);

/* Go to the next row; false at the end or after a failure. */
bool db_next(struct query *query);

/* End it: DB_OK when there was a row, DB_NONE when there was none, else what failed. A writing statement is
 * run to its end first. */
enum db_result db_end(struct query *query) MUST_CHECK;

/* Ends the query when its block is left, whatever the way. */
void query_close(struct query **query);
#define scoped_stmt CLEANUP(query_close) struct query

/* Run a statement without rows: DB_OK, or what failed. */
enum db_result db_run(struct db *db, const struct sql_set *set, size_t index,
                      const struct bind *binds) MUST_CHECK;

/* The same, and DB_NONE when it changed no row. */
enum db_result db_change(struct db *db, const struct sql_set *set, size_t index,
                         const struct bind *binds) MUST_CHECK;

/* One number: `*out` is the first column of the first row. */
enum db_result db_number(struct db *db, const struct sql_set *set, size_t index, const struct bind *binds,
                         int64_t *out) MUST_CHECK;

int64_t db_last_id(struct db *db);

bool col_is_null(struct query *query, int column);
int64_t col_int(struct query *query, int column);                           /* NULL is 0 */
const char *col_text(struct query *query, int column, struct arena *arena); /* NULL is "" */
/* The text of the row before, where it is the same again: rows in order repeat what they are ordered by. */
const char *col_same(struct query *query, int column, struct arena *arena, const char *before);
const char *col_peek(struct query *query, int column); /* until the next step */
void col_names(struct query *query, int column, struct arena *arena, struct names *out); /* "a b c" */

/* Words in the database for the values of an enum; `count` of them, index = value. */
int word_index(const char *const *words, size_t count, const char *word);
#define COL_ENUM(query, column, words) word_index((words), LENGTH(words), col_peek((query), (column)))

/* By enum form_kind (form.c). */
extern const char *const form_kind_words[2];

/* "a b c" in the arena; "" for none. */
const char *names_joined(struct arena *arena, const struct names *names);

/* Statements without parameters or rows; false when one failed, which is logged. */
bool db_execute(struct db *db, const char *sql) MUST_CHECK;

/* What a SQLite code means to our callers; logs what is not expected. */
enum db_result db_meaning(struct db *db, int code, const char *sql);

/* A file as the system knows it; inode 0: none. */
struct file_place {
    dev_t device;
    ino_t inode;
};

enum { PLACE_FILES = 2 }; /* the database and its log */

struct db {
    sqlite3 *handle;
    char *path;
    enum db_mode mode;
    int lock;             /* descriptor of FILE.lock, or -1 */
    bool writing;         /* between db_begin() and its commit or rollback */
    unsigned busy;        /* queries started and not ended */
    int wal_pages, tried; /* pages in the WAL after the last commit; how many when last checkpointed */
    bool warned;          /* of a large WAL */
    struct file_place places[PLACE_FILES]; /* a writer's files, where they were opened */
    sqlite3_stmt *begin, *savepoint, *release, *undo, *commit, *rollback, *read_begin;
    struct query *queries[SET_COUNT];
};

/* place.c: remember where a writer's files lie; are they still there? False is logged. */
void place_keep(struct db *db);
bool place_is_kept(const struct db *db);

struct migration {
    const char *name, *sql;
};

/* migrate.c: bring the database to the version `count`, after a copy of it when it had one; each migration is
 * a transaction. DB_OPENED, or DB_UNUSABLE with the database at the last version that worked. */
enum db_opened db_migrate(struct db *db, const struct migration *all, int count);

extern const struct migration migrations[]; /* generated from sql/; number n is migrations[n - 1] */
extern const int migration_count;

#endif
