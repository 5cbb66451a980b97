/* anketa people import: a list of people, all or nothing; with --dry-run it only says what would change. */
#include "command/command.h"
#include "command/responses.h"
#include "command/settings.h"

#include "base/clock.h"
#include "base/log.h"
#include "pages/people_intake.h"
#include "store/db.h"
#include "store/project.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { MAX_FILE = 8 << 20 };

struct people_import_command {
    struct settings_flags flags;
    const char *project, *file;
    bool dry;
};

static const struct argp_option options[] = {
    { "project", 'p', "CODE", 0, "the project", 0 },
    { "dry-run", 'n', NULL, 0, "only say what would change", 0 },
    { 0 },
};

static error_t
take(int key, char *value, struct argp_state *state)
{
    struct people_import_command *command = state->input;

    switch (key) {
    case ARGP_KEY_INIT: state->child_inputs[0] = &command->flags; return 0;
    case 'p': command->project = value; return 0;
    case 'n': command->dry = true; return 0;
    case ARGP_KEY_ARG:
        if (command->file != NULL)
            argp_usage(state);
        command->file = value;
        return 0;
    case ARGP_KEY_END:
        if (command->file == NULL || command->project == NULL)
            argp_error(state, "--project CODE and FILE.csv are needed");
        return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

static int
refuse(const char *sentence)
{
    fprintf(stderr, "anketa: %s; nothing was changed\n", sentence);
    return 1;
}

static bool
read_file(const char *path, struct buf *out)
{
    char piece[65536];
    size_t got;
    bool ok;
    FILE *file = fopen(path, "rb");

    if (file == NULL)
        return false;
    while ((got = fread(piece, 1, sizeof piece, file)) > 0)
        buf_add(out, piece, got);
    ok = !ferror(file) && !out->full;
    fclose(file);
    return ok;
}

/* "people.csv:7:3: the sentence": as a compiler says it. */
static void
print_refusals(const struct intake *in, const struct phrases *phrases, const char *path)
{
    for (size_t i = 0; i < in->file.refusals.count; i++) {
        const struct people_refusal *r = &in->file.refusals.items[i];
        const char *sentence = people_refusal_words(in->arena, phrases, LANG_EN, r);

        fprintf(stderr, "%s:%zu:%zu: %s%s%s\n", path, r->line, r->column, r->heading ? r->heading : "",
                r->heading ? ": " : "", sentence);
    }
}

static void
print_plan(const struct intake *in)
{
    static const char *const words[] = { "new", "changed", "same" };

    for (size_t i = 0; i < in->lines.count; i++) {
        const struct intake_line *l = &in->lines.items[i];

        if (l->kind != IMPORT_SAME)
            printf("line %zu: %s: %s %s\n", l->line->line, words[l->kind], l->line->family,
                   l->line->given ? l->line->given : "");
    }
    for (size_t i = 0; i < in->file.ignored.count; i++)
        printf("the column \"%s\" is left out\n", in->file.ignored.items[i]);
    printf("%zu new, %zu changed, %zu the same\n", in->count[IMPORT_NEW], in->count[IMPORT_CHANGED],
           in->count[IMPORT_SAME]);
}

static int
import(struct intake *in, const struct people_import_command *command)
{
    struct project project;

    if (project_by_code(in->db, in->arena, command->project, &project) != DB_OK)
        return refuse("there is no project with this code");
    in->project = project.id;
    if (people_intake(in) != DB_OK)
        return refuse("the database refused");
    if (in->file.refusals.count > 0) {
        print_refusals(in, command_phrases(in->arena), command->file);
        return refuse("the list has mistakes");
    }
    return 0;
}

static int
run(struct intake *in, const struct people_import_command *command, const struct settings *settings)
{
    enum db_opened opened;
    scoped_db *db = db_open(settings->db_path, in->dry ? DB_READER : DB_WRITER, &opened);
    int status;

    if (db == NULL && opened == DB_LOCKED)
        return refuse("a server is running on this database: use its page \"People\", \"Import a list\"");
    if (db == NULL) {
        fprintf(stderr, "anketa: %s: %s\n", settings->db_path, db_opened_text(opened));
        return 1;
    }
    in->db = db;
    if (in->dry ? !db_read_begin(db) : !db_begin(db))
        return refuse("the database refused");
    status = import(in, command);
    if (in->dry) {
        db_read_end(db);
    } else if (status != 0 || !db_commit(db)) {
        db_rollback(db);
        return status != 0 ? status : refuse("the database refused");
    }
    if (status == 0)
        print_plan(in);
    return status;
}

int
command_people_import(int argc, char **argv)
{
    static const struct argp_child children[] = { { &database_argp, 0, NULL, 0 }, { 0 } };
    static const struct argp argp = {
        .options = options,
        .parser = take,
        .args_doc = "FILE.csv",
        .doc =
            "Bring a list of people into a project, all or nothing. The head names the columns in Russian, "
            "Ukrainian or English: the whole name or its parts, position, department, roles, key user, "
            "e-mail, phone, language, external id.",
        .children = children,
    };
    scoped_arena arena = { 0 };
    scoped_buf bytes;
    struct people_import_command command = { .flags = { .arena = &arena } };
    struct settings settings;
    unsigned char key[KEY_BYTES];
    struct intake in = { .arena = &arena, .key = key, .by = { ACTOR_COMMAND, 0 } };
    struct problems problems = { .arena = &arena };
    CLEANUP(library_close) struct library library = { .catalogue = NULL };

    buf_open(&bytes, MAX_FILE);
    if (argp_parse(&argp, argc, argv, 0, NULL, &command) != 0 || !settings_read(&command.flags, &settings))
        return 1;
    if (!read_file(command.file, &bytes))
        return refuse(bytes.full ? "the file is larger than 8 MiB" : strerror(errno));
    if (!key_file(settings.key_path, key))
        return refuse("the key file cannot be read");
    library_load(&library, settings.form_paths, settings.form_path_count, &problems);
    in.catalogue = library.catalogue;
    in.bytes = buf_text(&bytes);
    in.length = bytes.length;
    in.dry = command.dry;
    in.now = clock_now();
    return run(&in, &command, &settings);
}
