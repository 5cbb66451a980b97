/* Counting the people of a certification sheet: the sheet and the page of the test say the same. */
#include "report/report.h"

static enum attempt_weight
weight_of(const struct sheet_person *line)
{
    switch (line->state) {
    case SHEET_MARKED: return line->reason == PASSED ? WEIGHS_PASSED : WEIGHS_MARKED;
    case SHEET_RUNNING:
    case SHEET_INTERRUPTED: return WEIGHS_BEGUN;
    default: return WEIGHS_NOTHING;
    }
}

const struct sheet_person *
sheet_decisive(const struct sheet_people *people, size_t last)
{
    const struct sheet_person *items = people->items, *counting;
    int64_t person = items[last].person;
    size_t first = last;

    if (last + 1 < people->count && items[last + 1].person == person)
        return NULL;
    while (first > 0 && items[first - 1].person == person)
        first--;
    counting = &items[first];
    for (size_t i = first + 1; i <= last; i++)
        if (attempt_counts_over(weight_of(&items[i]), weight_of(counting)))
            counting = &items[i];
    return counting;
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
