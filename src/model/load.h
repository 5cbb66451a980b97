/* What the loaders of questionnaires, tests and the catalogue share; for src/model alone. */
#ifndef MODEL_LOAD_H
#define MODEL_LOAD_H

#include "model/expr.h"
#include "model/problem.h"
#include "model/question.h"
#include "yaml/ybind.h"

/* A list of `choice_lists:`, read once for all questions that name it. */
struct shared_list {
    const struct ynode *node;
    struct choices choices;
};

struct shared_lists LIST_OF(struct shared_list);

/* One file being loaded; the context of its `read` functions. */
struct load {
    struct arena *arena;
    const char *path;
    struct problems *problems;
    struct yfaults faults;
    struct ybind bind;
    enum lang default_language;
    bool languages[LANG_COUNT];
    const struct ynode *lists;  /* choice_lists of the file, or NULL */
    struct shared_lists shared; /* those that were read */
    size_t first;               /* the first of this file's findings */
    size_t errors;              /* errors before this file */
};

/* What is loaded: a path for findings (kept) and its text. */
struct form_source {
    const char *path, *text;
    size_t length;
};

/* Parse the file and read its languages; NULL with findings. load_close() must follow. */
const struct ynode *load_open(struct load *load, struct arena *arena, const struct form_source *source,
                              struct problems *problems);

/* Put the findings in order; true when none is an error. */
bool load_close(struct load *load);

struct load *load_of(const struct ybind *bind);
void load_warn(struct load *load, const struct ynode *node, const char *format, ...) PRINTF_LIKE(3, 4);

/* `read` functions of fields: struct text, const struct expr *, enum lang, bool[LANG_COUNT]. */
void load_text(struct ybind *bind, const struct ynode *node, void *target);
void load_expr(struct ybind *bind, const struct ynode *node, void *target);
void load_language(struct ybind *bind, const struct ynode *node, void *target);
void load_languages(struct ybind *bind, const struct ynode *node, void *target);

/* "24 months" with one of the units (a list that ends with NULL): the number and the unit's index. */
bool load_span(struct ybind *bind, const struct ynode *node, const char *const *units, int *number,
               int *unit);

/* An id of a file and a question: "goals.g_01". */
bool load_reference(struct ybind *bind, const struct ynode *node, const char **out);

/* The value of a choice: an id, or digits. */
void load_value_field(struct ybind *bind, const struct ynode *node, void *target);

/* Ids that must not repeat in a file or list: note the second one. */
struct seen {
    const char *id;
    const struct ynode *node;
};
struct seen_ids LIST_OF(struct seen);
void seen_add(struct load *load, struct seen_ids *seen, const char *id, const struct ynode *node);
void seen_check(struct load *load, const struct seen_ids *seen, const char *what);

#endif
