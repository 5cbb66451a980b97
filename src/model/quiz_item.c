/* A test question out of YAML. */
#include "model/quiz_load.h"

#include <math.h>
#include <string.h>

struct item_draft {
    struct item item;
    int rule;
    const struct ynode *legal, *choices, *correct, *answers, *accept, *pairs, *extra, *items;
};

static const char *const types[] = { "select_one", "select_multiple", "true_false", "numeric",
                                     "short_text", "match",           "order",      NULL };
/* The first one stands for the default of the type; the others are in the order of enum item_rule. */
static const char *const rules[] = { "",        "all_or_nothing", "minus_wrong", "every_decision",
                                     "weights", "pairs",          "order_pairs", NULL };

/* What each type takes beside the keys of all, and by which rules it is marked; the first is the default. */
static const struct {
    const char *keys[6];
    enum item_rule rules[4];
    size_t rule_count;
} kinds[ITEM_TYPE_COUNT] = {
    [ITEM_SELECT_ONE] = { { "choices" }, { MARK_ALL_OR_NOTHING }, 1 },
    [ITEM_SELECT_MULTIPLE] = { { "choices" },
                               { MARK_MINUS_WRONG, MARK_ALL_OR_NOTHING, MARK_EVERY_DECISION, MARK_WEIGHTS },
                               4 },
    [ITEM_TRUE_FALSE] = { { "correct" }, { MARK_ALL_OR_NOTHING }, 1 },
    [ITEM_NUMERIC] = { { "answers", "unit" }, { MARK_ALL_OR_NOTHING }, 1 },
    [ITEM_SHORT_TEXT] = { { "accept", "ignore_case", "ignore_yo", "ignore_lookalikes", "typos" },
                          { MARK_ALL_OR_NOTHING },
                          1 },
    [ITEM_MATCH] = { { "pairs", "extra" }, { MARK_PAIRS, MARK_ALL_OR_NOTHING }, 2 },
    [ITEM_ORDER] = { { "items" }, { MARK_ORDER_PAIRS, MARK_ALL_OR_NOTHING }, 2 },
};

static const struct yfield item_keys[] = {
    YKEY("id", ID, item_draft, item.id, .required = true),
    YKEY("type", WORD, item_draft, item.type, .required = true, .words = types),
    YKEY("topic", READ, item_draft, item.topic, .required = true, .read = load_key),
    YKEY("points", INT, item_draft, item.points, .min = 1, .max = 100, .fallback = 1),
    YKEY("critical", BOOL, item_draft, item.critical),
    YKEY("parallel", ID, item_draft, item.parallel),
    YKEY("read", READ, item_draft, item.read, .read = load_text),
    YKEY("rule", WORD, item_draft, rule, .words = rules),
    YKEY("label", READ, item_draft, item.label, .required = true, .read = load_text),
    YKEY("hint", READ, item_draft, item.hint, .read = load_text),
    YKEY("explanation", READ, item_draft, item.explanation, .read = load_text),
    YKEY("legal", NODE, item_draft, legal),
    YKEY("unit", READ, item_draft, item.unit, .read = load_text),
    YKEY("choices", NODE, item_draft, choices),
    YKEY("correct", NODE, item_draft, correct),
    YKEY("answers", NODE, item_draft, answers),
    YKEY("accept", NODE, item_draft, accept),
    YKEY("ignore_case", BOOL, item_draft, item.ignore_case, .fallback = 1),
    YKEY("ignore_yo", BOOL, item_draft, item.ignore_yo, .fallback = 1),
    YKEY("ignore_lookalikes", BOOL, item_draft, item.ignore_lookalikes),
    YKEY("typos", INT, item_draft, item.typos, .min = 0, .max = 2),
    YKEY("pairs", NODE, item_draft, pairs),
    YKEY("extra", NODE, item_draft, extra),
    YKEY("items", NODE, item_draft, items),
};
static const struct yfields item_fields = YFIELDS("a test question", item_keys);

/* Read a list of maps into options; `what` names it. */
static void
load_options(struct load *load, const struct ynode *node, const struct yfields *fields, struct options *out)
{
    struct seen_ids seen = { 0 };

    if (!ybind_kind(&load->bind, node, YNODE_LIST, fields->what))
        return;
    for (size_t i = 0; i < node->count; i++) {
        struct item_option *option = ARENA_PUSH(load->arena, out);

        *option = (struct item_option){ .value = "" };
        if (ybind_map(&load->bind, &node->items[i], fields, option))
            seen_add(load, &seen, option->value, &node->items[i]);
    }
    seen_check(load, &seen, "value");
}

static void
load_fixed(struct ybind *bind, const struct ynode *node, void *target)
{
    bool *last = target;

    if (!ybind_kind(bind, node, YNODE_SCALAR, "\"fixed\""))
        return;
    *last = strcmp(node->text, "last") == 0;
    if (!*last)
        ybind_fault(bind, node, "\"%s\" is not \"last\".", ydoc_quote(bind->arena, node->text));
}

