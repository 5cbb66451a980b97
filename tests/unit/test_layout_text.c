/* Where lines end: words that stay together, words that stay whole, and words that are divided. */
#include "doc/internal.h"
#include "docs.h"

#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct fonts *fonts;

struct fixture {
    struct arena arena;
    struct setter setter;
};

static int
open_all(void **state)
{
    (void)state;
    fonts = fonts_open();
    return fonts == NULL;
}

static int
close_all(void **state)
{
    (void)state;
    fonts_close(&fonts);
    return 0;
}

static int
open_setter(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    arena_open(&f->arena, 0);
    setter_open(&f->setter, &f->arena, fonts, LANG_RU);
    *state = f;
    return 0;
}

static int
close_setter(void **state)
{
    struct fixture *f = *state;

    setter_close(&f->setter);
    arena_close(&f->arena);
    free(f);
    return 0;
}

/* The lines of a text in a column, with bars between them. */
static const char *
broken(struct fixture *f, float width, const char *text)
{
    const struct type_setup type = { FACE_SANS, FACE_SANS_BOLD, FACE_SANS, 9, 11.5f, width, false };
    const struct lines lines = setter_text(&f->setter, &type, text);
    const char *out = "";

    for (size_t i = 0; i < lines.count; i++)
        out = arena_printf(&f->arena, "%s%s%s", out, i > 0 ? "|" : "",
                           lines.items[i].count ? lines.items[i].runs[0].text : "");
    return out;
}

/* Is this the end of no line, in whatever column? */
static void
never_parted(struct fixture *f, const char *text, const char *before)
{
    const char *bad = arena_printf(&f->arena, "%s|", before);

    for (float width = 45; width < 220; width += 1) {
        const char *lines = broken(f, width, text);

        if (strstr(lines, bad))
            fail_msg("%.0f points: %s", (double)width, lines);
    }
}

static void
a_number_keeps_its_sign_and_what_it_counts(void **state)
{
    struct fixture *f = *state;

    never_parted(f, "Скидка свыше 10 %, 10 % — начальник подразделения", "10");
    never_parted(f, "найдены по слову не более чем за 1 минуту (5 из 5)", "1");
    never_parted(f, "найдены по слову не более чем за 1 минуту (5 из 5)", "(5");
    never_parted(f, "найдены по слову не более чем за 1 минуту (5 из 5)", "из");
    never_parted(f, "виконавцеві й начальникові того самого дня (3 із 3).", "із");
    never_parted(f, "The warning came 3 days before the payment date (3 of 3).", "of");
    never_parted(f, "сейчас на них уходит 15 % (10–25 %, n = 5) рабочей недели", "10–");
    never_parted(f, "последний месяц — 3–5; 1–2", "3–");
}

static void
moments_may_be_parted_after_their_dash(void **state)
{
    struct fixture *f = *state;

    assert_string_equal(broken(f, 60, "14.11.2026–16.11.2026"), "14.11.2026–|16.11.2026");
}

static void
a_short_word_does_not_end_a_line(void **state)
{
    struct fixture *f = *state;

    never_parted(f, "без перехода в другую программу", " в");
    never_parted(f, "В карточках сведения «заборгованість» видно", "В");
    never_parted(f, "тримаю в голові, а не в таблиці, і не в пошті", "і");
    assert_string_equal(broken(f, 60, "в автоматизированной"), "в автоматизи-|рованной");
}

static void
a_letter_in_brackets_stays_with_its_word_where_it_can(void **state)
{
    struct fixture *f = *state;

    assert_string_equal(broken(f, 80, "по баллу: Важное (S)"), "по баллу:|Важное (S)");
    assert_string_equal(broken(f, 70, "одни разные оценки (T2)"), "одни разные|оценки (T2)");
    assert_string_equal(broken(f, 62, "Обязательное (M)?"),
                        "Обязательное|(M)?"); /* too long for the column */
    assert_string_equal(broken(f, 60, "клиента (реквизиты)"), "клиента|(реквизиты)");
}

