/* anketa assign: a questionnaire or a test for everybody of a role who does not have it yet. */
#include "command/command.h"

#include "base/clock.h"
#include "base/zone.h"
#include "model/format.h"
#include "pages/papers.h"
#include "store/db.h"
#include "store/form.h"
#include "store/project.h"
#include "yaml/ybind.h"

#include <stdio.h>
#include <string.h>

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
    { "role", 'r', "ROLE", 0, "only people with this role, by its id in the catalogue; else everybody", 0 },
    { "due", 'D', "DATE", 0, "due date, as 2026-12-31; today or later", 0 },
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
                          : test_assign(assign->db, &arena, quiz,
                                        catalogue_person_roles(&arena, assign->library->catalogue,
                                                               &person->roles, person->key_user),
                                        &assignment);
}

/* What the catalogue calls the role; false with a sentence that names those there are. */
static bool
find_role(const struct assign *assign, const struct role **out)
{
    const struct catalogue *catalogue = assign->library->catalogue;
    struct yguess guess = yguess_for(assign->arena, assign->role ? assign->role : "");
    const char *all = "";

    *out = NULL;
    if (assign->role == NULL)
        return true;
    if (catalogue == NULL)
        return command_refuse("there is no catalogue among the forms, so there are no roles");
    *out = catalogue_role(catalogue, assign->role);
    for (size_t i = 0; *out == NULL && i < catalogue->roles.count; i++) {
        yguess_try(&guess, catalogue->roles.items[i].id);
        all = arena_printf(assign->arena, "%s %s", all, catalogue->roles.items[i].id);
    }
    return *out != NULL
           || command_refuse("there is no role \"%s\";%s there are:%s", assign->role, yguess_text(&guess),
                             all);
}

/* Nobody can keep a date that is over where the project is. */
static bool
due_fits(const struct assign *assign, const struct project *project)
{
    const char *today = iso_today(assign->arena, zone_load(assign->arena, project->time_zone), clock_now());

    return assign->due == NULL || strcmp(assign->due, today) >= 0
           || command_refuse("the due date %s is past: today is %s", assign->due, today);
}

static bool
assign_all(void *arg)
{
    struct assign *assign = arg;
    const struct survey *survey = library_survey(assign->library, assign->form);
    const struct quiz *quiz = library_quiz(assign->library, assign->form);
    struct person_filter filter = { .role = NULL };
    const struct role *role;
    struct person_list people = { 0 };
    struct project project;
    enum db_result result;

    if (survey == NULL && quiz == NULL)
        return command_refuse("there is no questionnaire or test with this id");
    if (project_by_code(assign->db, assign->arena, assign->project, &project) != DB_OK)
        return command_refuse("there is no project with this code");
    if (!find_role(assign, &role) || !due_fits(assign, &project))
        return false;
    filter.project = project.id;
    if (role != NULL && !role->key_user) /* the role of key users is a flag of theirs */
        filter.role = role->id;
    result = person_list(assign->db, assign->arena, &filter, &people, NULL);
    if (result == DB_OK || result == DB_NONE)
        result = survey != NULL ? form_keep_survey(assign->db, survey, clock_now())
                                : form_keep_quiz(assign->db, quiz, clock_now());
    for (size_t i = 0; result == DB_OK && i < people.count; i++) {
        if (role != NULL && role->key_user && !people.items[i].key_user)
            continue;
        result = assign_one(assign, survey, quiz, &people.items[i]);
        assign->count += result == DB_OK;
        if (result == DB_CONFLICT) /* it is assigned already */
            result = DB_OK;
    }
    return result == DB_OK || command_refuse("the database refused");
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
            "A role that the catalogue does not have, and a due date that is past, are refused. The papers "
            "of a test are drawn at once.",
        .children = children,
    };
    scoped_arena arena = { 0 };
    CLEANUP(library_close) struct library library = { .catalogue = NULL };
    struct assign assign = { .flags = { .arena = &arena }, .arena = &arena, .library = &library };
    struct settings settings;
    struct civil due;
    scoped_db *db = NULL;

    if (argp_parse(&argp, argc, argv, 0, NULL, &assign) != 0 || !settings_read(&assign.flags, &settings))
        return 1;
    if (assign.due != NULL && !date_parse(assign.due, &due))
        return !command_refuse("the due date is not a date such as 2026-12-31");
    if (!command_forms(&settings, &library))
        return 1;
    assign.db = db = command_database(&settings, DB_WRITER);
    if (db == NULL || !command_write(db, assign_all, &assign))
        return 1;
    printf("%zu assigned\n", assign.count);
    return 0;
}
