/* anketa: the table of commands. */
#include "command/command.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/rng.h"

#include <argp.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>

/* What --version of every command prints; argp wants it under this name. */
const char *argp_program_version = "anketa " ANKETA_VERSION;

static const struct command commands[] = {
    { "serve", "serve questionnaires, tests and the consultant's pages", command_serve },
    { "demo", "fill an empty database with a demo company", command_demo },
    { "check", "check questionnaires, tests and the catalogue", command_check },
    { "assign", "assign a questionnaire or a test to people", command_assign },
    { "user add", "make a staff user", command_user_add },
    { "user list", "print the staff users and their rights", command_user_list },
    { "user disable", "shut a staff user out", command_user_disable },
    { "user enable", "let a disabled staff user in again", command_user_enable },
    { "user password", "give a staff user a new password", command_user_password },
    { "user right", "give a staff user a right in a project, or take it", command_user_right },
    { "people import", "bring in a list of people", command_people_import },
    { "responses import", "bring in answers collected elsewhere", command_responses_import },
    { "responses export", "write all answers to a file", command_responses_export },
    { "report", "write a document of a project to a file", command_report },
    { "backup", "write a consistent copy of the database", command_backup },
    { "routes", "print the table of all paths and who may call them", command_routes },
    { "version", "say which version this is", command_version },
};

static int
usage(FILE *out, int status)
{
    fprintf(out, "Usage: anketa COMMAND [OPTION...]\n\n");
    for (size_t i = 0; i < LENGTH(commands); i++)
        fprintf(out, "  %-18s %s\n", commands[i].name, commands[i].help);
    fprintf(out,
            "\n`anketa COMMAND --help` tells more of each; `anketa --version` says which version this is.\n");
    return status;
}

/* What stands in the place of a command and is none, as argp programs answer it. */
static int
no_command(const char *word)
{
    if (strcmp(word, "--help") == 0 || strcmp(word, "-?") == 0 || strcmp(word, "help") == 0)
        return usage(stdout, 0);
    if (strcmp(word, "--usage") == 0) {
        printf("Usage: anketa COMMAND [OPTION...]\n");
        return 0;
    }
    if (strcmp(word, "--version") == 0 || strcmp(word, "-V") == 0) {
        printf("%s\n", argp_program_version);
        return 0;
    }
    fprintf(stderr,
            word[0] == '-' ? "anketa: there is no option \"%s\" in front of a command\n"
                           : "anketa: there is no command \"%s\"\n",
            word);
    fprintf(stderr, "Try `anketa --help' for more information.\n");
    return EX_USAGE;
}

/* How many of the arguments spell the command's name: 0 when they do not. */
static int
words_of(const struct command *command, int argc, char **argv)
{
    const char *rest = command->name;

    for (int word = 1; word < argc; word++) {
        size_t length = strcspn(rest, " ");

        if (strlen(argv[word]) != length || strncmp(argv[word], rest, length) != 0)
            return 0;
        if (rest[length] == '\0')
            return word;
        rest += length + 1;
    }
    return 0;
}

int
main(int argc, char **argv)
{
    if (argc < 2)
        return usage(stderr, EX_USAGE);
    umask(077); /* answers and keys are nobody else's */
    clock_start();
    if (!rng_start()) {
        fprintf(stderr, "anketa: the system gives no random numbers\n");
        return 1;
    }
    for (size_t i = 0; i < LENGTH(commands); i++) {
        int words = words_of(&commands[i], argc, argv);
        char name[80];

        if (words == 0)
            continue;
        snprintf(name, sizeof name, "anketa %s", commands[i].name);
        argv[words] = name; /* what argp says in its messages */
        return commands[i].run(argc - words, argv + words);
    }
    return no_command(argv[1]);
}
