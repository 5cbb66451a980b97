/* The cells of a list of people: what headings and values mean. For src/exchange/ alone. */
#ifndef EXCHANGE_PEOPLE_CELLS_H
#define EXCHANGE_PEOPLE_CELLS_H

#include "exchange/people_csv.h"

/* Which field a heading names, in any of the three languages; false when it is none of ours. */
bool people_heading(struct arena *arena, const char *heading, enum people_field *out);

/*
 * The roles of a cell, by id or by title in any language, separated by `;` `,` `|` or `/`, put into the line
 * in the catalogue's order; the key user's becomes the flag. False with the unknown one.
 */
bool people_roles(struct arena *arena, const struct catalogue *catalogue, const char *cell,
                  struct people_line *line, const char **unknown);

/* «да», «+», "no", "" … */
bool people_yes_no(struct arena *arena, const char *cell, bool *yes);

/* Refuse the lines that are one person twice, or nearly (people_twins.c). */
void people_twins(struct arena *arena, const struct people_source *source, struct people_file *file);

#endif
