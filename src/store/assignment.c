/* Who is asked to fill which questionnaire or take which test, and how far it is. */
#include "store/assignment.h"

#include "store/rows.h"

#include <string.h>

enum { ADD, SAME, CHANGE, GET, LIST_PERSON, LIST, OF_PERSON, COUNT, COVERAGE };

#define COLUMNS                                                                                              \
    "SELECT id, project, person, kind, form, subject, variant, due_date, closes_at, state, created_at"       \
    " FROM assignment"
#define CHOSEN                                                                                               \
    " WHERE s.project = ?1 AND (?2 = '' OR s.form = ?2) AND (?3 = 0 OR s.person = ?3)"                       \
    " AND (?4 = '' OR s.kind = ?4) AND (?5 = 0 OR (s.state = 'open' AND coalesce(r.state, '') <> "           \
    "'handed_in'"                                                                                            \
    " AND coalesce(t.state, '') NOT IN ('handed_in', 'expired', 'no_show', 'not_admitted')))"                \
    " AND (?6 = 0 OR p.department = ?6) AND CASE ?7 WHEN '' THEN 1"                                          \
    " WHEN 'cancelled' THEN s.state = 'cancelled' WHEN 'none' THEN s.state = 'open' AND r.id IS NULL"        \
    " WHEN 'waiting' THEN s.state = 'open' AND coalesce(r.state, '') <> 'handed_in'"                         \
    " WHEN 'late' THEN s.state = 'open' AND coalesce(r.state, '') <> 'handed_in' AND s.due_date <> ''"       \
    " AND s.due_date < ?8 ELSE s.state = 'open' AND r.state = ?7 END"

static const char *const sql[] = {
    [ADD] = "INSERT INTO assignment (project, person, kind, form, subject, variant, due_date, closes_at,"
            " created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    [SAME] = "SELECT id FROM assignment WHERE person = ?1 AND form = ?2 AND subject = ?3",
    [CHANGE] = "UPDATE assignment SET due_date = ?3, closes_at = ?4, state = CASE WHEN ?5 THEN 'cancelled' "
               "ELSE 'open' END"
               " WHERE project = ?1 AND id = ?2",
    [GET] = COLUMNS " WHERE project = ?1 AND id = ?2",
    [LIST_PERSON] = COLUMNS " WHERE person = ?1 AND state = 'open' ORDER BY id",
    [LIST] = ASSIGNED_SELECT CHOSEN " ORDER BY p.sort_key, p.id, s.form, s.subject LIMIT ?9 OFFSET ?10",
    [OF_PERSON] = ASSIGNED_SELECT " WHERE s.project = ?1 AND s.person = ?2 ORDER BY s.form, s.subject",
    [COUNT] = "SELECT count(*)" ASSIGNED_FROM CHOSEN,
    [COVERAGE] = "SELECT p.department, d.name, p.roles, r.state, p.key_user, r.excluded, p.id"
                 " FROM assignment s"
                 " JOIN person p ON p.id = s.person LEFT JOIN department d ON d.id = p.department"
                 " LEFT JOIN response r ON r.assignment = s.id WHERE s.project = ?1 AND s.kind = 'survey'"
                 " AND (r.state = 'handed_in' OR (s.state = 'open' AND p.disabled = 0))"
                 " AND (?2 = '' OR s.form = ?2) ORDER BY d.sort_key IS NULL, d.sort_key, d.id, p.id",
};
const struct sql_set assignment_sql = SQL_SET(SET_ASSIGNMENT, sql);

void
read_assignment(struct query *q, struct arena *arena, struct assignment *out)
{
    out->id = col_int(q, 0);
    out->project = col_int(q, 1);
    out->person = col_int(q, 2);
    out->kind = (enum form_kind)COL_ENUM(q, 3, form_kind_words);
    out->form = col_text(q, 4, arena);
    out->subject = col_text(q, 5, arena);
    out->variant = col_text(q, 6, arena);
    out->due_date = col_text(q, 7, arena);
    out->closes_at = col_int(q, 8);
    out->cancelled = strcmp(col_peek(q, 9), "open") != 0;
    out->created_at = col_int(q, 10);
}

