/* A QR code as a drawing for a page: what it is made of, not the page itself. */
#ifndef DOC_QR_H
#define DOC_QR_H

#include "base/arena.h"

struct qr_drawing {
    int side;         /* modules a side, without the quiet zone of four; 0: the text is too long */
    const char *path; /* the dark modules as the `d` of an SVG path, a unit each, from 0 0; in the arena */
};

struct qr_drawing qr_draw(struct arena *arena, const char *text);

#endif
