/* A question of a questionnaire as loaded from YAML: immutable, owned by its library's arena. */
#ifndef MODEL_QUESTION_H
#define MODEL_QUESTION_H

#include "base/arena.h"
#include "model/lang.h"

#include <stdint.h>

struct expr;
struct pattern;
struct question_type;
struct trigger;

struct choice {
    const char *value;
    struct text label;
    int number;           /* its stable place in printed codes */
    bool no_trigger;      /* `trigger: false`: a statement such as "none" */
    double strength;      /* 0…1; 1 unless the question's `strength:` says otherwise */
    const char *maturity; /* rows of a matrix: the statement id, or NULL */
    const char *target;   /* rows of a matrix: the dimension whose level it must reach, or NULL */
    size_t line, column;  /* in its file */
};

struct choices LIST_OF(struct choice);

enum requiredness { REQUIRED_NO, REQUIRED_YES, REQUIRED_SOFT, REQUIRED_WHEN };

struct anchor {
    double at;
    struct text label;
};

struct anchors LIST_OF(struct anchor);
struct triggers LIST_OF(struct trigger);
struct names LIST_OF(const char *);
struct questions LIST_OF(struct question);

/* A risk for the register: counted over the responses for which `when` is true. */
struct risk {
    struct text title;
    const struct expr *when;
};

struct risks LIST_OF(struct risk);

/* A question, or a column of a table or matrix (which is a question without triggers). */
struct question {
    const char *id;                   /* "" for the one column of a matrix of one list */
    const struct question_type *type; /* model/question_type.h */
    struct text label, hint, unit;
    enum requiredness required;
    const struct expr *required_when, *relevant, *constraint;
    struct text constraint_message;
    struct choices choices;
    bool other, dont_know, not_applicable, comment, importance, policy;
    const char *exclusive_choice; /* a choice value, or NULL */
    bool has_min, has_max;
    double min, max;                 /* numbers, scales, counts */
    const char *min_date, *max_date; /* dates */
    int max_length;                  /* code points */
    const struct pattern *pattern;
    const char *pattern_source;
    struct anchors anchors;
    int rows_min, rows_max;    /* table */
    const char *rows_from;     /* a question id, or NULL */
    struct choices rows;       /* matrix: its fixed rows */
    struct questions columns;  /* table, matrix; a matrix of one list has one column with id "" */
    struct names compare_with; /* "goals.g_07" */
    const char *maturity;      /* statement id, or NULL */
    const char *target;        /* the dimension whose level it says must be reached, or NULL */
    bool has_strength;         /* `strength:` was given */
    struct risks risks;
    struct triggers triggers;
    int section;         /* index in the survey */
    int number;          /* printed number, from 1 through the whole survey; notes have 0 */
    size_t line, column; /* in its file */
};

enum rule { RULE_SHARE, RULE_THRESHOLD, RULE_POLICY, RULE_INFO };
enum each { EACH_NONE, EACH_ROW, EACH_CHOICE, EACH_CELL };

struct fill {
    const char *name;
    const struct expr *value; /* over the group */
};

struct fills LIST_OF(struct fill);

struct mark {
    const struct expr *when; /* over a row */
    const char *mark;        /* key of the catalogue's statement_marks */
};

struct marks LIST_OF(struct mark);

/* How answers to a question become a requirement (docs/forms.md §4). */
struct trigger {
    const char *code;
    enum rule rule;
    const struct expr *when; /* NULL: the default of `rule` and `each` */
    const struct expr *gate;
    bool gate_by_department;
    const struct expr *norm;
    struct text norm_basis;
    enum each each;
    const char *row; /* matrix: only this row; NULL all */
    struct fills values;
    struct text row_text;
    bool pick_strictest;
    struct marks mark_when;
    size_t line, column;
};

/* The choice with this value, or NULL. */
const struct choice *choice_find(const struct choices *choices, const char *value);

/* The column with this id, or NULL. */
const struct question *question_column(const struct question *question, const char *id);

#endif
