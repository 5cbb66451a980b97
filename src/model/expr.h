/* Expressions of the YAML files (docs/forms.md §6): parsed once to a checked tree, evaluated without side
 * effects. */
#ifndef MODEL_EXPR_H
#define MODEL_EXPR_H

#include "base/buf.h"
#include "model/cell.h"
#include "model/problem.h"
#include "model/question.h"

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

/* One response to evaluate over. */
struct expr_env {
    const struct survey
        *survey; /* whose ids `${…}` names; prefixed names look in it only when it is that survey */
    const struct answers *answers; /* sorted; irrelevant ones already left out, or use `relevant` */
    const struct names *roles;     /* of the person */
    const char *today;             /* "2026-11-23" */
    const char *row;               /* row id for ${row.x}, with `table`; NULL none */
    const char *table;             /* the question whose row is at hand */
    const char *choice;            /* ${choice} */
    const char *own;               /* `.` */
    struct arena *arena;           /* for texts made on the way */
};

/* One counted response in a group. */
struct expr_member {
    struct expr_env env;
    double weight; /* of the person's role */
    int64_t department;
};

/* Parsing. `scope` says what may be named: the survey's questions, row columns of `question`, groups or not.
 */
struct expr_scope {
    const struct survey
        *survey; /* questions loaded so far are checked after the whole file, see expr_check() */
    const struct question *question;
    bool group; /* median() share() n() min() max() allowed at the top */
    bool has_row, has_choice, has_own;
};

/* Parse; NULL with findings. Names are resolved later by expr_check(). `line`, `column` say where `source`
 * starts in the file. */
const struct expr *expr_parse(struct arena *arena, const char *source, const char *path, size_t line,
                              size_t column, struct problems *problems);

/* Evaluate over one response. */
struct value expr_value(const struct expr *expr, const struct expr_env *env);
bool expr_holds(const struct expr *expr, const struct expr_env *env); /* NULL expr: true */

/* Evaluate over a group. `weighted` shares use the members' weights. Empty group: empty value. */
struct value expr_group_value(const struct expr *expr, const struct expr_member *members, size_t count,
                              struct arena *arena);

/* The tree as JSON for web/static/expr.js, which gives the same results. */
void expr_json(const struct expr *expr, struct buf *out);

/* A number as expressions print it: at most 6 decimals, a point, no exponent. */
const char *expr_number_text(struct arena *arena, double number);

/* Half up towards plus infinity to `places` decimals (0…6). */
double round_half_up(double number, int places);

#endif
