/* Rules 1, 4 and 7: what becomes a requirement, and what it says. */
#include "audit_kit.h"

static void
row(struct kit *kit, struct counted *response, const char *table, const char *cells[][2], size_t count)
{
    static int rows;
    const char *id = arena_printf(&kit->arena, "r%d", ++rows);

    kit_put(kit, response, arena_printf(&kit->arena, "%s/%s/.order", table, id),
            arena_printf(&kit->arena, "%d", rows));
    for (size_t i = 0; i < count; i++)
        kit_put(kit, response, arena_printf(&kit->arena, "%s/%s/%s", table, id, cells[i][0]), cells[i][1]);
}

static void
report(struct kit *kit, struct counted *response, const char *name, const char *period, const char *decision)
{
    const char *cells[][2] = { { "report", name }, { "period", period }, { "decision", decision } };

    row(kit, response, "reports", cells, 3);
}

static void
each_choice_picked_is_a_requirement_of_its_own(void **state)
{
    struct kit *kit = *state;

    kit_says(kit, 1, SALES, "staff", "show", "history open_deals");
    kit_says(kit, 2, SALES, "staff", "show", "history");
    kit_says(kit, 3, SALES, "staff", "show", "history");
    kit_says(kit, 4, SALES, "staff", "show", "crm");
    kit_compute(kit);
    assert_string_equal(kit_get(kit, "AAA-02", "history")->code, "AAA-02.2");
    assert_string_equal(kit_get(kit, "AAA-02", "history")->statement, "Показывать: история.");
    assert_string_equal(kit_get(kit, "AAA-02", "history")->acceptance, "Видно: история.");
    assert_int_equal(kit_get(kit, "AAA-02", "history")->share, 7500);
    assert_int_equal(kit_get(kit, "AAA-02", "history")->answered, 4);
    assert_int_equal(kit_get(kit, "AAA-02", "history")->in_favour, 3);
    assert_int_equal(kit_get(kit, "AAA-02", "open_deals")->share, 2500);
    assert_int_equal(kit_get(kit, "AAA-02", "open_deals")->number, 3);
}

static void
choice_that_is_a_statement_gives_no_requirement_but_counts_as_an_answer(void **state)
{
    struct kit *kit = *state;

    kit_says(kit, 1, SALES, "staff", "show", "crm");
    kit_says(kit, 2, SALES, "staff", "show", "history other");
    kit_compute(kit);
    assert_null(kit_find(kit, "AAA-02", "crm"));
    assert_null(kit_find(kit, "AAA-02", "other"));
    assert_null(kit_find(kit, "AAA-02", ""));
    assert_int_equal(kit_get(kit, "AAA-02", "history")->share, 5000);
}

static void
variant_of_the_catalogue_gives_its_own_text(void **state)
{
    struct kit *kit = *state;

    kit_says(kit, 1, SALES, "staff", "show", "in_head");
    kit_says(kit, 2, SALES, "staff", "show", "in_head");
    kit_compute(kit);
    assert_string_equal(kit_get(kit, "AAA-02", "in_head")->statement, "Внести то, что держат в голове.");
    assert_string_equal(kit_get(kit, "AAA-02", "in_head")->acceptance, "Внесено.");
}

static void
dont_know_and_no_answer_are_in_no_denominator(void **state)
{
    struct kit *kit = *state;
    struct counted *response;

    kit_vote(kit, 1, SALES, "staff", "yes", NULL);
    kit_vote(kit, 2, SALES, "staff", "yes", NULL);
    kit_vote(kit, 3, SALES, "staff", "no", NULL);
    response = kit_says(kit, 4, SALES, "staff", "duplicates", "");
    response->answers.items[0].state = CELL_DONT_KNOW;
    kit_response(kit, 5, SALES, "staff", "wishes");
    kit_compute(kit);
    assert_int_equal(kit_get(kit, "AAA-01", "")->answered, 3);
    assert_int_equal(kit_get(kit, "AAA-01", "")->share, 6667);
}

static void
single_wish_goes_to_section_21_with_its_author(void **state)
{
    struct kit *kit = *state;

    kit_says(kit, 1, SALES, "staff", "show", "open_deals");
    for (int64_t person = 2; person <= 11; person++)
        kit_says(kit, person, SALES, "staff", "show", "history");
    kit_compute(kit);
    assert_int_equal(kit_get(kit, "AAA-02", "open_deals")->share, 909);
    assert_int_equal(kit_get(kit, "AAA-02", "open_deals")->state, REQUIREMENT_SINGLE_VOICE);
    assert_int_equal(kit_get(kit, "AAA-02", "open_deals")->sources.count, 1);
    assert_int_equal(kit_get(kit, "AAA-02", "open_deals")->sources.items[0].response->person, 1);
    assert_string_equal(kit_get(kit, "AAA-02", "open_deals")->sources.items[0].question->id, "show");
    assert_int_equal(kit_get(kit, "AAA-02", "history")->state, REQUIREMENT_ARISEN);
}

