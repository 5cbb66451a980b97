/* The questions of one attempt as they were drawn. */
#include "store/paper.h"

#include "store/internal.h"

enum { OWNER, ADD, ADD_ITEM, ADD_ATTEMPT, GET, ITEMS, BEFORE };

static const char *const sql[] = {
    [OWNER] = "SELECT person FROM assignment WHERE project = ?1 AND id = ?2 AND kind = 'quiz'",
    [ADD] = "INSERT INTO paper (assignment, number, form_hash, variant, seed, made_at)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    [ADD_ITEM] = "INSERT INTO paper_item (paper, place, item, options) VALUES (?1, ?2, ?3, ?4)",
    [ADD_ATTEMPT] = "INSERT INTO attempt (project, person, assignment, paper, number)"
                    " VALUES (?1, ?2, ?3, ?4, ?5)",
    [GET] = "SELECT id, assignment, number, form_hash, variant, seed, made_at FROM paper WHERE id = ?1",
    [ITEMS] = "SELECT item, options FROM paper_item WHERE paper = ?1 ORDER BY place",
    [BEFORE] = "SELECT DISTINCT i.item FROM paper w JOIN paper_item i ON i.paper = w.id"
               " WHERE w.assignment = ?1 AND w.number < ?2 ORDER BY i.item",
};
const struct sql_set paper_sql = SQL_SET(SET_PAPER, sql);

static enum db_result
keep_items(struct db *db, struct arena *arena, int64_t paper, const struct kept_items *items)
{
    enum db_result result = DB_OK;

    for (size_t i = 0; result == DB_OK && i < items->count; i++)
        result = db_run(db, &paper_sql, ADD_ITEM,
                        BIND(INT(paper), INT((int64_t)i + 1), TEXT(items->items[i].item),
                             TEXT(names_joined(arena, &items->items[i].options))));
    return result;
}

enum db_result
paper_keep(struct db *db, struct arena *arena, int64_t project, struct paper_row *paper,
           const struct kept_items *items, int64_t *attempt)
{
    int64_t person;
    enum db_result result =
        db_number(db, &paper_sql, OWNER, BIND(INT(project), INT(paper->assignment)), &person);

    if (result != DB_OK)
        return result;
    result = db_run(db, &paper_sql, ADD,
                    BIND(INT(paper->assignment), INT(paper->number), TEXT(paper->form_hash),
                         TEXT(paper->variant), INT(paper->seed), INT(paper->made_at)));
    if (result != DB_OK)
        return result;
    paper->id = db_last_id(db);
    result = keep_items(db, arena, paper->id, items);
    if (result != DB_OK)
        return result;
    result =
        db_run(db, &paper_sql, ADD_ATTEMPT,
               BIND(INT(project), INT(person), INT(paper->assignment), INT(paper->id), INT(paper->number)));
    *attempt = db_last_id(db);
    return result;
}

enum db_result
paper_get(struct db *db, struct arena *arena, int64_t id, struct paper_row *out)
{
    scoped_stmt *q = db_query(db, &paper_sql, GET, BIND(INT(id)));

    *out = (struct paper_row){ 0 };
    if (db_next(q)) {
        out->id = col_int(q, 0);
        out->assignment = col_int(q, 1);
        out->number = (int)col_int(q, 2);
        out->form_hash = col_text(q, 3, arena);
        out->variant = col_text(q, 4, arena);
        out->seed = col_int(q, 5);
        out->made_at = col_int(q, 6);
    }
    return db_end(q);
}

enum db_result
paper_items_list(struct db *db, struct arena *arena, int64_t paper, struct kept_items *out)
{
    scoped_stmt *q = db_query(db, &paper_sql, ITEMS, BIND(INT(paper)));

    *out = (struct kept_items){ 0 };
    while (db_next(q)) {
        struct kept_item *item = ARENA_PUSH(arena, out);

        item->item = col_text(q, 0, arena);
        col_names(q, 1, arena, &item->options);
    }
    return db_end(q);
}

enum db_result
paper_items_before(struct db *db, struct arena *arena, int64_t assignment, int number, struct names *out)
{
    scoped_stmt *q = db_query(db, &paper_sql, BEFORE, BIND(INT(assignment), INT(number)));

    *out = (struct names){ 0 };
    while (db_next(q))
        *ARENA_PUSH(arena, out) = col_text(q, 0, arena);
    return db_end(q);
}
