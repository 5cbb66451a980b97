/* Taking a test, handler by handler: the clock, what is kept, how it ends, and who may look. */
#include "pages_kit.h"

#include "store/paper.h"

static void
begin(struct kit *kit)
{
    struct reply reply = kit_post(kit, PERSON, kit_path(kit, "/my/%/begin", kit->test), "");

    kit_goes(&reply, kit_path(kit, "/t/%/1", kit->attempt));
}

/* The number on the paper of the first question of this type. */
static int64_t
place_of(struct kit *kit, enum item_type type)
{
    const struct quiz *quiz = library_quiz(kit->app.library, "crm_base");
    struct attempt attempt;
    struct kept_items paper;

    assert_int_equal(attempt_any(kit->app.writer, &kit->arena, kit->attempt, &attempt), DB_OK);
    assert_int_equal(paper_items_list(kit->app.writer, &kit->arena, attempt.paper, &paper), DB_OK);
    for (size_t i = 0; i < paper.count; i++)
        if (quiz_item(quiz, paper.items[i].item)->type == type)
            return (int64_t)i + 1;
    fail_msg("the paper has no such question");
    return 0;
}

static const char *
page_of(struct kit *kit, enum item_type type)
{
    return url_path(&kit->arena, "/t/%/%", kit_number(kit, kit->attempt),
                    kit_number(kit, place_of(kit, type)), NULL);
}

static struct reply
save(struct kit *kit, const char *who, const char *form)
{
    return kit_post(kit, who,
                    url_path(&kit->arena, "/attempt/%/%", kit_number(kit, kit->attempt),
                             kit_number(kit, place_of(kit, ITEM_SELECT_ONE)), NULL),
                    form);
}

static void
start_page_says_the_rules_and_starts_no_clock(void **state)
{
    struct kit *kit = *state;
    struct reply reply = kit_get(kit, PERSON, kit_path(kit, "/my/%", kit->test));

    kit_says(&reply, 200, "45 хвилин");
    assert_int_equal(kit_count(kit, "SELECT count(*) FROM attempt WHERE state = 'ready'"), 1);
    reply = kit_get(kit, PERSON, kit_path(kit, "/t/%/1", kit->attempt)); /* not begun */
    kit_goes(&reply, kit_path(kit, "/my/%", kit->test));
    reply = kit_get(kit, PERSON, kit_path(kit, "/t/%/result", kit->attempt));
    kit_goes(&reply, kit_path(kit, "/my/%", kit->test));
}

static void
second_press_of_start_does_not_start_the_clock_again(void **state)
{
    struct kit *kit = *state;
    int64_t deadline;

    begin(kit);
    deadline = kit_count(kit, "SELECT deadline FROM attempt");
    assert_true(deadline == kit->now + (int64_t)45 * MINUTE);
    kit->now += 10 * MINUTE;
    begin(kit);
    assert_true(kit_count(kit, "SELECT deadline FROM attempt") == deadline);
}

static void
answer_is_kept_and_tells_how_much_time_is_left(void **state)
{
    struct kit *kit = *state;
    struct reply reply;

    begin(kit);
    kit->now += 15 * MINUTE;
    reply = save(kit, PERSON, "value=1&seen=0&page=p&seq=1");
    kit_says(&reply, 200, "\"ok\":true,\"left\":1800,\"revision\":1");
    reply = kit_get(kit, PERSON, page_of(kit, ITEM_SELECT_ONE));
    kit_says(&reply, 200, "value=\"1\" checked");
    assert_int_equal(kit_count(kit, "SELECT count(*) FROM attempt_answer"), 1);
}

