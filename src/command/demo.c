/* anketa demo: fills an empty database with a company in the middle of its project, through the doors that
 * everybody uses. */
#include "command/command.h"
#include "command/responses.h"

#include "base/clock.h"
#include "base/csv.h"
#include "base/die.h"
#include "exam/deadline.h"
#include "html/web_files.h"
#include "pages/marking.h"
#include "pages/papers.h"
#include "store/event.h"
#include "store/form.h"
#include "store/paper.h"
#include "store/staff.h"
#include "store/user.h"

#include <stdio.h>
#include <string.h>

struct demo {
    struct arena *arena;
    struct db *db;
    const struct library *library;
    unsigned char key[KEY_BYTES];
    struct project project;
    struct person_list people;
    const char *password;
    int64_t now;
};

static const char *
demo_file(const char *name, size_t *length)
{
    const struct web_file *file = web_file_find(name);

    ensure(file != NULL);
    *length = file->length;
    return file->data;
}

static bool
make_project(struct demo *demo)
{
    static const char *const languages[] = { "ru", "uk", "en" };
    const struct project_fact facts[] = {
        { FACT_APPROVER_NAME, "Коваленко Олег Петрович", demo->now, 0 },
        { FACT_APPROVER_POSITION, "Генеральный директор", demo->now, 0 },
        { FACT_AGREEING,
          "Мельник Ирина Викторовна\tКоммерческий директор\nШевченко Андрей Николаевич\tНачальник отдела "
          "корпоративных продаж\n"
          "Лысенко Татьяна Юрьевна\tНачальник отдела розничных продаж",
          demo->now, 0 },
        { FACT_ORDER_NUMBER, "47-о", demo->now, 0 },
        { FACT_ORDER_DATE, "2026-11-02", demo->now, 0 },
        { FACT_AUTHOR, "Яценко Вера Павловна", demo->now, 0 },
        { FACT_AUTHOR_POSITION, "Консультант", demo->now, 0 },
        { FACT_PUBLIC_NOTES, "Обследование проводит группа внедрения; вопросы — консультанту В. П. Яценко.",
          demo->now, 0 },
        { FACT_CHAIR_NAME, "Мельник Ирина Викторовна", demo->now, 0 },
        { FACT_CHAIR_POSITION, "Коммерческий директор", demo->now, 0 },
        { FACT_MEMBERS,
          "Шевченко Андрей Николаевич\tНачальник отдела\nРуденко Виктор Павлович\tНачальник службы",
          demo->now, 0 },
        { FACT_TRAINER, "Яценко Вера Павловна", demo->now, 0 },
        { FACT_PLACE, "учебный класс", demo->now, 0 },
    };

    demo->project = (struct project){ .code = "alfa",
                                      .title = "Внедрение CRM",
                                      .organisation = "ООО «Альфа-Снаб»",
                                      .city = "Киев",
                                      .country = "UA",
                                      .time_zone = "Europe/Kyiv",
                                      .language = "ru",
                                      .created_at = demo->now };
    for (size_t i = 0; i < LENGTH(languages); i++)
        *ARENA_PUSH(demo->arena, &demo->project.languages) = languages[i];
    if (project_add(demo->db, demo->arena, &demo->project) != DB_OK)
        return false;
    for (size_t i = 0; i < LENGTH(facts); i++)
        if (project_fact_set(demo->db, demo->project.id, &facts[i]) != DB_OK)
            return false;
    return true;
}

/* One course leads to all the tests. */
static bool
make_test_facts(struct demo *demo)
{
    static const char *const facts[][2] = { { FACT_PROGRAMME, "Основы работы в CRM" },
                                            { FACT_HOURS, "16" },
                                            { FACT_PERIOD_FROM, "2026-11-09" },
                                            { FACT_PERIOD_TO, "2026-11-20" } };
    const struct quizzes *quizzes = &demo->library->quizzes;

    for (size_t q = 0; q < quizzes->count; q++)
        for (size_t i = 0; i < LENGTH(facts); i++) {
            const char *key = test_fact_key(demo->arena, facts[i][0], quizzes->items[q]->id);

            if (project_fact_set(demo->db, demo->project.id,
                                 &(struct project_fact){ key, facts[i][1], demo->now, 0 })
                != DB_OK)
                return false;
        }
    return true;
}

