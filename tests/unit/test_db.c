/* store/db: connections, transactions, locks, migrations, checkpoints, backup. */
#include "store_fixture.h"

#include <sys/stat.h>

static bool
project_exists(struct fixture *f, struct db *db, const char *code)
{
    struct project got;

    return project_by_code(db, &f->arena, code, &got) == DB_OK;
}

static struct db *
open_reader(const struct fixture *f)
{
    enum db_opened opened;
    struct db *reader = db_open(f->path, DB_READER, &opened);

    assert_int_equal(opened, DB_OPENED);
    return reader;
}

static void
what_is_committed_is_seen_by_a_reader(void **state)
{
    struct fixture *f = *state;
    scoped_db *reader = open_reader(f);

    assert_true(db_begin(f->db));
    assert_true(add_project(f, "alpha") > 0);
    assert_false(project_exists(f, reader, "alpha"));
    assert_true(db_commit(f->db));
    assert_true(project_exists(f, reader, "alpha"));
}

static void
a_read_transaction_sees_one_moment(void **state)
{
    struct fixture *f = *state;
    scoped_db *reader = open_reader(f);

    assert_true(db_read_begin(reader));
    assert_false(project_exists(f, reader, "alpha"));
    assert_true(db_begin(f->db));
    assert_true(add_project(f, "alpha") > 0);
    assert_true(db_commit(f->db));
    assert_false(project_exists(f, reader, "alpha"));
    db_read_end(reader);
    assert_true(project_exists(f, reader, "alpha"));
}

static void
a_reader_cannot_write(void **state)
{
    struct fixture *f = *state;
    scoped_db *reader = open_reader(f);

    assert_int_equal(sqlite3_exec(reader->handle, "INSERT INTO throttle VALUES ('a', 1, 1, 1)", 0, 0, 0),
                     SQLITE_READONLY);
}

static void
half_of_a_refused_handler_is_not_stored(void **state)
{
    struct fixture *f = *state;

    assert_true(db_begin(f->db));
    assert_true(db_savepoint(f->db));
    assert_true(add_project(f, "kept") > 0);
    assert_true(db_release(f->db));
    assert_true(db_savepoint(f->db));
    assert_true(add_project(f, "half") > 0);
    assert_int_equal(add_project(f, "kept"), 0);
    assert_true(db_undo(f->db));
    assert_true(db_savepoint(f->db));
    assert_true(add_project(f, "after") > 0);
    assert_true(db_release(f->db));
    assert_true(db_commit(f->db));
    assert_true(project_exists(f, f->db, "kept"));
    assert_false(project_exists(f, f->db, "half"));
    assert_true(project_exists(f, f->db, "after"));
}

/* As http/batch.c runs handlers: a savepoint each. */
static void
handle(struct fixture *f, const char *project, const char *event, enum db_result expected)
{
    const struct event kept = { .kind = event };

    assert_true(db_savepoint(f->db));
    assert_true(add_project(f, project) > 0);
    assert_int_equal(event_add(f->db, &kept), expected);
    assert_true(db_alive(f->db));
    assert_true(expected == DB_OK ? db_release(f->db) : db_undo(f->db));
    assert_true(db_alive(f->db));
}

static void
a_trigger_that_refuses_undoes_its_handler_and_no_other_of_the_batch(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(run_sql(f, "CREATE TRIGGER refusing AFTER INSERT ON event WHEN new.kind = 'refused'"
                                " BEGIN SELECT RAISE(ABORT, 'refused'); END"),
                     SQLITE_OK);
    assert_true(db_begin(f->db));
    handle(f, "first", "fine", DB_OK);
    handle(f, "refused", "refused", DB_CONFLICT);
    handle(f, "after", "fine", DB_OK);
    handle(f, "refused", "refused", DB_CONFLICT); /* it left nothing behind to stumble over */
    assert_true(db_commit(f->db));
    assert_true(project_exists(f, f->db, "first"));
    assert_true(project_exists(f, f->db, "after"));
    assert_false(project_exists(f, f->db, "refused"));
    assert_int_equal(count_rows(f, "SELECT count(*) FROM event WHERE kind = 'fine'"), 2);
    assert_int_equal(count_rows(f, "SELECT count(*) FROM event WHERE kind = 'refused'"), 0);
}

