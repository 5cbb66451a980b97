/* What was typed into the form of a goal, and what somebody else kept of it meanwhile. */
#include "pages/goal_typed.h"

#include "model/format.h"
#include "model/question_type.h"
#include "pages/staff_parts.h"

#include <string.h>

enum { INDICATOR_MOST = 160, UNIT_MOST = 30, OWNER_MOST = 120, HOW_MOST = 300 };

/* The fields of the form as a row keeps them; the last two are flags. The state has no control of its own: a
 * link to it leads to the form. */
enum { FIELD_TEXTS = 8, FIELD_NOT_MEASURED = FIELD_TEXTS, FIELD_STATE };

static const struct {
    const char *name, *label;
    size_t at;
    enum { AS_TEXT, AS_NUMBER, AS_DATE } words;
} goal_fields[GOAL_FIELDS] = {
    { "indicator", "goals.indicator", offsetof(struct goal_row, indicator), AS_TEXT },
    { "current", "goals.current", offsetof(struct goal_row, current), AS_NUMBER },
    { "target", "goals.target", offsetof(struct goal_row, target), AS_NUMBER },
    { "unit", "goals.unit", offsetof(struct goal_row, unit), AS_TEXT },
    { "due", "goals.due", offsetof(struct goal_row, due_date), AS_DATE },
    { "owner", "goals.owner", offsetof(struct goal_row, owner), AS_TEXT },
    { "how", "goals.how", offsetof(struct goal_row, how), AS_TEXT },
    { "rank", "goals.rank", offsetof(struct goal_row, rank), AS_TEXT },
    [FIELD_NOT_MEASURED] = { .name = "not_measured", .label = "goals.is_not_measured" },
    [FIELD_STATE] = { .name = "edit", .label = "goals.state" },
};

static const char **
text_of(struct goal_row *row, size_t field)
{
    return (const char **)(void *)((char *)row + goal_fields[field].at);
}

/* A field of a stored row; "" of none. */
static const char *
value_of(const struct goal_row *row, size_t field)
{
    struct goal_row copy;

    if (row == NULL)
        return "";
    copy = *row;
    switch (field) {
    case FIELD_NOT_MEASURED: return row->not_measured ? "1" : "";
    case FIELD_STATE: return row->approved ? "approved" : "proposed";
    default: return *text_of(&copy, field);
    }
}

static const char *
words_of(struct request *rq, const struct goal_row *row, size_t field)
{
    const char *value = value_of(row, field);

    if (field == FIELD_STATE)
        return page_text(rq, row == NULL     ? "goals.state.removed"
                             : row->approved ? "goals.state.approved"
                                             : "goals.state.proposed");
    if (field == FIELD_NOT_MEASURED)
        return page_text(rq, row->not_measured ? "common.yes" : "common.no");
    if (*value == '\0' || goal_fields[field].words == AS_TEXT)
        return value;
    return goal_fields[field].words == AS_DATE ? format_iso_date(rq->arena, page_lang(rq), value)
                                               : format_number(rq->arena, page_lang(rq), value);
}

const char *
goal_seen(struct arena *arena, const struct goal_row *row)
{
    struct seen_fields fields = { 0 };

    for (size_t i = 0; i < GOAL_FIELDS; i++)
        *ARENA_PUSH(arena, &fields) = (struct seen_field){ goal_fields[i].name, value_of(row, i), "" };
    return seen_text(arena, &fields);
}

void
goal_typed_show(struct request *rq, const struct typed_goal *typed, struct view *view)
{
    for (size_t i = 0; i < GOAL_FIELDS; i++)
        if (typed->changed[i])
            seen_show(rq, view,
                      &(struct seen_change){ goal_fields[i].name, page_text(rq, goal_fields[i].label),
                                             words_of(rq, typed->at, i) });
}

/* ---- reading ---- */

