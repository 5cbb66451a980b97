/* People who answer, and their ways in. */
#include "store/person.h"

#include "base/clock.h"
#include "model/format.h"
#include "store/internal.h"
#include "store/session.h"

#include <string.h>

enum {
    ADD,
    SET_LOOKUPS,
    CHANGE,
    GET,
    SELF,
    ROLES,
    LIST,
    COUNT,
    BY_LINK,
    BY_CODE,
    NEXT_GENERATION,
    DISABLE,
    WITH_EMAIL
};

#define COLUMNS                                                                                              \
    "SELECT p.id, p.project, p.department, d.name, p.family, p.given, p.patronymic, p.position, p.roles,"    \
    " p.key_user, p.disabled, p.email, p.phone, p.language, p.external_id, p.generation"
#define FROM " FROM person p LEFT JOIN department d ON d.id = p.department"
#define CHOSEN                                                                                               \
    " WHERE p.project = ?1 AND (?2 = 0 OR p.department = ?2)"                                                \
    " AND (?3 = '' OR instr(' ' || p.roles || ' ', ' ' || ?3 || ' ') > 0)"                                   \
    " AND (?4 = '' OR instr(p.search_key, ?4) > 0) AND (?5 = 1 OR p.disabled = 0)"

static const char *const sql[] = {
    [ADD] = "INSERT INTO person (project, department, family, given, patronymic, sort_key, search_key,"
            " position, roles, key_user, email, phone, language, external_id, disabled, created_at)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
    [SET_LOOKUPS] = "UPDATE person SET link_lookup = ?2, code_lookup = ?3 WHERE id = ?1",
    [CHANGE] = "UPDATE person SET department = ?3, family = ?4, given = ?5, patronymic = ?6, sort_key = ?7,"
               " search_key = ?8, position = ?9, roles = ?10, key_user = ?11, email = ?12, phone = ?13,"
               " language = ?14, external_id = ?15 WHERE project = ?1 AND id = ?2",
    [GET] = COLUMNS FROM " WHERE p.project = ?1 AND p.id = ?2",
    [SELF] = COLUMNS FROM " WHERE p.id = ?1",
    [ROLES] = "SELECT roles, key_user FROM person WHERE id = ?1",
    [LIST] = COLUMNS FROM CHOSEN " ORDER BY p.sort_key, p.id LIMIT ?6 OFFSET ?7",
    [COUNT] = "SELECT count(*) FROM person p" CHOSEN,
    [BY_LINK] = COLUMNS FROM " WHERE p.link_lookup = ?1 AND p.disabled = 0",
    [BY_CODE] = COLUMNS FROM " WHERE p.code_lookup = ?1 AND p.disabled = 0",
    [NEXT_GENERATION] = "UPDATE person SET generation = generation + 1 WHERE project = ?1 AND id = ?2",
    [DISABLE] = "UPDATE person SET disabled = ?3 WHERE project = ?1 AND id = ?2",
    [WITH_EMAIL] = COLUMNS FROM " WHERE p.project = ?1 AND p.id <> ?2 AND p.email <> ''"
                                " AND lower(p.email) = lower(?3) ORDER BY p.id LIMIT 1",
};
const struct sql_set person_sql = SQL_SET(SET_PERSON, sql);

enum {
    LINK_BYTES = 16,  /* 128 bits */
    CODE_BYTES = 8,   /* cut to CODE_LETTERS */
    CODE_LETTERS = 12 /* 60 bits */
};

/* --- the ways in --- */

static const char *
plain_code(struct arena *arena, const unsigned char key[KEY_BYTES], const struct person *person)
{
    const char *message =
        arena_printf(arena, "code %lld %lld", (long long)person->id, (long long)person->generation);
    char *code = hmac_code(arena, key, message, CODE_BYTES);

    code[CODE_LETTERS] = '\0';
    return code;
}

const char *
person_link(struct arena *arena, const unsigned char key[KEY_BYTES], const struct person *person)
{
    const char *message =
        arena_printf(arena, "link %lld %lld", (long long)person->id, (long long)person->generation);

    return hmac_code(arena, key, message, LINK_BYTES);
}