/* The triggers of the schema: each refuses with ABORT, which leaves the transaction to the batch. */
static void
an_append_only_table_refuses_a_change_and_the_transaction_stands(void **state)
{
    struct fixture *f = *state;

    assert_true(db_begin(f->db));
    handle(f, "first", "fine", DB_OK);
    assert_true(db_savepoint(f->db));
    assert_true(add_project(f, "half") > 0);
    assert_int_equal(run_sql(f, "UPDATE event SET kind = 'changed'"), SQLITE_CONSTRAINT_TRIGGER);
    assert_int_equal(run_sql(f, "DELETE FROM event"), SQLITE_CONSTRAINT_TRIGGER);
    assert_true(db_alive(f->db));
    assert_true(db_undo(f->db));
    handle(f, "after", "fine", DB_OK);
    assert_true(db_commit(f->db));
    assert_true(project_exists(f, f->db, "first"));
    assert_false(project_exists(f, f->db, "half"));
    assert_int_equal(count_rows(f, "SELECT count(*) FROM event WHERE kind = 'fine'"), 2);
}

static void
foreign_keys_are_on(void **state)
{
    struct fixture *f = *state;
    const struct event event = { .project = 99, .kind = "x" };

    assert_true(db_begin(f->db));
    assert_int_equal(event_add(f->db, &event), DB_NONE);
    db_rollback(f->db);
}

static void
the_writer_is_set_as_the_design_says(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(count_rows(f, "PRAGMA synchronous"), 2);
    assert_int_equal(count_rows(f, "PRAGMA foreign_keys"), 1);
    assert_int_equal(count_rows(f, "PRAGMA wal_autocheckpoint"), 0);
    assert_int_equal(count_rows(f, "PRAGMA mmap_size"), 0);
    assert_int_equal(count_rows(f, "PRAGMA busy_timeout"), 0);
    assert_int_equal(count_rows(f, "PRAGMA journal_size_limit"), 64 << 20);
}

static void
a_second_writer_is_refused_and_a_reader_is_not(void **state)
{
    struct fixture *f = *state;
    enum db_opened opened;

    assert_null(db_open(f->path, DB_WRITER, &opened));
    assert_int_equal(opened, DB_LOCKED);
    assert_non_null(strstr(db_opened_text(opened), "server is running"));
    db_close(open_reader(f));
    db_close(f->db);
    f->db = db_open(f->path, DB_WRITER, &opened);
    assert_non_null(f->db);
}

static void
a_statement_left_busy_is_found(void **state)
{
    struct fixture *f = *state;

    assert_true(db_begin(f->db));
    assert_true(add_project(f, "alpha") > 0);
    assert_true(db_savepoint(f->db));
    assert_true(db_next(db_query(f->db, &project_sql, 2, BIND(INT(1)))) /* GET */);
    assert_int_not_equal(count_rows(f, "SELECT 1"), 0);
    assert_false(db_release(f->db));
    assert_true(db_settled(f->db));
    assert_true(db_undo(f->db));
    assert_true(db_commit(f->db));
    assert_true(project_exists(f, f->db, "alpha"));
    for (sqlite3_stmt *stmt = NULL; (stmt = sqlite3_next_stmt(f->db->handle, stmt)) != NULL;)
        assert_false(sqlite3_stmt_busy(stmt));
}

static void
a_full_disk_drops_the_transaction_and_nothing_more_is_written(void **state)
{
    struct fixture *f = *state;
    char *detail = arena_alloc(&f->arena, 100001);
    struct event event = { .kind = "x", .detail = memset(detail, 'x', 100000) };
    enum db_result result = DB_OK;
    char limit[64];

    assert_true(db_begin(f->db));
    assert_true(add_project(f, "before") > 0);
    assert_true(db_commit(f->db));
    snprintf(limit, sizeof limit, "PRAGMA max_page_count = %d", (int)count_rows(f, "PRAGMA page_count") + 20);
    assert_int_equal(run_sql(f, limit), SQLITE_OK);

    assert_true(db_begin(f->db));
    assert_true(db_savepoint(f->db));
    assert_true(add_project(f, "same-batch") > 0);
    assert_true(db_release(f->db));
    assert_true(db_savepoint(f->db));
    for (int i = 0; i < 50 && result == DB_OK; i++)
        result = event_add(f->db, &event);
    assert_int_equal(result, DB_FULL);
    assert_false(db_alive(f->db)); /* SQLite has rolled back by itself: the whole batch, not the handler */
    assert_int_equal(add_project(f, "on-its-own"), 0);
    assert_false(db_undo(f->db));
    assert_false(db_commit(f->db));
    db_rollback(f->db);
    assert_false(project_exists(f, f->db, "same-batch"));
    assert_false(project_exists(f, f->db, "on-its-own"));
    assert_true(project_exists(f, f->db, "before"));

    assert_int_equal(run_sql(f, "PRAGMA max_page_count = 1000000"), SQLITE_OK);
    assert_true(db_begin(f->db));
    assert_int_equal(event_add(f->db, &event), DB_OK);
    assert_true(db_commit(f->db));
    assert_true(db_sound(f->db));
}

