/*
 * Tables of fields to structs: a row says a key's name, type, place in the struct and range. All mistakes of
 * a map are noted at once; what was right is set.
 */
#ifndef YAML_YBIND_H
#define YAML_YBIND_H

#include "yaml/ydoc.h"

struct ybind {
    struct arena *arena;
    struct yfaults *faults;
    void *context; /* of the `read` functions */
};

enum yfield_type {
    YFIELD_STRING,  /* const char *: any scalar that is not empty */
    YFIELD_ID,      /* const char *: [a-z][a-z0-9_]*, at most 60 bytes */
    YFIELD_INT,     /* int: min…max */
    YFIELD_NUMBER,  /* double: min…max */
    YFIELD_BOOL,    /* bool: true or false */
    YFIELD_WORD,    /* an enum or int: the index in `words` */
    YFIELD_IDS,     /* struct ystrings: a list of ids, no two the same */
    YFIELD_STRINGS, /* struct ystrings: a list of scalars that are not empty */
    YFIELD_NODE,    /* const struct ynode *: looked at later */
    YFIELD_READ     /* what `read` does with it */
};

struct ystrings LIST_OF(const char *);

struct yfield {
    const char *name;
    enum yfield_type type;
    size_t offset; /* in the target */
    bool required;
    double min, max;          /* YFIELD_INT, YFIELD_NUMBER; both 0: no range */
    double fallback;          /* INT, NUMBER, BOOL, WORD: the value when the key is not there */
    const char *const *words; /* ends with NULL; "" is only said by absence */
    void (*read)(struct ybind *bind, const struct ynode *node, void *target);
};

struct yfields {
    const char *what; /* "a question": for findings */
    const struct yfield *items;
    size_t count;
};

/* A row: YKEY("size", INT, thing, size, .min = 1, .max = 9) sets thing.size. */
#define YKEY(key, kind, of, member, ...)                                                                     \
    {                                                                                                        \
        .name = (key), .type = YFIELD_##kind, .offset = offsetof(struct of, member), ##__VA_ARGS__           \
    }

#define YFIELDS(text, table)                                                                                 \
    {                                                                                                        \
        .what = (text), .items = (table), .count = LENGTH(table)                                             \
    }

/* Set `target` from the map; false when there was any fault. Unknown keys are faults. */
bool ybind_map(struct ybind *bind, const struct ynode *node, const struct yfields *fields, void *target);

/* Note a fault at a node. */
void ybind_fault(struct ybind *bind, const struct ynode *node, const char *format, ...) PRINTF_LIKE(3, 4);

/* Is the node of this kind? Else a fault that says what `what` must be. */
bool ybind_kind(struct ybind *bind, const struct ynode *node, enum ynode_kind kind, const char *what);

/* Read one value; false with a fault. */
bool ybind_string(struct ybind *bind, const struct ynode *node, const char **out);
bool ybind_id(struct ybind *bind, const struct ynode *node, const char **out);
bool ybind_number(struct ybind *bind, const struct ynode *node, double *out);
bool ybind_int(struct ybind *bind, const struct ynode *node, int *out);
bool ybind_bool(struct ybind *bind, const struct ynode *node, bool *out);

/* Has the text the shape of an id; of a plain decimal number (no exponent, at most 15 digits)? */
bool yid_valid(const char *text);
bool ynumber_parse(const char *text, double *out);

/* " Did you mean \"x\"?" with the nearest of the words, or "" when none is near; in the arena. */
struct yguess {
    struct arena *arena;
    const char *wrong, *best;
    size_t distance;
};
struct yguess yguess_for(struct arena *arena, const char *wrong);
void yguess_try(struct yguess *guess, const char *word);
const char *yguess_text(const struct yguess *guess);

#endif
