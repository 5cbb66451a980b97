/* The languages of texts. */
#include "model/lang.h"

#include <stddef.h>
#include <string.h>

static const char *const codes[LANG_COUNT] = { [LANG_RU] = "ru", [LANG_UK] = "uk", [LANG_EN] = "en" };

bool
lang_parse(const char *code, enum lang *out)
{
    for (unsigned i = 0; i < LANG_COUNT; i++) {
        if (strcmp(code, codes[i]) == 0) {
            *out = (enum lang)i;
            return true;
        }
    }
    return false;
}

const char *
lang_code(enum lang lang)
{
    return codes[lang];
}

const char *
lang_name(enum lang lang)
{
    static const char *const names[LANG_COUNT] = { "Русский", "Українська", "English" };

    return names[lang];
}

const char *
text_in(const struct text *text, enum lang lang)
{
    if (text->in[lang] != NULL)
        return text->in[lang];
    return text->in[text->fallback] != NULL ? text->in[text->fallback] : "";
}

bool
text_present(const struct text *text)
{
    for (int i = 0; i < LANG_COUNT; i++) {
        if (text->in[i] != NULL)
            return true;
    }
    return false;
}

const char *
text_foreign(const struct text *text, enum lang lang)
{
    return text->in[lang] == NULL && text->in[text->fallback] != NULL ? codes[text->fallback] : "";
}
