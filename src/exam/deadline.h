/* The clock of an attempt: deadlines are absolute, set when it starts. */
#ifndef EXAM_DEADLINE_H
#define EXAM_DEADLINE_H

#include "model/quiz.h"

/* When an attempt that starts at `now` ends: now + minutes (and extra minutes granted), not after the
 * assignment's close (0: none). */
int64_t deadline_of(const struct quiz *quiz, int64_t now, int extra_minutes, int64_t closes_at);

/* May the next attempt start? 0 yes; else the moment from which it may (cooldown after the previous end). -1:
 * no attempts left. */
int64_t next_attempt_from(const struct quiz *quiz, int attempts_used, int64_t previous_end, int64_t now);

/* Whether an attempt that is ready may start now. */
enum may_begin {
    BEGIN_NOW,
    BEGIN_LATER,    /* from `from`: the pause after the attempt before */
    BEGIN_CLOSED,   /* the assignment's close has passed */
    BEGIN_TOO_LATE, /* the pause ends at `from`, when the assignment is closed already */
    BEGIN_NEVER     /* no attempts left */
};

struct begin {
    enum may_begin may;
    int64_t from; /* of BEGIN_LATER and BEGIN_TOO_LATE */
};

/* As next_attempt_from(), for an assignment that closes (0: never). */
struct begin begin_of(const struct quiz *quiz, int attempts_used, int64_t previous_end, int64_t closes_at,
                      int64_t now);

#endif
