/* Texts made alike for comparing what people typed. */
#ifndef MODEL_FOLD_H
#define MODEL_FOLD_H

#include "base/arena.h"

enum fold {
    FOLD_CASE = 1,      /* A = a */
    FOLD_YO = 2,        /* ё = е */
    FOLD_LOOKALIKES = 4 /* Latin letters that look like Cyrillic ones become those */
};

/*
 * The text in NFKC with outer blanks cut, inner runs of blanks made one, and the apostrophes U+0027 U+02BC
 * U+2019 made one, besides what `flags` ask for; invisible characters are dropped. In the arena. Bytes that
 * are not UTF-8 give "".
 */
const char *text_fold(struct arena *arena, const char *text, unsigned flags);

/* The number of edits (insert, drop, change, swap two neighbours) between two valid texts, in code points;
 * more than `most` is given as most + 1. */
int text_distance(struct arena *arena, const char *a, const char *b, int most);

#endif
