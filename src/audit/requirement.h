/* From answers to requirements: rules 1–7 of the method, in integer hundredths, pure. */
#ifndef AUDIT_REQUIREMENT_H
#define AUDIT_REQUIREMENT_H

#include "audit/input.h"

enum { HUNDRED = 10000 }; /* 100 % in hundredths of a percent */

/* Hundredths of a percent, half up; 0 of nothing. The one way to count a share of people or things. */
int64_t share_of(int64_t part, int64_t whole);

/* Did fewer of the department's people answer than the method asks for? Never of people without a department,
 * whom nobody could vouch for. */
bool department_small(const struct method_rules *method, const struct department_facts *department);

/* Support in one department. */
struct department_support {
    int64_t department;
    double users; /* weight of the department in D */
    int share;    /* D of the department, hundredths */
    int answered, in_favour;
    bool small_sample;
};

struct supports LIST_OF(struct department_support);

/* One answer a requirement comes from. */
struct source {
    const struct counted *response;
    const struct question *question;
    const char *row; /* "" where there is none */
    double strength;
};

struct sources LIST_OF(struct source);

enum requirement_state {
    REQUIREMENT_ARISEN,
    REQUIREMENT_SINGLE_VOICE /* section 21 */,
    REQUIREMENT_OFFERED /* a prerequisite that did not arise */,
    REQUIREMENT_REJECTED
};

/* What moved a priority away from its score (rule 6); a prerequisite and a decision stand by themselves. */
enum priority_cause {
    CAUSE_NORM = 1,  /* (a) raised to Must */
    CAUSE_VOICE = 2, /* (b) held down: a single voice */
    CAUSE_SMALL = 4, /* (c) held down: a small sample */
    CAUSE_POLICY = 8 /* raised: a rule has to be set in any case */
};

/* The numbers that were answered to a question of a requirement. */
struct number_range {
    int count; /* 0: no numbers were asked */
    double median, least, most;
    const struct question *question;
};

struct found_requirement {
    const struct requirement_def *def;
    size_t category;      /* its place in the catalogue */
    int number;           /* behind the code; 0 none */
    const char *code;     /* printed: "CLI-03.2", "SAL-04" */
    const char *label;    /* in words: the choice, row or cell it is about; NULL: all of the code */
    const char *key;      /* choice value or normalised row text; "" */
    const char *choice;   /* a rule: the approved choice, else the prevailing one; or NULL */
    struct names choices; /* values supported by anyone (a rule decided: approved), by falling D */
    struct names passed;  /* of `choices`, those that pass the threshold by themselves, or were approved */
    const char *statement, *acceptance; /* filled, in the input's language */
    bool acceptance_by_default;
    enum requirement_state state;
    int share, importance, goal,
        score; /* D, I, G, P in hundredths; importance_asked tells whether I was asked */
    bool importance_asked;
    enum priority computed, priority;          /* before and after rule 6 and decisions */
    const char *unconditional;                 /* the basis of a norm, or NULL */
    bool single_voice, small_sample, disputed; /* disputed: printed with «?» */
    unsigned causes;                           /* enum priority_cause, together */
    const struct decision *decided;            /* a changed priority, or NULL */
    const struct decision *ruled;              /* the approved rule, or NULL */
    const struct decision *confirmed;          /* the confirmed criterion, or NULL */
    const struct decision *rejected;           /* why it is out of the register, or NULL */
    const char *ruled_words;                   /* the approved rule in the input's language */
    const char *prerequisite_of;               /* code that lifted it, or NULL */
    int answered, in_favour;                   /* people */
    struct number_range numbers;
    struct supports departments;
    struct sources sources;
    struct names marks; /* texts of statement_marks */
    struct names goals; /* goal keys linked */
};

struct found_requirements LIST_OF(struct found_requirement);

/* A difference that the method calls a contradiction, as far as priorities need it (T1, T2, T3, T5). */
enum conflict_kind { CONFLICT_T1, CONFLICT_T2, CONFLICT_T3, CONFLICT_T5 };

struct found_conflict {
    enum conflict_kind kind;
    const char *code, *key; /* of the requirement; other_* for T3 */
    const char *other_code, *other_key;
    int64_t department, other_department;
    int share, other_share;                /* T2 of support, T5: hundredths */
    const char *position, *other_position; /* T1, T5: choice labels */
    const struct question *question;
    bool settled;             /* by a decision: the approved rule, or for T2 a priority */
    bool shares;              /* share and other_share hold */
    bool figures;             /* the positions are medians of the question */
    int people, other_people; /* who stand behind the positions */
};

struct found_conflicts LIST_OF(struct found_conflict);

struct free_answer {
    const struct counted *response;
    const struct question *question;
    const char *text;
};

struct free_answers LIST_OF(struct free_answer);

struct findings {
    struct found_requirements requirements; /* ordered: priority, category order of the catalogue, code */
    struct found_conflicts conflicts;
    struct free_answers free_texts; /* long and short free answers, question -> department -> date; by text
                                       where the questionnaire promises no name */
    int by_priority[PRIORITY_COUNT];
    double department_users_total;
    struct survey_versions {
        const char **items;
        size_t count;
    } versions; /* "express_audit_sales v3 (1a2b3c4d)" when several versions were joined */
};

/* Compute everything; results live in `arena`, and point into the input, which must outlive them. */
void findings_compute(struct arena *arena, const struct audit_input *input, struct findings *out);

/* Goals from ranks: points by place weighted by role, the upper third A, then B, C (G-01). */
struct ranked_goal {
    const char *key;
    double points;
    int named; /* people */
    enum goal_rank rank;
};

struct ranked_goals LIST_OF(struct ranked_goal);
void goals_rank(struct arena *arena, const struct audit_input *input, struct ranked_goals *out);

/* The word and letter of a priority come from phrases "priority.must" …; this is its id. */
const char *priority_id(enum priority priority);
bool priority_parse(const char *id, enum priority *out);

/* Normalised row text: case, blanks, quotes, ё/е (rule 7). */
const char *row_key(struct arena *arena, const char *text);

#endif
