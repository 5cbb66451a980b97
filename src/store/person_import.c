/* Bringing a list of people in: who is found again, and what changes. */
#include "model/format.h"
#include "store/department.h"
#include "store/internal.h"
#include "store/person.h"

#include <string.h>

enum { BY_EXTERNAL, BY_EMAIL, BY_NAME };

static const char *const sql[] = {
    [BY_EXTERNAL] = "SELECT id FROM person WHERE project = ?1 AND external_id <> '' AND external_id = ?2",
    [BY_EMAIL] = "SELECT id FROM person WHERE project = ?1 AND email <> '' AND lower(email) = lower(?2)"
                 " AND (?3 = '' OR external_id = '' OR external_id = ?3)",
    [BY_NAME] = "SELECT p.id FROM person p LEFT JOIN department d ON d.id = p.department"
                " WHERE p.project = ?1 AND p.sort_key = ?2 AND (d.name = ?3 OR (d.name IS NULL AND ?3 = ''))"
                " AND (?4 = '' OR p.external_id = '' OR p.external_id = ?4)"
                " AND (?5 = '' OR p.email = '' OR lower(p.email) = lower(?5))",
};
const struct sql_set person_import_sql = SQL_SET(SET_PERSON_IMPORT, sql);

static const char *
given(const char *text)
{
    return text ? text : "";
}

/* One row is the person; several cannot be told apart. */
static enum db_result
only_one(struct query *q, int64_t *id)
{
    int64_t count = 0;
    enum db_result result;

    while (db_next(q)) {
        *id = col_int(q, 0);
        count++;
    }
    result = db_end(q);
    return result == DB_OK && count > 1 ? DB_CONFLICT : result;
}

static enum db_result
find_again(struct db *db, struct arena *arena, struct person_import *import)
{
    const struct person *in = &import->person;
    int64_t *id = &import->id;
    const char *name = sort_key(
        arena, arena_printf(arena, "%s %s %s", given(in->family), given(in->given), given(in->patronymic)));
    enum db_result result = DB_NONE;

    *id = 0;
    import->sought_by = CHANGED_EXTERNAL_ID;
    if (*given(in->external_id) != '\0')
        result = only_one(
            db_query(db, &person_import_sql, BY_EXTERNAL, BIND(INT(in->project), TEXT(in->external_id))), id);
    if (result == DB_NONE && *given(in->email) != '\0') {
        import->sought_by = CHANGED_EMAIL;
        result = only_one(db_query(db, &person_import_sql, BY_EMAIL,
                                   BIND(INT(in->project), TEXT(in->email), TEXT(given(in->external_id)))),
                          id);
    }
    if (result == DB_NONE) {
        import->sought_by = CHANGED_NAME;
        result = only_one(db_query(db, &person_import_sql, BY_NAME,
                                   BIND(INT(in->project), TEXT(name), TEXT(given(in->department_name)),
                                        TEXT(given(in->external_id)), TEXT(given(in->email)))),
                          id);
    }
    return result;
}

/* Take over a field that the file has; returns `bit` when that changes something. */
static unsigned
take(const char **field, const char *from_file, unsigned bit)
{
    if (from_file == NULL || strcmp(*field, from_file) == 0)
        return 0;
    *field = from_file;
    return bit;
}

static bool
same_names(struct arena *arena, const struct names *a, const struct names *b)
{
    return strcmp(names_joined(arena, a), names_joined(arena, b)) == 0;
}

static unsigned
merge(struct arena *arena, struct person *kept, const struct person_import *import)
{
    const struct person *in = &import->person;
    unsigned changed = 0;

    changed |= take(&kept->family, in->family, CHANGED_NAME);
    changed |= take(&kept->given, in->given, CHANGED_NAME);
    changed |= take(&kept->patronymic, in->patronymic, CHANGED_NAME);
    changed |= take(&kept->position, in->position, CHANGED_POSITION);
    changed |= take(&kept->department_name, in->department_name, CHANGED_DEPARTMENT);
    changed |= take(&kept->email, in->email, CHANGED_EMAIL);
    changed |= take(&kept->phone, in->phone, CHANGED_PHONE);
    changed |= take(&kept->language, in->language, CHANGED_LANGUAGE);
    changed |= take(&kept->external_id, in->external_id, CHANGED_EXTERNAL_ID);
    if (import->has_roles && !same_names(arena, &kept->roles, &in->roles)) {
        kept->roles = in->roles;
        changed |= CHANGED_ROLES;
    }
    if (import->has_key_user && kept->key_user != in->key_user) {
        kept->key_user = in->key_user;
        changed |= CHANGED_KEY_USER;
    }
    return changed;
}

/* The department of that name; in a dry run a new one is only told of. */
static enum db_result
place(struct db *db, struct arena *arena, struct person *person, struct person_import *import)
{
    enum db_result result;

    person->department = 0;
    if (*person->department_name == '\0')
        return DB_OK;
    result = department_find(db, person->project, person->department_name, &person->department);
    import->new_department = result == DB_NONE;
    if (result != DB_NONE || import->dry)
        return result == DB_NONE ? DB_OK : result;
    return department_named(db, arena, person->project, person->department_name, &person->department);
}

static const struct person nobody = { .family = "",
                                      .given = "",
                                      .patronymic = "",
                                      .position = "",
                                      .department_name = "",
                                      .email = "",
                                      .phone = "",
                                      .language = "",
                                      .external_id = "" };

enum db_result
person_import(struct db *db, struct arena *arena, const unsigned char key[KEY_BYTES],
              struct person_import *import)
{
    struct person kept = nobody;
    enum db_result result = find_again(db, arena, import);

    if (result != DB_OK && result != DB_NONE)
        return result;
    import->kind = result == DB_NONE ? IMPORT_NEW : IMPORT_CHANGED;
    if (result == DB_OK)
        result = person_get(db, arena, import->person.project, import->id, &kept);
    else
        result = DB_OK;
    kept.project = import->person.project;
    import->changed = merge(arena, &kept, import);
    if (import->kind == IMPORT_CHANGED && import->changed == 0)
        import->kind = IMPORT_SAME;
    if (result == DB_OK && import->kind != IMPORT_SAME)
        result = place(db, arena, &kept, import);
    if (result != DB_OK || import->dry || import->kind == IMPORT_SAME)
        return result;
    if (import->kind == IMPORT_CHANGED)
        return person_change(db, arena, &kept);
    result = person_add(db, arena, key, &kept);
    import->id = kept.id;
    return result;
}
