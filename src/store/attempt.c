/* Attempts at a test: their states, from ready to ended. */
#include "store/attempt.h"

#include "store/event.h"
#include "store/project.h"
#include "store/rows.h"

#include <stdio.h>
#include <string.h>

enum {
    OWN,
    GET,
    ANY,
    LIST,
    SHEET,
    START,
    END,
    DUE,
    BREAK,
    INTERRUPT,
    RESUME,
    GO_ON,
    GIVE_TIME,
    SET_ABSENT,
    NOTE,
    STATE,
    ENDS
};

static const char *const sql[] = {
    [OWN] = ATTEMPT_COLUMNS ATTEMPT_FROM " WHERE t.person = ?1 AND t.id = ?2",
    [GET] = ATTEMPT_COLUMNS ATTEMPT_FROM " WHERE t.project = ?1 AND t.id = ?2",
    [ANY] = ATTEMPT_COLUMNS ATTEMPT_FROM " WHERE t.id = ?1",
    [LIST] = ATTEMPT_COLUMNS ATTEMPT_FROM " WHERE t.assignment = ?1 ORDER BY t.number",
    [SHEET] =
        SHEET_SELECT " WHERE t.project = ?1 AND s.form = ?2 AND (s.state = 'open' OR t.state <> 'ready')"
                     " ORDER BY p.sort_key, p.id, t.number",
    [START] = "UPDATE attempt SET state = 'running', started_at = ?3, deadline = ?4, language = ?5"
              " WHERE id = ?2 AND person = ?1 AND state = 'ready' RETURNING project",
    [END] = "UPDATE attempt SET state = CASE WHEN ?2 = 'server' OR (?2 = 'person' AND ?3 > deadline)"
            " THEN 'expired' ELSE 'handed_in' END,"
            " handed_in_at = min(?3, deadline),"
            " handed_in_by = CASE WHEN ?2 = 'person' AND ?3 > deadline THEN 'server' ELSE ?2 END"
            " WHERE id = ?1 AND (state = 'running' OR (state = 'interrupted' AND ?2 = 'staff'))"
            " RETURNING project",
    [DUE] = "SELECT id FROM attempt WHERE state = 'running' AND deadline <= ?1 ORDER BY deadline",
    [BREAK] = "INSERT OR IGNORE INTO attempt_break (attempt, from_at)"
              " SELECT t.id, min(t.deadline, max(t.started_at,"
              " coalesce((SELECT max(h.at) FROM attempt_answer_history h WHERE h.attempt = t.id), 0),"
              " coalesce((SELECT e.at FROM event e WHERE e.actor_kind <> 3 ORDER BY e.id DESC LIMIT 1), 0)))"
              " FROM attempt t WHERE t.state = 'running' AND t.deadline <= ?1",
    [INTERRUPT] = "UPDATE attempt SET state = 'interrupted' WHERE state = 'running' AND deadline <= ?1"
                  " RETURNING project, id",
    [RESUME] = "UPDATE attempt SET state = 'running', deadline = ?4 + ?3 * 60000,"
               " extra_minutes = extra_minutes + ?3"
               " WHERE project = ?1 AND id = ?2 AND state = 'interrupted'",
    [GO_ON] = "UPDATE attempt_break SET until_at = max(?2, from_at) WHERE attempt = ?1 AND until_at = 0",
    [GIVE_TIME] = "UPDATE attempt SET extra_minutes = extra_minutes + ?3,"
                  " deadline = CASE WHEN state <> 'running' THEN deadline ELSE coalesce((SELECT"
                  " min(attempt.deadline + ?3 * 60000, max(s.closes_at, attempt.deadline)) FROM assignment s"
                  " WHERE s.id = attempt.assignment AND s.closes_at > 0), deadline + ?3 * 60000) END"
                  " WHERE project = ?1 AND id = ?2 AND state IN ('ready', 'running')",
    [SET_ABSENT] = "UPDATE attempt SET state = ?3 WHERE project = ?1 AND id = ?2"
                   " AND state IN ('ready', 'no_show', 'not_admitted')",
    [NOTE] = "UPDATE attempt SET note = ?3 WHERE project = ?1 AND id = ?2",
    [STATE] = "SELECT state FROM attempt WHERE id = ?1",
    [ENDS] = "SELECT max(s.closes_at), count(*) FILTER (WHERE s.closes_at = 0),"
             " (SELECT count(*) FROM attempt t JOIN assignment a ON a.id = t.assignment"
             " WHERE t.project = ?1 AND t.state IN ('running', 'interrupted') AND a.form = ?2)"
             " FROM assignment s JOIN person p ON p.id = s.person"
             " WHERE s.project = ?1 AND s.form = ?2 AND s.state = 'open' AND p.disabled = 0",
};
const struct sql_set attempt_sql = SQL_SET(SET_ATTEMPT, sql);

