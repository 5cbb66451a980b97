/* Responses as CSV: a row a response, a column a cell. */
#include "exchange/responses_file.h"

#include "base/csv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The columns before the cells, in this order when written; read in any order. */
static const char *const head[] = { "survey", "subject", "external_id", "email",        "name",   "language",
                                    "state",  "mode",    "started_at",  "handed_in_at", "seconds" };
static int
head_index(const char *title)
{
    for (size_t i = 0; i < LENGTH(head); i++)
        if (strcmp(head[i], title) == 0)
            return (int)i;
    return -1;
}

static bool
whole_number(const char *text, int64_t *out)
{
    char *end;

    *out = 0;
    if (text[0] == '\0')
        return true;
    if (text[0] < '0' || text[0] > '9' || strlen(text) > 18)
        return false;
    *out = strtoll(text, &end, 10);
    return *end == '\0';
}

static bool
take_head(struct response_record *record, int index, const char *value)
{
    const char **texts[] = { &record->survey, &record->subject,  &record->external_id, &record->email,
                             &record->name,   &record->language, &record->state,       &record->mode };
    int64_t *numbers[] = { &record->started_at, &record->handed_in_at, &record->seconds };

    if (index < (int)LENGTH(texts)) {
        *texts[index] = value;
        return true;
    }
    return whole_number(value, numbers[index - (int)LENGTH(texts)]);
}

static void
take_cell(struct arena *arena, struct response_record *record, const struct cell *address, const char *value)
{
    struct cell cell = *address;

    if (value[0] == '\0')
        return;
    cell.value = "";
    if (strcmp(value, ":dk") == 0)
        cell.state = CELL_DONT_KNOW;
    else if (strcmp(value, ":na") == 0)
        cell.state = CELL_NOT_APPLICABLE;
    else
        cell.value = value[0] == ':' ? value + 1 : value;
    *ARENA_PUSH(arena, &record->answers) = cell;
}

struct csv_columns {
    int *heads; /* index in `head`, or -1: a cell */
    struct cell *cells;
    size_t count;
};

static bool
read_columns(struct arena *arena, const struct csv_row *row, struct csv_columns *out,
             struct file_fault *fault)
{
    *out = (struct csv_columns){ ARENA_ARRAY(arena, int, row->count),
                                 ARENA_ARRAY(arena, struct cell, row->count), row->count };
    for (size_t i = 0; i < row->count; i++) {
        out->heads[i] = head_index(row->cells[i]);
        if (out->heads[i] < 0 && !cell_parse(arena, row->cells[i], &out->cells[i])) {
            *fault = (struct file_fault){
                row->line, i + 1,
                arena_printf(arena, "\"%.60s\" is neither a known column nor the address of a cell",
                             row->cells[i])
            };
            return false;
        }
    }
    return true;
}

static bool
read_row(struct arena *arena, const struct csv_row *row, const struct csv_columns *columns,
         struct response_record *record, struct file_fault *fault)
{
    *record = (struct response_record){ .survey = "",
                                        .subject = "",
                                        .external_id = "",
                                        .email = "",
                                        .name = "",
                                        .language = "",
                                        .state = "",
                                        .mode = "",
                                        .line = row->line };
    if (row->count > columns->count) {
        *fault =
            (struct file_fault){ row->line, columns->count + 1, "more cells than the head row has columns" };
        return false;
    }
    for (size_t i = 0; i < row->count; i++) {
        const char *value = csv_unguard(row->cells[i]);

        if (columns->heads[i] < 0) {
            take_cell(arena, record, &columns->cells[i], value);
        } else if (!take_head(record, columns->heads[i], value)) {
            *fault = (struct file_fault){ row->line, i + 1, "not a whole number" };
            return false;
        }
    }
    return true;
}

bool
responses_read_csv(struct arena *arena, const char *bytes, size_t length, struct response_records *out,
                   struct file_fault *fault)
{
    static const struct csv_limits limits = { .rows = 1000000, .columns = 5000, .cell_bytes = 64 * 1024 };
    static const char *const complaints[] = { "", "the file is not text", "a quote is opened and not closed",
                                              "more rows, columns or text than a file may have" };
    struct csv_columns columns;
    struct csv_error error;
    struct csv csv;

