/* Building a document: every call adds one block, and every text is made safe to write on its way in. */
#include "doc/block.h"

#include "base/die.h"
#include "base/utf8.h"

#include <string.h>

enum { TABLE_COLUMNS_MAX = 40 };

const char *
doc_clean(struct arena *arena, const char *text)
{
    size_t length, at = 0, used = 0;
    char *out;

    if (text == NULL)
        return NULL;
    length = strlen(text);
    out = arena_alloc(arena, length * 3 + 1); /* a stray byte becomes three */
    while (at < length) {
        uint32_t point = 0;
        size_t step = utf8_decode(text + at, length - at, &point);

        if (step == 0) {
            point = 0xfffd;
            at++;
        }
        at += step;
        if (point == '\t')
            point = ' ';
        if ((point < 0x20 && point != '\n') || (point >= 0x7f && point < 0xa0))
            continue;
        used += utf8_encode(point, out + used);
    }
    out[used] = '\0';
    return out;
}

/* Most texts are clean already: one pass to see so is cheaper than room for three times their bytes. */
static const char *
keep(struct arena *arena, const char *text)
{
    const unsigned char *p;

    if (text == NULL)
        return NULL;
    if (!utf8_valid(text, strlen(text)))
        return doc_clean(arena, text);
    for (p = (const unsigned char *)text; *p; p++)
        if ((*p < 0x20 && *p != '\n') || *p == 0x7f || (*p == 0xc2 && p[1] < 0xa0))
            return doc_clean(arena, text);
    return arena_copy(arena, text);
}

static const char *
keep_or_empty(struct arena *arena, const char *text)
{
    return text ? keep(arena, text) : "";
}

struct doc *
doc_new(struct arena *arena, const struct doc_facts *facts)
{
    struct doc *doc = ARENA_NEW(arena, struct doc);
    struct doc_facts *to = &doc->facts;

    ensure(facts->words.page && facts->words.continued && facts->words.blank);
    doc->arena = arena;
    *to = *facts;
    to->title = keep_or_empty(arena, facts->title);
    to->code = keep_or_empty(arena, facts->code);
    to->version = keep_or_empty(arena, facts->version);
    to->date = keep_or_empty(arena, facts->date);
    to->author = keep(arena, facts->author);
    to->country = keep_or_empty(arena, facts->country);
    to->watermark = keep(arena, facts->watermark);
    to->words.page = keep(arena, facts->words.page);
    to->words.continued = keep(arena, facts->words.continued);
    to->words.blank = keep(arena, facts->words.blank);
    return doc;
}

void
block_section(struct doc *doc, const struct section_setup *setup)
{
    struct doc_section *section = ARENA_NEW(doc->arena, struct doc_section);

    section->landscape = setup->landscape;
    section->header = keep_or_empty(doc->arena, setup->header);
    section->foot = keep_or_empty(doc->arena, setup->foot);
    section->foot_second = keep(doc->arena, setup->foot_second);
    section->foot_qr = keep(doc->arena, setup->foot_qr);
    *ARENA_PUSH(doc->arena, &doc->sections) = section;
}

static struct doc_block *
add(struct doc *doc, enum block_kind kind)
{
    struct doc_section *section;
    struct doc_block *block;

    ensure(doc->sections.count > 0);
    section = doc->sections.items[doc->sections.count - 1];
    block = ARENA_PUSH(doc->arena, &section->blocks);
    block->kind = kind;
    return block;
}

void
block_heading(struct doc *doc, int level, const char *number, const char *text)
{
    struct doc_heading *heading = &add(doc, BLOCK_HEADING)->as.heading;

    ensure(level >= 1 && level <= 4);
    heading->level = level;
    heading->number = keep_or_empty(doc->arena, number);
    heading->text = keep_or_empty(doc->arena, text);
}

struct doc_paragraph *
block_paragraph(struct doc *doc, enum doc_style style, enum doc_align align)
{
    struct doc_paragraph *paragraph = ARENA_NEW(doc->arena, struct doc_paragraph);

    paragraph->style = style;
    paragraph->align = align;
    add(doc, BLOCK_PARAGRAPH)->as.paragraph = paragraph;
    return paragraph;
}

void
block_span(struct doc *doc, struct doc_paragraph *paragraph, enum span_style style, const char *text)
{
    struct doc_span *span = ARENA_PUSH(doc->arena, &paragraph->spans);

    ensure(style != SPAN_BLANK);
    span->style = style;
    span->text = keep_or_empty(doc->arena, text);
}

