/* What the loaders of questionnaires, tests and the catalogue share. */
#include "model/load.h"

#include <stdlib.h>
#include <string.h>

struct load *
load_of(const struct ybind *bind)
{
    return bind->context;
}

void
load_warn(struct load *load, const struct ynode *node, const char *format, ...)
{
    struct place place = { load->path, node->line, node->column };
    va_list args;

    va_start(args, format);
    problem_warning(load->problems, &place, "%s", arena_vprintf(load->problems->arena, format, args));
    va_end(args);
}

void
load_language(struct ybind *bind, const struct ynode *node, void *target)
{
    enum lang lang;

    if (!ybind_kind(bind, node, YNODE_SCALAR, "a language"))
        return;
    if (!lang_parse(node->text, &lang))
        ybind_fault(bind, node, "\"%s\" is none of ru, uk, en.", ydoc_quote(bind->arena, node->text));
    else
        memcpy(target, &lang, sizeof lang);
}

void
load_languages(struct ybind *bind, const struct ynode *node, void *target)
{
    bool *languages = target;

    if (!ybind_kind(bind, node, YNODE_LIST, "the languages"))
        return;
    for (size_t i = 0; i < node->count; i++) {
        enum lang lang = LANG_COUNT;

        load_language(bind, &node->items[i], &lang);
        if (lang != LANG_COUNT)
            languages[lang] = true;
    }
}

/* The languages of the file stand in its head, but may stand behind the texts that need them. */
static void
find_languages(struct load *load, const struct ynode *root)
{
    const struct ynode *language = ynode_get(root, "default_language");
    const struct ynode *languages = ynode_get(root, "languages");

    load->default_language = LANG_RU;
    if (language != NULL && language->kind == YNODE_SCALAR)
        lang_parse(language->text, &load->default_language);
    for (size_t i = 0; languages != NULL && languages->kind == YNODE_LIST && i < languages->count; i++) {
        enum lang lang;

        if (languages->items[i].kind == YNODE_SCALAR && lang_parse(languages->items[i].text, &lang))
            load->languages[lang] = true;
    }
}

const struct ynode *
load_open(struct load *load, struct arena *arena, const struct form_source *source, struct problems *problems)
{
    const struct ynode *root;

    *load = (struct load){ .arena = arena,
                           .path = source->path,
                           .problems = problems,
                           .faults = { .arena = arena },
                           .first = problems->count,
                           .errors = problems->errors };
    load->bind = (struct ybind){ .arena = arena, .faults = &load->faults, .context = load };
    root = ydoc_parse(arena, source->text, source->length, &load->faults);
    if (root == NULL || !ybind_kind(&load->bind, root, YNODE_MAP, "the file"))
        return NULL;
    find_languages(load, root);
    load->lists = ynode_get(root, "choice_lists");
    return root;
}

bool
load_close(struct load *load)
{
    for (size_t i = 0; i < load->faults.count; i++) {
        const struct yfault *fault = &load->faults.items[i];
        struct place place = { load->path, fault->line, fault->column };

        problem_error(load->problems, &place, "%s", fault->sentence);
    }
    load->faults.count = 0;
    problems_sort(load->problems, load->first);
    return load->problems->errors == load->errors;
}

/* A number or a mark reads the same in every language. */
static bool
has_letters(const char *text)
{
    for (; *text != '\0'; text++) {
        unsigned char byte = (unsigned char)*text;

        if (byte >= 0x80 || (unsigned)((byte | 0x20) - 'a') < 26u)
            return true;
    }
    return false;
}

static void
check_text(struct ybind *bind, const struct ynode *node, const struct text *text)
{
    struct load *load = load_of(bind);
    const char *missing = "";

    if (node->kind == YNODE_SCALAR && !has_letters(node->text))
        return;
    for (unsigned i = 0; i < LANG_COUNT; i++) {
        if (text->in[i] != NULL && strcasestr(text->in[i], "javascript:") != NULL)
            ybind_fault(bind, node, "A text must not hold \"javascript:\".");
        if (text->in[i] == NULL && load->languages[i])
            missing = arena_printf(load->arena, "%s%s%s", missing, *missing ? " and " : "",
                                   lang_code((enum lang)i));
    }
    if (*missing != '\0')
        load_warn(load, node, "The text is missing in %s.", missing);
}

