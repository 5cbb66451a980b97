/* Opening the program: database, forms, texts, templates, key; and closing it again. */
#include "pages/app.h"

#include "base/clock.h"
#include "base/die.h"
#include "base/log.h"
#include "doc/fonts.h"
#include "html/web_files.h"
#include "pages/control.h"
#include "pages/findings.h"
#include "pages/internal.h"
#include "store/db.h"
#include "store/form.h"
#include "store/user.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *
web_text(const char *name)
{
    const struct web_file *file = web_file_find(name);

    ensure(file != NULL);
    return file->data;
}

struct phrases *
app_phrases(struct arena *arena)
{
    struct problems problems = { .arena = arena };
    const char *sources[LANG_COUNT];
    struct phrases *phrases;

    for (int lang = 0; lang < LANG_COUNT; lang++)
        sources[lang] = web_text(arena_printf(arena, "lang/%s.yaml", lang_code((enum lang)lang)));
    phrases = phrases_load(arena, sources, &problems);
    problems_print_errors(&problems);
    ensure(phrases != NULL && problems.errors == 0);
    return phrases;
}

struct text_source {
    const struct phrases *phrases;
    enum lang lang;
};

static const char *
template_text(void *arg, const char *key)
{
    const struct text_source *source = arg;

    return phrase(source->phrases, source->lang, key);
}

static bool
open_templates(struct app *app)
{
    struct tmpl_source *sources = ARENA_ARRAY(&app->arena, struct tmpl_source, web_file_count);
    size_t count = 0;
    char complaint[200];

    for (size_t i = 0; i < web_file_count; i++) {
        const struct web_file *file = &web_files[i];
        const char *dot = strrchr(file->name, '.');

        if (strncmp(file->name, "templates/", 10) != 0 || dot == NULL)
            continue;
        sources[count++] = (struct tmpl_source){
            .name = arena_copy_n(&app->arena, file->name + 10, (size_t)(dot - file->name) - 10),
            .text = file->data,
            .length = file->length,
        };
    }
    for (int lang = 0; lang < LANG_COUNT; lang++) {
        struct text_source texts = { app->phrases, (enum lang)lang };

        app->templates[lang] =
            tmpl_compile(sources, count, template_text, &texts, complaint, sizeof complaint);
        if (app->templates[lang] == NULL) {
            log_error("templates: %s", complaint);
            return false;
        }
    }
    return true;
}

/* Everything of web/static as the server serves it, and one version for all their addresses. */
static void
list_static_files(struct app *app)
{
    scoped_buf all;
    char hash[HASH_HEX];

    buf_open(&all, 16 << 20);
    app->files = ARENA_ARRAY(&app->arena, struct static_file, web_file_count);
    for (size_t i = 0; i < web_file_count; i++) {
        const struct web_file *file = &web_files[i];

        if (strncmp(file->name, "static/", 7) != 0)
            continue;
        hash_hex(file->data, file->length, hash);
        buf_puts(&all, hash);
        app->files[app->file_count++] = (struct static_file){
            .name = file->name + 7,
            .type = web_file_type(file),
            .data = file->data,
            .length = file->length,
            .etag = arena_printf(&app->arena, "\"%.16s\"", hash),
        };
    }
    hash_hex(buf_text(&all), all.length, hash);
    app->asset_version = arena_copy_n(&app->arena, hash, 10);
}

static void
library_drop(struct library *library)
{
    library_close(library);
    free(library);
}

static struct library *
load_library(const struct settings *settings)
{
    struct library *library = calloc(1, sizeof *library);
    scoped_arena arena = { 0 };
    struct problems problems = { .arena = &arena };

    ensure(library != NULL);
    library_load(library, settings->form_paths, settings->form_path_count, &problems);
    if (problems.errors == 0)
        return library;
    problems_print_errors(&problems);
    log_error("%zu errors in the forms; `anketa check` shows them all", problems.errors);
    library_drop(library);
    return NULL;
}

