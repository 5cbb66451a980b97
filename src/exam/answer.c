/* Brings what a trainee sent to the stored form, or refuses it. */
#include "exam/internal.h"
#include "exam/score.h"

#include "base/buf.h"
#include "model/format.h"

#include <string.h>

enum { TEXT_MOST = 200, ANSWER_BYTES = 64 * 1024, NUMBER_BYTES = 40 };

bool
word_next(const char **rest, struct word *out)
{
    const char *at = *rest + strspn(*rest, " ");

    out->text = at;
    out->length = strcspn(at, " ");
    *rest = at + out->length;
    return out->length > 0;
}

bool
word_is(const struct word *word, const char *text)
{
    return strlen(text) == word->length && memcmp(word->text, text, word->length) == 0;
}

static bool
is_pair(const struct item_option *option)
{
    return option->label.in[option->label.fallback] != NULL;
}

static const struct item_option *
option_of(const struct item *item, const struct word *word)
{
    for (size_t i = 0; i < item->options.count; i++)
        if (word_is(word, item->options.items[i].value))
            return &item->options.items[i];
    return NULL;
}

static const char *
choice_answer(struct arena *arena, const struct item *item, const char *typed)
{
    struct word word;
    const struct item_option *option;

    if (!word_next(&typed, &word))
        return "";
    option = option_of(item, &word);
    return option != NULL && !word_next(&typed, &word) ? arena_copy(arena, option->value) : NULL;
}

static const char *
truth_answer(const char *typed)
{
    if (typed[0] == '\0')
        return "";
    if (strcmp(typed, "true") == 0)
        return "true";
    return strcmp(typed, "false") == 0 ? "false" : NULL;
}

/* The index of each word's option in `taken`, in the order given; false when one is unknown or given twice.
 */
static bool
take_options(struct arena *arena, const struct item *item, const char *typed, struct names *taken)
{
    struct word word;

    while (word_next(&typed, &word)) {
        const struct item_option *option = option_of(item, &word);

        if (option == NULL)
            return false;
        for (size_t i = 0; i < taken->count; i++)
            if (strcmp(taken->items[i], option->value) == 0)
                return false;
        *ARENA_PUSH(arena, taken) = option->value;
    }
    return true;
}

static const char *
join(struct arena *arena, const struct names *names)
{
    scoped_buf buf;

    buf_open(&buf, ANSWER_BYTES);
    for (size_t i = 0; i < names->count; i++) {
        buf_puts(&buf, i > 0 ? " " : "");
        buf_puts(&buf, names->items[i]);
    }
    return arena_copy(arena, buf_text(&buf));
}

static const char *
choices_answer(struct arena *arena, const struct item *item, const char *typed)
{
    struct names taken = { 0 }, sorted = { 0 };

    if (!take_options(arena, item, typed, &taken))
        return NULL;
    for (size_t i = 0; i < item->options.count; i++)
        for (size_t t = 0; t < taken.count; t++)
            if (taken.items[t] == item->options.items[i].value)
                *ARENA_PUSH(arena, &sorted) = taken.items[t];
    return join(arena, &sorted);
}

/* Values by place; "-" is a place that is still empty, and at most all places are given. */
static const char *
order_answer(struct arena *arena, const struct item *item, const char *typed)
{
    struct names taken = { 0 }, places = { 0 };
    const char *rest = typed;
    struct word word;
    scoped_buf given;

    buf_open(&given, ANSWER_BYTES);
    while (word_next(&rest, &word)) {
        bool empty = word_is(&word, "-");

        *ARENA_PUSH(arena, &places) = empty ? "-" : arena_copy_n(arena, word.text, word.length);
        if (empty)
            continue;
        buf_puts(&given, " ");
        buf_add(&given, word.text, word.length);
    }
    if (places.count > item->options.count || !take_options(arena, item, buf_text(&given), &taken))
        return NULL;
    return taken.count > 0 ? join(arena, &places) : "";
}

/* "left=right" for each pair that was matched, in the order of the pairs. */
static const char *
match_answer(struct arena *arena, const struct item *item, const char *typed)
{
    const struct item_option **rights =
        ARENA_ARRAY(arena, const struct item_option *, item->options.count + 1);
    struct names parts = { 0 };
    struct word word;

    while (word_next(&typed, &word)) {
        const char *sign = memchr(word.text, '=', word.length);
        struct word left = { word.text, sign != NULL ? (size_t)(sign - word.text) : 0 }, right = { 0 };
        const struct item_option *pair, *side;

        if (sign == NULL)
            return NULL;
        right = (struct word){ sign + 1, word.length - left.length - 1 };
        pair = option_of(item, &left);
        side = option_of(item, &right);
        if (pair == NULL || side == NULL || !is_pair(pair) || rights[pair - item->options.items] != NULL)
            return NULL;
        rights[pair - item->options.items] = side;
    }
    for (size_t i = 0; i < item->options.count; i++)
        if (rights[i] != NULL)
            *ARENA_PUSH(arena, &parts) =
                arena_printf(arena, "%s=%s", item->options.items[i].value, rights[i]->value);
    return join(arena, &parts);
}

