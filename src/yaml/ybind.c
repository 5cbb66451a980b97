/* Tables of fields to structs. */
#include "yaml/ybind.h"

#include "base/die.h"

#include <stdlib.h>
#include <string.h>

void
ybind_fault(struct ybind *bind, const struct ynode *node, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    yfault_add(bind->faults, node->line, node->column, "%s", arena_vprintf(bind->arena, format, args));
    va_end(args);
}

bool
ybind_kind(struct ybind *bind, const struct ynode *node, enum ynode_kind kind, const char *what)
{
    static const char *const names[] = { "a single value", "a list", "a map of keys" };

    if (node->kind == kind)
        return true;
    if (ynode_empty(node))
        ybind_fault(bind, node, "There is nothing here; %s must be %s.", what, names[kind]);
    else
        ybind_fault(bind, node, "This is %s; %s must be %s.", names[node->kind], what, names[kind]);
    return false;
}

bool
ybind_string(struct ybind *bind, const struct ynode *node, const char **out)
{
    if (!ybind_kind(bind, node, YNODE_SCALAR, "the value"))
        return false;
    if (node->text[strspn(node->text, " \t\n")] == '\0') {
        ybind_fault(bind, node, "There is nothing here.");
        return false;
    }
    *out = node->text;
    return true;
}

bool
yid_valid(const char *text)
{
    size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_");

    return text[0] >= 'a' && text[0] <= 'z' && text[length] == '\0' && length <= 60;
}

bool
ybind_id(struct ybind *bind, const struct ynode *node, const char **out)
{
    if (!ybind_string(bind, node, out))
        return false;
    if (yid_valid(node->text))
        return true;
    ybind_fault(bind, node,
                "\"%s\" is no id: an id starts with a-z, goes on with a-z, 0-9 and _, and has at most 60 of "
                "them.",
                ydoc_quote(bind->arena, node->text));
    return false;
}

bool
ynumber_parse(const char *text, double *out)
{
    const char *digits = text + (*text == '-');
    size_t whole = strspn(digits, "0123456789"), part = 0;

    if (digits[whole] == '.')
        part = strspn(digits + whole + 1, "0123456789");
    if (whole == 0 || (digits[whole] == '.' && part == 0) || whole + part > 15
        || digits[whole + (digits[whole] == '.') + part] != '\0')
        return false;
    *out = strtod(text, NULL);
    return true;
}

bool
ybind_number(struct ybind *bind, const struct ynode *node, double *out)
{
    if (!ybind_kind(bind, node, YNODE_SCALAR, "the value"))
        return false;
    if (ynumber_parse(node->text, out))
        return true;
    ybind_fault(bind, node, "\"%s\" is not a number.", ydoc_quote(bind->arena, node->text));
    return false;
}

bool
ybind_int(struct ybind *bind, const struct ynode *node, int *out)
{
    double number;

    if (!ybind_number(bind, node, &number))
        return false;
    if (strchr(node->text, '.') != NULL || number > 1e9 || number < -1e9) {
        ybind_fault(bind, node, "\"%s\" is not a whole number of at most nine digits.", node->text);
        return false;
    }
    *out = (int)number;
    return true;
}

bool
ybind_bool(struct ybind *bind, const struct ynode *node, bool *out)
{
    if (!ybind_kind(bind, node, YNODE_SCALAR, "the value"))
        return false;
    *out = strcmp(node->text, "true") == 0;
    if (*out || strcmp(node->text, "false") == 0)
        return true;
    ybind_fault(bind, node, "\"%s\" is neither true nor false.", ydoc_quote(bind->arena, node->text));
    return false;
}

static bool
read_word(struct ybind *bind, const struct ynode *node, const struct yfield *field, int *out)
{
    struct yguess guess;
    const char *list = "";

    if (!ybind_kind(bind, node, YNODE_SCALAR, "the value"))
        return false;
    guess = yguess_for(bind->arena, node->text);
    for (int i = 0; field->words[i] != NULL; i++) {
        if (field->words[i][0] == '\0') /* what the key cannot say: only its absence */
            continue;
        if (strcmp(field->words[i], node->text) == 0) {
            *out = i;
            return true;
        }
        yguess_try(&guess, field->words[i]);
        list = arena_printf(bind->arena, "%s%s%s", list, *list ? ", " : "", field->words[i]);
    }
    ybind_fault(bind, node, "\"%s\" is none of %s.%s", ydoc_quote(bind->arena, node->text), list,
                yguess_text(&guess));
    return false;
}

static int
by_text(const void *a, const void *b)
{
    const struct ynode *const *left = a, *const *right = b;
    int order = strcmp((*left)->text, (*right)->text);

    return order ? order : (*left < *right ? -1 : *left > *right);
}

