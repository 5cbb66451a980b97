/* Taking a row away: nobody takes away what somebody else has written into it since. */
#ifndef PAGES_ROW_REMOVAL_H
#define PAGES_ROW_REMOVAL_H

#include "pages/form_cells.h"
#include "pages/keep.h"

/* A row that is to be taken away, and how it is stored. */
struct row_removal {
    const struct question *question;
    const char *row;
    int64_t revision; /* the sum of its cells' revisions: it rises with every change, so who has seen this sum
                         has seen the whole row; its place does not count */
    int64_t saved_at; /* of the cell saved last */
    bool kept;        /* it has its place: there is something to take away */
};

struct row_removal row_removal_of(const struct visit *visit, const struct question *question,
                                  const char *row);

/* The row as it is stored, in words; that it is empty, when it is. */
const char *row_removal_words(struct request *rq, const struct visit *visit,
                              const struct row_removal *removal);

/* Take it away; a row that is away already is KEPT. */
enum kept row_remove(struct request *rq, struct visit *visit, const struct row_removal *removal);

#endif
