/* Staff users and their rights in projects. */
#ifndef STORE_STAFF_H
#define STORE_STAFF_H

#include "store/db.h"

enum staff_role { STAFF_CONSULTANT, STAFF_TRAINER, STAFF_COMMISSION, STAFF_ROLE_COUNT };

struct staff {
    int64_t id, created_at;
    const char *name, *full_name;
    const char *password; /* user_password_hash() */
    bool admin, disabled;
};

struct staff_list LIST_OF(struct staff);

/* When a user last logged in. */
struct staff_login {
    int64_t staff, at;
};

struct staff_login_list LIST_OF(struct staff_login);

/* What a user may do in a project. */
struct staff_right {
    int64_t staff, project;
    enum staff_role role;
    const char *code, *organisation; /* of the project */
};

struct staff_right_list LIST_OF(struct staff_right);

/* The word of a role in database and commands. */
const char *staff_role_word(enum staff_role role);

/* The role that a word of database and commands, such as "consultant", means; false when it is none. */
bool staff_role_parse(const char *word, enum staff_role *out);

/* Make a user; `id` is set. DB_CONFLICT: the name is taken (case does not matter). */
enum db_result staff_add(struct db *db, struct staff *staff) MUST_CHECK;

/* By name as typed, disabled ones too: the caller checks the password first, then `disabled`. */
enum db_result staff_by_name(struct db *db, struct arena *arena, const char *name,
                             struct staff *out) MUST_CHECK;
enum db_result staff_get(struct db *db, struct arena *arena, int64_t id, struct staff *out) MUST_CHECK;
/* By name, disabled ones last. */
enum db_result staff_list(struct db *db, struct arena *arena, struct staff_list *out) MUST_CHECK;

/* The last login of each user, among the newest 5,000 events of the program (logins, changes of users): a
 * bounded look. DB_NONE: none. */
enum db_result staff_logins(struct db *db, struct arena *arena, struct staff_login_list *out) MUST_CHECK;

/* The moment in such a list; 0: none, or longer ago. */
int64_t staff_login_of(const struct staff_login_list *logins, int64_t staff);

/* A new password, or being disabled, ends all sessions of the user. DB_CONFLICT: the last admin who can log
 * in cannot be disabled. */
enum db_result staff_set_password(struct db *db, int64_t id, const char *hash) MUST_CHECK;
enum db_result staff_disable(struct db *db, int64_t id, bool disabled) MUST_CHECK;

/* Giving a right that is there already is DB_CONFLICT, taking one that is not there DB_NONE. */
enum db_result staff_right_give(struct db *db, int64_t staff, int64_t project,
                                enum staff_role role) MUST_CHECK;
enum db_result staff_right_take(struct db *db, int64_t staff, int64_t project,
                                enum staff_role role) MUST_CHECK;

/* The rights of one user, or of everybody (staff 0): by user, organisation and role. DB_NONE when there is
 * none. */
enum db_result staff_right_list(struct db *db, struct arena *arena, int64_t staff,
                                struct staff_right_list *out) MUST_CHECK;

/* Bits 1 << role of the user's rights in a project: 0 none; all for an admin. DB_OK also for none. */
enum db_result staff_rights(struct db *db, int64_t staff, int64_t project, unsigned *bits) MUST_CHECK;

#endif
