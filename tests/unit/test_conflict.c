/* Contradictions as far as priorities need them: T1, T2, T3, T5. */
#include "audit_kit.h"

static void
departments_with_different_rules_differ(void **state)
{
    struct kit *kit = *state;
    const struct found_conflict *conflict;

    kit_says(kit, 1, SALES, "staff", "rule", "only_mine");
    kit_says(kit, 2, SALES, "staff", "rule", "only_mine");
    kit_says(kit, 3, SERVICE, "staff", "rule", "everybody");
    kit_says(kit, 4, SERVICE, "staff", "rule", "everybody");
    kit_compute(kit);
    conflict = kit_conflict(kit, CONFLICT_T1, "AAA-04");
    assert_int_equal(conflict->department, SALES);
    assert_string_equal(conflict->position, "только мне");
    assert_int_equal(conflict->other_department, SERVICE);
    assert_string_equal(conflict->other_position, "всем");
    assert_string_equal(conflict->question->id, "rule");
    assert_true(conflict->shares);
    assert_int_equal(conflict->share, 10000);
    assert_int_equal(conflict->other_people, 2);
    assert_true(kit_get(kit, "AAA-04", "")->disputed);
    assert_int_equal(kit_conflicts(kit, CONFLICT_T2, "AAA-04"), 0);
}

static void
one_person_is_no_position_but_a_head_is(void **state)
{
    struct kit *kit = *state;

    kit_says(kit, 1, SALES, "staff", "rule", "only_mine");
    kit_says(kit, 2, SALES, "staff", "rule", "only_mine");
    kit_says(kit, 3, SERVICE, "staff", "rule", "everybody");
    kit_compute(kit);
    assert_int_equal(kit_conflicts(kit, CONFLICT_T1, "AAA-04"), 0);
    assert_false(kit_get(kit, "AAA-04", "")->disputed);
    kit_says(kit, 3, SERVICE, "head", "rule", "everybody");
    kit_compute(kit);
    assert_int_equal(kit_conflicts(kit, CONFLICT_T1, "AAA-04"), 1);
}

static void
tie_within_a_department_is_no_position(void **state)
{
    struct kit *kit = *state;

    kit_says(kit, 1, SALES, "staff", "rule", "only_mine");
    kit_says(kit, 2, SALES, "staff", "rule", "everybody");
    kit_says(kit, 3, SERVICE, "staff", "rule", "everybody");
    kit_says(kit, 4, SERVICE, "staff", "rule", "everybody");
    kit_compute(kit);
    assert_int_equal(kit_conflicts(kit, CONFLICT_T1, "AAA-04"), 0);
}

static void
approved_rule_settles_the_difference(void **state)
{
    struct kit *kit = *state;

    kit_says(kit, 1, SALES, "head", "rule", "only_mine");
    kit_says(kit, 2, SERVICE, "head", "rule", "everybody");
    kit_decide(kit, DECISION_RULE, "AAA-04", "", "everybody");
    kit_compute(kit);
    assert_true(kit_conflict(kit, CONFLICT_T1, "AAA-04")->settled);
    assert_false(kit_get(kit, "AAA-04", "")->disputed);
}

static void
matrix_has_one_card_with_every_cell_that_differs(void **state)
{
    struct kit *kit = *state;
    struct counted *response;

    response = kit_says(kit, 1, SALES, "head", "fields/phone/lead", "must");
    kit_put(kit, response, "fields/phone/deal", "must");
    kit_put(kit, response, "fields/mail/lead", "wanted");
    response = kit_says(kit, 2, SERVICE, "head", "fields/phone/lead", "no_need");
    kit_put(kit, response, "fields/phone/deal", "must");
    kit_put(kit, response, "fields/mail/lead", "must");
    kit_compute(kit);
    assert_int_equal(kit_conflicts(kit, CONFLICT_T1, "AAA-09"), 1);
    assert_string_equal(kit_conflict(kit, CONFLICT_T1, "AAA-09")->position,
                        "телефон — обращение: обязательно; почта — обращение: желательно");
    assert_string_equal(kit_conflict(kit, CONFLICT_T1, "AAA-09")->other_position,
                        "телефон — обращение: нет; почта — обращение: обязательно");
}

