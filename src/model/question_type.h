/* The question types: one row of the table and one file each. An empty slot stops the start. */
#ifndef MODEL_QUESTION_TYPE_H
#define MODEL_QUESTION_TYPE_H

#include "model/cell.h"
#include "model/question.h"

/* Why a value is refused: a text id of web/lang (`refuse.*`) and its figures. */
struct refusal {
    const char *text_id;        /* NULL: not refused */
    double least, most;         /* where the text names them: {{least}} and {{most}} */
    const char *from, *to;      /* the same for dates (ISO); NULL where there is none */
    const char *row, *column;   /* the cell, "" for the question itself */
    const struct text *message; /* the author's constraint_message, instead of text_id's text */
};

/* Everything that is needed to judge answers of one response. */
struct judge {
    const struct survey *survey;
    const struct answers *answers; /* sorted */
    const struct names *roles;
    const char *today;
    struct arena *arena;
};

enum shape { SHAPE_NONE, SHAPE_SINGLE, SHAPE_MATRIX, SHAPE_TABLE };

struct question_type {
    const char *name; /* as in YAML */
    enum shape shape;
    bool takes_choices, column_ok, numeric;
    bool ordered; /* values compare with < and >: numbers and dates */
    /*
     * The YAML keys it takes beside those that every question has, separated by blanks: of `choices other
     * exclusive_choice strength min max max_length pattern unit anchors rows columns`. The loader refuses the
     * others.
     */
    const char *keys;
    bool dates;         /* `min` and `max` are dates: min_date, max_date */
    bool bounded;       /* without `min` and `max` in the file they are `least` and `most` */
    double least, most; /* scale 1…5, percent 0…100 */
    int max_length;     /* code points when the file does not say; 0: not a text */
    /*
     * Bring what a person typed to the stored form (comma to point, thin spaces out, NFC, list order), in the
     * arena; or refuse it. "" is an empty answer and never refused here. Checks type, range, length, choices
     * and pattern of one cell.
     */
    const char *(*normalise)(struct arena *arena, const struct question *question, const char *typed,
                             struct refusal *refusal);
};

extern const struct question_type question_types[];
extern const size_t question_type_count;

const struct question_type *question_type_find(const char *name);

/* The range of a number, a percent or a scale, with the defaults of its type; false when it has no end on
 * that side (then INFINITY). */
bool question_least(const struct question *question, double *least);
bool question_most(const struct question *question, double *most);

/* Most code points of a text, comment or "other", with the defaults of docs/forms.md §2. */
int question_max_length(const struct question *question);

/* The value that stands for "other", which is never a choice of the list itself. */
#define CHOICE_OTHER "other"
enum { COMMENT_MAX_LENGTH = 4000, IMPORTANCE_LEAST = 1, IMPORTANCE_MOST = 5, ROW_ID_MAX = 60 };

/*
 * Normalise and check one cell of a survey as it would be stored: the question exists, row and column exist,
 * the state is allowed, the value is right by itself. The same for the page, the import and `anketa check`.
 * True: refused, and why. False: cell->value is the stored form ("" clears the cell). A matrix or table as a
 * whole takes only a state. The text of a column with `other` stands in the column `COLUMN.other`.
 */
bool cell_refused(struct arena *arena, const struct survey *survey, struct cell *cell,
                  struct refusal *refusal);

/*
 * Is the question (its section, and what they depend on) shown, given the answers? Answers to questions that
 * are not shown count as empty. A section is shown when its own condition holds and one of its questions is.
 */
bool question_relevant(const struct judge *judge, const struct question *question);
bool section_relevant(const struct judge *judge, size_t section);

/* The same for all questions at once, by their index in survey->questions; in the judge's arena. */
const bool *survey_relevance(const struct judge *judge);

/* The answers without those of questions that are not shown: what is handed in, exported and counted. */
struct answers answers_relevant(const struct judge *judge);

/*
 * The rows of a matrix or table: the fixed ones, those that exist, or with `rows: from` the choices picked or
 * the filled rows of the other question. In the arena.
 */
struct row_ids question_rows(struct arena *arena, const struct survey *survey, const struct answers *answers,
                             const struct question *question);

/* Has the row any answer in the question's own columns? */
bool row_filled(const struct answers *answers, const struct question *question, const char *row);

/*
 * A table or matrix is answered by its rows, or by "don't know" or "not applicable" for all of it: would the
 * cell, beside these answers, make it both (`refuse.both`)? The same for the page and the import.
 */
bool cell_clashes(struct arena *arena, const struct survey *survey, const struct answers *answers,
                  const struct cell *cell);

/*
 * What keeps the question from being handed in: required and empty, rows below min, a required column empty
 * inside a filled row, a constraint that is false. Empty list: fine. `soft` findings are asked for once, then
 * let pass. A required matrix wants each of its rows; one that is asked for softly and has columns may have
 * empty rows, which people leave who cannot judge them.
 */
struct finding {
    const struct question *question;
    struct refusal refusal;
    bool soft;
};
struct refusals LIST_OF(struct finding);
void question_refusals(const struct judge *judge, const struct question *question, struct refusals *out);
void survey_refusals(const struct judge *judge, struct refusals *out);

/* Has the question any answer (don't know and not applicable count)? */
bool question_answered(const struct answers *answers, const struct question *question);

/* Is nothing left to do about it, for every question by its index in survey->questions: answered, and without
 * any finding? In the judge's arena. */
const bool *survey_complete(const struct judge *judge);

/* A matrix of one list, where each row is one cell. */
bool matrix_is_open(const struct question *question);

/* The unit in the form that goes with the number as it is stored, or with none in particular (`value` NULL).
 * A unit may be written in forms: "год|года|лет", "year|years". Empty without a unit. */
const char *question_unit(struct arena *arena, const struct question *question, enum lang lang,
                          const char *value);

/* How many forms a unit has in a language, if it is written in forms. */
int unit_forms(enum lang lang);

/* An answer in words for a person: choice labels, numbers with unit and decimal comma, rows joined; for
 * review pages, documents and exports. */
const char *cell_words(struct arena *arena, const struct question *question, const struct cell *cell,
                       enum lang lang);

#endif
