/* Lines of a list that are one person twice, and names that differ only in what a glance does not see. */
#include "exchange/people_cells.h"

#include "model/fold.h"

#include <stdlib.h>
#include <string.h>

enum { LOOK_BACK = 20 }; /* lines of one name that are compared with one another */

struct key {
    const char *text, *spelt;
    size_t index; /* of the line */
    bool known;   /* the project has it already */
};

struct keys LIST_OF(struct key);

struct twins {
    struct arena *arena;
    struct people_file *file;
};

const char *
people_likeness(struct arena *arena, const char *text)
{
    return text_fold(arena, text, FOLD_CASE | FOLD_YO | FOLD_LOOKALIKES);
}

static int
compare_keys(const void *a, const void *b)
{
    const struct key *x = a, *y = b;
    int order = strcmp(x->text, y->text);

    if (order == 0)
        order = y->known - x->known;
    if (order == 0)
        order = (x->index > y->index) - (x->index < y->index);
    return order;
}

static void
sort_keys(struct keys *keys)
{
    if (keys->count > 0)
        qsort(keys->items, keys->count, sizeof *keys->items, compare_keys);
}

static void
add_key(struct twins *t, struct keys *keys, size_t index, const char *text)
{
    *ARENA_PUSH(t->arena, keys) = (struct key){ .text = text, .spelt = text, .index = index };
}

static void
refuse(struct twins *t, size_t index, enum people_field field, enum people_fault fault, const char *value,
       const char *other)
{
    struct people_refusal *refusal =
        people_refuse(t->arena, t->file, t->file->lines.items[index].line, field);

    refusal->fault = fault;
    refusal->value = value;
    refusal->other = other;
}

static const char *
line_text(struct twins *t, size_t index)
{
    return arena_printf(t->arena, "%zu", t->file->lines.items[index].line);
}

/* External ids and e-mails belong to one person each. */
static void
same_values(struct twins *t, enum people_field field, enum people_fault fault)
{
    struct keys keys = { 0 };

    for (size_t i = 0; i < t->file->lines.count; i++) {
        const struct people_line *line = &t->file->lines.items[i];
        const char *value = field == PEOPLE_EMAIL ? line->email : line->external_id;

        if (value == NULL || value[0] == '\0')
            continue;
        add_key(t, &keys, i, field == PEOPLE_EMAIL ? people_likeness(t->arena, value) : value);
        keys.items[keys.count - 1].spelt = value;
    }
    sort_keys(&keys);
    for (size_t i = 1; i < keys.count; i++)
        if (strcmp(keys.items[i].text, keys.items[i - 1].text) == 0)
            refuse(t, keys.items[i].index, field, fault, keys.items[i].spelt,
                   line_text(t, keys.items[i - 1].index));
}

static bool
both_differ(const char *a, const char *b)
{
    return a != NULL && b != NULL && a[0] != '\0' && b[0] != '\0' && strcmp(a, b) != 0;
}

static bool
both_same(const char *a, const char *b)
{
    return a != NULL && b != NULL && a[0] != '\0' && strcmp(a, b) == 0;
}

static const char *
whole_name(struct twins *t, const struct people_line *line)
{
    return arena_printf(t->arena, "%s %s %s", line->family, line->given ? line->given : "",
                        line->patronymic ? line->patronymic : "");
}

/* Two lines of one name: the later is refused unless something tells the two people apart. */
static bool
compare_lines(struct twins *t, const struct key *before, const struct key *at)
{
    const struct people_line *a = &t->file->lines.items[before->index];
    const struct people_line *b = &t->file->lines.items[at->index];
    bool same_place = a->department == NULL || strcmp(a->department, b->department) == 0;

    if (both_differ(a->external_id, b->external_id) || both_same(a->external_id, b->external_id)
        || both_same(a->email, b->email))
        return false;
    if (strcmp(before->spelt, at->spelt) != 0)
        refuse(t, at->index, PEOPLE_NAME, PEOPLE_LIKE_NAME, at->spelt, before->spelt);
    else if (same_place && !both_differ(a->email, b->email))
        refuse(t, at->index, PEOPLE_NAME, PEOPLE_SAME_PERSON, at->spelt, line_text(t, before->index));
    else
        return false;
    return true;
}

static void
same_names(struct twins *t)
{
    struct keys keys = { 0 };

    for (size_t i = 0; i < t->file->lines.count; i++) {
        const char *name = whole_name(t, &t->file->lines.items[i]);

        if (t->file->lines.items[i].family[0] == '\0')
            continue;
        add_key(t, &keys, i, people_likeness(t->arena, name));
        keys.items[keys.count - 1].spelt = name;
    }
    sort_keys(&keys);
    for (size_t i = 1; i < keys.count; i++)
        for (size_t j = i; j-- > 0 && i - j <= LOOK_BACK;) {
            if (strcmp(keys.items[i].text, keys.items[j].text) != 0)
                break;
            if (compare_lines(t, &keys.items[j], &keys.items[i]))
                break;
        }
}

/* A department is spelt as the project has it, or as the first line has it. */
static void
like_departments(struct twins *t, const struct names *known)
{
    struct keys keys = { 0 };
    const struct key *first = NULL;
    bool exact = false;

    for (size_t i = 0; i < known->count; i++) {
        add_key(t, &keys, i, people_likeness(t->arena, known->items[i]));
        keys.items[keys.count - 1].spelt = known->items[i];
        keys.items[keys.count - 1].known = true;
    }
    for (size_t i = 0; i < t->file->lines.count; i++) {
        const char *name = t->file->lines.items[i].department;

        if (name == NULL || name[0] == '\0')
            continue;
        add_key(t, &keys, i, people_likeness(t->arena, name));
        keys.items[keys.count - 1].spelt = name;
    }
    sort_keys(&keys);
    for (size_t i = 0; i < keys.count; i++) {
        const struct key *at = &keys.items[i];

        if (first == NULL || strcmp(first->text, at->text) != 0)
            first = at;
        if (at->known)
            continue;
        exact = strcmp(first->spelt, at->spelt) == 0;
        for (const struct key *k = first; k->known && k < at && !exact; k++)
            exact = strcmp(k->spelt, at->spelt) == 0;
        if (!exact)
            refuse(t, at->index, PEOPLE_DEPARTMENT, PEOPLE_LIKE_DEPARTMENT, at->spelt, first->spelt);
    }
}

void
people_twins(struct arena *arena, const struct people_source *source, struct people_file *file)
{
    struct twins t = { .arena = arena, .file = file };

    same_values(&t, PEOPLE_EXTERNAL_ID, PEOPLE_SAME_EXTERNAL_ID);
    same_values(&t, PEOPLE_EMAIL, PEOPLE_SAME_EMAIL);
    same_names(&t);
    like_departments(&t, &source->departments);
    people_refusals_sort(file);
}
