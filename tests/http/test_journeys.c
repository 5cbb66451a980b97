/*
 * The ways through the program that people go, with libcurl against the built server: a questionnaire from
 * the link to the copy of what was handed in, a test to its result, and a consultant from the list of people
 * to the documents.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "web_client.h"

enum { PAGES = 60 /* no form here has so many */ };

/* A demo company, served. */
struct company {
    char folder[40];
    char database[64];
    char *printed; /* by `anketa demo` */
    char base[64];
    pid_t server;
    FILE *output;
};

static const char *
program(void)
{
    return getenv("ANKETA") != NULL ? getenv("ANKETA") : "build/anketa";
}

static int
serve_demo(void **state)
{
    static struct company company;
    const char *const demo[] = { program(),         "demo", "--db", company.database, "--forms",
                                 "surveys,quizzes", NULL };
    const char *const serve[] = { program(),        "serve",           "--db",
                                  company.database, "--listen",        "127.0.0.1:0",
                                  "--forms",        "surveys,quizzes", NULL };
    char line[200];

    curl_global_init(CURL_GLOBAL_DEFAULT);
    strcpy(company.folder, "/tmp/anketa-XXXXXX");
    if (mkdtemp(company.folder) == NULL)
        return 1;
    snprintf(company.database, sizeof company.database, "%s/demo.db", company.folder);
    company.printed = program_output(demo);
    if (company.printed == NULL)
        return 1;
    company.server = program_start(serve, &company.output);
    while (company.server > 0 && fgets(line, sizeof line, company.output) != NULL)
        if (sscanf(line, "listening on %63s", company.base) == 1) {
            *state = &company;
            return 0;
        }
    return 1;
}

static int
remove_demo(void **state)
{
    struct company *company = *state;
    const char *const all[] = { "rm", "-r", company->folder, NULL };

    fclose(company->output);
    free(company->printed);
    free(program_output(all));
    curl_global_cleanup();
    return 0;
}

/* What the demo printed after this name, such as "password". */
static const char *
printed(const struct company *company, const char *name)
{
    static char value[200];
    const char *at = strstr(company->printed, name);

    assert_non_null(at);
    assert_int_equal(sscanf(at + strlen(name), ": %199s", value), 1);
    return value;
}

/* The n-th link of the page that begins so; fails when there is none. */
static const char *
link_of(const struct web *web, const char *begins)
{
    static char path[200];
    char wanted[100];
    const char *at;

    snprintf(wanted, sizeof wanted, " href=\"%s", begins);
    at = strstr(web->text, wanted);
    if (at == NULL)
        fail_msg("no link begins with %s", begins);
    tag_value(at, "href", path, sizeof path);
    return path;
}

/* What every page and file that may be somebody's must be sent with. */
static void
assert_guarded(struct web *web)
{
    assert_string_equal(web_header(web, "Cache-Control"), "no-store");
    assert_non_null(strstr(web_header(web, "Content-Security-Policy"), "default-src 'none'"));
    assert_string_equal(web_header(web, "X-Content-Type-Options"), "nosniff");
}

static void
see(struct web *web, const char *path)
{
    if (web_get(web, path) != 200)
        fail_msg("GET %s: %ld", path, web->status);
    assert_guarded(web);
}

/* Follow the redirection that the last reply was, which begins so. */
static void
follow(struct web *web, const char *begins)
{
    char path[200];

    if (web->status != 303 || strncmp(web_location(web), begins, strlen(begins)) != 0)
        fail_msg("to %s, not %s: %ld\n%s", web_location(web), begins, web->status,
                 web->status == 422 ? strstr(web->text, "class=\"errors\"") : "");
    snprintf(path, sizeof path, "%s", web_location(web));
    path[strcspn(path, "#")] = '\0';
    see(web, path);
}

/* Come in by a personal link, as "is this you?" asks. */
static void
come_in(struct web *web, const struct company *company, const char *who)
{
    const char *token = strrchr(printed(company, who), '/') + 1;
    char path[80], body[80];

    web_open(web, company->base);
    snprintf(path, sizeof path, "/i/%s", token);
    snprintf(body, sizeof body, "token=%s", token);
    see(web, path);
    assert_string_equal(web_header(web, "Set-Cookie"), ""); /* a link that is only looked at opens nothing */
    web_post(web, "/enter", body);
    follow(web, "/my");
}

