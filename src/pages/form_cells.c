/* What a page of a questionnaire sends back, as cells. */
#include "pages/form_cells.h"

#include "model/format.h"
#include "model/question_type.h"
#include "pages/control.h"

#include <stdlib.h>
#include <string.h>

static const char *
fields_value(const struct fields *fields, const char *name)
{
    for (size_t i = 0; i < fields->count; i++) {
        if (strcmp(fields->items[i].name, name) == 0)
            return fields->items[i].value;
    }
    return NULL;
}

/* "g_01/2" of a rank: the question; NULL when the name is no place of a rank. */
static const struct question *
rank_of(struct arena *arena, const struct survey *survey, const char *name)
{
    const char *slash = strchr(name, '/');
    const struct question *question;
    char *end;
    long place;

    if (slash == NULL || slash[1] < '1' || slash[1] > '9')
        return NULL;
    question = survey_question(survey, arena_copy_n(arena, name, (size_t)(slash - name)));
    place = strtol(slash + 1, &end, 10);
    return question != NULL && control_of(question, false) == CONTROL_PLACES && *end == '\0'
                   && place <= control_places(question)
               ? question
               : NULL;
}

/* The places of a rank as a value: "a - b"; empty places at the end are left out. */
static const char *
rank_value(struct arena *arena, const struct question *question, const struct fields *form)
{
    const char *value = "";
    int empty = 0;

    for (int place = 1; place <= control_places(question); place++) {
        const char *name = arena_printf(arena, "%s/%d", question->id, place);
        const char *chosen = fields_value(form, name);

        if (chosen == NULL || chosen[0] == '\0') {
            empty++;
            continue;
        }
        for (; empty > 0; empty--)
            value = arena_printf(arena, "%s%s" FORM_NO_PLACE, value, value[0] ? " " : "");
        value = arena_printf(arena, "%s%s%s", value, value[0] ? " " : "", chosen);
    }
    return value;
}

static struct form_cell *
cell_at(struct form_cells *cells, const struct cell *address)
{
    for (size_t i = 0; i < cells->count; i++) {
        const struct cell *cell = &cells->items[i].cell;

        if (strcmp(cell->question, address->question) == 0 && strcmp(cell->row, address->row) == 0
            && strcmp(cell->column, address->column) == 0)
            return &cells->items[i];
    }
    return NULL;
}

/* The cell with this address, made when the form names it for the first time. */
static struct form_cell *
cell_of(struct arena *arena, struct form_cells *cells, const struct cell *address)
{
    struct form_cell *found = cell_at(cells, address);

    if (found == NULL) {
        found = ARENA_PUSH(arena, cells);
        found->cell = found->was = *address;
        found->cell.value = found->was.value = "";
    }
    return found;
}

/* Line ends as they are kept: a form sends CR LF. */
static const char *
line_ends(struct arena *arena, const char *value)
{
    char *copy, *to;

    if (strchr(value, '\r') == NULL)
        return value;
    to = copy = arena_copy(arena, value);
    for (const char *from = value; *from != '\0'; from++) {
        if (*from != '\r')
            *to++ = *from;
        else if (from[1] != '\n')
            *to++ = '\n';
    }
    *to = '\0';
    return copy;
}

/* Is the value one of the two states, and offered here? */
static bool
state_of(const struct field_of_cell *field, const char *value, enum cell_state *state)
{
    const struct question *part = field->part;

    if (field->use != USE_VALUE || value[0] != ':')
        return false;
    if (strcmp(value, FORM_DONT_KNOW) == 0 && (part->dont_know || field->question->dont_know)) {
        *state = CELL_DONT_KNOW;
        return true;
    }
    if (strcmp(value, FORM_NOT_APPLICABLE) == 0
        && (part->not_applicable || field->question->not_applicable)) {
        *state = CELL_NOT_APPLICABLE;
        return true;
    }
    return false;
}

static void
add_value(struct arena *arena, struct form_cell *into, const struct field_of_cell *field, const char *value)
{
    bool many = field->use == USE_VALUE && control_of(field->part, true) == CONTROL_TICKS;
    enum cell_state state;

    if (state_of(field, value, &state)) {
        into->several = into->several || (into->cell.state != CELL_ANSWERED && into->cell.state != state);
        into->cell.state = state;
    } else if (value[0] != '\0') {
        into->several = into->several || (into->cell.value[0] != '\0' && !many);
        into->cell.value =
            into->cell.value[0] == '\0' ? value : arena_printf(arena, "%s %s", into->cell.value, value);
    }
}

/* The name of a field that is not about a cell: it has no slash and is no question. */
static bool
is_other_field(const struct survey *survey, const char *name)
{
    return strchr(name, '/') == NULL && survey_question(survey, name) == NULL;
}

/* Everything that reading one field needs. */
struct collecting {
    struct arena *arena;
    const struct survey *survey;
    size_t section;
    const struct fields *form;
    struct form_cells *out;
};

/* The cell an address names, if the section has it. */
static bool
find_cell(const struct collecting *c, const char *address, struct cell *cell, struct field_of_cell *field)
{
    return cell_parse(c->arena, address, cell) && control_field(c->survey, cell, field)
           && field->question->section == (int)c->section;
}

static bool
collect_was(const struct collecting *c, const char *address, const char *value)
{
    struct field_of_cell field;
    struct form_cell *into;
    struct cell cell;

    if (!find_cell(c, address, &cell, &field))
        return false;
    if (field.use == USE_ORDER)
        return true; /* nobody types it: it is there for the script */
    into = cell_of(c->arena, c->out, &cell);
    if (!state_of(&field, value, &into->was.state))
        into->was.value = line_ends(c->arena, value);
    return true;
}

