/* Tests of a project: who takes which, how it went, and whom to assign. */
#include "pages/staff_exam.h"

#include "exam/verdict.h"
#include "model/format.h"
#include "pages/exam_turn.h"
#include "pages/papers.h"
#include "pages/report_data.h"
#include "pages/staff_audit.h"

#include <string.h>

enum { LISTED = 400 };

/* ---- words ---- */

void
exam_view_state(struct request *rq, const struct attempt *attempt, struct view *view)
{
    static const struct {
        const char *text, *badge;
    } states[] = { [ATTEMPT_READY] = { "exam_staff.state.ready", "" },
                   [ATTEMPT_RUNNING] = { "exam_staff.state.running", "now" },
                   [ATTEMPT_HANDED_IN] = { "exam_staff.state.handed_in", "done" },
                   [ATTEMPT_EXPIRED] = { "exam_staff.state.expired", "done" },
                   [ATTEMPT_INTERRUPTED] = { "exam_staff.state.interrupted", "attention" },
                   [ATTEMPT_NO_SHOW] = { "exam_staff.state.no_show", "refused" },
                   [ATTEMPT_NOT_ADMITTED] = { "exam_staff.state.not_admitted", "refused" } };

    view_text(view, "state", page_text(rq, states[attempt->state].text));
    view_text(view, "state_class", states[attempt->state].badge);
}

static const char *
reason_words(struct request *rq, const struct attempt *attempt)
{
    const struct quiz *quiz = library_quiz_hash(page_app(rq)->library, attempt->form_hash);
    const char *text = page_text(rq, arena_printf(rq->arena, "exam_staff.reason.%s", attempt->reason));
    const char *detail =
        quiz != NULL ? verdict_detail(rq->arena, quiz, attempt->detail, page_lang(rq)) : NULL;

    return detail != NULL ? arena_printf(rq->arena, "%s: %s", text, detail) : text;
}

void
exam_view_result(struct request *rq, const struct attempt *attempt, struct view *view)
{
    bool passed = attempt->marked && verdict_reason_parse(attempt->reason) == PASSED;
    const char *percent = percent_cut(rq->arena, page_lang(rq), attempt->percent, 2);

    view_bool(view, "marked", attempt->marked);
    view_bool(view, "passed", passed);
    if (!attempt->marked)
        return;
    view_text(view, "mark",
              arena_printf(rq->arena, "%s / %s", staff_hundredths(rq, attempt->mark),
                           format_hundredths(rq->arena, page_lang(rq), attempt->most, 0)));
    view_text(view, "percent", percent);
    view_text(view, "percent_signed", format_percent(rq->arena, page_lang(rq), percent));
    view_text(view, "verdict", page_text(rq, passed ? "exam.result.passed" : "exam.result.failed"));
    view_text(view, "reason", passed ? NULL : reason_words(rq, attempt));
}

const char *
exam_variant(struct request *rq, const struct attempt *attempt)
{
    const struct quiz *quiz = library_quiz_hash(page_app(rq)->library, attempt->form_hash);
    const struct quiz_variant *variant = quiz != NULL ? quiz_variant(quiz, attempt->variant) : NULL;

    if (variant == NULL || *variant->id == '\0')
        return page_text(rq, "exam_staff.whole");
    return text_in(&variant->title, page_lang(rq));
}

/* ---- the table ---- */

static void
add_figure(struct request *rq, struct view *view, const char *text, int64_t count)
{
    struct view *item = view_item(view, "figures");

    view_printf(item, "figure", "%lld", (long long)count);
    view_text(item, "name", page_text(rq, text));
}

