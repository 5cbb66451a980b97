/* The event log. */
#include "store/event.h"

#include "store/internal.h"

enum { ADD, LIST, OF_ATTEMPT };

#define COLUMNS "SELECT id, project, at, actor_kind, actor, kind, object, detail FROM event"

static const char *const sql[] = {
    [ADD] = "INSERT INTO event (project, at, actor_kind, actor, kind, object, detail)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    [LIST] = COLUMNS " WHERE project = ?1 AND kind <> 'answer' ORDER BY id DESC LIMIT ?2 OFFSET ?3",
    [OF_ATTEMPT] = COLUMNS " WHERE project = ?1 AND kind <> 'answer'"
                           " AND ((kind GLOB 'attempt_*' AND object = ?2)"
                           " OR (kind GLOB 'assignment_*' AND object = ?3)) ORDER BY id",
};
const struct sql_set event_sql = SQL_SET(SET_EVENT, sql);

enum db_result
event_add(struct db *db, const struct event *event)
{
    return db_run(db, &event_sql, ADD,
                  BIND(ID_OR_NULL(event->project), INT(event->at), INT(event->by.kind), INT(event->by.id),
                       TEXT(event->kind), INT(event->object), TEXT_OR_NULL(event->detail)));
}

static enum db_result
read_events(struct query *q, struct arena *arena, struct event_list *out)
{
    *out = (struct event_list){ 0 };
    while (db_next(q)) {
        struct event *event = ARENA_PUSH(arena, out);

        event->id = col_int(q, 0);
        event->project = col_int(q, 1);
        event->at = col_int(q, 2);
        event->by = (struct actor){ .kind = (enum actor_kind)col_int(q, 3), .id = col_int(q, 4) };
        event->kind = col_text(q, 5, arena);
        event->object = col_int(q, 6);
        event->detail = col_text(q, 7, arena);
    }
    return db_end(q);
}

enum db_result
event_list(struct db *db, struct arena *arena, int64_t project, struct page page, struct event_list *out)
{
    scoped_stmt *q = db_query(db, &event_sql, LIST,
                              BIND(INT(project), INT(page.limit > 0 ? page.limit : -1), INT(page.offset)));

    return read_events(q, arena, out);
}

enum db_result
event_list_attempt(struct db *db, struct arena *arena, const struct event_subject *subject,
                   struct event_list *out)
{
    scoped_stmt *q = db_query(db, &event_sql, OF_ATTEMPT,
                              BIND(INT(subject->project), INT(subject->attempt), INT(subject->assignment)));

    return read_events(q, arena, out);
}
