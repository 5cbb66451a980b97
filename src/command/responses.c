/* anketa responses import, anketa responses export: answers from elsewhere and to elsewhere. */
#include "command/responses.h"

#include "base/clock.h"
#include "command/command.h"
#include "model/format.h"
#include "model/question_type.h"
#include "pages/app.h"
#include "store/response.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_FILE = 1 << 30, FAULTS_SHOWN = 50 };

struct transfer {
    struct settings_flags flags;
    const char *project, *file;
};

static const struct argp_option options[] = {
    { "project", 'p', "CODE", 0, "the project", 0 },
    { 0 },
};

static error_t
take(int key, char *value, struct argp_state *state)
{
    struct transfer *transfer = state->input;

    switch (key) {
    case ARGP_KEY_INIT: state->child_inputs[0] = &transfer->flags; return 0;
    case 'p': transfer->project = value; return 0;
    case ARGP_KEY_ARG:
        if (transfer->file != NULL)
            argp_usage(state);
        transfer->file = value;
        return 0;
    case ARGP_KEY_END:
        if (transfer->file == NULL || transfer->project == NULL)
            argp_error(state, "--project CODE and FILE are needed");
        return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child children[] = { { &database_argp, 0, NULL, 0 }, { 0 } };

static bool
is_csv(const char *path)
{
    size_t length = strlen(path);

    return length > 4 && strcmp(path + length - 4, ".csv") == 0;
}

static void
print_faults(const char *path, const struct file_faults *faults)
{
    for (size_t i = 0; i < faults->count && i < FAULTS_SHOWN; i++)
        fprintf(stderr, "%s:%zu:%zu: error: %s\n", path, faults->items[i].line, faults->items[i].column,
                faults->items[i].sentence);
    if (faults->count > FAULTS_SHOWN)
        fprintf(stderr, "and %zu more\n", faults->count - FAULTS_SHOWN);
    (void)command_refuse("the file has mistakes");
}

struct importing {
    struct responses_import import;
    struct arena *arena;
    const struct transfer *transfer;
    struct response_records records;
};

static bool
import_records(void *arg)
{
    struct importing *importing = arg;
    struct responses_import *import = &importing->import;
    struct project project;

    import->project = &project;
    if (project_by_code(import->db, importing->arena, importing->transfer->project, &project) != DB_OK)
        return command_refuse("there is no project \"%s\"", importing->transfer->project);
    if (responses_apply(importing->arena, import, &importing->records))
        return true;
    print_faults(importing->transfer->file, &import->faults);
    return false;
}

int
command_responses_import(int argc, char **argv)
{
    static const struct argp argp = {
        .options = options,
        .parser = take,
        .args_doc = "FILE.jsonl|FILE.csv",
        .doc = "Bring answers collected elsewhere into a project, through the same validation as the pages, "
               "all or nothing. Responses that are there with the same answers are unchanged; others of the "
               "same person are refused.",
        .children = children,
    };
    scoped_arena arena = { 0 };
    scoped_buf bytes;
    CLEANUP(library_close) struct library library = { .catalogue = NULL };
    struct transfer transfer = { .flags = { .arena = &arena } };
    struct importing importing = { .import = { .library = &library, .now = clock_now() },
                                   .arena = &arena,
                                   .transfer = &transfer };
    struct file_fault fault = { 0 };
    struct settings settings;
    scoped_db *db = NULL;
    bool read;

    buf_open(&bytes, MAX_FILE);
    if (argp_parse(&argp, argc, argv, 0, NULL, &transfer) != 0 || !settings_read(&transfer.flags, &settings)
        || !command_read(transfer.file, &bytes) || !command_forms(&settings, &library))
        return 1;
    if (is_csv(transfer.file))
        read = responses_read_csv(&arena, buf_text(&bytes), bytes.length, &importing.records, &fault);
    else
        read = responses_read_jsonl(&arena, buf_text(&bytes), bytes.length, &importing.records, &fault);
    if (!read) {
        print_faults(transfer.file, &(struct file_faults){ .items = &fault, .count = 1 });
        return 1;
    }
    importing.import.phrases = app_phrases(&arena);
    importing.import.db = db = command_database(&settings, DB_WRITER);
    if (db == NULL || !command_write(db, import_records, &importing))
        return 1;
    printf("%zu responses imported, %zu unchanged\n", importing.import.stored, importing.import.unchanged);
    return 0;
}

/* Where exported responses go: JSON lines at once, CSV when all are known. */
struct export_state {
    FILE *file;
    bool csv, failed;
    enum lang lang; /* of the project */
    const struct library *library;
    struct arena *arena;
    struct response_records records;
};

static void
copy_cells(struct arena *arena, struct response_record *record)
{
    const char **texts[] = { &record->survey, &record->subject,  &record->external_id, &record->email,
                             &record->name,   &record->language, &record->state,       &record->mode };

    for (size_t i = 0; i < LENGTH(texts); i++)
        *texts[i] = arena_copy(arena, *texts[i]);
    for (size_t i = 0; i < record->answers.count; i++) {
        struct cell *cell = &record->answers.items[i];

        cell->question = arena_copy(arena, cell->question);
        cell->row = arena_copy(arena, cell->row);
        cell->column = arena_copy(arena, cell->column);
        cell->value = arena_copy(arena, cell->value);
    }
}

/*
 * Numbers of a CSV as spreadsheets of the project's language read them: 2.5 as 2,5. Only where the import
 * reads the same number back, so texts that look like numbers stay.
 */
static void
decimal_commas(struct export_state *export, const struct survey *survey, struct response_record *record)
{
    for (size_t i = 0; survey != NULL && i < record->answers.count; i++) {
        struct cell *cell = &record->answers.items[i], typed = *cell;
        char *text = arena_copy(export->arena, cell->value), *point = strchr(text, '.');
        struct refusal refusal;

        if (cell->state != CELL_ANSWERED || point == NULL || text[strspn(text, "-0123456789.")] != '\0')
            continue;
        *point = ',';
        typed.value = text;
        if (!cell_refused(export->arena, survey, &typed, &refusal) && strcmp(typed.value, cell->value) == 0)
            cell->value = text;
    }
}

static bool
export_one(void *context, const struct response_answers *response)
{
    struct export_state *export = context;
    scoped_arena arena = { 0 };
    struct response_record record;
    scoped_buf line;

    buf_open(&line, 64 << 20);
    if (export->csv) {
        response_record_of(export->arena, export->library, response, &record);
        copy_cells(export->arena, &record);
        if (export->lang != LANG_EN)
            decimal_commas(export, library_survey_hash(export->library, response->response.form_hash),
                           &record);
        *ARENA_PUSH(export->arena, &export->records) = record;
        return true;
    }
    response_record_of(&arena, export->library, response, &record);
    response_write_jsonl(&line, &record);
    export->failed = line.full || fwrite(line.data, 1, line.length, export->file) != line.length;
    return !export->failed;
}

static bool
export_all(struct db *db, struct arena *arena, const struct library *library, const struct transfer *transfer)
{
    struct export_state export = { .csv = is_csv(transfer->file), .library = library, .arena = arena };
    struct project project;
    enum db_result result;
    scoped_buf out;

    buf_open(&out, MAX_FILE);
    if (project_by_code(db, arena, transfer->project, &project) != DB_OK) {
        fprintf(stderr, "anketa: there is no project \"%s\"\n", transfer->project);
        return false;
    }
    export.lang = LANG_EN;
    (void)lang_parse(project.language, &export.lang);
    export.file = strcmp(transfer->file, "-") == 0 ? stdout : fopen(transfer->file, "wb");
    if (export.file == NULL) {
        fprintf(stderr, "anketa: %s: %s\n", transfer->file, strerror(errno));
        return false;
    }
    result = response_export(db, project.id, export_one, &export);
    if (export.csv) {
        responses_write_csv(arena, &out, &export.records);
        export.failed = out.full || fwrite(buf_text(&out), 1, out.length, export.file) != out.length;
    }
    export.failed = fflush(export.file) != 0 || export.failed;
    if (export.file != stdout)
        export.failed = fclose(export.file) != 0 || export.failed;
    if (export.failed || (result != DB_OK && result != DB_NONE)) {
        fprintf(stderr, "anketa: %s could not be written\n", transfer->file);
        return false;
    }
    return true;
}

int
command_responses_export(int argc, char **argv)
{
    static const struct argp argp = {
        .options = options,
        .parser = take,
        .args_doc = "FILE.jsonl|FILE.csv|-",
        .doc = "Write all responses of a project: JSON lines are lossless, CSV opens in a spreadsheet. The "
               "server may go on running.",
        .children = children,
    };
    scoped_arena arena = { 0 };
    struct transfer transfer = { .flags = { .arena = &arena } };
    CLEANUP(library_close) struct library library = { .catalogue = NULL };
    struct settings settings;
    scoped_db *db = NULL;

    if (argp_parse(&argp, argc, argv, 0, NULL, &transfer) != 0 || !settings_read(&transfer.flags, &settings)
        || !command_forms(&settings, &library))
        return 1;
    db = command_database(&settings, DB_READER);
    return db != NULL && forms_add_used(db, &library) && export_all(db, &arena, &library, &transfer) ? 0 : 1;
}
