/* Any bytes as templates: compiling ends with a set or a complaint, and no value leaves a set unescaped. */
#include "base/die.h"
#include "html/tmpl.h"

#include <string.h>

enum { SOURCES = 3, LARGEST_PAGE = 1 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *
fuzz_text(void *arg, const char *key)
{
    (void)arg;
    return key[0] == 'a' ? "\x01<\"{{x}}'" : key[0] == 'b' ? "{{" : NULL;
}

/* Sources are parted by NUL bytes. */
static size_t
split(const uint8_t *data, size_t size, struct tmpl_source sources[SOURCES])
{
    static const char *const names[SOURCES] = { "p", "q", "r" };
    const char *at = (const char *)data, *end = at + size;
    size_t count = 0;

    while (count < SOURCES) {
        const char *nul = at < end && count + 1 < SOURCES ? memchr(at, '\0', (size_t)(end - at)) : NULL;

        sources[count] = (struct tmpl_source){ names[count], at, (size_t)((nul ? nul : end) - at) };
        count++;
        if (nul == NULL)
            break;
        at = nul + 1;
    }
    return count;
}

static void
fill(struct view *view)
{
    struct view *item;

    view_text(view, "x", "\x01<b a='\"'>&");
    view_text(view, "x_html", "<i>html</i>");
    view_bool(view, "s", true);
    view_text(view_object(view, "o"), "y", "\x01<");
    for (int i = 0; i < 3; i++) {
        item = view_item(view, "l");
        view_int(item, "n", i);
        view_text(view_item(item, "l"), "n", "\x01<");
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tmpl_source sources[SOURCES];
    scoped_arena arena = { 0 };
    scoped_buf out = { 0 };
    struct view *view = view_new(&arena);
    struct tmpl_set *set;
    char error[200] = "";
    size_t count = split(data, size, sources);

    if (size > 0 && memchr(data, 1, size) != NULL)
        return 0; /* the mark of a value, see fill() */
    set = tmpl_compile(sources, count, fuzz_text, NULL, error, sizeof error);
    ensure((set == NULL) == (error[0] != '\0'));
    if (set == NULL)
        return 0;
    fill(view);
    buf_open(&out, LARGEST_PAGE);
    for (size_t i = 0; i < count; i++)
        tmpl_render(set, sources[i].name, view, &out);
    ensure(strstr(buf_text(&out), "\x01<") == NULL);
    tmpl_free(set);
    return 0;
}
