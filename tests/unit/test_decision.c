/* store/requirement, store/decision, store/goal, store/issued, store/event, store/form: what is decided and
 * given out. */
#include "store_fixture.h"

#include "store/goal.h"
#include "store/issued.h"
#include "store/requirement.h"

static const struct actor staff = { ACTOR_STAFF, 1 };

static struct requirement_row
keep(struct fixture *f, const char *code, const char *key)
{
    struct requirement_row row;

    assert_int_equal(requirement_keep(f->db, &f->arena, f->project, code, key, 7, &row), DB_OK);
    return row;
}

static int64_t
revision(struct fixture *f)
{
    int64_t number;

    assert_int_equal(project_revision(f->db, f->project, &number), DB_OK);
    return number;
}

static void
a_requirement_keeps_its_number(void **state)
{
    struct fixture *f = *state;
    struct requirement_rows rows;
    struct requirement_row row;

    assert_int_equal(keep(f, "a", "").number, 1);
    assert_int_equal(keep(f, "b", "x").number, 2);
    assert_int_equal(keep(f, "b", "y").number, 3);
    assert_int_equal(keep(f, "a", "").number, 1);
    assert_int_equal(requirement_list(f->db, &f->arena, f->project, &rows), DB_OK);
    assert_int_equal(rows.count, 3);
    assert_string_equal(rows.items[2].key, "y");
    assert_int_equal(rows.items[0].first_seen_at, 7);
    f->project = add_project(f, "beta");
    assert_int_equal(requirement_find(f->db, &f->arena, f->project, "a", "", &row), DB_NONE);
    assert_int_equal(keep(f, "b", "x").number, 1); /* numbers are a project's own */
}

static void
merging_makes_no_chains(void **state)
{
    struct fixture *f = *state;
    const int64_t a = keep(f, "a", "").id, b = keep(f, "b", "").id, c = keep(f, "c", "").id;
    const int64_t before = revision(f);

    assert_int_equal(requirement_merge(f->db, f->project, a, b, staff, 1), DB_OK);
    assert_int_equal(revision(f), before + 1);
    assert_int_equal(keep(f, "a", "").into, b);
    assert_int_equal(requirement_merge(f->db, f->project, c, a, staff, 2), DB_CONFLICT);
    assert_int_equal(requirement_merge(f->db, f->project, b, c, staff, 3), DB_CONFLICT);
    assert_int_equal(requirement_merge(f->db, f->project, a, c, staff, 4), DB_OK);
    assert_int_equal(requirement_merge(f->db, f->project, a, 0, staff, 5), DB_OK);
    assert_int_equal(keep(f, "a", "").into, 0);
    assert_int_equal(requirement_merge(f->db, f->project, a, 0, staff, 6), DB_NONE);
    assert_int_equal(requirement_merge(f->db, f->project, a, 999, staff, 7), DB_NONE);
    assert_int_equal(requirement_merge(f->db, add_project(f, "beta"), a, b, staff, 8), DB_NONE);
}

static enum db_result
decide(struct fixture *f, int64_t project, int64_t requirement, const char *kind, const char *value)
{
    const struct decision_row decision = {
        .requirement = requirement, .kind = kind, .value = value, .reason = "так решили", .staff = 0, .at = 9
    };

    return decision_add(f->db, project, &decision);
}

static void
the_latest_decision_counts_and_all_are_kept(void **state)
{
    struct fixture *f = *state;
    const int64_t a = keep(f, "a", "k").id, b = keep(f, "b", "").id;
    struct decision_rows rows;
    const int64_t before = revision(f);

    assert_int_equal(decide(f, f->project, a, "priority", "must"), DB_OK);
    assert_int_equal(decide(f, f->project, a, "priority", "could"), DB_OK);
    assert_int_equal(decide(f, f->project, a, "reject", "yes"), DB_OK);
    assert_int_equal(decide(f, f->project, a, "reject", ""), DB_OK);
    assert_int_equal(decide(f, f->project, b, "acceptance", "10 из 10"), DB_OK);
    assert_int_equal(revision(f), before + 5);
    assert_int_equal(decision_list(f->db, &f->arena, f->project, &rows), DB_OK);
    assert_int_equal(rows.count, 2);
    assert_string_equal(rows.items[0].value, "could");
    assert_string_equal(rows.items[0].code, "a");
    assert_string_equal(rows.items[0].key, "k");
    assert_string_equal(rows.items[1].kind, "acceptance");
    assert_int_equal(decision_history(f->db, &f->arena, f->project, a, &rows), DB_OK);
    assert_int_equal(rows.count, 4);
    assert_int_equal(decide(f, add_project(f, "beta"), a, "priority", "must"), DB_NONE);
}

