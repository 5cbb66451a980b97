/* The settings: one small YAML file, then the environment, then the command line. An unknown key is an error.
 */
#ifndef COMMAND_SETTINGS_H
#define COMMAND_SETTINGS_H

#include "base/arena.h"
#include "pages/app.h"

#include <argp.h>

/* A row: the key of the file, of ANKETA_<KEY> in the environment and of --<key>; what it means; its default.
 */
struct setting {
    const char *key, *value_name, *meaning, *fallback;
    int letter;
    size_t offset; /* in struct settings; const char * */
};

extern const struct setting setting_table[];
extern const size_t setting_count;

/* Collects the flags; give it as a child parser's input. Zero-initialise. */
struct settings_flags {
    struct arena *arena;
    const char *file; /* --config */
    const char *values[16];
};

/* The argp parser of --config and all settings, for the commands that take them. */
extern const struct argp settings_argp;

/* Only --db, --config and --key: for commands that work on a database and do not serve. */
extern const struct argp database_argp;

/*
 * Put the settings together. False with the complaints on stderr: an unreadable file, an unknown key, a value
 * out of range. Everything lives in `flags->arena`.
 */
bool settings_read(const struct settings_flags *flags, struct settings *out);

#endif
