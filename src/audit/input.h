/* What the audit computes from: counted responses and the decisions people took. Plain structs, filled by
 * pages/ and command/. */
#ifndef AUDIT_INPUT_H
#define AUDIT_INPUT_H

#include "model/cell.h"
#include "model/library.h"

/* One handed-in response that counts (rule 10). `answers` are sorted and hold only relevant questions. */
struct counted {
    int64_t id, person, department;
    const struct survey *survey; /* by the response's pinned hash */
    struct answers answers;
    const struct names *roles; /* of the person, the key-user role included */
    const char *name;          /* printed author, already by the survey's attribution */
    int64_t submitted_at;
    int64_t seconds; /* time spent; 0 unknown */
    bool excluded;   /* a consultant's decision */
    const char *excluded_reason, *excluded_by;
    int64_t excluded_at;
    const char *mode; /* how it came in: "self", "interview", "paper", "import" */
};

struct counted_list LIST_OF(struct counted);

struct department_facts {
    int64_t id; /* 0: people without a department, then without a name */
    const char *name;
    int invited, counted; /* people */
    bool confirmed;       /* the head confirmed results from a small sample */
};

struct departments LIST_OF(struct department_facts);

/* A person who was invited: for coverage, and for "the only one with this role". */
struct invited {
    int64_t person, department;
    const char *name;
    const struct names *roles;
    const char *survey; /* id */
    bool handed_in;     /* and counts: not excluded */
};

struct invitations LIST_OF(struct invited);

struct approved_goal {
    const char *key;
    enum goal_rank rank;
};

struct approved_goals LIST_OF(struct approved_goal);

enum decision_kind {
    DECISION_PRIORITY,  /* value: a priority id; changes the printed priority */
    DECISION_RULE,      /* value: the approved choice of a policy requirement */
    DECISION_REJECT,    /* out of the register, with a reason */
    DECISION_ACCEPTANCE /* value: the confirmed criterion */
};

/* A decision hangs on a requirement's code and key. */
struct decision {
    enum decision_kind kind;
    const char *code, *key, *value, *reason, *by;
    int64_t at;
};

struct decisions LIST_OF(struct decision);

struct audit_input {
    const struct library *library; /* catalogue and questionnaires */
    struct counted_list responses;
    struct departments departments;
    struct invitations invitations;
    struct approved_goals goals;
    struct decisions decisions;
    const char *today; /* in the project's zone */
    enum lang lang;    /* of statements and labels */
    bool equal;        /* every department weighs 1 */
};

#endif
