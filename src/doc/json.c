/* A document as JSON: its facts, its texts in reading order, and its tables with figures as numbers. */
#include "doc/internal.h"

#include "base/json.h"

#include <math.h>

static double
cell_value(const struct doc_cell *cell)
{
    return (double)cell->figure / pow(10, cell->decimals);
}

static void
cell_write(struct json *json, const struct doc_cell *cell)
{
    if (cell->kind == CELL_FLAG)
        json_bool(json, cell->figure != 0);
    else if (cell_has_figure(cell))
        json_number(json, cell_value(cell));
    else if (cell->kind == CELL_DATE)
        json_text(json, cell->raw);
    else
        json_text(json, cell->kind == CELL_TEXT ? cell->text : NULL);
}

static void
columns_write(struct json *json, const struct doc_table *table)
{
    json_key(json, "columns");
    json_begin_array(json);
    for (size_t i = 0; i < table->columns.count; i++) {
        const struct doc_column *column = &table->columns.items[i];

        json_begin_object(json);
        json_key_text(json, "id", column->id);
        json_key_text(json, "title", column->title);
        if (column->unit)
            json_key_text(json, "unit", column->unit);
        json_end_object(json);
    }
    json_end_array(json);
}

static void
table_write(struct json *json, const struct doc_table *table)
{
    json_key_text(json, "id", table->id);
    if (table->title)
        json_key_text(json, "title", table->title);
    if (table->data_only)
        json_key_bool(json, "data_only", true);
    columns_write(json, table);
    json_key(json, "rows");
    json_begin_array(json);
    for (size_t i = 0; i < table->rows.count && !json->buf->full; i++) {
        const struct doc_row *row = &table->rows.items[i];

        json_begin_object(json);
        for (size_t k = 0; k < table->columns.count; k++)
            if (row->cells[k].kind != CELL_COVERED) {
                json_key(json, table->columns.items[k].id);
                cell_write(json, &row->cells[k]);
            }
        json_end_object(json);
    }
    json_end_array(json);
}

static void
spans_write(struct json *json, const struct doc_paragraph *paragraph)
{
    scoped_buf text;

    buf_open(&text, 1 << 24);
    for (size_t i = 0; i < paragraph->spans.count; i++)
        buf_puts(&text, paragraph->spans.items[i].text ? paragraph->spans.items[i].text : "____");
    json_key_text(json, "text", buf_text(&text));
}

static void
keys_write(struct json *json, const struct doc_keys *keys)
{
    json_key(json, "keys");
    json_begin_array(json);
    for (size_t i = 0; i < keys->count; i++) {
        json_begin_object(json);
        json_key_text(json, "label", keys->items[i].label);
        json_key_text(json, "text", keys->items[i].text);
        json_end_object(json);
    }
    json_end_array(json);
}

static void
signatures_write(struct json *json, const struct doc_signatures *lines)
{
    if (lines->lead.count > 0) {
        json_key(json, "lead");
        json_begin_array(json);
        for (size_t i = 0; i < lines->lead.count; i++)
            json_text(json, lines->lead.items[i]);
        json_end_array(json);
    }
    json_key(json, "lines");
    json_begin_array(json);
    for (size_t i = 0; i < lines->count; i++) {
        json_begin_object(json);
        json_key_text(json, "role", lines->items[i].role);
        json_key_text(json, "name", lines->items[i].name);
        json_end_object(json);
    }
    json_end_array(json);
}

static void
side_write(struct json *json, const char *key, const struct doc_approval_side *side)
{
    json_key(json, key);
    json_begin_object(json);
    json_key_text(json, "title", side->title);
    json_key(json, "people");
    json_begin_array(json);
    for (size_t i = 0; i < side->people.count; i++) {
        json_begin_object(json);
        json_key_text(json, "position", side->people.items[i].position);
        json_key_text(json, "name", side->people.items[i].name);
        json_end_object(json);
    }
    json_end_array(json);
    json_end_object(json);
}

static void
list_write(struct json *json, const struct doc_list *list)
{
    json_key(json, "items");
    json_begin_array(json);
    for (size_t i = 0; i < list->items.count; i++)
        json_text(json, list->items.items[i]);
    json_end_array(json);
}

static void
block_write(struct json *json, const struct doc_block *block)
{
    static const char *const kinds[] = {
        [BLOCK_HEADING] = "heading",
        [BLOCK_PARAGRAPH] = "paragraph",
        [BLOCK_LIST] = "list",
        [BLOCK_KEYS] = "keys",
        [BLOCK_TABLE] = "table",
        [BLOCK_FIGURE] = "figure",
        [BLOCK_SIGNATURES] = "signatures",
        [BLOCK_APPROVAL] = "approval",
        [BLOCK_QR] = "qr",
        [BLOCK_SPACE] = NULL,
        [BLOCK_PAGE_BREAK] = NULL,
        [BLOCK_NOTICE] = "notice",
    };

    if (kinds[block->kind] == NULL)
        return;
    json_begin_object(json);
    json_key_text(json, "kind", kinds[block->kind]);
    switch (block->kind) {
    case BLOCK_HEADING:
        json_key_int(json, "level", block->as.heading.level);
        json_key_text(json, "number", block->as.heading.number);
        json_key_text(json, "text", block->as.heading.text);
        break;
    case BLOCK_PARAGRAPH: spans_write(json, block->as.paragraph); break;
    case BLOCK_LIST: list_write(json, block->as.list); break;
    case BLOCK_KEYS: keys_write(json, block->as.keys); break;
    case BLOCK_TABLE: table_write(json, block->as.table); break;
    case BLOCK_FIGURE: json_key_text(json, "text", block->as.figure->description); break;
    case BLOCK_SIGNATURES: signatures_write(json, block->as.signatures); break;
    case BLOCK_APPROVAL:
        side_write(json, "left", &block->as.approval->left);
        side_write(json, "right", &block->as.approval->right);
        break;
    case BLOCK_QR: json_key_text(json, "text", block->as.qr.text); break;
    case BLOCK_NOTICE: json_key_text(json, "text", block->as.notice); break;
    case BLOCK_SPACE:
    case BLOCK_PAGE_BREAK: break;
    }
    json_end_object(json);
}

enum doc_result
doc_json(const struct doc *doc, struct buf *out)
{
    const struct doc_facts *facts = &doc->facts;
    struct json json = json_to(out);

    json_begin_object(&json);
    json_key_text(&json, "title", facts->title);
    json_key_text(&json, "code", facts->code);
    json_key_text(&json, "version", facts->version);
    json_key_text(&json, "date", facts->date);
    json_key_text(&json, "language", lang_code(facts->lang));
    json_key_text(&json, "country", facts->country);
    json_key_bool(&json, "draft", facts->watermark != NULL);
    json_key(&json, "blocks");
    json_begin_array(&json);
    for (size_t i = 0; i < doc->sections.count && !out->full; i++)
        for (size_t k = 0; k < doc->sections.items[i]->blocks.count; k++)
            block_write(&json, &doc->sections.items[i]->blocks.items[k]);
    json_end_array(&json);
    json_end_object(&json);
    return out->full ? DOC_TOO_LARGE : DOC_OK;
}
