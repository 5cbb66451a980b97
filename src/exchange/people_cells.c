/* The cells of a list of people: what headings and values mean. */
#include "exchange/people_cells.h"

#include "base/utf8.h"
#include "model/fold.h"
#include "model/format.h"

#include <string.h>

enum { EMAIL_MAX = 254, PHONE_DIGITS_LEAST = 5 };

/* Headings without case, ё, blanks and signs. */
static const struct {
    const char *heading;
    enum people_field field;
} headings[] = {
    { "фио", PEOPLE_NAME },
    { "фамилияимяотчество", PEOPLE_NAME },
    { "полноеимя", PEOPLE_NAME },
    { "сотрудник", PEOPLE_NAME },
    { "піб", PEOPLE_NAME },
    { "прізвищеімяпобатькові", PEOPLE_NAME },
    { "працівник", PEOPLE_NAME },
    { "name", PEOPLE_NAME },
    { "fullname", PEOPLE_NAME },
    { "фамилия", PEOPLE_FAMILY },
    { "прізвище", PEOPLE_FAMILY },
    { "family", PEOPLE_FAMILY },
    { "familyname", PEOPLE_FAMILY },
    { "lastname", PEOPLE_FAMILY },
    { "surname", PEOPLE_FAMILY },
    { "имя", PEOPLE_GIVEN },
    { "імя", PEOPLE_GIVEN },
    { "given", PEOPLE_GIVEN },
    { "givenname", PEOPLE_GIVEN },
    { "firstname", PEOPLE_GIVEN },
    { "отчество", PEOPLE_PATRONYMIC },
    { "побатькові", PEOPLE_PATRONYMIC },
    { "patronymic", PEOPLE_PATRONYMIC },
    { "middlename", PEOPLE_PATRONYMIC },
    { "должность", PEOPLE_POSITION },
    { "посада", PEOPLE_POSITION },
    { "position", PEOPLE_POSITION },
    { "jobtitle", PEOPLE_POSITION },
    { "подразделение", PEOPLE_DEPARTMENT },
    { "отдел", PEOPLE_DEPARTMENT },
    { "підрозділ", PEOPLE_DEPARTMENT },
    { "відділ", PEOPLE_DEPARTMENT },
    { "department", PEOPLE_DEPARTMENT },
    { "роль", PEOPLE_ROLES },
    { "роли", PEOPLE_ROLES },
    { "ролі", PEOPLE_ROLES },
    { "role", PEOPLE_ROLES },
    { "roles", PEOPLE_ROLES },
    { "ключевойпользователь", PEOPLE_KEY_USER },
    { "ключовийкористувач", PEOPLE_KEY_USER },
    { "keyuser", PEOPLE_KEY_USER },
    { "email", PEOPLE_EMAIL },
    { "mail", PEOPLE_EMAIL },
    { "почта", PEOPLE_EMAIL },
    { "электроннаяпочта", PEOPLE_EMAIL },
    { "электронныйадрес", PEOPLE_EMAIL },
    { "адресэлектроннойпочты", PEOPLE_EMAIL },
    { "пошта", PEOPLE_EMAIL },
    { "електроннапошта", PEOPLE_EMAIL },
    { "електроннаадреса", PEOPLE_EMAIL },
    { "телефон", PEOPLE_PHONE },
    { "мобильный", PEOPLE_PHONE },
    { "мобільний", PEOPLE_PHONE },
    { "мобильныйтелефон", PEOPLE_PHONE },
    { "мобільнийтелефон", PEOPLE_PHONE },
    { "phone", PEOPLE_PHONE },
    { "mobile", PEOPLE_PHONE },
    { "язык", PEOPLE_LANGUAGE },
    { "мова", PEOPLE_LANGUAGE },
    { "language", PEOPLE_LANGUAGE },
    { "lang", PEOPLE_LANGUAGE },
    { "внешнийномер", PEOPLE_EXTERNAL_ID },
    { "табельныйномер", PEOPLE_EXTERNAL_ID },
    { "табномер", PEOPLE_EXTERNAL_ID },
    { "табno", PEOPLE_EXTERNAL_ID }, /* «Таб. №» */
    { "зовнішнійномер", PEOPLE_EXTERNAL_ID },
    { "табельнийномер", PEOPLE_EXTERNAL_ID },
    { "externalid", PEOPLE_EXTERNAL_ID },
    { "employeeid", PEOPLE_EXTERNAL_ID },
    { "id", PEOPLE_EXTERNAL_ID },
};

