/* YAML files: nodes within their limits, and each loader on whatever comes. */
#include "base/arena.h"
#include "base/die.h"
#include "base/utf8.h"
#include "model/catalogue_load.h"
#include "model/check.h"
#include "model/phrases.h"
#include "model/quiz_load.h"
#include "model/survey_load.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
look_at(const struct ynode *node, size_t depth)
{
    ensure(depth <= YDOC_MAX_DEPTH && node->line > 0 && node->column > 0);
    ensure(utf8_valid(node->text, strlen(node->text)));
    for (size_t i = 0; i < node->count; i++) {
        if (node->kind == YNODE_MAP)
            look_at(&node->keys[i], depth + 1);
        look_at(&node->items[i], depth + (node->items[i].kind != YNODE_SCALAR));
    }
}

static void
check_alone(struct library *library, struct survey *survey, struct problems *problems)
{
    struct check check = {
        .survey = survey, .library = library, .problems = problems, .arena = problems->arena
    };
    size_t errors = problems->errors;

    survey_check(&check);
    check_cycles(&check);
    if (problems->errors == errors)
        check_reach(&check);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    scoped_arena arena = { 0 };
    struct problems problems = { .arena = &arena };
    struct yfaults faults = { .arena = &arena };
    struct library library = { 0 };
    char *text = malloc(size + 1);
    const struct form_source source = { "fuzz.yaml", text, size };
    const struct ynode *root;
    struct survey *survey;

    ensure(text != NULL);
    memcpy(text, data, size);
    text[size] = '\0';
    root = ydoc_parse(&arena, text, size, &faults);
    ensure((root == NULL) == (faults.count > 0));
    if (root != NULL) {
        look_at(root, 1);
        survey = survey_load(&arena, &source, &problems);
        if (survey != NULL)
            check_alone(&library, survey, &problems);
        quiz_load(&arena, &source, &problems);
        catalogue_load(&arena, &source, &problems);
    }
    if (strlen(text) == size)
        phrases_load(&arena, (const char *const[]){ text, text, text }, &problems);
    for (size_t i = 0; i < problems.count; i++)
        ensure(utf8_valid(problems.items[i].sentence, strlen(problems.items[i].sentence)));
    library_close(&library);
    free(text);
    return 0;
}
