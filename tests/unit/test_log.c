/* One line a thing worth knowing, to stderr. */
#include "base/log.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

/* What the function writes to stderr, at most `size` - 1 bytes of it. */
static void
capture(void (*write_lines)(void), char *out, size_t size)
{
    int ends[2], stderr_copy = dup(STDERR_FILENO);
    ssize_t length;

    assert_int_equal(pipe(ends), 0);
    assert_int_equal(dup2(ends[1], STDERR_FILENO), STDERR_FILENO);
    write_lines();
    assert_int_equal(dup2(stderr_copy, STDERR_FILENO), STDERR_FILENO);
    close(stderr_copy);
    close(ends[1]);
    length = read(ends[0], out, size - 1);
    close(ends[0]);
    assert_true(length >= 0);
    out[length] = '\0';
}

static void
write_forged(void)
{
    log_info("name=%s", "a\r\nerror: forged\x1b[2J\x7f");
}

static void
a_line_break_in_a_value_does_not_make_a_line(void **state)
{
    char line[2048];

    (void)state;
    capture(write_forged, line, sizeof line);
    assert_string_equal(line, "info: name=a??error: forged?[2J?\n");
}

static void
write_long(void)
{
    char text[3000];

    memset(text, 'x', sizeof text);
    text[sizeof text - 1] = '\0';
    log_error("%s", text);
}

static void
a_long_line_is_cut_and_still_ends(void **state)
{
    char line[4096];

    (void)state;
    capture(write_long, line, sizeof line);
    assert_true(strlen(line) <= 1024);
    assert_int_equal(line[strlen(line) - 1], '\n');
    assert_ptr_equal(strchr(line, '\n'), line + strlen(line) - 1);
}

static void
write_levels(void)
{
    log_debug("not seen");
    log_warning("seen");
    log_set_level(LOG_DEBUG);
    log_debug("now seen");
    log_set_level(LOG_ERROR);
    log_warning("hidden");
    log_set_level(LOG_INFO);
}

static void
lines_above_the_level_are_dropped(void **state)
{
    char line[2048];

    (void)state;
    capture(write_levels, line, sizeof line);
    assert_string_equal(line, "warning: seen\ndebug: now seen\n");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_break_in_a_value_does_not_make_a_line),
        cmocka_unit_test(a_long_line_is_cut_and_still_ends),
        cmocka_unit_test(lines_above_the_level_are_dropped),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
