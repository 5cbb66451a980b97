/* The languages of texts, and a text in them. */
#ifndef MODEL_LANG_H
#define MODEL_LANG_H

#include <stdbool.h>

enum lang { LANG_RU, LANG_UK, LANG_EN, LANG_COUNT };

/* "ru" -> LANG_RU; false when it is none of ours. */
bool lang_parse(const char *code, enum lang *out);

/* "ru" */
const char *lang_code(enum lang lang);

/* What speakers call their language: "Русский" */
const char *lang_name(enum lang lang);

/* A text in the languages it exists in; a missing one is NULL. */
struct text {
    const char *in[LANG_COUNT];
    enum lang fallback; /* the file's default language; in[fallback] is not NULL unless the text is absent */
};

/* The text in `lang`, else in its fallback; "" when absent. Never NULL. */
const char *text_in(const struct text *text, enum lang lang);
bool text_present(const struct text *text);

/* The code of another language that text_in() falls back to; "" when the text is in `lang`, or absent. */
const char *text_foreign(const struct text *text, enum lang lang);

#endif
