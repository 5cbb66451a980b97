/* What each question type takes, what it stores, and why it refuses. */
#include "demo_survey.h"
#include "model/pattern.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#define REFUSED(id) "!" id

/* A cell judged by the demo questionnaire: what is stored, or "!" and why not. */
static const char *
judged_in(struct arena *arena, const struct survey *survey, const char *address, const char *typed)
{
    struct refusal refusal;
    struct cell cell;

    assert_true(cell_parse(arena, address, &cell));
    cell.value = typed;
    if (!cell_refused(arena, survey, &cell, &refusal)) {
        assert_null(refusal.text_id);
        return cell.value;
    }
    assert_string_equal(refusal.row, cell.row);
    assert_string_equal(refusal.column, cell.column);
    return arena_printf(arena, "!%s", refusal.text_id);
}

static void
stores(const char *address, const char *typed, const char *expected)
{
    scoped_arena arena = { 0 };
    const char *got = judged_in(&arena, demo_survey(&arena), address, typed);

    if (strcmp(got, expected) != 0)
        fail_msg("%s \"%s\" gives \"%s\", not \"%s\"", address, typed, got, expected);
}

static void
every_row_of_the_table_is_full(void **state)
{
    (void)state;
    assert_int_equal(question_type_count, 16);
    for (size_t i = 0; i < question_type_count; i++) {
        const struct question_type *type = &question_types[i];

        assert_non_null(type->name);
        assert_non_null(type->keys);
        assert_true(type->normalise != NULL);
        assert_ptr_equal(question_type_find(type->name), type);
    }
    assert_null(question_type_find("selectone"));
}

static void
nothing_typed_is_an_empty_answer(void **state)
{
    static const char *const all[] = { "q_one",   "q_multi", "q_yes",  "q_int",      "q_dec",  "q_pct",
                                       "q_scale", "q_date",  "q_text", "q_long",     "q_rank", "q_person",
                                       "q_dept",  "m",       "t",      "t/r1/count", "m/r_a" };

    (void)state;
    for (size_t i = 0; i < LENGTH(all); i++)
        stores(all[i], "", "");
    stores("q_one", "  ", "");
    stores("q_int", " ", "");
    stores("q_date", " ", "");
    stores("q_text", " \n", "");
    stores("q_rank", " ", "");
}

static void
numbers_are_read_as_people_type_them(void **state)
{
    (void)state;
    stores("q_dec", "12,5", "12.5");
    stores("q_dec", "12.50", "12.5");
    stores("q_dec", " 1 234,5 ", "1234.5");
    stores("q_dec", "1\u00a0234\u202f567", "1234567");
    stores("q_dec", "1\u2009234", "1234");
    stores("q_dec", "−3", "-3");
    stores("q_dec", "-3,10", "-3.1");
    stores("q_dec", "+3", "3");
    stores("q_dec", "007", "7");
    stores("q_dec", "-0", "0");
    stores("q_dec", "-0,0", "0");
    stores("q_dec", ",5", "0.5");
    stores("q_dec", "0,000001", "0.000001");
    stores("q_dec", "123456789012345", "123456789012345");
    stores("q_int", "5,0", "5");
    stores("q_int", "0", "0");
    stores("q_pct", "15 %", "15");
    stores("q_pct", "15,5%", "15.5");
    stores("q_scale", "5", "5");
}

static void
what_is_no_number_is_refused(void **state)
{
    static const char *const bad[] = { "abc",
                                       "12a",
                                       "1,2,3",
                                       "1.234,5",
                                       "12 34",
                                       "1 23",
                                       "1234 567",
                                       "5.",
                                       "5,",
                                       "-",
                                       "+",
                                       ",",
                                       "1e3",
                                       "--5",
                                       "nan",
                                       "0x10",
                                       "1 ,5 ",
                                       "=1+1",
                                       "%",
                                       "1 2 3",
                                       "٣",
                                       "½",
                                       "12 345 67",
                                       "1000000 "
                                       "000" };

    (void)state;
    for (size_t i = 0; i < LENGTH(bad); i++)
        stores("q_dec", bad[i], REFUSED("refuse.number"));
    stores("q_dec", "1234567890123456", REFUSED("refuse.number_long"));
    stores("q_dec", "0,1234567", REFUSED("refuse.number_long"));
    stores("q_dec",
           "11111111111111111111111111111111111111111111111111111111111111111111111111111111111111111"
           "111111111111",
           REFUSED("refuse.number"));
    stores("q_int", "5,5", REFUSED("refuse.integer"));
    stores("q_pct", "%", REFUSED("refuse.number"));
}

