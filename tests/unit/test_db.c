/* store/db: connections, transactions, locks, migrations, checkpoints. */
#include "base/clock.h"
#include "store/event.h"
#include "store/internal.h"
#include "store/project.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
/* cmocka wants the four above first */
#include <cmocka.h>
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct fixture {
    char folder[64], path[96];
    struct db *db;
    struct arena arena;
    int64_t project;
};

static int
open_empty(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    enum db_opened opened;

    snprintf(f->folder, sizeof f->folder, "/tmp/anketa-db-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    snprintf(f->path, sizeof f->path, "%s/a.db", f->folder);
    f->db = db_open(f->path, DB_WRITER, &opened);
    assert_int_equal(opened, DB_OPENED);
    assert_non_null(f->db);
    *state = f;
    return 0;
}

static int
close_all(void **state)
{
    struct fixture *f = *state;
    char pattern[128];
    glob_t found;

    db_close(f->db);
    arena_close(&f->arena);
    snprintf(pattern, sizeof pattern, "%s/*", f->folder);
    if (glob(pattern, 0, NULL, &found) == 0) {
        for (size_t i = 0; i < found.gl_pathc; i++)
            unlink(found.gl_pathv[i]);
        globfree(&found);
    }
    rmdir(f->folder);
    free(f);
    return 0;
}

static enum db_result
add_project(struct fixture *f, const char *code)
{
    struct project project = { .code = code,
                               .title = "T",
                               .organisation = "O",
                               .city = "",
                               .country = "UA",
                               .time_zone = "Europe/Kyiv",
                               .language = "uk" };

    return project_add(f->db, &f->arena, &project);
}

static bool
project_exists(struct fixture *f, struct db *db, const char *code)
{
    struct project got;

    return project_by_code(db, &f->arena, code, &got) == DB_OK;
}

static void
what_is_committed_is_seen_by_a_reader(void **state)
{
    struct fixture *f = *state;
    enum db_opened opened;
    scoped_db *reader = db_open(f->path, DB_READER, &opened);

    assert_non_null(reader);
    assert_true(db_begin(f->db));
    assert_int_equal(add_project(f, "alpha"), DB_OK);
    assert_false(project_exists(f, reader, "alpha"));
    assert_true(db_commit(f->db));
    assert_true(project_exists(f, reader, "alpha"));
}

static void
a_read_transaction_sees_one_moment(void **state)
{
    struct fixture *f = *state;
    enum db_opened opened;
    scoped_db *reader = db_open(f->path, DB_READER, &opened);

    assert_true(db_read_begin(reader));
    assert_false(project_exists(f, reader, "alpha"));
    assert_true(db_begin(f->db));
    assert_int_equal(add_project(f, "alpha"), DB_OK);
    assert_true(db_commit(f->db));
    assert_false(project_exists(f, reader, "alpha"));
    db_read_end(reader);
    assert_true(project_exists(f, reader, "alpha"));
}

static void
half_of_a_refused_handler_is_not_stored(void **state)
{
    struct fixture *f = *state;

    assert_true(db_begin(f->db));
    assert_true(db_savepoint(f->db));
    assert_int_equal(add_project(f, "kept"), DB_OK);
    assert_true(db_release(f->db));
    assert_true(db_savepoint(f->db));
    assert_int_equal(add_project(f, "half"), DB_OK);
    assert_int_equal(add_project(f, "kept"), DB_CONFLICT);
    assert_true(db_undo(f->db));
    assert_true(db_savepoint(f->db));
    assert_int_equal(add_project(f, "after"), DB_OK);
    assert_true(db_release(f->db));
    assert_true(db_commit(f->db));
    assert_true(project_exists(f, f->db, "kept"));
    assert_false(project_exists(f, f->db, "half"));
    assert_true(project_exists(f, f->db, "after"));
}

static void
foreign_keys_are_on(void **state)
{
    struct fixture *f = *state;
    struct event event = { .project = 99, .kind = "x" };

    assert_true(db_begin(f->db));
    assert_int_equal(event_add(f->db, &event), DB_NONE);
    db_rollback(f->db);
}

static void
a_second_writer_is_refused_and_a_reader_is_not(void **state)
{
    struct fixture *f = *state;
    enum db_opened opened;

    assert_null(db_open(f->path, DB_WRITER, &opened));
    assert_int_equal(opened, DB_LOCKED);
    assert_non_null(strstr(db_opened_text(opened), "server is running"));
    scoped_db *reader = db_open(f->path, DB_READER, &opened);
    assert_non_null(reader);
}

static void
a_statement_left_busy_is_found(void **state)
{
    struct fixture *f = *state;

    assert_true(db_begin(f->db));
    assert_int_equal(add_project(f, "alpha"), DB_OK);
    assert_true(db_savepoint(f->db));
    assert_true(db_next(db_query(f->db, &project_sql, 2, BIND(INT(1)))));
    assert_false(db_release(f->db));
    assert_true(db_settled(f->db));
    assert_true(db_undo(f->db));
    assert_true(db_commit(f->db));
    assert_true(project_exists(f, f->db, "alpha"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_committed_is_seen_by_a_reader, open_empty, close_all),
        cmocka_unit_test_setup_teardown(a_read_transaction_sees_one_moment, open_empty, close_all),
        cmocka_unit_test_setup_teardown(half_of_a_refused_handler_is_not_stored, open_empty, close_all),
        cmocka_unit_test_setup_teardown(foreign_keys_are_on, open_empty, close_all),
        cmocka_unit_test_setup_teardown(a_second_writer_is_refused_and_a_reader_is_not, open_empty,
                                        close_all),
        cmocka_unit_test_setup_teardown(a_statement_left_busy_is_found, open_empty, close_all),
    };

    clock_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
