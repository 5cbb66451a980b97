/* Until when a test may be taken: the day in a form, and moving it. */
#include "pages/staff_exam.h"

#include "model/format.h"
#include "pages/staff_audit.h"
#include "store/event.h"

#include <string.h>

/* The end of that day in the project's zone. */
static int64_t
end_of_day(const struct zone *zone, const char *iso)
{
    struct civil civil;

    if (!date_parse(iso, &civil))
        return 0;
    civil = civil_of_days(days_of_civil(civil.year, civil.month, civil.day) + 1);
    return zone_moment(zone, &civil);
}

const char *
exam_due(struct request *rq, const struct staff_project *at, struct assignment *out)
{
    const bool closes = *part_form(rq, "closes") != '\0';
    const char *due;

    if (!part_date(rq->arena, part_form(rq, "due"), &due))
        return "refuse.date";
    if (*due == '\0' && closes)
        return "exam_staff.refuse.no_day";
    if (*due != '\0' && strcmp(due, part_today(rq, at)) < 0)
        return "exam_staff.refuse.past";
    out->due_date = due;
    out->closes_at = closes ? end_of_day(at->zone, due) : 0;
    return NULL;
}

enum db_result
exam_assignment_change(struct request *rq, const struct staff_project *at,
                       const struct assignment *assignment, const char *event)
{
    enum db_result result = assignment_change(page_db(rq), assignment);

    if (result != DB_OK)
        return result;
    return event_add(page_db(rq), &(struct event){ .project = at->project.id,
                                                   .at = rq->now,
                                                   .by = staff_actor(rq),
                                                   .kind = event,
                                                   .object = assignment->id,
                                                   .detail = assignment->due_date });
}

struct reply
exam_move_due(struct request *rq, const struct staff_project *at, const struct quiz *quiz)
{
    const struct assigned_filter all = { .project = at->project.id, .form = quiz->id, .kind = FORM_QUIZ };
    struct assigned_list assigned = { 0 };
    struct assignment like;
    const char *refused = exam_due(rq, at, &like);
    int64_t count = 0;
    enum db_result result;

    if (refused != NULL)
        return exam_show(rq, at, quiz, refused);
    result = assignment_list(page_db(rq), rq->arena, &all, &assigned, NULL);
    for (size_t i = 0; result == DB_OK && i < assigned.count; i++) {
        struct assignment *a = &assigned.items[i].assignment;

        if (a->cancelled)
            continue;
        a->due_date = like.due_date;
        a->closes_at = like.closes_at;
        result = exam_assignment_change(rq, at, a, "assignment_due");
        count += result == DB_OK;
    }
    if (result == DB_OK)
        result = project_bump(page_db(rq), at->project.id, NULL);
    if (result != DB_OK && result != DB_NONE)
        return page_failed(rq);
    return exam_done(rq, at, quiz, "exam_due_all", count);
}