static void
ten_per_cent_are_enough(void **state)
{
    struct kit *kit = *state;

    kit_says(kit, 1, SALES, "staff", "show", "open_deals");
    for (int64_t person = 2; person <= 10; person++)
        kit_says(kit, person, SALES, "staff", "show", "history");
    kit_compute(kit);
    assert_int_equal(kit_get(kit, "AAA-02", "open_deals")->share, 1000);
    assert_int_equal(kit_get(kit, "AAA-02", "open_deals")->state, REQUIREMENT_ARISEN);
    assert_true(kit_get(kit, "AAA-02", "open_deals")->single_voice);
}

static void
two_independent_people_are_enough(void **state)
{
    struct kit *kit = *state;

    for (int64_t person = 1; person <= 40; person++)
        kit_says(kit, person, SALES, "staff", "show", person <= 2 ? "open_deals" : "history");
    kit_compute(kit);
    assert_int_equal(kit_get(kit, "AAA-02", "open_deals")->share, 500);
    assert_int_equal(kit_get(kit, "AAA-02", "open_deals")->state, REQUIREMENT_ARISEN);
    assert_false(kit_get(kit, "AAA-02", "open_deals")->single_voice);
}

static void
only_bearer_of_a_role_that_was_asked_is_enough(void **state)
{
    struct kit *kit = *state;

    kit_says(kit, 1, SALES, "it", "show", "open_deals");
    for (int64_t person = 2; person <= 20; person++)
        kit_says(kit, person, SALES, "staff", "show", "history");
    kit_compute(kit);
    assert_int_equal(kit_get(kit, "AAA-02", "open_deals")->state, REQUIREMENT_ARISEN);
    assert_false(kit_get(kit, "AAA-02", "open_deals")->single_voice);
}

static void
others_invited_with_the_role_make_it_a_single_voice(void **state)
{
    struct kit *kit = *state;

    kit_says(kit, 1, SALES, "it", "show", "open_deals");
    for (int64_t person = 2; person <= 20; person++)
        kit_says(kit, person, SALES, "staff", "show", "history");
    kit_invite(kit, 1, "it");
    kit_invite(kit, 1, "it");
    kit_invite(kit, 30, "it");
    kit_compute(kit);
    assert_int_equal(kit_get(kit, "AAA-02", "open_deals")->state, REQUIREMENT_SINGLE_VOICE);
}

static void
only_bearer_of_a_role_that_was_not_asked_is_a_single_voice(void **state)
{
    struct kit *kit = *state;

    kit_says(kit, 1, SALES, "staff executive", "show", "open_deals");
    for (int64_t person = 2; person <= 40; person++)
        kit_says(kit, person, SALES, "staff", "show", "history");
    kit_compute(kit);
    assert_int_equal(kit_get(kit, "AAA-02", "open_deals")->state, REQUIREMENT_SINGLE_VOICE);
}

static void
owner_of_a_process_is_enough(void **state)
{
    struct kit *kit = *state;

    kit_says(kit, 1, SALES, "staff owner", "show", "open_deals");
    for (int64_t person = 2; person <= 40; person++)
        kit_says(kit, person, SALES, person < 4 ? "staff owner" : "staff", "show", "history");
    kit_compute(kit);
    assert_int_equal(kit_get(kit, "AAA-02", "open_deals")->state, REQUIREMENT_ARISEN);
}

static void
threshold_that_is_not_reached_gives_no_requirement(void **state)
{
    struct kit *kit = *state;

    kit_says(kit, 1, SALES, "staff", "waste", "40");
    kit_says(kit, 2, SALES, "staff", "waste", "30");
    kit_says(kit, 3, SALES, "staff", "waste", "10");
    kit_says(kit, 4, SALES, "staff", "waste", "5");
    kit_says(kit, 5, SALES, "staff", "waste", "0");
    kit_compute(kit);
    assert_int_equal(kit_get(kit, "AAA-05", "")->state, REQUIREMENT_SINGLE_VOICE);
}