static bool
make_consultant(struct demo *demo)
{
    struct staff staff = {
        .name = "consultant", .full_name = "Яценко Вера Павловна", .admin = true, .created_at = demo->now
    };

    demo->password = user_password_make(demo->arena);
    staff.password = user_password_hash(demo->arena, demo->password);
    return staff.password != NULL && staff_add(demo->db, &staff) == DB_OK
           && staff_right_give(demo->db, staff.id, demo->project.id, STAFF_CONSULTANT) == DB_OK;
}

/* web/demo/people.csv: external id, family, given, patronymic, position, department, role, key user, e-mail,
 * phone, language. */
static bool
make_people(struct demo *demo)
{
    static const struct csv_limits limits = { .rows = 1000, .columns = 11, .cell_bytes = 500 };
    struct person_filter filter = { .project = demo->project.id };
    struct csv_error error;
    struct csv csv;
    size_t length;
    const char *bytes = demo_file("demo/people.csv", &length);

    ensure(csv_read(demo->arena, bytes, length, &limits, &csv, &error) == CSV_OK);
    for (size_t i = 1; i < csv.count; i++) {
        char **c = csv.items[i].cells;
        struct person_import import = {
            .person = { .project = demo->project.id,
                        .external_id = c[0],
                        .family = c[1],
                        .given = c[2],
                        .patronymic = c[3],
                        .position = c[4],
                        .department_name = c[5],
                        .key_user = c[7][0] != '\0',
                        .email = c[8],
                        .phone = c[9],
                        .language = c[10] },
            .has_roles = true,
            .has_key_user = true,
        };

        *ARENA_PUSH(demo->arena, &import.person.roles) = c[6];
        if (person_import(demo->db, demo->arena, demo->key, &import) != DB_OK)
            return false;
    }
    return person_list(demo->db, demo->arena, &filter, &demo->people, NULL) == DB_OK;
}

static const struct names *
roles_of(struct demo *demo, const struct person *person)
{
    return catalogue_person_roles(demo->arena, demo->library->catalogue, &person->roles, person->key_user);
}

/* Everybody gets the questionnaires and tests of their roles. */
static bool
assign(struct demo *demo)
{
    const struct library *l = demo->library;

    for (size_t p = 0; p < demo->people.count; p++) {
        const struct person *person = &demo->people.items[p];
        const struct names *roles = roles_of(demo, person);
        struct assignment base = { .project = demo->project.id,
                                   .person = person->id,
                                   .subject = "",
                                   .variant = "",
                                   .due_date = "",
                                   .created_at = demo->now };

        for (size_t i = 0; i < l->surveys.count; i++) {
            struct assignment assignment = base;
            enum db_result result;

            assignment.kind = FORM_SURVEY;
            assignment.form = l->surveys.items[i]->id;
            if (!survey_invites(l->surveys.items[i], roles))
                continue;
            result = assignment_add(demo->db, &assignment);
            if (result != DB_OK && result != DB_CONFLICT) /* who has answered already was assigned with it */
                return false;
        }
        for (size_t i = 0; i < l->quizzes.count; i++) {
            struct survey invited = { .audience = l->quizzes.items[i]->audience };
            struct assignment assignment = base;

            if (survey_invites(&invited, roles)
                && test_assign(demo->db, demo->arena, l->quizzes.items[i], roles, &assignment) != DB_OK)
                return false;
        }
    }
    return true;
}

static bool
bring_responses(struct demo *demo)
{
    struct responses_import import = { .db = demo->db,
                                       .library = demo->library,
                                       .project = &demo->project,
                                       .phrases = app_phrases(demo->arena),
                                       .now = demo->now };
    struct response_records records;
    struct file_fault fault = { 0 };
    size_t length;
    const char *bytes = demo_file("demo/responses.jsonl", &length);

    if (responses_read_jsonl(demo->arena, bytes, length, &records, &fault)
        && responses_apply(demo->arena, &import, &records))
        return true;
    if (import.faults.count > 0)
        fault = import.faults.items[0];
    fprintf(stderr, "demo/responses.jsonl:%zu: %s\n", fault.line, fault.sentence);
    return false;
}

