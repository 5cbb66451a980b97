/* anketa assign: a questionnaire or a test for everybody of a role who does not have it yet. */
#include "command/command.h"
#include "command/settings.h"

#include "base/clock.h"
#include "base/zone.h"
#include "pages/papers.h"
#include "store/db.h"
#include "store/form.h"
#include "store/project.h"

#include <stdio.h>

struct assign {
    struct settings_flags flags;
    const char *project, *form, *role, *due;
    struct db *db;
    struct arena *arena;
    const struct library *library;
    size_t count;
};

static const struct argp_option options[] = {
    { "project", 'p', "CODE", 0, "the project", 0 },
    { "role", 'r', "ROLE", 0, "only people with this role; else everybody", 0 },
    { "due", 'D', "DATE", 0, "due date, as 2026-12-31", 0 },
    { 0 },
};

static error_t
take(int key, char *value, struct argp_state *state)
{
    struct assign *assign = state->input;

    switch (key) {
    case ARGP_KEY_INIT: state->child_inputs[0] = &assign->flags; return 0;
    case 'p': assign->project = value; return 0;
    case 'r': assign->role = value; return 0;
    case 'D': assign->due = value; return 0;
    case ARGP_KEY_ARG:
        if (assign->form != NULL)
            argp_usage(state);
        assign->form = value;
        return 0;
    case ARGP_KEY_END:
        if (assign->form == NULL || assign->project == NULL)
            argp_error(state, "--project CODE and FORM are needed");
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

static enum db_result
assign_one(struct assign *assign, const struct survey *survey, const struct quiz *quiz,
           const struct person *person)
{
    scoped_arena arena = { 0 };
    struct assignment assignment = { .project = person->project,
                                     .person = person->id,
                                     .kind = FORM_SURVEY,
                                     .form = assign->form,
                                     .subject = "",
                                     .variant = "",
                                     .due_date = assign->due ? assign->due : "",
                                     .created_at = clock_now() };

    return survey != NULL ? assignment_add(assign->db, &assignment)
                          : test_assign(assign->db, &arena, quiz, &person->roles, &assignment);
}

static enum db_result
keep_version(struct assign *assign, const struct survey *survey, const struct quiz *quiz)
{
    struct form form = { .kind = FORM_SURVEY, .kept_at = clock_now() };

    if (survey != NULL) {
        form.hash = survey->hash, form.id = survey->id, form.version = survey->version;
        form.source = survey->source;
    } else {
        form.kind = FORM_QUIZ;
        form.hash = quiz->hash, form.id = quiz->id, form.version = quiz->version;
        form.source = quiz->source;
    }
    return form_keep(assign->db, &form);
}

static int
assign_all(struct assign *assign)
{
    const struct survey *survey = library_survey(assign->library, assign->form);
    const struct quiz *quiz = library_quiz(assign->library, assign->form);
    struct person_filter filter = { .role = assign->role };
    struct person_list people = { 0 };
    struct project project;
    enum db_result result;

    if (survey == NULL && quiz == NULL)
        return refuse("there is no questionnaire or test with this id");
    if (project_by_code(assign->db, assign->arena, assign->project, &project) != DB_OK)
        return refuse("there is no project with this code");
    filter.project = project.id;
    result = person_list(assign->db, assign->arena, &filter, &people, NULL);
    if ((result != DB_OK && result != DB_NONE) || keep_version(assign, survey, quiz) != DB_OK)
        return refuse("the database refused");
    for (size_t i = 0; i < people.count; i++) {
        result = assign_one(assign, survey, quiz, &people.items[i]);
        if (result != DB_OK && result != DB_CONFLICT)
            return refuse("the database refused");
        assign->count += result == DB_OK;
    }
    return 0;
}

int
command_assign(int argc, char **argv)
{
    static const struct argp_child children[] = { { &database_argp, 0, NULL, 0 }, { 0 } };
    static const struct argp argp = {
        .options = options,
        .parser = take,
        .args_doc = "FORM",
        .doc =
            "Assign a questionnaire or a test (by its id) to everybody of a role who does not have it yet. "
            "The papers of a test are drawn at once.",
        .children = children,
    };
    scoped_arena arena = { 0 };
    CLEANUP(library_close) struct library library = { .catalogue = NULL };
    struct problems problems = { .arena = &arena };
    struct assign assign = { .flags = { .arena = &arena }, .arena = &arena, .library = &library };
    struct settings settings;
    enum db_opened opened;
    struct civil due;
    scoped_db *db = NULL;

    if (argp_parse(&argp, argc, argv, 0, NULL, &assign) != 0 || !settings_read(&assign.flags, &settings))
        return 1;
    if (assign.due != NULL && !date_parse(assign.due, &due))
        return refuse("the due date is not a date such as 2026-12-31");
    library_load(&library, settings.form_paths, settings.form_path_count, &problems);
    if (problems.errors > 0)
        return refuse("the forms have errors, see `anketa check`");
    assign.db = db = db_open(settings.db_path, DB_WRITER, &opened);
    if (db == NULL) {
        fprintf(stderr, "anketa: %s: %s\n", settings.db_path, db_opened_text(opened));
        return 1;
    }
    if (!db_begin(db))
        return refuse("the database refused");
    if (assign_all(&assign) != 0 || !db_commit(db)) {
        db_rollback(db);
        return 1;
    }
    printf("%zu assigned\n", assign.count);
    return 0;
}
