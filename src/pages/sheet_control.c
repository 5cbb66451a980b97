/* Making a sheet: the controls of one cell, as the templates want them. */
#include "base/die.h"
#include "model/question_type.h"
#include "pages/control.h"
#include "pages/form_cells.h"
#include "pages/sheet_make.h"

#include <string.h>

enum { MAX_SCALE = 100 };

const char *
maker_say(const struct maker *maker, const struct text *text)
{
    return text_present(text) ? text_in(text, maker->sheet->words.lang) : NULL;
}

const char *
maker_hole(struct maker *maker, struct hole hole)
{
    struct hole *kept = ARENA_NEW(maker->arena, struct hole);

    *kept = hole;
    *ARENA_PUSH(&maker->scratch, &maker->holes) = kept;
    return arena_printf(&maker->scratch, "%c%zu%c", HOLE_OPENS, maker->holes.count - 1, HOLE_CLOSES);
}

const char *
spec_hole(const struct spec *spec, enum hole_kind kind, const char *value)
{
    return maker_hole(spec->maker, (struct hole){ .kind = kind,
                                                  .in_row = spec->in_row,
                                                  .column = spec->column,
                                                  .part = spec->part,
                                                  .value = value,
                                                  .value_length = value ? strlen(value) : 0,
                                                  .place = spec->place });
}

const char *
spec_address(const struct spec *spec)
{
    struct arena *scratch = &spec->maker->scratch;
    const char *row = spec->in_row ? maker_hole(spec->maker, (struct hole){ .kind = HOLE_ROW }) : "";

    if (spec->column[0] != '\0')
        return arena_printf(scratch, "%s/%s/%s", spec->question->id, row, spec->column);
    return spec->in_row ? arena_printf(scratch, "%s/%s", spec->question->id, row) : spec->question->id;
}

void
spec_option(const struct spec *spec, struct view *list, const char *value, const char *label)
{
    struct view *option = view_item(list, "options");

    view_text(option, "value", value);
    view_text(option, "label", label);
    view_text(option, "checked", spec_hole(spec, HOLE_CHECKED, value));
    view_text(option, "selected", spec_hole(spec, HOLE_SELECTED, value));
    view_bool(option, "asks", spec->part->other && strcmp(value, CHOICE_OTHER) == 0);
    view_bool(option, "exclusive",
              spec->part->exclusive_choice != NULL && strcmp(spec->part->exclusive_choice, value) == 0);
}

const char *
maker_phrase(const struct maker *maker, const char *key)
{
    const char *text = phrase(maker->sheet->words.phrases, maker->sheet->words.lang, key);

    ensure(text != NULL);
    return text;
}

/* yes and no are choices that no file lists. */
static void
add_yes_no(const struct spec *spec, struct view *list)
{
    spec_option(spec, list, "yes", maker_phrase(spec->maker, "respond.yes"));
    spec_option(spec, list, "no", maker_phrase(spec->maker, "respond.no"));
}

static void
add_scale(const struct spec *spec, struct view *list)
{
    double from, to;
    int least = question_least(spec->part, &from) ? (int)from : 1;
    int most = question_most(spec->part, &to) ? (int)to : 5;

    for (int at = least; at <= most && at - least <= MAX_SCALE; at++) {
        const char *number = arena_int(spec->maker->arena, at);

        spec_option(spec, list, number, number);
    }
    view_bool(list, "anchors_any", spec->part->anchors.count > 0);
    for (size_t i = 0; i < spec->part->anchors.count; i++) {
        struct view *anchor = view_item(list, "anchors");

        view_printf(anchor, "at", "%g", spec->part->anchors.items[i].at);
        view_text(anchor, "label", maker_say(spec->maker, &spec->part->anchors.items[i].label));
    }
}

const struct choices *
choices_of_part(const struct question *question, const struct question *part)
{
    return part->choices.count > 0 ? &part->choices : &question->choices;
}

/* Choices, or what stands for them; the "other" that asks for a text comes last. */
static void
add_options(const struct spec *spec, struct view *list)
{
    const struct choices *choices = choices_of_part(spec->question, spec->part);

    if (strcmp(spec->part->type->name, "scale") == 0)
        add_scale(spec, list);
    else if (strcmp(spec->part->type->name, "yes_no") == 0)
        add_yes_no(spec, list);
    for (size_t i = 0; i < choices->count; i++)
        spec_option(spec, list, choices->items[i].value, maker_say(spec->maker, &choices->items[i].label));
    if (spec->part->other && choice_find(choices, CHOICE_OTHER) == NULL)
        spec_option(spec, list, CHOICE_OTHER, maker_phrase(spec->maker, "respond.other"));
}

void
spec_own_text(const struct spec *spec, struct view *view, const char *name, const char *column)
{
    struct spec own = *spec;
    struct view *into = view_object(view, name);

    own.column = arena_printf(spec->maker->arena, "%s%s", spec->column, column);
    view_text(into, "own_open", spec_hole(&own, HOLE_OPEN, NULL));
    view_text(into, "own_name", spec_address(&own));
    view_text(into, "own_value", spec_hole(&own, HOLE_VALUE, NULL));
    view_text(into, "own_was", spec_hole(&own, HOLE_WAS, NULL));
    view_text(into, "own_revision", spec_hole(&own, HOLE_REVISION, NULL));
    view_text(into, "own_note_html", spec_hole(&own, HOLE_NOTE, NULL));
    view_text(into, "own_described", spec_hole(&own, HOLE_DESCRIBED, NULL));
}

