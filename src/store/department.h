/* Departments of a project. */
#ifndef STORE_DEPARTMENT_H
#define STORE_DEPARTMENT_H

#include "store/db.h"

struct department {
    int64_t id;
    const char *name;
    bool confirmed; /* its head confirmed results from a small sample */
    int64_t people; /* not disabled; set by department_list() */
};

struct department_list LIST_OF(struct department);

/* Sorted by name. */
enum db_result department_list(struct db *db, struct arena *arena, int64_t project,
                               struct department_list *out) MUST_CHECK;

/* The department with this name; made when there is none. */
enum db_result department_named(struct db *db, struct arena *arena, int64_t project, const char *name,
                                int64_t *id) MUST_CHECK;

/* The same without making it. */
enum db_result department_find(struct db *db, int64_t project, const char *name, int64_t *id) MUST_CHECK;

/* DB_NONE: not of this project. DB_CONFLICT: the name is taken. */
enum db_result department_rename(struct db *db, struct arena *arena, int64_t project, int64_t id,
                                 const char *name) MUST_CHECK;
enum db_result department_confirm(struct db *db, int64_t project, int64_t id, bool confirmed) MUST_CHECK;

#endif
