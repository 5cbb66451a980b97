/* A questionnaire being filled, or filled. */
#include "store/response.h"

#include "store/event.h"
#include "store/intern.h"
#include "store/internal.h"
#include "store/project.h"

#include <string.h>

enum {
    CAN_START,
    START,
    OWN,
    OF_ASSIGNMENT,
    GET,
    AT_PAGE,
    HAND_IN,
    RETURN,
    EXCLUDE,
    COUNTED,
    COUNTED_ANSWERS,
    EXPORT,
    EXPORT_ANSWERS,
    EXCLUSIONS
};

#define COLUMNS                                                                                              \
    "SELECT r.id, r.assignment, r.project, r.person, s.form, s.subject, r.form_hash, r.language, r.page,"    \
    " r.state, r.mode, r.started_at, r.handed_in_at, r.revision, r.seconds, r.excluded, r.excluded_reason"
#define FROM " FROM response r JOIN assignment s ON s.id = r.assignment"
#define OF_PERSON                                                                                            \
    ", p.department, p.family, p.given, p.patronymic, d.name, p.roles, p.key_user, p.external_id, "          \
    "p.email" FROM " JOIN person p ON p.id = r.person LEFT JOIN department d ON d.id = p.department"
#define CELLS "SELECT a.response, a.question, a.row_id, a.column_id, a.value, a.state, a.revision, a.saved_at"

static const char *const sql[] = {
    [CAN_START] = "SELECT state, project FROM assignment WHERE id = ?1 AND person = ?2 AND kind = 'survey'",
    [START] = "INSERT INTO response (assignment, project, person, form_hash, language, mode, started_at)"
              " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    [OWN] = COLUMNS FROM " WHERE r.id = ?2 AND r.person = ?1",
    [OF_ASSIGNMENT] = COLUMNS FROM " WHERE r.assignment = ?2 AND r.person = ?1",
    [GET] = COLUMNS FROM " WHERE r.id = ?2 AND r.project = ?1",
    [AT_PAGE] = "UPDATE response SET page = ?3, language = ?4, seconds = seconds + ?5"
                " WHERE id = ?2 AND person = ?1 AND state <> 'handed_in'",
    [HAND_IN] = "UPDATE response SET state = 'handed_in', handed_in_at = ?3, revision = revision + 1"
                " WHERE id = ?2 AND person = ?1 AND state <> 'handed_in' RETURNING project",
    [RETURN] = "UPDATE response SET state = 'returned', revision = revision + 1"
               " WHERE id = ?2 AND project = ?1 AND state = 'handed_in'",
    [EXCLUDE] = "UPDATE response SET excluded = (?3 <> ''), excluded_reason = ?3, revision = revision + 1"
                " WHERE id = ?2 AND project = ?1",
    [COUNTED] = COLUMNS OF_PERSON " WHERE r.project = ?1 AND r.state = 'handed_in' ORDER BY r.id",
    [COUNTED_ANSWERS] = CELLS " FROM response r CROSS JOIN answer a ON a.response = r.id"
                              " WHERE r.project = ?1 AND r.state = 'handed_in'"
                              " AND (a.value <> '' OR a.state <> 0)"
                              " ORDER BY a.response, a.question, a.row_id, a.column_id",
    [EXPORT] = COLUMNS OF_PERSON " WHERE r.project = ?1 ORDER BY r.id",
    [EXPORT_ANSWERS] =
        CELLS " FROM answer a WHERE a.response = ?1 ORDER BY a.question, a.row_id, a.column_id",
    [EXCLUSIONS] = "SELECT e.object, e.at, s.full_name FROM event e"
                   " LEFT JOIN staff s ON s.id = e.actor AND e.actor_kind = ?2"
                   " WHERE e.project = ?1 AND e.kind <> 'answer' AND e.kind = 'exclude' ORDER BY e.id",
};
const struct sql_set response_sql = SQL_SET(SET_RESPONSE, sql);

static const char *const states[] = {
    [RESPONSE_DRAFT] = "draft",
    [RESPONSE_HANDED_IN] = "handed_in",
    [RESPONSE_RETURNED] = "returned",
};
static const char *const modes[] = {
    [MODE_SELF] = "self",
    [MODE_INTERVIEW] = "interview",
    [MODE_PAPER] = "paper",
    [MODE_IMPORT] = "import",
};

const char *
response_mode_word(enum response_mode mode)
{
    return modes[mode];
}

bool
response_mode_parse(const char *word, enum response_mode *out)
{
    for (size_t i = 0; i < LENGTH(modes); i++) {
        if (strcmp(word, modes[i]) == 0)
            return *out = (enum response_mode)i, true;
    }
    return false;
}

