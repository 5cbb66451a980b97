/* What the documents of a project will print as ruled blanks: counted once, for every page that says so. */
#ifndef PAGES_LACKING_H
#define PAGES_LACKING_H

#include "pages/report_data.h"

struct lacking_ask {
    const struct library *library;
    const struct project *project;
    const struct project_facts *facts;
    bool sheets_only; /* a trainer fills in those alone */
};

/* A document that lacks something: a report, of a test (NULL: of the project). */
struct lacking_document {
    const struct report *report;
    const struct quiz *quiz;
    struct missing_facts missing;
};

/* A fact that is lacking, of a test (NULL: of the project). */
struct lacking_fact {
    const char *key, *label; /* label: a phrase */
    const struct quiz *quiz;
};

struct lacking_documents LIST_OF(struct lacking_document);
struct lacking_facts LIST_OF(struct lacking_fact);

struct lacking {
    struct lacking_documents documents; /* in the order of the reports, then of the tests */
    struct lacking_facts facts;         /* each once, however many documents print it */
};

/* By report_missing_facts(), of every document the project has. */
void lacking_find(struct arena *arena, const struct lacking_ask *ask, struct lacking *out);

#endif
