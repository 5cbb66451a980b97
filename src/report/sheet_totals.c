/* What a certification sheet comes to: sentences above the signatures, and the same figures as a table. */
#include "report/internal.h"

#include <string.h>

/* How many passed with a word of any version's scale. */
struct word_count {
    const char *word;
    int people;
};

struct word_counts LIST_OF(struct word_count);

/* The average of papers that have the same greatest number of points. */
struct average {
    int most, people;
    int64_t marks;
};

struct averages LIST_OF(struct average);

struct totals {
    struct sheet_count count;
    struct word_counts words;
    struct averages averages;
    int64_t percents; /* of all with a result, hundredths, added */
};

static void
words_of_scale(const struct pen *pen, const struct quiz *quiz, struct word_counts *out)
{
    for (size_t i = 0; i < quiz->scale.count; i++) {
        const char *word = text_in(&quiz->scale.items[i].mark, pen->lang);
        size_t at = 0;

        while (at < out->count && strcmp(out->items[at].word, word) != 0)
            at++;
        if (at == out->count)
            *ARENA_PUSH(pen->arena, out) = (struct word_count){ .word = word };
    }
}

static void
add_word(const struct pen *pen, const struct sheet_person *line, struct word_counts *words)
{
    const struct text *word = verdict_word(line->quiz, line->mark, line->most);

    if (line->reason != PASSED || word == NULL)
        return;
    words_of_scale(pen, line->quiz, words);
    for (size_t i = 0; i < words->count; i++)
        words->items[i].people += strcmp(words->items[i].word, text_in(word, pen->lang)) == 0;
}

static void
add_average(const struct pen *pen, const struct sheet_person *line, struct averages *out)
{
    size_t at = 0;

    while (at < out->count && out->items[at].most != line->most)
        at++;
    if (at == out->count)
        *ARENA_PUSH(pen->arena, out) = (struct average){ .most = line->most };
    out->items[at].people++;
    out->items[at].marks += line->mark;
}

static struct totals
totals_of(const struct pen *pen)
{
    const struct sheet_source *sheet = pen->input->sheet;
    struct totals totals = { .count = sheet_count(&sheet->people) };

    words_of_scale(pen, sheet->quiz, &totals.words);
    for (size_t i = 0; i < sheet->people.count; i++) {
        const struct sheet_person *line = sheet_decisive(&sheet->people, i);

        if (line == NULL || line->state != SHEET_MARKED)
            continue;
        add_word(pen, line, &totals.words);
        add_average(pen, line, &totals.averages);
        totals.percents += line->percent;
    }
    return totals;
}

static int64_t
mean(int64_t sum, int64_t count)
{
    return (sum * 2 + count) / (2 * count);
}

/* ---- sentences ---- */

static const char *
attendance_shown(const struct pen *pen, const struct sheet_count *count)
{
    const char *text =
        phrase_fill(pen->arena, pen->phrases, pen->lang, "report.sheet.sum.people", "listed",
                    shown_int(pen, count->listed), "present", shown_int(pen, count->present), "absent",
                    shown_int(pen, count->absent), "not_admitted", shown_int(pen, count->not_admitted), NULL);

    if (count->waiting > 0)
        text = joined(pen, text, ", ",
                      phrase_fill(pen->arena, pen->phrases, pen->lang, "report.sheet.sum.waiting", "n",
                                  shown_int(pen, count->waiting), NULL));
    return arena_printf(pen->arena, "%s.", text);
}

static const char *
results_shown(const struct pen *pen, const struct totals *totals)
{
    const struct sheet_count *count = &totals->count;
    const char *words = NULL, *text;

    for (size_t i = 0; i < totals->words.count; i++)
        words = joined(pen, words, ", ",
                       arena_printf(pen->arena, "%s %s",
                                    phrase_fill(pen->arena, pen->phrases, pen->lang, "report.sheet.word",
                                                "word", totals->words.items[i].word, NULL),
                                    shown_int(pen, totals->words.items[i].people)));
    text = phrase_fill(pen->arena, pen->phrases, pen->lang, "report.sheet.sum.passed", "n",
                       shown_int(pen, count->passed), NULL);
    if (words != NULL)
        text = arena_printf(pen->arena, "%s (%s)", text, words);
    text = joined(pen, text, ", ",
                  phrase_fill(pen->arena, pen->phrases, pen->lang, "report.sheet.sum.failed", "n",
                              shown_int(pen, count->failed), "critical", shown_int(pen, count->critical),
                              "score", shown_int(pen, count->below_bar), "topic",
                              shown_int(pen, count->topic), NULL));
    if (count->running > 0)
        text = joined(pen, text, ", ",
                      phrase_fill(pen->arena, pen->phrases, pen->lang, "report.sheet.sum.running", "n",
                                  shown_int(pen, count->running), NULL));
    if (count->interrupted > 0)
        text = joined(pen, text, ", ",
                      phrase_fill(pen->arena, pen->phrases, pen->lang, "report.sheet.sum.interrupted", "n",
                                  shown_int(pen, count->interrupted), NULL));
    return arena_printf(pen->arena, "%s.", text);
}

