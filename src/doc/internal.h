/* What the writers of doc/ share: letter widths, hyphenation, lines, and the laid-out pages. */
#ifndef DOC_INTERNAL_H
#define DOC_INTERNAL_H

#include "doc/write.h"

#include <stdint.h>

enum face { FACE_SERIF, FACE_SERIF_BOLD, FACE_SERIF_ITALIC, FACE_SANS, FACE_SANS_BOLD, FACE_COUNT };

enum {
    PLACEHOLDER = 0x25ca, /* ◊: in every face, and no letter */
    NO_BREAK_SPACE = 0xa0,
    POINTS_MAX = 0x2600
};

/* The advance of a letter in thousandths of the size; 0 when the face has no such letter. */
unsigned fonts_advance(const struct fonts *fonts, enum face face, uint32_t point);

/* A step along the outline of a letter, in ems from the baseline's left end; y goes up. */
struct outline_step {
    enum outline_kind { OUTLINE_MOVE, OUTLINE_LINE, OUTLINE_CURVE, OUTLINE_CLOSE } kind;
    float x[3], y[3]; /* of a curve all three, else the first */
};

struct outline LIST_OF(struct outline_step);

/* The outline of a letter of the bold sans face, to be filled; empty when the face lacks it. */
void fonts_outline(const struct fonts *fonts, struct arena *arena, uint32_t point, struct outline *out);

/* A path that libharu can load the cut-down face from. */
const char *fonts_path(const struct fonts *fonts, enum face face);

/*
 * Where may this word be divided? `breaks[i]` becomes true when a hyphen may stand after letter i. Words of
 * capitals, of other scripts, and longer than 80 letters stay whole.
 */
void fonts_hyphens(const struct fonts *fonts, enum lang lang, const uint32_t *word, size_t count,
                   bool *breaks);

/* A piece of a line in one face; text NULL is a blank to be ruled. */
struct run {
    float x, width; /* points from the line's left edge */
    const char *text;
    enum face face;
};

struct line {
    struct run *runs;
    size_t count;
    float width;
};

struct lines LIST_OF(struct line);

struct glyph {
    uint32_t point;
    float width;
    unsigned char face;
    enum tie { TIE_NONE, TIE_WEAK, TIE_FIRM } tied; /* of a blank: no line should, or may, end there */
};

struct glyphs LIST_OF(struct glyph);

/* Breaks texts into lines; keeps its scratch memory between texts. */
struct setter {
    struct arena *arena;     /* of the texts of lines */
    struct arena line_arena; /* of the lines themselves, until setter_forget() */
    struct arena scratch_arena;
    struct glyphs glyphs;
    const struct fonts *fonts;
    enum lang lang;
};

struct type_setup {
    enum face plain, bold, italic;
    float size, leading, width;
    bool whole; /* words are divided only where one alone is too long for the line */
};

/* Latin or Cyrillic, what words to divide are made of. */
bool is_word_letter(uint32_t point);

/* Find the blanks where no line may end. */
void ties_mark(struct glyph *glyphs, size_t count);

void setter_open(struct setter *setter, struct arena *arena, const struct fonts *fonts, enum lang lang);
void setter_close(struct setter *setter);

/* Give back all lines made so far; their texts stay. */
void setter_forget(struct setter *setter);

/* The lines of the spans, none wider than `setup->width` unless a single letter is. An empty text has one. */
struct lines setter_lines(struct setter *setter, const struct type_setup *setup, const struct doc_span *spans,
                          size_t count);
struct lines setter_text(struct setter *setter, const struct type_setup *setup, const char *text);

/* A part of a text that no line divides, and the blank after it. */
struct piece {
    float width, blank;
    bool last; /* of its line, whatever the width */
};

struct pieces LIST_OF(struct piece);

/* The parts of a text; they live until setter_forget(). */
void setter_pieces(struct setter *setter, const struct type_setup *setup, const char *text,
                   struct pieces *out);

/* The width of the widest part of the text that no blank divides. */
float setter_widest(struct setter *setter, const struct type_setup *setup, const char *text);

/* Ink on a page; x and y in points from its upper left corner, y of a text is the baseline. */
struct ink_text {
    float x, y, size;
    const char *text;
    enum face face;
};

struct ink_box {
    float x, y, width, height, ink; /* ink: 0 white … 1 black */
};

