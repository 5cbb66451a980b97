/* What a new version of a questionnaire means for answers that were given to the old one. */
#ifndef MODEL_DIFF_H
#define MODEL_DIFF_H

#include "model/survey.h"

/*
 * Note what changed, at its place in the new file (removals: line 0 of the new file): breaking changes as
 * errors, safe ones as warnings; the sentences start with "Breaking:" and "Safe:".
 */
void survey_diff(const struct survey *old, const struct survey *new_, struct problems *problems);

#endif
