/* anketa serve: the server. */
#include "command/command.h"
#include "command/settings.h"

static error_t
take(int key, char *value, struct argp_state *state)
{
    (void)value;
    if (key != ARGP_KEY_INIT)
        return ARGP_ERR_UNKNOWN;
    state->child_inputs[0] = state->input;
    return 0;
}

int
command_serve(int argc, char **argv)
{
    static const struct argp_child children[] = { { &settings_argp, 0, NULL, 0 }, { 0 } };
    static const struct argp argp = {
        .parser = take,
        .doc = "Serve questionnaires, tests and the consultant's pages until SIGTERM. SIGHUP reads the forms "
               "again.",
        .children = children,
    };
    scoped_arena arena = { 0 };
    struct settings_flags flags = { .arena = &arena };
    struct settings settings;
    struct app app;
    int status = 1;

    if (argp_parse(&argp, argc, argv, 0, NULL, &flags) != 0 || !settings_read(&flags, &settings))
        return 1;
    if (app_open(&app, &settings))
        status = app_serve(&app);
    app_close(&app);
    return status;
}
