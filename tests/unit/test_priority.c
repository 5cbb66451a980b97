/* Rules 5 and 6: priorities and their corrections in order. */
#include "audit_kit.h"

/* So many for and against, in one department. */
static void
votes(struct kit *kit, int64_t department, int in_favour, int against)
{
    static int64_t person = 1000;

    for (int i = 0; i < in_favour; i++)
        kit_vote(kit, ++person, department, "staff", "yes", NULL);
    for (int i = 0; i < against; i++)
        kit_vote(kit, ++person, department, "staff", "no", NULL);
}

static void
intervals_of_priorities_include_their_lower_end(void **state)
{
    static const struct {
        int in_favour, of;
        int score;
        enum priority priority;
    } cases[] = {
        { 13, 16, 6500, PRIORITY_MUST }, { 12, 15, 6400, PRIORITY_SHOULD }, { 1, 2, 4000, PRIORITY_SHOULD },
        { 2, 5, 3200, PRIORITY_COULD },  { 1, 4, 2000, PRIORITY_COULD },    { 3, 16, 1500, PRIORITY_WONT },
        { 4, 4, 8000, PRIORITY_MUST },
    };

    (void)state;
    for (size_t i = 0; i < LENGTH(cases); i++) {
        void *fresh;
        struct kit *kit;
        const struct found_requirement *found;

        kit_open(&fresh);
        kit = fresh;
        votes(kit, SALES, cases[i].in_favour, cases[i].of - cases[i].in_favour);
        kit_compute(kit);
        found = kit_get(kit, "AAA-01", "");
        assert_int_equal(found->score, cases[i].score); /* without a goal P is 0.8 D */
        if (found->in_favour > 1)
            assert_int_equal(found->priority, cases[i].priority);
        kit_close(&fresh);
    }
}

static void
goals_lift_the_score_by_their_rank(void **state)
{
    static const int scores[] = { [GOAL_NONE] = 4000, [GOAL_A] = 6000, [GOAL_B] = 5000, [GOAL_C] = 4000 };

    (void)state;
    for (int rank = GOAL_NONE; rank <= GOAL_C; rank++) {
        void *fresh;
        struct kit *kit;

        kit_open(&fresh);
        kit = fresh;
        votes(kit, SALES, 2, 2);
        if (rank != GOAL_NONE)
            kit_goal(kit, "base", (enum goal_rank)rank);
        kit_compute(kit);
        assert_int_equal(kit_get(kit, "AAA-01", "")->score, scores[rank]);
        assert_int_equal(kit_get(kit, "AAA-01", "")->goals.count, rank != GOAL_NONE);
        kit_close(&fresh);
    }
}

static void
goals_of_other_requirements_do_not_count(void **state)
{
    struct kit *kit = *state;

    votes(kit, SALES, 2, 2);
    kit_goal(kit, "cycle", GOAL_A);
    kit_compute(kit);
    assert_int_equal(kit_get(kit, "AAA-01", "")->goal, 0);
}

static void
norm_is_a_must_with_its_basis(void **state)
{
    struct kit *kit = *state;
    const struct found_requirement *found;

    kit_says(kit, 1, SALES, "staff", "law", "unaware");
    kit_says(kit, 2, SALES, "staff", "law", "done");
    kit_compute(kit);
    found = kit_get(kit, "BBB-01", "");
    assert_int_equal(found->state, REQUIREMENT_ARISEN);
    assert_string_equal(found->unconditional, "закон о данных");
    assert_int_equal(found->computed, PRIORITY_SHOULD);
    assert_int_equal(found->priority, PRIORITY_MUST); /* though it is a single voice */
}

static void
norm_that_does_not_hold_leaves_the_score(void **state)
{
    struct kit *kit = *state;

    kit_says(kit, 1, SALES, "staff", "law", "unaware");
    kit_says(kit, 2, SALES, "staff", "law", "done");
    kit_says(kit, 3, SALES, "staff", "law", "done");
    kit_compute(kit);
    assert_null(kit_get(kit, "BBB-01", "")->unconditional);
    assert_int_equal(kit_get(kit, "BBB-01", "")->priority, PRIORITY_COULD);
}

static void
norm_needs_nobody_to_ask_for_it(void **state)
{
    struct kit *kit = *state;
    const struct found_requirement *found;

    kit_says(kit, 1, SALES, "staff", "admin", "no");
    kit_says(kit, 2, SALES, "staff", "admin", "no");
    kit_compute(kit);
    found = kit_get(kit, "AAA-16", "");
    assert_int_equal(found->state, REQUIREMENT_ARISEN);
    assert_int_equal(found->in_favour, 0);
    assert_int_equal(found->answered, 2);
    assert_int_equal(found->priority, PRIORITY_MUST);
    assert_string_equal(found->statement, "Назначить: не указано.");
}

