/* libyaml's events to nodes that know their place, within limits. */
#include "yaml/ydoc.h"

#include "base/die.h"
#include "base/utf8.h"
#include "yaml/ytext.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <yaml.h>

struct reader {
    yaml_parser_t parser;
    yaml_event_t event; /* the one at hand */
    bool has_event;
    struct arena *arena;
    struct yfaults *faults;
    struct ycursor cursor;
    size_t events, depth;
};

void
yfault_add(struct yfaults *faults, size_t line, size_t column, const char *format, ...)
{
    va_list args;
    struct yfault *fault;

    if (faults->count > YDOC_MAX_FAULTS)
        return;
    fault = ARENA_PUSH(faults->arena, faults);
    if (faults->count > YDOC_MAX_FAULTS) {
        *fault = (struct yfault){ line, column, "There are too many mistakes; the rest is not listed." };
        return;
    }
    va_start(args, format);
    *fault = (struct yfault){ line, column, arena_vprintf(faults->arena, format, args) };
    va_end(args);
}

static void
close_reader(struct reader *reader)
{
    if (reader->has_event)
        yaml_event_delete(&reader->event);
    yaml_parser_delete(&reader->parser);
}

/* Fault at the start of the event at hand. */
static bool
refuse(struct reader *reader, const char *sentence)
{
    yfault_add(reader->faults, reader->event.start_mark.line + 1, reader->event.start_mark.column + 1, "%s",
               sentence);
    return false;
}

/* Say what libyaml stumbled over; the mistakes that authors make most get a sentence of their own. */
static void
explain(struct reader *reader)
{
    const yaml_parser_t *parser = &reader->parser;
    const char *problem = parser->problem ? parser->problem : "this is not YAML";
    const char *source = reader->cursor.source;
    size_t line = parser->problem_mark.line + 1, column = parser->problem_mark.column + 1, at;

    ycursor_move(&reader->cursor, parser->problem_mark.index);
    at = reader->cursor.byte;
    if (strstr(problem, "did not find expected ',' or") && at > 0 && at < reader->cursor.length
        && source[at] == '{' && source[at - 1] == '$')
        yfault_add(
            reader->faults, line, column - 1,
            "An expression stands without quotes inside { } or [ ]; write it in quotes, or as a block.");
    else if (strstr(problem, "mapping values are not allowed"))
        yfault_add(reader->faults, line, column,
                   "A colon followed by a blank stands inside a text without quotes, or the indentation is "
                   "wrong; write the text in quotes.");
    else if (strstr(problem, "cannot start any token"))
        yfault_add(reader->faults, line, column,
                   "A text without quotes cannot start with this character; write it in quotes.");
    else
        yfault_add(reader->faults, line, column, "This is not YAML: %s%s%s.",
                   parser->context ? parser->context : "", parser->context ? ", " : "", problem);
}

static bool
next(struct reader *reader)
{
    if (reader->has_event)
        yaml_event_delete(&reader->event);
    reader->has_event = false;
    if (++reader->events > YDOC_MAX_EVENTS) {
        yfault_add(reader->faults, reader->parser.mark.line + 1, reader->parser.mark.column + 1,
                   "The file has more than %d parts.", YDOC_MAX_EVENTS);
        return false;
    }
    if (!yaml_parser_parse(&reader->parser, &reader->event)) {
        explain(reader);
        return false;
    }
    reader->has_event = true;
    return true;
}

/* Is the rest of the line after a plain scalar a comment? */
static bool
comment_follows(const struct ycursor *cursor)
{
    size_t i = cursor->byte;

    while (i < cursor->length && (cursor->source[i] == ' ' || cursor->source[i] == '\t'))
        i++;
    return i > cursor->byte && i < cursor->length && cursor->source[i] == '#';
}

/* Where the text of a block scalar starts: the first character of the line under its `|` or `>`. */
static void
find_block_text(const struct ycursor *cursor, struct ynode *node)
{
    const char *end = memchr(cursor->source + cursor->byte, '\n', cursor->length - cursor->byte);
    size_t blanks = 0;

    if (end == NULL)
        return;
    while (end + 1 + blanks < cursor->source + cursor->length && end[1 + blanks] == ' ')
        blanks++;
    node->text_line = node->line + 1;
    node->text_column = blanks + 1;
}

