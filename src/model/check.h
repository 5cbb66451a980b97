/* Whether forms fit together and do what their authors meant; for src/model alone. */
#ifndef MODEL_CHECK_H
#define MODEL_CHECK_H

#include "model/expr.h"
#include "model/library.h"
#include "yaml/ybind.h"

/* What the checks of one questionnaire need. */
struct check {
    const struct survey *survey;
    const struct library *library; /* the other questionnaires and the catalogue */
    const struct names *roles;     /* of the catalogue; NULL: there is none */
    struct problems *problems;
    struct arena *arena; /* for the time of the check */
};

/* Look up every name of a questionnaire's expressions, and what it says of other files. */
void survey_check(const struct check *check);

/* Questions whose relevance depends on itself. */
void check_cycles(const struct check *check);

/* Warn about questions that can never be shown and triggers that can never fire. */
void check_reach(const struct check *check);

/* Look up what the catalogue says of questionnaires; warn about codes that nothing triggers. */
void catalogue_check_library(const struct library *library, struct problems *problems);

#endif
