/* A list of people as organisations keep it: a table whose head says in three languages what its columns are.
 */
#ifndef EXCHANGE_PEOPLE_CSV_H
#define EXCHANGE_PEOPLE_CSV_H

#include "model/catalogue.h"
#include "model/phrases.h"

enum people_field {
    PEOPLE_NAME, /* the whole name; or the three after it */
    PEOPLE_FAMILY,
    PEOPLE_GIVEN,
    PEOPLE_PATRONYMIC,
    PEOPLE_POSITION,
    PEOPLE_DEPARTMENT,
    PEOPLE_ROLES,
    PEOPLE_KEY_USER,
    PEOPLE_EMAIL,
    PEOPLE_PHONE,
    PEOPLE_LANGUAGE,
    PEOPLE_EXTERNAL_ID,
    PEOPLE_FIELD_COUNT
};

/* The most code points of each field, also where people are typed in on a page. */
enum { PEOPLE_TEXT_MAX = 200, PEOPLE_PHONE_MAX = 40 };

/* The largest file in bytes: for the command, and for the page, which carries it along in its form. */
enum { PEOPLE_FILE_MAX = 8 << 20, PEOPLE_PAGE_MAX = 1 << 20 };

/* One person of the file. A field whose column the file does not have is NULL. */
struct people_line {
    size_t line; /* in the file, from 1 */
    const char *family, *given, *patronymic, *position, *department, *email, *phone, *language, *external_id;
    struct names roles; /* in the catalogue's order; the key user's is `key_user` */
    bool key_user;
    bool has_roles, has_key_user; /* the file says so */
};

struct people_lines LIST_OF(struct people_line);

enum people_fault {
    PEOPLE_NOT_TEXT, /* the column counts bytes */
    PEOPLE_EMPTY,    /* the file has no byte, or blanks only */
    PEOPLE_OPEN_QUOTE,
    PEOPLE_TOO_LARGE,
    PEOPLE_NOBODY,         /* no line below the head */
    PEOPLE_NO_NAME_COLUMN, /* the head names neither the whole name nor the family name */
    PEOPLE_COLUMN_TWICE,   /* `other`: the column before */
    PEOPLE_EXTRA_CELL,     /* more cells than the head has */
    PEOPLE_TWO_NAMES,      /* a part of the name is not what the whole name, `other`, says */
    PEOPLE_NO_NAME,        /* a person without a name */
    PEOPLE_LONG_TEXT,      /* too long, or not clean text */
    PEOPLE_BAD_EMAIL,
    PEOPLE_BAD_PHONE,
    PEOPLE_BAD_LANGUAGE,
    PEOPLE_BAD_ROLE, /* `value`: the one that the catalogue does not have */
    PEOPLE_BAD_YES_NO,
    PEOPLE_SAME_EXTERNAL_ID, /* `other`: the line before */
    PEOPLE_SAME_EMAIL,
    PEOPLE_SAME_PERSON, /* name and department */
    PEOPLE_LIKE_NAME,   /* differs from `other` in case, ё or look-alike letters only */
    PEOPLE_LIKE_DEPARTMENT,
    PEOPLE_SEVERAL,     /* several people of the project fit; this and the next are found by the caller */
    PEOPLE_TAKEN_EMAIL, /* somebody else of the project has it: `other` */
};

struct people_refusal {
    size_t line, column; /* of the file, from 1 */
    enum people_fault fault;
    const char *heading;       /* of the column as the file has it; NULL none */
    const char *value, *other; /* "" where there is none */
};

struct people_refusals LIST_OF(struct people_refusal);

struct people_file {
    struct people_lines lines;
    struct people_refusals
        refusals;         /* in order of line; when there is one nothing may be taken from the file */
    struct names ignored; /* headings that mean nothing here */
    struct names head;    /* all headings as the file has them */
    size_t column_of[PEOPLE_FIELD_COUNT]; /* from 1; 0: the file has none */
    bool was_cp1251;
};

struct people_source {
    const char *bytes;
    size_t length;
    const struct catalogue *catalogue; /* its roles; NULL: every role is refused */
    struct names departments;          /* that the project has, to find look-alikes */
};

/* Read a list: `;`, `,` or tab, UTF-8 (with BOM or without) or cp1251. All in `arena`. */
struct people_file people_csv_read(struct arena *arena, const struct people_source *source);

/*
 * One more refusal: of this line's cell of this field; the name stands in the column of the family name where
 * the file has no other. The caller sets what is wrong. people_refusals_sort() brings them into the order of
 * the file again.
 */
struct people_refusal *people_refuse(struct arena *arena, struct people_file *file, size_t line,
                                     enum people_field field);
void people_refusals_sort(struct people_file *file);

/* A text for comparing what may be misspelt: case, ё, look-alike letters, blanks. */
const char *people_likeness(struct arena *arena, const char *text);

/*
 * The same checks for one person typed in: NULL in `*cell` stays. False: refused as a cell would be. The text
 * is brought to the form it is kept in.
 */
bool people_field_read(struct arena *arena, enum people_field field, const char **cell,
                       enum people_fault *fault);

/* "refuse.email": what to say of a refusal, in words, with its value; in the arena. */
const char *people_refusal_words(struct arena *arena, const struct phrases *phrases, enum lang lang,
                                 const struct people_refusal *refusal);

/* Text id of a fault ("import.refuse.bad_email") and of a field's name ("people.field.email"). */
const char *people_fault_text(enum people_fault fault);
const char *people_field_text(enum people_field field);

#endif
