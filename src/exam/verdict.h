/* Passed or not, and why: decided on integers. */
#ifndef EXAM_VERDICT_H
#define EXAM_VERDICT_H

#include "exam/paper.h"

struct marked_item {
    const struct item *item;
    const char *answer;
    int mark, most; /* hundredths */
};

struct marked_items LIST_OF(struct marked_item);

struct topic_score {
    const struct topic *topic;
    int mark, most;
    bool below;
};

struct topic_scores LIST_OF(struct topic_score);

enum verdict_reason { PASSED, FAILED_CRITICAL, FAILED_SCORE, FAILED_TOPIC };

/* As the database keeps it: "passed", "critical", "score", "topic". A word of none of them has not passed. */
const char *verdict_reason_word(enum verdict_reason reason);
enum verdict_reason verdict_reason_parse(const char *word);

/* What an attempt weighs where one of a person's has to count. */
enum attempt_weight { WEIGHS_NOTHING, WEIGHS_BEGUN, WEIGHS_MARKED, WEIGHS_PASSED };

/* Of a person's attempts one counts: the first that passed, since nobody loses what was reached; else the
 * last that was marked; else the last begun; else the last. Does the later of two count over the earlier? */
bool attempt_counts_over(enum attempt_weight later, enum attempt_weight earlier);

struct verdict {
    enum verdict_reason reason; /* the first of critical, score, topic */
    int mark, most;             /* hundredths */
    int percent; /* hundredths of a percent, cut down: never shows a failing percent as the bar */
    int bar; /* hundredths of a point that were needed, rounded up only for print: threshold * most / 100 */
    const struct item *critical_missed; /* the first in paper order */
    const struct topic_score *topic_missed;
    const struct text *word; /* отлично …; only for those who passed */
    struct topic_scores topics;
};

void verdict_reach(struct arena *arena, const struct quiz *quiz, const struct quiz_variant *variant,
                   const struct marked_items *marks, struct verdict *out);

/* The word for a mark that passed, or NULL when the test has none. The lowest word also serves those who
 * passed under its figure: a variant may set a lower bar. */
const struct text *verdict_word(const struct quiz *quiz, int mark, int most);

/* What was missed, by its id, as papers say it: "K12 (сделки)" of a critical question, never its text, and
 * "отчёты" of a topic. NULL when the test has neither. */
const char *verdict_detail(struct arena *arena, const struct quiz *quiz, const char *id, enum lang lang);

/* "74,97", "74,9", "74": hundredths of a percent cut down to `places` decimals. */
const char *percent_cut(struct arena *arena, enum lang lang, int hundredths, int places);

#endif
