/* Civil dates, and the wall time of an IANA zone at a moment, read from the system's zone files. */
#ifndef BASE_ZONE_H
#define BASE_ZONE_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

struct civil {
    int year, month, day, hour, minute, second; /* month and day from 1 */
};

struct zone; /* immutable once loaded; may be shared by threads */

/* Load `Europe/Kyiv` and the like from the system's zone files; NULL when the name is unknown or unsafe.
 * Owned by the arena. */
const struct zone *zone_load(struct arena *arena, const char *name);

/* The wall time in `zone` (NULL: UTC) at the moment (milliseconds UTC). */
struct civil zone_civil(const struct zone *zone, int64_t moment);

/* The first moment whose wall time in `zone` is `civil`; in a gap, the moment the gap ends. */
int64_t zone_moment(const struct zone *zone, const struct civil *civil);

/* Days since 1970-01-01 of a civil date, and back (proleptic Gregorian). */
int64_t days_of_civil(int year, int month, int day);
struct civil civil_of_days(int64_t days);

/* Parse `2026-11-23`; false unless it is a real date of years 1000…9999. */
bool date_parse(const char *text, struct civil *out);

#endif
