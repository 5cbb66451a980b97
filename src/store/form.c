/* Every version of a form that was ever served. */
#include "store/form.h"

#include "model/library.h"
#include "store/internal.h"

enum { KEEP, GET, KNOWN, LIST_USED };

static const char *const sql[] = {
    [KEEP] = "INSERT INTO form (hash, kind, form, version, source, kept_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
             " ON CONFLICT DO NOTHING",
    [GET] = "SELECT hash, kind, form, version, kept_at, source FROM form WHERE hash = ?1",
    [KNOWN] = "SELECT 1 FROM form WHERE hash = ?1",
    [LIST_USED] = "SELECT hash, kind, form, version, kept_at, source FROM form"
                  " WHERE hash IN (SELECT form_hash FROM response UNION SELECT form_hash FROM paper)"
                  " ORDER BY kept_at, hash",
};
const struct sql_set form_sql = SQL_SET(SET_FORM, sql);

const char *const form_kind_words[] = { [FORM_SURVEY] = "survey", [FORM_QUIZ] = "quiz" };

enum db_result
form_keep(struct db *db, const struct form *form)
{
    return db_run(db, &form_sql, KEEP,
                  BIND(TEXT(form->hash), TEXT(form_kind_words[form->kind]), TEXT(form->id),
                       INT(form->version), TEXT(form->source), INT(form->kept_at)));
}

enum db_result
form_keep_survey(struct db *db, const struct survey *survey, int64_t now)
{
    return form_keep(db, &(struct form){ .hash = survey->hash,
                                         .id = survey->id,
                                         .kind = FORM_SURVEY,
                                         .version = survey->version,
                                         .source = survey->source,
                                         .kept_at = now });
}

enum db_result
form_keep_quiz(struct db *db, const struct quiz *quiz, int64_t now)
{
    return form_keep(db, &(struct form){ .hash = quiz->hash,
                                         .id = quiz->id,
                                         .kind = FORM_QUIZ,
                                         .version = quiz->version,
                                         .source = quiz->source,
                                         .kept_at = now });
}

enum db_result
form_keep_library(struct db *db, const struct library *library, int64_t now)
{
    enum db_result result = DB_OK;

    for (size_t i = 0; result == DB_OK && i < library->surveys.count; i++)
        result = form_keep_survey(db, library->surveys.items[i], now);
    for (size_t i = 0; result == DB_OK && i < library->quizzes.count; i++)
        result = form_keep_quiz(db, library->quizzes.items[i], now);
    return result;
}

static void
read_form(struct query *q, struct arena *arena, struct form *out)
{
    out->hash = col_text(q, 0, arena);
    out->kind = (enum form_kind)word_index(form_kind_words, 2, col_peek(q, 1));
    out->id = col_text(q, 2, arena);
    out->version = (int)col_int(q, 3);
    out->kept_at = col_int(q, 4);
    out->source = col_text(q, 5, arena);
}

enum db_result
form_get(struct db *db, struct arena *arena, const char *hash, struct form *out)
{
    scoped_stmt *q = db_query(db, &form_sql, GET, BIND(TEXT(hash)));

    *out = (struct form){ 0 };
    if (db_next(q))
        read_form(q, arena, out);
    return db_end(q);
}

enum db_result
form_known(struct db *db, const char *hash)
{
    int64_t one;

    return db_number(db, &form_sql, KNOWN, BIND(TEXT(hash)), &one);
}

enum db_result
form_list_used(struct db *db, struct arena *arena, struct form_list *out)
{
    scoped_stmt *q = db_query(db, &form_sql, LIST_USED, BIND_NOTHING);

    *out = (struct form_list){ 0 };
    while (db_next(q))
        read_form(q, arena, ARENA_PUSH(arena, out));
    return db_end(q);
}
