/* Making a document: from the data to the bytes of a format, in a worker or a command. */
#include "pages/document_make.h"

#include "base/die.h"
#include "html/tmpl.h"
#include "html/web_files.h"
#include "store/issued.h"

#include <string.h>

enum { MAX_DOCUMENT = 256 << 20 };

static const struct {
    enum report_format format;
    const char *word, *type;
} formats[] = {
    { REPORT_PDF, "pdf", "application/pdf" },
    { REPORT_HTML, "html", "text/html; charset=utf-8" },
    { REPORT_CSV, "csv", "text/csv; charset=utf-8" },
    { REPORT_JSON, "json", "application/json" },
};

bool
document_format_parse(const char *word, enum report_format *out)
{
    for (size_t i = 0; i < LENGTH(formats); i++)
        if (strcmp(formats[i].word, word) == 0) {
            *out = formats[i].format;
            return true;
        }
    return false;
}

const char *
document_format_type(enum report_format format)
{
    size_t i = 0;

    while (formats[i].format != format)
        i++;
    return formats[i].type;
}

const char *
document_format_word(enum report_format format)
{
    size_t i = 0;

    while (formats[i].format != format)
        i++;
    return formats[i].word;
}

/* A page of its own, with the program's style sheet inside. */
static enum doc_result
write_page(const struct doc *doc, const struct fonts *fonts, struct buf *out)
{
    const struct web_file *style = web_file_find("static/style.css");
    enum doc_result result;

    ensure(style != NULL);
    buf_printf(out, "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
               lang_code(doc->facts.lang));
    buf_puts(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
    html_escape(out, doc->facts.title);
    buf_puts(out, "</title>\n<style>\n");
    buf_add(out, style->data, style->length);
    buf_puts(out, "</style>\n</head>\n<body>\n<main class=\"page\">\n");
    result = doc_html(doc, 1, fonts, out);
    buf_puts(out, "</main>\n</body>\n</html>\n");
    return result == DOC_OK && out->full ? DOC_TOO_LARGE : result;
}

static enum doc_result
write_format(const struct doc *doc, const struct document_order *order, struct buf *out)
{
    switch (order->format) {
    case REPORT_PDF: return order->fonts != NULL ? doc_pdf(doc, order->fonts, out, NULL) : DOC_FAILED;
    case REPORT_CSV: return doc_csv(doc, NULL, out);
    case REPORT_JSON: return doc_json(doc, out);
    default:
        return order->whole_page ? write_page(doc, order->fonts, out) : doc_html(doc, 2, order->fonts, out);
    }
}

/* What the document is made of goes back here, in the worker: the arena of the reply is given back on the
 * loop, and megabytes of it would hold up whoever saves in that moment. */
static void
make(struct arena *arena, const struct document_order *order, const struct report_input *input, bool figures,
     struct document_made *out)
{
    scoped_arena scratch = { 0 };
    const struct doc *doc = order->report->build(&scratch, input);
    char hash[HASH_HEX];
    scoped_buf bytes;
    scoped_buf json;

    buf_open(&bytes, MAX_DOCUMENT);
    buf_open(&json, MAX_DOCUMENT);
    out->result = write_format(doc, order, &bytes);
    if (out->result == DOC_OK && figures)
        out->result = doc_json(doc, &json);
    if (out->result != DOC_OK)
        return;
    hash_hex(buf_text(&bytes), bytes.length, hash);
    out->length = bytes.length;
    out->bytes = buf_keep(&bytes, arena);
    out->sha256 = arena_copy(arena, hash);
    out->figures = figures ? buf_keep(&json, arena) : NULL;
}

void
document_from_findings(struct arena *arena, const struct document_order *order,
                       const struct project_findings *findings, bool figures, struct document_made *out)
{
    scoped_arena scratch = { 0 };
    struct summary_source summary;
    struct report_facts facts;
    struct report_input input = { .facts = &facts,
                                  .phrases = order->phrases,
                                  .lang = order->lang,
                                  .zone = findings->data.zone,
                                  .made_at = order->now,
                                  .version = findings->data.project.revision,
                                  .checksum = report_checksum(&scratch, findings),
                                  .summary = &summary };

    *out = (struct document_made){ .revision = findings->data.project.revision };
    report_facts_fill(&scratch, &findings->data.project, &findings->data.facts, "", &facts);
    report_missing_facts(arena, order->report, &facts, &out->missing);
    report_summary_fill(&scratch, findings, &summary);
    make(arena, order, &input, figures, out);
}

/* Whose line the typefaces of the PDF cannot print as it is. */
static void
find_odd(struct arena *arena, const struct fonts *fonts, const struct sheet_people *people, struct names *out)
{
    for (size_t i = 0; i < people->count; i++) {
        const struct sheet_person *p = &people->items[i];
        const char *name = name_full(arena, &p->name);

        if ((i > 0 && people->items[i - 1].person == p->person && out->count > 0
             && strcmp(out->items[out->count - 1], name) == 0)
            || fonts_cover(fonts, arena_printf(arena, "%s %s %s %s %s", name, p->position, p->department,
                                               p->login, p->note ? p->note : "")))
            continue;
        *ARENA_PUSH(arena, out) = name;
    }
}

/* A sheet that is given out without a number of the commission's has that of its issue. */
static enum db_result
number_issue(struct db *reader, struct arena *arena, const struct sheet_order *sheet,
             struct report_facts *facts, struct document_made *out)
{
    enum db_result result;

    if (sheet->issue == NULL || *facts->sheet_number != '\0')
        return DB_OK;
    result = issued_next_number(reader, sheet->project, sheet->issue, &out->number);
    facts->sheet_number = arena_int(arena, out->number);
    return result;
}

enum db_result
document_from_sheet(struct db *reader, struct arena *arena, const struct sheet_order *sheet,
                    struct document_made *out)
{
    const struct sheet_ask ask = { sheet->library, sheet->project, sheet->order.test, sheet->order.lang,
                                   sheet->order.now };
    struct report_facts printed;
    struct report_input input = { .facts = &printed,
                                  .phrases = sheet->order.phrases,
                                  .lang = sheet->order.lang,
                                  .made_at = sheet->order.now };
    struct project_facts facts = { 0 };
    struct sheet_source source;
    struct project project;
    enum db_result result;

    *out = (struct document_made){ .revision = 0 };
    if (!db_read_begin(reader))
        return DB_FAIL;
    result = project_get(reader, arena, sheet->project, &project);
    if (result == DB_OK) {
        result = project_fact_list(reader, arena, sheet->project, &facts);
        result = result == DB_NONE ? DB_OK : result; /* no fact yet */
    }
    if (result == DB_OK)
        result = report_sheet_read(reader, arena, &ask, &source);
    if (result == DB_OK) {
        report_facts_fill(arena, &project, &facts, sheet->order.test, &printed);
        result = number_issue(reader, arena, sheet, &printed, out);
        report_missing_facts(arena, sheet->order.report, &printed, &out->missing);
    }
    db_read_end(reader);
    if (result != DB_OK)
        return result;
    out->revision = input.version = project.revision;
    input.zone = zone_load(arena, project.time_zone);
    input.checksum = report_sheet_checksum(arena, &printed, &source);
    input.sheet = &source;
    if (sheet->order.fonts != NULL)
        find_odd(arena, sheet->order.fonts, &source.people, &out->odd);
    make(arena, &sheet->order, &input, sheet->figures, out);
    return DB_OK;
}
