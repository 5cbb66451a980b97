/* Civil dates, and the wall time of an IANA zone: TZif files of RFC 8536 with the POSIX rule in their foot.
 */
#include "base/zone.h"

#include "base/die.h"
#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LARGEST_FILE = 64 * 1024, HEAD = 44, DAY = 24 * 60 * 60, SECONDS_AN_HOUR = 60 * 60 };

/* When summer time begins or ends, as POSIX TZ says it. */
struct rule {
    char kind; /* 'M' month.week.day, 'J' day 1…365 without 29 February, 'N' day 0…365 */
    int month, week, day;
    int seconds; /* of the local day, may lie outside it */
};

struct zone {
    size_t changes;
    const int64_t *times;       /* of the changes, seconds UTC, rising */
    const unsigned char *after; /* the type in force after each */
    const int32_t *offsets;     /* of the types, seconds east of UTC */
    bool has_rule, has_summer;  /* the foot speaks for all times after the last change */
    int standard, summer;       /* its offsets */
    struct rule begins, ends;
};

static int64_t
floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

/* Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": days_from_civil, civil_from_days. */
int64_t
days_of_civil(int year, int month, int day)
{
    int64_t y = (int64_t)year - (month <= 2), era = floor_div(y, 400), of_era = y - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

struct civil
civil_of_days(int64_t days)
{
    int64_t era, of_era, year_of_era, of_year, month;

    days += 719468;
    era = floor_div(days, 146097);
    of_era = days - era * 146097;
    year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    month = (5 * of_year + 2) / 153;
    return (struct civil){
        .year = (int)(year_of_era + era * 400 + (month >= 10)),
        .month = (int)(month < 10 ? month + 3 : month - 9),
        .day = (int)(of_year - (153 * month + 2) / 5 + 1),
    };
}

static bool
is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int
days_in_month(int year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

    return days[month - 1] + (month == 2 && is_leap(year));
}

bool
date_parse(const char *text, struct civil *out)
{
    int parts[3] = { 0 };
    static const int places[] = { 4, 2, 2 };

    for (int part = 0; part < 3; part++) {
        if (part > 0 && *text++ != '-')
            return false;
        for (int i = 0; i < places[part]; i++, text++) {
            if (*text < '0' || *text > '9')
                return false;
            parts[part] = parts[part] * 10 + (*text - '0');
        }
    }
    if (*text != '\0' || parts[0] < 1000 || parts[1] < 1 || parts[1] > 12 || parts[2] < 1
        || parts[2] > days_in_month(parts[0], parts[1]))
        return false;
    *out = (struct civil){ .year = parts[0], .month = parts[1], .day = parts[2] };
    return true;
}

/* A number of at most three digits, moving `at` on; false when there is none or it exceeds `most`. */
static bool
take_number(const char **at, int most, int *out)
{
    int digits = 0;

    for (*out = 0; **at >= '0' && **at <= '9' && digits < 3; (*at)++, digits++)
        *out = *out * 10 + (**at - '0');
    return digits > 0 && *out <= most;
}

/* [+-]hh[:mm[:ss]] in seconds. */
static bool
take_time(const char **at, int *out)
{
    int sign = **at == '-' ? -1 : 1, hours, minutes = 0, seconds = 0;

    *at += **at == '-' || **at == '+';
    if (!take_number(at, 167, &hours))
        return false;
    if (**at == ':' && ((*at)++, !take_number(at, 59, &minutes)))
        return false;
    if (**at == ':' && ((*at)++, !take_number(at, 59, &seconds)))
        return false;
    *out = sign * (hours * SECONDS_AN_HOUR + minutes * 60 + seconds);
    return true;
}

/* An abbreviation, plain or in angle brackets. */
static bool
take_name(const char **at)
{
    const char *start = *at;

    if (**at == '<') {
        *at += strcspn(*at, ">");
        return *(*at)++ == '>';
    }
    while ((**at >= 'A' && **at <= 'Z') || (**at >= 'a' && **at <= 'z'))
        (*at)++;
    return *at - start >= 3;
}

static bool
take_rule(const char **at, struct rule *rule)
{
    *rule = (struct rule){ .kind = 'N', .seconds = 2 * SECONDS_AN_HOUR };
    if (*(*at)++ != ',')
        return false;
    if (**at == 'M') {
        (*at)++;
        rule->kind = 'M';
        if (!take_number(at, 12, &rule->month) || rule->month < 1 || *(*at)++ != '.'
            || !take_number(at, 5, &rule->week) || rule->week < 1 || *(*at)++ != '.'
            || !take_number(at, 6, &rule->day))
            return false;
    } else {
        if (**at == 'J') {
            (*at)++;
            rule->kind = 'J';
        }
        if (!take_number(at, 365, &rule->day) || (rule->kind == 'J' && rule->day < 1))
            return false;
    }
    if (**at != '/')
        return true;
    (*at)++;
    return take_time(at, &rule->seconds);
}

/* The foot: a POSIX TZ text such as EET-2EEST,M3.5.0/3,M10.5.0/4. Its offsets count west of UTC. */
static bool
parse_foot(const char *at, struct zone *zone)
{
    if (!take_name(&at) || !take_time(&at, &zone->standard))
        return false;
    zone->standard = -zone->standard;
    zone->has_rule = true;
    if (*at == '\0')
        return true;
    if (!take_name(&at))
        return false;
    zone->has_summer = true;
    zone->summer = zone->standard + SECONDS_AN_HOUR;
    if (*at != ',') {
        if (!take_time(&at, &zone->summer))
            return false;
        zone->summer = -zone->summer;
    }
    return take_rule(&at, &zone->begins) && take_rule(&at, &zone->ends) && *at == '\0';
}

/* The rule's local second in a year, as if local time were UTC. */
static int64_t
rule_second(const struct rule *rule, int year)
{
    int64_t day = days_of_civil(year, 1, 1);

    if (rule->kind == 'N') {
        day += rule->day;
    } else if (rule->kind == 'J') {
        day += rule->day - 1 + (is_leap(year) && rule->day > 59);
    } else {
        int64_t first = days_of_civil(year, rule->month, 1);
        int weekday = (int)((first % 7 + 11) % 7); /* 1970-01-01 was a Thursday */
        int date = (rule->day - weekday + 7) % 7 + (rule->week - 1) * 7;

        while (date >= days_in_month(year, rule->month))
            date -= 7;
        day = first + date;
    }
    return day * DAY + rule->seconds;
}

static int
offset_by_rule(const struct zone *zone, int64_t second)
{
    int year = civil_of_days(floor_div(second + zone->standard, DAY)).year;
    int64_t begins, ends;
    bool summer;

    if (!zone->has_summer)
        return zone->standard;
    begins = rule_second(&zone->begins, year) - zone->standard;
    ends = rule_second(&zone->ends, year) - zone->summer;
    summer = begins < ends ? second >= begins && second < ends : second >= begins || second < ends;
    return summer ? zone->summer : zone->standard;
}

/* Seconds east of UTC at a second UTC. */
static int
offset_at(const struct zone *zone, int64_t second)
{
    size_t low = 0, high;

    if (zone == NULL)
        return 0;
    high = zone->changes;
    if (zone->has_rule && (high == 0 || second >= zone->times[high - 1]))
        return offset_by_rule(zone, second);
    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (zone->times[middle] <= second)
            low = middle + 1;
        else
            high = middle;
    }
    return zone->offsets[low > 0 ? zone->after[low - 1] : 0];
}

