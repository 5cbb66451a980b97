/* A knowledge test out of YAML. */
#include "model/quiz_load.h"

#include "base/clock.h"
#include "base/rng.h"

#include <string.h>

struct quiz_draft {
    struct quiz quiz;
    const struct ynode *pass, *scale, *variants, *shuffle, *draw, *topics, *questions;
};

static void
load_cooldown(struct ybind *bind, const struct ynode *node, void *target)
{
    static const char *const units[] = { "minute", "hour", "day", NULL };
    static const int64_t lengths[] = { MINUTE, HOUR, (int64_t)24 * HOUR };
    int64_t *cooldown = target;
    int number, unit;

    if (load_span(bind, node, units, &number, &unit))
        *cooldown = number * lengths[unit];
}

static const char *const feedbacks[] = { "never", "after_submit", "after_close", NULL };

static const struct yfield quiz_keys[] = {
    YKEY("quiz", ID, quiz_draft, quiz.id, .required = true),
    YKEY("version", INT, quiz_draft, quiz.version, .required = true, .min = 1, .max = 1000000),
    YKEY("title", READ, quiz_draft, quiz.title, .required = true, .read = load_text),
    YKEY("default_language", READ, quiz_draft, quiz.default_language, .required = true,
         .read = load_language),
    YKEY("languages", READ, quiz_draft, quiz.languages, .read = load_languages),
    YKEY("audience", IDS, quiz_draft, quiz.audience),
    YKEY("purpose", READ, quiz_draft, quiz.purpose, .read = load_text),
    YKEY("minutes", INT, quiz_draft, quiz.minutes, .required = true, .min = 1, .max = 480),
    YKEY("attempts", INT, quiz_draft, quiz.attempts, .min = 1, .max = 20, .fallback = 1),
    YKEY("cooldown", READ, quiz_draft, quiz.cooldown, .read = load_cooldown),
    YKEY("pass", NODE, quiz_draft, pass, .required = true),
    YKEY("scale", NODE, quiz_draft, scale),
    YKEY("variants", NODE, quiz_draft, variants),
    YKEY("feedback", WORD, quiz_draft, quiz.feedback, .words = feedbacks),
    YKEY("shuffle", NODE, quiz_draft, shuffle),
    YKEY("draw", NODE, quiz_draft, draw),
    YKEY("topics", NODE, quiz_draft, topics, .required = true),
    YKEY("questions", NODE, quiz_draft, questions, .required = true),
};
static const struct yfields quiz_fields = YFIELDS("a test", quiz_keys);

void
load_key(struct ybind *bind, const struct ynode *node, void *target)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";
    const char *key;
    size_t length;

    if (!ybind_string(bind, node, &key))
        return;
    length = strspn(key, letters);
    if (key[length] != '\0' || length > 60 || strchr("_0123456789", key[0]) != NULL)
        ybind_fault(bind, node, "\"%s\" is no id: a letter a-z or A-Z, then letters, digits and _.",
                    ydoc_quote(bind->arena, key));
    else
        memcpy(target, &key, sizeof key);
}

struct pass_draft {
    int percent, topic_percent, critical;
};

/* What a variant does not say is as in the test. */
static void
load_pass(struct load *load, const struct ynode *node, const struct pass_rule *base, struct pass_rule *out)
{
    static const char *const words[] = { "", "all", "none", NULL };
    static const struct yfield keys[] = {
        YKEY("percent", INT, pass_draft, percent, .min = 0, .max = 100, .fallback = -1),
        YKEY("topic_percent", INT, pass_draft, topic_percent, .min = 0, .max = 100, .fallback = -1),
        YKEY("critical", WORD, pass_draft, critical, .words = words),
    };
    static const struct yfields fields = YFIELDS("\"pass\"", keys);
    struct pass_draft draft;

    *out = *base;
    if (!ybind_map(&load->bind, node, &fields, &draft))
        return;
    if (draft.percent >= 0)
        out->percent = draft.percent;
    if (draft.topic_percent >= 0)
        out->topic_percent = draft.topic_percent;
    if (draft.critical > 0)
        out->critical_all = draft.critical == 1;
    if (base->percent < 0 && draft.percent < 0)
        ybind_fault(&load->bind, node, "The key \"percent\" is missing from \"pass\".");
}

