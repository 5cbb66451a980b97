/* How visitors come in and leave, and how a session begins. */
#ifndef PAGES_ENTRY_H
#define PAGES_ENTRY_H

#include "pages/internal.h"

struct session;

/* GET /: the code form. */
handler landing_page;

/* GET /i/{token}: "is this you?" */
handler link_page;

/* POST /code: the same for a typed code; failures are throttled by address. */
handler code_check;

/* POST /enter: the person said yes: a session, and on to /my. */
handler enter;

/* POST /leave: the session ends. GET /left: the page after it wipes what the browser kept. */
handler leave;
handler left_page;

/* The form again, by `again`, with how long to wait after too many failures: 429, and Retry-After. */
struct reply wait_a_little(struct request *rq, int64_t wait,
                           struct reply (*again)(struct request *rq, int status, const char *sentence));

/*
 * Begin a session with a new token (the old one of this browser ends) and answer with a redirect to `go_to`.
 * The caller filled in staff or person, idle and expires_at. WRITE handlers only.
 */
struct reply session_begin(struct request *rq, struct session *session, const char *go_to);

#endif
