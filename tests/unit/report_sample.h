/* A small company whose answers and attempts fill every part of the documents. */
#ifndef TESTS_UNIT_REPORT_SAMPLE_H
#define TESTS_UNIT_REPORT_SAMPLE_H

#include "report/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT(ru, uk, en) ((struct text){ .in = { ru, uk, en } })

struct sample {
    struct arena arena;
    struct phrases *phrases;
    struct library library;
    struct catalogue catalogue;
    struct survey survey;
    struct question questions[3];
    struct counted people[4];
    struct names roles[3];
    struct requirement_def defs[4];
    struct audit_input audit;
    struct findings findings;
    struct decision decision, rule, reject;
    struct summary_source summary;
    struct quiz quiz;
    struct sheet_source sheet;
    struct report_facts facts;
    struct report_input input;
};

static const char *
sample_file(struct arena *arena, const char *path)
{
    FILE *file = fopen(path, "r");
    char *text = arena_alloc(arena, 200000);

    if (file == NULL)
        return NULL;
    text[fread(text, 1, 199999, file)] = '\0';
    fclose(file);
    return text;
}

static inline struct phrases *
sample_phrases(struct arena *arena)
{
    const char *const sources[LANG_COUNT] = { sample_file(arena, "web/lang/ru.yaml"),
                                              sample_file(arena, "web/lang/uk.yaml"),
                                              sample_file(arena, "web/lang/en.yaml") };
    struct problems problems = { .arena = arena };

    return phrases_load(arena, sources, &problems);
}

static void
sample_titled(struct sample *s, struct titles *list, const char *id, struct text title)
{
    struct titled *t = ARENA_PUSH(&s->arena, list);

    t->id = id;
    t->title = title;
}

static void
sample_catalogue(struct sample *s)
{
    struct catalogue *c = &s->catalogue;
    struct role *role;

    sample_titled(s, &c->categories, "CLI", TEXT("Клиентская база", "Клієнтська база", "Customer base"));
    sample_titled(s, &c->categories, "SAL", TEXT("Продажи", "Продажі", "Sales"));
    sample_titled(s, &c->categories, "REP", TEXT("Отчёты и анализ", "Звіти й аналіз", "Reports"));
    sample_titled(s, &c->goals, "base",
                  TEXT("единая база клиентов", "єдина база клієнтів", "one customer base"));
    role = ARENA_PUSH(&s->arena, &c->roles);
    role->id = "sales";
    role->title = TEXT("менеджер по продажам", "менеджер з продажу", "salesperson");
    role = ARENA_PUSH(&s->arena, &c->roles);
    role->id = "head";
    role->title = TEXT("начальник подразделения", "керівник підрозділу", "head of department");
    c->method.coverage = 6000;
    s->library.catalogue = c;
}

static void
sample_people(struct sample *s)
{
    static const char *const names[] = { "Иванова А. П.", "Ґалаґан Є. І.", "Сидоров П. С.", "Юрьева Ё. Щ." };
    struct department_facts *d;

    s->survey.id = "express_audit_sales";
    s->survey.title =
        TEXT("Экспресс-обследование: продажи", "Експрес-обстеження: продажі", "Express audit: sales");
    for (int i = 0; i < 3; i++) {
        s->questions[i].id = (const char *[]){ "q_1", "q_2", "q_3" }[i];
        s->questions[i].number = i + 3;
        s->questions[i].label = TEXT("Назовите одно, без чего система будет для вас бесполезна",
                                     "Назвіть одне, без чого система буде для вас марною",
                                     "Name the one thing without which the system is useless");
    }
    *ARENA_PUSH(&s->arena, &s->roles[0]) = "sales";
    *ARENA_PUSH(&s->arena, &s->roles[1]) = "head";
    for (int i = 0; i < 4; i++) {
        struct invited *asked = ARENA_PUSH(&s->arena, &s->audit.invitations);

        s->people[i] = (struct counted){ .id = i + 1,
                                         .person = i + 1,
                                         .department = i < 3 ? 1 : 2,
                                         .survey = &s->survey,
                                         .roles = &s->roles[i == 0],
                                         .name = names[i],
                                         .mode = i == 3 ? "interview" : "self",
                                         .submitted_at = 1795420800000 + i * 86400000LL };
        *ARENA_PUSH(&s->arena, &s->audit.responses) = s->people[i];
        *asked = (struct invited){ i + 1, s->people[i].department, names[i], s->people[i].roles, "x", true };
    }
    d = ARENA_PUSH(&s->arena, &s->audit.departments);
    *d = (struct department_facts){ 1, "Отдел продаж", 4, 3, false };
    d = ARENA_PUSH(&s->arena, &s->audit.departments);
    *d = (struct department_facts){ 2, "Сервисная служба", 3, 1, false };
}

