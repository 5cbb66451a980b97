/* Section 2 of the requirement summary: on what grounds it stands: the order, who was asked, who answered. */
#include "report/internal.h"

#include <stdlib.h>
#include <string.h>

/* The number without the sign that somebody typed before it: the phrase has one. */
static const char *
number_bare(const char *number)
{
    static const char *const signs[] = { "№", "#", " ", "\u00a0" };

    for (size_t i = 0; i < LENGTH(signs); i++)
        if (strncmp(number, signs[i], strlen(signs[i])) == 0)
            return number_bare(number + strlen(signs[i]));
    return number;
}

static const char *
order_shown(const struct pen *pen)
{
    const struct report_facts *facts = pen->input->facts;

    if (given(facts->order_number) == NULL || given(facts->order_date) == NULL)
        return NULL;
    return phrase_fill(pen->arena, pen->phrases, pen->lang, "report.order", "number",
                       number_bare(facts->order_number), "date", shown_date(pen, facts->order_date), NULL);
}

static const char *
collected_shown(const struct pen *pen)
{
    const struct counted_list *responses = &pen->input->summary->input->responses;
    int64_t first = 0, last = 0;

    for (size_t i = 0; i < responses->count; i++) {
        int64_t at = responses->items[i].submitted_at;

        if (responses->items[i].excluded)
            continue;
        first = first == 0 || at < first ? at : first;
        last = at > last ? at : last;
    }
    if (first == 0)
        return say(pen, "report.no_answers");
    if (strcmp(shown_moment_date(pen, first), shown_moment_date(pen, last)) == 0)
        return shown_moment_date(pen, first);
    return arena_printf(pen->arena, "%s\u2013%s", shown_moment_date(pen, first),
                        shown_moment_date(pen, last));
}

/* "отвечали сами — 3; беседа — 1": questionnaires that count, of one department or (-1) of all. */
static const char *
modes_shown(const struct pen *pen, int64_t department)
{
    static const char *const modes[] = { "self", "interview", "paper", "import" };
    const struct counted_list *all = &pen->input->summary->input->responses;
    const char *text = NULL;

    for (size_t m = 0; m < LENGTH(modes); m++) {
        int64_t count = 0;

        for (size_t i = 0; i < all->count; i++)
            count += !all->items[i].excluded && strcmp(all->items[i].mode, modes[m]) == 0
                     && (department < 0 || all->items[i].department == department);
        if (count > 0)
            text = joined(pen, text, "; ",
                          arena_printf(pen->arena, "%s\u00a0\u2014\u00a0%s",
                                       say_of(pen, "report.mode", modes[m]), shown_int(pen, count)));
    }
    return text;
}

/* People of one department by role: asked and answered, each person once. */
struct role_count {
    const char *role;
    int invited, answered;
};

struct role_counts LIST_OF(struct role_count);

static void
role_count_add(struct arena *arena, struct role_counts *counts, const char *role, bool answered)
{
    struct role_count *found = NULL;

    for (size_t i = 0; i < counts->count && found == NULL; i++)
        if (strcmp(counts->items[i].role, role) == 0)
            found = &counts->items[i];
    if (found == NULL) {
        found = ARENA_PUSH(arena, counts);
        found->role = role;
    }
    found->invited++;
    found->answered += answered;
}

static int
by_person(const void *a, const void *b)
{
    const struct invited *x = *(const struct invited *const *)a, *y = *(const struct invited *const *)b;

    if (x->department != y->department)
        return x->department < y->department ? -1 : 1;
    return x->person < y->person ? -1 : x->person > y->person;
}

/* Invitations by department and person. */
static const struct invited **
invited_sorted(const struct pen *pen, size_t *count)
{
    const struct invitations *all = &pen->input->summary->input->invitations;
    const struct invited **sorted = ARENA_ARRAY(pen->arena, const struct invited *, all->count + 1);

    for (size_t i = 0; i < all->count; i++)
        sorted[i] = &all->items[i];
    qsort(sorted, all->count, sizeof *sorted, by_person);
    *count = all->count;
    return sorted;
}

/* The roles of one department, in order of first appearance. */
static struct role_counts
roles_count(const struct pen *pen, const struct invited **sorted, size_t count, int64_t department)
{
    struct role_counts counts = { 0 };

    for (size_t i = 0; i < count;) {
        const struct invited *person = sorted[i];
        bool answered = false;

        for (;
             i < count && sorted[i]->person == person->person && sorted[i]->department == person->department;
             i++)
            answered = answered || sorted[i]->handed_in;
        for (size_t k = 0; person->department == department && person->roles && k < person->roles->count; k++)
            role_count_add(pen->arena, &counts, person->roles->items[k], answered);
    }
    return counts;
}

static const char *
role_shown(const struct pen *pen, const char *id)
{
    const struct role *role = catalogue_role(pen->input->summary->input->library->catalogue, id);

    return role ? text_in(&role->title, pen->lang) : id;
}

static const char *
roles_shown(const struct pen *pen, const struct role_counts *counts)
{
    const char *text = NULL;

    for (size_t i = 0; i < counts->count; i++)
        text = joined(pen, text, "; ",
                      arena_printf(pen->arena, "%s %d/%d", role_shown(pen, counts->items[i].role),
                                   counts->items[i].answered, counts->items[i].invited));
    return text;
}

