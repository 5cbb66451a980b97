/* The files of web/ inside the program; the table itself is made by the Makefile. */
#include "html/web_files.h"

#include "base/attr.h"

#include <string.h>

const struct web_file *
web_file_find(const char *name)
{
    for (size_t i = 0; i < web_file_count; i++)
        if (strcmp(web_files[i].name, name) == 0)
            return &web_files[i];
    return NULL;
}

const char *
web_file_type(const struct web_file *file)
{
    static const char *const types[][2] = {
        { ".html", "text/html; charset=utf-8" },
        { ".css", "text/css; charset=utf-8" },
        { ".js", "text/javascript; charset=utf-8" },
        { ".svg", "image/svg+xml" },
        { ".ico", "image/x-icon" },
        { ".png", "image/png" },
        { ".yaml", "application/yaml; charset=utf-8" },
        { ".txt", "text/plain; charset=utf-8" },
    };
    const char *dot = strrchr(file->name, '.');

    for (size_t i = 0; dot != NULL && i < LENGTH(types); i++)
        if (strcmp(dot, types[i][0]) == 0)
            return types[i][1];
    return NULL;
}
