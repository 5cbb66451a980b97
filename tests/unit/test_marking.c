/* The end of an attempt: marked and judged in the same transaction, the retake drawn, the server's own sweep.
 */
#include "exam_kit.h"

enum { START = 1000000 };

static enum db_result
finish(const struct kit *kit, int64_t now, enum attempt_ender ender)
{
    const struct attempt_finish in = { .library = &kit->library,
                                       .attempt = kit->attempt,
                                       .now = now,
                                       .ender = ender,
                                       .by = { ACTOR_PERSON, kit->f->person } };

    return attempt_finish(kit->f->db, &kit->f->arena, &in);
}

static void
all_right_answers_earn_all_points_and_no_retake(void **state)
{
    const struct kit *kit = *state;
    struct marked_paper paper;
    struct attempt attempt;

    kit_start(kit, START);
    kit_answer_all(kit, START + 10);
    assert_int_equal(finish(kit, START + 20, ENDED_BY_PERSON), DB_OK);
    attempt = kit_attempt(kit);
    assert_int_equal(attempt.state, ATTEMPT_HANDED_IN);
    assert_true(attempt.marked);
    assert_int_equal(attempt.mark, 4400);
    assert_int_equal(attempt.most, 4400);
    assert_int_equal(attempt.percent, 10000);
    assert_int_equal(attempt.bar, 3300);
    assert_string_equal(attempt.reason, "passed");
    assert_int_equal(count_rows(kit->f, "SELECT count(*) FROM attempt"), 1);
    assert_int_equal(attempt_judge(kit->f->db, &kit->f->arena, &kit->library, &attempt, &paper), DB_OK);
    assert_int_equal(paper.items.count, 30);
    assert_string_equal(paper.verdict.word->in[LANG_RU], "отлично");
}

static void
an_empty_paper_fails_and_its_twin_is_ready(void **state)
{
    struct kit *kit = *state;
    const struct kept_items first = kit_paper(kit);
    struct attempt_list attempts;
    struct kept_items second;

    kit_start(kit, START);
    assert_int_equal(finish(kit, START + 20, ENDED_BY_PERSON), DB_OK);
    assert_string_equal(kit_attempt(kit).reason, "critical");
    assert_int_equal(attempt_list(kit->f->db, &kit->f->arena, kit->assignment.id, &attempts), DB_OK);
    assert_int_equal(attempts.count, 2);
    assert_int_equal(attempts.items[1].number, 2);
    assert_int_equal(attempts.items[1].state, ATTEMPT_READY);
    kit->attempt = attempts.items[1].id;
    second = kit_paper(kit);
    assert_int_equal(second.count, first.count);
    for (size_t i = 0; i < second.count; i++)
        for (size_t j = 0; j < first.count; j++)
            assert_string_not_equal(second.items[i].item, first.items[j].item);
}

static void
after_the_last_attempt_no_further_paper_is_drawn(void **state)
{
    struct kit *kit = *state;
    struct attempt_list attempts;

    for (int number = 1; number <= 2; number++) {
        assert_int_equal(attempt_list(kit->f->db, &kit->f->arena, kit->assignment.id, &attempts), DB_OK);
        assert_int_equal(attempts.count, number);
        kit->attempt = attempts.items[number - 1].id;
        kit_start(kit, START + number);
        assert_int_equal(finish(kit, START + 20, ENDED_BY_PERSON), DB_OK);
    }
    assert_int_equal(attempt_list(kit->f->db, &kit->f->arena, kit->assignment.id, &attempts), DB_OK);
    assert_int_equal(attempts.count, 2);
}

static void
the_first_attempt_that_passed_counts_else_the_last_marked(void **state)
{
    struct attempt items[] = { { .number = 1, .marked = true, .reason = "critical" },
                               { .number = 2, .marked = true, .reason = "passed" },
                               { .number = 3, .marked = true, .reason = "score" },
                               { .number = 4, .state = ATTEMPT_READY } };
    struct attempt_list list = { .items = items, .count = 4 };

    (void)state;
    assert_int_equal(attempt_counting(&list)->number, 2);
    items[1].reason = "topic";
    assert_int_equal(attempt_counting(&list)->number, 3);
    list.count = 1;
    items[0].marked = false;
    assert_int_equal(attempt_counting(&list)->number, 1);
    assert_false(attempt_passed(&items[3]));
}

static void
handing_in_twice_is_once(void **state)
{
    const struct kit *kit = *state;

    kit_start(kit, START);
    assert_int_equal(finish(kit, START + 20, ENDED_BY_PERSON), DB_OK);
    assert_int_equal(finish(kit, START + 30, ENDED_BY_PERSON), DB_OK);
    assert_int_equal(finish(kit, START + 40, ENDED_BY_SERVER), DB_OK);
    assert_int_equal(kit_attempt(kit).handed_in_at, START + 20);
    assert_int_equal(count_rows(kit->f, "SELECT count(*) FROM event WHERE kind = 'attempt_end'"), 1);
    assert_int_equal(count_rows(kit->f, "SELECT count(*) FROM attempt"), 2);
}