static void
check_weights(struct load *load, const struct ynode *node, struct item *item)
{
    double sum = 0;

    for (size_t i = 0; i < item->options.count; i++) {
        struct item_option *option = &item->options.items[i];
        bool weighted = ynode_get(&node->items[i], "weight") != NULL;

        if (item->rule == MARK_WEIGHTS && !weighted)
            load_warn(load, &node->items[i],
                      "The choice has no weight beside ones that have it; it counts 0.");
        if (item->rule != MARK_WEIGHTS && weighted)
            ybind_fault(&load->bind, &node->items[i], "A weight has a meaning by the rule \"weights\" only.");
        if (item->rule == MARK_WEIGHTS)
            option->correct = option->weight > 0;
        if (option->weight > 0)
            sum += option->weight;
    }
    if (item->rule == MARK_WEIGHTS && fabs(sum - 1) > 0.001)
        load_warn(load, node, "The weights of the right choices add up to %.3g, not to 1.", sum);
}

static void
load_choices(struct load *load, const struct ynode *node, struct item *item)
{
    static const struct yfield keys[] = {
        YKEY("value", READ, item_option, value, .required = true, .read = load_value_field),
        YKEY("label", READ, item_option, label, .required = true, .read = load_text),
        YKEY("correct", BOOL, item_option, correct),
        YKEY("fixed", READ, item_option, fixed_last, .read = load_fixed),
        YKEY("weight", NUMBER, item_option, weight, .min = -1, .max = 1),
    };
    static const struct yfields fields = YFIELDS("a choice", keys);
    size_t right = 0, faults = load->faults.count;

    load_options(load, node, &fields, &item->options);
    if (load->faults.count != faults)
        return;
    check_weights(load, node, item);
    for (size_t i = 0; i < item->options.count; i++)
        right += item->options.items[i].correct;
    if (item->options.count < 2)
        ybind_fault(&load->bind, node, "There is nothing to choose from: at least two choices.");
    else if (right == 0)
        ybind_fault(&load->bind, node, "No choice is correct.");
    else if (right > 1 && item->type == ITEM_SELECT_ONE)
        ybind_fault(&load->bind, node, "%zu choices are correct; a select_one has one.", right);
}

static void
load_pairs(struct load *load, const struct ynode *node, const struct ynode *extra, struct item *item)
{
    static const struct yfield keys[] = {
        YKEY("id", READ, item_option, value, .required = true, .read = load_value_field),
        YKEY("left", READ, item_option, label, .required = true, .read = load_text),
        YKEY("right", READ, item_option, right, .required = true, .read = load_text),
    };
    static const struct yfields fields = YFIELDS("a pair", keys);
    static const struct yfield extra_keys[] = {
        YKEY("id", READ, item_option, value, .required = true, .read = load_value_field),
        YKEY("right", READ, item_option, right, .required = true, .read = load_text),
    };
    static const struct yfields extra_fields = YFIELDS("an extra right side", extra_keys);
    struct seen_ids seen = { 0 };
    size_t pairs;

    load_options(load, node, &fields, &item->options);
    pairs = item->options.count;
    if (node->kind == YNODE_LIST && node->count < 2)
        ybind_fault(&load->bind, node, "There is nothing to match: at least two pairs.");
    if (extra == NULL)
        return;
    load_options(load, extra, &extra_fields, &item->options);
    for (size_t i = 0; i < item->options.count; i++) {
        const struct item_option *option = &item->options.items[i];

        if (option->value[0] != '\0')
            seen_add(load, &seen, option->value, i < pairs ? &node->items[i] : &extra->items[i - pairs]);
    }
    if (load->faults.count == 0)
        seen_check(load, &seen, "id");
}

static void
load_order(struct load *load, const struct ynode *node, struct item *item)
{
    static const struct yfield keys[] = {
        YKEY("value", READ, item_option, value, .required = true, .read = load_value_field),
        YKEY("label", READ, item_option, label, .required = true, .read = load_text),
    };
    static const struct yfields fields = YFIELDS("an item to order", keys);

    load_options(load, node, &fields, &item->options);
    if (node->kind == YNODE_LIST && node->count < 2)
        ybind_fault(&load->bind, node, "There is nothing to put in order: at least two items.");
}

struct key_draft {
    double value, tolerance, relative;
};

static void
load_answers(struct load *load, const struct ynode *node, struct item *item)
{
    static const struct yfield keys[] = {
        YKEY("value", NUMBER, key_draft, value, .required = true),
        YKEY("tolerance", NUMBER, key_draft, tolerance, .min = 0, .max = 1e15),
        YKEY("relative", NUMBER, key_draft, relative, .min = 0, .max = 1),
    };
    static const struct yfields fields = YFIELDS("an answer", keys);

    if (!ybind_kind(&load->bind, node, YNODE_LIST, "the answers"))
        return;
    if (node->count == 0)
        ybind_fault(&load->bind, node, "The list is empty.");
    for (size_t i = 0; i < node->count; i++) {
        struct key_draft draft = { 0 };
        const struct ynode *relative;

        if (!ybind_map(&load->bind, &node->items[i], &fields, &draft))
            continue;
        relative = ynode_get(&node->items[i], "relative");
        if (relative != NULL && ynode_get(&node->items[i], "tolerance") != NULL)
            ybind_fault(&load->bind, &node->items[i], "An answer has either a tolerance or a relative one.");
        *ARENA_PUSH(load->arena, &item->numbers) =
            (struct numeric_key){ draft.value, relative ? draft.relative : draft.tolerance,
                                  relative != NULL };
    }
}

