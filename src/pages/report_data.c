/* What documents are made from: facts, findings and lines of a sheet, for pages and commands alike. */
#include "pages/report_data.h"

#include "pages/goal_entry.h"
#include "store/attempt.h"
#include "store/response.h"

#include <inttypes.h>
#include <string.h>

/* ---- facts ---- */

/* "name TAB position" a line. */
static void
split_people(struct arena *arena, const char *lines, struct report_people *out)
{
    while (*lines != '\0') {
        size_t length = strcspn(lines, "\n"), name = strcspn(lines, "\t\n");

        if (length > 0)
            *ARENA_PUSH(arena, out) = (struct report_person){
                .name = arena_copy_n(arena, lines, name),
                .position = name < length ? arena_copy_n(arena, lines + name + 1, length - name - 1) : "",
            };
        lines += length;
        lines += *lines == '\n';
    }
}

void
report_facts_fill(struct arena *arena, const struct project *project, const struct project_facts *facts,
                  const char *test, struct report_facts *out)
{
    *out = (struct report_facts){
        .organisation = project->organisation,
        .city = project->city,
        .country = project->country,
        .project = project->code,
        .approver = { project_fact(facts, FACT_APPROVER_NAME), project_fact(facts, FACT_APPROVER_POSITION) },
        .author = { project_fact(facts, FACT_AUTHOR), project_fact(facts, FACT_AUTHOR_POSITION) },
        .order_number = project_fact(facts, FACT_ORDER_NUMBER),
        .order_date = project_fact(facts, FACT_ORDER_DATE),
        .group = project_fact(facts, FACT_GROUP),
        .place = project_fact(facts, FACT_PLACE),
        .trainer = project_fact(facts, FACT_TRAINER),
        .programme = test_fact(facts, FACT_PROGRAMME, test),
        .hours = test_fact(facts, FACT_HOURS, test),
        .period_from = test_fact(facts, FACT_PERIOD_FROM, test),
        .period_to = test_fact(facts, FACT_PERIOD_TO, test),
        .sheet_number = test_fact(facts, FACT_SHEET_NUMBER, test),
        .sheet_date = test_fact(facts, FACT_SHEET_DATE, test),
        .kind = test_fact(facts, FACT_KIND, test),
        .chair = { project_fact(facts, FACT_CHAIR_NAME), project_fact(facts, FACT_CHAIR_POSITION) },
        .secretary = { project_fact(facts, FACT_SECRETARY_NAME), "" },
    };
    split_people(arena, project_fact(facts, FACT_AGREEING), &out->agreeing);
    split_people(arena, project_fact(facts, FACT_MEMBERS), &out->members);
}

/* ---- the requirement summary ---- */

static void
fill_goals(struct arena *arena, const struct project_findings *findings, struct report_goals *out)
{
    struct goal_entries entries;

    goal_entries_list(arena, findings, findings->data.input.lang, &entries);
    for (size_t i = 0; i < entries.count; i++) {
        const struct goal_entry *entry = &entries.items[i];
        const struct goal_row values = goal_entry_values(entry);
        const struct goal_measure *measure = entry->measure;
        bool automatic = goal_entry_automatic(entry);

        *ARENA_PUSH(arena, out) = (struct report_goal){
            .title = entry->title,
            .indicator = values.indicator,
            .unit = values.unit,
            .current = values.current,
            .target = values.target,
            .due = values.due_date,
            .owner = values.owner,
            .how = values.how,
            .not_measured = values.not_measured,
            .approved = goal_entry_approved(entry),
            .rank = goal_rank_parse(values.rank),
            .automatic = automatic,
            .measured = measure != NULL ? measure->settled[MEASURE_MEASURED] : "",
            .source = measure != NULL ? measure->settled[MEASURE_SOURCE] : "",
            .approved_by = values.by,
            .approved_at = automatic ? measure->agreed_at : values.set_at,
        };
    }
}

void
report_summary_fill(struct arena *arena, const struct project_findings *findings, struct summary_source *out)
{
    const struct found_requirements *all = &findings->found.requirements;

    *out = (struct summary_source){ .input = &findings->data.input, .findings = &findings->found };
    fill_goals(arena, findings, &out->goals);
    out->numbers.items = ARENA_ARRAY(arena, struct report_number, all->count + 1);
    for (size_t i = 0; i < all->count; i++)
        out->numbers.items[out->numbers.count++] =
            (struct report_number){ all->items[i].def->code, all->items[i].key, findings->numbers[i] };
}

/* Of what was computed, without any words: one checksum for all languages. */
const char *
report_checksum(struct arena *arena, const struct project_findings *findings)
{
    const struct found_requirements *all = &findings->found.requirements;
    char hash[HASH_HEX];
    scoped_buf text;

    buf_open(&text, 64 << 20);
    buf_printf(&text, "%s %" PRId64 " %d\n", findings->data.project.code, findings->data.project.revision,
               findings->data.input.equal);
    for (size_t i = 0; i < all->count; i++) {
        const struct found_requirement *r = &all->items[i];

        buf_printf(&text, "%" PRId64 " %s %s %d %d %d %d %d %d %d", findings->numbers[i], r->code, r->key,
                   r->state, r->share, r->importance, r->goal, r->score, r->priority, r->disputed);
        for (size_t c = 0; c < r->choices.count; c++)
            buf_printf(&text, " %s", r->choices.items[c]);
        buf_puts(&text, "\n");
    }
    hash_hex(buf_text(&text), text.length, hash);
    return arena_copy_n(arena, hash, 16);
}

/* ---- the certification sheet ---- */

