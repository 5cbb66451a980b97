/* Texts brought to one form: for keeping, for sorting and for searching. */
#include "base/utf8.h"
#include "model/fold.h"
#include "model/format.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* Characters that nobody sees and that turn or hide what stands around them. */
static bool
is_hidden(uint32_t point)
{
    return (point < 0x20 && point != '\t' && point != '\n') || (point >= 0x7f && point < 0xa0)
           || point == 0x200b || point == 0x2060 || point == 0xfeff || (point >= 0x202a && point <= 0x202e)
           || (point >= 0x2066 && point <= 0x2069) || point == 0x200e || point == 0x200f || point == 0x061c;
}

static bool
is_blank(uint32_t point)
{
    return point == ' ' || point == '\t' || point == '\n' || point == 0xa0
           || (point >= 0x2000 && point <= 0x200a) || point == 0x2028 || point == 0x2029 || point == 0x202f
           || point == 0x205f || point == 0x3000;
}

/* Copy without hidden characters and outer blanks, line ends made one LF; returns the length in code points.
 */
static size_t
copy_clean(const char *text, size_t length, char *out)
{
    size_t count = 0, used = 0, kept = 0, kept_count = 0, step;
    uint32_t point;

    for (size_t at = 0; at < length; at += step) {
        step = utf8_decode(text + at, length - at, &point);
        if (point == '\r') {
            if (at + 1 < length && text[at + 1] == '\n')
                continue;
            point = '\n';
        }
        if (is_hidden(point) || (used == 0 && is_blank(point)))
            continue;
        used += utf8_encode(point, out + used);
        count++;
        if (!is_blank(point)) {
            kept = used;
            kept_count = count;
        }
    }
    out[kept] = '\0';
    return kept_count;
}

const char *
text_clean(struct arena *arena, const char *text, size_t max)
{
    size_t length = strlen(text), count;
    utf8proc_uint8_t *composed = NULL;
    utf8proc_ssize_t size;
    char *out;

    if (!utf8_valid(text, length) || length > 64 * max + 1024)
        return NULL;
    size = utf8proc_map((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)length, &composed,
                        (utf8proc_option_t)(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
    if (size < 0)
        return NULL;
    out = arena_alloc(arena, (size_t)size + 1);
    count = copy_clean((const char *)composed, (size_t)size, out);
    free(composed);
    return count <= max ? out : NULL;
}

/*
 * Letters that Unicode keeps apart from their place in the alphabets: а б в г ґ д е є ж з и і ї й. Each is
 * written as the letter before it and a private character, which comes behind every letter that could follow.
 */
static const struct {
    uint32_t letter, before, behind;
} strays[] = {
    { 0x0491, 0x0433, 0xf8f0 }, /* ґ, г */
    { 0x0454, 0x0435, 0xf8f0 }, /* є, е */
    { 0x0456, 0x0438, 0xf8f0 }, /* і, и */
    { 0x0457, 0x0438, 0xf8f1 }, /* ї, и */
};

static size_t
put_sort_letter(uint32_t point, char *out)
{
    size_t size;

    for (size_t i = 0; i < LENGTH(strays); i++)
        if (strays[i].letter == point) {
            size = utf8_encode(strays[i].before, out);
            return size + utf8_encode(strays[i].behind, out + size);
        }
    return utf8_encode(point, out);
}

const char *
sort_key(struct arena *arena, const char *text)
{
    const char *folded = text_fold(arena, text, FOLD_CASE);
    size_t length = strlen(folded), used = 0, letters = 0, step;
    char *out = arena_alloc(arena, 3 * length + 64), *tail = arena_alloc(arena, 64);
    uint32_t point;

    for (size_t at = 0; at < length; at += step) {
        step = utf8_decode(folded + at, length - at, &point);
        if (point == '\'')
            continue;
        if (point == 0x0451) /* ё is е, and told from it only where all the rest is the same */
            point = 0x0435;
        used += put_sort_letter(point, out + used);
        if (letters < 60)
            tail[letters++] = folded[at] == '\xd1' && folded[at + 1] == '\x91' ? 'b' : 'a';
    }
    while (letters > 0 && tail[letters - 1] == 'a')
        letters--;
    out[used++] = '\x01';
    memcpy(out + used, tail, letters);
    return out;
}

const char *
search_key(struct arena *arena, const char *text)
{
    return text_fold(arena, text, FOLD_CASE | FOLD_YO);
}
