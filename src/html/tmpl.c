/* Rendering compiled templates. */
#include "html/tmpl.h"

#include "base/die.h"
#include "html/internal.h"

#include <stdlib.h>
#include <string.h>

struct render {
    const struct tmpl_set *set;
    struct buf *out;
    const struct view *stack[NEST_MAX + 1];
    size_t height;
    const char *missing;
};

void
html_escape(struct buf *out, const char *text)
{
    for (;;) {
        size_t plain = strcspn(text, "&<>\"'");

        buf_add(out, text, plain);
        text += plain;
        switch (*text++) {
        case '&': buf_puts(out, "&amp;"); break;
        case '<': buf_puts(out, "&lt;"); break;
        case '>': buf_puts(out, "&gt;"); break;
        case '"': buf_puts(out, "&quot;"); break;
        case '\'': buf_puts(out, "&#39;"); break;
        default: return; /* its end */
        }
    }
}

static const struct value *
find(const struct render *render, const struct op *op)
{
    const struct value *value = NULL;

    for (size_t i = render->height; value == NULL && i-- > 0;)
        value = view_find(render->stack[i], op->hash, op->text);
    return value;
}

static void
put_value(struct render *render, const struct op *op)
{
    const struct value *value = find(render, op);

    if (value == NULL && render->missing == NULL)
        render->missing = op->text;
    if (value == NULL)
        return;
    if (op->kind == OP_HTML && value->kind == VALUE_WRITER)
        value->in.writer.write(value->in.writer.arg, render->out);
    else if (value->text == NULL)
        return;
    else if (op->kind == OP_HTML)
        buf_puts(render->out, value->text);
    else
        html_escape(render->out, value->text);
}

static void run(struct render *render, size_t from, size_t to);

static void
run_with(struct render *render, const struct view *view, size_t from, size_t to)
{
    ensure(render->height < LENGTH(render->stack));
    render->stack[render->height++] = view;
    run(render, from, to);
    render->height--;
}

static void
run_section(struct render *render, size_t at)
{
    const struct op *op = &render->set->items[at];
    const struct value *value = find(render, op);
    bool truth = value != NULL && value->kind != VALUE_NONE && value->kind != VALUE_FALSE;

    if (op->kind == OP_INVERTED) {
        if (!truth)
            run(render, at + 1, op->end);
    } else if (truth && value->kind == VALUE_OBJECT) {
        run_with(render, value->in.object, at + 1, op->end);
    } else if (truth && value->kind == VALUE_LIST) {
        for (const struct view *item = value->in.list.first; item != NULL; item = item->next)
            run_with(render, item, at + 1, op->end);
    } else if (truth) {
        run(render, at + 1, op->end);
    }
}

static void
run(struct render *render, size_t from, size_t to)
{
    while (from < to) {
        const struct op *op = &render->set->items[from];

        switch (op->kind) {
        case OP_LITERAL: buf_add(render->out, op->text, op->length); break;
        case OP_ESCAPED:
        case OP_HTML: put_value(render, op); break;
        case OP_SECTION:
        case OP_INVERTED:
            run_section(render, from);
            from = op->end;
            continue;
        }
        from++;
    }
}

const char *
tmpl_render(const struct tmpl_set *set, const char *name, const struct view *view, struct buf *out)
{
    struct render render = { .set = set, .out = out };
    uint32_t hash = name_hash(name, strlen(name));

    for (size_t i = 0; i < set->program_count; i++) {
        const struct program *program = &set->programs[i];

        if (program->hash != hash || strcmp(program->name, name) != 0)
            continue;
        run_with(&render, view, program->from, program->to);
        return render.missing;
    }
    die_at(__FILE__, __LINE__, name);
}

void
tmpl_free(struct tmpl_set *set)
{
    if (set == NULL)
        return;
    arena_close(&set->arena);
    free(set);
}
