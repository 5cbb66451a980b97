/* Building documents, and writing them as HTML, CSV and JSON. */
#include "docs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <jansson.h>

struct fixture {
    struct arena arena;
    struct buf out;
    struct doc *doc;
};

static int
open_doc(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    arena_open(&f->arena, 0);
    buf_open(&f->out, 10000000);
    f->doc = doc_sample(&f->arena, false, NULL);
    *state = f;
    return 0;
}

static int
close_doc(void **state)
{
    struct fixture *f = *state;

    buf_close(&f->out);
    arena_close(&f->arena);
    free(f);
    return 0;
}

static struct doc_table *
scores(struct fixture *f)
{
    struct doc_table *table = block_table(f->doc, "9.1", "Таблица 9.1. <Реестр>");

    table_column(table, "code", "Код", 1);
    table_column(table, "share", "Доля, %", 1)->align = ALIGN_RIGHT;
    table_column(table, "score", "Балл", 1);
    table_column(table, "due", "Срок", 1);
    table_column(table, "sign", "Подпись", 1);
    table_row(table);
    table_text(table, "=CLI-02");
    table_share(table, 5643, "56,43");
    table_number(table, -7, 2, "-0,07");
    table_date(table, "2026-11-23", "23.11.2026");
    table_blank(table);
    return table;
}

static void
text_that_is_not_utf8_becomes_readable(void **state)
{
    struct fixture *f = *state;

    assert_string_equal(doc_clean(&f->arena, "a\xff"
                                             "b"),
                        "a\xef\xbf\xbd"
                        "b");
    assert_string_equal(doc_clean(&f->arena, "\xc0\xaf"), "\xef\xbf\xbd\xef\xbf\xbd");
    assert_string_equal(doc_clean(&f->arena, "a\tb\x01\x7f\nc"), "a b\nc");
    assert_null(doc_clean(&f->arena, NULL));
}

static void
blocks_never_hold_control_bytes(void **state)
{
    struct fixture *f = *state;
    const struct doc_blocks *blocks = &f->doc->sections.items[0]->blocks;

    block_notice(f->doc, "нет\x02 данных\xc2\x85\xe2\x82");
    assert_int_equal(blocks->count, 1);
    assert_string_equal(blocks->items[0].as.notice, "нет данных\xef\xbf\xbd\xef\xbf\xbd");
}

static void
a_table_is_found_by_its_id(void **state)
{
    struct fixture *f = *state;
    struct doc_table *table = scores(f);

    assert_ptr_equal(doc_table(f->doc, "9.1"), table);
    assert_null(doc_table(f->doc, "9.2"));
}

static void
csv_has_exact_figures_and_guarded_texts(void **state)
{
    struct fixture *f = *state;

    scores(f);
    assert_int_equal(doc_csv(f->doc, "9.1", &f->out), DOC_OK);
    assert_string_equal(buf_text(&f->out), "\xef\xbb\xbfКод;\"Доля, %\";Балл;Срок;Подпись\r\n"
                                           "'=CLI-02;56,43;-0,07;2026-11-23;\r\n");
    buf_reset(&f->out);
    f->doc->facts.lang = LANG_EN;
    assert_int_equal(doc_csv(f->doc, "9.1", &f->out), DOC_OK);
    assert_non_null(strstr(buf_text(&f->out), "'=CLI-02;56.43;-0.07;2026-11-23;\r\n"));
}

static void
csv_of_an_unknown_table_is_refused(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(doc_csv(f->doc, "7", &f->out), DOC_NONE);
}

static void
csv_of_everything_names_each_table(void **state)
{
    struct fixture *f = *state;

    scores(f);
    table_column(block_table(f->doc, "20.1", NULL), "a", "А", 1);
    assert_int_equal(doc_csv(f->doc, NULL, &f->out), DOC_OK);
    assert_non_null(strstr(buf_text(&f->out), "9.1;Таблица 9.1. <Реестр>\r\n"));
    assert_non_null(strstr(buf_text(&f->out), "\r\n\r\n20.1;\r\n"));
}

static void
json_carries_figures_as_numbers(void **state)
{
    struct fixture *f = *state;
    json_t *json, *row;

    block_heading(f->doc, 1, "9", "Реестр");
    scores(f);
    assert_int_equal(doc_json(f->doc, &f->out), DOC_OK);
    json = json_loads(buf_text(&f->out), 0, NULL);
    assert_non_null(json);
    assert_string_equal(json_string_value(json_object_get(json, "title")),
                        "Сводка требований <&> к CRM-системе");
    row = json_array_get(json_object_get(json_array_get(json_object_get(json, "blocks"), 1), "rows"), 0);
    assert_true(json_number_value(json_object_get(row, "share")) == 56.43);
    assert_true(json_number_value(json_object_get(row, "score")) == -0.07);
    assert_string_equal(json_string_value(json_object_get(row, "due")), "2026-11-23");
    assert_true(json_is_null(json_object_get(row, "sign")));
    json_decref(json);
}

static void
json_knows_every_kind_of_block(void **state)
{
    struct fixture *f = *state;
    struct doc_approval *approval = block_approval(f->doc, "УТВЕРЖДАЮ", NULL);
    struct doc_paragraph *p = block_paragraph(f->doc, STYLE_LEAD, ALIGN_LEFT);
    json_t *json, *blocks;

    approval_add(f->doc, &approval->left, &(struct doc_approver){ "Директор", NULL, NULL });
    block_span(f->doc, p, SPAN_BOLD, "Приказ № ");
    block_span_blank(f->doc, p, 60);
    block_item(f->doc, block_list(f->doc, true), "пункт");
    block_key(f->doc, block_keys(f->doc), "Город", "");
    block_signature(f->doc, block_signatures(f->doc), "Тренер", "А. П. Иванова", NULL);
    block_figure(f->doc, "Рис. 1", "описание");
    block_qr(f->doc, "https://example.org/", NULL, 60);
    block_space(f->doc, 10);
    block_page_break(f->doc);
    block_notice(f->doc, "нет");
    assert_int_equal(doc_json(f->doc, &f->out), DOC_OK);
    json = json_loads(buf_text(&f->out), 0, NULL);
    blocks = json_object_get(json, "blocks");
    assert_int_equal(json_array_size(blocks), 8);
    assert_string_equal(json_string_value(json_object_get(json_array_get(blocks, 1), "text")),
                        "Приказ № ____");
    json_decref(json);
}

