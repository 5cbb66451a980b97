/* Ways in for people who are still asked something, written in a worker: one message a person, with its QR
 * code. */
#ifndef PAGES_MAILING_H
#define PAGES_MAILING_H

#include "doc/qr.h"
#include "pages/staff_parts.h"

struct letter {
    struct person person;
    enum lang lang; /* the person's, else the project's */
    const char *link, *code;
    const char *tasks; /* «Title» (due 27.11.2026); … in their language; "" none */
    const char *text;  /* the whole message */
    struct qr_drawing qr;
};

struct letters LIST_OF(struct letter);

/* What is wanted, filled in on the loop; then what came of it. */
struct mailing {
    struct staff_project at;
    const struct library *library;
    const struct phrases *phrases;
    const unsigned char *key;
    const char *home; /* part_public_url() */
    int64_t department;
    const char *search; /* part of the name, as typed; NULL: all */
    bool everybody;     /* also those who are asked nothing */
    bool drawn;         /* with QR codes */
    struct page page;   /* of the letters; limit 0: all */
    struct letters letters;
    int64_t total;
    enum db_result result;
};

/* Write them, in `arena`. Touches nothing of the loop. */
enum db_result mailing_write(struct mailing *mailing, struct db *db, struct arena *arena) MUST_CHECK;

#endif
