/* Coming in and leaving, handler by handler: links, typed codes, passwords, and who is kept waiting. */
#include "pages_kit.h"

static struct person
person_of(struct kit *kit)
{
    struct person person;

    assert_int_equal(person_self(kit->app.writer, &kit->arena, kit->person, &person), DB_OK);
    return person;
}

static const char *
link_of(struct kit *kit)
{
    const struct person person = person_of(kit);

    return person_link(&kit->arena, kit->app.key, &person);
}

static const char *
code_of(struct kit *kit)
{
    const struct person person = person_of(kit);

    return person_code(&kit->arena, kit->app.key, &person);
}

static struct reply
type_code(struct kit *kit, const char *code)
{
    return kit_post(kit, NULL, "/code", url_path(&kit->arena, "code=%", code, NULL));
}

static struct reply
log_in(struct kit *kit, const char *name, const char *password)
{
    return kit_post(kit, NULL, "/staff/login",
                    url_path(&kit->arena, "name=%&password=%", name, password, NULL));
}

static int64_t
sessions(struct kit *kit)
{
    return kit_count(kit, "SELECT count(*) FROM session");
}

static void
link_asks_whether_it_is_you_and_tells_a_stranger_nothing(void **state)
{
    struct kit *kit = *state;
    struct reply reply = kit_get(kit, NULL, url_path(&kit->arena, "/i/%", link_of(kit), NULL));

    kit_says(&reply, 200, "ООО «Альфа-Снаб»");
    assert_null(strstr(reply.body, "Іванова"));
    assert_null(kit_header(&reply, "Set-Cookie"));
    assert_int_equal(sessions(kit), 4);
}

static void
links_that_are_unknown_and_revoked_are_answered_alike(void **state)
{
    struct kit *kit = *state;
    const char *link = link_of(kit);
    struct reply unknown = kit_get(kit, NULL, "/i/aaaaaaaaaaaaaaaaaaaaaaaaaa"), reply;

    kit_says(&unknown, 404, kit_text(kit, "error.not_found"));
    assert_true(db_begin(kit->app.writer));
    assert_int_equal(person_revoke(kit->app.writer, &kit->arena, kit->app.key, kit->project, kit->person),
                     DB_OK);
    assert_true(db_commit(kit->app.writer));
    reply = kit_get(kit, NULL, url_path(&kit->arena, "/i/%", link, NULL));
    kit_says(&reply, 404, kit_text(kit, "error.not_found"));
    reply = kit_post(kit, NULL, "/enter", url_path(&kit->arena, "token=%", link, NULL));
    kit_says(&reply, 404, kit_text(kit, "error.not_found"));
    reply = kit_post(kit, NULL, "/enter", "");
    kit_says(&reply, 404, kit_text(kit, "error.not_found"));
    reply = kit_get(kit, PERSON, "/my"); /* and whoever was in is out */
    assert_int_equal(reply.status, 403);
}

static void
whoever_confirms_gets_a_new_session_and_the_old_one_ends(void **state)
{
    struct kit *kit = *state;
    struct reply reply = kit_post(kit, OTHER, "/enter", url_path(&kit->arena, "token=%", link_of(kit), NULL));
    const char *cookie;

    kit_goes(&reply, "/my");
    cookie = kit_header(&reply, "Set-Cookie");
    assert_non_null(strstr(cookie, "session="));
    assert_non_null(strstr(cookie, "HttpOnly"));
    assert_int_equal(sessions(kit), 4);
    assert_int_equal(kit_count(kit, "SELECT count(*) FROM event WHERE kind = 'enter'"), 1);
    reply = kit_get(kit, OTHER, "/my");
    assert_int_equal(reply.status, 403);
    reply = kit_get(kit, arena_copy_n(&kit->arena, cookie + 8, strcspn(cookie + 8, ";")), "/my");
    kit_says(&reply, 200, "Іванова");
}

