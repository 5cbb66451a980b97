/* Texts that repeat a thousand times kept once: ids and choice values of many responses read together. */
#ifndef STORE_INTERN_H
#define STORE_INTERN_H

#include "base/arena.h"

struct intern {
    struct arena *arena; /* where kept texts live */
    struct arena table;  /* of the slots; closed by intern_close() */
    const char **slots;
    size_t capacity, count;
};

/* Zero-initialise with `.arena`; close when reading is over: the texts stay. */
void intern_close(struct intern *intern);
#define scoped_intern CLEANUP(intern_close) struct intern

/* The one copy of the text. Long texts are copied each time: they are people's own words. */
const char *intern_text(struct intern *intern, const char *text);

#endif
