/* The pages of staff, handler by handler: whose project it is, what is refused, and what a failure leaves. */
#include "pages_kit.h"

#include "store/answer.h"

static int64_t
revision(struct kit *kit)
{
    return kit_count(kit, "SELECT revision FROM project");
}

static void
right(struct kit *kit, int64_t staff, enum staff_role role)
{
    assert_true(db_begin(kit->app.writer));
    assert_int_equal(staff_right_give(kit->app.writer, staff, kit->project, role), DB_OK);
    assert_true(db_commit(kit->app.writer));
}

static void
project_of_others_looks_like_one_that_is_not_there(void **state)
{
    static const char *const tails[] = { "",        "/people",       "/people/1", "/survey",   "/goals",
                                         "/exam/1", "/requirements", "/settings", "/documents" };
    struct kit *kit = *state;

    for (size_t i = 0; i < LENGTH(tails); i++) {
        struct reply there = kit_get(kit, STRANGER, arena_printf(&kit->arena, "/p/alfa%s", tails[i]));
        struct reply nowhere = kit_get(kit, STRANGER, arena_printf(&kit->arena, "/p/beta%s", tails[i]));

        kit_says(&there, 404, kit_text(kit, "error.not_found"));
        kit_says(&nowhere, 404, kit_text(kit, "error.not_found"));
        assert_int_equal(there.length, nowhere.length); /* but for the code in its own address */
    }
}

static void
pages_of_staff_are_for_staff(void **state)
{
    struct kit *kit = *state;
    struct reply reply = kit_get(kit, NULL, "/p/alfa/people");

    kit_goes(&reply, "/staff/login");
    reply = kit_get(kit, PERSON, "/p/alfa/people");
    kit_says(&reply, 404, kit_text(kit, "error.not_found"));
    reply = kit_post(kit, PERSON, "/p/alfa/people/new", "family=Taken");
    kit_says(&reply, 404, kit_text(kit, "error.not_found"));
    reply = kit_get(kit, STAFF, "/p/alfa/people");
    kit_says(&reply, 200, "Іванова");
}

static void
commission_looks_and_changes_nothing(void **state)
{
    struct kit *kit = *state;
    struct reply reply;

    right(kit, kit->stranger, STAFF_COMMISSION);
    reply = kit_get(kit, STRANGER, "/p/alfa/documents");
    kit_says(&reply, 200, kit_text(kit, "documents.title"));
    reply = kit_get(kit, STRANGER, "/p/alfa/people");
    kit_says(&reply, 404, kit_text(kit, "error.not_found"));
    reply = kit_post(kit, STRANGER, "/p/alfa/documents/requirements", "");
    kit_says(&reply, 404, kit_text(kit, "error.not_found"));
    assert_int_equal(kit_count(kit, "SELECT count(*) FROM issued_document"), 0);
}

static void
trainer_has_the_tests_and_not_the_people(void **state)
{
    struct kit *kit = *state;
    struct reply reply;

    right(kit, kit->stranger, STAFF_TRAINER);
    reply = kit_get(kit, STRANGER, kit_path(kit, "/p/alfa/exam/%", kit->attempt));
    kit_says(&reply, 200, "Іванова");
    reply = kit_get(kit, STRANGER, kit_path(kit, "/p/alfa/answers/%", kit->response));
    kit_says(&reply, 404, kit_text(kit, "error.not_found"));
    reply = kit_get(kit, STRANGER, "/p/alfa/settings");
    kit_says(&reply, 404, kit_text(kit, "error.not_found"));
}

/* ---- people ---- */

static struct reply
add_person(struct kit *kit, const char *form)
{
    return kit_post(kit, STAFF, "/p/alfa/people/new", form);
}

static void
person_is_added_with_an_event_and_a_new_revision(void **state)
{
    struct kit *kit = *state;
    int64_t before = revision(kit);
    struct reply reply =
        add_person(kit, "family=Shevchenko&given=Andriy&department=Sales&role=sales&external_id=007");

    assert_int_equal(reply.status, 303);
    assert_non_null(strstr(kit_header(&reply, "Location"), "?done=person_added"));
    assert_int_equal(kit_count(kit, "SELECT count(*) FROM person"), 3);
    assert_int_equal(kit_count(kit, "SELECT count(*) FROM department"), 1);
    assert_int_equal(kit_count(kit, "SELECT count(*) FROM event WHERE kind = 'person_add'"), 1);
    assert_true(revision(kit) == before + 1);
}

