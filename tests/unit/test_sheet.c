/* Questions as HTML: holes are filled with what a person answered, and rows of tables and matrices follow. */
#include "html/web_files.h"
#include "model/library.h"
#include "pages/answer_lines.h"
#include "pages/sheet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static const char form[] =
    "survey: demo\n"
    "version: 1\n"
    "title: Demo\n"
    "default_language: en\n"
    "sections:\n"
    "  - section: all\n"
    "    title: All\n"
    "    questions:\n"
    "      - {id: often, type: select_one, label: How often?, dont_know: true, choices: "
    "[{value: never, label: Never}, {value: weekly, label: Weekly}]}\n"
    "      - {id: share, type: decimal, label: What share?, comment: true, unit: days}\n"
    "      - {id: best, type: rank, label: What is best?, max: 2, choices: "
    "[{value: a, label: A}, {value: b, label: B}]}\n"
    "      - {id: papers, type: table, label: Which papers?, rows: {min: 2, max: 4}, "
    "columns: [{id: name, type: text, label: Name}, {id: kind, type: yes_no, label: New}]}\n"
    "      - id: happened\n"
    "        type: matrix\n"
    "        label: What happened?\n"
    "        choices: [{value: once, label: Once}, {value: twice, label: Twice}]\n"
    "        rows: [{value: loss, label: A loss}, {value: gain, label: A gain}]\n";

struct fixture {
    struct arena arena;
    struct library library;
    struct problems problems;
    struct phrases *phrases;
    struct tmpl_set *templates[LANG_COUNT];
    const struct survey *survey;
    struct answers answers;
};

struct texts {
    const struct phrases *phrases;
    enum lang lang;
};

static const char *
text_of(void *arg, const char *key)
{
    const struct texts *texts = arg;

    return phrase(texts->phrases, texts->lang, key);
}

static void
compile(struct fixture *f, enum lang lang)
{
    struct tmpl_source *sources = ARENA_ARRAY(&f->arena, struct tmpl_source, web_file_count);
    struct texts texts = { f->phrases, lang };
    char complaint[200] = "";
    size_t count = 0;

    for (size_t i = 0; i < web_file_count; i++) {
        const struct web_file *file = &web_files[i];
        size_t length = strlen(file->name);

        if (strncmp(file->name, "templates/", 10) == 0)
            sources[count++] =
                (struct tmpl_source){ .name = arena_copy_n(&f->arena, file->name + 10, length - 15),
                                      .text = file->data,
                                      .length = file->length };
    }
    f->templates[lang] = tmpl_compile(sources, count, text_of, &texts, complaint, sizeof complaint);
    if (f->templates[lang] == NULL)
        fail_msg("%s", complaint);
}

static int
set_up(void **state)
{
    static struct fixture fixture;
    static const char *const names[] = { "lang/ru.yaml", "lang/uk.yaml", "lang/en.yaml" };
    const char *sources[LANG_COUNT];
    struct fixture *f = &fixture;

    *f = (struct fixture){ 0 };
    f->problems.arena = &f->arena;
    for (int lang = 0; lang < LANG_COUNT; lang++)
        sources[lang] = web_file_find(names[lang])->data;
    f->phrases = phrases_load(&f->arena, sources, &f->problems);
    assert_non_null(f->phrases);
    for (int lang = 0; lang < LANG_COUNT; lang++)
        compile(f, (enum lang)lang);
    f->survey = library_add_survey(&f->library, "demo.yaml", form, strlen(form), &f->problems);
    for (size_t i = 0; i < f->problems.count; i++)
        if (!f->problems.items[i].warning)
            fail_msg("%s", problem_line(&f->problems, &f->problems.items[i]));
    assert_non_null(f->survey);
    *state = f;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    for (int lang = 0; lang < LANG_COUNT; lang++)
        tmpl_free(f->templates[lang]);
    library_close(&f->library);
    arena_close(&f->arena);
    return 0;
}

static void
answer(struct fixture *f, const char *address, const char *value)
{
    struct cell *cell = ARENA_PUSH(&f->arena, &f->answers);

    assert_true(cell_parse(&f->arena, address, cell));
    cell->value = value;
    cell->revision = 3;
    cell->saved_at = 1000;
    answers_sort(&f->answers);
}

/* One question in a language, with what was answered. */
static const char *
html_of(struct fixture *f, enum lang lang, const char *id, const struct cell_notes *notes)
{
    struct sheet_words words = { f->templates[lang], f->phrases, lang };
    struct sheet *sheet = sheet_make(&f->arena, f->survey, &words);
    struct sheet_fill fill = {
        .arena = &f->arena, .shown = &f->answers, .stored = &f->answers, .notes = notes
    };
    scoped_buf out;

    buf_open(&out, 1 << 20);
    sheet_question(sheet, survey_question(f->survey, id), &fill, &out);
    assert_null(strstr(buf_text(&out), "data-if"));
    assert_null(strpbrk(buf_text(&out), "\x02\x03"));
    return arena_copy(&f->arena, buf_text(&out));
}

static void
holds(const char *html, const char *text)
{
    if (strstr(html, text) == NULL)
        fail_msg("%s is not in %s", text, html);
}

static void
lacks(const char *html, const char *text)
{
    if (strstr(html, text) != NULL)
        fail_msg("%s is in %s", text, html);
}

