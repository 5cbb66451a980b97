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

/* Does the form hold `value` under `name`? */
static bool
form_has(const struct request *form, const char *name, const char *value)
{
    for (size_t i = 0; i < form->form.count; i++)
        if (strcmp(form->form.items[i].name, name) == 0 && strcmp(form->form.items[i].value, value) == 0)
            return true;
    return false;
}

/* A field of the form that is shown again; "" when it is not there. */
static const char *
form_text(const struct request *form, const char *name)
{
    const char *text = request_form(form, name);

    return text != NULL ? text : "";
}

static const struct item_option *
option_shown(const struct shown_item *shown, size_t at)
{
    const struct item_option *option = option_by_value(shown->item, shown->kept->options.items[at]);

    ensure(option != NULL);
    return option;
}

static void
view_choices(struct arena *arena, const struct shown_item *shown, struct view *view)
{
    for (size_t i = 0; i < shown->kept->options.count; i++) {
        const struct item_option *option = option_shown(shown, i);
        const char *place = arena_printf(arena, "%zu", i + 1);
        struct view *choice = view_item(view, "choices");

        view_text(choice, "place", place);
        view_text(choice, "label", text_in(&option->label, shown->lang));
        view_text(choice, "label_lang", text_foreign(&option->label, shown->lang));
        view_bool(choice, "checked",
                  shown->typed ? form_has(shown->typed, "value", place)
                               : has_word(shown->answer, option->value));
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

/* The place on this paper (from 1) of an option, as a field says it; "" for none. */
static const char *
place_of(struct arena *arena, const struct shown_item *shown, const char *value)
{
    for (size_t i = 0; i < shown->kept->options.count; i++)
        if (strcmp(shown->kept->options.items[i], value) == 0)
            return arena_printf(arena, "%zu", i + 1);
    return "";
}

static void
view_match(struct arena *arena, const struct shown_item *shown, struct view *view)
{
    int number = 0;

    for (size_t i = 0; i < shown->item->options.count; i++) {
        const struct item_option *pair = &shown->item->options.items[i];
        const char *name, *chosen;
        struct view *row;

        if (!text_present(&pair->label))
            continue; /* an extra right side */
        name = arena_printf(arena, "m%d", ++number);
        chosen = shown->typed ? form_text(shown->typed, name)
                              : place_of(arena, shown, matched_with(arena, shown->answer, pair->value));
        row = view_item(view, "rows");
        view_text(row, "name", name);
        view_text(row, "label", text_in(&pair->label, shown->lang));
        view_text(row, "label_lang", text_foreign(&pair->label, shown->lang));
        for (size_t at = 0; at < shown->kept->options.count; at++) {
            struct view *option = view_item(row, "options");
            const char *place = arena_printf(arena, "%zu", at + 1);
            const struct text *right = &option_shown(shown, at)->right;

            view_text(option, "place", place);
            view_text(option, "label", text_in(right, shown->lang));
            view_text(option, "label_lang", text_foreign(right, shown->lang));
            view_bool(option, "selected", strcmp(place, chosen) == 0);
        }
    }
}

/* The number (from 1) of a word in a stored order, as a field says it; "" when it is not in it. */
static const char *
number_in_order(struct arena *arena, const char *answer, const char *word)
{
    size_t length = strlen(word), number = 1;

    for (const char *at = answer; *at != '\0'; number++) {
        size_t size = strcspn(at, " ");

        if (size == length && memcmp(at, word, length) == 0)
            return arena_printf(arena, "%zu", number);
        at += size + (at[size] == ' ');
    }
    return "";
}

static void
view_order(struct arena *arena, const struct shown_item *shown, struct view *view)
{
    const size_t count = shown->kept->options.count;

    for (size_t i = 0; i < count; i++) {
        const struct item_option *option = option_shown(shown, i);
        const char *name = arena_printf(arena, "p%zu", i + 1);
        const char *chosen = shown->typed ? form_text(shown->typed, name)
                                          : number_in_order(arena, shown->answer, option->value);
        struct view *row = view_item(view, "rows");

        view_text(row, "name", name);
        view_text(row, "label", text_in(&option->label, shown->lang));
        view_text(row, "label_lang", text_foreign(&option->label, shown->lang));
        for (size_t number = 1; number <= count; number++) {
            struct view *place = view_item(row, "options");
            const char *text = arena_printf(arena, "%zu", number);

            view_text(place, "place", text);
            view_bool(place, "selected", strcmp(text, chosen) == 0);
        }
    }
}

static void
view_truth(const struct shown_item *shown, struct view *view)
{
    const char *chosen = shown->typed ? form_text(shown->typed, "value") : shown->answer;

    view_bool(view, "is_true", strcmp(chosen, "true") == 0);
    view_bool(view, "is_false", strcmp(chosen, "false") == 0);
}

void
exam_item_view(struct arena *arena, const struct shown_item *shown, struct view *view)
{
    const struct item *item = shown->item;

    view_text(view, "label", text_in(&item->label, shown->lang));
    view_text(view, "label_lang", text_foreign(&item->label, shown->lang));
    if (text_present(&item->hint))
        view_text(view, "hint", text_in(&item->hint, shown->lang));
    view_text(view, "hint_lang", text_foreign(&item->hint, shown->lang));
    view_text(view, "unit", text_present(&item->unit) ? text_in(&item->unit, shown->lang) : NULL);
    view_text(view, "unit_lang", text_foreign(&item->unit, shown->lang));
    view_bool(view, "is_one", item->type == ITEM_SELECT_ONE);
    view_bool(view, "is_many", item->type == ITEM_SELECT_MULTIPLE);
    view_bool(view, "is_truth", item->type == ITEM_TRUE_FALSE);
    view_bool(view, "is_number", item->type == ITEM_NUMERIC);
    view_bool(view, "is_text", item->type == ITEM_SHORT_TEXT);
    view_bool(view, "is_match", item->type == ITEM_MATCH);
    view_bool(view, "is_order", item->type == ITEM_ORDER);
    switch (item->type) {
    case ITEM_SELECT_ONE:
    case ITEM_SELECT_MULTIPLE: view_choices(arena, shown, view); break;
    case ITEM_TRUE_FALSE: view_truth(shown, view); break;
    case ITEM_MATCH: view_match(arena, shown, view); break;
    case ITEM_ORDER: view_order(arena, shown, view); break;
    default:
        view_text(view, "value",
                  shown->typed                 ? form_text(shown->typed, "value")
                  : item->type == ITEM_NUMERIC ? format_number(arena, shown->lang, shown->answer)
                                               : shown->answer);
        break;
    }
}

/* The one field of the form with this name; "" when there is none, NULL when there are two. */
static const char *
typed_once(const struct request *rq, const char *name)
{
    const char *value = NULL;

    for (size_t i = 0; i < rq->form.count; i++) {
        if (strcmp(rq->form.items[i].name, name) != 0)
            continue;
        if (value != NULL)
            return NULL;
        value = rq->form.items[i].value;
    }
    return value != NULL ? value : "";
}

/* A place (from 1) as a field says it: 0 for an empty one; false when there is no such place. */
static bool
place_read(const struct shown_item *shown, const char *typed, size_t *out)
{
    char *end;
    unsigned long place;

    *out = 0;
    if (typed == NULL)
        return false;
    if (typed[0] == '\0')
        return true;
    if (typed[0] < '1' || typed[0] > '9')
        return false;
    place = strtoul(typed, &end, 10);
    *out = place;
    return *end == '\0' && place <= shown->kept->options.count;
}

static const char *
typed_choices(const struct request *rq, const struct shown_item *shown)
{
    scoped_buf out;

    buf_open(&out, WORDS_BYTES);
    for (size_t i = 0; i < rq->form.count; i++) {
        size_t place;

        if (strcmp(rq->form.items[i].name, "value") != 0)
            continue;
        if (!place_read(shown, rq->form.items[i].value, &place))
            return NULL;
        if (place > 0)
            buf_printf(&out, "%s%s", out.length > 0 ? " " : "", shown->kept->options.items[place - 1]);
    }
    return out.full ? NULL : buf_keep(&out, rq->arena);
}

static const char *
typed_match(const struct request *rq, const struct shown_item *shown)
{
    scoped_buf out;
    int number = 0;

    buf_open(&out, WORDS_BYTES);
    for (size_t i = 0; i < shown->item->options.count; i++) {
        const struct item_option *pair = &shown->item->options.items[i];
        size_t place;

        if (!text_present(&pair->label))
            continue;
        if (!place_read(shown, typed_once(rq, arena_printf(rq->arena, "m%d", ++number)), &place))
            return NULL;
        if (place > 0)
            buf_printf(&out, "%s%s=%s", out.length > 0 ? " " : "", pair->value,
                       shown->kept->options.items[place - 1]);
    }
    return out.full ? NULL : buf_keep(&out, rq->arena);
}

/* "b - a": numbers that no step has keep their sign, those at the end fall away. */
static const char *
typed_order(const struct request *rq, const struct shown_item *shown)
{
    const size_t count = shown->kept->options.count;
    const char **sequence = ARENA_ARRAY(rq->arena, const char *, count);
    scoped_buf out;
    size_t number, kept = 0;

    buf_open(&out, WORDS_BYTES);
    for (size_t i = 0; i < count; i++) {
        if (!place_read(shown, typed_once(rq, arena_printf(rq->arena, "p%zu", i + 1)), &number))
            return NULL;
        if (number == 0)
            continue;
        if (sequence[number - 1] != NULL)
            return NULL;
        sequence[number - 1] = shown->kept->options.items[i];
    }
    for (size_t i = 0; i < count; i++) {
        buf_printf(&out, "%s%s", i > 0 ? " " : "", sequence[i] != NULL ? sequence[i] : "-");
        if (sequence[i] != NULL)
            kept = out.length;
    }
    return out.full ? NULL : arena_copy_n(rq->arena, buf_text(&out), kept);
}

const char *
exam_item_typed(const struct request *rq, const struct shown_item *shown)
{
    switch (shown->item->type) {
    case ITEM_SELECT_ONE: return typed_once(rq, "value") != NULL ? typed_choices(rq, shown) : NULL;
    case ITEM_SELECT_MULTIPLE: return typed_choices(rq, shown);
    case ITEM_MATCH: return typed_match(rq, shown);
    case ITEM_ORDER: return typed_order(rq, shown);
    default: return typed_once(rq, "value");
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

    buf_open(&out, WORDS_BYTES);
    if (item->type == ITEM_NUMERIC)
        return format_number(arena, lang, answer);
    if (item->type == ITEM_SHORT_TEXT || item->type == ITEM_TRUE_FALSE)
        return answer;
    add_option_words(&out, item, answer, lang);
    return buf_keep(&out, arena);
}

const char *
exam_item_key(struct arena *arena, const struct item *item, enum lang lang)
{
    scoped_buf out;

    buf_open(&out, WORDS_BYTES);
    if (item->type == ITEM_TRUE_FALSE)
        return item->answer_true ? "true" : "false";
    if (item->type == ITEM_SHORT_TEXT)
        return item->accept.count > 0 ? item->accept.items[0] : "";
    if (item->type == ITEM_NUMERIC)
        return item->numbers.count > 0
                   ? format_number(arena, lang, arena_printf(arena, "%.10g", item->numbers.items[0].value))
                   : "";
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
    return buf_keep(&out, arena);
}
