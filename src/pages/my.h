/* What a visitor is asked to fill and to take. */
#ifndef PAGES_MY_H
#define PAGES_MY_H

#include "pages/internal.h"

/* GET /my: the list. */
handler my_page;

/* GET /my/{assignment}: the welcome page of a questionnaire, or the start page of a test. */
handler my_assignment;

#endif
