/* What the answers of a project come to, out of a database. */
#include "store_fixture.h"

#include "pages/findings.h"
#include "store/requirement.h"

struct office {
    struct fixture *fixture;
    struct library library;
    struct db *reader;
    struct project_findings *findings;
};

static int
open_office(void **state)
{
    static const char *const paths[] = { "surveys" };
    struct office *office = calloc(1, sizeof *office);
    struct problems problems = { 0 };
    enum db_opened opened;

    if (open_database((void **)&office->fixture) != 0)
        return -1;
    problems.arena = &office->fixture->arena;
    library_load(&office->library, paths, 1, &problems);
    assert_int_equal(problems.errors, 0);
    office->reader = db_open(office->fixture->path, DB_READER, &opened);
    assert_non_null(office->reader);
    *state = office;
    return 0;
}

static int
close_office(void **state)
{
    struct office *office = *state;
    void *fixture = office->fixture;

    project_findings_close(office->findings);
    db_close(office->reader);
    library_close(&office->library);
    free(office);
    return close_database(&fixture);
}

static int64_t
make_project(struct office *office)
{
    struct project project = { .code = "x",
                               .title = "CRM",
                               .organisation = "ООО «Проба»",
                               .city = "",
                               .country = "UA",
                               .time_zone = "Europe/Kyiv",
                               .language = "ru",
                               .created_at = 1 };

    *ARENA_PUSH(&office->fixture->arena, &project.languages) = "ru";
    assert_int_equal(project_add(office->fixture->db, &office->fixture->arena, &project), DB_OK);
    return project.id;
}

/* A sales manager who handed in: what they wish to see on a customer's card. */
static void
answer(struct office *office, int64_t project, const char *family, const char *wishes)
{
    struct fixture *f = office->fixture;
    const struct survey *survey = library_survey(&office->library, "express_audit_sales");
    struct person person = { .project = project,
                             .family = family,
                             .given = "Анна",
                             .patronymic = "Петровна",
                             .position = "",
                             .email = "",
                             .phone = "",
                             .language = "",
                             .external_id = "" };
    struct assignment assignment = { .project = project,
                                     .kind = FORM_SURVEY,
                                     .form = survey->id,
                                     .subject = "",
                                     .variant = "",
                                     .due_date = "",
                                     .created_at = 1 };
    struct response response = { .form_hash = survey->hash, .language = "ru", .started_at = 1 };
    struct answer_save save = {
        .question = "sm_04", .row = "", .column = "", .value = wishes, .now = 2, .page = ""
    };
    struct answer_saved saved;
    bool first;

    *ARENA_PUSH(&f->arena, &person.roles) = "sales";
    assert_int_equal(department_named(f->db, &f->arena, project, "Продажи", &person.department), DB_OK);
    assert_int_equal(person_add(f->db, &f->arena, test_key, &person), DB_OK);
    assignment.person = response.person = save.person = person.id;
    assert_int_equal(assignment_add(f->db, &assignment), DB_OK);
    assert_int_equal(form_keep(f->db, &(struct form){ survey->hash, survey->id, FORM_SURVEY, survey->version,
                                                      survey->source, 1 }),
                     DB_OK);
    response.assignment = assignment.id;
    assert_int_equal(response_start(f->db, &f->arena, &response), DB_OK);
    save.response = response.id;
    assert_int_equal(answer_put(f->db, &f->arena, &save, &saved), DB_OK);
    assert_int_equal(
        response_hand_in(f->db, person.id, response.id, (struct actor){ ACTOR_PERSON, person.id }, 3, &first),
        DB_OK);
}

static const struct project_findings *
compute(struct office *office, int64_t project)
{
    struct audit_ask ask = {
        .library = &office->library, .project = project, .now = 86400000, .lang = LANG_RU
    };

    project_findings_close(office->findings);
    office->findings = NULL;
    assert_int_equal(project_findings_open(office->reader, &ask, &office->findings), DB_OK);
    return office->findings;
}

static void
begin(struct office *office)
{
    assert_true(db_begin(office->fixture->db));
}

static void
commit(struct office *office)
{
    assert_true(db_commit(office->fixture->db));
}

static void
an_empty_project_has_nothing(void **state)
{
    struct office *office = *state;
    const struct project_findings *f;
    int64_t project;

    begin(office);
    project = make_project(office);
    commit(office);
    f = compute(office, project);
    assert_int_equal(f->found.requirements.count, 0);
    assert_int_equal(f->data.input.departments.count, 0);
    assert_int_equal(f->fresh, 0);
}

