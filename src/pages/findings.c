/* What the answers of a project come to: computed by a worker, kept for its revision, never shown when old.
 */
#include "pages/findings.h"

#include "base/clock.h"
#include "base/die.h"
#include "base/log.h"
#include "model/format.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

/* Kept besides the newest: a large project alone may be more than this. */
enum { KEEP_MOST = 8, KEEP_BYTES = 24 << 20, LARGE_BYTES = 4 << 20, LARGE_TIME = 20 * SECOND };

struct findings_cache {
    struct project_findings *first;
};

/* ---- computing ---- */

/* Rows and found requirements meet by code and key. */
struct kept_row {
    const char *code, *key;
    int64_t number;
};

static int
by_code_and_key(const void *a, const void *b)
{
    const struct kept_row *x = a, *y = b;
    int order = strcmp(x->code, y->code);

    return order != 0 ? order : strcmp(x->key, y->key);
}

/* What stands in the register first is numbered first. */
static const enum requirement_state numbering[] = { REQUIREMENT_ARISEN, REQUIREMENT_OFFERED,
                                                    REQUIREMENT_SINGLE_VOICE, REQUIREMENT_REJECTED };

static void
number_requirements(struct project_findings *f)
{
    scoped_arena scratch = { 0 };
    const struct requirement_rows *rows = &f->data.rows;
    const struct found_requirements *all = &f->found.requirements;
    struct kept_row *places = ARENA_ARRAY(&scratch, struct kept_row, rows->count + 1);
    int64_t last = 0;

    for (size_t i = 0; i < rows->count; i++) {
        places[i] = (struct kept_row){ rows->items[i].code, rows->items[i].key, rows->items[i].number };
        last = places[i].number > last ? places[i].number : last;
    }
    qsort(places, rows->count, sizeof *places, by_code_and_key);
    f->numbers = ARENA_ARRAY(&f->arena, int64_t, all->count + 1);
    for (size_t s = 0; s < LENGTH(numbering); s++)
        for (size_t i = 0; i < all->count; i++) {
            const struct kept_row wanted = { all->items[i].def->code, all->items[i].key, 0 };
            const struct kept_row *place;

            if (all->items[i].state != numbering[s])
                continue;
            place = bsearch(&wanted, places, rows->count, sizeof *places, by_code_and_key);
            f->numbers[i] = place != NULL ? place->number : ++last;
            f->fresh += place == NULL;
        }
}

enum db_result
project_findings_open(struct db *reader, const struct audit_ask *ask, struct project_findings **out)
{
    struct project_findings *f = calloc(1, sizeof *f);
    enum db_result result;

    ensure(f != NULL);
    *out = NULL;
    result = DB_FAIL;
    if (db_read_begin(reader)) {
        result = audit_data_read(reader, &f->arena, ask, &f->data);
        db_read_end(reader);
    }
    if (result != DB_OK) {
        project_findings_close(f);
        return result;
    }
    findings_compute(&f->arena, &f->data.input, &f->found);
    number_requirements(f);
    *out = f;
    return DB_OK;
}

void
project_findings_close(struct project_findings *findings)
{
    if (findings == NULL)
        return;
    arena_close(&findings->arena);
    free(findings);
}

/* The next requirement by number after `number`; NULL at the end. */
static const struct found_requirement *
next_numbered(const struct project_findings *f, int64_t *number)
{
    const struct found_requirement *next = NULL;
    int64_t best = 0;

    for (size_t i = 0; i < f->found.requirements.count; i++)
        if (f->numbers[i] > *number && (next == NULL || f->numbers[i] < best)) {
            next = &f->found.requirements.items[i];
            best = f->numbers[i];
        }
    *number = best;
    return next;
}

static int64_t
last_given(const struct project_findings *f)
{
    return f->data.rows.count > 0 ? f->data.rows.items[f->data.rows.count - 1].number : 0;
}

enum db_result
project_findings_keep(struct db *writer, const struct project_findings *findings, int64_t now)
{
    scoped_arena scratch = { 0 };
    const struct found_requirement *found;
    int64_t number = last_given(findings);

    while ((found = next_numbered(findings, &number)) != NULL) {
        struct requirement_row row;
        enum db_result result = requirement_keep(writer, &scratch, findings->data.project.id,
                                                 found->def->code, found->key, now, &row);

        if (result != DB_OK)
            return result;
        if (row.number != number)
            return DB_CONFLICT;
    }
    return DB_OK;
}

