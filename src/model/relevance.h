/* What is shown to a person, worked out once for a response; for src/model alone. */
#ifndef MODEL_RELEVANCE_H
#define MODEL_RELEVANCE_H

#include "model/expr.h"
#include "model/question_type.h"

struct relevance {
    const struct judge *judge;
    unsigned char *questions, *sections; /* by index: not known yet, being worked out, hidden, shown */
};

struct relevance relevance_of(const struct judge *judge);
bool relevance_shows(struct relevance *relevance, const struct question *question);

/* For the expressions of the response; answers to hidden questions are empty in it. */
struct expr_env relevance_env(struct relevance *relevance);

#endif
