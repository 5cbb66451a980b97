/* What the files of audit/ share; see findings_compute() for how they work together. */
#ifndef AUDIT_INTERNAL_H
#define AUDIT_INTERNAL_H

#include "audit/requirement.h"

#include "model/expr.h"

/* Texts to small numbers; lives in an arena and only grows. */
struct map {
    struct map_slot *slots;
    size_t count, capacity;
};

enum { MAP_NONE = -1, ROW_BYTES = 64 * 1024 };

/* The number kept for the key, or MAP_NONE. */
long map_find(const struct map *map, const char *key);

/* Keep `number` for the key unless it has one; returns the one kept. The key is copied. */
long map_add(struct arena *arena, struct map *map, const char *key, long number);

/* Change the number of a key that is there. */
void map_set(struct map *map, const char *key, long number);

/* One person, with everything they handed in; a response without a person is a voter of its own. */
struct voter {
    int64_t person;
    size_t area;                  /* index of the department */
    const struct counted *latest; /* its roles and department are the person's */
    size_t first, count;          /* in electorate.ballots */
    bool head, owner;             /* head of the department; owner of a process */
};

struct voters LIST_OF(struct voter);

struct ballot {
    const struct counted *response;
    size_t voter;
    bool sole; /* nobody else has the role that the questionnaire asks */
};

struct ballots LIST_OF(struct ballot);

/* A department as the sums need it. */
struct area {
    int64_t id;
    double users; /* its weight; 1 when unknown or all weigh the same */
    bool small;   /* too few of those invited answered */
    bool confirmed;
};

struct areas LIST_OF(struct area);

struct versions LIST_OF(const struct survey *);

struct electorate {
    struct voters voters; /* by their first hand-in */
    struct ballots ballots;
    struct areas areas;
    struct versions versions;    /* every version that was answered, questionnaires in the library's order */
    struct expr_member *members; /* one a ballot, for expressions over the group */
};

struct audit {
    const struct audit_input *input;
    const struct catalogue *catalogue;
    struct arena *arena;   /* of the results */
    struct arena *scratch; /* of one code, then forgotten */
    struct arena *passing; /* of one evaluation, then forgotten */
    struct electorate electorate;
    int64_t *weights; /* of each voter in `category`, hundredths */
    const char *category;
    struct map decided; /* "kind code key" to the index of the last decision */
    struct findings *out;
};

/* people.c: who counts, with which weight. */
void electorate_gather(struct audit *audit);
void weights_for(struct audit *audit, const char *category);

/* A trigger as one version of a questionnaire has it. */
struct origin {
    const struct survey *survey;
    const struct question *question;
    const struct trigger *trigger;
};

struct origins LIST_OF(struct origin);

/* What one answer says for a requirement. */
struct pick {
    uint32_t voter, ballot, origin; /* there may be a hundred thousand of them */
    int32_t key;                    /* index in keys */
    int32_t option;                 /* index in options; MAP_NONE */
    int strength;                   /* hundredths */
    const char *row;                /* "" where there is none */
};

struct picks LIST_OF(struct pick);

/* One requirement of a code: the whole of it, or one choice, row or cell. */
struct tally_key {
    const char *key;
    int number;                  /* in the printed code; 0 none */
    int column_number;           /* of a cell; 0 none */
    const struct choice *choice; /* each: choice */
    const char *label;           /* in words */
    size_t first, count;         /* its picks, once sorted */
};

struct tally_keys LIST_OF(struct tally_key);

/* Those of one department who answered, or chose one option: weights in hundredths, and people. */
struct stand {
    int64_t all, heads;
    int people, head_count;
};

/* A choice, a row or the value of a cell that a requirement as a whole speaks of. */
struct option_tally {
    const char *value, *group, *label; /* group: the cell; "" for choices and rows */
    bool triggers;
    size_t place; /* in its list or matrix, or of its first appearance */
    int people;
    size_t last_voter;    /* + 1, so that one person counts once */
    struct stand *stands; /* by area */
    double share;         /* D, unrounded, hundredths */
};

