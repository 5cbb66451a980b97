/* Breaking texts into lines: by blanks, by hyphenation, and by force at the edge. */
#include "doc/internal.h"

#include "base/die.h"
#include "base/utf8.h"

#include <string.h>

/* A line filled this far needs no divided word; in a narrow column whole words read better than full lines,
 * and only a word that is too long for it is divided. */
static const float well_filled = 0.8f, narrow_filled = 0.35f, narrow = 150, short_word = 45;

enum { NUMERO = 0x2116, BLANK = 0x110000, HYPHEN_WORD_MAX = 80 };

void
setter_open(struct setter *setter, struct arena *arena, const struct fonts *fonts, enum lang lang)
{
    *setter = (struct setter){ .arena = arena, .fonts = fonts, .lang = lang };
}

void
setter_close(struct setter *setter)
{
    arena_close(&setter->scratch_arena);
    arena_close(&setter->line_arena);
}

void
setter_forget(struct setter *setter)
{
    arena_reset(&setter->line_arena);
}

static bool
is_invisible(uint32_t point)
{
    return point == 0xad || (point >= 0x200b && point <= 0x200f) || (point >= 0x202a && point <= 0x202e)
           || (point >= 0x2060 && point <= 0x2069) || (point >= 0xfe00 && point <= 0xfe0f) || point == 0xfeff
           || (point >= 0x1f3fb && point <= 0x1f3ff) || (point >= 0xe0000 && point <= 0xe01ff);
}

static bool
is_combining(uint32_t point)
{
    return (point >= 0x300 && point <= 0x36f) || (point >= 0x483 && point <= 0x489)
           || (point >= 0x591 && point <= 0x5c7) || (point >= 0x610 && point <= 0x61a)
           || (point >= 0x64b && point <= 0x65f) || (point >= 0x1ab0 && point <= 0x1aff)
           || (point >= 0x1dc0 && point <= 0x1dff) || (point >= 0x20d0 && point <= 0x20ff);
}

/* Signs that the faces lack, in the nearest form that they have. */
static uint32_t
nearest(uint32_t point)
{
    if (point == 0x202f || point == 0x2009)
        return NO_BREAK_SPACE;
    if ((point >= 0x2000 && point <= 0x200a) || point == 0x205f || point == 0x3000 || point == 0x2028)
        return ' ';
    switch (point) {
    case 0x2010:
    case 0x2011: return '-';
    case 0x2012: return 0x2013;
    case 0x2015: return 0x2014;
    case 0x2032: return '\'';
    case 0x2033: return '"';
    case 0x2190: return 0x2039;
    case 0x2192: return 0x203a;
    case 0x00b2: return '2';
    case 0x2043: return 0x2013;
    default: return point;
    }
}

/* Letters that some systems store in two parts; the faces have them as one. */
static uint32_t
composed(uint32_t base, uint32_t mark)
{
    static const uint32_t table[][3] = {
        { 0x438, 0x306, 0x439 }, { 0x418, 0x306, 0x419 }, { 0x435, 0x308, 0x451 },
        { 0x415, 0x308, 0x401 }, { 0x456, 0x308, 0x457 }, { 0x406, 0x308, 0x407 },
    };

    for (size_t i = 0; i < LENGTH(table); i++)
        if (table[i][0] == base && table[i][1] == mark)
            return table[i][2];
    return 0;
}

static enum face
face_of(const struct type_setup *setup, enum span_style style)
{
    return style == SPAN_BOLD ? setup->bold : style == SPAN_ITALIC ? setup->italic : setup->plain;
}

static void
glyph_add(struct setter *setter, uint32_t point, enum face face, float width)
{
    struct glyph *glyph = ARENA_PUSH(&setter->scratch_arena, &setter->glyphs);

    glyph->point = point;
    glyph->face = (unsigned char)face;
    glyph->width = width;
}

