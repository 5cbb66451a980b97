/* What the files of pages/ share beside app.h. */
#ifndef PAGES_INTERNAL_H
#define PAGES_INTERNAL_H

#include "pages/app.h"

/* backend.c: the functions the server calls. */
void backend_fill(struct app *app, struct backend *backend);

/*
 * Inside a batch: read the forms again and keep their versions. They are served once the batch is committed
 * (app_committed); when something is wrong with them the old ones stay in use. Old libraries are never freed:
 * requests and caches point into them.
 */
void app_reload(struct app *app);
void app_committed(struct app *app, bool ok);

/* session cookie of both kinds of callers */
#define SESSION_COOKIE "session"
#define LANGUAGE_COOKIE "language"

#endif
