/* Loading a knowledge test; for src/model alone. */
#ifndef MODEL_QUIZ_LOAD_H
#define MODEL_QUIZ_LOAD_H

#include "model/load.h"
#include "model/quiz.h"

/* The test in `arena`, or NULL with errors. `source` must outlive it. */
struct quiz *quiz_load(struct arena *arena, const struct form_source *source, struct problems *problems);

/* Read one question. */
void item_load(struct load *load, const struct ynode *node, struct item *out);

/* Would somebody who knows nothing pass, or satisfy the critical questions? Warnings at `place`. */
void quiz_check_blind(const struct quiz *quiz, const struct place *place, struct problems *problems);

/* Topics, twins, quotas, marks: what holds between the parts of a test. */
void quiz_check(struct load *load, const struct ynode *root, struct quiz *quiz);

/* A topic or dimension id: a letter, then letters, digits and _. */
void load_key(struct ybind *bind, const struct ynode *node, void *target);

#endif
