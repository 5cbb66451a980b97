/* Bringing a list of people into a project, all or nothing. */
#include "pages/people_intake.h"

#include "base/buf.h"
#include "model/format.h"
#include "store/department.h"
#include "store/event.h"
#include "store/project.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_PLAN = 64 << 20 };

/* A name of the project, to find those that look like it. */
struct known {
    const char *likeness, *name;
};

struct known_list LIST_OF(struct known);

static int
compare_known(const void *a, const void *b)
{
    return strcmp(((const struct known *)a)->likeness, ((const struct known *)b)->likeness);
}

static const char *
name_of(struct arena *arena, const char *family, const char *given, const char *patronymic)
{
    return name_full(arena, &(struct name){ family, given ? given : "", patronymic ? patronymic : "" });
}

static enum db_result
list_known(struct intake *in, struct known_list *out)
{
    struct person_filter filter = { .project = in->project, .with_disabled = true };
    struct person_list people;
    enum db_result result = person_list(in->db, in->arena, &filter, &people, NULL);

    *out = (struct known_list){ 0 };
    if (result != DB_OK)
        return result == DB_NONE ? DB_OK : result;
    for (size_t i = 0; i < people.count; i++) {
        const struct person *p = &people.items[i];
        const char *name = name_of(in->arena, p->family, p->given, p->patronymic);

        *ARENA_PUSH(in->arena, out) = (struct known){ people_likeness(in->arena, name), name };
    }
    qsort(out->items, out->count, sizeof *out->items, compare_known);
    return DB_OK;
}

/* Somebody of the project whose name only looks like this one; NULL when there is none, or one is spelt so.
 */
static const char *
looks_like(struct intake *in, const struct known_list *known, const char *name)
{
    struct known key = { people_likeness(in->arena, name), name };
    const struct known *end = known->items + known->count, *at;

    at = known->count > 0 ? bsearch(&key, known->items, known->count, sizeof key, compare_known) : NULL;
    if (at == NULL)
        return NULL;
    while (at > known->items && strcmp(at[-1].likeness, key.likeness) == 0)
        at--;
    key.name = at->name;
    for (; at < end && strcmp(at->likeness, key.likeness) == 0; at++)
        if (strcmp(at->name, name) == 0)
            return NULL;
    return key.name;
}

static void
refuse(struct intake *in, const struct people_line *line, enum people_fault fault, const char *other)
{
    *ARENA_PUSH(in->arena, &in->file.refusals) = (struct people_refusal){
        .line = line->line,
        .fault = fault,
        .value = name_of(in->arena, line->family, line->given, line->patronymic),
        .other = other,
    };
}

static struct person_import
import_of(const struct intake *in, const struct people_line *line)
{
    return (struct person_import){
        .person = { .project = in->project,
                    .family = line->family,
                    .given = line->given,
                    .patronymic = line->patronymic,
                    .position = line->position,
                    .department_name = line->department,
                    .roles = line->roles,
                    .key_user = line->key_user,
                    .email = line->email,
                    .phone = line->phone,
                    .language = line->language,
                    .external_id = line->external_id },
        .has_roles = line->has_roles,
        .has_key_user = line->has_key_user,
        .dry = in->dry,
    };
}

static enum db_result
take_line(struct intake *in, const struct people_line *line, const struct known_list *known)
{
    struct person_import import = import_of(in, line);
    struct intake_line *out;
    const char *like;
    enum db_result result = person_import(in->db, in->arena, in->key, &import);

    if (result == DB_CONFLICT) {
        refuse(in, line, PEOPLE_SEVERAL, "");
        return DB_OK;
    }
    if (result != DB_OK)
        return result;
    like = import.kind == IMPORT_NEW
               ? looks_like(in, known, name_of(in->arena, line->family, line->given, line->patronymic))
               : NULL;
    if (like != NULL)
        refuse(in, line, PEOPLE_LIKE_NAME, like);
    out = ARENA_PUSH(in->arena, &in->lines);
    *out = (struct intake_line){ .line = line,
                                 .kind = import.kind,
                                 .changed = import.changed,
                                 .id = import.id,
                                 .new_department = import.new_department };
    in->count[import.kind]++;
    if (in->dry && import.kind == IMPORT_CHANGED) {
        struct person *before = ARENA_NEW(in->arena, struct person);

        result = person_get(in->db, in->arena, in->project, import.id, before);
        out->before = before;
    }
    return result;
}

