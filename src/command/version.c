/* anketa version: which version this is. */
#include "command/command.h"

#include <argp.h>
#include <stdio.h>
#include <sysexits.h>

int
command_version(int argc, char **argv)
{
    static const struct argp argp = { .doc = "Say which version of the program this is." };

    if (argp_parse(&argp, argc, argv, 0, NULL, NULL) != 0)
        return EX_USAGE;
    printf("%s\n", argp_program_version);
    return 0;
}
