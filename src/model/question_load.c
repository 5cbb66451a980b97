/* A question, or a column of a table, out of YAML. */
#include "model/question_load.h"

#include "base/zone.h"
#include "model/pattern.h"

#include <string.h>

struct question_draft {
    struct question q;
    struct rating rating;
    const struct ynode *type, *required, *choices, *min, *max, *pattern, *rows, *columns, *strength,
        *requirement;
};

static void load_anchors(struct ybind *bind, const struct ynode *node, void *target);
static void load_references(struct ybind *bind, const struct ynode *node, void *target);
static void load_risks(struct ybind *bind, const struct ynode *node, void *target);

/* A unit, in one form or in all that its language has. */
static void
load_unit(struct ybind *bind, const struct ynode *node, void *target)
{
    const struct text *unit = target;

    load_text(bind, node, target);
    for (int lang = 0; lang < LANG_COUNT; lang++) {
        int forms = 1;

        for (const char *at = unit->in[lang]; at != NULL && (at = strchr(at, '|')) != NULL; at++)
            forms++;
        if (forms != 1 && forms != unit_forms((enum lang)lang))
            ybind_fault(bind, node, "A unit has one form or, in \"%s\", %d: \"%s\".",
                        lang_code((enum lang)lang), unit_forms((enum lang)lang), unit->in[lang]);
    }
}

static const struct yfield question_keys[] = {
    YKEY("id", ID, question_draft, q.id, .required = true),
    YKEY("type", NODE, question_draft, type, .required = true),
    YKEY("label", READ, question_draft, q.label, .required = true, .read = load_text),
    YKEY("hint", READ, question_draft, q.hint, .read = load_text),
    YKEY("required", NODE, question_draft, required),
    YKEY("relevant", READ, question_draft, q.relevant, .read = load_expr),
    YKEY("choices", NODE, question_draft, choices),
    YKEY("other", BOOL, question_draft, q.other),
    YKEY("exclusive_choice", READ, question_draft, q.exclusive_choice, .read = load_value_field),
    YKEY("dont_know", BOOL, question_draft, q.dont_know),
    YKEY("not_applicable", BOOL, question_draft, q.not_applicable),
    YKEY("comment", BOOL, question_draft, q.comment),
    YKEY("importance", BOOL, question_draft, q.importance),
    YKEY("min", NODE, question_draft, min),
    YKEY("max", NODE, question_draft, max),
    YKEY("max_length", INT, question_draft, q.max_length, .min = 1, .max = 10000),
    YKEY("pattern", NODE, question_draft, pattern),
    YKEY("unit", READ, question_draft, q.unit, .read = load_unit),
    YKEY("constraint", READ, question_draft, q.constraint, .read = load_expr),
    YKEY("constraint_message", READ, question_draft, q.constraint_message, .read = load_text),
    YKEY("anchors", READ, question_draft, q.anchors, .read = load_anchors),
    YKEY("rows", NODE, question_draft, rows),
    YKEY("columns", NODE, question_draft, columns),
    YKEY("policy", BOOL, question_draft, q.policy),
    YKEY("compare_with", READ, question_draft, q.compare_with, .read = load_references),
    YKEY("strength", NODE, question_draft, strength),
    YKEY("maturity", READ, question_draft, rating, .read = rating_load),
    YKEY("risks", READ, question_draft, q.risks, .read = load_risks),
    YKEY("requirement", NODE, question_draft, requirement),
};
static const struct yfields question_fields = YFIELDS("a question", question_keys);

static const struct yfield column_keys[] = {
    YKEY("id", ID, question_draft, q.id, .required = true),
    YKEY("type", NODE, question_draft, type, .required = true),
    YKEY("label", READ, question_draft, q.label, .required = true, .read = load_text),
    YKEY("hint", READ, question_draft, q.hint, .read = load_text),
    YKEY("required", NODE, question_draft, required),
    YKEY("choices", NODE, question_draft, choices),
    YKEY("other", BOOL, question_draft, q.other),
    YKEY("dont_know", BOOL, question_draft, q.dont_know),
    YKEY("min", NODE, question_draft, min),
    YKEY("max", NODE, question_draft, max),
    YKEY("max_length", INT, question_draft, q.max_length, .min = 1, .max = 10000),
    YKEY("pattern", NODE, question_draft, pattern),
    YKEY("unit", READ, question_draft, q.unit, .read = load_unit),
    YKEY("constraint", READ, question_draft, q.constraint, .read = load_expr),
    YKEY("constraint_message", READ, question_draft, q.constraint_message, .read = load_text),
};
static const struct yfields column_fields = YFIELDS("a column", column_keys);

