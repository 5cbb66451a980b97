/* How wide the columns of tables are, and where tables are parted. */
#include "doc/internal.h"
#include "docs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct fonts *fonts;

struct fixture {
    struct arena arena;
    struct doc *doc;
    struct layout layout;
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
open_doc(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    arena_open(&f->arena, 0);
    f->doc = doc_sample(&f->arena, false, NULL);
    *state = f;
    return 0;
}

static int
close_doc(void **state)
{
    struct fixture *f = *state;

    arena_close(&f->arena);
    free(f);
    return 0;
}

/* How often this stands on page `at`, whole on a line; -1 for all pages. */
static int
lines_with(const struct fixture *f, int at, const char *text)
{
    int count = 0;

    for (size_t page = 0; page < f->layout.pages.count; page++)
        for (size_t i = 0; i < f->layout.pages.items[page].texts.count; i++)
            count += (at < 0 || (size_t)at == page)
                     && strstr(f->layout.pages.items[page].texts.items[i].text, text) != NULL;
    return count;
}

/* Where a text begins; fails when it is not there. */
static float
x_of(const struct fixture *f, const char *text, int which)
{
    for (size_t page = 0; page < f->layout.pages.count; page++)
        for (size_t i = 0; i < f->layout.pages.items[page].texts.count; i++)
            if (strcmp(f->layout.pages.items[page].texts.items[i].text, text) == 0 && which-- == 0)
                return f->layout.pages.items[page].texts.items[i].x;
    fail_msg("not there: %s", text);
    return 0;
}

/* The goals of a project: nine columns that leave none much room. */
static void
goals_add(struct fixture *f, int rows)
{
    static const char *const heads[] = { "№",
                                         "Цель",
                                         "Показатель, ед.",
                                         "Срок",
                                         "Ответственный",
                                         "Приоритет, кто и когда утвердил",
                                         "Подразделение" };
    static const float hints[] = { 7, 60, 60, 18, 25, 20, 12 };
    struct doc_table *table = block_table(f->doc, "goals", "Таблица 3.1. Цели");

    for (size_t i = 0; i < LENGTH(heads); i++)
        table_column(table, heads[i], heads[i], hints[i]);
    for (int i = 0; i < rows; i++) {
        table_row(table);
        table_number(table, i + 1, 0, arena_printf(&f->arena, "%d", i + 1));
        table_text(table, "меньше потерянных обращений");
        table_text(table, "Доля обращений без ответа в срок, %");
        table_date(table, "2027-04-30", "30.04.2027");
        table_text(table, "Бондаренко\u00a0А.\u00a0С.");
        table_text(table, "A, на согласовании");
        table_text(table, "Отдел корпоративных продаж");
    }
}

static void
words_stay_whole_where_other_columns_can_spare_the_room(void **state)
{
    struct fixture *f = *state;

    goals_add(f, 6);
    layout_make(&f->arena, f->doc, fonts, &f->layout);
    assert_int_equal(lines_with(f, -1, "согласовании"), 6);
    assert_int_equal(lines_with(f, -1, "корпоративных"), 6);
    assert_int_equal(lines_with(f, -1, "Бондаренко\u00a0А.\u00a0С."), 6);
    assert_int_equal(lines_with(f, -1, "Подразделение"), 1);
    assert_int_equal(lines_with(f, -1, "30.04.2027"), 6);
}

static void
a_long_text_gets_the_room_that_short_ones_leave(void **state)
{
    struct fixture *f = *state;
    struct doc_table *table = block_table(f->doc, "t", NULL);
    const char *text =
        "Система должна показывать начальнику обращения, по которым не запланировано следующее "
        "действие, и напоминать о них исполнителю";

    table_column(table, "code", "Код", 50);
    table_column(table, "statement", "Требование", 50);
    for (int i = 0; i < 5; i++) {
        table_row(table);
        table_text(table, "COM-01");
        table_text(table, text);
    }
    layout_make(&f->arena, f->doc, fonts, &f->layout);
    assert_int_equal(lines_with(f, -1, "действие"), 5);
    assert_int_equal(lines_with(f, -1, "исполнителю"), 5);
    assert_true(f->layout.pages.items[0].texts.count < 2 + 5 * 3 + 6); /* two lines of it a row */
    assert_true(x_of(f, "Требование", 0) < 300);
}

static void
the_preview_has_the_columns_of_the_pages(void **state)
{
    struct fixture *f = *state;
    struct doc_table *table = block_table(f->doc, "t", NULL);
    scoped_buf page;

    buf_open(&page, 100000);
    table_column(table, "code", "Код", 50);
    table_column(table, "author", "Кто", 10);
    table_column(table, "statement", "Требование", 50);
    table_row(table);
    table_text(table, "COM-01");
    table_text(table, "Константинопольская\u00a0А.");
    table_text(table, "Система должна показывать начальнику обращения, по которым не запланировано ничего");
    assert_int_equal(doc_html(f->doc, 2, NULL, &page), DOC_OK);
    assert_non_null(strstr(buf_text(&page), "<col width=\"45.5%\">"));
    buf_reset(&page);
    assert_int_equal(doc_html(f->doc, 2, fonts, &page), DOC_OK);
    assert_null(strstr(buf_text(&page), "<col width=\"45.5%\">"));
    assert_non_null(strstr(buf_text(&page), "<td>COM-01</td><td>Константинопольская\u00a0А.</td>"));
}

static void
room_to_write_by_hand_is_kept(void **state)
{
    struct fixture *f = *state;
    struct doc_table *table = block_table(f->doc, "t", NULL);

    table_column(table, "name", "Имя", 20);
    table_column(table, "sign", "Подпись", 20);
    table_column(table, "note", "Замечания", 60);
    for (int i = 0; i < 3; i++) {
        table_row(table);
        table_text(table, "Иванова");
        table_blank(table);
        table_text(table,
                   "текст, которому мало и целой строки, если она не во всю ширину листа, а много уже");
    }
    layout_make(&f->arena, f->doc, fonts, &f->layout);
    assert_true(x_of(f, "Замечания", 0) - x_of(f, "Подпись", 0) > 90);
}

static void
tables_that_look_alike_have_the_same_columns(void **state)
{
    struct fixture *f = *state;

    for (int i = 0; i < 2; i++) {
        struct doc_table *table = block_table(f->doc, i == 0 ? "20.1" : "20.2", "Таблица");

        table_column(table, "text", "Ответ", 40);
        table_column(table, "author", "Автор", 20);
        table_column(table, "department", "Где", 20);
        table_row(table);
        table_text(table, i == 0 ? "Да" : "Чтобы история клиента была видна за один взгляд, пока он ждёт");
        table_text(table, i == 0 ? "Ткаченко" : "Ким");
        table_text(table, i == 0 ? "Руководство" : "Отдел корпоративных продаж и сопровождения");
    }
    layout_make(&f->arena, f->doc, fonts, &f->layout);
    assert_true(x_of(f, "Автор", 0) == x_of(f, "Автор", 1));
    assert_true(x_of(f, "Где", 0) == x_of(f, "Где", 1));
}

/* Rows of one line, numbered; `space` points of the page are taken before them. */
static void
rows_after(struct fixture *f, float space, int rows)
{
    struct doc_table *table;

    block_text(f->doc, "начало");
    block_space(f->doc, space);
    table = block_table(f->doc, "t", "Таблица 9.5. Строки");
    table_column(table, "n", "Номер", 20);
    for (int i = 1; i <= rows; i++) {
        table_row(table);
        table_text(table, arena_printf(&f->arena, "строка %d.", i));
    }
    layout_make(&f->arena, f->doc, fonts, &f->layout);
}

static void
neither_the_first_row_nor_the_last_stands_alone_on_a_page(void **state)
{
    struct fixture *f = *state;

    for (float space = 300; space < 640; space += 7) {
        size_t pages;

        arena_close(&f->arena);
        arena_open(&f->arena, 0);
        f->doc = doc_sample(&f->arena, false, NULL);
        rows_after(f, space, 20);
        pages = f->layout.pages.count;
        assert_true(lines_with(f, 0, "строка") != 1);
        assert_true(lines_with(f, (int)pages - 1, "строка") != 1);
        assert_int_equal(lines_with(f, -1, "строка"), 20);
    }
}

static void
a_table_keeps_its_distance_from_the_text_above(void **state)
{
    struct fixture *f = *state;
    float text = 0, title = 0;

    rows_after(f, 0, 1);
    for (size_t i = 0; i < f->layout.pages.items[0].texts.count; i++) {
        const struct ink_text *ink = &f->layout.pages.items[0].texts.items[i];

        text = strcmp(ink->text, "начало") == 0 ? ink->y : text;
        title = strstr(ink->text, "Таблица") ? ink->y : title;
    }
    assert_true(title - text > 22);
}

#define T(name) cmocka_unit_test_setup_teardown(name, open_doc, close_doc)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        T(words_stay_whole_where_other_columns_can_spare_the_room),
        T(a_long_text_gets_the_room_that_short_ones_leave),
        T(the_preview_has_the_columns_of_the_pages),
        T(room_to_write_by_hand_is_kept),
        T(tables_that_look_alike_have_the_same_columns),
        T(neither_the_first_row_nor_the_last_stands_alone_on_a_page),
        T(a_table_keeps_its_distance_from_the_text_above),
    };

    return cmocka_run_group_tests_name("layout of columns", tests, open_all, close_all);
}
