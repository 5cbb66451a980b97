/* What the files of exam/ share. */
#ifndef EXAM_INTERNAL_H
#define EXAM_INTERNAL_H

#include "model/quiz.h"

/* The next word of a text whose words stand between single blanks; false at its end. */
struct word {
    const char *text;
    size_t length;
};
bool word_next(const char **rest, struct word *out);
bool word_is(const struct word *word, const char *text);

/* Does a typed text say what the author accepts? */
bool short_text_accepted(struct arena *arena, const struct item *item, const char *answer);

#endif
