/* What may stand on paper: texts of 9 pt, lines of 0.5 pt, tints of 8 %, nothing in the margins. */
#include "base/utf8.h"
#include "doc/internal.h"
#include "docs.h"
#include "report_sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define MM 2.834646f

static const float least_size = 9, least_line = 0.5f, most_tint = 0.08f, close_enough = 0.02f;

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

/* What was looked at, and what was wrong with it. */
struct seen {
    size_t texts, boxes, tints, small, thin, dark, outside;
};

static float
text_width(const struct ink_text *text)
{
    float width = 0;

    for (size_t at = 0, length = strlen(text->text); at < length;) {
        uint32_t point = 0;

        at += utf8_decode(text->text + at, length - at, &point);
        width += (float)fonts_advance(fonts, text->face, point) * text->size / 1000;
    }
    return width;
}

/* Does the box lie under the letters, from the baseline to the height of a small one? */
static bool
is_under(const struct ink_box *box, const struct ink_text *text)
{
    float right = text->x + text_width(text), top = text->y - text->size * 0.5f;

    return box->x < right - 0.1f && box->x + box->width > text->x + 0.1f && box->y < text->y - 0.1f
           && box->y + box->height > top + 0.1f;
}

static void
look_at_texts(const struct page *page, struct seen *seen)
{
    float bottom = page->height - 20 * MM;

    for (size_t i = 0; i < page->texts.count; i++) {
        const struct ink_text *text = &page->texts.items[i];
        bool head = text->y<16 * MM, foot = text->y> page->height - 15 * MM;

        seen->texts++;
        seen->small += text->size < least_size - close_enough;
        seen->outside += text->x < 30 * MM - close_enough
                         || text->x + text_width(text) > page->width - 10 * MM + 1
                         || (!head && !foot && (text->y < 20 * MM || text->y > bottom + close_enough));
        for (size_t k = 0; k < page->boxes.count; k++)
            if (is_under(&page->boxes.items[k], text)) {
                seen->tints++;
                seen->dark += page->boxes.items[k].ink > most_tint + 0.001f;
            }
    }
}

static void
look_at_boxes(const struct page *page, struct seen *seen)
{
    for (size_t i = 0; i < page->boxes.count; i++) {
        const struct ink_box *box = &page->boxes.items[i];
        float thin = box->width < box->height ? box->width : box->height;

        seen->boxes++;
        seen->thin += thin < least_line - close_enough;
        seen->outside +=
            box->x < 30 * MM - close_enough || box->x + box->width > page->width - 10 * MM + 0.1f
            || box->y < 20 * MM - 0.5f
            || (box->y + box->height > page->height - 19 * MM && box->y < page->height - 19 * MM);
    }
}

static struct seen
look_at(struct arena *arena, const struct doc *doc)
{
    struct layout layout;
    struct seen seen = { 0 };

    layout_make(arena, doc, fonts, &layout);
    assert_false(layout.too_long);
    assert_true(layout.pages.count > 0);
    for (size_t i = 0; i < layout.pages.count; i++) {
        assert_true(layout.pages.items[i].texts.count > 0);
        look_at_texts(&layout.pages.items[i], &seen);
        look_at_boxes(&layout.pages.items[i], &seen);
    }
    return seen;
}

static void
assert_keeps(const struct seen *seen)
{
    assert_true(seen->texts > 10);
    assert_true(seen->boxes > 3);
    assert_int_equal(seen->small, 0);
    assert_int_equal(seen->thin, 0);
    assert_int_equal(seen->dark, 0);
    assert_int_equal(seen->outside, 0);
}

