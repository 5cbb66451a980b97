/* The table of documents, and which facts each of them prints. */
#include "report/report.h"

#include <string.h>

const struct report reports[] = {
    { "requirements", "report.requirements.title", REPORT_PDF | REPORT_HTML | REPORT_CSV | REPORT_JSON, false,
      requirement_summary },
    { "certification-sheet", "report.sheet.title", REPORT_PDF | REPORT_HTML | REPORT_CSV | REPORT_JSON, true,
      certification_sheet },
};

const size_t report_count = LENGTH(reports);

const struct report *
report_find(const char *name)
{
    for (size_t i = 0; i < report_count; i++)
        if (strcmp(reports[i].name, name) == 0)
            return &reports[i];
    return NULL;
}

enum { FOR_SUMMARY = 1, FOR_SHEET = 2, OF_TEST = 4 };

/* The key that the project keeps a fact by, where it stands here, and who prints it. */
static const struct fact {
    const char *key, *label;
    size_t at;
    unsigned used_by;
} fact_table[] = {
#define FACT(key, member, used)                                                                              \
    {                                                                                                        \
        key, "fact." key, offsetof(struct report_facts, member), used                                        \
    }
    FACT("organisation", organisation, FOR_SUMMARY | FOR_SHEET),
    FACT("city", city, FOR_SUMMARY),
    FACT("approver_name", approver.name, FOR_SUMMARY | FOR_SHEET),
    FACT("approver_position", approver.position, FOR_SUMMARY),
    FACT("order_number", order_number, FOR_SUMMARY),
    FACT("order_date", order_date, FOR_SUMMARY),
    FACT("author", author.name, FOR_SUMMARY),
    FACT("programme", programme, FOR_SHEET | OF_TEST),
    FACT("hours", hours, FOR_SHEET | OF_TEST),
    FACT("period_from", period_from, FOR_SHEET | OF_TEST),
    FACT("period_to", period_to, FOR_SHEET | OF_TEST),
    FACT("group", group, FOR_SHEET),
    FACT("place", place, FOR_SHEET),
    FACT("sheet_number", sheet_number, FOR_SHEET | OF_TEST),
    FACT("sheet_date", sheet_date, FOR_SHEET | OF_TEST),
    FACT("trainer", trainer, FOR_SHEET),
    FACT("chair_name", chair.name, FOR_SHEET),
#undef FACT
};

static void
missing_add(struct arena *arena, struct missing_facts *out, const char *key, const char *label)
{
    *ARENA_PUSH(arena, out) = (struct missing_fact){ .key = key, .label = label };
}

void
report_missing_facts(struct arena *arena, const struct report *report, const struct report_facts *facts,
                     struct missing_facts *out)
{
    unsigned used = report->needs_quiz ? FOR_SHEET : FOR_SUMMARY;

    *out = (struct missing_facts){ 0 };
    for (size_t i = 0; i < LENGTH(fact_table); i++) {
        const char *value;

        memcpy(&value, (const char *)facts + fact_table[i].at, sizeof value);
        if ((fact_table[i].used_by & used) && (value == NULL || *value == '\0'))
            *ARENA_PUSH(arena, out) = (struct missing_fact){ fact_table[i].key, fact_table[i].label,
                                                             (fact_table[i].used_by & OF_TEST) != 0 };
    }
    if (used == FOR_SUMMARY && facts->agreeing.count == 0)
        missing_add(arena, out, "agreeing", "fact.agreeing");
    if (used == FOR_SHEET && facts->members.count == 0)
        missing_add(arena, out, "members", "fact.members");
}
