/* Lists of people: headings and values in three languages, and everything that is refused. */
#include "exchange/people_csv.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
/* cmocka wants the three above first */
#include <cmocka.h>
#include <string.h>

struct fixture {
    struct arena arena;
    struct catalogue catalogue;
    struct names departments;
};

static void
add_role(struct fixture *f, const char *id, const char *ru, bool key_user)
{
    struct role *role = ARENA_PUSH(&f->arena, &f->catalogue.roles);

    *role = (struct role){ .id = id, .weight = 1, .key_user = key_user };
    role->title.in[LANG_RU] = ru;
}

static int
open_fixture(void **state)
{
    static struct fixture f;

    f = (struct fixture){ 0 };
    add_role(&f, "boss", "Начальник, заместитель", false);
    add_role(&f, "seller", "Продавец", false);
    add_role(&f, "owner", "Ключевой пользователь", true);
    *state = &f;
    return 0;
}

static int
close_fixture(void **state)
{
    arena_close(&((struct fixture *)*state)->arena);
    return 0;
}

static struct people_file
read_text(struct fixture *f, const char *text)
{
    struct people_source source = {
        .bytes = text, .length = strlen(text), .catalogue = &f->catalogue, .departments = f->departments
    };

    return people_csv_read(&f->arena, &source);
}

static void
assert_refused(struct fixture *f, const char *text, size_t line, size_t column, enum people_fault fault)
{
    struct people_file file = read_text(f, text);

    assert_true(file.refusals.count > 0);
    assert_int_equal(file.refusals.items[0].fault, fault);
    assert_int_equal(file.refusals.items[0].line, line);
    assert_int_equal(file.refusals.items[0].column, column);
}

static void
a_whole_name_is_taken_apart(void **state)
{
    struct people_file file = read_text(*state, "ФИО;Должность\nИванова Анна Петровна;Кассир\n");

    assert_int_equal(file.refusals.count, 0);
    assert_int_equal(file.lines.count, 1);
    assert_string_equal(file.lines.items[0].family, "Иванова");
    assert_string_equal(file.lines.items[0].given, "Анна");
    assert_string_equal(file.lines.items[0].patronymic, "Петровна");
    assert_string_equal(file.lines.items[0].position, "Кассир");
    assert_int_equal(file.lines.items[0].line, 2);
}

static void
a_column_that_is_not_there_stays_unknown(void **state)
{
    struct people_file file = read_text(*state, "Фамилия;Имя\nИванова;Анна\n");

    assert_string_equal(file.lines.items[0].given, "Анна");
    assert_null(file.lines.items[0].patronymic);
    assert_null(file.lines.items[0].email);
    assert_null(file.lines.items[0].department);
    assert_false(file.lines.items[0].has_roles);
    assert_false(file.lines.items[0].has_key_user);
}

static void
ukrainian_headings_and_tabs_are_read(void **state)
{
    struct people_file file = read_text(
        *state,
        "\xef\xbb\xbfПрізвище\tІм’я\tПо батькові\tПосада\tПідрозділ\tРолі\tКлючовий користувач\tЕлектронна "
        "пошта\tТелефон\tМова\tТабельний номер\r\n"
        "Їжак\tҐалаґан\tЮрійович\tПродавець\tВідділ\tseller\tтак\tyi@alfa.example\t+380 44 123-45-67\t"
        "українська\t0012\r\n");
    const struct people_line *line = &file.lines.items[0];

    assert_int_equal(file.refusals.count, 0);
    assert_string_equal(line->family, "Їжак");
    assert_string_equal(line->given, "Ґалаґан");
    assert_string_equal(line->department, "Відділ");
    assert_int_equal(line->roles.count, 1);
    assert_string_equal(line->roles.items[0], "seller");
    assert_true(line->key_user);
    assert_string_equal(line->email, "yi@alfa.example");
    assert_string_equal(line->phone, "+380 44 123-45-67");
    assert_string_equal(line->language, "uk");
    assert_string_equal(line->external_id, "0012");
}