static struct found_requirement *
sample_requirement(struct sample *s, int def, const char *code, enum priority priority)
{
    struct found_requirement *r = ARENA_PUSH(&s->arena, &s->findings.requirements);

    r->def = &s->defs[def];
    r->code = code;
    r->key = "";
    r->statement = "Система не допускает двух карточек одного клиента: при вводе ищет по ИНН, телефону и "
                   "электронной почте и предлагает объединить найденное.";
    r->acceptance = "ввод клиента с известным ИНН показывает существующую карточку";
    r->state = REQUIREMENT_ARISEN;
    r->share = 5643;
    r->importance = 8500;
    r->goal = 10000;
    r->score = 7372;
    r->computed = r->priority = priority;
    r->answered = 7;
    r->in_favour = 4;
    *ARENA_PUSH(&s->arena, &r->departments) = (struct department_support){ 1, 4, 8000, 4, 3, false };
    *ARENA_PUSH(&s->arena, &r->departments) = (struct department_support){ 2, 3, 2500, 3, 1, true };
    for (int i = 0; i < 3; i++)
        *ARENA_PUSH(&s->arena, &r->sources) = (struct source){ &s->people[i], &s->questions[i % 2], "", 1 };
    s->findings.by_priority[priority]++;
    return r;
}

static void
sample_findings(struct sample *s)
{
    static const char *const categories[] = { "CLI", "SAL", "REP", "CLI" };
    struct found_requirement *r;
    struct found_conflict *conflict;

    for (int i = 0; i < 4; i++) {
        s->defs[i].code = (const char *[]){ "X-1", "X-2", "X-3", "X-4" }[i];
        s->defs[i].category = categories[i];
        s->defs[i].verification = (enum verification)i;
    }
    r = sample_requirement(s, 0, "X-1", PRIORITY_MUST);
    r->disputed = true;
    *ARENA_PUSH(&s->arena, &r->goals) = "base";
    r = sample_requirement(s, 1, "X-2.3", PRIORITY_MUST);
    r->key = "docs";
    r->acceptance_by_default = true;
    r->unconditional = "«каждую неделю» у половины ответивших";
    s->decision = (struct decision){ DECISION_PRIORITY, "X-3",          "",           "could",
                                     "нет бюджета",     "Петров И. И.", 1795420800000 };
    s->rule =
        (struct decision){ DECISION_RULE, "X-2", "", "head", "совещание", "Петров И. И.", 1795420800000 };
    s->reject =
        (struct decision){ DECISION_REJECT, "X-6", "", "1", "вне границ", "Петров И. И.", 1795420800000 };
    for (int i = 0; i < 12; i++) {
        r = sample_requirement(s, 2, "X-3", i % 2 ? PRIORITY_SHOULD : PRIORITY_COULD);
        r->computed = PRIORITY_SHOULD;
        r->decided = r->computed != r->priority ? &s->decision : NULL;
        r->small_sample = i % 3 == 0;
    }
    r = sample_requirement(s, 3, "X-4", PRIORITY_WONT);
    r->state = REQUIREMENT_SINGLE_VOICE;
    s->findings.by_priority[PRIORITY_WONT]--;
    r = sample_requirement(s, 3, "X-5", PRIORITY_COULD);
    r->state = REQUIREMENT_OFFERED;
    r->prerequisite_of = "X-1";
    s->findings.by_priority[PRIORITY_COULD]--;
    r = sample_requirement(s, 3, "X-6", PRIORITY_COULD);
    r->state = REQUIREMENT_REJECTED;
    r->rejected = &s->reject;
    s->findings.by_priority[PRIORITY_COULD]--;
    conflict = ARENA_PUSH(&s->arena, &s->findings.conflicts);
    *conflict = (struct found_conflict){ .kind = CONFLICT_T2,
                                         .code = "X-1",
                                         .key = "",
                                         .department = 1,
                                         .other_department = 2,
                                         .share = 8000,
                                         .other_share = 2500,
                                         .shares = true,
                                         .people = 4,
                                         .other_people = 3 };
    for (int i = 0; i < 4; i++)
        *ARENA_PUSH(&s->arena, &s->findings.free_texts) = (struct free_answer){
            &s->people[i], &s->questions[i < 2 ? 0 : 2],
            "Чтобы <карточка> клиента открывалась & сразу, без ожидания; \"не как сейчас\"."
        };
}

static void
sample_facts(struct sample *s)
{
    struct report_facts *f = &s->facts;

    f->organisation = "ООО «Альфа-Снаб»";
    f->project = "ALFA";
    f->city = "Воронеж";
    f->country = "RU";
    f->approver = (struct report_person){ "Петров Иван Ильич", "Генеральный директор ООО «Альфа-Снаб»" };
    f->author = (struct report_person){ "Соколова Мария Олеговна", "консультант" };
    *ARENA_PUSH(&s->arena, &f->agreeing) =
        (struct report_person){ "Иванова Анна Петровна", "Начальник отдела продаж" };
    *ARENA_PUSH(&s->arena, &f->agreeing) =
        (struct report_person){ "Юрьева Ёлка Щукинична", "Руководитель сервисной службы" };
    f->order_number = "17-к";
    f->order_date = "2026-10-05";
    f->programme = "Работа в CRM-системе для менеджеров";
    f->hours = "16";
    f->period_from = "2026-11-02";
    f->period_to = "2026-11-20";
    f->group = "CRM-1";
    f->place = "Воронеж, учебный класс";
    f->sheet_number = "4";
    f->trainer = "Соколова Мария Олеговна";
    f->chair = f->approver;
}

