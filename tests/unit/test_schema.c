/* store/sql: every table is STRICT, every table and column is explained, what is issued is never changed. */
#include "store_fixture.h"

/* Tables with their SQL, in the arena. */
struct tables LIST_OF(struct table);
struct table {
    const char *name, *sql;
    bool strict;
};

static struct tables
all_tables(struct fixture *f)
{
    struct tables tables = { 0 };
    sqlite3_stmt *stmt = NULL;

    assert_int_equal(sqlite3_prepare_v2(f->db->handle,
                                        "SELECT s.name, s.sql, l.strict FROM sqlite_schema s"
                                        " JOIN pragma_table_list l ON l.name = s.name"
                                        " WHERE s.type = 'table' AND s.name NOT LIKE 'sqlite_%'",
                                        -1, &stmt, NULL),
                     SQLITE_OK);
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        struct table *table = ARENA_PUSH(&f->arena, &tables);

        table->name = arena_copy(&f->arena, (const char *)sqlite3_column_text(stmt, 0));
        table->sql = arena_copy(&f->arena, (const char *)sqlite3_column_text(stmt, 1));
        table->strict = sqlite3_column_int(stmt, 2) != 0;
    }
    sqlite3_finalize(stmt);
    return tables;
}

static void
every_table_is_strict(void **state)
{
    struct tables tables = all_tables(*state);

    assert_true(tables.count > 20);
    for (size_t i = 0; i < tables.count; i++) {
        if (!tables.items[i].strict)
            fail_msg("%s is not STRICT", tables.items[i].name);
    }
}

/* Does the line at `line` carry a comment of more than a word? */
static bool
explained(const char *line)
{
    const char *end = strchr(line, '\n');
    const char *comment = strstr(line, "-- ");

    return comment != NULL && end != NULL && comment < end && end - comment > 5;
}

static void
every_table_and_column_is_explained(void **state)
{
    struct fixture *f = *state;
    struct tables tables = all_tables(f);

    for (size_t i = 0; i < tables.count; i++) {
        const char *sql = tables.items[i].sql;
        sqlite3_stmt *stmt = NULL;

        if (!explained(sql))
            fail_msg("table %s is not explained", tables.items[i].name);
        assert_int_equal(
            sqlite3_prepare_v2(f->db->handle, "SELECT name FROM pragma_table_xinfo(?1)", -1, &stmt, NULL),
            SQLITE_OK);
        sqlite3_bind_text(stmt, 1, tables.items[i].name, -1, SQLITE_STATIC);
        while (sqlite3_step(stmt) == SQLITE_ROW) {
            const char *name = (const char *)sqlite3_column_text(stmt, 0);
            const char *line = strstr(sql, arena_printf(&f->arena, "\n    %s ", name));

            if (line == NULL || !explained(line + 1))
                fail_msg("column %s.%s is not explained", tables.items[i].name, name);
        }
        sqlite3_finalize(stmt);
    }
}

static void
a_wrong_type_is_refused(void **state)
{
    assert_int_not_equal(run_sql(*state, "INSERT INTO throttle VALUES ('a', 'many', 1, 1)"), SQLITE_OK);
}

static void
assert_refused(struct fixture *f, const char *sql)
{
    if (run_sql(f, sql) != SQLITE_CONSTRAINT_TRIGGER)
        fail_msg("not refused: %s", sql);
}

static void
what_is_append_only_refuses_change_and_removal(void **state)
{
    struct fixture *f = *state;
    struct answer_saved saved;
    static const char *const fill[] = {
        "INSERT INTO issued_document (project, kind, number, revision, language, sha256, figures, staff,"
        " created_at) VALUES (1, 'r', 1, 1, 'uk', printf('%064d', 1), '{}', 0, 1)",
        "INSERT INTO requirement (project, number, code, key, first_seen_at) VALUES (1, 1, 'x', '', 1)",
        "INSERT INTO decision (project, requirement, kind, value, reason, staff, at)"
        " VALUES (1, 1, 'reject', 'yes', '', 0, 1)",
    };
    static const char *const refused[] = {
        "UPDATE issued_document SET figures = '[]'",
        "DELETE FROM issued_document",
        "UPDATE decision SET value = 'no'",
        "DELETE FROM decision",
        "UPDATE requirement SET number = 2",
        "DELETE FROM requirement",
        "UPDATE event SET at = 0",
        "DELETE FROM event",
        "UPDATE answer_history SET value = 'other'",
        "DELETE FROM answer_history",
        "UPDATE form SET source = 'other'",
        "DELETE FROM form",
        "UPDATE response SET form_hash = 'q1'",
    };

    assert_int_equal(save_answer(f, "q", "a", 0, &saved), DB_OK);
    for (size_t i = 0; i < LENGTH(fill); i++)
        assert_int_equal(run_sql(f, fill[i]), SQLITE_OK);
    for (size_t i = 0; i < LENGTH(refused); i++)
        assert_refused(f, refused[i]);
    assert_true(db_alive(f->db)); /* the triggers undo the statement, not the batch */
    assert_true(db_commit(f->db));
    assert_true(db_sound(f->db));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_DATABASE(every_table_is_strict),
        ON_DATABASE(every_table_and_column_is_explained),
        ON_DATABASE(a_wrong_type_is_refused),
        ON_RESPONSE(what_is_append_only_refuses_change_and_removal),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
