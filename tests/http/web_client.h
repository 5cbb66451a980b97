/* A browser without scripts, over libcurl, and the server it visits: cookies, the fields of a page's form,
 * uploads. */
#ifndef TESTS_WEB_CLIENT_H
#define TESTS_WEB_CLIENT_H

#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <curl/curl.h>

enum { WEB_NAMES = 400, WEB_PATIENCE = 60 /* seconds: a reply that takes so long has failed the test */ };

struct web {
    CURL *curl;
    struct curl_slist *headers; /* sent with every request */
    char base[64];              /* http://127.0.0.1:PORT */
    long status;
    char *text; /* the last reply's body; ends with a NUL that is not of it */
    size_t length;
};

/* --- programs --- */

/* Start a program whose output is read; it dies with this test. */
static inline pid_t
program_start(const char *const *arguments, FILE **output)
{
    int ends[2];
    pid_t pid;

    if (pipe(ends) != 0 || (pid = fork()) < 0)
        return -1;
    if (pid == 0) {
        int nowhere = getenv("ANKETA_LOG") == NULL ? open("/dev/null", O_WRONLY) : -1;

        prctl(PR_SET_PDEATHSIG, SIGKILL);
        dup2(ends[1], STDOUT_FILENO);
        if (nowhere >= 0)
            dup2(nowhere, STDERR_FILENO);
        close(ends[0]);
        execvp(arguments[0], (char *const *)(const void *)arguments);
        _exit(127);
    }
    close(ends[1]);
    *output = fdopen(ends[0], "r");
    return pid;
}