static void
store_that_fails_lets_nobody_in_and_says_so(void **state)
{
    static const char *const languages[] = { "ru", "uk", "en" };
    struct kit *kit = *state;

    for (size_t i = 0; i < LENGTH(languages); i++) {
        struct reply reply;

        kit->language = languages[i];
        kit_break(kit, "event");
        reply = kit_post(kit, NULL, "/enter", url_path(&kit->arena, "token=%", link_of(kit), NULL));
        kit_says(&reply, 503, kit_text(kit, "error.not_stored"));
        assert_null(kit_header(&reply, "Set-Cookie"));
        reply = log_in(kit, "consultant", "correct horse");
        kit_says(&reply, 503, kit_text(kit, "error.not_stored"));
        assert_null(kit_header(&reply, "Set-Cookie"));
        kit_mend(kit, "event");
        kit_break(kit, "throttle");
        reply = type_code(kit, "aaaa-aaaa-aaaa");
        kit_says(&reply, 503, kit_text(kit, "error.not_stored"));
        kit_mend(kit, "throttle");
    }
    assert_int_equal(sessions(kit), 4);
}

static void
code_is_taken_as_people_type_it(void **state)
{
    struct kit *kit = *state;
    char *code = arena_copy(&kit->arena, code_of(kit));
    struct reply reply;

    for (char *at = code; *at != '\0'; at++)
        *at = *at == '-' ? ' ' : *at >= 'a' && *at <= 'z' ? (char)(*at - 'a' + 'A') : *at;
    reply = type_code(kit, code);
    kit_says(&reply, 200, "ООО «Альфа-Снаб»");
    kit_says(&reply, 200, link_of(kit)); /* goes on as the link does */
}

/* Wrong codes until one is not even looked at; how many those were. */
static int
guess_until_told_to_wait(struct kit *kit, struct reply *reply)
{
    for (int tries = 0; tries < 30; tries++) {
        *reply = type_code(kit, "aaaa-aaaa-aaaa");
        if (reply->status == 429)
            return tries;
        kit_says(reply, 422, kit_text(kit, "landing.unknown_code"));
        kit_says(reply, 422, "value=\"aaaa-aaaa-aaaa\"");
    }
    return -1;
}

static void
guesses_are_counted_although_they_are_refused_and_must_wait(void **state)
{
    struct kit *kit = *state;
    struct reply reply;
    int tries = guess_until_told_to_wait(kit, &reply);

    assert_int_equal(tries, 21);
    assert_int_equal(strtol(kit_header(&reply, "Retry-After"), NULL, 10) >= 1, 1);
    reply = type_code(kit, code_of(kit)); /* the right one waits too */
    assert_int_equal(reply.status, 429);
    kit->now += MINUTE;
    reply = type_code(kit, code_of(kit));
    assert_int_equal(reply.status, 200);
}

/* Argon2 takes its time, and somebody may be shut out in it. */
static void
user_shut_out_while_the_password_is_looked_at_does_not_come_in(void **state)
{
    static const char *const changes[] = { "UPDATE staff SET disabled = 1",
                                           "UPDATE staff SET disabled = 0, password = password || 'x'" };
    struct kit *kit = *state;

    for (size_t i = 0; i < LENGTH(changes); i++) {
        struct reply reply;

        kit->meanwhile = changes[i];
        reply = log_in(kit, "consultant", "correct horse");
        kit_says(&reply, 422, kit_text(kit, "login.refused"));
        kit_sql(kit, "UPDATE staff SET disabled = 0");
    }
    assert_int_equal(sessions(kit), 4);
}

static void
password_lets_in_and_a_wrong_one_is_answered_like_a_wrong_name(void **state)
{
    struct kit *kit = *state;
    struct reply name = log_in(kit, "nobody", "correct horse"), word = log_in(kit, "consultant", "wrong"),
                 reply;

    kit_says(&name, 422, kit_text(kit, "login.refused"));
    kit_says(&word, 422, kit_text(kit, "login.refused"));
    assert_int_equal(sessions(kit), 4);
    assert_int_equal(kit_count(kit, "SELECT count(*) FROM throttle"), 3); /* two names and the address */
    reply = log_in(kit, "consultant", "correct horse");
    kit_goes(&reply, "/staff");
    assert_non_null(strstr(kit_header(&reply, "Set-Cookie"), "session="));
    assert_int_equal(sessions(kit), 5);
    assert_int_equal(kit_count(kit, "SELECT count(*) FROM throttle"),
                     1); /* hers and the address are forgotten */
    assert_int_equal(kit_count(kit, "SELECT count(*) FROM event WHERE kind = 'login'"), 1);
}

