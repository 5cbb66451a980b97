/* "Did you mean …?": the nearest of the known words by edit distance. */
#include "yaml/ybind.h"

#include <string.h>

enum { LONGEST = 60 };

static size_t
least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Steps that turn `a` into `b`: insert, delete, replace a byte, or swap two neighbours. */
static size_t
distance(const char *a, const char *b)
{
    size_t rows[3][LONGEST + 1], m = strlen(a), n = strlen(b);

    if (m > LONGEST || n > LONGEST)
        return LONGEST;
    for (size_t j = 0; j <= n; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= m; i++) {
        size_t *row = rows[i % 3], *above = rows[(i - 1) % 3], *above2 = rows[(i + 1) % 3];

        row[0] = i;
        for (size_t j = 1; j <= n; j++) {
            row[j] = least(least(above[j], row[j - 1]) + 1, above[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = least(row[j], above2[j - 2] + 1);
        }
    }
    return rows[m % 3][n];
}

struct yguess
yguess_for(struct arena *arena, const char *wrong)
{
    return (struct yguess){ .arena = arena, .wrong = wrong, .distance = strlen(wrong) / 3 + 1 };
}

void
yguess_try(struct yguess *guess, const char *word)
{
    size_t away = distance(guess->wrong, word);

    if (away < guess->distance || (away == guess->distance && guess->best == NULL)) {
        guess->distance = away;
        guess->best = word;
    }
}

const char *
yguess_text(const struct yguess *guess)
{
    return guess->best ? arena_printf(guess->arena, " Did you mean \"%s\"?", guess->best) : "";
}
