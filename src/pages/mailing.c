/* Ways in for people who are still asked something: one message a person. */
#include "pages/mailing.h"

#include "model/format.h"

#include <string.h>

struct writer {
    const struct mailing *mailing;
    struct db *db;
    struct arena *arena;
};

static bool
waits(const struct assigned *a)
{
    return !a->assignment.cancelled && a->progress != PROGRESS_HANDED_IN && a->progress != PROGRESS_ABSENT;
}

static const char *
task_words(const struct writer *w, const struct assigned *a, enum lang lang)
{
    const struct phrases *phrases = w->mailing->phrases;
    const char *title = part_title_in(w->mailing->library, a->assignment.kind, a->assignment.form, lang);

    if (a->assignment.due_date[0] == '\0')
        return phrase_fill(w->arena, phrases, lang, "links.task", "title", title, NULL);
    return phrase_fill(w->arena, phrases, lang, "links.task_due", "title", title, "due",
                       format_iso_date(w->arena, lang, a->assignment.due_date), NULL);
}

static enum db_result
list_tasks(const struct writer *w, struct letter *letter)
{
    struct assigned_list list;
    enum db_result result =
        assigned_list_person(w->db, w->arena, letter->person.project, letter->person.id, &list);

    letter->tasks = "";
    if (result != DB_OK)
        return result == DB_NONE ? DB_OK : result;
    for (size_t i = 0; i < list.count; i++)
        if (waits(&list.items[i]))
            letter->tasks =
                arena_printf(w->arena, "%s%s%s", letter->tasks, letter->tasks[0] != '\0' ? "; " : "",
                             task_words(w, &list.items[i], letter->lang));
    return DB_OK;
}

/* «Анна Петровна», else what there is of the name. */
static const char *
called(const struct writer *w, const struct person *p)
{
    if (p->given[0] == '\0')
        return p->family;
    return p->patronymic[0] == '\0' ? p->given : arena_printf(w->arena, "%s %s", p->given, p->patronymic);
}

static void
write_text(const struct writer *w, struct letter *letter)
{
    const struct mailing *m = w->mailing;

    letter->link = arena_printf(w->arena, "%s/i/%s", m->home, person_link(w->arena, m->key, &letter->person));
    letter->code = person_code(w->arena, m->key, &letter->person);
    letter->text = phrase_fill(
        w->arena, m->phrases, letter->lang, letter->tasks[0] != '\0' ? "links.text" : "links.text_no_tasks",
        "name", called(w, &letter->person), "organisation", m->at.project.organisation, "tasks",
        letter->tasks, "link", letter->link, "code", letter->code, "home", m->home, NULL);
    if (m->drawn)
        letter->qr = qr_draw(w->arena, letter->link);
}

enum db_result
mailing_write(struct mailing *mailing, struct db *db, struct arena *arena)
{
    const struct writer w = { mailing, db, arena };
    const struct page *page = &mailing->page;
    struct person_filter filter = { .project = mailing->at.project.id,
                                    .department = mailing->department,
                                    .search = mailing->search };
    struct person_list people;
    enum db_result result = person_list(db, arena, &filter, &people, NULL);

    mailing->letters = (struct letters){ 0 };
    mailing->total = 0;
    if (result != DB_OK)
        return result == DB_NONE ? DB_OK : result;
    for (size_t i = 0; i < people.count; i++) {
        struct letter letter = { .person = people.items[i], .lang = LANG_RU };

        if (!lang_parse(letter.person.language, &letter.lang))
            (void)lang_parse(mailing->at.project.language, &letter.lang);
        result = list_tasks(&w, &letter);
        if (result != DB_OK)
            return result;
        if (letter.tasks[0] == '\0' && !mailing->everybody)
            continue;
        mailing->total++;
        if (mailing->total <= page->offset
            || (page->limit > 0 && mailing->total > page->offset + page->limit))
            continue;
        write_text(&w, &letter);
        *ARENA_PUSH(arena, &mailing->letters) = letter;
    }
    return DB_OK;
}
