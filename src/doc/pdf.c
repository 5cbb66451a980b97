/* Laid-out pages as PDF; the only file that knows libharu. */
#include "doc/internal.h"

#include "base/die.h"
#include "base/log.h"
#include "base/utf8.h"

#include <hpdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { HEADING_LEVELS = 4 };

struct press {
    HPDF_Doc pdf;
    HPDF_Font faces[FACE_COUNT];
    const struct fonts *fonts;
};

/* libharu does not look at what malloc returns: rather stop here than crash there. */
static void *
alloc_or_die(HPDF_UINT size)
{
    void *memory = malloc(size);

    ensure(memory != NULL);
    return memory;
}

static HPDF_Font
press_face(struct press *press, enum face face)
{
    if (press->faces[face] == NULL) {
        const char *name = HPDF_LoadTTFontFromFile(press->pdf, fonts_path(press->fonts, face), HPDF_TRUE);

        press->faces[face] = name ? HPDF_GetFont(press->pdf, name, "UTF-8") : NULL;
    }
    return press->faces[face];
}

/* libharu knows nothing above U+FFFF; the file's properties get a placeholder there. */
static const char *
property(struct arena *arena, const char *text)
{
    size_t length = strlen(text), at = 0, used = 0;
    char *out = arena_alloc(arena, length + 1);

    while (at < length) {
        uint32_t point = 0;
        size_t step = utf8_decode(text + at, length - at, &point);

        used += utf8_encode(step == 4 ? PLACEHOLDER : point == '\n' ? ' ' : point, out + used);
        at += step;
    }
    out[used] = '\0';
    return out;
}

static void
properties_write(struct press *press, struct arena *arena, const struct doc_facts *facts)
{
    const struct civil *made = &facts->made;
    HPDF_Date date = {
        made->year, made->month, made->day, made->hour, made->minute, made->second, ' ', 0, 0
    };

    HPDF_SetInfoAttr(press->pdf, HPDF_INFO_TITLE, property(arena, facts->title));
    HPDF_SetInfoAttr(press->pdf, HPDF_INFO_CREATOR, "Anketa");
    if (facts->author)
        HPDF_SetInfoAttr(press->pdf, HPDF_INFO_AUTHOR, property(arena, facts->author));
    if (*facts->code)
        HPDF_SetInfoAttr(press->pdf, HPDF_INFO_SUBJECT,
                         property(arena, arena_printf(arena, "%s %s", facts->code, facts->version)));
    if (made->year == 0)
        return;
    HPDF_SetInfoDateAttr(press->pdf, HPDF_INFO_CREATION_DATE, date);
    HPDF_SetInfoDateAttr(press->pdf, HPDF_INFO_MOD_DATE, date);
}

/* Where a point of a slanted line of letters lies on the page. */
struct slant {
    float x, y, cos, sin, size, along; /* along: how far the line has come */
};

static void
slant_point(const struct slant *slant, float x, float y, float *to)
{
    float right = slant->along + x * slant->size, up = y * slant->size;

    to[0] = slant->x + slant->cos * right - slant->sin * up;
    to[1] = slant->y + slant->sin * right + slant->cos * up;
}

static void
outline_path(HPDF_Page to, const struct outline *outline, const struct slant *slant)
{
    for (size_t i = 0; i < outline->count; i++) {
        const struct outline_step *step = &outline->items[i];
        float points[3][2];

        for (int k = 0; k < 3; k++)
            slant_point(slant, step->x[k], step->y[k], points[k]);
        switch (step->kind) {
        case OUTLINE_MOVE: HPDF_Page_MoveTo(to, points[0][0], points[0][1]); break;
        case OUTLINE_LINE: HPDF_Page_LineTo(to, points[0][0], points[0][1]); break;
        case OUTLINE_CURVE:
            HPDF_Page_CurveTo(to, points[0][0], points[0][1], points[1][0], points[1][1], points[2][0],
                              points[2][1]);
            break;
        case OUTLINE_CLOSE: HPDF_Page_ClosePath(to); break;
        }
    }
}

static float
watermark_width(const struct press *press, const char *text, float size)
{
    float width = 0;

    for (size_t at = 0, length = strlen(text); at < length;) {
        uint32_t point = 0;

        at += utf8_decode(text + at, length - at, &point);
        width += (float)fonts_advance(press->fonts, FACE_SANS_BOLD, point) * size / 1000;
    }
    return width;
}

/* Behind everything, from corner to corner, light enough to read over; drawn as shapes, so that its letters
 * do not get among the words when somebody copies or searches the text. */
static void
watermark_draw(struct press *press, HPDF_Page to, const struct page *page, const char *text)
{
    scoped_arena arena = { 0 };
    float angle = atan2f(page->height, page->width) * 0.9f, width = watermark_width(press, text, 110);
    struct slant slant = { .cos = cosf(angle), .sin = sinf(angle), .size = 110 };

    if (width > page->width) {
        slant.size *= page->width / width;
        width = page->width;
    }
    slant.x = page->width / 2 - slant.cos * width / 2 + slant.sin * slant.size * 0.35f;
    slant.y = page->height / 2 - slant.sin * width / 2 - slant.cos * slant.size * 0.35f;
    HPDF_Page_SetGrayFill(to, 0.94f);
    for (size_t at = 0, length = strlen(text); at < length;) {
        struct outline outline;
        uint32_t point = 0;

        at += utf8_decode(text + at, length - at, &point);
        fonts_outline(press->fonts, &arena, point, &outline);
        outline_path(to, &outline, &slant);
        slant.along += (float)fonts_advance(press->fonts, FACE_SANS_BOLD, point) * slant.size / 1000;
        if (outline.count > 0)
            HPDF_Page_Fill(to);
    }
}