const char *
person_code(struct arena *arena, const unsigned char key[KEY_BYTES], const struct person *person)
{
    const char *code = plain_code(arena, key, person);

    return arena_printf(arena, "%.4s-%.4s-%.4s", code, code + 4, code + 8);
}

/* What the database keeps of a token: without the key file it opens nothing. */
static const char *
lookup(struct arena *arena, const unsigned char key[KEY_BYTES], const char *purpose, const char *token)
{
    return hmac_code(arena, key, arena_printf(arena, "lookup %s %s", purpose, token), LINK_BYTES);
}

static enum db_result
set_lookups(struct db *db, struct arena *arena, const unsigned char key[KEY_BYTES],
            const struct person *person)
{
    const char *link = lookup(arena, key, "link", person_link(arena, key, person));
    const char *code = lookup(arena, key, "code", plain_code(arena, key, person));

    return db_change(db, &person_sql, SET_LOOKUPS, BIND(INT(person->id), TEXT(link), TEXT(code)));
}

/* A code as typed: lower case, without blanks and dashes, look-alikes read as what was meant; NULL when it
 * cannot be one. */
static const char *
code_typed(struct arena *arena, const char *typed)
{
    char *code = arena_alloc(arena, CODE_LETTERS + 1);
    size_t length = 0;

    for (; *typed != '\0'; typed++) {
        char letter = *typed;

        if (letter == ' ' || letter == '-')
            continue;
        if (letter >= 'A' && letter <= 'Z')
            letter = (char)(letter - 'A' + 'a');
        if (letter == '0')
            letter = 'o';
        if (letter == '1')
            letter = 'l';
        if (letter == '8')
            letter = 'b';
        if (length == CODE_LETTERS)
            return NULL;
        code[length++] = letter;
    }
    return length == CODE_LETTERS ? code : NULL;
}

/* --- rows --- */

static void
read_person(struct query *q, struct arena *arena, struct person *out)
{
    out->id = col_int(q, 0);
    out->project = col_int(q, 1);
    out->department = col_int(q, 2);
    out->department_name = col_text(q, 3, arena);
    out->family = col_text(q, 4, arena);
    out->given = col_text(q, 5, arena);
    out->patronymic = col_text(q, 6, arena);
    out->position = col_text(q, 7, arena);
    col_names(q, 8, arena, &out->roles);
    out->key_user = col_int(q, 9) != 0;
    out->disabled = col_int(q, 10) != 0;
    out->email = col_text(q, 11, arena);
    out->phone = col_text(q, 12, arena);
    out->language = col_text(q, 13, arena);
    out->external_id = col_text(q, 14, arena);
    out->generation = col_int(q, 15);
}

static enum db_result
read_one(struct query *q, struct arena *arena, struct person *out)
{
    *out = (struct person){ 0 };
    if (db_next(q))
        read_person(q, arena, out);
    return db_end(q);
}

static const char *
person_sort_key(struct arena *arena, const struct person *person)
{
    return sort_key(arena,
                    arena_printf(arena, "%s %s %s", person->family, person->given, person->patronymic));
}

static const char *
person_search_key(struct arena *arena, const struct person *person)
{
    return search_key(arena, arena_printf(arena, "%s %s %s %s %s", person->family, person->given,
                                          person->patronymic, person->position, person->email));
}

enum db_result
person_add(struct db *db, struct arena *arena, const unsigned char key[KEY_BYTES], struct person *person)
{
    enum db_result result =
        db_run(db, &person_sql, ADD,
               BIND(INT(person->project), ID_OR_NULL(person->department), TEXT(person->family),
                    TEXT(person->given), TEXT(person->patronymic), TEXT(person_sort_key(arena, person)),
                    TEXT(person_search_key(arena, person)), TEXT(person->position),
                    TEXT(names_joined(arena, &person->roles)), INT(person->key_user), TEXT(person->email),
                    TEXT(person->phone), TEXT(person->language), TEXT(person->external_id),
                    INT(person->disabled), INT(clock_now())));

    if (result != DB_OK)
        return result;
    person->id = db_last_id(db);
    person->generation = 1;
    return set_lookups(db, arena, key, person);
}

