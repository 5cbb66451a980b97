/* Contradictions in the requirement summary: the foremost for section 1, all open ones as table 9.5. */
#include "report/internal.h"

#include "model/question_type.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { POSITION_MOST = 24, SUBJECT_MOST = 28, STATEMENT_MOST = 140 };

static const char *const kinds[] = {
    [CONFLICT_T1] = "t1", [CONFLICT_T2] = "t2", [CONFLICT_T3] = "t3", [CONFLICT_T5] = "t5"
};

/* One of the two who differ. */
struct side {
    int64_t department;
    const char *code, *key, *position;
    int share, people;
};

static struct side
side_of(const struct found_conflict *conflict, bool other)
{
    if (other)
        return (struct side){ conflict->other_department, conflict->other_code,  conflict->other_key,
                              conflict->other_position,   conflict->other_share, conflict->other_people };
    return (struct side){ conflict->department, conflict->code,  conflict->key,
                          conflict->position,   conflict->share, conflict->people };
}

static const struct found_requirement *
requirement_of(const struct pen *pen, const char *code, const char *key)
{
    const struct found_requirements *all = &pen->input->summary->findings->requirements;

    for (size_t i = 0; i < all->count; i++)
        if (strcmp(all->items[i].code, code) == 0 && strcmp(all->items[i].key, key) == 0)
            return &all->items[i];
    return NULL;
}

size_t
conflicts_open(const struct pen *pen)
{
    const struct found_conflicts *all = &pen->input->summary->findings->conflicts;
    size_t count = 0;

    for (size_t i = 0; i < all->count; i++)
        count += !all->items[i].settled;
    return count;
}

/* A card with the place of its requirement among all. */
struct ranked_card {
    const struct found_conflict *card;
    enum priority priority;
    int score;
    size_t at;
};

static int
by_rank(const void *a, const void *b)
{
    const struct ranked_card *x = a, *y = b;

    if (x->card->settled != y->card->settled)
        return x->card->settled ? 1 : -1;
    if (x->priority != y->priority)
        return x->priority < y->priority ? -1 : 1;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return x->at < y->at ? -1 : x->at > y->at;
}

const struct found_conflict **
conflicts_sorted(const struct pen *pen, size_t *count)
{
    const struct found_conflicts *all = &pen->input->summary->findings->conflicts;
    const struct found_conflict **sorted =
        ARENA_ARRAY(pen->arena, const struct found_conflict *, all->count + 1);
    struct ranked_card *cards = ARENA_ARRAY(pen->arena, struct ranked_card, all->count + 1);

    for (size_t i = 0; i < all->count; i++) {
        const struct found_requirement *r = requirement_of(pen, all->items[i].code, all->items[i].key);

        cards[i] =
            (struct ranked_card){ &all->items[i], r ? r->priority : PRIORITY_WONT, r ? r->score : 0, i };
    }
    if (all->count > 0)
        qsort(cards, all->count, sizeof *cards, by_rank);
    for (size_t i = 0; i < all->count; i++)
        sorted[i] = cards[i].card;
    *count = all->count;
    return sorted;
}

/* A median of the question as people write it, with its unit. */
static const char *
figure_shown(const struct pen *pen, const struct found_conflict *conflict, const char *figure)
{
    return cell_words(pen->arena, conflict->question,
                      &(struct cell){ .column = "", .row = "", .value = figure, .state = CELL_ANSWERED },
                      pen->lang);
}

/* "распределяет начальник", "20 %", "71,43 % за" */
static const char *
position_shown(const struct pen *pen, const struct found_conflict *conflict, const struct side *side)
{
    if (conflict->figures)
        return figure_shown(pen, conflict, side->position);
    if (given(side->position))
        return side->position;
    return arena_printf(pen->arena, "%s\u00a0%s", shown_percent(pen, side->share),
                        say(pen, "report.conflicts.for"));
}

/* The position with what stands behind it: "распределяет начальник (66,67 %, n = 3)". */
static const char *
position_whole(const struct pen *pen, const struct found_conflict *conflict, const struct side *side)
{
    const struct found_requirement *r =
        requirement_of(pen, side->code ? side->code : conflict->code, side->key ? side->key : conflict->key);
    const char *words = conflict->kind == CONFLICT_T3 ? (r ? r->statement : "")
                                                      : position_shown(pen, conflict, side),
               *behind = NULL;

    if (conflict->figures)
        behind = say(pen, "report.conflicts.median");
    else if (conflict->shares && (given(side->position) || conflict->kind == CONFLICT_T3))
        behind = shown_percent(pen, side->share);
    behind = joined(pen, behind, ", ", arena_printf(pen->arena, "n\u00a0=\u00a0%d", side->people));
    if (side->people == 1 && conflict->kind != CONFLICT_T5)
        behind = joined(pen, behind, ", ", say(pen, "report.conflicts.one_voice"));
    return arena_printf(pen->arena, "%s (%s)", words, behind);
}