static void
roles_data(const struct pen *pen, const struct invited **sorted, size_t count)
{
    static const char *const columns[] = { "department", "role", "title", "invited", "answered" };
    const struct departments *all = &pen->input->summary->input->departments;
    struct doc_table *table = table_data(pen, "coverage_roles", columns, LENGTH(columns));

    for (size_t d = 0; d < all->count; d++) {
        const struct role_counts counts = roles_count(pen, sorted, count, all->items[d].id);

        for (size_t i = 0; i < counts.count; i++) {
            table_row(table);
            table_text(table, department_shown(pen, all->items[d].id));
            table_text(table, counts.items[i].role);
            table_text(table, role_shown(pen, counts.items[i].role));
            cell_int(pen, table, counts.items[i].invited);
            cell_int(pen, table, counts.items[i].answered);
        }
    }
}

static void
coverage_table(const struct pen *pen)
{
    static const struct column_spec columns[] = {
        { "department", 32, ALIGN_LEFT }, { "invited", 14, ALIGN_RIGHT }, { "answered", 15, ALIGN_RIGHT },
        { "share", 13, ALIGN_RIGHT },     { "roles", 44, ALIGN_LEFT },    { "modes", 26, ALIGN_LEFT },
        { "enough", 22, ALIGN_LEFT },
    };
    const struct audit_input *input = pen->input->summary->input;
    struct doc_table *table = table_open(pen, "2.1", "coverage", columns, LENGTH(columns));
    int invited = 0, answered = 0;
    size_t count = 0;
    const struct invited **sorted = invited_sorted(pen, &count);

    for (size_t i = 0; i < input->departments.count; i++) {
        const struct department_facts *department = &input->departments.items[i];
        int64_t share = share_of(department->counted, department->invited);
        const struct role_counts roles = roles_count(pen, sorted, count, department->id);
        bool small = department_small(&input->library->catalogue->method, department);

        table_row(table);
        table_text(table, department_shown(pen, department->id));
        cell_int(pen, table, department->invited);
        cell_int(pen, table, department->counted);
        cell_share(pen, table, share);
        table_text(table, roles_shown(pen, &roles));
        table_text(table, modes_shown(pen, department->id));
        table_text(table, department->id == 0 ? NULL
                                              : say(pen, !small                  ? "report.enough.yes"
                                                         : department->confirmed ? "report.enough.confirmed"
                                                                                 : "report.enough.no"));
        invited += department->invited;
        answered += department->counted;
    }
    table_row(table)->strong = true;
    table_text(table, say(pen, "report.total"));
    cell_int(pen, table, invited);
    cell_int(pen, table, answered);
    cell_share(pen, table, share_of(answered, invited));
    roles_data(pen, sorted, count);
}

/* Questionnaires that a consultant left out: whose, as far as the attribution allows, why, who, when. */
static void
excluded_table(const struct pen *pen)
{
    static const struct column_spec columns[] = {
        { "n", 7, ALIGN_RIGHT },          { "survey", 36, ALIGN_LEFT }, { "author", 28, ALIGN_LEFT },
        { "department", 28, ALIGN_LEFT }, { "reason", 38, ALIGN_LEFT }, { "by", 26, ALIGN_LEFT },
        { "date", 19, ALIGN_LEFT },
    };
    const struct counted_list *all = &pen->input->summary->input->responses;
    struct doc_table *table = NULL;
    int64_t n = 0;

    for (size_t i = 0; i < all->count; i++) {
        const struct counted *from = &all->items[i];

        if (!from->excluded)
            continue;
        if (table == NULL)
            table = table_open(pen, "2.2", "excluded", columns, LENGTH(columns));
        table_row(table);
        cell_int(pen, table, ++n);
        table_text(table, text_in(&from->survey->title, pen->lang));
        table_text(table, from->name);
        table_text(table, is_named(from) ? department_shown(pen, from->department) : NULL);
        table_text(table, from->excluded_reason);
        table_text(table, from->excluded_by);
        cell_moment(pen, table, from->excluded_at);
    }
}

void
summary_grounds(const struct pen *pen)
{
    const struct summary_source *source = pen->input->summary;
    const char *answered = modes_shown(pen, -1);
    struct doc_keys *keys;

    block_heading(pen->doc, 1, "2", say(pen, "report.section.grounds"));
    keys = block_keys(pen->doc);
    block_key(pen->doc, keys, say(pen, "report.key.order"), order_shown(pen));
    block_key(pen->doc, keys, say(pen, "report.key.collected"), collected_shown(pen));
    block_key(pen->doc, keys, say(pen, "report.key.modes"),
              answered ? answered : say(pen, "report.no_answers"));
    block_key(pen->doc, keys, say(pen, "report.key.weight"),
              say(pen, source->input->equal ? "report.weight.equal" : "report.weight.users"));
    for (size_t i = 0; i < source->findings->versions.count; i++)
        block_key(pen->doc, keys, i == 0 ? say(pen, "report.key.versions") : "",
                  source->findings->versions.items[i]);
    if (source->input->departments.count == 0)
        block_notice(pen->doc, say(pen, "report.empty.departments"));
    else
        coverage_table(pen);
    excluded_table(pen);
    block_span(pen->doc, block_paragraph(pen->doc, STYLE_NOTE, ALIGN_LEFT), SPAN_PLAIN,
               say(pen, "report.numbering"));
}
