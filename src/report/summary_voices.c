/* Sections 20 and 21 of the requirement summary: what people wrote in their own words, and single voices. */
#include "report/internal.h"

/* Where and when somebody wrote is said only where their name is: in a small department it would be the name.
 */
bool
is_named(const struct counted *response)
{
    return response->survey->attribution == ATTRIBUTION_NAME;
}

static void
voice_row(const struct pen *pen, struct doc_table *table, const struct free_answer *answer, int64_t n)
{
    const struct counted *from = answer->response;

    table_row(table);
    cell_int(pen, table, n);
    table_text(table, format_quoted(pen->arena, pen->lang, answer->text));
    table_text(table, from->name);
    if (is_named(from)) {
        table_text(table, department_shown(pen, from->department));
        table_date(table, iso_today(pen->arena, pen->input->zone, from->submitted_at),
                   shown_moment_date(pen, from->submitted_at));
    } else {
        table_text(table, NULL);
        table_text(table, NULL);
    }
    table_text(table, say_of(pen, "report.mode", from->mode));
    table_blank(table);
}

/* One table a question, so that it need not be repeated in every row. */
static void
free_texts_build(const struct pen *pen)
{
    static const struct column_spec columns[] = {
        { "n", 9, ALIGN_RIGHT },          { "text", 68, ALIGN_LEFT }, { "author", 30, ALIGN_LEFT },
        { "department", 28, ALIGN_LEFT }, { "date", 19, ALIGN_LEFT }, { "mode", 20, ALIGN_LEFT },
        { "mark", 24, ALIGN_LEFT },
    };
    const struct free_answers *all = &pen->input->summary->findings->free_texts;
    struct doc_table *table = NULL;
    int64_t tables = 0, n = 0;

    for (size_t i = 0; i < all->count; i++) {
        const struct free_answer *answer = &all->items[i];

        if (i == 0 || answer->question != all->items[i - 1].question) {
            const char *id = arena_printf(pen->arena, "20.%lld", (long long)++tables);

            table = table_open(pen, id, "voices", columns, LENGTH(columns));
            table->title = phrase_fill(pen->arena, pen->phrases, pen->lang, "report.voices.of", "id", id,
                                       "question", text_in(&answer->question->label, pen->lang), "survey",
                                       text_in(&answer->response->survey->title, pen->lang), NULL);
            n = 0;
        }
        voice_row(pen, table, answer, ++n);
    }
}

static void
single_build(const struct pen *pen)
{
    static const struct column_spec columns[] = { { "code", 18, ALIGN_LEFT },
                                                  { "statement", 76, ALIGN_LEFT },
                                                  { "author", 34, ALIGN_LEFT },
                                                  { "department", 30, ALIGN_LEFT },
                                                  { "share", 16, ALIGN_RIGHT } };
    const struct found_requirements *all = &pen->input->summary->findings->requirements;
    struct doc_table *table = table_open(pen, "21.1", "single", columns, LENGTH(columns));

    for (size_t i = 0; i < all->count; i++) {
        const struct found_requirement *r = &all->items[i];
        const struct counted *who = r->sources.count ? r->sources.items[0].response : NULL;

        if (r->state != REQUIREMENT_SINGLE_VOICE)
            continue;
        table_row(table);
        table_text(table, r->code);
        table_text(table, r->statement);
        table_text(table, who ? who->name : NULL);
        table_text(table, who && is_named(who) ? department_shown(pen, who->department) : NULL);
        cell_share(pen, table, r->share);
    }
}

void
summary_voices(const struct pen *pen)
{
    block_heading(pen->doc, 1, "20", say(pen, "report.section.voices"));
    if (pen->input->summary->findings->free_texts.count == 0)
        block_notice(pen->doc, say(pen, "report.empty.voices"));
    else
        free_texts_build(pen);
    block_heading(pen->doc, 1, "21", say(pen, "report.section.single"));
    if (requirements_of(pen, REQUIREMENT_SINGLE_VOICE) == 0)
        block_notice(pen->doc,
                     say(pen, requirements_of(pen, REQUIREMENT_ARISEN) > 0 ? "report.empty.single"
                                                                           : "report.empty.wishes"));
    else
        single_build(pen);
}