static void
documents_keep_to_size_line_tint_and_margins_in_each_language(void **state)
{
    static const int trainees[] = { 1, 5, 60 };

    (void)state;
    for (int lang = 0; lang < LANG_COUNT; lang++)
        for (size_t i = 0; i < LENGTH(trainees); i++) {
            struct sample *sample = calloc(1, sizeof *sample);
            struct seen summary, sheet;

            sample_make(sample, (enum lang)lang, trainees[i]);
            sample->input.approved = i == 0;
            summary = look_at(&sample->arena, requirement_summary(&sample->arena, &sample->input));
            sheet = look_at(&sample->arena, certification_sheet(&sample->arena, &sample->input));
            assert_keeps(&summary);
            assert_keeps(&sheet);
            assert_true(summary.tints > 0 && sheet.tints > 0); /* the heads of their tables */
            arena_close(&sample->arena);
            free(sample);
        }
}

static void
documents_with_no_facts_keep_to_them_too(void **state)
{
    static const struct report_facts nothing = { .organisation = "" };
    struct sample *sample = calloc(1, sizeof *sample);
    struct seen summary, sheet;

    (void)state;
    sample_make(sample, LANG_RU, 3);
    sample->input.facts = &nothing;
    summary = look_at(&sample->arena, requirement_summary(&sample->arena, &sample->input));
    sheet = look_at(&sample->arena, certification_sheet(&sample->arena, &sample->input));
    assert_keeps(&summary);
    assert_keeps(&sheet);
    arena_close(&sample->arena);
    free(sample);
}

static void
add_table(struct doc *doc)
{
    struct doc_table *table = block_table(doc, "t", "Таблица");

    table_column(table, "name", "Наименование показателя", 3);
    table_column(table, "mark", "Балл", 1);
    for (int i = 0; i < 80; i++) {
        struct doc_row *row = table_row(table);

        row->strong = i == 79;
        row->tall = i % 7 == 0;
        table_text(table, "Срок подготовки коммерческого предложения");
        table_number(table, 1200 + i, 2, "12,00");
    }
}

static struct doc *
every_block(struct arena *arena, bool landscape)
{
    struct doc *doc = doc_sample(arena, landscape, "ПРОЕКТ");
    struct doc_approval *approval;
    struct doc_signatures *lines;
    struct doc_keys *keys;

    block_section(doc, &(struct section_setup){ .landscape = landscape,
                                                .header = "ООО «Альфа-Снаб»",
                                                .foot = "СТ-01",
                                                .foot_second = "Вторая строка",
                                                .foot_qr = "СТ-01; версия 3; 3f9a-77c1" });
    approval = block_approval(doc, "УТВЕРЖДАЮ", "СОГЛАСОВАНО");
    approval_add(doc, &approval->left, &(struct doc_approver){ NULL, NULL, "«___» ______ 20__ г." });
    approval_add(doc, &approval->right,
                 &(struct doc_approver){ "Начальник отдела", "А. Н. Шевченко", "«___» ______ 20__ г." });
    for (int level = 1; level <= 4; level++)
        block_heading(doc, level, "1", "Заголовок документа");
    for (int style = STYLE_BODY; style <= STYLE_SUBTITLE; style++)
        for (int align = ALIGN_LEFT; align <= ALIGN_RIGHT; align++) {
            struct doc_paragraph *words = block_paragraph(doc, (enum doc_style)style, (enum doc_align)align);

            block_span(doc, words, SPAN_PLAIN, "Слова абзаца ");
            block_span(doc, words, SPAN_BOLD, "полужирные и ");
            block_span(doc, words, SPAN_ITALIC, "курсивные");
            block_span_blank(doc, words, 60);
        }
    block_item(doc, block_list(doc, true), "Пункт");
    keys = block_keys(doc);
    block_key(doc, keys, "Город", "Киев");
    block_key(doc, keys, "Приказ", NULL);
    add_table(doc);
    lines = block_signatures(doc);
    block_signature(doc, lines, "Председатель", "О. П. Коваленко", "«___» ______ 20__ г.");
    block_signature(doc, lines, "Секретарь", NULL, NULL);
    block_qr(doc, "https://example.org/v/ABCDEFGH234567", "Проверка", 60);
    block_notice(doc, "Здесь ничего нет.");
    return doc;
}

