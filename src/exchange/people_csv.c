/* A list of people as organisations keep it: head, lines, and what is wrong with them. */
#include "exchange/people_csv.h"

#include "base/csv.h"
#include "base/utf8.h"
#include "exchange/people_cells.h"
#include "model/format.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_ROWS = 50000, MAX_COLUMNS = 100, MAX_CELL = 4000 };

struct reader {
    struct arena *arena;
    const struct people_source *source;
    const struct csv *csv;
    struct people_file *file;
};

static struct people_refusal *
refuse_cell(struct arena *arena, struct people_file *file, size_t line, size_t column)
{
    struct people_refusal *refusal = ARENA_PUSH(arena, &file->refusals);

    *refusal = (struct people_refusal){ .line = line, .column = column, .value = "", .other = "" };
    if (column > 0 && column <= file->head.count)
        refusal->heading = file->head.items[column - 1];
    return refusal;
}

static struct people_refusal *
refuse(struct reader *r, size_t line, size_t column, enum people_fault fault)
{
    struct people_refusal *refusal = refuse_cell(r->arena, r->file, line, column);

    refusal->fault = fault;
    return refusal;
}

struct people_refusal *
people_refuse(struct arena *arena, struct people_file *file, size_t line, enum people_field field)
{
    if (field == PEOPLE_NAME && file->column_of[PEOPLE_NAME] == 0)
        field = PEOPLE_FAMILY;
    return refuse_cell(arena, file, line, file->column_of[field]);
}

static int
compare_refusals(const void *a, const void *b)
{
    const struct people_refusal *x = a, *y = b;

    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    return (x->column > y->column) - (x->column < y->column);
}

void
people_refusals_sort(struct people_file *file)
{
    if (file->refusals.count > 0)
        qsort(file->refusals.items, file->refusals.count, sizeof *file->refusals.items, compare_refusals);
}

/* --- the head --- */

static void
read_head(struct reader *r)
{
    const struct csv_row *head = &r->csv->items[0];

    for (size_t i = 0; i < head->count; i++) {
        enum people_field field;

        if (!people_heading(r->arena, head->cells[i], &field)) {
            if (head->cells[i][0] != '\0')
                *ARENA_PUSH(r->arena, &r->file->ignored) = head->cells[i];
        } else if (r->file->column_of[field] != 0) {
            refuse(r, head->line, i + 1, PEOPLE_COLUMN_TWICE)->other =
                head->cells[r->file->column_of[field] - 1];
        } else {
            r->file->column_of[field] = i + 1;
        }
    }
    if (r->file->column_of[PEOPLE_NAME] == 0 && r->file->column_of[PEOPLE_FAMILY] == 0)
        refuse(r, head->line, 1, PEOPLE_NO_NAME_COLUMN);
}

/* --- a line --- */

/* The cell of a field in its kept form; NULL when the file has no such column, "" when it is refused. */
static const char *
field_of(struct reader *r, const struct csv_row *row, enum people_field field)
{
    size_t column = r->file->column_of[field];
    enum people_fault fault;
    const char *cell, *typed;

    if (column == 0)
        return NULL;
    cell = typed = column <= row->count ? csv_unguard(row->cells[column - 1]) : "";
    if (people_field_read(r->arena, field, &cell, &fault))
        return cell;
    refuse(r, row->line, column, fault)->value = typed;
    return "";
}

/* The parts, each from its own column where there is one that says something, must be those of the whole
 * name; what only one of the two has is taken from it. */
static void
join_names(struct reader *r, size_t line_number, const char *whole, struct people_line *line)
{
    const struct name split = name_split(r->arena, whole);
    const struct name own = { line->family ? line->family : "", line->given ? line->given : "",
                              line->patronymic ? line->patronymic : "" };
    const struct {
        enum people_field field;
        const char *own, *split, **out;
    } parts[] = {
        { PEOPLE_FAMILY, own.family, split.family, &line->family },
        { PEOPLE_GIVEN, own.given, split.given, &line->given },
        { PEOPLE_PATRONYMIC, own.patronymic, split.patronymic, &line->patronymic },
    };

    if (strcmp(name_full(r->arena, &own), whole) == 0) /* a name of more words than three, told apart */
        return;
    for (size_t i = 0; i < LENGTH(parts); i++) {
        if (parts[i].own[0] != '\0' && parts[i].split[0] != '\0'
            && strcmp(parts[i].own, parts[i].split) != 0) {
            struct people_refusal *refusal =
                refuse(r, line_number, r->file->column_of[parts[i].field], PEOPLE_TWO_NAMES);

            refusal->value = parts[i].own;
            refusal->other = whole;
        }
        *parts[i].out = parts[i].own[0] != '\0' ? parts[i].own : parts[i].split;
    }
}

