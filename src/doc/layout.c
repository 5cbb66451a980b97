/* One pass over the blocks that puts every line at its place on a page. */
#include "doc/internal.h"

#include "base/die.h"

#include <string.h>

#define MM 2.834646f

static const float page_long = 841.89f, page_short = 595.276f, margin_left = 30 * MM, margin_right = 10 * MM,
                   margin_top = 20 * MM, margin_bottom = 20 * MM;

static const struct type_setup foot_type = {
    .plain = FACE_SANS, .bold = FACE_SANS_BOLD, .italic = FACE_SANS, .size = 9, .leading = 11.5f
};

enum { FOOT_TEXTS = 6, FOOT_BOXES = 2 };

static void *
copied(struct arena *arena, const void *items, size_t size, size_t room)
{
    void *copy = arena_alloc(arena, size + room);

    if (size > 0)
        memcpy(copy, items, size);
    return copy;
}

/* Move the open page to the layout, with room for its foot. */
static void
page_keep(struct flow *flow)
{
    const struct page *open = &flow->open;
    struct page *page;

    if (open->section == NULL)
        return;
    page = ARENA_PUSH(flow->arena, &flow->out->pages);
    *page = *open;
    page->texts.items = copied(flow->arena, open->texts.items, open->texts.count * sizeof *page->texts.items,
                               FOOT_TEXTS * sizeof *page->texts.items);
    page->texts.capacity = open->texts.count + FOOT_TEXTS;
    page->boxes.items = copied(flow->arena, open->boxes.items, open->boxes.count * sizeof *page->boxes.items,
                               FOOT_BOXES * sizeof *page->boxes.items);
    page->boxes.capacity = open->boxes.count + FOOT_BOXES;
    flow->open = (struct page){ 0 };
    arena_reset(&flow->open_arena);
}

void
flow_open(struct flow *flow, struct arena *arena, const struct doc *doc, const struct fonts *fonts)
{
    *flow = (struct flow){ .arena = arena, .doc = doc };
    setter_open(&flow->setter, arena, fonts, doc->facts.lang);
}

void
flow_close(struct flow *flow)
{
    arena_close(&flow->open_arena);
    setter_close(&flow->setter);
}

void
flow_section(struct flow *flow, const struct doc_section *section)
{
    flow->section = section;
    flow->left = margin_left;
    flow->width = (section->landscape ? page_long : page_short) - margin_left - margin_right;
    flow->gridded = NULL;
}

void
flow_page(struct flow *flow)
{
    page_keep(flow);
    if (flow->out->pages.count >= DOC_PAGES_MAX)
        flow->out->too_long = true;
    flow->page = &flow->open;
    flow->open.section = flow->section;
    flow->open.width = flow->section->landscape ? page_long : page_short;
    flow->open.height = flow->section->landscape ? page_short : page_long;
    flow->top = flow->y = margin_top;
    flow->bottom = flow->open.height - margin_bottom;
}

/* Where ink on the flow's page is kept: a page that is not open any more is in the layout's arena. */
static struct arena *
page_arena(struct flow *flow)
{
    return flow->page == &flow->open ? &flow->open_arena : flow->arena;
}

void
ink_text(struct flow *flow, float x, float baseline, const struct type_setup *setup, const char *text)
{
    struct ink_text *ink = ARENA_PUSH(page_arena(flow), &flow->page->texts);

    *ink =
        (struct ink_text){ .x = x, .y = baseline, .size = setup->size, .text = text, .face = setup->plain };
}

void
ink_box(struct flow *flow, struct ink_box box)
{
    *ARENA_PUSH(page_arena(flow), &flow->page->boxes) = box;
}

static float
baseline(const struct type_setup *setup, float y)
{
    return y + setup->leading / 2 + setup->size * 0.34f;
}

void
ink_blank(struct flow *flow, const struct type_setup *setup, float x, float y, float width)
{
    ink_box(flow, (struct ink_box){ x, baseline(setup, y) + 2, width, 0.5f, 1 });
}

void
ink_line(struct flow *flow, const struct line *line, const struct type_setup *setup, float x, float y,
         enum doc_align align)
{
    float spare = setup->width - line->width;

    if (spare > 0 && align != ALIGN_LEFT)
        x += align == ALIGN_RIGHT ? spare : spare / 2;
    for (size_t i = 0; i < line->count; i++) {
        const struct run *run = &line->runs[i];
        struct type_setup face = *setup;

        face.plain = run->face;
        if (run->text)
            ink_text(flow, x + run->x, baseline(setup, y), &face, run->text);
        else
            ink_blank(flow, setup, x + run->x, y, run->width);
    }
}

