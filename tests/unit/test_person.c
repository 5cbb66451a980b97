/* store/person: people, their ways in, lists brought in from files. */
#include "store_fixture.h"

#include "store/session.h"

static int
open_with_project(void **state)
{
    struct fixture *f;

    open_database(state);
    f = *state;
    assert_true(db_begin(f->db));
    f->project = add_project(f, "alpha");
    return 0;
}
#define ON_PROJECT(test) cmocka_unit_test_setup_teardown(test, open_with_project, close_database)

static void
link_and_code_open_the_same_person_each_time(void **state)
{
    struct fixture *f = *state;
    struct person person = a_person(f->project, "Іванова"), got;
    const char *link, *code;

    assert_int_equal(person_add(f->db, &f->arena, test_key, &person), DB_OK);
    link = person_link(&f->arena, test_key, &person);
    code = person_code(&f->arena, test_key, &person);
    assert_int_equal(strlen(link), 26);
    assert_int_equal(strlen(code), 14);
    assert_string_equal(person_link(&f->arena, test_key, &person), link);
    assert_int_equal(person_by_link(f->db, &f->arena, test_key, link, &got), DB_OK);
    assert_int_equal(got.id, person.id);
    assert_int_equal(person_by_code(f->db, &f->arena, test_key, code, &got), DB_OK);
    assert_int_equal(got.id, person.id);
}

static void
a_code_is_found_however_it_is_typed(void **state)
{
    struct fixture *f = *state;
    struct person person = a_person(f->project, "Іванова"), got;
    char *typed;

    assert_int_equal(person_add(f->db, &f->arena, test_key, &person), DB_OK);
    typed = arena_printf(&f->arena, " %s ", person_code(&f->arena, test_key, &person));
    for (char *c = typed; *c; c++) {
        if (*c >= 'a' && *c <= 'z')
            *c = (char)(*c - 'a' + 'A');
        if (*c == '-')
            *c = ' ';
        if (*c == 'O')
            *c = '0';
        if (*c == 'L')
            *c = '1';
        if (*c == 'B')
            *c = '8';
    }
    assert_int_equal(person_by_code(f->db, &f->arena, test_key, typed, &got), DB_OK);
    assert_int_equal(person_by_code(f->db, &f->arena, test_key, "abc", &got), DB_NONE);
    assert_int_equal(person_by_code(f->db, &f->arena, test_key, "abcdefghijklm", &got), DB_NONE);
    assert_int_equal(person_by_code(f->db, &f->arena, test_key, "aaaa-aaaa-aaaa", &got), DB_NONE);
}

static void
the_database_alone_gives_no_way_in(void **state)
{
    struct fixture *f = *state;
    struct person person = a_person(f->project, "Іванова"), got;
    const unsigned char other[KEY_BYTES] = "another key file";
    const char *link;

    assert_int_equal(person_add(f->db, &f->arena, test_key, &person), DB_OK);
    link = person_link(&f->arena, test_key, &person);
    assert_int_equal(count_rows(f, arena_printf(&f->arena,
                                                "SELECT count(*) FROM person WHERE link_lookup = '%s'"
                                                " OR code_lookup LIKE '%.4s%%'",
                                                link, person_code(&f->arena, test_key, &person))),
                     0);
    assert_int_equal(person_by_link(f->db, &f->arena, other, link, &got), DB_NONE);
    assert_int_equal(person_by_link(f->db, &f->arena, test_key, person_link(&f->arena, other, &person), &got),
                     DB_NONE);
}

static int64_t
come_in(struct fixture *f, int64_t person)
{
    const struct session session = {
        .hash = "h", .person = person, .csrf = "c", .created_at = 1, .idle = 1000, .expires_at = 100000
    };

    assert_int_equal(session_add(f->db, &session), DB_OK);
    return person;
}

static void
revoking_kills_link_code_and_sessions(void **state)
{
    struct fixture *f = *state;
    struct person person = a_person(f->project, "Іванова"), got;
    struct session session;
    const char *link, *code;

    assert_int_equal(person_add(f->db, &f->arena, test_key, &person), DB_OK);
    link = person_link(&f->arena, test_key, &person);
    code = person_code(&f->arena, test_key, &person);
    come_in(f, person.id);
    assert_int_equal(session_get(f->db, &f->arena, "h", 2, &session), DB_OK);
    assert_int_equal(person_revoke(f->db, &f->arena, test_key, f->project, person.id), DB_OK);
    assert_int_equal(person_by_link(f->db, &f->arena, test_key, link, &got), DB_NONE);
    assert_int_equal(person_by_code(f->db, &f->arena, test_key, code, &got), DB_NONE);
    assert_int_equal(session_get(f->db, &f->arena, "h", 2, &session), DB_NONE);
    assert_int_equal(person_get(f->db, &f->arena, f->project, person.id, &got), DB_OK);
    assert_int_equal(got.generation, 2);
    assert_int_equal(person_by_link(f->db, &f->arena, test_key, person_link(&f->arena, test_key, &got), &got),
                     DB_OK);
    assert_int_equal(person_revoke(f->db, &f->arena, test_key, f->project + 1, person.id), DB_NONE);
}

