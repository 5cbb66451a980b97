/* Tables on pages: heads that repeat, rows that stay whole where they can, none alone on a page. */
#include "doc/internal.h"

#include <string.h>

static const float cell_above = 2.5f, head_tint = 0.07f, rule_ink = 0.55f, room_to_sign = 26, title_above = 6,
                   table_small = 0.65f, row_small = 0.25f /* of a page */;

static bool
is_printed(const struct doc_table *table, size_t column)
{
    return table->columns.items[column].width > 0;
}

/* A table whose columns have no width is only for CSV and JSON. */
static bool
any_printed(const struct doc_table *table)
{
    for (size_t i = 0; i < table->columns.count; i++)
        if (is_printed(table, i))
            return true;
    return false;
}

enum { SMALL_TABLE = 8 };

/* The lines of a row's cells. */
struct laid_row {
    struct lines cells[COLUMNS_MAX];
    size_t lines; /* of the tallest cell */
    bool bold;
    float extra;
};

static struct type_setup
column_type(const struct doc_table *table, const struct grid *grid, const struct laid_row *row, size_t at,
            const struct doc_row *source)
{
    size_t span = source ? source->cells[at].span : 1;
    bool bold = row->bold || (source && source->cells[at].bold);

    struct type_setup type = cell_type(bold, grid->x[at + span] - grid->x[at]);

    (void)table;
    type.whole = source == NULL; /* the head is read on every page */
    return type;
}

/* Room above and below the lines of a row. */
static float
row_air(const struct doc_table *table)
{
    return table->tight ? 0.5f : cell_above;
}

static float
lines_height(size_t lines)
{
    return (float)lines * 11.5f;
}

static float
row_height(const struct doc_table *table, const struct laid_row *row)
{
    return lines_height(row->lines) + 2 * row_air(table) + row->extra;
}

static void
row_lay(struct flow *flow, const struct doc_table *table, const struct grid *grid,
        const struct doc_row *source, struct laid_row *row)
{
    *row = (struct laid_row){ .bold = source == NULL || source->strong };
    for (size_t i = 0; i < table->columns.count; i++) {
        struct type_setup type = column_type(table, grid, row, i, source);
        const char *text = source ? source->cells[i].text : table->columns.items[i].title;

        if ((source && source->cells[i].kind == CELL_COVERED) || !is_printed(table, i))
            continue;
        row->cells[i] = setter_text(&flow->setter, &type, text ? text : "");
        if (row->cells[i].count > row->lines)
            row->lines = row->cells[i].count;
    }
    row->extra = source && source->tall ? room_to_sign - row_height(table, row) : 0;
    if (row->extra < 0)
        row->extra = 0;
}

/* Draw lines [from, from + count) of each cell at the flow's place, and the rule below. */
static void
row_draw(struct flow *flow, const struct doc_table *table, const struct grid *grid,
         const struct laid_row *row, const struct doc_row *source, size_t from, size_t count)
{
    float top = flow->y + row_air(table) + row->extra / 2,
          height = lines_height(count) + 2 * row_air(table) + row->extra,
          right = grid->x[table->columns.count];

    if (source == NULL)
        ink_box(flow, (struct ink_box){ flow->left, flow->y, right - flow->left, height, head_tint });
    for (size_t i = 0; i < table->columns.count; i++) {
        struct type_setup type = column_type(table, grid, row, i, source);
        enum doc_align align = table->columns.items[i].align;

        for (size_t k = from; k < from + count && k < row->cells[i].count; k++)
            ink_line(flow, &row->cells[i].items[k], &type, grid->x[i] + CELL_SIDE,
                     top + lines_height(k - from), align);
    }
    flow->y += height;
    ink_box(flow, (struct ink_box){ flow->left, flow->y - 0.25f, right - flow->left, 0.5f,
                                    source == NULL ? 1 : rule_ink });
}

static void
head_draw(struct flow *flow, const struct doc_table *table, const struct grid *grid)
{
    struct laid_row head;

    row_lay(flow, table, grid, NULL, &head);
    ink_box(flow, (struct ink_box){ flow->left, flow->y - 0.4f, grid->x[table->columns.count] - flow->left,
                                    0.8f, 1 });
    row_draw(flow, table, grid, &head, NULL, 0, head.lines);
}

static float
head_height(struct flow *flow, const struct doc_table *table, const struct grid *grid)
{
    struct laid_row head;

    row_lay(flow, table, grid, NULL, &head);
    return row_height(table, &head);
}

static void
title_draw(struct flow *flow, const char *title, bool bold)
{
    struct type_setup type = cell_type(bold, flow->width + 2 * CELL_SIDE);
    struct lines lines;

    type.size = bold ? 10 : 9;
    type.leading = 13;
    lines = setter_text(&flow->setter, &type, title);
    for (size_t i = 0; i < lines.count; i++, flow->y += type.leading)
        ink_line(flow, &lines.items[i], &type, flow->left, flow->y, ALIGN_LEFT);
    flow->y += 3;
}

