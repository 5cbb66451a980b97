/* Reading the Cookie header. */
#ifndef HTTP_COOKIE_H
#define HTTP_COOKIE_H

#include "http/request.h"

enum { MAX_COOKIES = 32 };

/*
 * Take the header apart into `out`, in the arena. What is no cookie pair is passed over, since neighbouring
 * sites may set what they like; a name that comes twice is dropped altogether, because nobody can tell which
 * of the two is ours. At most MAX_COOKIES are read.
 */
void cookie_parse(struct arena *arena, const char *header, struct fields *out);

#endif