static void
threshold_supporters_are_those_whose_own_answer_reaches_it(void **state)
{
    struct kit *kit = *state;
    const struct found_requirement *found;

    kit_says(kit, 1, SALES, "staff", "waste", "42.5");
    kit_says(kit, 2, SALES, "staff", "waste", "15");
    kit_says(kit, 3, SALES, "staff", "waste", "5");
    kit_compute(kit);
    found = kit_get(kit, "AAA-05", "");
    assert_int_equal(found->state, REQUIREMENT_ARISEN);
    assert_int_equal(found->in_favour, 2);
    assert_int_equal(found->share, 6667);
    assert_string_equal(found->statement, "Сократить: сейчас 15 % (5–42,5\u00a0%, n\u00a0=\u00a03), от 5 до "
                                          "42,5, ответили 3, доля 66,67, план 7,5.");
}

static void
a_range_has_its_unit_in_one_form(void **state)
{
    struct kit *kit = *state;

    kit_says(kit, 1, SALES, "staff", "wait", "2");
    kit_says(kit, 2, SALES, "staff", "wait", "3");
    kit_says(kit, 3, SALES, "staff", "wait", "7");
    kit_compute(kit);
    assert_string_equal(kit_get(kit, "AAA-17", "")->statement,
                        "Сократить ожидание: сейчас 3 дня (2–7\u00a0дней, n\u00a0=\u00a03) в среднем.");
}

static void
frequencies_weigh_0_33_67_100(void **state)
{
    struct kit *kit = *state;
    const struct found_requirement *found;

    kit_says(kit, 1, SALES, "staff", "slips/forgot", "none");
    kit_says(kit, 2, SALES, "staff", "slips/forgot", "some");
    kit_says(kit, 3, SALES, "staff", "slips/forgot", "many");
    kit_says(kit, 4, SALES, "staff", "slips/forgot", "lots");
    kit_says(kit, 5, SALES, "staff", "slips/lost", "lots");
    kit_compute(kit);
    found = kit_get(kit, "AAA-06.1", "");
    assert_string_equal(found->code, "AAA-06.1");
    assert_int_equal(found->share, 5000); /* (0 + 33 + 67 + 100) / 4 */
    assert_int_equal(found->answered, 4);
    assert_int_equal(found->in_favour, 3);
    assert_int_equal(found->state, REQUIREMENT_ARISEN);
    assert_string_equal(found->sources.items[0].row, "forgot");
}

static void
median_of_a_frequency_below_the_bar_keeps_it_out(void **state)
{
    struct kit *kit = *state;

    kit_says(kit, 1, SALES, "staff", "slips/forgot", "none");
    kit_says(kit, 2, SALES, "staff", "slips/forgot", "none");
    kit_says(kit, 3, SALES, "staff", "slips/forgot", "lots");
    kit_compute(kit);
    assert_int_equal(kit_get(kit, "AAA-06.1", "")->state, REQUIREMENT_SINGLE_VOICE);
}

static void
gate_by_department_opens_when_one_department_reaches_it(void **state)
{
    struct kit *kit = *state;

    kit_says(kit, 1, SALES, "staff", "late", "5");
    for (int64_t person = 2; person <= 6; person++)
        kit_says(kit, person, SERVICE, "staff", "late", "1");
    kit_compute(kit);
    assert_int_equal(kit_get(kit, "AAA-13", "")->state, REQUIREMENT_ARISEN);
}

static void
gate_by_department_stays_shut_when_none_does(void **state)
{
    struct kit *kit = *state;

    for (int64_t person = 1; person <= 6; person++)
        kit_says(kit, person, person % 2 ? SALES : SERVICE, "staff", "late", "3");
    kit_compute(kit);
    assert_int_equal(kit_get(kit, "AAA-13", "")->state, REQUIREMENT_SINGLE_VOICE);
}

static void
gate_of_a_choice_is_asked_for_each_choice(void **state)
{
    struct kit *kit = *state;

    for (int64_t person = 1; person <= 10; person++)
        kit_says(kit, person, SALES, "staff", "fears", person <= 2 ? "control no_time" : "no_time");
    kit_compute(kit);
    assert_int_equal(kit_get(kit, "BBB-04", "no_time")->state, REQUIREMENT_ARISEN);
    assert_string_equal(kit_get(kit, "BBB-04", "no_time")->statement, "Опасение: время, 100.");
    assert_int_equal(kit_get(kit, "BBB-04", "control")->state, REQUIREMENT_SINGLE_VOICE);
    assert_string_equal(kit_get(kit, "BBB-04", "control")->statement, "Опасение: контроль, 20.");
}

