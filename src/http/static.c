/* Files from memory, each with one response made at start. */
#include "http/internal.h"

#include "base/log.h"

#include <stdlib.h>
#include <string.h>

/* Responses of a file: to its plain name, to one with `?v=`, and "you have it". */
enum { PLAIN, VERSIONED, UNCHANGED, KINDS };

static struct MHD_Response *
response_for(const struct server *server, const struct static_file *file, int kind)
{
    static const char *const caching[KINDS] = { "no-cache", "public, max-age=31536000, immutable",
                                                "no-cache" };
    void *data = (void *)(uintptr_t)file->data;
    struct MHD_Response *response =
        MHD_create_response_from_buffer(kind == UNCHANGED ? 0 : file->length, data, MHD_RESPMEM_PERSISTENT);

    if (response == NULL)
        return NULL;
    if (send_security(server, response) && MHD_add_response_header(response, "ETag", file->etag) == MHD_YES
        && MHD_add_response_header(response, "Cache-Control", caching[kind]) == MHD_YES
        && (kind == UNCHANGED || MHD_add_response_header(response, "Content-Type", file->type) == MHD_YES))
        return response;
    MHD_destroy_response(response);
    return NULL;
}

bool
static_open(struct server *server)
{
    size_t count = server->options.file_count;

    server->files = calloc(count * KINDS + 1, sizeof(struct MHD_Response *));
    if (server->files == NULL)
        return false;
    for (size_t i = 0; i < count * KINDS; i++) {
        const struct static_file *file = &server->options.files[i / KINDS];

        server->files[i] = response_for(server, file, (int)(i % KINDS));
        if (server->files[i] == NULL) {
            log_error("static file %s: its headers are not plain text", file->name);
            return false;
        }
    }
    return true;
}

void
static_close(struct server *server)
{
    for (size_t i = 0; server->files != NULL && i < server->options.file_count * KINDS; i++)
        if (server->files[i] != NULL)
            MHD_destroy_response(server->files[i]);
    free(server->files);
}

static const struct static_file *
find(const struct server *server, const char *path)
{
    const char *prefix = server->options.static_prefix;
    size_t length = prefix ? strlen(prefix) : 0;

    if (length == 0 || strncmp(path, prefix, length) != 0)
        return NULL;
    for (size_t i = 0; i < server->options.file_count; i++)
        if (strcmp(server->options.files[i].name, path + length) == 0)
            return &server->options.files[i];
    return NULL;
}

bool
static_known(const struct exchange *exchange)
{
    return find(exchange->server, exchange->request.path) != NULL;
}

bool
static_send(struct exchange *exchange, enum MHD_Result *result)
{
    const struct server *server = exchange->server;
    const struct static_file *file = find(server, exchange->request.path);
    const char *have = request_header(&exchange->request, "if-none-match");
    int kind;

    if (file == NULL)
        return false;
    kind = have != NULL && strstr(have, file->etag) != NULL ? UNCHANGED
           : request_query(&exchange->request, "v") != NULL ? VERSIONED
                                                            : PLAIN;
    connection_phase(exchange->connection, PHASE_RESPONSE, file->length);
    exchange->stage = STAGE_ANSWERED;
    *result =
        MHD_queue_response(exchange->mhd, kind == UNCHANGED ? 304 : 200,
                           server->files[(size_t)(file - server->options.files) * KINDS + (size_t)kind]);
    return true;
}