static bool
has_control(const char *text)
{
    for (; *text != '\0'; text++) {
        unsigned char byte = (unsigned char)*text;

        if ((byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7f)
            return true;
    }
    return false;
}

static bool
read_scalar(struct reader *reader, struct ynode *node)
{
    const yaml_event_t *event = &reader->event;
    const char *text = (const char *)event->data.scalar.value;
    yaml_scalar_style_t style = event->data.scalar.style;

    if (event->data.scalar.anchor != NULL || event->data.scalar.tag != NULL)
        return refuse(reader, event->data.scalar.tag ? "Tags such as !!str are not allowed."
                                                     : "Anchors (&name) are not allowed.");
    if (strlen(text) != event->data.scalar.length || has_control(text))
        return refuse(reader, "This text holds a control character.");
    node->kind = YNODE_SCALAR;
    node->text = arena_copy_n(reader->arena, text, event->data.scalar.length);
    node->plain = style == YAML_PLAIN_SCALAR_STYLE;
    node->text_line = node->line;
    node->text_column = node->column + !node->plain;
    if (style == YAML_LITERAL_SCALAR_STYLE || style == YAML_FOLDED_SCALAR_STYLE) {
        ycursor_move(&reader->cursor, event->start_mark.index);
        find_block_text(&reader->cursor, node);
    } else if (node->plain) {
        ycursor_move(&reader->cursor, event->end_mark.index);
        node->cut = comment_follows(&reader->cursor);
    }
    return true;
}

struct nodes LIST_OF(struct ynode);

static bool read_node(struct reader *reader, struct ynode *node);

static bool
read_list(struct reader *reader, struct ynode *node)
{
    struct nodes items = { 0 };
    const yaml_event_t *event = &reader->event;

    if (event->data.sequence_start.anchor != NULL || event->data.sequence_start.tag != NULL)
        return refuse(reader, "Tags and anchors are not allowed.");
    node->kind = YNODE_LIST;
    node->flow = event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
    for (;;) {
        struct ynode item;

        if (!next(reader))
            return false;
        if (reader->event.type == YAML_SEQUENCE_END_EVENT)
            break;
        if (!read_node(reader, &item))
            return false;
        *ARENA_PUSH(reader->arena, &items) = item;
    }
    node->items = items.items;
    node->count = items.count;
    return true;
}

static int
by_text(const void *a, const void *b)
{
    const struct ynode *const *left = a, *const *right = b;
    int order = strcmp((*left)->text, (*right)->text);

    /* the pointers are into one array: the order of the file */
    return order ? order : (*left < *right ? -1 : *left > *right);
}

/* Sorted, not compared in pairs: a map may have a hundred thousand keys. */
static void
find_duplicates(struct reader *reader, const struct nodes *keys)
{
    const struct ynode **sorted = ARENA_ARRAY(reader->arena, const struct ynode *, keys->count);

    for (size_t i = 0; i < keys->count; i++)
        sorted[i] = &keys->items[i];
    qsort(sorted, keys->count, sizeof *sorted, by_text);
    for (size_t i = 1; i < keys->count; i++) {
        if (strcmp(sorted[i - 1]->text, sorted[i]->text) == 0)
            yfault_add(reader->faults, sorted[i]->line, sorted[i]->column,
                       "The key \"%s\" stands here twice; the first is in line %zu.",
                       ydoc_quote(reader->arena, sorted[i]->text), sorted[i - 1]->line);
    }
}

static bool
read_map(struct reader *reader, struct ynode *node)
{
    struct nodes keys = { 0 }, values = { 0 };
    const yaml_event_t *event = &reader->event;

    if (event->data.mapping_start.anchor != NULL || event->data.mapping_start.tag != NULL)
        return refuse(reader, "Tags and anchors are not allowed.");
    node->kind = YNODE_MAP;
    node->flow = event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE;
    for (;;) {
        struct ynode key, value;

        if (!next(reader))
            return false;
        if (reader->event.type == YAML_MAPPING_END_EVENT)
            break;
        if (reader->event.type != YAML_SCALAR_EVENT && reader->event.type != YAML_ALIAS_EVENT)
            return refuse(reader, "A key must be a word.");
        if (!read_node(reader, &key) || !next(reader) || !read_node(reader, &value))
            return false;
        *ARENA_PUSH(reader->arena, &keys) = key;
        *ARENA_PUSH(reader->arena, &values) = value;
    }
    if (keys.count > 1)
        find_duplicates(reader, &keys);
    node->keys = keys.items;
    node->items = values.items;
    node->count = keys.count;
    return true;
}

/* Read the node that starts with the event at hand. */
static bool
read_node(struct reader *reader, struct ynode *node)
{
    bool ok;

    *node = (struct ynode){ .line = reader->event.start_mark.line + 1,
                            .column = reader->event.start_mark.column + 1,
                            .text = "" };
    if (reader->event.type == YAML_SCALAR_EVENT)
        return read_scalar(reader, node);
    if (reader->event.type == YAML_ALIAS_EVENT)
        return refuse(reader, "Aliases (*name) are not allowed.");
    if (++reader->depth > YDOC_MAX_DEPTH)
        return refuse(reader, "The nesting is deeper than 32.");
    ok = reader->event.type == YAML_SEQUENCE_START_EVENT ? read_list(reader, node) : read_map(reader, node);
    reader->depth--;
    return ok;
}

/* Up to and with the event DOCUMENT-START. */
static bool
start(struct reader *reader)
{
    if (!next(reader) || !next(reader))
        return false;
    if (reader->event.type == YAML_STREAM_END_EVENT) {
        yfault_add(reader->faults, 0, 0, "The file is empty.");
        return false;
    }
    if (reader->event.data.document_start.version_directive != NULL
        || reader->event.data.document_start.tag_directives.start
               != reader->event.data.document_start.tag_directives.end)
        return refuse(reader, "Directives (%) are not allowed.");
    return next(reader);
}

static bool
finish(struct reader *reader)
{
    if (!next(reader) || !next(reader)) /* DOCUMENT-END and what follows it */
        return false;
    if (reader->event.type != YAML_STREAM_END_EVENT)
        return refuse(reader, "A second document starts here; a file holds one.");
    return true;
}

const struct ynode *
ydoc_parse(struct arena *arena, const char *source, size_t length, struct yfaults *faults)
{
    struct reader reader = { .arena = arena, .faults = faults };
    struct ynode *root = ARENA_NEW(arena, struct ynode);
    size_t before = faults->count;

    if (length > YDOC_MAX_BYTES) {
        yfault_add(faults, 0, 0, "The file is larger than 1 MiB.");
        return NULL;
    }
    if (length >= 3 && memcmp(source, "\xef\xbb\xbf", 3) == 0) {
        source += 3;
        length -= 3;
    }
    if (!ytext_check(source, length, faults))
        return NULL;
    reader.cursor = (struct ycursor){ .source = source, .length = length };
    ensure(yaml_parser_initialize(&reader.parser));
    yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&reader.parser, (const unsigned char *)source, length);
    if (!start(&reader) || !read_node(&reader, root) || !finish(&reader))
        root = NULL;
    close_reader(&reader);
    return faults->count == before ? root : NULL;
}

