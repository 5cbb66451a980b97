/* anketa people import: a list of people, all or nothing; with --dry-run it only says what would change. */
#include "command/command.h"

#include "base/clock.h"
#include "pages/people_intake.h"
#include "store/project.h"

#include <stdio.h>

struct people_import_command {
    struct settings_flags flags;
    const char *project, *file;
    struct intake intake;
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
    case 'n': command->intake.dry = true; return 0;
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

/* "  Job title: Кассир → Старший кассир" */
static void
print_changes(const struct intake *in, const struct intake_line *line, const struct phrases *phrases)
{
    const struct intake_changes all = intake_changes(in, line, phrases, LANG_EN);

    for (size_t i = 0; i < all.count; i++) {
        const struct intake_change *c = &all.items[i];

        printf("    %s: %s%s%s%s\n", phrase(phrases, LANG_EN, people_field_text(c->field)),
               c->before ? c->before : "", c->before ? " → " : "", c->after,
               c->field == PEOPLE_DEPARTMENT && line->new_department ? " (a new department)" : "");
    }
}

static void
print_plan(const struct intake *in, const struct phrases *phrases)
{
    static const char *const words[] = { "new", "changed", "same" };

    for (size_t i = 0; i < in->lines.count; i++) {
        const struct intake_line *l = &in->lines.items[i];

        if (l->kind == IMPORT_SAME)
            continue;
        printf("line %zu: %s: %s%s%s\n", l->line->line, words[l->kind], l->name,
               l->department[0] != '\0' ? ", " : "", l->department);
        if (in->dry)
            print_changes(in, l, phrases);
    }
    for (size_t i = 0; i < in->file.ignored.count; i++)
        printf("the column \"%s\" is left out\n", in->file.ignored.items[i]);
    printf("%zu new, %zu changed, %zu the same\n", in->count[IMPORT_NEW], in->count[IMPORT_CHANGED],
           in->count[IMPORT_SAME]);
}

static bool
import(void *arg)
{
    struct people_import_command *command = arg;
    struct intake *in = &command->intake;
    struct project project;

    if (project_by_code(in->db, in->arena, command->project, &project) != DB_OK)
        return command_refuse("there is no project with this code");
    in->project = project.id;
    if (people_intake(in) != DB_OK)
        return command_refuse("the database refused");
    if (in->file.refusals.count == 0)
        return true;
    print_refusals(in, app_phrases(in->arena), command->file);
    return command_refuse("the list has mistakes");
}

static bool
only_look(struct people_import_command *command)
{
    struct db *db = command->intake.db;
    bool fine = db_read_begin(db) ? import(command) : command_refuse("the database refused");

    db_read_end(db);
    return fine;
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
    scoped_db *db = NULL;
    CLEANUP(library_close) struct library library = { .catalogue = NULL };
    struct settings settings;
    unsigned char key[KEY_BYTES];
    struct people_import_command command = {
        .flags = { .arena = &arena },
        .intake = { .arena = &arena, .key = key, .by = { ACTOR_COMMAND, 0 }, .now = clock_now() },
    };
    struct intake *in = &command.intake;

    buf_open(&bytes, PEOPLE_FILE_MAX);
    if (argp_parse(&argp, argc, argv, 0, NULL, &command) != 0 || !settings_read(&command.flags, &settings)
        || !command_read(command.file, &bytes) || !command_forms(&settings, &library))
        return 1;
    if (!key_file(settings.key_path, key))
        return !command_refuse("the key file cannot be read");
    in->catalogue = library.catalogue;
    in->bytes = buf_text(&bytes);
    in->length = bytes.length;
    in->db = db = command_database(&settings, in->dry ? DB_READER : DB_WRITER);
    if (db == NULL || !(in->dry ? only_look(&command) : command_write(db, import, &command)))
        return 1;
    print_plan(in, app_phrases(&arena));
    return 0;
}
