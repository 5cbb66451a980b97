/* Loading the catalogue; for src/model alone. */
#ifndef MODEL_CATALOGUE_LOAD_H
#define MODEL_CATALOGUE_LOAD_H

#include "model/catalogue.h"
#include "model/load.h"

/* The catalogue in `arena`, or NULL with errors. */
struct catalogue *catalogue_load(struct arena *arena, const struct form_source *source,
                                 struct problems *problems);

/* `method:`. */
void method_load(struct load *load, const struct ynode *node, struct method_rules *out);

/* `requirements:`. */
void requirements_load(struct load *load, const struct ynode *node, struct requirement_defs *out);

/* What holds between the parts: known categories, codes, goals; ranks and shares that fit. */
void catalogue_check(struct load *load, const struct ynode *root, const struct catalogue *catalogue);

#endif