static void
load_anchors(struct ybind *bind, const struct ynode *node, void *target)
{
    static const struct yfield keys[] = {
        YKEY("at", NUMBER, anchor, at, .required = true),
        YKEY("label", READ, anchor, label, .required = true, .read = load_text),
    };
    static const struct yfields fields = YFIELDS("an anchor", keys);
    struct anchors *anchors = target;

    if (!ybind_kind(bind, node, YNODE_LIST, "the anchors"))
        return;
    for (size_t i = 0; i < node->count; i++)
        ybind_map(bind, &node->items[i], &fields, ARENA_PUSH(bind->arena, anchors));
}

static void
load_references(struct ybind *bind, const struct ynode *node, void *target)
{
    struct names *names = target;

    if (!ybind_kind(bind, node, YNODE_LIST, "compare_with"))
        return;
    for (size_t i = 0; i < node->count; i++) {
        const char *reference;

        if (load_reference(bind, &node->items[i], &reference))
            *ARENA_PUSH(bind->arena, names) = reference;
    }
}

static void
load_risks(struct ybind *bind, const struct ynode *node, void *target)
{
    static const struct yfield keys[] = {
        YKEY("title", READ, risk, title, .required = true, .read = load_text),
        YKEY("when", READ, risk, when, .required = true, .read = load_expr),
    };
    static const struct yfields fields = YFIELDS("a risk", keys);
    struct risks *risks = target;

    if (!ybind_kind(bind, node, YNODE_LIST, "the risks"))
        return;
    for (size_t i = 0; i < node->count; i++) {
        struct risk risk = { 0 };

        if (ybind_map(bind, &node->items[i], &fields, &risk))
            *ARENA_PUSH(bind->arena, risks) = risk;
    }
}

/* "select_one LIST": find the type; returns the list's name, or NULL. */
static const char *
load_type(struct load *load, const struct ynode *node, struct question_draft *draft)
{
    struct yguess guess;
    const char *name, *list;

    if (!ybind_string(&load->bind, node, &name))
        return NULL;
    list = strchr(name, ' ');
    if (list != NULL)
        name = arena_copy_n(load->arena, name, (size_t)(list++ - name));
    draft->q.type = question_type_find(name);
    if (draft->q.type != NULL)
        return list;
    guess = yguess_for(load->arena, name);
    for (size_t i = 0; i < question_type_count; i++)
        yguess_try(&guess, question_types[i].name);
    ybind_fault(&load->bind, node, "There is no question type \"%s\".%s", ydoc_quote(load->arena, name),
                yguess_text(&guess));
    return NULL;
}

void
choices_share(struct load *load, const struct ynode *list, struct choices *out)
{
    struct shared_list *shared;

    for (size_t i = 0; i < load->shared.count; i++) {
        if (load->shared.items[i].node == list) {
            *out = load->shared.items[i].choices;
            return;
        }
    }
    shared = ARENA_PUSH(load->arena, &load->shared);
    shared->node = list;
    choices_load(load, list, &shared->choices);
    *out = shared->choices;
}

/* A list of the question's own, for its strengths. */
static void
copy_list(struct load *load, struct choices *choices)
{
    struct choice *copy = ARENA_ARRAY(load->arena, struct choice, choices->count + 1);

    if (choices->count > 0)
        memcpy(copy, choices->items, choices->count * sizeof *copy);
    choices->items = copy;
}

static void
load_shared_list(struct load *load, const struct ynode *type, const char *name, struct question_draft *draft)
{
    const struct ynode *list = NULL;
    struct yguess guess = yguess_for(load->arena, name);

    for (size_t i = 0; load->lists != NULL && load->lists->kind == YNODE_MAP && i < load->lists->count; i++) {
        if (strcmp(load->lists->keys[i].text, name) == 0)
            list = &load->lists->items[i];
        yguess_try(&guess, load->lists->keys[i].text);
    }
    if (!draft->q.type->takes_choices && draft->q.type->shape != SHAPE_MATRIX)
        ybind_fault(&load->bind, type, "A %s takes no list of choices.", draft->q.type->name);
    else if (draft->choices != NULL)
        ybind_fault(&load->bind, draft->choices,
                    "The type names a list; \"choices\" cannot stand beside it.");
    else if (list == NULL)
        ybind_fault(&load->bind, type, "There is no choice list \"%s\".%s", ydoc_quote(load->arena, name),
                    yguess_text(&guess));
    else
        choices_share(load, list, &draft->q.choices);
    if (draft->strength != NULL)
        copy_list(load, &draft->q.choices);
}

