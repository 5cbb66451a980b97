/* What the documents share: texts in the document's language, figures as printed, names as signed. */
#ifndef REPORT_INTERNAL_H
#define REPORT_INTERNAL_H

#include "report/report.h"

/* Who writes what where. */
struct pen {
    struct arena *arena;
    struct doc *doc;
    const struct report_input *input;
    const struct phrases *phrases;
    enum lang lang;
    const char *code, *version, *date;
};

/* A pen with a new document: its facts, words, watermark; `name` is the phrases' part, "requirements"; `of`
 * what the document is about, for its code, or NULL. */
struct pen pen_open(struct arena *arena, const struct report_input *input, const char *name, const char *of);

/* The phrase in the document's language; a missing one is our own mistake. */
const char *say(const struct pen *pen, const char *key);

/* "report.conflict.t1" from its parts. */
const char *say_of(const struct pen *pen, const char *prefix, const char *id);

/* "1 требование", "2 требования". */
const char *say_count(const struct pen *pen, const char *key, int64_t n);

/* NULL for missing, so that it becomes a ruled blank. */
const char *given(const char *text);

/* "Иванова А. П."; "А. П. Иванова" as signed; NULL when missing. */
const char *person_short(const struct pen *pen, const char *whole);
const char *person_signed(const struct pen *pen, const char *whole);

const char *shown_int(const struct pen *pen, int64_t n);
const char *shown_share(const struct pen *pen, int64_t hundredths);   /* "56,43" */
const char *shown_percent(const struct pen *pen, int64_t hundredths); /* "56,43 %" */
const char *shown_date(const struct pen *pen, const char *iso);       /* NULL when missing */
const char *shown_moment_date(const struct pen *pen, int64_t moment);

/* Number cells with their usual text. */
void cell_int(const struct pen *pen, struct doc_table *table, int64_t n);
void cell_share(const struct pen *pen, struct doc_table *table, int64_t hundredths);
void cell_score(const struct pen *pen, struct doc_table *table, int64_t hundredths);

struct column_spec {
    const char *id; /* the title is the phrase "report.<table>.<id>" */
    float width;    /* 0: only data */
    enum doc_align align;
};

/* A table with its columns; `name` is the phrases' part: report.<name>.title, report.<name>.<column>. */
struct doc_table *table_open(const struct pen *pen, const char *id, const char *name,
                             const struct column_spec *columns, size_t count);

/* A table that is not printed: figures and ids behind the printed ones, for CSV and JSON. */
struct doc_table *table_data(const struct pen *pen, const char *id, const char *const *columns, size_t count);

/* A date cell of a moment; empty when 0. */
void cell_moment(const struct pen *pen, struct doc_table *table, int64_t moment);

/* The section's head and foot as every page of a document has them. */
struct section_setup section_usual(const struct pen *pen, bool landscape);

/* What a QR of the document says. */
const char *proof_text(const struct pen *pen);

/* Texts joined: `to` (may be NULL) + separator + `text`. */
const char *joined(const struct pen *pen, const char *to, const char *separator, const char *text);

/* The beginning of a text of at most `most` letters, up to the end of a word, with «…» where it was cut. */
const char *shortened(const struct pen *pen, const char *text, size_t most);

/* The parts of the requirement summary that have files of their own. */
void summary_main(const struct pen *pen); /* the five lines of the title page */
void summary_overview(const struct pen *pen);
void summary_grounds(const struct pen *pen);
void summary_register(const struct pen *pen);
void summary_voices(const struct pen *pen);
void summary_conflicts(const struct pen *pen); /* table 9.5, and all contradictions as data */
void summary_figures(const struct pen *pen);   /* data: every requirement, its support, every decision */

/* The parts of the certification sheet that have files of their own. */
void sheet_table(const struct pen *pen);
void sheet_totals(const struct pen *pen, struct doc_signatures *lines); /* sentences, above the signatures */
void sheet_totals_table(const struct pen *pen);                         /* only data */
const char *sheet_version(const struct pen *pen, const struct quiz *quiz); /* "версия 2 (1a2b3c4d)" */
bool sheet_versions_differ(const struct sheet_source *sheet);

/* Shared by those of the summary. */
const char *requirement_short(const struct found_requirement *r); /* what it is about, in few words */
const char *priority_shown(const struct pen *pen, enum priority priority);
bool is_named(const struct counted *response); /* the questionnaire promises the name */
const char *department_shown(const struct pen *pen, int64_t id);
int64_t requirement_number(const struct pen *pen, const struct found_requirement *requirement);
/* How many contradictions are open; all of them, open ones first, each by the rank of its requirement; one in
 * a line. */
size_t conflicts_open(const struct pen *pen);
const struct found_conflict **conflicts_sorted(const struct pen *pen, size_t *count);
const char *conflict_line(const struct pen *pen, const struct found_conflict *conflict);
size_t requirements_of(const struct pen *pen, enum requirement_state state);

#endif
