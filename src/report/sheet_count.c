/* Counting the people of a certification sheet: the sheet and the page of the test say the same. */
#include "report/report.h"

const struct sheet_person *
sheet_decisive(const struct sheet_people *people, size_t last)
{
    const struct sheet_person *items = people->items, *begun = NULL;
    int64_t person = items[last].person;

    if (last + 1 < people->count && items[last + 1].person == person)
        return NULL;
    for (size_t i = last + 1; i > 0 && items[i - 1].person == person; i--) {
        const struct sheet_person *line = &items[i - 1];

        if (line->state == SHEET_MARKED)
            return line;
        if (begun == NULL && (line->state == SHEET_RUNNING || line->state == SHEET_INTERRUPTED))
            begun = line;
    }
    return begun != NULL ? begun : &items[last];
}

static void
count_result(const struct sheet_person *line, struct sheet_count *count)
{
    count->passed += line->reason == PASSED;
    count->failed += line->reason != PASSED;
    count->critical += line->reason == FAILED_CRITICAL;
    count->below_bar += line->reason == FAILED_SCORE;
    count->topic += line->reason == FAILED_TOPIC;
}

struct sheet_count
sheet_count(const struct sheet_people *people)
{
    struct sheet_count count = { 0 };

    for (size_t i = 0; i < people->count; i++) {
        const struct sheet_person *line = sheet_decisive(people, i);

        if (line == NULL)
            continue;
        count.listed++;
        switch (line->state) {
        case SHEET_MARKED: count_result(line, &count); break;
        case SHEET_RUNNING: count.running++; break;
        case SHEET_INTERRUPTED: count.interrupted++; break;
        case SHEET_WAITING: count.waiting++; break;
        case SHEET_NO_SHOW: count.absent++; break;
        case SHEET_NOT_ADMITTED: count.not_admitted++; break;
        }
    }
    count.present = count.passed + count.failed + count.running + count.interrupted;
    return count;
}

bool
sheet_repeats(const struct sheet_people *people)
{
    for (size_t i = 0; i < people->count; i++) {
        const struct sheet_person *line = sheet_decisive(people, i);

        if (line != NULL && line->attempt < 2)
            return false;
    }
    return people->count > 0;
}