static void
a_disabled_person_is_out_at_once(void **state)
{
    struct fixture *f = *state;
    struct person person = a_person(f->project, "Іванова"), got;
    struct session session;
    struct person_list list;
    struct person_filter filter = { .project = f->project };

    assert_int_equal(person_add(f->db, &f->arena, test_key, &person), DB_OK);
    come_in(f, person.id);
    assert_int_equal(person_disable(f->db, f->project, person.id, true), DB_OK);
    assert_int_equal(session_get(f->db, &f->arena, "h", 2, &session), DB_NONE);
    assert_int_equal(
        person_by_link(f->db, &f->arena, test_key, person_link(&f->arena, test_key, &person), &got), DB_NONE);
    assert_int_equal(person_list(f->db, &f->arena, &filter, &list, NULL), DB_NONE);
    filter.with_disabled = true;
    assert_int_equal(person_list(f->db, &f->arena, &filter, &list, NULL), DB_OK);
}

static void
people_of_another_project_are_not_there(void **state)
{
    struct fixture *f = *state;
    int64_t other = add_project(f, "beta"), person = add_person(f, f->project, "Іванова"), department;
    struct person got, stray = a_person(other, "Чужа");

    assert_int_equal(person_get(f->db, &f->arena, other, person, &got), DB_NONE);
    assert_int_equal(department_named(f->db, &f->arena, f->project, "Продажі", &department), DB_OK);
    stray.department = department;
    assert_int_equal(person_add(f->db, &f->arena, test_key, &stray), DB_NONE);
}

static void
people_are_listed_filtered_and_paged_by_name(void **state)
{
    struct fixture *f = *state;
    static const char *const families[] = { "Ясна", "Ївженко", "Зоря", "Інна", "Ґава", "Гай" };
    static const char *const sorted[] = { "Гай", "Ґава", "Зоря", "Інна", "Ївженко", "Ясна" };
    struct person_filter filter = { .project = f->project, .page = { .limit = 4, .offset = 0 } };
    struct person_list list;
    struct person head = a_person(f->project, "Голова");
    const char *roles[] = { "head", "sales" };
    int64_t total;

    for (size_t i = 0; i < LENGTH(families); i++)
        add_person(f, f->project, families[i]);
    assert_int_equal(person_list(f->db, &f->arena, &filter, &list, &total), DB_OK);
    assert_int_equal(total, 6);
    assert_int_equal(list.count, 4);
    for (size_t i = 0; i < list.count; i++)
        assert_string_equal(list.items[i].family, sorted[i]);
    filter.search = "ЗОРЯ";
    assert_int_equal(person_list(f->db, &f->arena, &filter, &list, &total), DB_OK);
    assert_int_equal(total, 1);
    assert_string_equal(list.items[0].family, "Зоря");

    head.roles = (struct names){ .items = roles, .count = 2 };
    assert_int_equal(person_add(f->db, &f->arena, test_key, &head), DB_OK);
    filter = (struct person_filter){ .project = f->project, .role = "sales" };
    assert_int_equal(person_list(f->db, &f->arena, &filter, &list, &total), DB_OK);
    assert_int_equal(total, 1);
    assert_string_equal(list.items[0].roles.items[1], "sales");
    filter.role = "sale";
    assert_int_equal(person_list(f->db, &f->arena, &filter, &list, &total), DB_NONE);
    assert_int_equal(total, 0);
}

/* --- import --- */

static struct person_import
a_line(int64_t project, const char *family, const char *department, const char *email, const char *external)
{
    struct person_import import = { .person = a_person(project, family) };

    import.person.department_name = department;
    import.person.email = email;
    import.person.external_id = external;
    return import;
}

static enum db_result
bring_in(struct fixture *f, struct person_import *import)
{
    return person_import(f->db, &f->arena, test_key, import);
}

static void
the_same_line_twice_changes_nothing(void **state)
{
    struct fixture *f = *state;
    struct person_import line = a_line(f->project, "Іванова", "Продажі", "a@b.ua", "17"), again = line;
    int changes;

    assert_int_equal(bring_in(f, &line), DB_OK);
    assert_int_equal(line.kind, IMPORT_NEW);
    assert_true(line.new_department);
    changes = sqlite3_total_changes(f->db->handle);
    assert_int_equal(bring_in(f, &again), DB_OK);
    assert_int_equal(again.kind, IMPORT_SAME);
    assert_int_equal(again.id, line.id);
    assert_int_equal(sqlite3_total_changes(f->db->handle), changes);
}

