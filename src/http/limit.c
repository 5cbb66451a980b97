/* Connections and their deadlines: MHD only knows idle time, which a trickle of bytes keeps alive for ever.
 */
#include "http/internal.h"

#include "base/clock.h"
#include "base/die.h"
#include "base/log.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>

enum { SLOWEST_READER = 16384 /* bytes a second */, SPARE_FILES = 128 };

static void
name_peer(struct connection *connection, const struct sockaddr *address)
{
    const void *bytes = NULL;

    if (address->sa_family == AF_INET)
        bytes = &((const struct sockaddr_in *)(const void *)address)->sin_addr;
    else if (address->sa_family == AF_INET6)
        bytes = &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr;
    if (bytes != NULL)
        inet_ntop(address->sa_family, bytes, connection->peer, sizeof connection->peer);
}

static void
start(struct server *server, struct MHD_Connection *mhd, void **state)
{
    const union MHD_ConnectionInfo *fd = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
    const union MHD_ConnectionInfo *peer = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    struct connection *connection = calloc(1, sizeof *connection);

    ensure(connection != NULL && fd != NULL);
    *connection = (struct connection){ .server = server, .fd = fd->connect_fd, .after = server->connections };
    if (peer != NULL)
        name_peer(connection, peer->client_addr);
    if (server->connections != NULL)
        server->connections->before = connection;
    server->connections = connection;
    server->figures.connections++;
    connection_phase(connection, PHASE_HEADERS, 0);
    *state = connection;
}

static void
end(struct server *server, struct connection *connection)
{
    if (connection->before != NULL)
        connection->before->after = connection->after;
    else
        server->connections = connection->after;
    if (connection->after != NULL)
        connection->after->before = connection->before;
    server->figures.connections--;
    free(connection);
}

void
connection_notify(void *server, struct MHD_Connection *mhd, void **state,
                  enum MHD_ConnectionNotificationCode code)
{
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        start(server, mhd, state);
    } else if (*state != NULL) {
        end(server, *state);
        *state = NULL;
    }
}

struct connection *
connection_of(struct MHD_Connection *mhd)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

    ensure(info != NULL && info->socket_context != NULL);
    return info->socket_context;
}

void
connection_phase(struct connection *connection, enum phase phase, size_t reply_length)
{
    const struct server_options *o = &connection->server->options;
    size_t seconds = 0;

    switch (phase) {
    case PHASE_HEADERS: seconds = o->header_seconds; break;
    case PHASE_BODY: seconds = o->body_seconds; break;
    case PHASE_WAITING: break;
    case PHASE_RESPONSE: seconds = o->response_seconds + reply_length / SLOWEST_READER; break;
    case PHASE_IDLE: seconds = o->idle_seconds; break;
    }
    connection->phase = phase;
    connection->deadline = seconds ? clock_now() + (int64_t)seconds * SECOND : 0;
}

void
connection_sweep(struct server *server, int64_t now)
{
    for (struct connection *c = server->connections; c != NULL; c = c->after) {
        if (c->deadline == 0 || now <= c->deadline || c->cut)
            continue;
        c->cut = true;
        shutdown(c->fd, SHUT_RDWR); /* MHD owns the descriptor: it sees the end and closes it */
    }
}

unsigned
connection_limit(unsigned wanted)
{
    struct rlimit files;

    if (getrlimit(RLIMIT_NOFILE, &files) != 0)
        return wanted;
    if (files.rlim_cur < (rlim_t)wanted + SPARE_FILES) {
        files.rlim_cur = files.rlim_max;
        if (setrlimit(RLIMIT_NOFILE, &files) != 0 || getrlimit(RLIMIT_NOFILE, &files) != 0)
            log_warning("the limit of open files could not be raised");
    }
    if (files.rlim_cur >= (rlim_t)wanted + SPARE_FILES)
        return wanted;
    wanted = files.rlim_cur > 2 * SPARE_FILES ? (unsigned)files.rlim_cur - SPARE_FILES
                                              : (unsigned)files.rlim_cur / 2;
    log_warning("only %u connections: the system allows no more open files", wanted);
    return wanted;
}
