/* Dates, numbers, names and keys as people of a language expect them. */
#include "model/format.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define NBSP "\u00a0"
#define THIN "\u202f"

static const struct name anna = { "Иванова", "Анна", "Петровна" };
static const struct name maria = { "Шевченко", "Марія", "" };

static void
dates_have_the_day_first_in_the_zone(void **state)
{
    scoped_arena arena = { 0 };
    const struct zone *kyiv = zone_load(&arena, "Europe/Kyiv");
    int64_t moment = (days_of_civil(2026, 11, 23) * 86400 + 22 * 3600 + 3 * 60 + 21) * 1000;

    (void)state;
    assert_non_null(kyiv);
    assert_string_equal(format_date(&arena, LANG_RU, NULL, moment), "23.11.2026");
    assert_string_equal(format_date(&arena, LANG_EN, kyiv, moment), "24.11.2026");
    assert_string_equal(format_time(&arena, LANG_UK, NULL, moment), "22:03");
    assert_string_equal(format_clock(&arena, kyiv, moment), "00:03:21");
    assert_string_equal(iso_today(&arena, NULL, moment), "2026-11-23");
    assert_string_equal(iso_today(&arena, kyiv, moment), "2026-11-24");
    assert_string_equal(format_iso_date(&arena, LANG_RU, "2026-01-02"), "02.01.2026");
    assert_string_equal(format_iso_date(&arena, LANG_RU, "soon"), "soon");
}

static void
hundredths_have_a_comma_and_as_many_places_as_they_need(void **state)
{
    scoped_arena arena = { 0 };

    (void)state;
    assert_string_equal(format_hundredths(&arena, LANG_RU, 5643, 0), "56,43");
    assert_string_equal(format_hundredths(&arena, LANG_EN, 5643, 0), "56.43");
    assert_string_equal(format_hundredths(&arena, LANG_RU, 5640, 0), "56,4");
    assert_string_equal(format_hundredths(&arena, LANG_RU, 5640, 2), "56,40");
    assert_string_equal(format_hundredths(&arena, LANG_RU, 5600, 0), "56");
    assert_string_equal(format_hundredths(&arena, LANG_RU, 5600, 1), "56,0");
    assert_string_equal(format_hundredths(&arena, LANG_RU, 5600, 9), "56,00");
    assert_string_equal(format_hundredths(&arena, LANG_RU, 5, 0), "0,05");
    assert_string_equal(format_hundredths(&arena, LANG_RU, -5, 0), "−0,05");
    assert_string_equal(format_hundredths(&arena, LANG_UK, INT64_MIN, 0),
                        "−92" THIN "233" THIN "720" THIN "368" THIN "547" THIN "758,08");
}

static void
numbers_have_thin_blanks_from_five_digits_on(void **state)
{
    scoped_arena arena = { 0 };

    (void)state;
    assert_string_equal(format_number(&arena, LANG_RU, "1234"), "1234");
    assert_string_equal(format_number(&arena, LANG_RU, "12345.5"), "12" THIN "345,5");
    assert_string_equal(format_number(&arena, LANG_EN, "1234567.25"), "1" THIN "234" THIN "567.25");
    assert_string_equal(format_number(&arena, LANG_RU, "-0.5"), "−0,5");
    assert_string_equal(format_number(&arena, LANG_RU, "abc"), "abc");
    assert_string_equal(format_number(&arena, LANG_RU, "12abc"), "12abc");
    assert_string_equal(format_number(&arena, LANG_RU, ""), "");
}

static void
names_are_written_as_documents_want_them(void **state)
{
    scoped_arena arena = { 0 };

    (void)state;
    assert_string_equal(name_full(&arena, &anna), "Иванова Анна Петровна");
    assert_string_equal(name_short(&arena, &anna), "Иванова" NBSP "А." NBSP "П.");
    assert_string_equal(name_signature(&arena, &anna, LANG_RU), "А." NBSP "П." NBSP "Иванова");
    assert_string_equal(name_signature(&arena, &anna, LANG_EN), "А." NBSP "П." NBSP "Иванова");
    assert_string_equal(name_signature(&arena, &anna, LANG_UK), "Анна" NBSP "ИВАНОВА");
    assert_string_equal(name_initials(&arena, &anna), "И." NBSP "А." NBSP "П.");
    assert_string_equal(name_full(&arena, &maria), "Шевченко Марія");
    assert_string_equal(name_short(&arena, &maria), "Шевченко" NBSP "М.");
    assert_string_equal(name_signature(&arena, &maria, LANG_UK), "Марія" NBSP "ШЕВЧЕНКО");
}

