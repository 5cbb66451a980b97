/* The clock of an attempt: when it ends, and when the next one may start. */
#include "exam/deadline.h"

#include "base/clock.h"

int64_t
deadline_of(const struct quiz *quiz, int64_t now, int extra_minutes, int64_t closes_at)
{
    int64_t end = now + ((int64_t)quiz->minutes + extra_minutes) * MINUTE;

    return closes_at > 0 && closes_at < end ? closes_at : end;
}

int64_t
next_attempt_from(const struct quiz *quiz, int attempts_used, int64_t previous_end, int64_t now)
{
    int64_t from = previous_end + quiz->cooldown;

    if (attempts_used >= quiz->attempts)
        return -1;
    return attempts_used == 0 || now >= from ? 0 : from;
}
