/* store/answer: one cell at a time, nothing lost, nothing overwritten by what is older. */
#include "store_fixture.h"

static void
a_second_answer_replaces_the_first(void **state)
{
    struct fixture *f = *state;
    struct answer_saved saved;
    struct answers got;

    assert_int_equal(save_answer(f, "colour", "red", 0, &saved), DB_OK);
    assert_true(saved.changed);
    assert_int_equal(saved.cell.revision, 1);
    assert_int_equal(save_answer(f, "colour", "blue", 1, &saved), DB_OK);
    assert_int_equal(saved.cell.revision, 2);
    assert_int_equal(saved.cell.saved_at, 101);

    assert_int_equal(answer_list(f->db, &f->arena, f->response, &got), DB_OK);
    assert_int_equal(got.count, 1);
    assert_string_equal(got.items[0].value, "blue");
}

static void
an_older_page_does_not_overwrite_a_newer_answer(void **state)
{
    struct fixture *f = *state;
    struct answer_saved saved;

    assert_int_equal(save_answer(f, "colour", "red", 0, &saved), DB_OK);
    assert_int_equal(save_answer(f, "colour", "blue", 1, &saved), DB_OK);
    assert_int_equal(save_answer(f, "colour", "green", 1, &saved), DB_CONFLICT);
    assert_string_equal(saved.cell.value, "blue");
    assert_int_equal(saved.cell.revision, 2);
    assert_false(saved.changed);
    assert_false(saved.handed_in);
    assert_int_equal(count_rows(f, "SELECT count(*) FROM answer_history"), 2);
}

static void
the_same_value_again_is_kept_once(void **state)
{
    struct fixture *f = *state;
    struct answer_saved saved;

    assert_int_equal(save_answer(f, "colour", "red", 0, &saved), DB_OK);
    assert_int_equal(save_answer(f, "colour", "red", 0, &saved), DB_OK);
    assert_int_equal(saved.cell.revision, 1);
    assert_false(saved.changed);
    assert_int_equal(count_rows(f, "SELECT count(*) FROM answer_history"), 1);
    assert_int_equal(count_rows(f, "SELECT count(*) FROM event WHERE kind = 'answer'"), 1);
}

static void
emptying_what_was_never_answered_stores_nothing(void **state)
{
    struct fixture *f = *state;
    struct answer_saved saved;

    assert_int_equal(save_answer(f, "colour", "", 0, &saved), DB_OK);
    assert_int_equal(saved.cell.revision, 0);
    assert_int_equal(count_rows(f, "SELECT count(*) FROM answer"), 0);
}

static void
dont_know_is_neither_a_value_nor_nothing(void **state)
{
    struct fixture *f = *state;
    struct answer_saved saved;
    struct answer_save save = a_save(f, "colour", "", 0);
    struct answers got;

    save.state = CELL_DONT_KNOW;
    assert_int_equal(answer_put(f->db, &f->arena, &save, &saved), DB_OK);
    assert_true(saved.changed);
    assert_int_equal(answer_list(f->db, &f->arena, f->response, &got), DB_OK);
    assert_int_equal(got.items[0].state, CELL_DONT_KNOW);
    assert_string_equal(got.items[0].value, "");
}

static void
the_history_tells_old_and_new_and_who(void **state)
{
    struct fixture *f = *state;
    struct answer_saved saved;
    struct answer_changes got;

    assert_int_equal(save_answer(f, "colour", "red", 0, &saved), DB_OK);
    assert_int_equal(save_answer(f, "colour", "", 1, &saved), DB_OK);
    assert_int_equal(save_answer(f, "size", "2", 0, &saved), DB_OK);
    assert_int_equal(answer_history(f->db, &f->arena, f->response, NULL, &got), DB_OK);
    assert_int_equal(got.count, 3);
    assert_null(got.items[0].old_value);
    assert_string_equal(got.items[0].value, "red");
    assert_string_equal(got.items[1].old_value, "red");
    assert_string_equal(got.items[1].value, "");
    assert_int_equal(got.items[1].revision, 2);
    assert_int_equal(got.items[1].by.kind, ACTOR_PERSON);
    assert_int_equal(got.items[1].by.id, f->person);
    assert_string_equal(got.items[1].page, "p1");
    assert_int_equal(got.items[1].sequence, 2);
    assert_int_equal(answer_history(f->db, &f->arena, f->response, "size", &got), DB_OK);
    assert_int_equal(got.count, 1);
    assert_int_equal(answer_history(f->db, &f->arena, f->response, "shape", &got), DB_NONE);
}

