/* Compiling templates: tags become ops, partials and interface texts are put in, and the HTML around is
 * watched. */
#include "base/die.h"
#include "html/internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OPS_MAX = 1 << 17, LONGEST_NAME = 64, TEXT_PREFIX = 2 };

struct compiler {
    struct tmpl_set *set;
    const struct tmpl_source *sources; /* their texts are copies in the set's arena */
    size_t source_count;
    tmpl_text *text;
    void *arg;
    struct markup markup;
    size_t depth; /* open sections and partials */
    char *error;
    size_t error_size;
};

struct section {
    size_t op, line;
    const char *name;
    struct markup markup; /* where it began */
};

/* One source being read. */
struct scan {
    struct compiler *compiler;
    const struct tmpl_source *source;
    const char *at, *end; /* `at`: what has not become an op yet */
    size_t line;
    struct section open[NEST_MAX];
    size_t open_count;
};

/* A tag {{…}}. */
struct tag {
    const char *start, *stop; /* the whole of it */
    char sigil;               /* # ^ / > ! or { for {{{, or 0 */
    const char *name;
    size_t length;
};

static bool
complain(struct scan *scan, const char *sentence, const char *name)
{
    if (name != NULL)
        snprintf(scan->compiler->error, scan->compiler->error_size, "%s:%zu: %s: %s", scan->source->name,
                 scan->line, sentence, name);
    else
        snprintf(scan->compiler->error, scan->compiler->error_size, "%s:%zu: %s", scan->source->name,
                 scan->line, sentence);
    return false;
}

static bool
add_op(struct scan *scan, struct op op)
{
    if (scan->compiler->set->count >= OPS_MAX)
        return complain(scan, "the templates are too large together", NULL);
    *ARENA_PUSH(&scan->compiler->set->arena, scan->compiler->set) = op;
    return true;
}

static bool
add_literal(struct scan *scan, const char *text, size_t length)
{
    return length == 0 || add_op(scan, (struct op){ .kind = OP_LITERAL, .text = text, .length = length });
}

/* The source up to `stop`, watched as HTML, of which only what stands before `cut` is kept. */
static bool
take_literal(struct scan *scan, const char *cut, const char *stop)
{
    size_t at;
    const char *complaint = markup_feed(&scan->compiler->markup, scan->at, (size_t)(cut - scan->at), &at);

    for (const char *c = scan->at; c < (complaint ? scan->at + at : stop); c++)
        scan->line += *c == '\n';
    if (complaint != NULL)
        return complain(scan, complaint, NULL);
    if (!add_literal(scan, scan->at, (size_t)(cut - scan->at)))
        return false;
    scan->at = stop;
    return true;
}

static bool
is_name(const char *name, size_t length)
{
    if (length == 0 || length > LONGEST_NAME || name[0] < 'a' || name[0] > 'z')
        return false;
    for (size_t i = 0; i < length; i++)
        if (strchr("abcdefghijklmnopqrstuvwxyz0123456789_.", name[i]) == NULL || name[i] == '\0')
            return false;
    return true;
}

/* Read the tag that starts at `start`; false when it has no end or its name is none. */
static bool
read_tag(struct scan *scan, const char *start, const char *end, struct tag *tag)
{
    const char *close;
    size_t marks = 2;

    *tag = (struct tag){ .start = start, .name = start + 2 };
    if (tag->name < end && strchr("#^/>!{", *tag->name) != NULL && *tag->name != '\0')
        tag->sigil = *tag->name++;
    if (tag->sigil == '{')
        marks = 3;
    close = memmem(tag->name, (size_t)(end - tag->name), "}}}", marks);
    if (close == NULL)
        return complain(scan, "a tag has no end", NULL);
    tag->stop = close + marks;
    while (tag->name < close && *tag->name == ' ')
        tag->name++;
    while (close > tag->name && close[-1] == ' ')
        close--;
    tag->length = (size_t)(close - tag->name);
    if (tag->sigil != '!' && !is_name(tag->name, tag->length))
        return complain(
            scan, "this is no name",
            arena_copy_n(&scan->compiler->set->arena, tag->name, tag->length > 40 ? 40 : tag->length));
    return true;
}

static const char *
copy_name(struct scan *scan, const struct tag *tag)
{
    return arena_copy_n(&scan->compiler->set->arena, tag->name, tag->length);
}