static void
load_scale(struct load *load, const struct ynode *node, struct mark_words *out)
{
    static const struct yfield keys[] = {
        YKEY("from", INT, mark_word, from, .required = true, .min = 0, .max = 100),
        YKEY("mark", READ, mark_word, mark, .required = true, .read = load_text),
    };
    static const struct yfields fields = YFIELDS("a mark", keys);

    if (!ybind_kind(&load->bind, node, YNODE_LIST, "the scale"))
        return;
    for (size_t i = 0; i < node->count; i++) {
        struct mark_word *word = ARENA_PUSH(load->arena, out);

        if (ybind_map(&load->bind, &node->items[i], &fields, word) && i > 0 && word->from >= word[-1].from)
            ybind_fault(&load->bind, &node->items[i], "The marks stand from high to low.");
    }
}

struct variant_draft {
    struct quiz_variant variant;
    const struct ynode *pass;
};

static void
load_variants(struct load *load, const struct ynode *node, struct quiz *quiz)
{
    static const struct yfield keys[] = {
        YKEY("variant", ID, variant_draft, variant.id, .required = true),
        YKEY("title", READ, variant_draft, variant.title, .read = load_text),
        YKEY("audience", IDS, variant_draft, variant.audience, .required = true),
        YKEY("without", IDS, variant_draft, variant.without),
        YKEY("pass", NODE, variant_draft, pass),
    };
    static const struct yfields fields = YFIELDS("a variant", keys);
    struct seen_ids seen = { 0 };

    if (!ybind_kind(&load->bind, node, YNODE_LIST, "the variants"))
        return;
    for (size_t i = 0; i < node->count; i++) {
        struct variant_draft draft = { .variant.id = "" };

        ybind_map(&load->bind, &node->items[i], &fields, &draft);
        draft.variant.pass = quiz->pass;
        if (draft.pass != NULL)
            load_pass(load, draft.pass, &quiz->pass, &draft.variant.pass);
        if (draft.variant.id[0] != '\0')
            seen_add(load, &seen, draft.variant.id, &node->items[i]);
        *ARENA_PUSH(load->arena, &quiz->variants) = draft.variant;
    }
    seen_check(load, &seen, "variant");
}

static void
load_quotas(struct ybind *bind, const struct ynode *node, void *target)
{
    static const struct yfield keys[] = {
        YKEY("topic", READ, quota, topic, .required = true, .read = load_key),
        YKEY("count", INT, quota, count, .required = true, .min = 1, .max = 1000),
    };
    static const struct yfields fields = YFIELDS("a quota", keys);
    struct quotas *quotas = target;

    if (!ybind_kind(bind, node, YNODE_LIST, "the quotas"))
        return;
    for (size_t i = 0; i < node->count; i++) {
        struct quota quota = { 0 };

        if (ybind_map(bind, &node->items[i], &fields, &quota))
            *ARENA_PUSH(bind->arena, quotas) = quota;
    }
}

struct draw_draft {
    struct quotas quotas;
    int pairs;
};

static void
load_draw(struct load *load, const struct ynode *node, struct quiz *quiz)
{
    static const char *const words[] = { "", "parallel", NULL };
    static const struct yfield keys[] = {
        YKEY("pairs", WORD, draw_draft, pairs, .words = words),
        YKEY("quotas", READ, draw_draft, quotas, .read = load_quotas),
    };
    static const struct yfields fields = YFIELDS("\"draw\"", keys);
    struct draw_draft draft = { 0 };

    if (node->kind == YNODE_SCALAR && strcmp(node->text, "all") == 0)
        return;
    if (node->kind != YNODE_MAP) {
        ybind_fault(&load->bind, node, "\"draw\" is all, {pairs: parallel} or {quotas: [...]}.");
        return;
    }
    if (!ybind_map(&load->bind, node, &fields, &draft))
        return;
    if ((draft.pairs == 1) == (draft.quotas.count > 0))
        ybind_fault(&load->bind, node, "\"draw\" has either \"pairs\" or \"quotas\".");
    quiz->draw = draft.pairs == 1 ? DRAW_PAIRS : DRAW_QUOTAS;
    quiz->quotas = draft.quotas;
}

