/* What a YAML file must be before it is parsed: UTF-8 without control characters, indented by spaces. */
#include "yaml/ytext.h"

#include "base/utf8.h"

#include <string.h>

void
ycursor_move(struct ycursor *cursor, size_t index)
{
    while (cursor->index < index && cursor->byte < cursor->length) {
        uint32_t point;
        size_t size = utf8_decode(cursor->source + cursor->byte, cursor->length - cursor->byte, &point);

        cursor->byte += size ? size : 1;
        cursor->index++;
    }
}

static bool
printable(uint32_t point)
{
    return point == '\t' || point == '\n' || point == '\r' || (point >= 0x20 && point < 0x7f) || point == 0x85
           || (point >= 0xa0 && point != 0xfeff && point != 0xfffe && point != 0xffff);
}

struct place {
    size_t line, column;
    bool indent; /* nothing but blanks so far */
};

static void
step(struct place *place, uint32_t point)
{
    if (point == '\n') {
        *place = (struct place){ place->line + 1, 1, true };
        return;
    }
    place->column++;
    place->indent = place->indent && (point == ' ' || point == '\t');
}

bool
ytext_check(const char *source, size_t length, struct yfaults *faults)
{
    struct place place = { 1, 1, true };
    size_t before = faults->count, tab_line = 0, size;

    if (length >= 2 && (memcmp(source, "\xff\xfe", 2) == 0 || memcmp(source, "\xfe\xff", 2) == 0)) {
        yfault_add(faults, 1, 1, "The file is UTF-16; save it as UTF-8.");
        return false;
    }
    for (size_t i = 0; i < length; i += size) {
        uint32_t point;

        size = utf8_decode(source + i, length - i, &point);
        if (size == 0) {
            yfault_add(faults, place.line, place.column, "This byte (%02X) is not UTF-8.",
                       (unsigned)(unsigned char)source[i]);
            return false;
        }
        if (!printable(point)) {
            yfault_add(faults, place.line, place.column, "The character U+%04X has no place in a text file.",
                       (unsigned)point);
            return false;
        }
        if (point == '\t' && place.indent && tab_line != place.line) {
            tab_line = place.line;
            yfault_add(faults, place.line, place.column, "A tab stands in the indentation; use spaces.");
        }
        step(&place, point);
    }
    return faults->count == before;
}
