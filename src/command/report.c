/* anketa report: a document as a file, made beside a running server. */
#include "command/command.h"

#include "base/clock.h"
#include "pages/document_make.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

struct order {
    struct settings_flags flags;
    const char *report, *project, *test, *format, *language, *file;
    bool equal;
};

static const struct argp_option options[] = {
    { "project", 'p', "CODE", 0, "the project", 0 },
    { "test", 'T', "ID", 0, "the test of a certification sheet", 0 },
    { "format", 'F', "FORMAT", 0, "pdf, html, csv or json; default: as FILE ends, else pdf", 0 },
    { "language", 'L', "LANG", 0, "ru, uk or en; default: the project's", 0 },
    { "equal", 'e', NULL, 0, "every department weighs the same", 0 },
    { "output", 'o', "FILE", 0, "where to write; - for standard output", 0 },
    { 0 },
};

static error_t
take(int key, char *value, struct argp_state *state)
{
    struct order *order = state->input;

    switch (key) {
    case ARGP_KEY_INIT: state->child_inputs[0] = &order->flags; return 0;
    case 'p': order->project = value; return 0;
    case 'T': order->test = value; return 0;
    case 'F': order->format = value; return 0;
    case 'L': order->language = value; return 0;
    case 'e': order->equal = true; return 0;
    case 'o': order->file = value; return 0;
    case ARGP_KEY_ARG:
        if (order->report != NULL)
            argp_usage(state);
        order->report = value;
        return 0;
    case ARGP_KEY_END:
        if (order->report == NULL || order->project == NULL || order->file == NULL)
            argp_error(state, "a report, --project CODE and -o FILE are needed");
        return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

/* As the file ends: "summary.csv" -> CSV; standard output and names without an ending are PDF. */
static bool
format_of(const struct order *order, enum report_format *out)
{
    const char *slash = strrchr(order->file, '/'), *name = slash != NULL ? slash + 1 : order->file;
    const char *dot = strrchr(name, '.');

    *out = REPORT_PDF;
    if (order->format != NULL && !document_format_parse(order->format, out)) {
        fprintf(stderr, "anketa: format: \"%s\" is none of pdf, html, csv, json\n", order->format);
        return false;
    }
    if (order->format == NULL && dot != NULL && !document_format_parse(dot + 1, out)) {
        fprintf(stderr, "anketa: %s: \"%s\" is none of .pdf, .html, .csv, .json; say which by --format\n",
                order->file, dot);
        return false;
    }
    return true;
}

/* The report, its format and test; false with a sentence. */
static bool
understand(const struct order *order, struct document_order *out)
{
    out->report = report_find(order->report);
    if (out->report == NULL) {
        fprintf(stderr, "anketa: there is no report \"%s\"; there are:", order->report);
        for (size_t i = 0; i < report_count; i++)
            fprintf(stderr, " %s", reports[i].name);
        fprintf(stderr, "\n");
        return false;
    }
    if (!format_of(order, &out->format))
        return false;
    if (out->report->needs_quiz && order->test == NULL) {
        fprintf(stderr, "anketa: %s is made of a test: say which by --test ID\n", order->report);
        return false;
    }
    out->test = order->test != NULL ? order->test : "";
    return true;
}

static bool
open_library(const struct settings *settings, struct db *db, struct library *library)
{
    if (!command_forms(settings, library))
        return false;
    if (library->catalogue != NULL)
        return forms_add_used(db, library);
    fprintf(stderr, "anketa: there is no catalogue among the forms\n");
    return false;
}

static bool
write_file(const char *path, const struct document_made *made)
{
    FILE *file = strcmp(path, "-") == 0 ? stdout : fopen(path, "wb");
    bool fine;

    if (file == NULL) {
        fprintf(stderr, "anketa: %s: %s\n", path, strerror(errno));
        return false;
    }
    fine = fwrite(made->bytes, 1, made->length, file) == made->length;
    fine = fflush(file) == 0 && fine;
    if (file != stdout)
        fine = fclose(file) == 0 && fine;
    if (!fine)
        fprintf(stderr, "anketa: %s could not be written\n", path);
    return fine;
}

static enum db_result
make_document(struct db *db, struct arena *arena, const struct sheet_order *sheet,
              const struct project *project, bool equal, struct document_made *made)
{
    const struct audit_ask ask = { .library = sheet->library,
                                   .project = project->id,
                                   .now = sheet->order.now,
                                   .lang =
                                       findings_lang(sheet->library->catalogue, project, sheet->order.lang),
                                   .weighing = equal ? WEIGH_EQUAL : WEIGH_AS_FACT };
    struct project_findings *findings;
    enum db_result result;

    if (sheet->order.report->needs_quiz)
        return document_from_sheet(db, arena, sheet, made);
    result = project_findings_open(db, &ask, &findings);
    if (result != DB_OK)
        return result;
    document_from_findings(arena, &sheet->order, findings, false, made);
    project_findings_close(findings);
    return DB_OK;
}

static void
tell_missing(const struct phrases *phrases, const struct missing_facts *missing)
{
    for (size_t i = 0; i < missing->count; i++)
        fprintf(stderr, "%s%s", i == 0 ? "anketa: blank in the document, because not filled in: " : ", ",
                phrase(phrases, LANG_EN, missing->items[i].label));
    if (missing->count > 0)
        fprintf(stderr, "\n");
}

static bool
print_report(struct db *db, struct arena *arena, const struct order *order, struct sheet_order *sheet)
{
    scoped_fonts fonts = NULL;
    struct document_made made;
    struct project project;
    enum db_result result = project_by_code(db, arena, order->project, &project);
    const char *language = order->language != NULL ? order->language : project.language;

    if (result != DB_OK) {
        fprintf(stderr, "anketa: there is no project \"%s\"\n", order->project);
        return false;
    }
    if (!lang_parse(language, &sheet->order.lang)) {
        fprintf(stderr, "anketa: language: \"%s\" is none of ru, uk, en\n", language);
        return false;
    }
    if (sheet->order.format == REPORT_PDF || sheet->order.format == REPORT_HTML)
        sheet->order.fonts = fonts = fonts_open();
    sheet->project = project.id;
    result = make_document(db, arena, sheet, &project, order->equal, &made);
    if (result == DB_NONE)
        fprintf(stderr, "anketa: there is no test \"%s\"\n", sheet->order.test);
    else if (result != DB_OK)
        fprintf(stderr, "anketa: the database could not be read\n");
    else if (made.result != DOC_OK)
        fprintf(stderr, "anketa: the document could not be made%s\n",
                made.result == DOC_TOO_LONG ? ": it has too many pages" : "");
    else if (write_file(order->file, &made)) {
        tell_missing(sheet->order.phrases, &made.missing);
        return true;
    }
    return false;
}

int
command_report(int argc, char **argv)
{
    static const struct argp_child children[] = { { &database_argp, 0, NULL, 0 }, { 0 } };
    static const struct argp argp = {
        .options = options,
        .parser = take,
        .args_doc = "requirements|certification-sheet",
        .doc = "Write a document of a project as PDF, HTML, CSV or JSON; JSON has every computed figure. The "
               "server may go on running.",
        .children = children,
    };
    scoped_arena arena = { 0 };
    CLEANUP(library_close) struct library library = { .catalogue = NULL };
    struct order order = { .flags = { .arena = &arena } };
    struct sheet_order sheet = { .order = { .now = clock_now(), .whole_page = true }, .library = &library };
    struct settings settings;
    scoped_db *db = NULL;

    if (argp_parse(&argp, argc, argv, 0, NULL, &order) != 0 || !settings_read(&order.flags, &settings)
        || !understand(&order, &sheet.order))
        return 1;
    db = command_database(&settings, DB_READER);
    if (db == NULL)
        return 1;
    sheet.order.phrases = app_phrases(&arena);
    return open_library(&settings, db, &library) && print_report(db, &arena, &order, &sheet) ? 0 : 1;
}
