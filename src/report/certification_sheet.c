/* «Аттестационная ведомость»: what was tested, how and by whom, the people, and places to sign. */
#include "report/internal.h"

#include <string.h>

/* ---- the versions of the test ---- */

bool
sheet_versions_differ(const struct sheet_source *sheet)
{
    for (size_t i = 0; i < sheet->people.count; i++)
        if (sheet->people.items[i].quiz != sheet->quiz)
            return true;
    return false;
}

const char *
sheet_version(const struct pen *pen, const struct quiz *quiz)
{
    return phrase_fill(pen->arena, pen->phrases, pen->lang, "report.sheet.version", "version",
                       shown_int(pen, quiz->version), "hash",
                       arena_printf(pen->arena, "%.8s", quiz->hash ? quiz->hash : ""), NULL);
}

/* Is line `at` the first made with its version? */
static bool
is_first_of_version(const struct sheet_people *people, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (people->items[i].quiz == people->items[at].quiz)
            return false;
    return true;
}

/* The title with its version; every version that questions were drawn from, when there are several. */
static const char *
test_shown(const struct pen *pen)
{
    const struct sheet_source *sheet = pen->input->sheet;
    const char *text = arena_printf(pen->arena, "%s, %s", text_in(&sheet->quiz->title, pen->lang),
                                    sheet_version(pen, sheet->quiz));

    for (size_t i = 0; i < sheet->people.count; i++)
        if (sheet->people.items[i].quiz != sheet->quiz && is_first_of_version(&sheet->people, i))
            text = joined(pen, text, "; ", sheet_version(pen, sheet->people.items[i].quiz));
    return text;
}

/* ---- the bar ---- */

/* Had a line before `at` the same version and variant? */
static bool
has_bar_before(const struct sheet_people *people, size_t at)
{
    const struct sheet_person *line = &people->items[at];

    for (size_t i = 0; i < at; i++)
        if (people->items[i].quiz == line->quiz && strcmp(people->items[i].variant, line->variant) == 0)
            return true;
    return false;
}

/* A marked line of the same version and variant: what was needed of how many points. NULL: nobody's yet. */
static const struct sheet_person *
marked_like(const struct sheet_people *people, const struct sheet_person *line)
{
    for (size_t i = 0; i < people->count; i++) {
        const struct sheet_person *other = &people->items[i];

        if (other->state == SHEET_MARKED && other->quiz == line->quiz
            && strcmp(other->variant, line->variant) == 0)
            return other;
    }
    return NULL;
}

static const char *
bar_shown(const struct pen *pen, const struct quiz_variant *variant, const struct sheet_person *marked)
{
    const char *percent = shown_int(pen, variant->pass.percent), *bar;

    if (marked != NULL)
        bar = phrase_fill(pen->arena, pen->phrases, pen->lang, "report.sheet.bar", "percent", percent, "bar",
                          shown_share(pen, marked->bar), "most",
                          format_hundredths(pen->arena, pen->lang, marked->most, 0), NULL);
    else
        bar = format_percent(pen->arena, pen->lang, percent);
    if (*variant->id)
        bar = arena_printf(pen->arena, "%s \u2014 %s", text_in(&variant->title, pen->lang), bar);
    return bar;
}

/* "75 % (33,00 из 44)" of each variant that somebody takes, once. */
static const char *
bars_shown(const struct pen *pen)
{
    const struct sheet_source *sheet = pen->input->sheet;
    const char *text = NULL;

    for (size_t i = 0; i < sheet->people.count; i++) {
        const struct sheet_person *line = &sheet->people.items[i];
        const struct quiz_variant *variant = quiz_variant(line->quiz, line->variant);
        const char *bar;

        if (variant == NULL || has_bar_before(&sheet->people, i))
            continue;
        bar = bar_shown(pen, variant, marked_like(&sheet->people, line));
        if (text == NULL || strstr(text, bar) == NULL)
            text = joined(pen, text, "; ", bar);
    }
    if (text == NULL && sheet->quiz->variants.count > 0)
        text = format_percent(pen->arena, pen->lang,
                              shown_int(pen, sheet->quiz->variants.items[0].pass.percent));
    return text;
}

/* ---- when ---- */