void
block_span_blank(struct doc *doc, struct doc_paragraph *paragraph, float width)
{
    struct doc_span *span = ARENA_PUSH(doc->arena, &paragraph->spans);

    span->style = SPAN_BLANK;
    span->width = width;
}

void
block_text(struct doc *doc, const char *text)
{
    block_span(doc, block_paragraph(doc, STYLE_BODY, ALIGN_LEFT), SPAN_PLAIN, text);
}

struct doc_list *
block_list(struct doc *doc, bool ordered)
{
    struct doc_list *list = ARENA_NEW(doc->arena, struct doc_list);

    list->ordered = ordered;
    add(doc, BLOCK_LIST)->as.list = list;
    return list;
}

void
block_item(struct doc *doc, struct doc_list *list, const char *text)
{
    *ARENA_PUSH(doc->arena, &list->items) = keep_or_empty(doc->arena, text);
}

struct doc_keys *
block_keys(struct doc *doc)
{
    struct doc_keys *keys = ARENA_NEW(doc->arena, struct doc_keys);

    add(doc, BLOCK_KEYS)->as.keys = keys;
    return keys;
}

void
block_key(struct doc *doc, struct doc_keys *keys, const char *label, const char *text)
{
    struct doc_key *key = ARENA_PUSH(doc->arena, keys);

    key->label = keep_or_empty(doc->arena, label);
    key->text = text && *text ? keep(doc->arena, text) : NULL;
}

struct doc_table *
block_table(struct doc *doc, const char *id, const char *title)
{
    struct doc_table *table = ARENA_NEW(doc->arena, struct doc_table);

    table->arena = doc->arena;
    table->id = keep_or_empty(doc->arena, id);
    table->title = keep(doc->arena, title);
    add(doc, BLOCK_TABLE)->as.table = table;
    return table;
}

struct doc_column *
table_column(struct doc_table *table, const char *id, const char *title, float width)
{
    struct doc_column *column;

    ensure(table->rows.count == 0 && table->columns.count < TABLE_COLUMNS_MAX && width >= 0);
    column = ARENA_PUSH(table->arena, &table->columns);
    column->id = keep_or_empty(table->arena, id);
    column->title = keep_or_empty(table->arena, title);
    column->width = width;
    return column;
}

struct doc_row *
table_row(struct doc_table *table)
{
    struct doc_row *row = ARENA_PUSH(table->arena, &table->rows);

    ensure(table->columns.count > 0);
    row->cells = ARENA_ARRAY(table->arena, struct doc_cell, table->columns.count);
    for (size_t i = 0; i < table->columns.count; i++)
        row->cells[i].span = 1;
    table->filled = 0;
    return row;
}

static struct doc_cell *
cell_add(struct doc_table *table, enum cell_kind kind, const char *text)
{
    struct doc_cell *cell;

    ensure(table->rows.count > 0 && table->filled < table->columns.count);
    cell = &table->rows.items[table->rows.count - 1].cells[table->filled++];
    cell->kind = (unsigned char)kind;
    cell->text = keep_or_empty(table->arena, text);
    return cell;
}

struct doc_cell *
table_text(struct doc_table *table, const char *text)
{
    return cell_add(table, text && *text ? CELL_TEXT : CELL_EMPTY, text);
}

static struct doc_cell *
figure_add(struct doc_table *table, enum cell_kind kind, const struct doc_cell *value)
{
    struct doc_cell *cell = cell_add(table, kind, value->text);

    ensure(value->decimals <= 6);
    cell->figure = value->figure;
    cell->decimals = value->decimals;
    return cell;
}

struct doc_cell *
table_number(struct doc_table *table, int64_t figure, int decimals, const char *shown)
{
    return figure_add(
        table, CELL_NUMBER,
        &(struct doc_cell){ .text = shown, .figure = figure, .decimals = (unsigned char)decimals });
}

struct doc_cell *
table_percent(struct doc_table *table, int64_t figure, int decimals, const char *shown)
{
    return figure_add(
        table, CELL_PERCENT,
        &(struct doc_cell){ .text = shown, .figure = figure, .decimals = (unsigned char)decimals });
}

struct doc_cell *
table_share(struct doc_table *table, int64_t hundredths, const char *shown)
{
    return figure_add(table, CELL_SHARE,
                      &(struct doc_cell){ .text = shown, .figure = hundredths, .decimals = 2 });
}

struct doc_cell *
table_flag(struct doc_table *table, bool holds)
{
    struct doc_cell *cell = cell_add(table, CELL_FLAG, NULL);

    cell->figure = holds;
    return cell;
}

