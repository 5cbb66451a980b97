/* Projects, and the facts that are printed about them. */
#ifndef STORE_PROJECT_H
#define STORE_PROJECT_H

#include "model/question.h"
#include "store/db.h"

struct project {
    int64_t id, revision, created_at;
    const char *code, *title, *organisation, *city, *country; /* country: "RU", "UA", "other" */
    const char *time_zone;                                    /* IANA */
    struct names languages;                                   /* "ru", "uk", "en" */
    const char *language;                                     /* the default one */
};

struct project_list LIST_OF(struct project);

/* Make a project; `id` is set. DB_CONFLICT: the code is taken. */
enum db_result project_add(struct db *db, struct arena *arena, struct project *project) MUST_CHECK;

/* Change what is printed of it (all but code and revision). */
enum db_result project_change(struct db *db, struct arena *arena, const struct project *project) MUST_CHECK;

enum db_result project_get(struct db *db, struct arena *arena, int64_t id, struct project *out) MUST_CHECK;
enum db_result project_by_code(struct db *db, struct arena *arena, const char *code,
                               struct project *out) MUST_CHECK;

/* By code, and only when the staff user has a right in it or is an admin; else DB_NONE, as if it did not
 * exist. */
enum db_result project_of_staff(struct db *db, struct arena *arena, const char *code, int64_t staff,
                                struct project *out) MUST_CHECK;
enum db_result project_list_of_staff(struct db *db, struct arena *arena, int64_t staff,
                                     struct project_list *out) MUST_CHECK;

/* How many there are: an empty database has none. */
enum db_result project_count(struct db *db, int64_t *count) MUST_CHECK;

/* The revision rises: called in the transaction of every hand-in, decision and import. The new one is in
 * `*revision` (may be NULL). */
enum db_result project_bump(struct db *db, int64_t project, int64_t *revision) MUST_CHECK;
enum db_result project_revision(struct db *db, int64_t project, int64_t *revision) MUST_CHECK;

/*
 * Keys of facts. Lists have one entry a line, a name and what follows separated by a tab. A fact "of a test"
 * is kept for each test under test_fact_key().
 */
#define FACT_APPROVER_NAME "approver_name"
#define FACT_APPROVER_POSITION "approver_position"
#define FACT_AGREEING "agreeing" /* name TAB position, a line each */
#define FACT_ORDER_NUMBER "order_number"
#define FACT_ORDER_DATE "order_date" /* ISO */
#define FACT_AUTHOR "author"
#define FACT_AUTHOR_POSITION "author_position"
#define FACT_PUBLIC_NOTES "public_notes" /* on the welcome page: who runs it, contact */
#define FACT_EQUAL_WEIGHT "equal_weight" /* "1": every department weighs the same */
#define FACT_PROGRAMME "programme"       /* of a test */
#define FACT_HOURS "hours"               /* of a test */
#define FACT_PERIOD_FROM "period_from"   /* of a test; ISO */
#define FACT_PERIOD_TO "period_to"       /* of a test; ISO */
#define FACT_KIND "kind"                 /* of a test: "final", "interim", "repeat" */
#define FACT_CHAIR_NAME "chair_name"
#define FACT_CHAIR_POSITION "chair_position"
#define FACT_MEMBERS "members" /* name TAB position, a line each */
#define FACT_SECRETARY_NAME "secretary_name"
#define FACT_TRAINER "trainer"
#define FACT_PLACE "place"
#define FACT_GROUP "group"
#define FACT_SHEET_NUMBER "sheet_number" /* of a test */
#define FACT_SHEET_DATE "sheet_date"     /* of a test; ISO */

/* The key of a fact of a test (form id): "sheet_number-crm_base"; ids have no hyphen. */
const char *test_fact_key(struct arena *arena, const char *key, const char *form);

struct project_fact {
    const char *key, *value;
    int64_t set_at, set_by;
};

struct project_facts LIST_OF(struct project_fact);

/* Sorted by key. DB_NONE when there is none yet. */
enum db_result project_fact_list(struct db *db, struct arena *arena, int64_t project,
                                 struct project_facts *out) MUST_CHECK;

/* The value in a list that was read, or "" when it was never set. */
const char *project_fact(const struct project_facts *facts, const char *key);

/* The same of a fact of a test; "" as well without a test. */
const char *test_fact(const struct project_facts *facts, const char *key, const char *form);

/* Keep a fact; an empty value takes it away. Does not bump: the caller does once. */
enum db_result project_fact_set(struct db *db, int64_t project, const struct project_fact *fact) MUST_CHECK;

#endif
