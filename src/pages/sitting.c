/* One attempt as its pages need it. */
#include "pages/sitting.h"

#include "base/clock.h"
#include "base/die.h"
#include "model/format.h"

#include <string.h>

enum db_result
sitting_open(struct request *rq, struct sitting *out)
{
    struct db *db = page_db(rq);
    const int64_t id = page_number(rq->params[0]);
    enum db_result result;

    *out = (struct sitting){ .quiz = NULL };
    result = attempt_own(db, rq->arena, page_caller(rq)->id, id, &out->attempt);
    if (result == DB_OK)
        result = paper_items_list(db, rq->arena, out->attempt.paper, &out->paper);
    if (result == DB_OK)
        result = project_get(db, rq->arena, out->attempt.project, &out->project);
    if (result != DB_OK)
        return result;
    out->quiz = library_quiz_hash(page_app(rq)->library, out->attempt.form_hash);
    ensure(out->quiz != NULL); /* every version in use was loaded at start */
    out->zone = zone_load(rq->arena, out->project.time_zone);
    result = attempt_answer_list(db, rq->arena, id, &out->answers);
    return result == DB_NONE ? DB_OK : result;
}

bool
sitting_runs(const struct request *rq, const struct sitting *sitting)
{
    return sitting->attempt.state == ATTEMPT_RUNNING && rq->now < sitting->attempt.deadline;
}

const struct attempt_answer *
sitting_answer(const struct sitting *sitting, const char *item)
{
    for (size_t i = 0; i < sitting->answers.count; i++)
        if (strcmp(sitting->answers.items[i].item, item) == 0)
            return &sitting->answers.items[i];
    return NULL;
}

bool
sitting_item(const struct request *rq, const struct sitting *sitting, size_t *n, struct shown_item *out)
{
    const struct attempt_answer *kept;
    const int64_t place = page_number(rq->params[1]);

    if (place == 0 || (size_t)place > sitting->paper.count)
        return false;
    *n = (size_t)place;
    *out = (struct shown_item){ .kept = &sitting->paper.items[place - 1], .lang = page_lang(rq) };
    out->item = quiz_item(sitting->quiz, out->kept->item);
    ensure(out->item != NULL);
    kept = sitting_answer(sitting, out->item->id);
    out->answer = kept ? kept->value : "";
    return true;
}

void
sitting_put(struct request *rq, struct sitting *sitting, const struct attempt_answer *answer)
{
    for (size_t i = 0; i < sitting->answers.count; i++)
        if (strcmp(sitting->answers.items[i].item, answer->item) == 0) {
            sitting->answers.items[i] = *answer;
            return;
        }
    *ARENA_PUSH(rq->arena, &sitting->answers) = *answer;
}

const char *
sitting_words(const struct request *rq, const struct item *item, const char *words)
{
    if (item->type != ITEM_TRUE_FALSE || words[0] == '\0')
        return words;
    return page_text(rq, strcmp(words, "true") == 0 ? "exam.true" : "exam.false");
}

const char *
sitting_url(struct request *rq, const struct sitting *sitting, const char *page)
{
    return arena_printf(rq->arena, "/t/%lld/%s", (long long)sitting->attempt.id, page);
}

int64_t
sitting_left(const struct request *rq, int64_t deadline)
{
    return deadline > rq->now ? (deadline - rq->now + SECOND - 1) / SECOND : 0;
}

static void
view_navigator(struct request *rq, const struct sitting *sitting, size_t current, struct view *view)
{
    size_t unanswered = 0, marked = 0;

    for (size_t i = 0; i < sitting->paper.count; i++) {
        const struct attempt_answer *kept = sitting_answer(sitting, sitting->paper.items[i].item);
        struct view *item = view_item(view, "navigator");
        bool answered = kept != NULL && kept->value[0] != '\0';

        unanswered += !answered;
        marked += kept != NULL && kept->marked;
        view_int(item, "number", (int64_t)i + 1);
        view_text(item, "url", sitting_url(rq, sitting, arena_printf(rq->arena, "%zu", i + 1)));
        view_bool(item, "answered", answered);
        view_bool(item, "glanced", !answered && (kept != NULL || i + 1 == current));
        view_bool(item, "marked", kept != NULL && kept->marked);
        view_bool(item, "current", i + 1 == current);
    }
    view_int(view, "total", (int64_t)sitting->paper.count);
    view_int(view, "unanswered", (int64_t)unanswered);
    view_int(view, "marked_count", (int64_t)marked);
}

static void
view_clock(struct request *rq, const struct sitting *sitting, struct view *view)
{
    int64_t left = sitting_left(rq, sitting->attempt.deadline);

    view_int(view, "left", left);
    view_int(view, "left_minutes", left / 60);
    view_int(view, "left_seconds", left % 60);
    view_text(view, "now", format_clock(rq->arena, sitting->zone, rq->now));
    view_text(view, "until", format_time(rq->arena, page_lang(rq), sitting->zone, sitting->attempt.deadline));
}

struct view *
sitting_view(struct request *rq, const struct sitting *sitting, size_t current)
{
    const char *title = text_in(&sitting->quiz->title, page_lang(rq));
    struct view *view = page_view(rq, title);

    view_text(view, "organisation", sitting->project.organisation);
    view_text(view, "form_title", title);
    view_text(view, "form_lang", text_foreign(&sitting->quiz->title, page_lang(rq)));
    view_int(view, "attempt", sitting->attempt.id);
    view_printf(view, "autosave_url", "/attempt/%lld/", (long long)sitting->attempt.id);
    view_text(view, "base_url", sitting_url(rq, sitting, ""));
    view_text(view, "finish_url", sitting_url(rq, sitting, "finish"));
    view_text(view, "result_url", sitting_url(rq, sitting, "result"));
    view_int(view, "n", (int64_t)current);
    view_clock(rq, sitting, view);
    view_navigator(rq, sitting, current, view);
    if (current > 0)
        view_text(view, "title",
                  phrase_fill(rq->arena, page_app(rq)->phrases, page_lang(rq), "exam.page_title", "n",
                              arena_printf(rq->arena, "%zu", current), "total",
                              arena_printf(rq->arena, "%zu", sitting->paper.count), "title", title, NULL));
    return view;
}
