/* All forms: found on disk, loaded, checked together. */
#include "model/library.h"

#include "base/rng.h"
#include "model/catalogue_load.h"
#include "model/check.h"
#include "model/quiz_load.h"
#include "model/survey_load.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static void
report(struct problems *problems, const char *path, const struct yfaults *faults)
{
    for (size_t i = 0; i < faults->count; i++) {
        struct place place = { path, faults->items[i].line, faults->items[i].column };

        problem_error(problems, &place, "%s", faults->items[i].sentence);
    }
}

static void
add_survey(struct library *library, const struct form_source *source, struct problems *problems)
{
    struct survey *survey = survey_load(&library->arena, source, problems);
    const struct survey *other = survey ? library_survey(library, survey->id) : NULL;
    struct place place = { .path = source->path };

    if (other != NULL)
        problem_error(problems, &place, "The questionnaire \"%s\" stands in %s too.", survey->id,
                      other->path);
    else if (survey != NULL)
        *ARENA_PUSH(&library->arena, &library->surveys) = survey;
}

static void
add_quiz(struct library *library, const struct form_source *source, struct problems *problems)
{
    struct quiz *quiz = quiz_load(&library->arena, source, problems);
    const struct quiz *other = quiz ? library_quiz(library, quiz->id) : NULL;
    struct place place = { .path = source->path };

    if (other != NULL)
        problem_error(problems, &place, "The test \"%s\" stands in %s too.", quiz->id, other->path);
    else if (quiz != NULL)
        *ARENA_PUSH(&library->arena, &library->quizzes) = quiz;
}

static void
add_catalogue(struct library *library, const struct form_source *source, struct problems *problems)
{
    struct catalogue *catalogue = catalogue_load(&library->arena, source, problems);
    struct place place = { .path = source->path };

    if (catalogue != NULL && library->catalogue != NULL)
        problem_error(problems, &place, "There is one catalogue; %s is another.", library->catalogue->path);
    else if (catalogue != NULL)
        library->catalogue = catalogue;
}

/* Which kind of file it is shows in its keys; a file that is no YAML is reported here. */
static void
add_source(struct library *library, const struct form_source *source, struct problems *problems)
{
    scoped_arena scratch = { 0 };
    struct yfaults faults = { .arena = problems->arena };
    const struct ynode *root = ydoc_parse(&scratch, source->text, source->length, &faults);
    struct place place = { .path = source->path };

    report(problems, source->path, &faults);
    if (root == NULL)
        return;
    if (ynode_get(root, "survey") != NULL)
        add_survey(library, source, problems);
    else if (ynode_get(root, "quiz") != NULL)
        add_quiz(library, source, problems);
    else if (ynode_get(root, "catalogue") != NULL)
        add_catalogue(library, source, problems);
    else
        problem_error(problems, &place, "The file has none of the keys \"survey\", \"quiz\", \"catalogue\".");
}

static void
add_file(struct library *library, const char *path, struct problems *problems)
{
    struct yfaults faults = { .arena = problems->arena };
    struct form_source source = { .path = path };

    source.text = ydoc_read(&library->arena, path, &source.length, &faults);
    report(problems, path, &faults);
    if (source.text != NULL)
        add_source(library, &source, problems);
}

static int
is_form(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);

    return length > 5 && entry->d_name[0] != '.' && strcmp(entry->d_name + length - 5, ".yaml") == 0;
}

static int
by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static void
add_folder(struct library *library, const char *path, struct problems *problems)
{
    struct dirent **entries;
    int count = scandir(path, &entries, is_form, by_bytes);
    struct place place = { .path = path };
    size_t length = strlen(path);

    if (count < 0) {
        problem_error(problems, &place, "The folder cannot be read (%s).", strerror(errno));
        return;
    }
    while (length > 1 && path[length - 1] == '/')
        length--;
    if (count == 0)
        problem_warning(problems, &place, "There is no file *.yaml in this folder.");
    for (int i = 0; i < count; i++) {
        add_file(library, arena_printf(&library->arena, "%.*s/%s", (int)length, path, entries[i]->d_name),
                 problems);
        free(entries[i]);
    }
    free(entries);
}

static struct names
role_names(struct library *library)
{
    struct names names = { 0 };

    for (size_t i = 0; library->catalogue != NULL && i < library->catalogue->roles.count; i++)
        *ARENA_PUSH(&library->arena, &names) = library->catalogue->roles.items[i].id;
    return names;
}

static void
check_survey(struct library *library, const struct survey *survey, struct problems *problems)
{
    scoped_arena scratch = { 0 };
    struct names roles = role_names(library);
    size_t first = problems->count, errors = problems->errors;
    struct check check = { .survey = survey,
                           .library = library,
                           .roles = library->catalogue ? &roles : NULL,
                           .problems = problems,
                           .arena = &scratch };

    survey_check(&check);
    check_cycles(&check);
    if (problems->errors == errors)
        check_reach(&check);
    problems_sort(problems, first);
}

