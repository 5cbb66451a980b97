/* People who answer, and their ways in: links and typed codes, made from a key file and a generation. */
#ifndef STORE_PERSON_H
#define STORE_PERSON_H

#include "base/rng.h"
#include "model/question.h"
#include "store/db.h"

struct person {
    int64_t id, project, department; /* department 0: unknown */
    const char *family, *given, *patronymic, *position;
    const char *department_name; /* read only; "" when unknown */
    struct names roles;
    bool key_user, disabled;
    const char *email, *phone, *language, *external_id; /* language "": the project's */
    int64_t generation;
};

struct person_list LIST_OF(struct person);

/* Which people of a project; zero and NULL fields choose all. */
struct person_filter {
    int64_t project, department;
    const char *role;   /* a role id */
    const char *search; /* part of name, position or e-mail, as typed */
    bool with_disabled;
    struct page page;
};

/* Make a person with generation 1; `id` is set. `key` is the key file's: only keyed hashes of link and code
 * are kept. */
enum db_result person_add(struct db *db, struct arena *arena, const unsigned char key[KEY_BYTES],
                          struct person *person) MUST_CHECK;

/* Change everything but project, generation and the ways in. */
enum db_result person_change(struct db *db, struct arena *arena, const struct person *person) MUST_CHECK;

/* DB_NONE, too, when the person is of another project. */
enum db_result person_get(struct db *db, struct arena *arena, int64_t project, int64_t id,
                          struct person *out) MUST_CHECK;

/* By id alone: for a visitor's own session. */
enum db_result person_self(struct db *db, struct arena *arena, int64_t id, struct person *out) MUST_CHECK;

/* What every page of a questionnaire needs of the person: their roles, and whether they are a key user. */
enum db_result person_roles(struct db *db, struct arena *arena, int64_t id, struct names *roles,
                            bool *key_user) MUST_CHECK;

/* Sorted by name. `*total` (may be NULL) is the count without paging. */
enum db_result person_list(struct db *db, struct arena *arena, const struct person_filter *filter,
                           struct person_list *out, int64_t *total) MUST_CHECK;

/* The token of a person's link (26 characters) and the typed code (12 letters and digits, "abcd-efgh-ijkl"):
 * the same each time, so they can be printed again. In the arena. */
const char *person_link(struct arena *arena, const unsigned char key[KEY_BYTES], const struct person *person);
const char *person_code(struct arena *arena, const unsigned char key[KEY_BYTES], const struct person *person);

/*
 * Who has this link's token, or this code as typed (case, blanks and dashes do not matter; 0 1 8 are read as
 * o l b)? DB_NONE for unknown, revoked and disabled alike. Reads only.
 */
enum db_result person_by_link(struct db *db, struct arena *arena, const unsigned char key[KEY_BYTES],
                              const char *token, struct person *out) MUST_CHECK;
enum db_result person_by_code(struct db *db, struct arena *arena, const unsigned char key[KEY_BYTES],
                              const char *typed, struct person *out) MUST_CHECK;

/* Make the next generation: link, code and sessions until now are dead. */
enum db_result person_revoke(struct db *db, struct arena *arena, const unsigned char key[KEY_BYTES],
                             int64_t project, int64_t id) MUST_CHECK;

/* A disabled person cannot come in, and their sessions end at once. */
enum db_result person_disable(struct db *db, int64_t project, int64_t id, bool disabled) MUST_CHECK;

/* Who of the project has this e-mail, in any case, besides `person` (0 for nobody)? DB_NONE: nobody. */
enum db_result person_with_email(struct db *db, struct arena *arena, const struct person *person,
                                 struct person *out) MUST_CHECK;

/* Bits of what an import changes. */
enum {
    CHANGED_NAME = 1,
    CHANGED_POSITION = 2,
    CHANGED_DEPARTMENT = 4,
    CHANGED_ROLES = 8,
    CHANGED_KEY_USER = 16,
    CHANGED_EMAIL = 32,
    CHANGED_PHONE = 64,
    CHANGED_LANGUAGE = 128,
    CHANGED_EXTERNAL_ID = 256
};

enum import_kind { IMPORT_NEW, IMPORT_CHANGED, IMPORT_SAME };

struct person_import {
    struct person person; /* as in the file; the department by department_name. A NULL field keeps what is
                             there, "" takes it away */
    bool has_roles, has_key_user; /* the file has these columns */
    bool dry;                     /* only tell: works on a reader */
    enum import_kind kind;        /* what came of it */
    unsigned changed;             /* CHANGED_ bits */
    int64_t id;                   /* the person's; 0 for a new one in a dry run */
    bool new_department;
    unsigned sought_by; /* the bit of what it was found, or not told apart, by */
};

/*
 * Bring one line of a list in: found again by external id, else by e-mail (case does not matter), else by
 * whole name and department. DB_CONFLICT: e-mail, or name and department, fit several people. Twice the same
 * changes nothing. All in the caller's transaction; the caller bumps the project once.
 */
enum db_result person_import(struct db *db, struct arena *arena, const unsigned char key[KEY_BYTES],
                             struct person_import *import) MUST_CHECK;

#endif