static void
rows_of_the_same_name_are_one_requirement(void **state)
{
    struct kit *kit = *state;
    const struct found_requirement *found;

    report(kit, kit_response(kit, 1, SALES, "staff", "wishes"), "Отчёт по «Выручке»", "", "");
    report(kit, kit_response(kit, 2, SALES, "staff", "wishes"), "отчет  ПО выручке ", "месяц", "план");
    report(kit, kit_response(kit, 3, SALES, "staff", "wishes"), "Остатки", "день", "");
    kit_compute(kit);
    found = kit_get(kit, "AAA-03", "отчет по выручке");
    assert_int_equal(found->in_favour, 2);
    assert_int_equal(found->share, 6667);
    assert_int_equal(found->sources.count, 2);
    assert_string_equal(found->code, "AAA-03.1");
    assert_string_equal(found->statement, "Отчёт «Отчёт по „Выручке“», период месяц, решение: план.");
    assert_string_equal(kit_get(kit, "AAA-03", "остатки")->code, "AAA-03.2");
}

static void
similar_rows_are_not_merged(void **state)
{
    struct kit *kit = *state;

    report(kit, kit_response(kit, 1, SALES, "staff", "wishes"), "Выручка", "", "");
    report(kit, kit_response(kit, 2, SALES, "staff", "wishes"), "Выручки", "", "");
    kit_compute(kit);
    assert_int_equal(kit_get(kit, "AAA-03", "выручка")->in_favour, 1);
    assert_int_equal(kit_get(kit, "AAA-03", "выручки")->in_favour, 1);
}

static void
same_row_twice_from_one_person_counts_once(void **state)
{
    struct kit *kit = *state;
    struct counted *response = kit_response(kit, 1, SALES, "staff", "wishes");

    report(kit, response, "Выручка", "", "");
    report(kit, response, "выручка", "", "");
    report(kit, kit_response(kit, 2, SALES, "staff", "wishes"), "Остатки", "", "");
    kit_compute(kit);
    assert_int_equal(kit_get(kit, "AAA-03", "выручка")->in_favour, 1);
    assert_int_equal(kit_get(kit, "AAA-03", "выручка")->share, 5000);
    assert_int_equal(kit_get(kit, "AAA-03", "выручка")->sources.count, 2);
}

static void
empty_fill_in_is_printed_in_words_and_marked(void **state)
{
    struct kit *kit = *state;

    report(kit, kit_response(kit, 1, SALES, "staff", "wishes"), "Выручка", "", "");
    report(kit, kit_response(kit, 2, SALES, "staff", "wishes"), "Остатки", "день", "закупать");
    kit_compute(kit);
    assert_string_equal(kit_get(kit, "AAA-03", "выручка")->statement,
                        "Отчёт «Выручка», период не указано, решение: не указано.");
    assert_int_equal(kit_get(kit, "AAA-03", "выручка")->marks.count, 1);
    assert_string_equal(kit_get(kit, "AAA-03", "выручка")->marks.items[0], "назначение не указано");
    assert_int_equal(kit_get(kit, "AAA-03", "остатки")->marks.count, 0);
}

static void
one_row_with_a_purpose_is_enough_for_no_mark(void **state)
{
    struct kit *kit = *state;

    report(kit, kit_response(kit, 1, SALES, "staff", "wishes"), "Выручка", "", "");
    report(kit, kit_response(kit, 2, SALES, "staff", "wishes"), "Выручка", "", "премии");
    kit_compute(kit);
    assert_int_equal(kit_get(kit, "AAA-03", "выручка")->marks.count, 0);
}

static void
empty_rows_do_not_answer(void **state)
{
    struct kit *kit = *state;

    report(kit, kit_response(kit, 1, SALES, "staff", "wishes"), "", "", "");
    report(kit, kit_response(kit, 2, SALES, "staff", "wishes"), "Выручка", "", "");
    report(kit, kit_response(kit, 3, SALES, "staff", "wishes"), "", "месяц", "");
    kit_compute(kit);
    assert_int_equal(kit_get(kit, "AAA-03", "выручка")->answered, 2);
    assert_null(kit_find(kit, "AAA-03", ""));
}