    *out = (struct response_records){ 0 };
    if (csv_read(arena, bytes, length, &limits, &csv, &error) != CSV_OK) {
        *fault = (struct file_fault){ error.line, error.column, complaints[error.result] };
        return false;
    }
    if (csv.count == 0)
        return true;
    if (!read_columns(arena, &csv.items[0], &columns, fault))
        return false;
    for (size_t i = 1; i < csv.count; i++)
        if (!read_row(arena, &csv.items[i], &columns, ARENA_PUSH(arena, out), fault))
            return false;
    return true;
}

static int
by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The addresses of all cells, sorted, each once. */
static const char **
all_addresses(struct arena *arena, const struct response_records *records, size_t *count)
{
    const char **names;
    size_t total = 0, kept = 0;

    for (size_t i = 0; i < records->count; i++)
        total += records->items[i].answers.count;
    names = ARENA_ARRAY(arena, const char *, total + 1);
    total = 0;
    for (size_t i = 0; i < records->count; i++)
        for (size_t c = 0; c < records->items[i].answers.count; c++) {
            const struct cell *cell = &records->items[i].answers.items[c];

            names[total++] = cell_name(arena, cell->question, cell->row, cell->column);
        }
    qsort(names, total, sizeof *names, by_text);
    for (size_t i = 0; i < total; i++)
        if (kept == 0 || strcmp(names[kept - 1], names[i]) != 0)
            names[kept++] = names[i];
    *count = kept;
    return names;
}

static void
write_cell(struct arena *arena, struct buf *out, const struct cell *cell)
{
    if (cell == NULL)
        csv_write_raw(out, "", false);
    else if (cell->state == CELL_DONT_KNOW)
        csv_write_raw(out, ":dk", false);
    else if (cell->state == CELL_NOT_APPLICABLE)
        csv_write_raw(out, ":na", false);
    else
        csv_write(out, cell->value[0] == ':' ? arena_printf(arena, ":%s", cell->value) : cell->value, false);
}

/* The record's cell with this address; `answers` are few enough to sort by name once a row. */
static void
write_cells(struct arena *arena, struct buf *out, const struct response_record *record, const char **names,
            size_t count)
{
    size_t cells = record->answers.count;
    const struct cell **sorted = ARENA_ARRAY(arena, const struct cell *, count + 1);

    for (size_t c = 0; c < cells; c++) {
        const struct cell *cell = &record->answers.items[c];
        const char *name = cell_name(arena, cell->question, cell->row, cell->column);
        const char **found = bsearch(&name, names, count, sizeof *names, by_text);

        if (found != NULL)
            sorted[found - names] = cell;
    }
    for (size_t i = 0; i < count; i++)
        write_cell(arena, out, sorted[i]);
}

void
responses_write_csv(struct arena *arena, struct buf *out, const struct response_records *records)
{
    size_t count;
    const char **names = all_addresses(arena, records, &count);

    buf_puts(out, "\xEF\xBB\xBF");
    for (size_t i = 0; i < LENGTH(head); i++)
        csv_write_raw(out, head[i], i == 0);
    for (size_t i = 0; i < count; i++)
        csv_write_raw(out, names[i], false);
    csv_end_row(out);
    for (size_t i = 0; i < records->count; i++) {
        const struct response_record *r = &records->items[i];
        const char *texts[] = { r->survey, r->subject,  r->external_id, r->email,
                                r->name,   r->language, r->state,       r->mode };
        const int64_t numbers[] = { r->started_at, r->handed_in_at, r->seconds };

        for (size_t t = 0; t < LENGTH(texts); t++)
            csv_write(out, texts[t], t == 0);
        for (size_t n = 0; n < LENGTH(numbers); n++)
            csv_write_raw(out, arena_int(arena, numbers[n]), false);
        write_cells(arena, out, r, names, count);
        csv_end_row(out);
    }
}