static void
ranges_are_named_in_the_refusal(void **state)
{
    scoped_arena arena = { 0 };
    struct question q = demo_new(&arena, "q", "decimal", "");
    struct refusal refusal;

    (void)state;
    stores("q_pct", "100,5", REFUSED("refuse.range"));
    stores("q_pct", "-1", REFUSED("refuse.range"));
    stores("q_scale", "6", REFUSED("refuse.range"));
    stores("q_scale", "0", REFUSED("refuse.range"));
    q.has_min = true;
    q.min = 2.5;
    assert_string_equal(q.type->normalise(&arena, &q, "2,5", &refusal), "2.5");
    assert_null(q.type->normalise(&arena, &q, "2,4", &refusal));
    assert_string_equal(refusal.text_id, "refuse.least");
    assert_true(refusal.least == 2.5);
    q.has_min = false;
    q.has_max = true;
    q.max = 9;
    assert_null(q.type->normalise(&arena, &q, "9,1", &refusal));
    assert_string_equal(refusal.text_id, "refuse.most");
    assert_true(refusal.most == 9);
    q.has_min = true;
    assert_null(q.type->normalise(&arena, &q, "10", &refusal));
    assert_true(refusal.least == 2.5 && refusal.most == 9);
}

static void
a_choice_is_one_of_the_list(void **state)
{
    (void)state;
    stores("q_one", "a", "a");
    stores("q_one", " b ", "b");
    stores("q_one", "other", "other");
    stores("q_one", "d", REFUSED("refuse.choice"));
    stores("q_one", "a b", REFUSED("refuse.choice"));
    stores("q_level", "other", REFUSED("refuse.choice"));
    stores("q_one", "A", REFUSED("refuse.choice"));
    stores("q_yes", "yes", "yes");
    stores("q_yes", "no", "no");
    stores("q_yes", "on", REFUSED("refuse.choice"));
    stores("q_yes", "yes no", REFUSED("refuse.choice"));
}

static void
several_choices_stand_in_the_order_of_the_list(void **state)
{
    (void)state;
    stores("q_multi", "z x", "x z");
    stores("q_multi", "x x", "x");
    stores("q_multi", "none", "none");
    stores("q_multi", "x none", REFUSED("refuse.exclusive"));
    stores("q_multi", "x w", REFUSED("refuse.choice"));
    stores("q_multi", "other", REFUSED("refuse.choice"));
}

static void
ticks_are_counted(void **state)
{
    scoped_arena arena = { 0 };
    struct question q = demo_new(&arena, "q", "select_multiple", "a b c none");
    struct refusal refusal;

    (void)state;
    q.other = q.has_min = q.has_max = true;
    q.min = 2;
    q.max = 3;
    q.exclusive_choice = "none";
    assert_string_equal(q.type->normalise(&arena, &q, "other a", &refusal), "a other");
    assert_string_equal(q.type->normalise(&arena, &q, "other", &refusal) ? "" : refusal.text_id,
                        "refuse.ticks_least");
    assert_true(refusal.least == 2);
    assert_string_equal(q.type->normalise(&arena, &q, "none", &refusal), "none");
    assert_string_equal(q.type->normalise(&arena, &q, "", &refusal), "");
    assert_null(q.type->normalise(&arena, &q, "a b c other", &refusal));
    assert_string_equal(refusal.text_id, "refuse.ticks_most");
    assert_true(refusal.most == 3);
}

static void
a_list_of_a_million_options_is_refused(void **state)
{
    scoped_arena arena = { 0 };
    size_t count = 100000;
    char *typed = arena_alloc(&arena, 2 * count + 1);

    (void)state;
    for (size_t i = 0; i < count; i++)
        memcpy(typed + 2 * i, "w ", 2);
    stores("q_multi", typed, REFUSED("refuse.choice"));
}