static bool
add_value(struct scan *scan, const struct tag *tag)
{
    bool is_html = tag->sigil == '{';
    const char *name = copy_name(scan, tag), *refusal = markup_refusal(&scan->compiler->markup, is_html);

    if (is_html && (tag->length < 6 || strcmp(name + tag->length - 5, "_html") != 0))
        return complain(scan, "{{{ }}} is for names that end in _html", name);
    if (strchr(name, '.') != NULL)
        return complain(scan, "a name has no dots", name);
    if (refusal != NULL)
        return complain(scan, refusal, name);
    return add_op(scan, (struct op){ .kind = is_html ? OP_HTML : OP_ESCAPED,
                                     .hash = name_hash(name, tag->length),
                                     .text = name });
}

/* A piece of an interface text, escaped once and for all. */
static bool
add_escaped(struct scan *scan, const char *text, size_t length)
{
    struct arena *arena = &scan->compiler->set->arena;
    scoped_buf buf = { 0 };

    buf_open(&buf, length * 6);
    html_escape(&buf, arena_copy_n(arena, text, length));
    return add_literal(scan, arena_copy_n(arena, buf_text(&buf), buf.length), buf.length);
}

/* {{t.key}}: the text, whose own tags may be plain variables only. */
static bool
add_text(struct scan *scan, const struct tag *tag)
{
    const char *key = copy_name(scan, tag), *refusal = markup_refusal(&scan->compiler->markup, false);
    const char *text, *end;

    if (refusal != NULL)
        return complain(scan, refusal, key);
    text = scan->compiler->text ? scan->compiler->text(scan->compiler->arg, key + TEXT_PREFIX) : NULL;
    if (text == NULL)
        return complain(scan, "there is no such text", key);
    end = text + strlen(text);
    for (const char *open; (open = strstr(text, "{{")) != NULL;) {
        struct tag inner;

        if (!add_escaped(scan, text, (size_t)(open - text)) || !read_tag(scan, open, end, &inner))
            return false;
        if (inner.sigil != 0)
            return complain(scan, "a text may hold plain {{variables}} only", key);
        if (!add_value(scan, &inner))
            return false;
        text = inner.stop;
    }
    return add_escaped(scan, text, (size_t)(end - text));
}

static bool
open_section(struct scan *scan, const struct tag *tag)
{
    struct compiler *compiler = scan->compiler;
    const char *name = copy_name(scan, tag);

    if (compiler->depth + 1 >= NEST_MAX)
        return complain(scan, "sections and partials are nested too deep", name);
    if (strchr(name, '.') != NULL)
        return complain(scan, "a name has no dots", name);
    if (compiler->markup.place == IN_EQUALS || compiler->markup.place == IN_LESS
        || compiler->markup.place == IN_BANG)
        return complain(scan, "a section may not begin here", name);
    if (compiler->markup.place == IN_NAME)
        compiler->markup.place = IN_TAG;
    compiler->depth++;
    scan->open[scan->open_count++] = (struct section){
        .op = compiler->set->count, .line = scan->line, .name = name, .markup = compiler->markup
    };
    return add_op(scan, (struct op){ .kind = tag->sigil == '#' ? OP_SECTION : OP_INVERTED,
                                     .hash = name_hash(name, tag->length),
                                     .text = name });
}

static bool
close_section(struct scan *scan, const struct tag *tag)
{
    struct compiler *compiler = scan->compiler;
    const char *name = copy_name(scan, tag);
    const struct section *section;

    if (scan->open_count == 0)
        return complain(scan, "this section is not open", name);
    section = &scan->open[--scan->open_count];
    if (strcmp(section->name, name) != 0)
        return complain(scan, "another section is to be closed first", section->name);
    if (!markup_same(&section->markup, &compiler->markup))
        return complain(scan, "a section must end at such a place of the HTML as it began", name);
    compiler->depth--;
    compiler->set->items[section->op].end = compiler->set->count;
    return true;
}

static bool compile_source(struct compiler *compiler, const struct tmpl_source *source);

static bool
add_partial(struct scan *scan, const struct tag *tag)
{
    struct compiler *compiler = scan->compiler;
    const char *name = copy_name(scan, tag);
    bool compiled;

    if (compiler->depth + 1 >= NEST_MAX)
        return complain(scan, "sections and partials are nested too deep", name);
    for (size_t i = 0; i < compiler->source_count; i++) {
        if (strcmp(compiler->sources[i].name, name) != 0)
            continue;
        compiler->depth++;
        compiled = compile_source(compiler, &compiler->sources[i]);
        compiler->depth--;
        return compiled;
    }
    return complain(scan, "there is no such partial", name);
}

