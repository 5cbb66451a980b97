/* Triggers out of YAML: from an answer to a requirement. */
#include "model/question_load.h"

#include <string.h>

bool
code_valid(const char *code)
{
    size_t letters = strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"), digits, part;

    if (letters < 2 || letters > 8 || code[letters] != '-')
        return false;
    code += letters + 1;
    digits = strspn(code, "0123456789");
    if (digits < 1 || digits > 3)
        return false;
    if (code[digits] == '\0')
        return true;
    part = strspn(code + digits + 1, "0123456789");
    return code[digits] == '.' && part >= 1 && part <= 3 && code[digits + 1 + part] == '\0';
}

static void
load_code(struct ybind *bind, const struct ynode *node, void *target)
{
    const char *code;

    if (!ybind_string(bind, node, &code))
        return;
    if (!code_valid(code))
        ybind_fault(bind, node, "\"%s\" is no code such as CLI-02 or COM-01.1.",
                    ydoc_quote(bind->arena, code));
    else
        memcpy(target, &code, sizeof code);
}

static void
load_fills(struct ybind *bind, const struct ynode *node, void *target)
{
    struct fills *fills = target;

    if (!ybind_kind(bind, node, YNODE_MAP, "the values"))
        return;
    for (size_t i = 0; i < node->count; i++) {
        struct fill fill = { 0 };

        if (ybind_id(bind, &node->keys[i], &fill.name)) {
            load_expr(bind, &node->items[i], &fill.value);
            *ARENA_PUSH(bind->arena, fills) = fill;
        }
    }
}

static void
load_marks(struct ybind *bind, const struct ynode *node, void *target)
{
    static const struct yfield keys[] = {
        YKEY("when", READ, mark, when, .required = true, .read = load_expr),
        YKEY("mark", ID, mark, mark, .required = true),
    };
    static const struct yfields fields = YFIELDS("a mark", keys);
    struct marks *marks = target;

    if (!ybind_kind(bind, node, YNODE_LIST, "mark_when"))
        return;
    for (size_t i = 0; i < node->count; i++) {
        struct mark mark = { 0 };

        if (ybind_map(bind, &node->items[i], &fields, &mark))
            *ARENA_PUSH(bind->arena, marks) = mark;
    }
}

struct trigger_draft {
    struct trigger trigger;
    int gate_by, pick;
    const struct ynode *row;
};

static const char *const rules[] = { "share", "threshold", "policy", "info", NULL };
static const char *const each_words[] = { "", "row", "choice", "cell", NULL };
static const char *const gate_bys[] = { "", "department", NULL };
static const char *const picks[] = { "", "strictest", NULL };

static const struct yfield trigger_keys[] = {
    YKEY("code", READ, trigger_draft, trigger.code, .required = true, .read = load_code),
    YKEY("rule", WORD, trigger_draft, trigger.rule, .required = true, .words = rules),
    YKEY("when", READ, trigger_draft, trigger.when, .read = load_expr),
    YKEY("gate", READ, trigger_draft, trigger.gate, .read = load_expr),
    YKEY("gate_by", WORD, trigger_draft, gate_by, .words = gate_bys),
    YKEY("norm", READ, trigger_draft, trigger.norm, .read = load_expr),
    YKEY("norm_basis", READ, trigger_draft, trigger.norm_basis, .read = load_text),
    YKEY("each", WORD, trigger_draft, trigger.each, .words = each_words),
    YKEY("row", NODE, trigger_draft, row),
    YKEY("values", READ, trigger_draft, trigger.values, .read = load_fills),
    YKEY("row_text", READ, trigger_draft, trigger.row_text, .read = load_text),
    YKEY("pick", WORD, trigger_draft, pick, .words = picks),
    YKEY("mark_when", READ, trigger_draft, trigger.mark_when, .read = load_marks),
};
static const struct yfields trigger_fields = YFIELDS("a trigger", trigger_keys);

static void
load_row(struct load *load, const struct ynode *node, const struct question *question,
         struct trigger *trigger)
{
    struct yguess guess;

    if (!ybind_id(&load->bind, node, &trigger->row))
        return;
    if (question->type == NULL || question->type->shape != SHAPE_MATRIX) {
        ybind_fault(&load->bind, node, "\"row\" has a meaning for a matrix only.");
        return;
    }
    if (question->rows_from != NULL || choice_find(&question->rows, node->text) != NULL)
        return;
    guess = yguess_for(load->arena, node->text);
    for (size_t i = 0; i < question->rows.count; i++)
        yguess_try(&guess, question->rows.items[i].value);
    ybind_fault(&load->bind, node, "The matrix has no row \"%s\".%s", node->text, yguess_text(&guess));
}

/* Keys of a trigger that its question cannot carry out. */
static void
check_trigger(struct load *load, const struct ynode *node, const struct question *question,
              const struct trigger *trigger)
{
    enum shape shape = question->type->shape;
    bool rows = shape == SHAPE_MATRIX || shape == SHAPE_TABLE;

    if (shape == SHAPE_NONE)
        ybind_fault(&load->bind, node, "A %s has no answer, so it can trigger nothing.",
                    question->type->name);
    if ((trigger->each == EACH_ROW || trigger->each == EACH_CELL) && !rows)
        ybind_fault(&load->bind, ynode_get(node, "each"), "Only a table or a matrix has rows and cells.");
    if (trigger->each == EACH_CHOICE && question->choices.count == 0)
        ybind_fault(&load->bind, ynode_get(node, "each"), "The question has no choices.");
    if (trigger->pick_strictest && question->choices.count == 0)
        ybind_fault(&load->bind, ynode_get(node, "pick"), "The question has no choices.");
    if (trigger->mark_when.count > 0 && !rows)
        ybind_fault(&load->bind, ynode_get(node, "mark_when"), "Only a table or a matrix has rows to mark.");
    if (text_present(&trigger->row_text) && !rows)
        ybind_fault(&load->bind, ynode_get(node, "row_text"), "Only a table or a matrix has rows to print.");
    if (text_present(&trigger->norm_basis) && trigger->norm == NULL && ynode_get(node, "norm") == NULL)
        ybind_fault(&load->bind, ynode_get(node, "norm_basis"), "\"norm_basis\" needs a \"norm\".");
    if (trigger->gate_by_department && ynode_get(node, "gate") == NULL)
        ybind_fault(&load->bind, ynode_get(node, "gate_by"), "\"gate_by\" needs a \"gate\".");
}

void
triggers_load(struct load *load, const struct ynode *node, struct question *question)
{
    if (!ybind_kind(&load->bind, node, YNODE_LIST, "\"requirement\""))
        return;
    for (size_t i = 0; i < node->count; i++) {
        struct trigger_draft draft = { .trigger.line = node->items[i].line,
                                       .trigger.column = node->items[i].column };
        struct trigger *trigger = &draft.trigger;

        if (!ybind_map(&load->bind, &node->items[i], &trigger_fields, &draft))
            continue;
        trigger->gate_by_department = draft.gate_by == 1;
        trigger->pick_strictest = draft.pick == 1;
        if (draft.row != NULL)
            load_row(load, draft.row, question, trigger);
        if (question->type != NULL)
            check_trigger(load, &node->items[i], question, trigger);
        *ARENA_PUSH(load->arena, &question->triggers) = *trigger;
    }
}
