/* A knowledge test as loaded: immutable once the library is built. Keys stay in here. */
#ifndef MODEL_QUIZ_H
#define MODEL_QUIZ_H

#include "model/problem.h"
#include "model/question.h"

enum item_type {
    ITEM_SELECT_ONE,
    ITEM_SELECT_MULTIPLE,
    ITEM_TRUE_FALSE,
    ITEM_NUMERIC,
    ITEM_SHORT_TEXT,
    ITEM_MATCH,
    ITEM_ORDER,
    ITEM_TYPE_COUNT
};
enum item_rule {
    MARK_ALL_OR_NOTHING,
    MARK_MINUS_WRONG,
    MARK_EVERY_DECISION,
    MARK_WEIGHTS,
    MARK_PAIRS,
    MARK_ORDER_PAIRS
};
enum feedback { FEEDBACK_NEVER, FEEDBACK_AFTER_SUBMIT, FEEDBACK_AFTER_CLOSE };

struct item_option {
    const char *value; /* choice value, pair id, item value */
    struct text label; /* choice, left side of a pair, item to order */
    struct text right; /* right side of a pair; an extra right side has no label */
    bool correct, fixed_last;
    double weight;
};

struct options LIST_OF(struct item_option);

struct numeric_key {
    double value, tolerance;
    bool relative;
};

struct numeric_keys LIST_OF(struct numeric_key);

struct item {
    const char *id, *topic, *parallel; /* parallel: its twin, or NULL */
    enum item_type type;
    enum item_rule rule;
    int points;
    bool critical, answer_true;
    struct text label, hint, explanation, read, unit;
    struct text legal_ru, legal_ua; /* the line of the customer's country */
    struct options options;         /* choices, pairs then extras, items in the right order */
    struct numeric_keys numbers;
    struct names accept;
    bool ignore_case, ignore_yo, ignore_lookalikes;
    int typos;
    size_t line, column;
};

struct items LIST_OF(struct item);

struct mark_word {
    int from; /* percent */
    struct text mark;
};

struct mark_words LIST_OF(struct mark_word);

struct pass_rule {
    int percent, topic_percent;
    bool critical_all;
};

struct quiz_variant {
    const char *id; /* "" for the test as it stands */
    struct text title;
    struct names audience, without;
    struct pass_rule pass;
};

struct quiz_variants LIST_OF(struct quiz_variant);

struct topic {
    const char *id;
    struct text title, genitive;
};

struct topics LIST_OF(struct topic);

struct quota {
    const char *topic;
    int count;
};

struct quotas LIST_OF(struct quota);

enum draw { DRAW_ALL, DRAW_PAIRS, DRAW_QUOTAS };

struct quiz {
    const char *id;
    int version;
    struct text title, purpose;
    enum lang default_language;
    bool languages[LANG_COUNT];
    int minutes, attempts;
    int64_t cooldown; /* milliseconds */
    struct names audience;
    struct pass_rule pass;
    struct mark_words scale;
    struct quiz_variants variants; /* always at least one: the test as it stands comes first with id "" */
    enum feedback feedback;
    bool shuffle_questions, shuffle_choices;
    enum draw draw;
    struct quotas quotas;
    struct topics topics;
    struct items items;
    const char *hash, *path, *source;
    size_t source_length;
};

const struct item *quiz_item(const struct quiz *quiz, const char *id);
/* The question's id as a bank on paper has it: k12 is K12. */
const char *item_code(struct arena *arena, const struct item *item);
const struct topic *quiz_topic(const struct quiz *quiz, const char *id);

/* The variant for a person with these roles: the first whose audience has one of them, else the test as it
 * stands. */
const struct quiz_variant *quiz_variant_for(const struct quiz *quiz, const struct names *roles);
const struct quiz_variant *quiz_variant(const struct quiz *quiz, const char *id);

#endif
