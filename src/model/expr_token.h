/* The words of an expression's source; for src/model/expr_*.c alone. */
#ifndef MODEL_EXPR_TOKEN_H
#define MODEL_EXPR_TOKEN_H

#include "model/expr_tree.h"

enum token { T_END, T_NUMBER, T_TEXT, T_NAME, T_WORD, T_DOT, T_OPEN, T_CLOSE, T_COMMA, T_SIGN };

struct parser {
    struct arena *arena;
    struct problems *problems;
    struct expr *expr;
    struct place start; /* of the source in the file */
    const char *source;
    size_t at;   /* behind the token at hand */
    size_t from; /* where the token at hand begins */
    enum token token;
    const char *text; /* of the token: the word, sign, quoted text or name */
    double number;
    int depth;
    bool failed;
};

/* Where the byte `offset` of the source stands in the file. */
struct place expr_place(const struct parser *parser, size_t offset);

/* Read the next token; after a mistake it is T_END for ever. */
void expr_next(struct parser *parser);

/* Does the next token open a parenthesis? */
bool expr_opens(const struct parser *parser);

/* Only the first mistake is told: what follows it would be guesses. */
#define fail_at(parser, offset, ...)                                                                         \
    do {                                                                                                     \
        if (!(parser)->failed) {                                                                             \
            struct place place_ = expr_place((parser), (offset));                                            \
            problem_error((parser)->problems, &place_, __VA_ARGS__);                                         \
        }                                                                                                    \
        (parser)->failed = true;                                                                             \
        (parser)->token = T_END;                                                                             \
    } while (0)

#endif
