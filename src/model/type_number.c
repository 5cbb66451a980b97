/* Numbers as people type them: blanks between thousands, a comma, a typographic minus. */
#include "model/expr.h"
#include "model/type.h"

#include <math.h>
#include <string.h>

/* The length of a blank that may part thousands: a space, U+00A0, U+2007, U+2009, U+202F; 0 for others. */
static size_t
blank_length(const char *text)
{
    static const char *const blanks[] = { " ", "\xc2\xa0", "\xe2\x80\x87", "\xe2\x80\x89", "\xe2\x80\xaf" };

    for (size_t i = 0; i < LENGTH(blanks); i++)
        if (strncmp(text, blanks[i], strlen(blanks[i])) == 0)
            return strlen(blanks[i]);
    return 0;
}

static const char *
skip_blanks(const char *text)
{
    for (size_t length; (length = blank_length(text)) > 0;)
        text += length;
    return text;
}

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Copy the digits at *text; a blank between them stands before exactly three. False when it does not. */
static bool
copy_digits(const char **text, char *out, size_t *used)
{
    const char *at = *text;
    size_t run = 0;
    bool grouped = false;

    for (;;) {
        size_t blank = blank_length(at);

        if (is_digit(*at)) {
            out[(*used)++] = *at++;
            run++;
        } else if (blank > 0 && is_digit(at[blank])) {
            if (run == 0 || run > 3 || (grouped && run != 3))
                return false;
            grouped = true;
            run = 0;
            at += blank;
        } else {
            break;
        }
    }
    *text = at;
    return !grouped || run == 3;
}

/* "-1 234,50" to "-1234.50"; NULL when it is no number. */
static char *
plain(struct arena *arena, const char *typed)
{
    char *out = arena_alloc(arena, strlen(typed) + 3);
    size_t used = 0, digits;

    typed = skip_blanks(typed);
    if (strncmp(typed, "\xe2\x88\x92", 3) == 0 || *typed == '-') {
        out[used++] = '-';
        typed = skip_blanks(typed + (*typed == '-' ? 1 : 3));
    } else if (*typed == '+') {
        typed++;
    }
    digits = used;
    if (!copy_digits(&typed, out, &used))
        return NULL;
    digits = used - digits;
    if (digits == 0) { /* ",5" is meant to be 0,5 */
        if ((*typed != ',' && *typed != '.') || !is_digit(typed[1]))
            return NULL;
        out[used++] = '0';
    }
    if ((*typed == ',' || *typed == '.') && is_digit(typed[1])) {
        out[used++] = '.';
        for (typed++; is_digit(*typed); typed++)
            out[used++] = *typed;
    }
    return *skip_blanks(typed) == '\0' ? out : NULL;
}

/* Leading and trailing zeros off, no "-0". */
static const char *
shorten(char *text)
{
    bool minus = *text == '-';
    char *start = text + minus;
    size_t length;

    while (start[0] == '0' && is_digit(start[1]))
        start++;
    if (strchr(start, '.') != NULL) {
        length = strlen(start);
        while (start[length - 1] == '0')
            length--;
        if (start[length - 1] == '.')
            length--;
        start[length] = '\0';
    }
    if (!minus || strcmp(start, "0") == 0)
        return start;
    *--start = '-';
    return start;
}

const char *
type_number(struct arena *arena, const struct question *question, const char *typed, bool whole,
            struct refusal *refusal)
{
    char *text;
    const char *stored;
    double number, least, most;
    bool has_least, has_most;

    if (*skip_blanks(typed) == '\0')
        return "";
    text = strlen(typed) <= 100 ? plain(arena, typed) : NULL;
    if (text == NULL)
        return type_refuse(refusal, "refuse.number", 0, 0);
    stored = shorten(text);
    if (!expr_number_parse(stored, &number))
        return type_refuse(refusal, "refuse.number_long", 0, 0);
    if (whole && strchr(stored, '.') != NULL)
        return type_refuse(refusal, "refuse.integer", 0, 0);
    has_least = question_least(question, &least);
    has_most = question_most(question, &most);
    if (has_least && has_most) {
        if (number < least || number > most)
            return type_refuse(refusal, "refuse.range", least, most);
    } else if (number < least) {
        return type_refuse(refusal, "refuse.least", least, 0);
    } else if (number > most) {
        return type_refuse(refusal, "refuse.most", 0, most);
    }
    return stored;
}
