/* Tables on pages: columns by their hints, heads that repeat, rows that stay whole where they can. */
#include "doc/internal.h"

#include <string.h>

static const float cell_side = 3, cell_above = 2.5f, head_tint = 0.07f, rule_ink = 0.55f, room_to_sign = 26,
                   head_growth = 1.25f /* no column gets wider than its hint only for the head */;

enum { COLUMNS_MAX = 40 };

static struct type_setup
cell_type(bool bold, float width)
{
    enum face plain = bold ? FACE_SANS_BOLD : FACE_SANS;

    return (struct type_setup){ plain, FACE_SANS_BOLD, FACE_SANS, 9, 11.5f, width - 2 * cell_side, false };
}

/* Where columns begin; one more than there are, the last is the right edge. */
struct grid {
    float x[COLUMNS_MAX + 1];
};

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

enum { ROWS_MEASURED = 200, WORDS_MEASURED = 60, SMALL_TABLE = 8 };

/* Give columns under their least what they lack, or as much as the others can spare. */
static void
widths_even(float *width, const float *least, size_t count)
{
    float lack = 0, spare = 0, give;

    for (size_t i = 0; i < count; i++)
        if (width[i] < least[i])
            lack += least[i] - width[i];
        else
            spare += width[i] - least[i];
    give = lack < spare ? lack : spare;
    for (size_t i = 0; give > 0 && i < count; i++)
        if (width[i] < least[i])
            width[i] += (least[i] - width[i]) * give / lack;
        else
            width[i] -= (width[i] - least[i]) * give / spare;
}

/* What must not be broken: figures and dates. */
static float
figures_widest(struct flow *flow, const struct doc_table *table, size_t column)
{
    struct type_setup type = cell_type(false, flow->width), bold = cell_type(true, flow->width);
    size_t count = table->rows.count < ROWS_MEASURED ? table->rows.count : ROWS_MEASURED;
    float widest = 0;

    for (size_t i = 0; i < count; i++) {
        const struct doc_row *row = &table->rows.items[i];
        const struct doc_cell *cell = &row->cells[column];
        float width;

        if (!cell_has_figure(cell) && cell->kind != CELL_DATE)
            continue;
        width = setter_widest(&flow->setter, row->strong ? &bold : &type, cell->text);
        widest = width > widest ? width : widest;
    }
    return widest;
}

/* The widest word of a column's texts, as far as the column can be made to hold it; 0 when it cannot. */
static float
words_widest(struct flow *flow, const struct doc_table *table, size_t column, float most)
{
    struct type_setup type = cell_type(false, flow->width);
    size_t count = table->rows.count < WORDS_MEASURED ? table->rows.count : WORDS_MEASURED;
    float widest = 0;

    for (size_t i = 0; i < count; i++) {
        const struct doc_cell *cell = &table->rows.items[i].cells[column];
        float width = cell->kind == CELL_TEXT ? setter_widest(&flow->setter, &type, cell->text) : 0;

        widest = width > widest && width <= most ? width : widest;
    }
    return widest;
}

/* Widths by the hints, but figures and dates stay whole, and so do words, of the head too, where others can
 * spare the room. */
static void
grid_make(struct flow *flow, const struct doc_table *table, struct grid *grid)
{
    size_t count = table->columns.count;
    float width[COLUMNS_MAX] = { 0 }, figures[COLUMNS_MAX] = { 0 }, heads[COLUMNS_MAX] = { 0 }, hints = 0,
          words, whole = table->fraction > 0 ? flow->width * table->fraction : flow->width;

    for (size_t i = 0; i < count; i++)
        hints += table->columns.items[i].width;
    for (size_t i = 0; i < count; i++) {
        struct type_setup type = cell_type(true, flow->width);

        if (!is_printed(table, i))
            continue;
        width[i] = whole * table->columns.items[i].width / hints;
        figures[i] = figures_widest(flow, table, i) + 2 * cell_side + 0.5f;
        heads[i] = setter_widest(&flow->setter, &type, table->columns.items[i].title) + 2 * cell_side + 0.5f;
        if (figures[i] > flow->width / 5)
            figures[i] = flow->width / 5;
        if (heads[i] > width[i] * head_growth)
            heads[i] = width[i] * head_growth;
        if (heads[i] < figures[i])
            heads[i] = figures[i];
        words = words_widest(flow, table, i, width[i] * head_growth - 2 * cell_side - 0.5f) + 2 * cell_side
                + 0.5f;
        if (heads[i] < words)
            heads[i] = words;
    }
    widths_even(width, heads, count);
    widths_even(width, figures, count);
    grid->x[0] = flow->left;
    for (size_t i = 0; i < count; i++)
        grid->x[i + 1] = grid->x[i] + width[i];
}

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
            ink_line(flow, &row->cells[i].items[k], &type, grid->x[i] + cell_side,
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
    struct type_setup type = cell_type(bold, flow->width + 2 * cell_side);
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
    struct type_setup type = cell_type(true, flow->width + 2 * cell_side);

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

/* The height of a total that row `at` is, if it ends the table: it must not stand alone on a page. */
static float
total_height(struct flow *flow, const struct doc_table *table, const struct grid *grid, size_t at)
{
    struct laid_row row;

    if (at + 1 != table->rows.count || !table->rows.items[at].strong)
        return 0;
    row_lay(flow, table, grid, &table->rows.items[at], &row);
    return row_height(table, &row);
}

/* A small table stays whole: the height of all its rows, or of the first alone when there are many. */
static float
start_height(struct flow *flow, const struct doc_table *table, const struct grid *grid, float page)
{
    size_t count = table->rows.count <= SMALL_TABLE ? table->rows.count : 1;
    float height = 0, first = 0;

    for (size_t i = 0; i < count; i++) {
        struct laid_row row;

        row_lay(flow, table, grid, &table->rows.items[i], &row);
        height += row_height(table, &row);
        first = i == 0 ? height : first;
    }
    if (height <= page * 0.65f || (signed_height(flow) > 0 && height + signed_height(flow) <= page))
        return height + signed_height(flow);
    return first <= page ? first : 40;
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
        if (i == 0) {
            flow_claim(flow,
                       title_height(flow, table->title) + head + start_height(flow, table, &grid, page));
            if (table->title)
                title_draw(flow, table->title, true);
            head_draw(flow, table, &grid);
        }
        if (height > page) {
            row_divide(flow, table, &grid, &row, source);
        } else {
            float after =
                i + 1 == table->rows.count ? signed_height(flow) : total_height(flow, table, &grid, i + 1);

            if (flow->y + height + after > flow->bottom + 0.01f)
                table_continue(flow, table, &grid);
            row_draw(flow, table, &grid, &row, source, 0, row.lines);
        }
        setter_forget(&flow->setter);
    }
    if (table->rows.count == 0) {
        flow_claim(flow, title_height(flow, table->title) + head);
        if (table->title)
            title_draw(flow, table->title, true);
        head_draw(flow, table, &grid);
    }
    flow->y += 10;
}