static void
sample_goals(struct sample *s)
{
    *ARENA_PUSH(&s->arena, &s->summary.goals) = (struct report_goal){ "единая база клиентов",
                                                                      "доля клиентов без двойников",
                                                                      "%",
                                                                      "71",
                                                                      "98",
                                                                      "2027-03-31",
                                                                      "Иванова Анна Петровна",
                                                                      "отчёт",
                                                                      false,
                                                                      true,
                                                                      GOAL_A,
                                                                      false,
                                                                      NULL,
                                                                      NULL,
                                                                      NULL,
                                                                      0 };
    *ARENA_PUSH(&s->arena, &s->summary.goals) = (struct report_goal){ "меньше ручной отчётности",
                                                                      "часов на отчёты в неделю",
                                                                      "ч",
                                                                      "",
                                                                      "2",
                                                                      "2027-06-30",
                                                                      NULL,
                                                                      "хронометраж",
                                                                      true,
                                                                      false,
                                                                      GOAL_B,
                                                                      false,
                                                                      NULL,
                                                                      NULL,
                                                                      NULL,
                                                                      0 };
}

static void
sample_sheet(struct sample *s, int count)
{
    static const char *const words[][3] = { { "отлично", "відмінно", "excellent" },
                                            { "хорошо", "добре", "good" },
                                            { "удовлетворительно", "задовільно", "satisfactory" } };
    static const int from[] = { 90, 80, 75 };
    struct quiz_variant *variant = ARENA_PUSH(&s->arena, &s->quiz.variants);

    s->quiz.id = "crm_base";
    s->quiz.version = 3;
    s->quiz.hash = "1a2b3c4d5e6f";
    s->quiz.title = TEXT("Знание CRM-системы", "Знання CRM-системи", "CRM knowledge");
    variant->id = "";
    variant->pass = (struct pass_rule){ 75, 50, true };
    for (int i = 0; i < 3; i++) {
        struct mark_word *word = ARENA_PUSH(&s->arena, &s->quiz.scale);

        word->from = from[i];
        word->mark = TEXT(words[i][0], words[i][1], words[i][2]);
    }
    s->sheet.quiz = &s->quiz;
    for (int i = 0; i < count; i++) {
        struct sheet_person *p = ARENA_PUSH(&s->arena, &s->sheet.people);
        int mark = 4400 - 150 * (i % 12);

        *p = (struct sheet_person){ .person = i + 1,
                                    .name = { "Константинопольская", "Александра", "Владиславовна" },
                                    .position = "менеджер по продажам",
                                    .department = "Отдел продаж",
                                    .login = arena_printf(&s->arena, "%04d", 100 + i),
                                    .variant = "",
                                    .quiz = &s->quiz,
                                    .attempt = 1,
                                    .started_at = 1795420800000 + i * 60000,
                                    .handed_in_at = 1795420800000 + i * 60000 + 1805000,
                                    .mark = mark,
                                    .most = 4400,
                                    .percent = mark * 10000 / 4400,
                                    .bar = 3300 };
        p->reason = mark >= 3300 ? PASSED : FAILED_SCORE;
    }
    if (count < 5)
        return;
    s->sheet.people.items[1].reason = FAILED_CRITICAL;
    s->sheet.people.items[1].missed = "k12";
    s->sheet.people.items[1].detail = "K12 (сделки)";
    s->sheet.people.items[2].reason = FAILED_TOPIC;
    s->sheet.people.items[2].missed = "REP";
    s->sheet.people.items[2].detail = "отчёты";
    s->sheet.people.items[3].state = SHEET_NO_SHOW;
    s->sheet.people.items[4].state = SHEET_NOT_ADMITTED;
    s->sheet.people.items[4].note = "нет допуска";
    s->sheet.people.items[0].extra_minutes = 10;
}

static inline void
sample_make(struct sample *s, enum lang lang, int trainees)
{
    memset(s, 0, sizeof *s);
    s->phrases = sample_phrases(&s->arena);
    sample_catalogue(s);
    sample_people(s);
    sample_findings(s);
    sample_facts(s);
    sample_goals(s);
    sample_sheet(s, trainees);
    s->audit.library = &s->library;
    s->audit.lang = lang;
    s->summary.input = &s->audit;
    s->summary.findings = &s->findings;
    s->input = (struct report_input){ .facts = &s->facts,
                                      .phrases = s->phrases,
                                      .lang = lang,
                                      .made_at = 1795430000000,
                                      .version = 7,
                                      .checksum = "3f9a-77c1-02de-b4a6",
                                      .summary = &s->summary,
                                      .sheet = &s->sheet };
}

#endif