static void
rows_of_a_whole_table_are_listed_by_support(void **state)
{
    struct kit *kit = *state;
    const char *first[][2] = { { "stage", "Заявка" }, { "days", "" } };
    const char *second[][2] = { { "stage", "Договор" }, { "days", "5" } };
    struct counted *response = kit_response(kit, 1, SALES, "staff", "wishes");

    row(kit, response, "stages", first, 2);
    row(kit, response, "stages", second, 2);
    row(kit, kit_response(kit, 2, SALES, "staff", "wishes"), "stages", second, 2);
    kit_compute(kit);
    assert_string_equal(kit_get(kit, "AAA-08", "")->statement,
                        "Этапы: Договор (5 дн.); Заявка (не указано дн.).");
    assert_int_equal(kit_get(kit, "AAA-08", "")->share, 10000);
}

static void
rows_without_a_text_of_their_own_are_named_by_their_first_column(void **state)
{
    struct kit *kit = *state;
    const char *long_task[][2] = { { "task", "Сводка" }, { "hours", "5" } };
    const char *short_task[][2] = { { "task", "Звонок" }, { "hours", "1" } };
    struct counted *response = kit_response(kit, 1, SALES, "staff", "wishes");

    row(kit, response, "tasks", long_task, 2);
    row(kit, response, "tasks", short_task, 2);
    row(kit, kit_response(kit, 2, SALES, "staff", "wishes"), "tasks", short_task, 2);
    kit_compute(kit);
    assert_string_equal(kit_get(kit, "AAA-15", "")->statement, "Дела: Сводка.");
    assert_int_equal(kit_get(kit, "AAA-15", "")->share, 5000);
}

static void
endless_list_is_cut(void **state)
{
    struct kit *kit = *state;

    for (int64_t person = 1; person <= 120; person++) {
        const char *task[][2] = { { "task", arena_printf(&kit->arena, "Дело %d", (int)person) },
                                  { "hours", "9" } };

        row(kit, kit_response(kit, person, SALES, "staff", "wishes"), "tasks", task, 2);
    }
    kit_compute(kit);
    assert_non_null(strstr(kit_get(kit, "AAA-15", "")->statement, "Дело 100; …."));
    assert_null(strstr(kit_get(kit, "AAA-15", "")->statement, "Дело 101"));
}

static void
free_answers_of_the_same_moment_keep_the_order_of_responses(void **state)
{
    struct kit *kit = *state;

    kit_says(kit, 1, SALES, "staff", "wish", "первое");
    kit_says(kit, 2, SALES, "staff", "wish", "второе");
    kit->input.responses.items[0].submitted_at = kit->input.responses.items[1].submitted_at;
    kit_compute(kit);
    assert_string_equal(kit->found.free_texts.items[0].text, "первое");
    assert_string_equal(kit->found.free_texts.items[1].text, "второе");
}

static void
strictest_choice_with_a_tenth_of_the_votes_is_taken(void **state)
{
    struct kit *kit = *state;

    for (int64_t person = 1; person <= 40; person++)
        kit_says(kit, person, SALES, "staff", "outside",
                 person <= 3    ? "offline"
                 : person <= 10 ? "phone"
                 : person <= 30 ? "laptop"
                                : "no_way");
    kit_compute(kit);
    assert_string_equal(kit_get(kit, "AAA-07", "")->choice, "phone");
    assert_string_equal(kit_get(kit, "AAA-07", "")->statement, "Вне офиса: с телефона.");
    assert_int_equal(kit_get(kit, "AAA-07", "")->share, 7500);
}

static void
rule_is_about_the_choice_that_prevails(void **state)
{
    struct kit *kit = *state;
    const struct found_requirement *found;

    kit_says(kit, 1, SALES, "staff", "rule", "everybody");
    kit_says(kit, 2, SALES, "staff", "rule", "everybody");
    kit_says(kit, 3, SALES, "staff", "rule", "only_mine");
    kit_compute(kit);
    found = kit_get(kit, "AAA-04", "");
    assert_string_equal(found->choice, "everybody");
    assert_string_equal(found->statement, "Правило: всем.");
    assert_int_equal(found->share, 6667);
    assert_int_equal(found->in_favour, 2);
    assert_int_equal(found->sources.count, 2);
}

static void
approved_rule_counts_those_who_are_for_it(void **state)
{
    struct kit *kit = *state;
    const struct found_requirement *found;

    kit_says(kit, 1, SALES, "staff", "rule", "everybody");
    kit_says(kit, 2, SALES, "staff", "rule", "everybody");
    kit_says(kit, 3, SALES, "staff", "rule", "only_mine");
    kit_decide(kit, DECISION_RULE, "AAA-04", "", "everybody");
    kit_decide(kit, DECISION_RULE, "AAA-04", "", "only_mine");
    kit_compute(kit);
    found = kit_get(kit, "AAA-04", "");
    assert_string_equal(found->choice, "only_mine");
    assert_string_equal(found->statement, "Правило: только мне.");
    assert_int_equal(found->share, 3333);
    assert_int_equal(found->in_favour, 1);
}

