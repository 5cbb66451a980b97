/* Places to sign: signature lines, and the approval block of a title page. */
#include "doc/internal.h"

static const float line_gap = 9, lead_gap = 3;

static struct type_setup
sign_type(float width)
{
    return (struct type_setup){ FACE_SERIF, FACE_SERIF_BOLD, FACE_SERIF_ITALIC, 11, 15, width, false };
}

/* The columns of a signature line: role, rule, name, date. */
struct sign_grid {
    float role, rule, rule_width, name, date;
};

static struct sign_grid
sign_grid(const struct flow *flow, bool dated)
{
    float width = flow->width;

    if (dated)
        return (struct sign_grid){ width * 0.27f, width * 0.29f, width * 0.16f, width * 0.47f,
                                   width * 0.72f };
    return (struct sign_grid){ width * 0.40f, width * 0.42f, width * 0.25f, width * 0.69f, width };
}

/* Lines that end on the same baseline as the rule. */
static void
lines_end_at(struct flow *flow, const struct lines *lines, const struct type_setup *type, float x, float base)
{
    for (size_t i = 0; i < lines->count; i++)
        ink_line(flow, &lines->items[i], type, x, base - (float)(lines->count - 1 - i) * type->leading,
                 ALIGN_LEFT);
}

static struct lines
name_lines(struct flow *flow, const struct doc_signature *line, const struct type_setup *type)
{
    struct doc_span blank[] = { { SPAN_PLAIN, "/ ", 0 },
                                { SPAN_BLANK, NULL, type->width * 0.8f },
                                { SPAN_PLAIN, " /", 0 } };

    if (line->name)
        return setter_text(&flow->setter, type, arena_printf(flow->arena, "/ %s /", line->name));
    return setter_lines(&flow->setter, type, blank, LENGTH(blank));
}

static float
signature_draw(struct flow *flow, const struct doc_signature *line, const struct sign_grid *grid, bool draw)
{
    struct type_setup role = sign_type(grid->role), name = sign_type(grid->date - grid->name - 4),
                      date = sign_type(flow->width - grid->date);
    struct lines roles = setter_text(&flow->setter, &role, line->role), names = name_lines(flow, line, &name),
                 dates;
    float height, base;

    date.size = 9.5f;
    dates = setter_text(&flow->setter, &date, line->date ? line->date : "");
    height = (float)roles.count;
    height = (float)names.count > height ? (float)names.count : height;
    height = ((float)dates.count > height ? (float)dates.count : height) * role.leading;
    if (!draw)
        return height + line_gap;
    base = flow->y + height - role.leading;
    lines_end_at(flow, &roles, &role, flow->left, base);
    ink_blank(flow, &role, flow->left + grid->rule, base, grid->rule_width);
    lines_end_at(flow, &names, &name, flow->left + grid->name, base);
    lines_end_at(flow, &dates, &date, flow->left + grid->date, base);
    flow->y += height + line_gap;
    return height + line_gap;
}

/* A text of what stands around the lines; its height. */
static float
text_draw(struct flow *flow, const char *text, const struct type_setup *type, bool draw)
{
    struct lines lines = setter_text(&flow->setter, type, text);

    for (size_t i = 0; draw && i < lines.count; i++, flow->y += type->leading) {
        flow_claim(flow, type->leading);
        ink_line(flow, &lines.items[i], type, flow->left, flow->y, ALIGN_LEFT);
    }
    return (float)lines.count * type->leading;
}

static float
lead_draw(struct flow *flow, const struct doc_texts *lead, bool draw)
{
    struct type_setup type = sign_type(flow->width);
    float height = 0;

    for (size_t i = 0; i < lead->count; i++) {
        height += text_draw(flow, lead->items[i], &type, draw) + lead_gap;
        flow->y += draw ? lead_gap : 0;
    }
    return height;
}

static float
note_draw(struct flow *flow, const char *note, bool draw)
{
    const struct type_setup type = {
        FACE_SANS, FACE_SANS_BOLD, FACE_SERIF_ITALIC, 9, 12, flow->width, false
    };

    return note != NULL ? text_draw(flow, note, &type, draw) : 0;
}

