/* A document as an HTML fragment that a screen reader can walk: real headings, captions, scopes. */
#include "doc/internal.h"

#include "base/utf8.h"

#include <string.h>

struct page_writer {
    struct buf *out;
    const struct doc *doc;
    struct arena *arena;
    const struct fonts *fonts; /* NULL: words are not divided, and columns are as wide as the hints say */
    struct flow flow;          /* knows how wide columns are on paper; with fonts */
    int top;
};

/* Text that is safe in an element and in a quoted attribute. */
static void
put(struct buf *out, const char *text)
{
    for (; *text; text++)
        switch (*text) {
        case '&': buf_puts(out, "&amp;"); break;
        case '<': buf_puts(out, "&lt;"); break;
        case '>': buf_puts(out, "&gt;"); break;
        case '"': buf_puts(out, "&quot;"); break;
        case '\'': buf_puts(out, "&#39;"); break;
        case '\n': buf_puts(out, "<br>"); break;
        default: buf_putc(out, *text);
        }
}

static void
put_in(struct buf *out, const char *before, const char *text, const char *after)
{
    buf_puts(out, before);
    put(out, text);
    buf_puts(out, after);
}

/* One sign, escaped as put() does. */
static void
put_point(struct buf *out, const char *at, size_t length)
{
    char sign[8] = { 0 };

    memcpy(sign, at, length < sizeof sign ? length : sizeof sign - 1);
    put(out, sign);
}

enum { WORD_LEAST = 13, WORD_MOST = 80 };

/* A long word with soft hyphens where the pages of the PDF may divide it; not a name before its initials. */
static void
word_write(struct page_writer *to, const uint32_t *letters, size_t count, bool tied)
{
    bool breaks[WORD_MOST] = { false };
    char sign[8];

    if (count >= WORD_LEAST && !tied)
        fonts_hyphens(to->fonts, to->doc->facts.lang, letters, count, breaks);
    for (size_t i = 0; i < count; i++) {
        buf_add(to->out, sign, utf8_encode(letters[i], sign));
        if (breaks[i])
            buf_puts(to->out, "\u00ad");
    }
}

/* The text of a cell: its words may be divided, so that a column may be narrow. */
static void
put_divided(struct page_writer *to, const char *text)
{
    size_t length = strlen(text), at = 0;

    if (to->fonts == NULL) {
        put(to->out, text);
        return;
    }
    while (at < length) {
        uint32_t letters[WORD_MOST], point = 0;
        size_t count = 0, step = 0;

        while (count < WORD_MOST && at < length) {
            step = utf8_decode(text + at, length - at, &point);
            if (!is_word_letter(point))
                break;
            letters[count++] = point;
            at += step;
        }
        if (count > 0) {
            word_write(to, letters, count, at < length && point == NO_BREAK_SPACE);
        } else {
            put_point(to->out, text + at, step);
            if (point == '/')
                buf_puts(to->out, "\u2060"); /* «п/п» is no place for a line to end */
            at += step;
        }
    }
}

static void
blank_write(struct page_writer *to)
{
    put_in(to->out, "<span class=\"doc-blank\">", to->doc->facts.words.blank, "</span>");
}

/* A rule to sign on beside a name that is known: nothing to read aloud. */
static void
rule_write(struct page_writer *to)
{
    buf_puts(to->out, "<span class=\"doc-blank\" aria-hidden=\"true\"></span>");
}

static void
sign_write(struct page_writer *to, const char *name)
{
    if (name)
        rule_write(to);
    else
        blank_write(to);
}

static void
text_or_blank(struct page_writer *to, const char *text)
{
    if (text)
        put(to->out, text);
    else
        blank_write(to);
}

static void
heading_write(struct page_writer *to, const struct doc_heading *heading)
{
    int level = heading->level + to->top > 6 ? 6 : heading->level + to->top;

    buf_printf(to->out, "<h%d>", level);
    if (*heading->number)
        put_in(to->out, "", heading->number, ". ");
    put(to->out, heading->text);
    buf_printf(to->out, "</h%d>\n", level);
}