static void
single_voice_is_at_most_could(void **state)
{
    struct kit *kit = *state;

    votes(kit, SALES, 1, 0);
    kit_invite(kit, 1, "staff");
    kit_invite(kit, 2, "staff");
    kit_compute(kit);
    assert_int_equal(kit_get(kit, "AAA-01", "")->computed, PRIORITY_MUST);
    assert_int_equal(kit_get(kit, "AAA-01", "")->priority, PRIORITY_COULD);
}

static void
rule_is_at_least_should_even_as_a_single_voice(void **state)
{
    struct kit *kit = *state;

    kit_says(kit, 1, SALES, "staff", "rule", "only_mine");
    for (int64_t person = 2; person <= 4; person++)
        kit_says(kit, person, SALES, "staff", "rule", "everybody");
    kit_decide(kit, DECISION_RULE, "AAA-04", "", "only_mine");
    kit_compute(kit);
    assert_true(kit_get(kit, "AAA-04", "")->single_voice);
    assert_int_equal(kit_get(kit, "AAA-04", "")->computed, PRIORITY_COULD);
    assert_int_equal(kit_get(kit, "AAA-04", "")->priority, PRIORITY_SHOULD);
    assert_int_equal(kit_get(kit, "AAA-04", "")->causes, CAUSE_POLICY);
    assert_string_equal(kit_get(kit, "AAA-04", "")->ruled->by, "Петров");
    assert_string_equal(kit_get(kit, "AAA-04", "")->ruled_words, "только мне");
}

static void
small_sample_is_at_most_should_until_the_head_confirms(void **state)
{
    struct kit *kit = *state;

    kit_department(kit, SALES, 10, 5, false);
    votes(kit, SALES, 5, 0);
    kit_compute(kit);
    assert_true(kit_get(kit, "AAA-01", "")->small_sample);
    assert_true(kit_get(kit, "AAA-01", "")->departments.items[0].small_sample);
    assert_int_equal(kit_get(kit, "AAA-01", "")->computed, PRIORITY_MUST);
    assert_int_equal(kit_get(kit, "AAA-01", "")->priority, PRIORITY_SHOULD);
    assert_int_equal(kit_get(kit, "AAA-01", "")->causes, CAUSE_SMALL);
    kit->input.departments.items[0].confirmed = true;
    kit_compute(kit);
    assert_int_equal(kit_get(kit, "AAA-01", "")->priority, PRIORITY_MUST);
    assert_true(kit_get(kit, "AAA-01", "")->departments.items[0].small_sample);
}

static void
sixty_per_cent_are_no_small_sample(void **state)
{
    struct kit *kit = *state;

    kit_department(kit, SALES, 10, 6, false);
    votes(kit, SALES, 6, 0);
    kit_compute(kit);
    assert_false(kit_get(kit, "AAA-01", "")->small_sample);
    assert_int_equal(kit_get(kit, "AAA-01", "")->priority, PRIORITY_MUST);
}

static void
prerequisite_gets_the_priority_of_what_requires_it(void **state)
{
    struct kit *kit = *state;
    const struct found_requirement *found;

    for (int64_t person = 1; person <= 4; person++)
        kit_put(kit, kit_says(kit, person, SALES, "staff", "dependent", "yes"), "duplicates",
                person <= 2 ? "yes" : "no");
    kit_compute(kit);
    found = kit_get(kit, "AAA-01", "");
    assert_int_equal(found->computed, PRIORITY_SHOULD);
    assert_int_equal(found->priority, PRIORITY_MUST);
    assert_string_equal(found->prerequisite_of, "BBB-02");
}

static void
prerequisite_that_did_not_arise_is_offered_and_so_is_its_own(void **state)
{
    struct kit *kit = *state;
    const struct found_requirement *found;

    kit_says(kit, 1, SALES, "staff", "dependent", "yes");
    kit_says(kit, 2, SALES, "staff", "dependent", "yes");
    kit_compute(kit);
    found = kit_get(kit, "AAA-10", "");
    assert_int_equal(found->state, REQUIREMENT_OFFERED);
    assert_string_equal(found->prerequisite_of, "BBB-02");
    assert_int_equal(found->priority, PRIORITY_MUST);
    assert_string_equal(found->statement, "Предпосылка не указано не указано не указано.");
    found = kit_get(kit, "BBB-03", "");
    assert_int_equal(found->state, REQUIREMENT_OFFERED);
    assert_string_equal(found->prerequisite_of, "AAA-10");
    assert_int_equal(kit->found.by_priority[PRIORITY_MUST], 1);
}

