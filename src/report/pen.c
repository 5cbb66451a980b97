/* Texts, figures and names as documents print them. */
#include "report/internal.h"

#include "base/die.h"
#include "base/utf8.h"

#include <string.h>

const char *
say(const struct pen *pen, const char *key)
{
    const char *text = phrase(pen->phrases, pen->lang, key);

    ensure(text != NULL);
    return text;
}

const char *
say_of(const struct pen *pen, const char *prefix, const char *id)
{
    return say(pen, arena_printf(pen->arena, "%s.%s", prefix, id));
}

const char *
say_count(const struct pen *pen, const char *key, int64_t n)
{
    return text_plural(pen->arena, pen->phrases, pen->lang, key, n);
}

const char *
given(const char *text)
{
    return text && *text ? text : NULL;
}

const char *
person_short(const struct pen *pen, const char *whole)
{
    struct name name;

    if (given(whole) == NULL)
        return NULL;
    name = name_split(pen->arena, whole);
    return name_short(pen->arena, &name);
}

const char *
person_signed(const struct pen *pen, const char *whole)
{
    struct name name;

    if (given(whole) == NULL)
        return NULL;
    name = name_split(pen->arena, whole);
    return name_signature(pen->arena, &name, pen->lang);
}

const char *
shown_int(const struct pen *pen, int64_t n)
{
    return format_hundredths(pen->arena, pen->lang, n * 100, 0);
}

const char *
shown_share(const struct pen *pen, int64_t hundredths)
{
    return format_hundredths(pen->arena, pen->lang, hundredths, 2);
}

const char *
shown_percent(const struct pen *pen, int64_t hundredths)
{
    return format_percent(pen->arena, pen->lang, shown_share(pen, hundredths));
}

const char *
shown_date(const struct pen *pen, const char *iso)
{
    return given(iso) ? format_iso_date(pen->arena, pen->lang, iso) : NULL;
}

const char *
shown_moment_date(const struct pen *pen, int64_t moment)
{
    return moment ? format_date(pen->arena, pen->lang, pen->input->zone, moment) : "";
}

void
cell_int(const struct pen *pen, struct doc_table *table, int64_t n)
{
    table_number(table, n, 0, shown_int(pen, n));
}

void
cell_share(const struct pen *pen, struct doc_table *table, int64_t hundredths)
{
    table_share(table, hundredths, shown_share(pen, hundredths));
}

void
cell_score(const struct pen *pen, struct doc_table *table, int64_t hundredths)
{
    table_number(table, hundredths, 2, shown_share(pen, hundredths));
}

struct doc_table *
table_open(const struct pen *pen, const char *id, const char *name, const struct column_spec *columns,
           size_t count)
{
    const char *prefix = arena_printf(pen->arena, "report.%s", name);
    const char *title = phrase_fill(pen->arena, pen->phrases, pen->lang,
                                    arena_printf(pen->arena, "%s.title", prefix), "id", id, NULL);
    struct doc_table *table = block_table(pen->doc, id, title);

    for (size_t i = 0; i < count; i++)
        table_column(table, columns[i].id, say_of(pen, prefix, columns[i].id), columns[i].width)->align =
            columns[i].align;
    return table;
}

struct doc_table *
table_data(const struct pen *pen, const char *id, const char *const *columns, size_t count)
{
    struct doc_table *table = block_table(pen->doc, id, NULL);

    table->data_only = true;
    for (size_t i = 0; i < count; i++)
        table_column(table, columns[i], columns[i], 0);
    return table;
}

void
cell_moment(const struct pen *pen, struct doc_table *table, int64_t moment)
{
    if (moment == 0)
        table_empty(table);
    else
        table_date(table, iso_today(pen->arena, pen->input->zone, moment), shown_moment_date(pen, moment));
}

struct section_setup
section_usual(const struct pen *pen, bool landscape)
{
    const char *foot = arena_printf(pen->arena, "%s · %s · %s", pen->code, pen->version, pen->date);
    const char *sum = given(pen->input->checksum);

    return (struct section_setup){
        .landscape = landscape,
        .header = arena_printf(pen->arena, "%s%s%s",
                               pen->input->facts->organisation ? pen->input->facts->organisation : "",
                               given(pen->input->facts->organisation) ? " · " : "", pen->doc->facts.title),
        .foot = foot,
        .foot_second =
            sum ? phrase_fill(pen->arena, pen->phrases, pen->lang, "report.checksum", "sum", sum, NULL)
                : NULL,
    };
}

