/* One question of a paper on a page: what is shown, and what comes back. */
#include "pages/exam_item.h"

#include "base/buf.h"
#include "base/die.h"
#include "model/format.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORDS_BYTES = 16 * 1024 };

static const struct item_option *
option_by_value(const struct item *item, const char *value)
{
    for (size_t i = 0; i < item->options.count; i++)
        if (strcmp(item->options.items[i].value, value) == 0)
            return &item->options.items[i];
    return NULL;
}

/* Is `word` one of the words of `text`, which blanks separate? */
static bool
has_word(const char *text, const char *word)
{
    size_t length = strlen(word);

    for (const char *at = text; *at != '\0';) {
        size_t size = strcspn(at, " ");

        if (size == length && memcmp(at, word, length) == 0)
            return true;
        at += size + (at[size] == ' ');
    }
    return false;
}

static void
view_choices(const struct shown_item *shown, struct view *view)
{
    for (size_t i = 0; i < shown->kept->options.count; i++) {
        const struct item_option *option = option_by_value(shown->item, shown->kept->options.items[i]);
        struct view *choice = view_item(view, "choices");

        ensure(option != NULL);
        view_int(choice, "place", (int64_t)i + 1);
        view_text(choice, "value", option->value);
        view_text(choice, "label", text_in(&option->label, shown->lang));
        view_bool(choice, "checked", has_word(shown->answer, option->value));
    }
}

/* The right side that was matched with `left` in the stored answer, or "". */
static const char *
matched_with(struct arena *arena, const char *answer, const char *left)
{
    size_t length = strlen(left);

    for (const char *at = answer; *at != '\0';) {
        size_t size = strcspn(at, " ");

        if (size > length && memcmp(at, left, length) == 0 && at[length] == '=')
            return arena_copy_n(arena, at + length + 1, size - length - 1);
        at += size + (at[size] == ' ');
    }
    return "";
}

static void
view_places(struct view *row, const struct shown_item *shown, const char *chosen, bool right)
{
    for (size_t i = 0; i < shown->kept->options.count; i++) {
        const struct item_option *option = option_by_value(shown->item, shown->kept->options.items[i]);
        struct view *choice = view_item(row, "options");

        ensure(option != NULL);
        view_int(choice, "place", (int64_t)i + 1);
        view_text(choice, "label", text_in(right ? &option->right : &option->label, shown->lang));
        view_bool(choice, "selected", strcmp(option->value, chosen) == 0);
    }
}

static void
view_match(struct arena *arena, const struct shown_item *shown, struct view *view)
{
    int number = 0;

    for (size_t i = 0; i < shown->item->options.count; i++) {
        const struct item_option *pair = &shown->item->options.items[i];
        struct view *row;

        if (!text_present(&pair->label))
            continue; /* an extra right side */
        row = view_item(view, "rows");
        view_printf(row, "name", "m%d", ++number);
        view_text(row, "label", text_in(&pair->label, shown->lang));
        view_places(row, shown, matched_with(arena, shown->answer, pair->value), true);
    }
}

/* The word at `place` (from 0) of a stored order; "-" and the end are nothing. */
static const char *
word_at(struct arena *arena, const char *answer, size_t place)
{
    for (const char *at = answer; *at != '\0'; place--) {
        size_t size = strcspn(at, " ");

        if (place == 0)
            return arena_copy_n(arena, at, size);
        at += size + (at[size] == ' ');
    }
    return "";
}

static void
view_order(struct arena *arena, const struct shown_item *shown, struct view *view)
{
    for (size_t i = 0; i < shown->item->options.count; i++) {
        struct view *row = view_item(view, "rows");

        view_printf(row, "name", "p%zu", i + 1);
        view_int(row, "place_number", (int64_t)i + 1);
        view_places(row, shown, word_at(arena, shown->answer, i), false);
    }
}

void
exam_item_view(struct arena *arena, const struct shown_item *shown, struct view *view)
{
    const struct item *item = shown->item;

    view_text(view, "label", text_in(&item->label, shown->lang));
    if (text_present(&item->hint))
        view_text(view, "hint", text_in(&item->hint, shown->lang));
    view_text(view, "unit", text_present(&item->unit) ? text_in(&item->unit, shown->lang) : NULL);
    view_bool(view, "is_one", item->type == ITEM_SELECT_ONE);
    view_bool(view, "is_many", item->type == ITEM_SELECT_MULTIPLE);
    view_bool(view, "is_truth", item->type == ITEM_TRUE_FALSE);
    view_bool(view, "is_number", item->type == ITEM_NUMERIC);
    view_bool(view, "is_text", item->type == ITEM_SHORT_TEXT);
    view_bool(view, "is_match", item->type == ITEM_MATCH);
    view_bool(view, "is_order", item->type == ITEM_ORDER);
    switch (item->type) {
    case ITEM_SELECT_ONE:
    case ITEM_SELECT_MULTIPLE: view_choices(shown, view); break;
    case ITEM_TRUE_FALSE:
        view_bool(view, "is_true", strcmp(shown->answer, "true") == 0);
        view_bool(view, "is_false", strcmp(shown->answer, "false") == 0);
        break;
    case ITEM_NUMERIC: view_text(view, "value", format_number(arena, shown->lang, shown->answer)); break;
    case ITEM_MATCH: view_match(arena, shown, view); break;
    case ITEM_ORDER: view_order(arena, shown, view); break;
    default: view_text(view, "value", shown->answer); break;
    }
}

