/* What is printed about a project and its attestation. */
#ifndef PAGES_STAFF_SETTINGS_H
#define PAGES_STAFF_SETTINGS_H

#include "pages/staff_parts.h"

/* GET and POST /p/{project}/settings */
handler settings_page, settings_save;

#endif
