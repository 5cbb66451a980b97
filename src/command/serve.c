/* anketa serve: the server. */
#include "command/command.h"

int
command_serve(int argc, char **argv)
{
    static const struct argp_child children[] = { { &settings_argp, 0, NULL, 0 }, { 0 } };
    static const struct argp argp = {
        .parser = command_take_settings,
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
