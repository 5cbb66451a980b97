/* Rule 1: what one response says for a requirement, and how strongly. */
#include "audit/internal.h"

#include "model/question_type.h"

#include <math.h>
#include <string.h>

static const struct origin *
origin_of(const struct says *says)
{
    return &says->tally->origins.items[says->origin];
}

static const struct answers *
answers_of(const struct says *says)
{
    return &says->audit->electorate.ballots.items[says->ballot].response->answers;
}

/* An answer in a denominator: given, and none of the program's own columns. */
static bool
counts(const struct cell *cell)
{
    return cell->state == CELL_ANSWERED && cell->value[0] != '\0' && strchr(cell->column, '.') == NULL;
}

static struct row_ids
rows_of(const struct says *says)
{
    return question_rows(says->audit->passing, origin_of(says)->survey, answers_of(says),
                         origin_of(says)->question);
}

bool
ballot_answers(const struct says *says)
{
    const struct question *question = origin_of(says)->question;
    const char *only = origin_of(says)->trigger->row;
    size_t count;
    const struct cell *cells = answers_question(answers_of(says), question->id, &count);

    if (question->type->shape == SHAPE_TABLE) {
        struct row_ids rows = count > 0 ? rows_of(says) : (struct row_ids){ 0 };

        for (size_t i = 0; i < rows.count; i++)
            if (row_filled(answers_of(says), question, rows.items[i]))
                return true;
        return false;
    }
    for (size_t i = 0; i < count; i++)
        if (counts(&cells[i]) && (only == NULL || strcmp(cells[i].row, only) == 0))
            return true;
    return false;
}

static bool
when_holds(const struct says *says, const char *row, const char *choice)
{
    const struct origin *origin = origin_of(says);
    struct expr_env env = says->audit->electorate.members[says->ballot].env;

    env.row = row;
    env.table = row != NULL ? origin->question->id : NULL;
    env.choice = choice;
    return expr_holds(origin->trigger->when, &env);
}

/* Does an answer support, given what it is? Without `when`: yes, a choice that may trigger, anything typed.
 */
static bool
supports(const struct says *says, const struct question *question, const char *value, const char *row)
{
    const struct choice *choice = choice_find(&question->choices, value);

    if (origin_of(says)->trigger->when != NULL)
        return when_holds(says, row, value);
    if (choice != NULL)
        return !choice->no_trigger;
    return strcmp(question->type->name, "yes_no") != 0 || strcmp(value, "yes") == 0;
}

static int
strength_of(const struct choice *choice)
{
    return choice != NULL ? (int)floor(choice->strength * 100 + 0.5) : 100;
}

static void
pick_add(const struct says *says, long key, const char *row, int strength)
{
    *ARENA_PUSH(says->audit->scratch, &says->tally->picks) = (struct pick){ .voter = (uint32_t)says->voter,
                                                                            .ballot = (uint32_t)says->ballot,
                                                                            .origin = (uint32_t)says->origin,
                                                                            .key = (int32_t)key,
                                                                            .option = MAP_NONE,
                                                                            .strength = strength,
                                                                            .row = row };
}

static long
key_add(const struct says *says, const struct tally_key *key)
{
    struct tally *tally = says->tally;
    long at = map_add(says->audit->scratch, &tally->key_index, key->key, (long)tally->keys.count);

    if ((size_t)at == tally->keys.count) {
        struct tally_key *added = ARENA_PUSH(says->audit->scratch, &tally->keys);

        *added = *key;
        added->key = arena_copy(says->audit->arena, key->key);
    }
    return at;
}

static long
whole(const struct says *says)
{
    return key_add(says, &(struct tally_key){ .key = "" });
}

/* Count the voter for an option, once; the option is made when it is new. Its label is the caller's to set.
 */
