/* The page of one section; for src/pages/respond*.c alone. */
#ifndef PAGES_SECTION_PAGE_H
#define PAGES_SECTION_PAGE_H

#include "pages/visit.h"

struct section_page {
    const struct visit *visit;
    size_t section;
    int status;
    const struct answers *shown; /* sorted: stored answers with what was typed over them; NULL: as stored */
    struct cell_notes notes;
    bool saved;              /* the person has just pressed "save" */
    bool kept;               /* what the notes are about is stored, and only not complete or not right */
    struct names unanswered; /* question ids to ask for once */
    const char *asked;       /* question ids asked for already, separated by blanks */
};

struct reply section_page_reply(struct request *rq, const struct section_page *page);

/* What the script of the pages needs to know: texts, and on a section its conditions and answers elsewhere.
 */
const char *section_data(struct request *rq, const struct visit *visit, size_t section);

#endif
