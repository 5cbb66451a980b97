/* What the words of the documents look like: beginnings, shares, answers that were given twice. */
#include "report/internal.h"
#include "report_sample.h"

#include "doc/write.h"
#include "model/question_type.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

struct fixture {
    struct sample s;
    struct buf text;
};

static int
open_sample(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    sample_make(&f->s, LANG_RU, 3);
    buf_open(&f->text, 50000000);
    *state = f;
    return 0;
}

static int
close_sample(void **state)
{
    struct fixture *f = *state;

    buf_close(&f->text);
    arena_close(&f->s.arena);
    free(f);
    return 0;
}

static const char *
html(struct fixture *f, const char *name)
{
    buf_reset(&f->text);
    assert_int_equal(doc_html(report_find(name)->build(&f->s.arena, &f->s.input), 2, NULL, &f->text), DOC_OK);
    return buf_text(&f->text);
}

static void
says(const char *text, const char *what)
{
    if (strstr(text, what) == NULL)
        fail_msg("nowhere in the document: %s", what);
}

static void
a_beginning_ends_with_a_word_that_says_something(void **state)
{
    struct fixture *f = *state;
    struct pen pen = { .arena = &f->s.arena, .lang = LANG_RU };

    assert_string_equal(shortened(&pen, "коротко", 10), "коротко");
    assert_string_equal(shortened(&pen, "в справочнике должны быть: звонок", 28),
                        "в справочнике должны быть…");
    assert_string_equal(shortened(&pen, "налоговый номер\u00a0— предложение", 20), "налоговый номер…");
    assert_string_equal(shortened(&pen, "из-за нехватки данных о клиентах", 27), "из-за нехватки данных…");
    assert_string_equal(shortened(&pen, "показатель «Выручка отдела продаж»", 30),
                        "показатель «Выручка отдела…»");
    assert_string_equal(shortened(&pen, "показатель («Выручка отдела»)", 15), "показатель…");
    assert_string_equal(shortened(&pen, "одинслитныйтекст", 6), "одинсл…");
    pen.lang = LANG_EN;
    assert_string_equal(shortened(&pen, "the report “Sales of the month”", 24), "the report “Sales of the…”");
}

static void
shares_have_two_decimals_everywhere(void **state)
{
    struct fixture *f = *state;
    const char *text;

    f->s.findings.requirements.items[0].departments.items[0].share = 3350;
    f->s.findings.requirements.items[0].departments.items[1].share = 10000;
    text = html(f, "requirements");
    says(text, "Отдел продаж 3/4 (33,50\u00a0%)");
    says(text, "(100,00\u00a0%)*");
}

static void
the_shares_of_priorities_come_to_a_hundred(void **state)
{
    struct fixture *f = *state;

    says(strstr(html(f, "requirements"), "data-table=\"9.2\""),
         "<td class=\"doc-num\">100,00</td></tr>\n</tbody>");
}

/* «Счёт на оплату; счёт на оплату» is one answer; a shorter one that is part of another is not. */
static void
an_answer_is_quoted_once_in_whatever_case(void **state)
{
    static const char *const said[] = { "Счёт на оплату", "счёт на оплату", "Счёт" };
    struct fixture *f = *state;
    struct found_requirement *r = &f->s.findings.requirements.items[0];

    f->s.questions[0].type = question_type_find("text");
    for (size_t i = 0; i < LENGTH(said); i++) {
        struct counted *person = &f->s.people[i];

        *ARENA_PUSH(&f->s.arena, &person->answers) = (struct cell){
            .question = "q_1", .row = "", .column = "", .value = said[i], .state = CELL_ANSWERED
        };
        r->sources.items[i] = (struct source){ person, &f->s.questions[0], "", 1 };
    }
    says(html(f, "requirements"), "\u00a0— Счёт на оплату; Счёт<br>");
}

static void
percentages_of_a_sheet_are_written_as_the_language_wants(void **state)
{
    struct fixture *f = *state;

    says(html(f, "certification-sheet"), "75\u00a0% (33,00");
    f->s.input.lang = LANG_EN;
    says(html(f, "certification-sheet"), "75% (33.00");
    assert_null(strstr(html(f, "certification-sheet"), " %."));
    assert_null(strstr(html(f, "certification-sheet"), "\u00a0%"));
}

#define T(name) cmocka_unit_test_setup_teardown(name, open_sample, close_sample)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        T(a_beginning_ends_with_a_word_that_says_something),
        T(shares_have_two_decimals_everywhere),
        T(the_shares_of_priorities_come_to_a_hundred),
        T(an_answer_is_quoted_once_in_whatever_case),
        T(percentages_of_a_sheet_are_written_as_the_language_wants),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