/* Whose position it is. */
static const char *
whose(const struct pen *pen, const struct found_conflict *conflict, bool other)
{
    const struct side side = side_of(conflict, other);

    if (conflict->kind == CONFLICT_T3)
        return side.code;
    if (conflict->kind == CONFLICT_T5)
        return joined(pen, department_shown(pen, side.department), ": ",
                      say(pen, other ? "report.conflicts.staff" : "report.conflicts.head"));
    return department_shown(pen, side.department);
}

static const char *
side_line(const struct pen *pen, const struct found_conflict *conflict, bool other)
{
    const struct side side = side_of(conflict, other);

    return arena_printf(pen->arena, "%s\u00a0\u2014 %s", whose(pen, conflict, other),
                        shortened(pen, position_shown(pen, conflict, &side), POSITION_MOST));
}

/* The question where an answer is disputed, the requirement where support is. */
static const char *
subject_of(const struct pen *pen, const struct found_conflict *conflict, size_t most)
{
    const struct found_requirement *r = requirement_of(pen, conflict->code, conflict->key);
    const char *words = conflict->question && (conflict->figures || given(conflict->position))
                            ? text_in(&conflict->question->label, pen->lang)
                        : r ? (most == SUBJECT_MOST ? requirement_short(r) : r->statement)
                            : "";

    if (conflict->kind == CONFLICT_T3)
        return arena_printf(pen->arena, "%s\u00a0\u2014 %s", conflict->code, conflict->other_code);
    return joined(pen, conflict->code, ". ", shortened(pen, words, most));
}

const char *
conflict_line(const struct pen *pen, const struct found_conflict *conflict)
{
    if (conflict->kind == CONFLICT_T3)
        return joined(pen, subject_of(pen, conflict, 0), ": ",
                      say_of(pen, "report.conflict", kinds[conflict->kind]));
    return arena_printf(pen->arena, "%s: %s; %s", subject_of(pen, conflict, SUBJECT_MOST),
                        side_line(pen, conflict, false), side_line(pen, conflict, true));
}

static void
open_row(const struct pen *pen, struct doc_table *table, const struct found_conflict *conflict, int64_t n)
{
    table_row(table);
    cell_int(pen, table, n);
    table_text(table, say_of(pen, "report.conflict", kinds[conflict->kind]));
    table_text(table, subject_of(pen, conflict, STATEMENT_MOST));
    for (int other = 0; other < 2; other++) {
        const struct side side = side_of(conflict, other);

        table_text(table, whose(pen, conflict, other));
        table_text(table, position_whole(pen, conflict, &side));
    }
}

/* A figure of a side as data: the share, or the median. */
static void
side_data(const struct pen *pen, struct doc_table *table, const struct found_conflict *conflict, bool other)
{
    const struct side side = side_of(conflict, other);

    if (conflict->kind == CONFLICT_T3)
        table_empty(table);
    else
        table_text(table, department_shown(pen, side.department));
    table_text(table, conflict->figures ? NULL : side.position);
    if (conflict->shares)
        cell_int(pen, table, side.share);
    else
        table_empty(table);
    if (conflict->figures)
        table_number(table, llround(strtod(side.position, NULL) * 100), 2, side.position);
    else
        table_empty(table);
    cell_int(pen, table, side.people);
}

static void
conflicts_data(const struct pen *pen, const struct found_conflict *const *cards, size_t count)
{
    static const char *const columns[] = { "kind",
                                           "code",
                                           "key",
                                           "other_code",
                                           "other_key",
                                           "question",
                                           "unit",
                                           "settled",
                                           "department",
                                           "position",
                                           "share_hundredths",
                                           "median",
                                           "n",
                                           "other_department",
                                           "other_position",
                                           "other_share_hundredths",
                                           "other_median",
                                           "other_n" };
    struct doc_table *table = table_data(pen, "contradictions", columns, LENGTH(columns));

    for (size_t i = 0; i < count; i++) {
        const struct found_conflict *c = cards[i];

        table_row(table);
        table_text(table, kinds[c->kind]);
        table_text(table, c->code);
        table_text(table, c->key);
        table_text(table, c->other_code);
        table_text(table, c->other_key);
        table_text(table, c->question ? c->question->id : NULL);
        table_text(table, c->figures ? question_unit(pen->arena, c->question, pen->lang, NULL) : NULL);
        table_flag(table, c->settled);
        side_data(pen, table, c, false);
        side_data(pen, table, c, true);
    }
}

void
summary_conflicts(const struct pen *pen)
{
    static const struct column_spec columns[] = {
        { "n", 8, ALIGN_RIGHT },         { "kind", 30, ALIGN_LEFT },     { "subject", 62, ALIGN_LEFT },
        { "one", 36, ALIGN_LEFT },       { "one_says", 56, ALIGN_LEFT }, { "other", 36, ALIGN_LEFT },
        { "other_says", 56, ALIGN_LEFT }
    };
    size_t count, open = conflicts_open(pen);
    const struct found_conflict **cards = conflicts_sorted(pen, &count);

    if (open > 0) {
        struct doc_table *table = table_open(pen, "9.5", "conflicts", columns, LENGTH(columns));

        for (size_t i = 0; i < open; i++)
            open_row(pen, table, cards[i], (int64_t)i + 1);
    }
    conflicts_data(pen, cards, count);
}