static void
english_headings_and_commas_are_read(void **state)
{
    struct people_file file =
        read_text(*state, "External ID,Full name,E-mail,Key user\n7,Smith John,j@a.example,no\n");

    assert_int_equal(file.refusals.count, 0);
    assert_string_equal(file.lines.items[0].external_id, "7");
    assert_string_equal(file.lines.items[0].family, "Smith");
    assert_true(file.lines.items[0].has_key_user);
    assert_false(file.lines.items[0].key_user);
}

static void
cp1251_is_read(void **state)
{
    struct people_file file = read_text(*state, "\xd4\xc8\xce\n\xc8\xe2\xe0\xed\xee\xe2\xe0\n");

    assert_true(file.was_cp1251);
    assert_string_equal(file.lines.items[0].family, "Иванова");
}

static void
roles_come_by_id_or_title_in_the_order_of_the_catalogue(void **state)
{
    struct people_file file = read_text(
        *state,
        "ФИО;Роли\nА;\"seller, начальник, заместитель\"\nБ;\"ПРОДАВЕЦ | начальник, заместитель\"\nВ;\n");

    assert_int_equal(file.refusals.count,
                     1); /* the first: a title with a comma stands alone or after ; and | */
    assert_int_equal(file.refusals.items[0].fault, PEOPLE_BAD_ROLE);
    assert_string_equal(file.refusals.items[0].value, "начальник");
    assert_int_equal(file.lines.items[1].roles.count, 2);
    assert_string_equal(file.lines.items[1].roles.items[0], "boss");
    assert_string_equal(file.lines.items[1].roles.items[1], "seller");
    assert_int_equal(file.lines.items[2].roles.count, 0);
    assert_true(file.lines.items[2].has_roles);
}

static void
the_role_of_key_users_is_their_flag(void **state)
{
    struct people_file file = read_text(*state, "ФИО;Роли\nА;продавец/ключевой пользователь\nБ;продавец\n");

    assert_int_equal(file.refusals.count, 0);
    assert_true(file.lines.items[0].key_user);
    assert_true(file.lines.items[0].has_key_user);
    assert_int_equal(file.lines.items[0].roles.count, 1);
    assert_false(file.lines.items[1].has_key_user);
}

static void
unknown_headings_are_named(void **state)
{
    struct people_file file = read_text(*state, "ФИО;Оклад\nА;100\n");

    assert_int_equal(file.refusals.count, 0);
    assert_int_equal(file.ignored.count, 1);
    assert_string_equal(file.ignored.items[0], "Оклад");
}

static void
a_head_without_a_name_is_refused(void **state)
{
    assert_refused(*state, "Имя;Должность\nАнна;Кассир\n", 1, 1, PEOPLE_NO_NAME_COLUMN);
    assert_refused(*state, "ФИО;ФИО\nА;Б\n", 1, 2, PEOPLE_COLUMN_TWICE);
    assert_refused(*state, "ФИО\n", 1, 1, PEOPLE_NOBODY);
    assert_refused(*state, "", 1, 1, PEOPLE_EMPTY);
    assert_refused(*state, " \n\n", 1, 1, PEOPLE_EMPTY);
}

static void
assert_name(struct fixture *f, const char *text, const char *family, const char *given,
            const char *patronymic)
{
    struct people_file file = read_text(f, text);

    assert_int_equal(file.refusals.count, 0);
    assert_string_equal(file.lines.items[0].family, family);
    assert_string_equal(file.lines.items[0].given, given);
    assert_string_equal(file.lines.items[0].patronymic, patronymic);
}

static void
a_whole_name_and_its_parts_must_agree(void **state)
{
    assert_refused(*state, "ФИО;Имя;Фамилия\nИванова Анна;Мария;Иванова\n", 2, 2, PEOPLE_TWO_NAMES);
    assert_refused(*state, "ФИО;Фамилия\nИванова Анна;Иванова\nПетров;Сидоров\n", 3, 2, PEOPLE_TWO_NAMES);
    assert_refused(*state, "Отчество;ФИО\nИвановна;Иванова Анна Петровна\n", 2, 1, PEOPLE_TWO_NAMES);
    assert_name(*state, "ФИО;Фамилия;Имя\nИванова Анна Петровна;Иванова;Анна\n", "Иванова", "Анна",
                "Петровна");
    assert_name(*state, "ФИО;Отчество\nИванова Анна;Петровна\n", "Иванова", "Анна", "Петровна");
    assert_name(*state, "ФИО;Фамилия;Имя\nИванова Анна;;\n", "Иванова", "Анна", "");
    assert_name(*state, "ФИО;Фамилия;Имя;Отчество\nван дер Берг Ян;ван дер Берг;Ян;\n", "ван дер Берг", "Ян",
                "");
}