/* Two halves of a letter become one; a row of marks without a home becomes one placeholder. */
static uint32_t
combine(struct setter *setter, uint32_t mark, enum face face, float size)
{
    struct glyph *last = setter->glyphs.count ? &setter->glyphs.items[setter->glyphs.count - 1] : NULL;
    uint32_t whole = last ? composed(last->point, mark) : 0;

    if (whole != 0) {
        last->point = whole;
        last->width = (float)fonts_advance(setter->fonts, face, whole) * size / 1000;
        return 0;
    }
    return last && last->point == PLACEHOLDER ? 0 : PLACEHOLDER;
}

static void
span_read(struct setter *setter, const struct type_setup *setup, const struct doc_span *span)
{
    enum face face = face_of(setup, span->style);
    const char *text = span->text;
    size_t length, at = 0;

    if (span->style == SPAN_BLANK) {
        glyph_add(setter, BLANK, face, span->width < setup->width ? span->width : setup->width);
        return;
    }
    length = strlen(text);
    while (at < length) {
        uint32_t point = (unsigned char)text[at];
        unsigned advance;

        if (point < 0x80)
            at++;
        else
            at += utf8_decode(text + at, length - at, &point);
        if (point >= 0xa0) {
            if (is_invisible(point))
                continue;
            point = nearest(point);
            if (is_combining(point) && (point = combine(setter, point, face, setup->size)) == 0)
                continue;
        }
        if (point == ' ' && setter->glyphs.count > 0
            && setter->glyphs.items[setter->glyphs.count - 1].point == NUMERO)
            point = NO_BREAK_SPACE; /* a sign without its number says nothing */
        advance = fonts_advance(setter->fonts, face, point);
        if (advance == 0 && point != '\n') {
            point = PLACEHOLDER;
            advance = fonts_advance(setter->fonts, face, point);
        }
        glyph_add(setter, point, face, (float)advance * setup->size / 1000);
    }
}

bool
fonts_cover(const struct fonts *fonts, const char *text)
{
    const struct type_setup setup = { FACE_SANS, FACE_SANS, FACE_SANS, 9, 11.5f, 1000, false };
    const struct doc_span span = { SPAN_PLAIN, text, 0 };
    struct setter setter = { .fonts = fonts };
    bool covered = true;

    span_read(&setter, &setup, &span);
    for (size_t i = 0; i < setter.glyphs.count; i++)
        covered = covered && setter.glyphs.items[i].point != PLACEHOLDER;
    setter_close(&setter);
    return covered;
}

bool
is_word_letter(uint32_t point)
{
    return (point >= 'A' && point <= 'Z') || (point >= 'a' && point <= 'z')
           || (point >= 0x400 && point <= 0x45f) || point == 0x490 || point == 0x491;
}

/* Is the dash between two numbers, as in "10–25"? Dates and moments are longer, and may be parted. */
static bool
joins_numbers(const struct glyph *glyphs, size_t at, size_t count)
{
    size_t from = at, to = at + 1;

    while (from > 0 && glyphs[from - 1].point >= '0' && glyphs[from - 1].point <= '9')
        from--;
    while (to < count && glyphs[to].point >= '0' && glyphs[to].point <= '9')
        to++;
    return from < at && to > at + 1
           && (from == 0 || (glyphs[from - 1].point != '.' && glyphs[from - 1].point != ':'));
}

/* May a line end after this sign, though no blank follows? */
static bool
ends_part(const struct glyph *glyphs, size_t at, size_t count)
{
    uint32_t point = glyphs[at].point;

    if (at + 1 >= count || at == 0 || glyphs[at - 1].point == ' ')
        return false;
    if (point == '-' || point == '/') /* not of «п/п» */
        return at > 1 && at + 2 < count && is_word_letter(glyphs[at - 1].point)
               && is_word_letter(glyphs[at - 2].point) && is_word_letter(glyphs[at + 1].point)
               && is_word_letter(glyphs[at + 2].point);
    if (point == 0x2013 || point == 0x2014)
        return glyphs[at + 1].point != NO_BREAK_SPACE && !joins_numbers(glyphs, at, count);
    return point == BLANK;
}

