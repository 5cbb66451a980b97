/* What a new version of a questionnaire means for answers that were given to the old one. */
#include "model/diff.h"

#include "model/expr.h"
#include "model/question_type.h"

#include <string.h>

struct diff {
    const struct survey *old, *new_;
    struct problems *problems;
    struct place place; /* of the question at hand */
};

static void
breaking(const struct diff *diff, const char *sentence)
{
    problem_error(diff->problems, &diff->place, "Breaking: %s", sentence);
}

static void
safe(const struct diff *diff, const char *sentence)
{
    problem_warning(diff->problems, &diff->place, "Safe: %s", sentence);
}

#define SAY(...) arena_printf(diff->problems->arena, __VA_ARGS__)

static bool
same_text(const struct text *a, const struct text *b)
{
    for (int i = 0; i < LANG_COUNT; i++) {
        const char *left = a->in[i] ? a->in[i] : "", *right = b->in[i] ? b->in[i] : "";

        if (strcmp(left, right) != 0)
            return false;
    }
    return true;
}

static bool
same_string(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

static bool
same_expr(const struct expr *a, const struct expr *b)
{
    return same_string(a ? expr_source(a) : NULL, b ? expr_source(b) : NULL);
}

/* `what` is "choice" or "row". */
static void
diff_choices(const struct diff *diff, const char *name, const char *what, const struct choices *lists[2])
{
    for (size_t i = 0; i < lists[0]->count; i++) {
        const struct choice *old = &lists[0]->items[i], *now = choice_find(lists[1], old->value);

        if (now == NULL)
            breaking(diff,
                     SAY("the %s \"%s\" of \"%s\" is gone; answers may hold it.", what, old->value, name));
        else if (now->number != old->number)
            breaking(diff, SAY("the %s \"%s\" of \"%s\" has another number, which printed codes use.", what,
                               old->value, name));
        else if (!same_text(&now->label, &old->label))
            safe(diff,
                 SAY("the %s \"%s\" of \"%s\" is worded anew; if it means something else, give it another "
                     "value.",
                     what, old->value, name));
    }
    for (size_t i = 0; i < lists[1]->count; i++) {
        if (choice_find(lists[0], lists[1]->items[i].value) == NULL)
            safe(diff, SAY("\"%s\" has a new %s \"%s\".", name, what, lists[1]->items[i].value));
    }
}

/* Answers that the old limits let pass and the new ones refuse. */
static bool
narrower(const struct question *old, const struct question *now)
{
    if (now->has_min && (!old->has_min || now->min > old->min))
        return true;
    if (now->has_max && (!old->has_max || now->max < old->max))
        return true;
    if (now->min_date != NULL && (old->min_date == NULL || strcmp(now->min_date, old->min_date) > 0))
        return true;
    if (now->max_date != NULL && (old->max_date == NULL || strcmp(now->max_date, old->max_date) < 0))
        return true;
    if (now->max_length < old->max_length || now->rows_max < old->rows_max || now->rows_min > old->rows_min)
        return true;
    return now->pattern_source != NULL && !same_string(now->pattern_source, old->pattern_source);
}

static void
diff_flags(const struct diff *diff, const char *name, const struct question *old, const struct question *now)
{
    if ((old->other && !now->other) || (old->dont_know && !now->dont_know)
        || (old->not_applicable && !now->not_applicable))
        breaking(diff,
                 SAY("an answer that \"%s\" allowed (other, don't know, not applicable) is gone.", name));
    if ((old->comment && !now->comment) || (old->importance && !now->importance))
        breaking(diff, SAY("\"%s\" no longer asks for a comment or importance that were kept.", name));
    if (narrower(old, now))
        breaking(diff, SAY("\"%s\" refuses values that it took.", name));
    if (now->required == REQUIRED_YES && old->required != REQUIRED_YES)
        breaking(diff, SAY("\"%s\" has become required.", name));
    if (!same_expr(old->constraint, now->constraint))
        breaking(diff, SAY("\"%s\" has another constraint.", name));
    if (!same_expr(old->relevant, now->relevant))
        safe(diff, SAY("\"%s\" is shown on another condition.", name));
    if (!same_text(&old->unit, &now->unit))
        breaking(diff, SAY("\"%s\" has another unit; the numbers mean something else.", name));
    if (!same_text(&old->label, &now->label))
        safe(diff, SAY("\"%s\" is worded anew.", name));
}

static void diff_question(const struct diff *diff, const char *name, const struct question *old,
                          const struct question *now);

static void
diff_columns(const struct diff *diff, const char *name, const struct question *old,
             const struct question *now)
{
    for (size_t i = 0; i < old->columns.count; i++) {
        const struct question *column = &old->columns.items[i], *same = question_column(now, column->id);
        const char *full = SAY("%s.%s", name, column->id);

        if (same == NULL)
            breaking(diff, SAY("the column \"%s\" is gone.", full));
        else if (column->id[0] != '\0')
            diff_question(diff, full, column, same);
    }
    for (size_t i = 0; i < now->columns.count; i++) {
        const struct question *column = &now->columns.items[i];

        if (question_column(old, column->id) != NULL)
            continue;
        if (column->required == REQUIRED_YES)
            breaking(diff, SAY("the new column \"%s.%s\" is required.", name, column->id));
        else
            safe(diff, SAY("the column \"%s.%s\" is new.", name, column->id));
    }
}

static void
diff_question(const struct diff *diff, const char *name, const struct question *old,
              const struct question *now)
{
    if (old->type != now->type) {
        breaking(diff, SAY("\"%s\" changed its type from %s to %s.", name, old->type->name, now->type->name));
        return;
    }
    diff_flags(diff, name, old, now);
    diff_choices(diff, name, "choice", (const struct choices *[2]){ &old->choices, &now->choices });
    diff_choices(diff, name, "row", (const struct choices *[2]){ &old->rows, &now->rows });
    if (!same_string(old->rows_from, now->rows_from))
        breaking(diff, SAY("the rows of \"%s\" come from elsewhere.", name));
    diff_columns(diff, name, old, now);
}

/* Do the questions that both have stand in another order? */
static bool
reordered(const struct diff *diff)
{
    const struct question *last = NULL;

    for (size_t i = 0; i < diff->new_->questions.count; i++) {
        const struct question *old = survey_question(diff->old, diff->new_->questions.items[i].id);

        if (old != NULL && last != NULL && old < last)
            return true;
        last = old ? old : last;
    }
    return false;
}

void
survey_diff(const struct survey *old, const struct survey *new_, struct problems *problems)
{
    struct diff whole = { old, new_, problems, { .path = new_->path } };
    struct diff *diff = &whole;

    if (strcmp(old->id, new_->id) != 0)
        breaking(diff, SAY("\"%s\" was \"%s\".", new_->id, old->id));
    if (old->attribution != new_->attribution)
        breaking(diff, "people were promised another attribution.");
    for (size_t i = 0; i < old->questions.count; i++) {
        if (survey_question(new_, old->questions.items[i].id) == NULL)
            breaking(diff, SAY("the question \"%s\" is gone.", old->questions.items[i].id));
    }
    if (reordered(diff))
        safe(diff, "the questions stand in another order.");
    for (size_t i = 0; i < new_->questions.count; i++) {
        const struct question *now = &new_->questions.items[i], *before = survey_question(old, now->id);

        whole.place = (struct place){ new_->path, now->line, now->column };
        if (before != NULL)
            diff_question(diff, now->id, before, now);
        else if (now->required == REQUIRED_YES)
            breaking(diff, SAY("the new question \"%s\" is required.", now->id));
        else if (now->type->shape != SHAPE_NONE)
            safe(diff, SAY("the question \"%s\" is new.", now->id));
    }
}
