/* store/session, store/staff, store/user: who has come in, and what they may do. */
#include "store_fixture.h"

#include "store/session.h"
#include "store/staff.h"
#include "store/user.h"

static int64_t
add_staff(struct fixture *f, const char *name, bool admin)
{
    struct staff staff = { .name = name, .full_name = "Олена Коваль", .password = "x", .admin = admin };

    return staff_add(f->db, &staff) == DB_OK ? staff.id : 0;
}

static struct session
a_session(int64_t staff, int64_t person)
{
    return (struct session){ .hash = "h",
                             .staff = staff,
                             .person = person,
                             .csrf = "c",
                             .created_at = 1000,
                             .idle = 30 * MINUTE,
                             .expires_at = 1000 + 10 * HOUR };
}

static void
a_session_ends_when_idle_or_too_old(void **state)
{
    struct fixture *f = *state;
    struct session session = a_session(0, f->person), got;

    assert_int_equal(session_add(f->db, &session), DB_OK);
    assert_int_equal(session_get(f->db, &f->arena, "h", 2000, &got), DB_OK);
    assert_int_equal(got.person, f->person);
    assert_int_equal(got.project, f->project);
    assert_string_equal(got.csrf, "c");
    assert_int_equal(session_get(f->db, &f->arena, "h", 1000 + 30 * MINUTE, &got), DB_NONE);
    assert_int_equal(session_get(f->db, &f->arena, "other", 2000, &got), DB_NONE);

    /* used all the time, until it is too old */
    for (int64_t now = 1000; now < 1000 + 10 * HOUR; now += 20 * MINUTE) {
        assert_int_equal(session_get(f->db, &f->arena, "h", now, &got), DB_OK);
        assert_int_equal(session_touch(f->db, &got, now), DB_OK);
    }
    assert_int_equal(session_get(f->db, &f->arena, "h", 1000 + 10 * HOUR, &got), DB_NONE);
    assert_int_equal(session_sweep(f->db, 1000 + 10 * HOUR), DB_OK);
    assert_int_equal(count_rows(f, "SELECT count(*) FROM session"), 0);
}

static void
use_within_a_minute_writes_nothing(void **state)
{
    struct fixture *f = *state;
    struct session session = a_session(0, f->person), got;
    int changes;

    assert_int_equal(session_add(f->db, &session), DB_OK);
    assert_int_equal(session_get(f->db, &f->arena, "h", 2000, &got), DB_OK);
    changes = sqlite3_total_changes(f->db->handle);
    assert_int_equal(session_touch(f->db, &got, 2000), DB_OK);
    assert_int_equal(sqlite3_total_changes(f->db->handle), changes);
}

static void
a_name_is_taken_whatever_its_case(void **state)
{
    struct fixture *f = *state;
    struct staff got;

    assert_true(add_staff(f, "olena", false) > 0);
    assert_int_equal(add_staff(f, "Olena", false), 0);
    assert_int_equal(staff_by_name(f->db, &f->arena, "OLENA", &got), DB_OK);
    assert_string_equal(got.name, "olena");
    assert_int_equal(staff_by_name(f->db, &f->arena, "taras", &got), DB_NONE);
}

static void
rights_are_of_one_project(void **state)
{
    struct fixture *f = *state;
    int64_t other = add_project(f, "beta"), staff = add_staff(f, "olena", false),
            admin = add_staff(f, "root", true);
    struct project got;
    struct project_list list;
    unsigned bits;

    assert_int_equal(project_of_staff(f->db, &f->arena, "alpha", staff, &got), DB_NONE);
    assert_int_equal(staff_right_give(f->db, staff, f->project, STAFF_TRAINER), DB_OK);
    assert_int_equal(staff_right_give(f->db, staff, f->project, STAFF_TRAINER), DB_CONFLICT);
    assert_int_equal(project_of_staff(f->db, &f->arena, "alpha", staff, &got), DB_OK);
    assert_int_equal(got.id, f->project);
    assert_int_equal(project_of_staff(f->db, &f->arena, "beta", staff, &got), DB_NONE);
    assert_int_equal(project_of_staff(f->db, &f->arena, "beta", admin, &got), DB_OK);
    assert_int_equal(staff_rights(f->db, staff, f->project, &bits), DB_OK);
    assert_int_equal(bits, 1U << STAFF_TRAINER);
    assert_int_equal(staff_rights(f->db, staff, other, &bits), DB_OK);
    assert_int_equal(bits, 0);
    assert_int_equal(staff_rights(f->db, admin, other, &bits), DB_OK);
    assert_int_equal(bits, 7);
    assert_int_equal(project_list_of_staff(f->db, &f->arena, staff, &list), DB_OK);
    assert_int_equal(list.count, 1);
    assert_int_equal(staff_right_take(f->db, staff, f->project, STAFF_TRAINER), DB_OK);
    assert_int_equal(project_of_staff(f->db, &f->arena, "alpha", staff, &got), DB_NONE);
}

