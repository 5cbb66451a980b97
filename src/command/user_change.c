/* anketa user disable, enable, password, right: what changes with a staff user after they were made. */
#include "command/user.h"

#include "store/project.h"
#include "store/user.h"

#include <stdio.h>

struct user_change {
    struct settings_flags flags;
    const char *name, *project, *role, *password;
    bool of_right, take, password_stdin;
    struct db *db;
    struct staff staff; /* who `name` is */
};

static const struct argp_child children[] = { { &database_argp, 0, NULL, 0 }, { 0 } };

static error_t
take(int key, char *value, struct argp_state *state)
{
    struct user_change *change = state->input;

    switch (key) {
    case ARGP_KEY_INIT: state->child_inputs[0] = &change->flags; return 0;
    case 'p': change->project = value; return 0;
    case 'r': change->role = value; return 0;
    case 't': change->take = true; return 0;
    case 's': change->password_stdin = true; return 0;
    case ARGP_KEY_ARG:
        if (change->name != NULL)
            argp_usage(state);
        change->name = value;
        return 0;
    case ARGP_KEY_END:
        if (change->name == NULL)
            argp_error(state, "NAME is needed");
        if (change->of_right && (change->project == NULL || change->role == NULL))
            argp_error(state, "--project CODE and --role ROLE are needed");
        return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

/* Change the user of the command line in one transaction, who is looked up first. Returns the exit status. */
static int
run(struct user_change *change, bool (*write)(void *arg))
{
    scoped_db *db = NULL;
    struct settings settings;

    if (!settings_read(&change->flags, &settings))
        return 1;
    change->db = db = command_database(&settings, DB_WRITER);
    if (db == NULL)
        return 1;
    switch (staff_by_name(db, change->flags.arena, change->name, &change->staff)) {
    case DB_OK: break;
    case DB_NONE: return !command_refuse("there is no user with this name");
    default: return !command_refuse("the database refused");
    }
    return command_write(db, write, change) ? 0 : 1;
}

static bool
write_disabled(struct user_change *change, bool disabled)
{
    if (change->staff.disabled == disabled)
        return true;
    switch (staff_disable(change->db, change->staff.id, disabled)) {
    case DB_OK: break;
    case DB_CONFLICT: return command_refuse("this is the last administrator who can log in");
    default: return command_refuse("the database refused");
    }
    return command_user_event(change->db, disabled ? "user_disable" : "user_enable", change->staff.id, NULL);
}

static bool
write_disable(void *arg)
{
    return write_disabled(arg, true);
}

static bool
write_enable(void *arg)
{
    return write_disabled(arg, false);
}

static bool
write_password(void *arg)
{
    struct user_change *change = arg;
    const char *hash = user_password_hash(change->flags.arena, change->password);

    if (hash == NULL)
        return command_refuse("there is not enough memory to keep a password");
    if (staff_set_password(change->db, change->staff.id, hash) != DB_OK)
        return command_refuse("the database refused");
    return command_user_event(change->db, "user_password", change->staff.id, NULL);
}

static bool
write_right(void *arg)
{
    struct user_change *change = arg;
    struct staff_right right;
    struct project project;
    enum db_result result;

    if (!staff_role_parse(change->role, &right.role))
        return command_refuse("the role is none of consultant, trainer, commission");
    if (project_by_code(change->db, change->flags.arena, change->project, &project) != DB_OK)
        return command_refuse("there is no project with this code");
    right.project = project.id;
    result = (change->take ? staff_right_take : staff_right_give)(change->db, change->staff.id, project.id,
                                                                  right.role);
    if (result == DB_CONFLICT)
        return true; /* it is there already */
    if (result == DB_NONE)
        return command_refuse("the user does not have this right in this project");
    if (result != DB_OK)
        return command_refuse("the database refused");
    return command_user_event(change->db, change->take ? "user_right_taken" : "user_right", change->staff.id,
                              &right);
}

int
command_user_disable(int argc, char **argv)
{
    static const struct argp argp = {
        .parser = take,
        .args_doc = "NAME",
        .doc = "Shut a staff user out: their sessions end, and they cannot log in.",
        .children = children,
    };
    scoped_arena arena = { 0 };
    struct user_change change = { .flags = { .arena = &arena } };

    return argp_parse(&argp, argc, argv, 0, NULL, &change) != 0 ? 1 : run(&change, write_disable);
}

int
command_user_enable(int argc, char **argv)
{
    static const struct argp argp = {
        .parser = take,
        .args_doc = "NAME",
        .doc = "Let a disabled staff user in again, with the password they had.",
        .children = children,
    };
    scoped_arena arena = { 0 };
    struct user_change change = { .flags = { .arena = &arena } };

    return argp_parse(&argp, argc, argv, 0, NULL, &change) != 0 ? 1 : run(&change, write_enable);
}

int
command_user_password(int argc, char **argv)
{
    static const struct argp_option options[] = {
        { "password-stdin", 's', NULL, 0, "read the password from standard input instead of making one", 0 },
        { 0 },
    };
    static const struct argp argp = {
        .options = options,
        .parser = take,
        .args_doc = "NAME",
        .doc = "Give a staff user a new password and print the one that was made. The old one and all their "
               "sessions end.",
        .children = children,
    };
    scoped_arena arena = { 0 };
    struct user_change change = { .flags = { .arena = &arena } };

    if (argp_parse(&argp, argc, argv, 0, NULL, &change) != 0)
        return 1;
    change.password = command_password(&arena, change.password_stdin);
    if (change.password == NULL || run(&change, write_password) != 0)
        return 1;
    printf("user: %s\n", change.staff.name);
    if (!change.password_stdin)
        printf("password: %s\n", change.password);
    return 0;
}

int
command_user_right(int argc, char **argv)
{
    static const struct argp_option options[] = {
        { "project", 'p', "CODE", 0, "the project", 0 },
        { "role", 'r', "ROLE", 0, "which right: consultant, trainer or commission", 0 },
        { "take", 't', NULL, 0, "take the right away instead of giving it", 0 },
        { 0 },
    };
    static const struct argp argp = {
        .options = options,
        .parser = take,
        .args_doc = "NAME",
        .doc = "Give a staff user a right in a project, or take it away.",
        .children = children,
    };
    scoped_arena arena = { 0 };
    struct user_change change = { .flags = { .arena = &arena }, .of_right = true };

    return argp_parse(&argp, argc, argv, 0, NULL, &change) != 0 ? 1 : run(&change, write_right);
}