static const char *const states[] = {
    [ATTEMPT_READY] = "ready",
    [ATTEMPT_RUNNING] = "running",
    [ATTEMPT_HANDED_IN] = "handed_in",
    [ATTEMPT_EXPIRED] = "expired",
    [ATTEMPT_INTERRUPTED] = "interrupted",
    [ATTEMPT_NO_SHOW] = "no_show",
    [ATTEMPT_NOT_ADMITTED] = "not_admitted",
};

static const char *const enders[] = {
    [ENDED_BY_PERSON] = "person",
    [ENDED_BY_SERVER] = "server",
    [ENDED_BY_STAFF] = "staff",
};

static void
read_result(struct query *q, struct arena *arena, struct attempt *out)
{
    out->marked = !col_is_null(q, 18);
    out->mark = (int)col_int(q, 18);
    out->most = (int)col_int(q, 19);
    out->percent = (int)col_int(q, 20);
    out->bar = (int)col_int(q, 21);
    out->reason = col_text(q, 22, arena);
    out->detail = col_text(q, 23, arena);
    out->key_version = (int)col_int(q, 24);
}

void
read_attempt(struct query *q, struct arena *arena, struct attempt *out)
{
    out->id = col_int(q, 0);
    out->project = col_int(q, 1);
    out->person = col_int(q, 2);
    out->assignment = col_int(q, 3);
    out->paper = col_int(q, 4);
    out->number = (int)col_int(q, 5);
    out->state = (enum attempt_state)COL_ENUM(q, 6, states);
    out->form = col_text(q, 7, arena);
    out->form_hash = col_text(q, 8, arena);
    out->variant = col_text(q, 9, arena);
    out->language = col_text(q, 10, arena);
    out->started_at = col_int(q, 11);
    out->deadline = col_int(q, 12);
    out->handed_in_at = col_int(q, 13);
    out->closes_at = col_int(q, 14);
    out->handed_in_by = col_text(q, 15, arena);
    out->extra_minutes = (int)col_int(q, 16);
    out->note = col_text(q, 17, arena);
    read_result(q, arena, out);
}

void
read_sheet_line(struct query *q, struct arena *arena, struct sheet_line *out)
{
    read_attempt(q, arena, &out->attempt);
    out->family = col_text(q, 25, arena);
    out->given = col_text(q, 26, arena);
    out->patronymic = col_text(q, 27, arena);
    out->position = col_text(q, 28, arena);
    out->department_name = col_text(q, 29, arena);
    out->external_id = col_text(q, 30, arena);
    out->cancelled = strcmp(col_text(q, 31, arena), "cancelled") == 0;
    out->breaks = (int)col_int(q, 32);
    out->stood_still = col_int(q, 33);
}

static enum db_result
read_one(struct query *q, struct arena *arena, struct attempt *out)
{
    *out = (struct attempt){ 0 };
    if (db_next(q))
        read_attempt(q, arena, out);
    return db_end(q);
}

enum db_result
attempt_own(struct db *db, struct arena *arena, int64_t person, int64_t id, struct attempt *out)
{
    return read_one(db_query(db, &attempt_sql, OWN, BIND(INT(person), INT(id))), arena, out);
}

