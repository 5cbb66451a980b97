/* Whole numbers in decimal. */
#include "base/digits.h"

#include <string.h>

size_t
digits_of(int64_t number, char out[DIGITS_MAX])
{
    uint64_t left = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    size_t at = DIGITS_MAX;
    char digits[DIGITS_MAX];

    do {
        digits[--at] = (char)('0' + left % 10);
        left /= 10;
    } while (left > 0);
    if (number < 0)
        digits[--at] = '-';
    memcpy(out, digits + at, DIGITS_MAX - at);
    return DIGITS_MAX - at;
}
