/* anketa user add: a staff user, with a password of their own or a generated one. */
#include "command/user.h"

#include "base/clock.h"
#include "store/event.h"
#include "store/project.h"
#include "store/user.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct user_add {
    struct settings_flags flags;
    const char *name, *full_name, *project, *role, *password;
    bool admin, password_stdin;
    struct db *db;
};

static const struct argp_option options[] = {
    { "full-name", 'n', "NAME", 0, "as printed; the user name by default", 0 },
    { "admin", 'a', NULL, 0, "sees all projects and makes new ones", 0 },
    { "project", 'p', "CODE", 0, "give a right in this project", 0 },
    { "role", 'r', "ROLE", 0, "which right: consultant (default), trainer or commission", 0 },
    { "password-stdin", 's', NULL, 0, "read the password from standard input instead of making one", 0 },
    { 0 },
};

static error_t
take(int key, char *value, struct argp_state *state)
{
    struct user_add *add = state->input;

    switch (key) {
    case ARGP_KEY_INIT: state->child_inputs[0] = &add->flags; return 0;
    case 'n': add->full_name = value; return 0;
    case 'a': add->admin = true; return 0;
    case 'p': add->project = value; return 0;
    case 'r': add->role = value; return 0;
    case 's': add->password_stdin = true; return 0;
    case ARGP_KEY_ARG:
        if (add->name != NULL)
            argp_usage(state);
        add->name = value;
        return 0;
    case ARGP_KEY_NO_ARGS: argp_usage(state); return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

const char *
command_password(struct arena *arena, bool from_stdin)
{
    char line[PASSWORD_MOST + 2];

    if (!from_stdin)
        return user_password_make(arena);
    if (fgets(line, sizeof line, stdin) == NULL)
        line[0] = '\0';
    line[strcspn(line, "\r\n")] = '\0';
    if (strlen(line) >= PASSWORD_LEAST && strlen(line) <= PASSWORD_MOST)
        return arena_copy(arena, line);
    if (strlen(line) < PASSWORD_LEAST)
        command_refuse("a password has at least 8 characters");
    else
        command_refuse("a password has at most 200 bytes");
    return NULL;
}

bool
command_user_event(struct db *db, const char *kind, int64_t user, const struct staff_right *right)
{
    const struct event event = { .project = right != NULL ? right->project : 0,
                                 .at = clock_now(),
                                 .by = { ACTOR_COMMAND, 0 },
                                 .kind = kind,
                                 .object = user,
                                 .detail = right != NULL ? staff_role_word(right->role) : NULL };

    return event_add(db, &event) == DB_OK || command_refuse("the database refused");
}

static bool
store_user(void *arg)
{
    struct user_add *add = arg;
    struct staff staff = { .name = add->name,
                           .full_name = add->full_name ? add->full_name : add->name,
                           .password = user_password_hash(add->flags.arena, add->password),
                           .admin = add->admin,
                           .created_at = clock_now() };
    enum staff_role role = STAFF_CONSULTANT;
    struct project project;

    if (add->role != NULL && !staff_role_parse(add->role, &role))
        return command_refuse("the role is none of consultant, trainer, commission");
    if (staff.password == NULL)
        return command_refuse("there is not enough memory to keep a password");
    if (add->project != NULL && project_by_code(add->db, add->flags.arena, add->project, &project) != DB_OK)
        return command_refuse("there is no project with this code");
    switch (staff_add(add->db, &staff)) {
    case DB_OK: break;
    case DB_CONFLICT: return command_refuse("this user name is taken");
    default: return command_refuse("the database refused");
    }
    if (!command_user_event(add->db, "user_add", staff.id, NULL))
        return false;
    if (add->project == NULL)
        return true;
    if (staff_right_give(add->db, staff.id, project.id, role) != DB_OK)
        return command_refuse("the database refused");
    return command_user_event(add->db, "user_right", staff.id,
                              &(struct staff_right){ .project = project.id, .role = role });
}

int
command_user_add(int argc, char **argv)
{
    static const struct argp_child children[] = { { &database_argp, 0, NULL, 0 }, { 0 } };
    static const struct argp argp = {
        .options = options,
        .parser = take,
        .args_doc = "NAME",
        .doc = "Make a staff user and print the password that was made for them.",
        .children = children,
    };
    scoped_arena arena = { 0 };
    struct user_add add = { .flags = { .arena = &arena } };
    scoped_db *db = NULL;
    struct settings settings;

    if (argp_parse(&argp, argc, argv, 0, NULL, &add) != 0 || !settings_read(&add.flags, &settings))
        return 1;
    add.password = command_password(&arena, add.password_stdin);
    if (add.password == NULL)
        return 1;
    add.db = db = command_database(&settings, DB_WRITER);
    if (db == NULL || !command_write(db, store_user, &add))
        return 1;
    printf("user: %s\n", add.name);
    if (!add.password_stdin)
        printf("password: %s\n", add.password);
    return 0;
}
