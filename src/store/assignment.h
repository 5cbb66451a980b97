/* Who is asked to fill which questionnaire or take which test. */
#ifndef STORE_ASSIGNMENT_H
#define STORE_ASSIGNMENT_H

#include "model/question.h"
#include "store/form.h"

struct assignment {
    int64_t id, project, person;
    enum form_kind kind;
    const char *form, *subject, *variant;
    const char *due_date; /* ISO, or "" */
    int64_t closes_at;    /* 0 none */
    bool cancelled;
    int64_t created_at;
};

struct assignment_list LIST_OF(struct assignment);

/* How far an assignment is: of its response, or of its latest attempt. */
enum progress {
    PROGRESS_NONE,        /* not begun */
    PROGRESS_DRAFT,       /* answering; attempt running */
    PROGRESS_HANDED_IN,   /* also an attempt that ran out */
    PROGRESS_RETURNED,    /* to be corrected */
    PROGRESS_INTERRUPTED, /* attempt waits for the trainer */
    PROGRESS_ABSENT       /* no show, not admitted */
};

/* One line of the tables of staff. */
struct assigned {
    struct assignment assignment;
    const char *family, *given, *patronymic, *position, *department_name;
    int64_t department;
    struct names roles; /* as kept: a key user's role is not among them */
    bool key_user, disabled;
    enum progress progress;
    int64_t response, attempt;      /* the response's, or the latest attempt's number; 0 none */
    int attempts;                   /* drawn */
    int64_t handed_in_at, answered; /* answered: cells of the response that are not empty */
    int mark, most;                 /* of a marked attempt, hundredths; most 0: not marked */
    const char *reason;             /* verdict of the latest attempt: "passed", "critical" … or "" */
};

struct assigned_list LIST_OF(struct assigned);

struct assigned_filter {
    int64_t project;
    const char *form; /* id; NULL all */
    int64_t person;   /* 0 all */
    int kind;         /* enum form_kind; -1 all */
    bool open_only;   /* not handed in, not cancelled */
    int64_t department;
    const char *state; /* of questionnaires: "none", "draft", "handed_in", "returned", "cancelled", "waiting"
                          (not handed in), "late" (waiting past its due date); NULL all */
    const char *today; /* ISO, for "late" */
    struct page page;
};

/* Assign; `id` is set. DB_CONFLICT: person, form and subject are assigned already (then `id` is that one's).
 * DB_NONE: the person is of another project. */
enum db_result assignment_add(struct db *db, struct assignment *assignment) MUST_CHECK;

/* Change due date, close and cancelled. */
enum db_result assignment_change(struct db *db, const struct assignment *assignment) MUST_CHECK;

enum db_result assignment_get(struct db *db, struct arena *arena, int64_t project, int64_t id,
                              struct assignment *out) MUST_CHECK;

/* What a person is asked, in order of assignment, cancelled left out. */
enum db_result assignment_list_person(struct db *db, struct arena *arena, int64_t person,
                                      struct assignment_list *out) MUST_CHECK;

/* Sorted by person's name, then form. `*total` (may be NULL) is the count without paging. */
enum db_result assignment_list(struct db *db, struct arena *arena, const struct assigned_filter *filter,
                               struct assigned_list *out, int64_t *total) MUST_CHECK;

/* All of one person, cancelled ones too, by form. */
enum db_result assigned_list_person(struct db *db, struct arena *arena, int64_t project, int64_t person,
                                    struct assigned_list *out) MUST_CHECK;

/*
 * Coverage, for the pages and the findings alike: one line a department, and one a role; a person with two
 * roles counts in both. Of people who are not disabled their open assignments, and whatever was handed in.
 */
struct coverage {
    int64_t department;                   /* 0 in role lines, and for people without one */
    const char *name;                     /* department's name, or role id; "" none */
    int64_t people, answered;             /* people, each once; answered: handed in anything that counts */
    int64_t invited, handed_in, excluded; /* their questionnaires; excluded: left out of the findings */
    struct {
        int64_t person;
        bool answered;
    } last; /* the store's own: who was counted last */
};

struct coverage_list LIST_OF(struct coverage);

/* `form` NULL: every questionnaire together. The last of the roles, with the name
 * "", are the key users. */
enum db_result coverage_count(struct db *db, struct arena *arena, int64_t project, const char *form,
                              struct coverage_list *departments, struct coverage_list *roles) MUST_CHECK;

#endif
