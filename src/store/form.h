/* Every version of a questionnaire or test that was ever served, by content hash. */
#ifndef STORE_FORM_H
#define STORE_FORM_H

#include "store/db.h"

struct library;
struct quiz;
struct survey;

enum form_kind { FORM_SURVEY, FORM_QUIZ };

struct form {
    const char *hash, *id;
    enum form_kind kind;
    int version;
    const char *source; /* the file's text */
    int64_t kept_at;
};

struct form_list LIST_OF(struct form);

/* Keep a version; DB_OK also when it is kept already. */
enum db_result form_keep(struct db *db, const struct form *form) MUST_CHECK;

/* The same for a questionnaire, a test, or all that a library has of its own. */
enum db_result form_keep_survey(struct db *db, const struct survey *survey, int64_t now) MUST_CHECK;
enum db_result form_keep_quiz(struct db *db, const struct quiz *quiz, int64_t now) MUST_CHECK;
enum db_result form_keep_library(struct db *db, const struct library *library, int64_t now) MUST_CHECK;

enum db_result form_get(struct db *db, struct arena *arena, const char *hash, struct form *out) MUST_CHECK;

/* Is it kept? DB_NONE when not. Reads only. */
enum db_result form_known(struct db *db, const char *hash) MUST_CHECK;

/* All versions that a response or a paper is pinned to, with their text: what a server must be able to
 * show. */
enum db_result form_list_used(struct db *db, struct arena *arena, struct form_list *out) MUST_CHECK;

#endif
