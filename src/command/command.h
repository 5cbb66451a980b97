/* The commands: a row each in main.c, a file each in this folder; and what those on a database share. */
#ifndef COMMAND_COMMAND_H
#define COMMAND_COMMAND_H

#include "command/settings.h"
#include "model/library.h"
#include "store/db.h"

/* argv[0] is "anketa NAME". Returns the exit status: 0 done, 1 refused with a sentence on stderr, 64
 * (EX_USAGE) when the command line was not understood. */
typedef int command_run(int argc, char **argv);

struct command {
    const char *name, *help; /* name may be two words: "people import" */
    command_run *run;
};

command_run command_report, command_serve, command_assign, command_demo, command_user_add, command_user_list,
    command_user_disable, command_user_enable, command_user_password, command_user_right,
    command_people_import, command_responses_import, command_responses_export, command_backup, command_check,
    command_routes, command_version;

/* "anketa: SENTENCE; nothing was changed" on stderr. False, for the caller to return. */
bool command_refuse(const char *format, ...) PRINTF_LIKE(1, 2);

/* The argp parser of a command that has only the settings for options: its input is their flags. */
error_t command_take_settings(int key, char *value, struct argp_state *state);

/* The forms of the settings; false with their errors on stderr. Close with library_close() in any case. */
bool command_forms(const struct settings *settings, struct library *library) MUST_CHECK;

/* The database of the settings; NULL with the reason on stderr. */
struct db *command_database(const struct settings *settings, enum db_mode mode);

/*
 * Run `write` in one transaction: everything it wrote is kept, or, when it returns false (having said why) or
 * the database refuses, nothing.
 */
bool command_write(struct db *db, bool (*write)(void *arg), void *arg) MUST_CHECK;

/* The bytes of a file, in a buffer that the caller opened with a maximum; false with the reason on stderr. */
bool command_read(const char *path, struct buf *out) MUST_CHECK;

#endif
