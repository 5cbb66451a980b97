/* anketa backup: a consistent copy of a database, also of one that is being served. */
#include "command/command.h"

#include <stdio.h>

struct backup {
    struct settings_flags flags; /* first: the child parser's input */
    const char *target;
};

static error_t
take(int key, char *value, struct argp_state *state)
{
    struct backup *backup = state->input;

    switch (key) {
    case ARGP_KEY_INIT: state->child_inputs[0] = &backup->flags; return 0;
    case ARGP_KEY_ARG:
        if (backup->target != NULL)
            argp_usage(state);
        backup->target = value;
        return 0;
    case ARGP_KEY_NO_ARGS: argp_usage(state); return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

int
command_backup(int argc, char **argv)
{
    static const struct argp_child children[] = { { &database_argp, 0, NULL, 0 }, { 0 } };
    static const struct argp argp = {
        .parser = take,
        .args_doc = "FILE",
        .doc = "Write a consistent copy of the database to FILE, which must not exist. The server may go on "
               "running.",
        .children = children,
    };
    scoped_arena arena = { 0 };
    struct backup backup = { .flags = { .arena = &arena } };
    scoped_db *db = NULL;
    struct settings settings;

    if (argp_parse(&argp, argc, argv, 0, NULL, &backup) != 0 || !settings_read(&backup.flags, &settings))
        return 1;
    db = command_database(&settings, DB_READER);
    if (db == NULL)
        return 1;
    switch (db_backup(db, backup.target)) {
    case DB_OK: return 0;
    case DB_CONFLICT:
        fprintf(stderr, "anketa: %s exists already; nothing was written\n", backup.target);
        return 1;
    case DB_FULL: fprintf(stderr, "anketa: %s: no room on the disk\n", backup.target); return 1;
    default: fprintf(stderr, "anketa: %s: the copy could not be written\n", backup.target); return 1;
    }
}
