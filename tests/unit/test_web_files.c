/* The files of web/ inside the program. */
#include "html/web_files.h"

#include "html/tmpl.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
every_file_is_there_byte_by_byte(void **state)
{
    (void)state;
    assert_true(web_file_count > 0);
    for (size_t i = 0; i < web_file_count; i++) {
        const struct web_file *file = &web_files[i];
        char path[200], *bytes = malloc(file->length + 2);
        FILE *stream;

        assert_non_null(bytes);
        snprintf(path, sizeof path, "web/%s", file->name);
        stream = fopen(path, "rb");
        assert_non_null(stream);
        assert_int_equal(fread(bytes, 1, file->length + 2, stream), file->length);
        assert_memory_equal(bytes, file->data, file->length);
        assert_int_equal(file->data[file->length], '\0');
        if (strncmp(file->name, "static/", 7) == 0)
            assert_non_null(web_file_type(file));
        fclose(stream);
        free(bytes);
    }
}

static void
files_are_found_by_name(void **state)
{
    const struct web_file *file = web_file_find("static/style.css");

    (void)state;
    assert_non_null(file);
    assert_string_equal(web_file_type(file), "text/css; charset=utf-8");
    assert_string_equal(web_file_type(web_file_find("static/base.js")), "text/javascript; charset=utf-8");
    assert_non_null(web_file_find("lang/uk.yaml"));
    assert_null(web_file_find("style.css"));
    assert_null(web_file_find(""));
}

/* The text of `key: text` at the start of a line, as the loader of texts would have it. */
static const char *
find_text(void *arg, const char *key)
{
    static char text[4000];
    const char *line = arg;
    size_t length = strlen(key);

    for (; line != NULL; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (strncmp(line, key, length) == 0 && line[length] == ':') {
            const char *start = line + length + 1, *end = strchr(start, '\n');

            snprintf(text, sizeof text, "%.*s", (int)(end ? end - start : (long)strlen(start)), start);
            return text;
        }
    }
    return NULL;
}

static void
all_templates_compile_in_all_languages(void **state)
{
    static const char *const languages[] = { "lang/ru.yaml", "lang/uk.yaml", "lang/en.yaml" };
    struct tmpl_source sources[400];
    char names[400][80], error[200] = "";
    size_t count = 0;

    (void)state;
    for (size_t i = 0; i < web_file_count && count < LENGTH(sources); i++) {
        const struct web_file *file = &web_files[i];

        if (strncmp(file->name, "templates/", 10) != 0)
            continue;
        snprintf(names[count], sizeof names[count], "%.*s", (int)strlen(file->name) - 15, file->name + 10);
        sources[count] = (struct tmpl_source){ names[count], file->data, file->length };
        count++;
    }
    for (size_t i = 0; i < LENGTH(languages); i++) {
        char *texts = strdup(web_file_find(languages[i])->data);
        struct tmpl_set *set = tmpl_compile(sources, count, find_text, texts, error, sizeof error);

        assert_string_equal(error, "");
        assert_non_null(set);
        tmpl_free(set);
        free(texts);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_file_is_there_byte_by_byte),
        cmocka_unit_test(files_are_found_by_name),
        cmocka_unit_test(all_templates_compile_in_all_languages),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