/* The average of points only among papers with the same number of them: «36,50 из 44; 30,25 из 36». */
static const char *
averages_shown(const struct pen *pen, const struct totals *totals)
{
    int64_t marked = totals->count.passed + totals->count.failed;
    const char *points = NULL;

    for (size_t i = 0; i < totals->averages.count; i++) {
        const struct average *average = &totals->averages.items[i];

        points = joined(pen, points, "; ",
                        phrase_fill(pen->arena, pen->phrases, pen->lang, "report.sheet.mark_of", "mark",
                                    shown_share(pen, mean(average->marks, average->people)), "most",
                                    format_hundredths(pen->arena, pen->lang, average->most, 0), NULL));
    }
    return phrase_fill(pen->arena, pen->phrases, pen->lang, "report.sheet.sum.averages", "points", points,
                       "percent", shown_share(pen, mean(totals->percents, marked)), "share",
                       shown_share(pen, share_of(totals->count.passed, marked)), NULL);
}

void
sheet_totals(const struct pen *pen, struct doc_signatures *lines)
{
    struct totals totals = totals_of(pen);

    block_signatures_lead(pen->doc, lines, attendance_shown(pen, &totals.count));
    block_signatures_lead(pen->doc, lines, results_shown(pen, &totals));
    if (totals.count.passed + totals.count.failed > 0)
        block_signatures_lead(pen->doc, lines, averages_shown(pen, &totals));
}

/* ---- the table ---- */

static void
figure_add(struct doc_table *table, const char *id, const char *title)
{
    table_column(table, id, title, 0)->align = ALIGN_RIGHT;
}

static void
average_cells(const struct pen *pen, struct doc_table *table, const struct totals *totals)
{
    int64_t marked = totals->count.passed + totals->count.failed;

    if (totals->averages.count == 1)
        cell_score(pen, table, mean(totals->averages.items[0].marks, totals->averages.items[0].people));
    else
        table_empty(table); /* of papers with different points it would say nothing */
    if (marked > 0) {
        cell_share(pen, table, mean(totals->percents, marked));
        cell_share(pen, table, share_of(totals->count.passed, marked));
    } else {
        table_empty(table);
        table_empty(table);
    }
}

/* For CSV and JSON; paper has the sentences. */
void
sheet_totals_table(const struct pen *pen)
{
    struct totals totals = totals_of(pen);
    const struct sheet_count *c = &totals.count;
    const struct {
        const char *id;
        int people;
    } figures[] = {
        { "listed", c->listed },           { "present", c->present },
        { "absent", c->absent },           { "not_admitted", c->not_admitted },
        { "waiting", c->waiting },         { "running", c->running },
        { "interrupted", c->interrupted }, { "passed", c->passed },
        { "failed", c->failed },           { "critical", c->critical },
        { "below_bar", c->below_bar },     { "topic", c->topic },
    };
    static const char *const averages[] = { "average", "average_percent", "share" };
    struct doc_table *table = block_table(pen->doc, "sheet-totals", say(pen, "report.sheet.totals"));

    for (size_t i = 0; i < LENGTH(figures); i++)
        figure_add(table, figures[i].id, say_of(pen, "report.sheet.total", figures[i].id));
    for (size_t i = 0; i < totals.words.count; i++)
        figure_add(table, arena_printf(pen->arena, "word_%zu", i + 1),
                   phrase_fill(pen->arena, pen->phrases, pen->lang, "report.sheet.word", "word",
                               totals.words.items[i].word, NULL));
    for (size_t i = 0; i < LENGTH(averages); i++)
        figure_add(table, averages[i], say_of(pen, "report.sheet.total", averages[i]));
    table_row(table);
    for (size_t i = 0; i < LENGTH(figures); i++)
        cell_int(pen, table, figures[i].people);
    for (size_t i = 0; i < totals.words.count; i++)
        cell_int(pen, table, totals.words.items[i].people);
    average_cells(pen, table, &totals);
}
