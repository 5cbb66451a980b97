/* QR codes, by libqrencode. */
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
