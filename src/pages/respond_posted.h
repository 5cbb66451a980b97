/* A section sent without a script: what respond_save.c keeps and respond_go.c goes on from. */
#ifndef PAGES_RESPOND_POSTED_H
#define PAGES_RESPOND_POSTED_H

#include "pages/section_page.h"

/* One posted section. */
struct posted {
    struct request *rq;
    struct visit visit;
    struct section_page page;
    struct answers shown; /* stored, and over it what could not be kept */
    bool conflict;
    const char *mine;         /* the cell whose own answer the person keeps against a stored one, or NULL */
    int64_t over;             /* the revision of that stored answer */
    bool row_changed;         /* the row to be taken away is not what the page showed */
    const bool *asked_before; /* which questions were asked for before this save */
};

/* Say something beside a cell. */
struct cell_note *posted_note(struct posted *p, const struct cell *cell, const char *sentence);

/* The page again, with what could not be kept. */
struct reply posted_show_again(struct posted *p, int status);

/* What stands behind a prefix of `go`, or NULL. */
const char *posted_behind(const char *go, const char *prefix);

/* Everything is kept: go where the button says. */
struct reply posted_go(struct posted *p, const char *go);

#endif