/* The exit status of a program, or 128 and the signal that ended it. */
static inline int
program_end(pid_t pid)
{
    int status;

    if (waitpid(pid, &status, 0) != pid)
        return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* All that a program prints, to be freed; NULL when it does not end well. */
static inline char *
program_output(const char *const *arguments)
{
    FILE *output = NULL;
    char *text = NULL;
    size_t size = 0;
    pid_t pid = program_start(arguments, &output);

    if (pid < 0)
        return NULL;
    if (getdelim(&text, &size, '\0', output) < 0 && text != NULL)
        text[0] = '\0';
    fclose(output);
    if (program_end(pid) == 0)
        return text;
    free(text);
    return NULL;
}

/* --- requests --- */

static inline size_t
web_receive(char *bytes, size_t size, size_t count, void *to)
{
    struct web *web = to;
    char *text = realloc(web->text, web->length + size * count + 1);

    if (text == NULL)
        return 0;
    memcpy(text + web->length, bytes, size * count);
    web->text = text;
    web->length += size * count;
    text[web->length] = '\0';
    return size * count;
}

/* A browser of its own at the server `base`. */
static inline void
web_open(struct web *web, const char *base)
{
    char origin[128];

    *web = (struct web){ .curl = curl_easy_init() };
    snprintf(web->base, sizeof web->base, "%s", base);
    snprintf(origin, sizeof origin, "Origin: %s", base);
    web->headers = curl_slist_append(NULL, origin);
    web->headers = curl_slist_append(web->headers, "Accept-Language: ru");
    curl_easy_setopt(web->curl, CURLOPT_COOKIEFILE, ""); /* keeps cookies, reads no file */
    curl_easy_setopt(web->curl, CURLOPT_HTTPHEADER, web->headers);
    curl_easy_setopt(web->curl, CURLOPT_WRITEFUNCTION, web_receive);
    curl_easy_setopt(web->curl, CURLOPT_WRITEDATA, web);
    curl_easy_setopt(web->curl, CURLOPT_TIMEOUT, (long)WEB_PATIENCE);
    curl_easy_setopt(web->curl, CURLOPT_PROXY, "");
}

static inline void
web_close(struct web *web)
{
    curl_easy_cleanup(web->curl);
    curl_slist_free_all(web->headers);
    free(web->text);
}

/* The status of what was prepared, 0 when there is no reply. */
static inline long
web_go(struct web *web, const char *path)
{
    char url[512];

    snprintf(url, sizeof url, "%s%s", web->base, path);
    curl_easy_setopt(web->curl, CURLOPT_URL, url);
    web->length = 0;
    web->status = 0;
    web_receive((char[]){ "" }, 0, 0, web);
    if (curl_easy_perform(web->curl) == CURLE_OK)
        curl_easy_getinfo(web->curl, CURLINFO_RESPONSE_CODE, &web->status);
    return web->status;
}

static inline long
web_get(struct web *web, const char *path)
{
    curl_easy_setopt(web->curl, CURLOPT_HTTPGET, 1L);
    return web_go(web, path);
}

static inline long
web_post(struct web *web, const char *path, const char *body)
{
    curl_easy_setopt(web->curl, CURLOPT_COPYPOSTFIELDS, body);
    return web_go(web, path);
}

/* A header of the last reply; "" when it is not there. */
static inline const char *
web_header(struct web *web, const char *name)
{
    struct curl_header *header;

    return curl_easy_header(web->curl, name, 0, CURLH_HEADER, -1, &header) == CURLHE_OK ? header->value : "";
}

/* Where the last reply sends the browser: a path, or "". */
static inline const char *
web_location(struct web *web)
{
    return web_header(web, "Location");
}

static inline bool
web_shows(const struct web *web, const char *text)
{
    return strstr(web->text, text) != NULL;
}

/* --- pages --- */

/* The value of an attribute in a tag, as it is meant; false when it has none. */
static inline bool
tag_value(const char *tag, const char *name, char *out, size_t size)
{
    static const char *const entities[][2] = {
        { "&amp;", "&" }, { "&lt;", "<" }, { "&gt;", ">" }, { "&quot;", "\"" }, { "&#39;", "'" },
    };
    size_t length = strcspn(tag, ">"), used = 0;
    char wanted[80];
    const char *at;

    out[0] = '\0';
    snprintf(wanted, sizeof wanted, " %s=\"", name);
    at = memmem(tag, length, wanted, strlen(wanted));
    if (at == NULL)
        return false;
    for (at += strlen(wanted); *at != '"' && used + 1 < size;) {
        const char *plain = NULL;

        for (size_t i = 0; i < sizeof entities / sizeof *entities && plain == NULL; i++)
            if (strncmp(at, entities[i][0], strlen(entities[i][0])) == 0) {
                plain = entities[i][1];
                at += strlen(entities[i][0]);
            }
        out[used++] = plain != NULL ? *plain : *at++;
    }
    out[used] = '\0';
    return true;
}

static inline void
form_add(FILE *body, const char *name, const char *value)
{
    char *texts[] = { curl_easy_escape(NULL, name, 0), curl_easy_escape(NULL, value, 0) };

    fprintf(body, "%s%s=%s", ftell(body) > 0 ? "&" : "", texts[0], texts[1]);
    curl_free(texts[0]);
    curl_free(texts[1]);
}

/* The token of the page that is shown; "" when it has none. */
static inline const char *
web_token(const struct web *web)
{
    static char token[128];
    const char *tag = strstr(web->text, "<input type=\"hidden\" name=\"csrf\"");

    token[0] = '\0';
    if (tag != NULL)
        tag_value(tag, "value", token, sizeof token);
    return token;
}

/* Press a button that sends the token of the page alone. */
static inline long
web_press(struct web *web, const char *path)
{
    char body[256];

    snprintf(body, sizeof body, "csrf=%s", web_token(web));
    return web_post(web, path, body);
}

static inline bool
ends_with(const char *text, const char *end)
{
    return strlen(text) >= strlen(end) && strcmp(text + strlen(text) - strlen(end), end) == 0;
}

/* The value of the n-th option of a select that is not empty. */
static inline void
option_value(const char *select, unsigned long n, char *out, size_t size)
{
    const char *end = strstr(select, "</select>"), *at = select;

    out[0] = '\0';
    while (n > 0 && (at = strstr(at + 1, "<option ")) != NULL && at < end)
        if (tag_value(at, "value", out, size) && out[0] != '\0')
            n--;
}

/* What somebody answers who is content with the first thing that a control offers; false: nothing. */
static inline bool
first_answer(const char *tag, const char *name, char *out, size_t size)
{
    const char *slash = strrchr(name, '/');
    unsigned long n = strtoul(slash != NULL ? slash + 1 : name + 1, NULL, 10); /* of NAME/2 and p2: 2 */
    char type[20], keyboard[20];

    if (ends_with(name, ".importance") || ends_with(name, ".comment") || ends_with(name, ".other"))
        return false;
    if (strncmp(tag, "<select", 7) == 0) {
        option_value(tag, n > 0 ? n : 1, out, size); /* the second place takes the second */
        return true;
    }
    tag_value(tag, "type", type, sizeof type);
    if (strcmp(type, "hidden") == 0 || strcmp(type, "radio") == 0 || strcmp(type, "checkbox") == 0)
        return tag_value(tag, "value", out, size) && (strcmp(type, "checkbox") != 0 || out[0] != ':');
    if (strcmp(type, "date") == 0)
        snprintf(out, size, "2027-03-01");
    else
        snprintf(out, size, "%s", tag_value(tag, "inputmode", keyboard, sizeof keyboard) ? "5" : "Слово");
    return true;
}

/* The body of the form with this id, each question answered with the first thing it offers; to be freed. */
static inline char *
web_answers(const struct web *web, const char *id)
{
    char wanted[60], name[200], value[2000], *body = NULL;
    char *seen[WEB_NAMES] = { 0 };
    size_t size = 0, count = 0;
    FILE *out = open_memstream(&body, &size);
    const char *at, *end;

    snprintf(wanted, sizeof wanted, " id=\"%s\"", id);
    at = strstr(web->text, wanted);
    end = at != NULL ? strstr(at, "</form>") : NULL;
    while (end != NULL && (at = strchr(at + 1, '<')) != NULL && at < end) {
        bool known = false;

        if (strncmp(at, "<template", 9) == 0)
            at = strstr(at, "</template>");
        if (strncmp(at, "<input", 6) != 0 && strncmp(at, "<select", 7) != 0
            && strncmp(at, "<textarea", 9) != 0)
            continue;
        if (!tag_value(at, "name", name, sizeof name) || !first_answer(at, name, value, sizeof value))
            continue;
        for (size_t i = 0; i < count; i++)
            known = known || strcmp(seen[i], name) == 0;
        if (known || count == WEB_NAMES)
            continue;
        seen[count++] = strdup(name);
        form_add(out, name, value);
    }
    fclose(out);
    for (size_t i = 0; i < count; i++)
        free(seen[i]);
    return body;
}

/* Send the form with this id, answered so, by the button `go`. */
static inline long
web_answer(struct web *web, const char *path, const char *id, const char *go)
{
    char *body = web_answers(web, id), *with;
    long status;

    if (asprintf(&with, "%s&go=%s", body, go) < 0)
        return 0;
    status = web_post(web, path, with);
    free(body);
    free(with);
    return status;
}

#endif
