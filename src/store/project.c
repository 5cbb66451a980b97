/* Projects and their facts. */
#include "store/project.h"

#include "store/internal.h"

#include <string.h>

enum {
    ADD,
    CHANGE,
    GET,
    BY_CODE,
    OF_STAFF,
    LIST_OF_STAFF,
    COUNT,
    BUMP,
    REVISION,
    FACT_LIST,
    FACT_SET,
    FACT_REMOVE
};

#define COLUMNS                                                                                              \
    "SELECT p.id, p.revision, p.created_at, p.code, p.title, p.organisation, p.city, p.country,"             \
    " p.time_zone, p.languages, p.language FROM project p"
#define SEEN_BY                                                                                              \
    " EXISTS (SELECT 1 FROM staff s LEFT JOIN staff_right r ON r.staff = s.id AND r.project = p.id"          \
    " WHERE s.id = ?1 AND s.disabled = 0 AND (s.admin = 1 OR r.staff IS NOT NULL))"

static const char *const sql[] = {
    [ADD] = "INSERT INTO project (code, title, organisation, city, country, time_zone, languages, language,"
            " created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    [CHANGE] = "UPDATE project SET title = ?2, organisation = ?3, city = ?4, country = ?5, time_zone = ?6,"
               " languages = ?7, language = ?8 WHERE id = ?1",
    [GET] = COLUMNS " WHERE p.id = ?1",
    [BY_CODE] = COLUMNS " WHERE p.code = ?1",
    [OF_STAFF] = COLUMNS " WHERE p.code = ?2 AND" SEEN_BY,
    [LIST_OF_STAFF] = COLUMNS " WHERE" SEEN_BY " ORDER BY p.organisation, p.code",
    [COUNT] = "SELECT count(*) FROM project",
    [BUMP] = "UPDATE project SET revision = revision + 1 WHERE id = ?1 RETURNING revision",
    [REVISION] = "SELECT revision FROM project WHERE id = ?1",
    [FACT_LIST] = "SELECT key, value, set_at, set_by FROM project_fact WHERE project = ?1 ORDER BY key",
    [FACT_SET] = "INSERT INTO project_fact (project, key, value, set_at, set_by) VALUES (?1, ?2, ?3, ?4, ?5)"
                 " ON CONFLICT DO UPDATE SET value = excluded.value, set_at = excluded.set_at,"
                 " set_by = excluded.set_by WHERE value <> excluded.value",
    [FACT_REMOVE] = "DELETE FROM project_fact WHERE project = ?1 AND key = ?2",
};
const struct sql_set project_sql = SQL_SET(SET_PROJECT, sql);

enum db_result
project_add(struct db *db, struct arena *arena, struct project *project)
{
    enum db_result result = db_run(
        db, &project_sql, ADD,
        BIND(TEXT(project->code), TEXT(project->title), TEXT(project->organisation), TEXT(project->city),
             TEXT(project->country), TEXT(project->time_zone), TEXT(names_joined(arena, &project->languages)),
             TEXT(project->language), INT(project->created_at)));

    if (result == DB_OK)
        project->id = db_last_id(db);
    return result;
}

enum db_result
project_change(struct db *db, struct arena *arena, const struct project *project)
{
    return db_change(db, &project_sql, CHANGE,
                     BIND(INT(project->id), TEXT(project->title), TEXT(project->organisation),
                          TEXT(project->city), TEXT(project->country), TEXT(project->time_zone),
                          TEXT(names_joined(arena, &project->languages)), TEXT(project->language)));
}

static void
read_project(struct query *q, struct arena *arena, struct project *out)
{
    out->id = col_int(q, 0);
    out->revision = col_int(q, 1);
    out->created_at = col_int(q, 2);
    out->code = col_text(q, 3, arena);
    out->title = col_text(q, 4, arena);
    out->organisation = col_text(q, 5, arena);
    out->city = col_text(q, 6, arena);
    out->country = col_text(q, 7, arena);
    out->time_zone = col_text(q, 8, arena);
    col_names(q, 9, arena, &out->languages);
    out->language = col_text(q, 10, arena);
}