static void
a_goal_is_set_by_its_key_and_only_a_change_counts(void **state)
{
    struct fixture *f = *state;
    struct goal_row goal = { .key = "single_base",
                             .indicator = "доля дублей",
                             .unit = "%",
                             .current = "12.5",
                             .target = "2",
                             .due_date = "2027-03-01",
                             .owner = "Іванова",
                             .how = "отчёт",
                             .rank = "A",
                             .set_at = 5 };
    struct goal_rows goals;
    int64_t before;

    assert_int_equal(goal_set(f->db, f->project, &goal, staff), DB_OK);
    before = revision(f);
    goal.set_at = 6;
    assert_int_equal(goal_set(f->db, f->project, &goal, staff), DB_OK);
    assert_int_equal(revision(f), before);
    goal.approved = true;
    assert_int_equal(goal_set(f->db, f->project, &goal, staff), DB_OK);
    assert_int_equal(revision(f), before + 1);
    assert_int_equal(goal_list(f->db, &f->arena, f->project, &goals), DB_OK);
    assert_int_equal(goals.count, 1);
    assert_true(goals.items[0].approved);
    assert_string_equal(goals.items[0].rank, "A");
    assert_int_equal(goal_remove(f->db, f->project, "single_base", staff, 7), DB_OK);
    assert_int_equal(goal_remove(f->db, f->project, "single_base", staff, 8), DB_NONE);
    assert_int_equal(goal_list(f->db, &f->arena, f->project, &goals), DB_NONE);
}

static void
a_document_number_is_given_out_once(void **state)
{
    struct fixture *f = *state;
    char sha[HASH_HEX];
    struct issued_document document = { .project = f->project,
                                        .kind = "requirements",
                                        .revision = 3,
                                        .language = "uk",
                                        .sha256 = sha,
                                        .figures = "{\"n\":1}",
                                        .created_at = 8 },
                           got;
    struct issued_documents list;

    hash_hex("x", 1, sha);
    assert_int_equal(issued_next_number(f->db, f->project, "requirements", &document.number), DB_OK);
    assert_int_equal(document.number, 1);
    assert_int_equal(issued_add(f->db, &document), DB_OK);
    assert_int_equal(issued_add(f->db, &document), DB_CONFLICT);
    assert_int_equal(issued_next_number(f->db, f->project, "requirements", &document.number), DB_OK);
    assert_int_equal(document.number, 2);
    assert_int_equal(issued_list(f->db, &f->arena, f->project, &list), DB_OK);
    assert_int_equal(list.count, 1);
    assert_int_equal(issued_get(f->db, &f->arena, f->project, list.items[0].id, &got), DB_OK);
    assert_string_equal(got.figures, "{\"n\":1}");
    assert_int_equal(issued_get(f->db, &f->arena, f->project + 1, list.items[0].id, &got), DB_NONE);
}

static void
events_are_listed_newest_first_without_single_saves(void **state)
{
    struct fixture *f = *state;
    struct answer_saved saved;
    const struct event event = {
        .project = f->project, .at = 9, .by = staff, .kind = "import", .object = 3, .detail = "12 людей"
    };
    struct event_list list;
    bool first;

    assert_int_equal(save_answer(f, "q", "a", 0, &saved), DB_OK);
    assert_int_equal(event_add(f->db, &event), DB_OK);
    assert_int_equal(response_hand_in(f->db, f->person, f->response, staff, 10, &first), DB_OK);
    assert_int_equal(event_list(f->db, &f->arena, f->project, (struct page){ .limit = 10 }, &list), DB_OK);
    assert_int_equal(list.count, 2);
    assert_string_equal(list.items[0].kind, "hand_in");
    assert_string_equal(list.items[1].detail, "12 людей");
    assert_int_equal(list.items[1].by.id, 1);
}

static void
forms_in_use_are_found_with_their_text(void **state)
{
    struct fixture *f = *state;
    const struct form again = { "h1", "sales", FORM_SURVEY, 3, "survey: sales", 99 };
    struct form got;
    struct form_list used;

    assert_int_equal(form_keep(f->db, &again), DB_OK);
    assert_int_equal(form_get(f->db, &f->arena, "h1", &got), DB_OK);
    assert_int_equal(got.kept_at, 1);
    assert_string_equal(got.source, "survey: sales");
    assert_int_equal(form_known(f->db, "h1"), DB_OK);
    assert_int_equal(form_known(f->db, "h9"), DB_NONE);
    assert_int_equal(form_list_used(f->db, &f->arena, &used), DB_OK);
    assert_int_equal(used.count, 1); /* the test was not taken by anybody */
    assert_string_equal(used.items[0].hash, "h1");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        ON_RESPONSE(a_requirement_keeps_its_number),
        ON_RESPONSE(merging_makes_no_chains),
        ON_RESPONSE(the_latest_decision_counts_and_all_are_kept),
        ON_RESPONSE(a_goal_is_set_by_its_key_and_only_a_change_counts),
        ON_RESPONSE(a_document_number_is_given_out_once),
        ON_RESPONSE(events_are_listed_newest_first_without_single_saves),
        ON_RESPONSE(forms_in_use_are_found_with_their_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