/* Versions that people are in the middle of, or that answers are pinned to. */
bool
forms_add_used(struct db *db, struct library *library)
{
    scoped_arena arena = { 0 };
    struct problems problems = { .arena = &arena };
    struct form_list used;

    switch (form_list_used(db, &arena, &used)) {
    case DB_OK: break;
    case DB_NONE: return true;
    default: return false;
    }
    for (size_t i = 0; i < used.count; i++) {
        const struct form *f = &used.items[i];
        const char *name = arena_printf(&arena, "%s (kept version %d)", f->id, f->version);
        bool loaded;

        if (f->kind == FORM_SURVEY)
            loaded = library_survey_hash(library, f->hash) != NULL
                     || library_add_survey(library, name, f->source, strlen(f->source), &problems) != NULL;
        else
            loaded = library_quiz_hash(library, f->hash) != NULL
                     || library_add_quiz(library, name, f->source, strlen(f->source), &problems) != NULL;
        if (!loaded) {
            problems_print_errors(&problems);
            log_error("the kept version %d of %s cannot be read by this program", f->version, f->id);
            return false;
        }
    }
    return true;
}

/* At start: keep this library's versions, add older ones in use. */
static bool
first_library(struct app *app, struct library *library)
{
    bool kept = db_begin(app->writer) && form_keep_library(app->writer, library, clock_now()) == DB_OK
                && forms_add_used(app->writer, library) && db_commit(app->writer);

    if (!kept)
        db_rollback(app->writer);
    return kept;
}

static bool
open_databases(struct app *app)
{
    enum db_opened opened;

    app->writer = db_open(app->settings.db_path, DB_WRITER, &opened);
    if (app->writer != NULL)
        app->reader = db_open(app->settings.db_path, DB_READER, &opened);
    if (app->reader == NULL)
        log_error("%s: %s", app->settings.db_path, db_opened_text(opened));
    return app->reader != NULL;
}

/* A question type that no page can ask stops the start. */
static bool
types_are_complete(void)
{
    const char *missing;

    if (controls_complete(&missing))
        return true;
    log_error("question type %s has no control", missing);
    return false;
}

bool
app_open(struct app *app, const struct settings *settings)
{
    struct library *library;

    *app = (struct app){ .settings = *settings, .signals = -1 };
    app->findings = findings_cache_open();
    list_static_files(app);
    app->phrases = app_phrases(&app->arena);
    if (!types_are_complete() || !open_templates(app))
        return false;
    app->library = library = load_library(settings);
    if (library == NULL || !key_file(settings->key_path, app->key) || !open_databases(app)
        || !first_library(app, library))
        return false;
    app->dummy_hash = user_password_hash(&app->arena, "no user has this password");
    return app->dummy_hash != NULL;
}

const struct fonts *
app_fonts(struct app *app)
{
    if (app->fonts == NULL)
        app->fonts = fonts_open();
    return app->fonts;
}

void
app_reload(struct app *app)
{
    struct library *library = load_library(&app->settings);

    app->reload = false;
    if (library != NULL && form_keep_library(app->writer, library, clock_now()) == DB_OK) {
        app->incoming = library;
        return;
    }
    log_error("the forms were not reloaded: the old ones stay in use");
    if (library != NULL)
        library_drop(library);
}

void
app_committed(struct app *app, bool ok)
{
    struct library *incoming = app->incoming;

    if (incoming == NULL)
        return;
    app->incoming = NULL;
    /* only now: what the same batch began was still pinned to the versions before */
    if (!ok || !forms_add_used(app->reader, incoming)) {
        log_error("the forms were not reloaded: the database refused; the old ones stay in use");
        library_drop(incoming);
        return;
    }
    *ARENA_PUSH(&app->arena, &app->older) = app->library;
    app->library = incoming; /* the old one stays: requests and caches point into it */
    log_info("forms reloaded: %zu questionnaires, %zu tests", incoming->surveys.count,
             incoming->quizzes.count);
}

void
app_close(struct app *app)
{
    findings_cache_close(app->findings);
    fonts_close(&app->fonts);
    db_close(app->reader);
    db_close(app->writer);
    for (int lang = 0; lang < LANG_COUNT; lang++)
        if (app->templates[lang] != NULL)
            tmpl_free(app->templates[lang]);
    for (size_t i = 0; i < app->older.count; i++)
        library_drop(app->older.items[i]);
    if (app->incoming != NULL)
        library_drop(app->incoming);
    if (app->library != NULL)
        library_drop(app->library);
    arena_close(&app->arena);
}
