/* What the question types share; for src/model/type_*.c and question_type.c alone. */
#ifndef MODEL_TYPE_H
#define MODEL_TYPE_H

#include "model/question_type.h"

/* One a type: question_type.normalise. */
const char *type_select_one(struct arena *arena, const struct question *question, const char *typed,
                            struct refusal *refusal);
const char *type_select_multiple(struct arena *arena, const struct question *question, const char *typed,
                                 struct refusal *refusal);
const char *type_yes_no(struct arena *arena, const struct question *question, const char *typed,
                        struct refusal *refusal);
const char *type_scale(struct arena *arena, const struct question *question, const char *typed,
                       struct refusal *refusal);
const char *type_integer(struct arena *arena, const struct question *question, const char *typed,
                         struct refusal *refusal);
const char *type_decimal(struct arena *arena, const struct question *question, const char *typed,
                         struct refusal *refusal);
const char *type_percent(struct arena *arena, const struct question *question, const char *typed,
                         struct refusal *refusal);
const char *type_date(struct arena *arena, const struct question *question, const char *typed,
                      struct refusal *refusal);
const char *type_text(struct arena *arena, const struct question *question, const char *typed,
                      struct refusal *refusal);
const char *type_long_text(struct arena *arena, const struct question *question, const char *typed,
                           struct refusal *refusal);
const char *type_rank(struct arena *arena, const struct question *question, const char *typed,
                      struct refusal *refusal);
const char *type_matrix(struct arena *arena, const struct question *question, const char *typed,
                        struct refusal *refusal);
const char *type_table(struct arena *arena, const struct question *question, const char *typed,
                       struct refusal *refusal);
const char *type_person(struct arena *arena, const struct question *question, const char *typed,
                        struct refusal *refusal);
const char *type_department(struct arena *arena, const struct question *question, const char *typed,
                            struct refusal *refusal);
const char *type_note(struct arena *arena, const struct question *question, const char *typed,
                      struct refusal *refusal);

/* Note why a value is refused; returns NULL for `return`. */
const char *type_refuse(struct refusal *refusal, const char *text_id, double least, double most);

/* A typed number in its stored form and within the question's range; `whole` refuses fractions. */
const char *type_number(struct arena *arena, const struct question *question, const char *typed, bool whole,
                        struct refusal *refusal);

/* A typed text, clean and within its length and pattern; without `lines` line ends become blanks. */
const char *type_line(struct arena *arena, const struct question *question, const char *typed, bool lines,
                      struct refusal *refusal);

/* Is it a choice of the question, or "other" where that is one? */
bool type_has_choice(const struct question *question, const char *value);

/* The words of a typed list, in the arena; blanks of any width part them. */
struct row_ids type_words(struct arena *arena, const char *typed);

#endif
