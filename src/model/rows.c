/* Rows and columns of tables and matrices out of YAML. */
#include "model/question_load.h"

#include <string.h>

enum { MOST_ROWS = 1000 };

static void
load_range(struct load *load, const struct ynode *node, struct question *question)
{
    static const struct yfield keys[] = {
        YKEY("min", INT, question, rows_min, .min = 0, .max = MOST_ROWS),
        YKEY("max", INT, question, rows_max, .required = true, .min = 1, .max = MOST_ROWS),
    };
    static const struct yfields fields = YFIELDS("the rows of a table", keys);

    if (ybind_map(&load->bind, node, &fields, question) && question->rows_min > question->rows_max)
        ybind_fault(&load->bind, node, "\"min\" is greater than \"max\".");
}

static void
load_rows(struct load *load, const struct ynode *node, struct question *question)
{
    if (node->kind == YNODE_SCALAR && strncmp(node->text, "from ", 5) == 0) {
        question->rows_from = node->text + 5;
        question->rows_max = MOST_ROWS;
        if (!yid_valid(question->rows_from))
            ybind_fault(&load->bind, node, "\"%s\" is no id of a question.",
                        ydoc_quote(load->arena, question->rows_from));
    } else if (question->type->shape == SHAPE_TABLE) {
        load_range(load, node, question);
    } else {
        rows_load(load, node, &question->rows);
    }
}

static void
load_columns(struct load *load, const struct ynode *node, struct question *question)
{
    struct seen_ids seen = { 0 };

    if (!ybind_kind(&load->bind, node, YNODE_LIST, "the columns"))
        return;
    if (node->count == 0)
        ybind_fault(&load->bind, node, "The list is empty.");
    for (size_t i = 0; i < node->count; i++) {
        struct question *column = ARENA_PUSH(load->arena, &question->columns);

        question_load(load, &node->items[i], true, column);
        seen_add(load, &seen, column->id[0] ? column->id : NULL, &node->items[i]);
    }
    seen_check(load, &seen, "column");
}

/* The cells of a matrix of one list: a column without a name. */
static void
add_list_column(struct load *load, struct question *question)
{
    struct question *column = ARENA_PUSH(load->arena, &question->columns);

    *column = (struct question){ .id = "",
                                 .type = question_type_find("select_one"),
                                 .choices = question->choices,
                                 .has_strength = question->has_strength,
                                 .other = question->other,
                                 .dont_know = question->dont_know,
                                 .not_applicable = question->not_applicable,
                                 .line = question->line,
                                 .column = question->column };
}

void
rows_columns_load(struct load *load, const struct ynode *rows, const struct ynode *columns,
                  struct question *question)
{
    struct ynode here = { .line = question->line, .column = question->column };
    bool list = question->choices.count > 0;

    if (rows != NULL)
        load_rows(load, rows, question);
    else
        ybind_fault(&load->bind, &here, "The key \"rows\" is missing from a %s.", question->type->name);
    if (columns != NULL && list)
        ybind_fault(&load->bind, columns, "A matrix has either a list of choices or columns.");
    else if (columns != NULL)
        load_columns(load, columns, question);
    else if (list)
        add_list_column(load, question);
    else
        ybind_fault(&load->bind, &here, "The key \"columns\" is missing from a %s.", question->type->name);
}
