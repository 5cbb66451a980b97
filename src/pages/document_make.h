/* Making a document: from the data to the bytes of a format, in a worker or a command. */
#ifndef PAGES_DOCUMENT_MAKE_H
#define PAGES_DOCUMENT_MAKE_H

#include "doc/write.h"
#include "pages/report_data.h"

/* What is wanted. */
struct document_order {
    const struct report *report;
    enum report_format format;
    const char *test; /* of a sheet: form id; "" for other documents */
    enum lang lang;
    const struct phrases *phrases;
    const struct fonts *fonts; /* a PDF needs them; a page divides words by them; or NULL */
    int64_t now;
    bool whole_page; /* HTML: a page that stands alone, else a fragment */
};

/* What came of it, in the arena it was made in. */
struct document_made {
    enum doc_result result;
    const char *bytes;
    size_t length;
    struct missing_facts missing; /* what it has a ruled blank for */
    struct names odd; /* people of a sheet whose line has signs that print as ◊; only with fonts */
    int64_t revision;
    int64_t number;      /* of an issue, as printed; 0: none is printed */
    const char *figures; /* every computed figure, JSON; when asked for, else NULL */
    const char *sha256;
};

/* From findings. */
void document_from_findings(struct arena *arena, const struct document_order *order,
                            const struct project_findings *findings, bool figures, struct document_made *out);

/* A sheet, read in one transaction of the reader's. DB_NONE: no such project or test. */
struct sheet_order {
    struct document_order order;
    const struct library *library;
    int64_t project;
    bool figures;
    const char
        *issue; /* the kind it is given out as: its next number is printed when none was set; or NULL */
};
enum db_result document_from_sheet(struct db *reader, struct arena *arena, const struct sheet_order *sheet,
                                   struct document_made *out) MUST_CHECK;

/* "pdf" -> REPORT_PDF; false when it is none. And its Content-Type and ending. */
bool document_format_parse(const char *word, enum report_format *out);
const char *document_format_type(enum report_format format);
const char *document_format_word(enum report_format format);

#endif
