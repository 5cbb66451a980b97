/* Whole numbers in decimal: a page has hundreds of them, and printf is slow. */
#ifndef BASE_DIGITS_H
#define BASE_DIGITS_H

#include <stddef.h>
#include <stdint.h>

enum { DIGITS_MAX = 20 }; /* of the least int64_t, with its sign */

/* The digits of the number, without a NUL; returns how many there are. */
size_t digits_of(int64_t number, char out[DIGITS_MAX]);

#endif
