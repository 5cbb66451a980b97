/* Documents as they were given out: nothing in them is ever changed. */
#ifndef STORE_ISSUED_H
#define STORE_ISSUED_H

#include "store/db.h"

struct issued_document {
    int64_t id, project, number, revision, staff, created_at;
    const char *kind, *language, *sha256;
    const char *figures; /* JSON of everything computed */
};

struct issued_documents LIST_OF(struct issued_document);

/* The number that the next document of a kind will get. Reads only. */
enum db_result issued_next_number(struct db *db, int64_t project, const char *kind,
                                  int64_t *number) MUST_CHECK;

/* Keep a document under `number`, with an event. DB_CONFLICT: the number was given out meanwhile. */
enum db_result issued_add(struct db *db, struct issued_document *document) MUST_CHECK;

/* The newest first; without `figures`. */
enum db_result issued_list(struct db *db, struct arena *arena, int64_t project,
                           struct issued_documents *out) MUST_CHECK;
enum db_result issued_get(struct db *db, struct arena *arena, int64_t project, int64_t id,
                          struct issued_document *out) MUST_CHECK;

#endif