enum db_result
person_change(struct db *db, struct arena *arena, const struct person *person)
{
    return db_change(db, &person_sql, CHANGE,
                     BIND(INT(person->project), INT(person->id), ID_OR_NULL(person->department),
                          TEXT(person->family), TEXT(person->given), TEXT(person->patronymic),
                          TEXT(person_sort_key(arena, person)), TEXT(person_search_key(arena, person)),
                          TEXT(person->position), TEXT(names_joined(arena, &person->roles)),
                          INT(person->key_user), TEXT(person->email), TEXT(person->phone),
                          TEXT(person->language), TEXT(person->external_id)));
}

enum db_result
person_get(struct db *db, struct arena *arena, int64_t project, int64_t id, struct person *out)
{
    return read_one(db_query(db, &person_sql, GET, BIND(INT(project), INT(id))), arena, out);
}

enum db_result
person_self(struct db *db, struct arena *arena, int64_t id, struct person *out)
{
    return read_one(db_query(db, &person_sql, SELF, BIND(INT(id))), arena, out);
}

enum db_result
person_roles(struct db *db, struct arena *arena, int64_t id, struct names *roles, bool *key_user)
{
    scoped_stmt *q = db_query(db, &person_sql, ROLES, BIND(INT(id)));

    if (db_next(q)) {
        col_names(q, 0, arena, roles);
        *key_user = col_int(q, 1) != 0;
    }
    return db_end(q);
}

enum db_result
person_list(struct db *db, struct arena *arena, const struct person_filter *filter, struct person_list *out,
            int64_t *total)
{
    const char *role = filter->role ? filter->role : "";
    const char *search = filter->search ? search_key(arena, filter->search) : "";
    const int64_t limit = filter->page.limit > 0 ? filter->page.limit : -1;
    scoped_stmt *q = db_query(db, &person_sql, LIST,
                              BIND(INT(filter->project), INT(filter->department), TEXT(role), TEXT(search),
                                   INT(filter->with_disabled), INT(limit), INT(filter->page.offset)));
    enum db_result result;

    *out = (struct person_list){ 0 };
    while (db_next(q))
        read_person(q, arena, ARENA_PUSH(arena, out));
    result = db_end(q);
    if (total == NULL || result == DB_FAIL)
        return result;
    if (db_number(db, &person_sql, COUNT,
                  BIND(INT(filter->project), INT(filter->department), TEXT(role), TEXT(search),
                       INT(filter->with_disabled)),
                  total)
        != DB_OK)
        return DB_FAIL;
    return result;
}

enum db_result
person_by_link(struct db *db, struct arena *arena, const unsigned char key[KEY_BYTES], const char *token,
               struct person *out)
{
    return read_one(db_query(db, &person_sql, BY_LINK, BIND(TEXT(lookup(arena, key, "link", token)))), arena,
                    out);
}

enum db_result
person_by_code(struct db *db, struct arena *arena, const unsigned char key[KEY_BYTES], const char *typed,
               struct person *out)
{
    const char *code = code_typed(arena, typed);

    *out = (struct person){ 0 };
    if (code == NULL)
        return DB_NONE;
    return read_one(db_query(db, &person_sql, BY_CODE, BIND(TEXT(lookup(arena, key, "code", code)))), arena,
                    out);
}

enum db_result
person_revoke(struct db *db, struct arena *arena, const unsigned char key[KEY_BYTES], int64_t project,
              int64_t id)
{
    struct person person;
    enum db_result result = db_change(db, &person_sql, NEXT_GENERATION, BIND(INT(project), INT(id)));

    if (result == DB_OK)
        result = person_get(db, arena, project, id, &person);
    if (result == DB_OK)
        result = set_lookups(db, arena, key, &person);
    return result == DB_OK ? session_end_person(db, id) : result;
}

enum db_result
person_disable(struct db *db, int64_t project, int64_t id, bool disabled)
{
    enum db_result result = db_change(db, &person_sql, DISABLE, BIND(INT(project), INT(id), INT(disabled)));

    return result == DB_OK && disabled ? session_end_person(db, id) : result;
}

enum db_result
person_with_email(struct db *db, struct arena *arena, const struct person *person, struct person *out)
{
    return read_one(db_query(db, &person_sql, WITH_EMAIL,
                             BIND(INT(person->project), INT(person->id), TEXT(person->email))),
                    arena, out);
}