static void
odd_names_are_still_names(void **state)
{
    scoped_arena arena = { 0 };
    const struct name one = { "", "Пеле", "" }, family = { "Їжак-Ґава", "", "" },
                      twice = { "Петренко", "Анна-Марія", "" }, dash = { "Ли", "Ан-", "" },
                      strange = { "\xff", "\xff", "" };

    (void)state;
    assert_string_equal(name_full(&arena, &one), "Пеле");
    assert_string_equal(name_short(&arena, &one), "Пеле");
    assert_string_equal(name_signature(&arena, &one, LANG_UK), "Пеле");
    assert_string_equal(name_initials(&arena, &one), "П.");
    assert_string_equal(name_signature(&arena, &family, LANG_UK), "ЇЖАК-ҐАВА");
    assert_string_equal(name_short(&arena, &family), "Їжак-Ґава");
    assert_string_equal(name_short(&arena, &twice), "Петренко" NBSP "А.-М.");
    assert_string_equal(name_short(&arena, &dash), "Ли" NBSP "А.");
    assert_string_equal(name_signature(&arena, &strange, LANG_UK), "\xff");
}

static void
a_whole_name_is_taken_apart(void **state)
{
    scoped_arena arena = { 0 };
    struct name name = name_split(&arena, "  Иванова   Анна Петровна ");

    (void)state;
    assert_string_equal(name.family, "Иванова");
    assert_string_equal(name.given, "Анна");
    assert_string_equal(name.patronymic, "Петровна");
    name = name_split(&arena, "Алиев Али Гасан оглы");
    assert_string_equal(name.patronymic, "Гасан оглы");
    name = name_split(&arena, "Пеле");
    assert_string_equal(name.family, "Пеле");
    assert_string_equal(name.given, "");
    name = name_split(&arena, "");
    assert_string_equal(name.family, "");
}

static void
sorts_in_this_order(const char *const *words, size_t count)
{
    scoped_arena arena = { 0 };

    for (size_t i = 1; i < count; i++)
        if (strcmp(sort_key(&arena, words[i - 1]), sort_key(&arena, words[i])) >= 0)
            fail_msg("%s does not come before %s", words[i - 1], words[i]);
}

static void
letters_stand_in_their_places(void **state)
{
    static const char *const ukrainian[] = { "Ганна", "Гуляй", "Ґава", "Дуб",  "Ехо",  "Євген",
                                             "Жук",   "Зоря",  "Ит",   "Ігор", "Їжак", "Йосип",
                                             "Кіт",   "Щур",   "Ьо",   "Юлія", "Яна" };
    static const char *const russian[] = { "Дом", "Елена", "Ёлкин", "Елкина", "Ельцин", "Жуков", "Я" };
    static const char *const names[] = { "Иванов А", "Иванов Я", "Иванова А", "Іванов А" };
    static const char *const same[] = { "ель", "ёль" };

    (void)state;
    sorts_in_this_order(ukrainian, LENGTH(ukrainian));
    sorts_in_this_order(russian, LENGTH(russian));
    sorts_in_this_order(names, LENGTH(names));
    sorts_in_this_order(same, LENGTH(same));
}

static void
sorting_does_not_see_case_or_apostrophes(void **state)
{
    scoped_arena arena = { 0 };

    (void)state;
    assert_string_equal(sort_key(&arena, "ИВАНОВ"), sort_key(&arena, "иванов"));
    assert_string_equal(sort_key(&arena, "Лук’яненко"), sort_key(&arena, "Лукяненко"));
    assert_string_equal(sort_key(&arena, "\xff"), "\x01");
}

static void
a_search_finds_what_people_type(void **state)
{
    scoped_arena arena = { 0 };

    (void)state;
    assert_string_equal(search_key(&arena, "Фёдоров  Пётр"), search_key(&arena, "федоров петр"));
    assert_string_equal(search_key(&arena, "Лук’яненко"), search_key(&arena, "ЛУК'ЯНЕНКО"));
    assert_string_not_equal(search_key(&arena, "Ігор"), search_key(&arena, "Игор"));
}

static void
kept_texts_are_composed_and_trimmed(void **state)
{
    scoped_arena arena = { 0 };

    (void)state;
    assert_string_equal(text_clean(&arena, " \t\u00a0\u2003Ответ \n", 10), "Ответ");
    assert_string_equal(text_clean(&arena, "и\u0306", 1), "й");
    assert_string_equal(text_clean(&arena, "", 10), "");
    assert_string_equal(text_clean(&arena, "   ", 1), "");
    assert_string_equal(text_clean(&arena, "a\r\nb\rc\td", 10), "a\nb\nc\td");
}

static void
hidden_characters_are_dropped(void **state)
{
    scoped_arena arena = { 0 };

    (void)state;
    assert_string_equal(text_clean(&arena, "Иван\u202eнаВи\u202c\u200b\ufeff\u2066\u061c\x01", 20),
                        "ИваннаВи");
    assert_string_equal(text_clean(&arena, "\u202e", 20), "");
    assert_string_equal(text_clean(&arena, "👩\u200d💻", 20), "👩\u200d💻");
    assert_string_equal(text_clean(&arena, "{{7*7}}%s%n\"><script>", 40), "{{7*7}}%s%n\"><script>");
}