static void
sets_of_choices_are_compared_as_sets(void **state)
{
    struct kit *kit = *state;

    kit_says(kit, 1, SALES, "head", "viewers", "head staff");
    kit_says(kit, 2, SERVICE, "head", "viewers", "head");
    kit_compute(kit);
    assert_string_equal(kit_conflict(kit, CONFLICT_T1, "AAA-11")->position, "начальник; сотрудник");
    assert_string_equal(kit_conflict(kit, CONFLICT_T1, "AAA-11")->other_position, "начальник");
}

static void
same_sets_do_not_differ(void **state)
{
    struct kit *kit = *state;

    kit_says(kit, 1, SALES, "head", "viewers", "head staff");
    kit_says(kit, 2, SERVICE, "head", "viewers", "head staff");
    kit_compute(kit);
    assert_int_equal(kit_conflicts(kit, CONFLICT_T1, "AAA-11"), 0);
}

static void
support_that_differs_by_fifty_points_is_a_contradiction(void **state)
{
    struct kit *kit = *state;

    kit_vote(kit, 1, SALES, "staff", "yes", NULL);
    kit_vote(kit, 2, SALES, "staff", "yes", NULL);
    kit_vote(kit, 3, SERVICE, "staff", "yes", NULL);
    kit_vote(kit, 4, SERVICE, "staff", "no", NULL);
    kit_compute(kit);
    assert_int_equal(kit_conflict(kit, CONFLICT_T2, "AAA-01")->share, 10000);
    assert_int_equal(kit_conflict(kit, CONFLICT_T2, "AAA-01")->other_share, 5000);
    assert_true(kit_conflict(kit, CONFLICT_T2, "AAA-01")->shares);
    assert_int_equal(kit_conflict(kit, CONFLICT_T2, "AAA-01")->people, 2);
    assert_true(kit_get(kit, "AAA-01", "")->disputed);
}

static void
support_that_differs_by_less_is_none(void **state)
{
    struct kit *kit = *state;

    kit_vote(kit, 1, SALES, "staff", "yes", NULL);
    kit_vote(kit, 2, SALES, "staff", "yes", NULL);
    for (int64_t person = 3; person <= 7; person++)
        kit_vote(kit, person, SERVICE, "staff", person <= 5 ? "yes" : "no", NULL);
    kit_compute(kit);
    assert_int_equal(kit_conflicts(kit, CONFLICT_T2, "AAA-01"), 0);
}

static void
decided_priority_settles_different_support(void **state)
{
    struct kit *kit = *state;

    kit_vote(kit, 1, SALES, "staff", "yes", NULL);
    kit_vote(kit, 2, SERVICE, "staff", "no", NULL);
    kit_decide(kit, DECISION_PRIORITY, "AAA-01", "", "should");
    kit_compute(kit);
    assert_true(kit_conflict(kit, CONFLICT_T2, "AAA-01")->settled);
    assert_false(kit_get(kit, "AAA-01", "")->disputed);
}

static void
numbers_more_than_half_apart_are_a_contradiction(void **state)
{
    struct kit *kit = *state;
    const struct found_conflict *conflict;

    kit_says(kit, 1, SALES, "staff", "waste", "20");
    kit_says(kit, 2, SALES, "staff", "waste", "30");
    kit_says(kit, 3, SERVICE, "staff", "waste", "40");
    kit_compute(kit);
    conflict = kit_conflict(kit, CONFLICT_T2, "AAA-05");
    assert_string_equal(conflict->position, "40");
    assert_string_equal(conflict->other_position, "25");
    assert_int_equal(conflict->department, SERVICE);
    assert_true(conflict->figures);
    assert_int_equal(conflict->people, 1);
    assert_int_equal(conflict->other_people, 2);
}

