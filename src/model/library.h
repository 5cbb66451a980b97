/* All questionnaires, tests and the catalogue: loaded once, checked across files, never changed after. */
#ifndef MODEL_LIBRARY_H
#define MODEL_LIBRARY_H

#include "model/catalogue.h"
#include "model/quiz.h"
#include "model/survey.h"

struct surveys LIST_OF(struct survey *);
struct quizzes LIST_OF(struct quiz *);

struct library {
    struct surveys surveys;
    struct quizzes quizzes;
    struct catalogue *catalogue;  /* NULL when no file was one */
    struct surveys older_surveys; /* added by library_add_survey() */
    struct quizzes older_quizzes;
    struct arena arena;
};

/*
 * Load files and folders (their *.yaml, sorted) and check each and all together. All findings go to
 * `problems`; files with errors are left out. A library with errors may still be used by `check`, never
 * served. Names of other files and requirement codes are looked up only where there is something to look them
 * up in: without a catalogue among the files, what is missing is let pass.
 */
void library_load(struct library *library, const char *const *paths, size_t count, struct problems *problems);
void library_close(struct library *library);

/* Add one form from its kept text (an older version of a response); NULL when it does not load. */
struct survey *library_add_survey(struct library *library, const char *name, const char *source,
                                  size_t length, struct problems *problems);
struct quiz *library_add_quiz(struct library *library, const char *name, const char *source, size_t length,
                              struct problems *problems);

/* By id (the version loaded from files), or by content hash (any version added). NULL when there is none. */
const struct survey *library_survey(const struct library *library, const char *id);
const struct survey *library_survey_hash(const struct library *library, const char *hash);
const struct quiz *library_quiz(const struct library *library, const char *id);
const struct quiz *library_quiz_hash(const struct library *library, const char *hash);

#endif