static bool
takes(const struct question_type *type, const char *key)
{
    size_t length = strlen(key);

    for (const char *at = type->keys; at != NULL && *at != '\0'; at += strcspn(at, " ")) {
        at += strspn(at, " ");
        if (strncmp(at, key, length) == 0 && (at[length] == ' ' || at[length] == '\0'))
            return true;
    }
    return false;
}

/* Keys that mean nothing for the type. */
static void
check_keys(struct load *load, const struct ynode *node, const struct question_type *type)
{
    static const char *const own[] = { "choices", "other",      "exclusive_choice", "strength", "min",
                                       "max",     "max_length", "pattern",          "unit",     "anchors",
                                       "rows",    "columns" };
    static const char *const answered[] = { "required", "dont_know",  "not_applicable",     "comment",
                                            "policy",   "importance", "constraint_message", "constraint",
                                            "maturity", "risks",      "compare_with",       "requirement" };

    for (size_t i = 0; i < node->count; i++) {
        bool refused = false;

        for (size_t j = 0; j < LENGTH(own); j++)
            refused |= strcmp(node->keys[i].text, own[j]) == 0 && !takes(type, own[j]);
        for (size_t j = 0; j < LENGTH(answered) && type->shape == SHAPE_NONE; j++)
            refused |= strcmp(node->keys[i].text, answered[j]) == 0;
        if (refused)
            ybind_fault(&load->bind, &node->keys[i], "\"%s\" has no meaning for the type %s.",
                        node->keys[i].text, type->name);
    }
}

static void
load_required(struct load *load, const struct ynode *node, bool column, struct question *question)
{
    if (!ybind_kind(&load->bind, node, YNODE_SCALAR, "\"required\""))
        return;
    if (strcmp(node->text, "true") == 0)
        question->required = REQUIRED_YES;
    else if (strcmp(node->text, "soft") == 0 && !column)
        question->required = REQUIRED_SOFT;
    else if (strcmp(node->text, "false") == 0)
        question->required = REQUIRED_NO;
    else if (column || yid_valid(node->text))
        ybind_fault(&load->bind, node, "\"%s\" is none of true, false%s.",
                    ydoc_quote(load->arena, node->text), column ? "" : ", soft, and no expression");
    else {
        question->required = REQUIRED_WHEN;
        load_expr(&load->bind, node, &question->required_when);
    }
}

static bool
load_date(struct load *load, const struct ynode *node, const char **out)
{
    struct civil date;

    if (!ybind_kind(&load->bind, node, YNODE_SCALAR, "the value"))
        return false;
    if (!date_parse(node->text, &date)) {
        ybind_fault(&load->bind, node, "\"%s\" is no date such as 2026-11-23.",
                    ydoc_quote(load->arena, node->text));
        return false;
    }
    *out = node->text;
    return true;
}

static void
load_limits(struct load *load, struct question_draft *draft)
{
    struct question *q = &draft->q;
    bool wrong = false;

    if (q->type->dates) {
        if (draft->min != NULL)
            load_date(load, draft->min, &q->min_date);
        if (draft->max != NULL)
            load_date(load, draft->max, &q->max_date);
        wrong = q->min_date != NULL && q->max_date != NULL && strcmp(q->min_date, q->max_date) > 0;
    } else {
        q->min = q->type->least;
        q->max = q->type->most;
        q->has_min = draft->min ? ybind_number(&load->bind, draft->min, &q->min) : q->type->bounded;
        q->has_max = draft->max ? ybind_number(&load->bind, draft->max, &q->max) : q->type->bounded;
        wrong = q->has_min && q->has_max && q->min > q->max;
    }
    if (wrong)
        ybind_fault(&load->bind, draft->min ? draft->min : draft->max, "\"min\" is greater than \"max\".");
}