struct civil
zone_civil(const struct zone *zone, int64_t moment)
{
    int64_t second = floor_div(moment, 1000), days;
    struct civil civil;
    int of_day;

    second += offset_at(zone, second);
    days = floor_div(second, DAY);
    of_day = (int)(second - days * DAY);
    civil = civil_of_days(days);
    civil.hour = of_day / SECONDS_AN_HOUR;
    civil.minute = of_day / 60 % 60;
    civil.second = of_day % 60;
    return civil;
}

int64_t
zone_moment(const struct zone *zone, const struct civil *civil)
{
    int64_t local = days_of_civil(civil->year, civil->month, civil->day) * DAY
                    + (int64_t)civil->hour * SECONDS_AN_HOUR + (int64_t)civil->minute * 60 + civil->second;
    int64_t low = local - DAY, high = local + DAY;
    int before = offset_at(zone, low), after = offset_at(zone, high);

    /* the larger offset gives the earlier moment of the two that a repeated hour has */
    for (int i = 0; i < 2; i++) {
        int offset = (i == 0) == (before > after) ? before : after;

        if (offset_at(zone, local - offset) == offset)
            return (local - offset) * 1000;
    }
    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;

        if (offset_at(zone, middle) == before)
            low = middle;
        else
            high = middle;
    }
    return high * 1000;
}