static void
read_response(struct query *q, struct arena *arena, struct response *out)
{
    out->id = col_int(q, 0);
    out->assignment = col_int(q, 1);
    out->project = col_int(q, 2);
    out->person = col_int(q, 3);
    out->form = col_text(q, 4, arena);
    out->subject = col_text(q, 5, arena);
    out->form_hash = col_text(q, 6, arena);
    out->language = col_text(q, 7, arena);
    out->page = col_text(q, 8, arena);
    out->state = (enum response_state)COL_ENUM(q, 9, states);
    out->mode = (enum response_mode)COL_ENUM(q, 10, modes);
    out->started_at = col_int(q, 11);
    out->handed_in_at = col_int(q, 12);
    out->revision = col_int(q, 13);
    out->seconds = col_int(q, 14);
    out->excluded = col_int(q, 15) != 0;
    out->excluded_reason = col_text(q, 16, arena);
}

static enum db_result
read_one(struct query *q, struct arena *arena, struct response *out)
{
    *out = (struct response){ 0 };
    if (db_next(q))
        read_response(q, arena, out);
    return db_end(q);
}

static enum db_result
may_start(struct db *db, struct response *response)
{
    scoped_stmt *q =
        db_query(db, &response_sql, CAN_START, BIND(INT(response->assignment), INT(response->person)));
    bool cancelled = false;
    enum db_result result;

    if (db_next(q)) {
        cancelled = strcmp(col_peek(q, 0), "open") != 0;
        response->project = col_int(q, 1);
    }
    result = db_end(q);
    return result == DB_OK && cancelled ? DB_CONFLICT : result;
}

enum db_result
response_start(struct db *db, struct arena *arena, struct response *response)
{
    enum db_result result = may_start(db, response);
    const int64_t person = response->person, assignment = response->assignment;

    if (result != DB_OK)
        return result;
    result = db_run(db, &response_sql, START,
                    BIND(INT(assignment), INT(response->project), INT(person), TEXT(response->form_hash),
                         TEXT(response->language), TEXT(modes[response->mode]), INT(response->started_at)));
    /* a second window was faster: its response is ours, and stays pinned as it is */
    if (result != DB_OK && result != DB_CONFLICT)
        return result;
    return response_of_assignment(db, arena, person, assignment, response);
}

enum db_result
response_own(struct db *db, struct arena *arena, int64_t person, int64_t id, struct response *out)
{
    return read_one(db_query(db, &response_sql, OWN, BIND(INT(person), INT(id))), arena, out);
}

enum db_result
response_of_assignment(struct db *db, struct arena *arena, int64_t person, int64_t assignment,
                       struct response *out)
{
    return read_one(db_query(db, &response_sql, OF_ASSIGNMENT, BIND(INT(person), INT(assignment))), arena,
                    out);
}

enum db_result
response_get(struct db *db, struct arena *arena, int64_t project, int64_t id, struct response *out)
{
    return read_one(db_query(db, &response_sql, GET, BIND(INT(project), INT(id))), arena, out);
}

/* Is there such a response of this person, whatever its state? */
static enum db_result
is_own(struct db *db, int64_t person, int64_t id)
{
    int64_t found;

    return db_number(db, &response_sql, OWN, BIND(INT(person), INT(id)), &found);
}

enum db_result
response_at_page(struct db *db, int64_t person, int64_t id, const char *page, const char *language,
                 int64_t seconds)
{
    enum db_result result = db_change(db, &response_sql, AT_PAGE,
                                      BIND(INT(person), INT(id), TEXT(page), TEXT(language), INT(seconds)));

    if (result != DB_NONE)
        return result;
    result = is_own(db, person, id);
    return result == DB_OK ? DB_CONFLICT : result;
}

/* An event about a response, and the project's revision. */
static enum db_result
note(struct db *db, const struct event *event)
{
    enum db_result result = event_add(db, event);

    return result == DB_OK ? project_bump(db, event->project, NULL) : result;
}

enum db_result
response_hand_in(struct db *db, int64_t person, int64_t id, struct actor by, int64_t now, bool *first)
{
    int64_t project;
    enum db_result result =
        db_number(db, &response_sql, HAND_IN, BIND(INT(person), INT(id), INT(now)), &project);

    *first = result == DB_OK;
    if (result == DB_NONE)
        return is_own(db, person, id);
    if (result != DB_OK)
        return result;
    return note(db,
                &(struct event){ .project = project, .at = now, .by = by, .kind = "hand_in", .object = id });
}

enum db_result
response_return(struct db *db, int64_t project, int64_t id, struct actor by, int64_t now)
{
    enum db_result result = db_change(db, &response_sql, RETURN, BIND(INT(project), INT(id)));

    if (result != DB_OK)
        return result;
    return note(db,
                &(struct event){ .project = project, .at = now, .by = by, .kind = "return", .object = id });
}

