/* Forms as browsers send them: application/x-www-form-urlencoded and multipart/form-data, strictly. */
#ifndef HTTP_FORM_H
#define HTTP_FORM_H

#include "http/request.h"

enum { MAX_QUERY = 64, MAX_FIELDS = 2000, MAX_PARTS = 100 };

struct form_limits {
    size_t fields;
    bool repeat; /* names may come twice */
    bool lines;  /* values may hold tab, CR and LF, as a text area's do */
};

/*
 * Take `text` apart in place; text[length] must be writable. False when it is not a form: a bad percent
 * sequence, not UTF-8, NUL or another control byte, an empty name, too many fields, or a name twice where
 * that is not allowed; `out` is empty then. Names and values point into `text`; the list is in the arena.
 */
bool form_parse(struct arena *arena, char *text, size_t length, const struct form_limits *limits,
                struct fields *out) MUST_CHECK;

/*
 * Decode percent sequences in place, `+` too where `plus`. Returns the new length, or -1 when the bytes are
 * not UTF-8 without control bytes (`lines` lets tab, CR and LF pass). Does not put a NUL.
 */
long form_decode(char *text, size_t length, bool plus, bool lines) MUST_CHECK;

/* One uploaded file. */
struct form_file {
    const char *name;  /* of the field; NULL when there was no file */
    const char *title; /* what the browser called it, without folders */
    const char *data;
    size_t length;
};

/* The boundary of a Content-Type `multipart/form-data`, in the arena; NULL when it is another or malformed.
 */
const char *form_boundary(struct arena *arena, const char *content_type);

/* A body in parts, in place; body[length] must be writable. At most one file, MAX_PARTS parts; else false. */
struct multipart {
    const char *boundary;
    bool repeat;
    struct fields fields;
    struct form_file file;
};
bool form_parts(struct arena *arena, char *body, size_t length, struct multipart *out) MUST_CHECK;

/* Does a name come twice? */
bool form_repeats(struct arena *arena, const struct fields *fields);

#endif
