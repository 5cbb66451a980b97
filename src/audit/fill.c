/* Rule 7: the text of a requirement, from its template and what was answered. */
#include "audit/internal.h"

#include "model/format.h"
#include "model/question_type.h"

#include <stdlib.h>
#include <string.h>

enum { TEXT_BYTES = 1024 * 1024, LIST_MOST = 100 };

const char *
choice_label(const struct audit *audit, const struct choice *choice)
{
    return text_in(&choice->label, audit->input->lang);
}

/* Parts of a sentence, joined; "" for none. Beyond LIST_MOST the list ends in «…»: nobody reads on. */
static const char *
join(struct arena *arena, const struct names *parts, const char *between)
{
    scoped_buf out;

    buf_open(&out, TEXT_BYTES);
    for (size_t i = 0; i < parts->count; i++) {
        buf_puts(&out, i > 0 ? between : "");
        if (i == LIST_MOST || out.length > TEXT_BYTES / 2) {
            buf_puts(&out, "…");
            break;
        }
        buf_puts(&out, parts->items[i]);
    }
    return arena_copy(arena, out.full ? "" : buf_text(&out));
}

/* The label of a choice of any of the questions this requirement comes from; its value when none has it. */
static const char *
label_of(const struct subject *subject, const char *value)
{
    for (size_t o = 0; subject->tally != NULL && o < subject->tally->origins.count; o++) {
        const struct choice *choice = choice_find(&subject->tally->origins.items[o].question->choices, value);

        if (choice != NULL)
            return choice_label(subject->audit, choice);
    }
    return value;
}

static const char *
fill_choices(const struct subject *subject)
{
    struct names labels = { 0 };

    for (size_t i = 0; i < subject->found->choices.count; i++)
        *ARENA_PUSH(subject->audit->passing, &labels) = label_of(subject, subject->found->choices.items[i]);
    return join(subject->audit->passing, &labels, ", ");
}

static const char *
fill_choice(const struct subject *subject)
{
    if (subject->key->label != NULL)
        return subject->key->label;
    return subject->found->choice != NULL ? label_of(subject, subject->found->choice) : "";
}

static const char *
fill_rows(const struct subject *subject)
{
    const struct option_tally **sorted = options_by_share(subject->audit, subject->tally);
    struct names labels = { 0 };

    for (size_t i = 0; i < subject->tally->options.count; i++)
        if (sorted[i]->triggers)
            *ARENA_PUSH(subject->audit->passing, &labels) = sorted[i]->label;
    return join(subject->audit->passing, &labels, "; ");
}

/* Of each cell the answer that most gave, if it asks for anything. */
static const char *
fill_cells(const struct subject *subject)
{
    const struct option_tally **cells = options_by_place(subject->audit, subject->tally);
    size_t count = subject->tally->options.count;
    struct names labels = { 0 };

    for (size_t i = 0, next; i < count; i = next) {
        const struct option_tally *best = cells[i];

        for (next = i + 1; next < count && strcmp(cells[next]->group, best->group) == 0; next++)
            if (cells[next]->share > best->share)
                best = cells[next];
        if (best->triggers)
            *ARENA_PUSH(subject->audit->passing, &labels) = best->label;
    }
    return join(subject->audit->passing, &labels, "; ");
}

/* A column of the row: of several merged rows the first that has it filled in. */
static const char *
fill_column(const struct subject *subject, const char *column)
{
    for (size_t i = subject->key->first; i < subject->key->first + subject->key->count; i++) {
        const struct pick *pick = &subject->tally->picks.items[i];
        const struct ballot *ballot = &subject->audit->electorate.ballots.items[pick->ballot];
        const struct table_row row = { .origin = &subject->tally->origins.items[pick->origin],
                                       .answers = &ballot->response->answers,
                                       .row = pick->row };
        const char *words = row_column(subject->audit, subject->audit->passing, &row, column);

        if (*words != '\0')
            return words;
    }
    return "";
}

