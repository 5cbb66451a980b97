/* A question on a page: options by their place on the paper, never by their ids; forms turned back into
 * answers. */
#include "exam_kit.h"

#include "html/tmpl.h"

/* A form as the browser sends it. */
struct sent {
    struct request rq;
    struct field fields[16];
};

static struct shown_item
shown_of(const struct kit *kit, enum item_type type)
{
    const struct kept_items paper = kit_paper(kit);

    for (size_t i = 0; i < paper.count; i++) {
        const struct item *item = quiz_item(kit->quiz, paper.items[i].item);

        if (item->type == type)
            return (
                struct shown_item){ .item = item, .kept = &paper.items[i], .answer = "", .lang = LANG_RU };
    }
    fail();
    return (struct shown_item){ 0 };
}

static void
send(struct sent *sent, const struct kit *kit, const char *name, const char *value)
{
    sent->rq.arena = &kit->f->arena;
    sent->rq.form.items = sent->fields;
    sent->fields[sent->rq.form.count++] = (struct field){ .name = name, .value = value };
}

/* The place of an option on the paper. */
static const char *
place(const struct kit *kit, const struct shown_item *shown, const char *value)
{
    for (size_t i = 0; i < shown->kept->options.count; i++)
        if (strcmp(shown->kept->options.items[i], value) == 0)
            return arena_printf(&kit->f->arena, "%zu", i + 1);
    fail();
    return NULL;
}

static void
the_right_choice_comes_back_from_its_place(void **state)
{
    const struct kit *kit = *state;
    const struct shown_item shown = shown_of(kit, ITEM_SELECT_ONE);
    struct sent sent = { 0 };
    const char *key = kit_key(kit, shown.item);

    send(&sent, kit, "value", place(kit, &shown, key));
    assert_string_equal(exam_item_typed(&sent.rq, &shown), key);
}

static void
two_radios_of_one_question_are_refused(void **state)
{
    static const enum item_type single[] = { ITEM_SELECT_ONE, ITEM_TRUE_FALSE, ITEM_NUMERIC,
                                             ITEM_SHORT_TEXT };

    for (size_t i = 0; i < LENGTH(single); i++) {
        const struct shown_item shown = shown_of(*state, single[i]);
        struct sent sent = { 0 };

        send(&sent, *state, "value", "1");
        send(&sent, *state, "value", "2");
        assert_null(exam_item_typed(&sent.rq, &shown));
    }
}

static void
two_answers_for_one_line_are_refused(void **state)
{
    static const struct {
        enum item_type type;
        const char *name;
    } lines[] = { { ITEM_MATCH, "m1" }, { ITEM_ORDER, "p1" } };

    for (size_t i = 0; i < LENGTH(lines); i++) {
        const struct shown_item shown = shown_of(*state, lines[i].type);
        struct sent sent = { 0 };

        send(&sent, *state, lines[i].name, "1");
        assert_non_null(exam_item_typed(&sent.rq, &shown));
        send(&sent, *state, lines[i].name, "2");
        assert_null(exam_item_typed(&sent.rq, &shown));
    }
}

static void
places_that_are_not_on_the_paper_are_refused(void **state)
{
    static const char *const wrong[] = {
        "0", "-1", "99", "1x", "+1", " 1", "a", "18446744073709551617", "01x"
    };
    static const struct {
        enum item_type type;
        const char *field;
    } types[] = { { ITEM_SELECT_ONE, "value" },
                  { ITEM_SELECT_MULTIPLE, "value" },
                  { ITEM_MATCH, "m1" },
                  { ITEM_ORDER, "p1" } };

    for (size_t t = 0; t < LENGTH(types); t++)
        for (size_t w = 0; w < LENGTH(wrong); w++) {
            const struct shown_item shown = shown_of(*state, types[t].type);
            struct sent sent = { 0 };

            send(&sent, *state, types[t].field, wrong[w]);
            assert_null(exam_item_typed(&sent.rq, &shown));
        }
}

static void
nothing_sent_is_no_answer(void **state)
{
    for (int type = 0; type < ITEM_TYPE_COUNT; type++) {
        const struct shown_item shown = shown_of(*state, (enum item_type)type);
        struct sent sent = { 0 };
        bool refused;

        send(&sent, *state, "csrf", "x");
        assert_string_equal(exam_item_typed(&sent.rq, &shown), "");
        assert_string_equal(item_answer(sent.rq.arena, shown.item, "", &refused), "");
        assert_false(refused);
    }
}

static void
a_sequence_is_sent_as_a_number_for_each_step(void **state)
{
    const struct kit *kit = *state;
    const struct shown_item shown = shown_of(kit, ITEM_ORDER);
    const struct options *steps = &shown.item->options;
    struct sent sent = { 0 };

    for (size_t i = 0; i < steps->count; i++)
        send(&sent, kit, arena_printf(&kit->f->arena, "p%s", place(kit, &shown, steps->items[i].value)),
             arena_printf(&kit->f->arena, "%zu", i + 1));
    assert_string_equal(exam_item_typed(&sent.rq, &shown), kit_key(kit, shown.item));
    assert_int_equal(item_mark(&kit->f->arena, shown.item, exam_item_typed(&sent.rq, &shown)),
                     shown.item->points * 100);
}

static void
a_gap_in_a_sequence_keeps_its_place_and_two_steps_with_one_number_are_refused(void **state)
{
    const struct kit *kit = *state;
    const struct shown_item shown = shown_of(kit, ITEM_ORDER);
    struct sent sent = { 0 };

    send(&sent, kit, "p1", "2");
    assert_string_equal(exam_item_typed(&sent.rq, &shown),
                        arena_printf(&kit->f->arena, "- %s", shown.kept->options.items[0]));
    send(&sent, kit, "p2", "2");
    assert_null(exam_item_typed(&sent.rq, &shown));
}

