/* Dates, numbers and names as people of a language write them. */
#ifndef MODEL_FORMAT_H
#define MODEL_FORMAT_H

#include "base/arena.h"
#include "base/zone.h"
#include "model/lang.h"

/* 23.11.2026 and 14:03, 14:03:21, in the zone (NULL: UTC). English: 23.11.2026 too. */
const char *format_date(struct arena *arena, enum lang lang, const struct zone *zone, int64_t moment);
const char *format_time(struct arena *arena, enum lang lang, const struct zone *zone, int64_t moment);
const char *format_clock(struct arena *arena, const struct zone *zone, int64_t moment);
const char *format_iso_date(struct arena *arena, enum lang lang,
                            const char *iso); /* "2026-11-23" -> "23.11.2026" */
const char *iso_today(struct arena *arena, const struct zone *zone, int64_t moment);

/* Hundredths as 56,43 (decimal comma; a point in English); `least` decimals 0…2 are always printed. */
const char *format_hundredths(struct arena *arena, enum lang lang, int64_t hundredths, int least);

/* A number that is already written, as a percentage: "56,43 %" with a blank that does not break; "56.43%". */
const char *format_percent(struct arena *arena, enum lang lang, const char *number);

/* The text in the language's quotes, with those inside as the second kind: «… „…“ …», “… ‘…’ …”. Straight
 * quotes stay as they were typed. */
const char *format_quoted(struct arena *arena, enum lang lang, const char *text);

/* The same without the quotes around it: for a text that stands inside some. */
const char *format_inner_quotes(struct arena *arena, enum lang lang, const char *text);

/* Does the text end inside the language's quotes? */
bool format_quote_open(enum lang lang, const char *text);

/* A stored number (with a point) with the language's comma and thin spaces between thousands. */
const char *format_number(struct arena *arena, enum lang lang, const char *stored);

/*
 * A number as somebody typed it in this language, with its thousands closed up: in English "460,000" is
 * "460000". The others part thousands by blanks, which every reader of numbers takes, and have a decimal
 * comma. What is not written so comes back as it is.
 */
const char *number_closed(struct arena *arena, enum lang lang, const char *typed);

struct name {
    const char *family, *given, *patronymic; /* "" where there is none */
};

/* «Иванова Анна Петровна»; «Иванова А. П.»; «А. П. Иванова» (ru, en) or «Анна ІВАНОВА» (uk); «И. А. П.» for
 * "is this you?" */
const char *name_full(struct arena *arena, const struct name *name);
const char *name_short(struct arena *arena, const struct name *name);
const char *name_signature(struct arena *arena, const struct name *name, enum lang lang);
const char *name_initials(struct arena *arena, const struct name *name);

/* Take a whole name apart: family, given, patronymic. */
struct name name_split(struct arena *arena, const char *whole);

/*
 * For sorting (Ё beside Е, Ґ after Г, Є after Е, І Ї after И) and for searching (case folded, ё=е,
 * apostrophes and blanks evened), by memcmp order, in the arena.
 */
const char *sort_key(struct arena *arena, const char *text);
const char *search_key(struct arena *arena, const char *text);

/* The text with a small first letter, as a job title stands inside a line; abbreviations stay as they are.
 * NULL stays NULL. */
const char *text_small(struct arena *arena, const char *text);

/* Unicode NFC, outer blanks trimmed; NULL when it is not UTF-8 or longer than `max` code points. */
const char *text_clean(struct arena *arena, const char *text, size_t max);

#endif
