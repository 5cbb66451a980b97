/* The interface texts of web/lang: looked up by key and language, with plural forms. */
#ifndef MODEL_PHRASES_H
#define MODEL_PHRASES_H

#include "base/arena.h"
#include "model/lang.h"
#include "model/problem.h"

#include <stdint.h>

struct phrases; /* immutable once loaded */

/* Load the three files (flat maps of key: text); findings where a key is missing in one of them. NULL on
 * errors. */
struct phrases *phrases_load(struct arena *arena, const char *const sources[LANG_COUNT],
                             struct problems *problems);

/* The text; NULL when there is none. */
const char *phrase(const struct phrases *phrases, enum lang lang, const char *key);

/* The text with {{name}} replaced from pairs name, value, …, NULL; in the arena. Aborts on an unknown key:
 * our own mistake. */
const char *phrase_fill(struct arena *arena, const struct phrases *phrases, enum lang lang, const char *key,
                        ...) __attribute__((sentinel));

/* Which form of a word goes with a whole number. */
enum plural { PLURAL_ONE, PLURAL_FEW, PLURAL_MANY };
enum plural plural_of(enum lang lang, int64_t n);

/*
 * The form of `key` for n: key.one, key.few, key.many by the rules of the language (6-terms.md: ru and uk
 * n%10==1 && n%100!=11; 2…4 but not 12…14; else), with {{n}} put in.
 */
const char *text_plural(struct arena *arena, const struct phrases *phrases, enum lang lang, const char *key,
                        int64_t n);

#endif
