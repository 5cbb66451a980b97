/* The requirement catalogue and the numbers of the method, as loaded from YAML. */
#ifndef MODEL_CATALOGUE_H
#define MODEL_CATALOGUE_H

#include "model/problem.h"
#include "model/question.h"

enum priority { PRIORITY_MUST, PRIORITY_SHOULD, PRIORITY_COULD, PRIORITY_WONT, PRIORITY_COUNT };
enum verification { VERIFY_INSPECTION, VERIFY_ANALYSIS, VERIFY_DEMONSTRATION, VERIFY_TEST };
enum goal_rank { GOAL_NONE, GOAL_A, GOAL_B, GOAL_C };

struct titled {
    const char *id;
    struct text title;
};

struct titles LIST_OF(struct titled);

struct weight_in {
    const char *category;
    double weight;
};

struct weights LIST_OF(struct weight_in);

struct role {
    const char *id;
    double weight;
    struct weights weight_in;
    struct text title;
    bool key_user;      /* the role that a person's key-user flag gives */
    bool head;          /* leads a department: alone states its position, and may differ from it */
    bool process_owner; /* a wish of one such person is a requirement */
};

struct roles LIST_OF(struct role);

struct conflict {
    const char *code;
    const char *choice, *choice_without; /* theirs, or what their set of choices lacks; NULL: any */
    const char *own, *own_without;       /* ours in the same way */
    size_t line, column;
};

struct conflicts LIST_OF(struct conflict);

struct variant_text {
    const char *choice;
    struct text statement, acceptance;
};

struct variant_texts LIST_OF(struct variant_text);

struct requirement_def {
    const char *code, *category;
    struct text statement, acceptance;
    bool default_acceptance;
    enum verification verification;
    struct names goals, requires;
    struct conflicts conflicts;
    struct variant_texts variants;
    size_t line, column;
};

struct requirement_defs LIST_OF(struct requirement_def);

struct statement {
    const char *id; /* "2.1" */
    struct text text;
};

struct statements LIST_OF(struct statement);

struct dimension {
    const char *id;
    double weight;
    struct text title;
    struct statements statements;
};

struct dimensions LIST_OF(struct dimension);

struct level {
    int level;
    struct text title, conclusion;
};

struct levels LIST_OF(struct level);

struct points LIST_OF(double);
struct ranks LIST_OF(enum goal_rank);

/* A topic of the deciders' matrix: a row value and the categories and codes it covers. */
struct topic_codes {
    const char *topic;
    struct names codes;
};

struct topics_codes LIST_OF(struct topic_codes);

/* All shares and scores in integer hundredths: 10000 is 100 %. */
struct method_rules {
    int arises_share, arises_respondents;
    int weight_share, weight_importance, weight_goal; /* of ten */
    int goal_points[4];                               /* by enum goal_rank */
    double importance_min, importance_max;
    int priority_from[PRIORITY_COUNT]; /* least score of each priority */
    enum priority policy_at_least, single_voice_at_most, low_coverage_at_most;
    int coverage;
    int prevails_share, prevails_respondents;
    int differs_support, differs_number;
    double differs_scale, differs_maturity;
    const char *goal_question; /* "goals.g_01" */
    struct points goal_ranking_points;
    struct ranks goal_ranking_thirds; /* the rank of the best third, the next, the last */
    const char *goal_table;           /* "goals.g_02"; its columns: */
    struct {
        const char *goal, *indicator, *unit, *current, *not_measured, *measured, *source, *target, *due,
            *owner, *how, *priority;
    } goal_column;
    struct {
        int support, target; /* least share of leaders; most that targets lie apart, of the smaller */
        int due_days;        /* most days that due dates lie apart */
    } goal_agreement;        /* support 0: goals are never agreed by the answers alone */
    struct {
        const char *question, *column; /* "goals.g_03" and the column that names the person; or NULL */
        struct topics_codes topics;
    } deciders;
    struct {
        const char *question, *probability, *impact; /* "goals.g_13" and its columns; or NULL */
        double action_from;
    } risk_register;
    const struct expr *department_users; /* over one response; or NULL */
    const char *department_users_survey;
    int suspicious_time_share;
    struct titles statement_marks;
};

struct catalogue {
    const char *id;
    int version;
    enum lang default_language;
    bool languages[LANG_COUNT];
    struct titles categories, goals;
    struct roles roles;
    struct requirement_defs requirements;
    struct dimensions dimensions;
    struct levels levels;
    struct method_rules method;
    struct text default_acceptance, unspecified;
    const char *hash, *path;
    size_t method_line;
};

const struct requirement_def *catalogue_requirement(const struct catalogue *catalogue, const char *code);
const struct role *catalogue_role(const struct catalogue *catalogue, const char *id);

/*
 * The roles that conditions, audiences, variants and weights see: those a person was given, and for a key
 * user the catalogue's own role of key users. `catalogue` NULL: those given. In the arena.
 */
const struct names *catalogue_person_roles(struct arena *arena, const struct catalogue *catalogue,
                                           const struct names *given, bool key_user);
const struct titled *titled_find(const struct titles *titles, const char *id);

/* The weight of a person with these roles in a category: the greatest of them; 1 when none is known. */
double catalogue_weight(const struct catalogue *catalogue, const struct names *roles, const char *category);

#endif
