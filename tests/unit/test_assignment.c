/* store/assignment, store/department, store/today: who was asked, how far they are, what needs doing. */
#include "store_fixture.h"

#include "store/today.h"

static int64_t
add_member(struct fixture *f, const char *family, const char *department, const char *role)
{
    struct person person = a_person(f->project, family);

    if (*department)
        assert_int_equal(department_named(f->db, &f->arena, f->project, department, &person.department),
                         DB_OK);
    person.roles = (struct names){ .items = &role, .count = 1 };
    assert_int_equal(person_add(f->db, &f->arena, test_key, &person), DB_OK);
    return person.id;
}

static void
hand_in(struct fixture *f, int64_t person, int64_t assignment, int64_t now)
{
    bool first;

    assert_int_equal(response_hand_in(f->db, person, start_response(f, person, assignment),
                                      (struct actor){ ACTOR_PERSON, person }, now, &first),
                     DB_OK);
}

static void
the_same_form_is_assigned_once(void **state)
{
    struct fixture *f = *state;
    struct assignment again = { .project = f->project,
                                .person = f->person,
                                .form = "sales",
                                .subject = "",
                                .variant = "",
                                .due_date = "" };
    struct assignment_list list;

    assert_int_equal(assignment_add(f->db, &again), DB_CONFLICT);
    assert_int_equal(again.id, f->assignment);
    again.subject = "process_1";
    assert_int_equal(assignment_add(f->db, &again), DB_OK);
    assert_int_equal(assignment_list_person(f->db, &f->arena, f->person, &list), DB_OK);
    assert_int_equal(list.count, 2);
    again.project = add_project(f, "beta");
    again.subject = "x";
    assert_int_equal(assignment_add(f->db, &again), DB_NONE);
    assert_int_equal(assignment_get(f->db, &f->arena, again.project, f->assignment, &again), DB_NONE);
}

static void
a_cancelled_assignment_is_not_shown_to_the_person(void **state)
{
    struct fixture *f = *state;
    struct assignment assignment;
    struct assignment_list list;

    assert_int_equal(assignment_get(f->db, &f->arena, f->project, f->assignment, &assignment), DB_OK);
    assignment.cancelled = true;
    assignment.due_date = "2026-12-01";
    assert_int_equal(assignment_change(f->db, &assignment), DB_OK);
    assert_int_equal(assignment_list_person(f->db, &f->arena, f->person, &list), DB_NONE);
    assert_int_equal(assignment_get(f->db, &f->arena, f->project, f->assignment, &assignment), DB_OK);
    assert_true(assignment.cancelled);
    assert_string_equal(assignment.due_date, "2026-12-01");
}

static void
the_list_tells_how_far_everybody_is(void **state)
{
    struct fixture *f = *state;
    struct assigned_filter filter = { .project = f->project, .kind = -1 };
    struct assigned_list list;
    struct answer_saved saved;
    int64_t ready = add_member(f, "Бойко", "Продажі", "sales"), done = add_member(f, "Вовк", "", "sales"),
            total;

    assert_int_equal(save_answer(f, "q", "a", 0, &saved), DB_OK);
    assign(f, ready, FORM_SURVEY, "sales");
    hand_in(f, done, assign(f, done, FORM_SURVEY, "sales"), 700);
    assert_int_equal(assignment_list(f->db, &f->arena, &filter, &list, &total), DB_OK);
    assert_int_equal(total, 3);
    assert_string_equal(list.items[0].family, "Бойко");
    assert_string_equal(list.items[0].department_name, "Продажі");
    assert_int_equal(list.items[0].progress, PROGRESS_NONE);
    assert_string_equal(list.items[0].roles.items[0], "sales");
    assert_int_equal(list.items[1].progress, PROGRESS_HANDED_IN);
    assert_int_equal(list.items[1].handed_in_at, 700);
    assert_int_equal(list.items[2].progress, PROGRESS_DRAFT);
    assert_int_equal(list.items[2].answered, 1);
    assert_int_equal(list.items[2].response, f->response);

    filter.open_only = true;
    assert_int_equal(assignment_list(f->db, &f->arena, &filter, &list, &total), DB_OK);
    assert_int_equal(total, 2);
    filter.page = (struct page){ .limit = 1, .offset = 1 };
    assert_int_equal(assignment_list(f->db, &f->arena, &filter, &list, &total), DB_OK);
    assert_int_equal(list.count, 1);
    assert_string_equal(list.items[0].family, "Іванова");
    filter = (struct assigned_filter){ .project = f->project, .kind = FORM_QUIZ };
    assert_int_equal(assignment_list(f->db, &f->arena, &filter, &list, &total), DB_NONE);
    assert_int_equal(total, 0);
}