static enum db_result
read_one(struct query *q, struct arena *arena, struct project *out)
{
    *out = (struct project){ 0 };
    if (db_next(q))
        read_project(q, arena, out);
    return db_end(q);
}

enum db_result
project_get(struct db *db, struct arena *arena, int64_t id, struct project *out)
{
    return read_one(db_query(db, &project_sql, GET, BIND(INT(id))), arena, out);
}

enum db_result
project_by_code(struct db *db, struct arena *arena, const char *code, struct project *out)
{
    return read_one(db_query(db, &project_sql, BY_CODE, BIND(TEXT(code))), arena, out);
}

enum db_result
project_of_staff(struct db *db, struct arena *arena, const char *code, int64_t staff, struct project *out)
{
    return read_one(db_query(db, &project_sql, OF_STAFF, BIND(INT(staff), TEXT(code))), arena, out);
}

enum db_result
project_list_of_staff(struct db *db, struct arena *arena, int64_t staff, struct project_list *out)
{
    scoped_stmt *q = db_query(db, &project_sql, LIST_OF_STAFF, BIND(INT(staff)));

    *out = (struct project_list){ 0 };
    while (db_next(q))
        read_project(q, arena, ARENA_PUSH(arena, out));
    return db_end(q);
}

enum db_result
project_count(struct db *db, int64_t *count)
{
    return db_number(db, &project_sql, COUNT, BIND_NOTHING, count);
}

enum db_result
project_bump(struct db *db, int64_t project, int64_t *revision)
{
    int64_t now;
    enum db_result result = db_number(db, &project_sql, BUMP, BIND(INT(project)), &now);

    if (revision != NULL)
        *revision = now;
    return result;
}

enum db_result
project_revision(struct db *db, int64_t project, int64_t *revision)
{
    return db_number(db, &project_sql, REVISION, BIND(INT(project)), revision);
}

enum db_result
project_fact_list(struct db *db, struct arena *arena, int64_t project, struct project_facts *out)
{
    scoped_stmt *q = db_query(db, &project_sql, FACT_LIST, BIND(INT(project)));

    *out = (struct project_facts){ 0 };
    while (db_next(q)) {
        struct project_fact *fact = ARENA_PUSH(arena, out);

        fact->key = col_text(q, 0, arena);
        fact->value = col_text(q, 1, arena);
        fact->set_at = col_int(q, 2);
        fact->set_by = col_int(q, 3);
    }
    return db_end(q);
}

const char *
project_fact(const struct project_facts *facts, const char *key)
{
    for (size_t i = 0; i < facts->count; i++) {
        if (strcmp(facts->items[i].key, key) == 0)
            return facts->items[i].value;
    }
    return "";
}

const char *
test_fact_key(struct arena *arena, const char *key, const char *form)
{
    return arena_printf(arena, "%s-%s", key, form);
}

const char *
test_fact(const struct project_facts *facts, const char *key, const char *form)
{
    size_t length = strlen(key);

    for (size_t i = 0; i < facts->count; i++) {
        const char *kept = facts->items[i].key;

        if (strncmp(kept, key, length) == 0 && kept[length] == '-' && strcmp(kept + length + 1, form) == 0)
            return facts->items[i].value;
    }
    return "";
}

enum db_result
project_fact_set(struct db *db, int64_t project, const struct project_fact *fact)
{
    if (*fact->value == '\0')
        return db_run(db, &project_sql, FACT_REMOVE, BIND(INT(project), TEXT(fact->key)));
    return db_run(
        db, &project_sql, FACT_SET,
        BIND(INT(project), TEXT(fact->key), TEXT(fact->value), INT(fact->set_at), INT(fact->set_by)));
}
