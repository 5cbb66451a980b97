/* QR codes, by libqrencode. */
#include "doc/qr.h"

#include "base/buf.h"
#include "doc/internal.h"

#include <qrencode.h>
#include <string.h>

struct qr
qr_make(struct arena *arena, const char *text)
{
    struct qr qr = { 0 };
    QRcode *code = *text ? QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M) : NULL;
    unsigned char *modules;

    if (code == NULL)
        return qr;
    modules = arena_alloc(arena, (size_t)code->width * (size_t)code->width);
    for (int i = 0; i < code->width * code->width; i++)
        modules[i] = code->data[i] & 1;
    qr.side = code->width;
    qr.modules = modules;
    QRcode_free(code);
    return qr;
}

struct qr_drawing
qr_draw(struct arena *arena, const char *text)
{
    struct qr qr = qr_make(arena, text);
    struct qr_drawing drawing = { .side = qr.side, .path = "" };
    scoped_buf path;

    buf_open(&path, 1 << 20);
    for (int y = 0; y < qr.side; y++)
        for (int x = 0, run; x < qr.side; x += run + 1) {
            for (run = 0; x + run < qr.side && qr.modules[y * qr.side + x + run]; run++)
                ;
            if (run > 0)
                buf_printf(&path, "M%d %dh%dv1h-%dz", x, y, run, run);
        }
    drawing.path = arena_copy(arena, buf_text(&path));
    return drawing;
}