/* The text of a PDF; to be freed. */
static char *
pdf_text(const struct company *company, const struct web *web)
{
    char path[80];
    const char *const extract[] = { "pdftotext", "-layout", path, "-", NULL };
    FILE *file;
    char *text;

    snprintf(path, sizeof path, "%s/document.pdf", company->folder);
    file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(web->text, 1, web->length, file), web->length);
    fclose(file);
    text = program_output(extract);
    assert_non_null(text);
    return text;
}

/* The last reply is a file of this kind to be kept, whose name ends so. */
static void
assert_file(struct web *web, const char *type, const char *ends)
{
    char said[300], name[60];

    assert_int_equal(web->status, 200);
    assert_guarded(web);
    assert_int_equal(strncmp(web_header(web, "Content-Type"), type, strlen(type)), 0);
    snprintf(said, sizeof said, "%s", web_header(web, "Content-Disposition"));
    assert_int_equal(strncmp(said, "attachment; filename=", 21), 0);
    snprintf(name, sizeof name, "%s\"", ends);
    if (strstr(said, name) == NULL)
        fail_msg("%s has no name that ends with %s", said, ends);
}

/* --- a questionnaire --- */

static void
link_alone_opens_nothing(void **state)
{
    struct company *company = *state;
    struct web web;

    web_open(&web, company->base);
    assert_int_equal(web_get(&web, "/my"), 403);
    assert_guarded(&web);
    assert_int_equal(web_get(&web, "/i/aaaaaaaaaaaaaaaaaaaaaaaaaa"), 404);
    assert_int_equal(web_post(&web, "/enter", "token=aaaaaaaaaaaaaaaaaaaaaaaaaa"), 404);
    assert_int_equal(web_get(&web, "/my"), 403);
    web_close(&web);
}

static void
questionnaire_is_filled_by_link_handed_in_and_taken_along(void **state)
{
    struct company *company = *state;
    char path[200], response[40], *text;
    struct web web;
    int sections = 0;

    come_in(&web, company, "respondent");
    see(&web, link_of(&web, "/my/"));
    assert_true(web_shows(&web, "Кто может открыть ответы"));
    tag_value(strstr(web.text, "<form method=\"post\" action=\"/my/"), "action", path, sizeof path);
    assert_int_equal(web_post(&web, path, "go=next"), 403); /* without the token of the page */
    see(&web, "/my");
    see(&web, link_of(&web, "/my/"));
    web_press(&web, path);
    assert_int_equal(web.status, 303);
    snprintf(response, sizeof response, "%s", web_location(&web));
    assert_int_equal(web_get(&web, response), 303);
    follow(&web, response);

    while (sections < PAGES && !web_shows(&web, "data-hand-in")) {
        assert_true(tag_value(strstr(web.text, "<form id=\"questions\""), "action", path, sizeof path));
        if (web_answer(&web, path, "questions", "next") == 422)
            fail_msg("%s is refused: %.300s", path, strstr(web.text, "class=\"refusal\""));
        follow(&web, response);
        sections++;
    }
    assert_in_range(sections, 4, PAGES - 1);
    assert_false(web_shows(&web, "Чтобы отправить, нужно ответить"));
    assert_true(web_shows(&web, "5\u00a0лет"));

    snprintf(path, sizeof path, "%s/hand-in", response);
    web_press(&web, path);
    follow(&web, response);
    assert_true(web_shows(&web, "data-forget"));
    assert_true(web_shows(&web, "5\u00a0лет"));

    snprintf(path, sizeof path, "%s/copy.pdf", response);
    web_get(&web, path);
    assert_file(&web, "application/pdf", ".pdf");
    assert_int_equal(strncmp(web.text, "%PDF-", 5), 0);
    text = pdf_text(company, &web);
    assert_non_null(strstr(text, "Менеджер по продажам"));
    assert_non_null(strstr(text, "5 лет"));
    free(text);
    web_close(&web);
}

static void
what_was_handed_in_is_read_and_not_filled_again(void **state)
{
    struct company *company = *state;
    char path[200], response[60];
    struct web web;

    come_in(&web, company, "respondent");
    see(&web, link_of(&web, "/my/"));
    tag_value(strstr(web.text, "<form method=\"post\" action=\"/my/"), "action", path, sizeof path);
    web_press(&web, path);
    assert_int_equal(web.status, 303);
    snprintf(response, sizeof response, "%s", web_location(&web));
    web_get(&web, response);
    follow(&web, response);
    assert_true(web_shows(&web, "data-forget"));
    assert_false(web_shows(&web, "<form id=\"questions\""));
    web_close(&web);
}

/* --- a test --- */

