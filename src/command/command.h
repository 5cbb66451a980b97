/* The commands: a row each in main.c, a file each in this folder. */
#ifndef COMMAND_COMMAND_H
#define COMMAND_COMMAND_H

/* argv[0] is "anketa NAME". Returns the exit status: 0 done, 1 refused with a sentence on stderr, 2 usage. */
typedef int command_run(int argc, char **argv);

struct command {
    const char *name, *help; /* name may be two words: "people import" */
    command_run *run;
};

command_run command_report, command_serve, command_assign, command_demo, command_user_add,
    command_people_import, command_responses_import, command_responses_export, command_backup, command_check,
    command_routes, command_version;

#endif
