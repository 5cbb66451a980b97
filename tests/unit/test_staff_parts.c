/* What the pages for staff take from forms, and lists of people brought into a project. */
#include "store_fixture.h"

#include "doc/qr.h"
#include "pages/people_intake.h"
#include "pages/staff_parts.h"

static void
a_day_is_taken_in_both_spellings(void **state)
{
    struct arena arena = { 0 };
    const char *iso;

    (void)state;
    assert_true(part_date(&arena, "2026-11-27", &iso));
    assert_string_equal(iso, "2026-11-27");
    assert_true(part_date(&arena, " 27.11.2026 ", &iso));
    assert_string_equal(iso, "2026-11-27");
    assert_true(part_date(&arena, "", &iso));
    assert_string_equal(iso, "");
    arena_close(&arena);
}

static void
what_is_no_day_is_refused(void **state)
{
    static const char *const wrong[] = { "31.02.2026", "27.11.26",   "27-11-2026",
                                         "soon",       "2026-13-01", "2026-11-27x" };
    struct arena arena = { 0 };
    const char *iso;

    (void)state;
    for (size_t i = 0; i < LENGTH(wrong); i++)
        assert_false(part_date(&arena, wrong[i], &iso));
    arena_close(&arena);
}

static void
a_qr_drawing_starts_with_its_corner(void **state)
{
    struct arena arena = { 0 };
    struct qr_drawing qr = qr_draw(&arena, "https://anketa.example/i/abc");
    char *long_text = arena_alloc(&arena, 5000);

    (void)state;
    assert_int_equal(qr.side, 29); /* version 3 of the standard: 28 bytes need it at level M */
    assert_memory_equal(qr.path, "M0 0h7v1h-7z", 12);
    memset(long_text, 'a', 4999);
    assert_int_equal(qr_draw(&arena, long_text).side, 0);
    assert_string_equal(qr_draw(&arena, long_text).path, "");
    arena_close(&arena);
}

/* --- a list brought in --- */

static struct intake
intake_of(struct fixture *f, const char *text, bool dry)
{
    struct intake in = { .db = f->db,
                         .arena = &f->arena,
                         .key = test_key,
                         .project = f->project,
                         .bytes = text,
                         .length = strlen(text),
                         .dry = dry,
                         .by = { ACTOR_STAFF, 1 },
                         .now = 5 };

    assert_int_equal(people_intake(&in), DB_OK);
    return in;
}

static int64_t
revision(struct fixture *f)
{
    int64_t now = -1;

    assert_int_equal(project_revision(f->db, f->project, &now), DB_OK);
    return now;
}

static void
a_dry_run_changes_nothing_and_promises_what_is_done(void **state)
{
    static const char text[] = "ФИО;Отдел\nНовая Анна;Склад\nНовый Иван;Склад\n";
    struct fixture *f = *state;
    int64_t people = count_rows(f, "SELECT count(*) FROM person"), before = revision(f);
    struct intake dry = intake_of(f, text, true), real;

    assert_int_equal(dry.count[IMPORT_NEW], 2);
    assert_true(dry.lines.items[0].new_department);
    assert_int_equal(count_rows(f, "SELECT count(*) FROM person"), people);
    assert_int_equal(revision(f), before);
    real = intake_of(f, text, false);
    assert_string_equal(real.plan, dry.plan);
    assert_int_equal(count_rows(f, "SELECT count(*) FROM person"), people + 2);
    assert_int_equal(count_rows(f, "SELECT count(*) FROM event WHERE kind = 'import'"), 1);
    assert_int_equal(revision(f), before + 1);
}

static void
the_same_list_twice_changes_nothing(void **state)
{
    static const char text[] = "id;ФИО;Должность\n1;Новая Анна;Кассир\n";
    struct fixture *f = *state;
    struct intake first = intake_of(f, text, false), again;
    int64_t before = revision(f);

    again = intake_of(f, text, false);
    assert_int_equal(again.count[IMPORT_SAME], 1);
    assert_string_not_equal(again.plan, first.plan);
    assert_int_equal(revision(f), before);
    assert_int_equal(count_rows(f, "SELECT count(*) FROM event WHERE kind = 'import'"), 1);
}

static void
a_changed_line_says_what_it_was(void **state)
{
    struct fixture *f = *state;
    struct intake dry;

    intake_of(f, "id;ФИО;Должность\n1;Новая Анна;Кассир\n", false);
    dry = intake_of(f, "id;ФИО;Должность\n1;Новая Анна;Старший кассир\n", true);
    assert_int_equal(dry.lines.items[0].kind, IMPORT_CHANGED);
    assert_int_equal(dry.lines.items[0].changed, CHANGED_POSITION);
    assert_string_equal(dry.lines.items[0].before->position, "Кассир");
}

static void
a_name_that_looks_like_one_of_the_project_is_refused(void **state)
{
    struct fixture *f = *state;
    struct intake in;

    intake_of(f, "id;ФИО\n1;Семёнова Анна\n", false);
    in = intake_of(f, "ФИО;Отдел\nСеменова Aнна;Склад\n", true); /* е for ё, a Latin A */
    assert_int_equal(in.file.refusals.count, 1);
    assert_int_equal(in.file.refusals.items[0].fault, PEOPLE_LIKE_NAME);
    assert_int_equal(in.file.refusals.items[0].line, 2);
    assert_string_equal(in.file.refusals.items[0].other, "Семёнова Анна");
    in = intake_of(f, "ФИО;Отдел\nСемёнова Анна;Склад\n", true); /* a namesake elsewhere */
    assert_int_equal(in.file.refusals.count, 0);
}

static void
two_lines_that_find_one_person_are_refused(void **state)
{
    struct fixture *f = *state;
    struct intake in;

    intake_of(f, "id;ФИО;Почта\n1;Новая Анна;a@alfa.example\n", false);
    in = intake_of(f, "id;ФИО;Почта\n1;Новая Анна;b@alfa.example\n;Другая Анна;a@alfa.example\n", true);
    assert_int_equal(in.file.refusals.count, 1);
    assert_int_equal(in.file.refusals.items[0].fault, PEOPLE_SAME_PERSON);
    assert_int_equal(in.file.refusals.items[0].line, 3);
    assert_string_equal(in.file.refusals.items[0].other, "2");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_day_is_taken_in_both_spellings),
        cmocka_unit_test(what_is_no_day_is_refused),
        cmocka_unit_test(a_qr_drawing_starts_with_its_corner),
        ON_RESPONSE(a_dry_run_changes_nothing_and_promises_what_is_done),
        ON_RESPONSE(the_same_list_twice_changes_nothing),
        ON_RESPONSE(a_changed_line_says_what_it_was),
        ON_RESPONSE(a_name_that_looks_like_one_of_the_project_is_refused),
        ON_RESPONSE(two_lines_that_find_one_person_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