struct type_setup
style_type(enum doc_style style, float width)
{
    struct type_setup type = { FACE_SERIF, FACE_SERIF_BOLD, FACE_SERIF_ITALIC, 11, 15, width, false };

    switch (style) {
    case STYLE_BODY: break;
    case STYLE_NOTE:
        type = (struct type_setup){ FACE_SANS, FACE_SANS_BOLD, FACE_SERIF_ITALIC, 9, 12, width, false };
        break;
    case STYLE_LEAD: type.size = 13, type.leading = 18, type.whole = true; break;
    case STYLE_TITLE:
        type.plain = FACE_SANS_BOLD, type.bold = FACE_SANS_BOLD, type.size = 22, type.leading = 28;
        type.whole = true;
        break;
    case STYLE_SUBTITLE:
        type.plain = FACE_SANS, type.bold = FACE_SANS_BOLD, type.size = 12, type.leading = 17;
        type.whole = true;
        break;
    }
    return type;
}

static struct type_setup
heading_type(int level, float width)
{
    static const float sizes[] = { 16, 13, 11, 11 };
    struct type_setup type = {
        FACE_SANS_BOLD, FACE_SANS_BOLD, FACE_SANS_BOLD, sizes[level - 1], sizes[level - 1] * 1.3f, width, true
    };

    return type;
}

static const char *
heading_text(struct arena *arena, const struct doc_heading *heading)
{
    return *heading->number ? arena_printf(arena, "%s. %s", heading->number, heading->text) : heading->text;
}

static float
heading_space(int level)
{
    return level == 1 ? 18 : 12;
}

static void
heading_draw(struct flow *flow, const struct doc_heading *heading)
{
    struct type_setup type = heading_type(heading->level, flow->width);
    struct lines lines = setter_text(&flow->setter, &type, heading_text(flow->arena, heading));

    if (flow->y > flow->top)
        flow->y += heading_space(heading->level);
    *ARENA_PUSH(flow->arena, &flow->out->stops) =
        (struct stop){ flow->out->pages.count, flow->y, heading->level, heading_text(flow->arena, heading) };
    for (size_t i = 0; i < lines.count; i++, flow->y += type.leading)
        ink_line(flow, &lines.items[i], &type, flow->left, flow->y, ALIGN_LEFT);
    flow->y += 5;
}

/* What is left free below a paragraph, and above one that heads what follows. */
static float
paragraph_space(const struct doc_paragraph *paragraph)
{
    return paragraph->heads ? 2 : paragraph->style == STYLE_NOTE ? 4 : 6;
}

static const float heads_space = 5;

static struct lines
paragraph_lines(struct flow *flow, const struct doc_paragraph *paragraph, struct type_setup *type)
{
    *type = style_type(paragraph->style, flow->width);
    return setter_lines(&flow->setter, type, paragraph->spans.items, paragraph->spans.count);
}

static float
waiting_height(struct flow *flow, const struct doc_block *block)
{
    struct type_setup type;
    struct lines lines;

    if (block->kind == BLOCK_PARAGRAPH) {
        lines = paragraph_lines(flow, block->as.paragraph, &type);
        return heads_space + (float)lines.count * type.leading + paragraph_space(block->as.paragraph);
    }
    type = heading_type(block->as.heading.level, flow->width);
    lines = setter_text(&flow->setter, &type, heading_text(flow->arena, &block->as.heading));
    return heading_space(block->as.heading.level) + (float)lines.count * type.leading + 5;
}

/* A heading waits for what follows it, so that it never ends a page. */
static void
block_wait(struct flow *flow, const struct doc_block *block)
{
    if (flow->waiting_count == LENGTH(flow->waiting))
        flow_claim(flow, 0);
    flow->waiting[flow->waiting_count++] = block;
    flow->waiting_height += waiting_height(flow, block);
}

static void
paragraph_draw(struct flow *flow, const struct doc_paragraph *paragraph)
{
    struct type_setup type;
    struct lines lines = paragraph_lines(flow, paragraph, &type);

    if (paragraph->heads && flow->y > flow->top)
        flow->y += heads_space;
    flow_lines(flow, &lines, &type, flow->left, paragraph->align);
    flow->y += paragraph_space(paragraph);
}

void
flow_claim(struct flow *flow, float height)
{
    size_t waiting = flow->waiting_count;

    if (flow->y > flow->top && flow->y + flow->waiting_height + height > flow->bottom + 0.01f)
        flow_page(flow);
    flow->waiting_count = 0;
    flow->waiting_height = 0;
    for (size_t i = 0; i < waiting; i++)
        if (flow->waiting[i]->kind == BLOCK_PARAGRAPH)
            paragraph_draw(flow, flow->waiting[i]->as.paragraph);
        else
            heading_draw(flow, &flow->waiting[i]->as.heading);
}

