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

static const char *
name_of_person(struct arena *arena, const struct person *p)
{
    return name_of(arena, p->family, p->given, p->patronymic);
}

static void
list_known(struct intake *in, const struct person_list *people, struct known_list *out)
{
    *out = (struct known_list){ 0 };
    for (size_t i = 0; i < people->count; i++) {
        const char *name = name_of_person(in->arena, &people->items[i]);

        *ARENA_PUSH(in->arena, out) = (struct known){ people_likeness(in->arena, name), name };
    }
    if (out->count > 0)
        qsort(out->items, out->count, sizeof *out->items, compare_known);
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

static const char *
name_of_line(struct arena *arena, const struct people_line *line)
{
    return name_of(arena, line->family, line->given, line->patronymic);
}

/* Of the name of this line. */
static void
refuse(struct intake *in, const struct people_line *line, enum people_fault fault, const char *other)
{
    struct people_refusal *refusal = people_refuse(in->arena, &in->file, line->line, PEOPLE_NAME);

    refusal->fault = fault;
    refusal->value = name_of_line(in->arena, line);
    refusal->other = other;
}

/* Of what several people of the project have in common. */
static void
refuse_several(struct intake *in, const struct people_line *line, unsigned sought_by)
{
    enum people_field field = sought_by == CHANGED_EXTERNAL_ID ? PEOPLE_EXTERNAL_ID
                              : sought_by == CHANGED_EMAIL     ? PEOPLE_EMAIL
                                                               : PEOPLE_NAME;
    struct people_refusal *refusal = people_refuse(in->arena, &in->file, line->line, field);

    refusal->fault = PEOPLE_SEVERAL;
    refusal->value = name_of_line(in->arena, line);
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

/* Name and department of the line's person, as they are when it is done. */
static enum db_result
name_line(struct intake *in, struct intake_line *out)
{
    const struct people_line *line = out->line;
    struct person *there = ARENA_NEW(in->arena, struct person);
    enum db_result result;

    *there = (struct person){ .given = "", .patronymic = "", .department_name = "" };
    if (out->id != 0) {
        result = person_get(in->db, in->arena, in->project, out->id, there);
        if (result != DB_OK)
            return result;
    }
    out->name = name_of(in->arena, line->family, line->given ? line->given : there->given,
                        line->patronymic ? line->patronymic : there->patronymic);
    out->department = line->department ? line->department : there->department_name;
    if (in->dry && out->kind == IMPORT_CHANGED)
        out->before = there;
    return DB_OK;
}

static enum db_result
take_line(struct intake *in, const struct people_line *line, const struct known_list *known)
{
    struct person_import import = import_of(in, line);
    struct intake_line *out;
    const char *like;
    enum db_result result = person_import(in->db, in->arena, in->key, &import);

    if (result == DB_CONFLICT) {
        refuse_several(in, line, import.sought_by);
        return DB_OK;
    }
    if (result != DB_OK)
        return result;
    like = import.kind == IMPORT_NEW ? looks_like(in, known, name_of_line(in->arena, line)) : NULL;
    if (like != NULL)
        refuse(in, line, PEOPLE_LIKE_NAME, like);
    out = ARENA_PUSH(in->arena, &in->lines);
    *out = (struct intake_line){ .line = line,
                                 .kind = import.kind,
                                 .changed = import.changed,
                                 .id = import.id,
                                 .new_department = import.new_department };
    in->count[import.kind]++;
    return name_line(in, out);
}

static int
compare_ids(const void *a, const void *b)
{
    const struct intake_line *const *x = a, *const *y = b;

    if ((*x)->id != (*y)->id)
        return (*x)->id < (*y)->id ? -1 : 1;
    return ((*x)->line->line > (*y)->line->line) - ((*x)->line->line < (*y)->line->line);
}

/* The lines of people who are there, by person. */
static const struct intake_line **
lines_by_person(struct intake *in, size_t *count_out)
{
    const struct intake_line **lines =
        ARENA_ARRAY(in->arena, const struct intake_line *, in->lines.count + 1);
    size_t count = 0;

    for (size_t i = 0; i < in->lines.count; i++)
        if (in->lines.items[i].kind != IMPORT_NEW)
            lines[count++] = &in->lines.items[i];
    if (count > 0)
        qsort(lines, count, sizeof *lines, compare_ids);
    *count_out = count;
    return lines;
}

/* Two lines may find one person, one by number and one by name. */
static void
refuse_twice(struct intake *in, const struct intake_line *const *lines, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (lines[i]->id == lines[i - 1]->id)
            refuse(in, lines[i]->line, PEOPLE_SAME_PERSON,
                   arena_printf(in->arena, "%zu", lines[i - 1]->line->line));
}

/* --- what changes, in words --- */

static const char *
role_words(const struct intake *in, const struct names *roles, enum lang lang)
{
    const char *words = "";

    for (size_t i = 0; i < roles->count; i++) {
        const struct role *role =
            in->catalogue != NULL ? catalogue_role(in->catalogue, roles->items[i]) : NULL;

        words = arena_printf(in->arena, "%s%s%s", words, i > 0 ? ", " : "",
                             role != NULL ? text_in(&role->title, lang) : roles->items[i]);
    }
    return words;
}

static const char *
or_nothing(const char *text)
{
    return text != NULL ? text : "";
}

struct intake_changes
intake_changes(const struct intake *in, const struct intake_line *line, const struct phrases *phrases,
               enum lang lang)
{
    const struct people_line *p = line->line;
    const struct person *b = line->before;
    const char *nothing = phrase(phrases, lang, "import.nothing_there");
    const char *yes_no[] = { phrase(phrases, lang, "common.no"), phrase(phrases, lang, "common.yes") };
    const struct {
        unsigned bit;
        enum people_field field;
        const char *before, *after;
    } all[] = {
        { CHANGED_NAME, PEOPLE_NAME, b ? name_of_person(in->arena, b) : NULL, b ? line->name : "" },
        { CHANGED_POSITION, PEOPLE_POSITION, b ? b->position : NULL, or_nothing(p->position) },
        { CHANGED_DEPARTMENT, PEOPLE_DEPARTMENT, b ? b->department_name : NULL, or_nothing(p->department) },
        { CHANGED_ROLES, PEOPLE_ROLES, b ? role_words(in, &b->roles, lang) : NULL,
          role_words(in, &p->roles, lang) },
        { CHANGED_KEY_USER, PEOPLE_KEY_USER, b ? yes_no[b->key_user] : NULL,
          p->has_key_user && (b != NULL || p->key_user) ? yes_no[p->key_user] : "" },
        { CHANGED_EMAIL, PEOPLE_EMAIL, b ? b->email : NULL, or_nothing(p->email) },
        { CHANGED_PHONE, PEOPLE_PHONE, b ? b->phone : NULL, or_nothing(p->phone) },
        { CHANGED_LANGUAGE, PEOPLE_LANGUAGE, b ? b->language : NULL, or_nothing(p->language) },
        { CHANGED_EXTERNAL_ID, PEOPLE_EXTERNAL_ID, b ? b->external_id : NULL, or_nothing(p->external_id) },
    };
    struct intake_changes out = { 0 };

    for (size_t i = 0; i < LENGTH(all); i++) {
        const char *before = all[i].before, *after = all[i].after;

        if (line->kind == IMPORT_NEW ? after[0] == '\0' : (line->changed & all[i].bit) == 0)
            continue;
        *ARENA_PUSH(in->arena, &out) =
            (struct intake_change){ all[i].field, before == NULL || before[0] != '\0' ? before : nothing,
                                    after[0] != '\0' ? after : nothing };
    }
    return out;
}

/* --- one e-mail, one person --- */

/* Who would have an e-mail when all is done. */
struct holder {
    const char *likeness, *name;
    const struct people_line *gets; /* the line that gives it to them; NULL: they have it already */
};

struct holders LIST_OF(struct holder);

static int
compare_holders(const void *a, const void *b)
{
    const struct holder *x = a, *y = b;
    int order = strcmp(x->likeness, y->likeness);

    if (order == 0)
        order = (x->gets != NULL) - (y->gets != NULL);
    return order != 0 || x->gets == NULL || y->gets == NULL
               ? order
               : (x->gets->line > y->gets->line) - (x->gets->line < y->gets->line);
}

static void
add_holder(struct intake *in, struct holders *holders, const char *email, struct holder holder)
{
    if (email == NULL || email[0] == '\0')
        return;
    holder.likeness = people_likeness(in->arena, email);
    *ARENA_PUSH(in->arena, holders) = holder;
}

/* The line that changes the e-mail of this person; `lines` are sorted by person. */
static bool
email_changes(const struct intake_line *const *lines, size_t count, int64_t person)
{
    size_t low = 0, high = count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (lines[middle]->id < person)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && lines[low]->id == person && (lines[low]->changed & CHANGED_EMAIL) != 0;
}

/*
 * A line must not give somebody an e-mail that another has, or would have. What counts is how it would be in
 * the end: two people may change their e-mails for one another's.
 */
static void
refuse_shared(struct intake *in, const struct person_list *people, const struct intake_line *const *lines,
              size_t count)
{
    struct holders all = { 0 };

    for (size_t i = 0; i < people->count; i++) {
        const struct person *p = &people->items[i];

        if (!email_changes(lines, count, p->id))
            add_holder(in, &all, p->email, (struct holder){ .name = name_of_person(in->arena, p) });
    }
    for (size_t i = 0; i < in->lines.count; i++) {
        const struct intake_line *l = &in->lines.items[i];

        if (l->kind == IMPORT_NEW || (l->changed & CHANGED_EMAIL) != 0)
            add_holder(in, &all, l->line->email,
                       (struct holder){ .name = name_of_line(in->arena, l->line), .gets = l->line });
    }
    if (all.count > 0)
        qsort(all.items, all.count, sizeof *all.items, compare_holders);
    for (size_t i = 1; i < all.count; i++) {
        const struct holder *at = &all.items[i];
        struct people_refusal *refusal;

        if (at->gets == NULL || strcmp(at->likeness, at[-1].likeness) != 0)
            continue;
        refusal = people_refuse(in->arena, &in->file, at->gets->line, PEOPLE_EMAIL);
        refusal->fault = PEOPLE_TAKEN_EMAIL;
        refusal->value = at->gets->email;
        refusal->other = at[-1].name;
    }
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
    struct person_filter filter = { .project = in->project, .with_disabled = true };
    struct person_list people;
    const struct intake_line **lines;
    struct known_list known;
    size_t count;
    enum db_result result = read_file(in);

    in->lines = (struct intake_lines){ 0 };
    memset(in->count, 0, sizeof in->count);
    in->plan = "";
    if (result != DB_OK || in->file.refusals.count > 0)
        return result;
    result = person_list(in->db, in->arena, &filter, &people, NULL);
    if (result == DB_NONE)
        result = DB_OK;
    list_known(in, &people, &known);
    for (size_t i = 0; i < in->file.lines.count && result == DB_OK; i++)
        result = take_line(in, &in->file.lines.items[i], &known);
    if (result != DB_OK)
        return result;
    lines = lines_by_person(in, &count);
    refuse_twice(in, lines, count);
    refuse_shared(in, &people, lines, count);
    people_refusals_sort(&in->file);
    in->plan = plan_of(in);
    if (in->dry || in->file.refusals.count > 0 || in->count[IMPORT_NEW] + in->count[IMPORT_CHANGED] == 0)
        return DB_OK;
    return record(in);
}
