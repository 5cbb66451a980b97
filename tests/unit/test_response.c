/* store/response: begun once, pinned, handed in once, read for the findings. */
#include "store_fixture.h"

static enum db_result
hand_in(struct fixture *f, int64_t person, int64_t response, bool *first)
{
    return response_hand_in(f->db, person, response, (struct actor){ ACTOR_PERSON, person }, 500, first);
}

static void
a_response_is_begun_once_and_stays_pinned(void **state)
{
    struct fixture *f = *state;
    const struct form newer = { "h2", "sales", FORM_SURVEY, 4, "survey: sales 4", 2 };
    struct response again = { .assignment = f->assignment,
                              .person = f->person,
                              .form_hash = "h2",
                              .language = "ru",
                              .started_at = 99 };

    assert_int_equal(form_keep(f->db, &newer), DB_OK);
    assert_int_equal(response_start(f->db, &f->arena, &again), DB_OK);
    assert_int_equal(again.id, f->response);
    assert_string_equal(again.form_hash, "h1");
    assert_string_equal(again.language, "uk");
    assert_int_equal(again.started_at, 10);
    assert_string_equal(again.form, "sales");
}

static void
a_form_that_is_not_kept_cannot_be_answered(void **state)
{
    struct fixture *f = *state;
    struct response response = { .assignment = assign(f, f->person, FORM_SURVEY, "head"),
                                 .person = f->person,
                                 .form_hash = "unknown",
                                 .language = "uk" };

    assert_int_equal(response_start(f->db, &f->arena, &response), DB_NONE);
}

static void
a_cancelled_assignment_cannot_be_begun(void **state)
{
    struct fixture *f = *state;
    struct assignment assignment;
    struct response response = { .assignment = assign(f, f->person, FORM_SURVEY, "head"),
                                 .person = f->person,
                                 .form_hash = "h1",
                                 .language = "uk" };

    assert_int_equal(assignment_get(f->db, &f->arena, f->project, response.assignment, &assignment), DB_OK);
    assignment.cancelled = true;
    assert_int_equal(assignment_change(f->db, &assignment), DB_OK);
    assert_int_equal(response_start(f->db, &f->arena, &response), DB_CONFLICT);
    response.person++;
    assert_int_equal(response_start(f->db, &f->arena, &response), DB_NONE);
}

static void
handing_in_twice_is_handing_in_once(void **state)
{
    struct fixture *f = *state;
    struct response response;
    int64_t before, after;
    bool first;

    assert_int_equal(project_revision(f->db, f->project, &before), DB_OK);
    assert_int_equal(hand_in(f, f->person, f->response, &first), DB_OK);
    assert_true(first);
    assert_int_equal(hand_in(f, f->person, f->response, &first), DB_OK);
    assert_false(first);
    assert_int_equal(project_revision(f->db, f->project, &after), DB_OK);
    assert_int_equal(after, before + 1);
    assert_int_equal(count_rows(f, "SELECT count(*) FROM event WHERE kind = 'hand_in'"), 1);
    assert_int_equal(response_own(f->db, &f->arena, f->person, f->response, &response), DB_OK);
    assert_int_equal(response.state, RESPONSE_HANDED_IN);
    assert_int_equal(response.handed_in_at, 500);
    assert_int_equal(hand_in(f, f->person + 1, f->response, &first), DB_NONE);
}

static void
a_returned_response_may_be_changed_and_counts_no_more(void **state)
{
    struct fixture *f = *state;
    struct response_answers_list counted;
    struct answer_saved saved;
    bool first;

    assert_int_equal(hand_in(f, f->person, f->response, &first), DB_OK);
    assert_int_equal(response_at_page(f->db, f->person, f->response, "s1", "uk", 5), DB_CONFLICT);
    assert_int_equal(response_return(f->db, f->project, f->response, (struct actor){ ACTOR_STAFF, 1 }, 600),
                     DB_OK);
    assert_int_equal(response_list_counted(f->db, &f->arena, f->project, &counted), DB_NONE);
    assert_int_equal(save_answer(f, "q", "a", 0, &saved), DB_OK);
    assert_int_equal(hand_in(f, f->person, f->response, &first), DB_OK);
    assert_true(first);
}

static void
the_page_the_language_and_the_time_are_remembered(void **state)
{
    struct fixture *f = *state;
    struct response response;

    assert_int_equal(response_at_page(f->db, f->person, f->response, "clients", "ru", 20), DB_OK);
    assert_int_equal(response_at_page(f->db, f->person, f->response, "sales", "uk", 22), DB_OK);
    assert_int_equal(response_get(f->db, &f->arena, f->project, f->response, &response), DB_OK);
    assert_string_equal(response.page, "sales");
    assert_string_equal(response.language, "uk");
    assert_int_equal(response.seconds, 42);
    assert_int_equal(response_at_page(f->db, f->person + 1, f->response, "sales", "uk", 1), DB_NONE);
    assert_int_equal(response_get(f->db, &f->arena, f->project + 1, f->response, &response), DB_NONE);
    assert_int_equal(response_own(f->db, &f->arena, f->person + 1, f->response, &response), DB_NONE);
}