static long
option_note(const struct says *says, const struct option_tally *wanted)
{
    const struct electorate *all = &says->audit->electorate;
    const struct voter *voter = &all->voters.items[says->voter];
    struct tally *tally = says->tally;
    long at = map_add(says->audit->scratch, &tally->option_index, wanted->value, (long)tally->options.count);
    struct option_tally *option;

    if ((size_t)at == tally->options.count) {
        option = ARENA_PUSH(says->audit->scratch, &tally->options);
        *option = *wanted;
        option->value = arena_copy(says->audit->arena, wanted->value);
        option->group = arena_copy(says->audit->scratch, wanted->group);
        option->stands = ARENA_ARRAY(says->audit->scratch, struct stand, all->areas.count + 1);
    }
    option = &tally->options.items[at];
    option->triggers = option->triggers || wanted->triggers;
    if (option->last_voter != says->voter + 1) {
        struct stand *stand = &option->stands[voter->area];

        option->last_voter = says->voter + 1;
        stand->all += says->audit->weights[says->voter];
        stand->people++;
        stand->heads += voter->head ? says->audit->weights[says->voter] : 0;
        stand->head_count += voter->head;
    }
    return at;
}

static long
choice_note(const struct says *says, const struct choice *choice, bool triggers)
{
    struct tally *tally = says->tally;
    size_t place = (size_t)(choice - origin_of(says)->question->choices.items);
    long at = option_note(
        says,
        &(struct option_tally){ .value = choice->value, .group = "", .place = place, .triggers = triggers });

    if (tally->options.items[at].label == NULL)
        tally->options.items[at].label = choice_label(says->audit, choice);
    return at;
}

/* One choice of a set or a list; its own requirement, or an option of the whole. */
static int
choice_pick(const struct says *says, const char *value, long *option)
{
    const struct question *question = origin_of(says)->question;
    const struct choice *choice = choice_find(&question->choices, value);
    bool triggers = supports(says, question, value, NULL);
    int strength = triggers ? strength_of(choice) : 0;

    if (origin_of(says)->trigger->each == EACH_CHOICE) {
        if (choice != NULL && strength > 0)
            pick_add(says,
                     key_add(says, &(struct tally_key){ .key = value,
                                                        .number = choice->number,
                                                        .choice = choice,
                                                        .label = choice_label(says->audit, choice) }),
                     "", strength);
        return 0;
    }
    if (choice != NULL)
        *option = choice_note(says, choice, triggers);
    return strength;
}

static void
single_picks(const struct says *says)
{
    const struct question *question = origin_of(says)->question;
    const char *value = answers_value(answers_of(says), question->id, "", "");
    bool many =
        strcmp(question->type->name, "select_multiple") == 0 || strcmp(question->type->name, "rank") == 0;
    long option = MAP_NONE;
    int strongest = 0;

    if (!many || question->choices.count == 0) {
        strongest = choice_pick(says, value, &option);
    } else {
        for (size_t length; *value != '\0'; value += length) {
            int strength;

            value += strspn(value, " ");
            length = strcspn(value, " ");
            strength = choice_pick(says, arena_copy_n(says->audit->passing, value, length), &option);
            strongest = strength > strongest ? strength : strongest;
        }
        option = MAP_NONE;
    }
    if (strongest > 0) {
        pick_add(says, whole(says), "", strongest);
        says->tally->picks.items[says->tally->picks.count - 1].option = (int32_t)option;
    }
}

static const struct question *
column_at(const struct question *matrix, const char *id)
{
    const struct question *column = question_column(matrix, id);

    return column != NULL ? column : matrix;
}

static const char *
cell_label(const struct says *says, const struct cell *cell, const struct question *column)
{
    const struct question *matrix = origin_of(says)->question;
    const struct choice *row = choice_find(&matrix->rows, cell->row);
    enum lang lang = says->audit->input->lang;

    return arena_printf(says->audit->arena, "%s%s%s: %s",
                        row != NULL ? text_in(&row->label, lang) : cell->row, cell->column[0] ? " — " : "",
                        cell->column[0] ? text_in(&column->label, lang) : "",
                        cell_words(says->audit->arena, column, cell, lang));
}

static void
cell_note(const struct says *says, const struct cell *cell, const struct question *column, bool triggers)
{
    struct arena *passing = says->audit->passing;
    const struct question *matrix = origin_of(says)->question;
    const struct choice *row = choice_find(&matrix->rows, cell->row);
    size_t across = column != matrix ? (size_t)(column - matrix->columns.items) : 0,
           down = row != NULL ? (size_t)(row - matrix->rows.items) : matrix->rows.count;
    const char *group = arena_printf(passing, "%s/%s", cell->row, cell->column);
    long at =
        option_note(says, &(struct option_tally){ .value = arena_printf(passing, "%s=%s", group, cell->value),
                                                  .group = group,
                                                  .place = down * (matrix->columns.count + 1) + across,
                                                  .triggers = triggers });

    if (says->tally->options.items[at].label == NULL)
        says->tally->options.items[at].label = cell_label(says, cell, column);
}

