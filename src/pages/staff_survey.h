/* The survey of a project: who is asked what, how far it is, links and slips, and answers of one person. */
#ifndef PAGES_STAFF_SURVEY_H
#define PAGES_STAFF_SURVEY_H

#include "pages/staff_parts.h"

/* GET and POST /p/{project}/survey: coverage and assignments; due dates, cancelling, returning. */
handler survey_page, survey_change;

/* POST /p/{project}/departments/{department}/confirm (field `do`: confirm or withdraw): its head vouches for
 * a small sample. */
handler department_confirmation;

/* GET and POST /p/{project}/survey/assign: choose people, then ask them. */
handler survey_assign_page, survey_assign;

/* GET /p/{project}/links, /p/{project}/links.csv, /p/{project}/slips */
handler links_page, links_csv, slips_page;

/* GET /p/{project}/answers/{response}; POST …/exclude (field `reason`, empty takes it in again), …/return */
handler answers_page, answers_exclude, answers_return;

#endif
