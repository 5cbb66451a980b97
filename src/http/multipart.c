/* Forms with a file: multipart/form-data of browsers, and nothing more general. */
#include "http/form.h"

#include "base/utf8.h"

#include <string.h>
#include <strings.h>

enum { MAX_BOUNDARY = 70, MAX_NAME = 200, MAX_VALUE = 64 * 1024 };

/* The bytes not yet looked at. */
struct rest {
    char *at, *end;
};

static bool
skip(struct rest *rest, const char *text)
{
    size_t length = strlen(text);

    if ((size_t)(rest->end - rest->at) < length || memcmp(rest->at, text, length) != 0)
        return false;
    rest->at += length;
    return true;
}

const char *
form_boundary(struct arena *arena, const char *content_type)
{
    static const char type[] = "multipart/form-data";
    const char *at = content_type + sizeof type - 1;
    size_t length;
    bool quoted;

    if (strncasecmp(content_type, type, sizeof type - 1) != 0)
        return NULL;
    at += strspn(at, " \t");
    if (*at++ != ';')
        return NULL;
    at += strspn(at, " \t");
    if (strncasecmp(at, "boundary=", 9) != 0)
        return NULL;
    at += 9;
    quoted = *at == '"';
    at += quoted;
    length = strspn(at, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'()+_,-./:=?");
    if (length == 0 || length > MAX_BOUNDARY || strcmp(at + length, quoted ? "\"" : "") != 0)
        return NULL;
    return arena_copy_n(arena, at, length);
}

/* A quoted value up to its closing quote; NULL when there is none, it is too long, or it is not plain text.
 */
static const char *
quoted(struct arena *arena, struct rest *line)
{
    char *quote = memchr(line->at, '"', (size_t)(line->end - line->at));
    size_t length = quote ? (size_t)(quote - line->at) : 0;
    const char *from = line->at;

    if (quote == NULL || length > MAX_NAME || !utf8_valid(from, length))
        return NULL;
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)from[i] < 0x20 || from[i] == 0x7f)
            return NULL;
    line->at = quote + 1;
    return arena_copy_n(arena, from, length);
}

/* Some browsers of old send a whole path. */
static const char *
without_folder(const char *path)
{
    const char *name = path;

    for (; *path != '\0'; path++)
        if (*path == '/' || *path == '\\')
            name = path + 1;
    return name;
}

struct part {
    const char *name, *title;
};

static bool
read_header(struct arena *arena, struct rest line, struct part *part)
{
    static const char disposition[] = "Content-Disposition: form-data; name=\"";
    static const char type[] = "Content-Type:";
    size_t length = (size_t)(line.end - line.at);

    if (length >= sizeof type - 1 && strncasecmp(line.at, type, sizeof type - 1) == 0)
        return true;
    if (part->name != NULL || length < sizeof disposition - 1
        || strncasecmp(line.at, disposition, sizeof disposition - 1) != 0)
        return false;
    line.at += sizeof disposition - 1;
    part->name = quoted(arena, &line);
    if (part->name == NULL || part->name[0] == '\0')
        return false;
    if (skip(&line, "; filename=\"")) {
        part->title = quoted(arena, &line);
        if (part->title == NULL)
            return false;
        part->title = without_folder(part->title);
    }
    return line.at == line.end;
}

/* The lines before a part's content, up to and with the empty one. */
static bool
read_headers(struct arena *arena, struct rest *rest, struct part *part)
{
    for (int lines = 0; lines < 4; lines++) {
        char *end = memmem(rest->at, (size_t)(rest->end - rest->at), "\r\n", 2);
        struct rest line = { rest->at, end };

        if (end == NULL)
            return false;
        rest->at = end + 2;
        if (end == line.at)
            return part->name != NULL;
        if (!read_header(arena, line, part))
            return false;
    }
    return false;
}

static bool
keep_part(struct arena *arena, const struct part *part, struct rest content, struct multipart *out)
{
    size_t length = (size_t)(content.end - content.at);

    if (part->title != NULL) {
        if (out->file.name != NULL)
            return false;
        out->file = (struct form_file){ part->name, part->title, content.at, length };
        return true;
    }
    if (length > MAX_VALUE || !utf8_valid(content.at, length))
        return false;
    for (size_t i = 0; i < length; i++)
        if (((unsigned char)content.at[i] < 0x20 && strchr("\t\r\n", content.at[i]) == NULL)
            || content.at[i] == 0x7f || content.at[i] == '\0')
            return false;
    *content.end = '\0';
    *ARENA_PUSH(arena, &out->fields) = (struct field){ part->name, content.at };
    return true;
}

bool
form_parts(struct arena *arena, char *body, size_t length, struct multipart *out)
{
    const char *delimiter = arena_printf(arena, "\r\n--%s", out->boundary);
    size_t width = strlen(delimiter);
    struct rest rest = { body, body + length };

    out->fields = (struct fields){ 0 };
    out->file = (struct form_file){ 0 };
    if (!skip(&rest, delimiter + 2) || !skip(&rest, "\r\n"))
        return false;
    for (int parts = 0; parts < MAX_PARTS; parts++) {
        struct part part = { 0 };
        struct rest content;

        if (!read_headers(arena, &rest, &part))
            return false;
        content.at = rest.at;
        content.end = memmem(rest.at, (size_t)(rest.end - rest.at), delimiter, width);
        if (content.end == NULL)
            return false;
        rest.at = content.end + width;
        if (!keep_part(arena, &part, content, out))
            return false;
        if (skip(&rest, "--"))
            return (rest.at == rest.end || (skip(&rest, "\r\n") && rest.at == rest.end))
                   && (out->repeat || !form_repeats(arena, &out->fields));
        if (!skip(&rest, "\r\n"))
            return false;
    }
    return false;
}
