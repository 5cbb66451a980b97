/* anketa check: read forms as the server does and print every finding. */
#include "command/command.h"

#include "model/diff.h"
#include "model/library.h"

#include <argp.h>
#include <stdio.h>

struct arguments {
    const char *const *paths;
    size_t count;
    const char *against;
};

static error_t
parse(int key, char *value, struct argp_state *state)
{
    struct arguments *arguments = state->input;

    switch (key) {
    case 'a': arguments->against = value; return 0;
    case ARGP_KEY_ARGS:
        arguments->paths = (const char *const *)state->argv + state->next;
        arguments->count = (size_t)(state->argc - state->next);
        state->next = state->argc;
        return 0;
    case ARGP_KEY_NO_ARGS: argp_error(state, "Name a file or a folder."); return EINVAL;
    default: return ARGP_ERR_UNKNOWN;
    }
}

static void
compare(const char *path, const struct library *library, struct problems *problems)
{
    struct library old;
    struct problems others = { .arena = problems->arena };
    const struct survey *before, *after;
    const struct place place = { .path = path };

    library_load(&old, &path, 1, &others);
    before = old.surveys.count == 1 ? old.surveys.items[0] : NULL;
    after = before ? library_survey(library, before->id) : NULL;
    if (before == NULL)
        problem_error(problems, &place, "This is no questionnaire without errors.");
    else if (after == NULL)
        problem_error(problems, &place, "The new files have no questionnaire \"%s\" without errors.",
                      before->id);
    else
        survey_diff(before, after, problems);
    library_close(&old);
}

static const char *
plural(size_t count)
{
    return count == 1 ? "" : "s";
}

int
command_check(int argc, char **argv)
{
    static const struct argp_option options[] = {
        { "against", 'a', "OLD.yaml", 0, "Say whether the change from this older file is safe or breaking",
          0 },
        { 0 }
    };
    static const struct argp argp = { options,
                                      parse,
                                      "PATH...",
                                      "Check questionnaires, knowledge tests and the catalogue: files, or "
                                      "folders with their *.yaml.",
                                      NULL,
                                      NULL,
                                      NULL };
    struct arguments arguments = { 0 };
    struct library library;
    scoped_arena arena = { 0 };
    struct problems problems = { .arena = &arena };
    size_t warnings;

    if (argp_parse(&argp, argc, argv, 0, NULL, &arguments) != 0)
        return 2;
    library_load(&library, arguments.paths, arguments.count, &problems);
    if (arguments.against != NULL)
        compare(arguments.against, &library, &problems);
    for (size_t i = 0; i < problems.count; i++)
        puts(problem_line(&problems, &problems.items[i]));
    warnings = problems.count - problems.errors;
    printf("%zu questionnaire%s, %zu test%s, %s catalogue: %zu error%s, %zu warning%s\n",
           library.surveys.count, plural(library.surveys.count), library.quizzes.count,
           plural(library.quizzes.count), library.catalogue ? "a" : "no", problems.errors,
           plural(problems.errors), warnings, plural(warnings));
    library_close(&library);
    return problems.errors > 0;
}
