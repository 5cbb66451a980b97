/* Rules 2 and 3: weights, departments, D; the worked example of the method. */
#include "audit_kit.h"

static void
worked_example(void **state)
{
    struct kit *kit = *state;
    const struct found_requirement *found;

    kit_example(kit, true);
    kit_goal(kit, "base", GOAL_A);
    kit_compute(kit);
    found = kit_get(kit, "AAA-01", "");
    assert_int_equal(found->departments.items[0].share, 8000);
    assert_int_equal(found->departments.items[1].share, 2500);
    assert_true(found->departments.items[0].users == 4);
    assert_true(found->departments.items[1].users == 3);
    assert_int_equal(found->share, 5643);
    assert_int_equal(found->importance, 8500);
    assert_int_equal(found->goal, 10000);
    assert_int_equal(found->score, 7372);
    assert_int_equal(found->computed, PRIORITY_MUST);
    assert_int_equal(found->priority, PRIORITY_MUST);
    assert_true(found->disputed);
    assert_int_equal(found->answered, 7);
    assert_int_equal(found->in_favour, 4);
    assert_true(kit->found.department_users_total == 7);
}

static void
worked_example_has_a_difference_of_support_and_no_head_against_department(void **state)
{
    struct kit *kit = *state;
    const struct found_conflict *conflict;

    kit_example(kit, true);
    kit_compute(kit);
    conflict = kit_conflict(kit, CONFLICT_T2, "AAA-01");
    assert_int_equal(conflict->department, SALES);
    assert_int_equal(conflict->other_department, SERVICE);
    assert_int_equal(conflict->share - conflict->other_share, 5500);
    assert_false(conflict->settled);
    assert_int_equal(kit_conflicts(kit, CONFLICT_T5, "AAA-01"), 0);
}

static void
worked_example_without_the_goal(void **state)
{
    struct kit *kit = *state;
    const struct found_requirement *found;

    kit_example(kit, true);
    kit_compute(kit);
    found = kit_get(kit, "AAA-01", "");
    assert_int_equal(found->share, 5643);
    assert_int_equal(found->importance, 8500);
    assert_int_equal(found->goal, 0);
    assert_int_equal(found->score, 5372);
    assert_int_equal(found->priority, PRIORITY_SHOULD);
}

static void
worked_example_with_equal_departments(void **state)
{
    struct kit *kit = *state;
    const struct found_requirement *found;

    kit_example(kit, true);
    kit_goal(kit, "base", GOAL_A);
    kit->input.equal = true;
    kit_compute(kit);
    found = kit_get(kit, "AAA-01", "");
    assert_int_equal(found->share, 5250);
    assert_int_equal(found->importance, 8500);
    assert_int_equal(found->score, 7175);
    assert_int_equal(found->priority, PRIORITY_MUST);
    assert_true(kit->found.department_users_total == 2);
}

static void
worked_example_with_equal_departments_and_without_the_goal(void **state)
{
    struct kit *kit = *state;
    const struct found_requirement *found;

    kit_example(kit, true);
    kit->input.equal = true;
    kit_compute(kit);
    found = kit_get(kit, "AAA-01", "");
    assert_int_equal(found->share, 5250);
    assert_int_equal(found->importance, 8500);
    assert_int_equal(found->goal, 0);
    assert_int_equal(found->score, 5175); /* (5 x 5250 + 3 x 8500) / 10 */
    assert_int_equal(found->computed, PRIORITY_SHOULD);
    assert_int_equal(found->priority, PRIORITY_SHOULD);
}

static void
worked_example_where_service_was_not_asked(void **state)
{
    struct kit *kit = *state;
    const struct found_requirement *found;

    kit_example(kit, false);
    kit_goal(kit, "base", GOAL_A);
    kit_compute(kit);
    found = kit_get(kit, "AAA-01", "");
    assert_int_equal(found->share, 8000);
    assert_int_equal(found->importance, 9375);
    assert_int_equal(found->score, 8813);
    assert_int_equal(found->priority, PRIORITY_MUST);
    assert_int_equal(found->departments.count, 1);
    assert_false(found->disputed);
}

static void
greatest_role_of_a_person_weighs(void **state)
{
    struct kit *kit = *state;

    kit_vote(kit, 1, SALES, "staff key_user head", "yes", NULL); /* 2 */
    kit_vote(kit, 2, SALES, "staff key_user", "no", NULL);       /* 1.5 */
    kit_vote(kit, 3, SALES, "staff", "no", NULL);                /* 1 */
    kit_compute(kit);
    assert_int_equal(kit_get(kit, "AAA-01", "")->share, 4444); /* 2 / 4.5 */
}

