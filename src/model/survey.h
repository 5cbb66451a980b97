/* A questionnaire as loaded: immutable once the library is built. */
#ifndef MODEL_SURVEY_H
#define MODEL_SURVEY_H

#include "model/problem.h"
#include "model/question.h"

enum attribution { ATTRIBUTION_NAME, ATTRIBUTION_ROLE, ATTRIBUTION_NONE };

struct section {
    const char *id;
    struct text title, intro;
    const struct expr *relevant;
    size_t first, count; /* its questions in survey.questions */
};

struct sections LIST_OF(struct section);

struct survey {
    const char *id;
    int version;
    struct text title, purpose;
    enum lang default_language;
    bool languages[LANG_COUNT];
    int stage;
    struct names audience;
    enum attribution attribution;
    int min_group, retention_months, minutes;
    struct sections sections;
    struct questions questions;          /* all, in order */
    const struct question *const *by_id; /* sorted by id; NULL in a survey put together by hand */
    const char *hash;                    /* SHA-256 of the file, hex */
    const char *path;
    const char *source; /* the file's text, kept with every response */
    size_t source_length;
};

/* The question, or NULL. */
const struct question *survey_question(const struct survey *survey, const char *id);
const struct section *survey_section(const struct survey *survey, const char *id);

/* May a person with these roles (ids) be invited? No audience: everybody. */
bool survey_invites(const struct survey *survey, const struct names *roles);

#endif
