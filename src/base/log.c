/* One line a thing worth knowing, to stderr. */
#include "base/log.h"

#include "base/die.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static enum log_level most = LOG_INFO;

void
log_set_level(enum log_level level)
{
    most = level;
}

void
log_line(enum log_level level, const char *format, ...)
{
    static const char *const names[] = { "error", "warning", "info", "debug" };
    char line[1024];
    va_list args;
    int head, length;

    if (level > most)
        return;
    head = snprintf(line, sizeof line, "%s: ", names[level]);
    va_start(args, format);
    length = vsnprintf(line + head, sizeof line - (size_t)head - 1, format, args);
    va_end(args);
    length = length < 0 ? head : head + length;
    if (length > (int)sizeof line - 2)
        length = (int)sizeof line - 2;
    for (int i = 0; i < length; i++)
        if ((unsigned char)line[i] < 0x20 || line[i] == 0x7f)
            line[i] = '?';
    line[length] = '\n';
    if (write(STDERR_FILENO, line, (size_t)length + 1) < 0)
        return; /* nowhere left to say it */
}

void
die_at(const char *file, int line, const char *what)
{
    log_error("%s:%d: broken promise: %s", file, line, what);
    abort();
}
