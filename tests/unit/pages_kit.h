/*
 * Handlers without sockets: an app on a database of its own with the forms that are shipped, people and staff
 * with sessions, and requests that go through the route table as the server sends them, in a transaction.
 */
#ifndef PAGES_KIT_H
#define PAGES_KIT_H

#include "base/clock.h"
#include "base/rng.h"
#include "http/form.h"
#include "pages/internal.h"
#include "pages/papers.h"
#include "store/form.h"
#include "store/internal.h"
#include "store/person.h"
#include "store/project.h"
#include "store/response.h"
#include "store/session.h"
#include "store/staff.h"
#include "store/user.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
/* cmocka wants the three above first */
#include <cmocka.h>
#include <glob.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Who asks: the token of their session; NULL is nobody. */
#define PERSON "token of the person"
#define OTHER "token of another person"
#define STAFF "token of the consultant"
#define STRANGER "token of staff without a project"

struct kit {
    char folder[64];
    struct app app;
    struct backend backend;
    struct arena arena;      /* requests and replies, until the end of the test */
    struct arena made[16];   /* what jobs made */
    size_t made_count, jobs; /* jobs: how many have run */
    const char *language;    /* of who asks */
    const char *peer;        /* from where */
    int64_t now;             /* when */
    int64_t project, person, other, staff, stranger;
    int64_t survey, response; /* the person's questionnaire, and its answers */
    int64_t test, attempt;    /* the person's test, and its paper */
};

static inline const char *
kit_number(struct kit *kit, int64_t number)
{
    return arena_printf(&kit->arena, "%lld", (long long)number);
}

/* "/r/%/review" with the number in the place of %. */
static inline const char *
kit_path(struct kit *kit, const char *pattern, int64_t number)
{
    return url_path(&kit->arena, pattern, kit_number(kit, number), NULL);
}

/* ---- a company ---- */

static inline int64_t
kit_add_person(struct kit *kit, const char *family, const char *role)
{
    struct person person = { .project = kit->project,
                             .family = family,
                             .given = "Анна",
                             .patronymic = "",
                             .position = "менеджер",
                             .email = "",
                             .phone = "",
                             .language = "",
                             .external_id = "" };

    *ARENA_PUSH(&kit->arena, &person.roles) = role;
    assert_int_equal(person_add(kit->app.writer, &kit->arena, kit->app.key, &person), DB_OK);
    return person.id;
}

static inline int64_t
kit_add_staff(struct kit *kit, const char *name)
{
    struct staff staff = { .name = name, .full_name = "Яценко Вера Павловна", .created_at = kit->now };

    staff.password = user_password_hash(&kit->arena, "correct horse");
    assert_non_null(staff.password);
    assert_int_equal(staff_add(kit->app.writer, &staff), DB_OK);
    return staff.id;
}

static inline void
kit_session(struct kit *kit, const char *token, int64_t person, int64_t staff)
{
    char hash[HASH_HEX];
    const struct session session = { .hash = hash,
                                     .person = person,
                                     .staff = staff,
                                     .csrf = "token of the form",
                                     .created_at = kit->now,
                                     .seen_at = kit->now,
                                     .idle = 24 * HOUR,
                                     .expires_at = kit->now + 24 * (int64_t)HOUR };

    hash_hex(token, strlen(token), hash);
    assert_int_equal(session_add(kit->app.writer, &session), DB_OK);
}

static inline struct assignment
kit_assignment(const struct kit *kit, const char *form)
{
    return (struct assignment){ .project = kit->project,
                                .person = kit->person,
                                .kind = FORM_SURVEY,
                                .form = form,
                                .subject = "",
                                .variant = "",
                                .due_date = "",
                                .created_at = kit->now };
}

static inline void
kit_assign(struct kit *kit)
{
    const struct survey *survey = library_survey(kit->app.library, "express_audit_sales");
    const char *sales = "sales";
    const struct names roles = { .items = &sales, .count = 1 };
    struct assignment asked = kit_assignment(kit, survey->id), tested = kit_assignment(kit, "");
    struct attempt_list attempts;
    struct response response = { .person = kit->person,
                                 .form_hash = survey->hash,
                                 .language = "uk",
                                 .mode = MODE_SELF,
                                 .started_at = kit->now };

    assert_int_equal(assignment_add(kit->app.writer, &asked), DB_OK);
    response.assignment = kit->survey = asked.id;
    assert_int_equal(response_start(kit->app.writer, &kit->arena, &response), DB_OK);
    kit->response = response.id;
    assert_int_equal(test_assign(kit->app.writer, &kit->arena, library_quiz(kit->app.library, "crm_base"),
                                 &roles, &tested),
                     DB_OK);
    kit->test = tested.id;
    assert_int_equal(attempt_list(kit->app.writer, &kit->arena, tested.id, &attempts), DB_OK);
    kit->attempt = attempts.items[0].id;
}

