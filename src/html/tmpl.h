/*
 * Pages from Mustache templates, compiled once at start for each language: {{x}} escapes, {{{x_html}}} does
 * not, {{#x}}…{{/x}} sections, {{^x}}…{{/x}} inverted, {{>partial}}, {{! comment}}, and {{t.key}}: an
 * interface text, put in at compile time. A tag that shows nothing and stands alone on its line takes the
 * line away. Names are looked up from the innermost object outwards.
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
 * Unknown partials and texts, unclosed or too deeply nested sections, unquoted attribute values and
 * {{{names}}} that do not end in _html are complaints; so is a value anywhere but in text, in a quoted
 * attribute or
 * ({{{x_html}}} only) in a script or style, and a section that ends in another place of the HTML than it
 * began. The sources need not outlive the call. Free with tmpl_free().
 */
struct tmpl_set *tmpl_compile(const struct tmpl_source *sources, size_t count, tmpl_text *text, void *arg,
                              char *error, size_t error_size);
void tmpl_free(struct tmpl_set *set);

/*
 * Render a template (one that exists) with the view, appending to `out`; a page needs the room of its texts.
 * Returns NULL, or the first {{name}} that the view has nowhere up its stack (it shows nothing): production
 * ignores it, tests and debug builds fail on it. Sections whose name is missing are simply false. Any number
 * of threads may render from one set.
 */
const char *tmpl_render(const struct tmpl_set *set, const char *name, const struct view *view,
                        struct buf *out);

/* Escape & < > " ' for text and quoted attributes. */
void html_escape(struct buf *out, const char *text);

#endif
