/* The values a page shows: a tree of names with texts, truths, lists and objects, made in the request's
 * arena. */
#ifndef HTML_VIEW_H
#define HTML_VIEW_H

#include "base/arena.h"
#include "base/buf.h"

#include <stdbool.h>
#include <stdint.h>

struct view; /* an object: names -> values */

/* A new empty object. */
struct view *view_new(struct arena *arena);

/*
 * Set a value; texts are not copied (they live as long as the arena), NULL is an absent value. Names are
 * string literals of at most 64 letters a-z, digits and _. As a section, a text is true unless absent or
 * empty, a number unless 0. Of two values under one name the later counts.
 */
void view_text(struct view *view, const char *name, const char *text);
void view_int(struct view *view, const char *name, int64_t number);
void view_bool(struct view *view, const char *name, bool value);
void view_printf(struct view *view, const char *name, const char *format, ...) PRINTF_LIKE(3, 4);

/*
 * HTML that is written where it is shown, for what is too long to be copied on the way: `write(arg, out)` is
 * called as often as the template shows the name, in {{{name_html}}} only. As a section it is true.
 */
typedef void view_write(const void *arg, struct buf *out);
void view_writer(struct view *view, const char *name, view_write *write, const void *arg);

/* A nested object under `name` (set once; {{#name}} enters it). */
struct view *view_object(struct view *view, const char *name);

/* Append an object to the list `name` (made on first use) and return it. An empty or absent list is false. */
struct view *view_item(struct view *view, const char *name);

/* Use a subtree made elsewhere, such as the page's frame. */
void view_link(struct view *view, const char *name, const struct view *other);

#endif