/* The figures of the certification sheet: none but the certified and the others when it is 0. */
static void
show_figures(struct request *rq, const struct quiz *quiz, const struct sheet_lines *lines, struct view *view)
{
    const struct sheet_ask ask = {
        .library = page_app(rq)->library, .test = quiz->id, .lang = page_lang(rq), .now = rq->now
    };
    struct sheet_people people;
    struct sheet_count count;

    report_sheet_people(rq->arena, &ask, lines, &people);
    count = sheet_count(&people);
    add_figure(rq, view, "exam_staff.figure.people", count.listed);
    add_figure(rq, view, "exam_staff.figure.passed", count.passed);
    add_figure(rq, view, "exam_staff.figure.failed", count.failed);
    if (count.running > 0)
        add_figure(rq, view, "exam_staff.figure.running", count.running);
    if (count.interrupted > 0)
        add_figure(rq, view, "exam_staff.figure.interrupted", count.interrupted);
    if (count.absent > 0)
        add_figure(rq, view, "exam_staff.figure.absent", count.absent);
    if (count.not_admitted > 0)
        add_figure(rq, view, "exam_staff.figure.not_admitted", count.not_admitted);
    add_figure(rq, view, "exam_staff.figure.open", count.waiting);
}

static void
show_line(struct request *rq, const struct staff_project *at, const struct sheet_line *line,
          struct view *view)
{
    const struct attempt *a = &line->attempt;
    struct name name = { line->family, line->given, line->patronymic };
    struct view *row = view_item(view, "rows");

    view_text(row, "name", name_full(rq->arena, &name));
    view_text(row, "url", staff_url(rq, at, arena_printf(rq->arena, "/exam/%lld", (long long)a->id)));
    view_text(row, "department", line->department_name);
    view_text(row, "variant", exam_variant(rq, a));
    view_int(row, "attempt_number", a->number);
    view_text(row, "when",
              a->handed_in_at != 0 ? staff_moment(rq, at, a->handed_in_at)
              : a->state == ATTEMPT_RUNNING
                  ? phrase_fill(rq->arena, page_app(rq)->phrases, page_lang(rq), "exam_staff.until", "time",
                                format_time(rq->arena, page_lang(rq), at->zone, a->deadline), NULL)
                  : "");
    view_int(row, "extra", a->extra_minutes);
    view_text(row, "note", a->note);
    exam_view_state(rq, a, row);
    exam_view_result(rq, a, row);
}

static void
show_tests(struct request *rq, const struct quiz *chosen, struct view *view)
{
    const struct quizzes *all = &page_app(rq)->library->quizzes;

    for (size_t i = 0; i < all->count; i++)
        part_option(view, "tests", all->items[i]->id, text_in(&all->items[i]->title, page_lang(rq)),
                    all->items[i] == chosen);
}

/* ---- whom to assign ---- */

/* A cancelled one can be given again. */
static bool
is_assigned(const struct assigned_list *assigned, int64_t person)
{
    for (size_t i = 0; i < assigned->count; i++)
        if (assigned->items[i].assignment.person == person && !assigned->items[i].assignment.cancelled)
            return true;
    return false;
}

/* Is the test meant for these roles? No audience: for everybody. */
static bool
is_for(const struct quiz *quiz, const struct names *roles)
{
    const struct survey invited = { .audience = quiz->audience };

    return survey_invites(&invited, roles);
}

static enum db_result
read_candidates(struct request *rq, const struct staff_project *at, const struct quiz *quiz,
                struct person_list *people, struct assigned_list *assigned)
{
    const struct person_filter who = { .project = at->project.id };
    const struct assigned_filter which = { .project = at->project.id, .form = quiz->id, .kind = FORM_QUIZ };
    enum db_result result = person_list(page_db(rq), rq->arena, &who, people, NULL);

    if (result == DB_OK || result == DB_NONE)
        result = assignment_list(page_db(rq), rq->arena, &which, assigned, NULL);
    return result == DB_NONE ? DB_OK : result;
}

static enum db_result
show_candidates(struct request *rq, const struct staff_project *at, const struct quiz *quiz,
                struct view *view)
{
    const bool everybody = *part_query(rq, "everybody") != '\0';
    struct person_list people;
    struct assigned_list assigned;
    enum db_result result = read_candidates(rq, at, quiz, &people, &assigned);
    int64_t fit = 0, listed = 0, others = 0;