static void
read_name(struct reader *r, const struct csv_row *row, struct people_line *line)
{
    size_t before = r->file->refusals.count;
    const char *whole = field_of(r, row, PEOPLE_NAME);

    line->family = field_of(r, row, PEOPLE_FAMILY);
    line->given = field_of(r, row, PEOPLE_GIVEN);
    line->patronymic = field_of(r, row, PEOPLE_PATRONYMIC);
    if (whole != NULL && r->file->refusals.count == before)
        join_names(r, row->line, whole, line);
    if (line->family == NULL)
        line->family = "";
    if (line->family[0] == '\0' && r->file->refusals.count == before)
        people_refuse(r->arena, r->file, row->line, PEOPLE_NAME)->fault = PEOPLE_NO_NAME;
}

static void
read_roles(struct reader *r, const struct csv_row *row, struct people_line *line)
{
    const char *cell = field_of(r, row, PEOPLE_ROLES), *unknown = NULL;

    line->has_roles = cell != NULL;
    if (cell == NULL)
        return;
    if (!people_roles(r->arena, r->source->catalogue, cell, line, &unknown))
        refuse(r, row->line, r->file->column_of[PEOPLE_ROLES], PEOPLE_BAD_ROLE)->value = unknown;
}

static void
read_key_user(struct reader *r, const struct csv_row *row, struct people_line *line)
{
    const char *cell = field_of(r, row, PEOPLE_KEY_USER);
    bool yes;

    if (cell == NULL)
        return;
    if (!people_yes_no(r->arena, cell, &yes)) {
        refuse(r, row->line, r->file->column_of[PEOPLE_KEY_USER], PEOPLE_BAD_YES_NO)->value = cell;
        return;
    }
    line->key_user |= yes;
    line->has_key_user = true;
}

static void
read_line(struct reader *r, const struct csv_row *row)
{
    struct people_line *line = ARENA_PUSH(r->arena, &r->file->lines);
    size_t width = r->csv->items[0].count;

    line->line = row->line;
    for (size_t i = width; i < row->count; i++) {
        if (row->cells[i][0] == '\0')
            continue;
        refuse(r, row->line, i + 1, PEOPLE_EXTRA_CELL)->value = row->cells[i];
        break;
    }
    read_name(r, row, line);
    line->position = field_of(r, row, PEOPLE_POSITION);
    line->department = field_of(r, row, PEOPLE_DEPARTMENT);
    read_roles(r, row, line);
    read_key_user(r, row, line);
    line->email = field_of(r, row, PEOPLE_EMAIL);
    line->phone = field_of(r, row, PEOPLE_PHONE);
    line->language = field_of(r, row, PEOPLE_LANGUAGE);
    line->external_id = field_of(r, row, PEOPLE_EXTERNAL_ID);
}

/* --- the whole --- */

static bool
refuse_table(struct reader *r, const struct csv_error *error, enum people_fault fault)
{
    struct people_refusal *refusal = refuse(r, error->line, error->column, fault);

    refusal->other = arena_printf(r->arena, "%zu", error->column);
    if (fault == PEOPLE_NOT_TEXT) /* that was a byte */
        refusal->heading = NULL;
    return false;
}

/* The first control character that no table has; what csv_read() finds itself is left to it: NUL, UTF-16. */
static bool
has_control(const struct people_source *source, struct csv_error *error)
{
    const char *bytes = source->bytes;

    if (source->length >= 2 && (memcmp(bytes, "\xff\xfe", 2) == 0 || memcmp(bytes, "\xfe\xff", 2) == 0))
        return false;
    for (size_t i = 0; i < source->length; i++) {
        const unsigned char byte = (unsigned char)source->bytes[i];

        if ((byte >= 0x20 && byte != 0x7f) || byte == '\t' || byte == '\r' || byte == '\n')
            continue;
        text_place(source->bytes, i, &error->line, &error->column);
        return byte != '\0';
    }
    return false;
}

