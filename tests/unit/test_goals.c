/* Goals ranked by the leaders' places. */
#include "audit_kit.h"

static void
places(struct kit *kit, int64_t person, const char *roles, const char *order)
{
    kit_put(kit, kit_response(kit, person, SALES, roles, "leaders"), "goals", order);
}

static struct ranked_goals
rank(struct kit *kit)
{
    struct ranked_goals goals;

    for (size_t i = 0; i < kit->input.responses.count; i++)
        answers_sort(&kit->input.responses.items[i].answers);
    goals_rank(&kit->arena, &kit->input, &goals);
    return goals;
}

static void
places_give_points_by_the_weight_of_the_role(void **state)
{
    struct kit *kit = *state;
    struct ranked_goals goals;

    places(kit, 1, "executive", "lost base");
    places(kit, 2, "head", "base cycle lost");
    goals = rank(kit);
    assert_int_equal(goals.count, 3);
    assert_string_equal(goals.items[0].key, "base"); /* 3 x 4 + 2 x 5 */
    assert_true(goals.items[0].points == 22);
    assert_string_equal(goals.items[1].key, "lost"); /* 3 x 5 + 2 x 3 */
    assert_true(goals.items[1].points == 21);
    assert_string_equal(goals.items[2].key, "cycle"); /* 2 x 4 */
    assert_true(goals.items[2].points == 8);
    assert_int_equal(goals.items[0].named, 2);
    assert_int_equal(goals.items[2].named, 1);
}

static void
thirds_are_a_b_c(void **state)
{
    struct kit *kit = *state;
    struct ranked_goals goals;

    places(kit, 1, "executive", "lost base cycle");
    goals = rank(kit);
    assert_int_equal(goals.items[0].rank, GOAL_A);
    assert_int_equal(goals.items[1].rank, GOAL_B);
    assert_int_equal(goals.items[2].rank, GOAL_C);
}

static void
equal_points_are_of_equal_rank(void **state)
{
    struct kit *kit = *state;
    struct ranked_goals goals;

    places(kit, 1, "head", "lost base cycle");
    places(kit, 2, "head", "base lost cycle");
    goals = rank(kit);
    assert_string_equal(goals.items[0].key, "base");
    assert_int_equal(goals.items[0].rank, GOAL_A);
    assert_int_equal(goals.items[1].rank, GOAL_A);
    assert_int_equal(goals.items[2].rank, GOAL_C);
}

static void
one_goal_is_a(void **state)
{
    struct kit *kit = *state;
    struct ranked_goals goals;

    places(kit, 1, "head", "lost");
    goals = rank(kit);
    assert_int_equal(goals.count, 1);
    assert_int_equal(goals.items[0].rank, GOAL_A);
}

static void
last_hand_in_counts_for_goals_too(void **state)
{
    struct kit *kit = *state;
    struct ranked_goals goals;

    places(kit, 1, "head", "lost base");
    places(kit, 1, "head", "cycle");
    goals = rank(kit);
    assert_int_equal(goals.count, 1);
    assert_string_equal(goals.items[0].key, "cycle");
}

static void
no_answers_rank_nothing(void **state)
{
    struct kit *kit = *state;

    kit_says(kit, 1, SALES, "staff", "duplicates", "yes");
    assert_int_equal(rank(kit).count, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        kit_test(places_give_points_by_the_weight_of_the_role),
        kit_test(thirds_are_a_b_c),
        kit_test(equal_points_are_of_equal_rank),
        kit_test(one_goal_is_a),
        kit_test(last_hand_in_counts_for_goals_too),
        kit_test(no_answers_rank_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