static void
ranks_have_no_repeats(void **state)
{
    scoped_arena arena = { 0 };
    struct question q = demo_new(&arena, "q", "rank", "a b c");
    struct refusal refusal;

    (void)state;
    stores("q_rank", "z x", "z x");
    stores("q_rank", "z z", REFUSED("refuse.rank_twice"));
    stores("q_rank", "w", REFUSED("refuse.choice"));
    q.has_max = true;
    q.max = 2;
    assert_string_equal(q.type->normalise(&arena, &q, "c a", &refusal), "c a");
    assert_null(q.type->normalise(&arena, &q, "c a b", &refusal));
    assert_string_equal(refusal.text_id, "refuse.rank_most");
    assert_true(refusal.most == 2);
}

static void
dates_are_kept_in_iso(void **state)
{
    (void)state;
    stores("q_date", "2026-11-23", "2026-11-23");
    stores("q_date", "23.11.2026", "2026-11-23");
    stores("q_date", " 3.1.2026 ", "2026-01-03");
    stores("q_date", "29.02.2024", "2024-02-29");
    stores("q_date", "29.02.2026", REFUSED("refuse.date"));
    stores("q_date", "2026-13-01", REFUSED("refuse.date"));
    stores("q_date", "23.11.26", REFUSED("refuse.date"));
    stores("q_date", "23/11/2026", REFUSED("refuse.date"));
    stores("q_date", "23.11", REFUSED("refuse.date"));
    stores("q_date", "99999.1.2026", REFUSED("refuse.date"));
    stores("q_date", "23.11.2026 10:00", REFUSED("refuse.date"));
    stores("q_date", "tomorrow", REFUSED("refuse.date"));
}

static void
dates_keep_to_their_range(void **state)
{
    scoped_arena arena = { 0 };
    struct question q = demo_new(&arena, "q", "date", "");
    struct refusal refusal;

    (void)state;
    q.min_date = "2026-01-01";
    assert_null(q.type->normalise(&arena, &q, "31.12.2025", &refusal));
    assert_string_equal(refusal.text_id, "refuse.date_least");
    assert_string_equal(refusal.from, "2026-01-01");
    q.max_date = "2026-12-31";
    assert_null(q.type->normalise(&arena, &q, "01.01.2027", &refusal));
    assert_string_equal(refusal.text_id, "refuse.date_range");
    assert_string_equal(q.type->normalise(&arena, &q, "31.12.2026", &refusal), "2026-12-31");
    q.min_date = NULL;
    assert_null(q.type->normalise(&arena, &q, "01.01.2027", &refusal));
    assert_string_equal(refusal.text_id, "refuse.date_most");
    assert_string_equal(refusal.to, "2026-12-31");
}

static void
texts_are_cleaned_and_measured_in_characters(void **state)
{
    scoped_arena arena = { 0 };
    char *longest = arena_alloc(&arena, 1000);

    (void)state;
    stores("q_text", "  Счёт\n№ 5 ", "Счёт № 5");
    stores("q_long", "a\r\nb", "a\nb");
    stores("q_person", "Иванова А. П.", "Иванова А. П.");
    stores("q_dept", "Отдел\tпродаж", "Отдел продаж");
    stores("q_text", "и\u0306", "й");
    stores("q_text", "\u202eabc", "abc");
    stores("q_text", "=1+1", "=1+1");
    stores("q_text", "\"><script>alert(1)</script>", "\"><script>alert(1)</script>");
    for (size_t i = 0; i < 200; i++)
        memcpy(longest + 2 * i, "ж", 2);
    stores("q_text", longest, longest);
    memcpy(longest + 400, "ж", 2);
    stores("q_text", longest, REFUSED("refuse.length"));
    stores("q_long", longest, longest);
}

static void
bytes_that_are_no_text_are_refused(void **state)
{
    static const char *const bad[] = { "\xff", "\xc0\xaf", "\xed\xa0\x80", "a\xd0" };

    (void)state;
    for (size_t i = 0; i < LENGTH(bad); i++) {
        stores("q_text", bad[i], REFUSED("refuse.text"));
        stores("q_one", bad[i], REFUSED("refuse.choice"));
        stores("q_int", bad[i], REFUSED("refuse.number"));
        stores("q_date", bad[i], REFUSED("refuse.date"));
    }
}