/* Folded, and without anything but letters and digits. */
static const char *
bare(struct arena *arena, const char *text)
{
    const char *folded = text_fold(arena, text, FOLD_CASE | FOLD_YO);
    char *out = arena_alloc(arena, strlen(folded) + 1), *end = out;

    for (; *folded != '\0'; folded++) {
        unsigned char byte = (unsigned char)*folded;

        /* the number sign and dashes are the only others that headings have */
        if (byte == 0xe2) {
            folded += strnlen(folded, 3) - 1;
            continue;
        }
        if (byte >= 0x80 || (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9'))
            *end++ = (char)byte;
    }
    return out;
}

bool
people_heading(struct arena *arena, const char *heading, enum people_field *out)
{
    const char *asked = bare(arena, heading);

    for (size_t i = 0; i < LENGTH(headings); i++)
        if (strcmp(bare(arena, headings[i].heading), asked) == 0)
            return *out = headings[i].field, true;
    return false;
}

bool
people_yes_no(struct arena *arena, const char *cell, bool *yes)
{
    static const char *const yes_words[] = { "да", "так", "yes", "true", "1", "+", "x", "х", "v", "✓" };
    static const char *const no_words[] = { "", "нет", "ні", "no", "false", "0", "-", "–", "—" };
    const char *folded = text_fold(arena, cell, FOLD_CASE);

    for (size_t i = 0; i < LENGTH(yes_words); i++)
        if (strcmp(folded, yes_words[i]) == 0)
            return *yes = true;
    *yes = false;
    for (size_t i = 0; i < LENGTH(no_words); i++)
        if (strcmp(folded, no_words[i]) == 0)
            return true;
    return false;
}

/* --- roles --- */

static const struct role *
role_named(struct arena *arena, const struct catalogue *catalogue, const char *word)
{
    const char *folded = text_fold(arena, word, FOLD_CASE | FOLD_YO);

    for (size_t i = 0; catalogue != NULL && i < catalogue->roles.count; i++) {
        const struct role *role = &catalogue->roles.items[i];

        if (strcmp(folded, role->id) == 0)
            return role;
        for (int lang = 0; lang < LANG_COUNT; lang++)
            if (role->title.in[lang] != NULL
                && strcmp(folded, text_fold(arena, role->title.in[lang], FOLD_CASE | FOLD_YO)) == 0)
                return role;
    }
    return NULL;
}

/* Mark the roles of a cell in `has`; false with the unknown one. A title may hold a separator of the second
 * rank, so those part only what is no role as a whole. */
static bool
mark_roles(struct arena *arena, const struct catalogue *catalogue, const char *cell, const char *separators,
           bool *has, const char **unknown)
{
    while (*cell != '\0') {
        size_t length = strcspn(cell, separators);
        const char *word = text_fold(arena, arena_copy_n(arena, cell, length), 0);
        const struct role *role = role_named(arena, catalogue, word);

        cell += length + (cell[length] != '\0');
        if (role != NULL) {
            has[role - catalogue->roles.items] = true;
        } else if (strpbrk(word, ",/") != NULL && strcmp(separators, ";|") == 0) {
            if (!mark_roles(arena, catalogue, word, ",/", has, unknown))
                return false;
        } else if (word[0] != '\0') {
            *unknown = word;
            return false;
        }
    }
    return true;
}

bool
people_roles(struct arena *arena, const struct catalogue *catalogue, const char *cell,
             struct people_line *line, const char **unknown)
{
    size_t count = catalogue != NULL ? catalogue->roles.count : 0;
    bool *has = ARENA_ARRAY(arena, bool, count + 1);

    if (!mark_roles(arena, catalogue, cell, ";|", has, unknown))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (has[i] && catalogue->roles.items[i].key_user)
            line->key_user = line->has_key_user = true;
        else if (has[i])
            *ARENA_PUSH(arena, &line->roles) = catalogue->roles.items[i].id;
    }
    return true;
}

/* --- single values --- */

/* A local part, one @, and a domain with a dot: what a mail program would take; letters are Latin. */
static bool
email_fits(const char *email)
{
    const char *at = strchr(email, '@'), *dot = strrchr(email, '.');

    if (strlen(email) > EMAIL_MAX || at == NULL || at == email || strchr(at + 1, '@') != NULL)
        return false;
    if (dot == NULL || dot < at + 2 || dot[1] == '\0' || at[1] == '.' || strstr(email, "..") != NULL)
        return false;
    for (; *email != '\0'; email++)
        if (*email <= ' ' || *email >= 0x7f || strchr("\"(),:;<>[\\]", *email) != NULL)
            return false;
    return true;
}

/* Digits with the signs people put between them, and after enough digits an extension in words. What a
 * spreadsheet made of a long number (7,9E+10) is none. */
static bool
phone_fits(const char *phone)
{
    int digits = 0;

    for (; *phone != '\0'; phone++) {
        if (*phone >= '0' && *phone <= '9')
            digits++;
        else if (strchr("+-(). /", *phone) == NULL && digits < PHONE_DIGITS_LEAST)
            return false;
        else if (*phone == '@')
            return false;
    }
    return digits >= PHONE_DIGITS_LEAST;
}

static const char *
language_code(struct arena *arena, const char *word)
{
    static const struct {
        const char *word, *code;
    } words[] = {
        { "ru", "ru" },         { "русский", "ru" },    { "російська", "ru" }, { "russian", "ru" },
        { "рус", "ru" },        { "uk", "uk" },         { "ua", "uk" },        { "українська", "uk" },
        { "укр", "uk" },        { "украинский", "uk" }, { "ukrainian", "uk" }, { "en", "en" },
        { "английский", "en" }, { "англійська", "en" }, { "english", "en" },
    };
    const char *folded = text_fold(arena, word, FOLD_CASE);

    for (size_t i = 0; i < LENGTH(words); i++)
        if (strcmp(words[i].word, folded) == 0)
            return words[i].code;
    return NULL;
}

/* Runs of blanks, line ends among them, made one. */
static const char *
one_line(struct arena *arena, const char *text)
{
    char *out = arena_alloc(arena, strlen(text) + 1), *end = out;

    for (; *text != '\0'; text++) {
        bool hard = memcmp(text, "\xc2\xa0", strnlen(text, 2)) == 0 && text[1] != '\0';

        if (!hard && *text != ' ' && *text != '\t' && *text != '\n') {
            *end++ = *text;
            continue;
        }
        text += hard;
        if (end > out && end[-1] != ' ')
            *end++ = ' ';
    }
    if (end > out && end[-1] == ' ')
        *--end = '\0';
    return out;
}

bool
people_field_read(struct arena *arena, enum people_field field, const char **cell, enum people_fault *fault)
{
    const size_t most = field == PEOPLE_PHONE ? PEOPLE_PHONE_MAX : PEOPLE_TEXT_MAX;
    const char *text;

    if (*cell == NULL)
        return true;
    text = text_clean(arena, *cell, 4 * most);
    if (text != NULL)
        text = one_line(arena, text);
    if (text == NULL || utf8_count(text) > most)
        return *fault = PEOPLE_LONG_TEXT, false;
    *cell = text;
    if (text[0] == '\0')
        return true;
    switch (field) {
    case PEOPLE_EMAIL: return *fault = PEOPLE_BAD_EMAIL, email_fits(text);
    case PEOPLE_PHONE: return *fault = PEOPLE_BAD_PHONE, phone_fits(text);
    case PEOPLE_LANGUAGE:
        *fault = PEOPLE_BAD_LANGUAGE;
        text = language_code(arena, text);
        if (text != NULL)
            *cell = text;
        return text != NULL;
    default: return true;
    }
}
