/* anketa routes: the route table as text, for the tests that try every row, and for who reads the code. */
#include "command/command.h"

#include "pages/app.h"

#include <argp.h>
#include <stdio.h>
#include <sysexits.h>

struct word {
    unsigned bit;
    const char *name;
};

/* The words of the bits that are set, with commas between; `none` when there are none. */
static void
print_bits(unsigned bits, const char *none, const struct word *words, size_t count)
{
    const char *between = "";

    if (bits == 0)
        fputs(none, stdout);
    for (size_t i = 0; i < count; i++) {
        if ((bits & words[i].bit) == 0)
            continue;
        printf("%s%s", between, words[i].name);
        between = ",";
    }
}

int
command_routes(int argc, char **argv)
{
    static const struct argp argp = {
        .doc = "Print the route table, a row a line, with tabs between: method, path, who may call, what the "
               "row needs (csrf, many, upload), where it runs.",
    };
    static const struct word kinds[] = { { FOR_VISITOR, "visitor" },
                                         { FOR_STAFF, "staff" },
                                         { FOR_ADMIN, "admin" } };
    static const struct word needs[] = { { CSRF, "csrf" }, { MANY_FIELDS, "many" }, { UPLOAD, "upload" } };
    static const char *const runs[] = { [READ] = "read", [WRITE] = "write", [JOB] = "job" };

    if (argp_parse(&argp, argc, argv, 0, NULL, NULL) != 0)
        return EX_USAGE;
    for (size_t i = 0; i < route_count; i++) {
        const struct route *row = &routes[i];

        printf("%s\t%s\t", row->method == METHOD_GET ? "GET" : "POST", row->path);
        print_bits(row->who, "anybody", kinds, LENGTH(kinds));
        putchar('\t');
        print_bits(row->needs, "-", needs, LENGTH(needs));
        printf("\t%s\n", runs[row->run]);
    }
    return 0;
}