static void
role_weighs_more_in_its_categories(void **state)
{
    struct kit *kit = *state;

    kit_put(kit, kit_says(kit, 1, SALES, "it", "dependent", "yes"), "duplicates", "yes");
    kit_put(kit, kit_says(kit, 2, SALES, "staff", "dependent", "no"), "duplicates", "no");
    kit_compute(kit);
    assert_int_equal(kit_get(kit, "BBB-02", "")->share, 6667);
    assert_int_equal(kit_get(kit, "AAA-01", "")->share, 5000);
}

static void
last_hand_in_of_a_person_counts(void **state)
{
    struct kit *kit = *state;

    kit_vote(kit, 1, SALES, "staff", "yes", NULL);
    kit_vote(kit, 2, SALES, "staff", "yes", NULL);
    kit_vote(kit, 1, SALES, "staff", "no", NULL);
    kit_compute(kit);
    assert_int_equal(kit_get(kit, "AAA-01", "")->answered, 2);
    assert_int_equal(kit_get(kit, "AAA-01", "")->share, 5000);
}

static void
last_hand_in_is_the_last_by_time_not_by_place(void **state)
{
    struct kit *kit = *state;

    kit_vote(kit, 1, SALES, "staff", "yes", NULL);
    kit_vote(kit, 1, SALES, "staff", "no", NULL);
    kit_vote(kit, 2, SALES, "staff", "yes", NULL);
    kit->input.responses.items[0].submitted_at = 1000;
    kit_compute(kit);
    assert_int_equal(kit_get(kit, "AAA-01", "")->share, 10000);
}

static void
excluded_response_does_not_count(void **state)
{
    struct kit *kit = *state;

    kit_vote(kit, 1, SALES, "staff", "yes", NULL);
    kit_vote(kit, 2, SALES, "staff", "no", NULL);
    kit->input.responses.items[1].excluded = true;
    kit_compute(kit);
    assert_int_equal(kit_get(kit, "AAA-01", "")->share, 10000);
}

static void
responses_without_a_person_are_people_of_their_own(void **state)
{
    struct kit *kit = *state;

    kit_vote(kit, 0, SALES, "staff", "yes", NULL);
    kit_vote(kit, 0, SALES, "staff", "yes", NULL);
    kit_vote(kit, 0, SALES, "staff", "no", NULL);
    kit_compute(kit);
    assert_int_equal(kit_get(kit, "AAA-01", "")->answered, 3);
    assert_int_equal(kit_get(kit, "AAA-01", "")->share, 6667);
}

static void
department_without_a_known_number_of_users_weighs_one(void **state)
{
    struct kit *kit = *state;

    kit->input.equal = false;
    kit_users(kit, 1, SALES, "3");
    kit_vote(kit, 2, SALES, "staff", "yes", NULL);
    kit_vote(kit, 3, SERVICE, "staff", "no", NULL);
    kit_compute(kit);
    assert_int_equal(kit_get(kit, "AAA-01", "")->share, 7500);
}

static void
last_head_to_count_the_users_is_right(void **state)
{
    struct kit *kit = *state;

    kit->input.equal = false;
    kit_users(kit, 1, SALES, "100");
    kit_users(kit, 4, SALES, "3");
    kit_vote(kit, 2, SALES, "staff", "yes", NULL);
    kit_vote(kit, 3, SERVICE, "staff", "no", NULL);
    kit_compute(kit);
    assert_int_equal(kit_get(kit, "AAA-01", "")->share, 7500);
}

static void
big_department_does_not_drown_a_small_one_when_equal(void **state)
{
    struct kit *kit = *state;

    for (int64_t person = 1; person <= 90; person++)
        kit_vote(kit, person, SALES, "staff", "no", NULL);
    kit_vote(kit, 91, SERVICE, "staff", "yes", NULL);
    kit_vote(kit, 92, SERVICE, "staff", "yes", NULL);
    kit_compute(kit);
    assert_int_equal(kit_get(kit, "AAA-01", "")->share, 5000);
}

static void
share_is_rounded_half_up_once(void **state)
{
    struct kit *kit = *state;

    /* (1/16 of one department and none of the other) / 2 = 3.125 % */
    for (int64_t person = 1; person <= 16; person++)
        kit_vote(kit, person, SALES, "staff", person == 1 ? "yes" : "no", NULL);
    kit_vote(kit, 17, SERVICE, "staff", "no", NULL);
    kit_compute(kit);
    assert_int_equal(kit_get(kit, "AAA-01", "")->departments.items[0].share, 625);
    assert_int_equal(kit_get(kit, "AAA-01", "")->share, 313);
}

