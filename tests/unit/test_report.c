/* The printed documents: their figures, their words in each language, their pages. */
#include "docs.h"
#include "report_sample.h"

#include "model/question_type.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <jansson.h>

static struct fonts *fonts;

struct fixture {
    struct sample s;
    struct arena arena;
    struct buf pdf, text;
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
open_sample(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    buf_open(&f->pdf, 50000000);
    buf_open(&f->text, 50000000);
    sample_make(&f->s, LANG_RU, 14);
    *state = f;
    return f->s.phrases == NULL;
}

static int
close_sample(void **state)
{
    struct fixture *f = *state;

    buf_close(&f->pdf);
    buf_close(&f->text);
    arena_close(&f->arena);
    arena_close(&f->s.arena);
    free(f);
    return 0;
}

/* Print the report and take its text, words divided at line ends as they are. */
static const char *
print(struct fixture *f, const char *name, int *pages)
{
    struct doc *doc = report_find(name)->build(&f->arena, &f->s.input);

    buf_reset(&f->pdf);
    buf_reset(&f->text);
    assert_int_equal(doc_pdf(doc, fonts, &f->pdf, pages), DOC_OK);
    assert_int_equal(
        look((const char *const[]){ "pdftotext", "-layout", "FILE", "-", NULL }, &f->pdf, &f->text), 0);
    return buf_text(&f->text);
}

static const char *
html(struct fixture *f, const char *name)
{
    buf_reset(&f->text);
    assert_int_equal(doc_html(report_find(name)->build(&f->arena, &f->s.input), 2, NULL, &f->text), DOC_OK);
    return buf_text(&f->text);
}

static void
says(const char *text, const char *what)
{
    if (strstr(text, what) == NULL)
        fail_msg("nowhere in the document: %s", what);
}

static json_t *
rows_of(json_t *doc, const char *id)
{
    json_t *blocks = json_object_get(doc, "blocks"), *block;
    size_t i;

    json_array_foreach(blocks, i, block) if (json_object_get(block, "id")
                                             && strcmp(json_string_value(json_object_get(block, "id")), id)
                                                    == 0) return json_object_get(block, "rows");
    return NULL;
}

static double
figure(json_t *rows, size_t row, const char *column)
{
    json_t *value = json_object_get(json_array_get(rows, row), column);

    assert_true(json_is_number(value));
    return json_number_value(value);
}

static void
the_table_of_reports_is_whole(void **state)
{
    struct fixture *f = *state;

    assert_non_null(report_find("requirements"));
    assert_non_null(report_find("certification-sheet"));
    assert_null(report_find("nothing"));
    for (size_t i = 0; i < report_count; i++)
        for (int lang = 0; lang < LANG_COUNT; lang++)
            assert_non_null(phrase(f->s.phrases, (enum lang)lang, reports[i].title));
}

static void
a_requirement_summary_has_its_sections_in_russian(void **state)
{
    struct fixture *f = *state;
    int pages = 0;
    const char *text = print(f, "requirements", &pages);

    says(text, "УТВЕРЖДАЮ");
    says(text, "СОГЛАСОВАНО");
    says(text, "И. И. Петров");
    says(text, "Сводка требований к CRM-системе");
    says(text, "1. Сводка для руководителя");
    says(text, "2. Основание и порядок");
    says(text, "Приказ № 17-к от 05.10.2026");
    says(text, "3. Цели внедрения");
    says(text, "9. Реестр требований");
    says(text, "20. Пожелания и свободные ответы");
    says(text, "21. Единичные пожелания");
    says(text, "Лист согласования");
    says(text, arena_printf(&f->arena, "стр. %d из %d", pages, pages));
    says(text, "ALFA-СТ · версия 7 · 23.11.2026");
    says(text, "ответили 4 из 7 (57,14 %)");
    says(text, "Отдел продаж — 80,00 %");
    says(html(f, "requirements"), "<p class=\"doc-watermark\">ПРОЕКТ</p>");
    f->s.input.approved = true;
    assert_null(strstr(html(f, "requirements"), "ПРОЕКТ"));
}

static void
a_requirement_summary_speaks_ukrainian_and_signs_so(void **state)
{
    struct fixture *f = *state;
    const char *text;
    int pages = 0;

    f->s.input.lang = f->s.audit.lang = LANG_UK;
    text = print(f, "requirements", &pages);
    says(text, "ЗАТВЕРДЖУЮ");
    says(text, "ПОГОДЖЕНО");
    says(text, "Иван ПЕТРОВ");
    says(text, "9. Реєстр вимог");
    says(text, "Аркуш погодження");
    says(text, arena_printf(&f->arena, "стор. %d з %d", pages, pages));
    says(text, "Ґалаґан Є. І.");
    f->s.input.lang = LANG_EN;
    says(print(f, "requirements", NULL), "9. Register of requirements");
}

static void
a_disputed_priority_is_printed_with_a_question_mark(void **state)
{
    struct fixture *f = *state;
    const char *text = html(f, "requirements");

    says(text, "<td>Обязательное (M)?</td>");
    says(text, "<td>Желательное (C)<br>по баллу: Важное (S)<br>изменено вручную: нет бюджета; Петров И. И., "
               "23.11.2026");
    says(text, "(по умолчанию)");
}

static void
a_rejected_requirement_is_printed_with_reason_name_and_date(void **state)
{
    struct fixture *f = *state;

    says(html(f, "requirements"), "<td>вне границ</td><td>Петров И. И.</td><td>23.11.2026</td>");
    buf_reset(&f->text);
    assert_int_equal(doc_csv(requirement_summary(&f->arena, &f->s.input), "9.4", &f->text), DOC_OK);
    says(buf_text(&f->text), "вне границ;Петров И. И.;2026-11-23");
}

static void
the_state_of_a_requirement_follows_from_decisions(void **state)
{
    struct fixture *f = *state;
    struct found_requirement *r = &f->s.findings.requirements.items[0];

    says(html(f, "requirements"), "<td>выявлено</td>");
    says(html(f, "requirements"), "<td>подтверждено</td>");
    r->ruled = &f->s.rule;
    r->ruled_words = "распределяет начальник";
    says(html(f, "requirements"),
         "<td>утверждено: «распределяет начальник»<br>совещание; Петров И. И., 23.11.2026</td>");
    f->s.input.approved = true;
    assert_null(strstr(html(f, "requirements"), "<td>выявлено</td>"));
}

static void
an_excluded_answer_is_printed_with_its_reason_and_counts_nowhere(void **state)
{
    struct fixture *f = *state;
    struct counted *out = &f->s.audit.responses.items[3];

    says(html(f, "requirements"), "отвечали сами\u00a0—\u00a03; беседа\u00a0—\u00a01</dd>");
    assert_null(strstr(html(f, "requirements"), "Исключено из расчёта"));
    out->excluded = true;
    out->excluded_reason = "заполнено наугад";
    out->excluded_by = "Соколова М. О.";
    out->excluded_at = 1795420800000;
    says(html(f, "requirements"), "отвечали сами\u00a0—\u00a03</dd>");
    says(html(f, "requirements"), "<dd>23.11.2026–25.11.2026</dd>");
    says(html(f, "requirements"), "<td>Юрьева Ё. Щ.</td><td>Сервисная служба</td><td>заполнено наугад</td>"
                                  "<td>Соколова М. О.</td><td>23.11.2026</td>");
    f->s.survey.attribution = ATTRIBUTION_ROLE;
    out->name = "Начальник";
    says(html(f, "requirements"), "<td>Начальник</td><td></td><td>заполнено наугад</td>");
}

static void
every_open_contradiction_stands_behind_the_register(void **state)
{
    struct fixture *f = *state;
    const char *text;

    f->s.questions[0].type = question_type_find("percent");
    for (int i = 0; i < 9; i++)
        *ARENA_PUSH(&f->s.arena, &f->s.findings.conflicts) =
            (struct found_conflict){ .kind = CONFLICT_T2,
                                     .code = "X-3",
                                     .key = "",
                                     .department = 1,
                                     .other_department = 2,
                                     .position = "20",
                                     .other_position = "11.5",
                                     .figures = true,
                                     .people = 3,
                                     .other_people = 1,
                                     .question = &f->s.questions[0],
                                     .settled = i == 8 };
    text = html(f, "requirements");
    says(text, "1.2. Открытые противоречия: 9, все — в таблице 9.5");
    says(text, "<td class=\"doc-num\">9</td><td>разные оценки (Т2)</td><td>X-3. Назовите одно");
    says(text, "<td>Отдел продаж</td><td>20\u00a0% (медиана, n\u00a0=\u00a03)</td>");
    says(text, "<td>Сервисная служба</td><td>11,5\u00a0% (медиана, n\u00a0=\u00a01, мнение одного)</td>");
    assert_null(strstr(text, "<td class=\"doc-num\">10</td><td>разные оценки"));
}

/* Thirteen categories, all five kinds of decisions, long names: section 1 still has one page. */
static void
the_summary_for_the_director_has_one_page(void **state)
{
    struct fixture *f = *state;

    for (int i = 0; i < 10; i++)
        sample_titled(
            &f->s, &f->s.catalogue.categories, arena_printf(&f->s.arena, "C%d", i),
            TEXT("Нефункциональные требования", "Нефункціональні вимоги", "Non-functional requirements"));
    for (int i = 0; i < 10; i++) {
        struct requirement_def *def = ARENA_NEW(&f->s.arena, struct requirement_def);
        struct found_requirement *r = sample_requirement(&f->s, 0, "MIG-01.12", PRIORITY_MUST);

        *def = f->s.defs[0];
        def->category = f->s.catalogue.categories.items[3 + i].id;
        r->def = def;
        r->disputed = r->acceptance_by_default = true;
        *ARENA_PUSH(&f->s.arena, &f->s.findings.conflicts) =
            (struct found_conflict){ .kind = CONFLICT_T1,
                                     .code = "MIG-01.12",
                                     .key = "",
                                     .department = 1,
                                     .other_department = 2,
                                     .position = "согласует коммерческий директор, потом финансовый",
                                     .other_position = "согласует руководитель подразделения, больше никто",
                                     .question = &f->s.questions[0] };
        *ARENA_PUSH(&f->s.arena, &f->s.summary.goals) = (struct report_goal){
            .title = "прозрачность работы сотрудников", .rank = GOAL_A, .approved = i < 3
        };
    }
    f->s.audit.departments.items[0].name = "Отдел по работе с корпоративными клиентами";
    f->s.audit.departments.items[1].name = "Отдел по работе с розничными клиентами";
    for (int lang = 0; lang < LANG_COUNT; lang++) {
        const char *text, *end;

        f->s.input.lang = f->s.audit.lang = (enum lang)lang;
        text = strchr(print(f, "requirements", NULL), '\f') + 1;
        end = strchr(text, '\f');
        assert_non_null(strstr(text, lang == LANG_EN   ? "\nTotal "
                                     : lang == LANG_UK ? "\nУсього "
                                                       : "\nИтого "));
        assert_true(strstr(text, lang == LANG_EN   ? "\nTotal "
                                 : lang == LANG_UK ? "\nУсього "
                                                   : "\nИтого ")
                    < end);
        assert_non_null(strstr(end, "\n2. "));
    }
}

static void
the_five_main_ones_are_first_by_priority_then_by_score(void **state)
{
    struct fixture *f = *state;
    const char *text, *first, *second;

    f->s.findings.requirements.items[1].score = 9900;
    text = strstr(html(f, "requirements"), "Пять главных требований");
    first = strstr(text, "<li>X-2.3, Обязательное (M), 99,00.");
    second = strstr(text, "<li>X-1, Обязательное (M)?, 73,72.");
    assert_non_null(first);
    assert_non_null(second);
    assert_true(first < second);
}

static void
a_priority_away_from_its_score_says_why(void **state)
{
    struct fixture *f = *state;
    struct found_requirement *r = &f->s.findings.requirements.items[0];

    r->disputed = false;
    r->computed = PRIORITY_COULD;
    r->single_voice = true;
    r->causes = CAUSE_VOICE | CAUSE_POLICY;
    says(html(f, "requirements"),
         "<td>Обязательное (M)<br>по баллу: Желательное (C)<br>одиночный голос, правило "
         "должно быть назначено</td>");
    r->causes = 0;
    r->single_voice = false;
    r->prerequisite_of = "X-9";
    says(html(f, "requirements"), "<br>предпосылка для X-9</td>");
    assert_null(strstr(html(f, "requirements"), "Единичное пожелание"));
}

static void
a_goal_says_how_it_is_measured_and_who_approved_it(void **state)
{
    struct fixture *f = *state;
    struct report_goal *goal = &f->s.summary.goals.items[0];

    goal->measured = "2026-10-31";
    goal->source = "учётная система";
    goal->approved_by = "Яценко Вера Павловна";
    goal->approved_at = 1795420800000;
    says(html(f, "requirements"),
         "<td>доля клиентов без двойников, %</td><td>71<br>31.10.2026, учётная система</td>");
    says(html(f, "requirements"), "<td>отчёт</td><td>A, утверждена: Яценко Вера Павловна, 23.11.2026</td>");
    goal->automatic = true;
    says(html(f, "requirements"), "<td>A, согласована автоматически, 23.11.2026</td>");
    says(html(f, "requirements"), "<td>B, на согласовании</td>");
}

static void
contradictions_are_data(void **state)
{
    struct fixture *f = *state;
    json_t *json, *rows;

    assert_int_equal(doc_json(requirement_summary(&f->arena, &f->s.input), &f->text), DOC_OK);
    json = json_loads(buf_text(&f->text), 0, NULL);
    rows = rows_of(json, "contradictions");
    assert_int_equal(json_array_size(rows), 1);
    assert_true(figure(rows, 0, "share_hundredths") == 8000);
    assert_true(figure(rows, 0, "other_share_hundredths") == 2500);
    assert_true(figure(rows, 0, "other_n") == 3);
    assert_true(json_is_false(json_object_get(json_array_get(rows, 0), "settled")));
    json_decref(json);
}

static void
free_answers_are_quoted_and_escaped(void **state)
{
    struct fixture *f = *state;

    says(html(f, "requirements"), "«Чтобы &lt;карточка&gt; клиента открывалась &amp; сразу");
}

static void
json_has_every_computed_figure_of_a_requirement(void **state)
{
    struct fixture *f = *state;
    json_t *json, *rows;

    f->s.findings.requirements.items[0].numbers =
        (struct number_range){ 5, 15.5, 10, 25, &f->s.questions[0] };
    assert_int_equal(doc_json(requirement_summary(&f->arena, &f->s.input), &f->text), DOC_OK);
    json = json_loads(buf_text(&f->text), 0, NULL);
    rows = rows_of(json, "9.1");
    assert_int_equal(json_array_size(rows), 14);
    assert_true(figure(rows, 0, "score") == 73.72);
    assert_true(figure(rows, 0, "share") == 56.43);
    assert_true(figure(rows, 0, "importance") == 85);
    assert_true(figure(rows, 0, "goal") == 100);
    assert_true(figure(rows, 0, "in_favour") == 4);
    assert_true(figure(rows, 0, "answered") == 7);
    rows = rows_of(json, "requirements");
    assert_true(figure(rows, 0, "d_hundredths") == 5643);
    assert_true(figure(rows, 0, "i_hundredths") == 8500);
    assert_true(figure(rows, 0, "g_hundredths") == 10000);
    assert_true(figure(rows, 0, "p_hundredths") == 7372);
    assert_true(figure(rows, 0, "median") == 15.5);
    assert_true(figure(rows, 0, "n") == 5);
    assert_true(json_is_true(json_object_get(json_array_get(rows, 0), "disputed")));
    assert_true(json_is_true(json_object_get(json_array_get(rows, 1), "unconditional")));
    assert_true(json_is_null(json_object_get(json_array_get(rows, 1), "median")));
    rows = rows_of(json, "support");
    assert_true(figure(rows, 1, "w_hundredths") == 300);
    assert_true(figure(rows, 1, "d_hundredths") == 2500);
    assert_true(json_is_true(json_object_get(json_array_get(rows, 1), "small_sample")));
    rows = rows_of(json, "coverage_roles");
    assert_true(figure(rows, 0, "invited") == 1);
    rows = rows_of(json, "1.1");
    assert_true(figure(rows, json_array_size(rows) - 1, "total") == 14);
    rows = rows_of(json, "2.1");
    assert_true(figure(rows, 1, "share") == 33.33);
    json_decref(json);
}

static void
decisions_are_data(void **state)
{
    struct fixture *f = *state;
    json_t *json, *row;

    assert_int_equal(doc_json(requirement_summary(&f->arena, &f->s.input), &f->text), DOC_OK);
    json = json_loads(buf_text(&f->text), 0, NULL);
    row = json_array_get(rows_of(json, "decisions"), 6);
    assert_string_equal(json_string_value(json_object_get(row, "code")), "X-6");
    assert_string_equal(json_string_value(json_object_get(row, "kind")), "reject");
    assert_string_equal(json_string_value(json_object_get(row, "date")), "2026-11-23");
    assert_null(strstr(html(f, "requirements"), "data-table=\"decisions\""));
    json_decref(json);
}

static void
an_empty_section_says_why(void **state)
{
    struct fixture *f = *state;
    const char *text;

    f->s.findings = (struct findings){ 0 };
    f->s.summary.goals.count = 0;
    f->s.audit.departments.count = 0;
    text = html(f, "requirements");
    says(text, "на вопросы о целях ещё не ответили");
    says(text, "ни одно требование не прошло порог");
    says(text, "свободных ответов никто не оставил");
    says(text, "отправленные ответы не назвали ни одного пожелания");
    assert_null(strstr(text, "Единичных пожеланий нет")); /* that is said where there are requirements */
    says(text, "в проекте ещё нет подразделений");
    print(f, "requirements", NULL);
}

static void
missing_facts_are_named_and_print_as_blanks(void **state)
{
    struct fixture *f = *state;
    struct missing_facts missing;

    report_missing_facts(&f->arena, report_find("requirements"), &f->s.facts, &missing);
    assert_int_equal(missing.count, 0);
    report_missing_facts(&f->arena, report_find("certification-sheet"), &f->s.facts, &missing);
    assert_int_equal(missing.count, 2);
    assert_string_equal(missing.items[0].key, "sheet_date");
    assert_string_equal(missing.items[1].key, "members");
    f->s.facts = (struct report_facts){ .city = "" };
    report_missing_facts(&f->arena, report_find("requirements"), &f->s.facts, &missing);
    assert_int_equal(missing.count, 8);
    for (size_t i = 0; i < missing.count; i++)
        assert_non_null(phrase(f->s.phrases, LANG_UK, missing.items[i].label));
    says(html(f, "requirements"), "<dt>Основание</dt><dd><span class=\"doc-blank\">");
    print(f, "requirements", NULL);
    print(f, "certification-sheet", NULL);
}

/* What the welcome page promises: without the name there is no department and no date either. */
static void
an_author_without_a_name_has_no_department_and_no_date(void **state)
{
    struct fixture *f = *state;
    const char *text = html(f, "requirements");
    const char *voices = strstr(text, "20.1"), *single = strstr(text, "21.1");

    assert_non_null(strstr(voices, "Отдел продаж</td>"));
    assert_non_null(strstr(voices, "23.11.2026</td>"));
    assert_non_null(strstr(single, "Отдел продаж</td>"));
    f->s.survey.attribution = ATTRIBUTION_ROLE;
    for (size_t i = 0; i < LENGTH(f->s.people); i++)
        f->s.people[i].name = "Начальник";
    text = html(f, "requirements");
    voices = strstr(text, "20.1");
    single = strstr(text, "21.1");
    assert_non_null(strstr(voices, "<td>Начальник</td>"));
    assert_null(strstr(voices, "Отдел продаж</td>"));
    assert_null(strstr(voices, "2026</td>"));
    assert_null(strstr(single, "Отдел продаж</td>"));
}

static void
a_certification_sheet_has_its_head_and_places_to_sign(void **state)
{
    struct fixture *f = *state;
    int pages = 0;
    const char *text = print(f, "certification-sheet", &pages);

    assert_true(pages >= 2);
    says(text, "АТТЕСТАЦИОННАЯ ВЕДОМОСТЬ № 4 от «___»");
    for (const char *page = text; page != NULL && page[1] != '\0'; page = strchr(page + 1, '\f'))
        says(page, "Аттестационная ведомость № 4 · Знание CRM-системы · ООО «Альфа-Снаб»");
    says(text, "ALFA-АВ-crm_base · версия 7");
    says(text, "Работа в CRM-системе для менеджеров");
    says(text, "75 % (33,00 из 44)");
    says(text, "с 02.11.2026 по 20.11.2026");
    says(text, "Преподаватель (тренер)");
    says(text, "М. О. Соколова");
    says(text, "Председатель комиссии");
    says(text, arena_printf(&f->arena, "лист %d из %d", pages, pages));
    says(text, "Контрольная сумма данных: 3f9a-77c1-02de-b4a6");
    says(text, "44,00 из 44");
    says(text, "неявка");
    assert_null(strstr(text, "ПРОЕКТ"));
    f->s.input.lang = LANG_UK;
    says(print(f, "certification-sheet", NULL), "АТЕСТАЦІЙНА ВІДОМІСТЬ № 4 від");
}

static void
a_failed_line_gives_the_reason_and_no_word(void **state)
{
    struct fixture *f = *state;
    const char *text = html(f, "certification-sheet");

    says(text, "<td>аттестован: отлично</td>");
    says(text, "<td>не аттестован: критический вопрос: K12 (сделки)</td>");
    says(text, "<td>не аттестован: тема: отчёты</td>");
    says(text, "<td>не аттестован: порог</td>");
    f->s.input.lang = LANG_UK;
    text = html(f, "certification-sheet");
    says(text, "<td>атестований: відмінно</td>");
    says(text, "<td>неатестований: поріг</td>");
    says(text, "Підпис слухача");
    f->s.input.lang = LANG_EN;
    text = html(f, "certification-sheet");
    says(text, "CERTIFICATION SHEET No. </strong><strong>4</strong><strong> dated");
    says(text, "“excellent” 3");
}

/* Every line without a result says why; its attempt has its number, and nothing stands for a figure. */
static void
a_line_without_a_result_says_why(void **state)
{
    static const struct {
        enum sheet_state state;
        const char *note;
    } all[] = { { SHEET_RUNNING, "тест идёт" },
                { SHEET_INTERRUPTED, "прервана" },
                { SHEET_WAITING, "не приступал(а)" },
                { SHEET_NO_SHOW, "неявка" },
                { SHEET_NOT_ADMITTED, "недопуск" } };
    struct fixture *f = *state;
    json_t *json, *rows;

    for (size_t i = 0; i < LENGTH(all); i++) {
        f->s.sheet.people.items[i].state = all[i].state;
        f->s.sheet.people.items[i].attempt = 2;
        f->s.sheet.people.items[i].note = NULL;
        f->s.sheet.people.items[i].extra_minutes = 0;
    }
    f->s.sheet.people.items[0].cancelled = true;
    assert_int_equal(doc_json(certification_sheet(&f->arena, &f->s.input), &f->text), DOC_OK);
    json = json_loads(buf_text(&f->text), 0, NULL);
    rows = rows_of(json, "sheet");
    for (size_t i = 0; i < LENGTH(all); i++) {
        json_t *row = json_array_get(rows, i);
        const char *note = json_string_value(json_object_get(row, "note"));

        if (strncmp(note, all[i].note, strlen(all[i].note)) != 0)
            fail_msg("%s", note);
        assert_true(figure(rows, i, "attempt") == 2);
        for (const char *const *id = (const char *const[]){ "date", "spent", "seconds", "mark", "percent",
                                                            "most", "result", "certificate", NULL };
             *id; id++)
            assert_true(json_is_null(json_object_get(row, *id)));
    }
    assert_string_equal(json_string_value(json_object_get(json_array_get(rows, 0), "note")),
                        "тест идёт; аннулировано");
    assert_true(figure(rows, 5, "most") == 44);
    assert_true(figure(rows, 5, "seconds") == 1805);
    assert_string_equal(json_string_value(json_object_get(json_array_get(rows, 5), "spent")), "30:05");
    json_decref(json);
}

static void
a_downtime_stands_in_the_note_and_not_in_the_time(void **state)
{
    struct fixture *f = *state;
    struct sheet_person *p = &f->s.sheet.people.items[5];
    const char *text;

    p->breaks = 1;
    p->stood_still = 40 * 60000;
    p->handed_in_at += p->stood_still;
    p->extra_minutes = 5;
    text = html(f, "certification-sheet");
    says(text, "30:05");
    assert_null(strstr(text, "70:05"));
    says(text, "перерыв 40 мин; продлено на 5 мин");
    p->stood_still = (47 * 60 + 20) * 60000;
    says(html(f, "certification-sheet"), "перерыв 47 ч 20 мин");
}

static void
the_time_of_a_sheet_begins_with_the_first_start(void **state)
{
    struct fixture *f = *state;

    says(html(f, "certification-sheet"), "23.11.2026, 08:00–08:43");
    for (size_t i = 0; i < f->s.sheet.people.count; i++) {
        f->s.sheet.people.items[i].state = SHEET_RUNNING;
        f->s.sheet.people.items[i].handed_in_at = 0;
    }
    says(html(f, "certification-sheet"), "<dd>23.11.2026, 08:00</dd>");
}

static void
the_kind_of_a_sheet_is_a_fact_or_follows_its_attempts(void **state)
{
    struct fixture *f = *state;

    says(html(f, "certification-sheet"), "<dd>итоговая</dd>");
    for (size_t i = 0; i < f->s.sheet.people.count; i++)
        f->s.sheet.people.items[i].attempt = 2;
    says(html(f, "certification-sheet"), "<dd>повторная</dd>");
    f->s.facts.kind = "interim";
    says(html(f, "certification-sheet"), "<dd>промежуточная</dd>");
}

static void
papers_of_other_points_and_versions_are_told_apart(void **state)
{
    struct fixture *f = *state;
    struct quiz older = f->s.quiz;
    const char *text;
    json_t *json;

    older.version = 2;
    older.hash = "feedbeef0000";
    for (size_t i = 6; i < 14; i++) {
        f->s.sheet.people.items[i].quiz = &older;
        f->s.sheet.people.items[i].most = 3600;
    }
    text = html(f, "certification-sheet");
    says(text, "Знание CRM-системы, версия 3 (1a2b3c4d); версия 2 (feedbeef)");
    says(text, "<td>версия 2 (feedbeef)</td>");
    says(text, "Средний балл");
    says(text, "из\u00a044; ");
    assert_int_equal(doc_json(certification_sheet(&f->arena, &f->s.input), (buf_reset(&f->text), &f->text)),
                     DOC_OK);
    json = json_loads(buf_text(&f->text), 0, NULL);
    assert_true(json_is_null(json_object_get(json_array_get(rows_of(json, "sheet-totals"), 0), "average")));
    assert_true(figure(rows_of(json, "sheet-totals"), 0, "average_percent") > 0);
    json_decref(json);
}

static void
a_sheet_of_nobody_has_its_zeros(void **state)
{
    struct fixture *f = *state;
    json_t *json, *rows;

    f->s.sheet.people.count = 0;
    assert_int_equal(doc_json(certification_sheet(&f->arena, &f->s.input), &f->text), DOC_OK);
    json = json_loads(buf_text(&f->text), 0, NULL);
    rows = rows_of(json, "sheet-totals");
    assert_true(figure(rows, 0, "listed") == 0);
    assert_true(json_is_null(json_object_get(json_array_get(rows, 0), "average")));
    assert_true(json_is_null(json_object_get(json_array_get(rows, 0), "share")));
    json_decref(json);
    says(print(f, "certification-sheet", NULL), "по списку 0, явилось 0");
}

/* A sheet printed from a browser has room to sign, and what it can be told by. */
static void
the_page_has_the_foot_of_the_document(void **state)
{
    struct fixture *f = *state;
    const char *text = html(f, "certification-sheet");

    says(text, "<footer class=\"doc-foot\"><p>ALFA-АВ-crm_base · версия 7 · 23.11.2026<br>Контрольная сумма "
               "данных: 3f9a");
    says(text, "aria-label=\"QR: ALFA-АВ-crm_base");
    says(text, "<section class=\"doc-section doc-landscape\">");
    buf_reset(&f->text);
    assert_int_equal(doc_html(certification_sheet(&f->arena, &f->s.input), 2, fonts, &f->text), DOC_OK);
    says(buf_text(&f->text), "Констан\u00adти");
    assert_null(strstr(buf_text(&f->text), "мене\u00adджер")); /* short enough for its column */
}

/* 14 trainees of three states: what came, what did not, and what is to come make the list. */
static void
figures_of_a_sheet_add_up(void **state)
{
    struct fixture *f = *state;
    struct sheet_people *people = &f->s.sheet.people;
    struct sheet_person again;
    struct sheet_count c;

    people->items[5].state = SHEET_RUNNING;
    people->items[6].state = SHEET_INTERRUPTED;
    people->items[7].state = SHEET_WAITING;
    people->items[13].state = SHEET_RUNNING; /* and did not come to the second */
    again = people->items[13];
    again.attempt = 2;
    again.state = SHEET_NO_SHOW;
    *ARENA_PUSH(&f->s.arena, people) = again;
    c = sheet_count(people);
    assert_int_equal(c.listed, 14);
    assert_int_equal(c.listed, c.present + c.absent + c.not_admitted + c.waiting);
    assert_int_equal(c.present, c.passed + c.failed + c.running + c.interrupted);
    assert_int_equal(c.running, 2);
    assert_int_equal(c.interrupted, 1);
    assert_int_equal(c.waiting, 1);
    assert_int_equal(c.failed, c.critical + c.below_bar + c.topic);
    says(html(f, "certification-sheet"), "не приступили 1.");
}

/* As everywhere: nobody loses what was reached. */
static void
a_later_attempt_takes_no_pass_away(void **state)
{
    struct fixture *f = *state;
    struct sheet_people *people = &f->s.sheet.people;
    struct sheet_person again = people->items[13];
    const struct sheet_count before = sheet_count(people);

    assert_int_equal(people->items[13].state, SHEET_MARKED);
    assert_int_equal(people->items[13].reason, PASSED);
    again.attempt = 2;
    again.reason = FAILED_SCORE;
    *ARENA_PUSH(&f->s.arena, people) = again;
    assert_null(sheet_decisive(people, 13));
    assert_int_equal(sheet_decisive(people, 14)->attempt, 1);
    assert_int_equal(sheet_count(people).passed, before.passed);
    assert_int_equal(sheet_count(people).failed, before.failed);
}

static void
the_foot_of_a_sheet_counts_people(void **state)
{
    struct fixture *f = *state;
    struct sheet_person again = f->s.sheet.people.items[13];
    json_t *json, *rows;

    f->s.sheet.people.items[13].reason = FAILED_SCORE; /* whoever takes it twice counts once, by the last */
    again.attempt = 2;
    *ARENA_PUSH(&f->s.arena, &f->s.sheet.people) = again;
    assert_int_equal(doc_json(certification_sheet(&f->arena, &f->s.input), &f->text), DOC_OK);
    json = json_loads(buf_text(&f->text), 0, NULL);
    assert_int_equal(json_array_size(rows_of(json, "sheet")), 15);
    rows = rows_of(json, "sheet-totals");
    assert_true(figure(rows, 0, "listed") == 14);
    assert_true(figure(rows, 0, "present") == 12);
    assert_true(figure(rows, 0, "absent") == 1);
    assert_true(figure(rows, 0, "not_admitted") == 1);
    assert_true(figure(rows, 0, "passed") == 6);
    assert_true(figure(rows, 0, "failed") == 6);
    assert_true(figure(rows, 0, "critical") == 1);
    assert_true(figure(rows, 0, "below_bar") == 4);
    assert_true(figure(rows, 0, "topic") == 1);
    assert_true(figure(rows, 0, "word_1") == 3);
    assert_true(figure(rows, 0, "average") == 36.5);
    assert_true(figure(rows, 0, "share") == 50);
    json_decref(json);
}

static void
a_hundred_trainees_fill_pages_with_their_head(void **state)
{
    struct fixture *f = *state;
    const char *at, *text;
    int pages = 0, heads = 0;

    arena_close(&f->s.arena);
    sample_make(&f->s, LANG_RU, 100);
    text = print(f, "certification-sheet", &pages);
    for (at = text; (at = strstr(at, "Примечание")) != NULL; at++)
        heads++;
    assert_true(pages > 8);
    assert_true(heads >= pages - 1); /* the last may hold signatures alone */
}

static void
the_same_findings_print_the_same_bytes(void **state)
{
    struct fixture *f = *state;
    scoped_buf first;

    print(f, "requirements", NULL);
    buf_open(&first, 50000000);
    buf_add(&first, f->pdf.data, f->pdf.length);
    print(f, "requirements", NULL);
    assert_int_equal(first.length, f->pdf.length);
    assert_memory_equal(first.data, f->pdf.data, first.length);
}

#define T(name) cmocka_unit_test_setup_teardown(name, open_sample, close_sample)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        T(the_table_of_reports_is_whole),
        T(a_requirement_summary_has_its_sections_in_russian),
        T(a_requirement_summary_speaks_ukrainian_and_signs_so),
        T(a_disputed_priority_is_printed_with_a_question_mark),
        T(a_rejected_requirement_is_printed_with_reason_name_and_date),
        T(the_state_of_a_requirement_follows_from_decisions),
        T(decisions_are_data),
        T(every_open_contradiction_stands_behind_the_register),
        T(contradictions_are_data),
        T(a_goal_says_how_it_is_measured_and_who_approved_it),
        T(the_summary_for_the_director_has_one_page),
        T(the_five_main_ones_are_first_by_priority_then_by_score),
        T(a_priority_away_from_its_score_says_why),
        T(an_excluded_answer_is_printed_with_its_reason_and_counts_nowhere),
        T(free_answers_are_quoted_and_escaped),
        T(json_has_every_computed_figure_of_a_requirement),
        T(an_empty_section_says_why),
        T(missing_facts_are_named_and_print_as_blanks),
        T(an_author_without_a_name_has_no_department_and_no_date),
        T(a_certification_sheet_has_its_head_and_places_to_sign),
        T(a_failed_line_gives_the_reason_and_no_word),
        T(a_line_without_a_result_says_why),
        T(a_downtime_stands_in_the_note_and_not_in_the_time),
        T(the_time_of_a_sheet_begins_with_the_first_start),
        T(the_kind_of_a_sheet_is_a_fact_or_follows_its_attempts),
        T(papers_of_other_points_and_versions_are_told_apart),
        T(a_sheet_of_nobody_has_its_zeros),
        T(the_page_has_the_foot_of_the_document),
        T(figures_of_a_sheet_add_up),
        T(a_later_attempt_takes_no_pass_away),
        T(the_foot_of_a_sheet_counts_people),
        T(a_hundred_trainees_fill_pages_with_their_head),
        T(the_same_findings_print_the_same_bytes),
    };

    return cmocka_run_group_tests(tests, open_all, close_all);
}