enum db_result
attempt_get(struct db *db, struct arena *arena, int64_t project, int64_t id, struct attempt *out)
{
    return read_one(db_query(db, &attempt_sql, GET, BIND(INT(project), INT(id))), arena, out);
}

enum db_result
attempt_any(struct db *db, struct arena *arena, int64_t id, struct attempt *out)
{
    return read_one(db_query(db, &attempt_sql, ANY, BIND(INT(id))), arena, out);
}

enum db_result
attempt_list(struct db *db, struct arena *arena, int64_t assignment, struct attempt_list *out)
{
    scoped_stmt *q = db_query(db, &attempt_sql, LIST, BIND(INT(assignment)));

    *out = (struct attempt_list){ 0 };
    while (db_next(q))
        read_attempt(q, arena, ARENA_PUSH(arena, out));
    return db_end(q);
}

enum db_result
attempt_sheet(struct db *db, struct arena *arena, int64_t project, const char *form, struct sheet_lines *out)
{
    scoped_stmt *q = db_query(db, &attempt_sql, SHEET, BIND(INT(project), TEXT(form)));

    *out = (struct sheet_lines){ 0 };
    while (db_next(q))
        read_sheet_line(q, arena, ARENA_PUSH(arena, out));
    return db_end(q);
}

enum db_result
attempt_test_ends(struct db *db, int64_t project, const char *form, struct test_ends *out)
{
    scoped_stmt *q = db_query(db, &attempt_sql, ENDS, BIND(INT(project), TEXT(form)));

    *out = (struct test_ends){ 0 };
    if (db_next(q))
        *out = (struct test_ends){ col_int(q, 0), (int)col_int(q, 1), (int)col_int(q, 2) };
    return db_end(q);
}

static enum db_result
state_of(struct db *db, int64_t attempt, enum attempt_state *out)
{
    scoped_stmt *q = db_query(db, &attempt_sql, STATE, BIND(INT(attempt)));

    *out = ATTEMPT_READY;
    if (db_next(q))
        *out = (enum attempt_state)COL_ENUM(q, 0, states);
    return db_end(q);
}

enum db_result
attempt_start(struct db *db, const struct attempt_begin *begin, bool *first)
{
    int64_t project, own;
    enum attempt_state state;
    enum db_result result = db_number(db, &attempt_sql, START,
                                      BIND(INT(begin->person), INT(begin->attempt), INT(begin->now),
                                           INT(begin->deadline), TEXT(begin->language)),
                                      &project);

    *first = result == DB_OK;
    if (result == DB_OK)
        return event_add(db, &(struct event){ .project = project,
                                              .at = begin->now,
                                              .by = { ACTOR_PERSON, begin->person },
                                              .kind = "attempt_start",
                                              .object = begin->attempt });
    if (result == DB_NONE)
        result = db_number(db, &attempt_sql, OWN, BIND(INT(begin->person), INT(begin->attempt)), &own);
    if (result == DB_OK)
        result = state_of(db, begin->attempt, &state);
    if (result != DB_OK)
        return result;
    return state == ATTEMPT_RUNNING ? DB_OK : DB_CONFLICT;
}

enum db_result
attempt_end(struct db *db, int64_t attempt, enum attempt_ender ender, struct actor by, int64_t now,
            bool *first)
{
    int64_t project;
    enum attempt_state state;
    enum db_result result =
        db_number(db, &attempt_sql, END, BIND(INT(attempt), TEXT(enders[ender]), INT(now)), &project);

    *first = result == DB_OK;
    if (result == DB_NONE) {
        result = state_of(db, attempt, &state);
        if (result != DB_OK)
            return result;
        return state == ATTEMPT_HANDED_IN || state == ATTEMPT_EXPIRED ? DB_OK : DB_CONFLICT;
    }
    if (result == DB_OK)
        result = event_add(db, &(struct event){ .project = project,
                                                .at = now,
                                                .by = by,
                                                .kind = "attempt_end",
                                                .object = attempt,
                                                .detail = enders[ender] });
    return result == DB_OK ? project_bump(db, project, NULL) : result;
}

