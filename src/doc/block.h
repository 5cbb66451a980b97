/*
 * The document model: what a report says, before anybody knows how it will look. A report makes blocks in an
 * arena; layout, PDF, HTML, CSV and JSON read them. Every text is copied, made valid UTF-8 and freed of
 * control bytes on its way in; a document holds no words that its report did not give.
 */
#ifndef DOC_BLOCK_H
#define DOC_BLOCK_H

#include "base/arena.h"
#include "base/zone.h"
#include "model/lang.h"

#include <stdbool.h>
#include <stdint.h>

/* The few words that writers need; all given, none NULL. {x} and {y} are replaced by numbers, {t} by a title.
 */
struct doc_words {
    const char *page;      /* "стр. {x} из {y}" */
    const char *continued; /* above a table's part on a further page: "Продолжение: {t}" */
    const char *blank;     /* what a ruled blank is called aloud: "заполнить от руки" */
};

struct doc_facts {
    enum lang lang;
    const char *title, *code, *version;
    const char *date;  /* as printed: "23.11.2026" */
    struct civil made; /* the same moment, for the file's metadata; never the clock of the printing machine */
    const char *author;    /* for the metadata; NULL: none */
    const char *country;   /* RU, UA, … */
    const char *watermark; /* «ПРОЕКТ» behind every page; NULL: none */
    struct doc_words words;
};

enum doc_align { ALIGN_LEFT, ALIGN_RIGHT, ALIGN_CENTRE };

enum span_style { SPAN_PLAIN, SPAN_BOLD, SPAN_ITALIC, SPAN_BLANK };

struct doc_span {
    enum span_style style;
    const char *text; /* of a blank: NULL */
    float width;      /* of a blank, points */
};

struct doc_spans LIST_OF(struct doc_span);
struct doc_texts LIST_OF(const char *);

enum doc_style {
    STYLE_BODY,    /* 11 pt */
    STYLE_NOTE,    /* 9 pt, under a table or a figure */
    STYLE_LEAD,    /* 13 pt: what stands out without being a heading */
    STYLE_TITLE,   /* the name of the document */
    STYLE_SUBTITLE /* what stands under it */
};

struct doc_paragraph {
    enum doc_style style;
    enum doc_align align;
    bool heads; /* what follows it, as a question its answers: they share a page */
    struct doc_spans spans;
};

struct doc_list {
    bool ordered, compact; /* compact: 10 pt on 12 */
    struct doc_texts items;
};

struct doc_key {
    const char *label;
    const char *text; /* NULL: a ruled blank */
};

struct doc_keys {
    struct doc_key *items;
    size_t count, capacity;
    bool paired; /* two beside each other, from left to right */
};

enum cell_kind {
    CELL_EMPTY, /* nothing, printed as such or as a dash; CSV and JSON: empty, null */
    CELL_TEXT,
    CELL_NUMBER,  /* figure / 10^decimals, shown with the unit of its column or in its text */
    CELL_PERCENT, /* the same; per cent */
    CELL_SHARE,   /* figure: hundredths of a percent */
    CELL_FLAG,    /* figure: 0 or 1; JSON: false, true */
    CELL_DATE,    /* raw: 2026-11-23 */
    CELL_BLANK,   /* room to write by hand */
    CELL_COVERED  /* under the span of the cell before it */
};

struct doc_cell {
    const char *text; /* as printed */
    const char *raw;  /* of a date */
    int64_t figure;
    unsigned char kind, decimals, span; /* span: columns, 1 when alone */
    bool bold;
};

struct doc_column {
    const char *id, *title;
    const char *unit; /* for JSON; NULL: none */
    float width; /* a hint, relative to the other columns; 0: a figure for CSV and JSON, not printed, nor is a
                    table of none but these */
    enum doc_align align;
};

struct doc_columns LIST_OF(struct doc_column);

struct doc_row {
    struct doc_cell *cells; /* as many as the table has columns */
    bool strong;            /* a total or the head of a group: bold, with a rule above */
    bool tall;              /* leaves room for a signature */
};

struct doc_rows LIST_OF(struct doc_row);

struct doc_table {
    struct arena *arena;
    const char *id, *title; /* the id names the table in CSV and JSON; title NULL: none printed */
    struct doc_columns columns;
    struct doc_rows rows;
    size_t filled;  /* cells of the last row given so far */
    float fraction; /* of the text's width that it takes; 0: all */
    bool tight;     /* rows of figures that must share a page with much else */
    bool
        data_only; /* for CSV and JSON: figures behind what is printed, named by column ids, in no language */
};

enum ink_kind { INK_BOX, INK_LABEL };

struct doc_shape {
    enum ink_kind kind;
    float x, y, width, height; /* points from the upper left corner; y of a label is its baseline */
    float ink;                 /* 0 white … 1 black */
    const char *text;
    enum doc_align align; /* of a label around x */
};

struct doc_shapes LIST_OF(struct doc_shape);

struct doc_figure {
    struct arena *arena;
    const char *title, *description; /* the description is read aloud */
    float width, height;
    struct doc_shapes shapes;
};

struct doc_signature {
    const char *role;
    const char *name; /* NULL: a ruled blank */
    const char *date; /* «___» ______ 20__ г. or a date; NULL: none */
};

/* Lines to sign, with what is signed above them and a note below, all on one page. */
struct doc_signatures {
    struct doc_signature *items;
    size_t count, capacity;
    struct doc_texts lead;
    const char *note; /* NULL: none */
};

struct doc_approver {
    const char *position, *name; /* NULL: a ruled blank */
    const char *date;            /* «___» ______ 20__ г. */
};

struct doc_approvers LIST_OF(struct doc_approver);

