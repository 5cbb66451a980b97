/* A knowledge test out of YAML, key by key, and looking things up in it. */
#include "model/library.h"

#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct fixture {
    struct arena arena;
    struct library library;
    const struct quiz *quiz;
};

static int
set_up(void **state)
{
    static const char *const paths[] = { "tests/fixtures/good/quiz.yaml" };
    struct fixture *f = calloc(1, sizeof *f);
    struct problems problems = { .arena = &f->arena };

    library_load(&f->library, paths, 1, &problems);
    f->quiz = library_quiz(&f->library, "knowledge");
    *state = f;
    return f->quiz == NULL;
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

static const struct item *
item(void **state, const char *id)
{
    const struct fixture *f = *state;
    const struct item *found = quiz_item(f->quiz, id);

    assert_non_null(found);
    return found;
}

static void
head_is_read(void **state)
{
    const struct quiz *q = ((struct fixture *)*state)->quiz;

    assert_int_equal(q->version, 2);
    assert_int_equal(q->minutes, 30);
    assert_int_equal(q->attempts, 2);
    assert_int_equal(q->cooldown, 2 * HOUR);
    assert_int_equal(q->feedback, FEEDBACK_AFTER_CLOSE);
    assert_true(q->shuffle_questions && q->shuffle_choices);
    assert_int_equal(q->draw, DRAW_PAIRS);
    assert_int_equal(q->scale.count, 2);
    assert_int_equal(q->scale.items[1].from, 70);
    assert_string_equal(text_in(&quiz_topic(q, "BASE")->genitive, LANG_EN), "of the base");
    assert_null(quiz_topic(q, "base"));
    assert_int_equal(strlen(q->hash), 64);
}

static void
variants_say_only_what_is_other(void **state)
{
    const struct quiz *q = ((struct fixture *)*state)->quiz;
    const struct quiz_variant *heads = quiz_variant(q, "heads"), *base = quiz_variant(q, "");

    assert_int_equal(q->variants.count, 2);
    assert_int_equal(base->pass.percent, 70);
    assert_int_equal(heads->pass.percent, 80);
    assert_int_equal(heads->pass.topic_percent, 40);
    assert_true(heads->pass.critical_all);
    assert_string_equal(heads->without.items[0], "k06");
    assert_null(quiz_variant(q, "others"));
}

static void
a_person_gets_the_variant_of_the_roles(void **state)
{
    const struct quiz *q = ((struct fixture *)*state)->quiz;
    const char *head[] = { "sales", "head" }, *sales[] = { "sales" };
    const struct names heads = { head, 2, 2 }, others = { sales, 1, 1 };

    assert_string_equal(quiz_variant_for(q, &heads)->id, "heads");
    assert_string_equal(quiz_variant_for(q, &others)->id, "");
}

static void
types_and_rules_are_read(void **state)
{
    static const struct {
        const char *id;
        enum item_type type;
        enum item_rule rule;
    } cases[] = {
        { "k01", ITEM_SELECT_ONE, MARK_ALL_OR_NOTHING }, { "k03", ITEM_SELECT_MULTIPLE, MARK_EVERY_DECISION },
        { "k04", ITEM_SELECT_MULTIPLE, MARK_WEIGHTS },   { "k05", ITEM_TRUE_FALSE, MARK_ALL_OR_NOTHING },
        { "k06", ITEM_NUMERIC, MARK_ALL_OR_NOTHING },    { "k07", ITEM_SHORT_TEXT, MARK_ALL_OR_NOTHING },
        { "k08", ITEM_MATCH, MARK_ALL_OR_NOTHING },      { "k09", ITEM_ORDER, MARK_ORDER_PAIRS },
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        assert_int_equal(item(state, cases[i].id)->type, cases[i].type);
        assert_int_equal(item(state, cases[i].id)->rule, cases[i].rule);
    }
}

static void
keys_of_choices_are_read(void **state)
{
    const struct item *k01 = item(state, "k01"), *k04 = item(state, "k04");

    assert_int_equal(k01->points, 2);
    assert_true(k01->critical);
    assert_string_equal(k01->parallel, "k02");
    assert_true(k01->options.items[0].correct && !k01->options.items[1].correct);
    assert_true(k01->options.items[2].fixed_last);
    assert_string_equal(text_in(&k01->legal_ua, LANG_EN), "Закон України");
    assert_string_equal(text_in(&k01->read, LANG_EN), "Chapter 1");
    assert_true(k04->options.items[0].correct);
    assert_false(k04->options.items[2].correct);
    assert_float_equal(k04->options.items[2].weight, -1, 0);
    assert_int_equal(item(state, "k03")->points, 1);
}

static void
keys_of_the_other_types_are_read(void **state)
{
    const struct item *number = item(state, "k06"), *word = item(state, "k07"), *match = item(state, "k08");

    assert_true(item(state, "k05")->answer_true);
    assert_int_equal(number->numbers.count, 2);
    assert_float_equal(number->numbers.items[0].tolerance, 0.1, 0);
    assert_false(number->numbers.items[0].relative);
    assert_float_equal(number->numbers.items[1].tolerance, 0.01, 0);
    assert_true(number->numbers.items[1].relative);
    assert_int_equal(word->accept.count, 4);
    assert_string_equal(word->accept.items[2], "дубль");
    assert_string_equal(word->accept.items[3], "double");
    assert_true(word->ignore_case && !word->ignore_yo && word->ignore_lookalikes);
    assert_int_equal(word->typos, 1);
    assert_int_equal(match->options.count, 3);
    assert_string_equal(text_in(&match->options.items[1].right, LANG_EN), "Decision");
    assert_false(text_present(&match->options.items[2].label));
    assert_int_equal(item(state, "k09")->options.count, 3);
    assert_string_equal(item(state, "k09")->options.items[2].value, "c");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(head_is_read),
        cmocka_unit_test(variants_say_only_what_is_other),
        cmocka_unit_test(a_person_gets_the_variant_of_the_roles),
        cmocka_unit_test(types_and_rules_are_read),
        cmocka_unit_test(keys_of_choices_are_read),
        cmocka_unit_test(keys_of_the_other_types_are_read),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
