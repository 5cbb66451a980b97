/* Attempts at a test: started once, ended by the person, the clock or the trainer, then marked. */
#ifndef STORE_ATTEMPT_H
#define STORE_ATTEMPT_H

#include "store/db.h"

enum attempt_state {
    ATTEMPT_READY,
    ATTEMPT_RUNNING,
    ATTEMPT_HANDED_IN,
    ATTEMPT_EXPIRED, /* handed in by the server at the deadline */
    ATTEMPT_INTERRUPTED,
    ATTEMPT_NO_SHOW,
    ATTEMPT_NOT_ADMITTED
};

struct attempt {
    int64_t id, project, person, assignment, paper;
    int number;
    enum attempt_state state;
    const char *form, *form_hash, *variant, *language;
    int64_t started_at, deadline, handed_in_at; /* 0 not yet */
    int64_t closes_at;                          /* of the assignment; 0 none */
    const char *handed_in_by;                   /* "person", "server", "staff" or "" */
    int extra_minutes;
    const char *note;
    bool marked;                  /* the rest is there */
    int mark, most, percent, bar; /* hundredths */
    const char *reason, *detail;  /* "passed", "critical", "score", "topic"; the question or topic */
    int key_version;
};

struct attempt_list LIST_OF(struct attempt);

/* Of this person. */
enum db_result attempt_own(struct db *db, struct arena *arena, int64_t person, int64_t id,
                           struct attempt *out) MUST_CHECK;

/* Of this project. */
enum db_result attempt_get(struct db *db, struct arena *arena, int64_t project, int64_t id,
                           struct attempt *out) MUST_CHECK;

/* By id alone: for the sweep. */
enum db_result attempt_any(struct db *db, struct arena *arena, int64_t id, struct attempt *out) MUST_CHECK;

/* Of an assignment, by number. */
enum db_result attempt_list(struct db *db, struct arena *arena, int64_t assignment,
                            struct attempt_list *out) MUST_CHECK;

/* How far a test of a project is from being over: as long as somebody may answer it, its keys stay shut. */
struct test_ends {
    int64_t closes_at; /* the latest close of its assignments */
    int endless;       /* assignments that never close */
    int going;         /* attempts that run, or wait for the trainer and may be resumed */
};

/* Of open assignments of people who may come in; an attempt that goes counts whoever's it is. */
enum db_result attempt_test_ends(struct db *db, int64_t project, const char *form,
                                 struct test_ends *out) MUST_CHECK;

/*
 * Start a ready attempt: one update. A second press of Start, or a second window, gets DB_OK too, and the
 * attempt as it was started, with `*first` false. DB_CONFLICT: it has ended. DB_NONE: not this person's.
 * `deadline` comes from deadline_of().
 */
struct attempt_begin {
    int64_t person, attempt, now, deadline;
    const char *language;
};
enum db_result attempt_start(struct db *db, const struct attempt_begin *begin, bool *first) MUST_CHECK;

/*
 * End a running attempt: once. Twice is DB_OK with `*first` false. DB_CONFLICT: it is not running and not
 * handed in. A person's hand-in after the deadline is the server's: state expired. The caller marks it in the
 * same transaction when `*first`.
 */
enum attempt_ender { ENDED_BY_PERSON, ENDED_BY_SERVER, ENDED_BY_STAFF };
enum db_result attempt_end(struct db *db, int64_t attempt, enum attempt_ender ender, struct actor by,
                           int64_t now, bool *first) MUST_CHECK;

/* Running attempts whose deadline has passed. Reads only; DB_NONE: nothing to sweep. */
enum db_result attempt_due(struct db *db, struct arena *arena, int64_t now, struct id_list *out) MUST_CHECK;

/* At start, after a downtime: attempts whose deadline passed before `now` wait for the trainer as
 * interrupted, in a break that began with the last sign of life before it. `*count` of them. */
enum db_result attempt_interrupt_expired(struct db *db, int64_t now, int64_t *count) MUST_CHECK;

/* The trainer's acts, each with an event. Resume: an interrupted attempt runs for `minutes` from `now`, and
 * its break ends. More time: a ready or running one gets minutes; its deadline, when it has one, moves, but
 * not past the assignment's close. The minutes of both add up in extra_minutes. */
enum db_result attempt_resume(struct db *db, int64_t project, int64_t id, int minutes, struct actor by,
                              int64_t now) MUST_CHECK;
enum db_result attempt_give_time(struct db *db, int64_t project, int64_t id, int minutes, struct actor by,
                                 int64_t now) MUST_CHECK;
/* ATTEMPT_NO_SHOW or ATTEMPT_NOT_ADMITTED of a ready attempt, and back to ATTEMPT_READY. */
enum db_result attempt_set_absent(struct db *db, int64_t project, int64_t id, enum attempt_state state,
                                  struct actor by, int64_t now) MUST_CHECK;
enum db_result attempt_note(struct db *db, int64_t project, int64_t id, const char *note) MUST_CHECK;

/* One save of an answer; as answer_put() with the server's clock: after the deadline nothing is stored. The
 * first save of a question is stored even when it is empty: it has been seen. */
struct attempt_save {
    int64_t attempt, person;
    const char *item, *value;
    bool marked;  /* flagged to come back to */
    int64_t seen; /* revision last seen by the page */
    int64_t now;
    const char *page;
    int64_t sequence;
};

struct attempt_answer {
    const char *item, *value;
    bool marked;
    int64_t revision, saved_at;
};

struct attempt_answers LIST_OF(struct attempt_answer);

struct attempt_saved {
    struct attempt_answer answer; /* as stored now; revision 0: it is not */
    int64_t deadline;             /* so that every reply can re-synchronise the clock */
    bool changed;
    bool ended; /* why DB_CONFLICT: not running, or past the deadline */
};

enum db_result attempt_answer_put(struct db *db, struct arena *arena, const struct attempt_save *save,
                                  struct attempt_saved *saved) MUST_CHECK;

/* Sorted by item. */
enum db_result attempt_answer_list(struct db *db, struct arena *arena, int64_t attempt,
                                   struct attempt_answers *out) MUST_CHECK;

/* What one question earned, in hundredths. */
struct mark_row {
    const char *item;
    int mark, most;
};

struct mark_rows LIST_OF(struct mark_row);

/* Keep marks and verdict of an ended attempt; again replaces them (a corrected key). With an event; bumps the
 * revision. */
struct attempt_result {
    int64_t attempt, now;
    int mark, most, percent, bar, key_version;
    const char *reason, *detail;
    struct mark_rows marks;
};
enum db_result attempt_mark(struct db *db, const struct attempt_result *result) MUST_CHECK;

/* Sorted by item. */
enum db_result mark_list(struct db *db, struct arena *arena, int64_t attempt,
                         struct mark_rows *out) MUST_CHECK;

/* One line of the certification sheet: a person and an attempt. */
struct sheet_line {
    struct attempt attempt;
    const char *family, *given, *patronymic, *position, *department_name, *external_id;
    bool cancelled;      /* the assignment */
    int64_t stood_still; /* milliseconds between start and hand-in that the server was down */
    int breaks;
};

struct sheet_lines LIST_OF(struct sheet_line);

/* All attempts of a project at a test (form id), by name, then number. */
enum db_result attempt_sheet(struct db *db, struct arena *arena, int64_t project, const char *form,
                             struct sheet_lines *out) MUST_CHECK;

#endif