static bool
read_table(struct reader *r, struct csv *csv)
{
    static const struct csv_limits limits = { MAX_ROWS, MAX_COLUMNS, MAX_CELL };
    struct csv_error error;
    enum csv_result result;

    if (has_control(r->source, &error))
        return refuse_table(r, &error, PEOPLE_NOT_TEXT);
    result = csv_read(r->arena, r->source->bytes, r->source->length, &limits, csv, &error);
    for (size_t i = 0; csv->count > 0 && i < csv->items[0].count; i++)
        *ARENA_PUSH(r->arena, &r->file->head) = csv->items[0].cells[i];
    switch (result) {
    case CSV_OK: break;
    case CSV_NOT_TEXT: return refuse_table(r, &error, PEOPLE_NOT_TEXT);
    case CSV_OPEN_QUOTE: return refuse_table(r, &error, PEOPLE_OPEN_QUOTE);
    case CSV_TOO_LONG: return refuse_table(r, &error, PEOPLE_TOO_LARGE);
    }
    r->file->was_cp1251 = csv->was_cp1251;
    if (csv->count < 2)
        refuse(r, 1, 1, csv->count == 0 ? PEOPLE_EMPTY : PEOPLE_NOBODY);
    return csv->count >= 2;
}

struct people_file
people_csv_read(struct arena *arena, const struct people_source *source)
{
    struct csv csv = { 0 };
    struct people_file file = { .was_cp1251 = false };
    struct reader r = { .arena = arena, .source = source, .csv = &csv, .file = &file };

    if (!read_table(&r, &csv))
        return file;
    read_head(&r);
    if (file.refusals.count > 0)
        return file;
    for (size_t i = 1; i < csv.count; i++)
        read_line(&r, &csv.items[i]);
    people_twins(arena, source, &file);
    return file;
}

/* --- words --- */

static const char *const faults[] = {
    [PEOPLE_NOT_TEXT] = "import.refuse.not_text",
    [PEOPLE_EMPTY] = "import.refuse.empty",
    [PEOPLE_OPEN_QUOTE] = "import.refuse.open_quote",
    [PEOPLE_TOO_LARGE] = "import.refuse.too_large",
    [PEOPLE_NOBODY] = "import.refuse.nobody",
    [PEOPLE_NO_NAME_COLUMN] = "import.refuse.no_name_column",
    [PEOPLE_COLUMN_TWICE] = "import.refuse.column_twice",
    [PEOPLE_EXTRA_CELL] = "import.refuse.extra_cell",
    [PEOPLE_TWO_NAMES] = "import.refuse.two_names",
    [PEOPLE_NO_NAME] = "import.refuse.no_name",
    [PEOPLE_LONG_TEXT] = "import.refuse.long_text",
    [PEOPLE_BAD_EMAIL] = "import.refuse.bad_email",
    [PEOPLE_BAD_PHONE] = "import.refuse.bad_phone",
    [PEOPLE_BAD_LANGUAGE] = "import.refuse.bad_language",
    [PEOPLE_BAD_ROLE] = "import.refuse.bad_role",
    [PEOPLE_BAD_YES_NO] = "import.refuse.bad_yes_no",
    [PEOPLE_SAME_EXTERNAL_ID] = "import.refuse.same_external_id",
    [PEOPLE_SAME_EMAIL] = "import.refuse.same_email",
    [PEOPLE_SAME_PERSON] = "import.refuse.same_person",
    [PEOPLE_LIKE_NAME] = "import.refuse.like_name",
    [PEOPLE_LIKE_DEPARTMENT] = "import.refuse.like_department",
    [PEOPLE_SEVERAL] = "import.refuse.several",
    [PEOPLE_TAKEN_EMAIL] = "import.refuse.taken_email",
};

static const char *const fields[PEOPLE_FIELD_COUNT] = {
    [PEOPLE_NAME] = "people.field.name",         [PEOPLE_FAMILY] = "people.field.family",
    [PEOPLE_GIVEN] = "people.field.given",       [PEOPLE_PATRONYMIC] = "people.field.patronymic",
    [PEOPLE_POSITION] = "people.field.position", [PEOPLE_DEPARTMENT] = "people.field.department",
    [PEOPLE_ROLES] = "people.field.roles",       [PEOPLE_KEY_USER] = "people.field.key_user",
    [PEOPLE_EMAIL] = "people.field.email",       [PEOPLE_PHONE] = "people.field.phone",
    [PEOPLE_LANGUAGE] = "people.field.language", [PEOPLE_EXTERNAL_ID] = "people.field.external_id",
};

const char *
people_fault_text(enum people_fault fault)
{
    return faults[fault];
}

const char *
people_field_text(enum people_field field)
{
    return fields[field];
}

const char *
people_refusal_words(struct arena *arena, const struct phrases *phrases, enum lang lang,
                     const struct people_refusal *refusal)
{
    return phrase_fill(arena, phrases, lang, faults[refusal->fault], "value", refusal->value, "other",
                       refusal->other, NULL);
}