static void
rule_of_two_questionnaires_is_one_requirement(void **state)
{
    struct kit *kit = *state;
    const struct found_requirement *found;

    kit_says(kit, 1, SALES, "staff", "rule", "everybody");
    kit_says(kit, 2, SALES, "head", "rule", "everybody");
    kit_put(kit, kit_response(kit, 2, SALES, "head", "leaders"), "head_rule", "everybody");
    kit_put(kit, kit_response(kit, 3, SERVICE, "head", "leaders"), "head_rule", "only_mine");
    kit_compute(kit);
    found = kit_get(kit, "AAA-04", "");
    assert_int_equal(found->answered, 3);
    assert_int_equal(found->in_favour, 2);
    assert_int_equal(found->sources.count, 3);
    assert_int_equal(found->share, 5000); /* all of sales, none of service, equal weights */
}

static void
nothing_can_prevail_but_has_its_own_text(void **state)
{
    struct kit *kit = *state;

    kit_says(kit, 1, SALES, "staff", "rule", "nothing");
    kit_says(kit, 2, SALES, "staff", "rule", "nothing");
    kit_compute(kit);
    assert_string_equal(kit_get(kit, "AAA-04", "")->statement, "Установить порядок.");
}

static void
rule_of_several_choices_lists_them_by_support(void **state)
{
    struct kit *kit = *state;
    const struct found_requirement *found;

    kit_says(kit, 1, SALES, "staff", "viewers", "head staff");
    kit_says(kit, 2, SALES, "staff", "viewers", "staff");
    kit_compute(kit);
    found = kit_get(kit, "AAA-11", "");
    assert_string_equal(found->statement, "Полный просмотр: сотрудник, начальник.");
    assert_int_equal(found->choices.count, 2);
    assert_int_equal(found->share, 10000);
}

static void
approved_set_is_what_the_rule_says(void **state)
{
    struct kit *kit = *state;

    kit_says(kit, 1, SALES, "staff", "viewers", "head staff");
    kit_decide(kit, DECISION_RULE, "AAA-11", "", "head");
    kit_compute(kit);
    assert_string_equal(kit_get(kit, "AAA-11", "")->statement, "Полный просмотр: начальник.");
}

static void
cells_that_ask_for_something_are_listed(void **state)
{
    struct kit *kit = *state;
    struct counted *response = kit_says(kit, 1, SALES, "staff", "fields/phone/lead", "must");

    kit_put(kit, response, "fields/phone/deal", "no_need");
    kit_put(kit, response, "fields/mail/deal", "wanted");
    response = kit_says(kit, 2, SALES, "staff", "fields/phone/lead", "must");
    kit_put(kit, response, "fields/mail/deal", "no_need");
    kit_says(kit, 3, SALES, "staff", "fields/mail/deal", "wanted");
    kit_compute(kit);
    assert_string_equal(kit_get(kit, "AAA-09", "")->statement,
                        "Поля: телефон — обращение: обязательно; почта — сделка: желательно.");
}

static void
each_cell_and_each_row_of_a_matrix_can_be_a_requirement(void **state)
{
    struct kit *kit = *state;
    struct counted *response = kit_says(kit, 1, SALES, "staff", "grid/up/left", "yes");

    kit_put(kit, response, "grid/up/right", "no");
    kit_put(kit, response, "grid/down/right", "yes");
    kit_says(kit, 2, SALES, "staff", "grid/up/left", "yes");
    kit_compute(kit);
    assert_string_equal(kit_get(kit, "AAA-12", "up/left")->code, "AAA-12.1.1");
    assert_string_equal(kit_get(kit, "AAA-12", "up/left")->statement, "Клетка: верх — слева.");
    assert_string_equal(kit_get(kit, "AAA-12", "down/right")->code, "AAA-12.2.2");
    assert_int_equal(kit_get(kit, "AAA-12", "down/right")->share, 5000);
    assert_null(kit_find(kit, "AAA-12", "up/right"));
    assert_string_equal(kit_get(kit, "AAA-14", "up")->statement, "Строка матрицы: верх.");
    assert_int_equal(kit_get(kit, "AAA-14", "up")->share, 10000);
}

