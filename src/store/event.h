/* The event log: what happened, in order; nothing is ever changed in it. */
#ifndef STORE_EVENT_H
#define STORE_EVENT_H

#include "store/db.h"

struct event {
    int64_t id, project, at; /* project 0: of the whole program */
    struct actor by;
    const char *kind; /* "hand_in", "login", "import" … */
    int64_t object;   /* number of what it happened to; 0 none */
    const char *detail;
};

struct event_list LIST_OF(struct event);

enum db_result event_add(struct db *db, const struct event *event) MUST_CHECK;

/* The newest first, saves of single answers left out. */
enum db_result event_list(struct db *db, struct arena *arena, int64_t project, struct page page,
                          struct event_list *out) MUST_CHECK;

/* What the events of an attempt are about: itself, and the assignment it belongs to. */
struct event_subject {
    int64_t project, attempt, assignment;
};

/* The oldest first; saves of answers left out. */
enum db_result event_list_attempt(struct db *db, struct arena *arena, const struct event_subject *subject,
                                  struct event_list *out) MUST_CHECK;

#endif
