/* One staff user: rights in projects, a new password, shutting out; for administrators. */
#include "pages/staff_users.h"

#include "model/format.h"

#include <string.h>

static enum db_result
load(struct request *rq, struct staff *out)
{
    return staff_get(page_db(rq), rq->arena, staff_number(rq, 0), out);
}

static enum db_result
view_rights(struct request *rq, struct view *view, const struct staff *user)
{
    struct staff_right_list rights;
    enum db_result result = staff_right_list(page_db(rq), rq->arena, user->id, &rights);

    if (result != DB_OK && result != DB_NONE)
        return result;
    for (size_t i = 0; i < rights.count; i++) {
        const struct staff_right *right = &rights.items[i];
        struct view *item = view_item(view, "rights");

        view_text(item, "code", right->code);
        view_text(item, "organisation", right->organisation);
        view_text(item, "role_value", staff_role_word(right->role));
        view_text(item, "role_words", staff_role_text(rq, right->role));
    }
    view_bool(view, "has_rights", rights.count > 0);
    return staff_right_fields(rq, view, part_form(rq, "project"), part_form(rq, "role"));
}

/* Their page; `refusal` is a text id, NULL when nothing was refused. */
static struct reply
show(struct request *rq, int status, const struct staff *user, const char *refusal)
{
    struct view *view = staff_plain_view(rq, user->full_name);
    const char *url = arena_printf(rq->arena, "/staff/users/%lld", (long long)user->id);
    struct staff_login_list logins;
    enum db_result result = staff_logins(page_db(rq), rq->arena, &logins);

    if (result != DB_OK && result != DB_NONE)
        return page_failed(rq);
    staff_user_view(rq, view, user);
    staff_login_view(rq, view, &logins, user->id);
    view_text(view, "path", url); /* where a refused POST has no page of its own */
    view_text(view, "since", format_date(rq->arena, page_lang(rq), NULL, user->created_at));
    view_text(view, "password_url", arena_printf(rq->arena, "%s/password", url));
    view_text(view, "disable_url", arena_printf(rq->arena, "%s/disable", url));
    view_text(view, "right_url", arena_printf(rq->arena, "%s/right", url));
    if (refusal != NULL)
        staff_notice(view, "refused", page_text(rq, refusal));
    if (view_rights(rq, view, user) != DB_OK)
        return page_failed(rq);
    return page_reply(rq, status, "staff_user", view);
}

struct reply
staff_user_page(struct request *rq)
{
    struct staff user;
    enum db_result result = load(rq, &user);

    return result == DB_OK ? show(rq, 200, &user, NULL) : staff_refusal(rq, result);
}

/* 303 to their page, which says what was done. */
static struct reply
done(struct request *rq, const struct staff *user, const char *key)
{
    return staff_done(rq, arena_printf(rq->arena, "/staff/users/%lld", (long long)user->id), key);
}

struct reply
staff_user_disable(struct request *rq)
{
    bool disabled = strcmp(part_form(rq, "disabled"), "1") == 0;
    struct staff user;
    enum db_result result = load(rq, &user);

    if (result != DB_OK)
        return staff_refusal(rq, result);
    if (disabled && user.id == page_caller(rq)->id)
        return show(rq, 422, &user, "users.refuse.self");
    if (user.disabled != disabled) {
        result = staff_disable(page_db(rq), user.id, disabled);
        if (result == DB_CONFLICT)
            return show(rq, 422, &user, "users.refuse.last");
        if (result != DB_OK
            || staff_user_event(rq, disabled ? "user_disable" : "user_enable", user.id, NULL) != DB_OK)
            return page_failed(rq);
    }
    return done(rq, &user, disabled ? "user_disabled" : "user_enabled");
}

static struct reply
give(struct request *rq, const struct staff *user, const struct staff_right *right)
{
    enum db_result result = staff_right_give(page_db(rq), user->id, right->project, right->role);

    if (result == DB_OK)
        result = staff_user_event(rq, "user_right", user->id, right);
    if (result != DB_OK && result != DB_CONFLICT) /* that one was there already */
        return page_failed(rq);
    return done(rq, user, "user_right");
}

static struct reply
take(struct request *rq, const struct staff *user, const struct staff_right *right)
{
    enum db_result result = staff_right_take(page_db(rq), user->id, right->project, right->role);

    if (result == DB_NONE)
        return show(rq, 409, user, "users.refuse.no_right");
    if (result != DB_OK || staff_user_event(rq, "user_right_taken", user->id, right) != DB_OK)
        return page_failed(rq);
    return done(rq, user, "user_right_taken");
}

struct reply
staff_user_right(struct request *rq)
{
    struct staff_right right;
    struct project project;
    struct staff user;
    enum db_result result = load(rq, &user);

    if (result != DB_OK)
        return staff_refusal(rq, result);
    if (!staff_role_parse(part_form(rq, "role"), &right.role))
        return show(rq, 422, &user, "users.refuse.role");
    result = project_by_code(page_db(rq), rq->arena, part_form(rq, "project"), &project);
    if (result == DB_NONE)
        return show(rq, 422, &user, "users.refuse.project");
    if (result != DB_OK)
        return page_failed(rq);
    right.project = project.id;
    return strcmp(part_form(rq, "take"), "1") == 0 ? take(rq, &user, &right) : give(rq, &user, &right);
}

static struct reply
password_finish(struct request *rq)
{
    const struct user_secret *secret = user_secret(rq);
    struct staff user;
    enum db_result result;

    if (secret == NULL)
        return page_refused(rq, 503, "error.stopping");
    result = load(rq, &user);
    if (result != DB_OK || secret->hash == NULL)
        return staff_refusal(rq, result);
    if (staff_set_password(page_db(rq), user.id, secret->hash) != DB_OK
        || staff_user_event(rq, "user_password", user.id, NULL) != DB_OK)
        return page_failed(rq);
    return user_secret_show(rq, &user, page_text(rq, "users.renewed"));
}

struct reply
staff_user_password(struct request *rq)
{
    struct staff user;
    enum db_result result = load(rq, &user);

    return result == DB_OK ? user_secret_make(rq, password_finish, NULL) : staff_refusal(rq, result);
}