/* Whoever did not begin before the test was closed did not come. */
static enum sheet_state
sheet_state_of(const struct attempt *attempt, int64_t now)
{
    if (attempt->marked)
        return SHEET_MARKED;
    switch (attempt->state) {
    case ATTEMPT_NO_SHOW: return SHEET_NO_SHOW;
    case ATTEMPT_NOT_ADMITTED: return SHEET_NOT_ADMITTED;
    case ATTEMPT_INTERRUPTED: return SHEET_INTERRUPTED;
    case ATTEMPT_READY:
        return attempt->closes_at != 0 && now >= attempt->closes_at ? SHEET_NO_SHOW : SHEET_WAITING;
    default: return SHEET_RUNNING;
    }
}

static void
add_line(struct arena *arena, const struct sheet_ask *ask, const struct sheet_line *line,
         struct sheet_people *out)
{
    const struct attempt *a = &line->attempt;
    const struct quiz *quiz = library_quiz_hash(ask->library, a->form_hash);

    quiz = quiz != NULL ? quiz : library_quiz(ask->library, ask->test);
    *ARENA_PUSH(arena, out) = (struct sheet_person){
        .person = a->person,
        .name = { line->family, line->given, line->patronymic },
        .position = line->position,
        .department = line->department_name,
        .login = line->external_id,
        .variant = a->variant,
        .quiz = quiz,
        .state = sheet_state_of(a, ask->now),
        .cancelled = line->cancelled,
        .attempt = a->number,
        .started_at = a->started_at,
        .handed_in_at = a->handed_in_at,
        .stood_still = line->stood_still,
        .breaks = line->breaks,
        .mark = a->mark,
        .most = a->most,
        .percent = a->percent,
        .bar = a->bar,
        .reason = verdict_reason_parse(a->reason),
        .missed = a->detail,
        .detail = a->marked ? verdict_detail(arena, quiz, a->detail, ask->lang) : NULL,
        .note = a->note,
        .extra_minutes = a->extra_minutes,
    };
}

void
report_sheet_people(struct arena *arena, const struct sheet_ask *ask, const struct sheet_lines *lines,
                    struct sheet_people *out)
{
    *out = (struct sheet_people){ 0 };
    for (size_t i = 0; i < lines->count; i++) {
        const struct attempt *a = &lines->items[i].attempt;

        if (a->number == 1 || a->state != ATTEMPT_READY) /* else drawn in case of a retake, not begun */
            add_line(arena, ask, &lines->items[i], out);
    }
}

enum db_result
report_sheet_read(struct db *db, struct arena *arena, const struct sheet_ask *ask, struct sheet_source *out)
{
    struct sheet_lines lines;
    enum db_result result;

    *out = (struct sheet_source){ .quiz = library_quiz(ask->library, ask->test) };
    if (out->quiz == NULL)
        return DB_NONE;
    result = attempt_sheet(db, arena, ask->project, ask->test, &lines);
    if (result != DB_OK)
        return result == DB_NONE ? DB_OK : result;
    report_sheet_people(arena, ask, &lines, &out->people);
    for (size_t i = 0; i < out->people.count; i++) {
        const struct quiz *quiz = out->people.items[i].quiz;

        if (i == 0 || quiz->version > out->quiz->version)
            out->quiz = quiz;
    }
    return DB_OK;
}

/* One text of many, so that "ab" + "c" is not "a" + "bc". */
static void
sum_text(struct buf *text, const char *value)
{
    buf_puts(text, value != NULL ? value : "");
    buf_putc(text, '\x1f');
}

static void
sum_people(struct buf *text, const struct report_people *people)
{
    for (size_t i = 0; i < people->count; i++) {
        sum_text(text, people->items[i].name);
        sum_text(text, people->items[i].position);
    }
    buf_putc(text, '\n');
}

/* Every fact that the sheet prints. */
static void
sum_facts(struct buf *text, const struct report_facts *facts)
{
    const char *const printed[] = {
        facts->project,    facts->organisation, facts->group,       facts->place,         facts->trainer,
        facts->programme,  facts->hours,        facts->period_from, facts->period_to,     facts->kind,
        facts->sheet_date, facts->sheet_number, facts->chair.name,  facts->approver.name,
    };

    for (size_t i = 0; i < LENGTH(printed); i++)
        sum_text(text, printed[i]);
    sum_people(text, &facts->members);
}

static void
sum_line(struct buf *text, const struct sheet_person *p)
{
    const char *const printed[] = { p->name.family, p->name.given, p->name.patronymic, p->position,
                                    p->department,  p->login,      p->variant,         p->quiz->hash,
                                    p->certificate, p->note,       p->missed };

    buf_printf(text, "%" PRId64 " %d %d %d %d %d %d %d %d %d %" PRId64 " %" PRId64 " %" PRId64 " %d ",
               p->person, p->attempt, p->state, p->cancelled, p->mark, p->most, p->percent, p->bar, p->reason,
               p->extra_minutes, p->started_at, p->handed_in_at, p->stood_still, p->breaks);
    for (size_t i = 0; i < LENGTH(printed); i++)
        sum_text(text, printed[i]);
    buf_putc(text, '\n');
}

const char *
report_sheet_checksum(struct arena *arena, const struct report_facts *facts, const struct sheet_source *sheet)
{
    char hash[HASH_HEX];
    scoped_buf text;

    buf_open(&text, 16 << 20);
    buf_printf(&text, "%s %s\n", sheet->quiz->id, sheet->quiz->hash);
    sum_facts(&text, facts);
    for (size_t i = 0; i < sheet->people.count; i++)
        sum_line(&text, &sheet->people.items[i]);
    hash_hex(buf_text(&text), text.length, hash);
    return arena_copy_n(arena, hash, 16);
}