static void
numbers_half_apart_are_none(void **state)
{
    struct kit *kit = *state;

    kit_says(kit, 1, SALES, "staff", "waste", "20");
    kit_says(kit, 2, SALES, "staff", "waste", "20");
    kit_says(kit, 3, SERVICE, "staff", "waste", "30");
    kit_compute(kit);
    assert_int_equal(kit_conflicts(kit, CONFLICT_T2, "AAA-05"), 0);
}

static void
scales_two_points_apart_are_a_contradiction(void **state)
{
    struct kit *kit = *state;

    kit_says(kit, 1, SALES, "staff", "late", "5");
    kit_says(kit, 2, SERVICE, "staff", "late", "4");
    kit_compute(kit);
    assert_int_equal(kit_conflicts(kit, CONFLICT_T2, "AAA-13"), 0);
    kit_says(kit, 2, SERVICE, "staff", "late", "3");
    kit_compute(kit);
    assert_int_equal(kit_conflicts(kit, CONFLICT_T2, "AAA-13"), 1);
}

static void
choices_that_exclude_each_other_are_one_card(void **state)
{
    struct kit *kit = *state;

    for (int64_t person = 1; person <= 3; person++)
        kit_put(kit, kit_says(kit, person, SALES, "staff", "show", "open_deals"), "rule", "only_mine");
    kit_compute(kit);
    assert_int_equal(kit_conflicts(kit, CONFLICT_T3, "AAA-02") + kit_conflicts(kit, CONFLICT_T3, "AAA-04"),
                     1);
    assert_true(kit_get(kit, "AAA-02", "open_deals")->disputed);
    assert_true(kit_get(kit, "AAA-04", "")->disputed);
}

static void
other_choices_do_not_exclude_each_other(void **state)
{
    struct kit *kit = *state;

    for (int64_t person = 1; person <= 3; person++)
        kit_put(kit, kit_says(kit, person, SALES, "staff", "show", "open_deals"), "rule", "everybody");
    kit_compute(kit);
    assert_int_equal(kit_conflicts(kit, CONFLICT_T3, "AAA-0"), 0);
}

static void
set_that_lacks_a_choice_excludes(void **state)
{
    struct kit *kit = *state;

    for (int64_t person = 1; person <= 3; person++)
        kit_put(kit, kit_says(kit, person, SALES, "staff", "viewers", "head"), "rule", "everybody");
    kit_compute(kit);
    assert_int_equal(kit_conflicts(kit, CONFLICT_T3, "AAA-04"), 1);
    kit_put(kit, kit_says(kit, 3, SALES, "staff", "viewers", "head staff"), "rule", "everybody");
    kit_compute(kit);
    assert_int_equal(kit_conflicts(kit, CONFLICT_T3, "AAA-04"), 0);
}

static void
decided_priority_settles_an_exclusion(void **state)
{
    struct kit *kit = *state;

    for (int64_t person = 1; person <= 3; person++)
        kit_put(kit, kit_says(kit, person, SALES, "staff", "show", "open_deals"), "rule", "only_mine");
    kit_decide(kit, DECISION_PRIORITY, "AAA-04", "", "must");
    kit_compute(kit);
    assert_false(kit_get(kit, "AAA-02", "open_deals")->disputed);
    assert_false(kit_get(kit, "AAA-04", "")->disputed);
}

static void
head_against_most_of_the_department(void **state)
{
    struct kit *kit = *state;
    const struct found_conflict *conflict;

    kit_vote(kit, 1, SALES, "head", "no", NULL);
    kit_vote(kit, 2, SALES, "staff", "yes", NULL);
    kit_vote(kit, 3, SALES, "staff", "yes", NULL);
    kit_vote(kit, 4, SALES, "staff", "no", NULL);
    kit_compute(kit);
    conflict = kit_conflict(kit, CONFLICT_T5, "AAA-01");
    assert_int_equal(conflict->share, 0);
    assert_int_equal(conflict->other_share, 6667);
    assert_true(kit_get(kit, "AAA-01", "")->disputed);
}

