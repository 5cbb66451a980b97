/* Rule 9: free answers, word for word, by question, department and time. */
#include "audit/internal.h"

#include "model/question_type.h"

#include <stdlib.h>
#include <string.h>

/* A free answer with what it is sorted by. */
struct listed {
    struct free_answer answer;
    size_t version, area;
};

struct listing LIST_OF(struct listed);

static bool
is_free(const struct question *question)
{
    return strcmp(question->type->name, "text") == 0 || strcmp(question->type->name, "long_text") == 0;
}

static void
add(struct audit *audit, struct listing *list, const struct listed *wanted)
{
    if (*wanted->answer.text != '\0')
        *ARENA_PUSH(audit->scratch, list) = *wanted;
}

static void
list_question(struct audit *audit, struct listed about, struct listing *list)
{
    const struct question *question = about.answer.question;
    const struct answers *answers = &about.answer.response->answers;

    if (is_free(question)) {
        about.answer.text = answers_value(answers, question->id, "", "");
        add(audit, list, &about);
    }
    if (question->other) {
        about.answer.text = answers_value(answers, question->id, "", COLUMN_OTHER);
        add(audit, list, &about);
    }
    if (question->comment) {
        about.answer.text = answers_value(answers, question->id, "", COLUMN_COMMENT);
        add(audit, list, &about);
    }
}

static int
by_question(const void *a, const void *b)
{
    const struct listed *x = a, *y = b;
    const struct counted *p = x->answer.response, *q = y->answer.response;

    if (x->version != y->version)
        return x->version < y->version ? -1 : 1;
    if (x->answer.question != y->answer.question)
        return x->answer.question < y->answer.question ? -1 : 1;
    /* where no name is promised, the order must not say where and when a text was written */
    if (p->survey->attribution != ATTRIBUTION_NAME && strcmp(x->answer.text, y->answer.text) != 0)
        return strcmp(x->answer.text, y->answer.text);
    if (x->area != y->area)
        return x->area < y->area ? -1 : 1;
    if (p->submitted_at != q->submitted_at)
        return p->submitted_at < q->submitted_at ? -1 : 1;
    if (p->id != q->id)
        return p->id < q->id ? -1 : 1;
    return strcmp(x->answer.text, y->answer.text);
}

void
free_texts_list(struct audit *audit)
{
    const struct electorate *all = &audit->electorate;
    struct free_answers *out = &audit->out->free_texts;
    struct listing list = { 0 };

    arena_reset(audit->scratch);
    for (size_t b = 0; b < all->ballots.count; b++) {
        const struct counted *response = all->ballots.items[b].response;
        struct listed about = { .area = all->voters.items[all->ballots.items[b].voter].area };

        about.answer.response = response;
        while (all->versions.items[about.version] != response->survey)
            about.version++;
        for (size_t q = 0; q < response->survey->questions.count; q++) {
            about.answer.question = &response->survey->questions.items[q];
            list_question(audit, about, &list);
        }
    }
    if (list.count > 0)
        qsort(list.items, list.count, sizeof *list.items, by_question);
    out->items = ARENA_ARRAY(audit->arena, struct free_answer, list.count + 1);
    out->count = list.count;
    for (size_t i = 0; i < list.count; i++)
        out->items[i] = list.items[i].answer;
}
