/* How the pages for staff write figures, dates, priorities and lists of the audit and the exam. */
#ifndef PAGES_STAFF_FIGURES_H
#define PAGES_STAFF_FIGURES_H

#include "pages/findings.h"
#include "pages/staff_parts.h"

/* "56,43"; "56,43 %". */
const char *staff_hundredths(struct request *rq, int64_t hundredths);
const char *staff_share(struct request *rq, int64_t hundredths);

/* "Обязательное (M)" */
const char *staff_priority(struct request *rq, enum priority priority);

/* "24.11.2026"; "24.11.2026 14:03". "" for 0. */
const char *staff_date(struct request *rq, const struct staff_project *at, int64_t moment);
const char *staff_moment(struct request *rq, const struct staff_project *at, int64_t moment);

/* The name of a department of the audit; the text for people without one. */
const char *staff_department(struct request *rq, const struct audit_input *input, int64_t id);

/* Findings for a page in the caller's language: findings_serve() with what most pages need. */
struct reply staff_findings(struct request *rq, const struct staff_project *at, void *arg,
                            struct reply (*page)(struct request *rq, struct findings_use *use));

#endif