static void
who_leaves_is_out_at_once(void **state)
{
    struct fixture *f = *state;
    int64_t staff = add_staff(f, "olena", true), other = add_staff(f, "root", true);
    struct session session = a_session(staff, 0), got;
    struct project project;
    unsigned bits;

    assert_int_equal(session_add(f->db, &session), DB_OK);
    assert_int_equal(session_get(f->db, &f->arena, "h", 2000, &got), DB_OK);
    assert_true(got.admin);
    assert_true(other > 0);
    assert_int_equal(staff_disable(f->db, staff, true), DB_OK);
    assert_int_equal(session_get(f->db, &f->arena, "h", 2000, &got), DB_NONE);
    assert_int_equal(project_of_staff(f->db, &f->arena, "alpha", staff, &project), DB_NONE);
    assert_int_equal(staff_rights(f->db, staff, f->project, &bits), DB_OK);
    assert_int_equal(bits, 0);
}

static void
a_new_password_ends_the_sessions(void **state)
{
    struct fixture *f = *state;
    int64_t staff = add_staff(f, "olena", false);
    struct session session = a_session(staff, 0), got;

    assert_int_equal(session_add(f->db, &session), DB_OK);
    assert_int_equal(staff_set_password(f->db, staff, "y"), DB_OK);
    assert_int_equal(session_get(f->db, &f->arena, "h", 2000, &got), DB_NONE);
    assert_int_equal(staff_set_password(f->db, 999, "y"), DB_NONE);
}

static void
a_password_fits_its_own_hash_only(void **state)
{
    struct fixture *f = *state;
    const char *hash = user_password_hash(&f->arena, "правильный пароль");

    assert_non_null(hash);
    assert_non_null(strstr(hash, "$argon2id$"));
    assert_true(user_password_fits(hash, "правильный пароль"));
    assert_false(user_password_fits(hash, "правильный парол"));
    assert_false(user_password_fits("", "x"));
}

static void
failures_make_the_next_try_wait_longer_but_never_for_ever(void **state)
{
    struct fixture *f = *state;
    static const int64_t expected[] = { 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60 };
    int64_t wait;

    for (size_t i = 0; i < LENGTH(expected); i++) {
        assert_int_equal(throttle_failed(f->db, "login olena", 3, 1000), DB_OK);
        assert_int_equal(throttle_wait(f->db, "login olena", 1000, &wait), DB_OK);
        assert_int_equal(wait, expected[i] * SECOND);
    }
    for (int i = 0; i < 100; i++)
        assert_int_equal(throttle_failed(f->db, "login olena", 3, 1000), DB_OK);
    assert_int_equal(throttle_wait(f->db, "login olena", 1000, &wait), DB_OK);
    assert_int_equal(wait, 60 * SECOND);
    assert_int_equal(throttle_wait(f->db, "login olena", 1000 + 60 * SECOND, &wait), DB_OK);
    assert_int_equal(wait, 0);
    assert_int_equal(throttle_wait(f->db, "login taras", 1000, &wait), DB_OK);
    assert_int_equal(wait, 0);
}

static void
success_and_a_day_forget_failures(void **state)
{
    struct fixture *f = *state;
    int64_t wait;

    for (int i = 0; i < 6; i++)
        assert_int_equal(throttle_failed(f->db, "a", 3, 1000), DB_OK);
    assert_int_equal(throttle_passed(f->db, "a"), DB_OK);
    assert_int_equal(throttle_wait(f->db, "a", 1000, &wait), DB_OK);
    assert_int_equal(wait, 0);
    for (int i = 0; i < 6; i++)
        assert_int_equal(throttle_failed(f->db, "a", 3, 1000), DB_OK);
    assert_int_equal(throttle_failed(f->db, "a", 3, 2000 + 24 * HOUR), DB_OK);
    assert_int_equal(throttle_wait(f->db, "a", 2000 + 24 * HOUR, &wait), DB_OK);
    assert_int_equal(wait, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_RESPONSE(a_session_ends_when_idle_or_too_old),
        ON_RESPONSE(use_within_a_minute_writes_nothing),
        ON_RESPONSE(a_name_is_taken_whatever_its_case),
        ON_RESPONSE(rights_are_of_one_project),
        ON_RESPONSE(who_leaves_is_out_at_once),
        ON_RESPONSE(a_new_password_ends_the_sessions),
        ON_RESPONSE(a_password_fits_its_own_hash_only),
        ON_RESPONSE(failures_make_the_next_try_wait_longer_but_never_for_ever),
        ON_RESPONSE(success_and_a_day_forget_failures),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
