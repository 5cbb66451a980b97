/* The interface texts: three flat maps merged into one table sorted by key. */
#include "model/phrases.h"

#include "base/buf.h"
#include "base/die.h"
#include "yaml/ydoc.h"

#include <stdlib.h>
#include <string.h>

enum { PHRASE_MAX_BYTES = 1 << 20 };

struct entry {
    const char *key;
    const char *text[LANG_COUNT];
    enum lang first;
    size_t line, column; /* in the file of `first` */
};

struct phrases {
    struct entry *items;
    size_t count, capacity;
};

static void
report(struct problems *problems, const char *path, const struct yfaults *faults)
{
    for (size_t i = 0; i < faults->count; i++) {
        struct place place = { path, faults->items[i].line, faults->items[i].column };

        problem_error(problems, &place, "%s", faults->items[i].sentence);
    }
}

/* Every pair of one file becomes an entry of its own; merge() brings them together. */
static void
read_file(struct arena *arena, struct phrases *phrases, const char *source, enum lang lang,
          struct yfaults *faults)
{
    const struct ynode *root = ydoc_parse(arena, source, strlen(source), faults);

    if (root == NULL)
        return;
    if (root->kind != YNODE_MAP) {
        yfault_add(faults, root->line, root->column, "The file must be a map of keys.");
        return;
    }
    for (size_t i = 0; i < root->count; i++) {
        const struct ynode *value = &root->items[i];
        struct entry *entry;

        if (value->kind != YNODE_SCALAR || value->text[0] == '\0') {
            yfault_add(faults, value->line, value->column, "The text of \"%s\" must be a single value.",
                       root->keys[i].text);
            continue;
        }
        entry = ARENA_PUSH(arena, phrases);
        *entry = (struct entry){
            .key = root->keys[i].text, .first = lang, .line = value->line, .column = value->column
        };
        entry->text[lang] = value->text;
    }
}

static int
by_key(const void *a, const void *b)
{
    const struct entry *left = a, *right = b;
    int order = strcmp(left->key, right->key);

    return order ? order : (int)left->first - (int)right->first;
}

static void
merge(struct phrases *phrases)
{
    size_t kept = 0;

    if (phrases->count > 1)
        qsort(phrases->items, phrases->count, sizeof *phrases->items, by_key);
    for (size_t i = 0; i < phrases->count; i++) {
        struct entry *entry = &phrases->items[i];

        if (kept > 0 && strcmp(phrases->items[kept - 1].key, entry->key) == 0)
            phrases->items[kept - 1].text[entry->first] = entry->text[entry->first];
        else
            phrases->items[kept++] = *entry;
    }
    phrases->count = kept;
}

static const char *const paths[LANG_COUNT] = { "web/lang/ru.yaml", "web/lang/uk.yaml", "web/lang/en.yaml" };

/* English has two forms for a number. */
static bool
may_lack(const char *key, enum lang lang)
{
    size_t length = strlen(key);

    return lang == LANG_EN && length > 4 && strcmp(key + length - 4, ".few") == 0;
}

static void
find_missing(const struct phrases *phrases, struct problems *problems)
{
    for (size_t i = 0; i < phrases->count; i++) {
        const struct entry *entry = &phrases->items[i];
        struct place place = { paths[entry->first], entry->line, entry->column };

        for (unsigned lang = 0; lang < LANG_COUNT; lang++) {
            if (entry->text[lang] == NULL && !may_lack(entry->key, (enum lang)lang))
                problem_error(problems, &place, "The key \"%s\" is missing from %s.", entry->key,
                              paths[lang]);
        }
    }
}

struct phrases *
phrases_load(struct arena *arena, const char *const sources[LANG_COUNT], struct problems *problems)
{
    struct phrases *phrases = ARENA_NEW(arena, struct phrases);
    size_t errors = problems->errors;

    for (unsigned lang = 0; lang < LANG_COUNT; lang++) {
        struct yfaults faults = { .arena = arena };

        read_file(arena, phrases, sources[lang], (enum lang)lang, &faults);
        report(problems, paths[lang], &faults);
    }
    if (problems->errors != errors)
        return NULL;
    merge(phrases);
    find_missing(phrases, problems);
    return problems->errors == errors ? phrases : NULL;
}

static int
key_of(const void *key, const void *item)
{
    return strcmp(key, ((const struct entry *)item)->key);
}

const char *
phrase(const struct phrases *phrases, enum lang lang, const char *key)
{
    const struct entry *entry;

    if (phrases->count == 0)
        return NULL;
    entry = bsearch(key, phrases->items, phrases->count, sizeof *phrases->items, key_of);
    return entry ? entry->text[lang] : NULL;
}

/* The value of the name at `name`, `length` bytes, among the pairs; NULL when it is none of them. */
static const char *
find_value(va_list args, const char *name, size_t length)
{
    const char *key;

    while ((key = va_arg(args, const char *)) != NULL) {
        const char *value = va_arg(args, const char *);

        if (strlen(key) == length && memcmp(key, name, length) == 0)
            return value ? value : "";
    }
    return NULL;
}

static void
fill(struct buf *out, const char *text, va_list args)
{
    for (const char *open; (open = strstr(text, "{{")) != NULL;) {
        const char *close = strstr(open, "}}");
        const char *value;
        va_list copy;

        if (close == NULL)
            break;
        va_copy(copy, args);
        value = find_value(copy, open + 2, (size_t)(close - open) - 2);
        va_end(copy);
        buf_add(out, text, (size_t)(open - text));
        if (value != NULL)
            buf_puts(out, value);
        else
            buf_add(out, open, (size_t)(close - open) + 2);
        text = close + 2;
    }
    buf_puts(out, text);
}

const char *
phrase_fill(struct arena *arena, const struct phrases *phrases, enum lang lang, const char *key, ...)
{
    const char *text = phrase(phrases, lang, key);
    struct buf out CLEANUP(buf_close);
    va_list args;

    ensure(text != NULL);
    buf_open(&out, PHRASE_MAX_BYTES);
    va_start(args, key);
    fill(&out, text, args);
    va_end(args);
    return arena_copy(arena, buf_text(&out));
}

enum plural
plural_of(enum lang lang, int64_t n)
{
    int64_t last = n < 0 ? -(n % 100) : n % 100, digit = last % 10;

    if (lang == LANG_EN)
        return n == 1 ? PLURAL_ONE : PLURAL_MANY;
    if (digit == 1 && last != 11)
        return PLURAL_ONE;
    return digit >= 2 && digit <= 4 && (last < 12 || last > 14) ? PLURAL_FEW : PLURAL_MANY;
}

const char *
text_plural(struct arena *arena, const struct phrases *phrases, enum lang lang, const char *key, int64_t n)
{
    static const char *const forms[] = { [PLURAL_ONE] = "one", [PLURAL_FEW] = "few", [PLURAL_MANY] = "many" };

    return phrase_fill(arena, phrases, lang, arena_printf(arena, "%s.%s", key, forms[plural_of(lang, n)]),
                       "n", arena_int(arena, n), (char *)NULL);
}