static void
check_audience(const struct library *library, const struct quiz *quiz, struct problems *problems)
{
    const struct place place = { .path = quiz->path };

    for (size_t v = 0; v < quiz->variants.count; v++) {
        const struct names *audience = &quiz->variants.items[v].audience;

        for (size_t i = 0; i < audience->count; i++) {
            struct yguess guess = yguess_for(problems->arena, audience->items[i]);

            if (catalogue_role(library->catalogue, audience->items[i]) != NULL)
                continue;
            for (size_t j = 0; j < library->catalogue->roles.count; j++)
                yguess_try(&guess, library->catalogue->roles.items[j].id);
            problem_error(problems, &place, "The catalogue has no role \"%s\".%s", audience->items[i],
                          yguess_text(&guess));
        }
    }
}

void
library_load(struct library *library, const char *const *paths, size_t count, struct problems *problems)
{
    *library = (struct library){ 0 };
    for (size_t i = 0; i < count; i++) {
        const char *path = arena_copy(&library->arena, paths[i]);
        struct stat found;

        if (stat(path, &found) == 0 && S_ISDIR(found.st_mode))
            add_folder(library, path, problems);
        else
            add_file(library, path, problems);
    }
    for (size_t i = 0; i < library->surveys.count; i++)
        check_survey(library, library->surveys.items[i], problems);
    for (size_t i = 0; i < library->quizzes.count && library->catalogue != NULL; i++)
        check_audience(library, library->quizzes.items[i], problems);
    if (library->catalogue != NULL)
        catalogue_check_library(library, problems);
}

void
library_close(struct library *library)
{
    arena_close(&library->arena);
    *library = (struct library){ 0 };
}

static struct form_source
keep_source(struct library *library, const char *name, const char *source, size_t length)
{
    return (struct form_source){ arena_copy(&library->arena, name),
                                 arena_copy_n(&library->arena, source, length), length };
}

struct survey *
library_add_survey(struct library *library, const char *name, const char *source, size_t length,
                   struct problems *problems)
{
    struct form_source kept = keep_source(library, name, source, length);
    struct survey *survey = survey_load(&library->arena, &kept, problems);
    scoped_arena scratch = { 0 };
    struct problems outdated = { .arena = &scratch };

    if (survey == NULL)
        return NULL;
    /* names are looked up as ever; what other files no longer have is empty, and no reason to lose answers */
    check_survey(library, survey, &outdated);
    *ARENA_PUSH(&library->arena, &library->older_surveys) = survey;
    return survey;
}

struct quiz *
library_add_quiz(struct library *library, const char *name, const char *source, size_t length,
                 struct problems *problems)
{
    struct form_source kept = keep_source(library, name, source, length);
    struct quiz *quiz = quiz_load(&library->arena, &kept, problems);

    if (quiz != NULL)
        *ARENA_PUSH(&library->arena, &library->older_quizzes) = quiz;
    return quiz;
}

const struct survey *
library_survey(const struct library *library, const char *id)
{
    for (size_t i = 0; i < library->surveys.count; i++) {
        if (strcmp(library->surveys.items[i]->id, id) == 0)
            return library->surveys.items[i];
    }
    return NULL;
}

static const struct survey *
survey_with(const struct surveys *surveys, const char *hash)
{
    for (size_t i = 0; i < surveys->count; i++) {
        if (strcmp(surveys->items[i]->hash, hash) == 0)
            return surveys->items[i];
    }
    return NULL;
}

const struct survey *
library_survey_hash(const struct library *library, const char *hash)
{
    const struct survey *survey = survey_with(&library->surveys, hash);

    return survey ? survey : survey_with(&library->older_surveys, hash);
}

const struct quiz *
library_quiz(const struct library *library, const char *id)
{
    for (size_t i = 0; i < library->quizzes.count; i++) {
        if (strcmp(library->quizzes.items[i]->id, id) == 0)
            return library->quizzes.items[i];
    }
    return NULL;
}

static const struct quiz *
quiz_with(const struct quizzes *quizzes, const char *hash)
{
    for (size_t i = 0; i < quizzes->count; i++) {
        if (strcmp(quizzes->items[i]->hash, hash) == 0)
            return quizzes->items[i];
    }
    return NULL;
}

const struct quiz *
library_quiz_hash(const struct library *library, const char *hash)
{
    const struct quiz *quiz = quiz_with(&library->quizzes, hash);

    return quiz ? quiz : quiz_with(&library->older_quizzes, hash);
}