/* The right answer of a question in its stored form. */
static const char *
right_answer(struct arena *arena, const struct item *item)
{
    const char *answer = "";

    switch (item->type) {
    case ITEM_TRUE_FALSE: return item->answer_true ? "true" : "false";
    case ITEM_NUMERIC: return arena_printf(arena, "%.10g", item->numbers.items[0].value);
    case ITEM_SHORT_TEXT: return item->accept.items[0];
    default: break;
    }
    for (size_t i = 0; i < item->options.count; i++) {
        const struct item_option *o = &item->options.items[i];

        if (item->type == ITEM_MATCH && text_present(&o->label))
            answer = arena_printf(arena, "%s %s=%s", answer, o->value, o->value);
        else if (item->type == ITEM_ORDER || (item->type != ITEM_MATCH && o->correct))
            answer = arena_printf(arena, "%s %s", answer, o->value);
    }
    return answer + (answer[0] == ' ');
}

/* Sit the test: right answers, but for `misses` of a hundred that stay empty; critical ones are known. */
static bool
sit(struct demo *demo, const struct attempt *attempt, unsigned misses, uint64_t seed)
{
    const struct quiz *quiz = library_quiz_hash(demo->library, attempt->form_hash);
    struct seeded seeded = { seed };
    struct kept_items paper;

    ensure(quiz != NULL);
    if (paper_items_list(demo->db, demo->arena, attempt->paper, &paper) != DB_OK)
        return false;
    for (size_t i = 0; i < paper.count; i++) {
        const struct item *item = quiz_item(quiz, paper.items[i].item);
        struct attempt_save save = { .attempt = attempt->id,
                                     .person = attempt->person,
                                     .item = item->id,
                                     .value = right_answer(demo->arena, item),
                                     .now = demo->now,
                                     .page = "" };
        struct attempt_saved saved;

        if (!item->critical && seeded_below(&seeded, 100) < misses)
            continue;
        if (attempt_answer_put(demo->db, demo->arena, &save, &saved) != DB_OK)
            return false;
    }
    return true;
}

static bool
take_test(struct demo *demo, const struct person *person, unsigned misses)
{
    struct assignment_list list;

    if (assignment_list_person(demo->db, demo->arena, person->id, &list) != DB_OK)
        return false;
    for (size_t i = 0; i < list.count; i++) {
        struct attempt_list attempts;
        struct attempt_begin begin = { .person = person->id, .language = "ru" };
        const struct quiz *quiz;
        struct attempt_finish finish = { .library = demo->library,
                                         .now = demo->now,
                                         .ender = ENDED_BY_PERSON,
                                         .by = { ACTOR_PERSON, person->id } };
        bool first;

        if (list.items[i].kind != FORM_QUIZ)
            continue;
        if (attempt_list(demo->db, demo->arena, list.items[i].id, &attempts) != DB_OK)
            return false;
        begin.attempt = finish.attempt = attempts.items[0].id;
        quiz = library_quiz_hash(demo->library, attempts.items[0].form_hash);
        begin.now = demo->now - (int64_t)quiz->minutes * MINUTE * (40 + person->id * 7 % 50) / 100;
        begin.deadline = deadline_of(quiz, begin.now, 0, 0);
        if (attempt_start(demo->db, &begin, &first) != DB_OK
            || !sit(demo, &attempts.items[0], misses, (uint64_t)person->id * 31 + i)
            || attempt_finish(demo->db, demo->arena, &finish) != DB_OK)
            return false;
    }
    return true;
}

