/* How staff come in: name and password, in the short lane. */
#ifndef PAGES_LOGIN_H
#define PAGES_LOGIN_H

#include "pages/internal.h"

/* GET /staff/login */
handler login_page;

/* POST /staff/login: JOB; the same work and the same words for a wrong name and a wrong password. */
handler login_check;

/* POST /staff/logout */
handler logout;

#endif
