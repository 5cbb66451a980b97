/* Answers as they are kept: addresses, order and look-up of cells. */
#include "model/cell.h"

#include <stdlib.h>
#include <string.h>

enum { LONGEST_PART = 60 };

const char *
cell_name(struct arena *arena, const char *question, const char *row, const char *column)
{
    if (*column != '\0')
        return arena_printf(arena, "%s/%s/%s", question, row, column);
    if (*row != '\0')
        return arena_printf(arena, "%s/%s", question, row);
    return arena_copy(arena, question);
}

static bool
is_word(const char *text, size_t length)
{
    if (length == 0 || length > LONGEST_PART)
        return false;
    for (size_t i = 0; i < length; i++)
        if (!((text[i] >= 'a' && text[i] <= 'z') || (text[i] >= '0' && text[i] <= '9') || text[i] == '_'))
            return false;
    return true;
}

/* An id, one of the program's own columns, or an id followed by `.other`. */
static bool
is_column(const char *text)
{
    static const char *const own[] = { COLUMN_OTHER, COLUMN_COMMENT, COLUMN_IMPORTANCE, COLUMN_ORDER };
    size_t length = strcspn(text, ".");

    for (size_t i = 0; i < LENGTH(own); i++)
        if (strcmp(text, own[i]) == 0)
            return true;
    return is_word(text, length) && (text[length] == '\0' || strcmp(text + length, COLUMN_OTHER) == 0);
}

bool
cell_parse(struct arena *arena, const char *name, struct cell *out)
{
    const char *row, *column;
    size_t question_length = strcspn(name, "/"), row_length = 0;

    *out = (struct cell){ .question = "", .row = "", .column = "", .value = "" };
    if (!is_word(name, question_length) || name[0] < 'a')
        return false;
    out->question = arena_copy_n(arena, name, question_length);
    if (name[question_length] == '\0')
        return true;
    row = name + question_length + 1;
    row_length = strcspn(row, "/");
    column = row[row_length] == '/' ? row + row_length + 1 : NULL;
    if (row_length > 0 ? !is_word(row, row_length) : column == NULL)
        return false;
    if (column != NULL && !is_column(column))
        return false;
    out->row = arena_copy_n(arena, row, row_length);
    out->column = column != NULL ? arena_copy(arena, column) : "";
    return true;
}

static int
compare_parts(const struct cell *a, const struct cell *b)
{
    int order = strcmp(a->question, b->question);

    if (order == 0)
        order = strcmp(a->row, b->row);
    return order != 0 ? order : strcmp(a->column, b->column);
}

static int
compare_cells(const void *a, const void *b)
{
    return compare_parts(a, b);
}

void
answers_sort(struct answers *answers)
{
    if (answers->count > 1)
        qsort(answers->items, answers->count, sizeof *answers->items, compare_cells);
}

const struct cell *
answers_cell(const struct answers *answers, const char *question, const char *row, const char *column)
{
    struct cell key = { .question = question, .row = row, .column = column };

    if (answers->count == 0)
        return NULL;
    return bsearch(&key, answers->items, answers->count, sizeof *answers->items, compare_cells);
}

const char *
answers_value(const struct answers *answers, const char *question, const char *row, const char *column)
{
    const struct cell *cell = answers_cell(answers, question, row, column);

    return cell != NULL && cell->state == CELL_ANSWERED ? cell->value : "";
}

/* Ids that repeat are often one string. */
static bool
is_same(const char *a, const char *b)
{
    return a == b || strcmp(a, b) == 0;
}

/* Where the cells of a question begin, or of one row of it; or where they would. */
static size_t
first_of(const struct answers *answers, const char *question, const char *row)
{
    size_t low = 0, high = answers->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(answers->items[middle].question, question);

        if (order == 0 && row != NULL)
            order = strcmp(answers->items[middle].row, row);
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct cell *
answers_question(const struct answers *answers, const char *question, size_t *count)
{
    size_t first = first_of(answers, question, NULL), end = first;

    while (end < answers->count && is_same(answers->items[end].question, question))
        question = answers->items[end++].question;
    *count = end - first;
    return *count > 0 ? &answers->items[first] : NULL;
}

const struct cell *
answers_row(const struct answers *answers, const char *question, const char *row, size_t *count)
{
    size_t first = first_of(answers, question, row), end = first;

    while (end < answers->count && is_same(answers->items[end].question, question)
           && is_same(answers->items[end].row, row)) {
        question = answers->items[end].question;
        row = answers->items[end++].row;
    }
    *count = end - first;
    return *count > 0 ? &answers->items[first] : NULL;
}

static int
compare_order(const void *a, const void *b)
{
    const struct cell *const *one = a, *const *other = b;
    long x = strtol((*one)->value, NULL, 10), y = strtol((*other)->value, NULL, 10);

    if (x != y)
        return x < y ? -1 : 1;
    return strcmp((*one)->row, (*other)->row);
}

struct row_ids
answers_rows(struct arena *arena, const struct answers *answers, const char *question)
{
    struct row_ids rows = { 0 };
    size_t count, kept = 0;
    const struct cell *cells = answers_question(answers, question, &count);
    const struct cell **order = ARENA_ARRAY(arena, const struct cell *, count + 1);

    for (size_t i = 0; i < count; i++)
        if (strcmp(cells[i].column, COLUMN_ORDER) == 0 && cells[i].state == CELL_ANSWERED
            && *cells[i].value >= '0' && *cells[i].value <= '9')
            order[kept++] = &cells[i];
    if (kept > 1)
        qsort(order, kept, sizeof(const struct cell *), compare_order);
    for (size_t i = 0; i < kept; i++)
        *ARENA_PUSH(arena, &rows) = order[i]->row;
    return rows;
}
