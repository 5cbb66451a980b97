/* What documents are made from: facts, findings and lines of a sheet, for pages and commands alike. */
#ifndef PAGES_REPORT_DATA_H
#define PAGES_REPORT_DATA_H

#include "pages/findings.h"
#include "report/report.h"
#include "store/attempt.h"

/* The facts of a project and of a test (form id, "" for none) as documents print them. */
void report_facts_fill(struct arena *arena, const struct project *project, const struct project_facts *facts,
                       const char *test, struct report_facts *out);

/* The requirement summary: points into the findings. */
void report_summary_fill(struct arena *arena, const struct project_findings *findings,
                         struct summary_source *out);

/* The test's attempts with marks and verdicts: those that were not begun only where a person has no other.
 * DB_NONE: no such test. */
struct sheet_ask {
    const struct library *library;
    int64_t project;
    const char *test; /* form id */
    enum lang lang;
    int64_t now;
};
enum db_result report_sheet_read(struct db *db, struct arena *arena, const struct sheet_ask *ask,
                                 struct sheet_source *out) MUST_CHECK;

/* The same lines from what attempt_sheet() read. */
void report_sheet_people(struct arena *arena, const struct sheet_ask *ask, const struct sheet_lines *lines,
                         struct sheet_people *out);

/* Sixteen hex digits that change when a printed figure of the findings does. */
const char *report_checksum(struct arena *arena, const struct project_findings *findings);

/* The same of a sheet: of every name, position, note, fact and figure that is signed. */
const char *report_sheet_checksum(struct arena *arena, const struct report_facts *facts,
                                  const struct sheet_source *sheet);

#endif
