/* A questionnaire being filled, or filled: from its first page to its hand-in. */
#ifndef STORE_RESPONSE_H
#define STORE_RESPONSE_H

#include "model/cell.h"
#include "model/question.h"
#include "store/db.h"

enum response_state { RESPONSE_DRAFT, RESPONSE_HANDED_IN, RESPONSE_RETURNED };
enum response_mode { MODE_SELF, MODE_INTERVIEW, MODE_PAPER, MODE_IMPORT };

struct response {
    int64_t id, assignment, project, person;
    const char *form, *subject; /* read only */
    const char *form_hash;      /* pinned when the row is created */
    const char *language, *page;
    enum response_state state;
    enum response_mode mode;
    int64_t started_at, handed_in_at, revision, seconds;
    bool excluded;
    const char *excluded_reason;
};

struct response_list LIST_OF(struct response);

/* Words of the mode in the database and in exported files. */
const char *response_mode_word(enum response_mode mode);
bool response_mode_parse(const char *word, enum response_mode *out);

/*
 * Begin: given assignment, person, form_hash, language, mode, started_at; the rest is filled in. When the
 * response exists already it is returned as it is, pinned as it was. DB_NONE: no such assignment of this
 * person. DB_CONFLICT: it was cancelled. The form's version must be kept (form_keep) before.
 */
enum db_result response_start(struct db *db, struct arena *arena, struct response *response) MUST_CHECK;

/* Of this person; DB_NONE when it is somebody else's. */
enum db_result response_own(struct db *db, struct arena *arena, int64_t person, int64_t id,
                            struct response *out) MUST_CHECK;

/* The response of an assignment of this person, DB_NONE when not begun. */
enum db_result response_of_assignment(struct db *db, struct arena *arena, int64_t person, int64_t assignment,
                                      struct response *out) MUST_CHECK;

/* Of this project; for staff. */
enum db_result response_get(struct db *db, struct arena *arena, int64_t project, int64_t id,
                            struct response *out) MUST_CHECK;

/* Remember the section and language, and add the time spent. Refused (DB_CONFLICT) when handed in. */
enum db_result response_at_page(struct db *db, int64_t person, int64_t id, const char *page,
                                const char *language, int64_t seconds) MUST_CHECK;

/*
 * Hand in: once, with an event and the project's revision bumped. Twice is DB_OK with `*first` false, and
 * changes nothing.
 */
enum db_result response_hand_in(struct db *db, int64_t person, int64_t id, struct actor by, int64_t now,
                                bool *first) MUST_CHECK;

/* Give back to be corrected: answers may be changed again; it counts no more until handed in. */
enum db_result response_return(struct db *db, int64_t project, int64_t id, struct actor by,
                               int64_t now) MUST_CHECK;

/* Leave a response out of the findings, or take it in again (reason ""). Bumps the revision. */
enum db_result response_exclude(struct db *db, int64_t project, int64_t id, const char *reason,
                                struct actor by, int64_t now) MUST_CHECK;

/* A response with its answers and what the audit needs of its person. */
struct response_answers {
    struct response response;
    int64_t department;
    const char *family, *given, *patronymic, *department_name, *external_id, *email;
    struct names roles; /* as kept: a key user's role is not among them */
    bool key_user;
    struct answers answers; /* sorted; emptied cells left out */
};

struct response_answers_list LIST_OF(struct response_answers);

/* All handed-in responses of a project with their answers, by id, in one pass. */
enum db_result response_list_counted(struct db *db, struct arena *arena, int64_t project,
                                     struct response_answers_list *out) MUST_CHECK;

/* Who left a response out of the findings last, and when. */
struct exclusion {
    int64_t response, at;
    const char *by; /* the staff user's full name; "" by a command */
};

struct exclusions LIST_OF(struct exclusion);

/* All of a project, in order; a response may be among them several times. */
enum db_result response_exclusions(struct db *db, struct arena *arena, int64_t project,
                                   struct exclusions *out) MUST_CHECK;

/* Every response of the project, drafts too, with all its cells, for export: `each` is called once a
 * response, whose memory lives until it returns. False from it stops. */
typedef bool response_each(void *context, const struct response_answers *response);
enum db_result response_export(struct db *db, int64_t project, response_each *each, void *context) MUST_CHECK;

#endif