static void
once_the_transaction_is_dropped_every_write_is_refused(void **state)
{
    struct fixture *f = *state;

    assert_true(db_begin(f->db));
    assert_true(db_savepoint(f->db));
    assert_int_equal(run_sql(f, "ROLLBACK"), SQLITE_OK); /* as SQLite does by itself */
    assert_false(db_alive(f->db));
    assert_int_equal(add_project(f, "on-its-own"), 0);
    assert_false(db_release(f->db));
    assert_false(db_undo(f->db));
    assert_false(db_commit(f->db));
    db_rollback(f->db);
    assert_false(project_exists(f, f->db, "on-its-own"));
    assert_true(db_begin(f->db));
    assert_true(add_project(f, "afterwards") > 0);
    assert_true(db_commit(f->db));
}

static void
save_many(struct fixture *f, int from, int count)
{
    struct answer_saved saved;
    scoped_arena arena = { 0 };
    char value[16];

    for (int i = from; i < from + count; i++) {
        struct answer_save save = a_save(f, "q", value, i);

        snprintf(value, sizeof value, "%d", i);
        assert_true(db_begin(f->db));
        assert_int_equal(answer_put(f->db, &arena, &save, &saved), DB_OK);
        assert_true(db_commit(f->db));
        assert_true(db_checkpoint(f->db, false));
        arena_reset(&arena);
    }
}

static void
a_long_reader_beside_many_saves_leaves_the_log_within_its_limit(void **state)
{
    struct fixture *f = *state;
    scoped_db *reader = NULL;

    assert_true(db_commit(f->db));
    /* a fsync a save would take minutes on a slow disk, and is not what is tested here */
    assert_int_equal(run_sql(f, "PRAGMA synchronous = OFF"), SQLITE_OK);
    reader = open_reader(f);
    assert_true(db_read_begin(reader));
    assert_false(project_exists(f, reader, "none"));
    save_many(f, 0, 10000);
    assert_true(db_wal_bytes(f->db) > 64 << 20);
    db_read_end(reader);
    save_many(f, 10000, 1100);
    assert_true(db_wal_bytes(f->db) <= 64 << 20);
    assert_true(db_checkpoint(f->db, true));
    assert_int_equal(db_wal_bytes(f->db), 0);
    assert_true(db_sound(f->db));
}

static void
a_checkpoint_beside_a_reader_neither_waits_nor_fails(void **state)
{
    struct fixture *f = *state;
    scoped_db *reader = open_reader(f);

    assert_true(db_commit(f->db));
    assert_true(db_read_begin(reader));
    assert_false(project_exists(f, reader, "none"));
    save_many(f, 0, 3);
    assert_true(db_checkpoint(f->db, true));
    assert_true(db_wal_bytes(f->db) > 0);
    db_read_end(reader);
    assert_true(db_checkpoint(f->db, true));
    assert_int_equal(db_wal_bytes(f->db), 0);
}

static void
a_closed_reader_leaves_the_log_alone(void **state)
{
    struct fixture *f = *state;
    int64_t bytes;

    assert_true(db_commit(f->db));
    bytes = db_wal_bytes(f->db);
    assert_true(bytes > 0);
    db_close(open_reader(f));
    assert_int_equal(db_wal_bytes(f->db), bytes);
}