static inline void
kit_fill(struct kit *kit)
{
    struct project project = { .code = "alfa",
                               .title = "CRM",
                               .organisation = "ООО «Альфа-Снаб»",
                               .city = "",
                               .country = "UA",
                               .time_zone = "Europe/Kyiv",
                               .language = "uk",
                               .created_at = kit->now };

    *ARENA_PUSH(&kit->arena, &project.languages) = "uk";
    *ARENA_PUSH(&kit->arena, &project.languages) = "en";
    assert_true(db_begin(kit->app.writer));
    assert_int_equal(project_add(kit->app.writer, &kit->arena, &project), DB_OK);
    kit->project = project.id;
    kit->person = kit_add_person(kit, "Іванова", "sales");
    kit->other = kit_add_person(kit, "Петренко", "sales");
    kit->staff = kit_add_staff(kit, "consultant");
    kit->stranger = kit_add_staff(kit, "stranger");
    assert_int_equal(staff_right_give(kit->app.writer, kit->staff, kit->project, STAFF_CONSULTANT), DB_OK);
    kit_assign(kit);
    kit_session(kit, PERSON, kit->person, 0);
    kit_session(kit, OTHER, kit->other, 0);
    kit_session(kit, STAFF, 0, kit->staff);
    kit_session(kit, STRANGER, 0, kit->stranger);
    assert_true(db_commit(kit->app.writer));
}

/* ---- the program ---- */

static inline void *
kit_reader_open(void *app, enum lane lane)
{
    enum db_opened opened;

    return lane == LANE_SHORT ? app : db_open(((struct app *)app)->settings.db_path, DB_READER, &opened);
}

static inline void
kit_reader_close(void *app, void *reader)
{
    if (reader != app)
        db_close(reader);
}

/* For cmocka's setup. */
static inline int
kit_open(void **state)
{
    static const char *const forms[] = { "surveys", "quizzes" };
    struct kit *kit = calloc(1, sizeof *kit);
    struct settings settings = { .listen = "",
                                 .public_url = "",
                                 .trusted_proxies = "",
                                 .form_paths = forms,
                                 .form_path_count = LENGTH(forms),
                                 .default_language = LANG_RU };

    assert_non_null(kit);
    clock_start();
    assert_true(rng_start());
    snprintf(kit->folder, sizeof kit->folder, "/tmp/anketa-pages-XXXXXX");
    assert_non_null(mkdtemp(kit->folder));
    settings.db_path = arena_printf(&kit->arena, "%s/a.db", kit->folder);
    settings.key_path = arena_printf(&kit->arena, "%s/a.key", kit->folder);
    assert_true(app_open(&kit->app, &settings));
    kit->app.lanes =
        lanes_open(&(struct lanes_options){ { 4, 4, 4 }, kit_reader_open, kit_reader_close, &kit->app });
    assert_non_null(kit->app.lanes);
    backend_fill(&kit->app, &kit->backend);
    kit->now = clock_now();
    kit->language = "uk";
    kit->peer = "192.0.2.7";
    kit_fill(kit);
    *state = kit;
    return 0;
}

static inline int
kit_close(void **state)
{
    struct kit *kit = *state;
    glob_t found;

    lanes_close(kit->app.lanes);
    app_close(&kit->app);
    if (glob(arena_printf(&kit->arena, "%s/*", kit->folder), 0, NULL, &found) == 0) {
        for (size_t i = 0; i < found.gl_pathc; i++)
            unlink(found.gl_pathv[i]);
        globfree(&found);
    }
    rmdir(kit->folder);
    for (size_t i = 0; i < kit->made_count; i++)
        arena_close(&kit->made[i]);
    arena_close(&kit->arena);
    free(kit);
    return 0;
}

/* ---- asking ---- */

/* What a job has made stays until the end of the test; else as pages/job.c does. */
static inline void
kit_job_done(struct work *work, bool ran)
{
    struct page_job *job = work->arg;
    struct kit *kit = (struct kit *)(void *)((char *)job->rq->app - offsetof(struct kit, app));

    job->ran = job->ran && ran;
    assert_true(kit->made_count < LENGTH(kit->made));
    kit->made[kit->made_count++] = work->arena;
    work->arena = (struct arena){ 0 };
    kit->jobs++;
}

static inline struct reply kit_run(struct kit *kit, struct request *rq, handler *call, enum run run);

/* A handler has handed its work to a lane: wait for that, and let it finish on the loop. */
static inline struct reply
kit_finish(struct kit *kit, struct request *rq)
{
    struct page_job *job = rq->job;
    struct pollfd ready = { .fd = lanes_fd(kit->app.lanes), .events = POLLIN };
    size_t before = kit->jobs;

    assert_non_null(job);
    job->work.done = kit_job_done; /* called by lanes_ready() alone */
    while (kit->jobs == before) {
        assert_int_equal(poll(&ready, 1, 60000), 1);
        lanes_ready(kit->app.lanes);
    }
    return kit_run(kit, rq, job->finish, job->finish_runs);
}

/* Who asks, inside the transaction, and whether they may: as http/exchange.c does. */
static inline struct reply
kit_call(struct kit *kit, struct request *rq, handler *call)
{
    rq->caller = kit->backend.identify(rq);
    return call(rq);
}

