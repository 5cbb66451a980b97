/* A line of the goals page: what leaders gave for a goal, and what the moderator set. */
#include "pages/goal_entry.h"

#include <string.h>

static bool
is_base(const char *key, const char *goal)
{
    size_t length = strlen(goal);

    return strncmp(key, goal, length) == 0 && (key[length] == '\0' || key[length] == '/');
}

static const struct goal_row *
row_keyed(const struct goal_rows *rows, const char *key)
{
    for (size_t i = 0; i < rows->count; i++)
        if (strcmp(rows->items[i].key, key) == 0)
            return &rows->items[i];
    return NULL;
}

static bool
has_entry(const struct goal_entries *entries, const char *key)
{
    for (size_t i = 0; i < entries->count; i++)
        if (strcmp(entries->items[i].key, key) == 0)
            return true;
    return false;
}

/* What all entries of a page are made from. */
struct making {
    struct arena *arena;
    const struct project_findings *findings;
    enum lang lang;
    struct goal_entries *out;
};

static void
add_entry(const struct making *making, const char *goal, const char *key, const struct goal_measure *measure)
{
    const struct titled *titled = titled_find(&making->findings->data.input.library->catalogue->goals, goal);
    const struct ranked_goals *ranked = &making->findings->data.ranked;
    struct goal_entry *entry = ARENA_PUSH(making->arena, making->out);

    entry->key = key;
    entry->goal = goal;
    entry->title = titled != NULL ? text_in(&titled->title, making->lang) : goal;
    entry->measure = measure;
    entry->row = row_keyed(&making->findings->data.goals, key);
    for (size_t i = 0; i < ranked->count; i++)
        if (strcmp(ranked->items[i].key, goal) == 0)
            entry->ranked = &ranked->items[i];
}

/* A goal's measures, then rows set without answers, else the goal alone. */
static void
add_goal(const struct making *making, const char *goal, bool named)
{
    const struct goal_measures *measures = &making->findings->data.measures;
    const struct goal_rows *rows = &making->findings->data.goals;
    size_t before = making->out->count;

    for (size_t i = 0; i < measures->count; i++)
        if (strcmp(measures->items[i].goal, goal) == 0)
            add_entry(making, goal, measures->items[i].key, &measures->items[i]);
    for (size_t i = 0; i < rows->count; i++)
        if (is_base(rows->items[i].key, goal) && !has_entry(making->out, rows->items[i].key))
            add_entry(making, goal, rows->items[i].key, NULL);
    if (named && making->out->count == before)
        add_entry(making, goal, goal, NULL);
}

static bool
is_ranked(const struct ranked_goals *ranked, const char *goal)
{
    for (size_t i = 0; i < ranked->count; i++)
        if (strcmp(ranked->items[i].key, goal) == 0)
            return true;
    return false;
}

void
goal_entries_list(struct arena *arena, const struct project_findings *findings, enum lang lang,
                  struct goal_entries *out)
{
    const struct titles *goals = &findings->data.input.library->catalogue->goals;
    struct making making = { .arena = arena, .findings = findings, .lang = lang, .out = out };

    *out = (struct goal_entries){ 0 };
    for (size_t i = 0; i < findings->data.ranked.count; i++)
        add_goal(&making, findings->data.ranked.items[i].key, true);
    for (size_t i = 0; i < goals->count; i++)
        if (!is_ranked(&findings->data.ranked, goals->items[i].id))
            add_goal(&making, goals->items[i].id, false);
}

const struct goal_entry *
goal_entry_find(struct arena *arena, const struct project_findings *findings, struct goal_entries *entries,
                const char *key, enum lang lang)
{
    const struct making making = { .arena = arena, .findings = findings, .lang = lang, .out = entries };
    const char *goal = goal_base(arena, key);

    for (size_t i = 0; i < entries->count; i++)
        if (strcmp(entries->items[i].key, key) == 0)
            return &entries->items[i];
    if (titled_find(&findings->data.input.library->catalogue->goals, goal) == NULL)
        return NULL;
    add_entry(&making, goal, key, NULL);
    return &entries->items[entries->count - 1];
}

bool
goal_entry_automatic(const struct goal_entry *entry)
{
    return entry->row == NULL && entry->measure != NULL && entry->measure->agreed_at != 0;
}

bool
goal_entry_approved(const struct goal_entry *entry)
{
    return entry->row != NULL ? entry->row->approved : goal_entry_automatic(entry);
}

/* What stands when it is agreed; while it is not, only what all gave. */
static const char *
settled_part(const struct goal_entry *entry, enum measure_part part)
{
    const char *value = entry->measure == NULL        ? NULL
                        : goal_entry_automatic(entry) ? entry->measure->settled[part]
                                                      : entry->measure->agreed[part];

    return value != NULL ? value : "";
}

struct goal_row
goal_entry_values(const struct goal_entry *entry)
{
    struct goal_row row = { .key = entry->key,
                            .indicator = entry->measure != NULL ? entry->measure->indicator : "",
                            .unit = settled_part(entry, MEASURE_UNIT),
                            .current = settled_part(entry, MEASURE_CURRENT),
                            .target = settled_part(entry, MEASURE_TARGET),
                            .due_date = settled_part(entry, MEASURE_DUE),
                            .owner = settled_part(entry, MEASURE_OWNER),
                            .how = settled_part(entry, MEASURE_HOW),
                            .rank = settled_part(entry, MEASURE_RANK),
                            .by = "" };

    if (entry->row != NULL)
        return *entry->row;
    row.not_measured =
        entry->measure != NULL && entry->measure->agreed[MEASURE_CURRENT] != NULL && *row.current == '\0';
    if (*row.rank == '\0' && entry->ranked != NULL)
        row.rank = goal_rank_letter(entry->ranked->rank);
    return row;
}
