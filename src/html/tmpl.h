/*
 * Pages from Mustache templates, compiled once at start for each language: {{x}} escapes, {{{x_html}}} does
 * not, {{#x}}…{{/x}} sections,
 * {{^x}}…{{/x}} inverted, {{>partial}}, {{! comment}}, and {{t.key}}: an interface text, put in at compile
 * time.
 */
#ifndef HTML_TMPL_H
#define HTML_TMPL_H

#include "base/buf.h"
#include "html/view.h"

struct tmpl_set; /* all templates of one language, immutable */

/* A template source; the name is what {{>name}} and tmpl_render() use. */
struct tmpl_source {
    const char *name, *text;
    size_t length;
};

/* Looks an interface text up; NULL when there is none. May hold {{variables}} of its own. */
typedef const char *tmpl_text(void *arg, const char *key);

/*
 * Compile all sources; NULL with the complaint (`name:line: sentence`) in `error` (room for 200 bytes).
 * Unknown partials and texts, unclosed sections, unquoted attribute values and {{{names}}} that do not end in
 * _html are complaints.
 */
struct tmpl_set *tmpl_compile(const struct tmpl_source *sources, size_t count, tmpl_text *text, void *arg,
                              char *error, size_t error_size);
void tmpl_free(struct tmpl_set *set);

/*
 * Render a template with the view to `out`. A name that the view does not have anywhere up its stack is an
 * empty value in production; with `strict` (tests, debug) it is reported through the return value: NULL or
 * the name.
 */
const char *tmpl_render(const struct tmpl_set *set, const char *name, const struct view *view,
                        struct buf *out);

/* Escape & < > " ' for text and quoted attributes. */
void html_escape(struct buf *out, const char *text);

#endif
