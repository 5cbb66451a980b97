/* A response as its person sees it: the form it is pinned to, its answers, and which questions are asked. */
#ifndef PAGES_VISIT_H
#define PAGES_VISIT_H

#include "model/question_type.h"
#include "pages/app.h"
#include "pages/sheet.h"
#include "store/project.h"
#include "store/response.h"

struct visit {
    struct response response;
    struct project project;
    const struct survey *survey;
    const struct sheet *sheet; /* in the visitor's language */
    const struct zone *zone;
    struct answers answers; /* sorted, emptied ones too */
    struct judge judge;
    const bool *asked; /* by question: asked for, given the answers */
};

/*
 * Open the response that the first parameter of the route names, with its answers. DB_NONE: there is no such
 * response of this person.
 */
enum db_result visit_open(struct request *rq, struct visit *visit) MUST_CHECK;

/* The same without answers and what depends on them: enough to keep one cell. */
enum db_result visit_find(struct request *rq, struct visit *visit) MUST_CHECK;

/* Read the answers again, after some were stored, and see anew what is asked. */
enum db_result visit_reload(struct request *rq, struct visit *visit) MUST_CHECK;

/* May its answers be changed? */
bool visit_is_open(const struct visit *visit);

/* Is the question asked for? */
bool visit_asks(const struct visit *visit, const struct question *question);

/* How many questions of a section are asked for and have no answer. */
size_t visit_left(const struct visit *visit, const bool *complete, size_t section);

/* The nearest section that is asked for, from `section` on forwards or backwards; SIZE_MAX: none. */
size_t visit_section(const struct visit *visit, size_t section, int step);

/* Addresses: /r/12/clients, and with `page` "review", "done". */
const char *visit_path(struct request *rq, const struct visit *visit, const char *page);

/* A view for the frame of a respondent: organisation, name of the form, the way out. */
struct view *visit_view(struct request *rq, const struct visit *visit, const char *title);

/* Why a value was refused, in the visitor's language. */
/* "7. Documents — row 2 — Minutes": the question, and which row and column of it; "" for none. */
const char *cell_title(struct request *rq, const struct visit *visit, const struct cell *at);

const char *refusal_sentence(struct request *rq, const struct refusal *refusal);

/* A stored cell in words: its answer, "don't know", or "" when it is empty. */
const char *stored_words(struct request *rq, const struct visit *visit, const struct cell *cell);

/* 14:03:21 in the project's zone. */
const char *visit_clock(struct request *rq, const struct visit *visit, int64_t moment);

#endif