static float
title_height(struct flow *flow, const char *title)
{
    struct type_setup type = cell_type(true, flow->width + 2 * CELL_SIDE);

    type.size = 10;
    return title ? (float)setter_text(&flow->setter, &type, title).count * 13 + 3 : 0;
}

/* A new page that goes on with the table. */
static void
table_continue(struct flow *flow, const struct doc_table *table, const struct grid *grid)
{
    flow_page(flow);
    if (table->title)
        title_draw(flow, words_fill(flow->arena, flow->doc->facts.words.continued, "{t}", table->title),
                   false);
    head_draw(flow, table, grid);
}

/* A row taller than a page goes on, line by line. */
static void
row_divide(struct flow *flow, const struct doc_table *table, const struct grid *grid,
           const struct laid_row *row, const struct doc_row *source)
{
    size_t from = 0;

    while (from < row->lines && !flow->out->too_long) {
        float room = flow->bottom - flow->y - 2 * row_air(table) - row->extra;
        size_t fits = room > 0 ? (size_t)(room / 11.5f) : 0, left = row->lines - from;

        if (fits < 2 && left > fits) {
            table_continue(flow, table, grid);
            continue;
        }
        row_draw(flow, table, grid, row, source, from, left < fits ? left : fits);
        from += left < fits ? left : fits;
    }
}

/* The height of signature lines that follow: they stay with the end of the table. */
static float
signed_height(struct flow *flow)
{
    return flow->next && flow->next->kind == BLOCK_SIGNATURES
               ? signatures_height(flow, flow->next->as.signatures)
               : 0;
}

static float
height_of(struct flow *flow, const struct doc_table *table, const struct grid *grid, size_t at)
{
    struct laid_row row;

    row_lay(flow, table, grid, &table->rows.items[at], &row);
    return row_height(table, &row);
}

/* The height of row `at` if it ends the table: it must not stand alone on a page. */
static float
last_height(struct flow *flow, const struct doc_table *table, const struct grid *grid, size_t at)
{
    float height;

    if (at + 1 != table->rows.count)
        return 0;
    height = height_of(flow, table, grid, at);
    return table->rows.items[at].strong || height <= (flow->bottom - flow->top) * row_small ? height : 0;
}

/* What must fit where a table begins: a small table whole, else its first two rows, or the first alone. */
static float
start_height(struct flow *flow, const struct doc_table *table, const struct grid *grid, float page)
{
    size_t count = table->rows.count <= SMALL_TABLE ? table->rows.count : 2;
    float height = 0, first = 0, two = 0;

    for (size_t i = 0; i < count; i++) {
        height += height_of(flow, table, grid, i);
        first = i == 0 ? height : first;
        two = i <= 1 ? height : two;
    }
    if (height <= page * table_small || (signed_height(flow) > 0 && height + signed_height(flow) <= page))
        return height + signed_height(flow);
    return two <= page * table_small ? two : first <= page ? first : 40;
}

/* The title and head, on the page of what must follow them. */
static void
table_begin(struct flow *flow, const struct doc_table *table, const struct grid *grid, float follows)
{
    float head = head_height(flow, table, grid), title = title_height(flow, table->title),
          above = table->title && flow->waiting_count == 0 && flow->y > flow->top ? title_above : 0;

    flow_claim(flow, above + title + head + follows);
    if (table->title) {
        flow->y += flow->y > flow->top ? above : 0;
        title_draw(flow, table->title, true);
    }
    head_draw(flow, table, grid);
}

void
flow_table(struct flow *flow, const struct doc_table *table)
{
    struct grid grid;
    float head;

    if (!any_printed(table))
        return;
    grid_make(flow, table, &grid);
    head = head_height(flow, table, &grid);
    for (size_t i = 0; i < table->rows.count && !flow->out->too_long; i++) {
        const struct doc_row *source = &table->rows.items[i];
        struct laid_row row;
        float height, page = flow->bottom - flow->top - head - title_height(flow, table->title);

        row_lay(flow, table, &grid, source, &row);
        height = row_height(table, &row);
        if (i == 0)
            table_begin(flow, table, &grid, start_height(flow, table, &grid, page));
        if (height > page) {
            row_divide(flow, table, &grid, &row, source);
        } else {
            float after =
                i + 1 == table->rows.count ? signed_height(flow) : last_height(flow, table, &grid, i + 1);

            if (flow->y + height + after > flow->bottom + 0.01f)
                table_continue(flow, table, &grid);
            row_draw(flow, table, &grid, &row, source, 0, row.lines);
        }
        setter_forget(&flow->setter);
    }
    if (table->rows.count == 0)
        table_begin(flow, table, &grid, 0);
    flow->y += 10;
}