static void
load_shuffle(struct load *load, const struct ynode *node, struct quiz *quiz)
{
    static const struct yfield keys[] = {
        YKEY("questions", BOOL, quiz, shuffle_questions),
        YKEY("choices", BOOL, quiz, shuffle_choices),
    };
    static const struct yfields fields = YFIELDS("\"shuffle\"", keys);

    ybind_map(&load->bind, node, &fields, quiz);
}

static void
load_topics(struct load *load, const struct ynode *node, struct quiz *quiz)
{
    static const struct yfield keys[] = {
        YKEY("id", READ, topic, id, .required = true, .read = load_key),
        YKEY("title", READ, topic, title, .required = true, .read = load_text),
        YKEY("genitive", READ, topic, genitive, .read = load_text),
    };
    static const struct yfields fields = YFIELDS("a topic", keys);
    struct seen_ids seen = { 0 };

    if (!ybind_kind(&load->bind, node, YNODE_LIST, "the topics"))
        return;
    for (size_t i = 0; i < node->count; i++) {
        struct topic *topic = ARENA_PUSH(load->arena, &quiz->topics);

        topic->id = "";
        if (ybind_map(&load->bind, &node->items[i], &fields, topic))
            seen_add(load, &seen, topic->id, &node->items[i]);
    }
    seen_check(load, &seen, "topic");
}

static void
load_items(struct load *load, const struct ynode *node, struct quiz *quiz)
{
    struct seen_ids seen = { 0 };

    if (!ybind_kind(&load->bind, node, YNODE_LIST, "the questions"))
        return;
    if (node->count == 0)
        ybind_fault(&load->bind, node, "The test has no questions.");
    for (size_t i = 0; i < node->count; i++) {
        struct item *item = ARENA_PUSH(load->arena, &quiz->items);

        item_load(load, &node->items[i], item);
        if (item->id[0] != '\0')
            seen_add(load, &seen, item->id, &node->items[i]);
    }
    seen_check(load, &seen, "question");
}

static void
load_parts(struct load *load, struct quiz_draft *draft)
{
    struct quiz *quiz = &draft->quiz;
    const struct pass_rule none = { .percent = -1 };

    if (draft->pass != NULL)
        load_pass(load, draft->pass, &none, &quiz->pass);
    *ARENA_PUSH(load->arena, &quiz->variants) = (struct quiz_variant){
        .id = "", .title = quiz->title, .audience = quiz->audience, .pass = quiz->pass
    };
    if (draft->scale != NULL)
        load_scale(load, draft->scale, &quiz->scale);
    if (draft->variants != NULL)
        load_variants(load, draft->variants, quiz);
    if (draft->shuffle != NULL)
        load_shuffle(load, draft->shuffle, quiz);
    if (draft->draw != NULL)
        load_draw(load, draft->draw, quiz);
    if (draft->topics != NULL)
        load_topics(load, draft->topics, quiz);
    if (draft->questions != NULL)
        load_items(load, draft->questions, quiz);
}

struct quiz *
quiz_load(struct arena *arena, const struct form_source *source, struct problems *problems)
{
    struct quiz_draft *draft = ARENA_NEW(arena, struct quiz_draft);
    struct quiz *quiz = &draft->quiz;
    struct load load;
    const struct ynode *root = load_open(&load, arena, source, problems);
    char hash[HASH_HEX];

    if (root != NULL) {
        ybind_map(&load.bind, root, &quiz_fields, draft);
        load_parts(&load, draft);
        if (load.faults.count == 0)
            quiz_check(&load, root, quiz);
    }
    if (!load_close(&load) || root == NULL)
        return NULL;
    hash_hex(source->text, source->length, hash);
    quiz->hash = arena_copy(arena, hash);
    quiz->path = source->path;
    quiz->source = source->text;
    quiz->source_length = source->length;
    return quiz;
}
