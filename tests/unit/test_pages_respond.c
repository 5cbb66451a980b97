/* Filling a questionnaire, handler by handler: what is stored, what is refused, and what is said. */
#include "pages/visit.h"
#include "pages_kit.h"

static const char *
cell_path(struct kit *kit, const char *question)
{
    return url_path(&kit->arena, "/response/%/%", kit_number(kit, kit->response), question, NULL);
}

static struct reply
save(struct kit *kit, const char *who, const char *form)
{
    return kit_post(kit, who, cell_path(kit, "sm_03"), form);
}

static int64_t
stored(struct kit *kit, const char *value)
{
    return kit_count(
        kit, arena_printf(&kit->arena,
                          "SELECT count(*) FROM answer WHERE question = 'sm_03' AND value = '%s'", value));
}

static void
answer_is_stored_and_its_revision_given_back(void **state)
{
    struct kit *kit = *state;
    struct reply reply = save(kit, PERSON, "value=weekly&state=answered&seen=0&page=p&seq=1");

    kit_says(&reply, 200, "\"ok\":true");
    kit_says(&reply, 200, "\"revision\":1");
    assert_string_equal(reply.type, "application/json; charset=utf-8");
    assert_int_equal(stored(kit, "weekly"), 1);
    reply = save(kit, PERSON, "value=weekly&state=answered&seen=0&page=p&seq=1");
    kit_says(&reply, 200, "\"revision\":1"); /* sent again: the reply had been lost */
    assert_int_equal(kit_count(kit, "SELECT count(*) FROM answer_history"), 1);
}

static void
save_with_a_stale_revision_answers_with_both_values_and_stores_nothing(void **state)
{
    struct kit *kit = *state;
    struct reply reply = save(kit, PERSON, "value=weekly&seen=0&page=one&seq=1");

    kit_says(&reply, 200, "\"revision\":1");
    reply = save(kit, PERSON, "value=monthly&seen=0&page=two&seq=1");
    kit_says(&reply, 409, "\"value\":\"weekly\"");
    kit_says(&reply, 409, "\"words\":\"щотижня\"");
    kit_says(&reply, 409, "\"yours\":\"раз на місяць\"");
    kit_says(&reply, 409, kit_text(kit, "respond.changed_elsewhere"));
    assert_int_equal(stored(kit, "weekly"), 1);
    assert_int_equal(stored(kit, "monthly"), 0);
    reply = save(kit, PERSON, "value=monthly&seen=1&page=two&seq=2");
    kit_says(&reply, 200, "\"revision\":2");
}

static void
save_says_in_the_language_of_the_visitor_why_it_is_refused(void **state)
{
    static const char *const languages[] = { "ru", "uk", "en" };
    struct kit *kit = *state;

    for (size_t i = 0; i < LENGTH(languages); i++) {
        struct reply reply;

        kit->language = languages[i];
        reply = save(kit, PERSON, "value=sometimes&seen=0");
        kit_says(&reply, 422, kit_text(kit, "refuse.choice"));
        reply = save(kit, PERSON, "value=weekly&seen=none");
        kit_says(&reply, 422, kit_text(kit, "refuse.cell"));
        reply = kit_post(kit, PERSON, cell_path(kit, "no_such"), "value=weekly&seen=0");
        kit_says(&reply, 404, kit_text(kit, "refuse.question"));
        kit_break(kit, "answer_history");
        reply = save(kit, PERSON, "value=weekly&seen=0");
        kit_says(&reply, 503, kit_text(kit, "respond.busy"));
        kit_mend(kit, "answer_history");
    }
    assert_int_equal(kit_count(kit, "SELECT count(*) FROM answer"), 0);
    assert_int_equal(kit_count(kit, "SELECT count(*) FROM answer_history"), 0);
}

static void
refusal_names_the_bounds_of_numbers_and_dates(void **state)
{
    static const struct {
        struct refusal refusal;
        const char *sentence;
    } cases[] = {
        { { .text_id = "refuse.range", .least = 0.5, .most = 60 }, "Уведіть число від 0,5 до 60." },
        { { .text_id = "refuse.date_range", .from = "2026-01-05", .to = "2026-12-31" },
          "Уведіть дату з 05.01.2026 до 31.12.2026." },
        { { .text_id = "refuse.date_least", .from = "2026-01-05" },
          "Уведіть дату не раніше ніж 05.01.2026." },
        { { .text_id = "refuse.date_most", .to = "2026-12-31" }, "Уведіть дату не пізніше ніж 31.12.2026." },
    };
    struct kit *kit = *state;
    struct request rq = { .language = "uk", .arena = &kit->arena, .app = &kit->app };

    for (size_t i = 0; i < LENGTH(cases); i++)
        assert_string_equal(refusal_sentence(&rq, &cases[i].refusal), cases[i].sentence);
}