static void
the_choice_that_was_made_is_checked(void **state)
{
    struct fixture *f = *state;
    const char *html;

    answer(f, "often", "weekly");
    html = html_of(f, LANG_EN, "often", NULL);
    holds(html, "value=\"weekly\" checked>");
    lacks(html, "value=\"never\" checked>");
    holds(html, "name=\"was:often\" value=\"weekly\" data-revision=\"3\"");
    holds(html, "Saved 00:00:01");
}

static void
a_number_has_the_comma_of_the_language_and_keeps_its_point_for_comparing(void **state)
{
    struct fixture *f = *state;
    const char *html;

    answer(f, "share", "2.5");
    html = html_of(f, LANG_RU, "share", NULL);
    holds(html, "name=\"share\" value=\"2,5\"");
    holds(html, "name=\"was:share\" value=\"2.5\"");
    holds(html_of(f, LANG_EN, "share", NULL), "name=\"share\" value=\"2.5\"");
}

static void
what_a_person_typed_is_escaped(void **state)
{
    struct fixture *f = *state;
    const char *html;

    answer(f, "share//.comment", "</textarea><script>\"'&");
    html = html_of(f, LANG_EN, "share", NULL);
    lacks(html, "<script>");
    holds(html, "&lt;/textarea&gt;&lt;script&gt;&quot;&#39;&amp;</textarea>");
    holds(html, "<details class=\"comment\" open>");
}

static void
places_of_a_rank_have_their_choices(void **state)
{
    struct fixture *f = *state;
    const char *html, *second;

    answer(f, "best", "b a");
    html = html_of(f, LANG_EN, "best", NULL);
    second = strstr(html, "name=\"best/2\"");
    assert_non_null(second);
    holds(second, "value=\"a\" selected");
    lacks(second, "value=\"b\" selected");
    lacks(html, "best/3");
}

static void
a_table_shows_its_rows_in_their_order_and_empty_ones_up_to_the_least(void **state)
{
    struct fixture *f = *state;
    const char *html;

    answer(f, "papers/x7/.order", "1");
    answer(f, "papers/x7/name", "Invoice");
    html = html_of(f, LANG_EN, "papers", NULL);
    holds(html, "name=\"papers/x7/name\" value=\"Invoice\"");
    holds(html, "name=\"papers/r1/name\" value=\"\"");
    lacks(html, "papers/r2/name");
    holds(html, "name=\"papers/" SHEET_NEW_ROW "/name\"");
}

static void
each_row_of_a_matrix_is_checked_by_itself(void **state)
{
    struct fixture *f = *state;
    const char *html;

    answer(f, "happened/gain", "twice");
    html = html_of(f, LANG_EN, "happened", NULL);
    holds(html, "name=\"happened/gain\" value=\"twice\" checked>");
    lacks(html, "name=\"happened/loss\" value=\"twice\" checked>");
    holds(html, ">A loss</p>");
}

static void
a_refusal_stands_beside_its_cell_and_is_named_by_it(void **state)
{
    struct fixture *f = *state;
    struct cell_note note = {
        .question = "papers", .row = "r1", .column = "name", .sentence = "Too <long>."
    };
    struct cell_notes notes = { .items = &note, .count = 1 };
    const char *html = html_of(f, LANG_EN, "papers", &notes);

    holds(html, "id=\"note-papers/r1/name\"");
    holds(html, "Too &lt;long&gt;.");
    holds(html, "aria-describedby=\"note-papers/r1/name\" aria-invalid=\"true\"");
    holds(html, "class=\"question refused\"");
}

static void
answers_read_as_lines_with_the_titles_of_their_rows(void **state)
{
    struct fixture *f = *state;
    struct answer_reading reading = { .arena = &f->arena,
                                      .phrases = f->phrases,
                                      .lang = LANG_EN,
                                      .survey = f->survey,
                                      .answers = &f->answers };
    struct answer_lines lines;

    answer(f, "papers/x7/.order", "1");
    answer(f, "papers/x7/name", "Invoice");
    answer(f, "papers/x7/kind", "yes");
    answer(f, "happened/gain", "twice");
    lines = answer_lines(&reading, survey_question(f->survey, "papers"));
    assert_int_equal(lines.count, 1);
    assert_string_equal(lines.items[0].title, "1");
    assert_string_equal(lines.items[0].words, "Name: Invoice; New: Yes");
    assert_int_equal(lines.items[0].parts.count, 2);
    assert_int_equal(lines.items[0].parts.items[1].column, 1);
    assert_string_equal(lines.items[0].parts.items[1].words, "Yes");
    lines = answer_lines(&reading, survey_question(f->survey, "happened"));
    assert_int_equal(lines.count, 1);
    assert_int_equal(lines.items[0].parts.count, 0);
    assert_string_equal(lines.items[0].title, "A gain");
    assert_string_equal(lines.items[0].words, "Twice");
    lines = answer_lines(&reading, survey_question(f->survey, "often"));
    assert_int_equal(lines.count, 1);
    assert_true(lines.items[0].quiet);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_choice_that_was_made_is_checked),
        TEST(a_number_has_the_comma_of_the_language_and_keeps_its_point_for_comparing),
        TEST(what_a_person_typed_is_escaped),
        TEST(places_of_a_rank_have_their_choices),
        TEST(a_table_shows_its_rows_in_their_order_and_empty_ones_up_to_the_least),
        TEST(each_row_of_a_matrix_is_checked_by_itself),
        TEST(a_refusal_stands_beside_its_cell_and_is_named_by_it),
        TEST(answers_read_as_lines_with_the_titles_of_their_rows),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