size_t
findings_numbered(const struct project_findings *findings, int64_t number)
{
    size_t i = 0;

    while (i < findings->found.requirements.count && findings->numbers[i] != number)
        i++;
    return i;
}

const struct decision *
findings_decision(const struct project_findings *findings, enum decision_kind kind,
                  const struct found_requirement *found)
{
    const struct decisions *all = &findings->data.input.decisions;

    for (size_t i = all->count; i-- > 0;)
        if (all->items[i].kind == kind && strcmp(all->items[i].code, found->def->code) == 0
            && strcmp(all->items[i].key, found->key) == 0)
            return &all->items[i];
    return NULL;
}

/* ---- keeping ---- */

struct findings_cache *
findings_cache_open(void)
{
    struct findings_cache *cache = calloc(1, sizeof *cache);

    ensure(cache != NULL);
    return cache;
}

void
findings_cache_close(struct findings_cache *cache)
{
    if (cache == NULL)
        return;
    for (struct project_findings *f = cache->first, *next; f != NULL; f = next) {
        next = f->next;
        project_findings_close(f);
    }
    free(cache);
}

static void
let_go(struct project_findings *f)
{
    ensure(f->uses > 0);
    if (--f->uses == 0)
        project_findings_close(f);
}

static void
take_out(struct findings_cache *cache, struct project_findings *f)
{
    struct project_findings **at = &cache->first;

    while (*at != f)
        at = &(*at)->next;
    *at = f->next;
    f->next = NULL;
    let_go(f);
}

/* Older revisions of the same view go; of the others the ones used longest ago, beyond what may be kept. */
static void
make_room(struct findings_cache *cache, const struct project_findings *newest)
{
    struct project_findings *oldest, *next;
    size_t count, bytes;

    for (struct project_findings *f = cache->first; f != NULL; f = next) {
        next = f->next;
        if (f != newest && f->data.project.id == newest->data.project.id
            && (f->data.project.revision < newest->data.project.revision
                || (f->data.input.lang == newest->data.input.lang
                    && f->data.input.equal == newest->data.input.equal)))
            take_out(cache, f);
    }
    do {
        oldest = NULL;
        count = bytes = 0;
        for (struct project_findings *f = cache->first; f != NULL; f = f->next) {
            count++;
            bytes += f->arena.used;
            if (f != newest && (oldest == NULL || f->used_at < oldest->used_at))
                oldest = f;
        }
        if (oldest == NULL || (count <= KEEP_MOST && bytes <= KEEP_BYTES))
            return;
        take_out(cache, oldest);
    } while (true);
}

static void
put_in(struct findings_cache *cache, struct project_findings *f, bool waiting, int64_t now)
{
    f->uses++;
    f->waiting = waiting;
    f->used_at = now;
    f->next = cache->first;
    cache->first = f;
    make_room(cache, f);
}

void
findings_cache_committed(struct findings_cache *cache, bool ok)
{
    struct project_findings *next;

    for (struct project_findings *f = cache->first; f != NULL; f = next) {
        next = f->next;
        if (f->waiting && !ok)
            take_out(cache, f);
        else
            f->waiting = false;
    }
}

