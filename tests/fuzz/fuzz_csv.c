/* Any bytes as a CSV file: read or refused within the limits; what is read is written and read again the
 * same. */
#include "base/csv.h"
#include "base/die.h"
#include "exchange/responses_file.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct csv_limits limits = { .rows = 200, .columns = 50, .cell_bytes = 2000 };

static void
write_again(struct arena *arena, const struct csv *csv)
{
    struct csv_error error;
    struct csv again;
    scoped_buf out;

    buf_open(&out, 4 << 20);
    buf_puts(&out, "\xEF\xBB\xBF"); /* as the callers do: a text may begin with one of its own */
    for (size_t r = 0; r < csv->count; r++) {
        for (size_t c = 0; c < csv->items[r].count; c++)
            csv_write(&out, csv->items[r].cells[c], c == 0);
        csv_end_row(&out);
    }
    if (csv_read(arena, buf_text(&out), out.length, &(struct csv_limits){ 400, 60, 4000 }, &again, &error)
        != CSV_OK)
        return; /* a file of one empty column may be read as blank lines, or its separator as another */
    if (again.separator != ';' || again.count != csv->count)
        return;
    for (size_t r = 0; r < csv->count; r++)
        for (size_t c = 0; c < csv->items[r].count && c < again.items[r].count; c++)
            ensure(strcmp(csv->items[r].cells[c], csv_unguard(again.items[r].cells[c])) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    scoped_arena arena = { 0 };
    struct response_records records;
    struct file_fault fault;
    struct csv_error error;
    struct csv csv;

    if (csv_read(&arena, (const char *)data, size, &limits, &csv, &error) == CSV_OK)
        write_again(&arena, &csv);
    if (!responses_read_csv(&arena, (const char *)data, size, &records, &fault))
        ensure(fault.sentence != NULL);
    if (!responses_read_jsonl(&arena, (const char *)data, size, &records, &fault))
        ensure(fault.sentence != NULL);
    return 0;
}
