/* «Аттестационная ведомость»: who was tested, with what result, and places to sign. */
#include "report/internal.h"

#include "base/clock.h"

#include <string.h>

/* A sheet counts people, each by the last marked attempt. */
struct tally {
    int listed, present, absent, not_admitted;
    int passed, failed, critical, below_bar, topic;
    int64_t marks, most; /* sums of those present, hundredths */
    int words[16];       /* by the test's words */
};

static bool
is_last_of_person(const struct sheet_people *people, size_t at)
{
    return at + 1 == people->count || people->items[at + 1].person != people->items[at].person;
}

/* The line that decides for the person whose lines end at `last`: the last marked, else the last. */
static const struct sheet_person *
decisive(const struct sheet_people *people, size_t last)
{
    for (size_t i = last + 1; i > 0 && people->items[i - 1].person == people->items[last].person; i--)
        if (people->items[i - 1].state == SHEET_PRESENT)
            return &people->items[i - 1];
    return &people->items[last];
}

static void
tally_result(const struct sheet_source *sheet, const struct sheet_person *person, struct tally *tally)
{
    const struct text *word = verdict_word(sheet->quiz, person->mark, person->most);

    tally->present++;
    tally->marks += person->mark;
    tally->most += person->most;
    tally->passed += person->reason == PASSED;
    tally->failed += person->reason != PASSED;
    tally->critical += person->reason == FAILED_CRITICAL;
    tally->below_bar += person->reason == FAILED_SCORE;
    tally->topic += person->reason == FAILED_TOPIC;
    for (size_t i = 0; person->reason == PASSED && i < sheet->quiz->scale.count && i < LENGTH(tally->words);
         i++)
        tally->words[i] += word == &sheet->quiz->scale.items[i].mark;
}

static struct tally
sheet_tally(const struct sheet_source *sheet)
{
    struct tally tally = { 0 };

    for (size_t i = 0; i < sheet->people.count; i++) {
        const struct sheet_person *person;

        if (!is_last_of_person(&sheet->people, i))
            continue;
        person = decisive(&sheet->people, i);
        tally.listed++;
        switch (person->state) {
        case SHEET_PRESENT: tally_result(sheet, person, &tally); break;
        case SHEET_NO_SHOW: tally.absent++; break;
        case SHEET_NOT_ADMITTED: tally.not_admitted++; break;
        case SHEET_OPEN: break;
        }
    }
    return tally;
}

/* "75 % (33,00 из 44)" of each variant that somebody took. */
static const char *
bars_shown(const struct pen *pen)
{
    const struct sheet_source *sheet = pen->input->sheet;
    const char *text = NULL;

    for (size_t v = 0; v < sheet->quiz->variants.count; v++) {
        const struct quiz_variant *variant = &sheet->quiz->variants.items[v];
        const struct sheet_person *taken = NULL;
        const char *bar;

        for (size_t i = 0; i < sheet->people.count && taken == NULL; i++)
            if (sheet->people.items[i].state == SHEET_PRESENT
                && strcmp(sheet->people.items[i].variant, variant->id) == 0)
                taken = &sheet->people.items[i];
        if (taken == NULL)
            continue;
        bar = phrase_fill(pen->arena, pen->phrases, pen->lang, "report.sheet.bar", "percent",
                          shown_int(pen, variant->pass.percent), "bar", shown_share(pen, taken->bar), "most",
                          format_hundredths(pen->arena, pen->lang, taken->most, 0), NULL);
        if (*variant->id)
            bar = arena_printf(pen->arena, "%s \u2014 %s", text_in(&variant->title, pen->lang), bar);
        text = joined(pen, text, "; ", bar);
    }
    if (text == NULL && sheet->quiz->variants.count > 0)
        text = arena_printf(pen->arena, "%d\u00a0%%", sheet->quiz->variants.items[0].pass.percent);
    return text;
}