void
load_text(struct ybind *bind, const struct ynode *node, void *target)
{
    static const struct yfield fields[] = {
        YKEY("ru", STRING, text, in[LANG_RU]),
        YKEY("uk", STRING, text, in[LANG_UK]),
        YKEY("en", STRING, text, in[LANG_EN]),
    };
    static const struct yfields text_fields = YFIELDS("a text (its keys are ru, uk, en)", fields);
    struct text *text = target;
    enum lang language = load_of(bind)->default_language;
    bool ok;

    *text = (struct text){ .fallback = language };
    if (node->kind == YNODE_LIST) {
        ybind_fault(bind, node, "This is a list; a text must be a single value, or a map of languages.");
        return;
    }
    ok = node->kind == YNODE_MAP ? ybind_map(bind, node, &text_fields, text)
                                 : ybind_string(bind, node, &text->in[language]);
    if (ok && text->in[language] == NULL)
        ybind_fault(bind, node, "The text is missing in the default language (%s).", lang_code(language));
    else if (ok)
        check_text(bind, node, text);
}

void
load_expr(struct ybind *bind, const struct ynode *node, void *target)
{
    struct load *load = load_of(bind);
    const struct expr *expr;
    const char *source;

    if (node->kind == YNODE_MAP && node->flow) {
        ybind_fault(bind, node, "Write the expression in quotes: { starts a map.");
        return;
    }
    if (!ybind_string(bind, node, &source))
        return;
    if (node->cut)
        load_warn(
            load, node,
            "The expression ends before \" #\", which starts a comment; if it should go on, write it in "
            "quotes.");
    expr = expr_parse(load->arena, source, load->path, node->text_line, node->text_column, load->problems);
    memcpy(target, &expr, sizeof expr);
}

bool
load_span(struct ybind *bind, const struct ynode *node, const char *const *units, int *number, int *unit)
{
    const char *list = "";
    size_t digits;

    if (!ybind_kind(bind, node, YNODE_SCALAR, "the value"))
        return false;
    digits = strspn(node->text, "0123456789");
    for (*unit = 0; units[*unit] != NULL; ++*unit) {
        const char *rest = node->text + digits;
        size_t length = strlen(units[*unit]);

        if (digits > 0 && digits < 5 && *rest == ' ' && strncmp(rest + 1, units[*unit], length) == 0
            && (rest[1 + length] == '\0' || strcmp(rest + 1 + length, "s") == 0)) {
            *number = (int)strtol(node->text, NULL, 10);
            if (*number > 0)
                return true;
        }
        list = arena_printf(bind->arena, "%s%s%s", list, *unit ? ", " : "", units[*unit]);
    }
    ybind_fault(bind, node, "\"%s\" is not a number from 1 to 9999 and one of: %s.",
                ydoc_quote(bind->arena, node->text), list);
    return false;
}

bool
load_reference(struct ybind *bind, const struct ynode *node, const char **out)
{
    const char *point;

    if (!ybind_string(bind, node, out))
        return false;
    point = strchr(node->text, '.');
    if (point != NULL && yid_valid(point + 1)
        && yid_valid(arena_copy_n(bind->arena, node->text, (size_t)(point - node->text))))
        return true;
    ybind_fault(bind, node, "\"%s\" names no question: write it as file.question.",
                ydoc_quote(bind->arena, node->text));
    return false;
}

static bool
load_value(struct ybind *bind, const struct ynode *node, const char **out)
{
    size_t digits;

    if (!ybind_string(bind, node, out))
        return false;
    digits = strspn(node->text, "0123456789");
    if (yid_valid(node->text) || (digits <= 9 && node->text[digits] == '\0'))
        return true;
    ybind_fault(bind, node,
                "\"%s\" is no choice value: it starts with a-z, goes on with a-z, 0-9 and _ (at most 60), or "
                "is a number of digits.",
                ydoc_quote(bind->arena, node->text));
    return false;
}

void
load_value_field(struct ybind *bind, const struct ynode *node, void *target)
{
    const char *value;

    if (load_value(bind, node, &value))
        memcpy(target, &value, sizeof value);
}

void
seen_add(struct load *load, struct seen_ids *seen, const char *id, const struct ynode *node)
{
    if (id != NULL)
        *ARENA_PUSH(load->arena, seen) = (struct seen){ id, node };
}

static int
by_id(const void *a, const void *b)
{
    const struct seen *left = a, *right = b;
    int order = strcmp(left->id, right->id);

    if (order != 0)
        return order;
    if (left->node->line != right->node->line)
        return left->node->line < right->node->line ? -1 : 1;
    return left->node->column < right->node->column ? -1 : 1;
}

void
seen_check(struct load *load, const struct seen_ids *seen, const char *what)
{
    struct seen *sorted = ARENA_ARRAY(load->arena, struct seen, seen->count);

    if (seen->count < 2)
        return;
    memcpy(sorted, seen->items, seen->count * sizeof *sorted);
    qsort(sorted, seen->count, sizeof *sorted, by_id);
    for (size_t i = 1; i < seen->count; i++) {
        if (strcmp(sorted[i - 1].id, sorted[i].id) == 0)
            ybind_fault(&load->bind, sorted[i].node,
                        "The %s \"%s\" stands here twice; the first is in line %zu.", what, sorted[i].id,
                        sorted[i - 1].node->line);
    }
}