static void
paragraph_write(struct page_writer *to, const struct doc_paragraph *paragraph)
{
    static const char *const classes[] = { [STYLE_BODY] = "",
                                           [STYLE_NOTE] = "doc-note",
                                           [STYLE_LEAD] = "doc-lead",
                                           [STYLE_TITLE] = "doc-title",
                                           [STYLE_SUBTITLE] = "doc-subtitle" };
    const char *class = classes[paragraph->style], *centre = "";
    bool title = paragraph->style == STYLE_TITLE;

    if (paragraph->align == ALIGN_CENTRE && paragraph->style != STYLE_TITLE
        && paragraph->style != STYLE_SUBTITLE) /* which are always centred */
        centre = *class ? " doc-centre" : "doc-centre";
    if (title)
        buf_printf(to->out, "<h%d", to->top);
    else
        buf_puts(to->out, "<p");
    if (*class || *centre)
        buf_printf(to->out, " class=\"%s%s\"", class, centre);
    buf_putc(to->out, '>');
    for (size_t i = 0; i < paragraph->spans.count; i++) {
        const struct doc_span *span = &paragraph->spans.items[i];

        switch (span->style) {
        case SPAN_PLAIN: put(to->out, span->text); break;
        case SPAN_BOLD: put_in(to->out, "<strong>", span->text, "</strong>"); break;
        case SPAN_ITALIC: put_in(to->out, "<em>", span->text, "</em>"); break;
        case SPAN_BLANK: blank_write(to); break;
        }
    }
    if (title)
        buf_printf(to->out, "</h%d>\n", to->top);
    else
        buf_puts(to->out, "</p>\n");
}

static void
cell_write(struct page_writer *to, const struct doc_table *table, const struct doc_row *row, size_t at)
{
    const struct doc_cell *cell = &row->cells[at];
    bool number = table->columns.items[at].align == ALIGN_RIGHT;

    if (cell->kind == CELL_COVERED || table->columns.items[at].width <= 0)
        return;
    buf_puts(to->out, number ? "<td class=\"doc-num\"" : "<td");
    if (cell->span > 1)
        buf_printf(to->out, " colspan=\"%d\"", cell->span);
    buf_putc(to->out, '>');
    if (cell->bold)
        buf_puts(to->out, "<strong>");
    if (cell->kind == CELL_BLANK)
        blank_write(to);
    else
        put_divided(to, cell->text ? cell->text : "");
    buf_puts(to->out, cell->bold ? "</strong></td>" : "</td>");
}

/* The columns' shares of the width, as on the pages. */
static void
columns_write(struct page_writer *to, const struct doc_table *table)
{
    struct grid grid = { .x = { 0 } };
    float whole;

    if (to->fonts)
        grid_make(&to->flow, table, &grid);
    for (size_t i = 0; to->fonts == NULL && i < table->columns.count; i++)
        grid.x[i + 1] = grid.x[i] + table->columns.items[i].width;
    whole = grid.x[table->columns.count] - grid.x[0];
    buf_puts(to->out, "<colgroup>");
    for (size_t i = 0; i < table->columns.count; i++)
        if (table->columns.items[i].width > 0)
            buf_printf(to->out, "<col width=\"%.1f%%\">",
                       (double)((grid.x[i + 1] - grid.x[i]) * 100 / whole));
    buf_puts(to->out, "</colgroup>\n");
}

static void
head_write(struct page_writer *to, const struct doc_table *table)
{
    buf_puts(to->out, "<thead><tr>");
    for (size_t i = 0; i < table->columns.count; i++) {
        const struct doc_column *column = &table->columns.items[i];

        if (column->width <= 0)
            continue;
        buf_puts(to->out, column->align == ALIGN_RIGHT ? "<th scope=\"col\" class=\"doc-num\">"
                                                       : "<th scope=\"col\">");
        put_divided(to, column->title);
        buf_puts(to->out, "</th>");
    }
    buf_puts(to->out, "</tr></thead>\n");
}

static bool
any_printed(const struct doc_table *table)
{
    for (size_t i = 0; i < table->columns.count; i++)
        if (table->columns.items[i].width > 0)
            return true;
    return false;
}

static void
table_write(struct page_writer *to, const struct doc_table *table)
{
    if (!any_printed(table))
        return;
    put_in(to->out, "<div class=\"doc-scroll\" role=\"region\" tabindex=\"0\" aria-label=\"",
           table->title ? table->title : to->doc->facts.title, "\">\n<table class=\"doc-table\"");
    put_in(to->out, " data-table=\"", table->id, "\">\n");
    if (table->title)
        put_in(to->out, "<caption>", table->title, "</caption>\n");
    columns_write(to, table);
    head_write(to, table);
    buf_puts(to->out, "<tbody>\n");
    for (size_t i = 0; i < table->rows.count && !to->out->full; i++) {
        const struct doc_row *row = &table->rows.items[i];

        buf_puts(to->out, row->strong ? "<tr class=\"doc-strong\">"
                          : row->tall ? "<tr class=\"doc-tall\">"
                                      : "<tr>");
        for (size_t k = 0; k < table->columns.count; k++)
            cell_write(to, table, row, k);
        buf_puts(to->out, "</tr>\n");
    }
    buf_puts(to->out, "</tbody></table></div>\n");
}