struct option_tallies LIST_OF(struct option_tally);

/* All answers that concern one code. */
struct tally {
    const struct requirement_def *def;
    struct origins origins;
    bool *answered;     /* by voter */
    struct stand *base; /* those who answered, by area */
    struct picks picks; /* sorted by key, then voter */
    struct tally_keys keys;
    struct option_tallies options;
    struct map key_index, option_index;
    struct map value_index; /* of texts: what expressions over the group gave */
    struct names values;
    bool policy;  /* a rule */
    bool choices; /* options are choices of a list, … */
    bool single;  /* … of which one is taken */
};

/* One requirement while it is made. */
struct subject {
    struct audit *audit;
    struct tally *tally; /* NULL: nothing was answered (an offered requirement) */
    struct tally_key *key;
    struct found_requirement *found;
};

/* tally.c: collect the picks of a code from all ballots. */
void tally_take(struct audit *audit, struct tally *tally);

/* D of numerators by area (weight times strength, both hundredths), unrounded. */
double tally_share(const struct audit *audit, const struct tally *tally, const int64_t *sums);

/* The value of an expression over all counted responses, `choice` at hand (NULL none); `area` MAP_NONE: all.
 */
struct value group_value(struct audit *audit, const struct expr *expr, const char *choice, long area);

/* strength.c: what a ballot says to one origin. */
struct says {
    struct audit *audit;
    struct tally *tally;
    size_t voter, ballot, origin;
};

bool ballot_answers(const struct says *says);
void ballot_picks(const struct says *says);

/* How one row of a table is printed: by the trigger's row_text, else its first column. In `arena`. */
struct table_row {
    const struct origin *origin;
    const struct answers *answers;
    const char *row;
};
const char *row_words(struct audit *audit, struct arena *arena, const struct table_row *row);
const char *row_column(struct audit *audit, struct arena *arena, const struct table_row *row,
                       const char *column);

/* fill.c: texts. */
void requirement_fill(const struct subject *subject);
const char *choice_label(const struct audit *audit, const struct choice *choice);

/* Sums over those in favour. */
struct favour {
    int64_t *sums; /* weight times strength, by area */
    int *people;   /* by area */
    int total;
    double important, important_weight;
    bool alone; /* the only one with the role, or owner of a process, is among them */
};

/* support.c: D, I, departments and sources of one key. */
void support_measure(const struct subject *subject, struct favour *favour);

/* requirement.c */
enum asked { ASK_GATE, ASK_NORM };

/* What a condition over the group gave, computed once a trigger, and a choice where there is one each. */
bool group_asked(const struct subject *subject, size_t origin, enum asked what);
void requirement_add(struct audit *audit, struct tally *tally, struct tally_key *key);
struct found_requirement *requirement_new(struct audit *audit, const struct requirement_def *def);
bool names_include(const struct names *names, const char *name);

/* The options from the best supported, or as the form has them. */
const struct option_tally **options_by_share(struct audit *audit, const struct tally *tally);
const struct option_tally **options_by_place(struct audit *audit, const struct tally *tally);

/* priority.c: rules 5 and 6. */
void priority_score(const struct audit *audit, struct found_requirement *found);
void priority_correct(const struct audit *audit, struct found_requirement *found, bool policy);
void prerequisites_lift(struct audit *audit);

/* What people decided about it; a changed priority takes it into the register, a rejection out of it. */
void decisions_take(const struct audit *audit, struct found_requirement *found);

/* The last decision of this kind on a requirement, or NULL. */
const struct decision *decision_on(const struct audit *audit, enum decision_kind kind,
                                   const struct found_requirement *found);

/* conflict.c */
void conflicts_of(const struct subject *subject);
void conflicts_exclusive(struct audit *audit);

/* goals.c: the rank of an approved goal. */
enum goal_rank goal_rank_of(const struct audit_input *input, const char *key);

/* free_text.c */
void free_texts_list(struct audit *audit);

/* Half up to an integer, with what binary fractions lose taken back. */
int64_t half_up(double number);

#endif