static int64_t
big_endian(const unsigned char *at, int bytes)
{
    uint64_t value = at[0] & 0x80 ? UINT64_MAX : 0;

    for (int i = 0; i < bytes; i++)
        value = value << 8 | at[i];
    return (int64_t)value;
}

/* The six counts of a head: isut, isstd, leap, time, type, char. */
struct counts {
    size_t of[6];
};

static bool
read_head(const unsigned char *at, size_t left, struct counts *counts)
{
    if (left < HEAD || memcmp(at, "TZif", 4) != 0 || at[4] < '2')
        return false;
    for (int i = 0; i < 6; i++) {
        int64_t count = big_endian(at + 20 + 4 * i, 4);

        if (count < 0 || count > LARGEST_FILE)
            return false;
        counts->of[i] = (size_t)count;
    }
    return true;
}

static size_t
body_size(const struct counts *counts, size_t time_size)
{
    return counts->of[3] * time_size + counts->of[3] + counts->of[4] * 6 + counts->of[5]
           + counts->of[2] * (time_size + 4) + counts->of[1] + counts->of[0];
}

/* Fill the tables from the 64-bit body; false where they contradict themselves. */
static bool
read_body(struct arena *arena, const unsigned char *at, const struct counts *counts, struct zone *zone)
{
    size_t changes = counts->of[3], types = counts->of[4];
    int64_t *times = ARENA_ARRAY(arena, int64_t, changes);
    unsigned char *after = ARENA_ARRAY(arena, unsigned char, changes);
    int32_t *offsets = ARENA_ARRAY(arena, int32_t, types);

    if (types == 0)
        return false;
    for (size_t i = 0; i < changes; i++) {
        times[i] = big_endian(at + 8 * i, 8);
        after[i] = at[8 * changes + i];
        if (after[i] >= types || (i > 0 && times[i] <= times[i - 1]))
            return false;
    }
    for (size_t i = 0; i < types; i++) {
        int64_t offset = big_endian(at + 9 * changes + 6 * i, 4);

        if (offset < -26 * SECONDS_AN_HOUR || offset > 26 * SECONDS_AN_HOUR)
            return false;
        offsets[i] = (int32_t)offset;
    }
    *zone = (struct zone){ .changes = changes, .times = times, .after = after, .offsets = offsets };
    return true;
}

static struct zone *
parse_file(struct arena *arena, const unsigned char *bytes, size_t length)
{
    struct zone *zone = ARENA_NEW(arena, struct zone);
    const unsigned char *at = bytes, *foot;
    struct counts counts;
    size_t size;

    if (!read_head(at, length, &counts) || (size = HEAD + body_size(&counts, 4)) > length)
        return NULL;
    at += size;
    length -= size;
    if (!read_head(at, length, &counts) || (size = HEAD + body_size(&counts, 8)) > length
        || !read_body(arena, at + HEAD, &counts, zone))
        return NULL;
    at += size;
    length -= size;
    if (length < 2 || at[0] != '\n' || (foot = memchr(at + 1, '\n', length - 1)) == NULL)
        return NULL;
    if (foot > at + 1
        && !parse_foot(arena_copy_n(arena, (const char *)at + 1, (size_t)(foot - at - 1)), zone))
        return NULL;
    return zone;
}

/* Letters, digits and + - _ in parts between single slashes: nothing that leaves the folder. */
static bool
is_safe(const char *name)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-_/";
    size_t length = strlen(name);

    return length > 0 && length < 64 && strspn(name, plain) == length && name[0] != '/'
           && name[length - 1] != '/' && strstr(name, "//") == NULL;
}

const struct zone *
zone_load(struct arena *arena, const char *name)
{
    char path[128] = "/usr/share/zoneinfo/";
    unsigned char *bytes;
    struct stat status;
    struct zone *zone = NULL;
    ssize_t length = -1;
    int file;

    if (name == NULL || !is_safe(name))
        return NULL;
    memcpy(path + strlen(path), name, strlen(name) + 1);
    file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) {
        if (errno != ENOENT && errno != ENOTDIR)
            log_error("%s: the time zone cannot be read: %s", path, strerror(errno));
        return NULL;
    }
    bytes = arena_alloc(arena, LARGEST_FILE);
    if (fstat(file, &status) == 0 && S_ISREG(status.st_mode) && status.st_size <= LARGEST_FILE)
        length = read(file, bytes, LARGEST_FILE);
    close(file);
    if (length > 0)
        zone = parse_file(arena, bytes, (size_t)length);
    if (zone == NULL)
        log_warning("%s: this is no time zone file of version 2 or later", path);
    return zone;
}