static void
importance_is_asked_of_supporters_alone(void **state)
{
    struct kit *kit = *state;
    const struct found_requirement *found;

    kit_vote(kit, 1, SALES, "head", "yes", "1");
    kit_vote(kit, 2, SALES, "staff", "yes", "5");
    kit_vote(kit, 3, SALES, "staff", "yes", NULL);
    kit_vote(kit, 4, SALES, "staff", "no", "5");
    kit_compute(kit);
    found = kit_get(kit, "AAA-01", "");
    assert_true(found->importance_asked);
    assert_int_equal(found->importance, 3333); /* (2 x 0 + 1 x 10000) / 3 */
}

static void
importance_that_was_not_asked_is_the_share(void **state)
{
    struct kit *kit = *state;

    kit_says(kit, 1, SALES, "staff", "dependent", "yes");
    kit_says(kit, 2, SALES, "staff", "dependent", "yes");
    kit_says(kit, 3, SALES, "staff", "dependent", "no");
    kit_compute(kit);
    assert_false(kit_get(kit, "BBB-02", "")->importance_asked);
    assert_int_equal(kit_get(kit, "BBB-02", "")->importance, 6667);
}

static void
versions_of_a_questionnaire_are_joined_and_named(void **state)
{
    struct kit *kit = *state;
    const struct survey *now = library_survey(&kit->library, "wishes");
    struct survey *before = ARENA_NEW(&kit->arena, struct survey);

    *before = *now;
    before->version = 0;
    before->hash = "0123456789abcdef";
    kit_vote(kit, 1, SALES, "staff", "yes", NULL);
    kit_vote(kit, 2, SALES, "staff", "no", NULL);
    kit->input.responses.items[1].survey = before;
    kit_compute(kit);
    assert_int_equal(kit_get(kit, "AAA-01", "")->answered, 2);
    assert_int_equal(kit->found.versions.count, 2);
    assert_string_equal(kit->found.versions.items[1], "wishes v0 (01234567)");
}

static void
one_version_needs_no_naming(void **state)
{
    struct kit *kit = *state;

    kit_example(kit, true);
    kit_compute(kit);
    assert_int_equal(kit->found.versions.count, 0);
}

static void
ten_thousand_people_are_counted_in_little_memory(void **state)
{
    struct kit *kit = *state;
    struct arena results = { 0 };

    for (int64_t person = 1; person <= 10000; person++) {
        struct counted *response = kit_response(kit, person, person % 7 + 1, "staff", "wishes");

        kit_put(kit, response, "duplicates", person % 3 ? "yes" : "no");
        kit_put(kit, response, "show", person % 2 ? "history open_deals" : "in_head");
        kit_put(kit, response, "waste", person % 2 ? "40" : "10");
        kit_put(kit, response, "rule", person % 5 ? "everybody" : "only_mine");
        kit_put(kit, response, "reports/r1/.order", "1");
        kit_put(kit, response, "reports/r1/report",
                arena_printf(&kit->arena, "Отчёт %d", (int)(person % 500)));
        answers_sort(&response->answers);
    }
    findings_compute(&results, &kit->input, &kit->found);
    assert_int_equal(kit_get(kit, "AAA-01", "")->answered, 10000);
    assert_int_equal(kit_get(kit, "AAA-01", "")->in_favour, 6667);
    assert_int_equal(kit_get(kit, "AAA-03", "отчет 7")->in_favour, 20);
    assert_true(results.used < 40 * 1024 * 1024);
    arena_close(&results);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        kit_test(worked_example),
        kit_test(worked_example_has_a_difference_of_support_and_no_head_against_department),
        kit_test(worked_example_without_the_goal),
        kit_test(worked_example_with_equal_departments),
        kit_test(worked_example_with_equal_departments_and_without_the_goal),
        kit_test(worked_example_where_service_was_not_asked),
        kit_test(greatest_role_of_a_person_weighs),
        kit_test(role_weighs_more_in_its_categories),
        kit_test(last_hand_in_of_a_person_counts),
        kit_test(last_hand_in_is_the_last_by_time_not_by_place),
        kit_test(excluded_response_does_not_count),
        kit_test(responses_without_a_person_are_people_of_their_own),
        kit_test(department_without_a_known_number_of_users_weighs_one),
        kit_test(last_head_to_count_the_users_is_right),
        kit_test(big_department_does_not_drown_a_small_one_when_equal),
        kit_test(share_is_rounded_half_up_once),
        kit_test(importance_is_asked_of_supporters_alone),
        kit_test(importance_that_was_not_asked_is_the_share),
        kit_test(versions_of_a_questionnaire_are_joined_and_named),
        kit_test(one_version_needs_no_naming),
        kit_test(ten_thousand_people_are_counted_in_little_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