    for (size_t i = 0; result == DB_OK && i < people.count; i++) {
        const struct person *p = &people.items[i];
        struct name name = { p->family, p->given, p->patronymic };
        struct names roles = part_role_ids(rq, &p->roles, p->key_user);
        bool meant = is_for(quiz, &roles);
        struct view *item;

        if (is_assigned(&assigned, p->id))
            continue;
        fit += meant;
        others += !meant;
        if ((!meant && !everybody) || listed++ >= LISTED)
            continue;
        item = view_item(view, "candidates");
        view_printf(item, "id", "%lld", (long long)p->id);
        view_text(item, "name", name_full(rq->arena, &name));
        view_text(item, "department", p->department_name);
        view_text(item, "variant", text_in(&quiz_variant_for(quiz, &roles)->title, page_lang(rq)));
        view_bool(item, "meant", meant);
    }
    view_bool(view, "has_candidates", listed > 0);
    view_int(view, "fit", fit);
    view_text(view, "fit_text", part_plural(rq, "exam_staff.assign_all", fit));
    view_bool(view, "has_others", others > 0 && !everybody);
    view_bool(view, "nobody", people.count == 0);
    return result;
}

/* ---- the page ---- */

/* The test of the address or the form; without one the first. NULL: there is none. */
static const struct quiz *
chosen_test(struct request *rq, const char *id)
{
    const struct library *library = page_app(rq)->library;

    if (*id != '\0')
        return library_quiz(library, id);
    return library->quizzes.count > 0 ? library->quizzes.items[0] : NULL;
}

/* Whether keys are open to those who have handed in, or when they open. */
static enum db_result
show_keys(struct request *rq, const struct staff_project *at, const struct quiz *quiz, struct view *view)
{
    struct turn_keys keys;
    enum db_result result = turn_keys(rq, quiz, at->project.id, &keys);

    if (result == DB_OK)
        view_text(view, "keys_from", turn_keys_sentence(rq, quiz, at->zone, &keys));
    view_bool(view, "keys_open", keys.open);
    return result;
}

struct reply
exam_show(struct request *rq, const struct staff_project *at, const struct quiz *quiz, const char *refused)
{
    struct view *view = staff_view(rq, at, PLACE_EXAM, page_text(rq, "exam_staff.title"));
    const char *query = arena_printf(rq->arena, "?test=%s", url_path(rq->arena, "%", quiz->id, NULL));
    struct sheet_lines lines;
    enum db_result result = attempt_sheet(page_db(rq), rq->arena, at->project.id, quiz->id, &lines);

    if (result == DB_OK || result == DB_NONE)
        result = show_candidates(rq, at, quiz, view);
    if (result == DB_OK)
        result = show_keys(rq, at, quiz, view);
    if (result != DB_OK)
        return page_failed(rq);
    show_tests(rq, quiz, view);
    view_text(view, "test", quiz->id);
    view_text(view, "test_title", text_in(&quiz->title, page_lang(rq)));
    view_text(view, "minutes_text", part_plural(rq, "exam.minutes", quiz->minutes));
    view_text(view, "attempts_text", part_plural(rq, "exam_staff.attempts", quiz->attempts));
    view_int(view, "pass_percent", quiz->variants.items[0].pass.percent);
    view_text(view, "exam_url", staff_url(rq, at, "/exam"));
    view_text(view, "everybody_url",
              staff_url(rq, at, arena_printf(rq->arena, "/exam%s&everybody=1#assign", query)));
    view_text(view, "sheet_url",
              staff_url(rq, at, arena_printf(rq->arena, "/documents/certification-sheet%s", query)));
    view_text(view, "import_url", staff_may(at, PLACE_PEOPLE) ? staff_url(rq, at, "/people/import") : NULL);
    view_bool(view, "has_rows", lines.count > 0);
    if (lines.count > 0)
        show_figures(rq, quiz, &lines, view);
    for (size_t i = 0; i < lines.count; i++)
        show_line(rq, at, &lines.items[i], view);
    view_text(view, "refusal", refused != NULL ? page_text(rq, refused) : NULL);
    view_bool(view, "moving", strcmp(part_form(rq, "act"), "due") == 0);
    view_text(view, "due", part_form(rq, "due"));
    view_bool(view, "closes_ticked", *part_form(rq, "closes") != '\0');
    view_text(view, "today", part_today(rq, at));
    return page_reply(rq, refused != NULL ? 422 : 200, "staff_exam", view);
}