static const char *
held_shown(const struct pen *pen)
{
    const struct sheet_people *people = &pen->input->sheet->people;
    int64_t first = 0, last = 0;

    for (size_t i = 0; i < people->count; i++)
        if (people->items[i].started_at) {
            int64_t from = people->items[i].started_at, to = people->items[i].handed_in_at;

            first = first == 0 || from < first ? from : first;
            last = to > last ? to : last;
        }
    if (first == 0)
        return NULL;
    if (strcmp(shown_moment_date(pen, first), shown_moment_date(pen, last)) == 0)
        return arena_printf(pen->arena, "%s, %s\u2013%s", shown_moment_date(pen, first),
                            format_time(pen->arena, pen->lang, pen->input->zone, first),
                            format_time(pen->arena, pen->lang, pen->input->zone, last));
    return arena_printf(pen->arena, "%s %s \u2013 %s %s", shown_moment_date(pen, first),
                        format_time(pen->arena, pen->lang, pen->input->zone, first),
                        shown_moment_date(pen, last),
                        format_time(pen->arena, pen->lang, pen->input->zone, last));
}

static const char *
period_shown(const struct pen *pen)
{
    const struct report_facts *facts = pen->input->facts;

    if (given(facts->period_from) == NULL || given(facts->period_to) == NULL)
        return NULL;
    return phrase_fill(pen->arena, pen->phrases, pen->lang, "report.sheet.from_to", "from",
                       shown_date(pen, facts->period_from), "to", shown_date(pen, facts->period_to), NULL);
}

/* № and date stand in the title; what is missing is a rule to write on. */
static void
title_build(const struct pen *pen)
{
    const struct report_facts *facts = pen->input->facts;
    struct doc_paragraph *line = block_paragraph(pen->doc, STYLE_LEAD, ALIGN_CENTRE);

    if (given(facts->organisation))
        block_span(pen->doc, line, SPAN_PLAIN, facts->organisation);
    else
        block_span_blank(pen->doc, line, 300);
    line = block_paragraph(pen->doc, STYLE_LEAD, ALIGN_CENTRE);
    block_span(pen->doc, line, SPAN_BOLD, arena_printf(pen->arena, "%s № ", say(pen, "report.sheet.head")));
    if (given(facts->sheet_number))
        block_span(pen->doc, line, SPAN_BOLD, facts->sheet_number);
    else
        block_span_blank(pen->doc, line, 50);
    block_span(pen->doc, line, SPAN_BOLD,
               arena_printf(pen->arena, " %s %s", say(pen, "report.sheet.of"),
                            given(facts->sheet_date) ? shown_date(pen, facts->sheet_date)
                                                     : say(pen, "report.date_blank")));
}

static void
key(const struct pen *pen, struct doc_keys *keys, const char *name, const char *value)
{
    block_key(pen->doc, keys, say_of(pen, "report.sheet.key", name), value);
}

static void
head_build(const struct pen *pen)
{
    const struct report_facts *facts = pen->input->facts;
    const struct sheet_source *sheet = pen->input->sheet;
    struct doc_keys *keys;

    title_build(pen);
    keys = block_keys(pen->doc);
    keys->paired = true;
    key(pen, keys, "programme", facts->programme);
    key(pen, keys, "group", facts->group);
    key(pen, keys, "hours", facts->hours);
    key(pen, keys, "period", period_shown(pen));
    key(pen, keys, "kind", say(pen, sheet->repeated ? "report.sheet.repeated" : "report.sheet.final"));
    key(pen, keys, "form", say(pen, "report.sheet.computer"));
    key(pen, keys, "test",
        phrase_fill(pen->arena, pen->phrases, pen->lang, "report.sheet.test", "title",
                    text_in(&sheet->quiz->title, pen->lang), "version", shown_int(pen, sheet->quiz->version),
                    "hash", arena_printf(pen->arena, "%.8s", sheet->quiz->hash ? sheet->quiz->hash : ""),
                    NULL));
    key(pen, keys, "bar", bars_shown(pen));
    key(pen, keys, "held", held_shown(pen));
    key(pen, keys, "place", facts->place);
    key(pen, keys, "trainer", person_signed(pen, facts->trainer));
}

