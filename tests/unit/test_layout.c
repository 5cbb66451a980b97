/* Where lines, rows and signatures go on pages. */
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
    struct doc *doc;
    struct setter setter;
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
    setter_open(&f->setter, &f->arena, fonts, LANG_RU);
    *state = f;
    return 0;
}

static int
close_doc(void **state)
{
    struct fixture *f = *state;

    setter_close(&f->setter);
    arena_close(&f->arena);
    free(f);
    return 0;
}

static const struct type_setup narrow = { FACE_SANS, FACE_SANS_BOLD, FACE_SANS, 9, 11.5f, 60, false };

static const char *
line_text(const struct lines *lines, size_t at)
{
    return lines->items[at].count ? lines->items[at].runs[0].text : "";
}

/* The text that begins with `start` on page `at`; NULL when there is none. */
static const struct ink_text *
find(const struct fixture *f, size_t at, const char *start)
{
    const struct ink_texts *texts = &f->layout.pages.items[at].texts;

    for (size_t i = 0; i < texts->count; i++)
        if (strncmp(texts->items[i].text, start, strlen(start)) == 0)
            return &texts->items[i];
    return NULL;
}

static size_t
page_of(const struct fixture *f, const char *start)
{
    for (size_t i = 0; i < f->layout.pages.count; i++)
        if (find(f, i, start))
            return i;
    return SIZE_MAX;
}

static void
words_are_divided_where_the_language_allows(void **state)
{
    struct fixture *f = *state;
    struct lines lines = setter_text(&f->setter, &narrow, "автоматизированная система");

    assert_string_equal(line_text(&lines, 0), "автоматизиро-");
    assert_string_equal(line_text(&lines, 1), "ванная"); /* whole words rather than full lines */
    assert_string_equal(line_text(&lines, 2), "система");
    f->setter.lang = LANG_UK;
    lines = setter_text(&f->setter, &narrow, "відповідальність");
    assert_int_equal(lines.count, 2);
    assert_string_equal(line_text(&lines, 0), "відпові-");
    lines = setter_text(&f->setter, &narrow, "unresponsibilities");
    assert_string_equal(line_text(&lines, 0), "unresponsibili-");
    lines = setter_text(&f->setter, &narrow, "ДОКУМЕНТООБОРОТ");
    assert_string_equal(line_text(&lines, 0), "ДОКУМЕНТО-");
}

static void
a_dash_does_not_begin_a_line_and_initials_stay_together(void **state)
{
    struct fixture *f = *state;
    struct lines lines = setter_text(&f->setter, &narrow, "отвечали сами — 4");

    assert_string_equal(line_text(&lines, 0), "отвечали");
    assert_string_equal(line_text(&lines, 1), "сами — 4");
    lines = setter_text(&f->setter, &narrow, "Коваленко\u00a0О.\u00a0П.");
    assert_string_equal(line_text(&lines, 0), "Коваленко");
    assert_string_equal(line_text(&lines, 1), "О.\u00a0П.");
}

static void
no_line_is_wider_than_its_column(void **state)
{
    struct fixture *f = *state;
    char *word = arena_alloc(&f->arena, 70001);
    struct lines lines;

    memset(word, 'W', 70000);
    lines = setter_text(&f->setter, &narrow, word);
    assert_true(lines.count > 7000 && lines.count < 24000);
    for (size_t i = 0; i < lines.count; i++) {
        assert_true(lines.items[i].width <= narrow.width + 0.1f);
        assert_true(lines.items[i].count == 1);
    }
}

static void
every_letter_of_a_broken_text_is_still_there(void **state)
{
    struct fixture *f = *state;
    const char *text = "https://example.org/unbreakable/qwertyuiopasdfghjklzxcvbnm1234567890 и ещё слова";
    struct lines lines = setter_text(&f->setter, &narrow, text);
    scoped_buf got, want;

    buf_open(&got, 1000);
    buf_open(&want, 1000);
    for (size_t i = 0; i < lines.count; i++)
        for (const char *p = line_text(&lines, i); *p; p++)
            if (*p != '-' && *p != ' ')
                buf_putc(&got, *p);
    for (; *text; text++)
        if (*text != ' ')
            buf_putc(&want, *text);
    assert_true(lines.count > 3);
    assert_string_equal(buf_text(&got), buf_text(&want));
}

static void
thousands_of_marks_become_one_placeholder(void **state)
{
    struct fixture *f = *state;
    char *text = arena_alloc(&f->arena, 8002);
    struct lines lines;

    text[0] = 'a';
    for (int i = 0; i < 4000; i++)
        memcpy(text + 1 + 2 * i, "\xcc\x87", 2);
    lines = setter_text(&f->setter, &narrow, text);
    assert_int_equal(lines.count, 1);
    assert_string_equal(line_text(&lines, 0), "a◊");
}