static long
matrix_key(const struct says *says, const struct cell *cell, const struct question *column)
{
    const struct origin *origin = origin_of(says);
    const struct choice *row = choice_find(&origin->question->rows, cell->row);
    enum lang lang = says->audit->input->lang;
    struct tally_key key = { .key = cell->row, .number = row != NULL ? row->number : 0 };

    if (origin->trigger->each == EACH_NONE)
        return whole(says);
    key.label = row != NULL ? text_in(&row->label, lang) : cell->row;
    if (origin->trigger->each == EACH_CELL) {
        key.key = arena_printf(says->audit->passing, "%s/%s", cell->row, cell->column);
        key.column_number = (int)(column - origin->question->columns.items) + 1;
        key.label = arena_printf(says->audit->arena, "%s — %s", key.label, text_in(&column->label, lang));
    }
    return key_add(says, &key);
}

static void
matrix_picks(const struct says *says)
{
    const struct origin *origin = origin_of(says);
    bool each = origin->trigger->each != EACH_NONE;
    const char *only = origin->trigger->row;
    size_t count;
    const struct cell *cells = answers_question(answers_of(says), origin->question->id, &count);
    int strongest = 0;

    for (size_t i = 0; i < count; i++) {
        const struct question *column = column_at(origin->question, cells[i].column);
        const struct choice *choice = choice_find(&column->choices, cells[i].value);
        bool triggers;
        int strength;

        if (!counts(&cells[i]) || (only != NULL && strcmp(cells[i].row, only) != 0))
            continue;
        triggers = supports(says, column, cells[i].value, cells[i].row);
        strength = triggers ? strength_of(choice) : 0;
        if (each && strength > 0)
            pick_add(says, matrix_key(says, &cells[i], column), cells[i].row, strength);
        if (!each && only == NULL)
            cell_note(says, &cells[i], column, triggers);
        strongest = strength > strongest ? strength : strongest;
    }
    if (!each && strongest > 0)
        pick_add(says, whole(says), only != NULL ? only : "", strongest);
}

/* The whole of a table speaks of its rows as options. */
static void
row_note(const struct says *says, const struct table_row *row)
{
    struct audit *audit = says->audit;
    const char *words = row_words(audit, audit->passing, row);
    long at = option_note(says, &(struct option_tally){ .value = row_key(audit->passing, words),
                                                        .group = "",
                                                        .place = says->tally->options.count,
                                                        .triggers = true });

    if (says->tally->options.items[at].label == NULL)
        says->tally->options.items[at].label = arena_copy(audit->arena, words);
}

static void
row_pick(const struct says *says, const struct table_row *row)
{
    const struct question *table = row->origin->question;
    const char *title = answers_value(row->answers, table->id, row->row,
                                      table->columns.count > 0 ? table->columns.items[0].id : "");
    struct tally_key key = { .key = row_key(says->audit->passing, title),
                             .number = (int)says->tally->keys.count + 1 };

    if (*key.key != '\0')
        pick_add(says, key_add(says, &key), row->row, 100);
}

static void
table_picks(const struct says *says)
{
    struct table_row row = { .origin = origin_of(says), .answers = answers_of(says) };
    const struct trigger *trigger = row.origin->trigger;
    struct row_ids rows = rows_of(says);
    bool any = false;

    for (size_t i = 0; i < rows.count; i++) {
        row.row = rows.items[i];
        if (!row_filled(row.answers, row.origin->question, row.row)
            || (trigger->when != NULL && !when_holds(says, row.row, NULL)))
            continue;
        any = true;
        if (trigger->each == EACH_ROW)
            row_pick(says, &row);
        else
            row_note(says, &row);
    }
    if (trigger->each != EACH_ROW && any)
        pick_add(says, whole(says), "", 100);
}

void
ballot_picks(const struct says *says)
{
    switch (origin_of(says)->question->type->shape) {
    case SHAPE_SINGLE: single_picks(says); break;
    case SHAPE_MATRIX: matrix_picks(says); break;
    case SHAPE_TABLE: table_picks(says); break;
    default: break;
    }
}