static enum progress
progress_of(const char *response, const char *attempt)
{
    static const struct {
        const char *word;
        enum progress progress;
    } words[] = {
        { "draft", PROGRESS_DRAFT },         { "running", PROGRESS_DRAFT },
        { "handed_in", PROGRESS_HANDED_IN }, { "expired", PROGRESS_HANDED_IN },
        { "returned", PROGRESS_RETURNED },   { "interrupted", PROGRESS_INTERRUPTED },
        { "no_show", PROGRESS_ABSENT },      { "not_admitted", PROGRESS_ABSENT },
    };
    const char *state = *response ? response : attempt;

    for (size_t i = 0; i < LENGTH(words); i++) {
        if (strcmp(words[i].word, state) == 0)
            return words[i].progress;
    }
    return PROGRESS_NONE;
}

void
read_assigned(struct query *q, struct arena *arena, struct assigned *out)
{
    read_assignment(q, arena, &out->assignment);
    out->family = col_text(q, 11, arena);
    out->given = col_text(q, 12, arena);
    out->patronymic = col_text(q, 13, arena);
    out->position = col_text(q, 14, arena);
    out->department_name = col_text(q, 15, arena);
    out->department = col_int(q, 16);
    out->response = col_int(q, 17);
    out->handed_in_at = col_int(q, out->response ? 19 : 23);
    out->answered = col_int(q, 20);
    out->attempt = col_int(q, 21);
    out->attempts = (int)col_int(q, 24);
    out->mark = (int)col_int(q, 25);
    out->most = (int)col_int(q, 26);
    out->reason = col_text(q, 27, arena);
    col_names(q, 28, arena, &out->roles);
    out->key_user = col_int(q, 29) != 0;
    out->disabled = col_int(q, 30) != 0;
    out->progress = progress_of(col_text(q, 18, arena), col_peek(q, 22));
}

enum db_result
assignment_add(struct db *db, struct assignment *assignment)
{
    enum db_result result = db_run(
        db, &assignment_sql, ADD,
        BIND(INT(assignment->project), INT(assignment->person), TEXT(form_kind_words[assignment->kind]),
             TEXT(assignment->form), TEXT(assignment->subject), TEXT(assignment->variant),
             TEXT(assignment->due_date), INT(assignment->closes_at), INT(assignment->created_at)));

    if (result == DB_OK)
        assignment->id = db_last_id(db);
    if (result == DB_CONFLICT
        && db_number(db, &assignment_sql, SAME,
                     BIND(INT(assignment->person), TEXT(assignment->form), TEXT(assignment->subject)),
                     &assignment->id)
               != DB_OK)
        return DB_FAIL;
    return result;
}

enum db_result
assignment_change(struct db *db, const struct assignment *assignment)
{
    return db_change(db, &assignment_sql, CHANGE,
                     BIND(INT(assignment->project), INT(assignment->id), TEXT(assignment->due_date),
                          INT(assignment->closes_at), INT(assignment->cancelled)));
}

enum db_result
assignment_get(struct db *db, struct arena *arena, int64_t project, int64_t id, struct assignment *out)
{
    scoped_stmt *q = db_query(db, &assignment_sql, GET, BIND(INT(project), INT(id)));

    *out = (struct assignment){ 0 };
    if (db_next(q))
        read_assignment(q, arena, out);
    return db_end(q);
}

enum db_result
assignment_list_person(struct db *db, struct arena *arena, int64_t person, struct assignment_list *out)
{
    scoped_stmt *q = db_query(db, &assignment_sql, LIST_PERSON, BIND(INT(person)));

    *out = (struct assignment_list){ 0 };
    while (db_next(q))
        read_assignment(q, arena, ARENA_PUSH(arena, out));
    return db_end(q);
}

