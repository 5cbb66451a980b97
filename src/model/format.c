/* Dates and numbers as people of a language write them. */
#include "model/format.h"

#include <string.h>

/* U+202F keeps the groups of a number together. */
#define THIN "\xe2\x80\xaf"

const char *
format_date(struct arena *arena, enum lang lang, const struct zone *zone, int64_t moment)
{
    struct civil civil = zone_civil(zone, moment);

    (void)lang; /* all three write the day first */
    return arena_printf(arena, "%02d.%02d.%04d", civil.day, civil.month, civil.year);
}

const char *
format_time(struct arena *arena, enum lang lang, const struct zone *zone, int64_t moment)
{
    struct civil civil = zone_civil(zone, moment);

    (void)lang;
    return arena_printf(arena, "%02d:%02d", civil.hour, civil.minute);
}

const char *
format_clock(struct arena *arena, const struct zone *zone, int64_t moment)
{
    struct civil civil = zone_civil(zone, moment);

    const int parts[] = { civil.hour, civil.minute, civil.second };
    char text[] = "00:00:00";

    for (size_t i = 0; i < LENGTH(parts);
         i++) { /* a section says it beside each question, and printf is slow */
        text[3 * i] = (char)('0' + parts[i] / 10);
        text[3 * i + 1] = (char)('0' + parts[i] % 10);
    }
    return arena_copy(arena, text);
}

const char *
format_iso_date(struct arena *arena, enum lang lang, const char *iso)
{
    struct civil civil;

    (void)lang;
    if (!date_parse(iso, &civil))
        return arena_copy(arena, iso);
    return arena_printf(arena, "%02d.%02d.%04d", civil.day, civil.month, civil.year);
}

const char *
iso_today(struct arena *arena, const struct zone *zone, int64_t moment)
{
    struct civil civil = zone_civil(zone, moment);

    return arena_printf(arena, "%04d-%02d-%02d", civil.year, civil.month, civil.day);
}

const char *
format_number(struct arena *arena, enum lang lang, const char *stored)
{
    const char *digits = stored + (*stored == '-');
    size_t whole = strspn(digits, "0123456789"), used = 0;
    const char *decimals = digits + whole;
    char *out = arena_alloc(arena, 4 * strlen(stored) + 4);

    if (whole == 0 || (*decimals != '\0' && *decimals != '.'))
        return arena_copy(arena, stored); /* no number: shown as it is */
    if (*stored == '-') {
        memcpy(out, "\xe2\x88\x92", 3); /* U+2212 */
        used = 3;
    }
    for (size_t i = 0; i < whole; i++) {
        /* groups from five digits on, as the three languages set them */
        if (i > 0 && whole > 4 && (whole - i) % 3 == 0) {
            memcpy(out + used, THIN, sizeof THIN - 1);
            used += sizeof THIN - 1;
        }
        out[used++] = digits[i];
    }
    if (*decimals == '.') {
        out[used++] = lang == LANG_EN ? '.' : ',';
        memcpy(out + used, decimals + 1, strlen(decimals));
    }
    return out;
}

/* The length of "460,000" or "1,234,567" at the beginning of the text; 0 when it is none. */
static size_t
grouped_length(const char *text)
{
    static const char digits[] = "0123456789";
    size_t length = strspn(text, digits);

    if (length == 0 || length > 3 || *text == '0' || text[length] != ',')
        return 0;
    while (text[length] == ',') {
        if (strspn(text + length + 1, digits) != 3)
            return 0;
        length += 4;
    }
    return length;
}

const char *
number_closed(struct arena *arena, enum lang lang, const char *typed)
{
    const size_t before = strcspn(typed, "0123456789");
    const size_t length = lang == LANG_EN ? grouped_length(typed + before) : 0;
    char *out, *to;

    if (length == 0)
        return typed;
    to = out = arena_copy(arena, typed);
    to += before;
    for (const char *from = typed + before; from < typed + before + length; from++)
        if (*from != ',')
            *to++ = *from;
    memcpy(to, typed + before + length, strlen(typed + before + length) + 1);
    return out;
}

const char *
format_percent(struct arena *arena, enum lang lang, const char *number)
{
    return arena_printf(arena, lang == LANG_EN ? "%s%%" : "%s\u00a0%%", number);
}

const char *
format_inner_quotes(struct arena *arena, enum lang lang, const char *text)
{
    static const char *const outer[] = { "«", "»", "“", "”" };
    const char *open = lang == LANG_EN ? "‘" : "„", *close = lang == LANG_EN ? "’" : "“";
    char *out = arena_alloc(arena, 2 * strlen(text) + 1), *to = out;

    while (*text != '\0') {
        size_t kind = 0;

        while (kind < LENGTH(outer) && strncmp(text, outer[kind], strlen(outer[kind])) != 0)
            kind++;
        if (kind == LENGTH(outer) || (kind >= 2 && lang != LANG_EN)) {
            *to++ = *text++; /* “ closes „ in the other two: they are of the second kind already */
            continue;
        }
        to = stpcpy(to, kind % 2 == 0 ? open : close);
        text += strlen(outer[kind]);
    }
    *to = '\0';
    return out;
}

const char *
format_quoted(struct arena *arena, enum lang lang, const char *text)
{
    return arena_printf(arena, lang == LANG_EN ? "“%s”" : "«%s»", format_inner_quotes(arena, lang, text));
}

bool
format_quote_open(enum lang lang, const char *text)
{
    const char *open = lang == LANG_EN ? "“" : "«", *close = lang == LANG_EN ? "”" : "»";
    int depth = 0;

    for (; *text != '\0'; text++)
        depth += (strncmp(text, open, strlen(open)) == 0) - (strncmp(text, close, strlen(close)) == 0);
    return depth > 0;
}

const char *
format_hundredths(struct arena *arena, enum lang lang, int64_t hundredths, int least)
{
    uint64_t size = hundredths < 0 ? 0 - (uint64_t)hundredths : (uint64_t)hundredths;
    int rest = (int)(size % 100), places = rest % 10 != 0 ? 2 : rest != 0 ? 1 : 0;
    const char *sign = hundredths < 0 ? "-" : "";

    if (places < least)
        places = least > 2 ? 2 : least;
    if (places == 0)
        return format_number(arena, lang,
                             arena_printf(arena, "%s%llu", sign, (unsigned long long)(size / 100)));
    return format_number(arena, lang,
                         arena_printf(arena, "%s%llu.%0*d", sign, (unsigned long long)(size / 100), places,
                                      places == 1 ? rest / 10 : rest));
}