static void
a_pattern_holds_the_whole_value(void **state)
{
    scoped_arena arena = { 0 };
    struct problems problems = { .arena = &arena };
    struct question q = demo_new(&arena, "q", "text", "");
    struct place place = { "x", 1, 1 };
    struct refusal refusal;

    (void)state;
    q.pattern = pattern_parse(&arena, "[A-Z]{2}-\\d+", &place, &problems);
    assert_string_equal(q.type->normalise(&arena, &q, " AB-12 ", &refusal), "AB-12");
    assert_null(q.type->normalise(&arena, &q, "AB-12x", &refusal));
    assert_string_equal(refusal.text_id, "refuse.pattern");
    q.max_length = 4;
    assert_null(q.type->normalise(&arena, &q, "AB-12", &refusal));
    assert_string_equal(refusal.text_id, "refuse.length");
    assert_true(refusal.most == 4);
}

static void
cells_of_tables_and_matrices_are_judged_by_their_column(void **state)
{
    (void)state;
    stores("m/r_a", "often", "often");
    stores("m/r_a", "sometimes", REFUSED("refuse.choice"));
    stores("m/r_c", "often", REFUSED("refuse.cell"));
    stores("m/r_a/x", "often", REFUSED("refuse.cell"));
    stores("m", "often", REFUSED("refuse.no_value"));
    stores("mc/r_a/days", "5", "5");
    stores("mc/r_a/days", "x", REFUSED("refuse.number"));
    stores("mc/r_a", "5", REFUSED("refuse.cell"));
    stores("t/r1/count", "1,5", "1.5");
    stores("t/r1/what", "1", REFUSED("refuse.cell"));
    stores("t/r1/.order", "3", "3");
    stores("t/r1/.order", "", "");
    stores("t/r1/.order", "-1", REFUSED("refuse.range"));
    stores("t//count", "1", REFUSED("refuse.cell"));
    stores("t", "1", REFUSED("refuse.no_value"));
    stores("m/r_a/.order", "1", REFUSED("refuse.cell"));
    stores("q_int/r1", "5", REFUSED("refuse.cell"));
    stores("q_int//x", "5", REFUSED("refuse.cell"));
    stores("note", "5", REFUSED("refuse.cell"));
    stores("nothing", "5", REFUSED("refuse.question"));
}

static void
rows_of_another_question_are_its_choices_or_rows(void **state)
{
    (void)state;
    stores("f/x/days", "1", "1");
    stores("f/w/days", "1", REFUSED("refuse.cell"));
    stores("f/x/.order", "1", REFUSED("refuse.cell"));
    stores("ft/r77/days", "1", "1");
}

static void
rows_from_a_matrix_are_its_rows(void **state)
{
    scoped_arena arena = { 0 };
    struct survey *survey = demo_survey(&arena);
    struct question *q = demo_add(&arena, survey, "fm", "table", "");

    (void)state;
    q->rows_from = "m";
    demo_column(&arena, q, "days", "integer", "");
    assert_string_equal(judged_in(&arena, survey, "fm/r_a/days", "1"), "1");
    assert_string_equal(judged_in(&arena, survey, "fm/r_z/days", "1"), REFUSED("refuse.cell"));
    q->rows_from = "gone";
    assert_string_equal(judged_in(&arena, survey, "fm/r_a/days", "1"), REFUSED("refuse.cell"));
}

static void
comments_importance_and_other_are_taken_where_they_are_asked(void **state)
{
    scoped_arena arena = { 0 };
    struct survey *survey = demo_survey(&arena);
    struct question *q = &survey->questions.items[0]; /* q_one, with other */
    char *longest = arena_alloc(&arena, 5000);

    (void)state;
    assert_string_equal(judged_in(&arena, survey, "q_one//.comment", "x"), REFUSED("refuse.cell"));
    assert_string_equal(judged_in(&arena, survey, "q_one//.importance", "5"), REFUSED("refuse.cell"));
    q->comment = q->importance = true;
    assert_string_equal(judged_in(&arena, survey, "q_one//.comment", " a\nb "), "a\nb");
    assert_string_equal(judged_in(&arena, survey, "q_one//.importance", "5"), "5");
    assert_string_equal(judged_in(&arena, survey, "q_one//.importance", "6"), REFUSED("refuse.range"));
    assert_string_equal(judged_in(&arena, survey, "q_one//.other", " чат "), "чат");
    assert_string_equal(judged_in(&arena, survey, "q_one/r/.other", "x"), REFUSED("refuse.cell"));
    assert_string_equal(judged_in(&arena, survey, "q_level//.other", "x"), REFUSED("refuse.cell"));
    assert_string_equal(judged_in(&arena, survey, "t/r1/kind.other", "x"), "x");
    assert_string_equal(judged_in(&arena, survey, "t/r1/name.other", "x"), REFUSED("refuse.cell"));
    assert_string_equal(judged_in(&arena, survey, "t/r1/gone.other", "x"), REFUSED("refuse.cell"));
    assert_string_equal(judged_in(&arena, survey, "m/r_z/.other", "x"), REFUSED("refuse.cell"));
    memset(longest, 'a', 4001);
    assert_string_equal(judged_in(&arena, survey, "q_one//.comment", longest), REFUSED("refuse.length"));
    q->max_length = 3;
    assert_string_equal(judged_in(&arena, survey, "q_one//.other", "abcd"), REFUSED("refuse.length"));
}