static void
half_of_a_row_is_not_stored_when_its_place_cannot_be(void **state)
{
    struct kit *kit = *state;
    struct reply reply;

    kit_sql(kit, "CREATE TRIGGER no_place BEFORE INSERT ON answer_history WHEN new.column_id = '.order'"
                 " BEGIN SELECT RAISE(ABORT, 'no'); END");
    reply = kit_post(kit, PERSON, cell_path(kit, "sm_07"), "row=c0&column=document&value=Act&seen=0");
    assert_true(reply.status >= 400);
    assert_int_equal(kit_count(kit, "SELECT count(*) FROM answer"), 0);
    kit_sql(kit, "DROP TRIGGER no_place");
    reply = kit_post(kit, PERSON, cell_path(kit, "sm_07"), "row=c0&column=document&value=Act&seen=0");
    kit_says(&reply, 200, "\"ok\":true");
    assert_int_equal(kit_count(kit, "SELECT count(*) FROM answer WHERE question = 'sm_07'"), 2);
}

static void
response_of_another_person_is_not_there(void **state)
{
    static const char *const pages[] = { "/r/%/clients", "/r/%/review", "/r/%/done", "/r/%/copy.pdf",
                                         "/r/%" };
    struct kit *kit = *state;
    struct reply reply = save(kit, OTHER, "value=weekly&seen=0");

    kit_says(&reply, 403, "\"other_person\":true");
    kit_says(&reply, 403, kit_text(kit, "respond.other_person"));
    for (size_t i = 0; i < LENGTH(pages); i++) {
        reply = kit_get(kit, OTHER, kit_path(kit, pages[i], kit->response));
        kit_says(&reply, 404, kit_text(kit, "error.not_found"));
        assert_null(strstr(reply.body, "Іванова"));
    }
    reply = kit_post(kit, OTHER, kit_path(kit, "/r/%/hand-in", kit->response), "");
    kit_says(&reply, 404, kit_text(kit, "error.not_found"));
    reply = kit_post(kit, OTHER, kit_path(kit, "/r/%/clients", kit->response), "go=next");
    kit_says(&reply, 404, kit_text(kit, "error.not_found"));
    reply = kit_get(kit, OTHER, kit_path(kit, "/my/%", kit->survey));
    kit_says(&reply, 404, kit_text(kit, "error.not_found"));
    assert_int_equal(kit_count(kit, "SELECT count(*) FROM answer"), 0);
}

static void
whoever_has_not_come_in_is_asked_to(void **state)
{
    struct kit *kit = *state;
    struct reply reply = kit_get(kit, NULL, "/my");

    kit_says(&reply, 403, kit_text(kit, "error.forbidden"));
    reply = save(kit, NULL, "value=weekly&seen=0");
    kit_says(&reply, 403, kit_text(kit, "error.forbidden"));
    assert_string_equal(reply.type, "application/json; charset=utf-8");
    reply = kit_get(kit, STAFF, "/my");
    kit_says(&reply, 404, kit_text(kit, "error.not_found"));
}

static void
questionnaire_with_required_answers_missing_is_not_handed_in(void **state)
{
    struct kit *kit = *state;
    struct reply reply = kit_post(kit, PERSON, kit_path(kit, "/r/%/hand-in", kit->response), "");

    assert_int_equal(reply.status, 422);
    assert_non_null(strstr(reply.body, "#q-sm_03"));
    assert_int_equal(kit_count(kit, "SELECT count(*) FROM response WHERE state = 'draft'"), 1);
}

static void
hand_in(struct kit *kit)
{
    const struct actor by = { ACTOR_PERSON, kit->person };
    bool first;

    assert_true(db_begin(kit->app.writer));
    assert_int_equal(response_hand_in(kit->app.writer, kit->person, kit->response, by, kit->now, &first),
                     DB_OK);
    assert_true(first);
    assert_true(db_commit(kit->app.writer));
}

static void
after_the_hand_in_nothing_changes_and_the_copy_is_there(void **state)
{
    struct kit *kit = *state;
    struct reply reply = save(kit, PERSON, "value=weekly&seen=0");

    kit_says(&reply, 200, "\"ok\":true");
    hand_in(kit);
    reply = save(kit, PERSON, "value=monthly&seen=1");
    kit_says(&reply, 409, "\"closed\":true");
    kit_says(&reply, 409, kit_text(kit, "respond.closed"));
    reply = kit_post(kit, PERSON, kit_path(kit, "/r/%/clients", kit->response), "go=next");
    kit_says(&reply, 409, kit_text(kit, "respond.closed"));
    reply = kit_get(kit, PERSON, kit_path(kit, "/r/%/review", kit->response));
    kit_goes(&reply, kit_path(kit, "/r/%/done", kit->response));
    reply = kit_get(kit, PERSON, kit_path(kit, "/r/%/done", kit->response));
    kit_says(&reply, 200, "щотижня");
    reply = kit_post(kit, PERSON, kit_path(kit, "/r/%/hand-in", kit->response), "");
    kit_goes(&reply, kit_path(kit, "/r/%/done", kit->response)); /* twice is once */
    reply = kit_get(kit, PERSON, kit_path(kit, "/r/%/copy.pdf", kit->response));
    assert_int_equal(reply.status, 200);
    assert_string_equal(reply.type, "application/pdf");
    assert_memory_equal(reply.body, "%PDF-", 5);
    assert_int_equal(stored(kit, "weekly"), 1);
    assert_int_equal(kit_count(kit, "SELECT count(*) FROM event WHERE kind = 'hand_in'"), 1);
}

