/*
 * A YAML file as nodes that know their place: strict, bounded, never changed after. Every scalar is text.
 */
#ifndef YAML_YDOC_H
#define YAML_YDOC_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>

enum { YDOC_MAX_BYTES = 1 << 20, YDOC_MAX_DEPTH = 32, YDOC_MAX_EVENTS = 200000, YDOC_MAX_FAULTS = 500 };

enum ynode_kind { YNODE_SCALAR, YNODE_LIST, YNODE_MAP };

struct ynode {
    enum ynode_kind kind;
    bool plain;                    /* a scalar without quotes */
    bool flow;                     /* a list or map in [ ] or { } */
    bool cut;                      /* a plain scalar with ` #` after it on its line: the rest was a comment */
    size_t line, column;           /* where it starts, from 1; columns count characters */
    size_t text_line, text_column; /* where a scalar's text starts: after a quote, under a `|` */
    const char *text;              /* of a scalar; UTF-8 without control characters, never NULL */
    size_t count;                  /* elements of a list, pairs of a map */
    const struct ynode *items;     /* elements, or the values of a map */
    const struct ynode *keys;      /* of a map: scalars */
};

/* What is wrong, and where; the sentence is English and ends with a full stop. */
struct yfault {
    size_t line, column; /* 0: the file as a whole */
    const char *sentence;
};

struct yfaults {
    struct yfault *items;
    size_t count, capacity;
    struct arena *arena; /* where they live */
};

/* Note a fault. After YDOC_MAX_FAULTS one more says that there are too many; the rest is dropped. */
void yfault_add(struct yfaults *faults, size_t line, size_t column, const char *format, ...)
    PRINTF_LIKE(4, 5);

/*
 * Parse `length` bytes into nodes in `arena`; NULL with faults. The limits are those above; no tags, anchors,
 * aliases, directives, second documents, duplicate keys, tabs for indentation or bytes that are not UTF-8. A
 * UTF-8 byte order mark is let pass.
 */
const struct ynode *ydoc_parse(struct arena *arena, const char *source, size_t length,
                               struct yfaults *faults);

/*
 * Read a regular file of at most YDOC_MAX_BYTES into `arena`; NULL with a fault. Symbolic links, pipes and
 * devices are refused without waiting for them.
 */
const char *ydoc_read(struct arena *arena, const char *path, size_t *length, struct yfaults *faults);

/* The value of `key` in a map; NULL when there is none. */
const struct ynode *ynode_get(const struct ynode *map, const char *key);

/* A text as a finding quotes it: its first line, at most 40 characters. */
const char *ydoc_quote(struct arena *arena, const char *text);

/* An empty plain scalar: `key:` with nothing behind it. */
bool ynode_empty(const struct ynode *node);

#endif
