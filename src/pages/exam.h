/* Taking a test: start page, one question a page with the clock, hand-in, result. */
#ifndef PAGES_EXAM_H
#define PAGES_EXAM_H

#include "pages/internal.h"
#include "store/assignment.h"

/* GET /my/{assignment} of a test: what awaits the trainee, and the button. */
struct reply exam_start_page(struct request *rq, const struct assignment *assignment);

/* POST /my/{assignment}/begin: one update; a second press, or a second window, gets the same attempt. */
handler exam_begin;

/* GET and POST /t/{attempt}/{n}: a question; the form works without a script. */
handler exam_question_page, exam_save;

/* POST /attempt/{attempt}/{n}: the same save for the script, answered in JSON with the time left. */
handler exam_autosave;

/* GET /t/{attempt}/finish: what is unanswered; POST /t/{attempt}/hand-in: once. */
handler exam_finish_page, exam_hand_in;

/* GET /t/{attempt}/result: score, verdict, weak topics, what to read; keys only when `feedback:` allows. */
handler exam_result_page;

#endif