static void
newer_answer_of_another_window_is_shown_beside_this_one(void **state)
{
    struct kit *kit = *state;
    struct reply reply;

    begin(kit);
    reply = save(kit, PERSON, "value=1&seen=0&page=one&seq=1");
    kit_says(&reply, 200, "\"ok\":true");
    reply = save(kit, PERSON, "value=2&seen=0&page=two&seq=1");
    kit_says(&reply, 409, "\"ok\":false");
    kit_says(&reply, 409, "\"stored\":");
    reply = kit_post(kit, PERSON, page_of(kit, ITEM_SELECT_ONE), "value=2&seen=0&go=next");
    kit_says(&reply, 409, kit_text(kit, "exam.newer_there"));
    kit_says(&reply, 409, "value=\"2\" checked");
    assert_int_equal(kit_count(kit, "SELECT revision FROM attempt_answer"), 1);
    reply = kit_post(kit, PERSON, page_of(kit, ITEM_SELECT_ONE), "value=2&seen=1&go=back");
    assert_int_equal(reply.status, 303);
    assert_int_equal(kit_count(kit, "SELECT revision FROM attempt_answer"), 2);
}

static void
what_is_not_offered_is_refused_in_the_language_of_the_visitor(void **state)
{
    static const char *const languages[] = { "ru", "uk", "en" };
    struct kit *kit = *state;

    begin(kit);
    for (size_t i = 0; i < LENGTH(languages); i++) {
        struct reply reply;

        kit->language = languages[i];
        reply = save(kit, PERSON, "value=99&seen=0");
        kit_says(&reply, 422, kit_text(kit, "exam.refuse.choice"));
        reply = save(kit, PERSON, "value=1&value=2&seen=0");
        kit_says(&reply, 422, kit_text(kit, "exam.refuse.choice"));
        reply = kit_post(kit, PERSON, page_of(kit, ITEM_NUMERIC), "value=many&seen=0&go=next");
        kit_says(&reply, 422, kit_text(kit, "exam.refuse.number"));
        kit_says(&reply, 422, "value=\"many\"");
        kit_break(kit, "attempt_answer_history");
        reply = save(kit, PERSON, "value=1&seen=0");
        kit_says(&reply, 503, kit_text(kit, "error.not_stored"));
        reply = kit_post(kit, PERSON, page_of(kit, ITEM_SELECT_ONE), "value=1&seen=0&go=next");
        kit_says(&reply, 503, kit_text(kit, "error.not_stored"));
        kit_mend(kit, "attempt_answer_history");
    }
    assert_int_equal(kit_count(kit, "SELECT count(*) FROM attempt_answer"), 0);
}

static void
after_the_deadline_nothing_is_kept_whatever_is_sent(void **state)
{
    struct kit *kit = *state;
    struct reply reply;
    const char *result = kit_path(kit, "/t/%/result", kit->attempt);

    begin(kit);
    reply = save(kit, PERSON, "value=1&seen=0");
    kit_says(&reply, 200, "\"ok\":true");
    kit->now += 45 * MINUTE;
    reply = save(kit, PERSON, "value=2&seen=1");
    kit_says(&reply, 409, "\"ok\":false,\"left\":0");
    kit_says(&reply, 409, "/result\"");
    reply = save(kit, PERSON, "value=99&seen=1");
    kit_says(&reply, 409, "\"left\":0");
    reply = kit_post(kit, PERSON, page_of(kit, ITEM_SELECT_ONE), "value=2&seen=1&go=next");
    kit_goes(&reply, result);
    reply = kit_get(kit, PERSON, page_of(kit, ITEM_SELECT_ONE));
    kit_goes(&reply, result);
    assert_int_equal(kit_count(kit, "SELECT revision FROM attempt_answer"), 1);
}

static void
hand_in_after_the_deadline_is_the_servers(void **state)
{
    struct kit *kit = *state;
    struct reply reply;

    begin(kit);
    kit->now += 46 * MINUTE;
    reply = kit_post(kit, PERSON, kit_path(kit, "/t/%/hand-in", kit->attempt), "");
    kit_goes(&reply, kit_path(kit, "/t/%/result", kit->attempt));
    assert_int_equal(kit_count(kit, "SELECT count(*) FROM attempt WHERE state = 'expired'"), 1);
    reply = kit_get(kit, PERSON, kit_path(kit, "/t/%/result", kit->attempt));
    kit_says(&reply, 200, kit_text(kit, "exam.result.by_server"));
}