static void
refused_person_comes_back_as_typed_and_leaves_no_department(void **state)
{
    static const char *const forms[] = {
        "family=&given=Andriy&department=Sales",                        /* no name */
        "family=Shevchenko&given=Andriy&department=Sales&email=nobody", /* no address */
        "family=Shevchenko&given=Andriy&department=Sales&external_id=7" /* taken */
    };
    struct kit *kit = *state;

    kit_sql(kit, "UPDATE person SET external_id = '7' WHERE id = (SELECT min(id) FROM person)");
    for (size_t i = 0; i < LENGTH(forms); i++) {
        struct reply reply = add_person(kit, forms[i]);

        kit_says(&reply, 422, kit_text(kit, "people.refuse.title"));
        kit_says(&reply, 422, "value=\"Andriy\"");
        kit_says(&reply, 422, "class=\"refusal\"");
    }
    assert_int_equal(kit_count(kit, "SELECT count(*) FROM person"), 2);
    assert_int_equal(kit_count(kit, "SELECT count(*) FROM department"), 0);
}

static void
half_of_a_person_is_not_stored(void **state)
{
    static const char *const tables[] = { "event", "department" };
    static const char *const languages[] = { "ru", "uk", "en" };
    struct kit *kit = *state;
    int64_t before = revision(kit);

    for (size_t t = 0; t < LENGTH(tables); t++)
        for (size_t i = 0; i < LENGTH(languages); i++) {
            struct reply reply;

            kit->language = languages[i];
            kit_break(kit, tables[t]);
            reply = add_person(kit, "family=Shevchenko&given=Andriy&department=Sales&role=sales");
            kit_mend(kit, tables[t]);
            kit_says(&reply, 503, kit_text(kit, "error.not_stored"));
            kit_says(&reply, 503, arena_printf(&kit->arena, "<html lang=\"%s\"", languages[i]));
        }
    assert_int_equal(kit_count(kit, "SELECT count(*) FROM person"), 2);
    assert_int_equal(kit_count(kit, "SELECT count(*) FROM department"), 0);
    assert_true(revision(kit) == before);
}

static void
person_of_another_project_is_not_there(void **state)
{
    struct kit *kit = *state;
    struct reply reply;

    kit_sql(kit,
            "INSERT INTO project (code, title, organisation, city, country, time_zone, languages, language,"
            " created_at) SELECT 'beta', title, organisation, city, country, time_zone, languages,"
            " language, created_at FROM project");
    kit_sql(kit, "UPDATE person SET project = (SELECT id FROM project WHERE code = 'beta')"
                 " WHERE family = 'Петренко'");
    reply = kit_get(kit, STAFF, kit_path(kit, "/p/alfa/people/%", kit->other));
    kit_says(&reply, 404, kit_text(kit, "error.not_found"));
    reply = kit_post(kit, STAFF, kit_path(kit, "/p/alfa/people/%", kit->other), "family=Taken");
    kit_says(&reply, 404, kit_text(kit, "error.not_found"));
    reply = kit_post(kit, STAFF, kit_path(kit, "/p/alfa/people/%/disable", kit->other), "disabled=1");
    kit_says(&reply, 404, kit_text(kit, "error.not_found"));
    assert_int_equal(kit_count(kit, "SELECT count(*) FROM person WHERE family = 'Taken' OR disabled"), 0);
}

/* ---- documents ---- */

static void
facts_that_are_missing_are_named_and_the_document_is_made_all_the_same(void **state)
{
    struct kit *kit = *state;
    struct reply reply = kit_get(kit, STAFF, "/p/alfa/documents");

    kit_says(&reply, 200, kit_text(kit, "documents.missing"));
    kit_says(&reply, 200, kit_text(kit, "fact.city"));
    kit_says(&reply, 200, kit_text(kit, "fact.chair_name"));
    reply = kit_get(kit, STAFF, "/p/alfa/documents/requirements");
    kit_says(&reply, 200, arena_printf(&kit->arena, "badge\">%s<", kit_text(kit, "fact.city")));
    assert_null(strstr(reply.body, kit_text(kit, "fact.chair_name"))); /* of the sheet alone */
    reply = kit_get(kit, STAFF, "/p/alfa/documents/requirements.pdf");
    assert_int_equal(reply.status, 200);
    assert_memory_equal(reply.body, "%PDF-", 5);
    kit_sql(kit, "UPDATE project SET city = 'Київ', revision = revision + 1");
    reply = kit_get(kit, STAFF, "/p/alfa/documents/requirements");
    kit_says(&reply, 200, kit_text(kit, "documents.missing"));
    assert_null(strstr(reply.body, arena_printf(&kit->arena, "badge\">%s<", kit_text(kit, "fact.city"))));
}