static void
what_was_not_started_cannot_be_handed_in(void **state)
{
    const struct kit *kit = *state;

    assert_int_equal(finish(kit, START, ENDED_BY_PERSON), DB_CONFLICT);
    assert_int_equal(kit_attempt(kit).state, ATTEMPT_READY);
}

static void
the_server_hands_in_at_the_deadline_with_nobody_connected(void **state)
{
    const struct kit *kit = *state;
    const int64_t end = START + 45 * MINUTE;

    kit_start(kit, START);
    kit_answer_all(kit, START + 10);
    assert_false(deadlines_passed(kit->f->db, end - 1));
    deadlines_sweep(kit->f->db, &kit->library, end - 1);
    assert_int_equal(kit_attempt(kit).state, ATTEMPT_RUNNING);
    assert_true(deadlines_passed(kit->f->db, end));
    deadlines_sweep(kit->f->db, &kit->library, end + 700);
    assert_int_equal(kit_attempt(kit).state, ATTEMPT_EXPIRED);
    assert_int_equal(kit_attempt(kit).handed_in_at, end);
    assert_string_equal(kit_attempt(kit).handed_in_by, "server");
    assert_int_equal(kit_attempt(kit).mark, 4400);
    assert_false(deadlines_passed(kit->f->db, end + 1000));
}

static void
an_attempt_that_cannot_be_marked_keeps_running_and_the_others_are_handed_in(void **state)
{
    struct kit *kit = *state;
    const int64_t stuck = kit->attempt, after = START + 46 * MINUTE;

    kit_start(kit, START);
    assert_int_equal(run_sql(kit->f, arena_printf(&kit->f->arena,
                                                  "CREATE TEMP TRIGGER refuses BEFORE INSERT ON mark WHEN "
                                                  "new.attempt = %lld BEGIN SELECT RAISE(ABORT, 'no'); END",
                                                  (long long)stuck)),
                     SQLITE_OK);
    kit_assign(kit, add_person(kit->f, kit->f->project, "Друга"), "sales");
    kit_start(kit, START + 1);
    deadlines_sweep(kit->f->db, &kit->library, after);
    assert_int_equal(kit_attempt(kit).state, ATTEMPT_EXPIRED);
    assert_true(kit_attempt(kit).marked);
    kit->attempt = stuck;
    assert_int_equal(kit_attempt(kit).state, ATTEMPT_RUNNING);
    assert_int_equal(count_rows(kit->f, "SELECT count(*) FROM event WHERE kind = 'attempt_end'"), 1);
    assert_int_equal(run_sql(kit->f, "DROP TRIGGER refuses"), SQLITE_OK);
    deadlines_sweep(kit->f->db, &kit->library, after + 1000);
    assert_int_equal(kit_attempt(kit).state, ATTEMPT_EXPIRED);
    assert_true(kit_attempt(kit).marked);
}

static void
minutes_granted_in_mid_attempt_move_the_end(void **state)
{
    const struct kit *kit = *state;

    kit_start(kit, START);
    assert_int_equal(attempt_give_time(kit->f->db, kit->f->project, kit->attempt, 15,
                                       (struct actor){ ACTOR_SERVER, 0 }, START + 1),
                     DB_OK);
    deadlines_sweep(kit->f->db, &kit->library, START + 50 * MINUTE);
    assert_int_equal(kit_attempt(kit).state, ATTEMPT_RUNNING);
    deadlines_sweep(kit->f->db, &kit->library, START + 60 * MINUTE);
    assert_int_equal(kit_attempt(kit).state, ATTEMPT_EXPIRED);
}

static void
an_interrupted_attempt_waits_for_the_trainer(void **state)
{
    const struct kit *kit = *state;
    int64_t count;

    kit_start(kit, START);
    assert_int_equal(attempt_interrupt_expired(kit->f->db, START + 46 * MINUTE, &count), DB_OK);
    assert_int_equal(count, 1);
    deadlines_sweep(kit->f->db, &kit->library, START + 47 * MINUTE);
    assert_int_equal(kit_attempt(kit).state, ATTEMPT_INTERRUPTED);
    assert_int_equal(finish(kit, START + 48 * MINUTE, ENDED_BY_PERSON), DB_CONFLICT);
    assert_int_equal(finish(kit, START + 48 * MINUTE, ENDED_BY_STAFF), DB_OK);
    assert_true(kit_attempt(kit).marked);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_EXAM(all_right_answers_earn_all_points_and_no_retake),
        ON_EXAM(an_empty_paper_fails_and_its_twin_is_ready),
        ON_EXAM(after_the_last_attempt_no_further_paper_is_drawn),
        ON_EXAM(the_first_attempt_that_passed_counts_else_the_last_marked),
        ON_EXAM(handing_in_twice_is_once),
        ON_EXAM(what_was_not_started_cannot_be_handed_in),
        ON_EXAM(the_server_hands_in_at_the_deadline_with_nobody_connected),
        ON_EXAM(an_attempt_that_cannot_be_marked_keeps_running_and_the_others_are_handed_in),
        ON_EXAM(minutes_granted_in_mid_attempt_move_the_end),
        ON_EXAM(an_interrupted_attempt_waits_for_the_trainer),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
