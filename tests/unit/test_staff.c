/* store/staff, store/user: staff users after they were made: shutting out, rights, logins, passwords. */
#include "store_fixture.h"

#include "store/session.h"
#include "store/staff.h"
#include "store/user.h"

static int64_t
add_staff(struct fixture *f, const char *name, bool admin)
{
    struct staff staff = { .name = name, .full_name = "Олена Коваль", .password = "x", .admin = admin };

    assert_int_equal(staff_add(f->db, &staff), DB_OK);
    return staff.id;
}

static void
logged_in(struct fixture *f, int64_t staff, int64_t at)
{
    const struct event event = { .at = at, .by = { ACTOR_STAFF, staff }, .kind = "login", .object = staff };

    assert_int_equal(event_add(f->db, &event), DB_OK);
}

static void
the_last_admin_is_not_shut_out(void **state)
{
    struct fixture *f = *state;
    int64_t one = add_staff(f, "one", true), two = add_staff(f, "two", true),
            plain = add_staff(f, "plain", false);
    struct session session = {
        .hash = "h", .staff = two, .csrf = "c", .created_at = 1, .idle = HOUR, .expires_at = HOUR
    };
    struct staff got;

    assert_int_equal(session_add(f->db, &session), DB_OK);
    assert_int_equal(staff_disable(f->db, one, true), DB_OK);
    assert_int_equal(staff_disable(f->db, two, true), DB_CONFLICT);
    assert_int_equal(staff_get(f->db, &f->arena, two, &got), DB_OK);
    assert_false(got.disabled);
    assert_int_equal(session_get(f->db, &f->arena, "h", 2, &session), DB_OK);
    assert_int_equal(staff_disable(f->db, plain, true), DB_OK);
    assert_int_equal(staff_disable(f->db, 999, true), DB_NONE);
    assert_int_equal(staff_disable(f->db, 999, false), DB_NONE);
    assert_int_equal(staff_disable(f->db, one, false), DB_OK);
    assert_int_equal(staff_disable(f->db, two, true), DB_OK);
    assert_int_equal(session_get(f->db, &f->arena, "h", 2, &session), DB_NONE);
}

static void
an_ended_session_stays_ended_when_its_owner_is_back(void **state)
{
    struct fixture *f = *state;
    int64_t staff = add_staff(f, "olena", false);
    struct session session = {
        .hash = "h", .staff = staff, .csrf = "c", .created_at = 1, .idle = HOUR, .expires_at = HOUR
    };

    assert_int_equal(session_add(f->db, &session), DB_OK);
    assert_int_equal(staff_disable(f->db, staff, true), DB_OK);
    assert_int_equal(staff_disable(f->db, staff, false), DB_OK);
    assert_int_equal(session_get(f->db, &f->arena, "h", 2, &session), DB_NONE);
}

static void
the_list_has_disabled_ones_last(void **state)
{
    struct fixture *f = *state;
    struct staff_list list;

    assert_int_equal(staff_list(f->db, &f->arena, &list), DB_NONE);
    assert_int_equal(staff_disable(f->db, add_staff(f, "anna", false), true), DB_OK);
    add_staff(f, "taras", false);
    add_staff(f, "Borys", true);
    assert_int_equal(staff_list(f->db, &f->arena, &list), DB_OK);
    assert_int_equal(list.count, 3);
    assert_string_equal(list.items[0].name, "Borys");
    assert_string_equal(list.items[1].name, "taras");
    assert_string_equal(list.items[2].name, "anna");
    assert_true(list.items[2].disabled);
}

static void
rights_are_listed_for_one_and_for_all(void **state)
{
    struct fixture *f = *state;
    int64_t other = add_project(f, "beta"), olena = add_staff(f, "olena", false),
            taras = add_staff(f, "taras", false);
    struct staff_right_list list;

    assert_int_equal(staff_right_list(f->db, &f->arena, 0, &list), DB_NONE);
    assert_int_equal(staff_right_give(f->db, olena, other, STAFF_TRAINER), DB_OK);
    assert_int_equal(staff_right_give(f->db, olena, f->project, STAFF_CONSULTANT), DB_OK);
    assert_int_equal(staff_right_give(f->db, taras, other, STAFF_COMMISSION), DB_OK);
    assert_int_equal(staff_right_list(f->db, &f->arena, olena, &list), DB_OK);
    assert_int_equal(list.count, 2);
    assert_string_equal(list.items[0].code, "alpha");
    assert_string_equal(staff_role_word(list.items[0].role), "consultant");
    assert_int_equal(list.items[1].project, other);
    assert_int_equal(list.items[1].role, STAFF_TRAINER);
    assert_int_equal(staff_right_list(f->db, &f->arena, 0, &list), DB_OK);
    assert_int_equal(list.count, 3);
    assert_int_equal(list.items[2].staff, taras);
    assert_int_equal(staff_right_take(f->db, olena, f->project, STAFF_TRAINER), DB_NONE);
    assert_int_equal(staff_right_take(f->db, olena, other, STAFF_TRAINER), DB_OK);
    assert_int_equal(staff_right_take(f->db, olena, other, STAFF_TRAINER), DB_NONE);
}

static void
the_last_login_is_the_newest_of_each(void **state)
{
    struct fixture *f = *state;
    int64_t olena = add_staff(f, "olena", false), taras = add_staff(f, "taras", false);
    const struct event other = {
        .at = 9000, .by = { ACTOR_COMMAND, 0 }, .kind = "user_add", .object = taras
    };
    struct staff_login_list logins;

    assert_int_equal(staff_logins(f->db, &f->arena, &logins), DB_NONE);
    logged_in(f, olena, 1000);
    logged_in(f, olena, 3000);
    assert_int_equal(event_add(f->db, &other), DB_OK);
    assert_int_equal(staff_logins(f->db, &f->arena, &logins), DB_OK);
    assert_int_equal(staff_login_of(&logins, olena), 3000);
    assert_int_equal(staff_login_of(&logins, taras), 0);
}

static void
a_made_password_is_long_enough_and_never_the_same(void **state)
{
    struct fixture *f = *state;
    const char *one = user_password_make(&f->arena), *two = user_password_make(&f->arena);

    assert_true(strlen(one) * 5 >= GENERATED_BYTES * 8);
    assert_true(strlen(one) >= PASSWORD_LEAST && strlen(one) <= PASSWORD_MOST);
    assert_string_not_equal(one, two);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_RESPONSE(the_last_admin_is_not_shut_out),
        ON_RESPONSE(an_ended_session_stays_ended_when_its_owner_is_back),
        ON_RESPONSE(the_list_has_disabled_ones_last),
        ON_RESPONSE(rights_are_listed_for_one_and_for_all),
        ON_RESPONSE(the_last_login_is_the_newest_of_each),
        ON_RESPONSE(a_made_password_is_long_enough_and_never_the_same),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
