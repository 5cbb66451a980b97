/* store/paper, store/attempt, store/mark: one paper, one start, one end, by the server's clock. */
#include "store_fixture.h"

struct exam {
    struct fixture *f;
    int64_t assignment, attempt, paper;
};

static struct exam
draw(struct fixture *f)
{
    struct exam exam = { .f = f, .assignment = assign(f, f->person, FORM_QUIZ, "exam") };
    const char *options[] = { "b", "a" };
    struct kept_item items[] = { { "k02", { .items = options, .count = 2 } }, { "k01", { 0 } } };
    const struct kept_items kept = { .items = items, .count = 2 };
    struct paper_row paper = {
        .assignment = exam.assignment, .number = 1, .form_hash = "q1", .variant = "", .seed = -5, .made_at = 3
    };

    assert_int_equal(paper_keep(f->db, &f->arena, f->project, &paper, &kept, &exam.attempt), DB_OK);
    exam.paper = paper.id;
    return exam;
}

static enum db_result
start(const struct exam *exam, int64_t now, bool *first)
{
    const struct attempt_begin begin = { .person = exam->f->person,
                                         .attempt = exam->attempt,
                                         .now = now,
                                         .deadline = now + 1000,
                                         .language = "uk" };

    return attempt_start(exam->f->db, &begin, first);
}

static struct attempt
get(const struct exam *exam)
{
    struct attempt attempt;

    assert_int_equal(attempt_any(exam->f->db, &exam->f->arena, exam->attempt, &attempt), DB_OK);
    return attempt;
}

static enum db_result
save(const struct exam *exam, const char *item, const char *value, int64_t seen, int64_t now,
     struct attempt_saved *saved)
{
    const struct attempt_save in = { .attempt = exam->attempt,
                                     .person = exam->f->person,
                                     .item = item,
                                     .value = value,
                                     .seen = seen,
                                     .now = now,
                                     .page = "p" };

    return attempt_answer_put(exam->f->db, &exam->f->arena, &in, saved);
}

static const struct actor server = { ACTOR_SERVER, 0 };

static void
a_paper_is_kept_as_it_was_drawn(void **state)
{
    struct fixture *f = *state;
    const struct exam exam = draw(f);
    struct kept_items items;
    struct paper_row paper;
    struct names before;
    int64_t attempt;

    assert_int_equal(paper_get(f->db, &f->arena, exam.paper, &paper), DB_OK);
    assert_int_equal(paper.seed, -5);
    assert_int_equal(paper_items_list(f->db, &f->arena, exam.paper, &items), DB_OK);
    assert_int_equal(items.count, 2);
    assert_string_equal(items.items[0].item, "k02");
    assert_string_equal(items.items[0].options.items[0], "b");
    assert_int_equal(items.items[1].options.count, 0);
    assert_int_equal(paper_items_before(f->db, &f->arena, exam.assignment, 2, &before), DB_OK);
    assert_int_equal(before.count, 2);
    assert_int_equal(paper_items_before(f->db, &f->arena, exam.assignment, 1, &before), DB_NONE);
    assert_int_equal(paper_keep(f->db, &f->arena, f->project, &paper, &items, &attempt), DB_CONFLICT);
    assert_int_equal(paper_keep(f->db, &f->arena, f->project + 1, &paper, &items, &attempt), DB_NONE);
}

static void
a_double_click_starts_one_attempt(void **state)
{
    const struct exam exam = draw(*state);
    bool first;

    assert_int_equal(start(&exam, 100, &first), DB_OK);
    assert_true(first);
    assert_int_equal(start(&exam, 500, &first), DB_OK);
    assert_false(first);
    assert_int_equal(get(&exam).started_at, 100);
    assert_int_equal(get(&exam).deadline, 1100);
    assert_int_equal(get(&exam).state, ATTEMPT_RUNNING);
    assert_int_equal(count_rows(exam.f, "SELECT count(*) FROM event WHERE kind = 'attempt_start'"), 1);
}

static void
an_attempt_of_somebody_else_cannot_be_started(void **state)
{
    struct exam exam = draw(*state);
    struct attempt attempt;
    bool first;

    exam.f->person++;
    assert_int_equal(start(&exam, 100, &first), DB_NONE);
    assert_int_equal(attempt_own(exam.f->db, &exam.f->arena, exam.f->person, exam.attempt, &attempt),
                     DB_NONE);
    assert_int_equal(attempt_get(exam.f->db, &exam.f->arena, exam.f->project + 1, exam.attempt, &attempt),
                     DB_NONE);
    assert_int_equal(get(&exam).state, ATTEMPT_READY);
}

