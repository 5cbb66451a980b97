/* How wide the columns of a table are: hints, then whatever makes its rows shorter and its words whole. */
#include "doc/internal.h"

#include <string.h>

/* The search: what is measured, what one step moves, and what counts how much, in lines. */
enum { ROWS_MEASURED = 80, FIGURES_MEASURED = 200, STEPS_MOST = 24, LINES_MOST = 200, GIVERS_MOST = 3 };

static const float first_step = 96, last_step = 3, column_least = 26, word_most = 110 /* points */,
                   lower_cells = 0.1f, broken_word = 2, head_line = 3, broken_head = 12, away = 0.004f;

struct type_setup
cell_type(bool bold, float width)
{
    enum face plain = bold ? FACE_SANS_BOLD : FACE_SANS;

    return (struct type_setup){ plain, FACE_SANS_BOLD, FACE_SANS, 9, 11.5f, width - 2 * CELL_SIDE, false };
}

/* Do they look like one table in parts? Then their columns are the same. */
static bool
tables_alike(const struct doc_table *one, const struct doc_table *other)
{
    if (one->columns.count != other->columns.count || other->data_only)
        return false;
    for (size_t i = 0; i < one->columns.count; i++) {
        const struct doc_column *a = &one->columns.items[i], *b = &other->columns.items[i];

        if (a->width < b->width || a->width > b->width || strcmp(a->title, b->title) != 0)
            return false;
    }
    return !(one->fraction < other->fraction || one->fraction > other->fraction);
}

/* Some rows of the tables that look alike, from all over them. */
struct sample {
    const struct doc_row *rows[FIGURES_MEASURED];
    size_t count;
};

static size_t
rows_alike(const struct flow *flow, const struct doc_table *table, size_t every, struct sample *out)
{
    const struct doc_blocks *blocks = &flow->section->blocks;
    size_t seen = 0;

    for (size_t i = 0; i < blocks->count; i++) {
        const struct doc_block *block = &blocks->items[i];

        if (block->kind != BLOCK_TABLE || !tables_alike(table, block->as.table))
            continue;
        for (size_t k = 0; k < block->as.table->rows.count; k++, seen++)
            if (out != NULL && seen % every == 0 && out->count < FIGURES_MEASURED)
                out->rows[out->count++] = &block->as.table->rows.items[k];
    }
    return seen;
}

/* ---- how many lines a cell takes ---- */

struct measured {
    const struct doc_table *table;
    struct pieces *cells; /* a row of the table after the other, the head first */
    size_t rows, columns;
    unsigned least_lines; /* of a row: room to sign is as high as two */
    float hint[COLUMNS_MAX], least[COLUMNS_MAX], width[COLUMNS_MAX];
};

/* What a column of some width costs: lines in each row, and words that do not fit. */
struct column_cost {
    unsigned char lines[ROWS_MEASURED + 1];
    float broken;
};

static unsigned
lines_taken(const struct pieces *pieces, float width, float *broken)
{
    unsigned lines = 1;
    float x = 0;

    for (size_t i = 0; i < pieces->count && lines < LINES_MOST; i++) {
        const struct piece *piece = &pieces->items[i];

        if (x > 0 && x + piece->width > width + 0.01f)
            lines++, x = 0;
        x += piece->width;
        if (piece->width > width + 0.01f) {
            *broken += piece->width <= word_most ? 2 - width / piece->width : 0;
            for (; x > width && lines < LINES_MOST; x -= width)
                lines++;
        }
        x += piece->blank;
        if (piece->last && i + 1 < pieces->count)
            lines++, x = 0;
    }
    return lines;
}

static struct column_cost
column_measure(const struct measured *m, size_t column, float width)
{
    struct column_cost cost = { .broken = 0 };

    for (size_t row = 0; row < m->rows; row++) {
        float broken = 0;
        unsigned lines = lines_taken(&m->cells[row * m->columns + column], width - 2 * CELL_SIDE, &broken);

        cost.lines[row] = (unsigned char)(row > 0 && lines < m->least_lines ? m->least_lines : lines);
        cost.broken += broken * (row == 0 ? broken_head : broken_word);
    }
    return cost;
}

/* ---- the search ---- */

/* The tallest cell of each row, the number of cells as tall, and the tallest of the others. */
struct row_tops {
    unsigned char top[ROWS_MEASURED + 1], ties[ROWS_MEASURED + 1], next[ROWS_MEASURED + 1];
};

