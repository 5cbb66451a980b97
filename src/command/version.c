/* anketa version: which version this is, and what it was built with. */
#include "command/command.h"

#include <stdio.h>

int
command_version(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    printf("anketa %s\n", ANKETA_VERSION);
    return 0;
}