static void
add_places(const struct spec *spec, struct view *view)
{
    for (int n = 1; n <= control_places(spec->question); n++) {
        struct spec at = *spec;
        struct view *place = view_item(view, "places");

        at.place = n;
        view_int(place, "place", n);
        add_options(&at, place);
    }
}

void
spec_states(const struct spec *spec, struct view *view, bool dont_know, bool not_applicable)
{
    const char *const values[] = { FORM_DONT_KNOW, FORM_NOT_APPLICABLE };
    const char *const keys[] = { "respond.dont_know", "respond.not_applicable" };
    const bool offered[] = { dont_know, not_applicable };

    view_bool(view, "has_states", dont_know || not_applicable);
    for (size_t i = 0; i < LENGTH(values); i++) {
        struct view *state;

        if (!offered[i])
            continue;
        state = view_item(view, "states");
        view_text(state, "value", values[i]);
        view_text(state, "label", maker_phrase(spec->maker, keys[i]));
        view_text(state, "checked", spec_hole(spec, HOLE_CHECKED, values[i]));
        view_text(state, "selected", spec_hole(spec, HOLE_SELECTED, values[i]));
    }
}

static bool
has_states(const struct question *question)
{
    return question->dont_know || question->not_applicable;
}

/* A matrix of one list shows its choices openly; in other rows a choice is a list that opens. */
static enum control
control_in_row(const struct question *question, const struct question *part)
{
    return control_of(part, !matrix_is_open(question));
}

static enum control
control_of_spec(const struct spec *spec)
{
    return spec->in_row ? control_in_row(spec->question, spec->part) : control_of(spec->part, false);
}

static const char *const control_names_in_templates[] = {
    [CONTROL_NONE] = NULL,       [CONTROL_RADIOS] = "radios", [CONTROL_SELECT] = "select",
    [CONTROL_TICKS] = "ticks",   [CONTROL_SCALE] = "scale",   [CONTROL_LINE] = "line",
    [CONTROL_AREA] = "area",     [CONTROL_DATE] = "date",     [CONTROL_NAME] = "line",
    [CONTROL_PLACES] = "ranked", [CONTROL_MATRIX] = NULL,     [CONTROL_TABLE] = NULL,
};

void
spec_cell(const struct spec *spec, struct view *view)
{
    const char *hint = maker_say(spec->maker, &spec->part->hint);

    view_text(view, "name", spec_address(spec));
    view_text(view, "was", spec_hole(spec, HOLE_WAS, NULL));
    view_text(view, "revision", spec_hole(spec, HOLE_REVISION, NULL));
    view_text(view, "value", spec_hole(spec, HOLE_VALUE, NULL));
    view_text(view, "note_html", spec_hole(spec, HOLE_NOTE, NULL));
    view_text(view, "described", spec_hole(spec, HOLE_DESCRIBED, hint));
    view_text(view, "hint", hint);
    view_text(view, "label_id", spec->label_id);
    view_text(view, "unit",
              text_present(&spec->part->unit)
                  ? question_unit(&spec->maker->scratch, spec->part, spec->maker->sheet->words.lang, NULL)
                  : NULL);
    view_text(view, "keyboard", control_keyboard(spec->part));
    view_text(view, "names", control_names(spec->part));
    view_bool(view, "percent", strcmp(spec->part->type->name, "percent") == 0);
}

void
spec_control(const struct spec *spec, struct view *view)
{
    enum control control = control_of_spec(spec);
    bool matrix_row = spec->in_row && matrix_is_open(spec->question);
    const struct question *asks = matrix_row ? spec->question : spec->part;
    static const bool below[] = { [CONTROL_TABLE] = false, [CONTROL_LINE] = true, [CONTROL_AREA] = true,
                                  [CONTROL_DATE] = true,   [CONTROL_NAME] = true, [CONTROL_PLACES] = true };

    spec_cell(spec, view);
    for (size_t i = 0; i < LENGTH(control_names_in_templates); i++) {
        if (control_names_in_templates[i] != NULL && (i != CONTROL_NAME || control == CONTROL_NAME)
            && (i != CONTROL_LINE || control != CONTROL_NAME))
            view_bool(view, control_names_in_templates[i], i == (size_t)control);
    }
    view_bool(view, "search", spec->part->choices.count > LONG_LIST);
    view_bool(view, "brief", spec->in_row);
    view_bool(view, "bare", matrix_row && control == CONTROL_RADIOS && !spec->part->other);
    if (control == CONTROL_PLACES)
        add_places(spec, view);
    else
        add_options(spec, view);
    spec_states(spec, view, asks->dont_know, asks->not_applicable);
    /* radios, boxes and lists hold these answers among their own */
    view_bool(view, "states_below", has_states(asks) && below[control]);
    if (spec->part->other)
        spec_own_text(spec, view, "other_text", COLUMN_OTHER);
    else
        view_text(view, "other_text", NULL);
}

void
spec_label(const struct spec *spec, struct view *cell)
{
    static const bool one[] = { [CONTROL_TABLE] = false, [CONTROL_SELECT] = true, [CONTROL_LINE] = true,
                                [CONTROL_AREA] = true,   [CONTROL_DATE] = true,   [CONTROL_NAME] = true };
    const char *label = maker_say(spec->maker, &spec->part->label);
    bool single = one[control_of_spec(spec)];

    view_text(cell, "label", label);
    view_text(cell, "for_id",
              single && label ? arena_printf(&spec->maker->scratch, "f-%s", spec_address(spec)) : NULL);
    view_bool(cell, "group_label", !single && label != NULL);
}