static struct sign_grid
signatures_grid(const struct flow *flow, const struct doc_signatures *signatures)
{
    bool dated = false;

    for (size_t i = 0; i < signatures->count; i++)
        dated = dated || signatures->items[i].date;
    return sign_grid(flow, dated);
}

float
signatures_height(struct flow *flow, const struct doc_signatures *signatures)
{
    const struct sign_grid grid = signatures_grid(flow, signatures);
    float height = 6 + lead_draw(flow, &signatures->lead, false) + note_draw(flow, signatures->note, false);

    for (size_t i = 0; i < signatures->count; i++)
        height += signature_draw(flow, &signatures->items[i], &grid, false);
    return height + 10; /* and the room that a table leaves below itself */
}

void
flow_signatures(struct flow *flow, const struct doc_signatures *signatures)
{
    const struct sign_grid grid = signatures_grid(flow, signatures);
    float height = signatures_height(flow, signatures) - 10;

    if (height < flow->bottom - flow->top)
        flow_claim(flow, height);
    (void)lead_draw(flow, &signatures->lead, true);
    flow->y += 6;
    for (size_t i = 0; i < signatures->count; i++) {
        flow_claim(flow, signature_draw(flow, &signatures->items[i], &grid, false));
        signature_draw(flow, &signatures->items[i], &grid, true);
    }
    (void)note_draw(flow, signatures->note, true);
    flow->y += 6;
}

static float
approver_draw(struct flow *flow, const struct doc_approver *person, float x, float y, float width)
{
    struct type_setup type = sign_type(width);
    float top = y, name_at = width * 0.42f;
    struct lines lines;

    if (person->position) {
        lines = setter_text(&flow->setter, &type, person->position);
        for (size_t i = 0; i < lines.count; i++, y += type.leading)
            ink_line(flow, &lines.items[i], &type, x, y, ALIGN_LEFT);
    } else {
        ink_blank(flow, &type, x, y, width);
        y += type.leading;
    }
    y += 5;
    ink_blank(flow, &type, x, y, name_at - 6);
    type.width = width - name_at;
    if (person->name) {
        lines = setter_text(&flow->setter, &type, person->name);
        lines_end_at(flow, &lines, &type, x + name_at, y + (float)(lines.count - 1) * type.leading);
        y += (float)(lines.count - 1) * type.leading;
    } else {
        ink_blank(flow, &type, x + name_at, y, type.width);
    }
    y += type.leading + 3;
    if (person->date) {
        type.width = width;
        lines = setter_text(&flow->setter, &type, person->date);
        ink_line(flow, &lines.items[0], &type, x, y, ALIGN_LEFT);
        y += type.leading;
    }
    return y + 10 - top;
}

static float
side_height(struct flow *flow, const struct doc_approval_side *side, float width)
{
    float height = side->title ? 21 : 0;

    for (size_t i = 0; i < side->people.count; i++) {
        struct type_setup type = sign_type(width);
        const char *position = side->people.items[i].position;

        height += (float)setter_text(&flow->setter, &type, position ? position : "").count * type.leading;
        type.width = width - width * 0.42f;
        if (side->people.items[i].name)
            height += (float)(setter_text(&flow->setter, &type, side->people.items[i].name).count - 1)
                      * type.leading;
        height += 5 + type.leading + 3 + (side->people.items[i].date ? type.leading : 0) + 10;
    }
    return height;
}

static void
side_draw(struct flow *flow, const struct doc_approval_side *side, float x, float width)
{
    struct type_setup type = sign_type(width);
    float y = flow->y;

    type.plain = FACE_SANS_BOLD;
    if (side->title) {
        struct lines lines = setter_text(&flow->setter, &type, side->title);

        ink_line(flow, &lines.items[0], &type, x, y, ALIGN_LEFT);
        y += 21;
    }
    for (size_t i = 0; i < side->people.count; i++)
        y += approver_draw(flow, &side->people.items[i], x, y, width);
}

void
flow_approval(struct flow *flow, const struct doc_approval *approval)
{
    float width = flow->width * 0.45f, left = side_height(flow, &approval->left, width),
          right = side_height(flow, &approval->right, width), height = left > right ? left : right;

    flow_claim(flow, height);
    side_draw(flow, &approval->left, flow->left, width);
    side_draw(flow, &approval->right, flow->left + flow->width - width, width);
    flow->y += height + 4;
}
