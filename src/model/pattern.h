/* Regular expressions of the YAML files: the subset of docs/forms.md §6 that PCRE2 and browsers read alike.
 */
#ifndef MODEL_PATTERN_H
#define MODEL_PATTERN_H

#include "base/arena.h"
#include "model/problem.h"

#include <stdbool.h>

enum { PATTERN_MAX_BYTES = 500, PATTERN_MAX_GROUPS = 16 };

struct pattern; /* immutable once compiled; may be shared by threads */

/*
 * Check against the subset and compile into the arena; NULL with one finding at `place`, its column moved on
 * to the very character. `\d \w \s` are ASCII and `.` is anything but a line feed, here and in the browser.
 */
const struct pattern *pattern_parse(struct arena *arena, const char *source, const struct place *place,
                                    struct problems *problems);

/* Is the whole text one match? A text that takes more steps than the limit is none. */
bool pattern_matches(const struct pattern *pattern, const char *text);

/* Is there a match anywhere in the text? */
bool pattern_found(const struct pattern *pattern, const char *text);

/* The same expression written so that JavaScript means the same by it with the flags `u` and `v` (and in the
 * HTML attribute `pattern`). */
const char *pattern_portable(const struct pattern *pattern);

#endif