static int
compare_ids(const void *a, const void *b)
{
    const struct intake_line *const *x = a, *const *y = b;

    if ((*x)->id != (*y)->id)
        return (*x)->id < (*y)->id ? -1 : 1;
    return ((*x)->line->line > (*y)->line->line) - ((*x)->line->line < (*y)->line->line);
}

/* Two lines may find one person, one by number and one by name. */
static void
refuse_twice(struct intake *in)
{
    const struct intake_line **lines =
        ARENA_ARRAY(in->arena, const struct intake_line *, in->lines.count + 1);
    size_t count = 0;

    for (size_t i = 0; i < in->lines.count; i++)
        if (in->lines.items[i].kind != IMPORT_NEW)
            lines[count++] = &in->lines.items[i];
    if (count > 0)
        qsort(lines, count, sizeof *lines, compare_ids);
    for (size_t i = 1; i < count; i++)
        if (lines[i]->id == lines[i - 1]->id)
            refuse(in, lines[i]->line, PEOPLE_SAME_PERSON,
                   arena_printf(in->arena, "%zu", lines[i - 1]->line->line));
}

static void
add_field(struct buf *out, const char *value)
{
    buf_puts(out, value ? value : "\x1e");
    buf_putc(out, '\x1f');
}

/* What would be done, and with what, in one hash. */
static const char *
plan_of(struct intake *in)
{
    scoped_buf text;
    char hash[HASH_HEX];

    buf_open(&text, MAX_PLAN);
    for (size_t i = 0; i < in->lines.count; i++) {
        const struct intake_line *l = &in->lines.items[i];
        const struct people_line *p = l->line;

        buf_printf(&text, "%d %u %lld %d\x1f", (int)l->kind, l->changed,
                   l->kind == IMPORT_NEW ? 0LL : (long long)l->id, p->key_user);
        add_field(&text, p->family);
        add_field(&text, p->given);
        add_field(&text, p->patronymic);
        add_field(&text, p->position);
        add_field(&text, p->department);
        add_field(&text, p->email);
        add_field(&text, p->phone);
        add_field(&text, p->language);
        add_field(&text, p->external_id);
        for (size_t r = 0; r < p->roles.count; r++)
            add_field(&text, p->roles.items[r]);
    }
    hash_hex(buf_text(&text), text.length, hash);
    return arena_copy(in->arena, hash);
}

static enum db_result
record(struct intake *in)
{
    const struct event event = {
        .project = in->project,
        .at = in->now,
        .by = in->by,
        .kind = "import",
        .detail = arena_printf(in->arena, "%zu new, %zu changed, %zu the same", in->count[IMPORT_NEW],
                               in->count[IMPORT_CHANGED], in->count[IMPORT_SAME]),
    };
    enum db_result result = event_add(in->db, &event);

    return result == DB_OK ? project_bump(in->db, in->project, NULL) : result;
}

static enum db_result
read_file(struct intake *in)
{
    struct people_source source = { .bytes = in->bytes, .length = in->length, .catalogue = in->catalogue };
    struct department_list departments;
    enum db_result result = department_list(in->db, in->arena, in->project, &departments);

    if (result != DB_OK && result != DB_NONE)
        return result;
    for (size_t i = 0; i < departments.count; i++)
        *ARENA_PUSH(in->arena, &source.departments) = departments.items[i].name;
    in->file = people_csv_read(in->arena, &source);
    return DB_OK;
}

enum db_result
people_intake(struct intake *in)
{
    struct known_list known;
    enum db_result result = read_file(in);

    in->lines = (struct intake_lines){ 0 };
    memset(in->count, 0, sizeof in->count);
    in->plan = "";
    if (result != DB_OK || in->file.refusals.count > 0)
        return result;
    result = list_known(in, &known);
    for (size_t i = 0; i < in->file.lines.count && result == DB_OK; i++)
        result = take_line(in, &in->file.lines.items[i], &known);
    if (result != DB_OK)
        return result;
    refuse_twice(in);
    in->plan = plan_of(in);
    if (in->dry || in->file.refusals.count > 0 || in->count[IMPORT_NEW] + in->count[IMPORT_CHANGED] == 0)
        return DB_OK;
    return record(in);
}
