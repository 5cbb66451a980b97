/* Our own mistakes: checks that stay compiled in, and the one way to give up. */
#ifndef BASE_DIE_H
#define BASE_DIE_H

#include "base/attr.h"

/* Write `file:line: what` to the log and abort. */
NORETURN void die_at(const char *file, int line, const char *what);

/* Abort unless `condition` holds. For mistakes of this program only; a user's mistakes are data. */
#define ensure(condition) ((condition) ? (void)0 : die_at(__FILE__, __LINE__, #condition))

#endif
