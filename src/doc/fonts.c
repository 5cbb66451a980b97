/* The typefaces of documents, cut down by HarfBuzz once, and the hyphenation patterns of libhyphen. */
#include "doc/internal.h"

#include "base/die.h"
#include "base/log.h"
#include "base/utf8.h"

#include <harfbuzz/hb-subset.h>
#include <harfbuzz/hb.h>
#include <hyphen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>
#endif

enum { WORD_MAX = 80, PART_LEAST = 3 };

struct typeface {
    int fd; /* the cut-down file, in memory */
    char path[32];
    uint16_t advance[POINTS_MAX];
};

struct fonts {
    struct typeface faces[FACE_COUNT];
    HyphenDict *hyphens[LANG_COUNT];
    hb_font_t *outlines; /* of the bold sans face */
};

static const char *const font_files[FACE_COUNT] = {
    [FACE_SERIF] = "/usr/share/fonts/truetype/paratype/PTF55F.ttf",
    [FACE_SERIF_BOLD] = "/usr/share/fonts/truetype/paratype/PTF75F.ttf",
    [FACE_SERIF_ITALIC] = "/usr/share/fonts/truetype/paratype/PTF56F.ttf",
    [FACE_SANS] = "/usr/share/fonts/truetype/paratype/PTS55F.ttf",
    [FACE_SANS_BOLD] = "/usr/share/fonts/truetype/paratype/PTS75F.ttf",
};

static const char *const hyphen_files[LANG_COUNT] = {
    [LANG_RU] = "/usr/share/hyphen/hyph_ru_RU.dic",
    [LANG_UK] = "/usr/share/hyphen/hyph_uk_UA.dic",
    [LANG_EN] = "/usr/share/hyphen/hyph_en_US.dic",
};

/* Latin, Cyrillic, and the signs that texts in them use. */
static const uint16_t kept_ranges[][2] = {
    { 0x20, 0x7e },     { 0xa0, 0x17f },    { 0x218, 0x21b },   { 0x2bc, 0x2bc },   { 0x301, 0x301 },
    { 0x400, 0x45f },   { 0x490, 0x491 },   { 0x2010, 0x2026 }, { 0x2030, 0x203a }, { 0x20ac, 0x20ac },
    { 0x20b4, 0x20bd }, { 0x2116, 0x2122 }, { 0x2202, 0x2265 }, { 0x25ca, 0x25ca },
};

unsigned
fonts_advance(const struct fonts *fonts, enum face face, uint32_t point)
{
    return point < POINTS_MAX ? fonts->faces[face].advance[point] : 0;
}

const char *
fonts_path(const struct fonts *fonts, enum face face)
{
    return fonts->faces[face].path;
}

static hb_face_t *
face_cut(hb_face_t *whole)
{
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    hb_face_t *cut;

    ensure(input != NULL);
    for (size_t i = 0; i < LENGTH(kept_ranges); i++)
        hb_set_add_range(hb_subset_input_unicode_set(input), kept_ranges[i][0], kept_ranges[i][1]);
    hb_set_add(hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG), HB_TAG('G', 'S', 'U', 'B'));
    hb_set_add(hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG), HB_TAG('G', 'P', 'O', 'S'));
    hb_set_add(hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG), HB_TAG('G', 'D', 'E', 'F'));
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NOTDEF_OUTLINE | HB_SUBSET_FLAGS_NO_HINTING);
    cut = hb_subset_or_fail(whole, input);
    hb_subset_input_destroy(input);
    return cut;
}

/* Advances in thousandths, rounded down as libharu does, so that what was measured is what gets drawn. */
static void
advances_read(hb_face_t *cut, struct typeface *face)
{
    hb_font_t *font = hb_font_create(cut);
    unsigned em = hb_face_get_upem(cut);
    hb_codepoint_t glyph;

    ensure(em > 0);
    for (uint32_t point = 0x20; point < POINTS_MAX; point++)
        if (hb_font_get_nominal_glyph(font, point, &glyph))
            face->advance[point] = (uint16_t)((unsigned)hb_font_get_glyph_h_advance(font, glyph) * 1000 / em);
    ensure(face->advance[PLACEHOLDER] > 0);
    hb_font_destroy(font);
}

static bool
face_keep(hb_face_t *cut, struct typeface *face)
{
    hb_blob_t *blob = hb_face_reference_blob(cut);
    unsigned length = 0;
    const char *data = hb_blob_get_data(blob, &length);
    bool kept;

    face->fd = memfd_create("font", MFD_CLOEXEC);
    kept = face->fd >= 0 && length > 0 && write(face->fd, data, length) == (ssize_t)length;
    (void)snprintf(face->path, sizeof face->path, "/proc/self/fd/%d", face->fd);
    hb_blob_destroy(blob);
    return kept;
}

