/* The register of requirements: every one with its priority and where it comes from; filters in the address.
 */
#include "pages/staff_audit.h"
#include "pages/staff_figures.h"

#include "base/die.h"
#include "model/format.h"

#include <string.h>

enum { PAGE_ROWS = 200, MOST_PAGES = 100000 };

/* The states of the filter; "" shows the register proper. */
static const struct {
    const char *id, *text;
    enum requirement_state state;
} states[] = {
    { "arisen", "requirements.state.arisen", REQUIREMENT_ARISEN },
    { "offered", "requirements.state.offered", REQUIREMENT_OFFERED },
    { "single", "requirements.state.single", REQUIREMENT_SINGLE_VOICE },
    { "rejected", "requirements.state.rejected", REQUIREMENT_REJECTED },
};

/* What the address asks for; NULL: all. */
struct wish {
    const char *priority, *category, *state;
    const char *search; /* folded */
    bool disputed;
    size_t page; /* from 0 */
};

static const char *
asked(const struct request *rq, const char *name)
{
    const char *value = request_query(rq, name);

    return value != NULL && *value != '\0' ? value : NULL;
}

static struct wish
wish_of(const struct request *rq)
{
    const int64_t page = page_number(asked(rq, "page"));
    struct wish wish = { .priority = asked(rq, "priority"),
                         .category = asked(rq, "category"),
                         .search = asked(rq, "q"),
                         .state = asked(rq, "state"),
                         .disputed = asked(rq, "disputed") != NULL,
                         .page = page > 1 && page <= MOST_PAGES ? (size_t)page - 1 : 0 };

    if (wish.state == NULL)
        wish.state = "arisen";
    if (wish.search != NULL)
        wish.search = search_key(rq->arena, wish.search);
    return wish;
}

static const char *
state_id(enum requirement_state state)
{
    for (size_t i = 0; i < LENGTH(states); i++)
        if (states[i].state == state)
            return states[i].id;
    return "";
}

static bool
wished(struct arena *arena, const struct wish *wish, const struct found_requirement *r)
{
    const char *text =
        wish->search != NULL ? search_key(arena, arena_printf(arena, "%s %s", r->code, r->statement)) : NULL;

    return (text == NULL || strstr(text, wish->search) != NULL)
           && (strcmp(wish->state, "all") == 0 || strcmp(wish->state, state_id(r->state)) == 0)
           && (wish->priority == NULL || strcmp(wish->priority, priority_id(r->priority)) == 0)
           && (wish->category == NULL || strcmp(wish->category, r->def->category) == 0)
           && (!wish->disputed || r->disputed);
}

static int64_t
count_state(const struct findings *found, enum requirement_state state)
{
    int64_t count = 0;

    for (size_t i = 0; i < found->requirements.count; i++)
        count += found->requirements.items[i].state == state;
    return count;
}

static int64_t
count_disputed(const struct findings *found)
{
    int64_t count = 0;

    for (size_t i = 0; i < found->requirements.count; i++)
        count +=
            found->requirements.items[i].disputed && found->requirements.items[i].state == REQUIREMENT_ARISEN;
    return count;
}

static void
add_figure(struct request *rq, const struct findings_use *use, struct view *view, const char *query,
           const char *name, int64_t count)
{
    struct view *item = view_item(view, "figures");

    view_text(item, "url", staff_url(rq, use->at, arena_printf(rq->arena, "/requirements?%s", query)));
    view_printf(item, "figure", "%lld", (long long)count);
    view_text(item, "name", name);
}

static void
show_figures(struct request *rq, const struct findings_use *use, struct view *view)
{
    const struct findings *found = &use->findings->found;
    int64_t disputed = count_disputed(found);

    for (int p = 0; p < PRIORITY_COUNT; p++)
        add_figure(rq, use, view, arena_printf(rq->arena, "priority=%s", priority_id((enum priority)p)),
                   staff_priority(rq, (enum priority)p), found->by_priority[p]);
    if (disputed > 0)
        add_figure(rq, use, view, "disputed=1", page_text(rq, "requirements.disputed"), disputed);
    for (size_t i = 1; i < LENGTH(states); i++) {
        int64_t count = count_state(found, states[i].state);

        if (count > 0)
            add_figure(rq, use, view, arena_printf(rq->arena, "state=%s", states[i].id),
                       page_text(rq, states[i].text), count);
    }
}

static void
show_filter(struct request *rq, const struct findings_use *use, const struct wish *wish, struct view *view)
{
    const struct catalogue *catalogue = use->findings->data.input.library->catalogue;

    part_option(view, "priorities", "", page_text(rq, "staff.all"), wish->priority == NULL);
    for (int p = 0; p < PRIORITY_COUNT; p++) {
        const char *id = priority_id((enum priority)p);

        part_option(view, "priorities", id, staff_priority(rq, (enum priority)p),
                    wish->priority != NULL && strcmp(wish->priority, id) == 0);
    }
    part_option(view, "categories", "", page_text(rq, "staff.all"), wish->category == NULL);
    for (size_t i = 0; i < catalogue->categories.count; i++) {
        const struct titled *c = &catalogue->categories.items[i];

        part_option(view, "categories", c->id,
                    arena_printf(rq->arena, "%s · %s", c->id, text_in(&c->title, page_lang(rq))),
                    wish->category != NULL && strcmp(wish->category, c->id) == 0);
    }
    for (size_t i = 0; i < LENGTH(states); i++)
        part_option(view, "states", states[i].id, page_text(rq, states[i].text),
                    strcmp(wish->state, states[i].id) == 0);
    part_option(view, "states", "all", page_text(rq, "staff.all"), strcmp(wish->state, "all") == 0);
    view_bool(view, "disputed_only", wish->disputed);
    view_text(view, "q", part_query(rq, "q"));
}

