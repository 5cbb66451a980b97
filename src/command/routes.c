/* anketa routes: the route table as text, for the tests that try every row, and for who reads the code. */
#include "command/command.h"

#include "pages/app.h"

#include <argp.h>
#include <stdio.h>

/* Whom the bits of `who` let in: "anybody", or the kinds with commas between. */
static void
print_who(unsigned who)
{
    static const struct {
        unsigned bit;
        const char *name;
    } kinds[] = { { FOR_VISITOR, "visitor" }, { FOR_STAFF, "staff" }, { FOR_ADMIN, "admin" } };
    const char *between = "";

    if (who == 0)
        fputs("anybody", stdout);
    for (size_t i = 0; i < LENGTH(kinds); i++) {
        if ((who & kinds[i].bit) == 0)
            continue;
        printf("%s%s", between, kinds[i].name);
        between = ",";
    }
}

int
command_routes(int argc, char **argv)
{
    static const struct argp argp = {
        .doc =
            "Print the route table, a row a line, with tabs between: method, path, who may call, \"csrf\" or "
            "\"-\", where it runs.",
    };
    static const char *const runs[] = { [READ] = "read", [WRITE] = "write", [JOB] = "job" };

    if (argp_parse(&argp, argc, argv, 0, NULL, NULL) != 0)
        return 2;
    for (size_t i = 0; i < route_count; i++) {
        const struct route *row = &routes[i];

        printf("%s\t%s\t", row->method == METHOD_GET ? "GET" : "POST", row->path);
        print_who(row->who);
        printf("\t%s\t%s\n", row->needs & CSRF ? "csrf" : "-", runs[row->run]);
    }
    return 0;
}
