/* The page of one section. */
#include "pages/section_page.h"

#include "model/format.h"
#include "pages/control.h"
#include "store/department.h"
#include "store/person.h"

#include <string.h>

enum { MOST_NAMES = 500 };

/* The id of the element that the summary of refusals leads to. */
static const char *
anchor_of(struct request *rq, const struct question *question, const struct cell_note *note)
{
    bool own = note->column[0] == '.' && strcmp(note->column, COLUMN_OTHER) != 0;
    bool whole = note->row[0] == '\0' && question->type->shape != SHAPE_SINGLE;

    if (note->row[0] != '\0' && (note->column[0] == '\0' || strcmp(note->column, COLUMN_ORDER) == 0))
        return arena_printf(rq->arena, "row-%s/%s", question->id, note->row);
    if (own || whole)
        return arena_printf(rq->arena, "q-%s", question->id);
    return arena_printf(rq->arena, "f-%s", cell_name(rq->arena, note->question, note->row, note->column));
}

static void
add_errors(struct request *rq, const struct section_page *page, struct view *view)
{
    view_bool(view, "just_saved", page->saved);
    view_bool(view, "has_errors", page->notes.count > 0);
    view_bool(view, "errors_kept", page->kept);
    for (size_t i = 0; i < page->notes.count; i++) {
        const struct cell_note *note = &page->notes.items[i];
        const struct question *question = survey_question(page->visit->survey, note->question);
        struct view *error = view_item(view, "errors");

        view_text(error, "id", anchor_of(rq, question, note));
        view_text(error, "label",
                  cell_title(rq, page->visit,
                             &(struct cell){
                                 .question = note->question, .row = note->row, .column = note->column }));
        view_text(error, "refusal", note->sentence);
    }
    view_bool(view, "ask", page->unanswered.count > 0);
    for (size_t i = 0; i < page->unanswered.count; i++) {
        const struct question *question = survey_question(page->visit->survey, page->unanswered.items[i]);
        struct view *ask = view_item(view, "asks");

        view_printf(ask, "id", "q-%s", question->id);
        view_text(
            ask, "label",
            cell_title(rq, page->visit, &(struct cell){ .question = question->id, .row = "", .column = "" }));
    }
}

static void
add_sections(struct request *rq, const struct section_page *page, struct view *view)
{
    const struct visit *visit = page->visit;
    const bool *complete = survey_complete(&visit->judge);
    int count = 0;

    for (size_t i = visit_section(visit, 0, 1); i != SIZE_MAX; i = visit_section(visit, i + 1, 1)) {
        const struct section *section = &visit->survey->sections.items[i];
        struct view *item = view_item(view, "sections");
        size_t left = visit_left(visit, complete, i);

        count++;
        view_text(item, "id", section->id);
        view_text(item, "title", text_in(&section->title, page_lang(rq)));
        view_bool(item, "current", i == page->section);
        view_text(item, "state",
                  left == 0
                      ? page_text(rq, "respond.section_done")
                      : phrase_fill(rq->arena, page_app(rq)->phrases, page_lang(rq), "respond.section_left",
                                    "left", arena_printf(rq->arena, "%zu", left), NULL));
        if (i == page->section) {
            view_int(view, "section_number", count);
            view_printf(view, "left", "%zu", left);
        }
    }
    view_int(view, "section_count", count);
}

static enum db_result
add_people(struct request *rq, const struct visit *visit, struct view *list)
{
    struct person_filter filter = { .project = visit->response.project, .page = { .limit = MOST_NAMES } };
    struct person_list people;
    enum db_result result = person_list(page_db(rq), rq->arena, &filter, &people, NULL);

    for (size_t i = 0; result == DB_OK && i < people.count; i++) {
        const struct person *person = &people.items[i];
        struct name name = { person->family, person->given, person->patronymic };

        view_text(view_item(list, "list"), "value", name_full(rq->arena, &name));
    }
    return result == DB_NONE ? DB_OK : result;
}

static enum db_result
add_departments(struct request *rq, const struct visit *visit, struct view *list)
{
    struct department_list departments;
    enum db_result result = department_list(page_db(rq), rq->arena, visit->response.project, &departments);

    for (size_t i = 0; result == DB_OK && i < departments.count && i < MOST_NAMES; i++)
        view_text(view_item(list, "list"), "value", departments.items[i].name);
    return result == DB_NONE ? DB_OK : result;
}

/* The project's names, where the section asks for some. */
static enum db_result
add_names(struct request *rq, const struct section_page *page, struct view *view)
{
    const struct names *kinds = sheet_names(page->visit->sheet, page->section);
    enum db_result result = DB_OK;

    for (size_t i = 0; i < kinds->count && result == DB_OK; i++) {
        struct view *list = view_item(view, "name_lists");

        view_text(list, "kind", kinds->items[i]);
        result = strcmp(kinds->items[i], NAMES_PERSON) == 0 ? add_people(rq, page->visit, list)
                                                            : add_departments(rq, page->visit, list);
    }
    return result;
}

/* The questions, written where the page shows them. */
struct section_html {
    const struct visit *visit;
    const struct section *section;
    struct sheet_fill fill;
};

static void
write_questions(const void *arg, struct buf *out)
{
    const struct section_html *it = arg;

    for (size_t i = it->section->first; i < it->section->first + it->section->count; i++)
        sheet_question(it->visit->sheet, &it->visit->survey->questions.items[i], &it->fill, out);
}

struct reply
section_page_reply(struct request *rq, const struct section_page *page)
{
    const struct visit *visit = page->visit;
    const struct section *section = &visit->survey->sections.items[page->section];
    const char *title = text_in(&section->title, page_lang(rq));
    struct view *view = visit_view(rq, visit, title);
    const struct section_html questions = { visit,
                                            section,
                                            { .arena = rq->arena,
                                              .shown = page->shown ? page->shown : &visit->answers,
                                              .stored = &visit->answers,
                                              .asked = visit->asked,
                                              .notes = &page->notes,
                                              .zone = visit->zone } };

    if (add_names(rq, page, view) != DB_OK)
        return page_failed(rq);
    view_writer(view, "questions_html", write_questions, &questions);
    view_text(view, "section", section->id);
    view_text(view, "section_title", title);
    view_text(view, "intro", text_present(&section->intro) ? text_in(&section->intro, page_lang(rq)) : NULL);
    view_text(view, "action", visit_path(rq, visit, section->id));
    view_printf(view, "save_path", "/response/%lld", (long long)visit->response.id);
    view_text(view, "asked", page->asked ? page->asked : "");
    view_printf(view, "since", "%lld", (long long)rq->now);
    view_text(view, "data_html", section_data(rq, visit, page->section));
    add_errors(rq, page, view);
    add_sections(rq, page, view);
    return page_reply(rq, page->status, "respond_section", view);
}
