/* The questionnaire of a respondent: welcome, sections, saving, review, hand-in, own answers. */
#ifndef PAGES_RESPOND_H
#define PAGES_RESPOND_H

#include "pages/app.h"
#include "store/assignment.h"

/* GET /my/{assignment} of a questionnaire: what it is for, who will see the answers, and the way in. */
struct reply respond_welcome(struct request *rq, const struct assignment *assignment);

/* POST /my/{assignment}/start: the response begins, or goes on where it was left. */
handler respond_start;

/* GET /r/{response}: on to the section last open, or to the end. */
handler respond_resume;

/* GET /r/{response}/{section} */
handler respond_section;

/* POST /r/{response}/{section}: without a script; keeps what differs, then goes where `go` says. */
handler respond_save;

/* POST /response/{response}/{question}: one cell, from the script; answers in JSON. */
handler respond_autosave;

/* GET /r/{response}/review, POST /r/{response}/hand-in, GET /r/{response}/done. GET /r/{response}/hand-in is
 * the page that refused it: in another language, or read again. */
handler respond_review;
handler respond_refused;
handler respond_hand_in;
handler respond_done;

/* GET /r/{response}/copy.pdf: a JOB. */
handler respond_copy;

#endif