static void
html_escapes_what_people_typed(void **state)
{
    struct fixture *f = *state;
    const char *html;

    block_heading(f->doc, 1, "1", "<script>alert('x')</script> & \"y\"");
    scores(f);
    assert_int_equal(doc_html(f->doc, 2, NULL, &f->out), DOC_OK);
    html = buf_text(&f->out);
    assert_null(strstr(html, "<script"));
    assert_non_null(
        strstr(html, "<h3>1. &lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;y&quot;</h3>"));
    assert_non_null(strstr(html, "<caption>Таблица 9.1. &lt;Реестр&gt;</caption>"));
    assert_non_null(strstr(html, "<th scope=\"col\" class=\"doc-num\">Доля, %</th>"));
    assert_non_null(strstr(html, "<td class=\"doc-num\">56,43</td>"));
    assert_non_null(strstr(html, "<span class=\"doc-blank\">заполнить от руки</span>"));
}

static void
html_title_figure_and_code_have_names(void **state)
{
    struct fixture *f = *state;
    struct doc_figure *figure = block_figure(f->doc, "Рис. 1", "Обязательное 12");
    const char *html;

    figure->width = 100;
    figure->height = 20;
    figure_shape(figure, &(struct doc_shape){ .kind = INK_BOX, .width = 50, .height = 10, .ink = 0.5f });
    figure_shape(figure, &(struct doc_shape){ .kind = INK_LABEL, .x = 50, .text = "<12>" });
    block_span(f->doc, block_paragraph(f->doc, STYLE_TITLE, ALIGN_CENTRE), SPAN_PLAIN, "Сводка");
    block_qr(f->doc, "https://example.org/", "код", 60);
    f->doc->facts.watermark = "ПРОЕКТ";
    assert_int_equal(doc_html(f->doc, 1, NULL, &f->out), DOC_OK);
    html = buf_text(&f->out);
    assert_non_null(strstr(html, "<svg role=\"img\" aria-label=\"Обязательное 12\""));
    assert_non_null(strstr(html, "&lt;12&gt;</text>"));
    assert_non_null(strstr(html, "<h1 class=\"doc-title\">Сводка</h1>"));
    assert_non_null(strstr(html, "aria-label=\"QR: https://example.org/\""));
    assert_non_null(strstr(html, "<p class=\"doc-watermark\">ПРОЕКТ</p>"));
}

static void
a_spanned_cell_covers_its_neighbours(void **state)
{
    struct fixture *f = *state;
    struct doc_table *table = scores(f);

    table_row(table)->strong = true;
    table_text(table, "Итого");
    table_span(table, 3);
    table_text(table, "конец");
    assert_int_equal(doc_html(f->doc, 2, NULL, &f->out), DOC_OK);
    assert_non_null(
        strstr(buf_text(&f->out),
               "<tr class=\"doc-strong\"><td colspan=\"3\">Итого</td><td>конец</td><td></td></tr>"));
}

static void
a_column_without_width_is_only_data(void **state)
{
    struct fixture *f = *state;
    struct doc_table *table = block_table(f->doc, "t", NULL);

    table_column(table, "a", "Видно", 1);
    table_column(table, "b", "Скрыто", 0);
    table_row(table);
    table_text(table, "раз");
    table_number(table, 25, 1, "2,5");
    assert_int_equal(doc_html(f->doc, 2, NULL, &f->out), DOC_OK);
    assert_null(strstr(buf_text(&f->out), "Скрыто"));
    assert_null(strstr(buf_text(&f->out), "2,5"));
    buf_reset(&f->out);
    assert_int_equal(doc_csv(f->doc, "t", &f->out), DOC_OK);
    assert_non_null(strstr(buf_text(&f->out), "Видно;Скрыто\r\nраз;2,5\r\n"));
}

static void
a_small_buffer_is_said_so(void **state)
{
    struct fixture *f = *state;
    scoped_buf small;

    scores(f);
    buf_open(&small, 100);
    assert_int_equal(doc_html(f->doc, 2, NULL, &small), DOC_TOO_LARGE);
    buf_reset(&small);
    assert_int_equal(doc_csv(f->doc, NULL, &small), DOC_TOO_LARGE);
    buf_reset(&small);
    assert_int_equal(doc_json(f->doc, &small), DOC_TOO_LARGE);
}

#define T(name) cmocka_unit_test_setup_teardown(name, open_doc, close_doc)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        T(text_that_is_not_utf8_becomes_readable),
        T(blocks_never_hold_control_bytes),
        T(a_table_is_found_by_its_id),
        T(csv_has_exact_figures_and_guarded_texts),
        T(csv_of_an_unknown_table_is_refused),
        T(csv_of_everything_names_each_table),
        T(json_carries_figures_as_numbers),
        T(json_knows_every_kind_of_block),
        T(html_escapes_what_people_typed),
        T(html_title_figure_and_code_have_names),
        T(a_spanned_cell_covers_its_neighbours),
        T(a_column_without_width_is_only_data),
        T(a_small_buffer_is_said_so),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
