/* The tree of an expression; for src/model/expr_*.c alone. */
#ifndef MODEL_EXPR_TREE_H
#define MODEL_EXPR_TREE_H

#include "model/expr.h"
#include "model/pattern.h"

enum expr_op {
    EXPR_NUMBER,
    EXPR_TEXT,
    EXPR_NAME,
    EXPR_CHOICE,
    EXPR_OWN,
    EXPR_ROLE,
    EXPR_OR,
    EXPR_AND,
    EXPR_EQ,
    EXPR_NE,
    EXPR_LT,
    EXPR_LE,
    EXPR_GT,
    EXPR_GE,
    EXPR_ADD,
    EXPR_SUB,
    EXPR_MUL,
    EXPR_DIV,
    EXPR_MOD,
    EXPR_NEGATE,
    EXPR_NOT, /* the functions from here on */
    EXPR_SELECTED,
    EXPR_COUNT_SELECTED,
    EXPR_IF,
    EXPR_COALESCE,
    EXPR_REGEX,
    EXPR_ROUND,
    EXPR_LENGTH,
    EXPR_TODAY,
    EXPR_ADD_MONTHS,
    EXPR_SUM,
    EXPR_COUNT,
    EXPR_MEDIAN, /* the functions over a group from here on */
    EXPR_MIN,
    EXPR_MAX,
    EXPR_N,
    EXPR_SHARE,
    EXPR_OP_COUNT
};

struct expr_node {
    enum expr_op op;
    int height;                    /* of the tree under it, itself included */
    size_t line, column;           /* of its token in the file */
    double number;                 /* EXPR_NUMBER */
    const char *text;              /* EXPR_TEXT */
    struct expr_name *name;        /* EXPR_NAME */
    const struct pattern *pattern; /* EXPR_REGEX */
    struct expr_node **args;
    size_t count;
};

struct expr {
    const char *source, *path;
    struct expr_node *root;
    struct expr_names names;
};

/* The word of the source and of the JSON tree: "and", "<=", "count-selected". */
extern const char *const expr_op_word[EXPR_OP_COUNT];

/* The function with this name and its number of arguments; EXPR_OP_COUNT when there is none. */
enum expr_op expr_function(const char *name, size_t *arity);

/* Is it a quoted text with nothing in it? `x = ''` asks whether x is empty. */
bool expr_is_nothing(const struct expr_node *node);

/* Evaluate a node over one response; functions over a group are empty there. */
struct value expr_node_value(const struct expr_node *node, const struct expr_env *env);

/* The same operators over values that are there already, for the evaluation over a group. */
struct value expr_apply(const struct expr_node *node, const struct value *args, const struct expr_env *env);

/* The values a name stands for: one, or one for each row. */
struct value_list LIST_OF(struct value);
struct value_list expr_name_values(const struct expr_name *name, const struct expr_env *env);

#endif