static int64_t
count_state(struct fixture *f, const char *state)
{
    struct assigned_filter filter = {
        .project = f->project, .kind = FORM_SURVEY, .state = state, .today = "2026-11-24"
    };
    struct assigned_list list;
    int64_t total = -1;

    (void)!assignment_list(f->db, &f->arena, &filter, &list, &total);
    return total;
}

static void
the_list_is_chosen_by_state_and_department(void **state)
{
    struct fixture *f = *state;
    int64_t done = add_member(f, "А", "Продажі", "sales"), late = add_member(f, "Б", "Продажі", "sales"),
            off = add_member(f, "В", "Сервіс", "head");
    struct assigned_filter filter = { .project = f->project, .kind = FORM_SURVEY };
    struct assigned_list list;
    struct assignment change;
    int64_t total;

    hand_in(f, done, assign(f, done, FORM_SURVEY, "sales"), 5);
    assert_int_equal(
        assignment_get(f->db, &f->arena, f->project, assign(f, late, FORM_SURVEY, "sales"), &change), DB_OK);
    change.due_date = "2026-11-23";
    assert_int_equal(assignment_change(f->db, &change), DB_OK);
    assert_int_equal(
        assignment_get(f->db, &f->arena, f->project, assign(f, off, FORM_SURVEY, "sales"), &change), DB_OK);
    change.cancelled = true;
    assert_int_equal(assignment_change(f->db, &change), DB_OK);
    assert_int_equal(count_state(f, NULL), 4);
    assert_int_equal(count_state(f, "handed_in"), 1);
    assert_int_equal(count_state(f, "draft"), 1); /* the fixture's */
    assert_int_equal(count_state(f, "none"), 1);
    assert_int_equal(count_state(f, "waiting"), 2);
    assert_int_equal(count_state(f, "late"), 1);
    assert_int_equal(count_state(f, "cancelled"), 1);
    assert_int_equal(assigned_list_person(f->db, &f->arena, f->project, off, &list), DB_OK);
    assert_true(list.items[0].assignment.cancelled);
    assert_int_equal(assigned_list_person(f->db, &f->arena, f->project + 1, off, &list), DB_NONE);
    assert_int_equal(department_find(f->db, f->project, "Продажі", &filter.department), DB_OK);
    assert_int_equal(assignment_list(f->db, &f->arena, &filter, &list, &total), DB_OK);
    assert_int_equal(total, 2);
}

static const struct coverage *
line(const struct coverage_list *list, const char *name)
{
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->items[i].name, name) == 0)
            return &list->items[i];
    }
    fail_msg("no line %s", name);
    return NULL;
}

