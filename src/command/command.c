/* What the commands on a database share: forms, the database, one transaction, and how a refusal is said. */
#include "command/command.h"

#include "base/buf.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool
command_refuse(const char *format, ...)
{
    va_list args;

    fputs("anketa: ", stderr);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputs("; nothing was changed\n", stderr);
    return false;
}

error_t
command_take_settings(int key, char *value, struct argp_state *state)
{
    (void)value;
    if (key != ARGP_KEY_INIT)
        return ARGP_ERR_UNKNOWN;
    state->child_inputs[0] = state->input;
    return 0;
}

bool
command_forms(const struct settings *settings, struct library *library)
{
    scoped_arena arena = { 0 };
    struct problems problems = { .arena = &arena };

    library_load(library, settings->form_paths, settings->form_path_count, &problems);
    problems_print_errors(&problems);
    return problems.errors == 0;
}

struct db *
command_database(const struct settings *settings, enum db_mode mode)
{
    enum db_opened opened;
    struct db *db = db_open(settings->db_path, mode, &opened);

    if (db == NULL)
        fprintf(stderr, "anketa: %s: %s\n", settings->db_path, db_opened_text(opened));
    return db;
}

bool
command_write(struct db *db, bool (*write)(void *arg), void *arg)
{
    bool written;

    if (!db_begin(db))
        return command_refuse("the database refused");
    written = write(arg);
    if (written && !db_commit(db))
        written = command_refuse("the database refused");
    if (!written)
        db_rollback(db);
    return written;
}

bool
command_read(const char *path, struct buf *out)
{
    char piece[65536];
    size_t got;
    bool fine;
    FILE *file = fopen(path, "rb");

    if (file == NULL)
        return command_refuse("%s: %s", path, strerror(errno));
    while (!out->full && (got = fread(piece, 1, sizeof piece, file)) > 0)
        buf_add(out, piece, got);
    fine = !ferror(file);
    fclose(file);
    if (!fine)
        return command_refuse("%s cannot be read", path);
    if (out->full)
        return command_refuse("%s is larger than %zu MiB", path, out->max >> 20);
    return true;
}
