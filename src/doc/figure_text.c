/* A cell's figure as exact decimal text with a point: 5643 hundredths are 56.43. */
#include "doc/internal.h"

#include <inttypes.h>

const char *
figure_text(struct arena *arena, const struct doc_cell *cell)
{
    int64_t whole = cell->figure, scale = 1;
    uint64_t size = whole < 0 ? 0 - (uint64_t)whole : (uint64_t)whole;

    for (int i = 0; i < cell->decimals; i++)
        scale *= 10;
    if (scale == 1)
        return arena_int(arena, whole);
    return arena_printf(arena, "%s%" PRIu64 ".%0*" PRIu64, whole < 0 ? "-" : "", size / (uint64_t)scale,
                        cell->decimals, size % (uint64_t)scale);
}

bool
cell_has_figure(const struct doc_cell *cell)
{
    return cell->kind == CELL_NUMBER || cell->kind == CELL_PERCENT || cell->kind == CELL_SHARE
           || cell->kind == CELL_FLAG;
}