static bool
takes_state(const struct survey *survey, struct arena *arena, const char *address, enum cell_state cell_state)
{
    struct refusal refusal;
    struct cell cell;

    assert_true(cell_parse(arena, address, &cell));
    cell.value = "left over";
    cell.state = cell_state;
    if (cell_refused(arena, survey, &cell, &refusal)) {
        assert_string_equal(refusal.text_id, "refuse.state");
        return false;
    }
    assert_string_equal(cell.value, "");
    return true;
}

static void
dont_know_is_taken_where_it_is_offered(void **state)
{
    scoped_arena arena = { 0 };
    struct survey *survey = demo_survey(&arena);
    struct question *m;

    (void)state;
    assert_true(takes_state(survey, &arena, "q_yes", CELL_DONT_KNOW));
    assert_false(takes_state(survey, &arena, "q_yes", CELL_NOT_APPLICABLE));
    assert_false(takes_state(survey, &arena, "q_one", CELL_DONT_KNOW));
    assert_false(takes_state(survey, &arena, "m/r_a", CELL_NOT_APPLICABLE));
    m = &survey->questions.items[16];
    assert_string_equal(m->id, "m");
    m->not_applicable = true;
    assert_true(takes_state(survey, &arena, "m/r_a", CELL_NOT_APPLICABLE));
    assert_true(takes_state(survey, &arena, "m", CELL_NOT_APPLICABLE));
    m->columns.items[0].dont_know = true;
    assert_true(takes_state(survey, &arena, "m/r_a", CELL_DONT_KNOW));
    assert_false(takes_state(survey, &arena, "q_one//.other", CELL_DONT_KNOW));
}

static void
defaults_come_from_the_type(void **state)
{
    scoped_arena arena = { 0 };
    struct question scale = demo_new(&arena, "q", "scale", ""), text = demo_new(&arena, "q", "text", ""),
                    dec = demo_new(&arena, "q", "decimal", ""),
                    one = demo_new(&arena, "q", "select_one", "a");
    double end;

    (void)state;
    assert_true(question_least(&scale, &end) && end == 1);
    assert_true(question_most(&scale, &end) && end == 5);
    assert_false(question_least(&dec, &end));
    assert_false(question_most(&dec, &end));
    assert_int_equal(question_max_length(&text), 200);
    assert_int_equal(question_max_length(&one), COMMENT_MAX_LENGTH);
    text.max_length = 7;
    assert_int_equal(question_max_length(&text), 7);
}

static void
says(const char *address, const char *value, enum lang lang, const char *expected)
{
    scoped_arena arena = { 0 };
    struct survey *survey = demo_survey(&arena);
    struct cell cell;

    assert_true(cell_parse(&arena, address, &cell));
    cell.value = value;
    survey->questions.items[4].unit.in[LANG_RU] = "шт."; /* q_dec */
    assert_string_equal(cell_words(&arena, survey_question(survey, cell.question), &cell, lang), expected);
}

static void
answers_are_said_in_words(void **state)
{
    (void)state;
    says("q_one", "a", LANG_RU, "«a»");
    says("q_one", "other", LANG_UK, "Інше");
    says("q_one", "gone", LANG_RU, "gone");
    says("q_multi", "x z", LANG_RU, "«x»; «z»");
    says("q_yes", "yes", LANG_RU, "Да");
    says("q_yes", "no", LANG_EN, "No");
    says("q_rank", "z x", LANG_RU, "1)\u00a0«z»; 2)\u00a0«x»");
    says("q_int", "12345", LANG_RU, "12\u202f345");
    says("q_dec", "1.5", LANG_RU, "1,5\u00a0шт.");
    says("q_pct", "15.5", LANG_RU, "15,5\u00a0%");
    says("q_pct", "15.5", LANG_EN, "15.5%");
    says("q_date", "2026-11-23", LANG_RU, "23.11.2026");
    says("q_text", "как есть", LANG_RU, "как есть");
    says("q_text", "", LANG_RU, "");
    says("m/r_a", "often", LANG_RU, "«often»");
    says("t/r1/kind", "p", LANG_RU, "«p»");
    says("t/r1/minutes", "5", LANG_RU, "5");
    says("t/r1/gone", "5", LANG_RU, "5");
    says("q_one//.other", "чат", LANG_RU, "чат");
    says("q_one//.importance", "5", LANG_RU, "5");
}