static const char *
result_shown(const struct pen *pen, const struct sheet_person *person)
{
    static const char *const reasons[] = { [FAILED_CRITICAL] = "report.sheet.why.critical",
                                           [FAILED_SCORE] = "report.sheet.why.score",
                                           [FAILED_TOPIC] = "report.sheet.why.topic" };
    const struct text *word;
    const char *text;

    if (person->state != SHEET_PRESENT)
        return NULL;
    if (person->reason != PASSED) {
        text = arena_printf(pen->arena, "%s: %s", say(pen, "report.sheet.failed"),
                            say(pen, reasons[person->reason]));
        return person->reason == FAILED_SCORE ? text : joined(pen, text, " ", person->detail);
    }
    word = verdict_word(pen->input->sheet->quiz, person->mark, person->most);
    return joined(pen, say(pen, "report.sheet.passed"), ": ", word ? text_in(word, pen->lang) : NULL);
}

static const char *
note_shown(const struct pen *pen, const struct sheet_person *person)
{
    const char *text = NULL;

    if (person->state == SHEET_NO_SHOW)
        text = say(pen, "report.sheet.no_show");
    if (person->state == SHEET_NOT_ADMITTED)
        text = say(pen, "report.sheet.not_admitted");
    if (person->extra_minutes > 0)
        text = joined(pen, text, "; ",
                      phrase_fill(pen->arena, pen->phrases, pen->lang, "report.sheet.extra", "n",
                                  shown_int(pen, person->extra_minutes), NULL));
    return joined(pen, text, "; ", person->note);
}

static void
result_cells(const struct pen *pen, struct doc_table *table, const struct sheet_person *person)
{
    int64_t seconds = (person->handed_in_at - person->started_at) / SECOND;

    if (person->state != SHEET_PRESENT) {
        for (int i = 0; i < 5; i++)
            table_text(table, "\u2014");
        return;
    }
    cell_int(pen, table, person->attempt);
    table_date(table, iso_today(pen->arena, pen->input->zone, person->handed_in_at),
               shown_moment_date(pen, person->handed_in_at));
    table_number(table, seconds, 0,
                 arena_printf(pen->arena, "%lld:%02lld", (long long)seconds / 60, (long long)seconds % 60));
    table_number(table, person->mark, 2,
                 phrase_fill(pen->arena, pen->phrases, pen->lang, "report.sheet.mark_of", "mark",
                             shown_share(pen, person->mark), "most",
                             format_hundredths(pen->arena, pen->lang, person->most, 0), NULL));
    table_percent(table, person->percent, 2, percent_cut(pen->arena, pen->lang, person->percent, 2));
}

static void
person_row(const struct pen *pen, struct doc_table *table, const struct sheet_person *person, int64_t n)
{
    table_row(table)->tall = true;
    cell_int(pen, table, n);
    table_text(table, name_full(pen->arena, &person->name));
    table_text(table, joined(pen, person->position, ", ", person->department));
    table_text(table, person->login);
    result_cells(pen, table, person);
    table_text(table, result_shown(pen, person) ? result_shown(pen, person) : "\u2014");
    if (given(person->certificate))
        table_text(table, person->certificate);
    else
        table_blank(table);
    table_blank(table);
    table_blank(table);
    table_text(table, note_shown(pen, person));
    cell_score(pen, table, person->state == SHEET_PRESENT ? person->most : 0);
    table_text(table, person->variant);
}