static void
test_is_taken_to_its_result(void **state)
{
    struct company *company = *state;
    char path[200], attempt[60], result[80];
    struct web web;
    int questions = 0;

    come_in(&web, company, "trainee");
    assert_non_null(strstr(web.text, "Тест знаний"));
    for (const char *at = strstr(web.text, "<h3><a href="), *title = strstr(web.text, "Тест знаний CRM");
         at != NULL && at < title; at = strstr(at + 1, "<h3><a href="))
        tag_value(at + 4, "href", path, sizeof path);
    see(&web, path);
    assert_true(web_shows(&web, "45 минут"));
    tag_value(strstr(web.text, "<form class=\"buttons\" method=\"post\""), "action", path, sizeof path);
    web_press(&web, path);
    snprintf(attempt, sizeof attempt, "%s", web_location(&web));
    attempt[strlen(attempt) - 2] = '\0'; /* without the number of the question */
    follow(&web, attempt);

    while (questions < PAGES && web_shows(&web, "<fieldset class=\"question\"")) {
        assert_true(
            tag_value(strstr(web.text, "<form method=\"post\" action=\"/t/"), "action", path, sizeof path));
        assert_int_equal(web_answer(&web, path, "exam", "next"), 303);
        follow(&web, attempt);
        questions++;
    }
    assert_int_equal(questions, 30);
    assert_true(web_shows(&web, "На все вопросы (30) есть ответ."));

    tag_value(strstr(web.text, "<form method=\"post\" action=\"/t/"), "action", path, sizeof path);
    web_press(&web, path);
    snprintf(result, sizeof result, "%s/result", attempt);
    follow(&web, result);
    assert_true(web_shows(&web, "verdict"));
    assert_true(web_shows(&web, "из 44"));
    assert_false(web_shows(&web, "Верный ответ")); /* the key opens when the assignment closes */
    snprintf(path, sizeof path, "%s/1", attempt);
    web_get(&web, path);
    follow(&web, result);
    web_close(&web);
}

/* --- a consultant --- */

static void
log_in(struct web *web, const struct company *company)
{
    char body[300];

    web_open(web, company->base);
    see(web, "/staff/login");
    snprintf(body, sizeof body, "name=%s", printed(company, "login"));
    snprintf(body + strlen(body), sizeof body - strlen(body), "&password=%s", printed(company, "password"));
    web_post(web, "/staff/login", body);
    assert_non_null(strstr(web_header(web, "Set-Cookie"), "HttpOnly"));
    follow(web, "/staff");
}

static void
wrong_password_lets_nobody_in(void **state)
{
    struct company *company = *state;
    struct web web;

    web_open(&web, company->base);
    see(&web, "/staff/login");
    assert_int_equal(web_post(&web, "/staff/login", "name=consultant&password=consultant"), 422);
    assert_string_equal(web_header(&web, "Set-Cookie"), "");
    assert_int_equal(web_get(&web, "/p/alfa/people"), 303);
    assert_string_equal(web_location(&web), "/staff/login");
    web_close(&web);
}

/* Send the import's form: a list, or NULL and the plan that the page shows. */
static void
import(struct web *web, const char *list)
{
    curl_mime *form = curl_mime_init(web->curl);
    curl_mimepart *part = curl_mime_addpart(form);
    static char value[100000];
    char name[40];

    curl_mime_name(part, "csrf");
    curl_mime_data(part, web_token(web), CURL_ZERO_TERMINATED);
    if (list != NULL) {
        part = curl_mime_addpart(form);
        curl_mime_name(part, "file");
        curl_mime_filename(part, "people.csv");
        curl_mime_data(part, list, CURL_ZERO_TERMINATED);
    } else {
        const char *tag = strstr(web->text, "<input type=\"hidden\" name=\"plan\"");

        assert_non_null(tag);
        for (; tag != NULL; tag = strstr(tag + 1, "<input type=\"hidden\" name=\"p")) {
            tag_value(tag, "name", name, sizeof name);
            tag_value(tag, "value", value, sizeof value);
            part = curl_mime_addpart(form);
            curl_mime_name(part, name);
            curl_mime_data(part, value, CURL_ZERO_TERMINATED);
        }
    }
    curl_easy_setopt(web->curl, CURLOPT_MIMEPOST, form);
    web_go(web, "/p/alfa/people/import");
    curl_easy_setopt(web->curl, CURLOPT_MIMEPOST, NULL);
    curl_mime_free(form);
}

