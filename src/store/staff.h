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

/* The role that a word of database and commands, such as "consultant", means; false when it is none. */
bool staff_role_parse(const char *word, enum staff_role *out);

/* Make a user; `id` is set. DB_CONFLICT: the name is taken (case does not matter). */
enum db_result staff_add(struct db *db, struct staff *staff) MUST_CHECK;

/* By name as typed, disabled ones too: the caller checks the password first, then `disabled`. */
enum db_result staff_by_name(struct db *db, struct arena *arena, const char *name,
                             struct staff *out) MUST_CHECK;
enum db_result staff_get(struct db *db, struct arena *arena, int64_t id, struct staff *out) MUST_CHECK;
enum db_result staff_list(struct db *db, struct arena *arena, struct staff_list *out) MUST_CHECK;

/* A new password, or being disabled, ends all sessions of the user. */
enum db_result staff_set_password(struct db *db, int64_t id, const char *hash) MUST_CHECK;
enum db_result staff_disable(struct db *db, int64_t id, bool disabled) MUST_CHECK;

enum db_result staff_right_give(struct db *db, int64_t staff, int64_t project,
                                enum staff_role role) MUST_CHECK;
enum db_result staff_right_take(struct db *db, int64_t staff, int64_t project,
                                enum staff_role role) MUST_CHECK;

/* Bits 1 << role of the user's rights in a project: 0 none; all for an admin. DB_OK also for none. */
enum db_result staff_rights(struct db *db, int64_t staff, int64_t project, unsigned *bits) MUST_CHECK;

#endif