static void
rejected_requirement_is_kept_apart(void **state)
{
    struct kit *kit = *state;

    kit_vote(kit, 1, SALES, "staff", "yes", NULL);
    kit_vote(kit, 2, SALES, "staff", "yes", NULL);
    kit_decide(kit, DECISION_REJECT, "AAA-01", "", "");
    kit_compute(kit);
    assert_int_equal(kit_get(kit, "AAA-01", "")->state, REQUIREMENT_REJECTED);
    assert_int_equal(kit->found.by_priority[PRIORITY_MUST], 0);
}

static void
criterion_by_default_counts_until_it_is_confirmed(void **state)
{
    struct kit *kit = *state;

    kit_says(kit, 1, SALES, "staff", "late", "5");
    kit_says(kit, 2, SALES, "staff", "late", "5");
    kit_compute(kit);
    assert_true(kit_get(kit, "AAA-13", "")->acceptance_by_default);
    assert_string_equal(kit_get(kit, "AAA-13", "")->acceptance, "Есть.");
    kit_decide(kit, DECISION_ACCEPTANCE, "AAA-13", "", "Проверено на 3 заказах.");
    kit_compute(kit);
    assert_false(kit_get(kit, "AAA-13", "")->acceptance_by_default);
    assert_string_equal(kit_get(kit, "AAA-13", "")->acceptance, "Проверено на 3 заказах.");
}

static void
confirmed_criterion_without_a_text_keeps_the_catalogue_text(void **state)
{
    struct kit *kit = *state;

    kit_says(kit, 1, SALES, "staff", "late", "5");
    kit_says(kit, 2, SALES, "staff", "late", "5");
    kit_decide(kit, DECISION_ACCEPTANCE, "AAA-13", "", "");
    kit_compute(kit);
    assert_false(kit_get(kit, "AAA-13", "")->acceptance_by_default);
    assert_string_equal(kit_get(kit, "AAA-13", "")->acceptance, "Есть.");
}

static void
free_answers_come_by_question_department_and_time(void **state)
{
    struct kit *kit = *state;
    const struct free_answers *texts = &kit->found.free_texts;

    kit_department(kit, SALES, 9, 9, false);
    kit_says(kit, 1, SERVICE, "staff", "wish", "сервис");
    kit_says(kit, 2, SALES, "staff", "wish", "первое");
    kit_says(kit, 3, SALES, "staff", "wish", "второе");
    kit_put(kit, kit_says(kit, 4, SALES, "staff", "show//.other", "своё"), "show//.comment", "пояснение");
    kit_compute(kit);
    assert_int_equal(texts->count, 5);
    assert_string_equal(texts->items[0].text, "пояснение");
    assert_string_equal(texts->items[1].text, "своё");
    assert_string_equal(texts->items[1].question->id, "show");
    assert_string_equal(texts->items[2].text, "первое");
    assert_string_equal(texts->items[3].text, "второе");
    assert_string_equal(texts->items[4].text, "сервис");
}

static void
free_answers_without_names_come_in_no_order_of_time(void **state)
{
    struct kit *kit = *state;
    const struct free_answers *texts = &kit->found.free_texts;
    struct survey unnamed = *library_survey(&kit->library, "wishes");

    unnamed.attribution = ATTRIBUTION_ROLE;
    kit_department(kit, SALES, 9, 9, false);
    kit_says(kit, 1, SALES, "staff", "wish", "третье");
    kit_says(kit, 2, SALES, "staff", "wish", "первое");
    kit_says(kit, 3, SERVICE, "staff", "wish", "второе");
    for (size_t i = 0; i < kit->input.responses.count; i++)
        kit->input.responses.items[i].survey = &unnamed;
    kit_compute(kit);
    assert_int_equal(texts->count, 3);
    assert_string_equal(texts->items[0].text, "второе"); /* by the letters, not by department or time */
    assert_string_equal(texts->items[1].text, "первое");
    assert_string_equal(texts->items[2].text, "третье");
}

static void
requirements_are_in_order_of_priority_category_and_code(void **state)
{
    struct kit *kit = *state;

    kit_put(kit, kit_says(kit, 1, SALES, "staff", "law", "unaware"), "show", "history open_deals");
    kit_put(kit, kit_says(kit, 2, SALES, "staff", "dependent", "yes"), "show", "open_deals");
    kit_vote(kit, 3, SALES, "staff", "yes", NULL);
    kit_vote(kit, 4, SALES, "staff", "yes", NULL);
    kit_compute(kit);
    for (size_t i = 1; i < kit->found.requirements.count; i++) {
        const struct found_requirement *a = &kit->found.requirements.items[i - 1], *b = a + 1;

        assert_true(a->priority <= b->priority);
        if (a->priority == b->priority)
            assert_true(a->category <= b->category);
        if (a->priority == b->priority && a->category == b->category)
            assert_true(strcmp(a->code, b->code) < 0);
    }
    assert_true(kit->found.requirements.count > 4);
}

