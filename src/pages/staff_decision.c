/* Deciding about a requirement: its priority, its rule, its criterion, or that it is not wanted. */
#include "pages/staff_audit.h"
#include "pages/staff_requirement.h"

#include "model/format.h"

#include <stdlib.h>
#include <string.h>

enum { REASON_MOST = 1000, CRITERION_MOST = 2000 };

/* What was sent; the act is the kind of decision, "criterion" in the page for the acceptance criterion. */
struct sent {
    const char *kind;
    struct refused_decision typed;
    bool back; /* take the standing decision back */
};

static bool
may_be_choice(struct request *rq, const struct story *story, const char *value)
{
    const struct choice_list choices = story_choices(rq->arena, story);

    for (size_t i = 0; i < choices.count; i++)
        if (strcmp(choices.items[i]->value, value) == 0)
            return true;
    return false;
}

/* Why it cannot be kept: a text id, or NULL. */
static const char *
refusal_of(struct request *rq, const struct story *story, struct sent *sent)
{
    enum priority priority;
    const char *reason = text_clean(rq->arena, sent->typed.reason, REASON_MOST);
    const char *value = text_clean(rq->arena, sent->typed.value, CRITERION_MOST);

    if (reason == NULL || value == NULL)
        return "requirements.refuse.long";
    sent->typed.reason = reason;
    sent->typed.value = sent->back ? "" : value;
    if (sent->back)
        return NULL;
    if (strcmp(sent->kind, "priority") == 0)
        return !priority_parse(value, &priority) ? "requirements.refuse.priority"
               : *reason == '\0'                 ? "requirements.refuse.reason"
                                                 : NULL;
    if (strcmp(sent->kind, "rule") == 0)
        return may_be_choice(rq, story, value) ? NULL : "requirements.refuse.rule";
    if (strcmp(sent->kind, "acceptance") == 0)
        return *value != '\0' ? NULL : "requirements.refuse.acceptance";
    sent->typed.value = "1";
    return *reason == '\0' ? "requirements.refuse.reason" : NULL;
}

static bool
read_sent(const struct request *rq, struct sent *out)
{
    static const char *const kinds[] = { "priority", "rule", "acceptance", "reject" };
    const char *act = part_form(rq, "act");

    *out = (struct sent){
        .typed = { .act = act, .value = part_form(rq, "value"), .reason = part_form(rq, "reason") },
        .back = request_form(rq, "back") != NULL
    };
    for (size_t i = 0; i < LENGTH(kinds); i++)
        if (strcmp(kinds[i], act) == 0)
            out->kind = kinds[i];
    return out->kind != NULL;
}

/* Does a decision of one kind stand against one of the other? Rejecting is about the whole requirement. */
static bool
kinds_meet(const char *a, const char *b)
{
    return strcmp(a, b) == 0 || strcmp(a, "reject") == 0 || strcmp(b, "reject") == 0;
}

/*
 * What was decided since the page was made, whose newest decision is in the field `seen`. NULL in `*newer`:
 * nothing, or the very same (a button pressed twice), which is said by `*same`.
 */
static enum db_result
find_newer(struct request *rq, const struct story *story, const struct sent *sent,
           const struct decision_row **newer, bool *same)
{
    const int64_t seen = strtoll(part_form(rq, "seen"), NULL, 10);
    struct decision_rows rows;
    enum db_result result =
        decision_history(page_db(rq), rq->arena, story->use->at->project.id, story->row.id, &rows);

    *newer = NULL;
    *same = false;
    if (result != DB_OK)
        return result == DB_NONE ? DB_OK : result;
    for (const struct decision_row *at = rows.items; at < rows.items + rows.count; at++)
        if (at->id > seen && kinds_meet(at->kind, sent->kind))
            *newer = at;
    if (*newer == NULL || strcmp((*newer)->kind, sent->kind) != 0)
        return DB_OK;
    *same = strcmp((*newer)->value, sent->typed.value) == 0
            && strcmp((*newer)->reason, sent->typed.reason) == 0 && (*newer)->staff == page_caller(rq)->id;
    if (*same)
        *newer = NULL;
    return DB_OK;
}

static struct reply
decide(struct request *rq, struct findings_use *use)
{
    struct decision_row decision = { .staff = page_caller(rq)->id, .at = rq->now };
    bool same;
    struct story story;
    struct sent sent;
    enum db_result result = story_open(rq, use, &story);

    if (result == DB_OK && (story.found == NULL || !read_sent(rq, &sent)))
        result = DB_NONE;
    if (result != DB_OK)
        return staff_refusal(rq, result);
    sent.typed.text_id = refusal_of(rq, &story, &sent);
    if (sent.typed.text_id != NULL)
        return story_show(rq, &story, &sent.typed);
    if (find_newer(rq, &story, &sent, &sent.typed.newer, &same) != DB_OK)
        return page_failed(rq);
    if (sent.typed.newer != NULL)
        return story_show(rq, &story, &sent.typed);
    decision.requirement = story.row.id;
    decision.kind = sent.kind;
    decision.value = sent.typed.value;
    decision.reason = sent.typed.reason;
    if (!same && decision_add(page_db(rq), use->at->project.id, &decision) != DB_OK)
        return page_failed(rq);
    return staff_done(rq, url_path(rq->arena, "%", rq->path, NULL), sent.back ? "decision_back" : "decision");
}

struct reply
requirement_decide(struct request *rq)
{
    struct staff_project at;
    enum db_result result = staff_project(rq, PLACE_REQUIREMENTS, &at);

    return result == DB_OK ? staff_findings(rq, &at, NULL, decide) : staff_refusal(rq, result);
}
