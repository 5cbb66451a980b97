/* The route table: every path, who may call it, what it needs, and where its handler runs. */
#include "pages/entry.h"
#include "pages/login.h"

#define GET METHOD_GET
#define POST METHOD_POST

/* clang-format off */
const struct route routes[] = {
    /* method path                       handler         who          needs  run */
    { GET,  "/",                         landing_page,   0,           0,     READ },
    { POST, "/code",                     code_check,     0,           0,     WRITE },
    { GET,  "/i/{token}",                link_page,      0,           0,     READ },
    { POST, "/enter",                    enter,          0,           0,     WRITE },
    { POST, "/leave",                    leave,          FOR_VISITOR, CSRF,  WRITE },

    { GET,  "/staff/login",              login_page,     0,           0,     READ },
    { POST, "/staff/login",              login_check,    0,           0,     JOB },
    { POST, "/staff/logout",             logout,         FOR_STAFF,   CSRF,  WRITE },
};
/* clang-format on */

const size_t route_count = LENGTH(routes);