/*
 * The last place in [from, limit) of the word [from, end) where a hyphen fits into `room`; `from` when there
 * is none. Works on the letters around the limit, so that brackets and quotes do not hinder it.
 */
static size_t
hyphen_place(struct setter *setter, size_t from, size_t limit, size_t end)
{
    const struct glyph *glyphs = setter->glyphs.items;
    uint32_t letters[HYPHEN_WORD_MAX];
    bool breaks[HYPHEN_WORD_MAX];
    size_t start = limit, stop = limit;

    while (start > from && is_word_letter(glyphs[start - 1].point))
        start--;
    while (stop < end && is_word_letter(glyphs[stop].point))
        stop++;
    if (stop - start < 4 || stop - start > HYPHEN_WORD_MAX)
        return from;
    for (size_t i = start; i < stop; i++)
        letters[i - start] = glyphs[i].point;
    fonts_hyphens(setter->fonts, setter->lang, letters, stop - start, breaks);
    for (size_t i = limit; i > start + 1; i--)
        if (breaks[i - 1 - start])
            return i;
    return from;
}

struct cut {
    size_t end;  /* glyphs of the line */
    size_t next; /* first glyph of the next line */
    bool hyphen;
};

static float
width_to(const struct setter *setter, size_t from, size_t end)
{
    float width = 0;

    for (size_t i = from; i < end; i++)
        width += setter->glyphs.items[i].width;
    return width;
}

/* A dash with blanks around it stays on the line of the word before it. */
static bool
dash_follows(const struct glyph *glyphs, size_t at, size_t count)
{
    return at + 1 < count && (glyphs[at + 1].point == 0x2013 || glyphs[at + 1].point == 0x2014)
           && (at + 2 == count || glyphs[at + 2].point == ' ' || glyphs[at + 2].point == NO_BREAK_SPACE);
}

/* Letters on both sides of the cut and all before it, perhaps after a bracket or quote: what has no place for
 * a hyphen by its patterns may still be cut with one. */
static bool
is_plain_word(const struct glyph *glyphs, size_t from, size_t cut)
{
    while (from < cut && !is_word_letter(glyphs[from].point))
        from++;
    for (size_t i = from; i <= cut; i++)
        if (!is_word_letter(glyphs[i].point))
            return false;
    return true;
}

/* How far a line goes: the places where it may end, best first. */
struct reach {
    size_t at;              /* the first glyph that does not fit; the end of the text or a line feed */
    size_t good, good_next; /* the last blank, and the glyph after it; `from`: none */
    size_t tied;            /* the first no-break space; `from`: none */
    size_t loose;           /* the last other blank that ties two words */
    size_t word;            /* where the word that does not fit begins */
    size_t hyphened;        /* glyphs with which a hyphen fits */
};

static struct reach
line_reach(const struct setter *setter, const struct type_setup *setup, size_t from)
{
    const struct glyph *glyphs = setter->glyphs.items;
    size_t count = setter->glyphs.count, at = from;
    struct reach reach = { .good = from, .good_next = from, .tied = from, .loose = from, .word = from };
    float width = 0, hyphen = (float)fonts_advance(setter->fonts, setup->plain, '-') * setup->size / 1000;

    reach.hyphened = from;
    for (; at < count && glyphs[at].point != '\n'; at++) {
        bool blank = glyphs[at].point == ' ', dash = blank && dash_follows(glyphs, at, count),
             ends = blank && !dash && glyphs[at].tied == TIE_NONE;

        if (ends)
            reach.good = at, reach.good_next = at + 1;
        else if (blank && !dash)
            reach.loose = at;
        if (!dash && !ends && width + glyphs[at].width > setup->width + 0.01f)
            break;
        width += glyphs[at].width;
        if (blank)
            reach.word = at + 1;
        if (glyphs[at].point == NO_BREAK_SPACE && reach.tied == from)
            reach.tied = at;
        if (!blank && width + hyphen <= setup->width + 0.01f)
            reach.hyphened = at + 1;
        if (ends_part(glyphs, at, count))
            reach.good = reach.good_next = reach.word = at + 1;
    }
    reach.at = at;
    return reach;
}

