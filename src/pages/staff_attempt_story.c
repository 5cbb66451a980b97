/* What happened to an attempt, in words, from its start to its marks. */
#include "pages/staff_attempt.h"

#include "model/format.h"
#include "pages/staff_audit.h"
#include "store/event.h"
#include "store/staff.h"

#include <string.h>

static const struct {
    const char *kind, *text;
} kinds[] = { { "attempt_start", "exam_staff.story.start" },
              { "attempt_interrupted", "exam_staff.story.interrupted" },
              { "attempt_resume", "exam_staff.story.resume" },
              { "attempt_time", "exam_staff.story.time" },
              { "attempt_absent", "exam_staff.story.absent" },
              { "attempt_end", "exam_staff.story.end" },
              { "attempt_reason", "exam_staff.story.reason" },
              { "assignment_due", "exam_staff.story.due" },
              { "assignment_cancel", "exam_staff.story.cancel" },
              { "assignment_reopen", "exam_staff.story.reopen" } };

static const char *
who_words(struct request *rq, const struct event *event)
{
    struct staff staff;

    switch (event->by.kind) {
    case ACTOR_PERSON: return page_text(rq, "exam_staff.story.person");
    case ACTOR_SERVER: return page_text(rq, "answers.by.server");
    case ACTOR_COMMAND: return page_text(rq, "exam_staff.story.command");
    default:
        return staff_get(page_db(rq), rq->arena, event->by.id, &staff) == DB_OK
                   ? staff.full_name
                   : page_text(rq, "answers.by.staff");
    }
}

/* Minutes, a reason, a day; nothing for words of the program. */
static const char *
detail_words(struct request *rq, const struct event *event)
{
    if (strcmp(event->kind, "attempt_time") == 0 || strcmp(event->kind, "attempt_reason") == 0)
        return event->detail;
    if (strcmp(event->kind, "assignment_due") == 0)
        return format_iso_date(rq->arena, page_lang(rq), event->detail);
    if (strcmp(event->kind, "attempt_absent") == 0)
        return page_text(rq, strcmp(event->detail, "no_show") == 0        ? "exam_staff.state.no_show"
                             : strcmp(event->detail, "not_admitted") == 0 ? "exam_staff.state.not_admitted"
                                                                          : "exam_staff.story.back");
    return "";
}

enum db_result
desk_story(struct request *rq, const struct desk *desk, struct view *view)
{
    const struct event_subject subject = { .project = desk->at.project.id,
                                           .attempt = desk->attempt.id,
                                           .assignment = desk->attempt.assignment };
    struct event_list events;
    enum db_result result = event_list_attempt(page_db(rq), rq->arena, &subject, &events);

    for (size_t i = 0; i < events.count; i++) {
        const struct event *e = &events.items[i];

        for (size_t k = 0; k < LENGTH(kinds); k++) {
            struct view *row;

            if (strcmp(kinds[k].kind, e->kind) != 0)
                continue;
            view_bool(view, "has_history", true);
            row = view_item(view, "history");
            view_text(row, "when", staff_moment(rq, &desk->at, e->at));
            view_text(row, "who", who_words(rq, e));
            view_text(row, "kind", page_text(rq, kinds[k].text));
            view_text(row, "value", detail_words(rq, e));
        }
    }
    return result == DB_NONE ? DB_OK : result;
}