static void
staff_who_are_disabled_do_not_come_in(void **state)
{
    struct kit *kit = *state;
    struct reply reply;

    assert_true(db_begin(kit->app.writer));
    assert_int_equal(staff_disable(kit->app.writer, kit->staff, true), DB_OK);
    assert_true(db_commit(kit->app.writer));
    reply = log_in(kit, "consultant", "correct horse");
    kit_says(&reply, 422, kit_text(kit, "login.refused"));
    reply = kit_get(kit, STAFF, "/staff");
    kit_goes(&reply, "/staff/login"); /* the session has ended with it */
}

static void
guessing_a_password_waits_and_its_owner_comes_in_from_elsewhere(void **state)
{
    struct kit *kit = *state;
    struct reply reply = log_in(kit, "consultant", "wrong");

    for (int i = 0; i < 20 && reply.status == 422; i++)
        reply = log_in(kit, "consultant", "wrong");
    assert_int_equal(reply.status, 429);
    assert_non_null(kit_header(&reply, "Retry-After"));
    reply = log_in(kit, "consultant", "correct horse");
    assert_int_equal(reply.status, 429);
    kit->peer = "198.51.100.4";
    reply = log_in(kit, "consultant", "correct horse");
    kit_goes(&reply, "/staff");
}

static void
password_that_no_worker_can_look_at_now_is_asked_for_again_later(void **state)
{
    struct kit *kit = *state;
    struct reply reply;

    lanes_cancel(kit->app.lanes);
    reply = log_in(kit, "consultant", "correct horse");
    kit_says(&reply, 503, kit_text(kit, "error.busy"));
    assert_string_equal(kit_header(&reply, "Retry-After"), "5");
    assert_int_equal(sessions(kit), 4);
}

static void
whoever_leaves_has_left(void **state)
{
    struct kit *kit = *state;
    struct reply reply = kit_post(kit, PERSON, "/leave", "");

    kit_goes(&reply, "/left");
    assert_non_null(strstr(kit_header(&reply, "Set-Cookie"), "Max-Age=0"));
    reply = kit_get(kit, NULL, "/left");
    kit_says(&reply, 200, kit_text(kit, "left.title"));
    reply = kit_get(kit, PERSON, "/my");
    assert_int_equal(reply.status, 403);
    reply = kit_post(kit, STAFF, "/staff/logout", "");
    kit_goes(&reply, "/staff/login");
    reply = kit_get(kit, STAFF, "/p/alfa/people");
    kit_goes(&reply, "/staff/login");
    assert_int_equal(sessions(kit), 2);
}

static void
leaving_that_could_not_be_stored_is_not_said_to_be_done(void **state)
{
    struct kit *kit = *state;
    struct reply reply;

    kit_sql(kit, "CREATE TRIGGER staying BEFORE DELETE ON session BEGIN SELECT RAISE(ABORT, 'no'); END");
    reply = kit_post(kit, PERSON, "/leave", "");
    kit_says(&reply, 503, kit_text(kit, "error.not_stored"));
    assert_null(kit_header(&reply, "Set-Cookie"));
    reply = kit_get(kit, PERSON, "/my");
    assert_int_equal(reply.status, 200);
}

static void
session_that_has_run_out_is_nobodys(void **state)
{
    struct kit *kit = *state;
    struct reply reply;

    kit->now += (int64_t)24 * HOUR + 1;
    reply = kit_get(kit, PERSON, "/my");
    assert_int_equal(reply.status, 403);
    reply = kit_get(kit, STAFF, "/staff");
    kit_goes(&reply, "/staff/login");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        kit_test(link_asks_whether_it_is_you_and_tells_a_stranger_nothing),
        kit_test(links_that_are_unknown_and_revoked_are_answered_alike),
        kit_test(whoever_confirms_gets_a_new_session_and_the_old_one_ends),
        kit_test(store_that_fails_lets_nobody_in_and_says_so),
        kit_test(code_is_taken_as_people_type_it),
        kit_test(guesses_are_counted_although_they_are_refused_and_must_wait),
        kit_test(user_shut_out_while_the_password_is_looked_at_does_not_come_in),
        kit_test(password_lets_in_and_a_wrong_one_is_answered_like_a_wrong_name),
        kit_test(staff_who_are_disabled_do_not_come_in),
        kit_test(guessing_a_password_waits_and_its_owner_comes_in_from_elsewhere),
        kit_test(password_that_no_worker_can_look_at_now_is_asked_for_again_later),
        kit_test(whoever_leaves_has_left),
        kit_test(leaving_that_could_not_be_stored_is_not_said_to_be_done),
        kit_test(session_that_has_run_out_is_nobodys),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
