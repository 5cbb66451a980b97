/* Documents of a project: what each is made from, and the table of them. Structs in, blocks out. */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "audit/requirement.h"
#include "base/zone.h"
#include "doc/block.h"
#include "exam/verdict.h"
#include "model/format.h"
#include "model/phrases.h"

/* A person of the facts: the whole name, family name first. NULL or "" is missing. */
struct report_person {
    const char *name, *position;
};

struct report_people LIST_OF(struct report_person);

/* What staff know about project and attestation; NULL or "" is missing and prints as a ruled blank. */
struct report_facts {
    const char *organisation, *city, *country, *project;
    struct report_person approver, author;
    struct report_people agreeing;
    const char *order_number, *order_date; /* dates here are ISO */
    const char *group, *place, *trainer;
    const char *programme, *hours, *period_from, *period_to, *sheet_number, *sheet_date; /* of the test */
    const char *kind; /* of the test: "final", "interim", "repeat"; missing: as the attempts are */
    struct report_person chair, secretary;
    struct report_people members;
};

/* A goal with its measure, in the order to print. */
struct report_goal {
    const char *title;
    const char *indicator, *unit, *current, *target, *due, *owner, *how; /* due: ISO */
    bool not_measured, approved;
    enum goal_rank rank;
    bool automatic;                /* agreed by the answers alone */
    const char *measured, *source; /* of the current value; measured: ISO */
    const char *approved_by;
    int64_t approved_at;
};

struct report_goals LIST_OF(struct report_goal);

/* The number of a requirement's row in its project: printed, never used again. */
struct report_number {
    const char *code, *key;
    int64_t number;
};

struct report_numbers LIST_OF(struct report_number);

struct summary_source {
    const struct audit_input *input;
    const struct findings *findings;
    struct report_goals goals;
    struct report_numbers numbers; /* empty: the order of the register */
    const char *maturity;          /* as printed; NULL: was not rated */
};

enum sheet_state {
    SHEET_MARKED, /* came, handed in, and has a result */
    SHEET_RUNNING,
    SHEET_INTERRUPTED,
    SHEET_WAITING, /* has not begun, and still may */
    SHEET_NO_SHOW, /* also who did not begin before the test was closed */
    SHEET_NOT_ADMITTED
};

/* A line of the sheet: an attempt of a person. */
struct sheet_person {
    int64_t person;
    struct name name;
    const char *position, *department, *login, *variant; /* variant: id, "" for the test as it stands */
    const struct quiz *quiz; /* the version that the attempt's questions were drawn from */
    enum sheet_state state;
    bool cancelled; /* the test is no longer assigned */
    int attempt;
    int64_t started_at, handed_in_at;
    int64_t stood_still; /* milliseconds of them that the server was down */
    int breaks;
    int mark, most, percent, bar; /* hundredths */
    enum verdict_reason reason;
    const char *missed, *detail; /* the critical question or the topic: its id, and verdict_detail() of it */
    const char *certificate, *note;
    int extra_minutes;
};

struct sheet_people LIST_OF(struct sheet_person);

/* In the order to print; attempts of a person one after the other, by number. sheet_decisive() is the one
 * that counts. */
struct sheet_source {
    const struct quiz *quiz; /* the newest version of its lines, which names the sheet */
    struct sheet_people people;
};

/*
 * People of a sheet, each by the attempt that counts: listed = present + absent + not_admitted + waiting, and
 * present = passed + failed + running + interrupted, since who began did come.
 */
struct sheet_count {
    int listed, present, absent, not_admitted, waiting;
    int passed, failed, running, interrupted;
    int critical, below_bar, topic; /* failed = their sum */
};

struct sheet_count sheet_count(const struct sheet_people *people);

/* The attempt that counts, by attempt_counts_over(), for the person whose lines end at `last`. NULL: the
 * lines go on after `last`. */
const struct sheet_person *sheet_decisive(const struct sheet_people *people, size_t last);

/* Does every person's counting attempt repeat an earlier one? Not of an empty sheet. */
bool sheet_repeats(const struct sheet_people *people);

struct report_input {
    const struct report_facts *facts;
    const struct phrases *phrases;
    enum lang lang;
    const struct zone *zone;
    int64_t made_at;
    int64_t version;        /* the project's revision */
    bool approved;          /* a baseline; else «ПРОЕКТ» stands behind every page */
    const char *checksum;   /* of the data, or NULL */
    const char *verify_url; /* for the QR; NULL: the QR says code, version and checksum */
    const struct summary_source *summary;
    const struct sheet_source *sheet;
};

enum report_format { REPORT_PDF = 1, REPORT_HTML = 2, REPORT_CSV = 4, REPORT_JSON = 8 };

struct report {
    const char *name;  /* in addresses and commands: "requirements" */
    const char *title; /* a phrase */
    unsigned formats;  /* enum report_format, together */
    bool needs_quiz;   /* made from input->sheet; else from input->summary */
    struct doc *(*build)(struct arena *arena, const struct report_input *input);
};

extern const struct report reports[];
extern const size_t report_count;

/* By name; NULL when there is none. */
const struct report *report_find(const char *name);

/* A fact that will print as a ruled blank: its key in the project's facts, and its name as a phrase. */
struct missing_fact {
    const char *key, *label;
    bool of_test; /* of the test, not of the project */
};

struct missing_facts LIST_OF(struct missing_fact);

/* What a report needs and the facts lack, in the order of the facts' page. */
void report_missing_facts(struct arena *arena, const struct report *report, const struct report_facts *facts,
                          struct missing_facts *out);

/*
 * Why a priority stands elsewhere than its score, in short words: "предпосылка для SAL-02"; a single voice
 * and a small sample are named even where they moved nothing. NULL: nothing to say.
 */
const char *priority_causes(struct arena *arena, const struct phrases *phrases, enum lang lang,
                            const struct found_requirement *requirement);

struct doc *requirement_summary(struct arena *arena, const struct report_input *input);
struct doc *certification_sheet(struct arena *arena, const struct report_input *input);

#endif
