/* Makes texts alike for comparing what people typed. */
#include "model/fold.h"

#include "base/utf8.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

static const struct {
    uint32_t latin, cyrillic;
} lookalikes[] = {
    { 'A', 0x0410 }, { 'B', 0x0412 }, { 'C', 0x0421 }, { 'E', 0x0415 }, { 'H', 0x041D }, { 'I', 0x0406 },
    { 'K', 0x041A }, { 'M', 0x041C }, { 'O', 0x041E }, { 'P', 0x0420 }, { 'T', 0x0422 }, { 'X', 0x0425 },
    { 'Y', 0x0423 }, { 'a', 0x0430 }, { 'b', 0x0432 }, { 'c', 0x0441 }, { 'e', 0x0435 }, { 'h', 0x043D },
    { 'i', 0x0456 }, { 'k', 0x043A }, { 'm', 0x043C }, { 'o', 0x043E }, { 'p', 0x0440 }, { 't', 0x0442 },
    { 'x', 0x0445 }, { 'y', 0x0443 },
};

static uint32_t
fold_point(uint32_t point, unsigned flags)
{
    if (point == 0x02BC || point == 0x2019)
        return '\'';
    if ((flags & FOLD_YO) && (point == 0x0451 || point == 0x0401))
        return point == 0x0451 ? 0x0435 : 0x0415;
    if ((flags & FOLD_LOOKALIKES) && point < 0x80)
        for (size_t i = 0; i < LENGTH(lookalikes); i++)
            if (lookalikes[i].latin == point)
                return lookalikes[i].cyrillic;
    return point;
}

static bool
is_blank(uint32_t point)
{
    return point == ' ' || (point >= '\t' && point <= '\r') || point == 0x85 || point == 0x2028
           || point == 0x2029;
}

const char *
text_fold(struct arena *arena, const char *text, unsigned flags)
{
    unsigned options = UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_IGNORE;
    utf8proc_uint8_t *mapped = NULL;
    utf8proc_ssize_t length;
    bool gap = false;
    char *out, *end;

    if (flags & FOLD_CASE)
        options |= UTF8PROC_CASEFOLD;
    length = utf8proc_map((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)strlen(text), &mapped,
                          (utf8proc_option_t)options);
    if (length < 0)
        return "";
    out = end = arena_alloc(arena, (size_t)length * 2 + 1); /* a look-alike takes two bytes for one */
    for (size_t at = 0, step; at < (size_t)length; at += step) {
        uint32_t point;

        step = utf8_decode((const char *)mapped + at, (size_t)length - at, &point);
        if (step == 0)
            break;
        if (is_blank(point)) {
            gap = end != out;
            continue;
        }
        if (gap)
            *end++ = ' ';
        gap = false;
        end += utf8_encode(fold_point(point, flags), end);
    }
    free(mapped);
    *end = '\0';
    return out;
}

static uint32_t *
points_of(struct arena *arena, const char *text, size_t *count)
{
    size_t length = strlen(text);
    uint32_t *points = ARENA_ARRAY(arena, uint32_t, length + 1);

    *count = 0;
    for (size_t at = 0, step; at < length; at += step) {
        step = utf8_decode(text + at, length - at, &points[*count]);
        if (step == 0)
            break;
        ++*count;
    }
    return points;
}

static int
least(int a, int b)
{
    return a < b ? a : b;
}

int
text_distance(struct arena *arena, const char *a, const char *b, int most)
{
    size_t m, n;
    const uint32_t *p = points_of(arena, a, &m), *q = points_of(arena, b, &n);
    int *before = ARENA_ARRAY(arena, int, n + 1), *last = ARENA_ARRAY(arena, int, n + 1),
        *row = ARENA_ARRAY(arena, int, n + 1), *spare;

    if ((m > n ? m - n : n - m) > (size_t)most)
        return most + 1;
    for (size_t j = 0; j <= n; j++)
        last[j] = (int)j;
    for (size_t i = 1; i <= m; i++) {
        row[0] = (int)i;
        for (size_t j = 1; j <= n; j++) {
            row[j] = least(least(last[j], row[j - 1]) + 1, last[j - 1] + (p[i - 1] != q[j - 1]));
            if (i > 1 && j > 1 && p[i - 1] == q[j - 2] && p[i - 2] == q[j - 1])
                row[j] = least(row[j], before[j - 2] + 1);
        }
        spare = before;
        before = last;
        last = row;
        row = spare;
    }
    return least(last[n], most + 1);
}