void
flow_lines(struct flow *flow, const struct lines *lines, const struct type_setup *type, float x,
           enum doc_align align)
{
    for (size_t i = 0; i < lines->count; i++, flow->y += type->leading) {
        bool pair = lines->count > 1 && (i == 0 || i + 2 == lines->count);

        flow_claim(flow, pair ? 2 * type->leading : type->leading);
        ink_line(flow, &lines->items[i], type, x, flow->y, align);
    }
}

static void
list_flow(struct flow *flow, const struct doc_list *list)
{
    struct type_setup type = style_type(STYLE_BODY, flow->width - 20);

    if (list->compact)
        type.size = 10, type.leading = 12;
    for (size_t i = 0; i < list->items.count; i++) {
        struct lines lines = setter_text(&flow->setter, &type, list->items.items[i]);
        const char *sign = list->ordered ? arena_printf(flow->arena, "%zu.", i + 1) : "\u2013";

        flow_claim(flow, lines.count > 1 ? 2 * type.leading : type.leading);
        ink_text(flow, flow->left + 2, baseline(&type, flow->y), &type, sign);
        flow_lines(flow, &lines, &type, flow->left + 20, ALIGN_LEFT);
        flow->y += list->compact ? 1 : 2;
    }
    flow->y += 4;
}

/* A label and its value as lines, at their place in the row. */
struct laid_key {
    struct type_setup label_type, value_type;
    struct lines labels, values;
    float x, value_x;
    bool blank;
};

static size_t
key_lay(struct flow *flow, const struct doc_key *key, float x, float width, struct laid_key *out)
{
    float label_width = width * 0.36f, gap = 10;

    *out = (struct laid_key){ .x = x, .value_x = x + label_width + gap, .blank = key->text == NULL };
    out->value_type = out->label_type = style_type(STYLE_BODY, width - label_width - gap);
    out->label_type.plain = FACE_SANS;
    out->label_type.size = 10;
    out->label_type.width = label_width;
    out->labels = setter_text(&flow->setter, &out->label_type, key->label);
    if (key->text)
        out->values = setter_text(&flow->setter, &out->value_type, key->text);
    return out->labels.count > out->values.count ? out->labels.count : out->values.count;
}

static void
key_line(struct flow *flow, const struct laid_key *key, size_t at)
{
    if (at < key->labels.count)
        ink_line(flow, &key->labels.items[at], &key->label_type, key->x, flow->y, ALIGN_LEFT);
    if (at < key->values.count)
        ink_line(flow, &key->values.items[at], &key->value_type, key->value_x, flow->y, ALIGN_LEFT);
    else if (at == 0 && key->blank)
        ink_blank(flow, &key->value_type, key->value_x, flow->y, key->value_type.width * 0.7f);
}

/* One row of keys: one, or two beside each other, in halves of the width when `paired`. */
static void
keys_row(struct flow *flow, const struct doc_key *keys, size_t count, bool paired)
{
    struct laid_key laid[2] = { 0 };
    float gap = 18, width = paired ? (flow->width - gap) / 2 : flow->width, leading;
    size_t lines = 0;

    for (size_t i = 0; i < count; i++) {
        size_t own = key_lay(flow, &keys[i], flow->left + (float)i * (width + gap), width, &laid[i]);

        lines = own > lines ? own : lines;
    }
    leading = laid[0].value_type.leading;
    if ((float)lines * leading < flow->bottom - flow->top)
        flow_claim(flow, (float)lines * leading);
    for (size_t at = 0; at < lines; at++, flow->y += leading) {
        flow_claim(flow, leading);
        for (size_t i = 0; i < count; i++)
            key_line(flow, &laid[i], at);
    }
    flow->y += 3;
}

static void
keys_flow(struct flow *flow, const struct doc_keys *keys)
{
    for (size_t i = 0; i < keys->count;) {
        size_t count = keys->paired && i + 1 < keys->count ? 2 : 1;

        keys_row(flow, &keys->items[i], count, keys->paired);
        i += count;
    }
    flow->y += 5;
}

