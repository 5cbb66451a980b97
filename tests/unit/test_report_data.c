/* What documents are made from: facts as kept, goals by their keys. */
#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first */
#include <cmocka.h>

#include "pages/report_data.h"

static void
lists_of_facts_are_people_with_positions(void **state)
{
    static struct project_fact kept[] = {
        { FACT_AGREEING, "Мельник Ирина Викторовна\tКоммерческий директор\nЛысенко Татьяна Юрьевна\n", 1, 1 },
        { FACT_ORDER_DATE, "2026-11-02", 1, 1 },
    };
    const struct project_facts facts = { kept, LENGTH(kept), LENGTH(kept) };
    const struct project project = { .code = "alfa", .organisation = "ООО «Альфа»", .city = "Киев" };
    struct report_facts out;
    scoped_arena arena = { 0 };

    (void)state;
    report_facts_fill(&arena, &project, &facts, "", &out);
    assert_int_equal(out.agreeing.count, 2);
    assert_string_equal(out.agreeing.items[0].name, "Мельник Ирина Викторовна");
    assert_string_equal(out.agreeing.items[0].position, "Коммерческий директор");
    assert_string_equal(out.agreeing.items[1].name, "Лысенко Татьяна Юрьевна");
    assert_string_equal(out.agreeing.items[1].position, "");
    assert_string_equal(out.order_date, "2026-11-02");
    assert_string_equal(out.approver.name, "");
    assert_int_equal(out.members.count, 0);
}

static void
facts_of_a_test_are_its_own(void **state)
{
    static struct project_fact kept[] = { { "sheet_number-one", "4", 1, 1 },
                                          { "sheet_number-other", "5", 1, 1 },
                                          { "sheet_number", "of nobody", 1, 1 } };
    const struct project_facts facts = { kept, LENGTH(kept), LENGTH(kept) };
    const struct project project = { .code = "alfa", .organisation = "ООО «Альфа»", .city = "Киев" };
    struct report_facts out;
    scoped_arena arena = { 0 };

    (void)state;
    assert_string_equal(test_fact_key(&arena, FACT_SHEET_NUMBER, "one"), "sheet_number-one");
    report_facts_fill(&arena, &project, &facts, "one", &out);
    assert_string_equal(out.sheet_number, "4");
    report_facts_fill(&arena, &project, &facts, "other", &out);
    assert_string_equal(out.sheet_number, "5");
    report_facts_fill(&arena, &project, &facts, "third", &out);
    assert_string_equal(out.sheet_number, "");
}

/* Whatever is signed changes the checksum; two projects without anybody are not the same. */
static void
the_checksum_is_of_what_is_signed(void **state)
{
    static const struct quiz quiz = { .id = "crm", .hash = "abc", .version = 1 };
    struct sheet_person line = { .person = 1,
                                 .name = { "Иванова", "Анна", "Петровна" },
                                 .position = "менеджер",
                                 .department = "Отдел продаж",
                                 .login = "7",
                                 .variant = "",
                                 .quiz = &quiz,
                                 .attempt = 1,
                                 .note = "" };
    struct sheet_source sheet = { .quiz = &quiz, .people = { &line, 1, 1 } };
    struct report_facts facts = { .project = "alfa", .organisation = "ООО «Альфа»" };
    scoped_arena arena = { 0 };
    const char *sums[8];
    size_t count = 0;

    (void)state;
    sums[count++] = report_sheet_checksum(&arena, &facts, &sheet);
    line.position = "начальник";
    sums[count++] = report_sheet_checksum(&arena, &facts, &sheet);
    line.department = "Отдел закупок";
    sums[count++] = report_sheet_checksum(&arena, &facts, &sheet);
    line.name.family = "Петрова";
    sums[count++] = report_sheet_checksum(&arena, &facts, &sheet);
    line.note = "болела";
    sums[count++] = report_sheet_checksum(&arena, &facts, &sheet);
    facts.hours = "16";
    sums[count++] = report_sheet_checksum(&arena, &facts, &sheet);
    sheet.people.count = 0;
    sums[count++] = report_sheet_checksum(&arena, &facts, &sheet);
    facts.project = "beta";
    sums[count++] = report_sheet_checksum(&arena, &facts, &sheet);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(sums[i], sums[k]);
}

static void
a_goal_is_named_before_the_slash(void **state)
{
    scoped_arena arena = { 0 };

    (void)state;
    assert_string_equal(goal_base(&arena, "repeat/доля повторных"), "repeat");
    assert_string_equal(goal_base(&arena, "repeat"), "repeat");
}

static void
letters_of_ranks_go_there_and_back(void **state)
{
    (void)state;
    for (enum goal_rank rank = GOAL_NONE; rank <= GOAL_C; rank++)
        assert_int_equal(goal_rank_parse(goal_rank_letter(rank)), rank);
    assert_int_equal(goal_rank_parse("D"), GOAL_NONE);
    assert_int_equal(goal_rank_parse("AB"), GOAL_NONE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_of_facts_are_people_with_positions),
        cmocka_unit_test(facts_of_a_test_are_its_own),
        cmocka_unit_test(the_checksum_is_of_what_is_signed),
        cmocka_unit_test(a_goal_is_named_before_the_slash),
        cmocka_unit_test(letters_of_ranks_go_there_and_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