static bool
add_tag(struct scan *scan, const struct tag *tag)
{
    switch (tag->sigil) {
    case '!': return true;
    case '#':
    case '^': return open_section(scan, tag);
    case '/': return close_section(scan, tag);
    case '>': return add_partial(scan, tag);
    default:
        if (tag->sigil == 0 && tag->length > TEXT_PREFIX && memcmp(tag->name, "t.", TEXT_PREFIX) == 0)
            return add_text(scan, tag);
        return add_value(scan, tag);
    }
}

/* A tag that shows nothing and stands alone takes its line away: the literal then ends at `*cut`, and the
 * source goes on at `*next`. */
static void
measure_line(const struct scan *scan, const struct tag *tag, const char **cut, const char **next)
{
    const char *before = tag->start, *after = tag->stop;

    *cut = tag->start;
    *next = tag->stop;
    if (tag->sigil == 0 || tag->sigil == '{')
        return;
    while (before > scan->source->text && (before[-1] == ' ' || before[-1] == '\t'))
        before--;
    while (after < scan->end && (*after == ' ' || *after == '\t' || *after == '\r'))
        after++;
    if ((before > scan->source->text && before[-1] != '\n') || before < scan->at
        || (after < scan->end && *after != '\n'))
        return;
    *cut = before;
    *next = after < scan->end ? after + 1 : after;
}

static bool
compile_source(struct compiler *compiler, const struct tmpl_source *source)
{
    struct scan scan = { .compiler = compiler, .source = source, .at = source->text, .line = 1 };

    scan.end = source->text + source->length;
    for (const char *open; (open = memmem(scan.at, (size_t)(scan.end - scan.at), "{{", 2)) != NULL;) {
        struct tag tag;
        const char *cut, *next;

        if (!read_tag(&scan, open, scan.end, &tag))
            return false;
        measure_line(&scan, &tag, &cut, &next);
        if (!take_literal(&scan, cut, tag.start) || !add_tag(&scan, &tag))
            return false;
        for (; scan.at < next; scan.at++)
            scan.line += *scan.at == '\n';
    }
    if (!take_literal(&scan, scan.end, scan.end))
        return false;
    if (scan.open_count > 0) {
        scan.line = scan.open[scan.open_count - 1].line;
        return complain(&scan, "this section is not closed", scan.open[scan.open_count - 1].name);
    }
    return true;
}

static bool
compile_program(struct compiler *compiler, const struct tmpl_source *source, struct program *program)
{
    struct scan end = { .compiler = compiler, .source = source, .line = 1 };

    *program = (struct program){ .name = source->name,
                                 .hash = name_hash(source->name, strlen(source->name)),
                                 .from = compiler->set->count };
    compiler->markup = (struct markup){ 0 };
    if (!compile_source(compiler, source))
        return false;
    program->to = compiler->set->count;
    for (size_t i = 0; i < source->length; i++)
        end.line += source->text[i] == '\n';
    return compiler->markup.place == IN_TEXT || complain(&end, "the template ends inside a tag", NULL);
}

struct tmpl_set *
tmpl_compile(const struct tmpl_source *sources, size_t count, tmpl_text *text, void *arg, char *error,
             size_t error_size)
{
    struct tmpl_set *set = calloc(1, sizeof *set);
    struct compiler compiler = { .set = set, .source_count = count, .text = text, .arg = arg };
    struct tmpl_source *copies;

    ensure(set != NULL);
    compiler.error = error;
    compiler.error_size = error_size;
    copies = ARENA_ARRAY(&set->arena, struct tmpl_source, count);
    for (size_t i = 0; i < count; i++) {
        copies[i].name = arena_copy(&set->arena, sources[i].name);
        copies[i].text =
            arena_copy_n(&set->arena, sources[i].length ? sources[i].text : "", sources[i].length);
        copies[i].length = sources[i].length;
    }
    compiler.sources = copies;
    set->programs = ARENA_ARRAY(&set->arena, struct program, count);
    set->program_count = count;
    for (size_t i = 0; i < count; i++)
        if (!compile_program(&compiler, &copies[i], &set->programs[i])) {
            tmpl_free(set);
            return NULL;
        }
    return set;
}
