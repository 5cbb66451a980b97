/* An answer in words for a person. */
#include "model/format.h"
#include "model/phrases.h"
#include "model/type.h"

#include <stdlib.h>
#include <string.h>

#define NBSP "\xc2\xa0"

/* The answers that no author writes. */
static const struct text word_yes = { .in = { "Да", "Так", "Yes" } };
static const struct text word_no = { .in = { "Нет", "Ні", "No" } };
static const struct text word_other = { .in = { "Другое", "Інше", "Other" } };
static const struct text word_dont_know = { .in = { "Не знаю", "Не знаю", "Don’t know" } };
static const struct text word_not_applicable = { .in = { "Не относится", "Не стосується",
                                                         "Not applicable" } };

static const char *
choice_words(const struct question *asked, const struct choices *choices, const char *value, enum lang lang)
{
    const struct choice *choice = choice_find(choices, value);

    if (choice != NULL)
        return text_in(&choice->label, lang);
    if (strcmp(asked->type->name, "yes_no") == 0)
        return text_in(strcmp(value, "yes") == 0 ? &word_yes : &word_no, lang);
    return strcmp(value, CHOICE_OTHER) == 0 ? text_in(&word_other, lang) : value;
}

static const char *
list_words(struct arena *arena, const struct question *asked, const struct choices *choices,
           const char *value, enum lang lang)
{
    struct row_ids words = type_words(arena, value);
    bool places = strcmp(asked->type->name, "rank") == 0;
    const char *out = "";

    for (size_t i = 0; i < words.count; i++) {
        const char *word = choice_words(asked, choices, words.items[i], lang);

        if (places)
            word = arena_printf(arena, "%zu)" NBSP "%s", i + 1, word);
        out = arena_printf(arena, "%s%s%s", out, i > 0 ? "; " : "", word);
    }
    return out;
}

int
unit_forms(enum lang lang)
{
    return lang == LANG_EN ? 2 : 3;
}

/* Which of the forms; a fraction takes the second. A unit of two forms has the last for the third. */
static int
unit_form(enum lang lang, const char *value)
{
    return strchr(value, '.') != NULL ? 1 : (int)plural_of(lang, strtol(value, NULL, 10));
}

const char *
question_unit(struct arena *arena, const struct question *question, enum lang lang, const char *value)
{
    const char *unit = text_present(&question->unit) ? text_in(&question->unit, lang) : "", *end;
    int form = value != NULL ? unit_form(lang, value) : unit_forms(lang) - 1;

    for (; form > 0 && (end = strchr(unit, '|')) != NULL; form--)
        unit = end + 1;
    return arena_copy_n(arena, unit, strcspn(unit, "|"));
}

static const char *
number_words(struct arena *arena, const struct question *asked, const char *value, enum lang lang)
{
    const char *number = format_number(arena, lang, value);

    const char *unit =
        strcmp(asked->type->name, "percent") == 0 ? "%" : question_unit(arena, asked, lang, value);

    if (strcmp(unit, "%") == 0)
        return format_percent(arena, lang, number);
    return *unit != '\0' ? arena_printf(arena, "%s" NBSP "%s", number, unit) : number;
}

const char *
cell_words(struct arena *arena, const struct question *question, const struct cell *cell, enum lang lang)
{
    const struct question *asked = question;
    const struct choices *choices;

    if (cell->state == CELL_DONT_KNOW)
        return text_in(&word_dont_know, lang);
    if (cell->state == CELL_NOT_APPLICABLE)
        return text_in(&word_not_applicable, lang);
    if (strchr(cell->column, '.') != NULL || *cell->value == '\0')
        return cell->value;
    if (question->type->shape != SHAPE_SINGLE)
        asked = question_column(question, cell->column);
    if (asked == NULL)
        return cell->value; /* a column of another version of the form */
    choices = asked->choices.count > 0 ? &asked->choices : &question->choices;
    if (asked->type->takes_choices || strcmp(asked->type->name, "yes_no") == 0)
        return list_words(arena, asked, choices, cell->value, lang);
    if (asked->type->numeric)
        return number_words(arena, asked, cell->value, lang);
    if (asked->type->dates)
        return format_iso_date(arena, lang, cell->value);
    return cell->value;
}
