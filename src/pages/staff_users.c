/* The staff users: everybody with a password, and a new one; for administrators. */
#include "pages/staff_users.h"

#include "model/format.h"
#include "store/event.h"

#include <string.h>

enum { NAME_MAX_LENGTH = 60, FULL_NAME_MAX = 200 };

enum user_field { FIELD_NAME, FIELD_FULL_NAME, FIELD_PROJECT, FIELD_ROLE, FIELD_COUNT };

struct new_user {
    const char *name, *full_name, *project, *role;
    bool admin;
    enum staff_role as;
    int64_t project_id;                /* 0: no right yet */
    const char *refusals[FIELD_COUNT]; /* text ids; NULL: not refused */
    bool refused;
};

const char *
staff_role_text(struct request *rq, enum staff_role role)
{
    return page_text(rq, arena_printf(rq->arena, "users.role.%s", staff_role_word(role)));
}

void
staff_user_view(struct request *rq, struct view *item, const struct staff *user)
{
    view_text(item, "user_name", user->name);
    view_text(item, "full_name", user->full_name);
    view_printf(item, "user_url", "/staff/users/%lld", (long long)user->id);
    view_bool(item, "admin_user", user->admin);
    view_bool(item, "disabled", user->disabled);
    view_bool(item, "me", user->id == page_caller(rq)->id);
}

void
staff_login_view(struct request *rq, struct view *item, const struct staff_login_list *logins, int64_t user)
{
    int64_t at = staff_login_of(logins, user);
    enum lang lang = page_lang(rq);

    view_text(item, "last_login",
              at != 0 ? arena_printf(rq->arena, "%s, %s UTC", format_date(rq->arena, lang, NULL, at),
                                     format_time(rq->arena, lang, NULL, at))
                      : "");
}

enum db_result
staff_user_event(struct request *rq, const char *kind, int64_t user, const struct staff_right *right)
{
    return event_add(page_db(rq),
                     &(struct event){ .project = right != NULL ? right->project : 0,
                                      .at = rq->now,
                                      .by = staff_actor(rq),
                                      .kind = kind,
                                      .object = user,
                                      .detail = right != NULL ? staff_role_word(right->role) : NULL });
}

enum db_result
staff_right_fields(struct request *rq, struct view *view, const char *project, const char *role)
{
    struct project_list projects;
    enum db_result result =
        project_list_of_staff(page_db(rq), rq->arena, page_caller(rq)->id, &projects); /* an admin's: all */

    if (result != DB_OK && result != DB_NONE)
        return result;
    for (size_t i = 0; i < projects.count; i++) {
        const struct project *p = &projects.items[i];

        part_option(view, "project_options", p->code,
                    arena_printf(rq->arena, "%s · %s", p->organisation, p->code),
                    strcmp(p->code, project) == 0);
    }
    view_bool(view, "has_projects", projects.count > 0);
    for (int i = 0; i < STAFF_ROLE_COUNT; i++) {
        const char *word = staff_role_word((enum staff_role)i);

        part_option(view, "role_options", word, staff_role_text(rq, (enum staff_role)i),
                    strcmp(word, role) == 0);
    }
    return DB_OK;
}

/* A line a project: its code, and the roles in it. */
static void
view_rights(struct request *rq, struct view *item, const struct staff_right_list *rights, int64_t user)
{
    const char *roles = "";
    struct view *line = NULL;
    int64_t project = 0;

    for (size_t i = 0; i < rights->count; i++) {
        const struct staff_right *right = &rights->items[i];

        if (right->staff != user)
            continue;
        if (right->project != project) {
            line = view_item(item, "rights");
            view_text(line, "code", right->code);
            roles = staff_role_text(rq, right->role);
        } else {
            roles = arena_printf(rq->arena, "%s, %s", roles, staff_role_text(rq, right->role));
        }
        project = right->project;
        view_text(line, "roles", roles);
    }
    view_bool(item, "has_rights", project != 0);
}

static enum db_result
view_users(struct request *rq, struct view *view)
{
    struct staff_right_list rights;
    struct staff_login_list logins;
    struct staff_list users;
    enum db_result result = staff_right_list(page_db(rq), rq->arena, 0, &rights);
    int64_t may = 0;

    if (result == DB_OK || result == DB_NONE)
        result = staff_logins(page_db(rq), rq->arena, &logins);
    if (result == DB_OK || result == DB_NONE)
        result = staff_list(page_db(rq), rq->arena, &users);
    if (result != DB_OK)
        return result;
    for (size_t i = 0; i < users.count; i++) {
        struct view *item = view_item(view, "users");

        staff_user_view(rq, item, &users.items[i]);
        staff_login_view(rq, item, &logins, users.items[i].id);
        view_rights(rq, item, &rights, users.items[i].id);
        may += users.items[i].disabled ? 0 : 1;
    }
    view_text(view, "state", part_plural(rq, "users.count", may));
    return DB_OK;
}

