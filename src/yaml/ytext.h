/* The bytes of a YAML file before libyaml sees them. */
#ifndef YAML_YTEXT_H
#define YAML_YTEXT_H

#include "yaml/ydoc.h"

/* A place in the bytes that only moves forward, so that following a whole file stays linear. */
struct ycursor {
    const char *source;
    size_t length;
    size_t byte, index; /* the same place in bytes and in characters */
};

/* Move on to the character with this index. */
void ycursor_move(struct ycursor *cursor, size_t index);

/* Is the file text that we take: UTF-8, no NUL, no control characters, no tabs in front of a line? */
bool ytext_check(const char *source, size_t length, struct yfaults *faults);

#endif
