/* Finding the row of the route table for a path. */
#include "http/router.h"

#include "base/log.h"

#include <string.h>

enum { MAX_SEGMENT = 100 };

struct span {
    const char *text;
    size_t length;
};

/* Does the path fit the pattern? The segments for its {names} are put into `spans`. */
static bool
fits(const char *pattern, const char *path, struct span spans[MAX_PARAMS])
{
    size_t count = 0;

    while (*pattern != '\0') {
        if (*pattern != '{') {
            if (*pattern++ != *path++)
                return false;
            continue;
        }
        if (count == MAX_PARAMS)
            return false;
        spans[count] = (struct span){ path, strcspn(path, "/") };
        if (spans[count].length == 0 || spans[count].length > MAX_SEGMENT)
            return false;
        path += spans[count++].length;
        pattern += strcspn(pattern, "}");
        pattern += *pattern == '}';
    }
    for (; count < MAX_PARAMS; count++)
        spans[count] = (struct span){ NULL, 0 };
    return *path == '\0';
}

const char *
router_allow(const struct route *routes, size_t count, const char *path)
{
    static const char *const allow[] = { NULL, "GET, HEAD", "POST", "GET, HEAD, POST" };
    unsigned found = 0;
    struct span spans[MAX_PARAMS];

    for (size_t i = 0; i < count; i++)
        if (fits(routes[i].path, path, spans))
            found |= routes[i].method == METHOD_GET ? 1 : 2;
    return allow[found];
}

const struct route *
router_find(const struct route *routes, size_t count, enum method method, struct request *rq, int *status,
            const char **allow)
{
    struct span spans[MAX_PARAMS];

    for (size_t i = 0; i < count; i++) {
        if (routes[i].method != method || !fits(routes[i].path, rq->path, spans))
            continue;
        for (size_t p = 0; p < MAX_PARAMS; p++)
            rq->params[p] = arena_copy_n(rq->arena, spans[p].text, spans[p].length);
        return &routes[i];
    }
    *allow = router_allow(routes, count, rq->path);
    *status = *allow ? 405 : 404;
    return NULL;
}

/* The number of {names}, or MAX_PARAMS + 1 when a brace stands wrong. */
static size_t
names_in(const char *pattern)
{
    size_t count = 0;

    for (const char *at = pattern; (at = strpbrk(at, "{}")) != NULL; at++) {
        size_t name = strcspn(at + 1, "{}/");

        if (*at != '{' || at == pattern || at[-1] != '/' || name == 0 || at[1 + name] != '}'
            || (at[2 + name] != '\0' && at[2 + name] != '/'))
            return MAX_PARAMS + 1;
        count++;
        at += 1 + name;
    }
    return count;
}

/* Is there a row above with the same method and path? It would never be reached. */
static bool
is_twice(const struct route *routes, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (routes[i].method == routes[at].method && strcmp(routes[i].path, routes[at].path) == 0)
            return true;
    return false;
}

bool
router_check(const struct route *routes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct route *row = &routes[i];
        const char *wrong = row->path == NULL || row->path[0] != '/'           ? "the path"
                            : row->handler == NULL                             ? "the handler"
                            : names_in(row->path) > MAX_PARAMS                 ? "the parameters"
                            : row->method == METHOD_GET && row->run == WRITE   ? "a GET that writes"
                            : row->method == METHOD_GET && row->needs & UPLOAD ? "a GET that uploads"
                            : is_twice(routes, i)                              ? "it stands above already"
                                                                               : NULL;

        if (wrong != NULL) {
            log_error("route %zu (%s): %s", i, row->path ? row->path : "", wrong);
            return false;
        }
    }
    return true;
}
