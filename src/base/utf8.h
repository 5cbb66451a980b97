/* UTF-8, strictly: no overlong forms, no surrogates, nothing above U+10FFFF. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Decode the code point at `text` (at least one byte); returns its length 1…4, or 0 when it is not UTF-8. */
size_t utf8_decode(const char *text, size_t length, uint32_t *point);

/* Encode; returns the length 1…4. `out` has room for 4 bytes. */
size_t utf8_encode(uint32_t point, char out[4]);

/* Are these bytes UTF-8 throughout, without NUL? */
bool utf8_valid(const char *text, size_t length);

/* Where the first byte stands that is not UTF-8, or is NUL; `length` when there is none. */
size_t utf8_fault(const char *text, size_t length);

/* Line and byte column, both from 1, of a byte of a file. */
void text_place(const char *text, size_t at, size_t *line, size_t *column);

/* Code points of a valid string. */
size_t utf8_count(const char *text);

/* The byte length of the first `points` code points of a valid string. */
size_t utf8_prefix(const char *text, size_t points);

/* cp1251 to UTF-8: returns the bytes written; `out` has room for 3 * length. Undefined 0x98 becomes U+FFFD.
 */
size_t utf8_from_cp1251(const char *text, size_t length, char *out);

#endif
