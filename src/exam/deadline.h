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

#endif
