/* Expressions of the YAML files (docs/forms.md §6): parsed once to a checked tree, evaluated without side
 * effects. */
#ifndef MODEL_EXPR_H
#define MODEL_EXPR_H

#include "base/buf.h"
#include "model/cell.h"
#include "model/problem.h"
#include "model/question.h"

enum { EXPR_MAX_BYTES = 2000, EXPR_MAX_DEPTH = 32 };

struct expr;
struct survey;

enum value_kind { VALUE_EMPTY, VALUE_NUMBER, VALUE_TEXT, VALUE_TRUTH };

struct value {
    enum value_kind kind;
    double number;
    const char *text;
    bool truth;
};

/* Is it true? Empty, zero, "" and false are not. */
bool value_true(const struct value *value);

/* The value as a number: a number, or a text written as expressions print numbers ("12", "-0.5", not "012",
 * at most 15 digits). */
bool value_number(const struct value *value, double *out);

/* The value as people would store it: "" for empty, "true"/"false" for truths. In the arena. */
const char *value_text(struct arena *arena, const struct value *value);

/* One response to evaluate over. */
struct expr_env {
    const struct survey *survey;   /* whose answers these are; names of another survey are empty */
    const struct answers *answers; /* sorted */
    const struct names *roles;     /* of the person; NULL none */
    const char *today;             /* "2026-11-23"; NULL: empty */
    const char *row;               /* row id for ${row.x}, with `table`; NULL none */
    const char *table;             /* the question whose row is at hand */
    const char *choice;            /* ${choice} */
    const char *own;               /* `.` */
    struct arena *arena;           /* for texts made on the way */
    /* Is this question of `survey` relevant? Answers of others count as empty. NULL: all are (the answers of
     * irrelevant ones were left out before, see answers_relevant()). */
    bool (*relevant)(void *context, const char *question);
    void *context; /* for `relevant` */
};

/* One counted response in a group. */
struct expr_member {
    struct expr_env env;
    double weight; /* of the person's role */
    int64_t department;
};

/* What a name `${…}` reaches; known after expr_check(). */
enum expr_reach {
    REACH_NOTHING, /* not checked, or not found */
    REACH_CELL,    /* one cell: question, row, column */
    REACH_COLUMN,  /* a column over all rows */
    REACH_ROW,     /* a column of the row at hand */
    REACH_ROWS     /* a table or a matrix as a whole: the number of its filled rows, or empty */
};

struct expr_name {
    const char *text;    /* as written, without `${` and `}` */
    const char *part[4]; /* its parts between the points; "" where there is none */
    size_t line, column; /* of `${` in the file */
    enum expr_reach reach;
    const char *survey;                     /* id; set by expr_check() */
    const char *question, *row, *column_id; /* "" where there is none; set by expr_check() */
};

struct expr_names LIST_OF(struct expr_name *);

/*
 * Parse; NULL with findings (the first mistake of the expression). Names are looked up later by expr_check().
 * `line` and `column` are those of the source's first character in the file (after an opening quote). Columns
 * count characters. They are right for plain and quoted scalars of one line and for literal blocks; in a
 * scalar that YAML folds from several lines the finding has the first line and a column counted on, and each
 * doubled quote or escape before the place shifts it by what YAML took out.
 */
const struct expr *expr_parse(struct arena *arena, const char *source, const char *path, size_t line,
                              size_t column, struct problems *problems);

/* What an expression may name. */
struct expr_scope {
    const struct survey *survey;         /* the own one */
    const struct survey *const *surveys; /* the others, for `${goals.g_07}`; may include the own one */
    size_t survey_count;
    const struct question *question; /* whose row or choice is at hand; may be NULL */
    const struct question *own;      /* whose value `.` is: the question, or a column of it */
    const struct names *roles;       /* role ids of the catalogue; NULL: any will do */
    bool group; /* over a group: answers stand inside median() share() n() min() max(); else those are refused
                 */
    bool has_row, has_choice, has_own;
    bool skip_others; /* names of surveys that are not in `surveys` are left for a later check, not refused */
};

/*
 * Look up every name and check the tree: unknown ids (with the nearest known one), `${row.x}` outside a
 * table, group functions out of place, a choice compared with a value it does not have, a set compared
 * otherwise than with selected(). Must run once, before the first evaluation and before the expression is
 * shared by threads; false with findings. `expr` may be NULL: true.
 */
bool expr_check(const struct expr *expr, const struct expr_scope *scope, struct problems *problems);

/* The names in the order of the source, also before expr_check(); for cycles and never-visible questions. */
const struct expr_names *expr_names(const struct expr *expr);

/* The source as written. */
const char *expr_source(const struct expr *expr);

/* Evaluate over one response. Never fails: what has no meaning is empty. */
struct value expr_value(const struct expr *expr, const struct expr_env *env);
bool expr_holds(const struct expr *expr, const struct expr_env *env); /* NULL expr: true */

/*
 * Evaluate over a group. share() uses the members' weights and is over those who answered at least one of the
 * questions it names; median() min() max() take numbers, and the strengths of a choice that has them; n()
 * counts members whose value is there (or true). Empty group: empty value.
 */
struct value expr_group_value(const struct expr *expr, const struct expr_member *members, size_t count,
                              struct arena *arena);

/* The checked tree as JSON for web/static/expr.js, which gives the same results. NULL writes null. */
void expr_json(const struct expr *expr, struct buf *out);

/* A number as expressions print it: at most 6 decimals, a point, no exponent. In the arena. */
const char *expr_number_text(struct arena *arena, double number);

/* A text that is written as expr_number_text() prints: "12", "-0.5"; not "012", "1.0", "+1", "1e3"; at most
 * 15 digits. */
bool expr_number_parse(const char *text, double *out);

/*
 * Half up towards plus infinity to `places` decimals (0…6): floor(x·10^p + 0.5 + t) / 10^p, where the
 * tolerance t = min(0.001, 10^-9 + |x·10^p|·10^-15) takes back what binary fractions lose (1.005 gives 1.01).
 * Fewer places where the number has no more.
 */
double round_half_up(double number, int places);

#endif
