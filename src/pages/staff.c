/* What the pages for staff share: whose project it is, who may do what in it, the frame, and what was done.
 */
#include "pages/staff.h"

#include <string.h>

#define CONSULTANT (1U << STAFF_CONSULTANT)
#define TRAINER (1U << STAFF_TRAINER)
#define COMMISSION (1U << STAFF_COMMISSION)

static const struct {
    const char *text, *tail;
    unsigned who;
} places[PLACE_COUNT] = {
    [PLACE_TODAY] = { "nav.summary", "", CONSULTANT | TRAINER },
    [PLACE_PEOPLE] = { "nav.people", "/people", CONSULTANT },
    [PLACE_SURVEY] = { "nav.survey", "/survey", CONSULTANT },
    [PLACE_GOALS] = { "nav.goals", "/goals", CONSULTANT },
    [PLACE_REQUIREMENTS] = { "nav.requirements", "/requirements", CONSULTANT },
    [PLACE_EXAM] = { "nav.attestation", "/exam", CONSULTANT | TRAINER },
    [PLACE_DOCUMENTS] = { "nav.documents", "/documents", CONSULTANT | TRAINER | COMMISSION },
    [PLACE_SETTINGS] = { "nav.settings", "/settings", CONSULTANT | TRAINER },
};

bool
staff_may(const struct staff_project *at, enum staff_place place)
{
    return (at->rights & places[place].who) != 0;
}

enum db_result
staff_project(struct request *rq, enum staff_place place, struct staff_project *out)
{
    const struct caller *caller = page_caller(rq);
    enum db_result result;

    *out = (struct staff_project){ .rights = 0 };
    result = project_of_staff(page_db(rq), rq->arena, rq->params[0], caller->id, &out->project);
    if (result == DB_OK)
        result = staff_rights(page_db(rq), caller->id, out->project.id, &out->rights);
    if (result != DB_OK)
        return result;
    out->zone = zone_load(rq->arena, out->project.time_zone);
    if (rq->method == METHOD_POST)
        out->rights &= ~COMMISSION; /* looks only */
    return staff_may(out, place) ? DB_OK : DB_NONE;
}

struct reply
staff_refusal(struct request *rq, enum db_result result)
{
    return result == DB_NONE ? page_not_found(rq) : page_failed(rq);
}

const char *
staff_url(struct request *rq, const struct staff_project *at, const char *tail)
{
    return arena_printf(rq->arena, "%s%s", url_path(rq->arena, "/p/%", at->project.code, NULL), tail);
}

void
staff_notice(struct view *view, const char *kind, const char *sentence)
{
    struct view *notice = view_object(view, "notice");

    view_text(notice, "kind", kind);
    view_text(notice, "sentence", sentence);
}

/* What the address says was done: only what has a text, so nothing from outside is shown. */
static void
show_done(struct request *rq, struct view *view)
{
    const char *key = rq->method == METHOD_GET ? request_query(rq, "done") : NULL;
    const char *number = request_query(rq, "n");
    const struct phrases *phrases = page_app(rq)->phrases;
    const char *text;

    if (key == NULL || strlen(key) > 40)
        return;
    text = arena_printf(rq->arena, "done.%s", key);
    if (phrase(phrases, page_lang(rq), text) == NULL)
        return;
    number = arena_int(rq->arena, page_number(number));
    staff_notice(view, "done", phrase_fill(rq->arena, phrases, page_lang(rq), text, "n", number, NULL));
}

struct view *
staff_plain_view(struct request *rq, const char *title)
{
    struct view *view = page_view(rq, title);

    view_text(view, "sign_out_url", "/staff/logout");
    show_done(rq, view);
    return view;
}

const char *
staff_home(struct request *rq, const struct staff_project *at)
{
    int first = 0;

    while (first + 1 < PLACE_COUNT && !staff_may(at, (enum staff_place)first))
        first++;
    return staff_url(rq, at, places[first].tail);
}

struct view *
staff_view(struct request *rq, const struct staff_project *at, enum staff_place place, const char *title)
{
    struct view *view = staff_plain_view(rq, title), *project = view_object(view, "project");

    for (int i = 0; i < PLACE_COUNT; i++) {
        struct view *item;

        if (!staff_may(at, (enum staff_place)i))
            continue;
        item = view_item(view, "places");
        view_text(item, "name", page_text(rq, places[i].text));
        view_text(item, "url", staff_url(rq, at, places[i].tail));
        view_bool(item, "current", (enum staff_place)i == place);
        view_int(item, "count", 0);
    }
    view_text(project, "code", at->project.code);
    view_text(project, "name", at->project.organisation);
    view_text(project, "url", staff_home(rq, at));
    view_text(view, "base_url", staff_url(rq, at, ""));
    return view;
}

struct reply
staff_done(struct request *rq, const char *path, const char *key)
{
    return reply_see_other(arena_printf(rq->arena, "%s?done=%s", path, key));
}

struct reply
staff_done_count(struct request *rq, const char *path, const char *key, int64_t n)
{
    return reply_see_other(arena_printf(rq->arena, "%s?done=%s&n=%lld", path, key, (long long)n));
}

struct actor
staff_actor(const struct request *rq)
{
    return (struct actor){ ACTOR_STAFF, page_caller(rq)->id };
}

int64_t
staff_number(const struct request *rq, int index)
{
    return page_number(rq->params[index]);
}