static void
a_person_is_found_by_number_then_email_then_name(void **state)
{
    struct fixture *f = *state;
    struct person_import line = a_line(f->project, "Іванова", "Продажі", "a@b.ua", "17");
    struct person_import by_number = a_line(f->project, "Петренко", "Сервіс", "a@b.ua", "17");
    struct person_import by_email = a_line(f->project, "Сидоренко", "Сервіс", "A@B.UA", "");
    struct person_import by_name = a_line(f->project, "сидоренко", "Сервіс", "", "");
    struct person_import other = a_line(f->project, "Сидоренко", "Продажі", "", "");
    struct person got;

    assert_int_equal(bring_in(f, &line), DB_OK);
    assert_int_equal(bring_in(f, &by_number), DB_OK);
    assert_int_equal(by_number.id, line.id);
    assert_int_equal(by_number.kind, IMPORT_CHANGED);
    assert_int_equal(by_number.changed, CHANGED_NAME | CHANGED_DEPARTMENT);
    by_email.person.external_id = NULL; /* the file has no such column */
    assert_int_equal(bring_in(f, &by_email), DB_OK);
    assert_int_equal(by_email.id, line.id);
    assert_int_equal(by_email.changed, CHANGED_NAME | CHANGED_EMAIL);
    by_name.person.external_id = by_name.person.email = NULL;
    assert_int_equal(bring_in(f, &by_name), DB_OK);
    assert_int_equal(by_name.id, line.id);
    assert_int_equal(bring_in(f, &other), DB_OK);
    assert_int_equal(other.kind, IMPORT_NEW);
    assert_int_equal(person_get(f->db, &f->arena, f->project, line.id, &got), DB_OK);
    assert_string_equal(got.external_id, "17");
    assert_string_equal(got.department_name, "Сервіс");
}

static void
an_email_that_two_people_have_is_a_conflict(void **state)
{
    struct fixture *f = *state;
    struct person one = a_person(f->project, "Іванова"), two = a_person(f->project, "Петренко");
    struct person_import line = a_line(f->project, "Коваль", "", "a@b.ua", "");

    one.email = two.email = "a@b.ua";
    assert_int_equal(person_add(f->db, &f->arena, test_key, &one), DB_OK);
    assert_int_equal(person_add(f->db, &f->arena, test_key, &two), DB_OK);
    assert_int_equal(bring_in(f, &line), DB_CONFLICT);
}

static void
a_dry_run_tells_and_changes_nothing(void **state)
{
    struct fixture *f = *state;
    struct person_import line = a_line(f->project, "Іванова", "Продажі", "a@b.ua", "17");
    enum db_opened opened;
    scoped_db *reader = NULL;

    assert_true(db_commit(f->db));
    reader = db_open(f->path, DB_READER, &opened);
    line.dry = true;
    assert_int_equal(person_import(reader, &f->arena, test_key, &line), DB_OK);
    assert_int_equal(line.kind, IMPORT_NEW);
    assert_true(line.new_department);
    assert_int_equal(count_rows(f, "SELECT count(*) FROM person"), 0);
    assert_int_equal(count_rows(f, "SELECT count(*) FROM department"), 0);
}

static void
roles_change_only_when_the_file_has_them(void **state)
{
    struct fixture *f = *state;
    struct person_import line = a_line(f->project, "Іванова", "", "", "17"), again = line;
    const char *roles[] = { "head" };
    struct person got;

    line.has_roles = line.has_key_user = line.person.key_user = true;
    line.person.roles = (struct names){ .items = roles, .count = 1 };
    assert_int_equal(bring_in(f, &line), DB_OK);
    assert_int_equal(bring_in(f, &again), DB_OK);
    assert_int_equal(again.kind, IMPORT_SAME);
    assert_int_equal(person_get(f->db, &f->arena, f->project, line.id, &got), DB_OK);
    assert_true(got.key_user);
    assert_int_equal(got.roles.count, 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_PROJECT(link_and_code_open_the_same_person_each_time),
        ON_PROJECT(a_code_is_found_however_it_is_typed),
        ON_PROJECT(the_database_alone_gives_no_way_in),
        ON_PROJECT(revoking_kills_link_code_and_sessions),
        ON_PROJECT(a_disabled_person_is_out_at_once),
        ON_PROJECT(people_of_another_project_are_not_there),
        ON_PROJECT(people_are_listed_filtered_and_paged_by_name),
        ON_PROJECT(the_same_line_twice_changes_nothing),
        ON_PROJECT(a_person_is_found_by_number_then_email_then_name),
        ON_PROJECT(an_email_that_two_people_have_is_a_conflict),
        ON_PROJECT(a_dry_run_tells_and_changes_nothing),
        ON_PROJECT(roles_change_only_when_the_file_has_them),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