static void
every_kind_of_block_keeps_to_size_line_tint_and_margins(void **state)
{
    (void)state;
    for (int landscape = 0; landscape < 2; landscape++) {
        scoped_arena arena = { 0 };
        struct seen seen = look_at(&arena, every_block(&arena, landscape));

        assert_keeps(&seen);
        assert_true(seen.tints > 0);
    }
}

/* The look itself: what it must see. */
static void
what_is_too_small_too_thin_too_dark_or_outside_is_seen(void **state)
{
    struct ink_text texts[] = { { 100, 200, 9, "слово", FACE_SANS },   { 100, 300, 8.9f, "слово", FACE_SANS },
                                { 80, 400, 9, "слово", FACE_SANS },    { 550, 450, 11, "слово", FACE_SERIF },
                                { 100, 800, 9, "подвал", FACE_SANS },  { 100, 790, 9, "ниже", FACE_SANS },
                                { 100, 50, 9, "над краем", FACE_SANS } };
    struct ink_box boxes[] = { { 90, 190, 100, 15, 0.08f }, { 90, 290, 100, 15, 0.09f },
                               { 90, 500, 100, 0.5f, 1 },   { 90, 510, 100, 0.4f, 1 },
                               { 90, 520, 0.3f, 40, 1 },    { 570, 530, 5, 5, 1 } };
    const struct page page = { .width = 595.276f,
                               .height = 841.89f,
                               .texts = { texts, LENGTH(texts), LENGTH(texts) },
                               .boxes = { boxes, LENGTH(boxes), LENGTH(boxes) } };
    struct seen seen = { 0 };

    (void)state;
    look_at_texts(&page, &seen);
    look_at_boxes(&page, &seen);
    assert_int_equal(seen.small, 1);
    assert_int_equal(seen.tints, 2);
    assert_int_equal(seen.dark, 1);
    assert_int_equal(seen.thin, 2);
    assert_int_equal(seen.outside, 5); /* left, right, below, above, and a box at the right */
}

/* The greys that letters are filled with on the pages of a PDF: black, and what stands behind them. */
static void
watermark_is_light_enough_to_read_over(void **state)
{
    scoped_arena arena = { 0 };
    scoped_buf pdf, plain;
    double grey = -1, lightest = 0;

    (void)state;
    buf_open(&pdf, 10000000);
    buf_open(&plain, 40000000);
    assert_int_equal(doc_pdf(every_block(&arena, false), fonts, &pdf, NULL), DOC_OK);
    assert_int_equal(look((const char *const[]){ "qpdf", "--qdf", "FILE", "-", NULL }, &pdf, &plain), 0);
    for (const char *line = buf_text(&plain), *end; (end = strchr(line, '\n')) != NULL; line = end + 1) {
        if (end - line > 2 && end[-2] == ' ' && end[-1] == 'g') {
            grey = strtod(line, NULL);
        } else if (end - line > 2 && end[-2] == ' ' && end[-1] == 'c') { /* a curve: its letters are shapes */
            assert_true(grey >= 1 - 0.08 && grey < 1);
            lightest = grey;
        } else if (end - line > 2 && end[-2] == 'T' && end[-1] == 'j') {
            assert_true(grey == 0); /* over it stands black text alone */
        }
    }
    assert_true(lightest > 0); /* there was a watermark */
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(documents_keep_to_size_line_tint_and_margins_in_each_language),
        cmocka_unit_test(documents_with_no_facts_keep_to_them_too),
        cmocka_unit_test(every_kind_of_block_keeps_to_size_line_tint_and_margins),
        cmocka_unit_test(what_is_too_small_too_thin_too_dark_or_outside_is_seen),
        cmocka_unit_test(watermark_is_light_enough_to_read_over),
    };

    return cmocka_run_group_tests(tests, open_all, close_all);
}
