/* A person with a test of the real bank: database, library, assignment and its paper. */
#ifndef EXAM_KIT_H
#define EXAM_KIT_H

#include "store_fixture.h"

#include "exam/deadline.h"
#include "exam/score.h"
#include "model/library.h"
#include "pages/exam_item.h"
#include "pages/marking.h"
#include "pages/papers.h"

struct kit {
    struct fixture *f;
    struct library library;
    struct problems problems;
    const struct quiz *quiz;
    struct assignment assignment;
    int64_t attempt;
};

static inline void
kit_assign(struct kit *kit, int64_t person, const char *role)
{
    const char *roles[] = { role };
    const struct names names = { .items = roles, .count = 1 };
    struct attempt_list attempts;

    kit->assignment = (struct assignment){
        .project = kit->f->project, .person = person, .due_date = "", .created_at = 1000
    };
    assert_int_equal(test_assign(kit->f->db, &kit->f->arena, kit->quiz, &names, &kit->assignment), DB_OK);
    assert_int_equal(attempt_list(kit->f->db, &kit->f->arena, kit->assignment.id, &attempts), DB_OK);
    kit->attempt = attempts.items[0].id;
}

static inline int
kit_open(void **state)
{
    static const char *const paths[] = { "quizzes" };
    struct kit *kit = calloc(1, sizeof *kit);
    void *fixture;

    assert_non_null(kit);
    open_database(&fixture);
    kit->f = fixture;
    kit->problems.arena = &kit->f->arena;
    library_load(&kit->library, paths, 1, &kit->problems);
    assert_int_equal(kit->problems.errors, 0);
    kit->quiz = library_quiz(&kit->library, "crm_base");
    assert_non_null(kit->quiz);
    assert_true(db_begin(kit->f->db));
    kit->f->project = add_project(kit->f, "alpha");
    kit->f->person = add_person(kit->f, kit->f->project, "Іванова");
    assert_int_equal(form_keep(kit->f->db, &(struct form){ kit->quiz->hash, kit->quiz->id, FORM_QUIZ, 1,
                                                           kit->quiz->source, 1 }),
                     DB_OK);
    kit_assign(kit, kit->f->person, "sales");
    *state = kit;
    return 0;
}

static inline int
kit_close(void **state)
{
    struct kit *kit = *state;
    void *fixture = kit->f;

    library_close(&kit->library);
    db_rollback(kit->f->db);
    close_database(&fixture);
    free(kit);
    return 0;
}

static inline struct attempt
kit_attempt(const struct kit *kit)
{
    struct attempt attempt;

    assert_int_equal(attempt_any(kit->f->db, &kit->f->arena, kit->attempt, &attempt), DB_OK);
    return attempt;
}

static inline struct kept_items
kit_paper(const struct kit *kit)
{
    struct kept_items items;

    assert_int_equal(paper_items_list(kit->f->db, &kit->f->arena, kit_attempt(kit).paper, &items), DB_OK);
    return items;
}

static inline void
kit_start(const struct kit *kit, int64_t now)
{
    const struct attempt_begin begin = { .person = kit_attempt(kit).person,
                                         .attempt = kit->attempt,
                                         .now = now,
                                         .deadline = deadline_of(kit->quiz, now, 0, 0),
                                         .language = "ru" };
    bool first;

    assert_int_equal(attempt_start(kit->f->db, &begin, &first), DB_OK);
}

/* The key of a question, in its stored form. */
static inline const char *
kit_key(const struct kit *kit, const struct item *item)
{
    struct arena *arena = &kit->f->arena;
    const char *key = "";

    if (item->type == ITEM_TRUE_FALSE)
        return item->answer_true ? "true" : "false";
    if (item->type == ITEM_SHORT_TEXT)
        return item->accept.items[0];
    if (item->type == ITEM_NUMERIC)
        return arena_printf(arena, "%.10g", item->numbers.items[0].value);
    for (size_t i = 0; i < item->options.count; i++) {
        const struct item_option *o = &item->options.items[i];

        if (item->type == ITEM_MATCH && text_present(&o->label))
            key = arena_printf(arena, "%s%s%s=%s", key, key[0] ? " " : "", o->value, o->value);
        if (item->type == ITEM_ORDER || (item->type != ITEM_MATCH && o->correct))
            key = arena_printf(arena, "%s%s%s", key, key[0] ? " " : "", o->value);
    }
    return key;
}

static inline void
kit_answer(const struct kit *kit, const char *item, const char *value, int64_t now)
{
    const struct attempt_save save = { .attempt = kit->attempt,
                                       .person = kit_attempt(kit).person,
                                       .item = item,
                                       .value = value,
                                       .now = now,
                                       .page = "p" };
    struct attempt_saved saved;

    assert_int_equal(attempt_answer_put(kit->f->db, &kit->f->arena, &save, &saved), DB_OK);
}

static inline void
kit_answer_all(const struct kit *kit, int64_t now)
{
    const struct kept_items paper = kit_paper(kit);

    for (size_t i = 0; i < paper.count; i++)
        kit_answer(kit, paper.items[i].item, kit_key(kit, quiz_item(kit->quiz, paper.items[i].item)), now);
}

#define ON_EXAM(test) cmocka_unit_test_setup_teardown(test, kit_open, kit_close)

#endif