/* Some have sat their tests: well, just so, and not. The last ones have not. */
static bool
take_tests(struct demo *demo)
{
    static const unsigned misses[] = { 0, 4, 10, 18, 60, 12 };
    const struct quizzes *quizzes = &demo->library->quizzes;
    size_t taken = 0;

    if (quizzes->count == 0)
        return true;
    for (size_t i = 0; i < demo->people.count && taken < LENGTH(misses); i++) {
        const struct person *person = &demo->people.items[i];

        if (person->external_id[0] == '\0' || person->roles.count == 0
            || !survey_invites(&(struct survey){ .audience = quizzes->items[0]->audience },
                               roles_of(demo, person)))
            continue;
        if (!take_test(demo, person, misses[taken++]))
            return false;
    }
    return true;
}

/* The first who still has something of this kind to do, and is not `other`. */
static const struct person *
with_open(struct demo *demo, enum form_kind kind, const struct person *other)
{
    struct assigned_filter filter = { .project = demo->project.id, .kind = (int)kind, .open_only = true };
    struct assigned_list list;

    if (assignment_list(demo->db, demo->arena, &filter, &list, NULL) != DB_OK)
        return NULL;
    for (size_t a = 0; a < list.count; a++)
        for (size_t i = 0;
             list.items[a].progress == PROGRESS_NONE && list.items[a].attempts <= 1 && i < demo->people.count;
             i++)
            if (demo->people.items[i].id == list.items[a].assignment.person
                && &demo->people.items[i] != other)
                return &demo->people.items[i];
    return NULL;
}

static void
print_link(struct demo *demo, const char *what, const struct settings *settings, const struct person *person)
{
    const char *base = settings->public_url[0] != '\0'
                           ? settings->public_url
                           : arena_printf(demo->arena, "http://%s", settings->listen);

    if (person != NULL)
        printf("%s: %s/i/%s\n", what, base, person_link(demo->arena, demo->key, person));
}

static bool
fill(void *arg)
{
    struct demo *demo = arg;

    return (make_project(demo) && make_test_facts(demo) && make_consultant(demo) && make_people(demo)
            && form_keep_library(demo->db, demo->library, demo->now) == DB_OK && bring_responses(demo)
            && assign(demo) && take_tests(demo))
           || command_refuse("the demo company could not be stored");
}

static bool
is_empty(struct demo *demo)
{
    struct project_list projects;
    struct staff_list staff;

    return staff_list(demo->db, demo->arena, &staff) == DB_NONE
           && project_list_of_staff(demo->db, demo->arena, 0, &projects) == DB_NONE;
}

static void
print_ways_in(struct demo *demo, const struct settings *settings)
{
    const struct person *respondent = with_open(demo, FORM_SURVEY, NULL);

    printf("project: %s\n", demo->project.code);
    printf("login: consultant\n");
    printf("password: %s\n", demo->password);
    print_link(demo, "respondent", settings, respondent);
    print_link(demo, "trainee", settings, with_open(demo, FORM_QUIZ, respondent));
}

int
command_demo(int argc, char **argv)
{
    static const struct argp_child children[] = { { &settings_argp, 0, NULL, 0 }, { 0 } };
    static const struct argp argp = {
        .parser = command_take_settings,
        .doc = "Fill an empty database with a demo company in the middle of its project, and print a login "
               "and links.",
        .children = children,
    };
    scoped_arena arena = { 0 };
    CLEANUP(library_close) struct library library = { .catalogue = NULL };
    struct settings_flags flags = { .arena = &arena };
    struct demo demo = { .arena = &arena, .library = &library, .now = clock_now() };
    struct settings settings;
    scoped_db *db = NULL;

    if (argp_parse(&argp, argc, argv, 0, NULL, &flags) != 0 || !settings_read(&flags, &settings)
        || !command_forms(&settings, &library))
        return 1;
    if (!key_file(settings.key_path, demo.key))
        return !command_refuse("the key file cannot be made");
    demo.db = db = command_database(&settings, DB_WRITER);
    if (db == NULL)
        return 1;
    if (!is_empty(&demo))
        return !command_refuse("%s is not empty; the demo company goes into an empty database",
                               settings.db_path);
    if (!command_write(db, fill, &demo))
        return 1;
    print_ways_in(&demo, &settings);
    return 0;
}
