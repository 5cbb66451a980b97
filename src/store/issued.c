/* Documents as they were given out. */
#include "store/issued.h"

#include "store/event.h"
#include "store/internal.h"

enum { NEXT, ADD, LIST, GET };

static const char *const sql[] = {
    [NEXT] = "SELECT coalesce(max(number), 0) + 1 FROM issued_document WHERE project = ?1 AND kind = ?2",
    [ADD] = "INSERT INTO issued_document (project, kind, number, revision, language, sha256, figures, staff,"
            " created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    [LIST] = "SELECT id, project, number, revision, staff, created_at, kind, language, sha256"
             " FROM issued_document WHERE project = ?1 ORDER BY id DESC",
    [GET] = "SELECT id, project, number, revision, staff, created_at, kind, language, sha256, figures"
            " FROM issued_document WHERE project = ?1 AND id = ?2",
};
const struct sql_set issued_sql = SQL_SET(SET_ISSUED, sql);

enum db_result
issued_next_number(struct db *db, int64_t project, const char *kind, int64_t *number)
{
    return db_number(db, &issued_sql, NEXT, BIND(INT(project), TEXT(kind)), number);
}

enum db_result
issued_add(struct db *db, struct issued_document *document)
{
    enum db_result result =
        db_run(db, &issued_sql, ADD,
               BIND(INT(document->project), TEXT(document->kind), INT(document->number),
                    INT(document->revision), TEXT(document->language), TEXT(document->sha256),
                    TEXT(document->figures), INT(document->staff), INT(document->created_at)));

    if (result != DB_OK)
        return result;
    document->id = db_last_id(db);
    return event_add(
        db, &(struct event){ .project = document->project,
                             .at = document->created_at,
                             .by = { document->staff ? ACTOR_STAFF : ACTOR_COMMAND, document->staff },
                             .kind = "issue",
                             .object = document->id,
                             .detail = document->kind });
}

static void
read_document(struct query *q, struct arena *arena, struct issued_document *out)
{
    out->id = col_int(q, 0);
    out->project = col_int(q, 1);
    out->number = col_int(q, 2);
    out->revision = col_int(q, 3);
    out->staff = col_int(q, 4);
    out->created_at = col_int(q, 5);
    out->kind = col_text(q, 6, arena);
    out->language = col_text(q, 7, arena);
    out->sha256 = col_text(q, 8, arena);
}

enum db_result
issued_list(struct db *db, struct arena *arena, int64_t project, struct issued_documents *out)
{
    scoped_stmt *q = db_query(db, &issued_sql, LIST, BIND(INT(project)));

    *out = (struct issued_documents){ 0 };
    while (db_next(q)) {
        struct issued_document *document = ARENA_PUSH(arena, out);

        read_document(q, arena, document);
        document->figures = "";
    }
    return db_end(q);
}

enum db_result
issued_get(struct db *db, struct arena *arena, int64_t project, int64_t id, struct issued_document *out)
{
    scoped_stmt *q = db_query(db, &issued_sql, GET, BIND(INT(project), INT(id)));

    *out = (struct issued_document){ 0 };
    if (db_next(q)) {
        read_document(q, arena, out);
        out->figures = col_text(q, 9, arena);
    }
    return db_end(q);
}
