/* Where in HTML a place of a template is. */
#include "html/internal.h"

#include <string.h>

static const char tag_not_closed[] = "a tag is not closed before the next one";
static const char unquoted[] = "an attribute value needs quotes";

static bool
is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static enum markup_place
after_tag(const struct markup *markup)
{
    bool raw = (markup->tag_length == 6 && memcmp(markup->tag, "script", 6) == 0)
               || (markup->tag_length == 5 && memcmp(markup->tag, "style", 5) == 0);

    return raw ? IN_RAW : IN_TEXT;
}

static void
forget_tag(struct markup *markup)
{
    memset(markup->tag, 0, sizeof markup->tag);
    markup->tag_length = 0;
}

static const char *
feed_less(struct markup *markup, char c)
{
    forget_tag(markup);
    markup->dashes = 0;
    if (c == '!')
        markup->place = IN_BANG;
    else if (c == '/')
        markup->place = IN_TAG; /* a closing tag; its name does not matter */
    else if (is_letter(c)) {
        markup->place = IN_NAME;
        markup->tag[markup->tag_length++] = (char)(c | 0x20);
    } else
        return "a lone < must be written &lt;";
    return NULL;
}

static const char *
feed_tag(struct markup *markup, char c)
{
    if (markup->place == IN_NAME && !is_space(c) && c != '>' && c != '/') {
        if (markup->tag_length < sizeof markup->tag)
            markup->tag[markup->tag_length++] = (char)(c | 0x20);
        return NULL;
    }
    markup->place = IN_TAG;
    if (c == '>') {
        markup->place = after_tag(markup);
        markup->after_less = false;
    } else if (c == '=')
        markup->place = IN_EQUALS;
    else if (c == '<')
        return tag_not_closed;
    else if (c == '"' || c == '\'')
        return "a quote stands where an attribute's name should";
    return NULL;
}

static const char *
feed_equals(struct markup *markup, char c)
{
    if (c == '"')
        markup->place = IN_DOUBLE;
    else if (c == '\'')
        markup->place = IN_SINGLE;
    else if (!is_space(c))
        return unquoted;
    return NULL;
}

static void
feed_comment(struct markup *markup, char c)
{
    if (c == '>' && markup->dashes >= 2)
        markup->place = IN_TEXT;
    markup->dashes = c == '-' ? markup->dashes + 1 : 0;
}

static const char *
feed_bang(struct markup *markup, char c)
{
    if (c != '-') {
        markup->place = IN_TAG; /* <!doctype html> */
        return feed_tag(markup, c);
    }
    if (++markup->dashes == 2) {
        markup->place = IN_COMMENT;
        markup->dashes = 0;
    }
    return NULL;
}

static void
feed_raw(struct markup *markup, char c)
{
    if (markup->after_less && c == '/') {
        markup->place = IN_TAG;
        forget_tag(markup);
    }
    markup->after_less = c == '<';
}

static const char *
feed(struct markup *markup, char c)
{
    switch (markup->place) {
    case IN_TEXT:
        if (c == '<')
            markup->place = IN_LESS;
        return NULL;
    case IN_LESS: return feed_less(markup, c);
    case IN_BANG: return feed_bang(markup, c);
    case IN_NAME:
    case IN_TAG: return feed_tag(markup, c);
    case IN_EQUALS: return feed_equals(markup, c);
    case IN_DOUBLE:
    case IN_SINGLE:
        if (c == (markup->place == IN_DOUBLE ? '"' : '\''))
            markup->place = IN_TAG;
        return NULL;
    case IN_COMMENT: feed_comment(markup, c); return NULL;
    case IN_RAW: feed_raw(markup, c); return NULL;
    }
    return NULL;
}

const char *
markup_feed(struct markup *markup, const char *text, size_t length, size_t *at)
{
    for (*at = 0; *at < length; ++*at) {
        const char *complaint = feed(markup, text[*at]);

        if (complaint != NULL)
            return complaint;
    }
    return NULL;
}

const char *
markup_refusal(const struct markup *markup, bool is_html)
{
    switch (markup->place) {
    case IN_TEXT: return NULL;
    case IN_DOUBLE:
    case IN_SINGLE: return is_html ? "HTML may not stand in an attribute" : NULL;
    case IN_RAW: return is_html ? NULL : "only {{{x_html}}} may stand in a script or style";
    case IN_EQUALS: return unquoted;
    case IN_COMMENT: return "a value may not stand in an HTML comment";
    default: return "a value may stand in text or in a quoted attribute only";
    }
}

bool
markup_same(const struct markup *a, const struct markup *b)
{
    /* which tag it is matters until the tag is closed: script and style are read differently */
    return a->place == b->place
           && (a->place == IN_TEXT || a->place == IN_RAW
               || (a->tag_length == b->tag_length && memcmp(a->tag, b->tag, a->tag_length) == 0));
}
