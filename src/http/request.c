/* Looking things up in a request. */
#include "http/request.h"

#include <string.h>

static const char *
find(const struct fields *fields, const char *name)
{
    for (size_t i = 0; i < fields->count; i++)
        if (strcmp(fields->items[i].name, name) == 0)
            return fields->items[i].value;
    return NULL;
}

const char *
request_query(const struct request *rq, const char *name)
{
    return find(&rq->query, name);
}

const char *
request_form(const struct request *rq, const char *name)
{
    return find(&rq->form, name);
}

const char *
request_header(const struct request *rq, const char *name)
{
    return find(&rq->headers, name);
}

const char *
request_cookie(const struct request *rq, const char *name)
{
    static const char prefix[] = "__Host-";

    if (!rq->secure)
        return find(&rq->cookies, name);
    for (size_t i = 0; i < rq->cookies.count; i++) {
        const char *have = rq->cookies.items[i].name;

        if (strncmp(have, prefix, sizeof prefix - 1) == 0 && strcmp(have + sizeof prefix - 1, name) == 0)
            return rq->cookies.items[i].value;
    }
    return NULL;
}