static void
documents_that_are_not_there_are_not_made(void **state)
{
    static const char *const paths[] = { "/p/alfa/documents/nothing",
                                         "/p/alfa/documents/requirements.docx",
                                         "/p/alfa/documents/requirements.html",
                                         "/p/alfa/documents/certification-sheet",
                                         "/p/alfa/documents/certification-sheet?test=none",
                                         "/p/alfa/issued/1" };
    struct kit *kit = *state;

    for (size_t i = 0; i < LENGTH(paths); i++) {
        struct reply reply = kit_get(kit, STAFF, paths[i]);

        kit_says(&reply, 404, kit_text(kit, "error.not_found"));
    }
}

static void
issued_documents_are_numbered_and_a_failed_one_takes_no_number(void **state)
{
    struct kit *kit = *state;
    struct reply reply = kit_post(kit, STAFF, "/p/alfa/documents/certification-sheet", "test=crm_base");

    assert_int_equal(reply.status, 200);
    assert_non_null(strstr(kit_header(&reply, "Content-Disposition"), "no-1.pdf"));
    kit_sql(kit, "CREATE TRIGGER none BEFORE INSERT ON issued_document BEGIN SELECT RAISE(ABORT, 'no'); END");
    reply = kit_post(kit, STAFF, "/p/alfa/documents/certification-sheet", "test=crm_base");
    kit_says(&reply, 503, kit_text(kit, "error.not_stored"));
    kit_sql(kit, "DROP TRIGGER none");
    reply = kit_post(kit, STAFF, "/p/alfa/documents/certification-sheet", "test=crm_base");
    assert_non_null(strstr(kit_header(&reply, "Content-Disposition"), "no-2.pdf"));
    reply = kit_get(kit, STAFF, "/p/alfa/issued/1");
    kit_says(&reply, 200, "\"kind\"");
    assert_string_equal(reply.type, "application/json");
}

static void
document_that_no_worker_can_make_now_is_asked_for_again_later(void **state)
{
    struct kit *kit = *state;
    struct reply reply;

    lanes_cancel(kit->app.lanes);
    reply = kit_get(kit, STAFF, "/p/alfa/documents/requirements.pdf");
    kit_says(&reply, 503, kit_text(kit, "error.busy"));
    assert_string_equal(kit_header(&reply, "Retry-After"), "5");
}

/* ---- requirements ---- */

/* Two people meet a colleague's customer each week: a requirement, and by its norm a must. */
static void
two_say_weekly(struct kit *kit)
{
    const struct actor by = { ACTOR_PERSON, kit->person };
    bool first;

    assert_true(db_begin(kit->app.writer));
    for (int64_t person = kit->person; person <= kit->other; person++) {
        struct assignment assignment = { .project = kit->project,
                                         .person = person,
                                         .kind = FORM_SURVEY,
                                         .form = "express_audit_sales",
                                         .subject = "",
                                         .variant = "",
                                         .due_date = "" };
        struct response response = { .assignment = kit->survey,
                                     .person = person,
                                     .form_hash =
                                         library_survey(kit->app.library, "express_audit_sales")->hash,
                                     .language = "uk" };
        struct answer_save save = { .person = person,
                                    .question = "sm_03",
                                    .row = "",
                                    .column = "",
                                    .value = "weekly",
                                    .now = kit->now,
                                    .page = "" };
        struct answer_saved saved;

        if (person != kit->person) {
            assert_int_equal(assignment_add(kit->app.writer, &assignment), DB_OK);
            response.assignment = assignment.id;
        }
        assert_int_equal(response_start(kit->app.writer, &kit->arena, &response), DB_OK);
        save.response = response.id;
        assert_int_equal(answer_put(kit->app.writer, &kit->arena, &save, &saved), DB_OK);
        assert_int_equal(response_hand_in(kit->app.writer, person, response.id, by, kit->now, &first), DB_OK);
    }
    assert_true(db_commit(kit->app.writer));
}

