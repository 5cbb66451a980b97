/* Figures and QR codes on pages. */
#include "doc/internal.h"

void
ink_qr(struct flow *flow, const char *text, float x, float y, float size)
{
    struct qr qr = qr_make(flow->arena, text);
    float module = qr.side ? size / (float)qr.side : 0;

    for (int row = 0; row < qr.side; row++)
        for (int at = 0; at < qr.side; at++) {
            int from = at;

            while (at < qr.side && qr.modules[row * qr.side + at])
                at++;
            if (at > from) /* neighbours as one box: no hairlines between them */
                ink_box(flow, (struct ink_box){ x + (float)from * module, y + (float)row * module,
                                                (float)(at - from) * module, module + 0.02f, 1 });
        }
}

void
flow_qr(struct flow *flow, const struct doc_qr *qr)
{
    struct type_setup type = style_type(STYLE_NOTE, flow->width - qr->size - 12);
    struct lines lines = setter_text(&flow->setter, &type, qr->caption ? qr->caption : "");
    float height = (float)lines.count * type.leading, top;

    flow_claim(flow, qr->size > height ? qr->size : height);
    top = flow->y;
    ink_qr(flow, qr->text, flow->left, top, qr->size);
    for (size_t i = 0; i < lines.count; i++)
        ink_line(flow, &lines.items[i], &type, flow->left + qr->size + 12, top + (float)i * type.leading,
                 ALIGN_LEFT);
    flow->y = top + (qr->size > height ? qr->size : height) + 8;
}

void
flow_figure(struct flow *flow, const struct doc_figure *figure)
{
    struct type_setup note = style_type(STYLE_NOTE, flow->width);
    float title = figure->title ? note.leading + 4 : 0;

    flow_claim(flow, figure->height + title + 6);
    for (size_t i = 0; i < figure->shapes.count; i++) {
        const struct doc_shape *shape = &figure->shapes.items[i];
        struct type_setup label = note;
        float x = flow->left + shape->x, y = flow->y + shape->y;

        if (shape->kind == INK_BOX) {
            ink_box(flow, (struct ink_box){ x, y, shape->width, shape->height, shape->ink });
        } else {
            struct lines lines = setter_text(&flow->setter, &label, shape->text);

            label.width = lines.items[0].width;
            if (shape->align != ALIGN_LEFT)
                x -= shape->align == ALIGN_RIGHT ? label.width : label.width / 2;
            ink_line(flow, &lines.items[0], &label, x, y - label.leading / 2 - label.size * 0.34f,
                     ALIGN_LEFT);
        }
    }
    flow->y += figure->height + 4;
    if (figure->title) {
        struct lines lines = setter_text(&flow->setter, &note, figure->title);

        flow_lines(flow, &lines, &note, flow->left, ALIGN_LEFT);
    }
    flow->y += 8;
}
