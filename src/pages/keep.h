/* Keeping one cell of a response: checked, normalised, stored if it differs; for src/pages/respond*.c. */
#ifndef PAGES_KEEP_H
#define PAGES_KEEP_H

#include "pages/form_cells.h"
#include "pages/visit.h"
#include "store/answer.h"

enum kept {
    KEPT,         /* stored, or stored like this already */
    KEPT_REFUSED, /* the value is not right: `refusal` */
    KEPT_CHANGED, /* somebody changed it since the page saw it: `saved` is what is stored */
    KEPT_CLOSED,  /* handed in */
    KEPT_FAILED
};

struct keeping {
    struct cell cell; /* as typed; afterwards normalised */
    int64_t seen;     /* revision that the page saw */
    const char *page; /* of the browser, "" none */
    int64_t sequence;
    struct refusal refusal;
    struct answer_saved saved;
};

/*
 * Keep the cell. The first value in a free row of a table gives the row its place, too. Within a WRITE
 * handler; nothing is stored unless KEPT.
 */
enum kept keep_cell(struct request *rq, struct visit *visit, struct keeping *keeping);

/* Give a row its place, at the end; `order` 0 takes the row away. */
enum kept keep_order(struct request *rq, struct visit *visit, const struct question *question,
                     const char *row, int order);

#endif
