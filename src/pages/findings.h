/* What the answers of a project come to: computed by a worker, kept for its revision, never shown when old.
 */
#ifndef PAGES_FINDINGS_H
#define PAGES_FINDINGS_H

#include "audit/requirement.h"
#include "pages/audit_data.h"
#include "pages/staff.h"

/* Everything computed of one moment of a project. Immutable; owned by its own arena. */
struct project_findings {
    struct arena arena;
    struct audit_data data;
    struct findings found;
    int64_t *numbers; /* of found.requirements, by index: printed, never reused */
    size_t fresh;     /* of them, how many had no row yet in the database when this was computed */
    unsigned uses;
    bool waiting; /* kept in the cache, but the rows of its numbers are not committed yet */
    int64_t used_at;
    struct project_findings *next;
};

/*
 * Read in one transaction of the reader's and compute. Numbers of requirements that were never seen before
 * follow the last one given, in the order of the register. Free with project_findings_close(). DB_NONE: no
 * such project.
 */
enum db_result project_findings_open(struct db *reader, const struct audit_ask *ask,
                                     struct project_findings **out) MUST_CHECK;
void project_findings_close(struct project_findings *findings);

/* Keep the rows of fresh numbers; DB_CONFLICT when one was given to another requirement meanwhile. */
enum db_result project_findings_keep(struct db *writer, const struct project_findings *findings,
                                     int64_t now) MUST_CHECK;

/* The index of the requirement with this number; found.requirements.count when there is none. */
size_t findings_numbered(const struct project_findings *findings, int64_t number);

/* The last decision of a kind on a requirement, or NULL. */
const struct decision *findings_decision(const struct project_findings *findings, enum decision_kind kind,
                                         const struct found_requirement *found);

/* Loop thread only, but for project_findings_open(). */
struct findings_cache;
struct findings_cache *findings_cache_open(void);
void findings_cache_close(struct findings_cache *cache);

/* A batch was committed, or not: then what waited for it goes. */
void findings_cache_committed(struct findings_cache *cache, bool ok);

/* Large findings that nobody has asked for lately go: memory is for people, not for a page that may come. */
void findings_cache_tidy(struct findings_cache *cache, int64_t now);

/*
 * A page, or a document, that is made of findings. `page` gets those of the project's newest revision, in a
 * READ or a WRITE: at once when they are kept and there is no work, else as the finish of a job. `work` runs
 * before it in the worker (NULL: none) and leaves what it made in `arg`, in the job's arena.
 */
struct findings_use {
    const struct staff_project *at;
    enum lang lang;
    enum weighing weighing;
    bool writes; /* `page` needs to write */
    void (*work)(struct findings_use *use, struct arena *arena);
    struct reply (*page)(struct request *rq, struct findings_use *use);
    void *arg;
    const struct project_findings *findings; /* for work and page */
    int64_t now;
    struct app *app;
};

/*
 * The language that findings are computed in for somebody who reads `lang`: that one where the catalogue has
 * it, else the project's, else the catalogue's own.
 */
enum lang findings_lang(const struct catalogue *catalogue, const struct project *project, enum lang lang);

/* For JOB routes. `use` lives in the request's arena. */
struct reply findings_serve(struct request *rq, struct findings_use *use);

#endif