static void
coverage_counts_departments_and_roles(void **state)
{
    struct fixture *f = *state;
    int64_t a = add_member(f, "А", "Продажі", "sales"), b = add_member(f, "Б", "Продажі", "sales"),
            c = add_member(f, "В", "Сервіс", "head"), d = add_member(f, "Г", "Сервіс", "head");
    struct coverage_list departments, roles;
    struct person key_user;
    struct response done;
    const int64_t first = assign(f, a, FORM_SURVEY, "sales");

    hand_in(f, a, first, 5);
    assign(f, b, FORM_SURVEY, "sales");
    start_response(f, c, assign(f, c, FORM_SURVEY, "sales"));
    assign(f, d, FORM_SURVEY, "sales");
    assert_int_equal(person_disable(f->db, f->project, d, true), DB_OK);
    assert_int_equal(coverage_count(f->db, &f->arena, f->project, "sales", &departments, &roles), DB_OK);
    assert_int_equal(departments.count, 3);
    assert_string_equal(departments.items[2].name, ""); /* people without one come last */
    assert_int_equal(line(&departments, "Продажі")->invited, 2);
    assert_int_equal(line(&departments, "Продажі")->handed_in, 1);
    assert_int_equal(line(&departments, "Продажі")->excluded, 0);
    assert_int_equal(line(&departments, "Сервіс")->invited, 1);
    assert_int_equal(line(&departments, "Сервіс")->handed_in, 0);
    assert_int_equal(line(&roles, "sales")->invited, 2);
    assert_int_equal(line(&roles, "head")->invited, 1);
    assert_int_equal(roles.count, 2); /* nobody is a key user */
    assert_int_equal(person_get(f->db, &f->arena, f->project, a, &key_user), DB_OK);
    key_user.key_user = true;
    assert_int_equal(person_change(f->db, &f->arena, &key_user), DB_OK);
    assert_int_equal(coverage_count(f->db, &f->arena, f->project, "sales", &departments, &roles), DB_OK);
    assert_int_equal(roles.count, 3);
    assert_string_equal(roles.items[2].name, "");
    assert_int_equal(roles.items[2].invited, 1);
    assert_int_equal(roles.items[2].handed_in, 1);
    assert_int_equal(coverage_count(f->db, &f->arena, f->project, "other", &departments, &roles), DB_NONE);
    assert_int_equal(response_of_assignment(f->db, &f->arena, a, first, &done), DB_OK);
    assert_int_equal(
        response_exclude(f->db, f->project, done.id, "наугад", (struct actor){ ACTOR_STAFF, 1 }, 9), DB_OK);
    assert_int_equal(coverage_count(f->db, &f->arena, f->project, "sales", &departments, &roles), DB_OK);
    assert_int_equal(line(&departments, "Продажі")->handed_in, 1);
    assert_int_equal(line(&departments, "Продажі")->excluded, 1);
    assert_int_equal(line(&roles, "sales")->excluded, 1);
}

/* A person with two questionnaires is one; who has answered stays, also when the assignment or the person
 * does not. */
static void
coverage_counts_people_once(void **state)
{
    struct fixture *f = *state;
    int64_t a = add_member(f, "А", "Продажі", "sales"), b = add_member(f, "Б", "Продажі", "sales"),
            c = add_member(f, "В", "Продажі", "sales");
    struct coverage_list departments, roles;
    struct assignment cancelled;
    const int64_t first = assign(f, a, FORM_SURVEY, "sales"), third = assign(f, c, FORM_SURVEY, "sales");

    assign(f, a, FORM_SURVEY, "goals");
    hand_in(f, a, first, 5);
    assign(f, b, FORM_SURVEY, "sales");
    assign(f, b, FORM_SURVEY, "goals");
    hand_in(f, c, third, 6);
    assert_int_equal(coverage_count(f->db, &f->arena, f->project, NULL, &departments, &roles), DB_OK);
    assert_int_equal(line(&departments, "Продажі")->people, 3);
    assert_int_equal(line(&departments, "Продажі")->answered, 2);
    assert_int_equal(line(&departments, "Продажі")->invited, 5);
    assert_int_equal(line(&roles, "sales")->people, 3);
    assert_int_equal(line(&roles, "sales")->answered, 2);
    assert_int_equal(assignment_get(f->db, &f->arena, f->project, third, &cancelled), DB_OK);
    cancelled.cancelled = true;
    assert_int_equal(assignment_change(f->db, &cancelled), DB_OK);
    assert_int_equal(person_disable(f->db, f->project, c, true), DB_OK);
    assert_int_equal(person_disable(f->db, f->project, b, true), DB_OK);
    assert_int_equal(coverage_count(f->db, &f->arena, f->project, NULL, &departments, &roles), DB_OK);
    assert_int_equal(line(&departments, "Продажі")->people, 2);
    assert_int_equal(line(&departments, "Продажі")->answered, 2);
}