static void
a_unit_takes_the_form_of_its_number(void **state)
{
    static const char *const said[][3] = {
        { "1", "1\u00a0год", "1\u00a0year" },     { "21", "21\u00a0год", "21\u00a0years" },
        { "3", "3\u00a0года", "3\u00a0years" },   { "5", "5\u00a0лет", "5\u00a0years" },
        { "0", "0\u00a0лет", "0\u00a0years" },    { "12", "12\u00a0лет", "12\u00a0years" },
        { "11", "11\u00a0лет", "11\u00a0years" }, { "7.5", "7,5\u00a0года", "7.5\u00a0years" },
    };
    scoped_arena arena = { 0 };
    struct question question = { .id = "years",
                                 .type = question_type_find("decimal"),
                                 .unit.in = { [LANG_RU] = "год|года|лет", [LANG_EN] = "year|years" } };

    (void)state;
    for (size_t i = 0; i < LENGTH(said); i++) {
        const struct cell cell = { .question = "years", .row = "", .column = "", .value = said[i][0] };

        assert_string_equal(cell_words(&arena, &question, &cell, LANG_RU), said[i][1]);
        assert_string_equal(cell_words(&arena, &question, &cell, LANG_EN), said[i][2]);
    }
    assert_string_equal(question_unit(&arena, &question, LANG_RU, NULL), "лет");
    question.unit.in[LANG_RU] = "шт.";
    assert_string_equal(question_unit(&arena, &question, LANG_RU, "3"), "шт.");
}

static void
states_are_said_in_words(void **state)
{
    scoped_arena arena = { 0 };
    struct survey *survey = demo_survey(&arena);
    struct cell cell = { .question = "q_one", .row = "", .column = "", .value = "" };

    (void)state;
    cell.state = CELL_DONT_KNOW;
    assert_string_equal(cell_words(&arena, &survey->questions.items[0], &cell, LANG_RU), "Не знаю");
    cell.state = CELL_NOT_APPLICABLE;
    assert_string_equal(cell_words(&arena, &survey->questions.items[0], &cell, LANG_UK), "Не стосується");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_of_the_table_is_full),
        cmocka_unit_test(nothing_typed_is_an_empty_answer),
        cmocka_unit_test(a_unit_takes_the_form_of_its_number),
        cmocka_unit_test(numbers_are_read_as_people_type_them),
        cmocka_unit_test(what_is_no_number_is_refused),
        cmocka_unit_test(ranges_are_named_in_the_refusal),
        cmocka_unit_test(a_choice_is_one_of_the_list),
        cmocka_unit_test(several_choices_stand_in_the_order_of_the_list),
        cmocka_unit_test(ticks_are_counted),
        cmocka_unit_test(a_list_of_a_million_options_is_refused),
        cmocka_unit_test(ranks_have_no_repeats),
        cmocka_unit_test(dates_are_kept_in_iso),
        cmocka_unit_test(dates_keep_to_their_range),
        cmocka_unit_test(texts_are_cleaned_and_measured_in_characters),
        cmocka_unit_test(bytes_that_are_no_text_are_refused),
        cmocka_unit_test(a_pattern_holds_the_whole_value),
        cmocka_unit_test(cells_of_tables_and_matrices_are_judged_by_their_column),
        cmocka_unit_test(rows_of_another_question_are_its_choices_or_rows),
        cmocka_unit_test(rows_from_a_matrix_are_its_rows),
        cmocka_unit_test(comments_importance_and_other_are_taken_where_they_are_asked),
        cmocka_unit_test(dont_know_is_taken_where_it_is_offered),
        cmocka_unit_test(defaults_come_from_the_type),
        cmocka_unit_test(answers_are_said_in_words),
        cmocka_unit_test(states_are_said_in_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
