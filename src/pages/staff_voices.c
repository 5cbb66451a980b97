/* Who spoke for a requirement and who answered otherwise: each answer in words, with its place. */
#include "model/format.h"
#include "pages/staff_requirement.h"

#include "model/question_type.h"

#include <stdlib.h>
#include <string.h>

enum { SOURCES_SHOWN = 200 };

/* What was answered: the row that speaks for it, or the whole answer, in words. */
static const char *
quote_of(struct request *rq, const struct source *source)
{
    const struct answers *answers = &source->response->answers;
    const char *text = "";
    size_t count;
    const struct cell *cells = answers_question(answers, source->question->id, &count);

    for (size_t i = 0; i < count; i++) {
        const char *words;

        if (strcmp(cells[i].row, source->row) != 0 && source->row[0] != '\0')
            continue;
        if (cells[i].column[0] == '.' && strcmp(cells[i].column, COLUMN_OTHER) != 0
            && strcmp(cells[i].column, COLUMN_COMMENT) != 0)
            continue;
        words = cell_words(rq->arena, source->question, &cells[i], page_lang(rq));
        if (*words != '\0')
            text = arena_printf(rq->arena, "%s%s%s", text, *text != '\0' ? "; " : "", words);
        if (strlen(text) > 600)
            return arena_printf(rq->arena, "%s…", text);
    }
    return text;
}

static const char *
row_words_of(struct request *rq, const struct source *source)
{
    const struct choice *choice =
        source->row[0] != '\0' ? choice_find(&source->question->rows, source->row) : NULL;

    return choice != NULL ? text_in(&choice->label, page_lang(rq)) : NULL;
}

static void
show_sources(struct request *rq, const struct story *story, const struct sources *all, struct view *view)
{
    for (size_t i = 0; i < all->count && i < SOURCES_SHOWN; i++) {
        const struct source *s = &all->items[i];
        struct view *row = view_item(view, "sources");

        view_text(row, "who", s->response->name);
        view_text(row, "department",
                  staff_department(rq, &story->use->findings->data.input, s->response->department));
        view_text(row, "survey", text_in(&s->response->survey->title, page_lang(rq)));
        view_printf(row, "number", "%d", s->question->number);
        view_text(row, "question", text_in(&s->question->label, page_lang(rq)));
        view_text(row, "part", row_words_of(rq, s));
        view_text(row, "quote", format_quoted(rq->arena, page_lang(rq), quote_of(rq, s)));
        view_text(row, "url",
                  staff_url(rq, story->use->at,
                            arena_printf(rq->arena, "/answers/%lld", (long long)s->response->id)));
    }
    if (all->count > SOURCES_SHOWN)
        view_text(view, "sources_more",
                  part_plural(rq, "requirements.sources_more", (int64_t)(all->count - SOURCES_SHOWN)));
}

/* --- who answered otherwise --- */

/* Sorted people who are for it; a response without a person is known by its own number, below zero. */
static int64_t
voter_of(const struct counted *response)
{
    return response->person != 0 ? response->person : -response->id;
}

static int
compare_numbers(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static int64_t *
supporters(struct request *rq, const struct sources *sources)
{
    int64_t *out = ARENA_ARRAY(rq->arena, int64_t, sources->count + 1);

    for (size_t i = 0; i < sources->count; i++)
        out[i] = voter_of(sources->items[i].response);
    if (sources->count > 0)
        qsort(out, sources->count, sizeof *out, compare_numbers);
    return out;
}

/* As the denominator has it: given, and none of the program's own columns. */
static bool
is_answered(const struct answers *answers, const struct question *question, const char *row)
{
    size_t count;
    const struct cell *cells = answers_question(answers, question->id, &count);

    for (size_t i = 0; i < count; i++)
        if (cells[i].state == CELL_ANSWERED && cells[i].value[0] != '\0'
            && strchr(cells[i].column, '.') == NULL && (row == NULL || strcmp(cells[i].row, row) == 0))
            return true;
    return false;
}

/* The row of the question that the requirement is about, "" for the whole of it; false when the question does
 * not decide about it, or was not answered. */
static bool
decides(const struct story *story, const struct counted *response, const struct question *question,
        const char **row)
{
    const char *key = story->found->key;

    for (size_t t = 0; t < question->triggers.count; t++) {
        const struct trigger *trigger = &question->triggers.items[t];

        if (strcmp(trigger->code, story->row.code) != 0
            || !is_answered(&response->answers, question, trigger->row))
            continue;
        *row = trigger->row != NULL ? trigger->row : "";
        if (trigger->each == EACH_ROW && choice_find(&question->rows, key) != NULL
            && is_answered(&response->answers, question, key))
            *row = key;
        return true;
    }
    return false;
}

static struct sources
others_of(struct request *rq, const struct story *story)
{
    const struct counted_list *all = &story->use->findings->data.input.responses;
    const struct sources *sources = &story->found->sources;
    const int64_t *in_favour = supporters(rq, sources);
    struct sources out = { 0 };

    for (size_t i = 0; i < all->count; i++) {
        const struct counted *response = &all->items[i];
        const int64_t voter = voter_of(response);

        if (response->excluded
            || (sources->count > 0
                && bsearch(&voter, in_favour, sources->count, sizeof voter, compare_numbers) != NULL))
            continue;
        for (size_t q = 0; q < response->survey->questions.count; q++) {
            const struct question *question = &response->survey->questions.items[q];
            struct source source = { .response = response, .question = question };

            if (decides(story, response, question, &source.row))
                *ARENA_PUSH(rq->arena, &out) = source;
        }
    }
    return out;
}

/* "Ответили иначе: 1 из 5" */
static const char *
figures(struct request *rq, const char *key, int count, const struct found_requirement *r)
{
    return phrase_fill(rq->arena, page_app(rq)->phrases, page_lang(rq), key, "n", arena_int(rq->arena, count),
                       "of", arena_int(rq->arena, r->answered), NULL);
}

void
story_voices(struct request *rq, const struct story *story, struct view *view)
{
    const struct found_requirement *r = story->found;
    const struct sources others = others_of(rq, story);
    struct view *against;

    view_bool(view, "has_sources", r->sources.count > 0);
    view_text(view, "sources_text", part_plural(rq, "requirements.sources", (int64_t)r->sources.count));
    view_text(view, "for_text", r->answered > 0 ? figures(rq, "requirements.for", r->in_favour, r) : NULL);
    show_sources(rq, story, &r->sources, view);
    if (others.count == 0)
        return;
    against = view_object(view, "against");
    view_text(against, "against_text", figures(rq, "requirements.against", r->answered - r->in_favour, r));
    show_sources(rq, story, &others, against);
}