static void
boxes_draw(HPDF_Page to, const struct page *page)
{
    for (size_t i = 0; i < page->boxes.count;) {
        float ink = page->boxes.items[i].ink;

        HPDF_Page_SetGrayFill(to, 1 - ink);
        for (; i < page->boxes.count && fabsf(page->boxes.items[i].ink - ink) < 0.001f; i++) {
            const struct ink_box *box = &page->boxes.items[i];

            HPDF_Page_Rectangle(to, box->x, page->height - box->y - box->height, box->width, box->height);
        }
        HPDF_Page_Fill(to);
    }
}

static void
texts_draw(struct press *press, HPDF_Page to, const struct page *page)
{
    float x = 0, y = 0, size = 0;
    int face = -1;

    HPDF_Page_BeginText(to);
    HPDF_Page_SetGrayFill(to, 0);
    for (size_t i = 0; i < page->texts.count; i++) {
        const struct ink_text *text = &page->texts.items[i];
        float up = page->height - text->y;

        if ((int)text->face != face || fabsf(text->size - size) > 0.001f) {
            HPDF_Font font = press_face(press, text->face);

            if (font == NULL)
                break;
            HPDF_Page_SetFontAndSize(to, font, text->size);
            face = (int)text->face;
            size = text->size;
        }
        HPDF_Page_MoveTextPos(to, text->x - x, up - y);
        x = text->x;
        y = up;
        HPDF_Page_ShowText(to, text->text);
    }
    HPDF_Page_EndText(to);
}

static void
pages_draw(struct press *press, const struct doc *doc, const struct layout *layout)
{
    for (size_t i = 0; i < layout->pages.count && HPDF_GetError(press->pdf) == HPDF_OK; i++) {
        const struct page *page = &layout->pages.items[i];
        HPDF_Page to = HPDF_AddPage(press->pdf);

        HPDF_Page_SetWidth(to, page->width);
        HPDF_Page_SetHeight(to, page->height);
        if (doc->facts.watermark)
            watermark_draw(press, to, page, doc->facts.watermark);
        boxes_draw(to, page);
        texts_draw(press, to, page);
    }
}

/* Headings beside the pages, each under the last one of a higher level. */
static void
outline_draw(struct press *press, struct arena *arena, const struct layout *layout)
{
    HPDF_Encoder encoder = HPDF_GetEncoder(press->pdf, "UTF-8");
    HPDF_Outline last[HEADING_LEVELS + 1] = { NULL };

    for (size_t i = 0; i < layout->stops.count && HPDF_GetError(press->pdf) == HPDF_OK; i++) {
        const struct stop *stop = &layout->stops.items[i];
        HPDF_Page page = HPDF_GetPageByIndex(press->pdf, (HPDF_UINT)stop->page);
        HPDF_Destination place = HPDF_Page_CreateDestination(page);
        HPDF_Outline parent = NULL;

        for (int level = 1; level < stop->level; level++)
            parent = last[level] ? last[level] : parent;
        HPDF_Destination_SetFitH(place, HPDF_Page_GetHeight(page) - stop->y + 8);
        last[stop->level] = HPDF_CreateOutline(press->pdf, parent, property(arena, stop->text), encoder);
        HPDF_Outline_SetDestination(last[stop->level], place);
        for (int level = stop->level + 1; level <= HEADING_LEVELS; level++)
            last[level] = NULL;
    }
}

static enum doc_result
bytes_read(struct press *press, struct buf *out)
{
    HPDF_BYTE bytes[16384];
    HPDF_UINT32 got;

    if (HPDF_SaveToStream(press->pdf) != HPDF_OK)
        return DOC_FAILED;
    HPDF_ResetStream(press->pdf);
    do {
        got = sizeof bytes;
        HPDF_ReadFromStream(press->pdf, bytes, &got);
        buf_add(out, bytes, got);
    } while (got == sizeof bytes && !out->full);
    return out->full ? DOC_TOO_LARGE : DOC_OK;
}

enum doc_result
doc_pdf(const struct doc *doc, const struct fonts *fonts, struct buf *out, int *pages)
{
    scoped_arena arena = { 0 };
    struct press press = { .fonts = fonts };
    enum doc_result result = DOC_FAILED;
    struct layout layout;

    layout_make(&arena, doc, fonts, &layout);
    if (pages)
        *pages = (int)layout.pages.count;
    if (layout.too_long)
        return DOC_TOO_LONG;
    press.pdf = HPDF_NewEx(NULL, alloc_or_die, free, 0, NULL);
    ensure(press.pdf != NULL);
    HPDF_SetCompressionMode(press.pdf, HPDF_COMP_ALL);
    HPDF_UseUTFEncodings(press.pdf);
    HPDF_SetCurrentEncoder(press.pdf, "UTF-8");
    properties_write(&press, &arena, &doc->facts);
    pages_draw(&press, doc, &layout);
    outline_draw(&press, &arena, &layout);
    if (HPDF_GetError(press.pdf) == HPDF_OK)
        result = bytes_read(&press, out);
    if (result == DOC_FAILED)
        log_error("pdf failed code=%#lx detail=%lu", (unsigned long)HPDF_GetError(press.pdf),
                  (unsigned long)HPDF_GetErrorDetail(press.pdf));
    HPDF_Free(press.pdf);
    return result;
}