static void
answers_are_kept_only_while_the_clock_runs(void **state)
{
    const struct exam exam = draw(*state);
    struct attempt_saved saved;
    struct attempt_answers got;
    bool first;

    assert_int_equal(save(&exam, "k01", "a", 0, 50, &saved), DB_CONFLICT);
    assert_true(saved.ended);
    assert_int_equal(start(&exam, 100, &first), DB_OK);
    assert_int_equal(save(&exam, "k01", "a", 0, 200, &saved), DB_OK);
    assert_int_equal(saved.deadline, 1100);
    assert_int_equal(save(&exam, "k01", "b", 1, 1100, &saved), DB_OK);
    assert_int_equal(save(&exam, "k01", "c", 2, 1101, &saved), DB_CONFLICT);
    assert_true(saved.ended);
    assert_string_equal(saved.answer.value, "b");
    assert_int_equal(save(&exam, "k99", "a", 0, 200, &saved), DB_NONE);
    assert_int_equal(attempt_answer_list(exam.f->db, &exam.f->arena, exam.attempt, &got), DB_OK);
    assert_int_equal(got.count, 1);
    assert_int_equal(got.items[0].revision, 2);
    assert_int_equal(count_rows(exam.f, "SELECT count(*) FROM attempt_answer_history"), 2);
}

static void
an_older_window_does_not_overwrite_and_a_flag_is_kept(void **state)
{
    const struct exam exam = draw(*state);
    struct attempt_saved saved;
    struct attempt_save flag = { .attempt = exam.attempt,
                                 .person = exam.f->person,
                                 .item = "k01",
                                 .value = "b",
                                 .marked = true,
                                 .seen = 2,
                                 .now = 210,
                                 .page = "" };
    bool first;

    assert_int_equal(start(&exam, 100, &first), DB_OK);
    assert_int_equal(save(&exam, "k01", "a", 0, 200, &saved), DB_OK);
    assert_int_equal(save(&exam, "k01", "b", 1, 201, &saved), DB_OK);
    assert_int_equal(save(&exam, "k01", "c", 1, 202, &saved), DB_CONFLICT);
    assert_false(saved.ended);
    assert_string_equal(saved.answer.value, "b");
    assert_int_equal(attempt_answer_put(exam.f->db, &exam.f->arena, &flag, &saved), DB_OK);
    assert_true(saved.changed);
    assert_true(saved.answer.marked);
}

static void
a_question_left_without_an_answer_was_seen(void **state)
{
    const struct exam exam = draw(*state);
    struct attempt_answers answers;
    struct attempt_saved saved;
    bool first;

    assert_int_equal(save(&exam, "k01", "", 0, 50, &saved), DB_OK); /* not begun */
    assert_false(saved.changed);
    assert_int_equal(start(&exam, 100, &first), DB_OK);
    assert_int_equal(save(&exam, "k01", "", 0, 200, &saved), DB_OK);
    assert_true(saved.changed);
    assert_int_equal(save(&exam, "k01", "", 1, 201, &saved), DB_OK);
    assert_false(saved.changed);
    assert_int_equal(attempt_answer_list(exam.f->db, &exam.f->arena, exam.attempt, &answers), DB_OK);
    assert_int_equal(answers.count, 1);
    /* an older window overwrites nothing by it */
    assert_int_equal(save(&exam, "k01", "a", 0, 202, &saved), DB_OK);
    assert_int_equal(save(&exam, "k01", "b", 0, 203, &saved), DB_CONFLICT);
}

static void
an_attempt_ends_once(void **state)
{
    const struct exam exam = draw(*state);
    const struct actor person = { ACTOR_PERSON, exam.f->person };
    struct attempt attempt;
    bool first;

    assert_int_equal(attempt_end(exam.f->db, exam.attempt, ENDED_BY_PERSON, person, 50, &first), DB_CONFLICT);
    assert_int_equal(start(&exam, 100, &first), DB_OK);
    assert_int_equal(attempt_end(exam.f->db, exam.attempt, ENDED_BY_PERSON, person, 300, &first), DB_OK);
    assert_true(first);
    assert_int_equal(attempt_end(exam.f->db, exam.attempt, ENDED_BY_PERSON, person, 400, &first), DB_OK);
    assert_false(first);
    attempt = get(&exam);
    assert_int_equal(attempt.state, ATTEMPT_HANDED_IN);
    assert_int_equal(attempt.handed_in_at, 300);
    assert_string_equal(attempt.handed_in_by, "person");
    assert_int_equal(start(&exam, 500, &first), DB_CONFLICT);
    assert_int_equal(attempt_end(exam.f->db, 999, ENDED_BY_PERSON, person, 300, &first), DB_NONE);
}