static void
tops_find(const struct measured *m, const struct column_cost *now, struct row_tops *out)
{
    memset(out, 0, sizeof *out);
    for (size_t column = 0; column < m->columns; column++)
        for (size_t row = 0; row < m->rows; row++) {
            unsigned char lines = now[column].lines[row];

            if (lines > out->top[row]) {
                out->next[row] = out->top[row];
                out->top[row] = lines;
                out->ties[row] = 1;
            } else if (lines == out->top[row]) {
                out->ties[row]++;
            } else if (lines > out->next[row]) {
                out->next[row] = lines;
            }
        }
}

static float
distance(float a, float b)
{
    return a > b ? a - b : b - a;
}

/* How much dearer the table gets when one column costs `then` at `width` instead of what it costs now. */
static float
change_of(const struct measured *m, const struct row_tops *tops, const struct column_cost *now, size_t column,
          float width, const struct column_cost *then)
{
    float change = then->broken - now->broken
                   + away * (distance(width, m->hint[column]) - distance(m->width[column], m->hint[column]));

    for (size_t row = 0; row < m->rows; row++) {
        unsigned was = now->lines[row], is = then->lines[row], top = tops->top[row],
                 others = was == top && tops->ties[row] == 1 ? tops->next[row] : top;
        float weight = row == 0 ? head_line : 1;

        if (is == was)
            continue;
        change += weight * (float)((int)(is > others ? is : others) - (int)top);
        change += weight * lower_cells * (float)((int)is - (int)was);
    }
    return change;
}

/* A column at another width, and how much dearer the table gets by it. */
struct offer {
    size_t column;
    float width, change;
    struct column_cost cost;
};

static struct offer
offer_make(const struct measured *m, const struct row_tops *tops, const struct column_cost *now,
           size_t column, float more)
{
    struct offer offer = { .column = column, .width = m->width[column] + more };

    offer.cost = column_measure(m, column, offer.width);
    offer.change = change_of(m, tops, &now[column], column, offer.width, &offer.cost);
    return offer;
}

/* The column that `step` points help most; false: there is none. */
static bool
taker_find(const struct measured *m, const struct row_tops *tops, const struct column_cost *now, float step,
           struct offer *out)
{
    bool found = false;

    for (size_t i = 0; i < m->columns; i++) {
        struct offer offer;

        if (m->hint[i] <= 0)
            continue;
        offer = offer_make(m, tops, now, i, step);
        if (!found || offer.change < out->change)
            *out = offer;
        found = true;
    }
    return found;
}

/* The columns that miss `part` points least, as many as `count`, cheapest first; false: too few can spare
 * them. */
static bool
givers_find(const struct measured *m, const struct row_tops *tops, const struct column_cost *now,
            size_t taker, float part, size_t count, struct offer *out)
{
    size_t found = 0;

    for (size_t i = 0; i < m->columns; i++) {
        struct offer offer;
        size_t at = found;

        if (i == taker || m->hint[i] <= 0 || m->width[i] - part < m->least[i])
            continue;
        offer = offer_make(m, tops, now, i, -part);
        for (; at > 0 && out[at - 1].change > offer.change; at--)
            if (at < count)
                out[at] = out[at - 1];
        if (at < count)
            out[at] = offer;
        found += found < count;
    }
    return found == count;
}

/* Move `step` points to the column that they help most from the one, two or three that miss them least. */
static bool
step_make(struct measured *m, struct column_cost *now, float step)
{
    struct row_tops tops;
    struct offer taker, givers[GIVERS_MOST], best[GIVERS_MOST];
    float least = 0;
    size_t parts = 0;

    tops_find(m, now, &tops);
    if (!taker_find(m, &tops, now, step, &taker))
        return false;
    for (size_t count = 1; count <= GIVERS_MOST; count++) {
        float loss = 0;

        if (!givers_find(m, &tops, now, taker.column, step / (float)count, count, givers))
            continue;
        for (size_t i = 0; i < count; i++)
            loss += givers[i].change;
        if (parts == 0 || loss < least) {
            memcpy(best, givers, count * sizeof *best);
            least = loss, parts = count;
        }
    }
    if (parts == 0 || taker.change + least >= -0.01f)
        return false;
    m->width[taker.column] = taker.width, now[taker.column] = taker.cost;
    for (size_t i = 0; i < parts; i++)
        m->width[best[i].column] = best[i].width, now[best[i].column] = best[i].cost;
    return true;
}

static void
widths_search(struct measured *m)
{
    struct column_cost now[COLUMNS_MAX];

    for (size_t i = 0; i < m->columns; i++)
        now[i] = column_measure(m, i, m->width[i]);
    for (float step = first_step; step >= last_step; step /= 2)
        for (int i = 0; i < STEPS_MOST && step_make(m, now, step); i++)
            continue;
}

