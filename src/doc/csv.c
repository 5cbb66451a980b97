/* The tables of a document as CSV: texts guarded against spreadsheets, figures as those of the language read
 * them. */
#include "doc/internal.h"

#include "base/csv.h"

#include <string.h>

struct row_writer {
    struct arena *arena;
    enum lang lang;
    struct buf *out;
};

/* Spreadsheets of these languages take 6.19 for the 6th of a month: a comma, beside the semicolons. */
static const char *
figure_of(struct arena *arena, const struct doc_cell *cell, enum lang lang)
{
    char *text = arena_copy(arena, figure_text(arena, cell)), *point = strchr(text, '.');

    if (point != NULL && lang != LANG_EN)
        *point = ',';
    return text;
}

static void
cell_write(struct row_writer *to, const struct doc_cell *cell, bool first)
{
    if (cell_has_figure(cell))
        csv_write_raw(to->out, figure_of(to->arena, cell, to->lang), first);
    else if (cell->kind == CELL_DATE)
        csv_write_raw(to->out, cell->raw, first);
    else
        csv_write(to->out, cell->kind != CELL_EMPTY && cell->text ? cell->text : "", first);
}

static void
table_write(const struct doc_table *table, enum lang lang, struct buf *out)
{
    scoped_arena arena = { 0 };
    struct row_writer to = { &arena, lang, out };

    for (size_t i = 0; i < table->columns.count; i++)
        csv_write(out, table->columns.items[i].title, i == 0);
    csv_end_row(out);
    for (size_t i = 0; i < table->rows.count && !out->full; i++) {
        for (size_t k = 0; k < table->columns.count; k++)
            cell_write(&to, &table->rows.items[i].cells[k], k == 0);
        csv_end_row(out);
        arena_reset(&arena);
    }
}

static void
all_write(const struct doc *doc, struct buf *out)
{
    bool any = false;

    for (size_t i = 0; i < doc->sections.count; i++) {
        const struct doc_blocks *blocks = &doc->sections.items[i]->blocks;

        for (size_t k = 0; k < blocks->count; k++) {
            const struct doc_table *table = blocks->items[k].as.table;

            if (blocks->items[k].kind != BLOCK_TABLE)
                continue;
            if (any)
                csv_end_row(out);
            any = true;
            csv_write(out, table->id, true);
            csv_write(out, table->title ? table->title : "", false);
            csv_end_row(out);
            table_write(table, doc->facts.lang, out);
        }
    }
}

enum doc_result
doc_csv(const struct doc *doc, const char *id, struct buf *out)
{
    const struct doc_table *table = id ? doc_table(doc, id) : NULL;

    if (id && table == NULL)
        return DOC_NONE;
    buf_puts(out, "\xef\xbb\xbf"); /* office programs take a file without it for cp1251 */
    if (table)
        table_write(table, doc->facts.lang, out);
    else
        all_write(doc, out);
    return out->full ? DOC_TOO_LARGE : DOC_OK;
}