static void
keys_write(struct page_writer *to, const struct doc_keys *keys)
{
    buf_puts(to->out, keys->paired ? "<dl class=\"doc-keys doc-paired\">\n" : "<dl class=\"doc-keys\">\n");
    for (size_t i = 0; i < keys->count; i++) {
        put_in(to->out, "<dt>", keys->items[i].label, "</dt><dd>");
        text_or_blank(to, keys->items[i].text);
        buf_puts(to->out, "</dd>\n");
    }
    buf_puts(to->out, "</dl>\n");
}

static void
list_write(struct page_writer *to, const struct doc_list *list)
{
    buf_puts(to->out, list->ordered ? "<ol>\n" : "<ul>\n");
    for (size_t i = 0; i < list->items.count; i++)
        put_in(to->out, "<li>", list->items.items[i], "</li>\n");
    buf_puts(to->out, list->ordered ? "</ol>\n" : "</ul>\n");
}

static void
signatures_write(struct page_writer *to, const struct doc_signatures *lines)
{
    for (size_t i = 0; i < lines->lead.count; i++)
        put_in(to->out, "<p>", lines->lead.items[i], "</p>\n");
    buf_puts(to->out, "<dl class=\"doc-signatures\">\n");
    for (size_t i = 0; i < lines->count; i++) {
        put_in(to->out, "<dt>", lines->items[i].role, "</dt><dd>");
        sign_write(to, lines->items[i].name);
        buf_puts(to->out, " / ");
        text_or_blank(to, lines->items[i].name);
        buf_puts(to->out, " /");
        if (lines->items[i].date)
            put_in(to->out, " ", lines->items[i].date, "");
        buf_puts(to->out, "</dd>\n");
    }
    buf_puts(to->out, "</dl>\n");
    if (lines->note != NULL)
        put_in(to->out, "<p class=\"doc-note\">", lines->note, "</p>\n");
}

static void
side_write(struct page_writer *to, const struct doc_approval_side *side)
{
    buf_puts(to->out, "<div>");
    if (side->title)
        put_in(to->out, "<p><strong>", side->title, "</strong></p>");
    for (size_t i = 0; i < side->people.count; i++) {
        const struct doc_approver *person = &side->people.items[i];

        buf_puts(to->out, "<p>");
        text_or_blank(to, person->position);
        buf_puts(to->out, "<br>");
        sign_write(to, person->name);
        buf_putc(to->out, ' ');
        text_or_blank(to, person->name);
        if (person->date)
            put_in(to->out, "<br>", person->date, "");
        buf_puts(to->out, "</p>");
    }
    buf_puts(to->out, "</div>\n");
}

static void
qr_picture(struct page_writer *to, const char *text, int size)
{
    struct qr qr = qr_make(to->arena, text);

    buf_printf(to->out, "<svg role=\"img\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\"", size, size,
               qr.side + 8, qr.side + 8);
    put_in(to->out, " aria-label=\"QR: ", text, "\">");
    buf_printf(to->out, "<path fill=\"#fff\" d=\"M0 0h%dv%dh-%dz\"/><path fill=\"#000\" d=\"", qr.side + 8,
               qr.side + 8, qr.side + 8);
    for (int y = 0; y < qr.side; y++)
        for (int x = 0; x < qr.side; x++)
            if (qr.modules[y * qr.side + x])
                buf_printf(to->out, "M%d %dh1v1h-1z", x + 4, y + 4);
    buf_puts(to->out, "\"/></svg>");
}

static void
qr_write(struct page_writer *to, const struct doc_qr *from)
{
    buf_puts(to->out, "<figure class=\"doc-qr\">");
    qr_picture(to, from->text, (int)from->size * 4 / 3);
    if (from->caption)
        put_in(to->out, "<figcaption>", from->caption, "</figcaption>");
    buf_puts(to->out, "</figure>\n");
}

enum { FOOT_QR = 72 };