static void
counted_responses_come_with_their_own_answers(void **state)
{
    struct fixture *f = *state;
    struct response_answers_list counted;
    struct answer_saved saved;
    int64_t people[3], responses[3];
    bool first;

    assert_int_equal(hand_in(f, f->person, f->response, &first), DB_OK); /* without any answer */
    for (int i = 0; i < 3; i++) {
        struct fixture other = *f;

        people[i] = other.person = add_person(f, f->project, "Коваль");
        responses[i] = other.response =
            start_response(f, people[i], assign(f, people[i], FORM_SURVEY, "sales"));
        for (int q = 0; q <= i; q++)
            assert_int_equal(save_answer(&other, arena_printf(&f->arena, "q%d", q),
                                         arena_printf(&f->arena, "%d", i), 0, &saved),
                             DB_OK);
        assert_int_equal(save_answer(&other, "emptied", "x", 0, &saved), DB_OK);
        assert_int_equal(save_answer(&other, "emptied", "", 1, &saved), DB_OK);
        if (i != 1)
            assert_int_equal(hand_in(f, people[i], responses[i], &first), DB_OK);
    }
    assert_int_equal(response_list_counted(f->db, &f->arena, f->project, &counted), DB_OK);
    assert_int_equal(counted.count, 3);
    assert_int_equal(counted.items[0].answers.count, 0);
    assert_int_equal(counted.items[1].response.id, responses[0]);
    assert_int_equal(counted.items[1].answers.count, 1);
    assert_int_equal(counted.items[2].response.id, responses[2]);
    assert_int_equal(counted.items[2].answers.count, 3);
    assert_string_equal(answers_value(&counted.items[2].answers, "q2", "", ""), "2");
    assert_string_equal(counted.items[2].family, "Коваль");
    assert_int_equal(response_list_counted(f->db, &f->arena, f->project + 1, &counted), DB_NONE);
}

static bool
count_exported(void *context, const struct response_answers *response)
{
    int64_t *counts = context;

    counts[0]++;
    counts[1] += (int64_t)response->answers.count;
    return true;
}

static void
the_export_has_drafts_and_emptied_cells_too(void **state)
{
    struct fixture *f = *state;
    struct answer_saved saved;
    int64_t counts[2] = { 0 };

    assert_int_equal(save_answer(f, "a", "1", 0, &saved), DB_OK);
    assert_int_equal(save_answer(f, "b", "1", 0, &saved), DB_OK);
    assert_int_equal(save_answer(f, "b", "", 1, &saved), DB_OK);
    assert_int_equal(response_export(f->db, f->project, count_exported, counts), DB_OK);
    assert_int_equal(counts[0], 1);
    assert_int_equal(counts[1], 2);
}

static void
an_excluded_response_says_why(void **state)
{
    struct fixture *f = *state;
    struct response response;
    const struct actor by = { ACTOR_STAFF, 1 };

    assert_int_equal(response_exclude(f->db, f->project, f->response, "слишком быстро", by, 5), DB_OK);
    assert_int_equal(response_get(f->db, &f->arena, f->project, f->response, &response), DB_OK);
    assert_true(response.excluded);
    assert_string_equal(response.excluded_reason, "слишком быстро");
    assert_int_equal(response_exclude(f->db, f->project, f->response, "", by, 6), DB_OK);
    assert_int_equal(response_get(f->db, &f->arena, f->project, f->response, &response), DB_OK);
    assert_false(response.excluded);
    assert_int_equal(response_exclude(f->db, f->project + 1, f->response, "x", by, 7), DB_NONE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_RESPONSE(a_response_is_begun_once_and_stays_pinned),
        ON_RESPONSE(a_form_that_is_not_kept_cannot_be_answered),
        ON_RESPONSE(a_cancelled_assignment_cannot_be_begun),
        ON_RESPONSE(handing_in_twice_is_handing_in_once),
        ON_RESPONSE(a_returned_response_may_be_changed_and_counts_no_more),
        ON_RESPONSE(the_page_the_language_and_the_time_are_remembered),
        ON_RESPONSE(counted_responses_come_with_their_own_answers),
        ON_RESPONSE(the_export_has_drafts_and_emptied_cells_too),
        ON_RESPONSE(an_excluded_response_says_why),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
