/* People of a project: the table, one person, and lists brought in from a file. */
#ifndef PAGES_STAFF_PEOPLE_H
#define PAGES_STAFF_PEOPLE_H

#include "pages/staff_parts.h"

/* GET /staff: my projects. POST /staff/projects (admin): a new one. */
handler staff_projects_page, staff_project_add;

/* GET /p/{project}/people */
handler people_page;

/* GET and POST /p/{project}/people/import: choose a file, see what would change, do it. */
handler people_import_page, people_import_check;

/* GET and POST /p/{project}/people/new; GET and POST /p/{project}/people/{person} */
handler people_new_page, people_add, person_page, person_save;

/* POST /p/{project}/people/{person}/revoke and /disable (field `disabled`: 1 or 0) */
handler people_revoke, people_disable;

/* A person as typed, and what is refused of it: for staff_person_form.html. */
struct person_form {
    struct person person;
    const char *refusals[16]; /* text ids, by enum people_field; NULL: not refused */
    const char *like;         /* what a refused text looks like */
    const char *email_of;     /* who has a refused e-mail */
    bool refused;
};
enum db_result person_form_view(struct request *rq, struct view *view, const struct staff_project *at,
                                const struct person_form *form) MUST_CHECK;

/* The page of form->person, with the form open when something is refused. */
struct reply person_show(struct request *rq, const struct staff_project *at, int status,
                         const struct person_form *form);

#endif