static void
what_the_faces_lack_is_shown_and_measured(void **state)
{
    struct fixture *f = *state;
    struct lines lines = setter_text(&f->setter, &narrow, "\U0001f642\u200d\ufe0f \u05e9\u202e ok");

    assert_int_equal(lines.count, 1);
    assert_string_equal(line_text(&lines, 0), "◊ ◊ ok");
    assert_true(fonts_advance(fonts, FACE_SANS, PLACEHOLDER) > 0);
    lines = setter_text(&f->setter, &narrow, "и\u0306 е\u0308 і\u0308");
    assert_string_equal(line_text(&lines, 0), "й ё ї");
}

static void
the_letters_of_both_alphabets_are_there(void **state)
{
    const uint32_t letters[] = { 0x404,  0x406, 0x407, 0x490,  0x454,  0x456,  0x457,  0x491,  0x401, 0x451,
                                 0x2116, 0xab,  0xbb,  0x2265, 0x2264, 0x2019, 0x2014, 0x2212, 0xd7 };

    (void)state;
    for (int face = 0; face < FACE_COUNT; face++)
        for (size_t i = 0; i < LENGTH(letters); i++)
            assert_true(fonts_advance(fonts, (enum face)face, letters[i]) > 0);
}

static struct doc_table *
long_table(struct fixture *f, int rows)
{
    struct doc_table *table = block_table(f->doc, "t", "Таблица 1");

    table_column(table, "n", "Номер", 1);
    table_column(table, "t", "Текст", 5);
    for (int i = 0; i < rows; i++) {
        table_row(table);
        table_text(table, arena_printf(&f->arena, "№%d.", i + 1));
        table_text(table, "строка таблицы");
    }
    return table;
}

static void
the_head_of_a_table_repeats_on_every_page(void **state)
{
    struct fixture *f = *state;

    long_table(f, 200);
    layout_make(&f->arena, f->doc, fonts, &f->layout);
    assert_true(f->layout.pages.count > 3);
    for (size_t i = 0; i < f->layout.pages.count; i++) {
        assert_non_null(find(f, i, "Номер"));
        assert_non_null(find(f, i, i == 0 ? "Таблица 1" : "Продолжение: Таблица 1"));
    }
    assert_non_null(find(f, f->layout.pages.count - 1, "№200."));
}

static void
a_row_that_fits_a_page_is_not_cut(void **state)
{
    struct fixture *f = *state;
    struct doc_table *table = long_table(f, 30);
    scoped_buf text;

    buf_open(&text, 10000);
    for (int i = 0; i < 20; i++)
        buf_printf(&text, "линия%d\n", i);
    table_row(table);
    table_text(table, "высокая");
    table_text(table, buf_text(&text));
    layout_make(&f->arena, f->doc, fonts, &f->layout);
    assert_int_equal(f->layout.pages.count, 2);
    assert_non_null(find(f, 1, "линия0"));
    assert_non_null(find(f, 1, "линия19"));
}

static void
a_row_longer_than_a_page_goes_on(void **state)
{
    struct fixture *f = *state;
    struct doc_table *table = long_table(f, 3);
    scoped_buf text;

    buf_open(&text, 10000);
    for (int i = 0; i < 150; i++)
        buf_printf(&text, "линия%d\n", i);
    table_row(table);
    table_text(table, "высокая");
    table_text(table, buf_text(&text));
    layout_make(&f->arena, f->doc, fonts, &f->layout);
    assert_int_equal(f->layout.pages.count, 3);
    assert_non_null(find(f, 0, "линия0"));
    assert_int_equal(page_of(f, "линия149"), 2);
    assert_non_null(find(f, 2, "Номер"));
}

static void
nothing_stands_outside_the_margins(void **state)
{
    struct fixture *f = *state;

    long_table(f, 100);
    for (int i = 0; i < 200; i++)
        block_text(
            f->doc,
            "Абзац, который занимает больше одной строки и потому переносится на следующую строку текста.");
    layout_make(&f->arena, f->doc, fonts, &f->layout);
    for (size_t i = 0; i < f->layout.pages.count; i++) {
        const struct page *page = &f->layout.pages.items[i];

        for (size_t k = 0; k < page->texts.count; k++) {
            const struct ink_text *text = &page->texts.items[k];

            assert_true(text->x >= 85 && text->size >= 9);
            if (strstr(text->text, "стр.") == NULL && strstr(text->text, "СТ-01") == NULL)
                assert_true(text->y <= page->height - 56.6f);
        }
        for (size_t k = 0; k < page->boxes.count; k++)
            assert_true(page->boxes.items[k].height >= 0.499f
                        && page->boxes.items[k].x + page->boxes.items[k].width <= page->width - 28);
    }
}

