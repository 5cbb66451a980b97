/* Choices and rows out of YAML. */
#include "model/question_load.h"

#include "base/buf.h"

#include <string.h>

struct choice_draft {
    struct choice choice;
    struct rating rating;
    bool trigger;
};

static const struct yfield choice_keys[] = {
    { .name = "value",
      .type = YFIELD_READ,
      .offset = offsetof(struct choice_draft, choice.value),
      .required = true,
      .read = load_value_field },
    YKEY("label", READ, choice_draft, choice.label, .required = true, .read = load_text),
    YKEY("number", INT, choice_draft, choice.number, .min = 1, .max = 999),
    YKEY("trigger", BOOL, choice_draft, trigger, .fallback = 1),
};
static const struct yfields choice_fields = YFIELDS("a choice", choice_keys);

static const struct yfield row_keys[] = {
    YKEY("value", ID, choice_draft, choice.value, .required = true),
    YKEY("label", READ, choice_draft, choice.label, .required = true, .read = load_text),
    YKEY("number", INT, choice_draft, choice.number, .min = 1, .max = 999),
    YKEY("maturity", READ, choice_draft, rating, .read = rating_load),
};
static const struct yfields row_fields = YFIELDS("a row", row_keys);

void
rating_load(struct ybind *bind, const struct ynode *node, void *target)
{
    static const struct yfield keys[] = {
        YKEY("statement", STRING, rating, statement),
        YKEY("target", STRING, rating, target),
    };
    static const struct yfields fields = YFIELDS("a maturity", keys);
    struct rating *rating = target;

    if (ybind_map(bind, node, &fields, rating) && (rating->statement == NULL) == (rating->target == NULL))
        ybind_fault(bind, node, "A maturity has either a statement or a target.");
}

/* The stable places in printed codes must not meet. */
static void
check_numbers(struct load *load, const struct ynode *node, const struct choices *choices)
{
    bool used[1000] = { false };

    for (size_t i = 0; i < choices->count; i++) {
        int number = choices->items[i].number;

        if (number < 1 || number >= (int)LENGTH(used))
            continue;
        if (used[number])
            ybind_fault(&load->bind, &node->items[i], "The number %d is used in this list twice.", number);
        used[number] = true;
    }
}

static void
load_list(struct load *load, const struct ynode *node, const struct yfields *fields, struct choices *out)
{
    struct seen_ids seen = { 0 };
    size_t faults = load->faults.count;

    *out = (struct choices){ 0 };
    if (!ybind_kind(&load->bind, node, YNODE_LIST, fields == &row_fields ? "the rows" : "the choices"))
        return;
    if (node->count == 0)
        ybind_fault(&load->bind, node, "The list is empty.");
    if (node->count > MOST_CHOICES) {
        ybind_fault(&load->bind, node, "A list has at most %d entries.", MOST_CHOICES);
        return;
    }
    for (size_t i = 0; i < node->count; i++) {
        struct choice_draft draft = { .choice = { .value = "", .strength = 1 }, .trigger = true };

        if (ybind_map(&load->bind, &node->items[i], fields, &draft))
            seen_add(load, &seen, draft.choice.value, &node->items[i]);
        if (draft.choice.number == 0)
            draft.choice.number = (int)i + 1;
        draft.choice.no_trigger = !draft.trigger;
        draft.choice.maturity = draft.rating.statement;
        draft.choice.target = draft.rating.target;
        draft.choice.line = node->items[i].line;
        draft.choice.column = node->items[i].column;
        *ARENA_PUSH(load->arena, out) = draft.choice;
    }
    seen_check(load, &seen, fields == &row_fields ? "row" : "choice");
    if (load->faults.count == faults)
        check_numbers(load, node, out);
}

void
choices_load(struct load *load, const struct ynode *node, struct choices *out)
{
    load_list(load, node, &choice_fields, out);
}

void
rows_load(struct load *load, const struct ynode *node, struct choices *out)
{
    load_list(load, node, &row_fields, out);
}

static struct choice *
find(struct load *load, const struct ynode *key, struct choices *choices)
{
    struct yguess guess = yguess_for(load->arena, key->text);

    for (size_t i = 0; i < choices->count; i++) {
        if (strcmp(choices->items[i].value, key->text) == 0)
            return &choices->items[i];
        yguess_try(&guess, choices->items[i].value);
    }
    ybind_fault(&load->bind, key, "There is no choice \"%s\" here.%s", ydoc_quote(load->arena, key->text),
                yguess_text(&guess));
    return NULL;
}

void
strengths_load(struct load *load, const struct ynode *node, struct choices *choices)
{
    scoped_buf missing;

    buf_open(&missing, 1000);
    if (!ybind_kind(&load->bind, node, YNODE_MAP, "the strengths"))
        return;
    for (size_t i = 0; i < node->count; i++) {
        struct choice *choice = find(load, &node->keys[i], choices);
        double strength;

        if (!ybind_number(&load->bind, &node->items[i], &strength) || choice == NULL)
            continue;
        if (strength < 0 || strength > 1)
            ybind_fault(&load->bind, &node->items[i], "A strength must be 0 to 1, not %s.",
                        node->items[i].text);
        choice->strength = strength;
    }
    for (size_t i = 0; i < choices->count; i++) {
        if (ynode_get(node, choices->items[i].value) != NULL)
            continue;
        buf_printf(&missing, "%s%s", missing.length ? ", " : "", choices->items[i].value);
    }
    if (missing.length > 0)
        load_warn(load, node, "Beside the choices with a strength these have none and count 1: %s.",
                  missing.full ? "more than can be listed" : buf_text(&missing));
}