static int
by_number(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Every number that was answered to the questions of this requirement, sorted. */
static size_t
numbers_gather(const struct subject *subject, double **out)
{
    const struct ballots *ballots = &subject->audit->electorate.ballots;
    const struct origins *origins = &subject->tally->origins;
    double *numbers = ARENA_ARRAY(subject->audit->passing, double, ballots->count * origins->count + 1);
    size_t count = 0;

    for (size_t b = 0; b < ballots->count; b++)
        for (size_t o = 0; o < origins->count; o++) {
            const struct counted *response = ballots->items[b].response;
            const char *value;

            if (origins->items[o].survey != response->survey || !origins->items[o].question->type->numeric)
                continue;
            value = answers_value(&response->answers, origins->items[o].question->id, "", "");
            if (*value != '\0')
                numbers[count++] = strtod(value, NULL);
        }
    if (count > 0)
        qsort(numbers, count, sizeof *numbers, by_number);
    *out = numbers;
    return count;
}

/* Their middle and ends, kept with the requirement. */
static void
numbers_take(const struct subject *subject)
{
    struct number_range *out = &subject->found->numbers;
    double *numbers;
    size_t count;

    for (size_t o = 0; subject->tally != NULL && o < subject->tally->origins.count && out->question == NULL;
         o++)
        if (subject->tally->origins.items[o].question->type->numeric)
            out->question = subject->tally->origins.items[o].question;
    if (out->question == NULL || (count = numbers_gather(subject, &numbers)) == 0)
        return;
    out->count = (int)count;
    out->least = numbers[0];
    out->most = numbers[count - 1];
    out->median = count % 2 == 1 ? numbers[count / 2] : (numbers[count / 2 - 1] + numbers[count / 2]) / 2;
}

static const char *
number_words(const struct subject *subject, double number)
{
    struct audit *audit = subject->audit;

    return format_number(audit->passing, audit->input->lang, expr_number_text(audit->passing, number));
}

/* What a number of the question is measured in, in the form that goes with it; "" where nothing is said. */
static const char *
unit_words(const struct subject *subject, double number)
{
    const struct question *question = subject->found->numbers.question;
    struct arena *arena = subject->audit->passing;

    return strcmp(question->type->name, "percent") == 0
               ? "%"
               : question_unit(arena, question, subject->audit->input->lang, expr_number_text(arena, number));
}

/* Behind a median whose answers differ: " (10–25 %, n = 5)". */
static const char *
range_words(const struct subject *subject)
{
    const struct number_range *numbers = &subject->found->numbers;
    struct arena *arena = subject->audit->passing;
    enum lang lang = subject->audit->input->lang;
    const char *unit = unit_words(subject, numbers->most), *range;

    range = arena_printf(arena, "%s–%s", number_words(subject, numbers->least),
                         number_words(subject, numbers->most));
    if (strcmp(unit, "%") == 0)
        range = format_percent(arena, lang, range);
    else if (*unit != '\0')
        range = arena_printf(arena, "%s\u00a0%s", range, unit);
    return arena_printf(arena, " (%s, n\u00a0=\u00a0%d)", range, numbers->count);
}

/* How much of `text` is blanks and the unit of the number before it, in any form; 0: the unit does not
 * follow. */
static size_t
unit_length(const struct subject *subject, const char *text)
{
    static const double each_form[] = { 1, 2, 5 };
    size_t blanks = strncmp(text, "\u00a0", 2) == 0 ? 2 : strspn(text, " "), longest = 0;

    for (size_t i = 0; i < LENGTH(each_form); i++) {
        const char *unit = unit_words(subject, each_form[i]);
        size_t length = strlen(unit);

        if (length > longest && strncmp(text + blanks, unit, length) == 0)
            longest = length;
    }
    return longest > 0 ? blanks + longest : 0;
}

static const char *
fill_figure(const struct subject *subject, const char *name)
{
    const struct number_range *numbers = &subject->found->numbers;

    if (strcmp(name, "n") == 0)
        return arena_int(subject->audit->passing, subject->found->answered);
    if (strcmp(name, "share") == 0)
        return format_hundredths(subject->audit->passing, subject->audit->input->lang, subject->found->share,
                                 0);
    if (numbers->count == 0)
        return "";
    if (strcmp(name, "min") == 0)
        return number_words(subject, numbers->least);
    return number_words(subject, strcmp(name, "max") == 0 ? numbers->most : numbers->median);
}

static const char *
group_words(const struct subject *subject, const struct expr *expr)
{
    const char *choice = subject->key->choice != NULL ? subject->key->choice->value : NULL;
    struct value value = group_value(subject->audit, expr, choice, MAP_NONE);

    if (value.kind == VALUE_NUMBER)
        return number_words(subject, value.number);
    return value_text(subject->audit->passing, &value);
}

/* A name that a trigger's `values` gives, computed once a choice; NULL: no trigger gives it. */
static const char *
fill_value(const struct subject *subject, const char *name)
{
    struct tally *tally = subject->tally;
    const char *choice = subject->key->choice != NULL ? subject->key->choice->value : "";
    const char *address = arena_printf(subject->audit->passing, "{%s} %s", name, choice);
    long known = map_find(&tally->value_index, address);
    const char *words = NULL;

    if (known != MAP_NONE)
        return tally->values.items[known];
    for (size_t o = 0; o < tally->origins.count; o++) {
        const struct fills *values = &tally->origins.items[o].trigger->values;

        for (size_t i = 0; i < values->count && (words == NULL || *words == '\0'); i++)
            if (strcmp(values->items[i].name, name) == 0)
                words = arena_copy(subject->audit->scratch, group_words(subject, values->items[i].value));
    }
    map_add(subject->audit->scratch, &tally->value_index, address, (long)tally->values.count);
    *ARENA_PUSH(subject->audit->scratch, &tally->values) = words;
    return words;
}

static const char *
fill_name(const struct subject *subject, const char *name)
{
    static const struct {
        const char *name;
        const char *(*fill)(const struct subject *);
    } lists[] = {
        { "choices", fill_choices }, { "choice", fill_choice }, { "rows", fill_rows }, { "cells", fill_cells }
    };
    static const char *const figures[] = { "median", "min", "max", "n", "share" };
    const char *words = subject->tally != NULL ? fill_value(subject, name) : "";

    if (words != NULL)
        return words;
    for (size_t i = 0; i < LENGTH(lists); i++)
        if (strcmp(name, lists[i].name) == 0)
            return lists[i].fill(subject);
    for (size_t i = 0; i < LENGTH(figures); i++)
        if (strcmp(name, figures[i]) == 0)
            return fill_figure(subject, name);
    return strncmp(name, "row.", 4) == 0 ? fill_column(subject, name + 4) : "";
}

/* `ranges`: a median says between which numbers it lies, and of how many (rule 7). */
static const char *
fill_template(const struct subject *subject, const char *template, bool ranges)
{
    const struct number_range *numbers = &subject->found->numbers;
    struct audit *audit = subject->audit;
    const char *open, *close;
    scoped_buf out;

    buf_open(&out, TEXT_BYTES * 4);
    while ((open = strchr(template, '{')) != NULL && (close = strchr(open, '}')) != NULL) {
        const char *name = arena_copy_n(audit->passing, open + 1, (size_t)(close - open - 1));
        const char *words = fill_name(subject, name);

        buf_add(&out, template, (size_t)(open - template));
        if (format_quote_open(audit->input->lang, buf_text(&out)))
            words = format_inner_quotes(audit->passing, audit->input->lang, words);
        buf_puts(&out, *words != '\0' ? words : text_in(&audit->catalogue->unspecified, audit->input->lang));
        template = close + 1;
        if (ranges && strcmp(name, "median") == 0 && numbers->count > 0 && numbers->least < numbers->most) {
            size_t unit = unit_length(subject, template);

            buf_add(&out, template, unit);
            buf_puts(&out, range_words(subject));
            template += unit;
        }
    }
    buf_puts(&out, template);
    return arena_copy(audit->arena, buf_text(&out));
}

/* The texts of this choice, where the catalogue has others for it. */
static const struct variant_text *
variant_of(const struct subject *subject)
{
    const struct variant_texts *variants = &subject->found->def->variants;

    for (size_t i = 0; i < variants->count; i++) {
        const char *choice = variants->items[i].choice;

        if (strcmp(choice, subject->found->key) == 0
            || (subject->found->choice != NULL && strcmp(choice, subject->found->choice) == 0))
            return &variants->items[i];
    }
    return NULL;
}

void
requirement_fill(const struct subject *subject)
{
    struct found_requirement *found = subject->found;
    const struct requirement_def *def = found->def;
    const struct variant_text *variant = variant_of(subject);
    const struct text *statement = &def->statement, *acceptance = &def->acceptance;
    enum lang lang = subject->audit->input->lang;

    if (variant != NULL && text_present(&variant->statement))
        statement = &variant->statement;
    if (variant != NULL && text_present(&variant->acceptance))
        acceptance = &variant->acceptance;
    found->acceptance_by_default = def->default_acceptance;
    if (!text_present(acceptance)) {
        acceptance = &subject->audit->catalogue->default_acceptance;
        found->acceptance_by_default = true;
    }
    numbers_take(subject);
    found->statement = fill_template(subject, text_in(statement, lang), true);
    found->acceptance = fill_template(subject, text_in(acceptance, lang), false);
    if (found->ruled != NULL)
        found->ruled_words = arena_copy(
            subject->audit->arena, found->choices.count > 0 ? fill_choices(subject) : found->ruled->value);
    if (found->confirmed == NULL)
        return;
    found->acceptance_by_default = false;
    if (found->confirmed->value != NULL && *found->confirmed->value != '\0')
        found->acceptance = found->confirmed->value;
}
