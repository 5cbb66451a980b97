/* Bringing a list of people into a project, all or nothing: for the page and for the command. */
#ifndef PAGES_PEOPLE_INTAKE_H
#define PAGES_PEOPLE_INTAKE_H

#include "exchange/people_csv.h"
#include "store/person.h"

/* What a line of the file comes to. */
struct intake_line {
    const struct people_line *line;
    enum import_kind kind;
    unsigned changed; /* CHANGED_ bits */
    int64_t id;       /* the person's; 0 for a new one in a dry run */
    bool new_department;
    const struct person *before;   /* of a changed one in a dry run; else NULL */
    const char *name, *department; /* whole, as they are then */
};

/* What a line changes of one field; of a new person `before` is NULL. In words. */
struct intake_change {
    enum people_field field;
    const char *before, *after;
};

struct intake_changes LIST_OF(struct intake_change);

struct intake_lines LIST_OF(struct intake_line);

struct intake {
    struct db *db; /* a reader will do for a dry run */
    struct arena *arena;
    const unsigned char *key;
    const struct catalogue *catalogue;
    int64_t project;
    const char *bytes;
    size_t length;
    bool dry;
    struct actor by;
    int64_t now;
    /* filled in: */
    struct people_file file; /* with its refusals, also those that only the database can find */
    struct intake_lines lines;
    size_t count[3];  /* by enum import_kind */
    const char *plan; /* a fingerprint of all that: the same plan, the same text */
};

/*
 * Read the file, find its people again and, unless `dry`, store them with an event and one bump of the
 * project. DB_OK also when the file is refused: file.refusals say why, and the caller must not commit.
 */
enum db_result people_intake(struct intake *intake) MUST_CHECK;

/* What a line of a dry run changes, or gives to a new person, field by field, for the page and the command.
 */
struct intake_changes intake_changes(const struct intake *in, const struct intake_line *line,
                                     const struct phrases *phrases, enum lang lang);

#endif