static void
head_against_one_person_is_no_contradiction(void **state)
{
    struct kit *kit = *state;

    kit_vote(kit, 1, SALES, "head", "yes", NULL);
    kit_vote(kit, 2, SALES, "staff", "no", NULL);
    kit_compute(kit);
    assert_int_equal(kit_conflicts(kit, CONFLICT_T5, "AAA-01"), 0);
}

static void
head_for_another_rule_than_the_department(void **state)
{
    struct kit *kit = *state;
    const struct found_conflict *conflict;

    kit_says(kit, 1, SALES, "head", "rule", "only_mine");
    for (int64_t person = 2; person <= 5; person++)
        kit_says(kit, person, SALES, "staff", "rule", "everybody");
    kit_compute(kit);
    conflict = kit_conflict(kit, CONFLICT_T5, "AAA-04");
    assert_string_equal(conflict->position, "только мне");
    assert_string_equal(conflict->other_position, "всем");
    assert_int_equal(kit_conflicts(kit, CONFLICT_T1, "AAA-04"), 0);
    kit_decide(kit, DECISION_RULE, "AAA-04", "", "everybody");
    kit_compute(kit);
    assert_true(kit_conflict(kit, CONFLICT_T5, "AAA-04")->settled);
}

static void
rows_that_others_did_not_name_are_no_contradiction(void **state)
{
    struct kit *kit = *state;

    for (int64_t person = 1; person <= 4; person++) {
        struct counted *response =
            kit_says(kit, person, person % 2 ? SALES : SERVICE, "staff", "reports/r1/.order", "1");

        kit_put(kit, response, "reports/r1/report", person % 2 ? "Выручка" : "Остатки");
    }
    kit_compute(kit);
    assert_int_equal(kit->found.conflicts.count, 0);
}

static void
wishes_of_section_21_contradict_nobody(void **state)
{
    struct kit *kit = *state;

    kit_says(kit, 1, SALES, "staff", "show", "open_deals");
    for (int64_t person = 2; person <= 30; person++)
        kit_says(kit, person, person == 2 ? SALES : SERVICE, "staff", "show", "history");
    kit->input.equal = true;
    kit_compute(kit);
    assert_int_equal(kit_conflicts(kit, CONFLICT_T2, "AAA-02.3"),
                     1); /* half of sales is over a tenth of all */
    kit_decide(kit, DECISION_REJECT, "AAA-02", "open_deals", "");
    kit_compute(kit);
    assert_int_equal(kit_conflicts(kit, CONFLICT_T2, "AAA-02.3"), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        kit_test(departments_with_different_rules_differ),
        kit_test(one_person_is_no_position_but_a_head_is),
        kit_test(tie_within_a_department_is_no_position),
        kit_test(approved_rule_settles_the_difference),
        kit_test(matrix_has_one_card_with_every_cell_that_differs),
        kit_test(sets_of_choices_are_compared_as_sets),
        kit_test(same_sets_do_not_differ),
        kit_test(support_that_differs_by_fifty_points_is_a_contradiction),
        kit_test(support_that_differs_by_less_is_none),
        kit_test(decided_priority_settles_different_support),
        kit_test(numbers_more_than_half_apart_are_a_contradiction),
        kit_test(numbers_half_apart_are_none),
        kit_test(scales_two_points_apart_are_a_contradiction),
        kit_test(choices_that_exclude_each_other_are_one_card),
        kit_test(other_choices_do_not_exclude_each_other),
        kit_test(set_that_lacks_a_choice_excludes),
        kit_test(decided_priority_settles_an_exclusion),
        kit_test(head_against_most_of_the_department),
        kit_test(head_against_one_person_is_no_contradiction),
        kit_test(head_for_another_rule_than_the_department),
        kit_test(rows_that_others_did_not_name_are_no_contradiction),
        kit_test(wishes_of_section_21_contradict_nobody),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