/* The text within its length; a longer one is refused by the page's maxlength, and cut here. */
static const char *
field_text(struct request *rq, const char *name, size_t most)
{
    const char *text = text_clean(rq->arena, part_form(rq, name), most);

    return text != NULL ? text : "";
}

/* A field as a question of this type would take it. */
static const char *
field_value(struct request *rq, const char *name, const char *type, const char **refused)
{
    const struct question question = { .id = "", .type = question_type_find(type) };
    const char *typed = number_closed(rq->arena, page_typed_lang(rq), part_form(rq, name));
    struct refusal refusal = { 0 };
    const char *value = question.type->normalise(rq->arena, &question, typed, &refusal);

    *refused = refusal.text_id;
    return value != NULL ? value : typed;
}

static bool
is_refused(const struct typed_goal *typed, size_t field)
{
    const struct {
        const char *name, *refusal;
    } refusals[] = { { "current", typed->current },
                     { "target", typed->target },
                     { "due", typed->due },
                     { "rank", typed->rank } };

    for (size_t i = 0; i < LENGTH(refusals); i++)
        if (strcmp(refusals[i].name, goal_fields[field].name) == 0)
            return refusals[i].refusal != NULL;
    return false;
}

/* What is stored takes the place of what was not touched. */
static void
take_stored(struct typed_goal *typed, size_t field)
{
    struct goal_row stored = *typed->at;

    if (field < FIELD_TEXTS)
        *text_of(&typed->values, field) = *text_of(&stored, field);
    else if (field == FIELD_NOT_MEASURED)
        typed->values.not_measured = stored.not_measured;
}

/* A goal that is to be taken away must be the one that was seen; of one that is gone, only that is said. */
static void
mark_changed(struct request *rq, struct typed_goal *typed)
{
    const char *seen = part_form(rq, "seen");

    for (size_t i = 0; i < GOAL_FIELDS; i++) {
        const struct seen_field field = { goal_fields[i].name, value_of(typed->at, i),
                                          value_of(&typed->values, i) };
        bool touched = !seen_value(seen, field.name, field.typed);

        if (typed->at == NULL && (i != FIELD_STATE || typed->remove))
            continue;
        typed->changed[i] =
            typed->remove ? !seen_value(seen, field.name, field.stored) : seen_changed(seen, &field);
        typed->any_changed |= typed->changed[i];
        if (typed->changed[i] && typed->at != NULL && (typed->remove || !touched) && !is_refused(typed, i))
            take_stored(typed, i);
    }
}

void
goal_typed_read(struct request *rq, const struct goal_row *at, struct typed_goal *out)
{
    const char *act = part_form(rq, "act");

    *out = (struct typed_goal){ .key = part_form(rq, "key"), .at = at };
    out->remove = strcmp(act, "remove") == 0;
    out->values = (struct goal_row){
        .key = out->key,
        .indicator = field_text(rq, "indicator", INDICATOR_MOST),
        .unit = field_text(rq, "unit", UNIT_MOST),
        .current = field_value(rq, "current", "decimal", &out->current),
        .target = field_value(rq, "target", "decimal", &out->target),
        .due_date = field_value(rq, "due", "date", &out->due),
        .owner = field_text(rq, "owner", OWNER_MOST),
        .how = field_text(rq, "how", HOW_MOST),
        .rank = part_form(rq, "rank"),
        .not_measured = request_form(rq, "not_measured") != NULL,
        .approved = strcmp(act, "approve") == 0,
        .set_at = rq->now,
    };
    if (goal_rank_parse(out->values.rank) == GOAL_NONE) {
        out->rank = out->values.approved || *out->values.rank != '\0' ? "goals.refuse.rank" : NULL;
        out->values.rank = "";
    }
    mark_changed(rq, out);
    if (out->values.not_measured && out->current == NULL && *out->values.current != '\0')
        out->current = "goals.refuse.measured";
    out->refused = !out->remove
                   && (out->current != NULL || out->target != NULL || out->due != NULL || out->rank != NULL);
}