struct doc_cell *
table_date(struct doc_table *table, const char *iso, const char *shown)
{
    struct doc_cell *cell = cell_add(table, CELL_DATE, shown);

    cell->raw = keep_or_empty(table->arena, iso);
    return cell;
}

struct doc_cell *
table_blank(struct doc_table *table)
{
    return cell_add(table, CELL_BLANK, NULL);
}

struct doc_cell *
table_empty(struct doc_table *table)
{
    return cell_add(table, CELL_EMPTY, NULL);
}

struct doc_cell *
table_dash(struct doc_table *table)
{
    return cell_add(table, CELL_EMPTY, "\u2014");
}

void
table_span(struct doc_table *table, int columns)
{
    struct doc_row *row = &table->rows.items[table->rows.count - 1];

    ensure(table->filled > 0 && columns >= 1 && table->filled - 1 + (size_t)columns <= table->columns.count);
    row->cells[table->filled - 1].span = (unsigned char)columns;
    for (int i = 1; i < columns; i++)
        cell_add(table, CELL_COVERED, NULL);
}

struct doc_figure *
block_figure(struct doc *doc, const char *title, const char *description)
{
    struct doc_figure *figure = ARENA_NEW(doc->arena, struct doc_figure);

    figure->arena = doc->arena;
    figure->title = keep(doc->arena, title);
    figure->description = keep_or_empty(doc->arena, description);
    add(doc, BLOCK_FIGURE)->as.figure = figure;
    return figure;
}

void
figure_shape(struct doc_figure *figure, const struct doc_shape *shape)
{
    struct doc_shape *to = ARENA_PUSH(figure->arena, &figure->shapes);

    *to = *shape;
    to->text = keep(figure->arena, shape->text);
}

struct doc_signatures *
block_signatures(struct doc *doc)
{
    struct doc_signatures *lines = ARENA_NEW(doc->arena, struct doc_signatures);

    add(doc, BLOCK_SIGNATURES)->as.signatures = lines;
    return lines;
}

void
block_signature(struct doc *doc, struct doc_signatures *lines, const char *role, const char *name,
                const char *date)
{
    struct doc_signature *line = ARENA_PUSH(doc->arena, lines);

    line->role = keep_or_empty(doc->arena, role);
    line->name = name && *name ? keep(doc->arena, name) : NULL;
    line->date = keep(doc->arena, date);
}

void
block_signatures_lead(struct doc *doc, struct doc_signatures *lines, const char *text)
{
    *ARENA_PUSH(doc->arena, &lines->lead) = keep_or_empty(doc->arena, text);
}

void
block_signatures_note(struct doc *doc, struct doc_signatures *lines, const char *text)
{
    lines->note = keep(doc->arena, text);
}

struct doc_approval *
block_approval(struct doc *doc, const char *left, const char *right)
{
    struct doc_approval *approval = ARENA_NEW(doc->arena, struct doc_approval);

    approval->left.title = keep(doc->arena, left);
    approval->right.title = keep(doc->arena, right);
    add(doc, BLOCK_APPROVAL)->as.approval = approval;
    return approval;
}

void
approval_add(struct doc *doc, struct doc_approval_side *side, const struct doc_approver *person)
{
    struct doc_approver *to = ARENA_PUSH(doc->arena, &side->people);

    to->position = person->position && *person->position ? keep(doc->arena, person->position) : NULL;
    to->name = person->name && *person->name ? keep(doc->arena, person->name) : NULL;
    to->date = keep(doc->arena, person->date);
}

void
block_qr(struct doc *doc, const char *text, const char *caption, float size)
{
    struct doc_qr *qr = &add(doc, BLOCK_QR)->as.qr;

    qr->text = keep_or_empty(doc->arena, text);
    qr->caption = keep(doc->arena, caption);
    qr->size = size;
}

void
block_space(struct doc *doc, float points)
{
    add(doc, BLOCK_SPACE)->as.space = points;
}

void
block_page_break(struct doc *doc)
{
    add(doc, BLOCK_PAGE_BREAK);
}

void
block_notice(struct doc *doc, const char *why)
{
    add(doc, BLOCK_NOTICE)->as.notice = keep_or_empty(doc->arena, why);
}

const struct doc_table *
doc_table(const struct doc *doc, const char *id)
{
    for (size_t i = 0; i < doc->sections.count; i++) {
        const struct doc_blocks *blocks = &doc->sections.items[i]->blocks;

        for (size_t k = 0; k < blocks->count; k++)
            if (blocks->items[k].kind == BLOCK_TABLE && strcmp(blocks->items[k].as.table->id, id) == 0)
                return blocks->items[k].as.table;
    }
    return NULL;
}