static void
a_hand_in_after_the_deadline_is_the_servers(void **state)
{
    const struct exam exam = draw(*state);
    bool first;

    assert_int_equal(start(&exam, 100, &first), DB_OK);
    assert_int_equal(attempt_end(exam.f->db, exam.attempt, ENDED_BY_PERSON,
                                 (struct actor){ ACTOR_PERSON, exam.f->person }, 1200, &first),
                     DB_OK);
    assert_int_equal(get(&exam).state, ATTEMPT_EXPIRED);
    assert_int_equal(get(&exam).handed_in_at, 1100);
    assert_string_equal(get(&exam).handed_in_by, "server");
}

static void
the_sweep_finds_what_is_due_and_no_more(void **state)
{
    const struct exam exam = draw(*state);
    struct id_list due;
    bool first;

    assert_int_equal(attempt_due(exam.f->db, &exam.f->arena, 5000, &due), DB_NONE);
    assert_int_equal(start(&exam, 100, &first), DB_OK);
    assert_int_equal(attempt_due(exam.f->db, &exam.f->arena, 1099, &due), DB_NONE);
    assert_int_equal(attempt_due(exam.f->db, &exam.f->arena, 1100, &due), DB_OK);
    assert_int_equal(due.count, 1);
    assert_int_equal(due.items[0], exam.attempt);
    assert_int_equal(attempt_end(exam.f->db, exam.attempt, ENDED_BY_SERVER, server, 1105, &first), DB_OK);
    assert_int_equal(get(&exam).state, ATTEMPT_EXPIRED);
    assert_int_equal(attempt_due(exam.f->db, &exam.f->arena, 5000, &due), DB_NONE);
}

static void
after_a_downtime_the_trainer_decides(void **state)
{
    const struct exam exam = draw(*state);
    const struct actor trainer = { ACTOR_STAFF, 1 };
    int64_t count;
    bool first;

    assert_int_equal(start(&exam, 100, &first), DB_OK);
    assert_int_equal(attempt_interrupt_expired(exam.f->db, 1000, &count), DB_OK);
    assert_int_equal(count, 0);
    assert_int_equal(attempt_interrupt_expired(exam.f->db, 9000, &count), DB_OK);
    assert_int_equal(count, 1);
    assert_int_equal(get(&exam).state, ATTEMPT_INTERRUPTED);
    assert_int_equal(attempt_resume(exam.f->db, exam.f->project + 1, exam.attempt, 5, trainer, 9100),
                     DB_NONE);
    assert_int_equal(attempt_resume(exam.f->db, exam.f->project, exam.attempt, 5, trainer, 9100), DB_OK);
    assert_int_equal(get(&exam).state, ATTEMPT_RUNNING);
    assert_int_equal(get(&exam).deadline, 9100 + 5 * MINUTE);
    assert_int_equal(get(&exam).extra_minutes, 5);
    assert_int_equal(attempt_resume(exam.f->db, exam.f->project, exam.attempt, 5, trainer, 9100),
                     DB_CONFLICT);
}

/* The line of the sheet: open from 100 to the last answer at 400, and again from 9100 to 9600. */
static void
a_downtime_is_not_time_that_was_spent(void **state)
{
    const struct exam exam = draw(*state);
    const struct actor trainer = { ACTOR_STAFF, 1 };
    struct attempt_saved saved;
    struct sheet_lines lines;
    int64_t count;
    bool first;

    assert_int_equal(start(&exam, 100, &first), DB_OK);
    assert_int_equal(save(&exam, "k01", "a", 0, 400, &saved), DB_OK);
    assert_int_equal(attempt_interrupt_expired(exam.f->db, 9000, &count), DB_OK);
    assert_int_equal(attempt_resume(exam.f->db, exam.f->project, exam.attempt, 5, trainer, 9100), DB_OK);
    assert_int_equal(attempt_end(exam.f->db, exam.attempt, ENDED_BY_PERSON, server, 9600, &first), DB_OK);
    assert_int_equal(attempt_sheet(exam.f->db, &exam.f->arena, exam.f->project, "exam", &lines), DB_OK);
    assert_int_equal(lines.items[0].breaks, 1);
    assert_int_equal(lines.items[0].stood_still, 8700);
    assert_false(lines.items[0].cancelled);
    assert_int_equal(lines.items[0].attempt.handed_in_at - lines.items[0].attempt.started_at
                         - lines.items[0].stood_still,
                     800);
}