struct reply
staff_exam_page(struct request *rq)
{
    const struct quiz *quiz;
    struct staff_project at;
    enum db_result result = staff_project(rq, PLACE_EXAM, &at);

    if (result != DB_OK)
        return staff_refusal(rq, result);
    quiz = chosen_test(rq, part_query(rq, "test"));
    if (quiz != NULL)
        return exam_show(rq, &at, quiz, NULL);
    return *part_query(rq, "test") != '\0' ? page_not_found(rq)
                                           : page_refused(rq, 200, "exam_staff.no_tests");
}

struct reply
exam_done(struct request *rq, const struct staff_project *at, const struct quiz *quiz, const char *key,
          int64_t count)
{
    return reply_see_other(arena_printf(rq->arena, "%s?test=%s&done=%s&n=%lld", staff_url(rq, at, "/exam"),
                                        url_path(rq->arena, "%", quiz->id, NULL), key, (long long)count));
}

/* ---- assigning ---- */

static bool
is_ticked(const struct request *rq, int64_t person)
{
    for (size_t i = 0; i < rq->form.count; i++)
        if (strcmp(rq->form.items[i].name, "person") == 0 && page_number(rq->form.items[i].value) == person)
            return true;
    return false;
}

/* A cancelled assignment is opened again, with the paper it had. */
static enum db_result
assign_one(struct request *rq, const struct staff_project *at, const struct quiz *quiz,
           const struct person *person, const struct assignment *like)
{
    struct names roles = part_role_ids(rq, &person->roles, person->key_user);
    struct assignment assignment = *like;

    struct assignment there;
    enum db_result result;

    assignment.person = person->id;
    result = test_assign(page_db(rq), rq->arena, quiz, &roles, &assignment);
    if (result != DB_CONFLICT)
        return result;
    result = assignment_get(page_db(rq), rq->arena, at->project.id, assignment.id, &there);
    if (result != DB_OK || !there.cancelled)
        return result == DB_OK ? DB_CONFLICT : result;
    there.cancelled = false;
    there.due_date = like->due_date;
    there.closes_at = like->closes_at;
    return exam_assignment_change(rq, at, &there, "assignment_reopen");
}

static struct reply
assign(struct request *rq, const struct staff_project *at, const struct quiz *quiz)
{
    const bool all = *part_form(rq, "all") != '\0';
    struct assignment like = { .project = at->project.id, .subject = "", .created_at = rq->now };
    struct person_list people;
    struct assigned_list assigned;
    const char *refused = exam_due(rq, at, &like);
    int64_t count = 0;

    if (refused != NULL)
        return exam_show(rq, at, quiz, refused);
    if (read_candidates(rq, at, quiz, &people, &assigned) != DB_OK)
        return page_failed(rq);
    for (size_t i = 0; i < people.count; i++) {
        const struct person *p = &people.items[i];
        struct names roles = part_role_ids(rq, &p->roles, p->key_user);
        enum db_result result;

        if (is_assigned(&assigned, p->id) || !(all ? is_for(quiz, &roles) : is_ticked(rq, p->id)))
            continue;
        result = assign_one(rq, at, quiz, p, &like);
        if (result != DB_OK && result != DB_CONFLICT)
            return page_failed(rq);
        count += result == DB_OK;
    }
    if (count == 0)
        return exam_show(rq, at, quiz, "exam_staff.refuse.nobody");
    return exam_done(rq, at, quiz, "exam_assigned", count);
}

struct reply
staff_exam_assign(struct request *rq)
{
    const struct quiz *quiz;
    struct staff_project at;
    enum db_result result = staff_project(rq, PLACE_EXAM, &at);

    if (result != DB_OK)
        return staff_refusal(rq, result);
    quiz = *part_form(rq, "test") != '\0' ? chosen_test(rq, part_form(rq, "test")) : NULL;
    if (quiz == NULL)
        return page_not_found(rq);
    return strcmp(part_form(rq, "act"), "due") == 0 ? exam_move_due(rq, &at, quiz) : assign(rq, &at, quiz);
}