static bool
collect_rank(const struct collecting *c, const struct question *question)
{
    struct cell cell = { .question = question->id, .row = "", .column = "", .value = "" };

    if (question->section != (int)c->section)
        return false;
    cell_of(c->arena, c->out, &cell)->cell.value = rank_value(c->arena, question, c->form);
    return true;
}

static bool
collect_field(const struct collecting *c, const struct field *field)
{
    const struct question *rank = rank_of(c->arena, c->survey, field->name);
    struct field_of_cell what;
    struct cell cell;

    if (rank != NULL)
        return collect_rank(c, rank);
    if (!find_cell(c, field->name, &cell, &what) || what.use == USE_ORDER)
        return false;
    add_value(c->arena, cell_of(c->arena, c->out, &cell), &what, line_ends(c->arena, field->value));
    return true;
}

/* "don't know" stands beside an answer that it replaces when the answer is what the page showed, and gives
 * way to a new answer when it was there before. */
static void
settle_state(struct form_cell *cell)
{
    if (cell->cell.state == CELL_ANSWERED || cell->cell.value[0] == '\0')
        return;
    if (cell->was.state == cell->cell.state)
        cell->cell.state = CELL_ANSWERED;
    else if (strcmp(cell->cell.value, cell->was.value) == 0)
        cell->cell.value = "";
    else
        cell->both = true;
}

/* "not applicable" to a whole table, there before, gives way to a new answer in one of its rows. */
static void
settle_whole(const struct form_cells *cells, struct form_cell *whole)
{
    if (whole->cell.row[0] != '\0' || whole->cell.column[0] != '\0' || whole->cell.state == CELL_ANSWERED
        || whole->was.state != whole->cell.state)
        return;
    for (size_t i = 0; i < cells->count; i++) {
        const struct form_cell *form = &cells->items[i];
        bool answer = form->cell.value[0] != '\0' || form->cell.state != CELL_ANSWERED;

        if (form->cell.row[0] != '\0' && strcmp(form->cell.question, whole->cell.question) == 0 && answer
            && !form_cells_same(&form->cell, &form->was))
            whole->cell.state = CELL_ANSWERED;
    }
}

bool
form_cells_collect(struct arena *arena, const struct survey *survey, size_t section,
                   const struct fields *form, struct form_cells *out)
{
    struct collecting c = { arena, survey, section, form, out };
    size_t prefix = strlen(FORM_WAS);

    *out = (struct form_cells){ 0 };
    for (size_t i = 0; i < form->count; i++) {
        const struct field *field = &form->items[i];
        bool good;

        if (strncmp(field->name, FORM_WAS, prefix) == 0)
            good = collect_was(&c, field->name + prefix, field->value);
        else
            good = is_other_field(survey, field->name) || collect_field(&c, field);
        if (!good)
            return false;
    }
    for (size_t i = 0; i < out->count; i++)
        settle_state(&out->items[i]);
    for (size_t i = 0; i < out->count; i++)
        settle_whole(out, &out->items[i]);
    return true;
}

bool
form_cells_same(const struct cell *a, const struct cell *b)
{
    return a->state == b->state && (a->state != CELL_ANSWERED || strcmp(a->value, b->value) == 0);
}

static bool
is_number(const struct survey *survey, const struct cell *cell)
{
    struct field_of_cell field;

    return control_field(survey, cell, &field) && field.use == USE_VALUE && field.part->type->numeric;
}

void
form_cell_close(struct arena *arena, const struct survey *survey, enum lang lang, struct cell *cell)
{
    if (is_number(survey, cell))
        cell->value = number_closed(arena, lang, cell->value);
}

void
form_cells_close(struct arena *arena, const struct survey *survey, enum lang lang, struct form_cells *cells)
{
    for (size_t i = 0; i < cells->count; i++)
        form_cell_close(arena, survey, lang, &cells->items[i].cell);
}

/* Blanks and the way of writing a decimal point do not make another number. */
static bool
same_number(const char *a, const char *b)
{
    for (;; a++, b++) {
        char x, y;

        a += strspn(a, " ");
        b += strspn(b, " ");
        x = *a == ',' ? '.' : *a;
        y = *b == ',' ? '.' : *b;
        if (x != y)
            return false;
        if (x == '\0')
            return true;
    }
}

bool
form_cell_changed(const struct survey *survey, const struct form_cell *cell)
{
    if (cell->cell.state != CELL_ANSWERED || cell->was.state != CELL_ANSWERED)
        return cell->cell.state != cell->was.state;
    if (is_number(survey, &cell->cell))
        return !same_number(cell->cell.value, cell->was.value);
    return strcmp(cell->cell.value, cell->was.value) != 0;
}

const char *
form_cell_was(const struct cell *cell)
{
    switch (cell->state) {
    case CELL_DONT_KNOW: return FORM_DONT_KNOW;
    case CELL_NOT_APPLICABLE: return FORM_NOT_APPLICABLE;
    case CELL_ANSWERED: break;
    }
    return cell->value;
}

bool
form_rank_gap(const char *value)
{
    for (const char *at = value; (at = strstr(at, FORM_NO_PLACE)) != NULL; at++) {
        if ((at == value || at[-1] == ' ') && (at[1] == ' ' || at[1] == '\0'))
            return true;
    }
    return false;
}
