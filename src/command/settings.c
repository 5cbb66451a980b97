/* The settings: one small YAML file, then the environment, then the command line. */
#include "command/settings.h"

#include "base/die.h"
#include "yaml/ybind.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_PORT = 65535 };

#define SETTING(name, letter_, value, meaning_, fallback_, member)                                           \
    {                                                                                                        \
        .key = (name), .letter = (letter_), .value_name = (value), .meaning = (meaning_),                    \
        .fallback = (fallback_), .offset = offsetof(struct settings, member)                                 \
    }

const struct setting setting_table[] = {
    SETTING("db", 'd', "FILE", "the database", "var/anketa.db", db_path),
    SETTING("listen", 'l', "ADDR:PORT", "where to listen; port 0 takes a free one", "127.0.0.1:8080", listen),
    SETTING("public_url", 'u', "URL", "how people reach the server; links and QR codes begin with it", "",
            public_url),
    SETTING("trusted_proxies", 't', "ADDRS",
            "addresses whose forwarded headers are believed, separated by commas", "", trusted_proxies),
    SETTING(
        "key", 'k', "FILE",
        "the key file of links and codes; made when there is none; default: the database's name with .key",
        "", key_path),
    SETTING("forms", 'f', "DIRS",
            "files and folders of questionnaires, tests and the catalogue, separated by commas",
            "surveys,quizzes", forms),
    SETTING("language", 'L', "LANG", "of visitors who ask for none of ours: ru, uk or en", "ru", language),
};
const size_t setting_count = LENGTH(setting_table);

static error_t
take_flag(int key, char *value, struct argp_state *state)
{
    struct settings_flags *flags = state->input;

    if (key == 'c') {
        flags->file = value;
        return 0;
    }
    for (size_t i = 0; i < setting_count; i++)
        if (setting_table[i].letter == key) {
            flags->values[i] = value;
            return 0;
        }
    return ARGP_ERR_UNKNOWN;
}

#define CONFIG_OPTION                                                                                        \
    {                                                                                                        \
        "config", 'c', "FILE", 0, "the settings file (YAML)", 0                                              \
    }

static const struct argp_option all_options[] = {
    CONFIG_OPTION,
    { "db", 'd', "FILE", 0, "the database (var/anketa.db)", 0 },
    { "listen", 'l', "ADDR:PORT", 0, "where to listen (127.0.0.1:8080); port 0 takes a free one", 0 },
    { "public-url", 'u', "URL", 0, "how people reach the server; links and QR codes begin with it", 0 },
    { "trusted-proxies", 't', "ADDRS", 0, "addresses whose forwarded headers are believed", 0 },
    { "key", 'k', "FILE", 0, "the key file of links and codes (the database's name with .key)", 0 },
    { "forms", 'f', "DIRS", 0, "questionnaires, tests and catalogue (surveys,quizzes)", 0 },
    { "language", 'L', "LANG", 0, "of visitors who ask for none of ours (ru)", 0 },
    { 0 },
};

static const struct argp_option database_options[] = {
    CONFIG_OPTION,
    { "db", 'd', "FILE", 0, "the database (var/anketa.db)", 0 },
    { "public-url", 'u', "URL", 0, "how people reach the server; links and QR codes begin with it", 0 },
    { "key", 'k', "FILE", 0, "the key file of links and codes (the database's name with .key)", 0 },
    { "forms", 'f', "DIRS", 0, "questionnaires, tests and catalogue (surveys,quizzes)", 0 },
    { 0 },
};

const struct argp settings_argp = { .options = all_options, .parser = take_flag };
const struct argp database_argp = { .options = database_options, .parser = take_flag };

/* What the file says, in the order of the table. */
struct file_values {
    const char *values[16];
};

