/* Tables of fields to structs. */
#include "yaml/ybind.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum colour { RED, GREEN };

struct thing {
    const char *id, *name;
    int size;
    double weight;
    bool loud;
    enum colour colour;
    struct ystrings friends, words;
    const struct ynode *rest;
    size_t letters;
};

static void
count_letters(struct ybind *bind, const struct ynode *node, void *target)
{
    size_t *letters = target;

    if (ybind_kind(bind, node, YNODE_SCALAR, "the value"))
        *letters = strlen(node->text);
}

static const char *const colours[] = { "red", "green", NULL };
static const struct yfield fields[] = {
    YKEY("id", ID, thing, id, .required = true),
    YKEY("name", STRING, thing, name, .required = true),
    YKEY("size", INT, thing, size, .min = 1, .max = 9, .fallback = 5),
    YKEY("weight", NUMBER, thing, weight, .min = 0, .max = 1, .fallback = 0.5),
    YKEY("loud", BOOL, thing, loud, .fallback = 1),
    YKEY("colour", WORD, thing, colour, .words = colours, .fallback = GREEN),
    YKEY("friends", IDS, thing, friends),
    YKEY("words", STRINGS, thing, words),
    YKEY("rest", NODE, thing, rest),
    YKEY("letters", READ, thing, letters, .read = count_letters),
};
static const struct yfields thing_fields = YFIELDS("a thing", fields);

struct fixture {
    struct arena arena;
    struct yfaults faults;
    struct ybind bind;
    struct thing thing;
};

static int
set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    f->faults.arena = &f->arena;
    f->bind = (struct ybind){ .arena = &f->arena, .faults = &f->faults };
    *state = f;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    arena_close(&f->arena);
    free(f);
    return 0;
}

static bool
bind(struct fixture *f, const char *source)
{
    const struct ynode *root = ydoc_parse(&f->arena, source, strlen(source), &f->faults);

    assert_non_null(root);
    f->thing = (struct thing){ 0 };
    f->faults.count = 0;
    return ybind_map(&f->bind, root, &thing_fields, &f->thing);
}

static void
assert_faults(struct fixture *f, const char *source, size_t count, const char *first)
{
    assert_false(bind(f, source));
    assert_string_equal(f->faults.items[0].sentence, first);
    assert_int_equal(f->faults.count, count);
}

static void
every_type_is_read(void **state)
{
    struct fixture *f = *state;

    assert_true(bind(f, "{id: a_1, name: no, size: 3, weight: 0.25, loud: false, colour: red,"
                        " friends: [b, c], words: [x y], rest: [1], letters: abcd}"));
    assert_string_equal(f->thing.id, "a_1");
    assert_string_equal(f->thing.name, "no");
    assert_int_equal(f->thing.size, 3);
    assert_float_equal(f->thing.weight, 0.25, 0);
    assert_false(f->thing.loud);
    assert_int_equal(f->thing.colour, RED);
    assert_int_equal(f->thing.friends.count, 2);
    assert_string_equal(f->thing.friends.items[1], "c");
    assert_string_equal(f->thing.words.items[0], "x y");
    assert_int_equal(f->thing.rest->count, 1);
    assert_int_equal(f->thing.letters, 4);
}

static void
missing_keys_have_their_fallback(void **state)
{
    struct fixture *f = *state;

    assert_true(bind(f, "{id: a, name: b}"));
    assert_int_equal(f->thing.size, 5);
    assert_float_equal(f->thing.weight, 0.5, 0);
    assert_true(f->thing.loud);
    assert_int_equal(f->thing.colour, GREEN);
    assert_int_equal(f->thing.friends.count, 0);
    assert_null(f->thing.rest);
}