/* The glyphs that fit from `from`, and where the next line begins. */
static struct cut
line_cut(struct setter *setter, const struct type_setup *setup, size_t from)
{
    const struct glyph *glyphs = setter->glyphs.items;
    const struct reach r = line_reach(setter, setup, from);
    size_t count = setter->glyphs.count, end, place;
    bool whole = setup->whole, small = setup->width < narrow;
    float enough = setup->width * (small ? narrow_filled : well_filled);

    if (r.at == count || glyphs[r.at].point == '\n')
        return (struct cut){ r.at, r.at == count ? count : r.at + 1, false };
    for (end = r.at; end < count && glyphs[end].point != ' ' && glyphs[end].point != '\n'; end++)
        if (end - r.at > HYPHEN_WORD_MAX)
            break;
    whole = whole || (small && width_to(setter, r.word, end) <= setup->width + 0.01f);
    if (r.good_next > from && (whole || width_to(setter, from, r.good) > enough))
        return (struct cut){ r.good, r.good_next, false };
    if (r.good_next == from && r.loose > from && width_to(setter, from, r.loose) > enough)
        return (struct cut){ r.loose, r.loose + 1, false };
    if (r.good_next == from && r.tied > from) /* too long for any line: a name before its initials */
        return (struct cut){ r.tied, r.tied + 1, false };
    if (r.hyphened > r.word && (place = hyphen_place(setter, r.word, r.hyphened, end)) > r.word)
        return (struct cut){ place, place, true };
    if (r.good_next > from)
        return (struct cut){ r.good, r.good_next, false };
    if (r.loose > from)
        return (struct cut){ r.loose, r.loose + 1, false };
    if (r.hyphened > from && is_plain_word(glyphs, from, r.hyphened))
        return (struct cut){ r.hyphened, r.hyphened, true };
    return (struct cut){ r.at > from ? r.at : from + 1, r.at > from ? r.at : from + 1, false };
}

/* Write glyphs [from, end) of one face as a run; returns its end. */
static size_t
run_write(struct setter *setter, struct line *line, size_t from, const struct cut *cut)
{
    const struct glyph *glyphs = setter->glyphs.items;
    struct run *run = &line->runs[line->count++];
    size_t end = from, used = 0;
    char *text;

    run->x = line->width;
    run->face = glyphs[from].face;
    if (glyphs[from].point == BLANK) {
        run->width = glyphs[from].width;
        line->width += run->width;
        return from + 1;
    }
    while (end < cut->end && glyphs[end].face == glyphs[from].face && glyphs[end].point != BLANK)
        end++;
    text = arena_alloc(setter->arena, (end - from) * 3 + 2);
    for (size_t i = from; i < end; i++) {
        used += utf8_encode(glyphs[i].point, text + used);
        run->width += glyphs[i].width;
    }
    if (end == cut->end && cut->hyphen)
        text[used++] = '-';
    text[used] = '\0';
    run->text = text;
    line->width += run->width;
    return end;
}

static void
line_write(struct setter *setter, size_t from, const struct cut *cut, struct line *line)
{
    const struct glyph *glyphs = setter->glyphs.items;
    struct cut trimmed = *cut;
    size_t runs = 0;

    while (trimmed.end > from && glyphs[trimmed.end - 1].point == ' ')
        trimmed.end--;
    for (size_t i = from; i < trimmed.end; i++)
        if (i == from || glyphs[i].point == BLANK || glyphs[i - 1].point == BLANK
            || glyphs[i].face != glyphs[i - 1].face)
            runs++;
    if (runs == 0)
        return;
    line->runs = ARENA_ARRAY(&setter->line_arena, struct run, runs);
    for (size_t at = from; at < trimmed.end;)
        at = run_write(setter, line, at, &trimmed);
}