static size_t
blank_length(const char *text)
{
    static const char *const blanks[] = { " ", "\t", "\u00A0", "\u2009", "\u202F" };

    for (size_t i = 0; i < LENGTH(blanks); i++)
        if (strncmp(text, blanks[i], strlen(blanks[i])) == 0)
            return strlen(blanks[i]);
    return 0;
}

static const char *
skip_blanks(const char *text)
{
    size_t length;

    while ((length = blank_length(text)) > 0)
        text += length;
    return text;
}

static bool
is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* Digits into `out`; blanks may part them only where three digits follow and no fourth. */
static const char *
read_whole(const char *at, struct buf *out)
{
    const char *next;

    for (;;) {
        while (is_digit(*at))
            buf_putc(out, *at++);
        next = at + blank_length(at);
        if (next == at || !is_digit(next[0]) || !is_digit(next[1]) || !is_digit(next[2]) || is_digit(next[3]))
            return at;
        at = next;
    }
}

/* Does `text` begin with `word`, and nothing but blanks follow? */
static bool
is_all(const char *text, const char *word)
{
    return strncmp(text, word, strlen(word)) == 0 && *skip_blanks(text + strlen(word)) == '\0';
}

/* Does a question end by asking for percents: "Конверсия, %?" */
static bool
asks_percent(const char *label)
{
    const char *sign = label != NULL ? strrchr(label, '%') : NULL;

    return sign != NULL && sign[1 + strspn(sign + 1, " ?:.")] == '\0';
}

/* The unit of the question, in any of its languages; the sign of percents also where the text asks for them.
 */
static bool
is_unit(const char *text, const struct item *item)
{
    const bool percents = is_all(text, "%");

    for (int i = 0; i < LANG_COUNT; i++) {
        if (item->unit.in[i] != NULL && is_all(text, item->unit.in[i]))
            return true;
        if (percents && asks_percent(item->label.in[i]))
            return true;
    }
    return false;
}

static const char *
plain_number(struct arena *arena, bool negative, const char *whole, const char *fraction)
{
    size_t length = strlen(fraction);
    bool zero;

    while (*whole == '0')
        whole++;
    while (length > 0 && fraction[length - 1] == '0')
        length--;
    zero = *whole == '\0' && length == 0;
    return arena_printf(arena, "%s%s%s%.*s", negative && !zero ? "-" : "", *whole != '\0' ? whole : "0",
                        length > 0 ? "." : "", (int)length, fraction);
}

/* "460 000,50" and the like as a number with a point; NULL when it is none. A unit of the question may
 * follow. */
static const char *
number_read(struct arena *arena, const char *typed, const struct item *item)
{
    static const char minus[] = "\u2212";
    const char *at = skip_blanks(typed);
    bool negative = false;
    scoped_buf whole;
    scoped_buf fraction;

    buf_open(&whole, NUMBER_BYTES);
    buf_open(&fraction, NUMBER_BYTES);
    if (*at == '-' || strncmp(at, minus, strlen(minus)) == 0) {
        negative = true;
        at = skip_blanks(at + (*at == '-' ? 1 : strlen(minus)));
    }
    at = read_whole(at, &whole);
    if (whole.length > 0 && (*at == ',' || *at == '.') && is_digit(at[1]))
        for (at++; is_digit(*at); at++)
            buf_putc(&fraction, *at);
    at = skip_blanks(at);
    if (whole.length == 0 || whole.full || fraction.full || (*at != '\0' && !is_unit(at, item)))
        return NULL;
    return plain_number(arena, negative, buf_text(&whole), buf_text(&fraction));
}

const char *
item_answer(struct arena *arena, const struct item *item, const char *typed, bool *refused)
{
    const char *answer = NULL;

    switch (item->type) {
    case ITEM_SELECT_ONE: answer = choice_answer(arena, item, typed); break;
    case ITEM_SELECT_MULTIPLE: answer = choices_answer(arena, item, typed); break;
    case ITEM_TRUE_FALSE: answer = truth_answer(typed); break;
    case ITEM_NUMERIC: answer = *skip_blanks(typed) == '\0' ? "" : number_read(arena, typed, item); break;
    case ITEM_SHORT_TEXT: answer = text_clean(arena, typed, TEXT_MOST); break;
    case ITEM_MATCH: answer = match_answer(arena, item, typed); break;
    case ITEM_ORDER: answer = order_answer(arena, item, typed); break;
    default: break;
    }
    *refused = answer == NULL;
    return answer;
}
