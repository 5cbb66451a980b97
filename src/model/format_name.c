/* Names of people as documents and pages write them. */
#include "base/utf8.h"
#include "model/format.h"

#include <string.h>
#include <utf8proc.h>

/* U+00A0: initials never part from the family name at the end of a line. */
#define NBSP "\xc2\xa0"

/* «А.», of a double name «А.-М.»; "" of an empty one. */
static const char *
initial(struct arena *arena, const char *name)
{
    const char *second = strchr(name, '-');
    size_t size = utf8_prefix(name, 1);
    const char *first;

    if (size == 0)
        return "";
    first = arena_printf(arena, "%.*s.", (int)size, name);
    if (second == NULL || second[1] == '\0')
        return first;
    return arena_printf(arena, "%s-%.*s.", first, (int)utf8_prefix(second + 1, 1), second + 1);
}

static const char *
join(struct arena *arena, const char *a, const char *blank, const char *b)
{
    return arena_printf(arena, "%s%s%s", a, *a != '\0' && *b != '\0' ? blank : "", b);
}

const char *
name_full(struct arena *arena, const struct name *name)
{
    return join(arena, join(arena, name->family, " ", name->given), " ", name->patronymic);
}

static const char *
initials(struct arena *arena, const struct name *name)
{
    return join(arena, initial(arena, name->given), NBSP, initial(arena, name->patronymic));
}

const char *
name_short(struct arena *arena, const struct name *name)
{
    if (*name->family == '\0')
        return name_full(arena, name);
    return join(arena, name->family, NBSP, initials(arena, name));
}

static const char *
upper(struct arena *arena, const char *text)
{
    size_t length = strlen(text), used = 0, step;
    char *out = arena_alloc(arena, 2 * length + 1); /* ı and the like grow by at most a byte */
    uint32_t point;

    for (size_t at = 0; at < length; at += step) {
        step = utf8_decode(text + at, length - at, &point);
        if (step == 0)
            break;
        used += utf8_encode((uint32_t)utf8proc_toupper((utf8proc_int32_t)point), out + used);
    }
    return out;
}

const char *
text_small(struct arena *arena, const char *text)
{
    uint32_t first, second = 0;
    char letter[4];
    size_t length, step;

    if (text == NULL || (step = utf8_decode(text, strlen(text), &first)) == 0)
        return text;
    (void)utf8_decode(text + step, strlen(text + step), &second);
    if (utf8proc_toupper((utf8proc_int32_t)second) == (utf8proc_int32_t)second)
        return text; /* IT, or one letter */
    length = utf8_encode((uint32_t)utf8proc_tolower((utf8proc_int32_t)first), letter);
    return arena_printf(arena, "%.*s%s", (int)length, letter, text + step);
}

const char *
name_signature(struct arena *arena, const struct name *name, enum lang lang)
{
    if (*name->family == '\0')
        return name_full(arena, name);
    if (lang == LANG_UK)
        return join(arena, name->given, NBSP, upper(arena, name->family));
    return join(arena, initials(arena, name), NBSP, name->family);
}

const char *
name_initials(struct arena *arena, const struct name *name)
{
    return join(arena, initial(arena, name->family), NBSP, initials(arena, name));
}

struct name
name_split(struct arena *arena, const char *whole)
{
    const char *part[3] = { "", "", "" };
    const char *at = whole + strspn(whole, " ");

    for (size_t i = 0; i < LENGTH(part) && *at != '\0'; i++) {
        size_t length = i == 2 ? strlen(at) : strcspn(at, " ");

        while (i == 2 && length > 0 && at[length - 1] == ' ')
            length--;
        part[i] = arena_copy_n(arena, at, length);
        at += length;
        at += strspn(at, " ");
    }
    return (struct name){ part[0], part[1], part[2] };
}
