/* What the pages for staff share: whose project it is, who may do what in it, the frame, and what was done.
 */
#ifndef PAGES_STAFF_H
#define PAGES_STAFF_H

#include "base/zone.h"
#include "pages/internal.h"
#include "store/db.h"
#include "store/project.h"
#include "store/staff.h"

/* The places of a project, in the order of the method. */
enum staff_place {
    PLACE_TODAY,
    PLACE_PEOPLE,
    PLACE_SURVEY,
    PLACE_GOALS,
    PLACE_REQUIREMENTS,
    PLACE_EXAM,
    PLACE_DOCUMENTS,
    PLACE_SETTINGS,
    PLACE_COUNT
};

/* A project as the calling staff user has it open. */
struct staff_project {
    struct project project;
    unsigned rights;         /* bits 1 << enum staff_role */
    const struct zone *zone; /* NULL (UTC) when the system does not know the project's */
};

/*
 * Open the project of rq->params[0] for the calling staff user and this place: a consultant may go
 * everywhere, a trainer to PLACE_TODAY, PLACE_EXAM, PLACE_DOCUMENTS and PLACE_SETTINGS (there only to the
 * attestation), a commission to PLACE_DOCUMENTS. In a
 * request that changes something (POST) a commission may do nothing. DB_NONE: not yours, not there, not your
 * place; the three look alike. Answer anything but DB_OK with staff_refusal().
 */
enum db_result staff_project(struct request *rq, enum staff_place place,
                             struct staff_project *out) MUST_CHECK;

/* page_not_found() for DB_NONE, else page_failed(). */
struct reply staff_refusal(struct request *rq, enum db_result result);

/* May the caller go to this place? */
bool staff_may(const struct staff_project *at, enum staff_place place);

/*
 * A view with the staff frame: project, places (those the caller may go to), sign_out_url, base_url
 * ("/p/CODE"), and a notice when the address says ?done=KEY, &n=NUMBER with a text `done.KEY` (with {{n}}).
 */
struct view *staff_view(struct request *rq, const struct staff_project *at, enum staff_place place,
                        const char *title);

/* The staff frame without a project. */
struct view *staff_plain_view(struct request *rq, const char *title);

/* An address below the project: staff_url(rq, at, "/people/12"); `tail` is plain and needs no encoding. */
const char *staff_url(struct request *rq, const struct staff_project *at, const char *tail);

/* Where the project begins for the caller: the first place they may go to. */
const char *staff_home(struct request *rq, const struct staff_project *at);

/* 303 after something was done, to a path without query: the page there shows the text `done.KEY`. */
struct reply staff_done(struct request *rq, const char *path, const char *key);

/* The same with a number for {{n}}. */
struct reply staff_done_count(struct request *rq, const char *path, const char *key, int64_t n);

/* A notice of another kind for this page: "done", "attention" or "refused". */
void staff_notice(struct view *view, const char *kind, const char *sentence);

/* The staff user who asks, as history and events keep it. */
struct actor staff_actor(const struct request *rq);

/* The number of rq->params[index]; 0 when it is none. */
int64_t staff_number(const struct request *rq, int index);

#endif