enum db_result
response_exclude(struct db *db, int64_t project, int64_t id, const char *reason, struct actor by, int64_t now)
{
    enum db_result result = db_change(db, &response_sql, EXCLUDE, BIND(INT(project), INT(id), TEXT(reason)));

    if (result != DB_OK)
        return result;
    return note(db, &(struct event){ .project = project,
                                     .at = now,
                                     .by = by,
                                     .kind = *reason ? "exclude" : "include",
                                     .object = id,
                                     .detail = *reason ? reason : NULL });
}

enum db_result
response_exclusions(struct db *db, struct arena *arena, int64_t project, struct exclusions *out)
{
    scoped_stmt *q = db_query(db, &response_sql, EXCLUSIONS, BIND(INT(project), INT(ACTOR_STAFF)));

    *out = (struct exclusions){ 0 };
    while (db_next(q)) {
        struct exclusion *exclusion = ARENA_PUSH(arena, out);

        exclusion->response = col_int(q, 0);
        exclusion->at = col_int(q, 1);
        exclusion->by = col_text(q, 2, arena);
    }
    return db_end(q);
}

static void
read_with_person(struct query *q, struct arena *arena, struct response_answers *out)
{
    read_response(q, arena, &out->response);
    out->department = col_int(q, 17);
    out->family = col_text(q, 18, arena);
    out->given = col_text(q, 19, arena);
    out->patronymic = col_text(q, 20, arena);
    out->department_name = col_text(q, 21, arena);
    col_names(q, 22, arena, &out->roles);
    out->key_user = col_int(q, 23) != 0;
    out->external_id = col_text(q, 24, arena);
    out->email = col_text(q, 25, arena);
}

static void
read_cell(struct query *q, struct arena *arena, struct intern *texts, struct answers *answers)
{
    struct cell *cell = ARENA_PUSH(arena, answers);

    cell->question = intern_text(texts, col_peek(q, 1));
    cell->row = intern_text(texts, col_peek(q, 2));
    cell->column = intern_text(texts, col_peek(q, 3));
    cell->value = intern_text(texts, col_peek(q, 4));
    cell->state = (enum cell_state)col_int(q, 5);
    cell->revision = col_int(q, 6);
    cell->saved_at = col_int(q, 7);
}

/* Cells gathered in memory that is used again and again, as the response's own and at their true size. */
static void
give_cells(struct arena *arena, struct answers *gathered, struct response_answers *to)
{
    to->answers.items = ARENA_ARRAY(arena, struct cell, gathered->count);
    to->answers.count = to->answers.capacity = gathered->count;
    if (gathered->count > 0)
        memcpy(to->answers.items, gathered->items, gathered->count * sizeof *gathered->items);
    gathered->count = 0;
}

enum db_result
response_list_counted(struct db *db, struct arena *arena, int64_t project, struct response_answers_list *out)
{
    scoped_stmt *q = db_query(db, &response_sql, COUNTED, BIND(INT(project)));
    scoped_stmt *cells = NULL;
    scoped_arena scratch = { 0 };
    scoped_intern texts = { .arena = arena };
    struct answers gathered = { 0 };
    enum db_result result;
    size_t at = 0;

    *out = (struct response_answers_list){ 0 };
    while (db_next(q))
        read_with_person(q, arena, ARENA_PUSH(arena, out));
    result = db_end(q);
    if (result != DB_OK)
        return result;
    cells = db_query(db, &response_sql, COUNTED_ANSWERS, BIND(INT(project)));
    while (db_next(cells)) {
        const int64_t id = col_int(cells, 0);

        for (; at < out->count && out->items[at].response.id < id; at++)
            give_cells(arena, &gathered, &out->items[at]);
        if (at < out->count && out->items[at].response.id == id)
            read_cell(cells, &scratch, &texts, &gathered);
    }
    if (at < out->count)
        give_cells(arena, &gathered, &out->items[at]);
    result = db_end(cells);
    return result == DB_NONE ? DB_OK : result;
}

static enum db_result
read_cells(struct db *db, struct arena *arena, struct response_answers *out)
{
    scoped_stmt *q = db_query(db, &response_sql, EXPORT_ANSWERS, BIND(INT(out->response.id)));
    scoped_intern texts = { .arena = arena };
    enum db_result result;

    while (db_next(q))
        read_cell(q, arena, &texts, &out->answers);
    result = db_end(q);
    return result == DB_NONE ? DB_OK : result;
}

enum db_result
response_export(struct db *db, int64_t project, response_each *each, void *context)
{
    scoped_stmt *q = db_query(db, &response_sql, EXPORT, BIND(INT(project)));
    scoped_arena arena = { 0 };

    while (db_next(q)) {
        struct response_answers response = { 0 };
        enum db_result result;

        arena_reset(&arena);
        read_with_person(q, &arena, &response);
        result = read_cells(db, &arena, &response);
        if (result != DB_OK)
            return result;
        if (!each(context, &response))
            break;
    }
    return db_end(q);
}