static bool
face_open(const char *path, struct typeface *face, hb_font_t **outlines)
{
    hb_blob_t *blob = hb_blob_create_from_file_or_fail(path);
    hb_face_t *whole, *cut;
    bool kept = false;

    face->fd = -1;
    if (blob == NULL) {
        log_error("font missing file=%s package=fonts-paratype", path);
        return false;
    }
    whole = hb_face_create(blob, 0);
    cut = face_cut(whole);
    if (cut != NULL) {
        advances_read(cut, face);
        kept = face_keep(cut, face);
        if (outlines != NULL) {
            *outlines = hb_font_create(cut);
            hb_font_make_immutable(*outlines);
        }
    }
    if (!kept)
        log_error("font unusable file=%s", path);
    hb_face_destroy(cut);
    hb_face_destroy(whole);
    hb_blob_destroy(blob);
    return kept;
}

/* libhyphen loses a pattern that stands twice in its file (the Russian one has one): known, four bytes. */
static HyphenDict *
patterns_load(const char *path)
{
    HyphenDict *patterns;

#ifdef __SANITIZE_ADDRESS__
    __lsan_disable();
#endif
    patterns = hnj_hyphen_load(path);
#ifdef __SANITIZE_ADDRESS__
    __lsan_enable();
#endif
    return patterns;
}

struct fonts *
fonts_open(void)
{
    struct fonts *fonts = calloc(1, sizeof *fonts);
    bool good = true;

    ensure(fonts != NULL);
    for (int i = 0; i < FACE_COUNT; i++)
        good =
            face_open(font_files[i], &fonts->faces[i], i == FACE_SANS_BOLD ? &fonts->outlines : NULL) && good;
    for (int i = 0; i < LANG_COUNT; i++)
        if (access(hyphen_files[i], R_OK) == 0)
            fonts->hyphens[i] = patterns_load(hyphen_files[i]);
        else
            log_warning("hyphenation missing file=%s", hyphen_files[i]);
    if (!good)
        fonts_close(&fonts);
    return fonts;
}

void
fonts_close(struct fonts **fonts)
{
    if (*fonts == NULL)
        return;
    for (int i = 0; i < FACE_COUNT; i++)
        if ((*fonts)->faces[i].fd >= 0)
            close((*fonts)->faces[i].fd);
    for (int i = 0; i < LANG_COUNT; i++)
        if ((*fonts)->hyphens[i])
            hnj_hyphen_free((*fonts)->hyphens[i]);
    hb_font_destroy((*fonts)->outlines);
    free(*fonts);
    *fonts = NULL;
}

/* ---- outlines ---- */

struct tracer {
    struct arena *arena;
    struct outline *out;
    float em;
};

static void
trace(struct tracer *to, enum outline_kind kind, const float *points)
{
    struct outline_step *step = ARENA_PUSH(to->arena, to->out);

    step->kind = kind;
    for (int i = 0; i < (kind == OUTLINE_CURVE ? 3 : kind == OUTLINE_CLOSE ? 0 : 1); i++) {
        step->x[i] = points[2 * i] / to->em;
        step->y[i] = points[2 * i + 1] / to->em;
    }
}

static void
trace_move(hb_draw_funcs_t *funcs, void *to, hb_draw_state_t *state, float x, float y, void *user)
{
    (void)funcs, (void)state, (void)user;
    trace(to, OUTLINE_MOVE, (const float[]){ x, y });
}

static void
trace_line(hb_draw_funcs_t *funcs, void *to, hb_draw_state_t *state, float x, float y, void *user)
{
    (void)funcs, (void)state, (void)user;
    trace(to, OUTLINE_LINE, (const float[]){ x, y });
}

static void
trace_curve(hb_draw_funcs_t *funcs, void *to, hb_draw_state_t *state, float ax, float ay, float bx, float by,
            float x, float y, void *user)
{
    (void)funcs, (void)state, (void)user;
    trace(to, OUTLINE_CURVE, (const float[]){ ax, ay, bx, by, x, y });
}

static void
trace_close(hb_draw_funcs_t *funcs, void *to, hb_draw_state_t *state, void *user)
{
    (void)funcs, (void)state, (void)user;
    trace(to, OUTLINE_CLOSE, (const float[]){ 0, 0 });
}

void
fonts_outline(const struct fonts *fonts, struct arena *arena, uint32_t point, struct outline *out)
{
    struct tracer tracer = { arena, out, (float)hb_face_get_upem(hb_font_get_face(fonts->outlines)) };
    hb_draw_funcs_t *funcs = hb_draw_funcs_create();
    hb_codepoint_t glyph;

    *out = (struct outline){ 0 };
    hb_draw_funcs_set_move_to_func(funcs, trace_move, NULL, NULL);
    hb_draw_funcs_set_line_to_func(funcs, trace_line, NULL, NULL);
    hb_draw_funcs_set_cubic_to_func(funcs, trace_curve, NULL, NULL); /* quadratic ones come as cubic */
    hb_draw_funcs_set_close_path_func(funcs, trace_close, NULL, NULL);
    if (hb_font_get_nominal_glyph(fonts->outlines, point, &glyph))
        hb_font_get_glyph_shape(fonts->outlines, glyph, funcs, &tracer);
    hb_draw_funcs_destroy(funcs);
}