static void
handed_in_once_it_is_marked_and_stays_so(void **state)
{
    struct kit *kit = *state;
    struct reply reply;
    const char *result = kit_path(kit, "/t/%/result", kit->attempt);

    begin(kit);
    reply = kit_post(kit, PERSON, kit_path(kit, "/t/%/hand-in", kit->attempt), "");
    kit_goes(&reply, result);
    reply = kit_get(kit, PERSON, result);
    kit_says(&reply, 200, kit_text(kit, "exam.result.failed"));
    assert_null(strstr(reply.body, kit_text(kit, "exam.result.right_answer"))); /* before the closing */
    kit->now += MINUTE;
    reply = kit_post(kit, PERSON, kit_path(kit, "/t/%/hand-in", kit->attempt), "");
    kit_goes(&reply, result);
    reply = save(kit, PERSON, "value=1&seen=0");
    kit_says(&reply, 409, "\"left\":0");
    assert_true(kit_count(kit, "SELECT handed_in_at FROM attempt") == kit->now - MINUTE);
    assert_true(kit_count(kit, "SELECT count(*) FROM mark") > 10);
}

static void
hand_in_that_cannot_be_marked_is_not_a_hand_in(void **state)
{
    struct kit *kit = *state;
    struct reply reply;

    begin(kit);
    kit_break(kit, "mark");
    reply = kit_post(kit, PERSON, kit_path(kit, "/t/%/hand-in", kit->attempt), "");
    kit_says(&reply, 503, kit_text(kit, "error.not_stored"));
    kit_mend(kit, "mark");
    assert_int_equal(kit_count(kit, "SELECT count(*) FROM attempt WHERE state = 'running'"), 1);
    reply = kit_post(kit, PERSON, kit_path(kit, "/t/%/hand-in", kit->attempt), "");
    kit_goes(&reply, kit_path(kit, "/t/%/result", kit->attempt));
}

static void
attempt_of_another_person_is_not_there(void **state)
{
    static const char *const pages[] = { "/t/%/1", "/t/%/finish", "/t/%/result" };
    struct kit *kit = *state;
    struct reply reply;

    begin(kit);
    for (size_t i = 0; i < LENGTH(pages); i++) {
        reply = kit_get(kit, OTHER, kit_path(kit, pages[i], kit->attempt));
        kit_says(&reply, 404, kit_text(kit, "error.not_found"));
    }
    reply = save(kit, OTHER, "value=1&seen=0");
    kit_says(&reply, 403, kit_text(kit, "exam.other_person"));
    reply = kit_post(kit, OTHER, kit_path(kit, "/t/%/hand-in", kit->attempt), "");
    kit_says(&reply, 404, kit_text(kit, "error.not_found"));
    reply = kit_post(kit, OTHER, kit_path(kit, "/my/%/begin", kit->test), "");
    kit_says(&reply, 404, kit_text(kit, "error.not_found"));
    assert_int_equal(kit_count(kit, "SELECT count(*) FROM attempt WHERE state = 'running'"), 1);
    assert_int_equal(kit_count(kit, "SELECT count(*) FROM attempt_answer"), 0);
}

static void
question_that_the_paper_does_not_have_is_not_there(void **state)
{
    static const char *const places[] = { "0", "999", "-1", "1x" };
    struct kit *kit = *state;

    begin(kit);
    for (size_t i = 0; i < LENGTH(places); i++) {
        const char *number = kit_number(kit, kit->attempt);
        struct reply reply = kit_get(kit, PERSON, url_path(&kit->arena, "/t/%/%", number, places[i], NULL));

        kit_says(&reply, 404, kit_text(kit, "error.not_found"));
        reply =
            kit_post(kit, PERSON, url_path(&kit->arena, "/attempt/%/%", number, places[i], NULL), "value=1");
        kit_says(&reply, 404, kit_text(kit, "error.not_found"));
    }
}

/* ---- the trainer's desk ---- */

static struct reply
act(struct kit *kit, const char *form)
{
    return kit_post(kit, STAFF, kit_path(kit, "/p/alfa/exam/%", kit->attempt), form);
}