/* A plain string or a map of languages: each of them is accepted, whatever the language of the page. */
static void
load_accept(struct load *load, const struct ynode *node, struct item *item)
{
    if (!ybind_kind(&load->bind, node, YNODE_LIST, "the accepted answers"))
        return;
    if (node->count == 0)
        ybind_fault(&load->bind, node, "The list is empty.");
    for (size_t i = 0; i < node->count; i++) {
        const struct ynode *one = &node->items[i];
        struct text text = { 0 };

        if (one->kind == YNODE_MAP)
            load_text(&load->bind, one, &text);
        else
            ybind_string(&load->bind, one, &text.in[0]);
        for (int j = 0; j < LANG_COUNT; j++) {
            if (text.in[j] == NULL)
                continue;
            if (text.in[j][strspn(text.in[j], "* ")] == '\0')
                ybind_fault(&load->bind, one, "This accepts any answer.");
            *ARENA_PUSH(load->arena, &item->accept) = text.in[j];
        }
    }
}

static void
load_key_of_type(struct load *load, const struct ynode *node, struct item_draft *draft)
{
    struct item *item = &draft->item;
    const struct ynode *key = ynode_get(node, kinds[item->type].keys[0]);

    if (key == NULL) {
        ybind_fault(&load->bind, node, "The key \"%s\" is missing from a %s.", kinds[item->type].keys[0],
                    types[item->type]);
        return;
    }
    switch (item->type) {
    case ITEM_SELECT_ONE:
    case ITEM_SELECT_MULTIPLE: load_choices(load, key, item); break;
    case ITEM_TRUE_FALSE: ybind_bool(&load->bind, key, &item->answer_true); break;
    case ITEM_NUMERIC: load_answers(load, key, item); break;
    case ITEM_SHORT_TEXT: load_accept(load, key, item); break;
    case ITEM_MATCH: load_pairs(load, key, draft->extra, item); break;
    case ITEM_ORDER: load_order(load, key, item); break;
    case ITEM_TYPE_COUNT: break;
    }
}

static void
check_keys(struct load *load, const struct ynode *node, enum item_type type)
{
    for (size_t i = 0; i < node->count; i++) {
        bool own = false, other = false;

        for (size_t t = 0; t < ITEM_TYPE_COUNT; t++) {
            for (size_t k = 0; k < LENGTH(kinds[t].keys) && kinds[t].keys[k] != NULL; k++) {
                bool same = strcmp(node->keys[i].text, kinds[t].keys[k]) == 0;

                own |= same && t == type;
                other |= same && t != type;
            }
        }
        if (other && !own)
            ybind_fault(&load->bind, &node->keys[i], "\"%s\" has no meaning for the type %s.",
                        node->keys[i].text, types[type]);
    }
}

static void
load_rule(struct load *load, const struct ynode *node, struct item_draft *draft)
{
    enum item_type type = draft->item.type;
    const char *list = "";

    draft->item.rule = kinds[type].rules[0];
    if (draft->rule == 0)
        return;
    for (size_t i = 0; i < kinds[type].rule_count; i++) {
        enum item_rule rule = kinds[type].rules[i];

        if ((int)rule + 1 == draft->rule) {
            draft->item.rule = rule;
            return;
        }
        list = arena_printf(load->arena, "%s%s%s", list, i ? ", " : "", rules[rule + 1]);
    }
    ybind_fault(&load->bind, ynode_get(node, "rule"), "A %s is marked by %s.", types[type], list);
}

static void
load_legal(struct load *load, const struct ynode *node, struct item *item)
{
    static const struct yfield keys[] = {
        YKEY("RU", READ, item, legal_ru, .read = load_text),
        YKEY("UA", READ, item, legal_ua, .read = load_text),
    };
    static const struct yfields fields = YFIELDS("\"legal\" (its keys are RU, UA)", keys);

    ybind_map(&load->bind, node, &fields, item);
}

void
item_load(struct load *load, const struct ynode *node, struct item *out)
{
    struct item_draft draft = { .item = { .id = "", .line = node->line, .column = node->column } };
    bool typed;

    draft.item.type = ITEM_TYPE_COUNT;
    ybind_map(&load->bind, node, &item_fields, &draft);
    typed = node->kind == YNODE_MAP && ynode_get(node, "type") != NULL && draft.item.type < ITEM_TYPE_COUNT;
    if (typed) {
        check_keys(load, node, draft.item.type);
        load_rule(load, node, &draft);
        load_key_of_type(load, node, &draft);
    }
    if (draft.legal != NULL)
        load_legal(load, draft.legal, &draft.item);
    if (node->kind == YNODE_MAP && ynode_get(node, "explanation") == NULL)
        load_warn(load, node, "The question has no explanation.");
    *out = draft.item;
}