static struct reply
decide(struct kit *kit, const char *form)
{
    return kit_post(kit, STAFF, "/p/alfa/requirements/1", form);
}

static void
decision_needs_its_reason_and_is_stored_with_it(void **state)
{
    struct kit *kit = *state;
    struct reply reply;
    int64_t before;

    two_say_weekly(kit);
    reply = kit_get(kit, STAFF, "/p/alfa/requirements");
    kit_says(&reply, 200, "CLI-02");
    reply = decide(kit, "act=priority&value=could&reason=");
    kit_says(&reply, 422, kit_text(kit, "requirements.refuse.reason"));
    reply = decide(kit, "act=priority&value=urgent&reason=Law");
    kit_says(&reply, 422, kit_text(kit, "requirements.refuse.priority"));
    kit_says(&reply, 422, "Law"); /* as typed */
    reply = decide(kit, "act=acceptance&value=");
    kit_says(&reply, 422, kit_text(kit, "requirements.refuse.acceptance"));
    reply = decide(kit, "act=explode&value=could&reason=Law");
    kit_says(&reply, 404, kit_text(kit, "error.not_found"));
    assert_int_equal(kit_count(kit, "SELECT count(*) FROM decision"), 0);
    before = revision(kit);
    reply = decide(kit, "act=priority&value=could&reason=Law");
    kit_goes(&reply, "/p/alfa/requirements/1?done=decision");
    assert_int_equal(kit_count(kit, "SELECT count(*) FROM decision WHERE value = 'could' AND reason = 'Law'"),
                     1);
    assert_true(revision(kit) > before);
    reply = kit_get(kit, STAFF, "/p/alfa/requirements/1");
    kit_says(&reply, 200, "Law");
    reply = kit_get(kit, STAFF, "/p/alfa/requirements/999");
    kit_says(&reply, 404, kit_text(kit, "error.not_found"));
}

static void
decision_that_could_not_be_stored_leaves_the_requirement_as_it_was(void **state)
{
    struct kit *kit = *state;
    struct reply reply;
    int64_t before;

    two_say_weekly(kit);
    before = revision(kit);
    kit_sql(kit, "CREATE TRIGGER none BEFORE INSERT ON decision BEGIN SELECT RAISE(ABORT, 'no'); END");
    reply = decide(kit, "act=priority&value=could&reason=Law");
    kit_says(&reply, 503, kit_text(kit, "error.not_stored"));
    kit_sql(kit, "DROP TRIGGER none");
    assert_int_equal(kit_count(kit, "SELECT count(*) FROM decision"), 0);
    assert_true(revision(kit) == before);
    reply = kit_get(kit, STAFF, "/p/alfa/requirements/1");
    kit_says(&reply, 200, "CLI-02");
    assert_null(strstr(reply.body, "Law"));
}

static void
findings_that_cannot_be_read_are_not_made_up(void **state)
{
    struct kit *kit = *state;
    struct reply reply;

    two_say_weekly(kit);
    kit_break(kit, "answer");
    reply = kit_get(kit, STAFF, "/p/alfa/requirements");
    kit_says(&reply, 503, kit_text(kit, "error.not_stored"));
    kit_mend(kit, "answer");
    reply = kit_get(kit, STAFF, "/p/alfa/requirements");
    kit_says(&reply, 200, "CLI-02");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        kit_test(project_of_others_looks_like_one_that_is_not_there),
        kit_test(pages_of_staff_are_for_staff),
        kit_test(commission_looks_and_changes_nothing),
        kit_test(trainer_has_the_tests_and_not_the_people),
        kit_test(person_is_added_with_an_event_and_a_new_revision),
        kit_test(refused_person_comes_back_as_typed_and_leaves_no_department),
        kit_test(half_of_a_person_is_not_stored),
        kit_test(person_of_another_project_is_not_there),
        kit_test(facts_that_are_missing_are_named_and_the_document_is_made_all_the_same),
        kit_test(documents_that_are_not_there_are_not_made),
        kit_test(issued_documents_are_numbered_and_a_failed_one_takes_no_number),
        kit_test(document_that_no_worker_can_make_now_is_asked_for_again_later),
        kit_test(decision_needs_its_reason_and_is_stored_with_it),
        kit_test(decision_that_could_not_be_stored_leaves_the_requirement_as_it_was),
        kit_test(findings_that_cannot_be_read_are_not_made_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