static void
numbers_stay_when_others_come_before(void **state)
{
    struct office *office = *state;
    const struct project_findings *f;
    int64_t project, last;
    size_t first;

    begin(office);
    project = make_project(office);
    answer(office, project, "Иванова", "debt");
    answer(office, project, "Петрова", "debt");
    commit(office);
    f = compute(office, project);
    assert_true(f->found.requirements.count > 0);
    assert_int_equal(f->fresh, f->found.requirements.count);
    begin(office);
    assert_int_equal(project_findings_keep(office->fixture->db, f, 5), DB_OK);
    commit(office);
    last = (int64_t)f->found.requirements.count;

    begin(office);
    answer(office, project, "Сидорова", "contacts debt");
    answer(office, project, "Кравец", "contacts");
    commit(office);
    f = compute(office, project);
    assert_true((int64_t)f->found.requirements.count > last);
    for (int64_t n = 1; n <= last; n++) {
        first = findings_numbered(f, n);
        assert_true(first < f->found.requirements.count);
        assert_string_equal(f->found.requirements.items[first].key, f->data.rows.items[n - 1].key);
    }
    assert_int_equal(f->fresh, (int64_t)f->found.requirements.count - last);
}

static void
a_number_given_meanwhile_is_not_given_twice(void **state)
{
    struct office *office = *state;
    const struct project_findings *f;
    struct requirement_row row;
    int64_t project;

    begin(office);
    project = make_project(office);
    answer(office, project, "Иванова", "debt");
    commit(office);
    f = compute(office, project);
    begin(office);
    assert_int_equal(
        requirement_keep(office->fixture->db, &office->fixture->arena, project, "ORG-09", "", 4, &row),
        DB_OK);
    assert_int_equal(project_findings_keep(office->fixture->db, f, 5), DB_CONFLICT);
    db_rollback(office->fixture->db);
}

static void
people_are_counted_once_a_department(void **state)
{
    struct office *office = *state;
    const struct project_findings *f;
    int64_t project;

    begin(office);
    project = make_project(office);
    answer(office, project, "Иванова", "debt");
    answer(office, project, "Петрова", "contacts");
    commit(office);
    f = compute(office, project);
    assert_int_equal(f->data.input.departments.count, 1);
    assert_int_equal(f->data.input.departments.items[0].invited, 2);
    assert_int_equal(f->data.input.departments.items[0].counted, 2);
    assert_int_equal(f->data.input.responses.count, 2);
    assert_string_equal(f->data.input.responses.items[0].mode, "self");
    assert_string_equal(f->data.input.responses.items[0].name, "Иванова\u00a0А.\u00a0П.");
}

static void
only_approved_goals_count(void **state)
{
    struct office *office = *state;
    struct goal_row goal = { .key = "lost/доля",
                             .indicator = "",
                             .unit = "",
                             .current = "",
                             .target = "",
                             .due_date = "",
                             .owner = "",
                             .how = "",
                             .rank = "B",
                             .set_at = 5 };
    const struct project_findings *f;
    int64_t project;

    begin(office);
    project = make_project(office);
    assert_int_equal(goal_set(office->fixture->db, project, &goal, (struct actor){ ACTOR_STAFF, 1 }), DB_OK);
    commit(office);
    assert_int_equal(compute(office, project)->data.input.goals.count, 0);
    begin(office);
    goal.approved = true;
    assert_int_equal(goal_set(office->fixture->db, project, &goal, (struct actor){ ACTOR_STAFF, 1 }), DB_OK);
    goal.key = "lost";
    goal.rank = "A";
    assert_int_equal(goal_set(office->fixture->db, project, &goal, (struct actor){ ACTOR_STAFF, 1 }), DB_OK);
    commit(office);
    f = compute(office, project);
    assert_int_equal(f->data.input.goals.count, 1);
    assert_string_equal(f->data.input.goals.items[0].key, "lost");
    assert_int_equal(f->data.input.goals.items[0].rank, GOAL_A);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_empty_project_has_nothing, open_office, close_office),
        cmocka_unit_test_setup_teardown(numbers_stay_when_others_come_before, open_office, close_office),
        cmocka_unit_test_setup_teardown(a_number_given_meanwhile_is_not_given_twice, open_office,
                                        close_office),
        cmocka_unit_test_setup_teardown(people_are_counted_once_a_department, open_office, close_office),
        cmocka_unit_test_setup_teardown(only_approved_goals_count, open_office, close_office),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
