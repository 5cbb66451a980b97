/* The typefaces of documents and the hyphenation of their languages, opened once and shared by threads. */
#ifndef DOC_FONTS_H
#define DOC_FONTS_H

#include <stdbool.h>

struct fonts;

/*
 * Read PT Serif and PT Sans, cut them down to the letters that documents use, and read the hyphenation
 * patterns. NULL when a font cannot be read; the log says which. Missing patterns only mean that words of
 * that language are not divided. Immutable afterwards: threads may share it.
 */
struct fonts *fonts_open(void);
void fonts_close(struct fonts **fonts);

/* Can the text be printed as it is? What the typefaces have no letter for (an emoji) prints as ◊. */
bool fonts_cover(const struct fonts *fonts, const char *text);

#define scoped_fonts struct fonts *__attribute__((cleanup(fonts_close)))

#endif