struct ink_texts LIST_OF(struct ink_text);
struct ink_boxes LIST_OF(struct ink_box);

struct page {
    const struct doc_section *section;
    float width, height;
    struct ink_boxes boxes; /* drawn before the texts */
    struct ink_texts texts;
};

struct pages LIST_OF(struct page);

/* Where a heading stands, for the outline beside the pages. */
struct stop {
    size_t page;
    float y;
    int level;
    const char *text;
};

struct stops LIST_OF(struct stop);

struct layout {
    struct pages pages;
    struct stops stops;
    bool too_long;
};

enum { COLUMNS_MAX = 40, CELL_SIDE = 3 /* points between a rule's end and the text of a cell */ };

/* Where the columns of a table begin; one more than there are, the last is the right edge. */
struct grid {
    float x[COLUMNS_MAX + 1];
};

/* Where the next block goes. */
struct flow {
    struct arena *arena;
    const struct doc *doc;
    const struct doc_section *section;
    struct setter setter;
    struct layout *out;
    struct page *page; /* &open, while blocks flow */
    struct page open;  /* grows in its own arena, and is kept at its true size when it is full */
    struct arena open_arena;
    float left, width, top, bottom, y;
    const struct doc_block *waiting[8]; /* headings that must stand on the page of what follows */
    size_t waiting_count;
    float waiting_height;
    const struct doc_table *gridded; /* the table of this section whose columns `grid` has; NULL: none yet */
    struct grid grid;
    const struct doc_block *next; /* what follows the block that flows; NULL: nothing in this section */
};

/* Begin and end laying out; flow_section() says for which section before anything of it flows. */
void flow_open(struct flow *flow, struct arena *arena, const struct doc *doc, const struct fonts *fonts);
void flow_close(struct flow *flow);
void flow_section(struct flow *flow, const struct doc_section *section);

/* Begin a new page of the section. */
void flow_page(struct flow *flow);

/* Make sure that `height` points (and the headings that wait) fit, on a new page if need be; draws the
 * headings.
 */
void flow_claim(struct flow *flow, float height);

void ink_text(struct flow *flow, float x, float baseline, const struct type_setup *setup, const char *text);
void ink_box(struct flow *flow, struct ink_box box);

/* One line whose top is at `y`, aligned in `setup->width` from `x`. */
void ink_line(struct flow *flow, const struct line *line, const struct type_setup *setup, float x, float y,
              enum doc_align align);

/* A rule to write on, under the baseline of a line whose top is at `y`. */
void ink_blank(struct flow *flow, const struct type_setup *setup, float x, float y, float width);

/* The type of a cell's text in a column of this width. */
struct type_setup cell_type(bool bold, float width);

/* The columns of a table. Tables of a section that look alike get the same. */
void grid_make(struct flow *flow, const struct doc_table *table, struct grid *grid);

void flow_table(struct flow *flow, const struct doc_table *table);
/* The type of a paragraph. */
struct type_setup style_type(enum doc_style style, float width);

/* Lines one below the other, over pages; neither the first nor the last line of several stands alone. */
void flow_lines(struct flow *flow, const struct lines *lines, const struct type_setup *type, float x,
                enum doc_align align);

void flow_figure(struct flow *flow, const struct doc_figure *figure);
void flow_qr(struct flow *flow, const struct doc_qr *qr);
void ink_qr(struct flow *flow, const char *text, float x, float y, float size);
void flow_signatures(struct flow *flow, const struct doc_signatures *signatures);
float signatures_height(struct flow *flow, const struct doc_signatures *signatures);
void flow_approval(struct flow *flow, const struct doc_approval *approval);

/* Put the document on pages. Everything in `arena`; texts point into the document. */
void layout_make(struct arena *arena, const struct doc *doc, const struct fonts *fonts, struct layout *out);

/* A QR code as rows of modules: `modules[y * side + x]`; side 0 when the text is too long for one. */
struct qr {
    int side;
    const unsigned char *modules;
};

struct qr qr_make(struct arena *arena, const char *text);

/* A cell's figure as exact decimals with a point: "56.43". */
const char *figure_text(struct arena *arena, const struct doc_cell *cell);
bool cell_has_figure(const struct doc_cell *cell);

/* {x}, {y}, {t} of a pattern replaced. */
const char *words_fill(struct arena *arena, const char *pattern, const char *name, const char *value);

#endif
