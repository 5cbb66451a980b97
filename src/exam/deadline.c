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

struct begin
begin_of(const struct quiz *quiz, int attempts_used, int64_t previous_end, int64_t closes_at, int64_t now)
{
    const int64_t from = next_attempt_from(quiz, attempts_used, previous_end, now);

    if (from < 0)
        return (struct begin){ .may = BEGIN_NEVER };
    if (closes_at > 0 && now >= closes_at)
        return (struct begin){ .may = BEGIN_CLOSED };
    if (closes_at > 0 && from >= closes_at)
        return (struct begin){ BEGIN_TOO_LATE, from };
    return (struct begin){ from > 0 ? BEGIN_LATER : BEGIN_NOW, from };
}
