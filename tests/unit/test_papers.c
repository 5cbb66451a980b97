/* Assigning a test: the paper is drawn at once and kept, with the variant of the person's roles. */
#include "exam_kit.h"

static void
assigning_a_test_keeps_its_paper_before_anybody_starts(void **state)
{
    const struct kit *kit = *state;
    const struct kept_items paper = kit_paper(kit);

    assert_int_equal(kit_attempt(kit).state, ATTEMPT_READY);
    assert_int_equal(kit_attempt(kit).number, 1);
    assert_int_equal(kit_attempt(kit).started_at, 0);
    assert_int_equal(paper.count, 30);
    assert_string_equal(kit_attempt(kit).form_hash, kit->quiz->hash);
}

static void
starting_draws_nothing(void **state)
{
    const struct kit *kit = *state;
    const int64_t papers = count_rows(kit->f, "SELECT count(*) FROM paper");

    kit_start(kit, 5000);
    assert_int_equal(count_rows(kit->f, "SELECT count(*) FROM paper"), papers);
    assert_int_equal(count_rows(kit->f, "SELECT count(*) FROM attempt"), 1);
    assert_int_equal(kit_attempt(kit).deadline, 5000 + 45 * MINUTE);
}

static void
a_paper_has_one_question_of_each_pair(void **state)
{
    const struct kit *kit = *state;
    const struct kept_items paper = kit_paper(kit);

    for (size_t i = 0; i < paper.count; i++) {
        const struct item *item = quiz_item(kit->quiz, paper.items[i].item);

        for (size_t j = 0; j < paper.count; j++)
            assert_false(item->parallel != NULL && strcmp(item->parallel, paper.items[j].item) == 0);
    }
}

static void
the_roles_choose_the_variant(void **state)
{
    struct kit *kit = *state;

    assert_string_equal(kit_attempt(kit).variant, "sales");
    kit_assign(kit, add_person(kit->f, kit->f->project, "Сервіс"), "service");
    assert_string_equal(kit_attempt(kit).variant, "service");
    assert_int_equal(kit_paper(kit).count, 26);
    kit_assign(kit, add_person(kit->f, kit->f->project, "Ніхто"), "no_such_role");
    assert_string_equal(kit_attempt(kit).variant, "");
}

static void
the_same_test_is_assigned_once(void **state)
{
    struct kit *kit = *state;
    struct assignment again = {
        .project = kit->f->project, .person = kit->f->person, .due_date = "", .created_at = 2000
    };
    const struct names roles = { 0 };

    assert_int_equal(test_assign(kit->f->db, &kit->f->arena, kit->quiz, &roles, &again), DB_CONFLICT);
    assert_int_equal(count_rows(kit->f, "SELECT count(*) FROM paper"), 1);
}

static void
match_and_order_are_never_kept_in_key_order(void **state)
{
    struct kit *kit = *state;

    for (int person = 0; person < 20; person++) {
        const struct kept_items paper = kit_paper(kit);

        for (size_t i = 0; i < paper.count; i++) {
            const struct item *item = quiz_item(kit->quiz, paper.items[i].item);
            const struct names *options = &paper.items[i].options;
            bool moved = false;

            if (item->type != ITEM_MATCH && item->type != ITEM_ORDER)
                continue;
            for (size_t o = 0; o < options->count; o++)
                moved = moved || strcmp(options->items[o], item->options.items[o].value) != 0;
            assert_true(moved);
        }
        kit_assign(kit, add_person(kit->f, kit->f->project, arena_printf(&kit->f->arena, "Люда%d", person)),
                   "sales");
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_EXAM(assigning_a_test_keeps_its_paper_before_anybody_starts),
        ON_EXAM(starting_draws_nothing),
        ON_EXAM(a_paper_has_one_question_of_each_pair),
        ON_EXAM(the_roles_choose_the_variant),
        ON_EXAM(the_same_test_is_assigned_once),
        ON_EXAM(match_and_order_are_never_kept_in_key_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