static bool
read_file(struct arena *arena, const char *path, struct file_values *out)
{
    struct yfield fields[LENGTH(setting_table)];
    struct yfaults faults = { .arena = arena };
    struct ybind bind = { .arena = arena, .faults = &faults };
    struct yfields table = { .what = "the settings", .items = fields, .count = LENGTH(fields) };
    const struct ynode *root = NULL;
    const char *source;
    size_t length;

    for (size_t i = 0; i < LENGTH(fields); i++)
        fields[i] = (struct yfield){ .name = setting_table[i].key,
                                     .type = YFIELD_STRING,
                                     .offset = i * sizeof out->values[0] };
    source = ydoc_read(arena, path, &length, &faults);
    if (source != NULL)
        root = ydoc_parse(arena, source, length, &faults);
    if (root != NULL)
        ybind_map(&bind, root, &table, out);
    for (size_t i = 0; i < faults.count; i++)
        fprintf(stderr, "%s:%zu:%zu: error: %s\n", path, faults.items[i].line, faults.items[i].column,
                faults.items[i].sentence);
    return faults.count == 0;
}

static const char *
from_environment(struct arena *arena, const char *key)
{
    char *name = arena_printf(arena, "ANKETA_%s", key);

    for (char *c = name; *c != '\0'; c++)
        *c = (char)toupper((unsigned char)*c);
    return getenv(name);
}

/* "surveys,quizzes" -> two paths. */
static void
split_forms(struct arena *arena, struct settings *settings)
{
    struct {
        const char **items;
        size_t count, capacity;
    } paths = { 0 };

    for (const char *rest = settings->forms; *rest != '\0';) {
        size_t length = strcspn(rest, ",");

        if (length > 0)
            *ARENA_PUSH(arena, &paths) = arena_copy_n(arena, rest, length);
        rest += length + (rest[length] == ',');
    }
    settings->form_paths = paths.items;
    settings->form_path_count = paths.count;
}

/* "127.0.0.1:8080", "[::1]:0": NULL, or what is wrong with it. */
static const char *
listen_fault(const char *where)
{
    const char *colon = strrchr(where, ':');
    size_t digits = colon != NULL ? strspn(colon + 1, "0123456789") : 0;

    if (colon == NULL || colon == where)
        return "is not ADDR:PORT";
    if (digits == 0 || digits > 5 || colon[1 + digits] != '\0' || strtol(colon + 1, NULL, 10) > MAX_PORT)
        return "has no port from 0 to 65535";
    if (where[0] != '[' && memchr(where, ':', (size_t)(colon - where)) != NULL)
        return "is an IPv6 address, which stands in brackets: [::1]:8080";
    return NULL;
}

static bool
check_settings(struct arena *arena, struct settings *settings)
{
    size_t url = strlen(settings->public_url);
    const char *listen = listen_fault(settings->listen);

    if (!lang_parse(settings->language, &settings->default_language)) {
        fprintf(stderr, "anketa: language: \"%s\" is none of ru, uk, en\n", settings->language);
        return false;
    }
    if (url > 0 && strncmp(settings->public_url, "http://", 7) != 0
        && strncmp(settings->public_url, "https://", 8) != 0) {
        fprintf(stderr, "anketa: public_url: \"%s\" does not begin with http:// or https://\n",
                settings->public_url);
        return false;
    }
    if (url > 0 && settings->public_url[url - 1] == '/')
        settings->public_url = arena_copy_n(arena, settings->public_url, url - 1);
    if (listen != NULL) {
        fprintf(stderr, "anketa: listen: \"%s\" %s\n", settings->listen, listen);
        return false;
    }
    if (settings->key_path[0] == '\0')
        settings->key_path = arena_printf(arena, "%s.key", settings->db_path);
    split_forms(arena, settings);
    return true;
}

bool
settings_read(const struct settings_flags *flags, struct settings *out)
{
    struct file_values file = { { NULL } };
    const char *path = flags->file ? flags->file : getenv("ANKETA_CONFIG");

    *out = (struct settings){ 0 };
    if (path != NULL && !read_file(flags->arena, path, &file))
        return false;
    for (size_t i = 0; i < setting_count; i++) {
        const struct setting *row = &setting_table[i];
        const char *value = flags->values[i];

        if (value == NULL)
            value = from_environment(flags->arena, row->key);
        if (value == NULL)
            value = file.values[i];
        if (value == NULL)
            value = row->fallback;
        *(const char **)(void *)((char *)out + row->offset) = arena_copy(flags->arena, value);
    }
    return check_settings(flags->arena, out);
}