/* ---- what is measured ---- */

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

/* The widest word of a column, as far as it is a word. */
static float
word_widest(const struct measured *m, size_t column)
{
    float widest = 0;

    for (size_t row = 0; row < m->rows; row++) {
        const struct pieces *pieces = &m->cells[row * m->columns + column];

        for (size_t i = 0; i < pieces->count; i++)
            if (pieces->items[i].width > widest && pieces->items[i].width <= word_most)
                widest = pieces->items[i].width;
    }
    return widest + 2 * CELL_SIDE + 0.5f;
}

/* What a column must have: figures and dates stay whole, and there is room to write by hand. */
static float
column_needs(struct flow *flow, const struct sample *sample, size_t column, float hint)
{
    struct type_setup type = cell_type(false, flow->width), bold = cell_type(true, flow->width);
    float least = column_least < hint ? column_least : hint, widest = 0;

    for (size_t i = 0; i < sample->count; i++) {
        const struct doc_row *row = sample->rows[i];
        const struct doc_cell *cell = &row->cells[column];
        float width;

        if (cell->kind == CELL_BLANK && least < hint)
            least = hint;
        if (!cell_has_figure(cell) && cell->kind != CELL_DATE)
            continue;
        width = setter_widest(&flow->setter, row->strong ? &bold : &type, cell->text);
        widest = width > widest ? width : widest;
    }
    widest += 2 * CELL_SIDE + 0.5f;
    if (widest > flow->width / 5)
        widest = flow->width / 5;
    return widest > least ? widest : least;
}

static void
row_measure(struct flow *flow, struct measured *m, const struct doc_row *source)
{
    struct pieces *cells = &m->cells[m->rows++ * m->columns];

    for (size_t i = 0; i < m->columns; i++) {
        bool bold = source == NULL || source->strong || source->cells[i].bold;
        struct type_setup type = cell_type(bold, flow->width);
        const char *text = source ? source->cells[i].text : m->table->columns.items[i].title;

        cells[i] = (struct pieces){ 0 };
        if (m->hint[i] > 0 && text && (source == NULL || source->cells[i].span == 1))
            setter_pieces(&flow->setter, &type, text, &cells[i]);
    }
}

static void
table_measure(struct flow *flow, struct measured *m)
{
    size_t count = rows_alike(flow, m->table, 1, NULL);
    struct sample sample = { .count = 0 }, figures = { .count = 0 };
    float whole = m->table->fraction > 0 ? flow->width * m->table->fraction : flow->width, hints = 0,
          words[COLUMNS_MAX] = { 0 };

    rows_alike(flow, m->table, count / FIGURES_MEASURED + 1, &figures);
    rows_alike(flow, m->table, count / ROWS_MEASURED + 1, &sample);
    for (size_t i = 0; i < m->columns; i++)
        hints += m->table->columns.items[i].width;
    for (size_t i = 0; i < m->columns; i++) {
        m->width[i] = m->hint[i] = whole * m->table->columns.items[i].width / hints;
        m->least[i] = m->hint[i] > 0 ? column_needs(flow, &figures, i, m->hint[i]) : 0;
    }
    m->cells = ARENA_ARRAY(&flow->setter.line_arena, struct pieces, (ROWS_MEASURED + 1) * m->columns);
    row_measure(flow, m, NULL);
    m->least_lines = sample.count > 0 && sample.rows[0]->tall ? 2 : 1;
    for (size_t i = 0; i < sample.count && m->rows <= ROWS_MEASURED; i++)
        row_measure(flow, m, sample.rows[i]);
    for (size_t i = 0; i < m->columns; i++) {
        words[i] = m->hint[i] > 0 ? word_widest(m, i) : 0;
        words[i] = words[i] > m->least[i] ? words[i] : m->least[i];
    }
    widths_even(m->width, words, m->columns);
    widths_even(m->width, m->least, m->columns);
}

void
grid_make(struct flow *flow, const struct doc_table *table, struct grid *grid)
{
    struct measured m = { .table = table, .columns = table->columns.count };

    if (flow->gridded == NULL || !tables_alike(flow->gridded, table)) {
        table_measure(flow, &m);
        widths_search(&m);
        flow->grid.x[0] = flow->left;
        for (size_t i = 0; i < m.columns; i++)
            flow->grid.x[i + 1] = flow->grid.x[i] + m.width[i];
        flow->gridded = table;
        setter_forget(&flow->setter);
    }
    *grid = flow->grid;
}