static void
section_saved_without_a_script_shows_both_answers_when_it_is_stale(void **state)
{
    struct kit *kit = *state;
    const char *page = kit_path(kit, "/r/%/clients", kit->response);
    struct reply reply = save(kit, PERSON, "value=weekly&seen=0");

    kit_says(&reply, 200, "\"ok\":true");
    reply = kit_post(kit, PERSON, page, "sm_03=monthly&was%3Asm_03=&go=next");
    kit_says(&reply, 409, kit_text(kit, "respond.changed_elsewhere"));
    kit_says(&reply, 409, "щотижня");
    kit_says(&reply, 409, "value=\"monthly\" checked");
    assert_int_equal(stored(kit, "weekly"), 1);
    reply = kit_post(kit, PERSON, page, "sm_03=monthly&was%3Asm_03=weekly&go=save");
    kit_goes(&reply, kit_path(kit, "/r/%/clients?saved", kit->response));
    assert_int_equal(stored(kit, "monthly"), 1);
}

static void
store_failure_of_a_page_is_said_in_the_language_of_the_visitor(void **state)
{
    static const char *const languages[] = { "ru", "uk", "en" };
    struct kit *kit = *state;

    kit_break(kit, "answer");
    for (size_t i = 0; i < LENGTH(languages); i++) {
        struct reply reply;

        kit->language = languages[i];
        reply = kit_get(kit, PERSON, kit_path(kit, "/r/%/clients", kit->response));
        kit_says(&reply, 503, kit_text(kit, "error.not_stored"));
        kit_says(&reply, 503, arena_printf(&kit->arena, "<html lang=\"%s\"", languages[i]));
        reply = kit_post(kit, PERSON, kit_path(kit, "/r/%/hand-in", kit->response), "");
        kit_says(&reply, 503, kit_text(kit, "error.not_stored"));
    }
    kit_mend(kit, "answer");
    assert_int_equal(kit_count(kit, "SELECT count(*) FROM response WHERE state = 'draft'"), 1);
}

static void
copy_that_no_worker_can_make_now_is_refused_with_a_time_to_come_back(void **state)
{
    struct kit *kit = *state;
    struct reply reply;

    hand_in(kit);
    lanes_cancel(kit->app.lanes);
    reply = kit_get(kit, PERSON, kit_path(kit, "/r/%/copy.pdf", kit->response));
    kit_says(&reply, 503, kit_text(kit, "error.busy"));
    assert_string_equal(kit_header(&reply, "Retry-After"), "5");
}

static void
language_asked_for_by_address_is_kept(void **state)
{
    struct kit *kit = *state;
    struct reply reply = kit_get(kit, PERSON, "/my?lang=en");

    kit_says(&reply, 200, "<html lang=\"en\"");
    assert_non_null(strstr(kit_header(&reply, "Set-Cookie"), "language=en"));
    reply = kit_get(kit, PERSON, "/my?lang=xx");
    kit_says(&reply, 200, "<html lang=\"uk\"");
    assert_null(kit_header(&reply, "Set-Cookie"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        kit_test(answer_is_stored_and_its_revision_given_back),
        kit_test(save_with_a_stale_revision_answers_with_both_values_and_stores_nothing),
        kit_test(save_says_in_the_language_of_the_visitor_why_it_is_refused),
        kit_test(refusal_names_the_bounds_of_numbers_and_dates),
        kit_test(half_of_a_row_is_not_stored_when_its_place_cannot_be),
        kit_test(response_of_another_person_is_not_there),
        kit_test(whoever_has_not_come_in_is_asked_to),
        kit_test(questionnaire_with_required_answers_missing_is_not_handed_in),
        kit_test(after_the_hand_in_nothing_changes_and_the_copy_is_there),
        kit_test(section_saved_without_a_script_shows_both_answers_when_it_is_stale),
        kit_test(store_failure_of_a_page_is_said_in_the_language_of_the_visitor),
        kit_test(copy_that_no_worker_can_make_now_is_refused_with_a_time_to_come_back),
        kit_test(language_asked_for_by_address_is_kept),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