static void
a_break_that_nobody_ended_counts_to_the_hand_in(void **state)
{
    const struct exam exam = draw(*state);
    struct sheet_lines lines;
    int64_t count;
    bool first;

    assert_int_equal(start(&exam, 100, &first), DB_OK);
    assert_int_equal(attempt_interrupt_expired(exam.f->db, 9000, &count), DB_OK);
    assert_int_equal(attempt_end(exam.f->db, exam.attempt, ENDED_BY_STAFF, server, 9600, &first), DB_OK);
    assert_int_equal(attempt_sheet(exam.f->db, &exam.f->arena, exam.f->project, "exam", &lines), DB_OK);
    assert_int_equal(lines.items[0].stood_still, 1000); /* from its start: nothing was heard after it */
}

static void
more_time_moves_a_running_deadline(void **state)
{
    const struct exam exam = draw(*state);
    const struct actor trainer = { ACTOR_STAFF, 1 };
    bool first;

    assert_int_equal(attempt_give_time(exam.f->db, exam.f->project, exam.attempt, 5, trainer, 50), DB_OK);
    assert_int_equal(get(&exam).deadline, 0);
    assert_int_equal(start(&exam, 100, &first), DB_OK);
    assert_int_equal(attempt_give_time(exam.f->db, exam.f->project, exam.attempt, 10, trainer, 200), DB_OK);
    assert_int_equal(get(&exam).extra_minutes, 15);
    assert_int_equal(get(&exam).deadline, 1100 + 10 * MINUTE);
}

static void
close_at(const struct exam *exam, int64_t closes_at)
{
    struct assignment assignment;

    assert_int_equal(
        assignment_get(exam->f->db, &exam->f->arena, exam->f->project, exam->assignment, &assignment), DB_OK);
    assignment.closes_at = closes_at;
    assert_int_equal(assignment_change(exam->f->db, &assignment), DB_OK);
}

static void
more_time_does_not_outlive_the_close(void **state)
{
    const struct exam exam = draw(*state);
    const struct actor trainer = { ACTOR_STAFF, 1 };
    const int64_t close = 1100 + 3 * MINUTE;
    bool first;

    close_at(&exam, close);
    assert_int_equal(start(&exam, 100, &first), DB_OK);
    assert_int_equal(attempt_give_time(exam.f->db, exam.f->project, exam.attempt, 2, trainer, 200), DB_OK);
    assert_int_equal(get(&exam).deadline, 1100 + 2 * MINUTE);
    assert_int_equal(attempt_give_time(exam.f->db, exam.f->project, exam.attempt, 240, trainer, 200), DB_OK);
    assert_int_equal(get(&exam).deadline, close);
    close_at(&exam, 1000);
    assert_int_equal(attempt_give_time(exam.f->db, exam.f->project, exam.attempt, 5, trainer, 300), DB_OK);
    assert_int_equal(get(&exam).deadline, close); /* nor is it shortened */
}

static void
ends_are(const struct exam *exam, int64_t closes_at, int endless, int going)
{
    struct test_ends ends;

    assert_int_equal(attempt_test_ends(exam->f->db, exam->f->project, "exam", &ends), DB_OK);
    assert_int_equal(ends.closes_at, closes_at);
    assert_int_equal(ends.endless, endless);
    assert_int_equal(ends.going, going);
}

static void
a_test_ends_when_nobody_can_answer_it_any_more(void **state)
{
    const struct exam exam = draw(*state);
    struct fixture *f = exam.f;
    const int64_t other = assign(f, add_person(f, f->project, "Бойко"), FORM_QUIZ, "exam");
    struct assignment second;
    int64_t count;
    bool first;

    ends_are(&exam, 0, 2, 0);
    close_at(&exam, 900);
    ends_are(&exam, 900, 1, 0);
    assert_int_equal(assignment_get(f->db, &f->arena, f->project, other, &second), DB_OK);
    second.closes_at = 5000;
    assert_int_equal(assignment_change(f->db, &second), DB_OK);
    ends_are(&exam, 5000, 0, 0);
    second.cancelled = true;
    assert_int_equal(assignment_change(f->db, &second), DB_OK);
    ends_are(&exam, 900, 0, 0);
    assert_int_equal(start(&exam, 100, &first), DB_OK);
    ends_are(&exam, 900, 0, 1);
    assert_int_equal(attempt_interrupt_expired(f->db, 9000, &count), DB_OK);
    ends_are(&exam, 900, 0, 1); /* it may be resumed */
    assert_int_equal(
        attempt_end(f->db, exam.attempt, ENDED_BY_STAFF, (struct actor){ ACTOR_STAFF, 1 }, 9100, &first),
        DB_OK);
    ends_are(&exam, 900, 0, 0);
}

