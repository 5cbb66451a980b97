/* The table of measures: rows of several leaders side by side. */
#include "audit_kit.h"

#include "audit/goal_table.h"

/* The kit's library, with a method that names its table as the real catalogue does. */
static int
open_table(void **state)
{
    static const char *const paths[] = { "surveys" };
    struct kit *kit = calloc(1, sizeof *kit);

    kit->problems.arena = &kit->arena;
    library_load(&kit->library, paths, 1, &kit->problems);
    assert_int_equal(kit->problems.errors, 0);
    kit->input = (struct audit_input){ .library = &kit->library, .today = "2026-11-23", .lang = LANG_RU };
    *state = kit;
    return 0;
}

static struct counted *
leader(struct kit *kit, int64_t person)
{
    return kit_response(kit, person, SALES, "executive", "goals");
}

static void
row(struct kit *kit, struct counted *response, const char *id, const char *const values[8])
{
    static const char *const columns[] = { "goal",   "indicator", "unit",  "current",
                                           "target", "due",       "owner", "priority" };

    kit_put(kit, response, arena_printf(&kit->arena, "g_02/%s/.order", id), "1");
    for (size_t i = 0; i < LENGTH(columns); i++)
        if (*values[i] != '\0')
            kit_put(kit, response, arena_printf(&kit->arena, "g_02/%s/%s", id, columns[i]), values[i]);
}

static struct goal_measures
list(struct kit *kit)
{
    struct goal_measures measures;
    struct ranked_goals ranked;

    for (size_t i = 0; i < kit->input.responses.count; i++)
        answers_sort(&kit->input.responses.items[i].answers);
    goals_rank(&kit->arena, &kit->input, &ranked);
    goal_measures_list(&kit->arena, &kit->input, &ranked, &measures);
    return measures;
}

static const char *const share[8] = {
    "lost", "Доля обращений без ответа", "%", "18", "5", "2027-06-30", "Мельник И. В.", "a"
};

static void
equal_rows_agree(void **state)
{
    struct kit *kit = *state;
    const char *const again[8] = {
        "lost", "доля  обращений без ответа", "%", "18", "5", "2027-06-30", "Мельник И. В.", "a"
    };
    struct goal_measures measures;

    row(kit, leader(kit, 1), "r1", share);
    row(kit, leader(kit, 2), "r1", again);
    measures = list(kit);
    assert_int_equal(measures.count, 1);
    assert_int_equal(measures.items[0].answers.count, 2);
    assert_true(measures.items[0].agrees);
    assert_string_equal(measures.items[0].goal, "lost");
    assert_string_equal(measures.items[0].key, "lost/доля обращений без ответа");
    assert_string_equal(measures.items[0].agreed[MEASURE_TARGET], "5");
    assert_string_equal(measures.items[0].agreed[MEASURE_RANK], "A");
}

static void
another_target_is_not_agreed(void **state)
{
    struct kit *kit = *state;
    const char *const other[8] = {
        "lost", "Доля обращений без ответа", "%", "18", "8", "2027-06-30", "Мельник И. В.", "a"
    };
    struct goal_measures measures;

    row(kit, leader(kit, 1), "r1", share);
    row(kit, leader(kit, 2), "r1", other);
    measures = list(kit);
    assert_int_equal(measures.count, 1);
    assert_false(measures.items[0].agrees);
    assert_null(measures.items[0].agreed[MEASURE_TARGET]);
    assert_string_equal(measures.items[0].agreed[MEASURE_DUE], "2027-06-30");
}

static void
another_indicator_is_another_measure(void **state)
{
    struct kit *kit = *state;
    const char *const other[8] = {
        "lost", "Потеряно обращений в месяц", "шт.", "", "3", "2027-06-30", "", "b"
    };
    struct goal_measures measures;

    row(kit, leader(kit, 1), "r1", share);
    row(kit, leader(kit, 2), "r1", other);
    measures = list(kit);
    assert_int_equal(measures.count, 2);
    assert_true(measures.items[1].agrees);
    assert_string_equal(measures.items[1].agreed[MEASURE_CURRENT], "");
    assert_string_equal(measures.items[1].agreed[MEASURE_RANK], "B");
}

static void
excluded_responses_do_not_speak(void **state)
{
    struct kit *kit = *state;
    struct counted *response = leader(kit, 1);

    row(kit, response, "r1", share);
    response->excluded = true;
    assert_int_equal(list(kit).count, 0);
}

