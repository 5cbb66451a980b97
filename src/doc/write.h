/* A document as PDF, HTML, CSV or JSON: the writers. They read blocks and add bytes to a buffer. */
#ifndef DOC_WRITE_H
#define DOC_WRITE_H

#include "base/attr.h"
#include "base/buf.h"
#include "doc/block.h"
#include "doc/fonts.h"

enum doc_result {
    DOC_OK,
    DOC_TOO_LONG,  /* more than DOC_PAGES_MAX pages */
    DOC_TOO_LARGE, /* the buffer's maximum is too small */
    DOC_NONE,      /* no such table */
    DOC_FAILED     /* the PDF library refused; the log says what */
};

enum { DOC_PAGES_MAX = 3000 };

/* A PDF; `pages` (may be NULL) receives their number. The same document gives the same bytes. */
enum doc_result doc_pdf(const struct doc *doc, const struct fonts *fonts, struct buf *out,
                        int *pages) MUST_CHECK;

/*
 * The blocks as an HTML fragment: <article class="doc" lang> with a <section class="doc-section"> a section.
 * Headings start at h`top` (1 … 3). Classes: doc-title doc-subtitle doc-lead doc-note doc-keys doc-table
 * doc-centre doc-paired doc-num doc-strong doc-tall doc-blank doc-notice doc-signatures doc-approval
 * doc-figure doc-qr doc-landscape doc-watermark doc-foot (code, checksum and QR, as in the foot of the
 * pages), doc-scroll (around a table, to scroll sideways on a phone). With `fonts` (may be NULL) words in
 * tables have soft hyphens where the PDF would divide them.
 */
enum doc_result doc_html(const struct doc *doc, int top, const struct fonts *fonts,
                         struct buf *out) MUST_CHECK;

/* One table as CSV (head row of titles); with `table` NULL all of them, each under a line with its id and
 * title, a blank line between. DOC_NONE: no such table. */
enum doc_result doc_csv(const struct doc *doc, const char *table, struct buf *out) MUST_CHECK;

/* Everything as JSON: facts, blocks, and tables as rows of {column id: value}, figures as numbers. */
enum doc_result doc_json(const struct doc *doc, struct buf *out) MUST_CHECK;

#endif
