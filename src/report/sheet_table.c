/* The table of a certification sheet: a line an attempt, and in words why one gave nothing. */
#include "report/internal.h"

#include "base/clock.h"

static const char *
result_shown(const struct pen *pen, const struct sheet_person *line)
{
    static const char *const reasons[] = { [FAILED_CRITICAL] = "report.sheet.why.critical",
                                           [FAILED_SCORE] = "report.sheet.why.score",
                                           [FAILED_TOPIC] = "report.sheet.why.topic" };
    const struct text *word;
    const char *text;

    if (line->state != SHEET_MARKED)
        return NULL;
    if (line->reason != PASSED) {
        text = arena_printf(pen->arena, "%s: %s", say(pen, "report.sheet.failed"),
                            say(pen, reasons[line->reason]));
        return line->reason == FAILED_SCORE ? text : joined(pen, text, ": ", line->detail);
    }
    word = verdict_word(line->quiz, line->mark, line->most);
    return joined(pen, say(pen, "report.sheet.passed"), ": ", word ? text_in(word, pen->lang) : NULL);
}

/* ---- the note ---- */

/* Why there is no result; NULL when there is one. */
static const char *
state_shown(const struct pen *pen, const struct sheet_person *line)
{
    static const char *const states[] = { [SHEET_RUNNING] = "report.sheet.running",
                                          [SHEET_INTERRUPTED] = "report.sheet.interrupted",
                                          [SHEET_WAITING] = "report.sheet.waiting",
                                          [SHEET_NO_SHOW] = "report.sheet.no_show",
                                          [SHEET_NOT_ADMITTED] = "report.sheet.not_admitted" };

    if (line->state == SHEET_MARKED)
        return NULL;
    return joined(pen, say(pen, states[line->state]), "; ",
                  line->cancelled ? say(pen, "report.sheet.cancelled") : NULL);
}

/* "перерыв 40 мин", "перерыв 47 ч 20 мин": how long the server was down. */
static const char *
break_shown(const struct pen *pen, const struct sheet_person *line)
{
    int64_t minutes = (line->stood_still + MINUTE / 2) / MINUTE;

    if (line->breaks == 0 || line->state != SHEET_MARKED)
        return NULL;
    minutes = minutes < 1 ? 1 : minutes;
    if (minutes < 60)
        return phrase_fill(pen->arena, pen->phrases, pen->lang, "report.sheet.break", "n",
                           shown_int(pen, minutes), NULL);
    return phrase_fill(pen->arena, pen->phrases, pen->lang, "report.sheet.break_hours", "h",
                       shown_int(pen, minutes / 60), "n", shown_int(pen, minutes % 60), NULL);
}

static const char *
note_shown(const struct pen *pen, const struct sheet_person *line)
{
    const char *text = joined(pen, state_shown(pen, line), "; ", break_shown(pen, line));

    if (line->extra_minutes > 0)
        text = joined(pen, text, "; ",
                      phrase_fill(pen->arena, pen->phrases, pen->lang, "report.sheet.extra", "n",
                                  shown_int(pen, line->extra_minutes), NULL));
    if (sheet_versions_differ(pen->input->sheet))
        text = joined(pen, text, "; ", sheet_version(pen, line->quiz));
    return joined(pen, text, "; ", line->note);
}

/* ---- a line ---- */

static void
result_cells(const struct pen *pen, struct doc_table *table, const struct sheet_person *line)
{
    int64_t seconds = (line->handed_in_at - line->started_at - line->stood_still) / SECOND;

    cell_int(pen, table, line->attempt);
    if (line->state != SHEET_MARKED) {
        for (int i = 0; i < 5; i++) /* date, time, points, per cent, result */
            table_dash(table);
        return;
    }
    table_date(table, iso_today(pen->arena, pen->input->zone, line->handed_in_at),
               shown_moment_date(pen, line->handed_in_at));
    table_text(table,
               arena_printf(pen->arena, "%lld:%02lld", (long long)seconds / 60, (long long)seconds % 60));
    table_number(table, line->mark, 2,
                 phrase_fill(pen->arena, pen->phrases, pen->lang, "report.sheet.mark_of", "mark",
                             shown_share(pen, line->mark), "most",
                             format_hundredths(pen->arena, pen->lang, line->most, 0), NULL));
    table_percent(table, line->percent, 2, percent_cut(pen->arena, pen->lang, line->percent, 2));
    table_text(table, result_shown(pen, line));
}

/* Only who is certified gets a certificate: room for its number, or the number. */
static void
certificate_cell(struct doc_table *table, const struct sheet_person *line)
{
    if (line->state != SHEET_MARKED || line->reason != PASSED)
        table_dash(table);
    else if (given(line->certificate))
        table_text(table, line->certificate);
    else
        table_blank(table);
}

/* Figures that are not printed, for those who count on. */
static void
data_cells(const struct pen *pen, struct doc_table *table, const struct sheet_person *line)
{
    if (line->state == SHEET_MARKED) {
        cell_int(pen, table, (line->handed_in_at - line->started_at - line->stood_still) / SECOND);
        cell_score(pen, table, line->most);
    } else {
        table_empty(table);
        table_empty(table);
    }
    cell_int(pen, table, line->extra_minutes);
    table_text(table, line->variant);
    cell_int(pen, table, line->quiz->version);
}

static void
person_row(const struct pen *pen, struct doc_table *table, const struct sheet_person *line, int64_t n)
{
    table_row(table)->tall = true;
    cell_int(pen, table, n);
    table_text(table, name_full(pen->arena, &line->name));
    table_text(table, joined(pen, line->position, ", ", line->department));
    table_text(table, line->login);
    result_cells(pen, table, line);
    certificate_cell(table, line);
    table_blank(table);
    table_blank(table);
    table_text(table, note_shown(pen, line));
    data_cells(pen, table, line);
}

void
sheet_table(const struct pen *pen)
{
    static const struct column_spec columns[] = {
        { "n", 12, ALIGN_RIGHT },       { "name", 44, ALIGN_LEFT },        { "position", 36, ALIGN_LEFT },
        { "login", 14, ALIGN_LEFT },    { "attempt", 9, ALIGN_RIGHT },     { "date", 18, ALIGN_LEFT },
        { "spent", 13, ALIGN_RIGHT },   { "mark", 15, ALIGN_RIGHT },       { "percent", 13, ALIGN_RIGHT },
        { "result", 31, ALIGN_LEFT },   { "certificate", 17, ALIGN_LEFT }, { "signature", 21, ALIGN_LEFT },
        { "examiner", 21, ALIGN_LEFT }, { "note", 26, ALIGN_LEFT },        { "seconds", 0, ALIGN_RIGHT },
        { "most", 0, ALIGN_RIGHT },     { "extra", 0, ALIGN_RIGHT },       { "variant", 0, ALIGN_LEFT },
        { "version", 0, ALIGN_RIGHT },
    };
    const struct sheet_people *people = &pen->input->sheet->people;
    struct doc_table *table = table_open(pen, "sheet", "sheet.table", columns, LENGTH(columns));
    int64_t n = 0;

    table->title = NULL;
    for (size_t i = 0; i < people->count; i++) {
        n += i == 0 || people->items[i - 1].person != people->items[i].person;
        person_row(pen, table, &people->items[i], n);
    }
}