static void
people_build(const struct pen *pen)
{
    static const struct column_spec columns[] = {
        { "n", 12, ALIGN_RIGHT },       { "name", 44, ALIGN_LEFT },        { "position", 36, ALIGN_LEFT },
        { "login", 14, ALIGN_LEFT },    { "attempt", 9, ALIGN_RIGHT },     { "date", 18, ALIGN_LEFT },
        { "spent", 13, ALIGN_RIGHT },   { "mark", 15, ALIGN_RIGHT },       { "percent", 13, ALIGN_RIGHT },
        { "result", 31, ALIGN_LEFT },   { "certificate", 17, ALIGN_LEFT }, { "signature", 21, ALIGN_LEFT },
        { "examiner", 21, ALIGN_LEFT }, { "note", 22, ALIGN_LEFT },        { "most", 0, ALIGN_RIGHT },
        { "variant", 0, ALIGN_LEFT },
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

static void
total_column(const struct pen *pen, struct doc_table *table, const char *id)
{
    table_column(table, id, say_of(pen, "report.sheet.total", id), 10)->align = ALIGN_RIGHT;
}

static void
totals_build(const struct pen *pen)
{
    const struct sheet_source *sheet = pen->input->sheet;
    struct doc_table *table = block_table(pen->doc, "sheet-totals", say(pen, "report.sheet.totals"));
    struct tally tally = sheet_tally(sheet);
    int64_t average = tally.present ? (tally.marks * 2 + tally.present) / (2 * tally.present) : 0;

    total_column(pen, table, "listed");
    total_column(pen, table, "present");
    total_column(pen, table, "absent");
    total_column(pen, table, "not_admitted");
    for (size_t i = 0; i < sheet->quiz->scale.count && i < LENGTH(tally.words); i++)
        table_column(table, arena_printf(pen->arena, "word_%zu", i + 1),
                     arena_printf(pen->arena, "«%s»", text_in(&sheet->quiz->scale.items[i].mark, pen->lang)),
                     10)
            ->align = ALIGN_RIGHT;
    total_column(pen, table, "passed");
    total_column(pen, table, "failed");
    total_column(pen, table, "critical");
    total_column(pen, table, "below_bar");
    total_column(pen, table, "topic");
    total_column(pen, table, "average");
    total_column(pen, table, "share");
    table_row(table);
    cell_int(pen, table, tally.listed);
    cell_int(pen, table, tally.present);
    cell_int(pen, table, tally.absent);
    cell_int(pen, table, tally.not_admitted);
    for (size_t i = 0; i < sheet->quiz->scale.count && i < LENGTH(tally.words); i++)
        cell_int(pen, table, tally.words[i]);
    cell_int(pen, table, tally.passed);
    cell_int(pen, table, tally.failed);
    cell_int(pen, table, tally.critical);
    cell_int(pen, table, tally.below_bar);
    cell_int(pen, table, tally.topic);
    cell_score(pen, table, average);
    cell_share(pen, table, share_of(tally.passed, tally.present));
}

static void
signatures_build(const struct pen *pen)
{
    const struct report_facts *facts = pen->input->facts;
    struct doc_signatures *lines = block_signatures(pen->doc);
    const char *date = say(pen, "report.date_blank");
    size_t members = facts->members.count;

    block_signature(pen->doc, lines, say(pen, "report.sheet.sign.trainer"),
                    person_signed(pen, facts->trainer), date);
    block_signature(pen->doc, lines, say(pen, "report.sheet.sign.chair"),
                    person_signed(pen, facts->chair.name), date);
    for (size_t i = 0; i < (members ? members : 2); i++)
        block_signature(pen->doc, lines,
                        say(pen, i == 0 ? "report.sheet.sign.members" : "report.sheet.sign.member"),
                        members ? person_signed(pen, facts->members.items[i].name) : NULL, date);
    block_signature(pen->doc, lines, say(pen, "report.sheet.sign.head"),
                    person_signed(pen, facts->approver.name), date);
    block_span(pen->doc, block_paragraph(pen->doc, STYLE_NOTE, ALIGN_LEFT), SPAN_PLAIN,
               say(pen, "report.seal"));
}

struct doc *
certification_sheet(struct arena *arena, const struct report_input *input)
{
    struct pen pen = pen_open(arena, input, "sheet");
    struct section_setup setup = section_usual(&pen, true);

    pen.doc->facts.watermark = NULL; /* a sheet is a form to sign, never a draft */
    pen.doc->facts.words.page = say(&pen, "report.sheet.page");
    setup.foot_qr = proof_text(&pen);
    setup.header = NULL;
    block_section(pen.doc, &setup);
    head_build(&pen);
    if (input->sheet->people.count == 0) {
        block_notice(pen.doc, say(&pen, "report.sheet.empty"));
    } else {
        people_build(&pen);
        totals_build(&pen);
    }
    signatures_build(&pen);
    return pen.doc;
}