static void
a_broken_table_is_refused(void **state)
{
    assert_refused(*state, "ФИО;Должность\n\"Иванова;Кассир\n", 2, 1, PEOPLE_OPEN_QUOTE);
    assert_refused(*state, "ФИО;Должность\nИванова;\"Кассир\n", 2, 2, PEOPLE_OPEN_QUOTE);
    assert_refused(*state, "\xff\xfe\x18\x04", 1, 1, PEOPLE_NOT_TEXT);
    assert_refused(*state, "ФИО\nИванова\nab\x01;c\n", 3, 3, PEOPLE_NOT_TEXT);
    assert_refused(*state, "ФИО;Должность\nИванова;Кассир;ещё\n", 2, 3, PEOPLE_EXTRA_CELL);
}

static void
a_cell_that_cannot_be_kept_is_refused_with_its_place(void **state)
{
    assert_refused(*state, "ФИО;Почта\nИванова;a@b.example\nПетров;a.b.example\n", 3, 2, PEOPLE_BAD_EMAIL);
    assert_refused(*state, "ФИО;Почта\nИванова;аня@b.example\n", 2, 2, PEOPLE_BAD_EMAIL);
    assert_refused(*state, "ФИО;Телефон\nИванова;7,9E+10\n", 2, 2, PEOPLE_BAD_PHONE);
    assert_refused(*state, "ФИО;Язык\nИванова;de\n", 2, 2, PEOPLE_BAD_LANGUAGE);
    assert_refused(*state, "ФИО;Роль\nИванова;бухгалтер\n", 2, 2, PEOPLE_BAD_ROLE);
    assert_refused(*state, "ФИО;Ключевой пользователь\nИванова;может быть\n", 2, 2, PEOPLE_BAD_YES_NO);
    assert_refused(*state, "ФИО;Почта\n ;a@b.example\n", 2, 1, PEOPLE_NO_NAME);
}

static void
too_long_a_text_is_refused(void **state)
{
    char text[700] = "ФИО;Должность\nИванова;";
    size_t length = strlen(text);

    memset(text + length, 'a', PEOPLE_TEXT_MAX);
    assert_int_equal(read_text(*state, text).refusals.count, 0);
    text[length + PEOPLE_TEXT_MAX] = 'a';
    assert_refused(*state, text, 2, 2, PEOPLE_LONG_TEXT);
}

static void
a_cell_is_brought_to_one_line(void **state)
{
    struct people_file file = read_text(
        *state, "ФИО;Должность;Телефон\n  Иванова \xc2\xa0 Анна ;\"Старший\n  кассир\";'+7 900 123\n");

    assert_int_equal(file.refusals.count, 0);
    assert_string_equal(file.lines.items[0].given, "Анна");
    assert_string_equal(file.lines.items[0].position, "Старший кассир");
    assert_string_equal(file.lines.items[0].phone, "+7 900 123");
}

static void
one_person_twice_is_refused(void **state)
{
    assert_refused(*state, "ФИО;Почта\nИванова;a@b.example\nПетров;A@b.example\n", 3, 2, PEOPLE_SAME_EMAIL);
    /* a Cyrillic а is no letter of an e-mail */
    assert_refused(*state, "ФИО;Почта\nИванова;a@b.example\nПетров;а@b.example\n", 3, 2, PEOPLE_BAD_EMAIL);
    assert_refused(*state, "ФИО;id\nИванова;7\nПетров;7\n", 3, 2, PEOPLE_SAME_EXTERNAL_ID);
    assert_refused(*state, "ФИО\nИванова Анна\nИванова Анна\n", 3, 1, PEOPLE_SAME_PERSON);
    assert_refused(*state, "ФИО;Отдел\nИванова Анна;Склад\nИванова Анна;Склад\n", 3, 1, PEOPLE_SAME_PERSON);
}

