/* Whole PDFs, looked at with other programs: qpdf, pdftotext, pdfinfo. */
#include "docs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct fonts *fonts;

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

static void
print(const struct doc *doc, struct buf *pdf, struct buf *text)
{
    scoped_buf report;

    assert_int_equal(doc_pdf(doc, fonts, pdf, NULL), DOC_OK);
    buf_open(&report, 100000);
    assert_int_equal(look((const char *const[]){ "qpdf", "--check", "FILE", NULL }, pdf, &report), 0);
    assert_int_equal(look((const char *const[]){ "pdftotext", "-layout", "FILE", "-", NULL }, pdf, text), 0);
}

static void
hostile(struct doc *doc, struct arena *arena)
{
    char *word = arena_alloc(arena, 70001);

    memset(word, 'q', 70000);
    block_text(doc, word);
    block_text(doc, "\U0001f642 \u05e9\u05dc\u05d5\u05dd \xff\xfe\xc0\xaf после");
    block_heading(doc, 1, "1", "<&> \\ ( ) %");
    block_qr(doc, "https://example.org/v/ABCDEFGH234567", "код", 60);
}

static void
hostile_texts_print_and_extract(void **state)
{
    scoped_arena arena = { 0 };
    struct doc *doc = doc_sample(&arena, false, "ПРОЕКТ");
    scoped_buf pdf, text;

    (void)state;
    buf_open(&pdf, 10000000);
    buf_open(&text, 10000000);
    hostile(doc, &arena);
    print(doc, &pdf, &text);
    assert_non_null(strstr(buf_text(&text), "◊ ◊◊◊◊ ◊"));
    assert_non_null(strstr(buf_text(&text), "после"));
    assert_non_null(strstr(buf_text(&text), "1. <&> \\ ( ) %"));
    assert_non_null(strstr(buf_text(&text), "СТ-01 · версия 3 · 23.11.2026"));
}

static void
both_alphabets_extract_in_every_face(void **state)
{
    static const char letters[] = "Съешь ЄІЇҐ єіїґ Ёё № 5 «так» ≥ 60 % — пам’ять";
    scoped_arena arena = { 0 };
    struct doc *doc = doc_sample(&arena, false, NULL);
    struct doc_paragraph *paragraph;
    scoped_buf pdf, text;
    const char *at;
    int seen = 0;

    (void)state;
    buf_open(&pdf, 10000000);
    buf_open(&text, 10000000);
    for (int style = SPAN_PLAIN; style <= SPAN_ITALIC; style++) {
        paragraph = block_paragraph(doc, STYLE_BODY, ALIGN_LEFT);
        block_span(doc, paragraph, (enum span_style)style, letters);
    }
    block_span(doc, block_paragraph(doc, STYLE_NOTE, ALIGN_LEFT), SPAN_PLAIN, letters);
    block_span(doc, block_paragraph(doc, STYLE_NOTE, ALIGN_LEFT), SPAN_BOLD, letters);
    print(doc, &pdf, &text);
    for (at = buf_text(&text); (at = strstr(at, "ЄІЇҐ єіїґ Ёё")) != NULL; at++)
        seen++;
    assert_int_equal(seen, 5);
}

static void
the_same_document_gives_the_same_bytes(void **state)
{
    scoped_buf once, twice;

    (void)state;
    buf_open(&once, 10000000);
    buf_open(&twice, 10000000);
    for (int i = 0; i < 2; i++) {
        scoped_arena arena = { 0 };
        struct doc *doc = doc_sample(&arena, true, "ПРОЕКТ");

        hostile(doc, &arena);
        assert_int_equal(doc_pdf(doc, fonts, i ? &twice : &once, NULL), DOC_OK);
    }
    assert_int_equal(once.length, twice.length);
    assert_memory_equal(once.data, twice.data, once.length);
}

static void
properties_are_readable_and_dated_by_the_document(void **state)
{
    scoped_arena arena = { 0 };
    struct doc *doc = doc_sample(&arena, false, NULL);
    scoped_buf pdf, info;
    int pages = 0;

    (void)state;
    buf_open(&pdf, 10000000);
    buf_open(&info, 100000);
    block_page_break(doc);
    block_text(doc, "вторая");
    assert_int_equal(doc_pdf(doc, fonts, &pdf, &pages), DOC_OK);
    assert_int_equal(pages, 2);
    assert_int_equal(look((const char *const[]){ "pdfinfo", "-rawdates", "FILE", NULL }, &pdf, &info), 0);
    assert_non_null(strstr(buf_text(&info), "Сводка требований <&> к CRM-системе"));
    assert_non_null(strstr(buf_text(&info), "А. П. Иванова"));
    assert_non_null(strstr(buf_text(&info), "D:20261123140321"));
    assert_non_null(strstr(buf_text(&info), "Pages:           2"));
}

static void
fonts_are_cut_down_and_embedded(void **state)
{
    scoped_arena arena = { 0 };
    struct doc *doc = doc_sample(&arena, false, NULL);
    scoped_buf pdf, list;

    (void)state;
    buf_open(&pdf, 10000000);
    buf_open(&list, 100000);
    block_text(doc, "текст");
    assert_int_equal(doc_pdf(doc, fonts, &pdf, NULL), DOC_OK);
    assert_true(pdf.length < 40000);
    assert_int_equal(look((const char *const[]){ "pdffonts", "FILE", NULL }, &pdf, &list), 0);
    assert_non_null(strstr(buf_text(&list), "PTSerif-Regular"));
    assert_null(strstr(buf_text(&list), " no "));
}

static void
headings_stand_in_the_outline(void **state)
{
    scoped_arena arena = { 0 };
    struct doc *doc = doc_sample(&arena, false, NULL);
    scoped_buf pdf, json;

    (void)state;
    buf_open(&pdf, 10000000);
    buf_open(&json, 10000000);
    block_heading(doc, 1, "1", "Title");
    block_heading(doc, 2, "1.1", "Part");
    block_text(doc, "текст");
    assert_int_equal(doc_pdf(doc, fonts, &pdf, NULL), DOC_OK);
    assert_int_equal(look((const char *const[]){ "qpdf", "--json", "FILE", NULL }, &pdf, &json), 0);
    assert_non_null(strstr(buf_text(&json), "1. Title"));
    assert_non_null(strstr(buf_text(&json), "1.1. Part"));
}

static void
what_is_too_long_or_too_large_is_said_so(void **state)
{
    scoped_arena arena = { 0 };
    struct doc *doc = doc_sample(&arena, false, NULL);
    scoped_buf pdf;

    (void)state;
    buf_open(&pdf, 1000);
    block_text(doc, "текст");
    assert_int_equal(doc_pdf(doc, fonts, &pdf, NULL), DOC_TOO_LARGE);
    for (int i = 0; i < DOC_PAGES_MAX; i++)
        block_page_break(doc);
    assert_int_equal(doc_pdf(doc, fonts, &pdf, NULL), DOC_TOO_LONG);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hostile_texts_print_and_extract),
        cmocka_unit_test(both_alphabets_extract_in_every_face),
        cmocka_unit_test(the_same_document_gives_the_same_bytes),
        cmocka_unit_test(properties_are_readable_and_dated_by_the_document),
        cmocka_unit_test(fonts_are_cut_down_and_embedded),
        cmocka_unit_test(headings_stand_in_the_outline),
        cmocka_unit_test(what_is_too_long_or_too_large_is_said_so),
    };

    return cmocka_run_group_tests(tests, open_all, close_all);
}