static void
words_of_a_heading_stay_whole(void **state)
{
    struct fixture *f = *state;
    struct type_setup type = { FACE_SANS, FACE_SANS_BOLD, FACE_SANS, 9, 11.5f, 160, false };
    const char *text = "Сводка требований автоматизированной системы";
    struct lines lines = setter_text(&f->setter, &type, text);

    assert_string_equal(lines.items[0].runs[0].text, "Сводка требований автоматизирован-");
    type.whole = true;
    lines = setter_text(&f->setter, &type, text);
    assert_string_equal(lines.items[0].runs[0].text, "Сводка требований");
    type.width = 40;
    lines = setter_text(&f->setter, &type, "подразделения");
    assert_true(lines.count > 1); /* alone it is too long for the line */
}

/* The places where a word may be divided, with bars. */
static const char *
divided(struct fixture *f, enum lang lang, const char *word)
{
    uint32_t letters[80] = { 0 };
    bool breaks[80];
    size_t count = 0, at = 0, length = strlen(word);
    const char *out = "";

    while (at < length)
        at += utf8_decode(word + at, length - at, &letters[count++]);
    fonts_hyphens(fonts, lang, letters, count, breaks);
    for (size_t i = 0; i < count; i++) {
        char sign[8] = { 0 };

        utf8_encode(letters[i], sign);
        out = arena_printf(&f->arena, "%s%s%s", out, sign, breaks[i] ? "|" : "");
    }
    return out;
}

static void
no_part_of_a_word_is_shorter_than_three_letters(void **state)
{
    struct fixture *f = *state;

    assert_string_equal(divided(f, LANG_RU, "отчёты"), "отчёты");
    assert_string_equal(divided(f, LANG_RU, "подразделения"), "под|разде|ле|ния");
    assert_string_equal(divided(f, LANG_RU, "Бондаренко"), "Бонда|ренко");
    assert_string_equal(divided(f, LANG_EN, "employees"), "employ|ees");
}

static void
a_consonant_stays_with_its_vowel(void **state)
{
    struct fixture *f = *state;

    assert_string_equal(divided(f, LANG_UK, "відповідального"), "від|пові|дального");
    assert_null(strstr(divided(f, LANG_RU, "безаварийный"), "без|аварийный"));
}

static void
a_word_is_divided_by_the_patterns_of_its_own_language(void **state)
{
    struct fixture *f = *state;

    assert_string_equal(divided(f, LANG_UK, "корпоративных"), divided(f, LANG_RU, "корпоративных"));
    assert_string_equal(divided(f, LANG_RU, "відповідальність"), divided(f, LANG_UK, "відповідальність"));
    assert_non_null(strstr(divided(f, LANG_UK, "корпоративных"), "тив|ных"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_number_keeps_its_sign_and_what_it_counts, open_setter,
                                        close_setter),
        cmocka_unit_test_setup_teardown(moments_may_be_parted_after_their_dash, open_setter, close_setter),
        cmocka_unit_test_setup_teardown(a_short_word_does_not_end_a_line, open_setter, close_setter),
        cmocka_unit_test_setup_teardown(a_letter_in_brackets_stays_with_its_word_where_it_can, open_setter,
                                        close_setter),
        cmocka_unit_test_setup_teardown(words_of_a_heading_stay_whole, open_setter, close_setter),
        cmocka_unit_test_setup_teardown(no_part_of_a_word_is_shorter_than_three_letters, open_setter,
                                        close_setter),
        cmocka_unit_test_setup_teardown(a_consonant_stays_with_its_vowel, open_setter, close_setter),
        cmocka_unit_test_setup_teardown(a_word_is_divided_by_the_patterns_of_its_own_language, open_setter,
                                        close_setter),
    };

    return cmocka_run_group_tests_name("layout of texts", tests, open_all, close_all);
}