static inline struct reply
kit_run(struct kit *kit, struct request *rq, handler *call, enum run run)
{
    void *app = &kit->app;
    struct reply reply;

    if (run != WRITE) {
        assert_true(kit->backend.read_begin(app));
        reply = kit_call(kit, rq, call);
        kit->backend.read_end(app);
        return reply.later ? kit_finish(kit, rq) : reply;
    }
    assert_true(kit->backend.batch_begin(app));
    assert_true(kit->backend.savepoint(app));
    rq->writing = true;
    reply = kit_call(kit, rq, call);
    rq->writing = false;
    assert_false(reply.later);
    assert_true(kit->backend.batch_alive(app));
    assert_true(reply_commits(&reply) ? kit->backend.release(app) : kit->backend.undo(app));
    assert_true(kit->backend.commit(app));
    kit->backend.committed(app, true);
    return reply;
}

static inline void
kit_fields(struct kit *kit, const char *text, struct fields *out)
{
    const struct form_limits limits = { .fields = MAX_FIELDS, .repeat = true, .lines = true };

    assert_true(form_parse(&kit->arena, arena_copy(&kit->arena, text), strlen(text), &limits, out));
}

/* One request: its row of the route table, who may call it, its handler, its transaction. */
static inline struct reply
kit_ask(struct kit *kit, enum method method, const char *who, const char *path, const char *form)
{
    const char *query = strchr(path, '?'), *allow;
    struct request *rq = ARENA_NEW(&kit->arena, struct request);
    const struct route *route;
    bool may;
    int status;

    *rq = (struct request){ .method = method,
                            .path = query ? arena_copy_n(&kit->arena, path, (size_t)(query - path)) : path,
                            .peer = kit->peer,
                            .language = kit->language,
                            .now = kit->now,
                            .arena = &kit->arena,
                            .app = &kit->app };
    if (query != NULL)
        kit_fields(kit, query + 1, &rq->query);
    if (form != NULL)
        kit_fields(kit, form, &rq->form);
    if (who != NULL)
        *ARENA_PUSH(&kit->arena, &rq->cookies) = (struct field){ SESSION_COOKIE, who };
    route = router_find(routes, route_count, method, rq, &status, &allow);
    if (route == NULL)
        fail_msg("no route: %s", path);
    assert_true(kit->backend.read_begin(&kit->app));
    rq->caller = kit->backend.identify(rq);
    may = kit->backend.may_call(rq, route->who);
    kit->backend.read_end(&kit->app);
    if (!may)
        return kit->backend.says(rq, 403, SAYS_FORBIDDEN);
    return kit_run(kit, rq, route->handler, route->run);
}

static inline struct reply
kit_get(struct kit *kit, const char *who, const char *path)
{
    return kit_ask(kit, METHOD_GET, who, path, NULL);
}

static inline struct reply
kit_post(struct kit *kit, const char *who, const char *path, const char *form)
{
    return kit_ask(kit, METHOD_POST, who, path, form);
}

/* ---- looking ---- */

static inline const char *
kit_text(const struct kit *kit, const char *key)
{
    enum lang lang;
    const char *text;

    assert_true(lang_parse(kit->language, &lang));
    text = phrase(kit->app.phrases, lang, key);
    assert_non_null(text);
    return text;
}

/* The status, and a text that must stand in what was answered. */
static inline void
kit_says(const struct reply *reply, int status, const char *text)
{
    if (reply->status != status || strstr(reply->body, text) == NULL)
        fail_msg("answered %d, not %d, without \"%s\":\n%.3000s", reply->status, status, text, reply->body);
}

static inline const char *
kit_header(const struct reply *reply, const char *name)
{
    for (size_t i = 0; i < reply->header_count; i++)
        if (strcmp(reply->headers[i].name, name) == 0)
            return reply->headers[i].value;
    return NULL;
}

static inline void
kit_goes(const struct reply *reply, const char *path)
{
    if (reply->status != 303)
        fail_msg("answered %d, not 303:\n%.3000s", reply->status, reply->body ? reply->body : "");
    assert_string_equal(kit_header(reply, "Location"), path);
}

/* SQL of the test's own, on the writing connection. */
static inline void
kit_sql(struct kit *kit, const char *sql)
{
    if (sqlite3_exec(kit->app.writer->handle, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(kit->app.writer->handle));
}

static inline int64_t
kit_count(struct kit *kit, const char *sql)
{
    sqlite3_stmt *stmt = NULL;
    int64_t number = -1;

    assert_int_equal(sqlite3_prepare_v2(kit->app.writer->handle, sql, -1, &stmt, NULL), SQLITE_OK);
    if (sqlite3_step(stmt) == SQLITE_ROW)
        number = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    return number;
}

/* From here on the store fails wherever it needs this table. */
static inline void
kit_break(struct kit *kit, const char *table)
{
    kit_sql(kit, arena_printf(&kit->arena, "ALTER TABLE %s RENAME TO %s_away", table, table));
}

static inline void
kit_mend(struct kit *kit, const char *table)
{
    kit_sql(kit, arena_printf(&kit->arena, "ALTER TABLE %s_away RENAME TO %s", table, table));
}

#define kit_test(test) cmocka_unit_test_setup_teardown(test, kit_open, kit_close)

#endif