static void
an_absent_person_cannot_start_until_admitted(void **state)
{
    const struct exam exam = draw(*state);
    const struct actor trainer = { ACTOR_STAFF, 1 };
    struct fixture *f = exam.f;
    bool first;

    assert_int_equal(attempt_set_absent(f->db, f->project, exam.attempt, ATTEMPT_NOT_ADMITTED, trainer, 5),
                     DB_OK);
    assert_int_equal(start(&exam, 100, &first), DB_CONFLICT);
    assert_int_equal(attempt_set_absent(f->db, f->project, exam.attempt, ATTEMPT_READY, trainer, 6), DB_OK);
    assert_int_equal(start(&exam, 100, &first), DB_OK);
    assert_int_equal(attempt_set_absent(f->db, f->project, exam.attempt, ATTEMPT_NO_SHOW, trainer, 7),
                     DB_CONFLICT);
    assert_int_equal(attempt_note(f->db, f->project, exam.attempt, "продлено"), DB_OK);
    assert_string_equal(get(&exam).note, "продлено");
}

static void
marks_and_verdict_are_kept_and_replaced_by_a_corrected_key(void **state)
{
    const struct exam exam = draw(*state);
    struct mark_row rows[] = { { "k01", 100, 100 }, { "k02", 50, 200 } };
    struct attempt_result result = { .attempt = exam.attempt,
                                     .now = 400,
                                     .mark = 150,
                                     .most = 300,
                                     .percent = 5000,
                                     .bar = 225,
                                     .reason = "score",
                                     .detail = "",
                                     .key_version = 1,
                                     .marks = { .items = rows, .count = 2 } };
    struct mark_rows got;
    struct sheet_lines sheet;
    bool first;

    assert_int_equal(attempt_mark(exam.f->db, &result), DB_NONE); /* not ended yet */
    assert_int_equal(start(&exam, 100, &first), DB_OK);
    assert_int_equal(attempt_end(exam.f->db, exam.attempt, ENDED_BY_SERVER, server, 1100, &first), DB_OK);
    assert_false(get(&exam).marked);
    assert_int_equal(attempt_mark(exam.f->db, &result), DB_OK);
    rows[1].mark = 200;
    result.mark = 300;
    result.percent = 10000;
    result.reason = "passed";
    result.key_version = 2;
    assert_int_equal(attempt_mark(exam.f->db, &result), DB_OK);
    assert_int_equal(mark_list(exam.f->db, &exam.f->arena, exam.attempt, &got), DB_OK);
    assert_int_equal(got.count, 2);
    assert_int_equal(got.items[1].mark, 200);
    assert_int_equal(attempt_sheet(exam.f->db, &exam.f->arena, exam.f->project, "exam", &sheet), DB_OK);
    assert_int_equal(sheet.count, 1);
    assert_true(sheet.items[0].attempt.marked);
    assert_string_equal(sheet.items[0].attempt.reason, "passed");
    assert_int_equal(sheet.items[0].attempt.key_version, 2);
    assert_string_equal(sheet.items[0].family, "Іванова");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_RESPONSE(a_paper_is_kept_as_it_was_drawn),
        ON_RESPONSE(a_double_click_starts_one_attempt),
        ON_RESPONSE(an_attempt_of_somebody_else_cannot_be_started),
        ON_RESPONSE(answers_are_kept_only_while_the_clock_runs),
        ON_RESPONSE(an_older_window_does_not_overwrite_and_a_flag_is_kept),
        ON_RESPONSE(a_question_left_without_an_answer_was_seen),
        ON_RESPONSE(an_attempt_ends_once),
        ON_RESPONSE(a_hand_in_after_the_deadline_is_the_servers),
        ON_RESPONSE(the_sweep_finds_what_is_due_and_no_more),
        ON_RESPONSE(after_a_downtime_the_trainer_decides),
        ON_RESPONSE(a_downtime_is_not_time_that_was_spent),
        ON_RESPONSE(a_break_that_nobody_ended_counts_to_the_hand_in),
        ON_RESPONSE(more_time_moves_a_running_deadline),
        ON_RESPONSE(more_time_does_not_outlive_the_close),
        ON_RESPONSE(a_test_ends_when_nobody_can_answer_it_any_more),
        ON_RESPONSE(an_absent_person_cannot_start_until_admitted),
        ON_RESPONSE(marks_and_verdict_are_kept_and_replaced_by_a_corrected_key),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