static void
copy_file(struct fixture *f, const char *from, const char *to)
{
    FILE *in = fopen(arena_printf(&f->arena, "%s/%s", f->folder, from), "r");
    FILE *out = fopen(arena_printf(&f->arena, "%s/%s", f->folder, to), "w");
    char bytes[4096];
    size_t length;

    assert_non_null(in);
    assert_non_null(out);
    while ((length = fread(bytes, 1, sizeof bytes, in)) > 0)
        assert_int_equal(fwrite(bytes, 1, length, out), length);
    fclose(in);
    assert_int_equal(fclose(out), 0);
}

static void
what_a_crash_left_in_the_log_is_there_and_is_brought_in_when_idle(void **state)
{
    struct fixture *f = *state;
    enum db_opened opened;
    int64_t projects;

    assert_true(db_commit(f->db));
    copy_file(f, "a.db", "b.db"); /* as after a kill: nobody closed it */
    copy_file(f, "a.db-wal", "b.db-wal");
    scoped_db *after = db_open(arena_printf(&f->arena, "%s/b.db", f->folder), DB_WRITER, &opened);
    assert_non_null(after);
    assert_int_equal(project_count(after, &projects), DB_OK);
    assert_int_equal(projects, 1);
    assert_true(db_wal_bytes(after) > 0);
    assert_true(db_checkpoint(after, true));
    assert_int_equal(db_wal_bytes(after), 0);
    assert_true(db_sound(after));
}

/* Nobody is told "saved" of what lies in a file without a name. */
static void
nothing_is_committed_into_a_file_that_was_moved_away(void **state)
{
    static const char *const suffixes[] = { "", "-wal" };
    struct fixture *f = *state;

    for (size_t i = 0; i < LENGTH(suffixes); i++) {
        const char *path = arena_printf(&f->arena, "%s%s", f->path, suffixes[i]);
        const char *away = arena_printf(&f->arena, "%s/away", f->folder);

        assert_int_equal(rename(path, away), 0);
        assert_true(db_begin(f->db));
        assert_true(add_project(f, "lost") > 0);
        assert_false(db_commit(f->db));
        db_rollback(f->db);
        assert_int_equal(rename(away, path), 0);
        assert_true(db_begin(f->db));
        assert_false(project_exists(f, f->db, "lost"));
        assert_true(db_commit(f->db));
    }
}

static void
a_newer_database_is_refused_in_words(void **state)
{
    struct fixture *f = *state;
    enum db_opened opened;

    assert_int_equal(run_sql(f, "PRAGMA user_version = 9999"), SQLITE_OK);
    db_close(f->db);
    f->db = NULL;
    assert_null(db_open(f->path, DB_WRITER, &opened));
    assert_int_equal(opened, DB_NEWER);
    assert_non_null(strstr(db_opened_text(opened), "newer version"));
    assert_null(db_open(f->path, DB_READER, &opened));
    assert_int_equal(opened, DB_NEWER);
}

static void
a_file_of_another_program_is_refused_and_not_changed(void **state)
{
    struct fixture *f = *state;
    enum db_opened opened;
    char path[128];
    FILE *file;

    snprintf(path, sizeof path, "%s/other.db", f->folder);
    file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs("this is a letter, not a database; it is long enough to be read as a header of one, "
                      "which has a hundred bytes.\n",
                      file)
                >= 0);
    assert_int_equal(fclose(file), 0);
    assert_null(db_open(path, DB_WRITER, &opened));
    assert_int_equal(opened, DB_FOREIGN);
    assert_null(db_open("/nonexistent/a.db", DB_READER, &opened));
    assert_int_equal(opened, DB_MISSING);
}

static bool
copy_exists(const struct fixture *f)
{
    char pattern[128];
    glob_t found;
    bool any;

    snprintf(pattern, sizeof pattern, "%s.before-*", f->path);
    any = glob(pattern, 0, NULL, &found) == 0;
    if (any)
        globfree(&found);
    return any;
}

static void
a_new_database_is_made_without_a_copy(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(db_version(f->db), db_version_known());
    assert_false(copy_exists(f));
}

/* The program's migrations, and one that only a newer program knows. */
static const struct migration *
one_more(struct fixture *f, const char *more)
{
    struct migration *all = ARENA_ARRAY(&f->arena, struct migration, migration_count + 1);

    for (int i = 0; i < migration_count; i++)
        all[i] = migrations[i];
    all[migration_count] = (struct migration){ "next.sql", more };
    return all;
}