static void
namesakes_are_told_apart_by_department_number_or_mail(void **state)
{
    assert_int_equal(read_text(*state, "ФИО;Отдел\nИванова Анна;Склад\nИванова Анна;Касса\n").refusals.count,
                     0);
    assert_int_equal(read_text(*state, "ФИО;id\nИванова Анна;1\nИванова Анна;2\n").refusals.count, 0);
    assert_int_equal(
        read_text(*state, "ФИО;Почта\nИванова Анна;a@b.example\nИванова Анна;b@b.example\n").refusals.count,
        0);
}

static void
names_that_only_look_alike_are_a_conflict(void **state)
{
    /* a Latin a, another case, ё */
    assert_refused(*state, "ФИО;Отдел\nИванова Анна;Склад\nИвaнова Анна;Касса\n", 3, 1, PEOPLE_LIKE_NAME);
    assert_refused(*state, "ФИО\nИванова Анна\nИВАНОВА АННА\n", 3, 1, PEOPLE_LIKE_NAME);
    assert_refused(*state, "ФИО\nСемёнов Пётр\nСеменов Петр\n", 3, 1, PEOPLE_LIKE_NAME);
}

static void
a_department_is_spelt_one_way(void **state)
{
    struct fixture *f = *state;

    assert_refused(f, "ФИО;Отдел\nИванова;Отдел продаж\nПетров;отдел продаж\n", 3, 2, PEOPLE_LIKE_DEPARTMENT);
    *ARENA_PUSH(&f->arena, &f->departments) = "Касса";
    assert_refused(f, "ФИО;Отдел\nИванова;Kасса\n", 2, 2, PEOPLE_LIKE_DEPARTMENT);
    assert_int_equal(read_text(f, "ФИО;Отдел\nИванова;Касса\n").refusals.count, 0);
    *ARENA_PUSH(&f->arena, &f->departments) = "касса";
    assert_int_equal(read_text(f, "ФИО;Отдел\nИванова;касса\n").refusals.count, 0);
}

static void
refusals_come_in_the_order_of_the_file(void **state)
{
    struct people_file file =
        read_text(*state, "ФИО;Почта\nИванова;x\nПетров;p@a.example\nСидоров;P@a.example\nЯков;y\n");

    assert_int_equal(file.refusals.count, 3);
    assert_int_equal(file.refusals.items[0].line, 2);
    assert_int_equal(file.refusals.items[1].line, 4);
    assert_string_equal(file.refusals.items[1].other, "3");
    assert_string_equal(file.refusals.items[1].heading, "Почта");
    assert_int_equal(file.refusals.items[2].line, 5);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_whole_name_is_taken_apart, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(a_column_that_is_not_there_stays_unknown, open_fixture,
                                        close_fixture),
        cmocka_unit_test_setup_teardown(ukrainian_headings_and_tabs_are_read, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(english_headings_and_commas_are_read, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(cp1251_is_read, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(roles_come_by_id_or_title_in_the_order_of_the_catalogue, open_fixture,
                                        close_fixture),
        cmocka_unit_test_setup_teardown(the_role_of_key_users_is_their_flag, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(unknown_headings_are_named, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(a_head_without_a_name_is_refused, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(a_whole_name_and_its_parts_must_agree, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(a_broken_table_is_refused, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(a_cell_that_cannot_be_kept_is_refused_with_its_place, open_fixture,
                                        close_fixture),
        cmocka_unit_test_setup_teardown(too_long_a_text_is_refused, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(a_cell_is_brought_to_one_line, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(one_person_twice_is_refused, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(namesakes_are_told_apart_by_department_number_or_mail, open_fixture,
                                        close_fixture),
        cmocka_unit_test_setup_teardown(names_that_only_look_alike_are_a_conflict, open_fixture,
                                        close_fixture),
        cmocka_unit_test_setup_teardown(a_department_is_spelt_one_way, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(refusals_come_in_the_order_of_the_file, open_fixture, close_fixture),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