static void
pairs_come_back_from_the_places_of_their_right_sides(void **state)
{
    const struct kit *kit = *state;
    const struct shown_item shown = shown_of(kit, ITEM_MATCH);
    struct sent sent = { 0 };
    int number = 0;

    for (size_t i = 0; i < shown.item->options.count; i++)
        if (text_present(&shown.item->options.items[i].label))
            send(&sent, kit, arena_printf(&kit->f->arena, "m%d", ++number),
                 place(kit, &shown, shown.item->options.items[i].value));
    assert_string_equal(exam_item_typed(&sent.rq, &shown), kit_key(kit, shown.item));
}

static const char *
no_text(void *arg, const char *key)
{
    (void)arg;
    (void)key;
    return NULL;
}

/* What a small template makes of the question. */
static const char *
rendered(const struct kit *kit, const struct shown_item *shown)
{
    static const char source[] =
        "{{label}}|{{#choices}}{{place}}{{#checked}}*{{/checked}} {{/choices}}"
        "{{#rows}}{{name}}:{{#options}}{{#selected}}{{place}}{{/selected}}{{/options}} "
        "{{/rows}}{{value}}{{#is_true}}T{{/is_true}}{{#is_false}}F{{/is_false}}";
    const struct tmpl_source sources[] = { { "x", source, sizeof source - 1 } };
    struct view *view = view_new(&kit->f->arena);
    char error[200] = "";
    struct tmpl_set *set = tmpl_compile(sources, 1, no_text, NULL, error, sizeof error);
    const char *html;
    scoped_buf out;

    buf_open(&out, 65536);
    assert_non_null(set);
    exam_item_view(&kit->f->arena, shown, view);
    tmpl_render(set, "x", view, &out);
    tmpl_free(set);
    html = arena_copy(&kit->f->arena, buf_text(&out));
    return strchr(html, '|') + 1;
}

static void
an_answer_is_shown_where_its_options_stand_and_ids_are_nowhere(void **state)
{
    const struct kit *kit = *state;
    struct shown_item shown = shown_of(kit, ITEM_SELECT_ONE);

    shown.answer = kit_key(kit, shown.item);
    assert_string_equal(rendered(kit, &shown), place(kit, &shown, shown.answer)[0] == '1'   ? "1* 2 3 4 "
                                               : place(kit, &shown, shown.answer)[0] == '2' ? "1 2* 3 4 "
                                               : place(kit, &shown, shown.answer)[0] == '3' ? "1 2 3* 4 "
                                                                                            : "1 2 3 4* ");
    shown = shown_of(kit, ITEM_ORDER);
    shown.answer = arena_printf(&kit->f->arena, "- %s", shown.kept->options.items[0]);
    assert_memory_equal(rendered(kit, &shown), "p1:2 p2: p3: ", 13);
    shown = shown_of(kit, ITEM_MATCH);
    shown.answer = arena_printf(&kit->f->arena, "%s=%s", shown.item->options.items[0].value,
                                shown.kept->options.items[2]);
    assert_memory_equal(rendered(kit, &shown), "m1:3 m2: ", 9);
}

static void
a_refused_form_is_shown_as_it_was_typed(void **state)
{
    const struct kit *kit = *state;
    struct shown_item shown = shown_of(kit, ITEM_ORDER);
    struct sent order = { 0 }, number = { 0 }, truth = { 0 };

    send(&order, kit, "p1", "2");
    send(&order, kit, "p2", "2");
    shown.answer = kit_key(kit, shown.item);
    shown.typed = &order.rq;
    assert_memory_equal(rendered(kit, &shown), "p1:2 p2:2 p3: ", 14);
    shown = shown_of(kit, ITEM_NUMERIC);
    send(&number, kit, "value", "сто двадцать");
    shown.typed = &number.rq;
    assert_string_equal(rendered(kit, &shown), "сто двадцать");
    shown = shown_of(kit, ITEM_TRUE_FALSE);
    send(&truth, kit, "value", "false");
    shown.answer = "true";
    shown.typed = &truth.rq;
    assert_string_equal(rendered(kit, &shown), "F");
}

static void
answers_and_keys_are_said_in_words(void **state)
{
    const struct kit *kit = *state;
    struct arena *arena = &kit->f->arena;

    for (int type = 0; type < ITEM_TYPE_COUNT; type++) {
        const struct shown_item shown = shown_of(kit, (enum item_type)type);
        const char *words = exam_item_words(arena, shown.item, kit_key(kit, shown.item), LANG_RU);

        assert_string_equal(words, exam_item_key(arena, shown.item, LANG_RU));
        assert_string_not_equal(words, "");
        assert_string_equal(exam_item_words(arena, shown.item, "", LANG_RU), "");
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_EXAM(the_right_choice_comes_back_from_its_place),
        ON_EXAM(two_radios_of_one_question_are_refused),
        ON_EXAM(two_answers_for_one_line_are_refused),
        ON_EXAM(places_that_are_not_on_the_paper_are_refused),
        ON_EXAM(nothing_sent_is_no_answer),
        ON_EXAM(a_sequence_is_sent_as_a_number_for_each_step),
        ON_EXAM(a_gap_in_a_sequence_keeps_its_place_and_two_steps_with_one_number_are_refused),
        ON_EXAM(pairs_come_back_from_the_places_of_their_right_sides),
        ON_EXAM(an_answer_is_shown_where_its_options_stand_and_ids_are_nowhere),
        ON_EXAM(a_refused_form_is_shown_as_it_was_typed),
        ON_EXAM(answers_and_keys_are_said_in_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
