/* The files of web/ inside the program: templates, styles, scripts, interface texts. */
#ifndef HTML_WEB_FILES_H
#define HTML_WEB_FILES_H

#include <stddef.h>

struct web_file {
    const char *name; /* below web/: "templates/head.html", "static/style.css", "lang/ru.yaml" */
    const char *data; /* a NUL follows its last byte */
    size_t length;
};

extern const struct web_file web_files[];
extern const size_t web_file_count;

/* The file of that name, or NULL. */
const struct web_file *web_file_find(const char *name);

/* Its Content-Type by the end of its name; NULL for an end that is none of ours. */
const char *web_file_type(const struct web_file *file);

#endif