enum db_result
assignment_list(struct db *db, struct arena *arena, const struct assigned_filter *filter,
                struct assigned_list *out, int64_t *total)
{
    const char *form = filter->form ? filter->form : "";
    const char *kind = filter->kind < 0 ? "" : form_kind_words[filter->kind];
    const char *state = filter->state ? filter->state : "", *today = filter->today ? filter->today : "";
    const int64_t limit = filter->page.limit > 0 ? filter->page.limit : -1;
    scoped_stmt *q = db_query(db, &assignment_sql, LIST,
                              BIND(INT(filter->project), TEXT(form), INT(filter->person), TEXT(kind),
                                   INT(filter->open_only), INT(filter->department), TEXT(state), TEXT(today),
                                   INT(limit), INT(filter->page.offset)));
    enum db_result result;

    *out = (struct assigned_list){ 0 };
    while (db_next(q))
        read_assigned(q, arena, ARENA_PUSH(arena, out));
    result = db_end(q);
    if (total == NULL || (result != DB_OK && result != DB_NONE))
        return result;
    if (db_number(db, &assignment_sql, COUNT,
                  BIND(INT(filter->project), TEXT(form), INT(filter->person), TEXT(kind),
                       INT(filter->open_only), INT(filter->department), TEXT(state), TEXT(today)),
                  total)
        != DB_OK)
        return DB_FAIL;
    return result;
}

enum db_result
assigned_list_person(struct db *db, struct arena *arena, int64_t project, int64_t person,
                     struct assigned_list *out)
{
    scoped_stmt *q = db_query(db, &assignment_sql, OF_PERSON, BIND(INT(project), INT(person)));

    *out = (struct assigned_list){ 0 };
    while (db_next(q))
        read_assigned(q, arena, ARENA_PUSH(arena, out));
    return db_end(q);
}

struct counting {
    bool handed_in, excluded;
};

/* One questionnaire; those of a person come one after the other. */
static void
count_in(struct coverage *line, int64_t person, const struct counting *one)
{
    if (line->last.person != person) {
        line->people++;
        line->last.person = person;
        line->last.answered = false;
    }
    if (one->handed_in && !one->excluded && !line->last.answered) {
        line->answered++;
        line->last.answered = true;
    }
    line->invited++;
    line->handed_in += one->handed_in;
    line->excluded += one->handed_in && one->excluded;
}

static struct coverage *
line_of_role(struct arena *arena, struct coverage_list *roles, const char *role)
{
    struct coverage *line;

    for (size_t i = 0; i < roles->count; i++) {
        if (strcmp(roles->items[i].name, role) == 0)
            return &roles->items[i];
    }
    line = ARENA_PUSH(arena, roles);
    line->name = role;
    return line;
}

enum db_result
coverage_count(struct db *db, struct arena *arena, int64_t project, const char *form,
               struct coverage_list *departments, struct coverage_list *roles)
{
    scoped_stmt *q = db_query(db, &assignment_sql, COVERAGE, BIND(INT(project), TEXT(form ? form : "")));

    struct coverage key_users = { .name = "" };

    *departments = *roles = (struct coverage_list){ 0 };
    while (db_next(q)) {
        const int64_t department = col_int(q, 0), person = col_int(q, 6);
        const struct counting one = { strcmp(col_peek(q, 3), "handed_in") == 0, col_int(q, 5) != 0 };
        struct names of_person;

        if (departments->count == 0 || departments->items[departments->count - 1].department != department) {
            struct coverage *line = ARENA_PUSH(arena, departments);

            line->department = department;
            line->name = col_text(q, 1, arena);
        }
        count_in(&departments->items[departments->count - 1], person, &one);
        col_names(q, 2, arena, &of_person);
        for (size_t i = 0; i < of_person.count; i++)
            count_in(line_of_role(arena, roles, of_person.items[i]), person, &one);
        if (col_int(q, 4) != 0)
            count_in(&key_users, person, &one);
    }
    if (key_users.invited > 0)
        *ARENA_PUSH(arena, roles) = key_users;
    return db_end(q);
}
