/* The form of the settings: its fields, as they are kept and as they were typed. */
#ifndef PAGES_SETTINGS_FORM_H
#define PAGES_SETTINGS_FORM_H

#include "model/quiz.h"
#include "pages/seen.h"
#include "pages/staff_parts.h"

enum { SETTING_TEXT_MOST = 200, SETTING_PEOPLE_MOST = 20 };

enum setting_kind {
    SETTING_TEXT,
    SETTING_DATE,
    SETTING_NUMBER,
    SETTING_LONG,
    SETTING_PEOPLE,
    SETTING_CHECK,
    SETTING_CHOICE,
    SETTING_ZONE,
    SETTING_LANGUAGES, /* which of them */
    SETTING_LANGUAGE   /* one of those */
};

/* Where it stands on the page; those of the project are its own columns, the others are facts. */
enum setting_group { GROUP_PROJECT, GROUP_ORDER, GROUP_SURVEY, GROUP_ATTESTATION, GROUP_TEST };

struct setting_choice {
    const char *value, *label; /* label: a text id */
};

struct setting {
    const char *key, *label; /* label: a text id */
    enum setting_kind kind;
    enum setting_group group;
    const struct setting_choice *choices; /* SETTING_CHOICE: the end has no value; else NULL */
    const char *must;                     /* what is said when it is empty; NULL: it may be */
};

/* A setting on the page; all texts in the form they are kept in, but for what is refused. */
struct setting_field {
    const struct setting *setting;
    const struct quiz *quiz; /* whose fact; NULL: the project's */
    const char *key;
    const char *stored, *value;
    const char *refusal; /* a text id; NULL: not refused */
    bool changed;        /* somebody stored something else since the page was made */
};

struct setting_fields LIST_OF(struct setting_field);

struct settings_form {
    struct project project;
    struct setting_fields fields; /* those of the project first */
    struct project_facts kept;    /* as they are in the database */
    bool whole;                   /* a consultant's; a trainer has only the attestation */
    bool refused, changed;
};

/* What is stored, as the caller may see it. `form->project` and `kept` are filled in, and `whole`. */
void settings_form_list(struct request *rq, struct settings_form *form);

/*
 * What was sent, into the fields and `form->project`: with refusals where it cannot be kept, and marks where
 * somebody changed it since the page was made. A field that the sender did not touch has what is stored.
 */
void settings_form_read(struct request *rq, struct settings_form *form);

/* The field of the project's with this key; NULL: the form has none. */
const struct setting_field *settings_form_field(const struct settings_form *form, const char *key);

/* For src/pages/seen.h. */
struct seen_fields settings_form_seen(struct arena *arena, const struct settings_form *form);

/* What is stored, in words. */
const char *setting_words(struct request *rq, const struct setting_field *field);

#endif