/* The rows of two leaders that differ in one part: is it agreed, and what stands? */
static struct goal_measure
differing(struct kit *kit, size_t part, const char *value)
{
    const char *other[8];

    memcpy(other, share, sizeof other);
    other[part] = value;
    row(kit, leader(kit, 1), "r1", share);
    row(kit, leader(kit, 2), "r1", other);
    return list(kit).items[0];
}

static void
targets_within_a_fifth_agree_on_their_median(void **state)
{
    const struct goal_measure measure = differing(*state, 4, "6");

    assert_int_equal(measure.open, 0);
    assert_string_equal(measure.settled[MEASURE_TARGET], "5.5");
    assert_int_equal(measure.agreed_at, 2); /* the second hand-in made it so */
}

static void
targets_further_apart_are_to_be_agreed(void **state)
{
    const struct goal_measure measure = differing(*state, 4, "6.01");

    assert_int_equal(measure.open, OPEN_TARGET);
    assert_int_equal(measure.agreed_at, 0);
}

static void
due_dates_within_sixty_days_agree_on_the_middle(void **state)
{
    const struct goal_measure measure = differing(*state, 5, "2027-08-29"); /* 60 days on */

    assert_int_equal(measure.open, 0);
    assert_string_equal(measure.settled[MEASURE_DUE], "2027-07-30");
}

static void
due_dates_further_apart_and_other_owners_are_to_be_agreed(void **state)
{
    struct kit *kit = *state;

    assert_int_equal(differing(kit, 5, "2027-08-30").open, OPEN_DUE);
    kit->input.responses.count = 0;
    assert_int_equal(differing(kit, 6, "Шевченко А. Н.").open, OPEN_OWNER);
    kit->input.responses.count = 0;
    assert_int_equal(differing(kit, 2, "шт.").open, OPEN_TARGET);
}

static void
two_of_three_leaders_are_support_enough_one_of_two_is_not(void **state)
{
    struct kit *kit = *state;
    struct goal_measure measure;

    row(kit, leader(kit, 1), "r1", share);
    kit_put(kit, leader(kit, 2), "g_01", "base revenue");
    measure = list(kit).items[0];
    assert_int_equal(measure.supporters, 1);
    assert_int_equal(measure.leaders, 2);
    assert_int_equal(measure.open, OPEN_SUPPORT);
    kit_put(kit, leader(kit, 3), "g_01", "base lost"); /* named by places, without figures of their own */
    measure = list(kit).items[0];
    assert_int_equal(measure.supporters, 2);
    assert_int_equal(measure.open, 0);
}

static void
the_letter_given_most_counts_a_tie_is_settled_by_places(void **state)
{
    struct kit *kit = *state;
    struct goal_measure measure;

    kit_put(kit, leader(kit, 9), "g_01", "lost base");
    measure = differing(kit, 7, "b");
    assert_string_equal(measure.settled[MEASURE_RANK], "A");
}

static void
without_a_due_date_nothing_is_agreed(void **state)
{
    struct kit *kit = *state;
    const char *const open[8] = { "lost", "Доля", "%", "18", "5", "", "Мельник И. В.", "a" };

    row(kit, leader(kit, 1), "r1", open);
    assert_int_equal(list(kit).items[0].open, OPEN_MISSING);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(equal_rows_agree, open_table, kit_close),
        cmocka_unit_test_setup_teardown(another_target_is_not_agreed, open_table, kit_close),
        cmocka_unit_test_setup_teardown(another_indicator_is_another_measure, open_table, kit_close),
        cmocka_unit_test_setup_teardown(targets_within_a_fifth_agree_on_their_median, open_table, kit_close),
        cmocka_unit_test_setup_teardown(targets_further_apart_are_to_be_agreed, open_table, kit_close),
        cmocka_unit_test_setup_teardown(due_dates_within_sixty_days_agree_on_the_middle, open_table,
                                        kit_close),
        cmocka_unit_test_setup_teardown(due_dates_further_apart_and_other_owners_are_to_be_agreed, open_table,
                                        kit_close),
        cmocka_unit_test_setup_teardown(two_of_three_leaders_are_support_enough_one_of_two_is_not, open_table,
                                        kit_close),
        cmocka_unit_test_setup_teardown(the_letter_given_most_counts_a_tie_is_settled_by_places, open_table,
                                        kit_close),
        cmocka_unit_test_setup_teardown(without_a_due_date_nothing_is_agreed, open_table, kit_close),
        cmocka_unit_test_setup_teardown(excluded_responses_do_not_speak, open_table, kit_close),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