static void
nobody_answered_gives_nothing(void **state)
{
    struct kit *kit = *state;

    kit_compute(kit);
    assert_int_equal(kit->found.requirements.count, 0);
    assert_int_equal(kit->found.conflicts.count, 0);
    assert_int_equal(kit->found.free_texts.count, 0);
}

static void
row_keys_even_case_blanks_quotes_and_yo(void **state)
{
    struct kit *kit = *state;

    assert_string_equal(row_key(&kit->arena, " «Отчёт»  по\u00A0“клиентам” "), "отчет по клиентам");
    assert_string_equal(row_key(&kit->arena, "\"\""), "");
    assert_string_equal(row_key(&kit->arena, "\xff"), "");
}

static void
priorities_have_ids(void **state)
{
    enum priority priority;

    (void)state;
    for (int p = 0; p < PRIORITY_COUNT; p++) {
        assert_true(priority_parse(priority_id((enum priority)p), &priority));
        assert_int_equal(priority, p);
    }
    assert_false(priority_parse("asap", &priority));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        kit_test(each_choice_picked_is_a_requirement_of_its_own),
        kit_test(choice_that_is_a_statement_gives_no_requirement_but_counts_as_an_answer),
        kit_test(variant_of_the_catalogue_gives_its_own_text),
        kit_test(dont_know_and_no_answer_are_in_no_denominator),
        kit_test(single_wish_goes_to_section_21_with_its_author),
        kit_test(ten_per_cent_are_enough),
        kit_test(two_independent_people_are_enough),
        kit_test(only_bearer_of_a_role_that_was_asked_is_enough),
        kit_test(others_invited_with_the_role_make_it_a_single_voice),
        kit_test(only_bearer_of_a_role_that_was_not_asked_is_a_single_voice),
        kit_test(owner_of_a_process_is_enough),
        kit_test(threshold_that_is_not_reached_gives_no_requirement),
        kit_test(threshold_supporters_are_those_whose_own_answer_reaches_it),
        kit_test(a_range_has_its_unit_in_one_form),
        kit_test(frequencies_weigh_0_33_67_100),
        kit_test(median_of_a_frequency_below_the_bar_keeps_it_out),
        kit_test(gate_by_department_opens_when_one_department_reaches_it),
        kit_test(gate_by_department_stays_shut_when_none_does),
        kit_test(gate_of_a_choice_is_asked_for_each_choice),
        kit_test(rows_of_the_same_name_are_one_requirement),
        kit_test(similar_rows_are_not_merged),
        kit_test(same_row_twice_from_one_person_counts_once),
        kit_test(empty_fill_in_is_printed_in_words_and_marked),
        kit_test(one_row_with_a_purpose_is_enough_for_no_mark),
        kit_test(empty_rows_do_not_answer),
        kit_test(rows_of_a_whole_table_are_listed_by_support),
        kit_test(rows_without_a_text_of_their_own_are_named_by_their_first_column),
        kit_test(endless_list_is_cut),
        kit_test(free_answers_of_the_same_moment_keep_the_order_of_responses),
        kit_test(strictest_choice_with_a_tenth_of_the_votes_is_taken),
        kit_test(rule_is_about_the_choice_that_prevails),
        kit_test(approved_rule_counts_those_who_are_for_it),
        kit_test(rule_of_two_questionnaires_is_one_requirement),
        kit_test(nothing_can_prevail_but_has_its_own_text),
        kit_test(rule_of_several_choices_lists_them_by_support),
        kit_test(approved_set_is_what_the_rule_says),
        kit_test(cells_that_ask_for_something_are_listed),
        kit_test(each_cell_and_each_row_of_a_matrix_can_be_a_requirement),
        kit_test(rejected_requirement_is_kept_apart),
        kit_test(criterion_by_default_counts_until_it_is_confirmed),
        kit_test(confirmed_criterion_without_a_text_keeps_the_catalogue_text),
        kit_test(free_answers_come_by_question_department_and_time),
        kit_test(free_answers_without_names_come_in_no_order_of_time),
        kit_test(requirements_are_in_order_of_priority_category_and_code),
        kit_test(nobody_answered_gives_nothing),
        kit_test(row_keys_even_case_blanks_quotes_and_yo),
        kit_test(priorities_have_ids),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