static bool
is_cyrillic(uint32_t point)
{
    return (point >= 0x400 && point <= 0x45f) || point == 0x490 || point == 0x491;
}

static uint32_t
lower(uint32_t point)
{
    if ((point >= 'A' && point <= 'Z') || (point >= 0x410 && point <= 0x42f))
        return point + 32;
    if (point >= 0x400 && point <= 0x40f)
        return point + 80;
    return point == 0x490 ? 0x491 : point;
}

/* The letters of the Russian alphabet in KOI8-R, which the Russian patterns are written in; ё counts as е. */
static char
koi8(uint32_t point)
{
    static const unsigned char order[32] = {
        0xc1, 0xc2, 0xd7, 0xc7, 0xc4, 0xc5, 0xd6, 0xda, 0xc9, 0xca, 0xcb, 0xcc, 0xcd, 0xce, 0xcf, 0xd0,
        0xd2, 0xd3, 0xd4, 0xd5, 0xc6, 0xc8, 0xc3, 0xde, 0xdb, 0xdd, 0xdf, 0xd9, 0xd8, 0xdc, 0xc0, 0xd1,
    };

    if (point == 0x451)
        point = 0x435;
    return point >= 0x430 && point <= 0x44f ? (char)order[point - 0x430] : '-';
}

/* The patterns of the word's own language where its letters tell: people answer in theirs. */
static HyphenDict *
patterns_for(const struct fonts *fonts, enum lang lang, const uint32_t *word, size_t count)
{
    static const uint32_t russian[] = { 0x44a, 0x44b, 0x44d, 0x451 } /* ъ ы э ё */,
                          ukrainian[] = { 0x454, 0x456, 0x457, 0x491 } /* є і ї ґ */;

    if (!is_cyrillic(word[0]))
        return fonts->hyphens[LANG_EN];
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < LENGTH(russian); k++) {
            if (lower(word[i]) == russian[k])
                return fonts->hyphens[LANG_RU];
            if (lower(word[i]) == ukrainian[k])
                return fonts->hyphens[LANG_UK];
        }
    return fonts->hyphens[lang == LANG_UK ? LANG_UK : LANG_RU];
}

static bool
is_vowel(uint32_t point)
{
    static const uint32_t
        vowels[] = { 0x430, 0x435, 0x438, 0x43e, 0x443, 0x44b, 0x44d,
                     0x44e, 0x44f, 0x451, 0x454, 0x456, 0x457 /* а е и о у ы э ю я ё є і ї */ };

    for (size_t i = 0; i < LENGTH(vowels); i++)
        if (lower(point) == vowels[i])
            return true;
    return false;
}

/* Where the hyphen goes that the patterns want after letter `at`: in Cyrillic the last consonant before a
 * vowel goes with it. 0: nowhere, as a part of two letters is not worth a line. */
static size_t
hyphen_after(const uint32_t *word, size_t count, size_t at)
{
    uint32_t last = lower(word[at]);
    bool consonant = is_cyrillic(last) && !is_vowel(last) && last != 0x439 && last != 0x44a && last != 0x44c;

    if (consonant && is_vowel(word[at + 1]) && at-- == 0) /* not й ъ ь */
        return 0;
    return at + 1 >= PART_LEAST && count - at - 1 >= PART_LEAST ? at : 0;
}

void
fonts_hyphens(const struct fonts *fonts, enum lang lang, const uint32_t *word, size_t count, bool *breaks)
{
    char bytes[WORD_MAX * 4 + 1], hyphens[WORD_MAX * 4 + 8];
    char **rep = NULL;
    int *pos = NULL, *cut = NULL, length = 0;
    HyphenDict *patterns;
    bool cyrillic, any_small = false;

    memset(breaks, 0, count * sizeof *breaks);
    if (count < 4 || count > WORD_MAX || (patterns = patterns_for(fonts, lang, word, count)) == NULL)
        return;
    cyrillic = is_cyrillic(word[0]);
    for (size_t i = 0; i < count; i++) {
        uint32_t point = lower(word[i]);

        any_small = any_small || (i > 0 && point == word[i]);
        if (is_cyrillic(word[i]) != cyrillic)
            return;
        if (patterns->utf8)
            length += (int)utf8_encode(point, bytes + length);
        else
            bytes[length++] = koi8(point);
    }
    bytes[length] = '\0';
    if (!any_small || hnj_hyphen_hyphenate2(patterns, bytes, length, hyphens, NULL, &rep, &pos, &cut) != 0)
        return;
    for (size_t i = 0; i + 1 < count; i++)
        if ((hyphens[i] & 1) && hyphen_after(word, count, i) > 0)
            breaks[hyphen_after(word, count, i)] = true;
    if (rep != NULL) /* replacements belong to languages that we do not set */
        for (int i = 0; i < length; i++)
            free(rep[i]);
    free(rep);
    free(pos);
    free(cut);
}