static void
a_text_that_is_too_long_or_no_text_is_refused(void **state)
{
    scoped_arena arena = { 0 };
    char *marks = arena_alloc(&arena, 9000);

    (void)state;
    assert_string_equal(text_clean(&arena, "Ёлки", 4), "Ёлки");
    assert_null(text_clean(&arena, "Ёлки!", 4));
    marks[0] = 'a';
    for (size_t i = 0; i < 4000; i++)
        memcpy(marks + 1 + 2 * i, "\u0301", 2);
    assert_null(text_clean(&arena, marks, 200));
    assert_null(text_clean(&arena, marks, 10));
    assert_null(text_clean(&arena, "%ff\xff", 10));
    assert_null(text_clean(&arena, "\xc0\xaf", 10));
    assert_null(text_clean(&arena, "\xed\xa0\x80", 10));
    assert_null(text_clean(&arena, "a\xd0", 10));
}

static void
quotes_inside_quotes_are_of_the_second_kind(void **state)
{
    scoped_arena arena = { 0 };

    (void)state;
    assert_string_equal(format_quoted(&arena, LANG_RU, "отчёт «План» и \"факт\""),
                        "«отчёт „План“ и \"факт\"»");
    assert_string_equal(format_quoted(&arena, LANG_UK, "звіт „План“"), "«звіт „План“»");
    assert_string_equal(format_quoted(&arena, LANG_EN, "the “Plan” and «fact»"), "“the ‘Plan’ and ‘fact’”");
    assert_string_equal(format_inner_quotes(&arena, LANG_RU, "потеря «своих» клиентов"),
                        "потеря „своих“ клиентов");
    assert_true(format_quote_open(LANG_RU, "опасение «потеря "));
    assert_false(format_quote_open(LANG_RU, "опасение «потеря» "));
    assert_true(format_quote_open(LANG_EN, "the concern “losing "));
}

static void
a_percentage_has_a_blank_that_does_not_break_but_none_in_english(void **state)
{
    scoped_arena arena = { 0 };

    (void)state;
    assert_string_equal(format_percent(&arena, LANG_RU, "56,43"), "56,43\u00a0%");
    assert_string_equal(format_percent(&arena, LANG_EN, "56.43"), "56.43%");
}

static void
thousands_are_closed_up_as_a_language_parts_them(void **state)
{
    static const struct {
        const char *typed, *closed;
    } english[] = { { "460,000", "460000" },
                    { "1,234,567", "1234567" },
                    { "12,345.50", "12345.50" },
                    { " -1,000 ", " -1000 " },
                    { "1,000%", "1000%" },
                    { "460,000 USD", "460000 USD" },
                    { "1,5", "1,5" },
                    { "1,50", "1,50" },
                    { "1,2345", "1,2345" },
                    { "0,500", "0,500" },
                    { "1234,567", "1234,567" },
                    { "1,23,456", "1,23,456" },
                    { "1,234,56", "1,234,56" },
                    { "1,234,", "1,234," },
                    { "1.234,567", "1.234,567" },
                    { ",460,000", ",460000" },
                    { "460 000", "460 000" },
                    { "", "" },
                    { "x", "x" } };
    scoped_arena arena = { 0 };

    (void)state;
    for (size_t i = 0; i < LENGTH(english); i++)
        assert_string_equal(number_closed(&arena, LANG_EN, english[i].typed), english[i].closed);
    assert_string_equal(number_closed(&arena, LANG_RU, "460,000"), "460,000");
    assert_string_equal(number_closed(&arena, LANG_UK, "1,234,567"), "1,234,567");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_have_the_day_first_in_the_zone),
        cmocka_unit_test(hundredths_have_a_comma_and_as_many_places_as_they_need),
        cmocka_unit_test(numbers_have_thin_blanks_from_five_digits_on),
        cmocka_unit_test(thousands_are_closed_up_as_a_language_parts_them),
        cmocka_unit_test(names_are_written_as_documents_want_them),
        cmocka_unit_test(odd_names_are_still_names),
        cmocka_unit_test(a_whole_name_is_taken_apart),
        cmocka_unit_test(letters_stand_in_their_places),
        cmocka_unit_test(sorting_does_not_see_case_or_apostrophes),
        cmocka_unit_test(a_search_finds_what_people_type),
        cmocka_unit_test(kept_texts_are_composed_and_trimmed),
        cmocka_unit_test(hidden_characters_are_dropped),
        cmocka_unit_test(a_text_that_is_too_long_or_no_text_is_refused),
        cmocka_unit_test(quotes_inside_quotes_are_of_the_second_kind),
        cmocka_unit_test(a_percentage_has_a_blank_that_does_not_break_but_none_in_english),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
