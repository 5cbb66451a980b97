/* Staff users for administrators: everybody, one user, and passwords shown once. */
#ifndef PAGES_STAFF_USERS_H
#define PAGES_STAFF_USERS_H

#include "pages/staff_parts.h"

/* GET /staff/users; POST /staff/users: a new one, whose password the reply shows (JOB). */
handler staff_users_page, staff_user_add;

/*
 * GET /staff/users/{user}; POST below it: /password makes a new one, which the reply shows (JOB); /disable
 * (field `disabled`: 1 or 0); /right (fields `project`: a code, `role`, `take`: 1 or 0).
 */
handler staff_user_page, staff_user_password, staff_user_disable, staff_user_right;

/* What the pages of users share. */

/* Names and state of a user: user_name, full_name, user_url, admin_user, disabled, me. */
void staff_user_view(struct request *rq, struct view *item, const struct staff *user);

/* `last_login` as a day and time, "" for none. */
void staff_login_view(struct request *rq, struct view *item, const struct staff_login_list *logins,
                      int64_t user);

/* What a role may be called: "consultant" in the visitor's language. */
const char *staff_role_text(struct request *rq, enum staff_role role);

/* Options of all projects (has_projects) and roles, and what stands selected, for forms that give a right. */
enum db_result staff_right_fields(struct request *rq, struct view *view, const char *project,
                                  const char *role) MUST_CHECK;

/* Keep that the caller did `kind` to a user; in a project (else 0), with a role's word (else NULL). */
enum db_result staff_user_event(struct request *rq, const char *kind, int64_t user,
                                const struct staff_right *right) MUST_CHECK;

/* A generated password, made and hashed in the short lane before the `finish` of a job runs. */
struct user_secret {
    const char *password, *hash; /* hash NULL: memory is short */
    void *arg;                   /* of who asked for it */
};

/* Make one, then run `finish` as a WRITE; there user_secret() has it, NULL when the job was cancelled. */
struct reply user_secret_make(struct request *rq, handler *finish, void *arg);
const struct user_secret *user_secret(const struct request *rq);

/* The page that shows the password, once; `title` says what happened. */
struct reply user_secret_show(struct request *rq, const struct staff *user, const char *title);

#endif
