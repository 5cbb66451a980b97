/* The values a page shows. */
#include "html/view.h"

#include "base/die.h"
#include "html/internal.h"

#include <stdarg.h>
#include <string.h>

uint32_t
name_hash(const char *name, size_t length)
{
    uint32_t hash = 2166136261u;

    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)name[i]) * 16777619u;
    return hash;
}

const struct value *
view_find(const struct view *view, uint32_t hash, const char *name)
{
    if ((view->mask >> (hash & 63) & 1) == 0)
        return NULL;
    for (size_t i = view->count; i-- > 0;)
        if (view->items[i].hash == hash && strcmp(view->items[i].name, name) == 0)
            return &view->items[i];
    return NULL;
}

struct view *
view_new(struct arena *arena)
{
    struct view *view = ARENA_NEW(arena, struct view);

    view->arena = arena;
    return view;
}

static struct value *
add(struct view *view, const char *name, enum value_kind kind)
{
    uint32_t hash = name_hash(name, strlen(name));
    struct value *value = ARENA_PUSH(view->arena, view);

    *value = (struct value){ .hash = hash, .kind = kind, .name = name };
    view->mask |= (uint64_t)1 << (hash & 63);
    return value;
}

void
view_text(struct view *view, const char *name, const char *text)
{
    struct value *value = add(view, name, VALUE_TEXT);

    value->text = text;
    if (text == NULL)
        value->kind = VALUE_NONE;
    else if (text[0] == '\0')
        value->kind = VALUE_FALSE;
}

void
view_int(struct view *view, const char *name, int64_t number)
{
    struct value *value = add(view, name, number != 0 ? VALUE_TEXT : VALUE_FALSE);

    value->text = arena_int(view->arena, number);
}

void
view_bool(struct view *view, const char *name, bool truth)
{
    add(view, name, truth ? VALUE_TRUE : VALUE_FALSE);
}

void
view_printf(struct view *view, const char *name, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    view_text(view, name, arena_vprintf(view->arena, format, args));
    va_end(args);
}

void
view_writer(struct view *view, const char *name, view_write *write, const void *arg)
{
    struct value *value = add(view, name, VALUE_WRITER);

    value->in.writer.write = write;
    value->in.writer.arg = arg;
}

struct view *
view_object(struct view *view, const char *name)
{
    struct view *object = view_new(view->arena);

    view_link(view, name, object);
    return object;
}

struct view *
view_item(struct view *view, const char *name)
{
    struct view *item = view_new(view->arena);
    struct value *list = NULL;
    uint32_t hash = name_hash(name, strlen(name));

    if (view->mask >> (hash & 63) & 1)
        for (size_t i = view->count; list == NULL && i-- > 0;)
            if (view->items[i].hash == hash && strcmp(view->items[i].name, name) == 0)
                list = &view->items[i];
    if (list == NULL || list->kind != VALUE_LIST) {
        list = add(view, name, VALUE_LIST);
        list->in.list.first = item;
    } else {
        list->in.list.last->next = item;
    }
    list->in.list.last = item;
    return item;
}

void
view_link(struct view *view, const char *name, const struct view *other)
{
    ensure(other != NULL);
    add(view, name, VALUE_OBJECT)->in.object = other;
}
