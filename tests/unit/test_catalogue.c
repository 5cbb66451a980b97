/* The catalogue out of YAML: what it means, in hundredths, and whose voice weighs what. */
#include "model/library.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct fixture {
    struct arena arena;
    struct library library;
    const struct catalogue *catalogue;
};

static int
set_up(void **state)
{
    static const char *const paths[] = { "tests/fixtures/good" };
    struct fixture *f = calloc(1, sizeof *f);
    struct problems problems = { .arena = &f->arena };

    library_load(&f->library, paths, 1, &problems);
    f->catalogue = f->library.catalogue;
    *state = f;
    return f->catalogue == NULL;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    library_close(&f->library);
    arena_close(&f->arena);
    free(f);
    return 0;
}

static const struct catalogue *
catalogue(void **state)
{
    return ((struct fixture *)*state)->catalogue;
}

static void
shares_and_scores_are_hundredths(void **state)
{
    const struct method_rules *m = &catalogue(state)->method;

    assert_int_equal(m->arises_share, 1000);
    assert_int_equal(m->arises_respondents, 2);
    assert_int_equal(m->weight_share + m->weight_importance + m->weight_goal, 10);
    assert_int_equal(m->goal_points[GOAL_A], 10000);
    assert_int_equal(m->goal_points[GOAL_B], 5000);
    assert_int_equal(m->goal_points[GOAL_NONE], 0);
    assert_int_equal(m->priority_from[PRIORITY_MUST], 6500);
    assert_int_equal(m->priority_from[PRIORITY_SHOULD], 4050);
    assert_int_equal(m->priority_from[PRIORITY_WONT], 0);
    assert_int_equal(m->coverage, 6000);
    assert_int_equal(m->prevails_share, 5000);
    assert_int_equal(m->differs_support, 5000);
    assert_int_equal(m->differs_number, 5000);
    assert_float_equal(m->differs_scale, 2, 0);
    assert_float_equal(m->differs_maturity, 1.5, 0);
    assert_int_equal(m->suspicious_time_share, 2000);
}

static void
the_rest_of_the_method_is_read(void **state)
{
    const struct method_rules *m = &catalogue(state)->method;

    assert_float_equal(m->importance_min, 1, 0);
    assert_float_equal(m->importance_max, 5, 0);
    assert_int_equal(m->policy_at_least, PRIORITY_SHOULD);
    assert_int_equal(m->single_voice_at_most, PRIORITY_COULD);
    assert_int_equal(m->low_coverage_at_most, PRIORITY_SHOULD);
    assert_string_equal(m->goal_question, "second.goals");
    assert_int_equal(m->goal_ranking_points.count, 3);
    assert_float_equal(m->goal_ranking_points.items[0], 5, 0);
    assert_int_equal(m->goal_ranking_thirds.items[2], GOAL_C);
    assert_string_equal(m->goal_table, "second.goal_table");
    assert_string_equal(m->goal_column.target, "target");
    assert_null(m->goal_column.indicator);
    assert_string_equal(m->deciders.topics.items[0].topic, "clients");
    assert_string_equal(m->deciders.topics.items[0].codes.items[1], "SEC");
    assert_float_equal(m->risk_register.action_from, 12, 0);
    assert_non_null(m->department_users);
    assert_string_equal(m->department_users_survey, "everything");
    assert_string_equal(text_in(&titled_find(&m->statement_marks, "no_name")->title, LANG_EN),
                        "without a name");
}

static void
requirements_are_read(void **state)
{
    const struct requirement_def *def = catalogue_requirement(catalogue(state), "CLI-01");

    assert_non_null(def);
    assert_null(catalogue_requirement(catalogue(state), "CLI-99"));
    assert_string_equal(def->category, "CLI");
    assert_string_equal(text_in(&def->acceptance, LANG_RU), "It was found.");
    assert_true(def->default_acceptance);
    assert_int_equal(def->verification, VERIFY_INSPECTION);
    assert_int_equal(catalogue_requirement(catalogue(state), "CLI-04")->verification, VERIFY_TEST);
    assert_int_equal(def->goals.count, 2);
    assert_string_equal(def->requires.items[0], "CLI-02");
    assert_string_equal(def->conflicts.items[0].choice, "a");
    assert_string_equal(def->conflicts.items[0].own, "weekly");
    assert_string_equal(def->conflicts.items[1].choice_without, "b");
    assert_string_equal(def->conflicts.items[1].own_without, "never");
    assert_string_equal(def->variants.items[0].choice, "weekly");
}

static void
dimensions_and_levels_are_read(void **state)
{
    const struct catalogue *c = catalogue(state);

    assert_string_equal(c->dimensions.items[0].id, "D1");
    assert_float_equal(c->dimensions.items[0].weight, 2, 0);
    assert_string_equal(c->dimensions.items[0].statements.items[1].id, "1.2");
    assert_int_equal(c->levels.items[1].level, 1);
    assert_false(text_present(&c->levels.items[1].conclusion));
}

static double
weight(const struct catalogue *c, const char *first, const char *second, const char *category)
{
    const char *roles[] = { first, second };
    const struct names names = { roles, second ? 2 : first ? 1 : 0, 2 };

    return catalogue_weight(c, &names, category);
}

static void
the_heaviest_role_counts(void **state)
{
    const struct catalogue *c = catalogue(state);

    assert_float_equal(weight(c, "sales", NULL, "CLI"), 1, 0);
    assert_float_equal(weight(c, "sales", NULL, "SEC"), 2, 0);
    assert_float_equal(weight(c, "sales", "expert", "CLI"), 1.5, 0);
    assert_float_equal(weight(c, "head", "expert", "CLI"), 2, 0);
    assert_float_equal(weight(c, "stranger", NULL, "CLI"), 1, 0);
    assert_float_equal(weight(c, NULL, NULL, "CLI"), 1, 0);
}

static void
roles_have_their_marks(void **state)
{
    const struct catalogue *c = catalogue(state);

    assert_true(catalogue_role(c, "expert")->key_user);
    assert_true(catalogue_role(c, "head")->head);
    assert_true(catalogue_role(c, "owner")->process_owner);
    assert_false(catalogue_role(c, "sales")->key_user || catalogue_role(c, "sales")->head);
    assert_null(catalogue_role(c, "nobody"));
}

static void
a_key_user_has_the_role_of_key_users_too(void **state)
{
    const struct catalogue *c = catalogue(state);
    const char *ids[] = { "sales" };
    const struct names given = { .items = ids, .count = 1 };
    scoped_arena arena = { 0 };
    const struct names *roles = catalogue_person_roles(&arena, c, &given, true);

    assert_int_equal(roles->count, 2);
    assert_string_equal(roles->items[0], "sales");
    assert_string_equal(roles->items[1], "expert");
    assert_int_equal(catalogue_person_roles(&arena, c, &given, false)->count, 1);
    assert_int_equal(catalogue_person_roles(&arena, NULL, &given, true)->count, 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_and_scores_are_hundredths),
        cmocka_unit_test(the_rest_of_the_method_is_read),
        cmocka_unit_test(requirements_are_read),
        cmocka_unit_test(dimensions_and_levels_are_read),
        cmocka_unit_test(the_heaviest_role_counts),
        cmocka_unit_test(roles_have_their_marks),
        cmocka_unit_test(a_key_user_has_the_role_of_key_users_too),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