static void
people_are_imported_after_a_look_at_what_would_change(void **state)
{
    static const char list[] = "ФИО;Должность;Отдел;Почта\n"
                               "Журавлёва Ия Львовна;Кладовщик;Дальний склад;iya@alfa.example\n";
    struct company *company = *state;
    struct web web;

    log_in(&web, company);
    see(&web, "/p/alfa/people/import");
    import(&web, list);
    assert_int_equal(web.status, 200);
    assert_guarded(&web);
    assert_true(web_shows(&web, "Новых: 1, изменится: 0"));
    assert_true(web_shows(&web, "новое подразделение"));
    see(&web, "/p/alfa/people");
    assert_false(web_shows(&web, "Журавлёва")); /* nothing has changed yet */

    see(&web, "/p/alfa/people/import");
    import(&web, list);
    import(&web, NULL);
    follow(&web, "/p/alfa/people?done=imported&n=1");
    assert_true(web_shows(&web, "Журавлёва Ия"));
    assert_true(web_shows(&web, "Дальний склад"));

    see(&web, "/p/alfa/people/import");
    import(&web, list);
    assert_true(web_shows(&web, "Менять нечего"));
    see(&web, "/p/alfa/people/import");
    import(&web, "ФИО;Почта\nПлохая Мария;m-alfa.example\n");
    assert_int_equal(web.status, 422);
    assert_true(web_shows(&web, "не похоже на адрес почты"));
    web_close(&web);
}

static void
register_leads_from_requirements_to_what_they_come_from(void **state)
{
    struct company *company = *state;
    struct web web;

    log_in(&web, company);
    see(&web, "/p/alfa/requirements");
    assert_true(web_shows(&web, ">CLI-01<"));
    see(&web, link_of(&web, "/p/alfa/requirements/1\""));
    assert_true(web_shows(&web, "№ 1"));
    assert_int_equal(web_get(&web, "/p/alfa/requirements/999999"), 404);
    web_close(&web);
}

static void
both_documents_are_printed_in_every_format(void **state)
{
    static const struct {
        const char *name, *asks, *words;
    } documents[] = { { "requirements", "", "Реестр требований" },
                      { "certification-sheet", "?test=crm_base", "ВЕДОМОСТЬ" } };
    static const struct {
        const char *ends, *type, *begins;
    } formats[] = { { ".pdf", "application/pdf", "%PDF-" },
                    { ".csv", "text/csv", "" },
                    { ".json", "application/json", "{" } };
    struct company *company = *state;
    struct web web;

    log_in(&web, company);
    for (size_t i = 0; i < 2; i++) {
        char path[100], *text;

        snprintf(path, sizeof path, "/p/alfa/documents/%s%s", documents[i].name, documents[i].asks);
        see(&web, path);
        assert_true(web_shows(&web, "<article class=\"doc\""));
        assert_true(web_shows(&web, documents[i].words));
        for (size_t f = 0; f < 3; f++) {
            snprintf(path, sizeof path, "/p/alfa/documents/%s%s%s", documents[i].name, formats[f].ends,
                     documents[i].asks);
            web_get(&web, path);
            assert_file(&web, formats[f].type, formats[f].ends);
            assert_int_equal(strncmp(web.text, formats[f].begins, strlen(formats[f].begins)), 0);
            assert_true(web.length > 500);
            if (f > 0)
                continue;
            text = pdf_text(company, &web);
            assert_non_null(strstr(text, documents[i].words));
            free(text);
        }
    }
    web_close(&web);
}

static void
who_has_left_sees_nothing_more(void **state)
{
    struct company *company = *state;
    struct web web;

    log_in(&web, company);
    see(&web, "/p/alfa");
    web_press(&web, "/staff/logout");
    assert_int_equal(web_get(&web, "/p/alfa"), 303);
    assert_string_equal(web_location(&web), "/staff/login");
    web_close(&web);
}

static void
server_stops_cleanly_after_all_this(void **state)
{
    struct company *company = *state;

    assert_int_equal(kill(company->server, SIGTERM), 0);
    assert_int_equal(program_end(company->server), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(link_alone_opens_nothing),
        cmocka_unit_test(questionnaire_is_filled_by_link_handed_in_and_taken_along),
        cmocka_unit_test(what_was_handed_in_is_read_and_not_filled_again),
        cmocka_unit_test(test_is_taken_to_its_result),
        cmocka_unit_test(wrong_password_lets_nobody_in),
        cmocka_unit_test(people_are_imported_after_a_look_at_what_would_change),
        cmocka_unit_test(register_leads_from_requirements_to_what_they_come_from),
        cmocka_unit_test(both_documents_are_printed_in_every_format),
        cmocka_unit_test(who_has_left_sees_nothing_more),
        cmocka_unit_test(server_stops_cleanly_after_all_this),
    };

    return cmocka_run_group_tests(tests, serve_demo, remove_demo);
}