static void
find_repeated(struct ybind *bind, const struct ynode *node)
{
    const struct ynode **sorted = ARENA_ARRAY(bind->arena, const struct ynode *, node->count);

    for (size_t i = 0; i < node->count; i++)
        sorted[i] = &node->items[i];
    if (node->count > 1)
        qsort(sorted, node->count, sizeof *sorted, by_text);
    for (size_t i = 1; i < node->count; i++) {
        if (sorted[i]->text[0] != '\0' && strcmp(sorted[i - 1]->text, sorted[i]->text) == 0)
            ybind_fault(bind, sorted[i], "\"%s\" stands in this list twice.", sorted[i]->text);
    }
}

static void
read_strings(struct ybind *bind, const struct ynode *node, bool ids, void *target)
{
    struct ystrings list = { 0 };

    if (!ybind_kind(bind, node, YNODE_LIST, ids ? "the value (ids, such as [a, b])" : "the value"))
        return;
    for (size_t i = 0; i < node->count; i++) {
        const char *text;

        if (ids ? ybind_id(bind, &node->items[i], &text) : ybind_string(bind, &node->items[i], &text))
            *ARENA_PUSH(bind->arena, &list) = text;
    }
    find_repeated(bind, node);
    memcpy(target, &list, sizeof list); /* the caller's list type is another struct of the same shape */
}

static bool
in_range(struct ybind *bind, const struct ynode *node, const struct yfield *field, double number)
{
    if (field->min == field->max || (number >= field->min && number <= field->max))
        return true;
    ybind_fault(bind, node, "\"%s\" must be %.15g to %.15g, not %s.", field->name, field->min, field->max,
                node->text);
    return false;
}

static void
read_field(struct ybind *bind, const struct ynode *node, const struct yfield *field, char *target)
{
    double number;
    int whole;
    bool truth;

    switch (field->type) {
    case YFIELD_STRING: ybind_string(bind, node, (const char **)(void *)target); break;
    case YFIELD_ID: ybind_id(bind, node, (const char **)(void *)target); break;
    case YFIELD_INT:
        if (ybind_int(bind, node, &whole) && in_range(bind, node, field, whole))
            memcpy(target, &whole, sizeof whole);
        break;
    case YFIELD_NUMBER:
        if (ybind_number(bind, node, &number) && in_range(bind, node, field, number))
            memcpy(target, &number, sizeof number);
        break;
    case YFIELD_BOOL:
        if (ybind_bool(bind, node, &truth))
            memcpy(target, &truth, sizeof truth);
        break;
    case YFIELD_WORD:
        if (read_word(bind, node, field, &whole))
            memcpy(target, &whole, sizeof whole);
        break;
    case YFIELD_IDS: read_strings(bind, node, true, target); break;
    case YFIELD_STRINGS: read_strings(bind, node, false, target); break;
    case YFIELD_NODE: memcpy(target, &node, sizeof node); break;
    case YFIELD_READ: field->read(bind, node, target); break;
    }
}

static void
set_fallback(const struct yfield *field, char *target)
{
    int whole = (int)field->fallback;
    bool truth = whole != 0;

    if (field->type == YFIELD_INT || field->type == YFIELD_WORD)
        memcpy(target, &whole, sizeof whole);
    else if (field->type == YFIELD_NUMBER)
        memcpy(target, &field->fallback, sizeof field->fallback);
    else if (field->type == YFIELD_BOOL)
        memcpy(target, &truth, sizeof truth);
}

static void
unknown_key(struct ybind *bind, const struct ynode *map, size_t at, const struct yfields *fields)
{
    const struct ynode *key = &map->keys[at];
    struct yguess guess = yguess_for(bind->arena, key->text);

    if (map->flow && ynode_empty(&map->items[at]) && at > 0) {
        ybind_fault(bind, key,
                    "The text before this was cut at its comma: inside { } write a text in quotes, or write "
                    "it as a block.");
        return;
    }
    for (size_t i = 0; i < fields->count; i++)
        yguess_try(&guess, fields->items[i].name);
    ybind_fault(bind, key, "There is no key \"%s\" in %s.%s", ydoc_quote(bind->arena, key->text),
                fields->what, yguess_text(&guess));
}

bool
ybind_map(struct ybind *bind, const struct ynode *node, const struct yfields *fields, void *target)
{
    size_t before = bind->faults->count;
    bool seen[64] = { false };

    ensure(fields->count <= LENGTH(seen));
    if (!ybind_kind(bind, node, YNODE_MAP, fields->what))
        return false;
    for (size_t i = 0; i < fields->count; i++)
        set_fallback(&fields->items[i], (char *)target + fields->items[i].offset);
    for (size_t i = 0; i < node->count; i++) {
        size_t at = 0;

        while (at < fields->count && strcmp(fields->items[at].name, node->keys[i].text) != 0)
            at++;
        if (at == fields->count) {
            unknown_key(bind, node, i, fields);
            continue;
        }
        seen[at] = true;
        read_field(bind, &node->items[i], &fields->items[at], (char *)target + fields->items[at].offset);
    }
    for (size_t i = 0; i < fields->count; i++) {
        if (fields->items[i].required && !seen[i])
            ybind_fault(bind, node, "The key \"%s\" is missing from %s.", fields->items[i].name,
                        fields->what);
    }
    return bind->faults->count == before;
}