static void
departments_are_found_by_name_and_counted(void **state)
{
    struct fixture *f = *state;
    struct department_list list;
    int64_t first, second;

    add_member(f, "А", "Продажі", "sales");
    assert_int_equal(department_named(f->db, &f->arena, f->project, "Продажі", &first), DB_OK);
    assert_int_equal(department_named(f->db, &f->arena, f->project, "Бухгалтерія", &second), DB_OK);
    assert_int_not_equal(first, second);
    assert_int_equal(department_list(f->db, &f->arena, f->project, &list), DB_OK);
    assert_int_equal(list.count, 2);
    assert_string_equal(list.items[0].name, "Бухгалтерія");
    assert_int_equal(list.items[1].people, 1);
    assert_int_equal(department_rename(f->db, &f->arena, f->project, second, "Продажі"), DB_CONFLICT);
    assert_int_equal(department_rename(f->db, &f->arena, f->project + 1, second, "Облік"), DB_NONE);
    assert_int_equal(department_confirm(f->db, f->project, first, true), DB_OK);
    assert_int_equal(department_list(f->db, &f->arena, f->project, &list), DB_OK);
    assert_true(list.items[1].confirmed);
}

static void
today_shows_what_came_in_and_what_is_missing(void **state)
{
    struct fixture *f = *state;
    int64_t a = add_member(f, "А", "", "sales"), b = add_member(f, "Б", "", "sales");
    struct assignment due;
    struct today today;

    hand_in(f, a, assign(f, a, FORM_SURVEY, "sales"), 5);
    hand_in(f, a, assign(f, a, FORM_SURVEY, "head"), 50);
    due.id = assign(f, b, FORM_SURVEY, "sales");
    assert_int_equal(assignment_get(f->db, &f->arena, f->project, due.id, &due), DB_OK);
    due.due_date = "2026-12-01";
    assert_int_equal(assignment_change(f->db, &due), DB_OK);
    assert_int_equal(today_list(f->db, &f->arena, f->project, 10, 1, &today), DB_OK);
    assert_int_equal(today.handed_in.count, 1);
    assert_int_equal(today.handed_in_total, 1);
    assert_string_equal(today.handed_in.items[0].assignment.form, "head");
    assert_int_equal(today.unanswered.count, 1);
    assert_int_equal(today.unanswered_total, 2);
    assert_string_equal(today.unanswered.items[0].family, "Б");
    assert_int_equal(today.running.count, 0);
    assert_int_equal(today_list(f->db, &f->arena, f->project + 1, 0, 10, &today), DB_OK);
    assert_int_equal(today.handed_in.count + today.unanswered.count, 0);
}

static void
facts_are_kept_replaced_and_taken_away(void **state)
{
    struct fixture *f = *state;
    struct project_fact fact = { .key = FACT_AUTHOR, .value = "О. Коваль", .set_at = 5, .set_by = 1 };
    struct project_facts facts;

    assert_int_equal(project_fact_set(f->db, f->project, &fact), DB_OK);
    fact.value = "Т. Бойко";
    assert_int_equal(project_fact_set(f->db, f->project, &fact), DB_OK);
    assert_int_equal(project_fact_list(f->db, &f->arena, f->project, &facts), DB_OK);
    assert_int_equal(facts.count, 1);
    assert_string_equal(project_fact(&facts, FACT_AUTHOR), "Т. Бойко");
    assert_string_equal(project_fact(&facts, FACT_PLACE), "");
    fact.value = "";
    assert_int_equal(project_fact_set(f->db, f->project, &fact), DB_OK);
    assert_int_equal(project_fact_list(f->db, &f->arena, f->project, &facts), DB_NONE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_RESPONSE(the_same_form_is_assigned_once),
        ON_RESPONSE(a_cancelled_assignment_is_not_shown_to_the_person),
        ON_RESPONSE(the_list_tells_how_far_everybody_is),
        ON_RESPONSE(the_list_is_chosen_by_state_and_department),
        ON_RESPONSE(coverage_counts_departments_and_roles),
        ON_RESPONSE(coverage_counts_people_once),
        ON_RESPONSE(departments_are_found_by_name_and_counted),
        ON_RESPONSE(today_shows_what_came_in_and_what_is_missing),
        ON_RESPONSE(facts_are_kept_replaced_and_taken_away),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
