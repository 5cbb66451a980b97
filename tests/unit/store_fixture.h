/* What every test of store/ starts from: a database in a folder of its own, a project, people, a form. */
#ifndef STORE_FIXTURE_H
#define STORE_FIXTURE_H

#include "base/clock.h"
#include "base/rng.h"
#include "store/answer.h"
#include "store/assignment.h"
#include "store/attempt.h"
#include "store/department.h"
#include "store/event.h"
#include "store/form.h"
#include "store/internal.h"
#include "store/paper.h"
#include "store/person.h"
#include "store/project.h"
#include "store/response.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
/* cmocka wants the three above first */
#include <cmocka.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const unsigned char test_key[KEY_BYTES] = "a key for tests only";

struct fixture {
    char folder[64], path[96];
    struct db *db;
    struct arena arena;
    int64_t project, person, assignment, response;
};

static inline int
open_database(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    enum db_opened opened;

    assert_non_null(f);
    clock_start();
    assert_true(rng_start());
    snprintf(f->folder, sizeof f->folder, "/tmp/anketa-store-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    snprintf(f->path, sizeof f->path, "%s/a.db", f->folder);
    f->db = db_open(f->path, DB_WRITER, &opened);
    assert_int_equal(opened, DB_OPENED);
    assert_non_null(f->db);
    *state = f;
    return 0;
}

static inline int
close_database(void **state)
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

static inline int64_t
add_project(struct fixture *f, const char *code)
{
    struct project project = { .code = code,
                               .title = "CRM",
                               .organisation = "ООО «Альфа-Снаб»",
                               .city = "Київ",
                               .country = "UA",
                               .time_zone = "Europe/Kyiv",
                               .language = "uk" };

    return project_add(f->db, &f->arena, &project) == DB_OK ? project.id : 0;
}

static inline struct person
a_person(int64_t project, const char *family)
{
    return (struct person){ .project = project,
                            .family = family,
                            .given = "Анна",
                            .patronymic = "",
                            .position = "менеджер",
                            .email = "",
                            .phone = "",
                            .language = "",
                            .external_id = "" };
}

static inline int64_t
add_person(struct fixture *f, int64_t project, const char *family)
{
    struct person person = a_person(project, family);

    assert_int_equal(person_add(f->db, &f->arena, test_key, &person), DB_OK);
    return person.id;
}

static inline int64_t
assign(struct fixture *f, int64_t person, enum form_kind kind, const char *form)
{
    struct assignment assignment = { .project = f->project,
                                     .person = person,
                                     .kind = kind,
                                     .form = form,
                                     .subject = "",
                                     .variant = "",
                                     .due_date = "",
                                     .created_at = 1 };

    assert_int_equal(assignment_add(f->db, &assignment), DB_OK);
    return assignment.id;
}

static inline int64_t
start_response(struct fixture *f, int64_t person, int64_t assignment)
{
    struct response response = { .assignment = assignment,
                                 .person = person,
                                 .form_hash = "h1",
                                 .language = "uk",
                                 .mode = MODE_SELF,
                                 .started_at = 10 };

    assert_int_equal(response_start(f->db, &f->arena, &response), DB_OK);
    return response.id;
}

/* Inside a transaction: project, a person, two kept forms ("sales" h1, "exam" q1), a started response. */
static inline int
open_with_response(void **state)
{
    struct fixture *f;
    const struct form survey = { "h1", "sales", FORM_SURVEY, 3, "survey: sales", 1 };
    const struct form quiz = { "q1", "exam", FORM_QUIZ, 1, "quiz: exam", 1 };

    open_database(state);
    f = *state;
    assert_true(db_begin(f->db));
    f->project = add_project(f, "alpha");
    f->person = add_person(f, f->project, "Іванова");
    assert_int_equal(form_keep(f->db, &survey), DB_OK);
    assert_int_equal(form_keep(f->db, &quiz), DB_OK);
    f->assignment = assign(f, f->person, FORM_SURVEY, "sales");
    f->response = start_response(f, f->person, f->assignment);
    return 0;
}

static inline struct answer_save
a_save(const struct fixture *f, const char *question, const char *value, int64_t seen)
{
    return (struct answer_save){ .response = f->response,
                                 .person = f->person,
                                 .question = question,
                                 .row = "",
                                 .column = "",
                                 .value = value,
                                 .seen = seen,
                                 .now = 100 + seen,
                                 .by = { ACTOR_PERSON, f->person },
                                 .page = "p1",
                                 .sequence = seen + 1 };
}

static inline enum db_result
save_answer(struct fixture *f, const char *question, const char *value, int64_t seen,
            struct answer_saved *saved)
{
    const struct answer_save save = a_save(f, question, value, seen);

    return answer_put(f->db, &f->arena, &save, saved);
}

/* A number by SQL of the test's own. */
static inline int64_t
count_rows(struct fixture *f, const char *sql)
{
    sqlite3_stmt *stmt = NULL;
    int64_t number = -1;

    assert_int_equal(sqlite3_prepare_v2(f->db->handle, sql, -1, &stmt, NULL), SQLITE_OK);
    if (sqlite3_step(stmt) == SQLITE_ROW)
        number = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    return number;
}

static inline int
run_sql(struct fixture *f, const char *sql)
{
    return sqlite3_exec(f->db->handle, sql, NULL, NULL, NULL);
}

#define ON_DATABASE(test) cmocka_unit_test_setup_teardown(test, open_database, close_database)
#define ON_RESPONSE(test) cmocka_unit_test_setup_teardown(test, open_with_response, close_database)

#endif
