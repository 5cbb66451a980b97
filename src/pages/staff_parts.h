/* Parts that the pages for staff have in common: filters, pagers, states of assignments, fields with
 * refusals. */
#ifndef PAGES_STAFF_PARTS_H
#define PAGES_STAFF_PARTS_H

#include "pages/staff.h"
#include "store/assignment.h"
#include "store/department.h"
#include "store/person.h"

/* An option of a select; `list` is the view's list of them. */
void part_option(struct view *view, const char *list, const char *value, const char *label, bool selected);

/* The project's departments as options `department_options`; `selected` is a department's number as text, or
 * NULL.
 */
enum db_result part_departments(struct request *rq, struct view *view, const struct staff_project *at,
                                const char *selected, struct department_list *out) MUST_CHECK;

/* `nobody` and `import_url` of a view: has the project nobody yet? What to do then: staff_nobody.html. */
enum db_result part_nobody(struct request *rq, struct view *view, const struct staff_project *at,
                           bool *nobody) MUST_CHECK;

/* The catalogue's roles as options `role_options`; the key user's, which is a flag, left out. */
void part_roles(struct request *rq, struct view *view, const char *selected);

/* Role titles in words, the key user's last: "Sales manager, Key user". */
const char *part_role_words(struct request *rq, const struct names *roles, bool key_user);

/* Role ids with the key user's where the person is one: what forms ask for. */
struct names part_role_ids(struct request *rq, const struct names *roles, bool key_user);

/* The title of a questionnaire or test in the language; its id when this program does not have it any more.
 */
const char *part_form_title(struct request *rq, enum form_kind kind, const char *form, enum lang lang);
const char *part_title_in(const struct library *library, enum form_kind kind, const char *form,
                          enum lang lang);

/* `state` and `state_class` (of a badge) of an assignment, and `due`, `late`. */
void part_progress(struct request *rq, struct view *item, const struct staff_project *at,
                   const struct assigned *assigned);

/* Is it still waited for, and past its due date? */
bool part_late(struct request *rq, const struct staff_project *at, const struct assigned *assigned);

/* Today in the project, ISO. */
const char *part_today(struct request *rq, const struct staff_project *at);

/* The page asked for by ?page=N, `rows` a page; and its links page_text, page_back_url, page_next_url. */
struct page part_page(struct request *rq, int64_t rows);
void part_pager(struct request *rq, struct view *view, struct page page, int64_t total);

/* The path with this query, one parameter changed (NULL: left out), for links that keep the filter. */
const char *part_query_url(struct request *rq, const char *name, const char *value);

/* A day as typed: 2026-11-27 or 27.11.2026, "" for none. Its ISO form in `*iso`; false when it is none. */
bool part_date(struct arena *arena, const char *typed, const char **iso);

/* A field of the form, "" when it did not come. */
const char *part_form(const struct request *rq, const char *name);

/* A query parameter, "" when it did not come. */
const char *part_query(const struct request *rq, const char *name);

/* Where people reach the server, without a slash at the end; NULL when `public_url` is not set. */
const char *part_public_url(struct request *rq);

/* Title of a page part with a number, like "12 people". */
const char *part_plural(struct request *rq, const char *key, int64_t n);

/* The person of rq->params[index], of this project. */
enum db_result part_person(struct request *rq, const struct staff_project *at, int index,
                           struct person *out) MUST_CHECK;

#endif
