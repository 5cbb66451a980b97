/* Passed or not, and why: decided on integers, so that no rounding lifts anybody over the bar. */
#include "exam/verdict.h"

#include <string.h>

static const char *const reason_words[] = {
    [PASSED] = "passed", [FAILED_CRITICAL] = "critical", [FAILED_SCORE] = "score", [FAILED_TOPIC] = "topic"
};

const char *
verdict_reason_word(enum verdict_reason reason)
{
    return reason_words[reason];
}

enum verdict_reason
verdict_reason_parse(const char *word)
{
    for (size_t i = 0; i < LENGTH(reason_words); i++)
        if (strcmp(reason_words[i], word) == 0)
            return (enum verdict_reason)i;
    return FAILED_SCORE;
}

static bool
reaches(int64_t mark, int64_t most, int percent)
{
    return mark * 100 >= percent * most;
}

static void
add_topics(struct arena *arena, const struct quiz *quiz, const struct marked_items *marks,
           struct topic_scores *topics)
{
    for (size_t t = 0; t < quiz->topics.count; t++) {
        struct topic_score score = { .topic = &quiz->topics.items[t] };

        for (size_t i = 0; i < marks->count; i++) {
            const char *topic = marks->items[i].item->topic;

            if (topic == NULL || strcmp(topic, score.topic->id) != 0)
                continue;
            score.mark += marks->items[i].mark;
            score.most += marks->items[i].most;
        }
        if (score.most > 0)
            *ARENA_PUSH(arena, topics) = score;
    }
}

const struct text *
verdict_word(const struct quiz *quiz, int mark, int most)
{
    const struct mark_words *scale = &quiz->scale;

    for (size_t i = 0; i < scale->count; i++)
        if (reaches(mark, most, scale->items[i].from))
            return &scale->items[i].mark;
    return scale->count > 0 ? &scale->items[scale->count - 1].mark : NULL;
}

static enum verdict_reason
reason_of(const struct pass_rule *pass, const struct verdict *verdict)
{
    if (pass->critical_all && verdict->critical_missed != NULL)
        return FAILED_CRITICAL;
    if (!reaches(verdict->mark, verdict->most, pass->percent))
        return FAILED_SCORE;
    return verdict->topic_missed != NULL ? FAILED_TOPIC : PASSED;
}

void
verdict_reach(struct arena *arena, const struct quiz *quiz, const struct quiz_variant *variant,
              const struct marked_items *marks, struct verdict *out)
{
    const struct pass_rule *pass = variant != NULL ? &variant->pass : &quiz->pass;

    *out = (struct verdict){ 0 };
    for (size_t i = 0; i < marks->count; i++) {
        const struct marked_item *marked = &marks->items[i];

        out->mark += marked->mark;
        out->most += marked->most;
        if (out->critical_missed == NULL && marked->item->critical && marked->mark < marked->most)
            out->critical_missed = marked->item;
    }
    if (out->most > 0)
        out->percent = (int)((int64_t)out->mark * 10000 / out->most);
    out->bar = (int)(((int64_t)pass->percent * out->most + 99) / 100);
    add_topics(arena, quiz, marks, &out->topics);
    for (size_t t = 0; t < out->topics.count; t++) {
        struct topic_score *score = &out->topics.items[t];

        score->below = !reaches(score->mark, score->most, pass->topic_percent);
        if (score->below && out->topic_missed == NULL)
            out->topic_missed = score;
    }
    out->reason = reason_of(pass, out);
    if (out->reason == PASSED)
        out->word = verdict_word(quiz, out->mark, out->most);
}

bool
attempt_counts_over(enum attempt_weight later, enum attempt_weight earlier)
{
    return earlier != WEIGHS_PASSED && later >= earlier;
}

const char *
verdict_detail(struct arena *arena, const struct quiz *quiz, const char *id, enum lang lang)
{
    const struct item *item = quiz_item(quiz, id);
    const struct topic *topic = quiz_topic(quiz, item != NULL && item->topic != NULL ? item->topic : id);
    const char *code = item != NULL ? item_code(arena, item) : NULL;

    if (topic == NULL)
        return code;
    if (code == NULL)
        return text_in(&topic->title, lang);
    return arena_printf(arena, "%s (%s)", code, text_in(&topic->title, lang));
}

const char *
percent_cut(struct arena *arena, enum lang lang, int hundredths, int places)
{
    char mark = lang == LANG_EN ? '.' : ',';

    if (places <= 0)
        return arena_int(arena, hundredths / 100);
    if (places == 1)
        return arena_printf(arena, "%d%c%d", hundredths / 100, mark, hundredths / 10 % 10);
    return arena_printf(arena, "%d%c%02d", hundredths / 100, mark, hundredths % 100);
}