static void
prerequisite_of_section_21_is_offered(void **state)
{
    struct kit *kit = *state;

    for (int64_t person = 1; person <= 20; person++)
        kit_put(kit, kit_says(kit, person, SALES, "staff", "dependent", "yes"), "duplicates",
                person == 1 ? "yes" : "no");
    kit_compute(kit);
    assert_int_equal(kit_get(kit, "AAA-01", "")->state, REQUIREMENT_OFFERED);
    assert_int_equal(kit_get(kit, "AAA-01", "")->priority, PRIORITY_MUST);
}

static void
prerequisite_that_was_rejected_stays_rejected(void **state)
{
    struct kit *kit = *state;

    for (int64_t person = 1; person <= 4; person++)
        kit_put(kit, kit_says(kit, person, SALES, "staff", "dependent", "yes"), "duplicates", "yes");
    kit_decide(kit, DECISION_REJECT, "AAA-01", "", "");
    kit_decide(kit, DECISION_REJECT, "AAA-10", "", "");
    kit_compute(kit);
    assert_int_equal(kit_get(kit, "AAA-01", "")->state, REQUIREMENT_REJECTED);
    assert_int_equal(kit_get(kit, "AAA-10", "")->state, REQUIREMENT_REJECTED);
}

static void
single_wish_requires_nothing(void **state)
{
    struct kit *kit = *state;

    for (int64_t person = 1; person <= 20; person++)
        kit_says(kit, person, SALES, "staff", "dependent", person == 1 ? "yes" : "no");
    kit_compute(kit);
    assert_int_equal(kit_get(kit, "BBB-02", "")->state, REQUIREMENT_SINGLE_VOICE);
    assert_null(kit_find(kit, "AAA-10", ""));
}

static void
decided_priority_is_printed_beside_the_computed_one(void **state)
{
    struct kit *kit = *state;
    const struct found_requirement *found;

    votes(kit, SALES, 4, 0);
    kit_decide(kit, DECISION_PRIORITY, "AAA-01", "", "could");
    kit_decide(kit, DECISION_PRIORITY, "AAA-01", "", "wont");
    kit_compute(kit);
    found = kit_get(kit, "AAA-01", "");
    assert_int_equal(found->computed, PRIORITY_MUST);
    assert_int_equal(found->priority, PRIORITY_WONT);
    assert_string_equal(found->decided->by, "Петров");
    assert_string_equal(found->decided->value, "wont");
    assert_int_equal(kit->found.by_priority[PRIORITY_WONT], 1);
}

static void
decided_priority_brings_a_wish_or_an_offer_into_the_register(void **state)
{
    struct kit *kit = *state;

    for (int64_t person = 1; person <= 20; person++)
        kit_put(kit, kit_says(kit, person, SALES, "staff", "dependent", "yes"), "show",
                person == 1 ? "open_deals" : "history");
    kit_decide(kit, DECISION_PRIORITY, "AAA-02", "open_deals", "should");
    kit_decide(kit, DECISION_PRIORITY, "AAA-10", "", "must");
    kit_compute(kit);
    assert_int_equal(kit_get(kit, "AAA-02", "open_deals")->state, REQUIREMENT_ARISEN);
    assert_int_equal(kit_get(kit, "AAA-02", "open_deals")->priority, PRIORITY_SHOULD);
    assert_int_equal(kit_get(kit, "AAA-10", "")->state, REQUIREMENT_ARISEN);
}

static void
decision_by_the_printed_code_is_found_too(void **state)
{
    struct kit *kit = *state;

    kit_says(kit, 1, SALES, "staff", "show", "history");
    kit_says(kit, 2, SALES, "staff", "show", "history");
    kit_decide(kit, DECISION_PRIORITY, "AAA-02.2", "history", "wont");
    kit_compute(kit);
    assert_int_equal(kit_get(kit, "AAA-02", "history")->priority, PRIORITY_WONT);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(intervals_of_priorities_include_their_lower_end),
        cmocka_unit_test(goals_lift_the_score_by_their_rank),
        kit_test(goals_of_other_requirements_do_not_count),
        kit_test(norm_is_a_must_with_its_basis),
        kit_test(norm_that_does_not_hold_leaves_the_score),
        kit_test(norm_needs_nobody_to_ask_for_it),
        kit_test(single_voice_is_at_most_could),
        kit_test(rule_is_at_least_should_even_as_a_single_voice),
        kit_test(small_sample_is_at_most_should_until_the_head_confirms),
        kit_test(sixty_per_cent_are_no_small_sample),
        kit_test(prerequisite_gets_the_priority_of_what_requires_it),
        kit_test(prerequisite_that_did_not_arise_is_offered_and_so_is_its_own),
        kit_test(prerequisite_of_section_21_is_offered),
        kit_test(prerequisite_that_was_rejected_stays_rejected),
        kit_test(single_wish_requires_nothing),
        kit_test(decided_priority_is_printed_beside_the_computed_one),
        kit_test(decided_priority_brings_a_wish_or_an_offer_into_the_register),
        kit_test(decision_by_the_printed_code_is_found_too),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