static void
notice_flow(struct flow *flow, const char *why)
{
    struct type_setup type = style_type(STYLE_BODY, flow->width - 20);
    struct lines lines;
    float height;

    type.plain = FACE_SERIF_ITALIC;
    lines = setter_text(&flow->setter, &type, why);
    height = (float)lines.count * type.leading + 10;
    flow_claim(flow, height < flow->bottom - flow->top ? height : 0);
    if (flow->y + height <= flow->bottom)
        ink_box(flow, (struct ink_box){ flow->left, flow->y, 2, height, 0.6f });
    flow->y += 5;
    flow_lines(flow, &lines, &type, flow->left + 12, ALIGN_LEFT);
    flow->y += 11;
}

static void
block_flow(struct flow *flow, const struct doc_block *block)
{
    switch (block->kind) {
    case BLOCK_HEADING: block_wait(flow, block); break;
    case BLOCK_PARAGRAPH:
        if (block->as.paragraph->heads)
            block_wait(flow, block);
        else
            paragraph_draw(flow, block->as.paragraph);
        break;
    case BLOCK_LIST: list_flow(flow, block->as.list); break;
    case BLOCK_KEYS: keys_flow(flow, block->as.keys); break;
    case BLOCK_TABLE:
        if (!block->as.table->data_only)
            flow_table(flow, block->as.table);
        break;
    case BLOCK_FIGURE: flow_figure(flow, block->as.figure); break;
    case BLOCK_SIGNATURES: flow_signatures(flow, block->as.signatures); break;
    case BLOCK_APPROVAL: flow_approval(flow, block->as.approval); break;
    case BLOCK_QR: flow_qr(flow, &block->as.qr); break;
    case BLOCK_SPACE: flow->y += block->as.space; break;
    case BLOCK_PAGE_BREAK:
        if (flow->waiting_count > 0)
            flow_claim(flow, 0);
        flow_page(flow);
        break;
    case BLOCK_NOTICE: notice_flow(flow, block->as.notice); break;
    }
    setter_forget(&flow->setter);
}

static void
foot_draw(struct flow *flow, int number, int count)
{
    const struct doc_section *section = flow->page->section;
    const char *pattern = flow->doc->facts.words.page, *page;
    struct type_setup type = foot_type;
    float left = margin_left, right = flow->page->width - margin_right, foot = flow->page->height - 14 * MM;
    struct lines lines;

    page = words_fill(flow->arena, pattern, "{x}", arena_int(flow->arena, number));
    page = words_fill(flow->arena, page, "{y}", arena_int(flow->arena, count));
    ink_box(flow,
            (struct ink_box){ left, foot - 2, right - left - (section->foot_qr ? 15 * MM : 0), 0.5f, 0.5f });
    if (section->foot_qr) {
        ink_qr(flow, section->foot_qr, right - 13 * MM, flow->page->height - 18 * MM, 13 * MM);
        right -= 15 * MM;
    }
    type.width = right - left;
    lines = setter_text(&flow->setter, &type, page);
    ink_line(flow, &lines.items[0], &type, left, foot, ALIGN_RIGHT);
    type.width -= lines.items[0].width + 10;
    lines = setter_text(&flow->setter, &type, section->foot);
    ink_line(flow, &lines.items[0], &type, left, foot, ALIGN_LEFT);
    if (section->foot_second) {
        lines = setter_text(&flow->setter, &type, section->foot_second);
        ink_line(flow, &lines.items[0], &type, left, foot + type.leading, ALIGN_LEFT);
    }
    type.width = flow->page->width - margin_left - margin_right;
    lines = setter_text(&flow->setter, &type, section->header);
    ink_line(flow, &lines.items[0], &type, left, 11 * MM, ALIGN_LEFT);
    setter_forget(&flow->setter);
}

void
layout_make(struct arena *arena, const struct doc *doc, const struct fonts *fonts, struct layout *out)
{
    struct flow flow;

    *out = (struct layout){ 0 };
    flow_open(&flow, arena, doc, fonts);
    flow.out = out;
    for (size_t i = 0; i < doc->sections.count && !out->too_long; i++) {
        flow_section(&flow, doc->sections.items[i]);
        flow_page(&flow);
        for (size_t k = 0; k < flow.section->blocks.count && !out->too_long; k++) {
            const struct doc_blocks *blocks = &flow.section->blocks;

            flow.next = k + 1 < blocks->count ? &blocks->items[k + 1] : NULL;
            block_flow(&flow, &blocks->items[k]);
        }
        if (flow.waiting_count > 0)
            flow_claim(&flow, 0);
    }
    if (!out->too_long)
        page_keep(&flow);
    for (size_t i = 0; i < out->pages.count; i++) {
        flow.page = &out->pages.items[i];
        foot_draw(&flow, (int)i + 1, (int)out->pages.count);
    }
    flow_close(&flow);
}