const char *
proof_text(const struct pen *pen)
{
    if (given(pen->input->verify_url))
        return pen->input->verify_url;
    return arena_printf(pen->arena, "%s; %s; %s; %s", pen->code, pen->version, pen->date,
                        given(pen->input->checksum) ? pen->input->checksum : "");
}

/* Does a word of a letter or two begin at `word`? */
static bool
is_tiny(const char *text, size_t word, size_t length)
{
    size_t letters = 0;

    for (size_t i = word; i < length; i++)
        letters += ((unsigned char)text[i] & 0xc0) != 0x80;
    return word > 0 && letters <= 2;
}

/* A beginning without what must not end it: a dash, a sign, a bracket or quote that opens, a tiny word. */
static size_t
trimmed(const char *text, size_t length, const char *quote)
{
    const char *const ends[] = { " ", "\u00a0", "\u2014", "\u2013", ":", ";", ",", "(", quote };
    size_t before;

    do {
        size_t word;

        before = length;
        for (size_t i = 0; i < LENGTH(ends); i++) {
            size_t size = strlen(ends[i]);

            if (length > size && memcmp(text + length - size, ends[i], size) == 0)
                length -= size;
        }
        for (word = length; word > 0 && text[word - 1] != ' ';)
            word--;
        if (is_tiny(text, word, length))
            length = word;
    } while (length < before);
    return length;
}

const char *
shortened(const struct pen *pen, const char *text, size_t most)
{
    size_t length, whole;
    const char *begin;

    if (utf8_count(text) <= most)
        return text;
    length = utf8_prefix(text, most);
    while (length > 0 && text[length] != ' ')
        length--;
    whole = trimmed(text, length, pen->lang == LANG_EN ? "“" : "«");
    if (whole == 0)
        return arena_printf(pen->arena, "%.*s…", (int)utf8_prefix(text, most), text);
    begin = arena_copy_n(pen->arena, text, whole);
    if (format_quote_open(pen->lang, begin))
        return arena_printf(pen->arena, pen->lang == LANG_EN ? "%s…”" : "%s…»", begin);
    return arena_printf(pen->arena, "%s…", begin);
}

const char *
joined(const struct pen *pen, const char *to, const char *separator, const char *text)
{
    if (given(to) == NULL)
        return text;
    return given(text) ? arena_printf(pen->arena, "%s%s%s", to, separator, text) : to;
}

struct pen
pen_open(struct arena *arena, const struct report_input *input, const char *name, const char *of)
{
    struct pen pen = { .arena = arena, .input = input, .phrases = input->phrases, .lang = input->lang };
    const char *prefix = arena_printf(arena, "report.%s", name);
    const char *version = arena_int(arena, input->version);
    const char *title = say_of(&pen, prefix, "title"), *code = say_of(&pen, prefix, "code");

    pen.code =
        given(input->facts->project) ? arena_printf(arena, "%s-%s", input->facts->project, code) : code;
    if (given(of))
        pen.code = arena_printf(arena, "%s-%s", pen.code, of);
    pen.version = phrase_fill(arena, pen.phrases, pen.lang, "report.version", "n", version, NULL);
    pen.date = format_date(arena, pen.lang, input->zone, input->made_at);
    pen.doc = doc_new(arena, &(struct doc_facts){
                                 .lang = input->lang,
                                 .title = title,
                                 .code = pen.code,
                                 .version = pen.version,
                                 .date = pen.date,
                                 .made = zone_civil(input->zone, input->made_at),
                                 .author = person_signed(&pen, input->facts->author.name),
                                 .country = input->facts->country,
                                 .watermark = input->approved ? NULL : say(&pen, "report.draft"),
                                 .words = { say(&pen, "report.page"), say(&pen, "report.continued"),
                                            say(&pen, "report.blank") },
                             });
    return pen;
}