static void
trainer_gives_time_and_what_is_no_time_is_refused(void **state)
{
    static const char *const wrong[] = { "act=time&minutes=0", "act=time&minutes=241", "act=time&minutes=1.5",
                                         "act=time&minutes=", "act=time" };
    struct kit *kit = *state;
    struct reply reply;

    for (size_t i = 0; i < LENGTH(wrong); i++) {
        reply = act(kit, wrong[i]);
        kit_says(&reply, 422, kit_text(kit, "exam_staff.refuse.minutes"));
    }
    assert_int_equal(kit_count(kit, "SELECT extra_minutes FROM attempt"), 0);
    begin(kit);
    reply = act(kit, "act=time&minutes=10");
    kit_goes(&reply, arena_printf(&kit->arena, "/p/alfa/exam/%lld?done=exam_time", (long long)kit->attempt));
    assert_true(kit_count(kit, "SELECT deadline FROM attempt") == kit->now + (int64_t)55 * MINUTE);
    reply = act(kit, "act=explode");
    kit_says(&reply, 404, kit_text(kit, "error.not_found"));
}

static void
act_that_came_too_late_is_told_so(void **state)
{
    struct kit *kit = *state;
    struct reply reply;

    begin(kit);
    reply = act(kit, "act=no_show"); /* the page was older than the start */
    kit_says(&reply, 422, kit_text(kit, "exam_staff.refuse.state"));
    reply = act(kit, "act=retake");
    kit_says(&reply, 422, kit_text(kit, "exam_staff.refuse.retake"));
    assert_int_equal(kit_count(kit, "SELECT count(*) FROM attempt WHERE state = 'running'"), 1);
    kit_break(kit, "event");
    reply = act(kit, "act=time&minutes=10");
    kit_says(&reply, 503, kit_text(kit, "error.not_stored"));
    kit_mend(kit, "event");
    assert_int_equal(kit_count(kit, "SELECT extra_minutes FROM attempt"), 0);
}

static void
retake_is_there_after_a_failure_and_waits_for_its_day(void **state)
{
    struct kit *kit = *state;
    struct reply reply;

    begin(kit);
    reply = kit_post(kit, PERSON, kit_path(kit, "/t/%/hand-in", kit->attempt), "");
    assert_int_equal(reply.status, 303);
    assert_int_equal(kit_count(kit, "SELECT count(*) FROM attempt"), 2); /* failed: one more is ready */
    reply = act(kit, "act=retake");
    kit_says(&reply, 422, kit_text(kit, "exam_staff.refuse.retake"));
    kit->now += HOUR;
    reply = kit_post(kit, PERSON, kit_path(kit, "/my/%/begin", kit->test), "");
    kit_goes(&reply, kit_path(kit, "/my/%", kit->test));
    assert_int_equal(kit_count(kit, "SELECT count(*) FROM attempt WHERE state = 'ready'"), 1);
    kit_sql(kit, "UPDATE session SET idle = 3 * idle, expires_at = 3 * expires_at");
    kit->now += (int64_t)23 * HOUR;
    reply = kit_post(kit, PERSON, kit_path(kit, "/my/%/begin", kit->test), "");
    assert_int_equal(reply.status, 303);
    assert_int_equal(kit_count(kit, "SELECT count(*) FROM attempt WHERE state = 'running'"), 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        kit_test(start_page_says_the_rules_and_starts_no_clock),
        kit_test(second_press_of_start_does_not_start_the_clock_again),
        kit_test(answer_is_kept_and_tells_how_much_time_is_left),
        kit_test(newer_answer_of_another_window_is_shown_beside_this_one),
        kit_test(what_is_not_offered_is_refused_in_the_language_of_the_visitor),
        kit_test(after_the_deadline_nothing_is_kept_whatever_is_sent),
        kit_test(hand_in_after_the_deadline_is_the_servers),
        kit_test(handed_in_once_it_is_marked_and_stays_so),
        kit_test(hand_in_that_cannot_be_marked_is_not_a_hand_in),
        kit_test(attempt_of_another_person_is_not_there),
        kit_test(question_that_the_paper_does_not_have_is_not_there),
        kit_test(trainer_gives_time_and_what_is_no_time_is_refused),
        kit_test(act_that_came_too_late_is_told_so),
        kit_test(retake_is_there_after_a_failure_and_waits_for_its_day),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