static void
another_persons_response_is_not_there(void **state)
{
    struct fixture *f = *state;
    struct answer_saved saved;
    struct answer_save save = a_save(f, "colour", "red", 0);

    save.person = add_person(f, f->project, "Петренко");
    assert_int_equal(answer_put(f->db, &f->arena, &save, &saved), DB_NONE);
    save.person = f->person;
    save.response = 999;
    assert_int_equal(answer_put(f->db, &f->arena, &save, &saved), DB_NONE);
    assert_int_equal(count_rows(f, "SELECT count(*) FROM answer"), 0);
}

static void
staff_may_answer_for_anybody(void **state)
{
    struct fixture *f = *state;
    struct answer_saved saved;
    struct answer_save save = a_save(f, "colour", "red", 0);

    save.person = 0;
    save.by = (struct actor){ ACTOR_STAFF, 7 };
    assert_int_equal(answer_put(f->db, &f->arena, &save, &saved), DB_OK);
    assert_int_equal(count_rows(f, "SELECT actor FROM answer_history"), 7);
}

static void
after_the_hand_in_nothing_is_changed(void **state)
{
    struct fixture *f = *state;
    struct answer_saved saved;
    bool first;

    assert_int_equal(save_answer(f, "colour", "red", 0, &saved), DB_OK);
    assert_int_equal(response_hand_in(f->db, f->person, f->response,
                                      (struct actor){ ACTOR_PERSON, f->person }, 200, &first),
                     DB_OK);
    assert_int_equal(save_answer(f, "colour", "blue", 1, &saved), DB_CONFLICT);
    assert_true(saved.handed_in);
    assert_string_equal(saved.cell.value, "red");
    assert_int_equal(save_answer(f, "colour", "red", 0, &saved),
                     DB_OK); /* a repeated save that arrived late */
    assert_true(saved.handed_in);
}

static void
cells_are_listed_in_the_order_that_the_model_sorts(void **state)
{
    struct fixture *f = *state;
    struct answer_saved saved;
    struct answers got;
    static const char *const at[][3] = {
        { "b", "", "" },         { "a", "r2", "x" },      { "a", "r1", "y" },
        { "a", "r1", ".order" }, { "a", "", ".comment" },
    };

    for (size_t i = 0; i < LENGTH(at); i++) {
        struct answer_save save = a_save(f, at[i][0], "v", 0);

        save.row = at[i][1];
        save.column = at[i][2];
        assert_int_equal(answer_put(f->db, &f->arena, &save, &saved), DB_OK);
    }
    assert_int_equal(answer_list(f->db, &f->arena, f->response, &got), DB_OK);
    for (size_t i = 1; i < got.count; i++) {
        const struct cell *a = &got.items[i - 1], *b = &got.items[i];
        int order = strcmp(a->question, b->question);

        order = order ? order : strcmp(a->row, b->row);
        order = order ? order : strcmp(a->column, b->column);
        assert_true(order < 0);
    }
    assert_non_null(answers_cell(&got, "a", "r1", ".order"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_RESPONSE(a_second_answer_replaces_the_first),
        ON_RESPONSE(an_older_page_does_not_overwrite_a_newer_answer),
        ON_RESPONSE(the_same_value_again_is_kept_once),
        ON_RESPONSE(emptying_what_was_never_answered_stores_nothing),
        ON_RESPONSE(dont_know_is_neither_a_value_nor_nothing),
        ON_RESPONSE(the_history_tells_old_and_new_and_who),
        ON_RESPONSE(another_persons_response_is_not_there),
        ON_RESPONSE(staff_may_answer_for_anybody),
        ON_RESPONSE(after_the_hand_in_nothing_is_changed),
        ON_RESPONSE(cells_are_listed_in_the_order_that_the_model_sorts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