static void
signature_lines_stay_together(void **state)
{
    struct fixture *f = *state;

    for (int lines = 30; lines < 52; lines++) {
        struct doc_signatures *signatures;

        f->doc = doc_sample(&f->arena, false, NULL);
        for (int i = 0; i < lines; i++)
            block_text(f->doc, "строка");
        signatures = block_signatures(f->doc);
        block_signature(f->doc, signatures, "Председатель", "И. И. Петров", NULL);
        block_signature(f->doc, signatures, "Секретарь", NULL, NULL);
        layout_make(&f->arena, f->doc, fonts, &f->layout);
        assert_int_equal(page_of(f, "Председатель"), page_of(f, "Секретарь"));
        assert_int_equal(page_of(f, "Секретарь"), f->layout.pages.count - 1); /* no empty page after them */
        assert_non_null(find(f, page_of(f, "Секретарь"), "/ И. И. Петров /"));
    }
}

static void
a_heading_stands_on_the_page_of_what_follows(void **state)
{
    struct fixture *f = *state;

    for (int lines = 25; lines < 40; lines++) {
        f->doc = doc_sample(&f->arena, false, NULL);
        for (int i = 0; i < lines; i++)
            block_text(f->doc, "строка");
        block_heading(f->doc, 1, "9", "Реестр");
        block_heading(f->doc, 2, "9.1", "Подраздел");
        long_table(f, 2);
        layout_make(&f->arena, f->doc, fonts, &f->layout);
        assert_int_equal(page_of(f, "9. Реестр"), page_of(f, "№1."));
        assert_int_equal(page_of(f, "9.1. Подраздел"), page_of(f, "№1."));
    }
}

/* Wherever the page ends, a question is on the page of its answer, and its heading with it. */
static void
a_paragraph_that_heads_others_stands_on_their_page(void **state)
{
    struct fixture *f = *state;

    for (int space = 560; space < 680; space += 5) {
        struct doc_paragraph *label;

        arena_close(&f->arena);
        arena_open(&f->arena, 0);
        f->doc = doc_sample(&f->arena, false, NULL);
        block_text(f->doc, "начало");
        block_space(f->doc, (float)space);
        block_heading(f->doc, 2, "", "Раздел");
        label = block_paragraph(f->doc, STYLE_BODY, ALIGN_LEFT);
        label->heads = true;
        block_span(f->doc, label, SPAN_BOLD, "Вопрос?");
        block_text(f->doc, "Ответ.");
        layout_make(&f->arena, f->doc, fonts, &f->layout);
        assert_true(page_of(f, "Вопрос?") == page_of(f, "Ответ."));
        assert_true(page_of(f, "Раздел") == page_of(f, "Ответ."));
    }
}

static void
pages_are_numbered_of_their_count(void **state)
{
    struct fixture *f = *state;

    block_text(f->doc, "один");
    block_page_break(f->doc);
    block_text(f->doc, "два");
    block_section(f->doc, &(struct section_setup){ .landscape = true });
    block_text(f->doc, "три");
    layout_make(&f->arena, f->doc, fonts, &f->layout);
    assert_int_equal(f->layout.pages.count, 3);
    assert_non_null(find(f, 0, "стр. 1 из 3"));
    assert_non_null(find(f, 2, "стр. 3 из 3"));
    assert_true(f->layout.pages.items[2].width > f->layout.pages.items[2].height);
}

static void
a_document_without_end_is_stopped(void **state)
{
    struct fixture *f = *state;

    for (int i = 0; i < DOC_PAGES_MAX + 10; i++)
        block_page_break(f->doc);
    layout_make(&f->arena, f->doc, fonts, &f->layout);
    assert_true(f->layout.too_long);
    assert_int_equal(f->layout.pages.count, DOC_PAGES_MAX);
}

#define T(name) cmocka_unit_test_setup_teardown(name, open_doc, close_doc)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        T(words_are_divided_where_the_language_allows),
        T(a_dash_does_not_begin_a_line_and_initials_stay_together),
        T(no_line_is_wider_than_its_column),
        T(every_letter_of_a_broken_text_is_still_there),
        T(thousands_of_marks_become_one_placeholder),
        T(what_the_faces_lack_is_shown_and_measured),
        T(the_letters_of_both_alphabets_are_there),
        T(the_head_of_a_table_repeats_on_every_page),
        T(a_row_that_fits_a_page_is_not_cut),
        T(a_row_longer_than_a_page_goes_on),
        T(nothing_stands_outside_the_margins),
        T(signature_lines_stay_together),
        T(a_heading_stands_on_the_page_of_what_follows),
        T(a_paragraph_that_heads_others_stands_on_their_page),
        T(pages_are_numbered_of_their_count),
        T(a_document_without_end_is_stopped),
    };

    return cmocka_run_group_tests(tests, open_all, close_all);
}
