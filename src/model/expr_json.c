/*
 * The tree of an expression as JSON for the browser: numbers and texts are themselves, everything else is a
 * list that begins with a word: ["and", …], ["cell", survey, question, row, column], ["column", survey,
 * question, column],
 * ["row", survey, question, column], ["rows", survey, question], ["choice"], ["."], ["role"], ["regex",
 * value, pattern].
 */
#include "base/json.h"
#include "model/expr_tree.h"

#include <string.h>

static void
put_text(struct buf *out, const char *text)
{
    struct json json = json_to(out);

    json_text(&json, text);
}

static void
put_list(struct buf *out, const char *const *texts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        buf_putc(out, i == 0 ? '[' : ',');
        put_text(out, texts[i]);
    }
    buf_putc(out, ']');
}

/* A name of another questionnaire is empty in the browser, which has one response. */
static void
put_name(struct buf *out, const struct expr_name *name)
{
    switch (name->reach) {
    case REACH_CELL:
        put_list(out,
                 (const char *const[]){ "cell", name->survey, name->question, name->row, name->column_id },
                 5);
        break;
    case REACH_COLUMN:
        put_list(out, (const char *const[]){ "column", name->survey, name->question, name->column_id }, 4);
        break;
    case REACH_ROW:
        put_list(out, (const char *const[]){ "row", name->survey, name->question, name->column_id }, 4);
        break;
    case REACH_ROWS: put_list(out, (const char *const[]){ "rows", name->survey, name->question }, 3); break;
    default: put_text(out, ""); break;
    }
}

static void
put_node(struct buf *out, const struct expr_node *node)
{
    struct json json = json_to(out);

    switch (node->op) {
    case EXPR_NUMBER: json_number(&json, node->number); return;
    case EXPR_TEXT: json_text(&json, node->text); return;
    case EXPR_NAME: put_name(out, node->name); return;
    default: break;
    }
    buf_putc(out, '[');
    put_text(out, expr_op_word[node->op]);
    for (size_t i = 0; i < node->count; i++) {
        buf_putc(out, ',');
        if (node->op == EXPR_REGEX && i == 1)
            put_text(out, pattern_portable(node->pattern));
        else
            put_node(out, node->args[i]);
    }
    buf_putc(out, ']');
}

void
expr_json(const struct expr *expr, struct buf *out)
{
    if (expr == NULL)
        buf_puts(out, "null");
    else
        put_node(out, expr->root);
}