static bool
read_all(int fd, char *bytes, size_t size, size_t *length)
{
    while (*length < size) {
        ssize_t got = read(fd, bytes + *length, size - *length);

        if (got == 0)
            return true;
        if (got < 0 && errno != EINTR)
            return false;
        if (got > 0)
            *length += (size_t)got;
    }
    return true;
}

static void
close_fd(const int *fd)
{
    if (*fd >= 0)
        close(*fd);
}

const char *
ydoc_read(struct arena *arena, const char *path, size_t *length, struct yfaults *faults)
{
    /* a FIFO would wait for a writer without O_NONBLOCK */
    int fd CLEANUP(close_fd) = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    struct stat stat;
    char *bytes;

    if (fd < 0 || fstat(fd, &stat) != 0) {
        yfault_add(faults, 0, 0,
                   errno == ELOOP ? "The file is a symbolic link; give the file itself."
                                  : "The file cannot be opened (%s).",
                   strerror(errno));
        return NULL;
    }
    if (!S_ISREG(stat.st_mode)) {
        yfault_add(faults, 0, 0, "This is not a regular file.");
        return NULL;
    }
    if (stat.st_size > YDOC_MAX_BYTES) {
        yfault_add(faults, 0, 0, "The file is larger than 1 MiB.");
        return NULL;
    }
    bytes = arena_alloc(arena, (size_t)stat.st_size + 1);
    *length = 0;
    if (!read_all(fd, bytes, (size_t)stat.st_size, length)) {
        yfault_add(faults, 0, 0, "The file cannot be read (%s).", strerror(errno));
        return NULL;
    }
    return bytes;
}

const struct ynode *
ynode_get(const struct ynode *map, const char *key)
{
    for (size_t i = 0; map->kind == YNODE_MAP && i < map->count; i++) {
        if (strcmp(map->keys[i].text, key) == 0)
            return &map->items[i];
    }
    return NULL;
}

const char *
ydoc_quote(struct arena *arena, const char *text)
{
    size_t line = strcspn(text, "\n"), size = utf8_prefix(text, 40);

    if (size >= line)
        return text[line] == '\0' ? text : arena_printf(arena, "%.*s…", (int)line, text);
    return arena_printf(arena, "%.*s…", (int)size, text);
}

bool
ynode_empty(const struct ynode *node)
{
    return node->kind == YNODE_SCALAR && node->plain && node->text[0] == '\0';
}
