/* Blanks where no line may end: before a sign or a word that says nothing alone, and after a short word. */
#include "doc/internal.h"

static bool
is_digit(uint32_t point)
{
    return point >= '0' && point <= '9';
}

static bool
is_small(uint32_t point)
{
    return (point >= 'a' && point <= 'z') || (point >= 0x430 && point <= 0x45f) || point == 0x491;
}

/* Where the word that ends before `at` begins. */
static size_t
word_start(const struct glyph *glyphs, size_t at)
{
    while (at > 0 && glyphs[at - 1].point != ' ' && glyphs[at - 1].point != '\n'
           && glyphs[at - 1].point != NO_BREAK_SPACE)
        at--;
    return at;
}

/* A preposition or conjunction of one letter: it belongs to what follows. Not a letter that names a thing. */
static bool
is_short_word(const struct glyph *glyphs, size_t start, size_t end)
{
    /* а в з и й к о с у я є і */
    static const uint32_t small[] = { 0x430, 0x432, 0x437, 0x438, 0x439, 0x43a,
                                      0x43e, 0x441, 0x443, 0x44f, 0x454, 0x456 };
    uint32_t point;

    while (start < end && !is_word_letter(glyphs[start].point) && !is_digit(glyphs[start].point))
        start++; /* a bracket or a quote before it */
    if (end - start != 1)
        return false;
    point = glyphs[start].point;
    if (start == 0 || glyphs[start - 1].point == '\n' || (start > 1 && glyphs[start - 2].point == '.'))
        point = point >= 0x410 && point <= 0x42f ? point + 0x20 : point;
    for (size_t i = 0; i < LENGTH(small); i++)
        if (point == small[i])
            return true;
    return false;
}

/* A number of up to three digits, perhaps with a bracket before it: what it counts follows. */
static bool
is_short_number(const struct glyph *glyphs, size_t start, size_t end)
{
    size_t digits = 0;

    while (end > start && is_digit(glyphs[end - 1].point))
        end--, digits++;
    return digits > 0 && digits <= 3 && (end == start || (end == start + 1 && glyphs[start].point == '('));
}

/* «из», «із», «з», "of": between what was counted and the whole. */
static bool
is_of(const struct glyph *glyphs, size_t start, size_t end)
{
    uint32_t first = end > start ? glyphs[start].point : 0, last = end > start ? glyphs[end - 1].point : 0;

    return (end - start == 2
            && ((first == 'o' && last == 'f') || ((first == 0x438 || first == 0x456) && last == 0x437)))
           || (end - start == 1 && first == 0x437);
}

/* "(M)", "(T2)": an abbreviation that explains the word before it. */
static bool
is_letter_in_brackets(const struct glyph *glyphs, size_t at, size_t count)
{
    size_t end = at + 1;

    if (at >= count || glyphs[at].point != '(')
        return false;
    while (end < count && end < at + 4 && glyphs[end].point != ')')
        end++;
    return end < count && glyphs[end].point == ')' && end - at > 1 && end - at <= 3
           && is_word_letter(glyphs[at + 1].point) && !is_small(glyphs[at + 1].point);
}

/* Is this a letter that would stand alone on the last line? "на менеджера, ч" */
static bool
ends_alone(const struct glyph *glyphs, size_t at, size_t count)
{
    return is_word_letter(glyphs[at].point) && (at + 1 == count || glyphs[at + 1].point == '\n');
}

/* A word and its abbreviation are better together, but not worth a wider column. */
static enum tie
tie_of(const struct glyph *glyphs, size_t at, size_t count)
{
    size_t start = word_start(glyphs, at);
    uint32_t next = at + 1 < count ? glyphs[at + 1].point : ' ';

    if (next == ' ' || next == '\n' || at == 0)
        return TIE_NONE;
    if (next == '%' || ends_alone(glyphs, at + 1, count) || is_short_word(glyphs, start, at))
        return TIE_FIRM;
    if (is_digit(next) && is_of(glyphs, start, at))
        return TIE_FIRM;
    if (is_short_number(glyphs, start, at) && is_small(next))
        return start < 2 || !is_of(glyphs, word_start(glyphs, start - 1), start - 1) ? TIE_FIRM : TIE_NONE;
    return is_letter_in_brackets(glyphs, at + 1, count) ? TIE_WEAK : TIE_NONE;
}

void
ties_mark(struct glyph *glyphs, size_t count)
{
    for (size_t i = 0; i < count; i++)
        glyphs[i].tied = glyphs[i].point == NO_BREAK_SPACE ? TIE_FIRM
                         : glyphs[i].point == ' '          ? tie_of(glyphs, i, count)
                                                           : TIE_NONE;
}