static void
view_refusal(struct request *rq, struct view *view, const char *name, const char *text)
{
    view_text(view, name, text != NULL ? page_text(rq, text) : "");
}

static struct reply
users(struct request *rq, int status, const struct new_user *form)
{
    struct view *view = staff_plain_view(rq, page_text(rq, "users.title"));

    if (view_users(rq, view) != DB_OK || staff_right_fields(rq, view, form->project, form->role) != DB_OK)
        return page_failed(rq);
    view_text(view, "new_name", form->name);
    view_text(view, "new_full_name", form->full_name);
    view_bool(view, "new_admin", form->admin);
    view_bool(view, "refused", form->refused);
    view_refusal(rq, view, "name_refusal", form->refusals[FIELD_NAME]);
    view_refusal(rq, view, "full_name_refusal", form->refusals[FIELD_FULL_NAME]);
    view_refusal(rq, view, "project_refusal", form->refusals[FIELD_PROJECT]);
    view_refusal(rq, view, "role_refusal", form->refusals[FIELD_ROLE]);
    return page_reply(rq, status, "staff_users", view);
}

struct reply
staff_users_page(struct request *rq)
{
    return users(rq, 200, &(struct new_user){ .name = "", .full_name = "", .project = "", .role = "" });
}

/* What is typed at every login: the same on each keyboard, and alike in both cases for the database. */
static bool
name_fits(const char *name)
{
    size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_@");

    return length > 0 && length <= NAME_MAX_LENGTH && name[length] == '\0';
}

static void
refuse(struct new_user *form, enum user_field field, const char *text)
{
    form->refusals[field] = text;
    form->refused = true;
}

/* Look at what was typed; false when the database failed. */
static bool
check(struct request *rq, struct new_user *form)
{
    struct project project;
    struct staff other;
    enum db_result result = staff_by_name(page_db(rq), rq->arena, form->name, &other);

    if (!name_fits(form->name))
        refuse(form, FIELD_NAME, "users.refuse.name");
    else if (result == DB_OK)
        refuse(form, FIELD_NAME, "users.refuse.taken");
    else if (result != DB_NONE)
        return false;
    if (form->full_name[0] == '\0')
        refuse(form, FIELD_FULL_NAME, "users.refuse.full_name");
    if (form->project[0] == '\0')
        return true;
    if (!staff_role_parse(form->role, &form->as))
        refuse(form, FIELD_ROLE, "users.refuse.role");
    result = project_by_code(page_db(rq), rq->arena, form->project, &project);
    if (result == DB_NONE)
        refuse(form, FIELD_PROJECT, "users.refuse.project");
    else if (result != DB_OK)
        return false;
    form->project_id = project.id;
    return true;
}

static enum db_result
add_right(struct request *rq, const struct new_user *form, int64_t user)
{
    const struct staff_right right = { .project = form->project_id, .role = form->as };
    enum db_result result;

    if (form->project_id == 0)
        return DB_OK;
    result = staff_right_give(page_db(rq), user, right.project, right.role);
    return result == DB_OK ? staff_user_event(rq, "user_right", user, &right) : result;
}

static struct reply
add_finish(struct request *rq)
{
    const struct user_secret *secret = user_secret(rq);
    struct new_user *form;
    struct staff user;

    if (secret == NULL)
        return page_refused(rq, 503, "error.stopping");
    if (secret->hash == NULL)
        return page_failed(rq);
    form = secret->arg;
    user = (struct staff){ .name = form->name,
                           .full_name = form->full_name,
                           .password = secret->hash,
                           .admin = form->admin,
                           .created_at = rq->now };
    switch (staff_add(page_db(rq), &user)) {
    case DB_OK: break;
    case DB_CONFLICT: refuse(form, FIELD_NAME, "users.refuse.taken"); return users(rq, 422, form);
    default: return page_failed(rq);
    }
    if (staff_user_event(rq, "user_add", user.id, NULL) != DB_OK || add_right(rq, form, user.id) != DB_OK)
        return page_failed(rq);
    return user_secret_show(rq, &user, page_text(rq, "users.added"));
}

struct reply
staff_user_add(struct request *rq)
{
    struct new_user *form = ARENA_NEW(rq->arena, struct new_user);
    const char *name = text_clean(rq->arena, part_form(rq, "name"), FULL_NAME_MAX);
    const char *full_name = text_clean(rq->arena, part_form(rq, "full_name"), FULL_NAME_MAX);

    *form = (struct new_user){ .name = name != NULL ? name : "",
                               .full_name = full_name != NULL ? full_name : "",
                               .project = part_form(rq, "project"),
                               .role = part_form(rq, "role"),
                               .admin = strcmp(part_form(rq, "admin"), "1") == 0 };
    if (!check(rq, form))
        return page_failed(rq);
    return form->refused ? users(rq, 422, form) : user_secret_make(rq, add_finish, form);
}