/* What stands in the foot of every page of the PDF, once: a sheet printed from a browser can be told, too. */
static void
foot_write(struct page_writer *to, const struct doc_section *section)
{
    if (*section->foot == '\0')
        return;
    buf_puts(to->out, "<footer class=\"doc-foot\">");
    put_in(to->out, "<p>", section->foot, "");
    if (section->foot_second)
        put_in(to->out, "<br>", section->foot_second, "");
    buf_puts(to->out, "</p>");
    if (section->foot_qr)
        qr_picture(to, section->foot_qr, FOOT_QR);
    buf_puts(to->out, "</footer>\n");
}

static void
figure_write(struct page_writer *to, const struct doc_figure *figure)
{
    static const char *const anchors[] = { "start", "end", "middle" };

    put_in(to->out, "<figure class=\"doc-figure\"><svg role=\"img\" aria-label=\"", figure->description,
           "\"");
    buf_printf(to->out, " viewBox=\"0 0 %.1f %.1f\" width=\"%.0f\">", (double)figure->width,
               (double)figure->height, (double)figure->width * 4 / 3);
    for (size_t i = 0; i < figure->shapes.count; i++) {
        const struct doc_shape *shape = &figure->shapes.items[i];

        if (shape->kind == INK_BOX) {
            buf_printf(to->out,
                       "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"currentColor\" "
                       "fill-opacity=\"%.2f\"/>",
                       (double)shape->x, (double)shape->y, (double)shape->width, (double)shape->height,
                       (double)shape->ink);
            continue;
        }
        buf_printf(to->out,
                   "<text x=\"%.1f\" y=\"%.1f\" font-size=\"9\" fill=\"currentColor\" text-anchor=\"%s\">",
                   (double)shape->x, (double)shape->y, anchors[shape->align]);
        put_in(to->out, "", shape->text ? shape->text : "", "</text>");
    }
    buf_puts(to->out, "</svg>");
    if (figure->title)
        put_in(to->out, "<figcaption>", figure->title, "</figcaption>");
    buf_puts(to->out, "</figure>\n");
}

static void
block_write(struct page_writer *to, const struct doc_block *block)
{
    switch (block->kind) {
    case BLOCK_HEADING: heading_write(to, &block->as.heading); break;
    case BLOCK_PARAGRAPH: paragraph_write(to, block->as.paragraph); break;
    case BLOCK_LIST: list_write(to, block->as.list); break;
    case BLOCK_KEYS: keys_write(to, block->as.keys); break;
    case BLOCK_TABLE:
        if (!block->as.table->data_only)
            table_write(to, block->as.table);
        break;
    case BLOCK_FIGURE: figure_write(to, block->as.figure); break;
    case BLOCK_SIGNATURES: signatures_write(to, block->as.signatures); break;
    case BLOCK_APPROVAL:
        buf_puts(to->out, "<div class=\"doc-approval\">\n");
        side_write(to, &block->as.approval->left);
        side_write(to, &block->as.approval->right);
        buf_puts(to->out, "</div>\n");
        break;
    case BLOCK_QR: qr_write(to, &block->as.qr); break;
    case BLOCK_NOTICE: put_in(to->out, "<p class=\"doc-notice\">", block->as.notice, "</p>\n"); break;
    case BLOCK_SPACE:
    case BLOCK_PAGE_BREAK: break;
    }
}

enum doc_result
doc_html(const struct doc *doc, int top, const struct fonts *fonts, struct buf *out)
{
    scoped_arena arena = { 0 };
    struct page_writer to = { .out = out, .doc = doc, .arena = &arena, .fonts = fonts, .top = top };

    flow_open(&to.flow, &arena, doc, fonts);
    buf_printf(out, "<article class=\"doc\" lang=\"%s\">\n", lang_code(doc->facts.lang));
    if (doc->facts.watermark)
        put_in(out, "<p class=\"doc-watermark\">", doc->facts.watermark, "</p>\n");
    for (size_t i = 0; i < doc->sections.count && !out->full; i++) {
        const struct doc_section *section = doc->sections.items[i];

        flow_section(&to.flow, section);
        buf_printf(out, "<section class=\"doc-section%s\">\n", section->landscape ? " doc-landscape" : "");
        for (size_t k = 0; k < section->blocks.count && !out->full; k++)
            block_write(&to, &section->blocks.items[k]);
        if (i + 1 == doc->sections.count)
            foot_write(&to, section);
        buf_puts(out, "</section>\n");
    }
    buf_puts(out, "</article>\n");
    flow_close(&to.flow);
    return out->full ? DOC_TOO_LARGE : DOC_OK;
}