static void
show_row(struct request *rq, const struct findings_use *use, size_t index, struct view *view)
{
    const struct found_requirement *r = &use->findings->found.requirements.items[index];
    int64_t number = use->findings->numbers[index];
    struct view *row = view_item(view, "rows");

    view_printf(row, "number", "%lld", (long long)number);
    view_text(row, "url",
              staff_url(rq, use->at, arena_printf(rq->arena, "/requirements/%lld", (long long)number)));
    view_text(row, "code", r->code);
    view_text(row, "statement", r->statement);
    view_text(row, "priority", staff_priority(rq, r->priority));
    view_bool(row, "disputed", r->disputed);
    view_bool(row, "must", r->priority == PRIORITY_MUST);
    view_text(row, "computed",
              r->decided != NULL && r->computed != r->priority ? staff_priority(rq, r->computed) : NULL);
    view_bool(row, "decided", r->decided != NULL);
    view_bool(row, "unconditional", r->unconditional != NULL);
    view_bool(row, "small", r->small_sample);
    view_text(row, "score", staff_hundredths(rq, r->score));
    view_text(row, "share", staff_share(rq, r->share));
    view_printf(row, "votes", "%d/%d", r->in_favour, r->answered);
    view_int(row, "sources", (int64_t)r->sources.count);
    view_text(row, "state",
              page_text(rq, states[r->state == REQUIREMENT_ARISEN         ? 0
                                   : r->state == REQUIREMENT_OFFERED      ? 1
                                   : r->state == REQUIREMENT_SINGLE_VOICE ? 2
                                                                          : 3]
                                .text));
}

/* The address of another page of the same list. */
static const char *
page_url(struct request *rq, const struct findings_use *use, const struct wish *wish, size_t page)
{
    const char *query = arena_printf(rq->arena, "/requirements?state=%s&page=%zu",
                                     url_path(rq->arena, "%", wish->state, NULL), page + 1);

    if (wish->priority != NULL)
        query =
            arena_printf(rq->arena, "%s&priority=%s", query, url_path(rq->arena, "%", wish->priority, NULL));
    if (wish->category != NULL)
        query =
            arena_printf(rq->arena, "%s&category=%s", query, url_path(rq->arena, "%", wish->category, NULL));
    if (wish->search != NULL)
        query =
            arena_printf(rq->arena, "%s&q=%s", query, url_path(rq->arena, "%", part_query(rq, "q"), NULL));
    return staff_url(rq, use->at, wish->disputed ? arena_printf(rq->arena, "%s&disputed=1", query) : query);
}

static void
show_rows(struct request *rq, const struct findings_use *use, const struct wish *wish, struct view *view)
{
    const struct findings *found = &use->findings->found;
    size_t shown = 0, from = wish->page * PAGE_ROWS;

    for (size_t i = 0; i < found->requirements.count; i++) {
        if (!wished(rq->arena, wish, &found->requirements.items[i]))
            continue;
        if (shown >= from && shown < from + PAGE_ROWS)
            show_row(rq, use, i, view);
        shown++;
    }
    view_bool(view, "none", shown == 0);
    view_text(view, "count_text", part_plural(rq, "requirements.count", (int64_t)shown));
    if (from > 0)
        view_text(view, "before_url", page_url(rq, use, wish, wish->page - 1));
    if (shown > from + PAGE_ROWS)
        view_text(view, "after_url", page_url(rq, use, wish, wish->page + 1));
}

static int64_t
count_counted(const struct audit_input *input)
{
    int64_t count = 0;

    for (size_t i = 0; i < input->responses.count; i++)
        count += !input->responses.items[i].excluded;
    return count;
}

static struct reply
show_register(struct request *rq, struct findings_use *use)
{
    const struct audit_input *input = &use->findings->data.input;
    struct wish wish = wish_of(rq);
    struct view *view = staff_view(rq, use->at, PLACE_REQUIREMENTS, page_text(rq, "requirements.title"));

    view_text(view, "counted_text", part_plural(rq, "requirements.counted", count_counted(input)));
    view_text(view, "goals_text", part_plural(rq, "requirements.goals", (int64_t)input->goals.count));
    view_text(view, "weighing_text",
              page_text(rq, input->equal ? "requirements.weigh.equal" : "requirements.weigh.users"));
    view_text(view, "goals_url", staff_url(rq, use->at, "/goals"));
    view_text(view, "survey_url", staff_url(rq, use->at, "/survey"));
    view_text(view, "document_url", staff_url(rq, use->at, "/documents/requirements"));
    view_bool(view, "has_requirements", use->findings->found.requirements.count > 0);
    if (use->findings->found.requirements.count > 0) {
        show_figures(rq, use, view);
        show_filter(rq, use, &wish, view);
        show_rows(rq, use, &wish, view);
    }
    return page_reply(rq, 200, "staff_requirements", view);
}

struct reply
requirements_page(struct request *rq)
{
    struct staff_project at;
    enum db_result result = staff_project(rq, PLACE_REQUIREMENTS, &at);

    return result == DB_OK ? staff_findings(rq, &at, NULL, show_register) : staff_refusal(rq, result);
}
