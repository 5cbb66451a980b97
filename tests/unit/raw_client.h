/* A client that sends exactly the bytes it is told to, for tests of the server. */
#ifndef TESTS_RAW_CLIENT_H
#define TESTS_RAW_CLIENT_H

#include <arpa/inet.h>
#include <poll.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { RAW_ROOM = 128 * 1024, RAW_PATIENCE = 10000 /* ms: a test that waits so long has failed */ };

struct raw_reply {
    int status; /* 0: the connection ended without one */
    char text[RAW_ROOM];
    const char *body;
    bool closed; /* the server ended the connection after it */
};

static inline int
raw_open(unsigned port)
{
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((unsigned short)port) };
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(fd, (const struct sockaddr *)&to, sizeof to) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}

static inline void
raw_send_bytes(int fd, const void *bytes, size_t length)
{
    const char *at = bytes;

    while (length > 0) {
        ssize_t sent = send(fd, at, length, MSG_NOSIGNAL);

        if (sent <= 0)
            return; /* the server may have refused and closed already */
        at += sent;
        length -= (size_t)sent;
    }
}

static inline void
raw_send(int fd, const char *text)
{
    raw_send_bytes(fd, text, strlen(text));
}

/* Can something be read, or was it closed, within `ms`? */
static inline bool
raw_readable(int fd, int ms)
{
    struct pollfd wait = { .fd = fd, .events = POLLIN };

    return poll(&wait, 1, ms) == 1;
}

/* The value of a header in the reply; NULL when it is not there. In a buffer of its own. */
static inline const char *
raw_header(const struct raw_reply *reply, const char *name)
{
    static char value[1024];
    size_t length = strlen(name);

    for (const char *line = strstr(reply->text, "\r\n"); line != NULL && line[2] != '\r';
         line = strstr(line + 2, "\r\n"))
        if (strncasecmp(line + 2, name, length) == 0 && line[2 + length] == ':') {
            const char *from = line + 2 + length + 1;

            from += strspn(from, " ");
            snprintf(value, sizeof value, "%.*s", (int)strcspn(from, "\r"), from);
            return value;
        }
    return NULL;
}

/* Read one reply; `head`: it has no body. */
static inline void
raw_read_as(int fd, struct raw_reply *reply, bool head)
{
    size_t have = 0, want = SIZE_MAX;

    memset(reply, 0, sizeof *reply);
    while (have < want && have < sizeof reply->text - 1 && raw_readable(fd, RAW_PATIENCE)) {
        /* A byte at a time until the head is there, so that a pipelined second reply stays in the socket. */
        size_t step = want == SIZE_MAX ? 1 : want - have;
        ssize_t got = recv(fd, reply->text + have, step, 0);
        char *end;

        if (got <= 0)
            break;
        have += (size_t)got;
        reply->text[have] = '\0';
        if (want == SIZE_MAX && (end = strstr(reply->text, "\r\n\r\n")) != NULL) {
            const char *length = raw_header(reply, "Content-Length");

            reply->status = (int)strtol(reply->text + sizeof "HTTP/1.1", NULL, 10);
            reply->body = end + 4;
            want = (size_t)(end + 4 - reply->text) + (length && !head ? strtoul(length, NULL, 10) : 0);
        }
    }
    if (raw_header(reply, "Connection") != NULL && strcasecmp(raw_header(reply, "Connection"), "close") == 0)
        reply->closed = raw_readable(fd, RAW_PATIENCE) && recv(fd, &(char){ 0 }, 1, MSG_DONTWAIT) <= 0;
}

static inline void
raw_read(int fd, struct raw_reply *reply)
{
    raw_read_as(fd, reply, false);
}

/* Does the server end the connection (within ten seconds)? */
static inline bool
raw_ends(int fd)
{
    char bytes[512];

    while (raw_readable(fd, RAW_PATIENCE))
        if (recv(fd, bytes, sizeof bytes, 0) <= 0)
            return true;
    return false;
}

/* One request on a connection of its own. */
static inline void
raw_ask(unsigned port, const char *request, struct raw_reply *reply)
{
    int fd = raw_open(port);

    raw_send(fd, request);
    raw_read(fd, reply);
    close(fd);
}

#endif
