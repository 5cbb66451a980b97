/* Loading questions out of YAML; for src/model alone. */
#ifndef MODEL_QUESTION_LOAD_H
#define MODEL_QUESTION_LOAD_H

#include "model/load.h"
#include "model/question_type.h"

/* Read a question, or a column of one, into `out`; its `section` and `number` are the caller's. */
void question_load(struct load *load, const struct ynode *node, bool column, struct question *out);

enum { MOST_CHOICES = 500, MOST_QUESTIONS = 2000 };

/* `choices:`. */
void choices_load(struct load *load, const struct ynode *node, struct choices *out);

/*
 * An entry of `choice_lists:`, read once: the questions that name it share it, so that a small file does not
 * become a large library.
 */
void choices_share(struct load *load, const struct ynode *list, struct choices *out);

/* The list of `rows:` of a matrix. */
void rows_load(struct load *load, const struct ynode *node, struct choices *out);

/* `strength:` of a question, into its choices. */
void strengths_load(struct load *load, const struct ynode *node, struct choices *choices);

/* `maturity:`: a statement or a target. */
struct rating {
    const char *statement, *target;
};
void rating_load(struct ybind *bind, const struct ynode *node, void *target);

/* `rows:` and `columns:` of a table or matrix. */
void rows_columns_load(struct load *load, const struct ynode *rows, const struct ynode *columns,
                       struct question *question);

/* `requirement:`; the question is read but for it. */
void triggers_load(struct load *load, const struct ynode *node, struct question *question);

/* Has a code the shape of one: CLI-02, COM-01.1? */
bool code_valid(const char *code);

#endif