static void
an_existing_database_is_copied_before_its_migration(void **state)
{
    struct fixture *f = *state;
    const struct migration *all = one_more(f, "CREATE TABLE next (id INTEGER);");
    const int known = migration_count;
    enum db_opened opened;
    char pattern[128];
    glob_t found;

    assert_true(db_begin(f->db));
    assert_true(add_project(f, "alpha") > 0);
    assert_true(db_commit(f->db));
    assert_int_equal(db_migrate(f->db, all, known + 1), DB_OPENED);
    assert_int_equal(db_version(f->db), known + 1);
    assert_int_equal(count_rows(f, "SELECT count(*) FROM next"), 0);

    snprintf(pattern, sizeof pattern, "%s.before-%04d-*", f->path, known + 1);
    assert_int_equal(glob(pattern, 0, NULL, &found), 0);
    assert_int_equal(found.gl_pathc, 1);
    scoped_db *copy = db_open(found.gl_pathv[0], DB_READER, &opened);
    globfree(&found);
    assert_non_null(copy);
    assert_int_equal(db_version(copy), known);
    assert_true(project_exists(f, copy, "alpha"));
}

static void
a_failed_migration_changes_nothing(void **state)
{
    struct fixture *f = *state;
    const struct migration *bad = one_more(f, "CREATE TABLE half (id INTEGER); CREATE NOTHING whole");

    assert_int_equal(db_migrate(f->db, bad, migration_count + 1), DB_UNUSABLE);
    assert_int_equal(db_version(f->db), migration_count);
    assert_int_equal(count_rows(f, "SELECT count(*) FROM sqlite_schema WHERE name = 'half'"), 0);
}

static void
a_backup_is_whole_and_does_not_overwrite(void **state)
{
    struct fixture *f = *state;
    enum db_opened opened;
    char path[128];
    scoped_db *reader = open_reader(f);

    snprintf(path, sizeof path, "%s/copy.db", f->folder);
    assert_true(db_begin(f->db));
    assert_true(add_project(f, "alpha") > 0);
    assert_true(db_commit(f->db));
    assert_int_equal(db_backup(reader, path), DB_OK);
    assert_int_equal(db_backup(reader, path), DB_CONFLICT);
    scoped_db *copy = db_open(path, DB_READER, &opened);
    assert_non_null(copy);
    assert_true(project_exists(f, copy, "alpha"));
    assert_true(db_sound(copy));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_DATABASE(what_is_committed_is_seen_by_a_reader),
        ON_DATABASE(a_read_transaction_sees_one_moment),
        ON_DATABASE(a_reader_cannot_write),
        ON_DATABASE(half_of_a_refused_handler_is_not_stored),
        ON_DATABASE(a_trigger_that_refuses_undoes_its_handler_and_no_other_of_the_batch),
        ON_DATABASE(an_append_only_table_refuses_a_change_and_the_transaction_stands),
        ON_DATABASE(foreign_keys_are_on),
        ON_DATABASE(the_writer_is_set_as_the_design_says),
        ON_DATABASE(a_second_writer_is_refused_and_a_reader_is_not),
        ON_DATABASE(a_statement_left_busy_is_found),
        ON_DATABASE(a_full_disk_drops_the_transaction_and_nothing_more_is_written),
        ON_DATABASE(once_the_transaction_is_dropped_every_write_is_refused),
        ON_RESPONSE(a_long_reader_beside_many_saves_leaves_the_log_within_its_limit),
        ON_RESPONSE(a_checkpoint_beside_a_reader_neither_waits_nor_fails),
        ON_RESPONSE(a_closed_reader_leaves_the_log_alone),
        ON_RESPONSE(what_a_crash_left_in_the_log_is_there_and_is_brought_in_when_idle),
        ON_DATABASE(nothing_is_committed_into_a_file_that_was_moved_away),
        ON_DATABASE(a_newer_database_is_refused_in_words),
        ON_DATABASE(a_file_of_another_program_is_refused_and_not_changed),
        ON_DATABASE(a_new_database_is_made_without_a_copy),
        ON_DATABASE(an_existing_database_is_copied_before_its_migration),
        ON_DATABASE(a_failed_migration_changes_nothing),
        ON_DATABASE(a_backup_is_whole_and_does_not_overwrite),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