enum db_result
attempt_due(struct db *db, struct arena *arena, int64_t now, struct id_list *out)
{
    scoped_stmt *q = db_query(db, &attempt_sql, DUE, BIND(INT(now)));

    *out = (struct id_list){ 0 };
    while (db_next(q))
        *ARENA_PUSH(arena, out) = col_int(q, 0);
    return db_end(q);
}

static enum db_result
interrupt_expired(struct db *db, int64_t now, int64_t *count)
{
    scoped_stmt *q = db_query(db, &attempt_sql, INTERRUPT, BIND(INT(now)));
    enum db_result result;

    while (db_next(q)) {
        result = event_add(db, &(struct event){ .project = col_int(q, 0),
                                                .at = now,
                                                .by = { ACTOR_SERVER, 0 },
                                                .kind = "attempt_interrupted",
                                                .object = col_int(q, 1) });
        if (result != DB_OK)
            return result;
        ++*count;
    }
    result = db_end(q);
    return result == DB_NONE ? DB_OK : result;
}

enum db_result
attempt_interrupt_expired(struct db *db, int64_t now, int64_t *count)
{
    enum db_result result = db_run(db, &attempt_sql, BREAK, BIND(INT(now)));

    *count = 0;
    return result == DB_OK ? interrupt_expired(db, now, count) : result;
}

/* After a change that found no row: is it not there, or not in that state? */
static enum db_result
acted(struct db *db, enum db_result result, const struct event *event)
{
    int64_t found;

    if (result == DB_OK)
        return event_add(db, event);
    if (result != DB_NONE)
        return result;
    result = db_number(db, &attempt_sql, GET, BIND(INT(event->project), INT(event->object)), &found);
    return result == DB_OK ? DB_CONFLICT : result;
}

enum db_result
attempt_resume(struct db *db, int64_t project, int64_t id, int minutes, struct actor by, int64_t now)
{
    char detail[16];
    const struct event event = {
        .project = project, .at = now, .by = by, .kind = "attempt_resume", .object = id, .detail = detail
    };
    enum db_result result =
        db_change(db, &attempt_sql, RESUME, BIND(INT(project), INT(id), INT(minutes), INT(now)));

    snprintf(detail, sizeof detail, "%d", minutes);
    if (result == DB_OK)
        result = db_run(db, &attempt_sql, GO_ON, BIND(INT(id), INT(now)));
    return acted(db, result, &event);
}

enum db_result
attempt_give_time(struct db *db, int64_t project, int64_t id, int minutes, struct actor by, int64_t now)
{
    char detail[16];
    const struct event event = {
        .project = project, .at = now, .by = by, .kind = "attempt_time", .object = id, .detail = detail
    };

    snprintf(detail, sizeof detail, "%d", minutes);
    return acted(db, db_change(db, &attempt_sql, GIVE_TIME, BIND(INT(project), INT(id), INT(minutes))),
                 &event);
}

enum db_result
attempt_set_absent(struct db *db, int64_t project, int64_t id, enum attempt_state state, struct actor by,
                   int64_t now)
{
    const struct event event = { .project = project,
                                 .at = now,
                                 .by = by,
                                 .kind = "attempt_absent",
                                 .object = id,
                                 .detail = states[state] };

    ensure(state == ATTEMPT_READY || state == ATTEMPT_NO_SHOW || state == ATTEMPT_NOT_ADMITTED);
    return acted(db,
                 db_change(db, &attempt_sql, SET_ABSENT, BIND(INT(project), INT(id), TEXT(states[state]))),
                 &event);
}

enum db_result
attempt_note(struct db *db, int64_t project, int64_t id, const char *note)
{
    return db_change(db, &attempt_sql, NOTE, BIND(INT(project), INT(id), TEXT(note)));
}