static void
all_faults_come_at_once(void **state)
{
    struct fixture *f = *state;

    assert_faults(
        f, "id: 1a\nsize: 12\nweight: x\nloud: yes\ncolour: gren\nfriends: b\nbogus: 1\n", 8,
        "\"1a\" is no id: an id starts with a-z, goes on with a-z, 0-9 and _, and has at most 60 of "
        "them.");
    assert_string_equal(f->faults.items[1].sentence, "\"size\" must be 1 to 9, not 12.");
    assert_string_equal(f->faults.items[2].sentence, "\"x\" is not a number.");
    assert_string_equal(f->faults.items[3].sentence, "\"yes\" is neither true nor false.");
    assert_string_equal(f->faults.items[4].sentence,
                        "\"gren\" is none of red, green. Did you mean \"green\"?");
    assert_string_equal(f->faults.items[5].sentence,
                        "This is a single value; the value (ids, such as [a, b]) must be a list.");
    assert_string_equal(f->faults.items[6].sentence, "There is no key \"bogus\" in a thing.");
    assert_int_equal(f->faults.items[6].line, 7);
    assert_string_equal(f->faults.items[7].sentence, "The key \"name\" is missing from a thing.");
}

static void
unknown_key_is_told_its_neighbour(void **state)
{
    struct fixture *f = *state;

    assert_faults(f, "{id: a, naame: b, name: c}", 1,
                  "There is no key \"naame\" in a thing. Did you mean \"name\"?");
    assert_faults(f, "{id: a, name: one, two}", 1,
                  "The text before this was cut at its comma: inside { } write a text in quotes, or write it "
                  "as a block.");
    assert_int_equal(f->faults.items[0].column, 20);
}

static void
whole_numbers_are_whole(void **state)
{
    struct fixture *f = *state;

    assert_faults(f, "{id: a, name: b, size: 1.0}", 1,
                  "\"1.0\" is not a whole number of at most nine digits.");
    assert_faults(f, "{id: a, name: b, size: 99999999999}", 1,
                  "\"99999999999\" is not a whole number of at most nine digits.");
    assert_faults(f, "{id: a, name: b, size: 0x1f}", 1, "\"0x1f\" is not a number.");
    assert_faults(f, "{id: a, name: b, weight: 1e3}", 1, "\"1e3\" is not a number.");
    assert_faults(f, "{id: a, name: b, weight: 1.5}", 1, "\"weight\" must be 0 to 1, not 1.5.");
    assert_faults(f, "{id: a, name: b, weight: .inf}", 1, "\".inf\" is not a number.");
}

static void
empty_values_are_noticed(void **state)
{
    struct fixture *f = *state;

    assert_faults(f, "id: a\nname:\nfriends:\n", 2, "There is nothing here.");
    assert_string_equal(f->faults.items[1].sentence,
                        "There is nothing here; the value (ids, such as [a, b]) must be a list.");
    assert_faults(f, "[a]", 1, "This is a list; a thing must be a map of keys.");
}

static void
lists_hold_nothing_twice(void **state)
{
    struct fixture *f = *state;

    assert_faults(f, "{id: a, name: b, friends: [c, d, c]}", 1, "\"c\" stands in this list twice.");
    assert_int_equal(f->faults.items[0].column, 34);
}

static void
ids_have_one_shape(void **state)
{
    (void)state;
    assert_true(yid_valid("a"));
    assert_true(yid_valid("a_9"));
    assert_false(yid_valid(""));
    assert_false(yid_valid("9a"));
    assert_false(yid_valid("_a"));
    assert_false(yid_valid("aB"));
    assert_false(yid_valid("a-b"));
    assert_false(yid_valid("имя"));
    assert_true(yid_valid("aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff"));
    assert_false(yid_valid("aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffg"));
}

static void
near_words_are_guessed_far_ones_not(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *wrong, *word;
        bool near;
    } cases[] = { { "labell", "label", true },   { "labeel", "label", true }, { "Label", "label", true },
                  { "sm_02", "sm_03", true },    { "x", "label", false },     { "tilte", "title", true },
                  { "question", "hint", false }, { "", "label", false } };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct yguess guess = yguess_for(&f->arena, cases[i].wrong);

        yguess_try(&guess, cases[i].word);
        assert_int_equal(guess.best != NULL, cases[i].near);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_type_is_read),
        TEST(missing_keys_have_their_fallback),
        TEST(all_faults_come_at_once),
        TEST(unknown_key_is_told_its_neighbour),
        TEST(whole_numbers_are_whole),
        TEST(empty_values_are_noticed),
        TEST(lists_hold_nothing_twice),
        TEST(ids_have_one_shape),
        TEST(near_words_are_guessed_far_ones_not),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