/* The option at a place (from 1) of this paper; "" for an empty field, NULL for a place that is not there. */
static const char *
option_at(const struct shown_item *shown, const char *typed)
{
    char *end;
    unsigned long place;

    if (typed == NULL || typed[0] == '\0')
        return "";
    place = strtoul(typed, &end, 10);
    if (*end != '\0' || place < 1 || place > shown->kept->options.count)
        return NULL;
    return shown->kept->options.items[place - 1];
}

static const char *
typed_choices(struct request *rq)
{
    scoped_buf out;

    buf_open(&out, WORDS_BYTES);
    for (size_t i = 0; i < rq->form.count; i++) {
        if (strcmp(rq->form.items[i].name, "value") != 0)
            continue;
        buf_puts(&out, out.length > 0 ? " " : "");
        buf_puts(&out, rq->form.items[i].value);
    }
    return out.full ? NULL : arena_copy(rq->arena, buf_text(&out));
}

static const char *
typed_match(struct request *rq, const struct shown_item *shown)
{
    scoped_buf out;
    int number = 0;

    buf_open(&out, WORDS_BYTES);
    for (size_t i = 0; i < shown->item->options.count; i++) {
        const struct item_option *pair = &shown->item->options.items[i];
        const char *right;

        if (!text_present(&pair->label))
            continue;
        right = option_at(shown, request_form(rq, arena_printf(rq->arena, "m%d", ++number)));
        if (right == NULL)
            return NULL;
        if (right[0] != '\0')
            buf_printf(&out, "%s%s=%s", out.length > 0 ? " " : "", pair->value, right);
    }
    return out.full ? NULL : arena_copy(rq->arena, buf_text(&out));
}

/* "b - a": places that are empty keep their sign, those at the end fall away. */
static const char *
typed_order(struct request *rq, const struct shown_item *shown)
{
    scoped_buf out;
    size_t kept = 0;

    buf_open(&out, WORDS_BYTES);
    for (size_t i = 0; i < shown->item->options.count; i++) {
        const char *value = option_at(shown, request_form(rq, arena_printf(rq->arena, "p%zu", i + 1)));

        if (value == NULL)
            return NULL;
        buf_printf(&out, "%s%s", i > 0 ? " " : "", value[0] != '\0' ? value : "-");
        if (value[0] != '\0')
            kept = out.length;
    }
    return out.full ? NULL : arena_copy_n(rq->arena, buf_text(&out), kept);
}

const char *
exam_item_typed(struct request *rq, const struct shown_item *shown)
{
    const char *value;

    switch (shown->item->type) {
    case ITEM_SELECT_MULTIPLE: return typed_choices(rq);
    case ITEM_MATCH: return typed_match(rq, shown);
    case ITEM_ORDER: return typed_order(rq, shown);
    default: value = request_form(rq, "value"); return value ? value : "";
    }
}

static void
add_words(struct buf *out, const char *separator, const char *text)
{
    buf_puts(out, out->length > 0 ? separator : "");
    buf_puts(out, text);
}

static void
add_option_words(struct buf *out, const struct item *item, const char *answer, enum lang lang)
{
    char word[64];

    for (const char *at = answer; *at != '\0';) {
        size_t size = strcspn(at, " ");
        const char *sign = memchr(at, '=', size);
        const struct item_option *option, *right = NULL;

        snprintf(word, sizeof word, "%.*s", sign ? (int)(sign - at) : (int)size, at);
        option = option_by_value(item, word);
        if (sign != NULL) {
            snprintf(word, sizeof word, "%.*s", (int)(at + size - sign - 1), sign + 1);
            right = option_by_value(item, word);
        }
        if (option != NULL)
            add_words(out, item->type == ITEM_ORDER ? " → " : "; ", text_in(&option->label, lang));
        if (right != NULL) {
            buf_puts(out, " → ");
            buf_puts(out, text_in(&right->right, lang));
        }
        at += size + (at[size] == ' ');
    }
}

const char *
exam_item_words(struct arena *arena, const struct item *item, const char *answer, enum lang lang)
{
    scoped_buf out;

    if (item->type == ITEM_NUMERIC)
        return format_number(arena, lang, answer);
    if (item->type == ITEM_SHORT_TEXT || item->type == ITEM_TRUE_FALSE)
        return answer;
    buf_open(&out, WORDS_BYTES);
    add_option_words(&out, item, answer, lang);
    return arena_copy(arena, buf_text(&out));
}

const char *
exam_item_key(struct arena *arena, const struct item *item, enum lang lang)
{
    scoped_buf out;

    if (item->type == ITEM_TRUE_FALSE)
        return item->answer_true ? "true" : "false";
    if (item->type == ITEM_SHORT_TEXT)
        return item->accept.count > 0 ? item->accept.items[0] : "";
    if (item->type == ITEM_NUMERIC)
        return item->numbers.count > 0
                   ? format_number(arena, lang, arena_printf(arena, "%.10g", item->numbers.items[0].value))
                   : "";
    buf_open(&out, WORDS_BYTES);
    for (size_t i = 0; i < item->options.count; i++) {
        const struct item_option *option = &item->options.items[i];

        if (item->type == ITEM_ORDER)
            add_words(&out, " → ", text_in(&option->label, lang));
        else if (item->type == ITEM_MATCH && text_present(&option->label)) {
            add_words(&out, "; ", text_in(&option->label, lang));
            add_words(&out, " → ", text_in(&option->right, lang));
        } else if (option->correct)
            add_words(&out, "; ", text_in(&option->label, lang));
    }
    return arena_copy(arena, buf_text(&out));
}
