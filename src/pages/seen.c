/* What a form showed of something that several people may change: a save notices what others kept meanwhile.
 */
#include "pages/seen.h"

#include "base/rng.h"

#include <string.h>

enum { DIGITS = 16 };

static const char *
digest_of(const char *value, char out[HASH_HEX])
{
    hash_hex(value, strlen(value), out);
    out[DIGITS] = '\0';
    return out;
}

const char *
seen_text(struct arena *arena, const struct seen_fields *fields)
{
    const char *text = "";
    char digest[HASH_HEX];

    for (size_t i = 0; i < fields->count; i++)
        text = arena_printf(arena, "%s%s%s:%s", text, i > 0 ? " " : "", fields->items[i].name,
                            digest_of(fields->items[i].stored, digest));
    return text;
}

bool
seen_value(const char *seen, const char *name, const char *value)
{
    size_t length = strlen(name);
    char digest[HASH_HEX];

    while (*seen != '\0') {
        size_t entry = strcspn(seen, " ");

        if (entry == length + 1 + DIGITS && strncmp(seen, name, length) == 0 && seen[length] == ':')
            return strncmp(seen + length + 1, digest_of(value, digest), DIGITS) == 0;
        seen += entry;
        seen += strspn(seen, " ");
    }
    return *value == '\0';
}

bool
seen_changed(const char *seen, const struct seen_field *field)
{
    return strcmp(field->stored, field->typed) != 0 && !seen_value(seen, field->name, field->stored);
}

void
seen_show(struct request *rq, struct view *view, const struct seen_change *change)
{
    struct view *item = view_item(view, "changes");

    view_bool(view, "has_changes", true);
    view_text(item, "field_name", change->name);
    view_text(item, "label", change->label);
    view_text(item, "stored", *change->words != '\0' ? change->words : page_text(rq, "changed.empty"));
}
