/* What views and templates know of one another. */
#ifndef HTML_INTERNAL_H
#define HTML_INTERNAL_H

#include "base/arena.h"
#include "html/tmpl.h"
#include "html/view.h"

#include <stdbool.h>
#include <stdint.h>

enum value_kind { VALUE_NONE, VALUE_TEXT, VALUE_FALSE, VALUE_TRUE, VALUE_OBJECT, VALUE_LIST, VALUE_WRITER };

struct value {
    uint32_t hash;
    enum value_kind kind;
    const char *name, *text; /* the text is NULL unless there is something to show */
    union {
        const struct view *object;
        struct {
            struct view *first, *last;
        } list;
        struct {
            view_write *write;
            const void *arg;
        } writer;
    } in;
};

struct view {
    struct arena *arena;
    struct view *next; /* in its list */
    uint64_t mask;     /* a bit for each hash modulo 64, so that most misses cost nothing */
    struct value *items;
    size_t count, capacity;
};

/* FNV-1a of a name. */
uint32_t name_hash(const char *name, size_t length);

/* The value last set under the name, or NULL. */
const struct value *view_find(const struct view *view, uint32_t hash, const char *name);

/* Nested sections and partials at most; also the height of the stack while rendering. */
enum { NEST_MAX = 32 };

enum op_kind { OP_LITERAL, OP_ESCAPED, OP_HTML, OP_SECTION, OP_INVERTED };

struct op {
    enum op_kind kind;
    uint32_t hash;
    const char *text; /* the literal, or the name */
    size_t length;    /* of the literal */
    size_t end;       /* of a section: the first op behind it */
};

struct program {
    const char *name;
    uint32_t hash;
    size_t from, to; /* its ops */
};

struct tmpl_set {
    struct arena arena;
    struct op *items; /* partials stand where they are used */
    size_t count, capacity;
    struct program *programs;
    size_t program_count;
};

/* Where in HTML a place of a template is: this decides what may stand there. */
struct markup {
    enum markup_place {
        IN_TEXT,
        IN_LESS, /* behind < */
        IN_BANG, /* behind <! or <!- */
        IN_NAME,
        IN_TAG,
        IN_EQUALS, /* between = and the value */
        IN_DOUBLE,
        IN_SINGLE,
        IN_COMMENT,
        IN_RAW, /* the content of script or style */
    } place;
    unsigned dashes;
    bool after_less; /* in IN_RAW */
    char tag[8];     /* the first letters of the name of the tag being read */
    unsigned tag_length;
};

/* Read on; NULL, or what is wrong, with `*at` (an offset) where. */
const char *markup_feed(struct markup *markup, const char *text, size_t length, size_t *at);

/* May a value stand here? NULL, or why not. */
const char *markup_refusal(const struct markup *markup, bool is_html);

/* Do two places accept the same to follow? */
bool markup_same(const struct markup *a, const struct markup *b);

#endif