/* One column of an approval block: УТВЕРЖДАЮ or СОГЛАСОВАНО. */
struct doc_approval_side {
    const char *title; /* NULL: the column is empty */
    struct doc_approvers people;
};

struct doc_approval {
    struct doc_approval_side left, right;
};

struct doc_qr {
    const char *text, *caption;
    float size; /* points */
};

struct doc_heading {
    int level;          /* 1 … 4 */
    const char *number; /* "9.1"; "" for none */
    const char *text;
};

enum block_kind {
    BLOCK_HEADING,
    BLOCK_PARAGRAPH,
    BLOCK_LIST,
    BLOCK_KEYS,
    BLOCK_TABLE,
    BLOCK_FIGURE,
    BLOCK_SIGNATURES,
    BLOCK_APPROVAL,
    BLOCK_QR,
    BLOCK_SPACE,
    BLOCK_PAGE_BREAK,
    BLOCK_NOTICE
};

struct doc_block {
    enum block_kind kind;
    union {
        struct doc_heading heading;
        struct doc_paragraph *paragraph;
        struct doc_list *list;
        struct doc_keys *keys;
        struct doc_table *table;
        struct doc_figure *figure;
        struct doc_signatures *signatures;
        struct doc_approval *approval;
        struct doc_qr qr;
        float space;        /* points */
        const char *notice; /* why a section is empty */
    } as;
};

struct doc_blocks LIST_OF(struct doc_block);

/* Pages of one shape: A4 portrait or landscape, with the same head and foot. */
struct doc_section {
    bool landscape;
    const char *header;      /* "" for none */
    const char *foot;        /* left; page X of Y stands right */
    const char *foot_second; /* the foot's second line; NULL: none */
    const char *foot_qr;     /* a small QR in the foot; NULL: none */
    struct doc_blocks blocks;
};

struct doc_sections LIST_OF(struct doc_section *);

struct doc {
    struct arena *arena;
    struct doc_facts facts;
    struct doc_sections sections;
};

/* What block_section() starts a section with. */
struct section_setup {
    bool landscape;
    const char *header, *foot, *foot_second, *foot_qr; /* NULL: none */
};

/* A new document, owned by the arena; `facts` are copied with their texts. */
struct doc *doc_new(struct arena *arena, const struct doc_facts *facts);

/* Begin a section on a new page; the blocks that follow belong to it. A document starts with one. */
void block_section(struct doc *doc, const struct section_setup *setup);

void block_heading(struct doc *doc, int level, const char *number, const char *text);

/* A paragraph of one plain text, and one of spans that follow. */
void block_text(struct doc *doc, const char *text);
struct doc_paragraph *block_paragraph(struct doc *doc, enum doc_style style, enum doc_align align);
void block_span(struct doc *doc, struct doc_paragraph *paragraph, enum span_style style, const char *text);
void block_span_blank(struct doc *doc, struct doc_paragraph *paragraph, float width);

struct doc_list *block_list(struct doc *doc, bool ordered);
void block_item(struct doc *doc, struct doc_list *list, const char *text);

/* Label and value, a line each; a value of NULL or "" is a ruled blank. */
struct doc_keys *block_keys(struct doc *doc);
void block_key(struct doc *doc, struct doc_keys *keys, const char *label, const char *text);

/*
 * A table: columns first, then table_row() and as many cells as columns, from left to right (missing ones are
 * empty). `shown` is the text to print; the figure goes to CSV and JSON.
 */
struct doc_table *block_table(struct doc *doc, const char *id, const char *title);
struct doc_column *table_column(struct doc_table *table, const char *id, const char *title, float width);
struct doc_row *table_row(struct doc_table *table);
struct doc_cell *table_text(struct doc_table *table, const char *text);
struct doc_cell *table_number(struct doc_table *table, int64_t figure, int decimals, const char *shown);
struct doc_cell *table_percent(struct doc_table *table, int64_t figure, int decimals, const char *shown);
struct doc_cell *table_share(struct doc_table *table, int64_t hundredths, const char *shown);
struct doc_cell *table_flag(struct doc_table *table, bool holds);
struct doc_cell *table_date(struct doc_table *table, const char *iso, const char *shown);
struct doc_cell *table_blank(struct doc_table *table);
struct doc_cell *table_empty(struct doc_table *table);
struct doc_cell *table_dash(struct doc_table *table); /* empty, printed as a dash */

/* Let the last cell given cover `columns` columns. */
void table_span(struct doc_table *table, int columns);

struct doc_figure *block_figure(struct doc *doc, const char *title, const char *description);
void figure_shape(struct doc_figure *figure, const struct doc_shape *shape);

/* Lines to sign, kept together on a page. */
struct doc_signatures *block_signatures(struct doc *doc);
void block_signature(struct doc *doc, struct doc_signatures *lines, const char *role, const char *name,
                     const char *date);
void block_signatures_lead(struct doc *doc, struct doc_signatures *lines, const char *text);
void block_signatures_note(struct doc *doc, struct doc_signatures *lines, const char *text);

struct doc_approval *block_approval(struct doc *doc, const char *left, const char *right);
void approval_add(struct doc *doc, struct doc_approval_side *side, const struct doc_approver *person);

void block_qr(struct doc *doc, const char *text, const char *caption, float size);
void block_space(struct doc *doc, float points);
void block_page_break(struct doc *doc);

/* An empty section says why it is empty. */
void block_notice(struct doc *doc, const char *why);

/* The table with this id; NULL when there is none. */
const struct doc_table *doc_table(const struct doc *doc, const char *id);

/* The text as valid UTF-8 without control bytes (a line feed stays, a tab becomes a blank), in the arena;
 * bytes that are no UTF-8 become U+FFFD. NULL stays NULL. */
const char *doc_clean(struct arena *arena, const char *text);

#endif