/* Ranges that count things or points: whole, and not more than there are. */
static void
check_counts(struct load *load, const struct question_draft *draft)
{
    const struct question *q = &draft->q;
    const struct ynode *node = draft->max ? draft->max : draft->min;

    if (node == NULL || q->type->dates)
        return;
    if (takes(q->type, "anchors") && (q->max - q->min > 20 || q->min != (int)q->min || q->max != (int)q->max))
        ybind_fault(&load->bind, node, "A scale has whole numbers and at most 21 points.");
    if (!q->type->takes_choices)
        return;
    if ((q->has_max && (q->max < 1 || q->max != (int)q->max))
        || (q->has_min && (q->min < 0 || q->min != (int)q->min)))
        ybind_fault(&load->bind, node, "\"min\" and \"max\" count choices here: whole numbers from 0 and 1.");
    else if (q->has_max && q->max > (double)(q->choices.count + q->other))
        ybind_fault(&load->bind, node, "There are only %zu choices.", q->choices.count + q->other);
    else if (q->has_min && q->min > (double)(q->choices.count + q->other))
        ybind_fault(&load->bind, node, "There are only %zu choices.", q->choices.count + q->other);
}

static void
load_choices(struct load *load, const struct ynode *node, const char *list, struct question_draft *draft)
{
    struct question *q = &draft->q;

    if (list != NULL)
        load_shared_list(load, draft->type, list, draft);
    else if (draft->choices != NULL)
        choices_load(load, draft->choices, &q->choices);
    else if (q->type->takes_choices && q->type->shape != SHAPE_MATRIX)
        ybind_fault(&load->bind, node, "A %s needs \"choices\", or a list behind its type.", q->type->name);
    if (draft->strength != NULL)
        strengths_load(load, draft->strength, &q->choices);
    q->has_strength = draft->strength != NULL;
    if (q->exclusive_choice != NULL && choice_find(&q->choices, q->exclusive_choice) == NULL)
        ybind_fault(&load->bind, ynode_get(node, "exclusive_choice"), "There is no choice \"%s\" here.",
                    q->exclusive_choice);
    if (q->other && choice_find(&q->choices, "other") != NULL)
        ybind_fault(&load->bind, ynode_get(node, "other"),
                    "A choice has the value \"other\", which \"other: true\" takes.");
}

static void
load_pattern(struct load *load, const struct ynode *node, struct question *question)
{
    struct place place = { load->path, node->text_line, node->text_column };

    if (!ybind_string(&load->bind, node, &question->pattern_source))
        return;
    question->pattern = pattern_parse(load->arena, node->text, &place, load->problems);
}

static void
check_anchors(struct load *load, const struct ynode *node, const struct question *q)
{
    for (size_t i = 0; i < q->anchors.count; i++) {
        if ((q->has_min && q->anchors.items[i].at < q->min)
            || (q->has_max && q->anchors.items[i].at > q->max))
            ybind_fault(&load->bind, ynode_get(node, "anchors"), "The anchor at %s lies outside the scale.",
                        expr_number_text(load->arena, q->anchors.items[i].at));
    }
}

/* What depends on the type. */
static void
load_typed(struct load *load, const struct ynode *node, const char *list, struct question_draft *draft)
{
    struct question *q = &draft->q;

    check_keys(load, node, q->type);
    load_choices(load, node, list, draft);
    load_limits(load, draft);
    check_counts(load, draft);
    check_anchors(load, node, q);
    if (q->max_length == 0)
        q->max_length = q->type->max_length;
    if (draft->pattern != NULL)
        load_pattern(load, draft->pattern, q);
    if (q->type->shape == SHAPE_MATRIX || q->type->shape == SHAPE_TABLE)
        rows_columns_load(load, draft->rows, draft->columns, q);
}

void
question_load(struct load *load, const struct ynode *node, bool column, struct question *out)
{
    struct question_draft draft = { .q = { .id = "", .line = node->line, .column = node->column } };
    const char *list = NULL;

    ybind_map(&load->bind, node, column ? &column_fields : &question_fields, &draft);
    if (draft.type != NULL)
        list = load_type(load, draft.type, &draft);
    if (draft.q.type != NULL && column && !draft.q.type->column_ok) {
        ybind_fault(&load->bind, draft.type, "A column cannot be a %s.", draft.q.type->name);
        draft.q.type = NULL;
    }
    if (draft.required != NULL)
        load_required(load, draft.required, column, &draft.q);
    draft.q.maturity = draft.rating.statement;
    draft.q.target = draft.rating.target;
    if (draft.q.type != NULL)
        load_typed(load, node, list, &draft);
    if (text_present(&draft.q.constraint_message) && ynode_get(node, "constraint") == NULL)
        ybind_fault(&load->bind, ynode_get(node, "constraint_message"),
                    "\"constraint_message\" needs a \"constraint\".");
    if (draft.requirement != NULL)
        triggers_load(load, draft.requirement, &draft.q);
    *out = draft.q;
}