/* From the first start to the last hand-in; only the start while nothing was handed in. */
static const char *
held_shown(const struct pen *pen)
{
    const struct sheet_people *people = &pen->input->sheet->people;
    const struct zone *zone = pen->input->zone;
    int64_t first = 0, last = 0;
    const char *from, *to;

    for (size_t i = 0; i < people->count; i++)
        if (people->items[i].started_at) {
            int64_t start = people->items[i].started_at, end = people->items[i].handed_in_at;

            first = first == 0 || start < first ? start : first;
            last = end > last ? end : last;
        }
    if (first == 0)
        return NULL;
    from = shown_moment_date(pen, first);
    to = shown_moment_date(pen, last);
    if (last == 0)
        return arena_printf(pen->arena, "%s, %s", from, format_time(pen->arena, pen->lang, zone, first));
    if (strcmp(from, to) == 0)
        return arena_printf(pen->arena, "%s, %s\u2013%s", from,
                            format_time(pen->arena, pen->lang, zone, first),
                            format_time(pen->arena, pen->lang, zone, last));
    return arena_printf(pen->arena, "%s %s \u2013 %s %s", from,
                        format_time(pen->arena, pen->lang, zone, first), to,
                        format_time(pen->arena, pen->lang, zone, last));
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

/* ---- the head ---- */

/* The department of all who are listed; NULL when there are several. */
static const char *
common_department(const struct sheet_people *people)
{
    for (size_t i = 1; i < people->count; i++)
        if (given(people->items[i].department) == NULL
            || strcmp(people->items[i].department, people->items[0].department) != 0)
            return NULL;
    return people->count > 0 ? given(people->items[0].department) : NULL;
}

static void
organisation_build(const struct pen *pen)
{
    struct doc_paragraph *line = block_paragraph(pen->doc, STYLE_LEAD, ALIGN_CENTRE);
    const char *department = common_department(&pen->input->sheet->people);

    if (given(pen->input->facts->organisation))
        block_span(pen->doc, line, SPAN_PLAIN, pen->input->facts->organisation);
    else
        block_span_blank(pen->doc, line, 300);
    if (department != NULL)
        block_span(pen->doc, line, SPAN_PLAIN, arena_printf(pen->arena, ", %s", department));
}

/* № and date stand in the title; what is missing is a rule to write on. */
static void
title_build(const struct pen *pen)
{
    const struct report_facts *facts = pen->input->facts;
    struct doc_paragraph *line = block_paragraph(pen->doc, STYLE_LEAD, ALIGN_CENTRE);

    block_span(
        pen->doc, line, SPAN_BOLD,
        arena_printf(pen->arena, "%s %s ", say(pen, "report.sheet.head"), say(pen, "report.sheet.no")));
    if (given(facts->sheet_number))
        block_span(pen->doc, line, SPAN_BOLD, facts->sheet_number);
    else
        block_span_blank(pen->doc, line, 50);
    block_span(pen->doc, line, SPAN_BOLD,
               arena_printf(pen->arena, " %s %s", say(pen, "report.sheet.of"),
                            given(facts->sheet_date) ? shown_date(pen, facts->sheet_date)
                                                     : say(pen, "report.date_blank")));
}

static const char *
kind_shown(const struct pen *pen)
{
    static const char *const kinds[] = { "final", "interim", "repeat" };
    const char *kind = pen->input->facts->kind;

    for (size_t i = 0; given(kind) && i < LENGTH(kinds); i++)
        if (strcmp(kind, kinds[i]) == 0)
            return say_of(pen, "report.sheet.kind", kinds[i]);
    return say_of(pen, "report.sheet.kind", sheet_repeats(&pen->input->sheet->people) ? "repeat" : "final");
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
    struct doc_keys *keys;

    organisation_build(pen);
    title_build(pen);
    keys = block_keys(pen->doc);
    keys->paired = true;
    key(pen, keys, "programme", facts->programme);
    key(pen, keys, "group", facts->group);
    key(pen, keys, "hours", facts->hours);
    key(pen, keys, "period", period_shown(pen));
    key(pen, keys, "kind", kind_shown(pen));
    key(pen, keys, "form", say(pen, "report.sheet.computer"));
    key(pen, keys, "test", test_shown(pen));
    key(pen, keys, "bar", bars_shown(pen));
    key(pen, keys, "held", held_shown(pen));
    key(pen, keys, "place", facts->place);
    key(pen, keys, "trainer", person_signed(pen, facts->trainer));
}

/* "Аттестационная ведомость № 4 · Тест знаний CRM · ООО «Альфа»": above every page. */
static const char *
running_head(const struct pen *pen)
{
    const struct report_facts *facts = pen->input->facts;
    const char *head = pen->doc->facts.title;

    if (given(facts->sheet_number))
        head = arena_printf(pen->arena, "%s %s %s", head, say(pen, "report.sheet.no"), facts->sheet_number);
    head = joined(pen, head, " · ", text_in(&pen->input->sheet->quiz->title, pen->lang));
    return joined(pen, head, " · ", facts->organisation);
}

/* ---- the foot ---- */

static void
signatures_build(const struct pen *pen)
{
    const struct report_facts *facts = pen->input->facts;
    struct doc_signatures *lines = block_signatures(pen->doc);
    const char *date = say(pen, "report.date_blank");
    size_t members = facts->members.count;

    sheet_totals(pen, lines);
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
    block_signatures_note(pen->doc, lines, say(pen, "report.seal"));
}

struct doc *
certification_sheet(struct arena *arena, const struct report_input *input)
{
    struct pen pen = pen_open(arena, input, "sheet", input->sheet->quiz->id);
    struct section_setup setup = section_usual(&pen, true);

    pen.doc->facts.watermark = NULL; /* a sheet is a form to sign, never a draft */
    pen.doc->facts.words.page = say(&pen, "report.sheet.page");
    setup.foot_qr = proof_text(&pen);
    setup.header = running_head(&pen);
    block_section(pen.doc, &setup);
    head_build(&pen);
    if (input->sheet->people.count == 0)
        block_notice(pen.doc, say(&pen, "report.sheet.empty"));
    sheet_table(&pen);
    sheet_totals_table(&pen);
    signatures_build(&pen);
    return pen.doc;
}