/* What was freed stays with the allocator, in small pieces, unless it is asked to give it back. */
static void
give_back(void)
{
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

void
findings_cache_tidy(struct findings_cache *cache, int64_t now)
{
    struct project_findings *next;
    bool any = false;

    for (struct project_findings *f = cache->first; f != NULL; f = next) {
        next = f->next;
        if (!f->waiting && f->arena.used > LARGE_BYTES && now - f->used_at > LARGE_TIME) {
            take_out(cache, f);
            any = true;
        }
    }
    if (any)
        give_back();
}

/* What is asked for, as of now. */
struct wanted {
    const struct library *library;
    int64_t project, revision;
    enum lang lang;
    bool equal;
    const char *today;
};

static struct project_findings *
find_kept(struct findings_cache *cache, const struct wanted *wanted)
{
    for (struct project_findings *f = cache->first; f != NULL; f = f->next)
        if (!f->waiting && f->data.project.id == wanted->project
            && f->data.project.revision == wanted->revision && f->data.input.lang == wanted->lang
            && f->data.input.equal == wanted->equal && f->data.input.library == wanted->library
            && strcmp(f->data.input.today, wanted->today) == 0)
            return f;
    return NULL;
}

/* ---- serving ---- */

/* One request on its way through the worker. */
struct errand {
    struct findings_use *use;
    struct audit_ask ask;
    struct project_findings *findings;
    bool kept; /* they were in the cache already */
    enum db_result result;
};

static void
run_errand(struct page_job *job, struct db *reader)
{
    struct errand *errand = job->arg;
    struct findings_use *use = errand->use;

    if (!errand->kept)
        errand->result = project_findings_open(reader, &errand->ask, &errand->findings);
    if (errand->result != DB_OK)
        return;
    use->findings = errand->findings;
    if (use->work != NULL)
        use->work(use, job->arena);
    job->finish_runs = use->writes || errand->findings->fresh > 0 ? WRITE : READ;
    if (errand->kept)
        job->finish_runs = use->writes ? WRITE : READ;
}

static struct reply
finish_errand(struct request *rq)
{
    const struct page_job *job = rq->job;
    struct errand *errand = job->arg;
    struct project_findings *f = errand->findings;
    struct findings_cache *cache = page_app(rq)->findings;
    struct reply reply;

    if (!job->ran)
        reply = page_refused(rq, 503, "error.stopping");
    else if (errand->result != DB_OK)
        return staff_refusal(rq, errand->result);
    else if (!errand->kept && f->fresh > 0
             && (errand->result = project_findings_keep(page_db(rq), f, rq->now)) != DB_OK)
        reply = errand->result == DB_CONFLICT ? page_refused(rq, 503, "error.busy") : page_failed(rq);
    else
        reply = errand->use->page(rq, errand->use);
    if (job->ran && !errand->kept) {
        f->uses++;
        if (errand->result == DB_OK && (f->fresh == 0 || reply_commits(&reply)))
            put_in(cache, f, f->fresh > 0, rq->now);
    }
    if (f != NULL)
        let_go(f);
    return reply;
}

enum lang
findings_lang(const struct catalogue *catalogue, const struct project *project, enum lang lang)
{
    enum lang own;

    if (catalogue->languages[lang])
        return lang;
    return lang_parse(project->language, &own) && catalogue->languages[own] ? own
                                                                            : catalogue->default_language;
}

static enum db_result
wanted_now(struct request *rq, const struct findings_use *use, struct wanted *out)
{
    struct project_facts facts = { 0 };
    enum db_result result;

    *out = (struct wanted){ .library = page_app(rq)->library,
                            .project = use->at->project.id,
                            .lang =
                                findings_lang(page_app(rq)->library->catalogue, &use->at->project, use->lang),
                            .equal = use->weighing == WEIGH_EQUAL,
                            .today = iso_today(rq->arena, use->at->zone, rq->now) };
    result = project_revision(page_db(rq), out->project, &out->revision);
    if (result == DB_OK && use->weighing == WEIGH_AS_FACT) {
        result = project_fact_list(page_db(rq), rq->arena, out->project, &facts);
        result = result == DB_NONE ? DB_OK : result;
        out->equal = strcmp(project_fact(&facts, FACT_EQUAL_WEIGHT), "1") == 0;
    }
    return result;
}

struct reply
findings_serve(struct request *rq, struct findings_use *use)
{
    struct errand *errand = ARENA_NEW(rq->arena, struct errand);
    struct page_job *job = ARENA_NEW(rq->arena, struct page_job);
    struct project_findings *kept;
    struct wanted wanted;
    struct reply reply;

    if (page_app(rq)->library->catalogue == NULL)
        return page_refused(rq, 503, "requirements.no_catalogue");
    if (wanted_now(rq, use, &wanted) != DB_OK)
        return page_failed(rq);
    use->now = rq->now;
    use->app = page_app(rq);
    kept = find_kept(page_app(rq)->findings, &wanted);
    if (kept != NULL) {
        kept->used_at = rq->now;
        use->findings = kept;
        if (use->work == NULL && !use->writes)
            return use->page(rq, use);
        kept->uses++;
    }
    *errand = (struct errand){ .use = use,
                               .ask = { .library = wanted.library,
                                        .project = wanted.project,
                                        .now = rq->now,
                                        .lang = wanted.lang,
                                        .weighing = wanted.equal ? WEIGH_EQUAL : WEIGH_USERS },
                               .findings = kept,
                               .kept = kept != NULL };
    *job = (struct page_job){
        .run = run_errand, .finish = finish_errand, .finish_runs = READ, .lane = LANE_DOCUMENTS, .arg = errand
    };
    reply = page_job_start(rq, job);
    if (!reply.later && kept != NULL)
        let_go(kept);
    return reply;
}
