/* Rows of tables: when two are the same, and how one is printed. */
#include "audit/internal.h"

#include "base/utf8.h"
#include "model/fold.h"
#include "model/question_type.h"

#include <string.h>

static bool
is_quote(uint32_t point)
{
    return point == '"' || point == 0xAB || point == 0xBB || (point >= 0x201C && point <= 0x201F)
           || point == 0x2039 || point == 0x203A;
}

const char *
row_key(struct arena *arena, const char *text)
{
    size_t length = strlen(text), kept = 0;
    char *bare = arena_alloc(arena, length + 1);

    for (size_t at = 0, step; at < length; at += step) {
        uint32_t point;

        step = utf8_decode(text + at, length - at, &point);
        if (step == 0)
            break;
        if (!is_quote(point)) {
            memcpy(bare + kept, text + at, step);
            kept += step;
        }
    }
    bare[kept] = '\0';
    return text_fold(arena, bare, FOLD_CASE | FOLD_YO);
}

const char *
row_column(struct audit *audit, struct arena *arena, const struct table_row *row, const char *column)
{
    const struct question *table = row->origin->question, *asked = question_column(table, column);
    const struct cell *cell = answers_cell(row->answers, table->id, row->row, column);

    if (asked == NULL || cell == NULL || cell->state != CELL_ANSWERED || *cell->value == '\0')
        return "";
    return cell_words(arena, asked, cell, audit->input->lang);
}

/* Copy up to the next "{row."; what follows it is left at `*at`. False: nothing follows. */
static bool
next_column(struct buf *out, const char **at, const char **name, size_t *length)
{
    const char *open = strstr(*at, "{row."), *close = open != NULL ? strchr(open, '}') : NULL;

    if (close == NULL) {
        buf_puts(out, *at);
        return false;
    }
    buf_add(out, *at, (size_t)(open - *at));
    *name = open + strlen("{row.");
    *length = (size_t)(close - *name);
    *at = close + 1;
    return true;
}

const char *
row_words(struct audit *audit, struct arena *arena, const struct table_row *row)
{
    const char *template = text_in(&row->origin->trigger->row_text, audit->input->lang), *name;
    const struct questions *columns = &row->origin->question->columns;
    size_t length;
    scoped_buf out = { 0 };

    if (*template == '\0')
        return columns->count > 0 ? row_column(audit, arena, row, columns->items[0].id) : "";
    buf_open(&out, ROW_BYTES);
    while (next_column(&out, &template, &name, &length)) {
        const char *words = row_column(audit, arena, row, arena_copy_n(audit->passing, name, length));

        buf_puts(&out, *words != '\0' ? words : text_in(&audit->catalogue->unspecified, audit->input->lang));
    }
    return arena_copy(arena, buf_text(&out));
}