struct lines
setter_lines(struct setter *setter, const struct type_setup *setup, const struct doc_span *spans,
             size_t count)
{
    struct lines lines = { 0 };
    size_t at = 0;

    setter->glyphs.count = 0;
    for (size_t i = 0; i < count; i++)
        span_read(setter, setup, &spans[i]);
    ties_mark(setter->glyphs.items, setter->glyphs.count);
    do {
        struct cut cut = line_cut(setter, setup, at);

        line_write(setter, at, &cut, ARENA_PUSH(&setter->line_arena, &lines));
        at = cut.next;
        if (cut.end < setter->glyphs.count && setter->glyphs.items[cut.end].point == '\n')
            continue; /* blanks after a line feed are the author's own indent */
        while (at < setter->glyphs.count && setter->glyphs.items[at].point == ' ')
            at++;
    } while (at < setter->glyphs.count);
    return lines;
}

struct lines
setter_text(struct setter *setter, const struct type_setup *setup, const char *text)
{
    return setter_lines(setter, setup, &(struct doc_span){ .style = SPAN_PLAIN, .text = text }, 1);
}

/* May a line end at this blank of a cell, for the width of its column? A short word and its letter in
 * brackets are worth the room. */
static bool
is_gap(const struct setter *setter, size_t at, float before)
{
    const struct glyph *glyph = &setter->glyphs.items[at];

    return glyph->point == ' ' && glyph->tied != TIE_FIRM && (glyph->tied == TIE_NONE || before > short_word)
           && !dash_follows(setter->glyphs.items, at, setter->glyphs.count);
}

void
setter_pieces(struct setter *setter, const struct type_setup *setup, const char *text, struct pieces *out)
{
    struct piece piece = { 0 };

    setter->glyphs.count = 0;
    span_read(setter, setup, &(struct doc_span){ .style = SPAN_PLAIN, .text = text });
    ties_mark(setter->glyphs.items, setter->glyphs.count);
    for (size_t i = 0; i < setter->glyphs.count; i++) {
        const struct glyph *glyph = &setter->glyphs.items[i];

        piece.last = glyph->point == '\n' || i + 1 == setter->glyphs.count;
        if (is_gap(setter, i, piece.width))
            piece.blank = glyph->width;
        else if (glyph->point != '\n')
            piece.width += glyph->width;
        if (!piece.last && piece.blank <= 0 && !ends_part(setter->glyphs.items, i, setter->glyphs.count))
            continue;
        *ARENA_PUSH(&setter->line_arena, out) = piece;
        piece = (struct piece){ 0 };
    }
}

float
setter_widest(struct setter *setter, const struct type_setup *setup, const char *text)
{
    float widest = 0, width = 0;

    setter->glyphs.count = 0;
    span_read(setter, setup, &(struct doc_span){ .style = SPAN_PLAIN, .text = text });
    ties_mark(setter->glyphs.items, setter->glyphs.count);
    for (size_t i = 0; i < setter->glyphs.count; i++) {
        const struct glyph *glyph = &setter->glyphs.items[i];

        width = (glyph->point == ' ' && glyph->tied != TIE_FIRM) || glyph->point == '\n'
                    ? 0
                    : width + glyph->width;
        widest = width > widest ? width : widest;
    }
    return widest;
}

const char *
words_fill(struct arena *arena, const char *pattern, const char *name, const char *value)
{
    const char *at = strstr(pattern, name);

    if (at == NULL)
        return pattern;
    return arena_printf(arena, "%.*s%s%s", (int)(at - pattern), pattern, value, at + strlen(name));
}
