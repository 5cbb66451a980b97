/* Loading a questionnaire; library.c puts it into the library and checks it against the others. */
#ifndef MODEL_SURVEY_LOAD_H
#define MODEL_SURVEY_LOAD_H

#include "model/load.h"
#include "model/survey.h"

/*
 * The questionnaire in `arena`, or NULL with errors. Expressions are parsed; names in them are looked up by
 * survey_check(). `source` must outlive the questionnaire.
 */
struct survey *survey_load(struct arena *arena, const struct form_source *source, struct problems *problems);

#endif
