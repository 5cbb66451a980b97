/* Everything about a person: what is known, the way in, questionnaires and tests. */
#include "pages/staff_people.h"

#include "exam/verdict.h"
#include "model/format.h"
#include "store/attempt.h"
#include "store/event.h"
#include "store/response.h"

#include <string.h>

static void
add_fact(struct request *rq, struct view *view, const char *key, const char *value)
{
    struct view *fact = view_item(view, "facts");

    view_text(fact, "label", page_text(rq, key));
    view_text(fact, "value", value[0] != '\0' ? value : "—");
}

static void
view_facts(struct request *rq, struct view *view, const struct person *p)
{
    add_fact(rq, view, "people.field.position", p->position);
    add_fact(rq, view, "people.field.department", p->department_name);
    add_fact(rq, view, "people.field.roles", part_role_words(rq, &p->roles, p->key_user));
    add_fact(rq, view, "people.field.email", p->email);
    add_fact(rq, view, "people.field.phone", p->phone);
    add_fact(rq, view, "people.field.language",
             p->language[0] != '\0' ? p->language : page_text(rq, "people.language.project"));
    add_fact(rq, view, "people.field.external_id", p->external_id);
}

static void
view_ways(struct request *rq, struct view *view, const struct person *p)
{
    const char *home = part_public_url(rq);
    const unsigned char *key = page_app(rq)->key;

    view_text(view, "code", person_code(rq->arena, key, p));
    if (home != NULL)
        view_printf(view, "link", "%s/i/%s", home, person_link(rq->arena, key, p));
}

static void
view_survey(struct request *rq, struct view *view, const struct staff_project *at, const struct assigned *a)
{
    struct view *item = view_item(view, "surveys");

    view_text(item, "form_title", part_form_title(rq, FORM_SURVEY, a->assignment.form, page_lang(rq)));
    part_progress(rq, item, at, a);
    view_text(item, "handed_in_at",
              a->handed_in_at ? format_date(rq->arena, page_lang(rq), at->zone, a->handed_in_at) : "");
    view_text(item, "answers_url",
              a->response
                  ? staff_url(rq, at, arena_printf(rq->arena, "/answers/%lld", (long long)a->response))
                  : "");
    view_int(item, "answered", a->answered);
}

static void
view_test(struct request *rq, struct view *view, const struct staff_project *at, const struct assigned *a)
{
    struct view *item = view_item(view, "tests");
    bool passed = verdict_reason_parse(a->reason) == PASSED;

    view_text(item, "form_title", part_form_title(rq, FORM_QUIZ, a->assignment.form, page_lang(rq)));
    part_progress(rq, item, at, a);
    view_int(item, "attempts", a->attempts);
    view_text(item, "mark",
              a->most > 0
                  ? arena_printf(rq->arena, "%s / %d",
                                 format_hundredths(rq->arena, page_lang(rq), a->mark, 2), a->most / 100)
                  : "");
    view_text(item, "verdict",
              a->most > 0 ? page_text(rq, passed ? "exam.result.passed" : "exam.result.failed") : "");
    view_text(item, "verdict_class", passed ? "done" : "refused");
}

static enum db_result
view_assignments(struct request *rq, struct view *view, const struct staff_project *at, int64_t person)
{
    struct assigned_list list;
    enum db_result result = assigned_list_person(page_db(rq), rq->arena, at->project.id, person, &list);

    if (result != DB_OK && result != DB_NONE)
        return result;
    for (size_t i = 0; i < list.count; i++) {
        const struct assigned *a = &list.items[i];

        view_bool(view, a->assignment.kind == FORM_SURVEY ? "has_surveys" : "has_tests", true);
        if (a->assignment.kind == FORM_SURVEY)
            view_survey(rq, view, at, a);
        else
            view_test(rq, view, at, a);
    }
    return DB_OK;
}

struct reply
person_show(struct request *rq, const struct staff_project *at, int status, const struct person_form *form)
{
    struct person person;
    struct name name;
    struct view *view;
    const char *url;
    enum db_result result = part_person(rq, at, 1, &person); /* as kept; the form has what was typed */

    if (result != DB_OK)
        return staff_refusal(rq, result);
    name = (struct name){ person.family, person.given, person.patronymic };
    url = staff_url(rq, at, arena_printf(rq->arena, "/people/%lld", (long long)person.id));
    view = staff_view(rq, at, PLACE_PEOPLE, name_full(rq->arena, &name));
    view_text(view, "save_url", url);
    view_text(view, "revoke_url", arena_printf(rq->arena, "%s/revoke", url));
    view_text(view, "disable_url", arena_printf(rq->arena, "%s/disable", url));
    view_text(view, "people_url", staff_url(rq, at, "/people"));
    view_text(view, "assign_url", staff_url(rq, at, "/survey/assign"));
    view_bool(view, "disabled", person.disabled);
    view_facts(rq, view, &person);
    view_ways(rq, view, &person);
    if (view_assignments(rq, view, at, person.id) != DB_OK || person_form_view(rq, view, at, form) != DB_OK)
        return page_failed(rq);
    return page_reply(rq, status, "staff_person", view);
}

struct reply
person_page(struct request *rq)
{
    struct person_form form = { .refused = false };
    struct staff_project at;
    enum db_result result = staff_project(rq, PLACE_PEOPLE, &at);

    if (result == DB_OK)
        result = part_person(rq, &at, 1, &form.person);
    return result == DB_OK ? person_show(rq, &at, 200, &form) : staff_refusal(rq, result);
}

/* An act upon the person of the address, recorded; then their page again. */
static struct reply
after(struct request *rq, const struct staff_project *at, const char *kind, const char *done)
{
    int64_t person = staff_number(rq, 1);
    const struct event event = {
        .project = at->project.id, .at = rq->now, .by = staff_actor(rq), .kind = kind, .object = person
    };

    if (event_add(page_db(rq), &event) != DB_OK || project_bump(page_db(rq), at->project.id, NULL) != DB_OK)
        return page_failed(rq);
    return staff_done(rq, staff_url(rq, at, arena_printf(rq->arena, "/people/%lld", (long long)person)),
                      done);
}

struct reply
people_revoke(struct request *rq)
{
    struct staff_project at;
    enum db_result result = staff_project(rq, PLACE_PEOPLE, &at);

    if (result == DB_OK)
        result = person_revoke(page_db(rq), rq->arena, page_app(rq)->key, at.project.id, staff_number(rq, 1));
    return result == DB_OK ? after(rq, &at, "revoke", "revoked") : staff_refusal(rq, result);
}

struct reply
people_disable(struct request *rq)
{
    bool disabled = strcmp(part_form(rq, "disabled"), "1") == 0;
    struct staff_project at;
    enum db_result result = staff_project(rq, PLACE_PEOPLE, &at);

    if (result == DB_OK)
        result = person_disable(page_db(rq), at.project.id, staff_number(rq, 1), disabled);
    if (result != DB_OK)
        return staff_refusal(rq, result);
    return after(rq, &at, disabled ? "disable" : "enable", disabled ? "disabled" : "enabled");
}
